//! Every defect of a file, and whether it can be counted.

use super::{LoadOptions, Loaded, Source, load_thoroughly};
use crate::instance::Instance;
use crate::problem::{Diagnostics, Problem, Severity};
use crate::run::{Request, choose};

/// Reads sources and collects every defect, of every line and not the first only; `Some` where
/// the file can be counted all the same.
///
/// `is_nfc` tests for Unicode normal form C: two ids that look the same should be the same. The
/// tables stay outside, as for [`crate::json::Limits::is_nfc`]; without a test text is taken as
/// it is.
pub fn check(
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    is_nfc: Option<fn(&str) -> bool>,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let loaded = load_thoroughly(sources, options, diagnostics)?;
    declared_rule(&loaded, diagnostics);
    if let Some(is_nfc) = is_nfc {
        for text in texts(&loaded.instance).filter(|text| !is_nfc(text)) {
            diagnostics.push(Problem::warning("not-nfc").found(text));
        }
    }
    Some(loaded)
}

/// Whether the rule that the file declares can count what the file holds. Where it can be known
/// from the paper alone the format has said so already, at its own place.
fn declared_rule(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    if loaded.declared.rule.is_none() || diagnostics.has_errors() {
        return;
    }
    let found = choose(loaded, &Request::default()).and_then(|(entry, params)| {
        entry.accepts(&loaded.instance)?;
        entry.prepare(&params).map(|_| ())
    });
    if let Err(mut problem) = found {
        if problem.code == "rule-not-computable" {
            // Another rule can be asked for: the file itself is sound.
            problem.severity = Severity::Warning;
        }
        if problem.path.is_empty() {
            problem = problem.path("rule");
        }
        diagnostics.push(problem);
    }
}

/// Ids and names of options; a pool has its own columns.
fn texts(instance: &Instance) -> impl Iterator<Item = &str> {
    instance.options().into_iter().flat_map(|options| {
        options.all().flat_map(|option| {
            let (id, name) = (options.id(option), options.name(option));
            std::iter::once(id).chain((name != id).then_some(name))
        })
    })
}
