use super::*;
use crate::ballot::Limits;
use crate::instance::{Adjustable, Constraints, Options};
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;

/// Projects of which any amount up to their cost can be funded, and ballots with an amount each.
fn budget(budget: u64, costs: &[u64], ballots: &[(&[i64], u64)]) -> Budget {
    let mut options = Options::new();
    for letter in ('a'..='z').take(costs.len()) {
        let id = letter.to_string();
        options.push(&id, &id).unwrap();
    }
    let mut profile = ProfileBuilder::new(BallotKind::Knapsack, options.len());
    for (amounts, papers) in ballots {
        let amounts = (0..).map(OptionId).zip(amounts.iter().copied());
        let amounts: Vec<(OptionId, i64)> = amounts.filter(|(_, n)| *n > 0).collect();
        profile.scored(&amounts, *papers, 1, 1).unwrap();
    }
    let adjustable = options.all().map(|project| Adjustable {
        project,
        min: 1,
        step: 1,
    });
    Budget {
        costs: IdVec::from_vec(costs.to_vec()),
        budget,
        scale: Scale(0),
        profile: profile.finish(),
        limits: Limits::default(),
        constraints: Constraints {
            adjustable: adjustable.collect(),
            ..Constraints::default()
        },
        totals: None,
        options,
    }
}

/// What each project gets.
fn fund(town: &Budget, set: &[(&str, &str)], ties: &[TieRule]) -> Result<Vec<u64>, CountError> {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let params = PerDollarParams::parse(&pairs).map_err(CountError::Input)?;
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    let Outcome::Funded {
        selected,
        cost,
        left,
        amounts,
    } = PerDollar::count(town, &params, &mut cx)?
    else {
        panic!("funded");
    };
    assert_eq!(cost + left, town.budget);
    let got = |project: OptionId| {
        let other = amounts.iter().find(|(of, _)| *of == project);
        match other {
            Some((_, amount)) => *amount,
            None if selected.contains(&project) => town.costs[project],
            None => 0,
        }
    };
    let got: Vec<u64> = town.options.all().map(got).collect();
    assert_eq!(got.iter().sum::<u64>(), cost);
    Ok(got)
}

const BALLOTS: [(&[i64], u64); 3] = [(&[4, 5, 1], 1), (&[3, 5, 2], 1), (&[0, 0, 10], 1)];

/// Goel et al.: units with three and two votes cost ten together; of thirteen three are left for
/// one unit of the first and eight of the third that have one vote.
#[test]
fn the_residual_goes_where_its_rule_says() {
    let costs = [10, 10, 10];
    let ten = budget(10, &costs, &BALLOTS);
    let thirteen = budget(13, &costs, &BALLOTS);
    for residual in ["increasing", "fractional", "equalizing"] {
        let set = [("residual", residual)];
        assert_eq!(fund(&ten, &set, &[]).unwrap(), [3, 5, 2]);
    }
    let of = |set: &[(&str, &str)]| fund(&thirteen, set, &[]).unwrap();
    assert_eq!(of(&[]), [4, 5, 4]);
    // 3 * 1/9 and 3 * 8/9: 0 and 2, and one more for the larger remainder, 2/3.
    assert_eq!(of(&[("residual", "fractional")]), [3, 5, 5]);
    let floor = [("residual", "fractional"), ("rounding", "floor")];
    assert_eq!(of(&floor), [3, 5, 4]);
    // The third is level with the first at 3, then each gets one.
    assert_eq!(of(&[("residual", "equalizing")]), [4, 5, 4]);
    assert!(PerDollarParams::parse(&[("rounding".into(), "floor".into())]).is_err());
}

#[test]
fn equal_chunks_and_equal_remainders_are_decided_by_the_policy() {
    // Two chunks of three, four left: who is first gets three, the other one.
    let town = budget(4, &[5, 5], &[(&[3, 0], 1), (&[0, 3], 1)]);
    assert!(fund(&town, &[], &[]).is_err());
    assert_eq!(fund(&town, &[], &[TieRule::Listed]).unwrap(), [3, 1]);
    // Level: two each.
    let level = [("residual", "equalizing")];
    assert_eq!(fund(&town, &level, &[]).unwrap(), [2, 2]);
    // Three left: one each and one of the two gets one more.
    let town = budget(3, &[5, 5], &[(&[3, 0], 1), (&[0, 3], 1)]);
    for residual in ["equalizing", "fractional"] {
        let set = [("residual", residual)];
        assert!(fund(&town, &set, &[]).is_err());
        assert_eq!(fund(&town, &set, &[TieRule::Listed]).unwrap(), [2, 1]);
        let floor = [("residual", residual), ("rounding", "floor")];
        assert_eq!(fund(&town, &floor, &[]).unwrap(), [1, 1]);
    }
}

#[test]
fn what_cannot_be_built_for_its_amount_may_give_it_back() {
    // b costs 6 or nothing; a can get 2, 4 and 6, or its cost of 7.
    let mut town = budget(10, &[7, 6], &[(&[6, 6], 2), (&[7, 0], 1)]);
    town.constraints.adjustable = vec![Adjustable {
        project: OptionId(0),
        min: 2,
        step: 2,
    }];
    // Six units of a with three votes, then of b four of the six with two.
    assert_eq!(fund(&town, &[], &[]).unwrap(), [6, 4]);
    let down = [("partial", "round-down")];
    assert_eq!(fund(&town, &down, &[]).unwrap(), [6, 0]);
    town.budget = 14;
    // All of b, then the seventh unit of a: its whole cost.
    assert_eq!(fund(&town, &down, &[]).unwrap(), [7, 6]);
}

#[test]
fn possible_amounts_are_the_least_and_its_steps_and_the_whole() {
    let range = Adjustable {
        project: OptionId(0),
        min: 3,
        step: 4,
    };
    let floors: Vec<u64> = (0..=13).map(|amount| range.floor(amount, 12)).collect();
    assert_eq!(floors, [0, 0, 0, 3, 3, 3, 3, 7, 7, 7, 7, 11, 12, 12]);
    let whole = Adjustable::whole(OptionId(0), 5);
    assert_eq!([4, 5, 9].map(|amount| whole.floor(amount, 5)), [0, 5, 5]);
}

/// Unit by unit, each with its votes: where a budget ends between two numbers of votes.
#[test]
fn without_a_residual_it_is_the_units_with_most_votes() {
    let mut state = 9_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 16) % below
    };
    for _ in 0..300 {
        let costs: Vec<u64> = (0..4).map(|_| u64::from(1 + next(6))).collect();
        let ballots: Vec<Vec<i64>> = (0..=next(5))
            .map(|_| {
                let amount = |cost: &u64| i64::from(next(u32::try_from(*cost).unwrap() + 1));
                costs.iter().map(amount).collect()
            })
            .collect();
        let mut units: Vec<(usize, usize)> = Vec::new();
        for (project, cost) in costs.iter().enumerate() {
            for unit in 1..=i64::try_from(*cost).unwrap() {
                let votes = ballots.iter().filter(|b| b[project] >= unit).count();
                if votes > 0 {
                    units.push((votes, project));
                }
            }
        }
        units.sort_by_key(|(votes, _)| Reverse(*votes));
        let papers: Vec<(&[i64], u64)> = ballots.iter().map(|b| (b.as_slice(), 1)).collect();
        for end in 0..=units.len() {
            let before = end.checked_sub(1).and_then(|before| units.get(before));
            if before.is_some_and(|a| units.get(end).is_some_and(|b| a.0 == b.0)) {
                continue;
            }
            let mut expected = vec![0; 4];
            for (_, project) in &units[..end] {
                expected[*project] += 1;
            }
            let town = budget(u64::try_from(end).unwrap(), &costs, &papers);
            assert_eq!(
                fund(&town, &[], &[]).unwrap(),
                expected,
                "{costs:?} {papers:?}"
            );
        }
    }
}
