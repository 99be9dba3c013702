//! What a ceremony does not take, and what it never shows.

use crate::support::{file, isonomia, sample};
use crate::town::{DICE, ROUND_123, TIME, Town, finding, text};

#[test]
fn steps_out_of_order_are_refused_and_nothing_is_replaced() {
    let town = Town::new();
    town.full_plan().ends(0);
    let beacon = file(&town.at, "beacon.txt", ROUND_123);
    let secret = town.path("press.secret.json");
    let key = town.path("town.key");
    // Before the seal nothing speaks.
    for words in [
        vec!["dice", DICE],
        vec!["reveal", &secret],
        vec!["beacon", &beacon],
        vec!["run"],
        vec!["sign", "--key", &key],
    ] {
        let ran = town.step(words[0], &words[1..]).ends(1);
        assert!(ran.err.contains("seal"), "{words:?}: {}", ran.err);
    }
    // Only the organiser seals.
    let other = town.path("press.key");
    town.step("seal", &["--key", &other]).ends(1);
    town.step("seal", &[]).ends(2);
    town.step("seal", &["--key", &key]).ends(0);
    // The beacon comes last, and nothing is drawn while something is missing.
    town.step("beacon", &[&beacon]).ends(1);
    town.step("run", &[]).ends(1);
    town.step("dice", &["123"]).ends(1);
    town.step("dice", &["1732654820918473620x"]).ends(1);
    town.step("dice", &[DICE]).ends(0);
    town.step("dice", &[DICE]).ends(0);
    let ran = town.step("dice", &["00000000000000000000"]).ends(1);
    assert!(ran.err.contains("not replaced"), "{}", ran.err);
    // The folder stands, and is not planned over; secrets and keys neither.
    town.full_plan().ends(1);
    isonomia(["keygen", &town.path("town")]).ends(1);
    // A plan that somebody edited is no longer the one that was sealed.
    let manifest = town.at.join("river/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("river bank", "market place")).unwrap();
    let ran = town.step("seal", &[]).ends(1);
    assert!(ran.err.contains("manifest.json"), "{}", ran.err);
}

#[test]
fn a_wrong_beacon_is_refused_and_the_right_address_told() {
    let town = Town::new();
    town.upto_beacon();
    let told = town.step("beacon", &[]).ends(0);
    let address = "https://api.drand.sh/v2/chains/\
                   52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/rounds/123";
    assert!(told.out.contains(address), "{}", told.out);
    let mut flipped = ROUND_123.to_owned();
    flipped.replace_range(..2, "97");
    for wrong in [
        format!(r#"{{"round":124,"signature":"{ROUND_123}"}}"#),
        format!(r#"{{"round":123,"signature":"{flipped}"}}"#),
        flipped,
        "{}".to_owned(),
        "{\"round\":123,".to_owned(),
        String::new(),
    ] {
        let wrong = file(&town.at, "wrong.json", wrong);
        let ran = town.step("beacon", &[&wrong]).ends(1);
        assert!(!ran.err.is_empty());
    }
    // As PowerShell saves it: UTF-16 with a byte order mark and other line ends.
    let text = format!("{{\"round\":123,\r\n\"signature\":\"{ROUND_123}\"}}\r\n");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let saved = file(&town.at, "saved.json", bytes);
    town.step("beacon", &[&saved]).ends(0);
    town.step("run", &[]).ends(0);
}

#[test]
fn without_a_sealed_plan_nothing_is_drawn() {
    let town = Town::new();
    let (people, categories) = (town.path("people.csv"), town.path("categories.csv"));
    let words = ["draw", "run", &people];
    let ran = isonomia(
        words
            .iter()
            .chain(&["--categories", &categories, "--dice", DICE]),
    )
    .ends(2);
    assert!(ran.err.contains("--rehearsal"), "{}", ran.err);
    let ran = isonomia(words).ends(1);
    assert!(
        ran.err.contains("draw plan") && ran.err.contains("--rehearsal"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn secrets_are_for_their_owner_and_never_printed() {
    use std::os::unix::fs::PermissionsExt as _;
    let town = Town::new();
    town.full_plan().ends(0);
    let mode = |name: &str| town.at.join(name).metadata().unwrap().permissions().mode() & 0o777;
    for name in [
        "town.key",
        "press.secret.json",
        "river/private/pool.json",
        "river/private/people.csv",
        "river/auditors/panels.json",
    ] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let other = town.path("other");
    let ran = isonomia(["keygen", &other]).ends(0);
    let secret = std::fs::read_to_string(town.at.join("other.key")).unwrap();
    let secret = secret.trim().rsplit('+').next().unwrap();
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
    let ran = isonomia(["draw", "commit", "--party", "x", "--out", &other]).ends(0);
    let committed = town.read("other.secret.json");
    assert!(!ran.out.contains(text(&committed, "secret")));
}

// What happens to files on their way, and to fingers on theirs: one sentence each.
#[test]
fn a_file_that_was_spoilt_is_told_apart_from_a_wrong_one() {
    let town = Town::new();
    let transcript = std::fs::read(sample("draw/transcript.json")).unwrap();
    let cut = file(&town.at, "cut.json", &transcript[..transcript.len() / 2]);
    let marked = [&b"\xef\xbb\xbf"[..], &transcript].concat();
    let marked = file(&town.at, "marked.json", marked);
    let proof = sample("draw/proof.json");
    for (words, code, said) in [
        (vec!["verify", &cut], 1, "cut on its way"),
        (vec!["verify", &marked], 1, "byte order mark"),
        (vec!["explain", &cut], 1, "cut on its way"),
        (
            vec!["prove", &proof, "--transcript", &cut],
            1,
            "cut on its way",
        ),
        (
            vec!["prove", &cut, "--transcript", &cut],
            1,
            "cut on its way",
        ),
        (vec!["verify", "missing.json"], 64, "missing.json"),
    ] {
        let ran = isonomia(["draw"].iter().chain(&words)).ends(code);
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
    }
}

#[test]
fn what_is_typed_or_fetched_wrongly_is_said_in_one_sentence() {
    let town = Town::new();
    let ballots = ["--draw-time", TIME, "--dice", "20d10"];
    town.lots("river", &ballots).ends(0);
    let page = file(&town.at, "page.html", "<!DOCTYPE html><p>Not found");
    let beacon = file(&town.at, "beacon.txt", ROUND_123);
    let (secret, commitment) = (
        town.path("press.secret.json"),
        town.path("press.commitment.json"),
    );
    let public = town.path("town.pub");
    for (words, said) in [
        (
            vec!["dice", "1732 6548"],
            "Digits typed: 8. Dice in the plan: 20",
        ),
        (vec!["dice", "1732 6548 2091 8473 620a"], "“a” at place 20"),
        (vec!["beacon", &beacon], "digits of the 20 dice are missing"),
        (vec!["beacon", &page], "web page"),
        (vec!["beacon", "missing.json"], "missing.json"),
        (vec!["reveal", &secret], "“press”"),
        (vec!["reveal", &commitment], "draw-secret"),
        (vec!["sign", "--key", &public], "no secret key"),
        (vec!["sign", "--add", &public], "town.pub"),
    ] {
        let ran = town.step(words[0], &words[1..]).ends(1);
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
        assert_eq!(ran.err.trim().lines().count(), 1, "{}", ran.err);
    }
    // The note of another plan.
    town.lots("other", &["--draw-time", TIME]).ends(0);
    let note = town.path("other/public/manifest-note.txt");
    let ran = town.step("sign", &["--add", &note]).ends(1);
    assert!(ran.err.contains("another plan"), "{}", ran.err);
    // A manifest that an editor saved.
    let manifest = town.at.join("river/manifest.json");
    let bytes = std::fs::read(&manifest).unwrap();
    std::fs::write(&manifest, [&b"\xef\xbb\xbf"[..], &bytes].concat()).unwrap();
    let ran = town.step("beacon", &[]).ends(1);
    assert!(
        ran.err.contains("manifest.json") && ran.err.contains("editor"),
        "{}",
        ran.err
    );
}

#[test]
fn a_seal_is_typed_in_groups_and_in_capitals() {
    let seal = std::fs::read_to_string(sample("draw/seal.txt")).unwrap();
    let groups: Vec<String> = seal
        .trim()
        .as_bytes()
        .chunks(8)
        .map(|group| String::from_utf8_lossy(group).to_uppercase())
        .collect();
    let transcript = sample("draw/transcript.json");
    let words = [
        "draw",
        "verify",
        &transcript,
        "--json",
        "--seal",
        &groups.join(" "),
    ];
    let ran = isonomia(words).ends(2);
    assert_eq!(finding(&ran, "expected-manifest"), "PASS");
}
