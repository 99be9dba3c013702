//! A panel near given numbers of seats: what the walk asks for at each step.

use super::dual::{quotient, small};
use super::{Failure, Limits, Program, Row, Variable, Whole};
use crate::id::ix;
use crate::num::Integer;

/// Numbers of seats, each over one common denominator.
pub struct Aim<'a> {
    /// What every panel meets.
    pub system: &'a Whole,
    /// By type: the whole part, and what is left, over `whole`; below `whole`.
    pub seats: &'a [(i64, Integer)],
    /// By row of the system: the same.
    pub sums: &'a [(i64, Integer)],
    /// The common denominator.
    pub whole: &'a Integer,
}

/// How far a walk strays from the aim: at first hardly, where it is stuck more.
pub fn sway(back: u32) -> f64 {
    match back {
        0 => 0.01,
        1 => 0.03,
        2..4 => 0.1,
        _ => 0.3,
    }
}

/// Numbers that look random and are always the same: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Noise(u64);

impl Noise {
    /// The numbers of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, 0 to 1.
    pub fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        u32::try_from(mixed >> 32).map_or(0.0, f64::from) / 4_294_967_296.0
    }
}

/// A panel whose count of each type, and whose sum of each row, is the aim rounded up or down.
/// Any will do; those that are nearer to the aim are sought first; `sway` says how much
/// noise counts against nearness.
///
/// # Errors
/// [`Failure::Infeasible`] where there is none.
pub fn near(aim: &Aim<'_>, noise: &mut Noise, sway: f64, nodes: u64) -> Result<Vec<i64>, Failure> {
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    let mut of_type: Vec<Option<u32>> = Vec::with_capacity(aim.seats.len());
    let mut counts: Vec<i64> = Vec::with_capacity(aim.seats.len());
    for (floor, left) in aim.seats {
        counts.push(*floor);
        of_type.push((*left > Integer::ZERO).then(|| {
            program.variable(Variable {
                objective: quotient(left, aim.whole) + sway * noise.draw(),
                least: 0.0,
                most: 1.0,
                whole: true,
            })
        }));
    }
    for (line, (floor, left)) in aim.system.rows.iter().zip(aim.sums) {
        let mut base = 0_i64;
        let mut terms = Vec::new();
        for (at, factor) in &line.terms {
            base += factor * counts.get(ix(*at)).copied().unwrap_or_default();
            if let Some(variable) = of_type.get(ix(*at)).copied().flatten() {
                terms.push((variable, small(*factor)));
            }
        }
        let up = i64::from(*left > Integer::ZERO);
        if !terms.is_empty() {
            program.rows.push(Row {
                terms,
                least: small(floor - base),
                most: small(floor + up - base),
            });
        } else if base < *floor || base > floor + up {
            return Err(Failure::Infeasible);
        }
    }
    if program.variables.is_empty() {
        return Ok(counts);
    }
    let found = program.solve(Limits { nodes, gap: 1e-2 })?;
    for (count, variable) in counts.iter_mut().zip(&of_type) {
        let value = variable.and_then(|variable| found.values.get(ix(variable)));
        *count += i64::from(value.is_some_and(|value| *value > 0.5));
    }
    Ok(counts)
}
