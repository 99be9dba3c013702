//! The question: kinds of candidates, quotas, scenarios; and what a scenario costs.

use crate::id::ix;
use crate::num::{Integer, Natural, Ratio};

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Members too few or too many of each quota, divided by its greatest number, summed.
    Sum,
    /// 1 where any quota is missed, else 0.
    Any,
}

impl Measure {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Any => "any",
        }
    }

    /// The measure of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Sum, Self::Any]
            .into_iter()
            .find(|measure| measure.word() == word)
    }
}

/// Interchangeable candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The quotas in which they count, by number, ascending.
    pub quotas: Vec<u32>,
    /// The most of them who can be alternates.
    pub most: u32,
}

/// Scenarios that are the same to everyone who could be called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scenario {
    /// Members left with each quota's value.
    pub left: Vec<u32>,
    /// How many left.
    pub gone: u32,
    /// Kinds that cannot be called, ascending; where candidates drop out, each is a kind.
    pub away: Vec<u32>,
    /// How many of the scenarios are so.
    pub weight: u32,
}

/// How many of a kind: `(kind, number)`, ascending by kind, numbers above 0.
pub type Call = Vec<(u32, u32)>;

/// The whole question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// Least and most of each quota.
    pub quotas: Vec<(u32, u32)>,
    /// The candidates.
    pub kinds: Vec<Kind>,
    /// At most so many of these kinds together: one from each household.
    pub homes: Vec<(Vec<u32>, u32)>,
    /// The scenarios, different and ascending.
    pub scenarios: Vec<Scenario>,
    /// The most alternates.
    pub count: u32,
    /// What is lost.
    pub measure: Measure,
}

impl Reserve {
    /// How many scenarios there are.
    pub fn weight(&self) -> u64 {
        let weights = self.scenarios.iter().map(|scenario| scenario.weight);
        weights.map(u64::from).sum()
    }

    /// The greatest number of a quota, at least 1: what a miss of it is divided by.
    pub fn scale(&self, quota: u32) -> u32 {
        self.quotas
            .get(ix(quota))
            .map_or(1, |(_, most)| (*most).max(1))
    }

    /// Whether these can be the alternates.
    pub fn allows(&self, chosen: &[(u32, u32)]) -> bool {
        let ascending = chosen.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let sum = |of: &dyn Fn(u32) -> bool| -> u64 {
            let chosen = chosen.iter().filter(|(kind, _)| of(*kind));
            chosen.map(|(_, number)| u64::from(*number)).sum()
        };
        ascending
            && chosen.iter().all(|(kind, number)| {
                let kind = self.kinds.get(ix(*kind));
                kind.is_some_and(|kind| (1..=kind.most).contains(number))
            })
            && sum(&|_| true) <= u64::from(self.count)
            && self.homes.iter().all(|(kinds, most)| {
                sum(&|kind| kinds.binary_search(&kind).is_ok()) <= u64::from(*most)
            })
    }

    /// Whether `call` uses no more than `chosen`, nobody who is away, and no more than left.
    pub fn can_call(
        &self,
        scenario: &Scenario,
        chosen: &[(u32, u32)],
        call: &[(u32, u32)],
    ) -> bool {
        let ascending = call.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let sum: u64 = call.iter().map(|(_, number)| u64::from(*number)).sum();
        ascending
            && sum <= u64::from(scenario.gone)
            && call.iter().all(|(kind, number)| {
                let here = scenario.away.binary_search(kind).is_err();
                let found = chosen.iter().find(|(other, _)| other == kind);
                here && *number > 0 && found.is_some_and(|(_, most)| number <= most)
            })
    }

    /// Members with each quota's value once `call` is seated.
    pub fn counts(&self, scenario: &Scenario, call: &[(u32, u32)]) -> Vec<u32> {
        let mut counts = scenario.left.clone();
        for (kind, number) in call {
            let quotas = self.kinds.get(ix(*kind)).map(|kind| kind.quotas.as_slice());
            for quota in quotas.unwrap_or_default() {
                if let Some(count) = counts.get_mut(ix(*quota)) {
                    *count = count.saturating_add(*number);
                }
            }
        }
        counts
    }

    /// The loss of one scenario.
    pub fn loss(&self, scenario: &Scenario, call: &[(u32, u32)]) -> Ratio {
        let counts = self.counts(scenario, call);
        let mut loss = Ratio::ZERO;
        for ((least, most), count) in self.quotas.iter().zip(counts) {
            let missed = least.saturating_sub(count).max(count.saturating_sub(*most));
            if missed > 0 && self.measure == Measure::Any {
                return Ratio::ONE;
            }
            if missed > 0 {
                loss += Ratio::from_parts(Integer::from(missed), Natural::from((*most).max(1)));
            }
        }
        loss
    }

    /// The mean loss, where each scenario is answered by its call; scenarios beyond the calls get
    /// none.
    pub fn mean_loss(&self, calls: &[Call]) -> Ratio {
        let nobody = Call::new();
        let calls = calls.iter().chain(std::iter::repeat(&nobody));
        let mut sum = Ratio::ZERO;
        for (scenario, call) in self.scenarios.iter().zip(calls) {
            let weight = Ratio::from(Integer::from(scenario.weight));
            sum += self.loss(scenario, call) * weight;
        }
        sum / Ratio::from(Integer::from(self.weight().max(1)))
    }
}
