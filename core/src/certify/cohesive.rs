//! Justified representation, by looking at all groups that deserve something.
//!
//! A group of voters deserves a set T of options that all of them support where its share of the
//! money pays for T: `voters in it * money >= all voters * cost(T)`. With u(T) the number or the
//! cost of options in T:
//!
//! - JR: no group deserves one option and has no winner on any of its ballots;
//! - PJR: no group deserves a T with more u than all winners on its ballots together;
//! - EJR: no group deserves a T with more u than the winners on the ballot of each of them.
//!
//! Deciding this is hard in general (Aziz et al. 2018), so the search stops at a stated bound and
//! says so. Sources: Aziz et al. (2017); Sánchez-Fernández et al. (2017); for budgets Peters,
//! Pierczyński, Skowron (2021).

use super::{Verdict, View};
use crate::id::{OptionId, ix, len32};
use crate::rules::shared::utility::Utility;

/// The three kinds, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Justified representation.
    Jr,
    /// Proportional justified representation.
    Pjr,
    /// Extended justified representation.
    Ejr,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Jr, Self::Pjr, Self::Ejr];

    /// The word in documents.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Jr => "jr",
            Self::Pjr => "pjr",
            Self::Ejr => "ejr",
        }
    }
}

/// The search over groups.
pub struct Cohesive;

impl Cohesive {
    /// The most ballots classes looked at, over all sets of options.
    pub const LIMIT: u64 = 5_000_000;
}

struct Search<'v, 'a> {
    view: &'v View<'a>,
    kind: Kind,
    utility: Utility,
    /// Winners on the ballots of each group, as bits in the order of the outcome.
    masks: Vec<u64>,
    left: u64,
}

/// The first group that is denied what it deserves, or that there is none.
pub(super) fn find(view: &View<'_>, kind: Kind, utility: Utility) -> Verdict {
    if kind == Kind::Pjr && view.winners.len() > 60 {
        return Verdict::Unknown("too-large");
    }
    let masks = view
        .ballots
        .groups
        .iter()
        .map(|group| mask(view, &group.supports));
    let mut search = Search {
        view,
        kind,
        utility,
        masks: masks.collect(),
        left: Cohesive::LIMIT,
    };
    let everybody: Vec<u32> = (0u32..)
        .zip(&view.ballots.groups)
        .map(|(at, _)| at)
        .collect();
    let standing: Vec<OptionId> = view.options.standing().collect();
    match search.extend(&standing, &mut Vec::new(), &everybody) {
        Some(Some((options, winners))) => Verdict::Group(options, winners),
        Some(None) => Verdict::Holds,
        None => Verdict::Unknown("too-large"),
    }
}

/// Winners among some options, as bits; those beyond the first 64 have none and are only looked
/// for where bits are used, which is refused then.
fn mask(view: &View<'_>, options: &[OptionId]) -> u64 {
    let winners = view.winners.iter().take(64).enumerate();
    let bits = winners.filter(|(_, winner)| options.contains(winner));
    bits.fold(0, |mask, (at, _)| mask | (1 << at))
}

/// The options of a group and winners among which all of its lie.
type Group = (Vec<OptionId>, Vec<OptionId>);

impl Search<'_, '_> {
    fn worth(&self, option: OptionId) -> u128 {
        match self.utility {
            Utility::Cost => u128::from(self.view.costs[option]),
            _ => 1,
        }
    }

    /// Looks at every set that extends `chosen` by options of `rest`; `None` at the bound. Both
    /// a larger cost and fewer supporters make a group deserve less, so that what one set is not
    /// deserved by, none that holds it is.
    #[allow(clippy::option_option)] // the bound was reached, nobody, somebody
    fn extend(
        &mut self,
        rest: &[OptionId],
        chosen: &mut Vec<OptionId>,
        groups: &[u32],
    ) -> Option<Option<Group>> {
        for (at, option) in rest.iter().enumerate() {
            self.left = self.left.checked_sub(u64::from(len32(groups.len())))?;
            let view = self.view;
            let supports = |group: &&u32| {
                let supports = &view.ballots.groups[ix(**group)].supports;
                supports.contains(option)
            };
            let theirs: Vec<u32> = groups.iter().filter(supports).copied().collect();
            chosen.push(*option);
            if deserves(view, papers(view, &theirs), chosen) {
                if let Some(winners) = self.denied(chosen, &theirs)? {
                    return Some(Some((chosen.clone(), winners)));
                }
                let rest = rest.get(at + 1..).unwrap_or_default();
                if self.kind != Kind::Jr {
                    let found = self.extend(rest, chosen, &theirs)?;
                    if found.is_some() {
                        return Some(found);
                    }
                }
            }
            chosen.pop();
        }
        Some(None)
    }

    /// Winners among which those of a group denied lie.
    #[allow(clippy::option_option)] // the bound was reached, nobody, somebody
    fn denied(&mut self, chosen: &[OptionId], groups: &[u32]) -> Option<Option<Vec<OptionId>>> {
        let worth: u128 = chosen.iter().map(|option| self.worth(*option)).sum();
        if self.kind == Kind::Pjr {
            let mut all = 0u64;
            for group in groups {
                all |= self.masks[ix(*group)];
            }
            let among = self.view.winners.iter().enumerate();
            let among = among.filter(|(at, _)| all >> at & 1 == 1);
            let among: Vec<(usize, OptionId)> = among.map(|(at, w)| (at, *w)).collect();
            return self.among(chosen, groups, &among, 0, 0, worth);
        }
        let denied = is_denied(self.view, self.kind, self.utility, chosen, &[]);
        Some(denied.then(Vec::new))
    }

    /// Tries every set of winners that is worth less.
    #[allow(clippy::option_option)] // the bound was reached, nobody, somebody
    fn among(
        &mut self,
        chosen: &[OptionId],
        groups: &[u32],
        winners: &[(usize, OptionId)],
        within: u64,
        worth: u128,
        limit: u128,
    ) -> Option<Option<Vec<OptionId>>> {
        if worth >= limit {
            return Some(None);
        }
        self.left = self.left.checked_sub(u64::from(len32(groups.len())))?;
        let inside = groups
            .iter()
            .filter(|group| self.masks[ix(**group)] & !within == 0);
        let inside: Vec<u32> = inside.copied().collect();
        if deserves(self.view, papers(self.view, &inside), chosen) {
            let winners = self.view.winners.iter().enumerate();
            let named = winners.filter(|(at, _)| within >> at & 1 == 1);
            return Some(Some(named.map(|(_, winner)| *winner).collect()));
        }
        for (next, (at, winner)) in winners.iter().enumerate() {
            let rest = winners.get(next + 1..).unwrap_or_default();
            let more = worth + self.worth(*winner);
            let found = self.among(chosen, groups, rest, within | (1 << at), more, limit)?;
            if found.is_some() {
                return Some(found);
            }
        }
        Some(None)
    }
}

fn papers(view: &View<'_>, groups: &[u32]) -> u64 {
    groups
        .iter()
        .map(|group| view.ballots.groups[ix(*group)].papers)
        .sum()
}

/// Whether the share of so many voters pays for these options. Costs of fewer than 2^32 options
/// stay below 2^96; the products are taken as big integers.
fn deserves(view: &View<'_>, papers: u64, options: &[OptionId]) -> bool {
    use crate::num::Natural;
    let cost: u128 = options
        .iter()
        .map(|option| u128::from(view.costs[*option]))
        .sum();
    let share = Natural::from(papers) * Natural::from(view.money);
    papers > 0 && share >= Natural::from(cost) * Natural::from(view.ballots.voters)
}

/// Whether the voters who support all these options, and whose winners lie among `within` (PJR)
/// or are worth less to each (JR, EJR), are denied what they deserve. One pass over the ballots.
pub(super) fn is_denied(
    view: &View<'_>,
    kind: Kind,
    utility: Utility,
    options: &[OptionId],
    within: &[OptionId],
) -> bool {
    let worth = |option: &OptionId| match utility {
        Utility::Cost => u128::from(view.costs[*option]),
        _ => 1,
    };
    let limit: u128 = options.iter().map(worth).sum();
    if options.is_empty() || (kind == Kind::Jr && options.len() > 1) {
        return false;
    }
    if kind == Kind::Pjr && within.iter().map(worth).sum::<u128>() >= limit {
        return false;
    }
    let mut distinct = options.to_vec();
    crate::sort::sort(&mut distinct);
    distinct.dedup();
    if distinct.len() < options.len() {
        return false;
    }
    let denied = view.ballots.groups.iter().filter(|group| {
        let mut theirs = group.supports.iter().filter(|option| view.won[**option]);
        options.iter().all(|option| group.supports.contains(option))
            && match kind {
                Kind::Jr => theirs.next().is_none(),
                Kind::Pjr => theirs.all(|winner| within.contains(winner)),
                Kind::Ejr => theirs.map(worth).sum::<u128>() < limit,
            }
    });
    deserves(view, denied.map(|group| group.papers).sum(), options)
}
