//! The only place with floats and solvers: they propose, integers decide.
//!
//! A [`Program`] is a linear or integer program in floats. What [`Program::solve`] returns is a
//! guess: whoever asks rounds it to integers or fractions and checks it exactly before it counts
//! ([`Count::propose`](crate::rule::Count::propose)). Limits are numbers of nodes of the search
//! tree, the same on every machine, never time.
//!
//! The solvers are microlp (simplex, branch and bound) and, for [`Quadratic`] programs, clarabel
//! (interior points); + - * / and square roots only, so that native code and wasm32 agree.
//! Without the feature `solvers` every program ends in [`Failure::NoSolver`]; audits need none.
#![allow(clippy::float_arithmetic)] // what this module is for

mod boxed;
mod conic;
mod dive;
pub mod dropout;
mod dual;
mod eliminate;
mod freeze;
mod frontier;
#[cfg(feature = "highs")]
mod highs;
mod hull;
mod linear;
mod point;
mod raise;
pub mod reserve;
pub mod selfselect;
mod separable;
mod spread;
mod vertex;
mod whole;
mod wish;

pub use conic::{Balance, Quadratic};
pub use dive::dive;
pub use dual::{Guess, Precision, Question, StageDual, stage_dual};
pub use eliminate::{solve, solve_first};
pub use freeze::freeze;
pub use frontier::{Made, Trade, trade};
pub use hull::{FINEST, alike, divide, mixture};
pub use linear::{Failure, Limits, Program, Row, Solution, Variable, percent};
pub use point::{Aim, Noise, near, sway};
pub use raise::Climb;
pub use separable::{Curve, Separable};
pub use spread::{Spread, spread};
pub use whole::{Line, Loose, Multipliers, Objective, Split, Whole};
pub use wish::{MASS, Pull, Wished, fairest_of};
