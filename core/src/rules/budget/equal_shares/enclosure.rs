//! Bounds of money and prices that hold for a whole range of endowments, in 64-bit integers.
//!
//! For a fixed sequence of purchases every voter's money is non-decreasing in the endowment and
//! every price non-increasing. So the same sequence is followed at both ends of the range: `lo`
//! starts at the smaller endowment and pays prices rounded up, `hi` at the larger and pays
//! prices rounded down; between them lies the exact money of every voter at every endowment of
//! the range. A bound of a price is taken only where an exact sum of integers proves it.

use crate::id::ix;

/// Where the payments of a project's supporters reach its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// All their money is less than the cost.
    Unaffordable,
    /// Beyond the limit of the search: at least this.
    Above(i64),
    /// Between `floor` and the next integer, or `floor` itself where `exact`.
    Found {
        /// The largest integer at which the payments do not pass the cost.
        floor: i64,
        /// Whether they equal the cost there.
        exact: bool,
        /// Whether every supporter holds more than `floor`.
        all_rich: bool,
    },
}

/// Solves `sum of papers * min(money, price) = cost` for the price, from a start not above it.
///
/// Newton's iteration on a concave function: from below it never overshoots, and it ends after
/// a few passes over the supporters because each pass moves some of them to the poor for good.
pub(super) fn price(
    money: &[i64],
    papers: &[i64],
    supporters: &[u32],
    cost: i64,
    start: i64,
    limit: i64,
) -> Price {
    let mut at = start;
    loop {
        if at > limit {
            return Price::Above(at);
        }
        let (mut paid, mut rich) = (0i64, 0i64);
        let mut poor = false;
        for class in supporters {
            let (held, papers) = (money[ix(*class)], papers[ix(*class)]);
            if held <= at {
                paid += held * papers;
                poor = true;
            } else {
                rich += papers;
            }
        }
        let left = cost - paid;
        let Some(next) = left.checked_div(rich) else {
            if left > 0 {
                return Price::Unaffordable;
            }
            return Price::Found {
                floor: at,
                exact: left == 0,
                all_rich: false,
            };
        };
        if next <= at {
            return Price::Found {
                floor: at,
                exact: left == rich * at,
                all_rich: !poor,
            };
        }
        at = next;
    }
}

/// Takes a payment of at most `price` from each supporter.
pub(super) fn pay(money: &mut [i64], supporters: &[u32], price: i64) {
    for class in supporters {
        let held = &mut money[ix(*class)];
        *held = held.saturating_sub(price).max(0);
    }
}
