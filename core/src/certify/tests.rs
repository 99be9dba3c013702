//! Certificates by hand, against the definitions, on real files, and with something changed.

mod brute;
mod change;
mod real;

use super::*;
use crate::ballot::Limits;
use crate::instance::{Budget, Constraints, Contest};
use crate::num::{Integer, Natural, Scale};
use crate::profile::ProfileBuilder;

/// Approval ballots over the first options of the alphabet.
fn options(count: u32) -> Options {
    let mut options = Options::new();
    for at in 0..count {
        let id = char::from_u32(u32::from(b'a') + at)
            .expect("a letter")
            .to_string();
        options.push(&id, &id).expect("a new id");
    }
    options
}

fn profile(count: u32, ballots: &[(&[u32], u64)]) -> crate::profile::Profile {
    let mut profile = ProfileBuilder::new(BallotKind::Approval, count);
    for (ballot, papers) in ballots {
        let ballot: Vec<OptionId> = ballot.iter().copied().map(OptionId).collect();
        profile.approval(&ballot, *papers, 1, 0).expect("a ballot");
    }
    profile.finish()
}

fn committee(count: u32, seats: u32, ballots: &[(&[u32], u64)]) -> Instance {
    Instance::Contest(Contest {
        options: options(count),
        profile: profile(count, ballots),
        seats,
        limits: Limits::default(),
    })
}

fn budget(costs: &[u64], money: u64, ballots: &[(&[u32], u64)]) -> Instance {
    let count = u32::try_from(costs.len()).expect("few");
    Instance::Budget(Budget {
        options: options(count),
        costs: costs.iter().copied().collect(),
        budget: money,
        scale: Scale(0),
        profile: profile(count, ballots),
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    })
}

fn ids(numbers: &[u32]) -> Vec<OptionId> {
    numbers.iter().copied().map(OptionId).collect()
}

fn ratio(over: u32, under: u32) -> Ratio {
    Ratio::from_parts(Integer::from(over), Natural::from(under))
}

const A: OptionId = OptionId(0);
const B: OptionId = OptionId(1);
const C: OptionId = OptionId(2);

// Two seats; three voters approve a and b, three approve c. The winners a and b leave the second
// half with nothing, though half of the voters deserve one of two seats.
#[test]
fn half_of_the_voters_left_with_nothing() {
    let instance = committee(3, 2, &[(&[0, 1], 3), (&[2], 3)]);
    let view = View::of(&instance, &ids(&[0, 1])).expect("a view");
    for kind in Kind::ALL {
        let found = cohesive::find(&view, kind, Utility::Cardinality);
        assert_eq!(found, Verdict::Group(vec![C], Vec::new()), "{kind:?}");
    }
    let denied = ejr_plus(&instance, &ids(&[0, 1]), Utility::Cardinality);
    assert_eq!(denied, Some(Verdict::Denied(C, 3)));
    // The first half pays 2 and so starts with at least 2/3 each: 2 is left for c, which costs 1.
    let Verdict::Never(multipliers) = propose::system(&view, None, false) else {
        panic!("a price system for half of the voters");
    };
    let program = program::Program::of(&view, false).expect("small");
    assert!(simplex::contradicts(&program.equations, &multipliers));
    let none = vec![Ratio::ZERO; multipliers.len()];
    assert!(!simplex::contradicts(&program.equations, &none));
}

// One of each side: every voter pays a third, nothing is left.
#[test]
fn one_for_each_half() {
    let instance = committee(3, 2, &[(&[0, 1], 3), (&[2], 3)]);
    let view = View::of(&instance, &ids(&[0, 2])).expect("a view");
    for kind in Kind::ALL {
        let found = cohesive::find(&view, kind, Utility::Cardinality);
        assert_eq!(found, Verdict::Holds, "{kind:?}");
    }
    for stable in [false, true] {
        let Verdict::Paid(system) = propose::system(&view, None, stable) else {
            panic!("no price system");
        };
        assert_eq!(prices::check(&view, &system, stable), Ok(()));
    }
    let thirds = System::Prices {
        endowment: ratio(1, 3),
        prices: vec![(A, ratio(1, 3)), (C, ratio(1, 3))],
    };
    // Stable: b's supporters would together give three thirds for it, no more than it costs.
    assert_eq!(prices::check(&view, &thirds, true), Ok(()));
}

/// Four voters with 10 each: three support a (20), the third and fourth b (20), the first two c
/// (10). Equal Shares buys a at 20/3.
fn four() -> Instance {
    budget(&[20, 20, 10], 40, &[(&[0, 2], 2), (&[0, 1], 1), (&[1], 1)])
}

#[test]
fn each_flaw_of_a_price_system_is_named() {
    let instance = four();
    let view = View::of(&instance, &ids(&[0])).expect("a view");
    let prices =
        |endowment: Ratio, prices: Vec<(OptionId, Ratio)>| System::Prices { endowment, prices };
    let code = |system: &System, stable| {
        prices::check(&view, system, stable).map_err(|flaw| (flaw.code, flaw.place))
    };
    let fine = prices(ratio(10, 1), vec![(A, ratio(20, 3))]);
    assert_eq!(code(&fine, false), Ok(()));
    // The first two would rather have paid for c what they paid for a: 40/3 for what costs 10.
    let flaw = |code: &'static str, place: &str| Err((code, place.to_owned()));
    assert_eq!(code(&fine, true), flaw("too-much-left", "c"));
    for (system, expected) in [
        (prices(ratio(10, 1), vec![]), flaw("not-paid", "a")),
        (
            prices(ratio(10, 1), vec![(A, ratio(7, 1))]),
            flaw("cost-not-met", "a"),
        ),
        (
            prices(ratio(6, 1), vec![(A, ratio(20, 3))]),
            flaw("cost-not-met", "a"),
        ),
        (
            prices(ratio(10, 1), vec![(A, ratio(20, 3)), (A, ratio(20, 3))]),
            flaw("not-owed", "a"),
        ),
        (
            prices(ratio(10, 1), vec![(A, ratio(20, 3)), (B, ratio(1, 1))]),
            flaw("not-owed", "b"),
        ),
        // With 12 each, b's supporters have 16/3 + 12 left, c's 32/3 for what costs 10.
        (
            prices(ratio(12, 1), vec![(A, ratio(20, 3))]),
            flaw("too-much-left", "c"),
        ),
        (
            System::Loads {
                endowment: ratio(6, 1),
                order: vec![A],
            },
            flaw("overspent", "0"),
        ),
        (
            System::Loads {
                endowment: ratio(20, 3),
                order: vec![A],
            },
            Ok(()),
        ),
    ] {
        assert_eq!(code(&system, false), expected, "{system:?}");
    }
    // Classes in canonical order: [a, b], [a, c], [b].
    let payments = |rows: &[(u32, OptionId, Ratio)]| System::Payments {
        endowment: ratio(10, 1),
        payments: rows.to_vec(),
    };
    let third = || ratio(20, 3);
    assert_eq!(
        code(&payments(&[(0, A, third()), (1, A, third())]), false),
        Ok(())
    );
    for (rows, expected) in [
        (vec![(0, A, third())], "cost-not-met"),
        (vec![(2, A, third()), (1, A, third())], "payment"),
        (vec![(9, A, third()), (1, A, third())], "payment"),
        (
            vec![(0, A, ratio(10, 3)), (0, A, ratio(10, 3)), (1, A, third())],
            "payment",
        ),
        (vec![(0, A, ratio(20, 1))], "overspent"),
    ] {
        assert_eq!(
            code(&payments(&rows), false).expect_err("a flaw").0,
            expected
        );
    }
}

#[test]
fn other_kinds_are_refused() {
    let instance = Instance::Pool(crate::instance::Pool::default());
    assert!(View::of(&instance, &[]).is_err_and(|problem| problem.code == "certificate-kind"));
}
