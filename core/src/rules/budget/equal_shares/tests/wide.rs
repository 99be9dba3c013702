//! Ranges of endowments against one endowment at a time, on elections of many voters and wide
//! prices, where ranges are long and halved often; and money too large for the fixed point.

use proptest::prelude::*;

use super::*;

/// Finds the end of a scan one endowment after the other, each by a run of its own.
fn one_by_one(election: &Election<'_>, endowments: &Endowments, target: &Target<'_>) -> (End, u64) {
    let mut cx = Count::new(CountOptions {
        ties: vec![TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed],
        ..CountOptions::default()
    });
    for step in 0u64.. {
        let run = Walker::new(election, endowments)
            .run(step, &mut cx)
            .unwrap();
        if target.overspent(run.cost) {
            return (End::Overspent(step), step);
        }
        if let Some(verdict) = target.complete(&run.bought, run.cost) {
            return (End::Complete(step, verdict), step);
        }
    }
    panic!("a scan ends");
}

/// Utilities of approvals.
const UTILITIES: &[&str] = &[
    "cost",
    "cardinality",
    "effort",
    "relative-cost",
    "relative-cardinality",
    "log-cost",
];

/// Approvals of one ballot, and how often it was cast.
type Ballot = (Vec<bool>, u64);

/// Costs, ballots, budget.
fn wide() -> impl Strategy<Value = (Vec<u64>, Vec<Ballot>, u64)> {
    (2usize..=7, 1usize..=12).prop_flat_map(|(projects, classes)| {
        let ballot = (prop::collection::vec(any::<bool>(), projects), 1u64..=9);
        (
            prop::collection::vec(prop_oneof![1u64..=400, Just(60u64)], projects),
            prop::collection::vec(ballot, classes),
            100u64..=900,
        )
    })
}

fn election_of(costs: &[u64], ballots: &[Ballot], budget: u64) -> Budget {
    let ballots: Vec<(String, u64)> = ballots
        .iter()
        .map(|(row, papers)| {
            let letters = ('a'..='z').zip(row).filter(|(_, approved)| **approved);
            (letters.map(|(letter, _)| letter).collect(), *papers)
        })
        .collect();
    let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
    town(budget, costs, &ballots)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_range_is_walked_as_its_endowments_one_by_one(
        (costs, ballots, budget) in wide(),
        utility in prop::sample::select(UTILITIES),
        stop in prop_oneof![
            Just(Stop::Overspend), Just(Stop::Exhaustive), Just(Stop::ExhaustiveSupported)
        ],
        span in 1u64..200,
    ) {
        let budget = election_of(&costs, &ballots, budget);
        let set = params(&[("utility", utility)]).unwrap();
        let election = Election::new(&budget, &set).unwrap();
        let endowments = Endowments::new(&Ratio::ZERO, &Ratio::ONE);
        let target = Target {
            budget: &budget,
            stop: Some(stop),
            supported: election.candidates(),
        };
        let (expected, _) = one_by_one(&election, &endowments, &target);
        let mut cx = Count::new(CountOptions {
            ties: vec![TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed],
            ..CountOptions::default()
        });
        let mut walker = Walker::new(&election, &endowments);
        let mut from = 0;
        let end = loop {
            if let Some(end) = walker.scan(from, from + span - 1, &target, &mut cx).unwrap() {
                break end;
            }
            from += span;
        };
        prop_assert_eq!(end, expected);
    }

    /// The same election with all money a billion billion times larger has the same outcome.
    #[test]
    fn money_beyond_the_fixed_point_changes_nothing((costs, ballots, budget) in wide()) {
        let large = 10_000_000_000_000_000u64;
        let scaled: Vec<u64> = costs.iter().map(|cost| cost * large).collect();
        let small = election_of(&costs, &ballots, budget);
        let large = election_of(&scaled, &ballots, budget * large);
        let ties = [TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed];
        for utility in UTILITIES.iter().filter(|utility| !utility.contains('-')) {
            let set = [("utility", *utility)];
            prop_assert_eq!(
                fund(&small, &set, &ties).unwrap(),
                fund(&large, &set, &ties).unwrap()
            );
        }
    }
}
