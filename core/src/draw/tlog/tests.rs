//! Proofs of a simulated log, the examples of the specifications, and what is refused.

use super::*;
use crate::draw::note::{NoteAlgorithm, NoteKey, NoteSigner};
use crate::lottery::signature::SigningKey;

fn signer(name: &str, algorithm: NoteAlgorithm, seed: u8) -> NoteSigner {
    NoteSigner::new(name, algorithm, SigningKey::from_seed([seed; 32])).unwrap()
}

fn simulated(entries: u8, index: u64) -> Proof {
    let leaves: Vec<Hash> = (0..entries).map(|entry| merkle::leaf(&[entry])).collect();
    let log = signer("example.com/log", NoteAlgorithm::Signature, 1);
    let witness = signer("witness.example", NoteAlgorithm::Cosignature, 2);
    prove(&leaves, index, &log, &[(&witness, 1_700_000_000)]).unwrap()
}

#[test]
fn a_proof_is_read_as_it_is_written() {
    for entries in 1..20 {
        for index in 0..entries {
            let proof = simulated(entries, index.into());
            assert_eq!(Proof::parse(&proof.to_string()), Ok(proof.clone()));
            assert!(proof.includes(&[index]));
            assert!(!proof.includes(&[index + 1]));
        }
    }
}

#[test]
fn the_form_is_that_of_the_specification() {
    // c2sp.org/tlog-proof, its example: the checkpoint there is cut short, so only the head.
    let hashes = [
        "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=",
        "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=",
        "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=",
        "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=",
        "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=",
    ];
    let checkpoint =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let signatures = "\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let text = format!(
        "c2sp.org/tlog-proof@v1\nindex 73894\n{}\n\n{checkpoint}\n{signatures}",
        hashes.join("\n")
    );
    let proof = Proof::parse(&text).unwrap();
    assert_eq!(proof.index, 73894);
    assert_eq!(proof.path.len(), 5);
    assert_eq!(proof.checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(proof.checkpoint.size, 20_852_163);
    assert_eq!(proof.checkpoint.to_string(), checkpoint);
    assert_eq!(proof.to_string(), text);
    // c2sp.org/tlog-cosignature shows the message of this cosignature with its time.
    let cosignature = &proof.note.signatures[1].bytes;
    assert_eq!(cosignature[..8], 1_679_315_147_u64.to_be_bytes());
    assert_eq!(cosignature.len(), 72);
}

#[test]
fn malformed_proofs_are_refused() {
    let text = simulated(6, 3).to_string();
    let hash = base64::encode(&[7; 32]);
    for (from, to, error) in [
        ("@v1", "@v2", ProofError::Version),
        ("index 3", "extra AAAA\nindex 3", ProofError::Extra),
        ("index 3", "index 03", ProofError::Index),
        ("index 3", "index -3", ProofError::Index),
        ("index 3", "index +3", ProofError::Index),
        ("index 3", "index 18446744073709551616", ProofError::Index),
        ("index 3", "index ", ProofError::Index),
        ("index 3", "Index 3", ProofError::Index),
        (
            "index 3\n",
            "index 3\n\n",
            ProofError::Note(NoteError::NoSignature),
        ),
        ("index 3\n", "index 3\nAAAA\n", ProofError::Hash),
        (
            "index 3\n",
            &format!("index 3\n{}", format!("{hash}\n").repeat(40)),
            ProofError::PathTooLong,
        ),
        ("log\n6\n", "log\n06\n", ProofError::Checkpoint),
        ("log\n6\n", "log\n", ProofError::Checkpoint),
        ("example.com/log\n6", "6", ProofError::Checkpoint),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let found = Proof::parse(&changed);
        match error {
            ProofError::Note(_) => assert!(found.is_err(), "{to:?}"),
            error => assert_eq!(found, Err(error), "{to:?}"),
        }
    }
    assert_eq!(
        Proof::parse(&text.replace('\n', "\r\n")),
        Err(ProofError::Form)
    );
    assert_eq!(Proof::parse(""), Err(ProofError::Form));
    let long = "x".repeat(limits::NOTE_BYTES + 1);
    assert_eq!(Proof::parse(&long), Err(ProofError::TooLong));
}

#[test]
fn every_changed_octet_of_a_proof_shows() {
    // Whatever octet changes, the proof is malformed, leads nowhere, or a signature is broken or
    // of a key nobody knows.
    let proof = simulated(6, 3);
    let text = proof.to_string();
    let log = signer("example.com/log", NoteAlgorithm::Signature, 1);
    let witness = signer("witness.example", NoteAlgorithm::Cosignature, 2);
    for at in 0..text.len() {
        for change in [1, 0x20] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= change;
            let Ok(changed) = std::str::from_utf8(&bytes).map(Proof::parse) else {
                continue;
            };
            let Ok(changed) = changed else { continue };
            let body = &changed.note.text;
            let [signed, cosigned] = &changed.note.signatures[..] else {
                continue;
            };
            let holds = changed.includes(&[3])
                && log.key().verifies(body, signed)
                && cosigned_at(witness.key(), body, cosigned).is_ok();
            assert!(!holds, "octet {at}: {changed}");
        }
    }
}

#[test]
fn a_cosignature_has_a_time_and_signs_the_whole_text() {
    let witness = signer("witness.example", NoteAlgorithm::Cosignature, 2);
    let text = "example.com/log\n6\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n";
    let at = |time, text| cosigned_at(witness.key(), text, &cosign(&witness, text, time));
    assert_eq!(at(1, text), Ok(1));
    assert_eq!(at(i64::MAX.unsigned_abs(), text), Ok(i64::MAX));
    assert_eq!(at(0, text), Err(CosignatureError::Invalid));
    assert_eq!(at(1 << 63, text), Err(CosignatureError::Invalid));

    let line = cosign(&witness, text, 5);
    let other = text.replace("extension", "another");
    assert_eq!(
        cosigned_at(witness.key(), &other, &line),
        Err(CosignatureError::Invalid)
    );
    let mut later = line.clone();
    later.bytes[7] = 6;
    assert_eq!(
        cosigned_at(witness.key(), text, &later),
        Err(CosignatureError::Invalid)
    );
    let mut long = line.clone();
    long.bytes.push(0);
    assert_eq!(
        cosigned_at(witness.key(), text, &long),
        Err(CosignatureError::Invalid)
    );
    // The same public key as a signing key is another key: its id differs.
    let signing = NoteKey::new(
        "witness.example",
        NoteAlgorithm::Signature,
        *witness.key().public(),
    )
    .unwrap();
    assert_ne!(signing.id(), witness.key().id());
    assert_eq!(
        cosigned_at(&signing, text, &line),
        Err(CosignatureError::Unknown)
    );
    assert!(!signing.verifies(text, &line));
    // "cosignature/v1", "time 5" and the text, signed plainly: the definition written out.
    let message = format!("cosignature/v1\ntime 5\n{text}");
    let plain = SigningKey::from_seed([2; 32]).sign(message.as_bytes());
    assert_eq!(line.bytes[..8], [0, 0, 0, 0, 0, 0, 0, 5]);
    assert_eq!(line.bytes[8..], plain);
}
