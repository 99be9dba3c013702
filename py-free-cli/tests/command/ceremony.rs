//! The whole ceremony through the program: a pool of a thousand volunteers, two parties, dice and
//! round 123 of drand quicknet.

use std::path::Path;

use isonomia::json::Value;

use crate::support::{file, isonomia, with_stdin};
use crate::town::{DICE, ROUND_123, Town, doubts};

#[test]
fn a_whole_ceremony_is_proven_and_small_enough_to_mail() {
    let town = Town::new();
    town.upto_beacon();
    let beacon = format!(r#"{{"round":123,"signature":"{ROUND_123}"}}"#);
    let river = town.path("river");
    with_stdin(["draw", "beacon", &river, "-"], beacon.as_bytes()).ends(0);

    // Parties and an auditor sign, each at home, and the organiser collects.
    let manifest = town.path("river/manifest.json");
    for who in ["opposition", "press"] {
        let (key, note) = (
            town.path(&format!("{who}.key")),
            town.path(&format!("{who}.txt")),
        );
        isonomia(["draw", "sign", &manifest, "--key", &key, "--out", &note]).ends(0);
        town.step("sign", &["--add", &note]).ends(0);
    }
    let ran = town.step("run", &[]).ends(0);
    assert!(
        ran.out.contains("V0"),
        "the panel by the ids of the list: {}",
        ran.out
    );

    let transcript = town.path("river/public/transcript.json");
    let length = std::fs::metadata(&transcript).unwrap().len();
    assert!(length < 100_000, "{length} bytes");
    let (panels, pool) = (
        town.path("river/auditors/panels.json"),
        town.path("river/private/pool.json"),
    );
    let hash = town.hash();
    let known = [
        "--panels", &panels, "--pool", &pool, "--seal", &hash, "--saw", DICE,
    ];
    let verify = ["draw", "verify", &transcript];
    let ran = isonomia(verify.iter().chain(&known).chain(&["--json"]));
    assert_eq!(doubts(&ran), Vec::<String>::new());
    ran.ends(0);
    let ran = isonomia(verify.iter().chain(&known)).ends(0);
    assert!(ran.out.starts_with("PASS"), "{}", ran.out);
    // Trust comes from the user: without any, the same file proves less and fails nothing.
    let alone = isonomia(verify.iter().chain(&["--json"])).ends(2);
    assert!(
        doubts(&alone)
            .iter()
            .all(|doubt| doubt.starts_with("UNPROVEN"))
    );
    // Another hash or other dice than those noted down are a fraud.
    let other = "0".repeat(64);
    isonomia(verify.iter().chain(&["--seal", &other])).ends(1);
    isonomia(
        verify
            .iter()
            .chain(&["--seal", &hash, "--saw", "17326548209184736206"]),
    )
    .ends(1);

    // The panel that was shown meets every quota of the file of categories.
    let opened = town.read("river/public/transcript.json");
    let panel = opened.get("opened").and_then(|opened| opened.get("panel"));
    assert_eq!(panel.and_then(Value::as_array).unwrap().len(), 24);

    // Everybody's proof, before and after.
    town.step("prove", &["--person", "V0007"]).ends(0);
    let mut proofs = std::fs::read_dir(town.at.join("river/private/proofs")).unwrap();
    let proof = proofs.next().unwrap().unwrap().path().display().to_string();
    let words = [
        "draw",
        "prove",
        &proof,
        "--transcript",
        &transcript,
        "--panels",
        &panels,
    ];
    let ran = isonomia(words).ends(0);
    assert!(ran.out.contains("in 200"), "{}", ran.out);
}

#[test]
fn an_auditor_signs_what_was_checked_and_a_policy_proves_it() {
    let town = Town::new();
    town.upto_beacon();
    let beacon = file(&town.at, "beacon.json", ROUND_123);
    town.step("beacon", &[&beacon]).ends(0);
    let key = town.path("auditor.key");
    for what in ["manifest", "list-audited", "reveals"] {
        town.step("sign", &["--key", &key, "--as", what]).ends(0);
    }
    for who in ["opposition", "press"] {
        let key = town.path(&format!("{who}.key"));
        town.step("sign", &["--key", &key]).ends(0);
    }
    town.step("run", &[]).ends(0);
    let vkey = std::fs::read_to_string(town.at.join("auditor.pub")).unwrap();
    let policy = file(
        &town.at,
        "policy.txt",
        format!("auditor {vkey}quorum none\n"),
    );
    let transcript = town.path("river/public/transcript.json");
    let words = ["draw", "verify", &transcript, "--policy", &policy, "--json"];
    let ran = isonomia(words).ends(2);
    // An auditor saw the plan, the list and the dice; when, only a seal or a log can show.
    assert_eq!(doubts(&ran), ["UNPROVEN manifest-anchored"]);
    let seal = town.hash();
    isonomia(words.iter().chain(&["--seal", &seal])).ends(0);
}

#[test]
fn an_auditor_does_not_sign_a_list_with_a_changed_panel() {
    let town = Town::new();
    town.full_plan().ends(0);
    let key = town.path("town.key");
    town.step("seal", &["--key", &key]).ends(0);
    let list = town.at.join("river/auditors/panels.json");
    let text = std::fs::read_to_string(&list).unwrap();
    let changed = text.replacen("[[", "[[0,1,2,", 1);
    assert_ne!(changed, text);
    let changed = file(&town.at, "panels.json", changed);
    let (manifest, pool) = (
        town.path("river/manifest.json"),
        town.path("river/private/pool.json"),
    );
    let out = town.path("note.txt");
    let auditor = town.path("auditor.key");
    let words = [
        "draw",
        "sign",
        &manifest,
        "--key",
        &auditor,
        "--as",
        "list-audited",
        "--panels",
        &changed,
        "--pool",
        &pool,
        "--out",
        &out,
    ];
    let ran = isonomia(words).ends(1);
    assert!(!ran.err.is_empty() && !Path::new(&out).exists());
}

#[test]
fn balls_are_the_number_of_the_panel() {
    let town = Town::new();
    town.plan(
        "river",
        &["--direct", "2d10", "--draw-time", "2023-08-23T15:15:31Z"],
    )
    .ends(0);
    let key = town.path("town.key");
    town.step("seal", &["--key", &key]).ends(0);
    town.step("dice", &["41"]).ends(0);
    town.step("run", &[]).ends(0);
    let transcript = town.read("river/public/transcript.json");
    let opened = transcript.get("opened").unwrap();
    assert_eq!(opened.get("index").and_then(Value::as_i64), Some(41));
    let (transcript, panels, pool) = (
        town.path("river/public/transcript.json"),
        town.path("river/auditors/panels.json"),
        town.path("river/private/pool.json"),
    );
    let hash = town.hash();
    let words = [
        "draw",
        "verify",
        &transcript,
        "--panels",
        &panels,
        "--pool",
        &pool,
        "--seal",
        &hash,
        "--json",
    ];
    let ran = isonomia(words).ends(2);
    assert_eq!(doubts(&ran), ["UNPROVEN reveals-witnessed"]);
    isonomia(words.iter().chain(&["--saw", "41"])).ends(0);
    isonomia(words.iter().chain(&["--saw", "42"])).ends(1);
}
