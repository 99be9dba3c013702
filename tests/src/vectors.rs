//! Checks of published vectors.
//!
//! Each function takes the text of one vector file and reports how many values of each section
//! it compared. The first value that differs is the error, with its place in the file.

mod case;
mod chacha20;
mod drand;
mod draw;
mod ecvrf;
mod ed25519;
mod jcs;
mod merkle;
mod rfc3797;
mod samplers;

use std::fmt;

pub use chacha20::check_chacha20;
pub use drand::check_drand;
pub use draw::check_draw_v1;
pub use ecvrf::check_ecvrf;
pub use ed25519::check_ed25519;
pub use jcs::check_jcs_rfc8785;
pub use merkle::check_merkle_rfc6962;
pub use rfc3797::check_rfc3797;
pub use samplers::check_samplers;

/// A check of one vector file: takes its text, counts what it compared or names what differs.
pub type Check = fn(&str) -> Result<Report, String>;

/// Every vector file and the function that checks it.
pub const CHECKS: &[(&str, Check)] = &[
    ("draw-v1.json", check_draw_v1),
    ("jcs-rfc8785.json", check_jcs_rfc8785),
    ("chacha20.json", check_chacha20),
    ("merkle-rfc6962.json", check_merkle_rfc6962),
    ("rfc3797.json", check_rfc3797),
    ("samplers.json", check_samplers),
    ("ed25519.json", check_ed25519),
    ("drand.json", check_drand),
    ("ecvrf.json", check_ecvrf),
];

/// How many values of each section agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Section and number of compared values, in the order of checking.
    pub sections: Vec<(String, u32)>,
}

impl Report {
    /// Number of compared values in all sections.
    pub fn total(&self) -> u32 {
        self.sections.iter().map(|(_, count)| count).sum()
    }

    /// Counts one comparison of a section and fails where the two sides differ.
    fn equal<T: PartialEq + fmt::Debug>(
        &mut self,
        place: &str,
        ours: &T,
        theirs: &T,
    ) -> Result<(), String> {
        self.count(place);
        if ours == theirs {
            Ok(())
        } else {
            Err(format!("{place}: computed {ours:?}, published {theirs:?}"))
        }
    }

    fn count(&mut self, place: &str) {
        let section = place.split(['/', '[']).next().unwrap_or_default();
        match self.sections.iter_mut().find(|(name, _)| name == section) {
            Some((_, count)) => *count += 1,
            None => self.sections.push((section.to_owned(), 1)),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} values agree:", self.total())?;
        for (section, count) in &self.sections {
            write!(f, " {section} {count},")?;
        }
        Ok(())
    }
}
