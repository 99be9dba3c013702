//! The published vectors, where they stand beside the repository.

use std::path::Path;

use isonomia_tests::vectors::{CHECKS, Check};

/// The text of a vector file, or a word aloud that it is not there.
fn published(name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        println!("SKIPPED: {name} is not there");
    }
    text
}

#[test]
fn published_vectors_agree() {
    for (name, check) in CHECKS {
        let Some(text) = published(name) else {
            continue;
        };
        match check(&text) {
            Ok(report) => println!("{name}: {report}"),
            Err(difference) => panic!("{name}: {difference}"),
        }
    }
}

/// A check that agrees with everything proves nothing: each must see one changed value.
#[test]
fn a_changed_vector_is_seen() {
    // file, what stands there, what is put instead, where the check must stop
    let changes = [
        ("draw-v1.json", "737593", "737594", "sample[3]"),
        ("draw-v1.json", "4a8b270a", "4a8b270b", "hash[0]"),
        (
            "draw-v1.json",
            "7241726879045979711",
            "7241726879045979712",
            "below",
        ),
        ("draw-v1.json", "0361b08f", "0361b08e", "tickets/tickets[2]"),
        ("draw-v1.json", "102398879", "102398880", "first_round"),
        (
            "draw-v1.json",
            "31415926535897932384",
            "31415926535897932385",
            "transcript",
        ),
        (
            "draw-v1.json",
            "\"lone-surrogate\"",
            "\"syntax\"",
            "canonical_json/reject",
        ),
        (
            "draw-v1.json",
            "\"commitments\"",
            "\"promises\"",
            "section promises",
        ),
        ("jcs-rfc8785.json", "5b35362c", "5b35372c", "documents[0]"),
        ("chacha20.json", "10f1e7e4", "10f1e7e5", "rfc8439_blocks[0]"),
        ("chacha20.json", "ace4cd09", "ace4cd0a", "blocks_64bit"),
        (
            "merkle-rfc6962.json",
            "5dc9da79",
            "5dc9da78",
            "roots_by_size[8]",
        ),
        ("rfc3797.json", "17./1.2.3./", "17./3.1.2./", "more[0]"),
        ("rfc3797.json", "7948231A", "7948231B", "example/rows[24]"),
        (
            "samplers.json",
            "2fdb73de",
            "2fdb73df",
            "cryptorandom/blocks",
        ),
        (
            "samplers.json",
            "\"last_i\": 48",
            "\"last_i\": 49",
            "rivest_sampler_2011",
        ),
        (
            "samplers.json",
            "0.9098039269",
            "0.9098039270",
            "consistent_sampler",
        ),
        (
            "ed25519.json",
            "\"strict\": true",
            "\"strict\": false",
            "rfc8032[0]",
        ),
        (
            "drand.json",
            "\"sig-identity\"",
            "\"pairing\"",
            "must_fail[",
        ),
        ("drand.json", "8ada64ba", "8ada64bb", "rounds["),
        ("drand.json", "f477d5c8", "f477d5c9", "chains[1]"),
        ("ecvrf.json", "90cf1df3", "90cf1df4", "examples[0]/beta"),
        (
            "ecvrf.json",
            "\"s-not-below-q\"",
            "\"pi-length\"",
            "must_fail[",
        ),
    ];
    for (name, from, to, place) in changes {
        let Some(text) = published(name) else {
            continue;
        };
        assert!(text.contains(from), "{name} no longer holds {from}");
        let difference = check_of(name)(&text.replace(from, to)).expect_err(from);
        assert!(difference.starts_with(place), "{difference}");
    }
}

fn check_of(name: &str) -> Check {
    let found = CHECKS.iter().find(|(file, _)| *file == name);
    found.expect("a file with a check").1
}
