//! Frauds with the sources of randomness.

use super::builder::*;
use super::forgeries::Forgery;
use crate::draw::schema::*;

fn party(draft: &mut Draft, at: usize) -> (&mut String, &mut Option<[u8; 32]>) {
    match &mut draft.manifest.sources[at] {
        Source::CommitReveal { party, key, .. } => (party, key),
        other => panic!("{other:?}"),
    }
}

fn reveal_by(draft: &mut Draft, time: &str) {
    match &mut draft.manifest.sources[1] {
        Source::CommitReveal { reveal_by, .. } => *reveal_by = time.parse().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn dice(draft: &mut Draft, count: i64, sides: i64, digits: &str) {
    draft.manifest.sources[0] = Source::Dice {
        count,
        sides,
        ceremony: "dice".to_owned(),
    };
    draft.evidence[0] = Evidence::Digits(digits.to_owned());
}

fn list(draft: &mut Draft, ready_by: &str, items: &[&str], values: &[&[i64]]) {
    draft.manifest.sources[0] = Source::Rfc3797List {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        ready_by: ready_by.parse().unwrap(),
    };
    draft.evidence[0] = Evidence::Values(values.iter().map(|list| list.to_vec()).collect());
}

fn beacon(draft: &mut Draft, signature: &str) {
    draft.evidence[3] = Evidence::Signature {
        signature: signature.to_owned(),
        previous_signature: None,
    };
}

/// drand default, round 1: its "signature before" is the hash of the founding group.
fn first_round_of_default(draft: &mut Draft) {
    *draft = Draft::drand_only();
    draft.manifest.not_before_beacon = None;
    draft.manifest.draw_time = "2020-01-01T00:00:00Z".parse().unwrap();
    draft.manifest.sources[0] = Source::Drand {
        chain_hash: bytes32("8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"),
        round: 1,
    };
    draft.evidence[0] = Evidence::Signature {
        signature: "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655".to_owned(),
        previous_signature: Some(
            "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a".to_owned(),
        ),
    };
    draft.stamps = vec![(WITNESS_A, 1_595_430_000), (WITNESS_B, 1_595_430_000)];
}

#[rustfmt::skip] // a table, one fraud in a row
pub(super) const FORGERIES: &[Forgery] = &[
    ("schema: no sources", |d| { d.manifest.sources.clear(); d.evidence.clear(); },
        &["schema FAIL"]),
    ("schema: nothing drawn", |d| d.after = |t| { t.manifest.draws.clear(); t.sealed = t.manifest.to_value(); },
        &["schema FAIL"]),
    // sources: padded independence
    ("sources: one party under two keys", |d| *party(d, 2).0 = "Auditor \u{c9}".to_owned(),
        &["sources FAIL"]),
    ("sources: one key under two names", |d| *party(d, 2).1 = Some(key(PARTY_A).public()),
        &["sources FAIL"]),
    ("sources: one commitment for two", |d| d.manifest_last = |m| {
            let Source::CommitReveal { commitment: first, .. } = m.sources[1].clone() else { panic!() };
            let Source::CommitReveal { commitment, .. } = &mut m.sources[2] else { panic!() };
            *commitment = first;
        },
        &["sources FAIL", "commitment FAIL"]),
    ("sources: one chain twice", |d| {
            let (source, evidence) = (d.manifest.sources[3].clone(), d.evidence[3].clone());
            d.manifest.sources.push(source);
            d.evidence.push(evidence);
        },
        &["sources FAIL"]),
    ("sources: two sets of dice", |d| {
            let (source, evidence) = (d.manifest.sources[0].clone(), d.evidence[0].clone());
            d.manifest.sources.push(source);
            d.evidence.push(evidence);
        },
        &["sources FAIL"]),
    ("sources: the organiser as a party", |d| *party(d, 2).1 = Some(key(ORGANISER).public()),
        &["sources FAIL"]),
    ("sources: a beacon beside a direct draw", |d| {
            let beacon = (d.manifest.sources[3].clone(), d.evidence[3].clone());
            *d = Draft::direct();
            d.manifest.sources.push(beacon.0);
            d.evidence.push(beacon.1);
        },
        &["sources FAIL"]),
    ("evidence-count: a source left out", |d| d.after = |t| { t.evidence.pop(); },
        &["evidence-count FAIL", "drand-signature FAIL", "source-digests FAIL", "seed FAIL",
          "draw-key:panel FAIL", "draw-key:reserve FAIL", "draw-key:tie FAIL", "result:panel FAIL",
          "result:reserve FAIL", "result:tie FAIL", "opened-index FAIL"]),
    ("evidence-count: something added", |d| d.after = |t| { t.evidence.push(Evidence::Digits("1".to_owned())); },
        &["evidence-count FAIL"]),
    // beacon-present
    ("beacon-present: dice and reveals alone", |d| { d.manifest.sources.pop(); d.evidence.pop(); },
        &["beacon-present UNPROVEN"]),
    ("beacon-present: dice alone, the digits invented", |d| {
            d.manifest.sources.drain(1..);
            d.evidence.drain(1..);
            d.signed[1].clear();
        },
        &["beacon-present UNPROVEN", "reveals-witnessed UNPROVEN"]),
    // draw-time
    ("draw-time: a time before the beacon began means round 1", first_round_of_default,
        &["draw-time FAIL"]),
    // dice-format
    ("dice-format: no dice", |d| dice(d, 0, 10, ""), &["dice-format FAIL"]),
    ("dice-format: 19 dice", |d| dice(d, 19, 10, &"7".repeat(19)), &["dice-format FAIL"]),
    ("dice-format: 24 six-sided dice", |d| dice(d, 24, 6, &"3".repeat(24)), &["dice-format FAIL"]),
    ("dice-format: twenty sides read as six", |d| dice(d, 25, 20, &"3".repeat(25)), &["dice-format FAIL"]),
    ("dice-format: a seven on six sides", |d| dice(d, 25, 6, &"7".repeat(25)), &["dice-format FAIL"]),
    ("dice-format: a negative number of dice", |d| dice(d, -20, 10, &"7".repeat(20)), &["dice-format FAIL"]),
    ("dice-format: one digit more than announced", |d| dice(d, 20, 10, &"7".repeat(21)), &["dice-format FAIL"]),
    ("dice-format: direct, fewer outcomes than panels", |d| {
            *d = Draft::direct();
            d.manifest.sources[0] = Source::Dice { count: 1, sides: 6, ceremony: "a die".to_owned() };
            d.evidence[0] = Evidence::Digits("5".to_owned());
        },
        &["dice-format FAIL"]),
    // list-format
    ("list-format: numbers known after the beacon",
        |d| list(d, "2023-08-23T15:15:33Z", &["Lotto"], &[&[3, 9]]), &["list-format FAIL"]),
    ("list-format: one list short",
        |d| list(d, "2023-08-23T15:00:00Z", &["Lotto", "index"], &[&[3, 9]]), &["list-format FAIL"]),
    ("list-format: numbers out of order",
        |d| list(d, "2023-08-23T15:00:00Z", &["Lotto"], &[&[9, 3]]), &["list-format FAIL"]),
    ("list-format: nothing published",
        |d| list(d, "2023-08-23T15:00:00Z", &["Lotto"], &[&[]]), &["list-format FAIL"]),
    ("list-format: nothing named",
        |d| list(d, "2023-08-23T15:00:00Z", &[], &[]), &["list-format FAIL"]),
    // commitment
    ("commitment: another secret", |d| d.manifest_last = |m| {
            let Source::CommitReveal { commitment, .. } = &mut m.sources[1] else { panic!() };
            commitment[0] ^= 1;
        },
        &["commitment FAIL"]),
    ("commitment: a short secret", |d| d.after = |t| t.evidence[1] = Evidence::Secret("aa".repeat(31)),
        &["commitment FAIL", "signatures FAIL", "reveals-witnessed UNPROVEN", "source-digests FAIL", "seed FAIL",
          "draw-key:panel FAIL", "draw-key:reserve FAIL", "draw-key:tie FAIL", "result:panel FAIL",
          "result:reserve FAIL", "result:tie FAIL", "opened-index FAIL"]),
    // reveal-order
    ("reveal-order: a party waits for the beacon", |d| reveal_by(d, "2023-08-23T15:15:33Z"),
        &["reveal-order FAIL"]),
    ("reveal-order: within the margin that was stated", |d| reveal_by(d, "2023-08-23T15:14:34Z"),
        &["reveal-order FAIL"]),
    ("reveal-order: within the usual margin", |d| {
            d.manifest.margin_s = None;
            d.manifest.not_before_beacon = None;
            d.stamps = vec![(WITNESS_A, SPOKE - 400), (WITNESS_B, SPOKE - 400)];
            for source in d.sources() {
                if let Source::CommitReveal { reveal_by, .. } = source {
                    *reveal_by = "2023-08-23T15:10:33Z".parse().unwrap();
                }
            }
            reveal_by(d, "2023-08-23T15:10:34Z");
        },
        &["reveal-order UNPROVEN"]),
    // drand-chain
    ("drand-chain: fastnet, whose keys are deleted or leaked", |d| {
            d.manifest.not_before_beacon = None;
            d.manifest.sources[3] = Source::Drand {
                chain_hash: bytes32("dbd506d6ef76e5f386f41c651dcb808c5bcbd75471cc4eafa3f4df7ad4e4c493"),
                round: 1,
            };
            d.manifest.draw_time = "2023-08-23T15:15:33Z".parse().unwrap();
            beacon(d, "9544ddce2fdbe8688d6f5b4f98eed5d63eee3902e7e162050ac0f45905a55657714880adabe3c3096b92767d886567d0");
        },
        &["draw-time FAIL", "drand-chain FAIL", "drand-round-not-from-draw-time FAIL", "drand-signature FAIL"]),
    // drand-round-not-from-draw-time
    ("round: picked among those after the draw time",
        |d| d.manifest.draw_time = "2023-08-23T15:15:30Z".parse().unwrap(),
        &["drand-round-not-from-draw-time FAIL"]),
    ("round: one before the draw time",
        |d| d.manifest.draw_time = "2023-08-23T15:15:34Z".parse().unwrap(),
        &["drand-round-not-from-draw-time FAIL"]),
    // drand-signature
    ("drand-signature: another round's", |d| beacon(d, ROUND_42), &["drand-signature FAIL"]),
    ("drand-signature: the identity", |d| beacon(d, &format!("c0{}", "00".repeat(47))), &["drand-signature FAIL"]),
    ("drand-signature: invented", |d| beacon(d, &"11".repeat(48)), &["drand-signature FAIL"]),
    ("drand-signature: a signature before where the chain has none", |d| d.after = |t| {
            t.evidence[3] = Evidence::Signature {
                signature: ROUND_123.to_owned(),
                previous_signature: Some(ROUND_42.to_owned()),
            };
        },
        &["drand-signature FAIL"]),
    // not-before-beacon
    ("not-before-beacon: the manifest quotes its own beacon", |d| {
            d.manifest.not_before_beacon.as_mut().unwrap().round = 123;
            d.manifest.not_before_beacon.as_mut().unwrap().signature = ROUND_123.to_owned();
        },
        &["not-before-beacon FAIL"]),
    ("not-before-beacon: the manifest quotes what came after its entry in the log",
        |d| d.stamps = vec![(WITNESS_A, SPOKE - 304), (WITNESS_B, SPOKE - 304)],
        &["not-before-beacon FAIL"]),
    ("not-before-beacon: another round",
        |d| d.manifest.not_before_beacon.as_mut().unwrap().round = 43,
        &["not-before-beacon FAIL"]),
    ("not-before-beacon: an unknown chain",
        |d| d.manifest.not_before_beacon.as_mut().unwrap().chain_hash = [7; 32],
        &["not-before-beacon FAIL"]),
    // rehearsal
    ("rehearsal: practised, and shown as a draw", |d| d.manifest.rehearsal = true,
        &["rehearsal UNPROVEN"]),
];
