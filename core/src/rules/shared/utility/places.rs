//! What a place on a ranking is worth.

use crate::instance::Budget;
use crate::params::ParamType;
use crate::rules::budget::greedy::tally::Scoring;

/// A dialect by name, or a list of points such as `3,2,1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// One of the named dialects.
    Named(Scoring),
    /// The points of the first place, the second ...; later places get nothing.
    List(Vec<u32>),
}

impl Places {
    /// As many points as projects are ranked below: the last gets none (pabutools).
    pub const BORDA: Self = Self::Named(Scoring::Borda);
    /// The last on a ballot gets one (Krakow: 3-2-1).
    pub const BORDA_MIN_1: Self = Self::Named(Scoring::BordaMin1);

    /// The points of a place (from 1) on a ballot with `length` places.
    pub fn worth(&self, place: u32, length: u32, budget: &Budget) -> i64 {
        let projects = budget.options.len();
        let places = budget.limits.max_length.unwrap_or(projects);
        let worth = match self {
            Self::Named(Scoring::Places) => places.saturating_add(1).saturating_sub(place),
            Self::Named(Scoring::Borda) => length.saturating_sub(place),
            Self::Named(Scoring::BordaMin1) => length.saturating_add(1).saturating_sub(place),
            Self::Named(Scoring::BordaAll) => projects.saturating_sub(place),
            Self::List(points) => {
                let at = place.checked_sub(1).map(crate::id::ix);
                at.and_then(|at| points.get(at))
                    .copied()
                    .unwrap_or_default()
            }
        };
        i64::from(worth)
    }
}

impl ParamType for Places {
    fn expected() -> String {
        format!("{} or points such as 3,2,1", Scoring::expected())
    }
    fn read(text: &str) -> Option<Self> {
        if let Some(named) = Scoring::read(text) {
            return Some(Self::Named(named));
        }
        let points: Option<Vec<u32>> = text.split(',').map(|part| u32::read(part.trim())).collect();
        points.map(Self::List)
    }
    fn show(&self) -> String {
        match self {
            Self::Named(named) => named.word().to_owned(),
            Self::List(points) => {
                let points: Vec<String> = points.iter().map(u32::to_string).collect();
                points.join(",")
            }
        }
    }
    fn words() -> &'static [(&'static str, &'static str)] {
        Scoring::words()
    }
}
