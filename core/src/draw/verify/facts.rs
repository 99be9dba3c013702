//! What is worth saying beside the checks.

use super::case::{Case, said};
use crate::draw::schema::{Source, Transcript};
use crate::draw::verdict::Fact;

pub(super) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let mut facts = vec![fact("due", vec![said(case.deadline)])];
    let sources = &case.manifest.sources;
    let drand = |source: &Source| matches!(source, Source::Drand { .. });
    // "A draw by drand alone says so."
    if sources.iter().all(drand) {
        facts.push(fact("drand-alone", vec![]));
    }
    // "The verdict says that the outcome rests on those who watched."
    if case.direct {
        facts.push(fact("direct-watched", vec![]));
    }
    if let Some(time) = case.anchors.time {
        facts.push(fact("anchored", vec![said(time)]));
    }
    let ignored = case.anchors.ignored.iter();
    facts.extend(ignored.map(|line| fact("ignored-line", vec![line.clone()])));
    facts
}

fn fact(code: &'static str, args: Vec<String>) -> Fact {
    Fact { code, args }
}

/// The members of the panel, as positions in the pool.
pub(super) fn members(transcript: &Transcript) -> Vec<String> {
    let opened = transcript.opened.iter();
    opened
        .flat_map(|opened| opened.panel.iter().map(i64::to_string))
        .collect()
}
