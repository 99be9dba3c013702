//! What the benches share: seeded instances and one count without ceremony.

use isonomia::formats::Loaded;
use isonomia::instance::Instance;
use isonomia::lottery::{DrawKey, Seed, Stream};
use isonomia::outcome::Outcome;
use isonomia::rule::{Count, CountError, CountOptions, Entry};
use isonomia::tie::TieRule;

/// A seed that names the instances of the benches.
///
/// # Panics
/// Never: the literal is a seed.
pub fn seed() -> Seed {
    "5eed"
        .repeat(16)
        .parse()
        .unwrap_or_else(|_| Seed::from([0; 32]))
}

/// The stream of a labelled instance.
pub fn stream(label: &str) -> Stream {
    DrawKey::derive(seed(), label).stream()
}

/// Counts an instance by a rule with the given parameters; ties by lot.
///
/// # Errors
/// As the rule does.
pub fn count(
    entry: &Entry,
    params: &[(&str, &str)],
    instance: &Instance,
) -> Result<Outcome, CountError> {
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let prepared = entry.prepare(&pairs).map_err(CountError::Input)?;
    let options = CountOptions {
        ties: vec![TieRule::Statute, TieRule::Lot],
        seed: Some(seed()),
        ..CountOptions::default()
    };
    prepared.count(instance, &mut Count::new(options))
}

/// A real file of the data beside the project, loaded; `None`, said aloud, when it is absent.
pub fn real(path: &str) -> Option<Loaded> {
    let full = isonomia_tests::files::shared(path)?;
    let bytes = std::fs::read(full).ok()?;
    isonomia_tests::files::load_bytes(&bytes)
}
