mod naive;
mod pabulib;

use super::*;
use crate::num::{Scale, ratio_text};
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
use crate::rules::shared::towns::town as budget;
use crate::transcript::Event;

fn pairs(set: &[(&str, &str)]) -> Vec<(String, String)> {
    set.iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

/// Projects bought with the times at which they were, then those passed over with the reason.
fn fund(budget: &Budget, set: &[(&str, &str)], ties: &[TieRule]) -> Result<String, CountError> {
    let params = PhragmenParams::parse(&pairs(set)).map_err(CountError::Input)?;
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    Phragmen::count(budget, &params, &mut cx)?;
    let id = |project: &OptionId| budget.options.id(*project).to_owned();
    let told = cx.events().iter().filter_map(|event| match event {
        Event::Fund {
            project, amount, ..
        } => Some(format!("{}:{amount}", id(project))),
        Event::Skip {
            project, reason, ..
        } => Some(format!("{}-{reason}", id(project))),
        _ => None,
    });
    Ok(told.collect::<Vec<_>>().join(" "))
}

#[test]
fn who_has_spent_waits_for_longer() {
    // By hand: six voters earn 60 at time 10. Then they carry 10 each and could pay 60 more at
    // (60 + 60) / 6 = 20; the four earn 60 at time 15 first. Then b costs more than 10.
    let town = budget(130, &[60, 60, 60], &[("ab", 6), ("c", 4)]);
    assert_eq!(
        fund(&town, &[], &[TieRule::Listed]).unwrap(),
        "a:10 c:15 b-does-not-fit"
    );
    // Who supports two: e.g. three voters, b shares one with a: t(b) = (6 + 3) / 2.
    let town = budget(20, &[6, 6], &[("a", 1), ("ab", 1), ("b", 1)]);
    assert_eq!(fund(&town, &[], &[TieRule::Listed]).unwrap(), "a:3 b:9/2");
}

#[test]
fn the_end_is_where_the_option_says() {
    // Times: a 4/4 = 1, b 9/3 = 3, c 6/2 = 3, d 4/1 = 4; 4 + 6 + 4 fit into 14, b does not.
    let town = budget(12, &[4, 9, 6, 2], &[("a", 4), ("b", 3), ("c", 2), ("d", 1)]);
    let ends = |unfit, ties: &[TieRule]| fund(&town, &[("unfit", unfit)], ties);
    // d has time 2 and comes before b and c, of which b does not fit into what is left then.
    assert_eq!(
        ends("stop", &[]).unwrap(),
        "a:1 d:2 b-does-not-fit c-after-stop"
    );
    assert_eq!(
        ends("stop-chosen", &[TieRule::MinCost]).unwrap(),
        "a:1 d:2 c:3 b-does-not-fit"
    );
    assert_eq!(
        ends("stop-chosen", &[TieRule::MaxCost]).unwrap(),
        "a:1 d:2 b-does-not-fit c-after-stop"
    );
    assert!(ends("stop-chosen", &[]).is_err());
    assert_eq!(ends("skip", &[]).unwrap(), "a:1 b-does-not-fit d:2 c:3");
}

#[test]
fn what_costs_nothing_too_much_or_has_no_supporter_follows_its_policy() {
    let town = budget(10, &[0, 0, 11, 3, 4], &[("acd", 1)]);
    assert_eq!(
        fund(&town, &[], &[]).unwrap(),
        "c-over-budget a:0 d:3 b-no-support e-no-support"
    );
    assert_eq!(
        fund(&town, &[("preset", "pabutools")], &[]).unwrap(),
        "c-over-budget a:0 d:3 b: e:"
    );
    // e does not fit beside d: pabutools ends when one of the tied does not, and b is lost too.
    let town = budget(6, &[0, 0, 11, 3, 4], &[("acd", 1)]);
    assert_eq!(
        fund(&town, &[("preset", "pabutools")], &[]).unwrap(),
        "c-over-budget a:0 d:3 b-no-support e-no-support"
    );
    assert_eq!(
        fund(&town, &[("unsupported", "fund"), ("unfit", "skip")], &[]).unwrap(),
        "c-over-budget a:0 d:3 e-does-not-fit b:"
    );
    assert_eq!(
        fund(
            &town,
            &[("unsupported", "fund"), ("unfit", "stop-chosen")],
            &[TieRule::Listed]
        )
        .unwrap(),
        "c-over-budget a:0 d:3 b: e-no-support"
    );
}

#[test]
fn a_load_passes_no_bound() {
    let town = budget(14, &[4, 6, 4], &[("a", 4), ("b", 2), ("c", 1)]);
    assert_eq!(fund(&town, &[], &[]).unwrap(), "a:1 b:3 c:4");
    assert_eq!(
        fund(&town, &[("max_load", "3.5")], &[]).unwrap(),
        "a:1 b:3 c-over-max-load"
    );
    // 14 over 7 voters.
    assert_eq!(
        fund(&town, &[("max_load", "share")], &[]).unwrap(),
        "a:1 b-over-max-load c-over-max-load"
    );
    assert_eq!(
        fund(&town, &[("max_load", "3")], &[]).unwrap(),
        "a:1 b:3 c-over-max-load"
    );
    assert!(fund(&town, &[("max_load", "much")], &[]).is_err());
}

#[test]
fn a_tie_is_decided_only_where_it_matters() {
    // Three with time 2 and nobody in common: no policy is needed.
    let town = budget(6, &[2, 2, 2], &[("a", 1), ("b", 1), ("c", 1)]);
    assert_eq!(fund(&town, &[], &[]).unwrap(), "a:2 b:2 c:2");
    // With a supporter in common the second is delayed to (2 + 0 + 1) / 2.
    let town = budget(6, &[2, 2], &[("a", 1), ("b", 1), ("ab", 1)]);
    assert!(fund(&town, &[], &[]).is_err());
    assert_eq!(fund(&town, &[], &[TieRule::Name]).unwrap(), "a:1 b:3/2");
}

#[test]
fn a_paper_of_weight_two_is_two_voters() {
    let weighted = |weights: [u64; 2]| {
        let mut town = budget(20, &[6, 6], &[]);
        let mut profile = ProfileBuilder::weighted(BallotKind::Approval, 2, Scale(1));
        let (a, b) = (OptionId(0), OptionId(1));
        profile.approval(&[a], 1, weights[0], 1).unwrap();
        profile.approval(&[a, b], 1, weights[1], 2).unwrap();
        town.profile = profile.finish();
        fund(&town, &[], &[])
    };
    // 6 / 3 = 2; then (6 + 2) / 1.
    assert_eq!(weighted([20, 10]).unwrap(), "a:2 b:8");
    // Halves: 6 / 1 = 6; then (6 + 0.5 * 6) / 0.5.
    assert_eq!(weighted([5, 5]).unwrap(), "a:6 b:18");
}

#[test]
fn loads_may_start_anywhere() {
    // Voter 1 has 3 in hand, voter 2 nothing: a at (6 - 3) / 1, b at 5 / 1.
    let town = budget(20, &[6, 5], &[("a", 1), ("b", 1)]);
    let backing = Backing::new(&town).unwrap();
    let loads = [Ratio::from(-3), Ratio::ZERO];
    let mut cx = Count::new(CountOptions::default());
    let ledger = Ledger::new(&town);
    let all = town.options.all().collect();
    let params = PhragmenParams::default();
    go_on(&town, &backing, &loads, ledger, all, &params, &mut cx).unwrap();
    let times: Vec<String> = cx
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::Fund { amount, .. } => Some(amount.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        times,
        [ratio_text(&Ratio::from(3)), ratio_text(&Ratio::from(5))]
    );
}
