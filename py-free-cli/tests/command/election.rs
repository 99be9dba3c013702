use crate::support::{cell, file, folder, isonomia, path, sample, with_stdin};

/// An election without its ballots: docs/spec/election-v1.md.
const PAPER: &str = r#"{
  "format": "isonomia/election/1",
  "title": "A name for the park",
  "contests": [
    {
      "id": "name",
      "title": "A name for the park",
      "options": ["oak", "elm", "ash"],
      "ballot": { "kind": "ranking" },
      "seats": 1,
      "rule": "ranked/irv"
    }
  ]
}"#;

/// First choices: oak 4, elm 3, ash 2. Ash falls out, its papers go to elm: elm 5, oak 4.
const CSV: &str = "rank1,rank2,papers\noak,elm,4\nelm,ash,3\nash,elm,2\n";
const LINES: &str = r#"{"ballot":["oak","elm"],"papers":4}
{"ballot":["elm","ash"],"papers":3}
{"ballot":["ash","elm"],"papers":2}
"#;

#[test]
fn ballots_come_as_csv_or_json_lines_and_are_audited_with_the_paper() {
    let folder = folder();
    let paper = file(&folder, "election.json", PAPER);
    let report = path(&folder, "r.json");
    for (name, ballots) in [("ballots.csv", CSV), ("ballots.jsonl", LINES)] {
        let votes = file(&folder, name, ballots);
        let ran = isonomia(["count", &paper, "--ballots", &votes, "--csv"]).ends(0);
        let row = ran.table().remove(0);
        assert_eq!(cell(&row, "rule"), "ranked/irv");
        assert_eq!(cell(&row, "winners"), "elm");
        assert_eq!(cell(&row, "ballots"), "9");
        let piped = ["count", &paper, "--ballots", "-", "--csv"];
        let piped = with_stdin(piped, ballots.as_bytes())
            .ends(0)
            .table()
            .remove(0);
        assert_eq!(cell(&piped, "digest"), cell(&row, "digest"));

        isonomia(["count", &paper, "--ballots", &votes, "--report", &report]).ends(0);
        let audit = ["audit", &report, "--input", &paper, "--ballots"];
        isonomia(audit.iter().chain(&[votes.as_str()])).ends(0);
        for at in 0..ballots.len() {
            let mut changed = ballots.as_bytes().to_vec();
            changed[at] ^= 1;
            let ran = with_stdin(audit.iter().chain(&["-"]), &changed);
            assert_eq!(ran.code, 1, "byte {at} of {name}: {}{}", ran.out, ran.err);
        }
    }
    isonomia(["count", &paper]).ends(1);
}

#[test]
fn a_conversion_is_the_same_election() {
    let folder = folder();
    let election = path(&folder, "park.json");
    let report = path(&folder, "r.json");
    let cases = [
        (sample("park-name.blt"), Some("ranked/irv")),
        (sample("council.blt"), Some("ranked/stv-scottish")),
        (sample("budget.pb"), None),
    ];
    for (original, rule) in cases {
        isonomia(["convert", &original, "--to", "election", "-o", &election]).ends(0);
        let rule: Vec<&str> = rule.into_iter().flat_map(|rule| ["--rule", rule]).collect();
        let count = ["count", &original, "--report", &report];
        isonomia(count.iter().chain(&rule)).ends(0);
        isonomia(["audit", &report, "--input", &election, "--converted"]).ends(0);
        isonomia(["audit", &report, "--input", &election]).ends(1);
    }
    // What a format cannot hold is refused, never left out.
    let ran = isonomia(["convert", &sample("budget.pb"), "--to", "blt"]).ends(1);
    assert!(ran.out.is_empty() && ran.err.contains("blt"), "{}", ran.err);
}
