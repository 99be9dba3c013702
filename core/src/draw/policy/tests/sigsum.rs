//! A proof of a real log with real witnesses: Sigsum's public test log "barreleye", 4 June 2025.
//!
//! Sigsum logs sign C2SP checkpoints and its witnesses make C2SP cosignatures; only the file
//! around them differs. Values: `freedomofpress/sigsum-ts`, `src/tests/verify.test.ts`. Names of
//! witness keys are ours, for cosignatures do not sign them.

use std::fmt::Write as _;

use super::*;
use crate::digest::{Digest, hex, unhex, unhex32};
use crate::draw::note::{Note, NoteKey, NoteSignature};
use crate::draw::tlog::{Checkpoint, Proof};
use crate::lottery::merkle::Hash;

const LOG_KEY: &str = "4644af2abd40f4895a003bca350f9d5912ab301a49c77f13e5b6d905c20a5fe6";
const WITNESS_KEYS: [&str; 3] = [
    "1c25f8a44c635457e2e391d1efbca7d4c2951a0aef06225a881e46b98962ac6c",
    "28c92a5a3a054d317c86fc2eeb6a7ab2054d6217100d0be67ded5b74323c5806",
    "f4855a0f46e8a3e23bb40faf260ee57ab8a18249fa402f2ca2d28a60e1a3130e",
];
const ROOT: &str = "f24ca2b7b234c380438fbeb7e6a3e7481705adf22b8ecab47ca049b31b642bd8";
const LOG_SIGNATURE: &str = "a3e28bf1b8e97664ba2505ed1f02373af70ad86f5a794b8ddf77c9dfc2cda376\
    6479cc53906312dc705f5892472eb1b1a60843f1fd0e0ea3442b6df6a7f11805";
const TIME: i64 = 1_749_045_854;
/// SHA-256 of the witness's key, and its signature at [`TIME`].
const COSIGNATURES: [(&str, &str); 5] = [
    (
        "e923764535cac36836d1af682a2a3e5352e2636ec29c1d34c00160e1f4946d31",
        "eb9670fc459a8a3ca226cda1cdc37079018e7e2ae94db426da8e25e181ca29fd\
         651e5ab6e12b3b080fd93cf41304d78669da499744f2c8db8adf25d9fa1ecb0e",
    ),
    (
        "70b861a010f25030de6ff6a5267e0b951e70c04b20ba4a3ce41e7fba7b9b7dfc",
        "62b2733f600df0cf2b2fe6e3e2b5e525048280872b68df3fc4b08409e325c857\
         b5aa4b96806ced5fcb8edf4eb138e13772f48d55cc0de821bb8e6866443e7602",
    ),
    (
        "49c4cd6124b7c572f3354d854d50b2a4b057a750f786cf03103c09de339c4ea3",
        "dbf5eb3cb2f7f0bb4f81d748becb2e9ab0454e7fe674722d53963044b53a7105\
         ec6b0dc83fd942f68d6bc5eca37540c837fcef3b657cf920a98e61adcdfc3d08",
    ),
    (
        "1c997261f16e6e81d13f420900a2542a4b6a049c2d996324ee5d82a90ca3360c",
        "5c5fa4d25f7734caf519c41b25e40220d54a7b1637cb608a034d7ee787850131\
         3b36c8b8c0e4b61c7bb7d1f123aa856ffdb80e035650eac4b59be0f877d68e00",
    ),
    (
        "42351ad474b29c04187fd0c8c7670656386f323f02e9a4ef0a0055ec061ecac8",
        "87c38ca5122a164450c93656a10b36deade0d031501d63ea9377d24608ad0d45\
         949d938129c7e780495332aa09c44f8bf00a08ffe689a470504c25beb8bdfc07",
    ),
];
const PATH: [&str; 5] = [
    "77c4b148100a011c490dd23bead8e08f9bdafe27675082f6ec00b0725b8ef8fd",
    "0736f9e2aad3b8c89c4dbb01f71d3c38d0ace393079dcaf8edd9b61ab9adca84",
    "abc5352f9af6df2f2c0a06381043393af36555170c01b3004507af7d36fd22a4",
    "4e301e7ae4f9abb0c710cae380daa991b95528b0d631ce04a001c28236e4f938",
    "b6be547daa4f6b3d42628bb14020e9b2d73a4ee8cf3c4e0a3b88793916926f27",
];
const LEAF_SIGNATURE: &str = "7fdadea21d3268bceb9c4959f25ed8d7a0be2e23637bbcf795b861498626928b\
    cde9180591c5d3c1d6b15b0b6a36df329226d312cde0bb36331888194df1680a";
const LEAF_KEY_HASH: &str = "00004cce3ad5f54dceb2e20788b72b1c91a8c3913e7866670f5752fe14009f4d";

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Digest::of(bytes).into_bytes()
}

/// "sigsum.org/v1/tree/" and the hash of the log's key.
fn origin() -> String {
    let key = unhex32(LOG_KEY).unwrap();
    format!("sigsum.org/v1/tree/{}", hex(&sha256(&key)))
}

fn witness_keys() -> Vec<NoteKey> {
    let key = |(at, key): (usize, &&str)| {
        let public = unhex32(key).unwrap();
        NoteKey::new(&format!("test{at}"), NoteAlgorithm::Cosignature, public).unwrap()
    };
    WITNESS_KEYS.iter().enumerate().map(key).collect()
}

fn proof() -> Proof {
    let origin = origin();
    let checkpoint = Checkpoint {
        origin: origin.clone(),
        size: 930,
        root: unhex32(ROOT).unwrap(),
    };
    let log = NoteKey::new(&origin, NoteAlgorithm::Signature, unhex32(LOG_KEY).unwrap()).unwrap();
    let mut note = Note::new(&checkpoint.to_string()).unwrap();
    note.signatures.push(NoteSignature {
        name: origin,
        key_id: log.id(),
        bytes: unhex(LOG_SIGNATURE).unwrap(),
    });
    let witnesses = witness_keys();
    for (key_hash, signature) in COSIGNATURES {
        let is_of = |key: &&NoteKey| hex(&sha256(key.public())) == key_hash;
        let known = witnesses.iter().find(is_of);
        let mut bytes = TIME.to_be_bytes().to_vec();
        bytes.extend(unhex(signature).unwrap());
        note.signatures.push(NoteSignature {
            name: known.map_or(key_hash, NoteKey::name).to_owned(),
            key_id: known.map_or([0; 4], NoteKey::id),
            bytes,
        });
    }
    let path: Vec<Hash> = PATH.iter().map(|hash| unhex32(hash).unwrap()).collect();
    Proof {
        index: 929,
        path,
        checkpoint,
        note,
    }
}

/// What the log holds: the hash of the message's hash, its signature, the hash of the key.
fn entry(message: &[u8]) -> Vec<u8> {
    let mut entry = sha256(&sha256(message)).to_vec();
    entry.extend(unhex(LEAF_SIGNATURE).unwrap());
    entry.extend(unhex(LEAF_KEY_HASH).unwrap());
    entry
}

#[test]
fn a_real_proof_is_included_signed_and_witnessed() {
    let text = proof().to_string();
    let proof = Proof::parse(&text).unwrap();
    assert_eq!(proof, self::proof());
    assert!(proof.includes(&entry(b"test\n")));
    assert!(!proof.includes(&entry(b"uest\n")));

    let log = NoteKey::new(
        &origin(),
        NoteAlgorithm::Signature,
        unhex32(LOG_KEY).unwrap(),
    );
    let mut policy = format!("log {} https://test.sigsum.org/barreleye\n", log.unwrap());
    for key in witness_keys() {
        writeln!(policy, "witness {} {key}", key.name()).unwrap();
    }
    policy.push_str("group 2of3 2 test0 test1 test2\nquorum 2of3\n");
    let anchor = Policy::parse(policy.as_bytes())
        .unwrap()
        .anchor(&proof.note, &origin())
        .unwrap();
    assert!(anchor.log_signed);
    assert_eq!(anchor.time, Some(TIME));
    assert_eq!(anchor.witnesses.len(), 3);
    assert_eq!(anchor.ignored.len(), 2);

    // The same cosignatures one second later, or of another head, are nobody's.
    let policy = Policy::parse(policy.as_bytes()).unwrap();
    for line in 0..6 {
        let mut later = proof.note.clone();
        later.signatures[line].bytes[7] ^= 1;
        let name = &later.signatures[line].name;
        let unknown = COSIGNATURES.iter().any(|(hash, _)| name == hash);
        assert_eq!(policy.anchor(&later, &origin()).is_ok(), unknown);
    }
    let mut larger = proof.note.clone();
    larger.text = larger.text.replace("\n930\n", "\n931\n");
    assert!(policy.anchor(&larger, &origin()).is_err());
}
