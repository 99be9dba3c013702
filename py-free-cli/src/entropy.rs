//! The only place that asks the system for randomness: keys, salts, secrets, names of draws.
//!
//! None of it decides a draw. What decides comes from dice, parties and beacons, in public.

use isonomia::problem::Problem;

/// A source of random bytes for the engine, which has none of its own. The engine cannot be told
/// of a failure in the middle, so it is kept and told afterwards.
#[derive(Debug, Default)]
pub(crate) struct Entropy {
    failed: Option<String>,
}

impl Entropy {
    /// Fills `bytes`.
    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            self.failed = Some(error.to_string());
        }
    }

    /// Random bytes.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// To be asked before anything made from these bytes is used.
    pub(crate) fn check(self) -> Result<(), Problem> {
        match self.failed {
            None => Ok(()),
            Some(why) => Err(Problem::error("entropy-missing").found(why)),
        }
    }
}
