//! A sealed draw as others use it: its seed, what it fixed, and the panel that it drew.

use crate::draw::schema::{Op, Transcript};
use crate::draw::{Finding, Trust, limits, verify};
use crate::json::{Limits, parse_with};
use crate::lottery::{Seed, manifest_hash};
use crate::problem::Problem;
use crate::report::SeedOrigin;

/// A draw whose checks did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedDraw {
    /// The seed.
    pub seed: Seed,
    /// Whether it is a draw or a rehearsal.
    pub origin: SeedOrigin,
    /// The transcript as it was read.
    pub transcript: Transcript,
    /// Hash of the manifest: what was published before.
    pub manifest: [u8; 32],
    /// What the checks found, with what the caller knew; never FAIL.
    pub verdict: Finding,
}

impl SealedDraw {
    /// Checks and reads a transcript.
    ///
    /// # Errors
    /// `lot-transcript-fails` with the first check that failed.
    pub fn read(transcript: &[u8], trust: &Trust<'_>) -> Result<Self, Problem> {
        let verdict = verify(transcript, trust);
        let failed = verdict
            .checks
            .iter()
            .find(|check| check.finding == Finding::Fail);
        if let Some(failed) = failed {
            return Err(Problem::error("lot-transcript-fails").found(failed.id()));
        }
        // What passed its checks can be read; the ways out below are never taken.
        let unread = || Problem::error("lot-transcript-fails").found("schema");
        let limits = Limits {
            bytes: limits::FILE_BYTES,
            ..Limits::default()
        };
        let document = parse_with(transcript, &limits).map_err(|_| unread())?;
        let read = Transcript::from_value(&document).map_err(|_| unread())?;
        let seed = read.derived.seed.as_str().unwrap_or_default();
        let seed: Seed = seed.parse().map_err(|_| unread())?;
        let origin = if read.manifest.rehearsal {
            SeedOrigin::Rehearsal
        } else {
            SeedOrigin::Draw
        };
        Ok(Self {
            seed,
            origin,
            manifest: manifest_hash(&read.sealed),
            transcript: read,
            verdict: verdict.verdict,
        })
    }

    /// Labels of the draws of tickets, in the order of the manifest.
    pub fn ticket_labels(&self) -> Vec<&str> {
        let draws = self.transcript.manifest.draws.iter();
        let tickets = draws.filter(|draw| matches!(draw.op, Op::Ticket { .. }));
        tickets.map(|draw| draw.label.as_str()).collect()
    }

    /// Positions of the members of the panel drawn, where a panel was drawn.
    pub fn panel(&self) -> Option<&[i64]> {
        let opened = self.transcript.opened.as_ref()?;
        Some(&opened.panel)
    }

    /// A seed under a label that no draw of the manifest has: what is drawn with it knows nothing
    /// of those draws.
    ///
    /// # Errors
    /// `label-of-draw` where the manifest has a draw of this label.
    pub fn seed_for(&self, label: &str) -> Result<Seed, Problem> {
        let draws = &self.transcript.manifest.draws;
        if draws.iter().any(|draw| draw.label == label) {
            return Err(Problem::error("label-of-draw").found(label));
        }
        Ok(self.seed)
    }

    /// Whether the manifest binds a file of this digest.
    pub fn binds(&self, digest: &[u8; 32]) -> bool {
        let binds = self.transcript.manifest.binds.as_ref();
        binds.is_some_and(|binds| binds.contains(digest))
    }
}
