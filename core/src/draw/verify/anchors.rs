//! Proofs that the manifest stood in a public log before the beacon spoke.

use super::case::{Case, said};
use super::{fail, pass, pass_with, unproven};
use crate::draw::due::latest_unix;
use crate::draw::note::NoteSignature;
use crate::draw::schema::Transcript;
use crate::draw::texts::Sealed;
use crate::draw::tlog::Proof;
use crate::draw::trust::Trust;
use crate::draw::verdict::Check;

/// What the anchors show.
#[derive(Default)]
pub(super) struct Anchors {
    /// The earliest anchor time in Unix seconds; none without a policy whose quorum is met.
    pub(super) time: Option<i64>,
    /// Signature lines of unknown keys and other types: they count for nothing.
    pub(super) ignored: Vec<String>,
    fault: Option<(&'static str, Vec<String>)>,
}

impl Anchors {
    pub(super) fn read(transcript: &Transcript, trust: &Trust<'_>, hash: &[u8; 32]) -> Anchors {
        let manifest = &transcript.manifest;
        let sealed = Sealed {
            draw_id: &manifest.draw_id,
            attempt: u64::from(manifest.attempt),
            manifest_hash: hash,
        };
        let entry = sealed.manifest_text();
        let mut anchors = Anchors::default();
        for (at, anchor) in transcript.anchors.iter().enumerate() {
            let read = anchors.one(&anchor.proof, &entry, &manifest.log, trust);
            if let Err((code, detail)) = read {
                let number = (at + 1).to_string();
                anchors.fault.get_or_insert((code, vec![number, detail]));
            }
        }
        anchors
    }

    /// "entry = manifest note text; origin = `manifest.log`; log signature and witness
    /// cosignatures from policy keys" (closed point 8).
    fn one(
        &mut self,
        proof: &str,
        entry: &str,
        log: &str,
        trust: &Trust<'_>,
    ) -> Result<(), (&'static str, String)> {
        let proof = Proof::parse(proof).map_err(|_| ("anchor-malformed", String::new()))?;
        if proof.checkpoint.origin != log {
            return Err(("anchor-other-log", proof.checkpoint.origin));
        }
        if !proof.includes(entry.as_bytes()) {
            return Err(("anchor-not-included", String::new()));
        }
        let Some(policy) = &trust.policy else {
            let lines = proof.note.signatures.iter();
            self.ignored.extend(lines.map(NoteSignature::line));
            return Ok(());
        };
        let found = policy.anchor(&proof.note, log);
        let found = found.map_err(|error| ("anchor-line-bad", error.name))?;
        self.ignored.extend(found.ignored);
        self.time = match (self.time, found.time) {
            (Some(known), Some(time)) => Some(known.min(time)),
            (known, time) => known.or(time),
        };
        Ok(())
    }
}

/// `anchors`: each proof verifies, else FAIL. Lines of unknown keys are no fault and no help.
pub(super) fn anchors(case: &Case<'_>) -> Check {
    let name = "anchors";
    let count = case.transcript.anchors.len();
    let args = vec![count.to_string()];
    match &case.anchors.fault {
        Some((code, args)) => fail(name, code, args.clone()),
        None if count == 0 => pass(name, "anchors-none"),
        None if case.trust.policy.is_none() => pass_with(name, "anchors-untrusted", args),
        None => pass_with(name, "anchors-right", args),
    }
}

/// `manifest-anchored`: anchor time <= T* - margin, or `--seal`; else UNPROVEN. A manifest could
/// be worded anew after the beacon until it draws the panel that is wanted.
pub(super) fn manifest_anchored(case: &Case<'_>) -> Check {
    let name = "manifest-anchored";
    let deadline = said(case.deadline);
    match case.anchors.time {
        Some(time) if time <= latest_unix(case.manifest) => {
            pass_with(name, "anchored-in-time", vec![said(time), deadline])
        }
        _ if case.trust.seal == Some(case.hash) => pass(name, "anchored-by-seal"),
        Some(time) => unproven(name, "anchored-late", vec![said(time), deadline]),
        None => unproven(name, "anchored-nowhere", vec![]),
    }
}
