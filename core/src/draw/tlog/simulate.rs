//! A log in memory: for rehearsing a draw and for tests, which need one without a network.

use super::{Checkpoint, Proof, cosign};
use crate::draw::note::{Note, NoteSigner};
use crate::lottery::merkle::{self, Hash};

/// The proof that a log of these leaf hashes, named after its signer, holds the leaf at `index`,
/// cosigned by each witness at its time in Unix seconds; `None` beyond the leaves.
pub fn prove(
    leaves: &[Hash],
    index: u64,
    log: &NoteSigner,
    witnesses: &[(&NoteSigner, u64)],
) -> Option<Proof> {
    let path = merkle::path(index, leaves)?;
    let checkpoint = Checkpoint {
        origin: log.key().name().to_owned(),
        size: u64::try_from(leaves.len()).ok()?,
        root: merkle::root(leaves),
    };
    let mut note = Note::new(&checkpoint.to_string()).ok()?;
    note.signatures.push(log.sign(&note.text));
    for (witness, time) in witnesses {
        note.signatures.push(cosign(witness, &note.text, *time));
    }
    Some(Proof {
        index,
        path,
        checkpoint,
        note,
    })
}
