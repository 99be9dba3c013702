//! The ballots as an explanation sees them: who would be glad of which option.

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Instance;
use crate::profile::{Class, Profile};

/// Ballots of one class: how many papers, and the options they support.
pub(crate) struct Group {
    pub(crate) papers: u64,
    pub(crate) supports: Vec<OptionId>,
}

/// All ballots, by class. A ballot supports the options it names; where ballots give points,
/// those with points above zero.
pub(crate) struct Ballots {
    pub(crate) groups: Vec<Group>,
    /// All papers, blank ones included.
    pub(crate) voters: u64,
}

impl Ballots {
    pub(crate) fn of(instance: &Instance) -> Option<Self> {
        let profile = instance.profile()?;
        let groups = profile.classes().map(|class| Group {
            papers: class.papers,
            supports: supports(profile, &class),
        });
        Some(Self {
            groups: groups.collect(),
            voters: profile.papers(),
        })
    }

    /// Papers that support each option. Sums of papers stay below 2^64 (see `ProfileBuilder`).
    pub(crate) fn votes(&self, options: u32) -> IdVec<OptionId, u64> {
        let mut votes: IdVec<OptionId, u64> = IdVec::filled(options, 0);
        for group in &self.groups {
            for option in &group.supports {
                votes[*option] += group.papers;
            }
        }
        votes
    }
}

/// The options that a ballot supports, ascending except on rankings.
pub(crate) fn supports(profile: &Profile, class: &Class<'_>) -> Vec<OptionId> {
    match profile.kind() {
        BallotKind::Approval | BallotKind::Ranking => class.options().collect(),
        _ => {
            let scored = class.scored().filter(|(_, points)| *points > 0);
            scored.map(|(option, _)| option).collect()
        }
    }
}

/// True for each of these options.
pub(crate) fn marked(options: u32, chosen: &[OptionId]) -> IdVec<OptionId, bool> {
    let mut marks = IdVec::filled(options, false);
    for option in chosen {
        marks[*option] = true;
    }
    marks
}
