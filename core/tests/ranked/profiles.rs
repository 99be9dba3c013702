//! Small made profiles.

use isonomia::ballot::{BallotKind, Limits};
use isonomia::id::OptionId;
use isonomia::instance::{Contest, Options};
use isonomia::profile::ProfileBuilder;

/// A small repeatable generator (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let word = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(word).unwrap() % n.max(1)
    }
}

/// Ballots as lists of ranks, with copies.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) options: usize,
    pub(crate) seats: u32,
    pub(crate) ballots: Vec<(Vec<Vec<usize>>, u64)>,
}

impl Made {
    /// Up to seven options, up to a dozen kinds of ballot; with equal and blank ranks if `loose`.
    pub(crate) fn random(dice: &mut Dice, loose: bool) -> Self {
        let options = 1 + dice.below(7);
        let mut ballots = Vec::new();
        for _ in 0..dice.below(13) {
            let mut left: Vec<usize> = (0..options).collect();
            let mut ranks: Vec<Vec<usize>> = Vec::new();
            for _ in 0..dice.below(options + 1) {
                // Early options are liked more, so that surpluses and ties both occur.
                let pick = dice.below(left.len()).min(dice.below(left.len()));
                let option = left.remove(pick);
                match ranks.last_mut() {
                    Some(rank) if loose && dice.below(5) == 0 => rank.push(option),
                    _ => ranks.push(vec![option]),
                }
                if loose && dice.below(6) == 0 {
                    ranks.push(Vec::new());
                }
            }
            let copies = u64::try_from(1 + dice.below(6)).unwrap();
            ballots.push((ranks, copies));
        }
        Self {
            options,
            seats: u32::try_from(1 + dice.below(3)).unwrap(),
            ballots,
        }
    }

    pub(crate) fn contest(&self) -> Contest {
        let order: Vec<usize> = (0..self.options).collect();
        self.relabelled(&order)
    }

    /// The same election with option `i` (always called by the same id) in place `order[i]`.
    pub(crate) fn relabelled(&self, order: &[usize]) -> Contest {
        let mut ids = vec![0; self.options];
        for (option, place) in order.iter().enumerate() {
            ids[*place] = option;
        }
        let mut options = Options::new();
        for id in ids {
            options.push(&format!("option {id}"), "").unwrap();
        }
        let m = u32::try_from(self.options).unwrap();
        let mut builder = ProfileBuilder::new(BallotKind::Ranking, m);
        for (line, (ranks, copies)) in (1..).zip(&self.ballots) {
            let ranks: Vec<Vec<OptionId>> = ranks
                .iter()
                .map(|rank| {
                    rank.iter()
                        .map(|option| OptionId(u32::try_from(order[*option]).unwrap()))
                        .collect()
                })
                .collect();
            builder.ranks(&ranks, *copies, 1, line).unwrap();
        }
        Contest {
            options,
            profile: builder.finish(),
            seats: self.seats,
            limits: Limits::default(),
        }
    }
}
