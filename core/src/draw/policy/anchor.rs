//! What a policy finds in a checkpoint: who signed it, and since when it is witnessed.

use super::{Node, Policy};
use crate::draw::note::{Note, NoteSignature};
use crate::draw::tlog::{CosignatureError, cosigned_at};

/// What the signatures of a checkpoint show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Whether a known key of the log signed it.
    pub log_signed: bool,
    /// Names and earliest times (Unix seconds) of the known witnesses that cosigned it, in the
    /// order of the policy; names are those of the keys.
    pub witnesses: Vec<(String, i64)>,
    /// The smallest time such that the cosignatures stamped so or earlier meet the quorum; none
    /// without the log's signature, without enough witnesses and for `quorum none`.
    pub time: Option<i64>,
    /// Signature lines of unknown keys and other types, as they stand there: they count for
    /// nothing, and a report shows them.
    pub ignored: Vec<String>,
}

/// Why an anchor is refused: a line that names a known key and is not its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorError {
    /// The name of the key.
    pub name: String,
}

impl std::fmt::Display for AnchorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} did not sign this checkpoint", self.name)
    }
}

impl std::error::Error for AnchorError {}

impl Policy {
    /// Checks the signatures of a checkpoint of the log `origin`.
    ///
    /// That the note is a checkpoint of this log, and that the entry stands in it, is checked
    /// with the [proof](crate::draw::tlog::Proof).
    ///
    /// # Errors
    ///
    /// [`AnchorError`] for the first line that names a known key and does not verify (C2SP:
    /// "verifiers MUST verify the signature"). Lines of unknown keys never are an error.
    pub fn anchor(&self, note: &Note, origin: &str) -> Result<Anchor, AnchorError> {
        let mut anchor = Anchor {
            log_signed: false,
            witnesses: Vec::new(),
            time: None,
            ignored: Vec::new(),
        };
        let mut times = vec![None; self.nodes.len()];
        for line in &note.signatures {
            let logs = self.log_signature(note, line, origin)?;
            let witness = self.cosignature(note, line)?;
            if let Some(of_this_log) = logs {
                anchor.log_signed |= of_this_log;
            } else if let Some((node, time)) = witness {
                // A witness that cosigned twice had seen the checkpoint at the earlier time.
                if let Some(known) = times.get_mut(node) {
                    *known = Some(known.map_or(time, |earlier: i64| earlier.min(time)));
                }
            } else {
                anchor.ignored.push(line.line());
            }
        }
        for (node, time) in self.nodes.iter().zip(&times) {
            if let (Node::Witness(key), Some(time)) = (node, time) {
                anchor.witnesses.push((key.name().to_owned(), *time));
            }
        }
        if anchor.log_signed {
            anchor.time = self.quorum_time(times);
        }
        Ok(anchor)
    }

    /// Whether the line is by a known key of a log, and then whether of this log.
    fn log_signature(
        &self,
        note: &Note,
        line: &NoteSignature,
        origin: &str,
    ) -> Result<Option<bool>, AnchorError> {
        let Some(key) = self.logs.iter().find(|key| key.is_named_by(line)) else {
            return Ok(None);
        };
        if key.verifies(&note.text, line) {
            Ok(Some(key.name() == origin))
        } else {
            Err(bad(line))
        }
    }

    /// The witness that cosigned by this line, and when.
    fn cosignature(
        &self,
        note: &Note,
        line: &NoteSignature,
    ) -> Result<Option<(usize, i64)>, AnchorError> {
        for (at, node) in self.nodes.iter().enumerate() {
            let Node::Witness(key) = node else {
                continue;
            };
            match cosigned_at(key, &note.text, line) {
                Ok(time) => return Ok(Some((at, time))),
                Err(CosignatureError::Invalid) => return Err(bad(line)),
                Err(CosignatureError::Unknown) => {}
            }
        }
        Ok(None)
    }

    /// When the quorum was met. A group of k has witnessed at the k-th smallest time of its
    /// members, which for k = 1 is the smallest and for k = n the largest; since members stand
    /// before their groups, one walk suffices.
    pub(super) fn quorum_time(&self, mut times: Vec<Option<i64>>) -> Option<i64> {
        for (at, node) in self.nodes.iter().enumerate() {
            if let Node::Group { threshold, members } = node {
                let of = |member: &usize| times.get(*member).copied().flatten();
                let mut met: Vec<i64> = members.iter().filter_map(of).collect();
                crate::sort::sort(&mut met);
                let time = threshold.checked_sub(1).and_then(|last| met.get(last));
                let time = time.copied();
                if let Some(own) = times.get_mut(at) {
                    *own = time;
                }
            }
        }
        times.get(self.quorum?).copied().flatten()
    }
}

fn bad(line: &NoteSignature) -> AnchorError {
    AnchorError {
        name: line.name.clone(),
    }
}
