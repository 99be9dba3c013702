//! What is a valid ballot of each kind.
//!
//! Limits are part of the paper, declared before the vote. A ballot that breaks one is not
//! counted and is listed with the reason: valid + invalid = all. The ballot elements of the web
//! package apply the same rules with the same codes, held equal by one fixture file.

use crate::sort::sort;

use crate::id::OptionId;
use crate::instance::Adjustable;

/// What voters were asked to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BallotKind {
    /// Options in order of preference, perhaps not all, perhaps some equal.
    Ranking,
    /// A set of options.
    Approval,
    /// Points for options.
    Score,
    /// Votes for options, for and perhaps against, bought with credits at the square of their number.
    Allotment,
    /// Amounts of money for projects, together no more than the budget.
    Knapsack,
}

impl BallotKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Ranking,
        Self::Approval,
        Self::Score,
        Self::Allotment,
        Self::Knapsack,
    ];

    /// The word used in files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ranking => "ranking",
            Self::Approval => "approval",
            Self::Score => "score",
            Self::Allotment => "allotment",
            Self::Knapsack => "knapsack",
        }
    }

    /// True where a number stands beside each option: points, votes or an amount.
    pub const fn has_points(self) -> bool {
        matches!(self, Self::Score | Self::Allotment | Self::Knapsack)
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Limits of one ballot. `None` means no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Fewest options on a ballot.
    pub min_length: Option<u32>,
    /// Most options on a ballot.
    pub max_length: Option<u32>,
    /// Least total cost of the options on a ballot, in minor units.
    pub min_cost: Option<u64>,
    /// Greatest total cost of the options on a ballot, in minor units.
    pub max_cost: Option<u64>,
    /// Least points for one option.
    pub min_points: Option<i64>,
    /// Most points for one option.
    pub max_points: Option<i64>,
    /// Least sum of points.
    pub min_sum: Option<i64>,
    /// Greatest sum of points.
    pub max_sum: Option<i64>,
    /// Credits of an allotment: the sum of squares of votes.
    pub credits: Option<u64>,
    /// Whether an allotment may hold votes against.
    pub negative: bool,
    /// Whether options may be ranked equal.
    pub equal_ranks: bool,
    /// Whether a blank ballot is invalid (it is valid, and counted as blank, otherwise).
    pub refuse_blank: bool,
    /// Limits of what a ballot may hold of some of the options, such as a category.
    pub groups: Vec<GroupLimits>,
}

/// Limits of what a ballot may hold of some of the options. `None` means no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupLimits {
    /// Name of the group.
    pub id: String,
    /// Its options, ascending.
    pub options: Vec<OptionId>,
    /// Fewest of them on a ballot.
    pub min_length: Option<u32>,
    /// Most of them on a ballot.
    pub max_length: Option<u32>,
    /// Least cost of those on a ballot together, in minor units.
    pub min_cost: Option<u64>,
    /// Greatest cost of those on a ballot together, in minor units.
    pub max_cost: Option<u64>,
}

impl GroupLimits {
    /// True where there is some limit.
    pub fn is_bounded(&self) -> bool {
        self.min_length.is_some()
            || self.max_length.is_some()
            || self.min_cost.is_some()
            || self.max_cost.is_some()
    }

    /// Checks the options of a ballot: those of the group, whatever their order.
    fn check(
        &self,
        options: &[OptionId],
        cost: &dyn Fn(OptionId) -> Option<u64>,
    ) -> Result<(), Fault> {
        let (mut length, mut total) = (0u32, 0u128);
        for option in options {
            if self.options.binary_search(option).is_ok() {
                length = length.saturating_add(1);
                total = total.saturating_add(u128::from(cost(*option).unwrap_or_default()));
            }
        }
        let over = |limit: Option<u64>| limit.filter(|limit| total > u128::from(*limit));
        let under = |limit: Option<u64>| limit.filter(|limit| total < u128::from(*limit));
        let code = if self.max_length.is_some_and(|most| length > most) {
            "category-too-long"
        } else if self.min_length.is_some_and(|least| length < least) {
            "category-too-short"
        } else if over(self.max_cost).is_some() {
            "category-over-cost"
        } else if under(self.min_cost).is_some() {
            "category-under-cost"
        } else {
            return Ok(());
        };
        Err(Fault::new(code, &self.id))
    }
}

/// Why a ballot is invalid: a code and the arguments of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Arguments, such as the limit.
    pub args: Vec<String>,
}

impl Fault {
    /// A fault with the limit that was broken.
    pub fn new(code: &'static str, limit: &dyn std::fmt::Display) -> Self {
        Self {
            code,
            args: vec![limit.to_string()],
        }
    }

    /// A fault that needs no argument.
    pub fn plain(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }
}

impl Limits {
    /// Checks a set of options: approvals, or the options of a ranking or score ballot.
    ///
    /// `cost` gives the cost of an option in minor units, where options have one.
    pub fn check_set(
        &self,
        options: &[OptionId],
        cost: impl Fn(OptionId) -> Option<u64>,
    ) -> Result<(), Fault> {
        let mut sorted = options.to_vec();
        sort(&mut sorted);
        if sorted.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(Fault::plain("duplicate-option"));
        }
        self.check_length(options.len())?;
        if self.min_cost.is_some() || self.max_cost.is_some() {
            let total: u128 = options
                .iter()
                .filter_map(|option| cost(*option))
                .map(u128::from)
                .sum();
            if let Some(limit) = self.max_cost.filter(|limit| total > u128::from(*limit)) {
                return Err(Fault::new("over-budget", &limit));
            }
            if let Some(limit) = self.min_cost.filter(|limit| total < u128::from(*limit)) {
                return Err(Fault::new("under-cost", &limit));
            }
        }
        Ok(())
    }

    /// Checks the number of options on a ballot.
    pub fn check_length(&self, length: usize) -> Result<(), Fault> {
        let length = crate::id::len32(length);
        if length == 0 && self.refuse_blank {
            return Err(Fault::plain("blank"));
        }
        if let Some(limit) = self.max_length.filter(|limit| length > *limit) {
            return Err(Fault::new("too-long", &limit));
        }
        if let Some(limit) = self.min_length.filter(|limit| length < *limit) {
            return Err(Fault::new("too-short", &limit));
        }
        Ok(())
    }

    /// Checks what a ballot holds of each group.
    ///
    /// # Errors
    /// `category-too-long`, `category-too-short`, `category-over-cost` or
    /// `category-under-cost` with the name of the first group whose limit is broken.
    pub fn check_groups(
        &self,
        options: &[OptionId],
        cost: impl Fn(OptionId) -> Option<u64>,
    ) -> Result<(), Fault> {
        self.groups
            .iter()
            .try_for_each(|group| group.check(options, &cost))
    }

    /// Checks the points of a score ballot: each option's and their sum.
    pub fn check_points(&self, points: impl Iterator<Item = i64> + Clone) -> Result<(), Fault> {
        for value in points.clone() {
            if let Some(limit) = self.max_points.filter(|limit| value > *limit) {
                return Err(Fault::new("points-too-high", &limit));
            }
            if let Some(limit) = self.min_points.filter(|limit| value < *limit) {
                return Err(Fault::new("points-too-low", &limit));
            }
        }
        let sum: i128 = points.map(i128::from).sum();
        if let Some(limit) = self.max_sum.filter(|limit| sum > i128::from(*limit)) {
            return Err(Fault::new("sum-too-high", &limit));
        }
        if let Some(limit) = self.min_sum.filter(|limit| sum < i128::from(*limit)) {
            return Err(Fault::new("sum-too-low", &limit));
        }
        Ok(())
    }

    /// Checks the amounts of a knapsack ballot, in minor units: their number and sum, and each
    /// against the amounts with which its project, of a cost, can be funded.
    ///
    /// # Errors
    /// Those of [`Limits::check_set`] with amounts for costs; `amount-too-high`,
    /// `amount-too-low` or `amount-off-step` with the project.
    pub fn check_amounts(
        &self,
        amounts: &[(OptionId, u64)],
        range: &dyn Fn(OptionId) -> (Adjustable, u64),
        id: &dyn Fn(OptionId) -> String,
    ) -> Result<(), Fault> {
        for (project, amount) in amounts {
            let (range, cost) = range(*project);
            let code = if *amount > cost {
                "amount-too-high"
            } else if *amount < range.min {
                "amount-too-low"
            } else if range.floor(*amount, cost) < *amount {
                "amount-off-step"
            } else {
                continue;
            };
            return Err(Fault::new(code, &id(*project)));
        }
        let projects: Vec<OptionId> = amounts.iter().map(|(project, _)| *project).collect();
        let amount = |project| {
            let mut all = amounts.iter();
            all.find(|(other, _)| *other == project).map(|(_, n)| *n)
        };
        self.check_set(&projects, amount)?;
        self.check_groups(&projects, amount)
    }

    /// Checks an allotment: the sum of squares against the credits, and the sign of votes.
    pub fn check_allotment(&self, votes: impl Iterator<Item = i64> + Clone) -> Result<(), Fault> {
        if !self.negative && votes.clone().any(i64::is_negative) {
            return Err(Fault::plain("negative-votes"));
        }
        if let Some(credits) = self.credits {
            let spent: u128 = votes
                .map(|v| u128::from(v.unsigned_abs()))
                .fold(0, |sum, v| sum.saturating_add(v.saturating_mul(v)));
            if spent > u128::from(credits) {
                return Err(Fault::new("overspent", &credits));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overspent_allotment_is_refused_even_at_the_edge_of_integers() {
        let limits = Limits {
            credits: Some(100),
            ..Limits::default()
        };
        assert_eq!(limits.check_allotment([6, 8].into_iter()), Ok(()));
        assert_eq!(
            limits.check_allotment([10, 1].into_iter()),
            Err(Fault::new("overspent", &100))
        );
        assert_eq!(
            limits.check_allotment([-1].into_iter()),
            Err(Fault::plain("negative-votes"))
        );
        let wide = Limits {
            credits: Some(u64::MAX),
            negative: true,
            ..Limits::default()
        };
        assert_eq!(
            wide.check_allotment([i64::MIN, i64::MIN].into_iter()),
            Err(Fault::new("overspent", &u64::MAX))
        );
    }
}
