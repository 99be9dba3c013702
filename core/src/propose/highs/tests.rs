//! Every program that microlp is asked, asked of HiGHS too.

use std::cell::RefCell;

use super::*;
use crate::panel::leximin::{Effort, Start, find};
use crate::panel::relax;
use crate::panel::samples::{Dice, all_real, random};
use crate::panel::{Types, excluded, feasible};
use crate::propose::{Row, Variable};

/// What was compared in this thread.
#[derive(Clone, Debug, Default)]
struct Compared {
    linear: u32,
    whole: u32,
    /// Both say that there is nothing.
    none: u32,
    /// One of them came to a limit, or gave no answer that can be compared.
    open: u32,
    differ: Vec<String>,
}

thread_local! {
    static COMPARED: RefCell<Option<Compared>> = const { RefCell::new(None) };
}

/// Compares what microlp found, where a test asks for it.
pub(in crate::propose) fn beside(
    program: &Program,
    limits: Limits,
    found: &Result<Solution, Failure>,
) {
    COMPARED.with_borrow_mut(|compared| {
        if let Some(compared) = compared {
            compare(program, limits, found, compared);
        }
    });
}

fn compare(
    program: &Program,
    limits: Limits,
    found: &Result<Solution, Failure>,
    compared: &mut Compared,
) {
    let exact = Limits {
        nodes: 50_000,
        gap: 0.0,
    };
    let other = program.solve_by_highs(exact);
    match (found, &other) {
        (Ok(found), Ok(other)) => {
            let far = (found.objective - other.objective).abs();
            // What was asked to be found only nearly, or broken off, may be worse, never better.
            let worse = if program.maximise {
                other.objective - found.objective
            } else {
                found.objective - other.objective
            };
            let size = 1.0 + other.objective.abs();
            let allowed = if found.optimal {
                (limits.gap + 1e-6) * size
            } else {
                f64::INFINITY
            };
            if worse < -1e-6 * size || worse > allowed {
                compared
                    .differ
                    .push(format!("{found:?}\n{other:?}\noff by {far}: {program:?}"));
            } else if program.variables.iter().any(|variable| variable.whole) {
                compared.whole += 1;
            } else {
                compared.linear += 1;
            }
        }
        (Err(Failure::Infeasible), Err(Failure::Infeasible))
        | (Err(Failure::Unbounded), Err(Failure::Unbounded)) => compared.none += 1,
        (Err(Failure::Limit | Failure::Numeric), _)
        | (_, Err(Failure::Limit | Failure::Numeric)) => compared.open += 1,
        _ => compared
            .differ
            .push(format!("{found:?}\n{other:?}: {program:?}")),
    }
}

/// Runs something and says what was compared meanwhile.
fn compared(name: &str, run: impl FnOnce()) -> Compared {
    COMPARED.set(Some(Compared::default()));
    run();
    let compared = COMPARED.take().unwrap_or_default();
    eprintln!(
        "{name}: {} linear and {} whole programs agree, {} of which nothing is found by either, {} open",
        compared.linear, compared.whole, compared.none, compared.open
    );
    assert_eq!(compared.differ, Vec::<String>::new(), "{name}");
    compared
}

/// Programs of up to eight variables with small whole numbers everywhere.
#[test]
fn highs_agrees_on_generated_programs() {
    let mut dice = Dice(81);
    let found = compared("generated", || {
        for _ in 0..2_000 {
            let number =
                |dice: &mut Dice, most: u32| f64::from(dice.below(2 * most + 1)) - f64::from(most);
            let variables = (0..1 + dice.below(8)).map(|_| {
                let least = number(&mut dice, 3);
                Variable {
                    objective: number(&mut dice, 9),
                    least,
                    most: least + f64::from(dice.below(6)),
                    whole: dice.below(2) == 0,
                }
            });
            let variables: Vec<Variable> = variables.collect();
            let count = crate::id::len32(variables.len());
            let rows = (0..dice.below(6)).map(|_| {
                let terms = (0..count).map(|at| (at, number(&mut dice, 4)));
                let terms = terms.filter(|(_, factor)| factor.abs() > 0.5).collect();
                let least = number(&mut dice, 8);
                Row {
                    terms,
                    least,
                    most: least + f64::from(dice.below(9)),
                }
            });
            let program = Program {
                maximise: count % 2 == 0,
                rows: rows.collect(),
                variables,
            };
            let _ = program.solve(Limits::default());
        }
    });
    assert!(found.linear > 50 && found.whole > 500 && found.none > 200);
}

/// All that is asked on the way to a verdict, to who is excluded, to a relaxation and to leximin.
#[test]
fn highs_agrees_on_what_small_pools_ask() {
    let mut dice = Dice(82);
    let found = compared("small pools", || {
        for _ in 0..150 {
            let households = dice.below(2) == 0;
            let pool = random(&mut dice, 9, 3, households);
            let types = Types::of(&pool);
            if feasible::panel(&types, 5_000).is_ok() {
                let _ = excluded::find(&types, 5_000);
                for least_most in [false, true] {
                    let start = Start {
                        least_most,
                        ..Start::default()
                    };
                    let _ = find(&types, &start, &Effort::default(), &mut |_, _| true);
                }
            } else {
                let everyone = types.types().ids().collect();
                let _ = relax::find(&pool, &everyone, relax::Effort::default());
            }
        }
    });
    assert!(found.linear > 500 && found.whole > 500);
}

/// Leximin itself asks little of that solver on pools whose quotas tell all; a panel, and who is
/// excluded, are asked of it.
#[test]
fn highs_agrees_on_what_real_pools_ask() {
    for (name, pool) in all_real() {
        let types = Types::of(&pool);
        let found = compared(name, || {
            let _ = feasible::panel(&types, 5_000);
            let _ = excluded::find(&types, 5_000);
            let _ = find(
                &types,
                &Start::default(),
                &Effort::default(),
                &mut |_, _| true,
            );
        });
        assert!(found.linear + found.whole > 0);
    }
}
