//! The tallies of all stages so far, and the tie order that many statutes take from them.

use crate::id::{IdVec, OptionId};

/// Tallies at the end of each stage, first to last.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    stages: Vec<IdVec<OptionId, u64>>,
}

impl Stages {
    /// Writes down the tallies of a stage.
    pub fn push(&mut self, votes: &IdVec<OptionId, u64>) {
        self.stages.push(votes.clone());
    }

    /// Narrows tied options to those with the most (or, where `most` is false, fewest) votes at
    /// the end of the latest stage at which they were not all equal; those who were equal even
    /// there are compared at the stages before it, and so on back to the first.
    pub fn backwards(&self, tied: &[OptionId], most: bool) -> Vec<OptionId> {
        let mut kept = tied.to_vec();
        for votes in self.stages.iter().rev() {
            let tallies = kept.iter().map(|option| votes[*option]);
            let extreme = if most { tallies.max() } else { tallies.min() };
            kept.retain(|option| Some(votes[*option]) == extreme);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_difference_decides_and_equals_go_further_back() {
        let mut stages = Stages::default();
        for votes in [[5, 4, 3, 9], [6, 6, 5, 9], [7, 7, 7, 9]] {
            stages.push(&IdVec::from_vec(votes.to_vec()));
        }
        let tied = [OptionId(0), OptionId(1), OptionId(2)];
        assert_eq!(stages.backwards(&tied, false), [OptionId(2)]);
        assert_eq!(stages.backwards(&tied, true), [OptionId(0)]);
    }
}
