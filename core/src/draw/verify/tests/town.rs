//! The town that draws: who signs, who is in the pool, and the manifest.

use std::collections::BTreeMap;

use crate::digest::unhex;
use crate::draw::note::{Note, NoteAlgorithm, NoteSigner};
use crate::draw::policy::Policy;
use crate::draw::schema::*;
use crate::draw::texts::signer;
use crate::id::ix;
use crate::json::{Value, parse};
use crate::lottery::merkle;
use crate::lottery::signature::SigningKey;

/// drand quicknet, as published.
pub(super) const QUICKNET: &str =
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
pub(super) const ROUND_42: &str = "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a";
pub(super) const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
/// When round 123 spoke: 2023-08-23T15:15:33Z.
pub(super) const SPOKE: u64 = 1_692_803_733;

/// Everybody who signs, by a number that makes the key.
pub(super) const ORGANISER: u8 = 1;
pub(super) const PARTY_A: u8 = 2;
pub(super) const PARTY_B: u8 = 3;
pub(super) const AUDITOR: u8 = 4;
pub(super) const LOG: u8 = 5;
pub(super) const WITNESS_A: u8 = 6;
pub(super) const WITNESS_B: u8 = 7;
pub(super) const STRANGER: u8 = 9;

pub(super) fn key(who: u8) -> SigningKey {
    SigningKey::from_seed([who; 32])
}

pub(super) fn bytes32(text: &str) -> [u8; 32] {
    unhex(text).unwrap().try_into().unwrap()
}

/// A note of this text, signed.
pub(super) fn note(text: &str, who: u8) -> String {
    let mut note = Note::new(text).unwrap();
    note.signatures.push(signer(key(who)).unwrap().sign(text));
    note.to_string()
}

pub(super) fn log_signer() -> NoteSigner {
    NoteSigner::new("log.example.org/draws", NoteAlgorithm::Signature, key(LOG)).unwrap()
}

pub(super) fn witness(who: u8) -> NoteSigner {
    let name = format!("witness-{who}.example");
    NoteSigner::new(&name, NoteAlgorithm::Cosignature, key(who)).unwrap()
}

/// The log, both witnesses together, one auditor.
pub(super) fn policy() -> Policy {
    let auditor = signer(key(AUDITOR)).unwrap();
    let text = format!(
        "log {}\nwitness a {}\nwitness b {}\ngroup both all a b\nquorum both\nauditor {}\n",
        log_signer().key(),
        witness(WITNESS_A).key(),
        witness(WITNESS_B).key(),
        auditor.key(),
    );
    Policy::parse(text.as_bytes()).unwrap()
}

/// Twelve people, every other one a woman, in households of their own but two.
pub(super) fn record(at: usize) -> Value {
    let household = if at == 10 { 11 } else { at };
    Value::object([
        ("pseudonym", Value::from(format!("p{at:02}"))),
        ("household", Value::from(format!("h{household:02}"))),
        (
            "gender",
            Value::from(if at.is_multiple_of(2) { "F" } else { "M" }),
        ),
    ])
}

/// Ten panels of two women and two men, no two people of one household.
pub(super) fn panels_of(
    people: &[(merkle::Hash, [u8; 32], Value)],
    crowded: bool,
) -> Vec<Vec<u32>> {
    let women = |panel: &[u32]| {
        let of = |at: &&u32| {
            let record = &people[ix(**at)].2;
            record.get("gender") == Some(&Value::from("F"))
        };
        panel.iter().filter(of).count()
    };
    let households = |panel: &[u32]| {
        let of = |at: &u32| people[ix(*at)].2.get("household").cloned();
        let mut all: Vec<Value> = panel.iter().filter_map(of).collect();
        all.sort_by_key(Value::canonical);
        all.windows(2).all(|pair| pair[0] != pair[1])
    };
    let n = u32::try_from(people.len()).unwrap();
    let mut panels = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            for c in b + 1..n {
                for d in c + 1..n {
                    let panel = vec![a, b, c, d];
                    if women(&panel) == 2 && (crowded || households(&panel)) {
                        panels.push(panel);
                    }
                }
            }
        }
    }
    let step = panels.len() / 10;
    panels.into_iter().step_by(step).take(10).collect()
}

pub(super) fn manifest() -> Manifest {
    let party = |party: &str, who: u8| Source::CommitReveal {
        party: party.to_owned(),
        key: Some(key(who).public()),
        commitment: [0; 32],
        reveal_by: "2023-08-23T15:14:00Z".parse().unwrap(),
    };
    let quota = |codes: [(&str, [u32; 2]); 2]| {
        let codes = codes.map(|(code, bounds)| (code.to_owned(), bounds));
        BTreeMap::from(codes)
    };
    Manifest {
        draw_id: "urn:example:panel-2023".to_owned(),
        series: Some("urn:example:panels".to_owned()),
        purpose: "Citizens\u{2019} panel, \u{b6}\nworked \"example\"".to_owned(),
        organiser: Organiser {
            name: "Example Town Hall".to_owned(),
            key: key(ORGANISER).public(),
        },
        attempt: 1,
        supersedes: None,
        not_before_beacon: Some(Beacon {
            chain_hash: bytes32(QUICKNET),
            round: 42,
            signature: ROUND_42.to_owned(),
            previous_signature: None,
        }),
        pool: PoolSeal {
            size: 12,
            root: [0; 32],
        },
        quotas: BTreeMap::from([("gender".to_owned(), quota([("F", [2, 2]), ("M", [1, 3])]))]),
        names: Some(BTreeMap::from([(
            "gender".to_owned(),
            BTreeMap::from([(String::new(), "p\u{142}e\u{107}".to_owned())]),
        )])),
        algorithm: Algorithm {
            name: Value::from("every tenth"),
            version: Value::from("1"),
            params: parse(br#"{"step":[true,null]}"#).unwrap(),
            objective: parse(b"[1,2]").unwrap(),
        },
        lottery: Lottery::UniformPanels {
            panels: 10,
            root: [0; 32],
            seats: Some(4),
            disclosure: Some(Disclosure::Auditor),
        },
        draws: vec![
            Draw {
                label: "panel".to_owned(),
                op: Op::Below { n: 10 },
            },
            Draw {
                label: "reserve".to_owned(),
                op: Op::Sample { n: 12, k: 3 },
            },
            Draw {
                label: "tie".to_owned(),
                op: Op::Ticket {
                    ids_hash: Some([0; 32]),
                },
            },
        ],
        sources: vec![
            Source::Dice {
                count: 20,
                sides: 10,
                ceremony: "20 ten-sided dice, in public".to_owned(),
            },
            party("Auditor \u{c9}", PARTY_A),
            party("Opposition group", PARTY_B),
            Source::Drand {
                chain_hash: bytes32(QUICKNET),
                round: 123,
            },
        ],
        draw_time: "2023-08-23T15:15:31Z".parse().unwrap(),
        margin_s: Some(60),
        log: "log.example.org/draws".to_owned(),
        binds: Some(vec![[0xcd; 32]]),
        rehearsal: false,
    }
}
