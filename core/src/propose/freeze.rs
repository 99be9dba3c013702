//! Beck and Fiala's rounding: fractions are frozen one after the other, chances kept where they can.

use super::dual::float;
use crate::id::ix;
use crate::num::Ratio;

/// Below this a float counts as 0.
const TINY: f64 = 1e-9;

/// Which fractions go up, the others down, with their sum kept and, by the number of seats `k`, no
/// type's seats per person off by more than `k`.
///
/// Panels whose fraction is neither 0 nor 1 are *open*. Of a type with `n` people the *drift* is
/// `sum of seats on open panels / n`: by so much at most its seats per person can still move. As
/// many types as there are open panels less one, those with the largest drift, are held; then a
/// direction is left in which the fractions move while the sum and the seats of the held types
/// stay, until one more fraction is 0 or 1. Types with a drift above `k` are always held: all seats
/// of the open panels are `k` times their number, so fewer types than open panels drift so far.
///
/// Cost: O(open^4) over all steps, by elimination in floats. A guess like all others: the bound is
/// checked in whole numbers. Source: J. Beck and T. Fiala, Integer-making theorems, Discrete Applied
/// Mathematics 3, 1981; for panels Flanigan, Kehne and Procaccia 2021.
pub fn freeze(panels: &[&[u32]], people: &[u32], fractions: &[Ratio]) -> Vec<bool> {
    let mut parts: Vec<f64> = fractions.iter().map(float).collect();
    loop {
        let open: Vec<usize> = (0..parts.len())
            .filter(|at| parts[*at] > TINY && parts[*at] < 1.0 - TINY)
            .collect();
        if open.len() < 2 {
            return parts.into_iter().map(|part| part > 0.5).collect();
        }
        let rows = held(panels, people, &open);
        let direction = direction(rows, open.len());
        let steps = open.iter().zip(&direction).filter_map(|(at, along)| {
            if *along > TINY {
                Some((1.0 - parts[*at]) / along)
            } else if *along < -TINY {
                Some(parts[*at] / -along)
            } else {
                None
            }
        });
        let step = steps.fold(f64::INFINITY, f64::min);
        if !step.is_finite() {
            return parts.into_iter().map(|part| part > 0.5).collect();
        }
        let mut nearest = (f64::INFINITY, 0);
        for (at, along) in open.iter().zip(&direction) {
            let part = (parts[*at] + step * along).clamp(0.0, 1.0);
            let far = part.min(1.0 - part);
            if along.abs() > TINY && far < nearest.0 {
                nearest = (far, *at);
            }
            parts[*at] = part;
        }
        // The one that ends the step is frozen whatever the last bits say.
        let (_, at) = nearest;
        parts[at] = parts[at].round();
    }
}

/// Rows over the open panels: the sum first, then seats of the types that drift farthest.
fn held(panels: &[&[u32]], people: &[u32], open: &[usize]) -> Vec<Vec<f64>> {
    let mut drifts: Vec<(u64, u32, u32)> = Vec::new();
    for (number, people) in (0_u32..).zip(people) {
        let seats: u32 = open.iter().map(|at| panels[*at][ix(number)]).sum();
        if seats > 0 {
            // The largest first; of equal ones the first type.
            let drift = (u64::from(seats) << 20) / u64::from((*people).max(1));
            drifts.push((u64::MAX - drift, number, *people));
        }
    }
    crate::sort::sort(&mut drifts);
    let seats = |(_, number, _): (u64, u32, u32)| -> Vec<f64> {
        let of = open.iter().map(|at| f64::from(panels[*at][ix(number)]));
        of.collect()
    };
    let all = std::iter::once(vec![1.0; open.len()]);
    all.chain(drifts.into_iter().map(seats)).collect()
}

/// A direction in which as many of the first rows as possible do not change: Gaussian elimination
/// with one column left over.
fn direction(rows: Vec<Vec<f64>>, columns: usize) -> Vec<f64> {
    let mut reduced: Vec<(usize, Vec<f64>)> = Vec::new();
    for mut row in rows {
        if reduced.len() + 1 == columns {
            break;
        }
        for (pivot, other) in &reduced {
            let factor = row[*pivot];
            if factor != 0.0 {
                for (cell, part) in row.iter_mut().zip(other) {
                    *cell -= factor * part;
                }
            }
        }
        let mut best = (TINY, None);
        for (at, cell) in row.iter().enumerate() {
            if cell.abs() > best.0 {
                best = (cell.abs(), Some(at));
            }
        }
        let Some(pivot) = best.1 else { continue };
        let by = row[pivot];
        for cell in &mut row {
            *cell /= by;
        }
        for (_, other) in &mut reduced {
            let factor = other[pivot];
            if factor != 0.0 {
                for (cell, part) in other.iter_mut().zip(&row) {
                    *cell -= factor * part;
                }
            }
        }
        reduced.push((pivot, row));
    }
    let taken = |at: &usize| reduced.iter().any(|(pivot, _)| pivot == at);
    let free = (0..columns).find(|at| !taken(at)).unwrap_or_default();
    let mut direction = vec![0.0; columns];
    direction[free] = 1.0;
    for (pivot, row) in &reduced {
        direction[*pivot] = -row[free];
    }
    direction
}
