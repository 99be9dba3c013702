//! The tallies of all stages so far, and the tie order that many statutes take from them.

use crate::id::{IdVec, OptionId};
use crate::sort::sort_by;

/// How options stand to each other by the tallies of all stages.
///
/// To compare the latest stage at which options differ is to compare by the last tally, then by
/// the one before it, and so on. So no tallies are kept, only the place of each option in that
/// order, which every stage refines: memory is one number an option, however many stages.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    /// Places from fewest votes to most; equal places were equal at every stage.
    places: IdVec<OptionId, u32>,
}

impl Stages {
    /// Takes in the tallies of a stage.
    pub fn push(&mut self, votes: &IdVec<OptionId, u64>) {
        let before = |option: OptionId| self.places.get(option).copied().unwrap_or_default();
        let key = |option: OptionId| (votes[option], before(option));
        let mut order: Vec<OptionId> = votes.ids().collect();
        sort_by(&mut order, &mut |a, b| key(*a).cmp(&key(*b)));
        let mut places = IdVec::filled(votes.len(), 0);
        let mut place = 0;
        let mut last = None;
        for option in order {
            let key = key(option);
            if last.is_some_and(|last| last != key) {
                place += 1;
            }
            last = Some(key);
            places[option] = place;
        }
        self.places = places;
    }

    /// Narrows tied options to those with the most (or, where `most` is false, fewest) votes at
    /// the end of the latest stage at which they were not all equal; those who were equal even
    /// there are compared at the stages before it, and so on back to the first.
    pub fn backwards(&self, tied: &[OptionId], most: bool) -> Vec<OptionId> {
        let place = |option: &OptionId| self.places.get(*option).copied();
        let places = tied.iter().map(place);
        let extreme = if most { places.max() } else { places.min() };
        let mut kept = tied.to_vec();
        kept.retain(|option| Some(place(option)) == extreme);
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

    /// Against the definition on the tallies themselves, for every set of tied options.
    #[test]
    fn places_are_those_of_the_tallies_read_from_the_last_stage_back() {
        let mut state = 7_u32;
        for _ in 0..50 {
            let mut stages = Stages::default();
            let mut tallies: Vec<Vec<u64>> = Vec::new();
            for _ in 0..4 {
                let votes: Vec<u64> = (0..6)
                    .map(|_| {
                        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                        u64::from((state >> 16) % 3)
                    })
                    .collect();
                stages.push(&IdVec::from_vec(votes.clone()));
                tallies.push(votes);
            }
            for set in 1..64_u32 {
                let tied: Vec<OptionId> =
                    (0..6).filter(|o| set >> o & 1 == 1).map(OptionId).collect();
                for most in [false, true] {
                    let mut kept = tied.clone();
                    for votes in tallies.iter().rev() {
                        let of = |option: &OptionId| votes[crate::id::ix(option.0)];
                        let all = kept.iter().map(of);
                        let extreme = if most { all.max() } else { all.min() };
                        kept.retain(|option| Some(of(option)) == extreme);
                    }
                    assert_eq!(stages.backwards(&tied, most), kept);
                }
            }
        }
    }
}
