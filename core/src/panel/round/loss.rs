//! What rounding does to the chances.

use crate::id::{IdVec, TypeId, ix, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::panel::{Counts, Lottery, Type, Types};

/// Seats of each type in a whole list of panels.
pub fn places(types: &Types, panels: &[Counts]) -> IdVec<TypeId, u64> {
    let mut places = vec![0_u64; ix(types.types().len())];
    for panel in panels {
        for (sum, count) in places.iter_mut().zip(panel) {
            *sum += u64::from(*count);
        }
    }
    IdVec::from_vec(places)
}

/// The chance of each person of a type that equally likely panels give; 0 without panels.
pub fn shares(types: &Types, panels: &[Counts]) -> IdVec<TypeId, Ratio> {
    let places = places(types, panels);
    let m = Natural::from(len32(panels.len()).max(1));
    let share = |(id, kind): (TypeId, &Type)| {
        let people = Natural::from(len32(kind.people.len()));
        Ratio::from_parts(Integer::from(places[id]), people * &m)
    };
    IdVec::from_vec(types.types().iter().map(share).collect())
}

/// The least number of equally likely panels that gives everyone the exact chance: each panel of
/// the lottery a whole number of times, and each person on a whole number of panels.
pub fn exact(types: &Types, lottery: &Lottery, chances: &IdVec<TypeId, Ratio>) -> Natural {
    use dashu_int::ops::Gcd;

    let mut exact = lottery.total().clone();
    for id in types.types().ids() {
        let each = chances[id].denominator();
        exact = &exact / (&exact).gcd(each) * each;
    }
    exact
}

/// What a list of equiprobable panels does to the chances of people: of a type with `S` seats in
/// `m` panels and `n` people each stands on `floor(S/n)` or `ceil(S/n)` panels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The largest difference of a person's chance from the chance before.
    pub change: Ratio,
    /// The least chance of those who have one, before.
    pub least_before: Ratio,
    /// The least chance of the same people after.
    pub least: Ratio,
    /// The greatest chance before.
    pub most_before: Ratio,
    /// The greatest chance after.
    pub most: Ratio,
}

impl Loss {
    /// Of `m` panels with these seats by type, against these chances by type.
    pub fn of(
        types: &Types,
        chances: &IdVec<TypeId, Ratio>,
        places: &IdVec<TypeId, u64>,
        m: u32,
    ) -> Self {
        let share = |panels: u64| Ratio::from_parts(Integer::from(panels), Natural::from(m.max(1)));
        let mut loss = Self {
            change: Ratio::ZERO,
            least_before: Ratio::ONE,
            least: Ratio::ONE,
            most_before: Ratio::ZERO,
            most: Ratio::ZERO,
        };
        for (id, kind) in types.types().iter() {
            let (chance, seats) = (&chances[id], places[id]);
            let people = u64::from(len32(kind.people.len()));
            let (low, high) = (share(seats / people), share(seats.div_ceil(people)));
            for after in [&low, &high] {
                let change = if after > chance {
                    after - chance
                } else {
                    chance - after
                };
                loss.change = loss.change.max(change);
            }
            if *chance > Ratio::ZERO {
                loss.least_before = loss.least_before.min(chance.clone());
                loss.least = loss.least.min(low);
            }
            loss.most_before = loss.most_before.max(chance.clone());
            loss.most = loss.most.max(high);
        }
        loss
    }

    /// As in a certificate.
    pub fn to_value(&self) -> Value {
        let text = |ratio: &Ratio| Value::from(ratio_text(ratio));
        object(vec![
            ("change", text(&self.change)),
            ("least", text(&self.least)),
            ("least_before", text(&self.least_before)),
            ("most", text(&self.most)),
            ("most_before", text(&self.most_before)),
        ])
    }
}
