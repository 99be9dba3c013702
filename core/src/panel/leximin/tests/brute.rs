//! Leximin over all panels there are, by an exact simplex method of its own.

use crate::num::{Integer, Natural, Ratio};

/// Chances by member kind, where each panel has so many of each kind and a kind so many people;
/// and, where `cap` is given, nobody has more.
pub(super) fn leximin(panels: &[Vec<u32>], people: &[u32], cap: Option<&Ratio>) -> Vec<Ratio> {
    let mut fixed: Vec<Option<Ratio>> = vec![None; people.len()];
    while fixed.iter().any(Option::is_none) {
        let (value, tight) = raise(panels, people, &fixed, cap);
        let before = fixed.clone();
        for (slot, tight) in fixed.iter_mut().zip(tight) {
            if slot.is_none() && tight {
                *slot = Some(value.clone());
            }
        }
        if fixed == before {
            // Nobody is bound by the others: all are at what they can have at most.
            for slot in &mut fixed {
                slot.get_or_insert_with(|| value.clone());
            }
        }
    }
    fixed.into_iter().flatten().collect()
}

/// The least value that the greatest chance can have.
pub(super) fn minimax(panels: &[Vec<u32>], people: &[u32]) -> Ratio {
    // max -Z  with  sum of x c + s = m Z
    let mut lp = Simplex::new(panels.len() + 1 + people.len());
    for (at, people) in people.iter().enumerate() {
        let mut row = counts(panels, at);
        row.push((panels.len(), -i128::from(*people)));
        row.push((panels.len() + 1 + at, 1));
        lp.row(row, 0);
    }
    lp.row((0..panels.len()).map(|at| (at, 1)).collect(), 1);
    let (value, _) = lp.maximise(panels.len(), -1);
    -value
}

fn counts(panels: &[Vec<u32>], at: usize) -> Vec<(usize, i128)> {
    let counts = panels.iter().map(|panel| i128::from(panel[at]));
    counts.enumerate().collect()
}

/// The greatest least chance of the open kinds, and for which of them it binds in every optimum.
fn raise(
    panels: &[Vec<u32>],
    people: &[u32],
    fixed: &[Option<Ratio>],
    cap: Option<&Ratio>,
) -> (Ratio, Vec<bool>) {
    let integer = |number: &Integer| i128::try_from(number.clone()).unwrap();
    let denominators = fixed
        .iter()
        .flatten()
        .chain(cap)
        .map(|f| f.denominator().clone());
    let scale = denominators.fold(Natural::ONE, |scale, d| {
        use dashu_int::ops::Gcd;
        let shared = (&scale).gcd(&d);
        scale / shared * d
    });
    let scaled = |chance: &Ratio, people: u32| {
        integer((chance * Ratio::from(people) * Ratio::from(scale.clone())).numerator())
    };
    let z = panels.len();
    let slack = z + 1;
    let over = slack + people.len();
    let mut lp = Simplex::new(over + people.len());
    for (at, (count, fixed)) in people.iter().zip(fixed).enumerate() {
        let mut row = counts(panels, at);
        row.push((slack + at, -1));
        let right = if let Some(chance) = fixed {
            scaled(chance, *count)
        } else {
            row.push((z, -i128::from(*count)));
            0
        };
        lp.row(row, right);
        if let Some(cap) = cap {
            let mut row = counts(panels, at);
            row.push((over + at, 1));
            lp.row(row, scaled(cap, *count));
        }
    }
    lp.row(
        (0..panels.len()).map(|at| (at, 1)).collect(),
        i128::try_from(scale.clone()).unwrap(),
    );
    let (value, reduced) = lp.maximise(z, 1);
    let tight = (0..people.len()).map(|at| reduced[slack + at]).collect();
    (value / Ratio::from(scale), tight)
}

/// Equations with right sides of at least 0, over variables of at least 0; the tableau is whole
/// numbers over one denominator.
struct Simplex {
    columns: usize,
    rows: Vec<(Vec<(usize, i128)>, i128)>,
}

impl Simplex {
    fn new(columns: usize) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    fn row(&mut self, entries: Vec<(usize, i128)>, right: i128) {
        self.rows.push((entries, right));
    }

    /// The most of `factor * variable`, and which columns have a reduced cost that is not 0.
    fn maximise(self, variable: usize, factor: i128) -> (Ratio, Vec<bool>) {
        let count = self.rows.len();
        let width = self.columns + count + 1;
        let mut table: Vec<Vec<i128>> = Vec::new();
        let mut missing = vec![0; width];
        for (at, (entries, right)) in self.rows.iter().enumerate() {
            let mut row = vec![0; width];
            for (column, entry) in entries {
                row[*column] += entry;
                missing[*column] += entry;
            }
            row[self.columns + at] = 1;
            row[width - 1] = *right;
            missing[width - 1] += right;
            table.push(row);
        }
        let mut goal = vec![0; width];
        goal[variable] = factor;
        table.push(missing);
        table.push(goal);
        let mut state = Tableau {
            table,
            basis: (self.columns..self.columns + count).collect(),
            columns: self.columns,
            denominator: 1,
        };
        state.optimise(count);
        assert_eq!(state.table[count][width - 1], 0, "no lottery");
        for row in 0..count {
            if state.basis[row] >= self.columns {
                let column = (0..self.columns).find(|column| state.table[row][*column] != 0);
                state.pivot(row, column.expect("independent rows"));
            }
        }
        state.optimise(count + 1);
        let last = &state.table[count + 1];
        let value = Ratio::from_parts(
            Integer::from(-last[width - 1]),
            Natural::try_from(state.denominator).unwrap(),
        );
        (
            value,
            last[..self.columns].iter().map(|cost| *cost != 0).collect(),
        )
    }
}

struct Tableau {
    table: Vec<Vec<i128>>,
    basis: Vec<usize>,
    columns: usize,
    denominator: i128,
}

impl Tableau {
    /// Raises the goal that stands in this row of the table as far as can be (Bland).
    fn optimise(&mut self, goal: usize) {
        let rows = self.basis.len();
        let right = self.table[0].len() - 1;
        loop {
            let Some(column) = (0..self.columns).find(|column| self.table[goal][*column] > 0)
            else {
                return;
            };
            let mut leaves: Option<usize> = None;
            for row in 0..rows {
                if self.table[row][column] <= 0 {
                    continue;
                }
                let sooner = leaves.is_none_or(|best| {
                    let here = self.table[row][right] * self.table[best][column];
                    let there = self.table[best][right] * self.table[row][column];
                    here < there || (here == there && self.basis[row] < self.basis[best])
                });
                if sooner {
                    leaves = Some(row);
                }
            }
            self.pivot(leaves.expect("bounded"), column);
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        if self.table[row][column] < 0 {
            self.table[row]
                .iter_mut()
                .for_each(|entry| *entry = -*entry);
        }
        let chosen = self.table[row].clone();
        let pivot = chosen[column];
        for (at, other) in self.table.iter_mut().enumerate() {
            let factor = other[column];
            if at != row {
                for (entry, chosen) in other.iter_mut().zip(&chosen) {
                    let product = entry.checked_mul(pivot).unwrap();
                    let less = factor.checked_mul(*chosen).unwrap();
                    *entry = (product - less) / self.denominator;
                }
            }
        }
        self.basis[row] = column;
        self.denominator = pivot;
    }
}
