//! What is worth saying beside the checks.

use super::case::{Case, said};
use crate::draw::list::Statistics;
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
    if let Some(list) = case.lists.statistics(case) {
        facts.extend(of_list(&list));
    }
    let ignored = case.anchors.ignored.iter();
    facts.extend(ignored.map(|line| fact("ignored-line", vec![line.clone()])));
    facts
}

/// "With the list: distinct panels, smallest and largest chance, people at 0 and at 1, greatest
/// pair co-selection are printed."
fn of_list(list: &Statistics) -> Vec<Fact> {
    let of_panels = |count: u32| vec![count.to_string(), list.panels.to_string()];
    let mut facts = vec![
        fact("panels-distinct", of_panels(list.distinct)),
        fact("chance-least", of_panels(list.least)),
        fact("chance-most", of_panels(list.most)),
        fact("never", vec![list.never.to_string()]),
        fact("always", vec![list.always.to_string()]),
    ];
    match list.pair {
        Some(pair) => {
            let numbers = [pair.first, pair.second, pair.together, list.panels];
            facts.push(fact("pair", numbers.iter().map(u32::to_string).collect()));
        }
        None if list.most > 0 => facts.push(fact("pair-not-counted", vec![])),
        None => {}
    }
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
