//! Ties are decided by a declared policy, never by an accident of order.
//!
//! A policy is a list of words tried in order. Each word narrows the tied set to those it
//! favours most (or least, where someone is to lose: lists run from most to least favoured, and
//! an exclusion takes the last). What decided is an event of the count. Where nothing in the
//! list decides, counting stops with the tied set named. Source of the default order cost, then
//! votes, then a lot drawn beforehand: equalshares.net, "Tie-breaking"; statutes name their own.

use crate::id::OptionId;
use crate::instance::Options;

/// One word of a tie policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieRule {
    /// The rule's own order, such as the tallies of earlier stages.
    Statute,
    /// Lower cost is favoured.
    MinCost,
    /// Higher cost is favoured.
    MaxCost,
    /// More votes are favoured.
    MaxVotes,
    /// Byte order of the id: the first is favoured.
    Name,
    /// Order in the file: the first is favoured.
    Listed,
    /// Decisions written in the election file before or by the returning officer.
    Given,
    /// One ticket order for the whole contest, from public randomness; needs a seed.
    Lot,
    /// Every way is followed and every outcome reported.
    All,
}

impl TieRule {
    /// All words, in the order in which help texts list them.
    pub const ALL: [Self; 9] = [
        Self::Statute,
        Self::MinCost,
        Self::MaxCost,
        Self::MaxVotes,
        Self::Name,
        Self::Listed,
        Self::Given,
        Self::Lot,
        Self::All,
    ];

    /// The word used in commands, files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statute => "statute",
            Self::MinCost => "min-cost",
            Self::MaxCost => "max-cost",
            Self::MaxVotes => "max-votes",
            Self::Name => "name",
            Self::Listed => "listed",
            Self::Given => "given",
            Self::Lot => "lot",
            Self::All => "all",
        }
    }

    /// The tie rule of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.word() == word)
    }
}

/// Reads a list such as `min-cost,max-votes,lot`; the word that is none is handed back.
pub fn parse_ties(text: &str) -> Result<Vec<TieRule>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| TieRule::from_word(word).ok_or_else(|| word.to_owned()))
        .collect()
}

/// Narrows a tied set to those that stand first in an order: the rule's own step of a statute.
///
/// Gets the options still tied and `true` when the most favoured is wanted; returns those that
/// are equally most (or least) favoured.
pub type Narrow<'a> = &'a dyn Fn(&[OptionId], bool) -> Vec<OptionId>;

/// A tie to be decided.
#[derive(Clone, Copy)]
pub struct Tie<'a> {
    /// What is to be decided: `elect`, `exclude`, `surplus`, `fund` ...
    pub purpose: &'static str,
    /// The tied options.
    pub among: &'a [OptionId],
    /// True when one is to be favoured (elected, funded), false when one is to lose.
    pub most_favoured: bool,
    /// All options of the contest.
    pub options: &'a Options,
    /// Costs, for `min-cost` and `max-cost`.
    pub cost: Option<&'a dyn Fn(OptionId) -> u64>,
    /// Votes, for `max-votes`.
    pub votes: Option<&'a dyn Fn(OptionId) -> i128>,
    /// The rule's own order, for `statute`.
    pub statute: Option<Narrow<'a>>,
}

impl<'a> Tie<'a> {
    /// A tie that knows only its options.
    pub fn new(
        purpose: &'static str,
        among: &'a [OptionId],
        most_favoured: bool,
        options: &'a Options,
    ) -> Self {
        Self {
            purpose,
            among,
            most_favoured,
            options,
            cost: None,
            votes: None,
            statute: None,
        }
    }

    /// Those of `tied` that `rule` favours most (least, where one is to lose). Unchanged when
    /// the rule has nothing to say here.
    pub(crate) fn narrow(
        &self,
        rule: TieRule,
        tied: &[OptionId],
        context: &TieContext<'_>,
    ) -> Vec<OptionId> {
        let want = self.most_favoured;
        match rule {
            TieRule::Statute => self
                .statute
                .map_or_else(|| tied.to_vec(), |narrow| narrow(tied, want)),
            TieRule::MinCost => self
                .cost
                .map_or_else(|| tied.to_vec(), |cost| extreme(tied, want, cost)),
            TieRule::MaxCost => self
                .cost
                .map_or_else(|| tied.to_vec(), |cost| extreme(tied, !want, cost)),
            TieRule::MaxVotes => self
                .votes
                .map_or_else(|| tied.to_vec(), |votes| extreme(tied, !want, votes)),
            TieRule::Name => extreme(tied, want, |o| self.options.id(o)),
            TieRule::Listed => extreme(tied, want, |o| o),
            TieRule::Given => context
                .given
                .iter()
                .find(|list| tied.iter().all(|o| list.contains(o)))
                .map_or_else(
                    || tied.to_vec(),
                    |list| extreme(tied, want, |o| list.iter().position(|l| *l == o)),
                ),
            TieRule::Lot => match &context.ticket {
                Some(ticket) => extreme(tied, want, |o| ticket(self.options.id(o))),
                None => tied.to_vec(),
            },
            TieRule::All => tied.to_vec(),
        }
    }
}

/// From an option id to its ticket.
pub(crate) type Ticket<'a> = Box<dyn Fn(&str) -> [u8; 32] + 'a>;

/// What ties may be decided by besides the options themselves.
pub(crate) struct TieContext<'a> {
    /// Decisions by the returning officer: lists from most to least favoured.
    pub(crate) given: &'a [Vec<OptionId>],
    /// Ticket of an option id, where there is a seed.
    pub(crate) ticket: Option<Ticket<'a>>,
}

/// Options with the least key (greatest when `least` is false).
fn extreme<K: Ord>(tied: &[OptionId], least: bool, key: impl Fn(OptionId) -> K) -> Vec<OptionId> {
    let keys = tied.iter().map(|option| key(*option));
    let best = if least { keys.min() } else { keys.max() };
    tied.iter()
        .copied()
        .filter(|option| best.as_ref() == Some(&key(*option)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_order_and_an_unknown_word_is_named() {
        assert_eq!(
            parse_ties("min-cost, lot"),
            Ok(vec![TieRule::MinCost, TieRule::Lot])
        );
        assert_eq!(parse_ties("coin"), Err("coin".to_owned()));
    }

    #[test]
    fn an_exclusion_takes_the_last_of_the_list() {
        let mut options = Options::new();
        let tied: Vec<OptionId> = ["a", "b", "c"]
            .iter()
            .filter_map(|id| options.push(id, id).ok())
            .collect();
        let context = TieContext {
            given: &[],
            ticket: None,
        };
        let elect = Tie::new("elect", &tied, true, &options);
        let exclude = Tie::new("exclude", &tied, false, &options);
        assert_eq!(elect.narrow(TieRule::Name, &tied, &context), [tied[0]]);
        assert_eq!(exclude.narrow(TieRule::Name, &tied, &context), [tied[2]]);
    }
}
