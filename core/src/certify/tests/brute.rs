//! Small random elections: every subset of voters and options, by the definitions.

use super::super::*;
use super::{budget, committee};
use crate::lottery::{DrawKey, Seed, Stream};

fn below(stream: &mut Stream, n: u32) -> u32 {
    u32::try_from(stream.below(u128::from(n)).expect("a number")).expect("small")
}

struct Election {
    ballots: Vec<u32>,
    costs: Vec<u64>,
    money: u64,
    winners: u32,
}

impl Election {
    /// Up to six voters and five options, as bits.
    fn random(stream: &mut Stream, units: bool) -> Self {
        let ballots = (0..3 + below(stream, 4))
            .map(|_| below(stream, 32))
            .collect();
        let cost = |stream: &mut Stream| {
            if units {
                1
            } else {
                u64::from(1 + below(stream, 5))
            }
        };
        let costs: Vec<u64> = (0..5).map(|_| cost(stream)).collect();
        let money = u64::from(1 + below(stream, if units { 4 } else { 12 }));
        let mut winners = below(stream, 32);
        let cost = |set: u32| Self::sum(&costs, set);
        while cost(winners) > u128::from(money) {
            winners &= winners - 1;
        }
        Self {
            ballots,
            costs,
            money,
            winners,
        }
    }

    fn sum(of: &[u64], set: u32) -> u128 {
        let inside = of.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
        inside.map(|(_, number)| u128::from(*number)).sum()
    }

    fn instance(&self, units: bool) -> Instance {
        let lists: Vec<Vec<u32>> = self
            .ballots
            .iter()
            .map(|ballot| (0..5).filter(|at| ballot >> at & 1 == 1).collect())
            .collect();
        let ballots: Vec<(&[u32], u64)> = lists.iter().map(|list| (&**list, 1)).collect();
        if units {
            committee(5, u32::try_from(self.money).expect("few"), &ballots)
        } else {
            budget(&self.costs, self.money, &ballots)
        }
    }

    /// Whether some group of voters is denied, from every subset of voters and of options.
    fn denied(&self, kind: Kind, utility: Utility) -> bool {
        let ones = vec![1u64; 5];
        let worth = if utility == Utility::Cost {
            &self.costs
        } else {
            &ones
        };
        let voters = self.ballots.len();
        let count = |of: usize| u128::try_from(of).expect("few");
        (1u32..1 << voters).any(|group| {
            let members: Vec<u32> = (0..voters)
                .filter(|at| group >> at & 1 == 1)
                .map(|at| self.ballots[at])
                .collect();
            (1u32..32).any(|set| {
                let share = u128::from(self.money) * count(members.len());
                let shared = members.iter().all(|ballot| ballot & set == set);
                if !shared || share < Self::sum(&self.costs, set) * count(voters) {
                    return false;
                }
                let deserved = Self::sum(worth, set);
                let gets = |ballot: u32| Self::sum(worth, ballot & self.winners);
                let together = members.iter().fold(0, |all, ballot| all | ballot);
                match kind {
                    Kind::Jr => set.is_power_of_two() && gets(together) == 0,
                    Kind::Pjr => gets(together) < deserved,
                    Kind::Ejr => members.iter().all(|ballot| gets(*ballot) < deserved),
                }
            })
        })
    }
}

#[test]
fn representation_and_prices_are_what_the_definitions_say() {
    let seed: Seed = "c1".repeat(32).parse().expect("a seed");
    let mut stream = DrawKey::derive(seed, "brute").stream();
    let (mut holds, mut fails, mut paid, mut never) = (0, 0, 0, 0);
    for number in 0..150 {
        let units = number % 2 == 0;
        let election = Election::random(&mut stream, units);
        let instance = election.instance(units);
        let winners: Vec<OptionId> = (0..5)
            .filter(|at| election.winners >> at & 1 == 1)
            .map(OptionId)
            .collect();
        let view = View::of(&instance, &winners).expect("a view");
        for kind in Kind::ALL {
            for utility in [Utility::Cardinality, Utility::Cost] {
                let verdict = cohesive::find(&view, kind, utility);
                let denied = election.denied(kind, utility);
                assert_eq!(
                    verdict == Verdict::Holds,
                    !denied,
                    "{number} {kind:?} {utility:?}"
                );
                if let Verdict::Group(options, among) = verdict {
                    fails += 1;
                    assert!(cohesive::is_denied(&view, kind, utility, &options, &among));
                } else {
                    holds += 1;
                }
            }
        }
        // EJR+ implies EJR, EJR implies PJR, PJR implies JR (by the number of winners).
        let one = Utility::Cardinality;
        let ejr_plus = ejr_plus(&instance, &winners, one) == Some(Verdict::Holds);
        if ejr_plus && units {
            assert!(!election.denied(Kind::Ejr, one));
        }
        for stable in [false, true] {
            match propose::system(&view, None, stable) {
                Verdict::Paid(system) => {
                    paid += 1;
                    assert_eq!(prices::check(&view, &system, stable), Ok(()));
                    // Stable is more than priceable.
                    assert_eq!(prices::check(&view, &system, false), Ok(()));
                }
                Verdict::Never(multipliers) => {
                    never += 1;
                    let program = program::Program::of(&view, stable).expect("small");
                    assert!(simplex::contradicts(&program.equations, &multipliers));
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(
        holds > 100 && fails > 100 && paid > 30 && never > 30,
        "{holds} {fails} {paid} {never}"
    );
}

// Whatever the quick ways find, the program finds too, and it never contradicts them.
#[test]
fn the_program_and_the_quick_ways_agree() {
    let seed: Seed = "c2".repeat(32).parse().expect("a seed");
    let mut stream = DrawKey::derive(seed, "program").stream();
    for number in 0..80 {
        let units = number % 2 == 0;
        let election = Election::random(&mut stream, units);
        let instance = election.instance(units);
        let winners: Vec<OptionId> = (0..5)
            .filter(|at| election.winners >> at & 1 == 1)
            .map(OptionId)
            .collect();
        let view = View::of(&instance, &winners).expect("a view");
        for stable in [false, true] {
            let program = program::Program::of(&view, stable).expect("small");
            let quick = matches!(propose::system(&view, None, stable), Verdict::Paid(_));
            match simplex::solve(&program.equations) {
                simplex::Answer::Solution(solution) => {
                    let system = program.system(&solution);
                    assert_eq!(prices::check(&view, &system, stable), Ok(()), "{number}");
                }
                simplex::Answer::Contradiction(_) => assert!(!quick, "{number}"),
                simplex::Answer::Unknown => panic!("{number}: the bound was reached"),
            }
        }
    }
}
