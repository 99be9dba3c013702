//! Frauds with signatures, seals, logs and attempts.

use super::builder::*;
use super::forgeries::Forgery;
use super::passing::second_attempt;
use crate::draw::Saw;
use crate::draw::schema::*;

/// The manifest of attempt 2, signed and anchored, whose predecessor is changed by `change`.
fn second(draft: &mut Draft, change: fn(&mut Manifest)) {
    let mut earlier = Draft::new().made().transcript.manifest;
    earlier.draw_time = "2023-08-24T15:15:31Z".parse().unwrap();
    earlier.not_before_beacon = None;
    earlier.sources.truncate(3);
    change(&mut earlier);
    let earlier = earlier.to_value();
    *draft = second_attempt();
    draft.manifest.supersedes = Some(crate::lottery::manifest_hash(&earlier));
    draft.given.previous = vec![earlier.canonical()];
}

#[rustfmt::skip] // a table, one fraud in a row
pub(super) const FORGERIES: &[Forgery] = &[
    // manifest-hash
    ("manifest-hash: another seal is named", |d| d.after = |t| t.derived.manifest_hash = "00".repeat(32).into(),
        &["manifest-hash FAIL"]),
    // signatures
    ("signatures: a signature is invented", |d| d.after = |t| {
            let text = t.signatures[0].split("\n\n").next().unwrap().to_owned() + "\n";
            t.signatures[0] = note(&text, STRANGER).replace(
                &crate::digest::hex(&key(STRANGER).public()),
                &crate::digest::hex(&key(ORGANISER).public()),
            );
        },
        &["signatures FAIL", "organiser-signature UNPROVEN"]),
    ("signatures: those of another draw", |d| {
            d.after = |t| t.signatures.push(note("draw/v1 manifest\nurn:other\n1\nab\n", AUDITOR));
        },
        &["signatures FAIL"]),
    ("signatures: one key signs twice", |d| d.signed[0].push(AUDITOR), &["signatures FAIL"]),
    ("signatures: not a note", |d| d.after = |t| t.signatures.push("signed, the mayor".to_owned()),
        &["signatures FAIL"]),
    // expected-manifest
    ("expected-manifest: many were sealed, one is shown", |d| d.signed[0] = vec![ORGANISER, PARTY_A, PARTY_B],
        &["expected-manifest UNPROVEN"]),
    ("expected-manifest: another was sealed", |d| d.given.seal = Some(false),
        &["expected-manifest FAIL"]),
    ("expected-manifest: another's draw", |d| d.given.key = Some(STRANGER),
        &["expected-manifest FAIL"]),
    ("expected-manifest: an old transcript again", |d| d.given.draw_id = Some("urn:example:panel-2024"),
        &["expected-manifest FAIL"]),
    ("expected-manifest: signed by somebody else than the auditor",
        |d| d.signed[0] = vec![ORGANISER, PARTY_A, PARTY_B, STRANGER],
        &["expected-manifest UNPROVEN"]),
    // organiser-signature
    ("organiser-signature: a manifest in the organiser's name", |d| d.signed[0] = vec![PARTY_A, PARTY_B, AUDITOR],
        &["organiser-signature UNPROVEN"]),
    // party-signatures
    ("party-signatures: an invented party", |d| d.signed[0] = vec![ORGANISER, PARTY_A, AUDITOR],
        &["party-signatures UNPROVEN"]),
    ("party-signatures: a party without key", |d| {
            let Source::CommitReveal { key, .. } = &mut d.manifest.sources[2] else { panic!() };
            *key = None;
        },
        &["party-signatures UNPROVEN"]),
    // anchors
    ("anchors: the proof of another manifest", |d| {
            d.after = |t| {
                let mut other = Draft::new();
                other.manifest.purpose = "another".to_owned();
                t.anchors = other.made().transcript.anchors;
            };
        },
        &["anchors FAIL", "manifest-anchored UNPROVEN"]),
    ("anchors: another log", |d| d.manifest_last = |m| m.log = "log.example.com".to_owned(),
        &["anchors FAIL", "manifest-anchored UNPROVEN"]),
    ("anchors: not a proof", |d| d.after = |t| t.anchors[0].proof = "see the newspaper".to_owned(),
        &["anchors FAIL", "manifest-anchored UNPROVEN"]),
    ("anchors: a witness's time is changed", |d| d.after = |t| {
            // Of another transcript the same witness's line, under another time.
            let mut other = Draft::new();
            other.stamps[1].1 = SPOKE - 180;
            other.manifest.purpose = "another".to_owned();
            let line = |proof: &str| proof.lines().last().unwrap().to_owned();
            let theirs = line(&other.made().transcript.anchors[0].proof);
            let ours = line(&t.anchors[0].proof);
            t.anchors[0].proof = t.anchors[0].proof.replace(&ours, &theirs);
        },
        &["anchors FAIL", "manifest-anchored UNPROVEN"]),
    // manifest-anchored
    ("manifest-anchored: worded anew after the beacon", |d| {
            d.stamps = vec![(WITNESS_A, SPOKE + 3600), (WITNESS_B, SPOKE + 3600)];
        },
        &["manifest-anchored UNPROVEN"]),
    ("manifest-anchored: within the margin", |d| d.stamps[1].1 = SPOKE - 59,
        &["manifest-anchored UNPROVEN"]),
    ("manifest-anchored: one witness of two", |d| { d.stamps.pop(); },
        &["manifest-anchored UNPROVEN"]),
    ("manifest-anchored: no log", |d| d.stamps.clear(), &["manifest-anchored UNPROVEN"]),
    // reveals-witnessed
    ("reveals-witnessed: digits chosen after the beacon", |d| d.signed[1].clear(),
        &["reveals-witnessed UNPROVEN"]),
    ("reveals-witnessed: seen by somebody nobody knows", |d| d.signed[1] = vec![STRANGER],
        &["reveals-witnessed UNPROVEN"]),
    ("reveals-witnessed: other digits than I saw", |d| d.given.saw = Some(Saw::Digits("1".repeat(20))),
        &["reveals-witnessed FAIL"]),
    ("reveals-witnessed: another hash than I noted", |d| d.given.saw = Some(Saw::Reveals([1; 32])),
        &["reveals-witnessed FAIL"]),
    ("reveals-witnessed: a direct draw that nobody watched", |d| { *d = Draft::direct(); d.signed[1].clear(); },
        &["reveals-witnessed UNPROVEN"]),
    // attempts
    ("attempts: a second attempt shown as the first", |d| d.manifest.supersedes = Some([1; 32]),
        &["attempts FAIL"]),
    ("attempts: a second attempt that names none", |d| d.manifest.attempt = 2, &["attempts FAIL"]),
    ("attempts: the earlier one is kept back", |d| { second(d, |_| ()); d.given.previous.clear(); },
        &["attempts UNPROVEN"]),
    ("attempts: another earlier one is shown", |d| {
            second(d, |_| ());
            d.given.previous = vec![Draft::new().made().document()];
        },
        &["attempts FAIL"]),
    ("attempts: the earlier one is another draw", |d| second(d, |m| m.draw_id = "urn:other".to_owned()),
        &["attempts FAIL"]),
    ("attempts: the earlier one is another organiser's", |d| second(d, |m| m.organiser.key = key(STRANGER).public()),
        &["attempts FAIL"]),
    ("attempts: one attempt is jumped over", |d| second(d, |m| { m.attempt = 2; m.supersedes = Some([3; 32]); }),
        &["attempts FAIL"]),
    ("attempts: drawn again because the first was not liked",
        |d| second(d, |m| m.draw_time = "2023-08-23T15:00:00Z".parse().unwrap()),
        &["attempts UNPROVEN"]),
    ("attempts: nothing shows which was sealed first", |d| { second(d, |_| ()); d.stamps.clear(); d.given.seal = Some(true); },
        &["attempts UNPROVEN"]),
    ("attempts: an earlier one is handed in, and this is called the first", |d| {
            second(d, |_| ());
            d.manifest.attempt = 1;
            d.manifest.supersedes = None;
        },
        &["attempts FAIL"]),
    ("attempts: the earlier one is half a transcript", |d| {
            second(d, |_| ());
            let whole = String::from_utf8(d.given.previous[0].clone()).unwrap();
            d.given.previous = vec![format!("{{\"manifest\":{whole}}}").into_bytes()];
        },
        &["attempts FAIL"]),
    ("attempts: the earlier one is no manifest", |d| { second(d, |_| ()); d.given.previous = vec![b"{}".to_vec()]; },
        &["attempts FAIL"]),
];
