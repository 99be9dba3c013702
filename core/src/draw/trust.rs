//! What the person who checks a draw brings along.

use super::chances::Replay;
use super::policy::Policy;

/// "Trust comes from the user, never from the file; built-in default: none" (draw/v1, 2.8).
#[derive(Clone, Debug)]
pub struct Trust<'a> {
    /// The manifest hash that was given to the user before the draw.
    pub seal: Option<[u8; 32]>,
    /// What the user noted of the reveals before the beacon.
    pub saw: Option<Saw>,
    /// Logs, witnesses and auditors that the user trusts.
    pub policy: Option<Policy>,
    /// The organiser's key that the user expects.
    pub key: Option<[u8; 32]>,
    /// The draw that the user asks for.
    pub draw_id: Option<String>,
    /// The file of panels.
    pub panels: Option<&'a [u8]>,
    /// The file of the pool.
    pub pool: Option<&'a [u8]>,
    /// The file of chances: what proves those of the list of panels.
    pub chances: Option<&'a [u8]>,
    /// What counts these chances again: [`replay`](super::chances::replay), or nothing where a
    /// verifier holds no rules.
    pub replay: Option<Replay>,
    /// Earlier manifests of the draw (or their transcripts), in any order.
    pub previous: Vec<&'a [u8]>,
    /// Whether a text is in Unicode normal form C: the tables stay outside, a crate natively,
    /// `String.prototype.normalize` in a browser.
    pub nfc: fn(&str) -> bool,
}

/// What the user noted of the reveals before the beacon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saw {
    /// The reveals hash.
    Reveals([u8; 32]),
    /// The digits of the dice.
    Digits(String),
}

impl Trust<'_> {
    /// No trust in anything, which is where everybody starts.
    pub const fn none(nfc: fn(&str) -> bool) -> Self {
        Trust {
            seal: None,
            saw: None,
            policy: None,
            key: None,
            draw_id: None,
            panels: None,
            pool: None,
            chances: None,
            replay: None,
            previous: Vec::new(),
            nfc,
        }
    }
}
