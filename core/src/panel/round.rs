//! From exact chances to `m` panels, each as likely as the others.
//!
//! A lottery gives its panels chances such as `604697/3586440`, and no urn has so many balls. So
//! it is rounded to a list of `m` panels, of which one number below `m` takes one. What that does
//! to the chances is told exactly ([`Loss`]); nothing is lost where `m` is a multiple of [`exact`].
//!
//! [`pipage`] rounds by lot, on average exactly; [`mend`] then exchanges members until, as a rule,
//! everyone stands on `floor(m * chance)` or `ceil(m * chance)` panels. [`propose_frozen`] needs no
//! lot and has a bound that always holds, seats / `m`, which is far from what the others reach.
//!
//! Source: B. Flanigan, G. Kehne and A. D. Procaccia, Fair sortition made transparent, NeurIPS
//! 2021 (uniform lotteries).

mod freeze;
mod loss;
mod mend;
mod pipage;

pub use freeze::{check_frozen, propose_frozen};
pub use loss::{Loss, exact, places, shares};
pub use mend::{Copied, MEND_WORK, mend};
pub use pipage::{below_natural, pipage};

use super::{Counts, Lottery};
use crate::id::ix;
use crate::num::Natural;

/// How often each panel of a lottery stands in a list, in the order of the lottery; they sum to
/// the number of panels.
pub type Copies = Vec<u32>;

/// Whole parts of `m * chance` of each panel, and what is left over, in parts of the total.
fn parts(lottery: &Lottery, m: u32) -> (Copies, Vec<Natural>) {
    use dashu_int::ops::DivRem;

    let whole = |weight: &Natural| {
        let (copies, left) = (weight * Natural::from(m)).div_rem(lottery.total());
        (u32::try_from(&copies).unwrap_or(u32::MAX), left)
    };
    let panels = lottery.panels().iter();
    panels.map(|(_, weight)| whole(weight)).unzip()
}

/// Each panel as often as it stands in the list, equal ones one after the other.
pub fn repeated(list: &[(Counts, u32)]) -> Vec<Counts> {
    let copies = list
        .iter()
        .map(|(counts, copies)| std::iter::repeat_n(counts, ix(*copies)));
    copies.flatten().cloned().collect()
}

#[cfg(test)]
mod tests;
