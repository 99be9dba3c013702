//! Rehearsal draws: a panel drawn with dice or a typed seed, and a transcript that anyone checks.
//!
//! A rehearsal is a dress rehearsal of a draw: the same rules, hashes and streams, with one thing
//! missing that only a ceremony can give, the proof that all was fixed before the dice fell. So
//! its transcript says `rehearsal` and is never more than UNPROVEN. It shows all the same that
//! the panel follows from pool, rule and dice, to anyone who has the files.
//!
//! ```text
//! manifest = purpose, rule, params, ties, seats, digests of the pool, the announced dice
//! seed = H("seed", H("manifest", manifest), H("source", 0, dice, digits))     (draw/v1, 2.4)
//! report = the count of the pool by the rule with that seed
//! transcript = manifest, its hash, digits, seed, report, digest               (docs/spec)
//! ```
//!
//! A seed that the operator typed is taken as it is, and is called that wherever it shows:
//! whoever can choose a seed can choose a panel.

mod schema;
mod verify;

pub use verify::verify;

use crate::digest::{Digest, hex};
use crate::formats::Loaded;
use crate::instance::{Input, Pool, object};
use crate::json::Value;
use crate::lottery::{Evidence, Seed, Source, SourceError, manifest_hash};
use crate::problem::{Diagnostics, Problem};
use crate::report::{SeedOrigin, counted};
use crate::rule::Meta;
use crate::run::{self, Request, Work};
use crate::tie::TieRule;

/// The format of a transcript.
pub const FORMAT: &str = "isonomia/rehearsal/1";

/// The longest purpose in bytes.
pub const PURPOSE_LIMIT: usize = 4096;

/// Where the randomness of a rehearsal comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Randomness {
    /// Dice thrown for it.
    Dice {
        /// The digits in the order rolled, nothing between them: 0 to 9 of ten-sided dice, 1 to 6
        /// of six-sided ones.
        digits: String,
        /// 10 or 6.
        sides: u32,
        /// How and where they were rolled; may be empty.
        ceremony: String,
    },
    /// A seed typed by the operator.
    Operator(Seed),
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// What the panel is for, for people.
    pub purpose: String,
    /// Where the randomness comes from.
    pub randomness: Randomness,
    /// Rule, parameters and ties; its seed is not used.
    pub request: Request,
}

/// Dice that give at least 64 bits: how many must be rolled. `None` for dice of other sides.
pub const fn dice_needed(sides: u32) -> Option<u32> {
    match sides {
        10 => Some(20),
        6 => Some(25),
        _ => None,
    }
}

/// Draws a panel and returns the transcript, to be written canonically.
///
/// # Errors
/// An input that is no pool, a rule that draws nothing, digits that the dice cannot show, and
/// whatever stops the count.
pub fn run(
    rehearsal: &Rehearsal,
    loaded: &Loaded,
    diagnostics: &Diagnostics,
    work: &mut Work<'_>,
) -> Result<Value, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    if loaded.instance.kind() != Pool::KIND {
        return Err(one(Problem::error("input-not-accepted")
            .found(loaded.instance.kind())
            .expected(Pool::KIND)));
    }
    let purpose = rehearsal.purpose.trim();
    if purpose.is_empty() || purpose.len() > PURPOSE_LIMIT {
        return Err(one(Problem::error("draw-purpose")
            .path("purpose")
            .found(purpose)
            .expected(format!("1..{PURPOSE_LIMIT}"))));
    }
    let (entry, pairs) = run::choose(loaded, &rehearsal.request).map_err(one)?;
    if !entry.meta.needs_seed {
        let drawing = run::fitting(&loaded.instance).filter(|entry| entry.meta.needs_seed);
        let ids: Vec<&str> = drawing.map(|entry| entry.meta.id).collect();
        return Err(one(Problem::error("rule-draws-nothing")
            .found(entry.meta.id)
            .expected(ids.join(", "))));
    }
    let params = entry.prepare(&pairs).map_err(one)?.params;
    let ties = match &rehearsal.request.ties {
        Some(ties) => ties.clone(),
        None => entry.meta.ties.to_vec(),
    };
    let (source, evidence) = announced(&rehearsal.randomness);
    let manifest = manifest(purpose, entry.meta, &params, &ties, loaded, source);
    let hash = manifest_hash(&manifest);
    let (seed, origin) = match &rehearsal.randomness {
        Randomness::Operator(seed) => (*seed, SeedOrigin::Operator),
        Randomness::Dice {
            digits,
            sides,
            ceremony,
        } => {
            let seed = dice_seed(&hash, &dice(digits, *sides, ceremony), digits);
            let seed = seed.map_err(|error| one(dice_problem(&error, digits, *sides)))?;
            (seed, SeedOrigin::Rehearsal)
        }
    };
    let request = Request {
        rule: Some(entry.meta.id.to_owned()),
        params: pairs,
        ties: Some(ties),
        seed: Some((seed, origin)),
        ..rehearsal.request.clone()
    };
    let report = run::count(loaded, diagnostics, &request, work)?.to_value(&loaded.instance);
    Ok(sealed(vec![
        ("evidence", Value::Array(vec![evidence])),
        ("format", Value::from(FORMAT)),
        ("manifest", manifest),
        ("manifest_hash", Value::from(hex(&hash))),
        ("rehearsal", Value::from(true)),
        ("report", report),
        ("seed", Value::from(seed.to_string())),
    ]))
}

/// The fields with the digest of all of them.
fn sealed(fields: Vec<(&str, Value)>) -> Value {
    let mut whole = object(fields);
    let digest = Digest::of(&whole.canonical()).tagged();
    if let Value::Object(map) = &mut whole {
        map.insert("digest".to_owned(), Value::from(digest));
    }
    whole
}

/// What the manifest announces of the randomness, and what is added when it is there.
fn announced(randomness: &Randomness) -> (Value, Value) {
    match randomness {
        Randomness::Dice {
            digits,
            sides,
            ceremony,
        } => (
            dice(digits, *sides, ceremony).to_value(),
            Evidence::Digits(digits.clone()).to_value(),
        ),
        Randomness::Operator(seed) => (
            object(vec![("type", Value::from("operator"))]),
            object(vec![("seed", Value::from(seed.to_string()))]),
        ),
    }
}

fn dice(digits: &str, sides: u32, ceremony: &str) -> Source {
    Source::Dice {
        count: crate::id::len32(digits.len()),
        sides,
        ceremony: ceremony.to_owned(),
    }
}

/// "`seed = H("seed", manifest_hash, e_1, ..., e_k)` (all sources in manifest order)" with one
/// source.
fn dice_seed(hash: &[u8; 32], source: &Source, digits: &str) -> Result<Seed, SourceError> {
    let digest = source.digest(0, &Evidence::Digits(digits.to_owned()))?;
    Ok(Seed::combine(hash, &[digest]))
}

fn dice_problem(error: &SourceError, digits: &str, sides: u32) -> Problem {
    let problem = Problem::error("dice-digits").path("dice");
    match error {
        SourceError::Sides(_) => problem.found(sides.to_string()).expected("10 or 6 sides"),
        _ => problem.found(digits).expected(match sides {
            6 => "digits 1 to 6",
            _ => "digits 0 to 9",
        }),
    }
}

fn manifest(
    purpose: &str,
    meta: &Meta,
    params: &Value,
    ties: &[TieRule],
    loaded: &Loaded,
    source: Value,
) -> Value {
    let files = loaded.files.iter().map(|file| {
        object(vec![
            ("bytes", counted(file.bytes)),
            ("sha256", Value::from(hex(file.sha256.as_bytes()))),
        ])
    });
    let ties = ties.iter().map(|rule| Value::from(rule.word()));
    object(vec![
        ("params", params.clone()),
        (
            "pool",
            object(vec![
                ("files", Value::Array(files.collect())),
                ("instance", Value::from(loaded.instance.digest().tagged())),
            ]),
        ),
        ("purpose", Value::from(purpose)),
        ("revision", Value::from(meta.revision)),
        ("rule", Value::from(meta.id)),
        ("seats", Value::from(loaded.instance.seats())),
        ("sources", Value::Array(vec![source])),
        ("ties", Value::Array(ties.collect())),
    ])
}

#[cfg(test)]
mod tests;
