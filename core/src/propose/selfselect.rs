//! How readily people of each value accept an invitation, learned from volunteers and a survey.

use crate::num::Ratio;

/// People with the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Their value of each feature, by number.
    pub values: Vec<u32>,
    /// How many volunteered.
    pub volunteers: u32,
    /// The weight of those in the survey, in any unit.
    pub survey: u64,
}

/// Factors in millionths: whoever has the values v accepts with probability
/// `base * product of factor(feature, v)`. The greatest factor of each feature is a million.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The probability where all factors are greatest.
    pub base: u32,
    /// By feature and value, at least 1.
    pub factors: Vec<Vec<u32>>,
    /// Whether the steps had come to rest.
    pub settled: bool,
}

/// The most steps over all features; what was reached by then is taken.
const STEPS: u32 = 2000;

/// No factor is smaller.
const LEAST: f64 = 1e-6;

/// Fits acceptance to volunteers and a survey of those from whom they came.
///
/// Volunteers are cases, the survey a sample of everyone, volunteers or not: contaminated
/// controls (T. Lancaster and G. Imbens, Case-control studies with contaminated controls, Journal
/// of Econometrics 71, 1996, as used by Flanigan, Gölz, Gupta and Procaccia, NeurIPS 2020). With
/// q the probability of a cell, the likelihood to be made greatest is
///
/// ```text
/// sum over volunteers of ln q  -  sum over volunteers and survey of w ln(q + c)
/// c = accepted * (weight of the survey) / volunteers
/// ```
///
/// with survey weights as given, and `accepted` the share of those invited who volunteered. It is concave in the logarithms of the factors: one
/// feature after the other its factors, at most 1, are set to where the slope is 0, found by
/// halving. No logarithm is taken. Deterministic; nobody checks it but whoever reads the factors.
///
/// `features` are the numbers of values of each feature; cells with other values are left out.
pub fn fit(cells: &[Cell], features: &[u32], accepted: &Ratio) -> Fitted {
    let mut state = State::new(cells, features, accepted.to_f64().value());
    let mut settled = false;
    for _ in 0..STEPS {
        let moved = state.round();
        if moved < 1e-10 {
            settled = true;
            break;
        }
    }
    state.fitted(settled)
}

/// A cell in floats.
struct Point {
    values: Vec<usize>,
    volunteers: f64,
    /// Volunteers and survey.
    both: f64,
}

struct State {
    cells: Vec<Point>,
    /// c.
    base_rate: f64,
    base: f64,
    factors: Vec<Vec<f64>>,
}

impl State {
    fn new(cells: &[Cell], features: &[u32], accepted: f64) -> Self {
        let factors: Vec<Vec<f64>> = features
            .iter()
            .map(|values| vec![1.0; crate::id::ix(*values)])
            .collect();
        let fits = |cell: &&Cell| {
            cell.values.len() == features.len()
                && cell
                    .values
                    .iter()
                    .zip(features)
                    .all(|(value, of)| value < of)
        };
        let volunteers: f64 = cells
            .iter()
            .filter(fits)
            .map(|c| f64::from(c.volunteers))
            .sum();
        let survey: f64 = cells
            .iter()
            .filter(fits)
            .map(|cell| wide(cell.survey))
            .sum();
        let points = cells.iter().filter(fits).map(|cell| Point {
            values: cell
                .values
                .iter()
                .map(|value| crate::id::ix(*value))
                .collect(),
            volunteers: f64::from(cell.volunteers),
            both: f64::from(cell.volunteers) + wide(cell.survey),
        });
        Self {
            cells: points.collect(),
            base_rate: accepted * survey / volunteers.max(1.0),
            base: accepted.clamp(LEAST, 1.0),
            factors,
        }
    }

    /// q of a cell, without the factor of one feature.
    fn without(&self, cell: &Point, feature: usize) -> f64 {
        let factors = self.factors.iter().zip(&cell.values).enumerate();
        factors
            .filter(|(at, _)| *at != feature)
            .map(|(_, (factors, value))| factors.get(*value).copied().unwrap_or(1.0))
            .fold(self.base, |product, factor| product * factor)
    }

    /// Sets every factor once; by how much the greatest change was, relatively.
    fn round(&mut self) -> f64 {
        let mut moved = 0.0_f64;
        for feature in 0..self.factors.len() {
            let mut groups: Vec<Vec<(f64, f64)>> =
                vec![Vec::new(); self.factors.get(feature).map_or(0, Vec::len)];
            let mut volunteers = vec![0.0; groups.len()];
            for cell in &self.cells {
                let rest = self.without(cell, feature);
                let value = cell.values.get(feature).copied().unwrap_or_default();
                if let (Some(group), Some(sum)) = (groups.get_mut(value), volunteers.get_mut(value))
                {
                    group.push((cell.both, rest));
                    *sum += cell.volunteers;
                }
            }
            let base_rate = self.base_rate;
            let Some(factors) = self.factors.get_mut(feature) else {
                continue;
            };
            for ((factor, group), volunteers) in factors.iter_mut().zip(&groups).zip(&volunteers) {
                if group.is_empty() {
                    continue;
                }
                let new = root(*volunteers, group, base_rate);
                moved = moved.max((new - *factor).abs() / factor.max(LEAST));
                *factor = new;
            }
        }
        let all: Vec<(f64, f64)> = self
            .cells
            .iter()
            .map(|cell| (cell.both, self.without(cell, usize::MAX) / self.base))
            .collect();
        let volunteers = self.cells.iter().map(|cell| cell.volunteers).sum();
        let new = root(volunteers, &all, self.base_rate);
        moved = moved.max((new - self.base).abs() / self.base);
        self.base = new;
        // What all factors of a feature share belongs to the base.
        for factors in &mut self.factors {
            let most = factors.iter().copied().fold(LEAST, f64::max);
            for factor in factors.iter_mut() {
                *factor = (*factor / most).max(LEAST);
            }
            self.base *= most;
        }
        moved
    }

    fn fitted(&self, settled: bool) -> Fitted {
        Fitted {
            base: millionths(self.base),
            factors: self
                .factors
                .iter()
                .map(|factors| factors.iter().map(|factor| millionths(*factor)).collect())
                .collect(),
            settled,
        }
    }
}

/// The factor b, at most 1, at which `volunteers = sum of w b r / (b r + c)`: the slope is 0.
fn root(volunteers: f64, group: &[(f64, f64)], base_rate: f64) -> f64 {
    let expected = |factor: f64| -> f64 {
        let parts = group.iter();
        parts
            .map(|(weight, rest)| weight * factor * rest / (factor * rest + base_rate))
            .sum()
    };
    if expected(1.0) <= volunteers {
        return 1.0;
    }
    let (mut low, mut high) = (LEAST, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if expected(middle) < volunteers {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[allow(clippy::as_conversions, clippy::cast_precision_loss)] // weights of a survey
fn wide(number: u64) -> f64 {
    number as f64
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // between 1 and a million
fn millionths(share: f64) -> u32 {
    (share * 1e6).round().clamp(1.0, 1e6) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Integer, Natural};

    fn ratio(above: u32, below: u32) -> Ratio {
        Ratio::from_parts(Integer::from(above), Natural::from(below))
    }

    /// A town of 100,000 whose volunteers follow the model exactly: the factors are found again.
    #[test]
    fn a_town_that_follows_the_model_is_learned() {
        // Shares of two features that are not independent, in ten-thousandths of the invited.
        let town = [
            ((0, 0), 3000_u32),
            ((0, 1), 1000),
            ((1, 0), 2000),
            ((1, 1), 4000),
        ];
        let (ages, areas) = ([1.0, 0.25], [0.5, 1.0]);
        let base = 0.08;
        let mut volunteers = 0;
        let cells: Vec<Cell> = town
            .iter()
            .map(|((age, area), share)| {
                let q = base * ages[*age] * areas[*area];
                let count = millionths(q * f64::from(*share) / 10_000.0) * 10;
                volunteers += count;
                let number = |at: &usize| u32::try_from(*at).unwrap();
                Cell {
                    values: vec![number(age), number(area)],
                    volunteers: count,
                    survey: u64::from(*share),
                }
            })
            .collect();
        let fitted = fit(&cells, &[2, 2], &ratio(volunteers, 10_000_000));
        assert!(fitted.settled);
        let near = |found: u32, wanted: f64| {
            let off = (f64::from(found) / 1e6 - wanted).abs();
            assert!(off < 0.002, "{fitted:?}");
        };
        near(fitted.base, base);
        near(fitted.factors[0][1], 0.25);
        near(fitted.factors[1][0], 0.5);
        assert_eq!(
            (fitted.factors[0][0], fitted.factors[1][1]),
            (1_000_000, 1_000_000)
        );
    }

    #[test]
    fn nobody_is_no_trouble() {
        let fitted = fit(&[], &[2], &ratio(1, 2));
        assert_eq!(fitted.factors, [[1_000_000, 1_000_000]]);
    }
}
