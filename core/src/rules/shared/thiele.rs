//! Thiele's weights: what the first, second, third ... elected option of a ballot is worth.
//!
//! A committee scores, on each ballot, the sum of the first as many weights as it has options
//! there. The weights of each rule are held as integers over one common denominator, so that
//! scores are integers and equal scores are equal.
//!
//! Source: Thorvald N. Thiele, "Om Flerfoldsvalg" (1895); names as in Martin Lackner and Piotr
//! Skowron, "Multi-Winner Voting with Approval Preferences" (Springer 2023), chapter 2.

use dashu_int::ops::Gcd;

use crate::id::ix;
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::rule::{Count, CountError};
use crate::rules::shared::committee::{Amount, Best, Committee};
use crate::rules::shared::levels::Levels;

/// The sequences of weights that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thiele {
    /// 1, 1/2, 1/3, 1/4 ...: proportional approval voting.
    Pav,
    /// 1, 1/3, 1/5, 1/7 ...: Sainte-Laguë approval voting.
    Slav,
    /// 1, 0, 0 ...: Chamberlin-Courant.
    Cc,
    /// 1, 1/2, 1/4, 1/8 ...: geometric.
    Geometric,
    /// 1, 1, 1/2, 1/3 ...: Adams.
    Adams,
}

impl Thiele {
    /// The denominator of a weight, from place 1; none where the weight is zero.
    fn divisor(self, place: u32) -> Option<Natural> {
        let place = place.max(1);
        match self {
            Self::Pav => Some(Natural::from(place)),
            Self::Slav => Some(Natural::from(place) * 2u8 - Natural::ONE),
            Self::Cc => (place == 1).then_some(Natural::ONE),
            Self::Geometric => Some(Natural::ONE << ix(place - 1)),
            Self::Adams => Some(Natural::from((place - 1).max(1))),
        }
    }
}

/// The first weights of a sequence, as integers over one denominator.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Worth of the first, second ... option of a ballot, times `one`.
    pub weights: Vec<Natural>,
    /// The common denominator: what the weight 1 is.
    pub one: Natural,
}

impl Sequence {
    /// The first `length` weights. The denominator has about 1.44 bits for each of them (two for
    /// Sainte-Laguë).
    pub fn of(thiele: Thiele, length: u32) -> Self {
        let divisors: Vec<Option<Natural>> = (1..=length).map(|j| thiele.divisor(j)).collect();
        let one = common(divisors.iter().flatten());
        let weights = divisors.iter().map(|divisor| {
            let divisor = divisor.as_ref();
            divisor.map_or(Natural::ZERO, |divisor| &one / divisor)
        });
        Self {
            weights: weights.collect(),
            one,
        }
    }
}

/// The least common multiple.
pub fn common<'a>(numbers: impl Iterator<Item = &'a Natural>) -> Natural {
    numbers.fold(Natural::ONE, |common, number| {
        let shared = (&common).gcd(number);
        common / shared * number
    })
}

/// Fills the seats one by one: each goes to the option that adds most to the score.
///
/// # Errors
/// Where all votes together pass 64 bits, and as [`Count::tie`].
pub fn sequential(
    contest: &Contest,
    thiele: Thiele,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let mut committee = Committee::new(contest, cx)?;
    let mut levels = Levels::new(contest, &|_| 0);
    let sequence = Sequence::of(thiele, contest.seats.min(contest.options.len()));
    let unit = unit(contest, &sequence);
    let mut best = Best::new(contest.options.len(), true);
    while !committee.is_decided(cx) {
        committee.step(&Vec::new, cx)?;
        let mut gain = |option| {
            let gain = levels.worth(option, &sequence.weights);
            Amount::whole(Integer::from(gain))
        };
        let tied = best.of(&committee.open, &mut gain);
        let chosen = committee.pick(&tied, cx)?;
        let amount = best.amount(chosen).text(&unit);
        let next = best.next(&committee.open, chosen, &mut gain);
        let next = next.map(|next| (next, best.amount(next).text(&unit)));
        committee.seat(chosen, "gain", amount, next, cx);
        levels.put_supporters(chosen, &mut |level| level + 1);
    }
    Ok(committee.outcome())
}

/// Begins with all options and takes one after the other away: each time the one whose absence
/// costs least of the score, until there are as many as seats.
///
/// # Errors
/// As [`sequential`].
pub fn reverse(
    contest: &Contest,
    thiele: Thiele,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let mut committee = Committee::new(contest, cx)?;
    let mut levels = Levels::new(contest, &|size| size);
    let longest = levels.all().values().copied().max();
    let sequence = Sequence::of(thiele, longest.unwrap_or_default());
    let unit = unit(contest, &sequence);
    // The last of `level` options is worth the weight of that place.
    let worths: Vec<Natural> = std::iter::once(Natural::ZERO)
        .chain(sequence.weights)
        .collect();
    let mut best = Best::new(contest.options.len(), false);
    while !committee.is_decided(cx) {
        committee.step(&Vec::new, cx)?;
        let mut loss = |option| Amount::whole(Integer::from(levels.worth(option, &worths)));
        let tied = best.of(&committee.open, &mut loss);
        let chosen = committee.drop_one(&tied, cx)?;
        let amount = best.amount(chosen).text(&unit);
        committee.leave(chosen, "loss", amount, cx);
        // A supporter of an option that is still in has at least one.
        levels.put_supporters(chosen, &mut |level| level.saturating_sub(1));
    }
    Ok(committee.outcome())
}

/// What an amount is divided by to be a number of voters.
fn unit(contest: &Contest, sequence: &Sequence) -> Natural {
    &sequence.one * Natural::from(contest.profile.weight_scale().one())
}
