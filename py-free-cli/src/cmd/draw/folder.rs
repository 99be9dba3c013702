//! The folder of one ceremony.
//!
//! ```text
//! README.txt            which file goes to whom
//! manifest.json         the plan, in its one canonical form: never changed after `draw plan`
//! ceremony.json         what came since: signatures, anchors, evidence
//! private/pool.json     records and salts, in leaf order            (auditors see it too)
//! private/people.json   who stands behind each leaf; people.csv the same for spreadsheets
//! private/lottery.json  exact chances and what proves them, where the rule finds chances
//! private/proofs/       the two files of each person
//! auditors/panels.json  the list of panels with its salts; public/panels.json where it is public
//! public/               the note of the seal, the transcript
//! ```

use std::path::PathBuf;

use isonomia::draw::schema::{Disclosure, Lottery, Manifest, Op};

/// Whether only lots for options are drawn: then nobody stands behind a pseudonym, and no person
/// needs a proof.
pub(super) fn lots_alone(manifest: &Manifest) -> bool {
    let mut draws = manifest.draws.iter();
    draws.all(|draw| matches!(draw.op, Op::Ticket { .. }))
}

/// Names of the files in a folder.
#[derive(Clone, Debug)]
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn manifest(&self) -> PathBuf {
        self.0.join("manifest.json")
    }
    pub(super) fn ceremony(&self) -> PathBuf {
        self.0.join("ceremony.json")
    }
    pub(super) fn readme(&self) -> PathBuf {
        self.0.join("README.txt")
    }
    pub(super) fn private(&self) -> PathBuf {
        self.0.join("private")
    }
    pub(super) fn public(&self) -> PathBuf {
        self.0.join("public")
    }
    pub(super) fn auditors(&self) -> PathBuf {
        self.0.join("auditors")
    }
    pub(super) fn pool(&self) -> PathBuf {
        self.private().join("pool.json")
    }
    pub(super) fn people(&self) -> PathBuf {
        self.private().join("people.json")
    }
    pub(super) fn people_table(&self) -> PathBuf {
        self.private().join("people.csv")
    }
    pub(super) fn lottery(&self) -> PathBuf {
        self.private().join("lottery.json")
    }
    pub(super) fn proofs(&self) -> PathBuf {
        self.private().join("proofs")
    }
    pub(super) fn note(&self) -> PathBuf {
        self.public().join("manifest-note.txt")
    }
    pub(super) fn transcript(&self) -> PathBuf {
        self.public().join("transcript.json")
    }
    /// The list of panels: who may see it decides where it lies.
    pub(super) fn panels(&self, lottery: &Lottery) -> PathBuf {
        match lottery {
            Lottery::UniformPanels {
                disclosure: Some(Disclosure::Auditor),
                ..
            } => self.auditors(),
            _ => self.public(),
        }
        .join("panels.json")
    }
}
