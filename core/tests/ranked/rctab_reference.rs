//! Instant run-offs counted by RCTab, from its cast vote records in the Common Data Format.
//!
//! RCTab excludes undeclared write-ins in a round of their own; here they stand as a candidate and
//! go with the other sure losers. So where there are some, the last round is compared, not each.

use std::collections::BTreeMap;
use std::path::Path;

use isonomia::ballot::{BallotKind, Limits};
use isonomia::id::OptionId;
use isonomia::instance::{Contest, Options};
use isonomia::profile::ProfileBuilder;
use isonomia::transcript::Event;
use serde_json::Value;

use crate::harness::{Ask, conserves, data, report};

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The contest of a cast vote record report.
fn contest(cvr: &Value) -> Contest {
    let election = &cvr["Election"][0];
    let mut options = Options::new();
    let mut names: BTreeMap<&str, OptionId> = BTreeMap::new();
    for candidate in list(&election["Candidate"]) {
        let name = candidate["Name"].as_str().unwrap();
        let option = options.push(name, name).unwrap();
        names.insert(candidate["@id"].as_str().unwrap(), option);
    }
    let selections: BTreeMap<&str, OptionId> = list(&election["Contest"][0]["ContestSelection"])
        .iter()
        .map(|selection| {
            let candidate = selection["CandidateIds"][0].as_str().unwrap();
            (selection["@id"].as_str().unwrap(), names[candidate])
        })
        .collect();
    let mut builder = ProfileBuilder::new(BallotKind::Ranking, options.len());
    for (line, record) in (1..).zip(list(&cvr["CVR"])) {
        let mut ranks: Vec<Vec<OptionId>> = Vec::new();
        let mut seen = Vec::new();
        let mut marks: Vec<(u64, OptionId)> = Vec::new();
        for selection in list(&record["CVRSnapshot"][0]["CVRContest"][0]["CVRContestSelection"]) {
            let option = selections[selection["ContestSelectionId"].as_str().unwrap()];
            for position in list(&selection["SelectionPosition"]) {
                marks.push((position["Rank"].as_u64().unwrap(), option));
            }
        }
        marks.sort_unstable();
        for (rank, option) in marks {
            let rank = usize::try_from(rank).unwrap();
            ranks.resize_with(ranks.len().max(rank), Vec::new);
            // A later preference for the same candidate says nothing new.
            if !seen.contains(&option) {
                seen.push(option);
                ranks[rank - 1].push(option);
            }
        }
        builder.ranks(&ranks, 1, 1, line).unwrap();
    }
    Contest {
        options,
        profile: builder.finish(),
        seats: 1,
        limits: Limits::default(),
    }
}

/// Tallies by name, and votes that count for nobody.
type Round = (BTreeMap<String, u64>, u64);

fn number(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

fn theirs(expected: &Value) -> Vec<Round> {
    let object = |value: &Value| value.as_object().unwrap().clone();
    list(&expected["results"])
        .iter()
        .map(|round| {
            let tally = object(&round["tally"])
                .iter()
                .map(|(name, votes)| (name.clone(), number(votes)))
                .collect();
            (
                tally,
                object(&round["inactiveBallots"]).values().map(number).sum(),
            )
        })
        .collect()
}

fn rounds(name: &str, cvr: &str, params: &[(&str, &str)]) -> Option<(Vec<Round>, Vec<Round>)> {
    let folder = data("rctab")?.join(name);
    let contest = contest(&json(&folder.join(format!("{name}_{cvr}.json"))));
    let ask = Ask {
        rule: "ranked/irv",
        params,
        ..Ask::default()
    };
    let report = report(&contest, ask).unwrap();
    conserves(&report);
    let ours = report.events.iter().filter_map(|event| match event {
        Event::Stage {
            tallies, exhausted, ..
        } => Some((
            tallies
                .iter()
                .map(|(option, votes)| {
                    (
                        contest.options.id(*option).to_owned(),
                        votes.parse().unwrap(),
                    )
                })
                .collect(),
            exhausted.parse().unwrap(),
        )),
        _ => None,
    });
    let expected = json(&folder.join(format!("{name}_expected_detailed_report.json")));
    Some((ours.collect(), theirs(&expected)))
}

#[test]
fn overvotes_exhaust_a_paper_when_reached() {
    let params = [("equal_ranks", "exhaust"), ("blank_ranks", "4")];
    if let Some((ours, theirs)) = rounds("test_set_1_exhaust_at_overvote", "cvr", &params) {
        assert_eq!(ours, theirs);
    }
}

#[test]
fn a_skipped_choice_exhausts_where_none_is_allowed() {
    let params = [("equal_ranks", "skip"), ("blank_ranks", "0")];
    if let Some((ours, theirs)) = rounds("test_set_3_skipped_choice_exhaust", "cvr", &params) {
        assert_eq!(ours, theirs);
    }
}

#[test]
fn a_hundred_papers_of_minneapolis_2017() {
    let params = [
        ("equal_ranks", "skip"),
        ("blank_ranks", "1"),
        ("batch", "losers"),
    ];
    if let Some((ours, theirs)) = rounds("precinct_example", "expected_cdf_cvr", &params) {
        let blank: u64 = 100 - theirs[0].0.values().sum::<u64>() - theirs[0].1;
        let (tally, inactive) = theirs.last().unwrap();
        assert_eq!(ours.last(), Some(&(tally.clone(), inactive + blank)));
    }
}
