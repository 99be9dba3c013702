//! Ties of a count by lots that were drawn in a ceremony of their own.

use isonomia::json::Value;

use crate::support::{file, folder, isonomia, path, sample};
use crate::town::{DICE, ROUND_123, TIED, TIME, Town};

/// One paper more than in the ballots that are bound.
const ANOTHER: &str = "3 1\n2 1 0\n2 2 0\n3 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";

/// Drawn with round 123; the transcript.
fn drawn(town: &Town, name: &str) -> String {
    let folder = town.path(name);
    let beacon = file(&town.at, "beacon.txt", ROUND_123);
    isonomia(["draw", "beacon", &folder, &beacon]).ends(0);
    isonomia(["draw", "run", &folder]).ends(0);
    town.path(&format!("{name}/public/transcript.json"))
}

// Three equal candidates: who stands last in the transcript is excluded, then the later of the
// two that are left, so the first ticket of the transcript is elected (core/tests/lots.rs).
#[test]
fn a_tie_goes_by_the_lots_of_a_ceremony_that_binds_the_ballots() {
    let town = Town::new();
    town.lots("ties", &["--draw-time", TIME]).ends(0);
    // Nobody stands behind a pseudonym where only options are drawn.
    assert!(!town.at.join("ties/private/people.csv").exists());
    let transcript = drawn(&town, "ties");
    let hash = town.seal_of("ties");
    let (ballots, report) = (town.path("tied.blt"), town.path("report.json"));
    let count = [
        "count",
        "--rule",
        "ranked/irv",
        "--ties",
        "lot",
        "--lots",
        &transcript,
    ];
    let trusted = ["--lots-seal", &hash, "--report", &report, &ballots];
    let ran = isonomia(count.iter().chain(&trusted)).ends(0);
    assert!(!ran.err.contains("UNPROVEN"), "{}", ran.err);

    let results = town.read("ties/public/transcript.json");
    let result = results.get("results").and_then(Value::as_array).unwrap();
    let tickets = result[0].get("value").and_then(Value::as_array).unwrap();
    let first = tickets[0].as_array().unwrap()[0].clone();
    let report_value = town.read("report.json");
    let elected = report_value.get("outcome").and_then(|o| o.get("elected"));
    assert_eq!(elected, Some(&Value::Array(vec![first])));

    let audit = ["audit", &report, "--input", &ballots, "--lots", &transcript];
    isonomia(audit.iter().chain(&["--lots-seal", &hash])).ends(0);
    // Without the seal it is counted, and said to rest on nothing that was known before.
    let alone = isonomia(count.iter().chain(&[&*ballots])).ends(0);
    assert!(alone.err.contains("UNPROVEN"), "{}", alone.err);
    // Another seal, other ballots, another draw.
    let other = "0".repeat(64);
    isonomia(count.iter().chain(&["--lots-seal", &other, &ballots])).ends(1);
    let another = file(&town.at, "another.blt", ANOTHER);
    let ran = isonomia(count.iter().chain(&[&*another, "--json"])).ends(1);
    assert!(ran.out.contains("lot-not-bound"), "{}", ran.out);
    town.lots("again", &["--draw-time", TIME]).ends(0);
    let second = drawn(&town, "again");
    let audit = ["audit", &report, "--input", &ballots, "--lots", &second];
    isonomia(audit).ends(1);
}

// The ids of a list are the names where the format has no ids, as here.
#[test]
fn a_list_of_names_with_the_ballots_bound_does_the_same() {
    let town = Town::new();
    let ballots = file(&town.at, "tied.blt", TIED);
    let ids = file(&town.at, "options.txt", "C\r\nB\r\nA\r\n");
    let (key, secret, out) = (town.path("town.pub"), town.path("town.key"), town.path("t"));
    let words = [
        "draw",
        "plan",
        "--tickets",
        &ids,
        "--dice",
        "20d10",
        "--bind",
        &ballots,
        "--purpose",
        "Ties",
        "--organiser",
        "Town",
        "--key",
        &key,
        "--draw-time",
        TIME,
        "--out",
        &out,
    ];
    isonomia(words).ends(0);
    isonomia(["draw", "seal", &out, "--key", &secret]).ends(0);
    isonomia(["draw", "dice", &out, DICE]).ends(0);
    let transcript = drawn(&town, "t");
    let count = [
        "count",
        &ballots,
        "--rule",
        "ranked/irv",
        "--ties",
        "lot",
        "--lots",
        &transcript,
    ];
    // Dice are proven to whoever noted them, and refute whoever was told others.
    let seal = town.seal_of("t");
    let ran = isonomia(count.iter().chain(&["--lots-seal", &seal])).ends(0);
    assert!(ran.err.contains("UNPROVEN"), "{}", ran.err);
    let saw = ["--lots-seal", &seal, "--lots-saw", DICE];
    let ran = isonomia(count.iter().chain(&saw)).ends(0);
    assert!(!ran.err.contains("UNPROVEN"), "{}", ran.err);
    let other = "17326548209184736206";
    isonomia(count.iter().chain(&["--lots-saw", other])).ends(1);
}

#[test]
fn a_plan_says_which_words_do_not_go_together() {
    let folder = folder();
    isonomia(["keygen", &path(&folder, "town")]).ends(0);
    let (key, out) = (path(&folder, "town.pub"), path(&folder, "out"));
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let ids = file(&folder, "ids.txt", "A\nB\n");
    let twice = file(&folder, "twice.txt", "A\nB\nA\n");
    let empty = file(&folder, "empty.txt", "\n");
    let plan = [
        "draw",
        "plan",
        "--purpose",
        "P",
        "--organiser",
        "T",
        "--key",
        &key,
        "--draw-time",
        TIME,
        "--out",
        &out,
    ];
    for (words, code, said) in [
        (vec![], 2, "--tickets"),
        (vec!["--tickets", &ids, "--seats", "3"], 2, "--seats"),
        (vec!["--tickets", &ids, "--reserves", "3"], 2, "--reserves"),
        (vec!["--tickets", &ids, "--public"], 2, "--public"),
        (
            vec!["--tickets", &ids, "--categories", &categories],
            2,
            "--categories",
        ),
        (
            vec!["--tickets", &ids, "--tickets-of", &ids],
            2,
            "--tickets-of",
        ),
        (vec!["--tickets", &ids, "--reveal-by", TIME], 2, "--party"),
        (vec![&people], 2, "--categories"),
        (vec![&people, "--seats", "3"], 2, "--categories"),
        (vec!["--tickets", &twice], 1, "twice.txt"),
        (vec!["--tickets", &empty], 1, "empty.txt"),
        (vec!["--tickets", "missing.txt"], 1, "missing.txt"),
        (vec!["--tickets-of", &people], 1, "people.csv"),
        (
            vec!["--tickets", &ids, "--bind", "missing.blt"],
            1,
            "missing.blt",
        ),
    ] {
        let ran = isonomia(plan.iter().chain(&words)).ends(code);
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
        assert!(!folder.join("out").exists(), "{words:?}");
    }
    // Lots that no count will take are planned, and it is said.
    let ran = isonomia(plan.iter().chain(&["--tickets", &ids])).ends(0);
    assert!(ran.out.contains("--bind"), "{}", ran.out);
}
