//! How evenly a panel is spread over combinations of values, and the most even panel by a solver.

use crate::id::{FeatureId, TypeId, ValueId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::panel::proof::System;
use crate::panel::{Counts, Types};
use crate::problem::Problem;
use crate::propose::{Failure, Limits};
use dashu_int::ops::Gcd;

mod climb;

pub use self::climb::climb;

/// The most combinations of features.
pub const MOST: usize = 50;

/// A combination of features with the cells that its values make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// The features.
    pub features: Vec<FeatureId>,
    /// Cells, those without people too; `seats / cells` is what each should have.
    pub cells: u32,
    /// The cells that have people: their types.
    pub held: Vec<Vec<TypeId>>,
}

/// Combinations of features, first of one, then of two and so on, in file order, at most [`MOST`]:
/// those with no more cells than seats and at least two people a cell. Values that nobody in the
/// pool has make no cell.
pub fn combinations(pool: &Pool, types: &Types) -> Vec<Combination> {
    let mut found = Vec::new();
    let mut size = vec![Vec::<FeatureId>::new()];
    while !size.is_empty() && found.len() < MOST {
        let mut next = Vec::new();
        for features in &size {
            let from = features.last().map_or(0, |last| last.0 + 1);
            for feature in (from..pool.features().len()).map(FeatureId) {
                let mut features = features.clone();
                features.push(feature);
                let combination = Combination::of(types, features.clone());
                // More features make no fewer cells.
                if u64::from(combination.cells) > u64::from(types.seats()) {
                    continue;
                }
                next.push(features);
                if u64::from(pool.len()) >= 2 * u64::from(combination.cells) && found.len() < MOST {
                    found.push(combination);
                }
            }
        }
        size = next;
    }
    found
}

impl Combination {
    fn of(types: &Types, features: Vec<FeatureId>) -> Self {
        let mut cells = 1_u32;
        for feature in &features {
            let mut values: Vec<ValueId> = types
                .types()
                .values()
                .map(|kind| kind.values[ix(feature.0)])
                .collect();
            crate::sort::sort(&mut values);
            values.dedup();
            cells = cells.saturating_mul(len32(values.len()));
        }
        let mut held: std::collections::BTreeMap<Vec<ValueId>, Vec<TypeId>> =
            std::collections::BTreeMap::new();
        for (id, kind) in types.types().iter() {
            let cell = features.iter().map(|feature| kind.values[ix(feature.0)]);
            held.entry(cell.collect()).or_default().push(id);
        }
        Self {
            features,
            cells,
            held: held.into_values().collect(),
        }
    }

    /// The sum of `|members - seats / cells|` over the cells, times `cells`.
    fn off(&self, seats: u32, counts: &[u32]) -> u64 {
        let cells = u64::from(self.cells);
        let held = self.held.iter().map(|types| {
            let members = types.iter().map(|id| u64::from(counts[ix(id.0)]));
            (members.sum::<u64>() * cells).abs_diff(u64::from(seats))
        });
        let empty = cells - u64::from(len32(self.held.len()));
        held.sum::<u64>() + empty * u64::from(seats)
    }

    /// The least that [`Combination::off`] can be: members one by one where they help most, no
    /// more in a cell than it has.
    fn least(&self, types: &Types) -> u64 {
        let mut counts = vec![0_u32; ix(types.types().len())];
        for _ in 0..types.seats() {
            let cells = self.held.iter().map(|cell| {
                let held = cell.iter().map(|id| counts[ix(id.0)]).sum::<u32>();
                let free = cell
                    .iter()
                    .find(|id| counts[ix(id.0)] < types.types()[**id].most);
                (held, free)
            });
            // What a member adds falls with none and grows with each: the emptiest cell is best.
            let best = cells.filter_map(|(held, free)| Some((held, *free?))).min();
            if let Some((_, id)) = best {
                counts[ix(id.0)] += 1;
            }
        }
        self.off(types.seats(), &counts)
    }
}

fn fraction(number: u64, cells: u32) -> Ratio {
    Ratio::from_parts(Integer::from(number), Natural::from(cells))
}

/// How far a panel is from even: the sum over all combinations and cells of
/// `|members - seats / cells|`.
pub fn score(types: &Types, combinations: &[Combination], counts: &[u32]) -> Ratio {
    let parts = combinations
        .iter()
        .map(|one| fraction(one.off(types.seats(), counts), one.cells));
    parts.fold(Ratio::ZERO, |sum, part| sum + part)
}

/// A score that no panel is below: each combination for itself.
pub fn bound(types: &Types, combinations: &[Combination]) -> Ratio {
    let parts = combinations
        .iter()
        .map(|one| fraction(one.least(types), one.cells));
    parts.fold(Ratio::ZERO, |sum, part| sum + part)
}

/// Looks for the most even panel by branch and bound, and says whether the solver claims that it is
/// within the gap.
///
/// Members too many in some cells are members too few in others, so half of the score is what
/// cells have above `seats / cells`: one line for each cell.
///
/// # Errors
/// [`Failure`].
pub fn search(
    types: &Types,
    combinations: &[Combination],
    limits: Limits,
) -> Result<(Counts, bool), Failure> {
    let mut program = System::of(types);
    let unit = unit(combinations);
    let mut weights: Vec<(u32, Integer)> = Vec::new();
    let seats = i64::from(types.seats());
    for combination in combinations {
        let cells = i64::from(combination.cells);
        let weight = Integer::from(unit / u64::from(combination.cells));
        for cell in &combination.held {
            let above = len32(program.bounds.len());
            program.bounds.push((0, cells * seats));
            weights.push((above, -weight.clone()));
            let mut terms: Vec<(u32, i64)> = cell.iter().map(|id| (id.0, cells)).collect();
            terms.push((above, -1));
            program.row(terms, i64::MIN, seats);
        }
    }
    let (point, optimal) = program.best(&weights, limits)?;
    let counts = point.into_iter().take(ix(types.types().len()));
    let counts = counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    Ok((counts.collect(), optimal))
}

/// One member in a unit in which all cells' parts of a member are whole.
fn unit(combinations: &[Combination]) -> u64 {
    combinations.iter().fold(1_u64, |unit, one| {
        let cells = u64::from(one.cells);
        unit / unit.gcd(cells) * cells
    })
}

/// How a search ended, by the solver's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Within the gap.
    Done,
    /// At its nodes, with the best that was found.
    Stopped,
    /// At its nodes with nothing, and nothing else was tried: the panel is any.
    None,
}

impl Ended {
    const ALL: [Self; 3] = [Self::Done, Self::Stopped, Self::None];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::None => "none",
        }
    }
}

/// The counts of a recorded panel, and how the search ended:
/// `{"panel":[[type, count], ..],"search":"done"}`, types ascending, counts from 1 on.
///
/// # Errors
/// `lottery-invalid` where it is no panel.
pub fn read(types: &Types, value: &Value) -> Result<(Counts, Ended), Problem> {
    let recorded = || -> Option<(Counts, Ended)> {
        let mut counts = vec![0_u32; ix(types.types().len())];
        let mut next = 0;
        for pair in value.get("panel")?.as_array()? {
            let [at, count] = pair.as_array()? else {
                return None;
            };
            let at = usize::try_from(at.as_i64()?).ok()?;
            let count = u32::try_from(count.as_i64()?).ok()?;
            if at < next || count == 0 {
                return None;
            }
            next = at + 1;
            *counts.get_mut(at)? = count;
        }
        let word = value.get("search")?.as_str()?;
        let ended = Ended::ALL.into_iter().find(|ended| ended.word() == word)?;
        types.admits(&counts).then_some((counts, ended))
    };
    recorded().ok_or_else(|| super::LotteryError::Panel(0).problem())
}

/// A panel as [`read`] reads it.
pub fn write(counts: &[u32], ended: Ended) -> Value {
    let taken = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let pairs =
        taken.map(|(at, count)| Value::Array(vec![Value::from(len32(at)), Value::from(*count)]));
    object(vec![
        ("panel", Value::Array(pairs.collect())),
        ("search", Value::from(ended.word())),
    ])
}

#[cfg(test)]
mod tests;
