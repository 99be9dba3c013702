//! What a selection does to people: how the panel stands beside the pool and the town, how the
//! chances are spread, and who is easily known among the volunteers.
//!
//! Everything is exact: counts, shares as fractions, the Gini coefficient as a fraction, and the
//! geometric mean to six digits by comparing whole powers. No solver is asked and no float is
//! used. Nothing here names anybody: whoever shows an [`Inclusion`] adds ids only where they are
//! asked for.

mod around;
mod barred;
mod chances;
mod crowd;
mod shares;

pub use around::Around;
pub use barred::{Barred, barred};
pub use chances::{Bin, Chances, DIGITS, GEOMETRIC_PEOPLE};
pub use crowd::{Crowd, Group};
pub use shares::{Census, Fit, Share};

use crate::id::PersonId;
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Ratio, ratio_text};
use crate::problem::Problem;

/// The format of the report.
pub const FORMAT: &str = "isonomia/inclusion/1";

/// What was selected, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn<'a> {
    /// The chance of everyone, by person, where they were computed.
    pub chances: Option<&'a [Ratio]>,
    /// The members, where a panel was drawn.
    pub members: Option<&'a [PersonId]>,
    /// The share of each value in the town, where a census says so.
    pub census: Option<&'a Census>,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// People in the pool.
    pub people: u32,
    /// Seats of the panel.
    pub seats: u32,
    /// Whether [`Share::panel`] counts the members of one panel; else it is expected.
    pub drawn: bool,
    /// Each value of each feature, in file order.
    pub shares: Vec<Share>,
    /// How the chances are spread, where they are known.
    pub chances: Option<Chances>,
    /// How many people share all their values.
    pub crowd: Crowd,
}

impl Inclusion {
    /// Compares. Cost: O(people * features), and multiplications of whole numbers of about
    /// 30 bits for each person.
    ///
    /// # Errors
    /// `chances-invalid` where the chances are not one for each person within 0..1, or do not sum
    /// to the seats.
    pub fn of(pool: &Pool, drawn: &Drawn<'_>) -> Result<Self, Problem> {
        if let Some(chances) = drawn.chances {
            chances::check(pool, chances)?;
        }
        Ok(Self {
            people: pool.len(),
            seats: pool.seats,
            drawn: drawn.members.is_some(),
            shares: shares::shares(pool, drawn),
            chances: drawn.chances.map(Chances::of),
            crowd: Crowd::of(pool),
        })
    }

    /// As JSON (`isonomia/inclusion/1`): fractions and numbers beyond 2^53 are text.
    pub fn to_value(&self, pool: &Pool, around: &Around) -> Value {
        let shares = self.shares.iter().map(|share| share.to_value(pool));
        let chances = self.chances.as_ref();
        let mut fields = vec![
            ("format", Value::from(FORMAT)),
            ("people", Value::from(self.people)),
            ("seats", Value::from(self.seats)),
            (
                "panel",
                Value::from(if self.drawn { "drawn" } else { "expected" }),
            ),
            ("values", Value::Array(shares.collect())),
            ("chances", chances.map_or(Value::Null, Chances::to_value)),
            ("crowd", self.crowd.to_value()),
        ];
        fields.extend(around.fields(pool));
        object(fields)
    }
}

/// A fraction as decimals, the nearest ones; halves go up. For people to read, never to decide by.
///
/// ```
/// use isonomia::num::Ratio;
/// use isonomia::panel::inclusion::decimals;
///
/// let sixth = Ratio::from_parts(1.into(), 6u8.into());
/// assert_eq!(decimals(&sixth, 4), "0.1667");
/// assert_eq!(decimals(&-sixth, 1), "-0.2");
/// ```
pub fn decimals(ratio: &Ratio, digits: u32) -> String {
    use crate::num::{Integer, Natural};
    use dashu_int::ops::{Abs, DivRem, UnsignedAbs};

    let scale = Natural::from(10_u8).pow(crate::id::ix(digits));
    let twice = ratio.clone().abs() * Ratio::from(Integer::from(&scale * Natural::from(2_u8)));
    let halves = (twice + Ratio::from(Integer::from(1_u8))).floor();
    let units = halves.unsigned_abs() / Natural::from(2_u8);
    let minus = if *ratio < Ratio::ZERO && units > Natural::ZERO {
        "-"
    } else {
        ""
    };
    let (whole, part) = units.div_rem(scale);
    if digits == 0 {
        return format!("{minus}{whole}");
    }
    let part = part.to_string();
    let zeros = "0".repeat(crate::id::ix(digits).saturating_sub(part.len()));
    format!("{minus}{whole}.{zeros}{part}")
}

fn text(ratio: &Ratio) -> Value {
    Value::from(ratio_text(ratio))
}

#[cfg(test)]
mod tests;
