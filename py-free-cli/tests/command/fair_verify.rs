//! Whoever has the pool counts the chances behind a sealed list again: by one command, and whatever
//! was changed is found.

use std::fs;
use std::path::PathBuf;

use isonomia::digest::hex;
use isonomia::json::{Value, parse};
use isonomia::lottery::manifest_hash;

use crate::support::{Ran, file, folder, isonomia, path, sample};
use crate::town::{DICE, ROUND_123, TIED, TIME};

/// A ceremony of the eight people of docs/spec/panel-example, two of them at one address.
pub(crate) struct Mill {
    at: PathBuf,
}

/// Twenty equally likely panels by leximin.
pub(crate) const LEXIMIN: &str = "sortition/leximin";

impl Mill {
    /// Planned by a rule; none where the rule has no such panels.
    fn plan(rule: &str, more: &[&str]) -> (Self, Ran) {
        let at = folder();
        isonomia(["keygen", &path(&at, "town")]).ends(0);
        let example = |name: &str| sample(&format!("../docs/spec/panel-example/{name}.csv"));
        let (people, categories) = (example("people"), example("categories"));
        let (key, out) = (path(&at, "town.pub"), path(&at, "mill"));
        let pool = ["draw", "plan", &people, "--categories", &categories];
        let seats = ["--seats", "3", "--household", "address", "--panels", "20"];
        let rule = ["--rule", rule, "--purpose", "Panel", "--organiser", "Town"];
        let rest = ["--key", &key, "--draw-time", TIME];
        let words = pool.iter().chain(&seats).chain(&rule).chain(&rest);
        let ran = isonomia(words.chain(&["--out", &out]).chain(more));
        (Self { at }, ran)
    }

    /// From the plan to the transcript.
    pub(crate) fn drawn(rule: &str) -> Self {
        let (mill, ran) = Self::plan(rule, &["--dice", "20d10"]);
        ran.ends(0);
        mill.seal();
        isonomia(["draw", "dice", &mill.path("mill"), DICE]).ends(0);
        mill.run();
        mill
    }

    fn seal(&self) -> Ran {
        let (folder, key) = (self.path("mill"), self.path("town.key"));
        isonomia(["draw", "seal", &folder, "--key", &key]).ends(0)
    }

    /// The beacon, and the draw.
    fn run(&self) {
        let folder = self.path("mill");
        let beacon = file(&self.at, "beacon.txt", ROUND_123);
        isonomia(["draw", "beacon", &folder, &beacon]).ends(0);
        isonomia(["draw", "run", &folder]).ends(0);
    }

    fn hash(&self) -> String {
        hex(&manifest_hash(&self.read("mill/manifest.json")))
    }

    fn path(&self, name: &str) -> String {
        path(&self.at, name)
    }

    pub(crate) fn read(&self, name: &str) -> Value {
        let bytes = fs::read(self.at.join(name)).expect(name);
        parse(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).expect(name)
    }

    /// What is not PASS, as `FINDING name`, for the words of an auditor.
    fn doubts(&self, words: &[&str]) -> Vec<String> {
        let hash = self.hash();
        let seen = ["--seal", &hash, "--saw", DICE, "--json"];
        let ran = isonomia(["draw", "verify"].iter().chain(words).chain(&seen));
        crate::town::doubts(&ran)
    }
}

#[test]
fn one_command_counts_the_chances_again_and_says_what_it_lacks() {
    let mill = Mill::drawn(LEXIMIN);
    let of = |name: &str| mill.path(&format!("mill/{name}"));
    let transcript = of("public/transcript.json");
    let (pool, panels) = (of("private/pool.json"), of("auditors/panels.json"));
    let lottery = of("private/lottery.json");
    let pool = ["--pool", &pool];
    let panels = ["--panels", &panels];
    let lottery = ["--lottery", &lottery];
    let whole = [&[&*transcript], &pool[..], &panels, &lottery].concat();
    assert_eq!(mill.doubts(&whole), Vec::<String>::new());
    // The folder holds all of it.
    assert_eq!(mill.doubts(&[&mill.path("mill")]), Vec::<String>::new());
    // Never PASS without the pool, the list, or the chances themselves.
    let without =
        |words: &[&[&str]]| mill.doubts(&[&[&[&*transcript][..]], words].concat().concat());
    let chances = "UNPROVEN panel-chances";
    assert_eq!(without(&[&pool, &panels]), [chances]);
    assert_eq!(
        without(&[&panels, &lottery]),
        ["UNPROVEN panel-quotas", chances]
    );
    assert_eq!(
        without(&[&pool, &lottery]),
        ["UNPROVEN panel-list", "UNPROVEN panel-quotas", chances]
    );
    // What the public has of a folder.
    fs::remove_dir_all(mill.at.join("mill/private")).unwrap();
    fs::remove_dir_all(mill.at.join("mill/auditors")).unwrap();
    assert_eq!(
        mill.doubts(&[&mill.path("mill")]),
        ["UNPROVEN panel-list", "UNPROVEN panel-quotas", chances]
    );
    let said = isonomia(["draw", "verify", &transcript]).ends(2).out;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("UNPROVEN Chances: The chances with their proof were not handed in."),
        "{said}"
    );
}

#[test]
fn the_list_of_every_rule_with_chances_is_counted_again() {
    let mut counted = 0;
    for entry in isonomia::rules::RULES {
        let has_list = entry.specs().iter().any(|spec| spec.name == "panels");
        if entry.meta.family() != "sortition" || !has_list {
            continue;
        }
        let mill = Mill::drawn(entry.meta.id);
        let doubts = mill.doubts(&[&mill.path("mill")]);
        assert_eq!(doubts, Vec::<String>::new(), "{}", entry.meta.id);
        counted += 1;
    }
    assert!(counted >= 8, "{counted}");
}

#[test]
fn an_auditor_signs_a_list_only_with_its_chances() {
    let mill = Mill::drawn(LEXIMIN);
    let of = |name: &str| mill.path(&format!("mill/{name}"));
    isonomia(["keygen", &mill.path("auditor")]).ends(0);
    let (manifest, key) = (of("manifest.json"), mill.path("auditor.key"));
    let (pool, panels) = (of("private/pool.json"), of("auditors/panels.json"));
    let words = [
        "draw",
        "sign",
        &manifest,
        "--key",
        &key,
        "--as",
        "list-audited",
    ];
    let lists = ["--pool", &pool, "--panels", &panels];
    let ran = isonomia(words.iter().chain(&lists)).ends(2);
    assert!(ran.err.contains("--lottery"), "{}", ran.err);
    let lottery = of("private/lottery.json");
    let note = mill.path("note.txt");
    let chances = ["--lottery", &lottery, "--out", &note];
    isonomia(words.iter().chain(&lists).chain(&chances)).ends(0);
    // Who believes that auditor needs no pool.
    isonomia(["draw", "sign", &of(""), "--add", &note]).ends(0);
    isonomia(["draw", "run", &of(""), "--out", &mill.path("signed.json")]).ends(0);
    let public = fs::read_to_string(mill.path("auditor.pub")).unwrap();
    let policy = format!("auditor {}\nquorum none\n", public.trim());
    let policy = file(&mill.at, "policy.txt", policy);
    let signed = mill.path("signed.json");
    let doubts = mill.doubts(&[&signed, "--policy", &policy]);
    assert_eq!(doubts, Vec::<String>::new());
}

/// Published numbers of others decide, a list of panels by leximin and lots for a count are drawn by
/// them, and the two do not get in each other's way.
#[test]
fn the_lots_of_a_ceremony_with_a_lottery_of_panels_are_for_ballots_alone() {
    let options = "A\nB\nC\n";
    let numbers = [
        "--list",
        "Lotto of 22 August",
        "--ready-by",
        "2023-08-23T15:00:00Z",
    ];
    let (mill, ran) = {
        let at = folder();
        let (ids, ballots) = (file(&at, "ids.txt", options), file(&at, "tied.blt", TIED));
        let tickets = ["--tickets", &ids, "--bind", &ballots];
        Mill::plan(LEXIMIN, &[&numbers[..], &tickets].concat())
    };
    ran.ends(0);
    // Auditors get the chances with the lists.
    let said = mill.seal().out;
    assert!(said.contains("private/lottery.json"), "{said}");
    isonomia(["draw", "list", &mill.path("mill"), "9,3,27,31,44"]).ends(0);
    mill.run();
    // Whoever saw the numbers has no digits to note, but the hash of the reveals.
    let (folder, hash) = (mill.path("mill"), mill.hash());
    let known = ["draw", "verify", &folder, "--seal", &hash];
    let ran = isonomia(known.iter().chain(&["--json"]));
    assert_eq!(crate::town::doubts(&ran), ["UNPROVEN reveals-witnessed"]);

    let transcript = mill.path("mill/public/transcript.json");
    let lots = ["--lots", &transcript, "--lots-seal", &hash];
    let ballots = file(&mill.at, "tied.blt", TIED);
    let count = ["count", &ballots, "--rule", "ranked/irv", "--ties", "lot"];
    let report = mill.path("report.json");
    isonomia(count.iter().chain(&lots).chain(&["--report", &report])).ends(0);
    let audit = ["audit", &report, "--input", &ballots];
    isonomia(audit.iter().chain(&lots)).ends(0);

    // A panel is drawn by its own ceremony: with these lots nobody counts another, in no command.
    let example = |name: &str| sample(&format!("../docs/spec/panel-example/{name}.csv"));
    let (people, categories) = (example("people"), example("categories"));
    let pool = [&*people, "--categories", &categories, "--seats", "3"];
    let list = ["--rule", LEXIMIN, "--set", "panels=20"];
    for rule in [&list[..2], &list] {
        let words = ["count"].iter().chain(&pool).chain(rule).chain(&lots);
        let ran = isonomia(words).ends(1);
        assert!(ran.err.contains("not counted with the lots"), "{}", ran.err);
    }
}

/// The pool file opens every leaf: where the list is public it stays with auditors all the same.
#[test]
fn nobody_is_told_to_publish_the_pool() {
    let (mill, ran) = Mill::plan(LEXIMIN, &["--public"]);
    ran.ends(0);
    let said = mill.seal().out;
    assert!(said.contains("public/panels.json"), "{said}");
    assert!(!said.contains("private/"), "{said}");
}
