//! Signed notes, and what the reader of the transcript knows beside it.

use super::case::{Case, short};
use super::{fail, pass, pass_with, unproven};
use crate::digest::hex;
use crate::draw::note::Note;
use crate::draw::schema::{Source, Transcript};
use crate::draw::texts::{Sealed, SignerError, reveals_hash, signers};
use crate::draw::trust::Saw;
use crate::draw::verdict::Check;

/// Who signed which of the three texts, and the first fault in a note.
pub(super) struct Notes {
    manifest: Vec<[u8; 32]>,
    reveals: Vec<[u8; 32]>,
    pub(super) audited: Vec<[u8; 32]>,
    /// None where a source gives no digest.
    reveals_hash: Option<[u8; 32]>,
    fault: Option<(&'static str, Vec<String>)>,
}

impl Notes {
    pub(super) fn read(
        transcript: &Transcript,
        hash: &[u8; 32],
        digests: &[Option<[u8; 32]>],
    ) -> Notes {
        let sealed = Sealed {
            draw_id: &transcript.manifest.draw_id,
            attempt: u64::from(transcript.manifest.attempt),
            manifest_hash: hash,
        };
        let sources = transcript.manifest.sources.iter().zip(digests);
        // "e_i of each non-drand source in order"
        let noted: Option<Vec<[u8; 32]>> = sources
            .filter(|(source, _)| !matches!(source, Source::Drand { .. }))
            .map(|(_, digest)| *digest)
            .collect();
        let reveals_hash = noted.map(|noted| reveals_hash(hash, &noted));
        let manifest_text = sealed.manifest_text();
        let reveals_text = reveals_hash.map(|hash| sealed.reveals_text(&hash));
        let audited_text = sealed.list_audited_text();

        let mut notes = Notes {
            manifest: Vec::new(),
            reveals: Vec::new(),
            audited: Vec::new(),
            reveals_hash,
            fault: None,
        };
        for (at, note) in transcript.signatures.iter().enumerate() {
            let number = (at + 1).to_string();
            let Ok(note) = Note::parse(note) else {
                notes.found("note-malformed", vec![number]);
                continue;
            };
            let keys = if note.text == manifest_text {
                &mut notes.manifest
            } else if Some(&note.text) == reveals_text.as_ref() {
                &mut notes.reveals
            } else if note.text == audited_text {
                &mut notes.audited
            } else {
                notes.found("note-other-text", vec![number]);
                continue;
            };
            match signers(&note) {
                // "one signature per key and text"
                Ok(signed) => match signed.iter().find(|key| keys.contains(key)) {
                    Some(key) => {
                        let key = hex(key);
                        notes.found("note-line-twice", vec![number, key]);
                    }
                    None => keys.extend(signed),
                },
                Err(SignerError::Twice(name)) => {
                    notes.found("note-line-twice", vec![number, name]);
                }
                Err(SignerError::Name(name) | SignerError::Invalid(name)) => {
                    notes.found("note-line-bad", vec![number, name]);
                }
            }
        }
        notes
    }

    fn found(&mut self, code: &'static str, args: Vec<String>) {
        self.fault.get_or_insert((code, args));
    }
}

/// `signatures`: every note is one of the three texts, every line verifies; else FAIL. Stops
/// invented signatures, and those of another draw.
pub(super) fn signatures(case: &Case<'_>) -> Check {
    let name = "signatures";
    let count = case.transcript.signatures.len();
    match &case.notes.fault {
        Some((code, args)) => fail(name, code, args.clone()),
        None if count == 0 => pass(name, "notes-none"),
        None => pass_with(name, "notes-valid", vec![count.to_string()]),
    }
}

/// The first key of an auditor whom the reader's policy names.
pub(super) fn auditor<'k>(case: &Case<'_>, keys: &'k [[u8; 32]]) -> Option<&'k [u8; 32]> {
    let policy = case.trust.policy.as_ref()?;
    keys.iter().find(|key| policy.is_auditor(key))
}

/// `expected-manifest`: `--seal` equals manifest_hash, or a policy auditor signed the manifest
/// note; FAIL if the seal, key or draw_id asked for differs, else UNPROVEN. Of many manifests
/// sealed, one could be shown; an old transcript could be shown again.
pub(super) fn expected_manifest(case: &Case<'_>) -> Check {
    let name = "expected-manifest";
    let trust = case.trust;
    if trust.seal.is_some_and(|seal| seal != case.hash) {
        return fail(name, "seal-differs", vec![hex(&case.hash)]);
    }
    if trust
        .key
        .is_some_and(|key| key != case.manifest.organiser.key)
    {
        return fail(
            name,
            "key-asked-differs",
            vec![hex(&case.manifest.organiser.key)],
        );
    }
    if let Some(asked) = &trust.draw_id
        && *asked != case.manifest.draw_id
    {
        let args = vec![case.manifest.draw_id.clone(), asked.clone()];
        return fail(name, "draw-id-asked-differs", args);
    }
    if trust.seal.is_some() {
        return pass(name, "seal-equal");
    }
    match auditor(case, &case.notes.manifest) {
        Some(key) => pass_with(name, "seal-audited", vec![short(key)]),
        None => unproven(name, "seal-not-given", vec![hex(&case.hash)]),
    }
}

/// `organiser-signature`: on the manifest note, else UNPROVEN.
pub(super) fn organiser_signature(case: &Case<'_>) -> Check {
    let name = "organiser-signature";
    let organiser = &case.manifest.organiser;
    let args = vec![organiser.name.clone()];
    if case.notes.manifest.contains(&organiser.key) {
        pass_with(name, "organiser-signed", args)
    } else {
        unproven(name, "organiser-not-signed", args)
    }
}

/// `party-signatures`: each party's key signed the manifest note, else UNPROVEN. Stops invented
/// parties and last year's commitments.
pub(super) fn party_signatures(case: &Case<'_>) -> Check {
    let name = "party-signatures";
    let mut parties = 0;
    for source in &case.manifest.sources {
        let Source::CommitReveal { party, key, .. } = source else {
            continue;
        };
        match key {
            None => return unproven(name, "party-without-key", vec![party.clone()]),
            Some(key) if !case.notes.manifest.contains(key) => {
                return unproven(name, "party-not-signed", vec![party.clone()]);
            }
            Some(_) => parties += 1,
        }
    }
    match parties {
        0 => pass(name, "none-party"),
        _ => pass_with(name, "parties-signed", vec![parties.to_string()]),
    }
}

/// `reveals-witnessed`: no dice or list; or `--saw`; or a policy auditor signed the reveals note;
/// else UNPROVEN. Whoever may choose the digits after the beacon finds some for any panel.
/// What the reader saw and the transcript contradicts is FAIL.
pub(super) fn reveals_witnessed(case: &Case<'_>) -> Check {
    let name = "reveals-witnessed";
    let list = |source: &Source| matches!(source, Source::Rfc3797List { .. });
    let dice = |source: &Source| matches!(source, Source::Dice { .. });
    let sources = &case.manifest.sources;
    let has_list = sources.iter().any(list);
    let has_dice = sources.iter().any(dice);
    let mut seen = false;
    match &case.trust.saw {
        Some(Saw::Reveals(saw)) if case.notes.reveals_hash == Some(*saw) => {
            return pass(name, "saw-equal");
        }
        Some(Saw::Digits(saw)) if has_dice && digits(case) == Some(saw) => seen = true,
        Some(_) => {
            let hash = case
                .notes
                .reveals_hash
                .map_or_else(String::new, |hash| hex(&hash));
            return fail(name, "saw-differs", vec![hash]);
        }
        None => {}
    }
    if !has_dice && !has_list {
        return pass(name, "reveals-not-needed");
    }
    // Digits say nothing of a list.
    if seen && !has_list {
        return pass(name, "saw-equal");
    }
    match auditor(case, &case.notes.reveals) {
        Some(key) => pass_with(name, "reveals-audited", vec![short(key)]),
        None => unproven(name, "reveals-not-witnessed", vec![]),
    }
}

/// What the dice show.
fn digits<'a>(case: &Case<'a>) -> Option<&'a String> {
    case.sources().find_map(|pair| match pair {
        (Source::Dice { .. }, Some(crate::draw::schema::Evidence::Digits(digits))) => Some(digits),
        _ => None,
    })
}
