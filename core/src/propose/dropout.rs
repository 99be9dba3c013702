//! How members of past panels left, fitted by maximum likelihood.
//!
//! In the model a member stays where the base and each of their values let them stay, so a dropout
//! has at least one cause: a "noisy or". The likelihood is concave in the logarithms of the factors,
//! and is climbed by expectation and maximisation (Dempster, Laird and Rubin, Journal of the Royal
//! Statistical Society B 39, 1977): each dropout is shared among its causes in proportion to how
//! likely each was to act; each cause's share over the people who have it is its new chance to act.
//! No round lowers the likelihood, and only + - * / are used.

use crate::id::ix;
use crate::panel::dropout::ONE;

/// Rounds of expectation and maximisation.
const ROUNDS: u32 = 5_000;

/// For each cause the chance that it does not act. A row is the causes of one person, by number,
/// and whether the person stayed. A cause that no row has is never taken to act.
/// Cost: O(rounds * rows * causes of a row).
fn fit(rows: &[(Vec<u32>, bool)], causes: u32, rounds: u32) -> Vec<f64> {
    let mut people = vec![0.0_f64; ix(causes)];
    let mut left = 0.0_f64;
    for (own, stayed) in rows {
        for cause in own {
            if let Some(people) = people.get_mut(ix(*cause)) {
                *people += 1.0;
            }
        }
        left += if *stayed { 0.0 } else { 1.0 };
    }
    let all = f64::from(crate::id::len32(rows.len())).max(1.0);
    // Every cause begins with the same small chance: none where nobody left.
    let start = left / all / 4.0;
    let mut acts = vec![start; ix(causes)];
    for _ in 0..rounds {
        let mut shares = vec![0.0_f64; ix(causes)];
        for (own, stayed) in rows {
            if *stayed {
                continue;
            }
            let of = |cause: &u32| acts.get(ix(*cause)).copied().unwrap_or_default();
            let stay: f64 = own.iter().map(|cause| 1.0 - of(cause)).product();
            let leave = 1.0 - stay;
            if leave <= 0.0 {
                continue;
            }
            for cause in own {
                if let Some(share) = shares.get_mut(ix(*cause)) {
                    *share += of(cause) / leave;
                }
            }
        }
        for ((acts, share), people) in acts.iter_mut().zip(shares).zip(&people) {
            *acts = if *people > 0.0 { share / people } else { 0.0 };
        }
    }
    acts.into_iter()
        .map(|acts| (1.0 - acts).clamp(0.0, 1.0))
        .collect()
}

/// What is [`fit`]ted as whole millionths, from 1 to [`ONE`]: the factor of everyone, and those of
/// the causes of each group, of which everybody has one. Of each group the greatest factor is
/// [`ONE`], and the base takes it up; a cause that no row has is [`ONE`] too.
/// Cost: that of [`fit`].
pub fn factors(
    rows: &[(Vec<u32>, bool)],
    causes: u32,
    groups: &[Vec<u32>],
) -> (u32, Vec<Vec<u32>>) {
    let found = fit(rows, causes, ROUNDS);
    let of = |cause: u32| found.get(ix(cause)).copied().unwrap_or(1.0);
    let seen = |cause: &u32| rows.iter().any(|(own, _)| own.contains(cause));
    let mut base = of(0);
    let mut values = Vec::new();
    for group in groups {
        let known = group.iter().filter(|cause| seen(cause));
        let most = known.map(|cause| of(*cause)).fold(0.0, f64::max);
        base *= most;
        let factor = |cause: &u32| {
            if seen(cause) {
                millionths(of(*cause), most)
            } else {
                ONE
            }
        };
        values.push(group.iter().map(factor).collect());
    }
    (millionths(base, 1.0), values)
}

/// A factor divided by `of`, in millionths: the nearest, from one to a million.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // clamped
fn millionths(factor: f64, of: f64) -> u32 {
    let share = if of > 0.0 { factor / of } else { 1.0 };
    (share * f64::from(ONE)).round().clamp(1.0, f64::from(ONE)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody can tell a base from the only value of a feature: only their product is fitted.
    #[test]
    fn one_group_stays_as_often_as_it_did() {
        let rows: Vec<(Vec<u32>, bool)> = (0..40).map(|at| (vec![0], at % 4 != 0)).collect();
        let found = fit(&rows, 2, ROUNDS);
        assert!((found[0] - 0.75).abs() < 1e-9, "{found:?}");
        assert!((found[1] - 1.0).abs() < 1e-12);
        let stayed: Vec<(Vec<u32>, bool)> = (0..9).map(|_| (vec![0, 1], true)).collect();
        assert_eq!(fit(&stayed, 2, 10), [1.0, 1.0]);
    }

    /// With all four groups of two values each at their exact rates the fit is those rates:
    /// 0.9 * (1 or 0.8) * (1 or 0.5).
    #[test]
    fn factors_are_found_again_from_exact_rates() {
        let mut rows = Vec::new();
        for (one, two, rate) in [(0, 0, 0.9), (1, 0, 0.72), (0, 1, 0.45), (1, 1, 0.36)] {
            for person in 0..200 {
                rows.push((vec![0, 1 + one, 3 + two], f64::from(person) < rate * 200.0));
            }
        }
        let found = fit(&rows, 5, ROUNDS);
        let stay = |one: usize, two: usize| found[0] * found[1 + one] * found[3 + two];
        assert!((stay(0, 0) - 0.9).abs() < 1e-3, "{found:?}");
        assert!((stay(1, 0) - 0.72).abs() < 1e-3);
        assert!((stay(0, 1) - 0.45).abs() < 1e-3);
        assert!((stay(1, 1) - 0.36).abs() < 1e-3);
    }

    /// No factor near the fit is likelier.
    #[test]
    #[allow(clippy::disallowed_methods)] // a logarithm to compare with, in a test
    fn nothing_near_is_likelier() {
        let mut seed = 9_u64;
        let mut rows = Vec::new();
        for _ in 0..300 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let dice = seed >> 33;
            let own = vec![
                0,
                1 + u32::from(dice.is_multiple_of(2)),
                3 + u32::try_from(dice / 2 % 3).unwrap(),
            ];
            rows.push((own, dice / 8 % 10 > u64::from(dice.is_multiple_of(2)) * 3));
        }
        let likelihood = |factors: &[f64]| -> f64 {
            rows.iter()
                .map(|(own, stayed)| {
                    let stay: f64 = own.iter().map(|cause| factors[ix(*cause)]).product();
                    if *stayed {
                        stay.ln()
                    } else {
                        (1.0 - stay).ln()
                    }
                })
                .sum()
        };
        let found = fit(&rows, 6, ROUNDS);
        let best = likelihood(&found);
        for cause in 0..6 {
            for step in [-0.01, 0.01] {
                let mut near = found.clone();
                near[cause] = (near[cause] + step).clamp(1e-6, 1.0);
                assert!(likelihood(&near) <= best + 1e-6, "{cause} {step}");
            }
        }
    }
}
