//! How a lottery spreads chances over people, in the figures by which lotteries are compared.

use isonomia::json::Value;
use isonomia::num::{Ratio, ratio_text};
use isonomia::outcome::Outcome;
use isonomia::panel::inclusion::{Chances, DIGITS, decimals};

/// The figures of one lottery, exact.
#[derive(Clone, Debug)]
pub(crate) struct Spread {
    chances: Chances,
    /// By person, as the outcome lists them: what tells two lotteries apart.
    by_person: Vec<Ratio>,
    /// Panels in its list; 0 where only chances were asked for.
    panels: u32,
}

impl Spread {
    /// Of an outcome that is a lottery.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let Outcome::PanelLottery { people, panels, .. } = outcome else {
            return None;
        };
        let by_person: Vec<Ratio> = people.iter().map(|(_, chance)| chance.clone()).collect();
        Some(Self {
            chances: Chances::of(&by_person),
            by_person,
            panels: u32::try_from(panels.len()).unwrap_or(u32::MAX),
        })
    }

    /// Least chance of those who can be drawn, greatest, Gini coefficient, geometric mean of those
    /// who can be drawn, and people who cannot, as decimals; then the number of panels.
    pub(crate) fn cells(&self, digits: u32) -> [String; 6] {
        let text = |ratio: &Ratio| decimals(ratio, digits);
        let chances = &self.chances;
        let geometric = chances.geometric.as_ref();
        [
            text(&chances.least_drawable),
            text(&chances.most),
            text(&chances.gini),
            geometric.map_or_else(String::new, text),
            chances.never.to_string(),
            self.panels.to_string(),
        ]
    }

    /// The same, fractions exact; the geometric mean, which is none, as decimals.
    pub(crate) fn value(&self) -> Value {
        let text = |ratio: &Ratio| Value::from(ratio_text(ratio));
        let chances = &self.chances;
        let geometric = chances.geometric.as_ref();
        let geometric = geometric.map(|mean| Value::from(decimals(mean, DIGITS)));
        Value::object([
            ("geometric_mean", geometric.unwrap_or(Value::Null)),
            ("gini", text(&chances.gini)),
            ("least", text(&chances.least_drawable)),
            ("most", text(&chances.most)),
            ("never", Value::from(chances.never)),
            ("panels", Value::from(self.panels)),
        ])
    }

    /// People who can be drawn, and who cannot.
    pub(crate) fn drawable(&self) -> (usize, u32) {
        let never = self.chances.never;
        let all = self.by_person.len();
        (
            all.saturating_sub(usize::try_from(never).unwrap_or(all)),
            never,
        )
    }

    /// How many people have the same chance in both, and of how many.
    pub(crate) fn same(&self, other: &Self) -> (usize, usize) {
        let pairs = self.by_person.iter().zip(&other.by_person);
        (pairs.filter(|(a, b)| a == b).count(), self.by_person.len())
    }
}
