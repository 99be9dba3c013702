//! The best lottery over all panels, by means of its own: pairwise steps in floats.
#![allow(clippy::disallowed_methods)] // logarithms: an oracle

use super::super::*;
use super::float;

/// Between which values the best lottery of all panels is: a sum of logarithms, or less the
/// distance; greater is better.
pub(super) struct Oracle {
    aim: Aim,
    /// Whom some panel holds.
    drawn: Vec<bool>,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// By person: nothing for Nash, else the target.
fn targets(types: &Types, aim: &Aim, people: usize) -> Vec<Option<f64>> {
    let target = |person: usize| match aim {
        Aim::Nash => None,
        Aim::Near(targets) => {
            let id = types.type_of(PersonId(len32(person)));
            Some(float(&targets[id]))
        }
    };
    (0..people).map(target).collect()
}

fn slope(target: Option<f64>, chance: f64) -> f64 {
    target.map_or(1.0 / chance, |target| 2.0 * (target - chance) / target)
}

fn worth(target: Option<f64>, chance: f64) -> f64 {
    target.map_or_else(|| chance.ln(), |target| -(chance - target).powi(2) / target)
}

impl Oracle {
    /// Pairwise Frank-Wolfe: mass goes from the worst panel in use to the best of all.
    pub(super) fn of(types: &Types, panels: &[Vec<PersonId>], aim: &Aim) -> Self {
        let people: usize = types.types().values().map(|kind| kind.people.len()).sum();
        let targets = targets(types, aim, people);
        let mut weights = vec![1.0 / f64::from(len32(panels.len())); panels.len()];
        let mut chances = vec![0.0; people];
        let mut drawn = vec![false; people];
        for (panel, weight) in panels.iter().zip(&weights) {
            for person in panel {
                chances[ix(person.0)] += weight;
                drawn[ix(person.0)] = true;
            }
        }
        let mut gap = f64::INFINITY;
        for _ in 0..20_000 {
            let gain = |panel: &Vec<PersonId>| -> f64 {
                let gains = panel
                    .iter()
                    .map(|p| slope(targets[ix(p.0)], chances[ix(p.0)]));
                gains.sum()
            };
            let gains: Vec<f64> = panels.iter().map(gain).collect();
            let mean: f64 = gains.iter().zip(&weights).map(|(g, w)| g * w).sum();
            let order = |a: &usize, b: &usize| gains[*a].total_cmp(&gains[*b]);
            let best = (0..panels.len()).max_by(order).unwrap();
            let used = (0..panels.len()).filter(|at| weights[*at] > 0.0);
            let worst = used.min_by(order).unwrap();
            gap = gains[best] - mean;
            if gap < 1e-10 {
                break;
            }
            // The slope along the way falls: its zero by halving.
            let mut way = vec![0.0; people];
            panels[best].iter().for_each(|p| way[ix(p.0)] += 1.0);
            panels[worst].iter().for_each(|p| way[ix(p.0)] -= 1.0);
            let (mut low, mut high) = (0.0, weights[worst]);
            for _ in 0..60 {
                let middle = f64::midpoint(low, high);
                let along =
                    |at: usize| way[at] * slope(targets[at], chances[at] + middle * way[at]);
                let rising = (0..people)
                    .filter(|at| way[*at] != 0.0)
                    .map(along)
                    .sum::<f64>()
                    > 0.0;
                if rising { low = middle } else { high = middle }
            }
            // All of it, unless the best is before that.
            let step = if low > weights[worst] * (1.0 - 1e-9) {
                weights[worst]
            } else {
                low
            };
            weights[best] += step;
            weights[worst] -= step;
            for (chance, way) in chances.iter_mut().zip(&way) {
                *chance += step * way;
            }
        }
        let counted = |at: &usize| drawn[*at] || matches!(aim, Aim::Near(_));
        let value = (0..people)
            .filter(counted)
            .map(|at| worth(targets[at], chances[at]));
        let least: f64 = value.sum();
        Self {
            aim: aim.clone(),
            drawn,
            least,
            most: least + gap,
        }
    }

    /// What a lottery is worth.
    pub(super) fn value(&self, types: &Types, proven: &Proven) -> f64 {
        let targets = targets(types, &self.aim, self.drawn.len());
        let people =
            (0..self.drawn.len()).filter(|at| self.drawn[*at] || matches!(self.aim, Aim::Near(_)));
        let chance = |at: usize| float(&proven.chances[types.type_of(PersonId(len32(at)))]);
        people.map(|at| worth(targets[at], chance(at))).sum()
    }

    /// What is claimed is so: nothing is better by more than the gap, nobody who can be drawn is
    /// said to be excluded, and a distance is the distance.
    pub(super) fn agrees(&self, types: &Types, proven: &Proven) {
        let value = self.value(types, proven);
        let reach = value + float(&proven.gap) + 1e-9;
        assert!(reach >= self.least, "{value} {} {}", self.least, proven.gap);
        for (at, drawn) in self.drawn.iter().enumerate() {
            let id = types.type_of(PersonId(len32(at)));
            assert!(*drawn || proven.chances[id].is_zero());
            if self.aim == Aim::Nash {
                assert_eq!(*drawn, !proven.excluded.contains(&id));
            }
        }
        if let Some(distance) = &proven.distance {
            assert!((float(distance) + value).abs() < 1e-9);
        }
    }
}
