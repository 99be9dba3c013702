//! Published counts of Glasgow 2007 and of a tie, stage by stage, to the last digit.
//!
//! The reference writes an action for each step. Its `transfer` actions are our stages after the
//! first, its `begin` action is our first. It also makes a stage of a surplus of zero, which the
//! Order does not ask for ("exceeds the quota") and we do not; no vote moves in one. It keeps
//! what rounding loses out of both numbers, as our `rounding` does.

use isonomia::id::OptionId;
use isonomia::json::{self, Value};
use isonomia::report::Report;
use isonomia::transcript::Event;

use crate::harness::{Ask, conserves, contest, data, report, units};

/// A stage: what it did to whom, votes by option, non-transferable votes.
#[derive(Debug, PartialEq, Eq)]
struct Stage {
    moved: Option<OptionId>,
    votes: Vec<u64>,
    exhausted: u64,
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The votes of each candidate after an action, in order of candidate number.
fn votes(action: &Value) -> Vec<u64> {
    let states = action.get("cstate").and_then(Value::as_object).unwrap();
    (1..=states.len())
        .map(|number| units(text(&states[&number.to_string()], "vote")))
        .collect()
}

/// Stages, elected in groups, excluded in order, as the reference has them.
type Course = (Vec<Stage>, Vec<Vec<OptionId>>, Vec<OptionId>);

fn reference(actions: &[Value]) -> Course {
    let mut stages: Vec<Stage> = Vec::new();
    let mut elected: Vec<Vec<OptionId>> = Vec::new();
    let mut excluded = Vec::new();
    let mut last_excluded = None;
    let mut states: Vec<String> = Vec::new();
    let mut fresh = true;
    for action in actions.iter().filter(|a| a.get("cstate").is_some()) {
        let codes = action.get("cstate").and_then(Value::as_object).unwrap();
        let now: Vec<String> = (1..=codes.len())
            .map(|number| text(&codes[&number.to_string()], "state").to_owned())
            .collect();
        for (at, state) in now.iter().enumerate() {
            let option = OptionId(u32::try_from(at).unwrap());
            let before = states.get(at).map_or("hopeful", String::as_str);
            if before == "hopeful" && state == "defeated" {
                excluded.push(option);
                last_excluded = Some(option);
            } else if before == "hopeful" && state != "hopeful" {
                if fresh {
                    elected.push(Vec::new());
                    fresh = false;
                }
                elected.last_mut().unwrap().push(option);
            }
        }
        let tag = text(action, "tag");
        if tag == "begin" || (tag == "transfer" && !moves_nothing(action)) {
            let before = stages.last().map(|stage| &stage.votes);
            let votes = votes(action);
            // Who was excluded since, or else who has fewer votes than before, is the one whose
            // papers moved.
            let surplus = before.and_then(|before| {
                let fell = (0..votes.len()).find(|at| votes[*at] < before[*at]);
                fell.map(|at| OptionId(u32::try_from(at).unwrap()))
            });
            stages.push(Stage {
                moved: last_excluded.take().or(surplus),
                votes,
                exhausted: units(text(action, "nt_votes")),
            });
            fresh = true;
        }
        states = now;
    }
    (stages, elected, excluded)
}

/// True for the transfer of a surplus of zero.
fn moves_nothing(action: &Value) -> bool {
    text(action, "msg").contains("(0.00000)")
}

fn ours(report: &Report, options: usize) -> Course {
    let mut stages = Vec::new();
    let mut elected: Vec<Vec<OptionId>> = Vec::new();
    let mut excluded = Vec::new();
    let mut moved = None;
    let mut fresh = true;
    for event in &report.events {
        match event {
            Event::Surplus { from, .. } => moved = Some(*from),
            Event::Exclude { options, .. } => {
                moved = options.first().copied();
                excluded.extend_from_slice(options);
            }
            Event::Stage {
                tallies, exhausted, ..
            } => {
                let mut votes = vec![0; options];
                for (option, tally) in tallies {
                    votes[usize::try_from(option.0).unwrap()] = units(tally);
                }
                stages.push(Stage {
                    moved: moved.take(),
                    votes,
                    exhausted: units(exhausted),
                });
                fresh = true;
            }
            Event::Elect { options, .. } => {
                if fresh {
                    elected.push(Vec::new());
                    fresh = false;
                }
                elected.last_mut().unwrap().extend_from_slice(options);
            }
            _ => {}
        }
    }
    // The reference lists those elected at one moment in the order of the paper.
    for group in &mut elected {
        group.sort_unstable();
    }
    (stages, elected, excluded)
}

fn compare(name: &str) -> Option<Report> {
    let folder = data("stv-reference")?;
    let contest = contest(&folder.join(format!("{name}.blt")));
    let json = std::fs::read(folder.join(format!("{name}-scotland-fixed-p5-d5.txt"))).unwrap();
    let reference_count = json::parse(&json).unwrap();
    let ask = Ask {
        rule: "ranked/stv-scottish",
        // Whatever earlier stages leave open the reference takes in the order of the file.
        ties: "statute,listed",
        ..Ask::default()
    };
    let report = report(&contest, ask).unwrap();
    conserves(&report);
    let quota = report.events.iter().find_map(|event| match event {
        Event::Quota { votes, .. } => Some(votes.as_str()),
        _ => None,
    });
    assert_eq!(quota, Some(text(&reference_count, "quota")));
    let actions = reference_count.get("actions").and_then(Value::as_array);
    let theirs = reference(actions.unwrap());
    let ours = ours(&report, usize::try_from(contest.options.len()).unwrap());
    assert_eq!(ours.0.len(), theirs.0.len());
    for (at, (mine, other)) in ours.0.iter().zip(&theirs.0).enumerate() {
        assert_eq!(mine, other, "{name}: stage {}", at + 1);
    }
    assert_eq!(ours.1, theirs.1, "{name}: elected");
    assert_eq!(ours.2, theirs.2, "{name}: excluded");
    Some(report)
}

#[test]
fn govan_2007() {
    let Some(report) = compare("Govan-2007") else {
        return;
    };
    let last = report.events.iter().rev().find_map(|event| match event {
        Event::Stage { exhausted, .. } => Some(exhausted.clone()),
        _ => None,
    });
    assert_eq!(last.as_deref(), Some("2065.43220"));
}

#[test]
fn linn_2007() {
    compare("Linn-2007");
}

#[test]
fn calton_2007() {
    compare("Calton-2007");
}

#[test]
fn two_made_elections_with_few_papers_and_with_many_candidates() {
    compare("42");
    compare("M135");
}

#[test]
fn a_tie_for_exclusion_goes_to_whoever_was_behind_at_the_stage_before() {
    let Some(report) = compare("weak-defeat") else {
        return;
    };
    let ties: Vec<_> = report.events.iter().filter(|e| e.kind() == "tie").collect();
    let [
        Event::Tie {
            among,
            chosen,
            decided_by,
            ..
        },
    ] = ties.as_slice()
    else {
        panic!("{ties:?}");
    };
    assert_eq!(among, &[OptionId(1), OptionId(2)]);
    assert_eq!((*chosen, *decided_by), (OptionId(1), "statute"));
}
