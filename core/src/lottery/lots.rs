//! The randomness handed to a rule: tickets and streams under one label.

use super::seed::{DrawKey, Seed};
use super::stream::Stream;

/// What a rule may draw from: the lots of one purpose, such as the ties of one contest.
///
/// Tickets are keyed by `DrawKey::derive(seed, label)`. A stream is keyed by that key used as a
/// seed for the stream's own label, so no stream shares words with another or with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lots {
    key: DrawKey,
}

impl Lots {
    /// The lots of the purpose `label`.
    pub fn from_seed(seed: Seed, label: &str) -> Lots {
        Lots {
            key: DrawKey::derive(seed, label),
        }
    }

    /// The ticket of `id`; the smallest in byte order comes first.
    pub fn ticket(&self, id: &str) -> [u8; 32] {
        self.key.ticket(id)
    }

    /// The stream of this label, from its start at every call.
    pub fn stream(&self, label: &str) -> Stream {
        DrawKey::derive(Seed::from(self.key.into_bytes()), label).stream()
    }
}
