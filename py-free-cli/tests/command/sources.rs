//! Where chance comes from and what shows the time: a log, published results, other rounds,
//! another attempt, three balls.

use isonomia::draw::note::{NoteAlgorithm, NoteSigner};
use isonomia::draw::tlog;
use isonomia::json::Value;
use isonomia::lottery::merkle;
use isonomia::lottery::signature::SigningKey;

use crate::support::{file, isonomia};
use crate::town::{ROUND_123, TIME, Town, doubts, finding, text};

/// Round 42 of quicknet, 2023-08-23T15:11:30Z: drand's documentation, HTTP API.
const ROUND_42: &str = "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce4\
                        30a91b811fbfaf763900bc998b5d686a";
/// Round 1000000 of the chain `default` and the signature of the round before it,
/// 2021-07-04T20:37:00Z: thibmeu/drand-rs, drand_core/src/beacon.rs.
const MILLIONTH: &str = "87e355169c4410a8ad6d3e7f5094b2122932c1062f603e6628aba2e4cb54f46c\
                         3bf1083c3537cd3b99e8296784f46fb40e090961cf9634f02c7dc2a96b69fc3c\
                         03735bc419962780a71245b72f81882cf6bb9c961bcf32da5624993bb747c9e5";
const BEFORE_IT: &str = "86bbc40c9d9347568967add4ddf6e351aff604352a7e1eec9b20dea4ca531ed6\
                         c7d38de9956ffc3bb5a7fabe28b3a36b069c8113bd9824135c3bff9b03359476\
                         f6b03beec179d4aeff456f4d34bbf702b9af78c3bb44e1892ace8e581bf4afa9";

/// Adds the beacon, draws, and verifies with what is known; the exit code is looked at here.
fn verified(
    town: &Town,
    name: &str,
    beacon: &str,
    known: &[&str],
    code: i32,
) -> crate::support::Ran {
    let folder = town.path(name);
    let beacon = file(&town.at, "beacon.json", beacon);
    isonomia(["draw", "beacon", &folder, &beacon]).ends(0);
    isonomia(["draw", "run", &folder]).ends(0);
    let transcript = town.path(&format!("{name}/public/transcript.json"));
    let words = ["draw", "verify", &transcript, "--json"];
    isonomia(words.iter().chain(known)).ends(code)
}

/// Origin of the log in memory.
const ORIGIN: &str = "log.example/draws";
/// When round 123 came (shared vectors: drand.json).
const CAME: u64 = 1_692_803_733;

fn signer(name: &str, algorithm: NoteAlgorithm, seed: u8) -> NoteSigner {
    NoteSigner::new(name, algorithm, SigningKey::from_seed([seed; 32])).unwrap()
}

/// A proof (c2sp.org/tlog-proof) of a log of five entries, of which the one at 3 is the sealed
/// plan; and a policy that trusts its witness.
fn logged(town: &Town, name: &str, index: u64, time: u64) -> (String, String) {
    let note = town.at.join(format!("{name}/public/manifest-note.txt"));
    let note = std::fs::read_to_string(note).unwrap();
    let (entry, _) = note.split_once("\n\n").unwrap();
    let log = signer(ORIGIN, NoteAlgorithm::Signature, 1);
    let witness = signer("witness.example", NoteAlgorithm::Cosignature, 2);
    let mut leaves: Vec<_> = (0..5_u8).map(|other| merkle::leaf(&[other])).collect();
    leaves[3] = merkle::leaf(format!("{entry}\n").as_bytes());
    let proof = tlog::prove(&leaves, index, &log, &[(&witness, time)]).unwrap();
    let policy = format!("log {}\nwitness w {}\nquorum w\n", log.key(), witness.key());
    (
        file(&town.at, "proof.txt", proof.to_string()),
        file(&town.at, "policy.txt", policy),
    )
}

#[test]
fn a_log_with_a_witness_shows_when_the_plan_was_sealed() {
    let town = Town::new();
    let more = ["--draw-time", TIME, "--log", ORIGIN];
    town.lots("ties", &more).ends(0);
    let folder = town.path("ties");
    let (wrong, _) = logged(&town, "ties", 2, CAME - 600);
    isonomia(["draw", "anchor", &folder, &wrong]).ends(1);
    let (right, policy) = logged(&town, "ties", 3, CAME - 600);
    isonomia(["draw", "anchor", &folder, &right]).ends(0);

    // The log shows when, and not that this is the plan that people were told of.
    let ran = verified(&town, "ties", ROUND_123, &["--policy", &policy], 2);
    assert_eq!(finding(&ran, "manifest-anchored"), "PASS");
    assert_eq!(doubts(&ran), ["UNPROVEN expected-manifest"]);
    let transcript = town.path("ties/public/transcript.json");
    let seal = town.seal_of("ties");
    let words = ["draw", "verify", &transcript, "--json", "--policy"];
    isonomia(words.iter().chain(&[&*policy, "--seal", &seal])).ends(0);
    // Who trusts no witness is shown no time.
    let log = signer(ORIGIN, NoteAlgorithm::Signature, 1);
    let nobody = format!("log {}\nquorum none\n", log.key());
    let nobody = file(&town.at, "nobody.txt", nobody);
    let ran = isonomia(words.iter().chain(&[&*nobody])).ends(2);
    assert_eq!(finding(&ran, "manifest-anchored"), "UNPROVEN");
}

#[test]
fn a_witness_who_came_after_the_beacon_shows_nothing() {
    let town = Town::new();
    town.lots("ties", &["--draw-time", TIME, "--log", ORIGIN])
        .ends(0);
    let (late, policy) = logged(&town, "ties", 3, CAME + 1);
    isonomia(["draw", "anchor", &town.path("ties"), &late]).ends(0);
    let ran = verified(&town, "ties", ROUND_123, &["--policy", &policy], 2);
    assert_eq!(finding(&ran, "manifest-anchored"), "UNPROVEN");
}

#[test]
fn published_results_are_a_source_that_somebody_must_have_noted() {
    let town = Town::new();
    let more = [
        "--list",
        "Lotto of 22 August",
        "--list",
        "Horses, first race",
    ];
    let ready = ["--ready-by", "2023-08-23T15:00:00Z", "--draw-time", TIME];
    let more: Vec<&str> = more.iter().chain(&ready).copied().collect();
    town.lots("ties", &more).ends(0);
    let folder = town.path("ties");
    for wrong in [
        vec!["9,3,27"],
        vec!["9,3,x", "2,8"],
        vec!["9", "2", "8"],
        vec!["-1", "2"],
    ] {
        isonomia(["draw", "list", &folder, "--"].iter().chain(&wrong)).ends(1);
    }
    let ran = isonomia(["draw", "list", &folder, "9,3,27,31,44", "2, 8"]).ends(0);
    let printed: String = ran
        .out
        .split("\n\n")
        .nth(1)
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    assert_eq!(printed.len(), 64, "the hash of the reveals: {}", ran.out);
    let seal = town.seal_of("ties");
    let ran = verified(&town, "ties", ROUND_123, &["--seal", &seal], 2);
    assert_eq!(doubts(&ran), ["UNPROVEN reveals-witnessed"]);
    let transcript = town.path("ties/public/transcript.json");
    let words = ["draw", "verify", &transcript, "--seal", &seal, "--saw"];
    isonomia(words.iter().chain(&[&*printed])).ends(0);
    // Numbers stand in ascending order, whatever the order typed (RFC 3797, 4.1).
    let whole = town.read("ties/public/transcript.json");
    let shown = String::from_utf8(whole.get("evidence").unwrap().canonical()).unwrap();
    assert!(
        shown.contains("[3,9,27,31,44]") && shown.contains("[2,8]"),
        "{shown}"
    );
}

#[test]
fn a_quoted_round_shows_that_the_plan_is_not_older() {
    let town = Town::new();
    let quoted = file(
        &town.at,
        "42.json",
        format!(r#"{{"round":42,"signature":"{ROUND_42}"}}"#),
    );
    town.lots("ties", &["--draw-time", TIME, "--not-before", &quoted])
        .ends(0);
    let seal = town.seal_of("ties");
    let ran = verified(&town, "ties", ROUND_123, &["--seal", &seal], 0);
    assert_eq!(finding(&ran, "not-before-beacon"), "PASS");
    let manifest = town.read("ties/manifest.json");
    let beacon = manifest.get("not_before_beacon").unwrap();
    assert_eq!(beacon.get("round"), Some(&Value::Int(42)));
    // A round that was not signed so, and one that is as late as the draw.
    for wrong in [
        format!(r#"{{"round":43,"signature":"{ROUND_42}"}}"#),
        format!(r#"{{"round":123,"signature":"{ROUND_123}"}}"#),
    ] {
        let wrong = file(&town.at, "wrong.json", wrong);
        town.lots("no", &["--draw-time", TIME, "--not-before", &wrong])
            .ends(1);
    }
}

#[test]
fn the_older_chain_needs_the_signature_of_the_round_before() {
    let town = Town::new();
    let time = ["--draw-time", "2021-07-04T20:37:00Z", "--drand", "default"];
    town.lots("ties", &time).ends(0);
    let folder = town.path("ties");
    let told = isonomia(["draw", "beacon", &folder]).ends(0);
    assert!(told.out.contains("/public/1000000"), "{}", told.out);
    let alone = file(&town.at, "alone.txt", MILLIONTH);
    isonomia(["draw", "beacon", &folder, &alone]).ends(1);
    let whole = format!(
        r#"{{"round":1000000,"signature":"{MILLIONTH}","previous_signature":"{BEFORE_IT}"}}"#
    );
    let seal = town.seal_of("ties");
    verified(&town, "ties", &whole, &["--seal", &seal], 0);
}

#[test]
fn a_second_attempt_names_the_first() {
    let town = Town::new();
    town.lots("first", &["--draw-time", TIME]).ends(0);
    let first = town.path("first/manifest.json");
    let again = ["--draw-time", TIME, "--log", ORIGIN, "--supersedes", &first];
    town.lots("second", &again).ends(0);
    let (old, new) = (
        town.read("first/manifest.json"),
        town.read("second/manifest.json"),
    );
    assert_eq!(text(&new, "draw_id"), text(&old, "draw_id"));
    assert_eq!(text(&new, "supersedes"), town.seal_of("first"));
    assert_eq!(new.get("attempt"), Some(&Value::Int(2)));
    town.lots(
        "third",
        &[
            "--draw-time",
            TIME,
            "--supersedes",
            &first,
            "--id",
            "urn:x:y",
        ],
    )
    .ends(2);
    let (proof, policy) = logged(&town, "second", 3, CAME - 600);
    isonomia(["draw", "anchor", &town.path("second"), &proof]).ends(0);
    let seal = town.seal_of("second");
    let known = ["--seal", &seal, "--policy", &policy];
    let without = verified(&town, "second", ROUND_123, &known, 2);
    assert_eq!(doubts(&without), ["UNPROVEN attempts"]);
    let transcript = town.path("second/public/transcript.json");
    let words = ["draw", "verify", &transcript, "--json", "--previous"];
    isonomia(words.iter().chain(&[&*first]).chain(&known)).ends(0);
    // Another plan is not the attempt that was superseded.
    town.lots("other", &["--draw-time", TIME]).ends(0);
    let other = town.path("other/manifest.json");
    let ran = isonomia(words.iter().chain(&[&*other]).chain(&known)).ends(1);
    assert_eq!(doubts(&ran), ["FAIL attempts"]);
}

#[test]
fn three_balls_are_the_number_of_one_panel_in_a_thousand() {
    let town = Town::new();
    town.plan("river", &["--direct", "3d10", "--draw-time", TIME])
        .ends(0);
    let key = town.path("town.key");
    town.step("seal", &["--key", &key]).ends(0);
    let ran = town.step("dice", &["12"]).ends(1);
    assert!(ran.err.contains('3'), "{}", ran.err);
    town.step("dice", &["4 1 2"]).ends(0);
    town.step("beacon", &[]).ends(1);
    town.step("run", &[]).ends(0);
    let transcript = town.read("river/public/transcript.json");
    let opened = transcript.get("opened").unwrap();
    assert_eq!(opened.get("index"), Some(&Value::Int(412)));
}
