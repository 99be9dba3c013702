//! A lottery of panels with exact chances.

use std::collections::BTreeMap;

use super::{Counts, Types};
use crate::id::{IdVec, TypeId, ix, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;

/// The most panels times types of a lottery that is read: half a gigabyte.
const MAX_CELLS: u64 = 1 << 27;

/// Panels as counts by type, each with a whole weight; the chance of one is its weight of the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lottery {
    /// Panels and weights; no weight is 0, no panel stands twice, in ascending order.
    panels: Vec<(Counts, Natural)>,
    total: Natural,
}

/// Why panels are no lottery of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotteryError {
    /// No panel has a weight.
    Empty,
    /// The panel of this number, in the order given, misses a row.
    Panel(u32),
    /// It is not written as lotteries are.
    Shape,
    /// More panels times types than are read.
    Size,
}

impl LotteryError {
    /// The error as a problem.
    pub fn problem(self) -> Problem {
        let found = match self {
            Self::Empty => "no panel".to_owned(),
            Self::Panel(number) => number.to_string(),
            Self::Shape => "not a lottery".to_owned(),
            Self::Size => "too many panels".to_owned(),
        };
        Problem::error("lottery-invalid")
            .path("panels")
            .found(found)
    }
}

impl Lottery {
    /// A lottery from panels and weights: equal panels are put together, weights of 0 left out,
    /// the rest divided by their greatest common divisor, panels in ascending order.
    ///
    /// # Errors
    /// [`LotteryError::Empty`]; [`LotteryError::Panel`] where one misses what is asked.
    pub fn new(types: &Types, panels: Vec<(Counts, Natural)>) -> Result<Self, LotteryError> {
        let mut together = Together::default();
        for (number, (counts, weight)) in panels.into_iter().enumerate() {
            together.put(types, len32(number), counts, weight)?;
        }
        together.lottery()
    }

    /// Panels with their weights, ascending.
    pub fn panels(&self) -> &[(Counts, Natural)] {
        &self.panels
    }

    /// The sum of the weights: with so many equiprobable panels the chances are met exactly.
    pub fn total(&self) -> &Natural {
        &self.total
    }

    /// The chance of each person of a type. They sum to the seats over all people.
    /// Cost: O(panels * types).
    pub fn chances(&self, types: &Types) -> IdVec<TypeId, Ratio> {
        let chance = |id: TypeId| {
            let people = types.types()[id].people.len();
            let seats = self
                .panels
                .iter()
                .fold(Natural::ZERO, |sum, (counts, weight)| {
                    sum + weight * Natural::from(counts[ix(id.0)])
                });
            Ratio::from_parts(
                Integer::from(seats),
                &self.total * Natural::from(len32(people)),
            )
        };
        IdVec::from_vec(types.types().ids().map(chance).collect())
    }

    /// As it stands in reports: `[{"take":[[type,count],..],"weight":"w"},..]`.
    pub fn to_value(&self) -> Value {
        let panels = self.panels.iter().map(|(counts, weight)| {
            let taken = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let taken = taken
                .map(|(at, count)| Value::Array(vec![Value::from(len32(at)), Value::from(*count)]));
            object(vec![
                ("take", Value::Array(taken.collect())),
                ("weight", Value::from(weight.to_string())),
            ])
        });
        Value::Array(panels.collect())
    }

    /// Reads what [`Lottery::to_value`] writes, and checks every panel as it comes: a panel that
    /// misses what is asked, or that stood there before, is never kept, so a short file cannot ask
    /// for much memory.
    ///
    /// # Errors
    /// As [`Lottery::new`]; [`LotteryError::Shape`], also for types of a panel that do not ascend;
    /// [`LotteryError::Size`] for more than 2^27 panels times types.
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, LotteryError> {
        Self::within(types, value, MAX_CELLS)
    }

    /// A lottery of so many panels times types at most.
    fn within(types: &Types, value: &Value, cells: u64) -> Result<Self, LotteryError> {
        let panels = value.as_array().ok_or(LotteryError::Shape)?;
        let most = cells / u64::from(types.types().len().max(1));
        if u64::from(len32(panels.len())) > most {
            return Err(LotteryError::Size);
        }
        let mut together = Together::default();
        for (number, panel) in panels.iter().enumerate() {
            let (counts, weight) = panel_of(types, panel).ok_or(LotteryError::Shape)?;
            together.put(types, len32(number), counts, weight)?;
        }
        together.lottery()
    }
}

/// Reads `{"take":[[type,count],..],"weight":"w"}`.
fn panel_of(types: &Types, value: &Value) -> Option<(Counts, Natural)> {
    let mut counts = vec![0_u32; ix(types.types().len())];
    let mut next = 0;
    for pair in value.get("take")?.as_array()? {
        let [at, count] = pair.as_array()? else {
            return None;
        };
        let at = usize::try_from(at.as_i64()?).ok()?;
        let slot = counts.get_mut(at).filter(|_| at >= next)?;
        *slot = u32::try_from(count.as_i64()?).ok()?;
        next = at.saturating_add(1);
    }
    let weight = value.get("weight")?.as_str()?;
    let digits = weight.len() <= 4096 && weight.bytes().all(|byte| byte.is_ascii_digit());
    let weight = weight.parse().ok().filter(|_| digits)?;
    Some((counts, weight))
}

/// Panels with the sums of their weights, while a lottery is put together.
#[derive(Default)]
struct Together(BTreeMap<Counts, Natural>);

impl Together {
    /// Adds a panel, by its number in the order given.
    fn put(
        &mut self,
        types: &Types,
        number: u32,
        counts: Counts,
        weight: Natural,
    ) -> Result<(), LotteryError> {
        if !types.admits(&counts) {
            return Err(LotteryError::Panel(number));
        }
        if weight > Natural::ZERO {
            *self.0.entry(counts).or_insert(Natural::ZERO) += weight;
        }
        Ok(())
    }

    fn lottery(self) -> Result<Lottery, LotteryError> {
        use dashu_int::ops::Gcd;

        let common = self.0.values().fold(Natural::ZERO, |common, weight| {
            if common.is_zero() {
                weight.clone()
            } else {
                (&common).gcd(weight)
            }
        });
        if common.is_zero() {
            return Err(LotteryError::Empty);
        }
        let panels = self.0.into_iter();
        let panels: Vec<(Counts, Natural)> = panels
            .map(|(counts, weight)| (counts, weight / &common))
            .collect();
        let total = panels
            .iter()
            .fold(Natural::ZERO, |sum, (_, weight)| sum + weight);
        Ok(Lottery { panels, total })
    }
}

#[cfg(test)]
mod tests {
    use super::{Lottery, LotteryError};
    use crate::id::IdVec;
    use crate::instance::{Feature, FeatureValue, Pool};
    use crate::json::{Value, parse};
    use crate::panel::Types;

    /// Three types of two people each, one seat.
    fn types() -> Types {
        let value = |name: &str| FeatureValue {
            name: name.to_owned(),
            min: 0,
            max: 1,
            min_flex: 0,
            max_flex: 1,
        };
        let feature = Feature {
            name: "area".to_owned(),
            values: IdVec::from_vec(["a", "b", "c"].map(value).to_vec()),
        };
        let person = |n: u32| (format!("p{n}"), vec![crate::id::ValueId(n % 3)], None);
        let people = (0..6).map(person).collect();
        Types::of(&Pool::new(IdVec::from_vec(vec![feature]), people, 1).unwrap())
    }

    fn read(text: &str) -> Result<Lottery, LotteryError> {
        Lottery::from_value(&types(), &parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"[{"take":[[0,1]],"weight":"2"},{"take":[[1,1]],"weight":"6"}]"#;
        let lottery = read(text).unwrap();
        // Weights without their common divisor; panels in ascending order of their counts.
        let again = r#"[{"take":[[1,1]],"weight":"3"},{"take":[[0,1]],"weight":"1"}]"#;
        assert_eq!(lottery.to_value().canonical_string(), again);
        assert_eq!(read(again).unwrap(), lottery);
    }

    // 25 bytes a panel stood for four bytes a type each before anything was looked at: a file of a
    // megabyte asked for hundreds.
    #[test]
    fn a_short_file_of_many_panels_is_refused_before_room_is_made_for_them() {
        let empty = parse(br#"{"take":[],"weight":"1"}"#).unwrap();
        let many = |n: usize| Value::Array(vec![empty.clone(); n]);
        // The first panel of many is no panel: nothing after it is read.
        let refused = Lottery::from_value(&types(), &many(100_000));
        assert_eq!(refused, Err(LotteryError::Panel(0)));
        let one = parse(br#"{"take":[[0,1]],"weight":"1"}"#).unwrap();
        let mut value = Value::Array(vec![one; 100_000]);
        let lottery = Lottery::from_value(&types(), &value).unwrap();
        assert_eq!(lottery.panels().len(), 1);
        if let Value::Array(panels) = &mut value {
            panels.push(empty.clone());
        }
        let refused = Lottery::from_value(&types(), &value);
        assert_eq!(refused, Err(LotteryError::Panel(100_000)));
        // Three types: 100,001 panels are 300,003 cells.
        let refused = Lottery::within(&types(), &value, 300_002);
        assert_eq!(refused, Err(LotteryError::Size));
    }

    #[test]
    fn types_of_a_panel_ascend_and_none_stands_twice() {
        for take in [
            "[[0,0],[0,1]]",
            "[[1,1],[0,0]]",
            "[[3,1]]",
            "[[-1,1]]",
            "[[0,-1],[1,2]]",
        ] {
            let text = format!(r#"[{{"take":{take},"weight":"1"}}]"#);
            assert_eq!(read(&text), Err(LotteryError::Shape), "{take}");
        }
        for weight in ["", "-1", "+1", "1.0", "x"] {
            let text = format!(r#"[{{"take":[[0,1]],"weight":"{weight}"}}]"#);
            assert_eq!(read(&text), Err(LotteryError::Shape), "{weight}");
        }
        assert_eq!(read("[]"), Err(LotteryError::Empty));
        assert_eq!(
            read(r#"[{"take":[[0,1]],"weight":"0"}]"#),
            Err(LotteryError::Empty)
        );
    }
}
