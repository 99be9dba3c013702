//! Linear programs of few rows whose variables all lie between bounds: the dual simplex method.
//!
//! With bounds on both sides every basis can start: a variable outside the basis stands at the
//! bound that its reduced cost likes, and the dual method mends what basis values break. So a
//! program is solved again from where it stood after any change of bounds, which is what a search
//! that fixes one variable after the other needs. The table is dense: `rows * variables` numbers,
//! each step touches each of them once. Steps pass several breakpoints at once where variables
//! may jump to their other bound (A. Koberstein, The dual simplex method, 2005, section 6.2).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Failure, Noise};
use crate::id::{ix, len32};

/// Below this a number of the table is zero.
const ZERO: f64 = 1e-9;
/// By how much a bound may be broken.
const BROKEN: f64 = 1e-8;
/// The least pivot of a basis that is entered at the start.
const PIVOT: f64 = 1e-4;
/// After so many steps that gain nothing costs are swayed,
const STILL: u32 = 50;
/// by this much,
const SWAY: f64 = 1e-6;
/// so often.
const SWAYED: u32 = 6;

/// A program: the greatest `objective * x`, with each row's sum and each variable within bounds.
/// Variables are numbered from 0, and the sums of the rows on from there.
#[derive(Clone, Debug)]
pub(super) struct Boxed {
    /// By variable, then by row.
    bounds: Vec<(f64, f64)>,
    /// Values, likewise.
    values: Vec<f64>,
    /// By column of the table, the variable that stands there; the others are in the basis.
    outside: Vec<u32>,
    /// By row of the table, the variable in the basis.
    basis: Vec<u32>,
    /// By row and column: how the variable of the row depends on those outside; then the objective.
    table: Vec<Vec<f64>>,
}

/// A column that may enter the basis. The greatest is the first: the least ratio of cost to size.
struct Way {
    ratio: f64,
    size: f64,
    column: u32,
}

impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        let ratio = other.ratio.total_cmp(&self.ratio);
        let size = ratio.then_with(|| self.size.total_cmp(&other.size));
        size.then_with(|| other.column.cmp(&self.column))
    }
}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Way {}

/// The least and the greatest that a number may be.
type Bounds = (f64, f64);

impl Boxed {
    /// A program with the sums of the rows as its basis. Variables: bounds and objective; rows:
    /// terms and bounds.
    pub(super) fn new(variables: &[(Bounds, f64)], rows: &[(Vec<(u32, f64)>, Bounds)]) -> Self {
        let mut bounds: Vec<(f64, f64)> = variables.iter().map(|(bounds, _)| *bounds).collect();
        let mut table = Vec::with_capacity(rows.len() + 1);
        for (terms, within) in rows {
            let mut dense = vec![0.0; variables.len()];
            for (variable, factor) in terms {
                dense[ix(*variable)] = *factor;
            }
            table.push(dense);
            bounds.push(*within);
        }
        table.push(variables.iter().map(|(_, objective)| *objective).collect());
        let first = len32(variables.len());
        Self {
            values: vec![0.0; bounds.len()],
            outside: (0..first).collect(),
            basis: (first..len32(bounds.len())).collect(),
            bounds,
            table,
        }
    }

    /// The value of a variable, or of the sum of a row.
    pub(super) fn value(&self, variable: u32) -> f64 {
        self.values[ix(variable)]
    }

    /// The variables in the basis.
    pub(super) fn basis(&self) -> &[u32] {
        &self.basis
    }

    /// How much more the optimum would be for one unit more of each variable and each sum; 0 in
    /// the basis.
    pub(super) fn prices(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.bounds.len()];
        for (variable, cost) in self.outside.iter().zip(&self.table[self.basis.len()]) {
            prices[ix(*variable)] = *cost;
        }
        prices
    }

    /// New bounds of a variable; to be solved again.
    pub(super) fn bind(&mut self, variable: u32, least: f64, most: f64) {
        self.bounds[ix(variable)] = (least, most);
    }

    /// The same program of so many columns: those that cost least to move stay, all others stand
    /// where they are, together in one column of their own. Values stay those of the last solution.
    pub(super) fn narrowed(&self, columns: usize) -> Self {
        // Costs are no less than 0 by then, and such floats ascend as their bits do.
        let costs = self.table[self.basis.len()].iter();
        let mut order: Vec<(u64, usize)> = costs
            .enumerate()
            .map(|(column, cost)| (cost.abs().to_bits(), column))
            .collect();
        crate::sort::sort(&mut order);
        let (near, far) = order.split_at(columns.min(order.len()));
        let row = |row: &Vec<f64>| {
            let value = |column: usize| self.values[ix(self.outside[column])];
            let stays = far.iter().map(|(_, column)| row[*column] * value(*column));
            let near = near.iter().map(|(_, column)| row[*column]);
            near.chain([stays.sum()]).collect()
        };
        let outside = near.iter().map(|(_, column)| self.outside[*column]);
        let mut program = Self {
            bounds: self.bounds.clone(),
            values: self.values.clone(),
            outside: outside.chain([len32(self.bounds.len())]).collect(),
            basis: self.basis.clone(),
            table: self.table.iter().map(row).collect(),
        };
        program.bounds.push((1.0, 1.0));
        program.values.push(1.0);
        program
    }

    /// Brings variables into the basis, as far as they are independent.
    pub(super) fn enter(&mut self, wanted: &[u32]) {
        let first = len32(self.bounds.len() - self.basis.len());
        for variable in wanted {
            let Some(column) = self.outside.iter().position(|at| at == variable) else {
                continue;
            };
            let mut best = (PIVOT, None);
            for (row, basic) in self
                .basis
                .iter()
                .enumerate()
                .filter(|(_, at)| **at >= first)
            {
                let size = self.table[row][column].abs();
                if size > best.0 && !wanted.contains(basic) {
                    best = (size, Some(row));
                }
            }
            if let Some(row) = best.1 {
                self.pivot(row, column);
            }
        }
    }

    /// Solves from the basis at hand, in at most so many steps; returns the optimum.
    pub(super) fn solve(&mut self, steps: u32) -> Result<f64, Failure> {
        self.settle();
        let mut noise = Noise::new(0);
        let mut still = 0_u32;
        let mut swayed = 0_u32;
        for _ in 0..steps {
            let Some((row, above)) = self.broken() else {
                if self.steady() {
                    still = 0;
                    continue;
                }
                let costs = &self.table[self.basis.len()];
                let at = |(variable, cost): (&u32, &f64)| cost * self.values[ix(*variable)];
                return Ok(self.outside.iter().zip(costs).map(at).sum());
            };
            let column = match self.entering(row, above) {
                Ok(column) => column,
                Err(failure) => {
                    self.steady();
                    return Err(failure);
                }
            };
            let cost = self.table[self.basis.len()][column];
            still = if cost.abs() > ZERO { 0 } else { still + 1 };
            let leaving = self.basis[row];
            let (least, most) = self.bounds[ix(leaving)];
            let bound = if above { most } else { least };
            let change = (bound - self.values[ix(leaving)]) / self.table[row][column];
            self.shift(column, change);
            self.values[ix(leaving)] = bound;
            self.pivot(row, column);
            if still > STILL && swayed < SWAYED {
                self.sway(&mut noise);
                (still, swayed) = (0, swayed + 1);
            }
        }
        self.steady();
        Err(Failure::Limit)
    }

    /// Makes costs unlike one another, so that each step gains something; the true ones follow
    /// below them.
    fn sway(&mut self, noise: &mut Noise) {
        if self.table.len() > self.basis.len() + 1 {
            return;
        }
        let costs = &mut self.table[self.basis.len()];
        let true_costs = costs.clone();
        for (variable, cost) in self.outside.iter().zip(costs) {
            let (least, most) = self.bounds[ix(*variable)];
            let by = SWAY * (1.0 + noise.draw());
            // Where it stands stays the bound that it likes.
            *cost += if most > least && self.values[ix(*variable)] >= most {
                by
            } else {
                -by
            };
        }
        self.table.push(true_costs);
    }

    /// Back to the true costs; says whether there were others.
    fn steady(&mut self) -> bool {
        if self.table.len() == self.basis.len() + 1 {
            return false;
        }
        self.table.swap_remove(self.basis.len());
        self.settle();
        true
    }

    /// Puts what is outside at the bounds that it likes, and the basis where that leaves it. Where
    /// nothing is liked, it stays at a bound.
    fn settle(&mut self) {
        let costs = &self.table[self.basis.len()];
        for (variable, cost) in self.outside.iter().zip(costs) {
            let (least, most) = self.bounds[ix(*variable)];
            let up = if cost.abs() > ZERO {
                *cost > 0.0
            } else {
                self.values[ix(*variable)] >= most
            };
            self.values[ix(*variable)] = if up { most } else { least };
        }
        for (basic, row) in self.basis.iter().zip(&self.table) {
            let terms = self.outside.iter().zip(row);
            let sum = terms
                .map(|(at, factor)| factor * self.values[ix(*at)])
                .sum();
            self.values[ix(*basic)] = sum;
        }
    }

    /// The row whose variable breaks a bound most, and whether it is above it.
    fn broken(&self) -> Option<(usize, bool)> {
        let mut worst = (BROKEN, None);
        for (row, basic) in self.basis.iter().enumerate() {
            let (value, (least, most)) = (self.values[ix(*basic)], self.bounds[ix(*basic)]);
            let (over, under) = (value - most, least - value);
            if over.max(under) > worst.0 {
                worst = (over.max(under), Some((row, over > under)));
            }
        }
        worst.1
    }

    /// The column that enters the basis for this row; those passed on the way jump to their
    /// other bound.
    fn entering(&mut self, row: usize, above: bool) -> Result<usize, Failure> {
        let costs = &self.table[self.basis.len()];
        let mut ways = Vec::new();
        for (column, (variable, factor)) in self.outside.iter().zip(&self.table[row]).enumerate() {
            let (least, most) = self.bounds[ix(*variable)];
            let up = self.values[ix(*variable)] >= most;
            let helps = if above == up {
                *factor > ZERO
            } else {
                *factor < -ZERO
            };
            if helps && most > least {
                ways.push(Way {
                    ratio: costs[column].abs() / factor.abs(),
                    size: factor.abs(),
                    column: len32(column),
                });
            }
        }
        let mut ways = BinaryHeap::from(ways);
        let basic = self.basis[row];
        let (least, most) = self.bounds[ix(basic)];
        let value = self.values[ix(basic)];
        let mut left = if above { value - most } else { least - value };
        while let Some(Way { size, column, .. }) = ways.pop() {
            let variable = self.outside[ix(column)];
            let (least, most) = self.bounds[ix(variable)];
            left -= size * (most - least);
            if left <= BROKEN {
                return Ok(ix(column));
            }
            let up = self.values[ix(variable)] >= most;
            self.shift(ix(column), if up { least - most } else { most - least });
        }
        Err(Failure::Infeasible)
    }

    /// Moves a variable outside the basis, and with it those inside.
    fn shift(&mut self, column: usize, change: f64) {
        let variable = self.outside[column];
        let (least, most) = self.bounds[ix(variable)];
        let value = self.values[ix(variable)] + change;
        // Jumps end exactly at a bound.
        let value = if (value - most).abs() < ZERO {
            most
        } else {
            value
        };
        self.values[ix(variable)] = if (value - least).abs() < ZERO {
            least
        } else {
            value
        };
        for (basic, row) in self.basis.iter().zip(&self.table) {
            self.values[ix(*basic)] += row[column] * change;
        }
    }

    /// Exchanges the variable of a row with that of a column.
    fn pivot(&mut self, row: usize, column: usize) {
        let mut chosen = std::mem::take(&mut self.table[row]);
        let pivot = chosen[column];
        for entry in &mut chosen {
            *entry = -*entry / pivot;
        }
        chosen[column] = 1.0 / pivot;
        for other in self.table.iter_mut().filter(|other| !other.is_empty()) {
            let factor = other[column];
            if factor == 0.0 {
                continue;
            }
            other[column] = 0.0;
            for (entry, chosen) in other.iter_mut().zip(&chosen) {
                *entry += factor * chosen;
            }
        }
        self.table[row] = chosen;
        std::mem::swap(&mut self.basis[row], &mut self.outside[column]);
    }
}

#[cfg(test)]
mod tests;
