mod pabulib;

use super::*;
use crate::rule::CountOptions;
use crate::rules::shared::towns::town as budget;
use crate::transcript::Event;

/// Projects funded with the greatest load then, those passed over with the reason.
fn fund(budget: &Budget, unsupported: Unsupported, ties: &[TieRule]) -> Result<String, CountError> {
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    MaximinSupport::count(budget, &MaximinSupportParams { unsupported }, &mut cx)?;
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
fn costs_are_shared_anew_with_every_project() {
    // Sequential Phragmén takes the bench: with the bridge two would carry (8 + 4) / 2 = 6.
    let town = budget(16, &[6, 8, 10], &[("a", 1), ("ab", 2), ("c", 2)]);
    assert_eq!(
        fund(&town, Unsupported::Never, &[]).unwrap(),
        "a:2 b:14/3 c-does-not-fit"
    );
}

#[test]
fn policies_of_what_costs_nothing_too_much_or_has_no_supporter() {
    let town = budget(10, &[0, 0, 11, 3, 4], &[("acd", 1)]);
    assert_eq!(
        fund(&town, Unsupported::Never, &[]).unwrap(),
        "c-over-budget a:0 d:3 b-no-support e-no-support"
    );
    assert_eq!(
        fund(&town, Unsupported::Fund, &[]).unwrap(),
        "c-over-budget a:0 d:3 b: e:"
    );
}

#[test]
fn a_tie_is_decided_only_where_it_matters() {
    // Both are 2 for one voter each, and together.
    let apart = budget(4, &[2, 2], &[("a", 1), ("b", 1)]);
    assert_eq!(fund(&apart, Unsupported::Never, &[]).unwrap(), "a:2 b:2");
    // Both are 1 for two voters each, one of them the same: together 4/3.
    let shared = budget(4, &[2, 2], &[("a", 1), ("b", 1), ("ab", 1)]);
    assert!(fund(&shared, Unsupported::Never, &[]).is_err());
    assert_eq!(
        fund(&shared, Unsupported::Never, &[TieRule::Listed]).unwrap(),
        "a:1 b:4/3"
    );
    // Only one of them fits.
    let scarce = budget(3, &[2, 2], &[("a", 1), ("b", 1)]);
    assert!(fund(&scarce, Unsupported::Never, &[]).is_err());
    assert_eq!(
        fund(&scarce, Unsupported::Never, &[TieRule::Listed]).unwrap(),
        "a:2 b-does-not-fit"
    );
}

/// The greatest cost over supporters of all sets of projects within a set, as a fraction.
fn load(town: &Budget, set: &[OptionId]) -> Ratio {
    let mut most = Ratio::ZERO;
    for some in 1..1u32 << set.len() {
        let of: Vec<OptionId> = (0..)
            .zip(set)
            .filter(|(at, _)| some >> at & 1 == 1)
            .map(|(_, p)| *p)
            .collect();
        let cost: u64 = of.iter().map(|p| town.costs[*p]).sum();
        let near = town.profile.classes();
        let near = near.filter(|class| class.options().any(|p| of.contains(&p)));
        let weight: u64 = near.map(|class| class.papers).sum();
        let load = Ratio::from_parts(Integer::from(cost), Natural::from(weight));
        most = most.max(load);
    }
    most
}

#[test]
fn every_small_election_is_counted_as_by_the_definition() {
    let mut state = 11_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 16) % below
    };
    for _ in 0..600 {
        let costs: Vec<u64> = (0..6).map(|_| u64::from(next(6))).collect();
        let ballots: Vec<(String, u64)> = (0..=next(5))
            .map(|_| {
                let ballot = ('a'..='f').filter(|_| next(3) == 0).collect();
                (ballot, u64::from(1 + next(3)))
            })
            .collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
        let town = budget(u64::from(next(18)), &costs, &ballots);
        let supported = |p: &OptionId| town.profile.classes().any(|c| c.options().any(|o| o == *p));
        let mut expected: Vec<OptionId> = Vec::new();
        let mut left = town.budget;
        loop {
            let mut best: Option<(Ratio, OptionId)> = None;
            for project in town.options.all() {
                if expected.contains(&project) || town.costs[project] > left || !supported(&project)
                {
                    continue;
                }
                let mut with = expected.clone();
                with.push(project);
                let load = load(&town, &with);
                if best.as_ref().is_none_or(|(least, _)| load < *least) {
                    best = Some((load, project));
                }
            }
            let Some((_, project)) = best else { break };
            left -= town.costs[project];
            expected.push(project);
        }
        let mut cx = Count::new(CountOptions {
            ties: vec![TieRule::Listed],
            ..CountOptions::default()
        });
        let params = MaximinSupportParams::default();
        let found = MaximinSupport::count(&town, &params, &mut cx).unwrap();
        assert_eq!(
            found.winners(),
            expected,
            "{costs:?} {ballots:?} {}",
            town.budget
        );
    }
}
