//! Whoever has the pool counts the chances behind a sealed list again: by one command, and whatever
//! was changed is found.

use std::fs;
use std::path::PathBuf;

use isonomia::digest::{Digest, hex};
use isonomia::draw::{Check, Finding, Trust, chances, verify};
use isonomia::json::{Value, parse};
use isonomia::lottery::{merkle, salted_panel_leaf};

use crate::support::{Ran, file, folder, isonomia, path, sample};
use crate::town::{DICE, ROUND_123, TIME};

/// A ceremony of the eight people of docs/spec/panel-example, two of them at one address.
struct Mill {
    at: PathBuf,
}

/// The files of a ceremony, changed as a test likes.
#[derive(Clone)]
struct Files {
    transcript: Value,
    pool: Value,
    panels: Value,
    lottery: Value,
}

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
        let rest = ["--key", &key, "--draw-time", TIME, "--dice", "20d10"];
        let words = pool.iter().chain(&seats).chain(&rule).chain(&rest);
        let ran = isonomia(words.chain(&["--out", &out]).chain(more));
        (Self { at }, ran)
    }

    /// From the plan to the transcript.
    fn drawn(rule: &str, more: &[&str]) -> Self {
        let (mill, ran) = Self::plan(rule, more);
        ran.ends(0);
        let (folder, key) = (mill.path("mill"), mill.path("town.key"));
        isonomia(["draw", "seal", &folder, "--key", &key]).ends(0);
        let beacon = file(&mill.at, "beacon.txt", ROUND_123);
        isonomia(["draw", "dice", &folder, DICE]).ends(0);
        isonomia(["draw", "beacon", &folder, &beacon]).ends(0);
        isonomia(["draw", "run", &folder]).ends(0);
        mill
    }

    fn path(&self, name: &str) -> String {
        path(&self.at, name)
    }

    fn read(&self, name: &str) -> Value {
        let bytes = fs::read(self.at.join(name)).expect(name);
        parse(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).expect(name)
    }

    fn files(&self) -> Files {
        Files {
            transcript: self.read("mill/public/transcript.json"),
            pool: self.read("mill/private/pool.json"),
            panels: self.read("mill/auditors/panels.json"),
            lottery: self.read("mill/private/lottery.json"),
        }
    }

    /// What is not PASS, as `FINDING name`, for the words of an auditor.
    fn doubts(&self, words: &[&str]) -> Vec<String> {
        let manifest = self.read("mill/manifest.json");
        let hash = hex(&isonomia::lottery::manifest_hash(&manifest));
        let seen = ["--seal", &hash, "--saw", DICE, "--json"];
        let ran = isonomia(["draw", "verify"].iter().chain(words).chain(&seen));
        crate::town::doubts(&ran)
    }
}

impl Files {
    /// The plan holds the digest of the chances that are there now: as if it had been sealed so.
    fn resealed(mut self) -> Self {
        let digest = Digest::of(&self.lottery.canonical()).tagged();
        let at = ["manifest", "algorithm", "objective", "proof"];
        *field(&mut self.transcript, &at) = Value::from(digest);
        self
    }

    /// What becomes of `panel-chances` where these files are handed in.
    fn chances(&self) -> Check {
        let [pool, panels, lottery] =
            [&self.pool, &self.panels, &self.lottery].map(Value::canonical);
        let trust = Trust {
            pool: Some(&pool),
            panels: Some(&panels),
            chances: Some(&lottery),
            replay: Some(chances::replay),
            ..Trust::none(|_| true)
        };
        let mut checks = verify(&self.transcript.canonical(), &trust).checks;
        let at = checks
            .iter()
            .position(|check| check.name == "panel-chances");
        checks.swap_remove(at.expect("a check of chances"))
    }
}

fn field<'a>(value: &'a mut Value, path: &[&str]) -> &'a mut Value {
    path.iter().fold(value, |value, key| match value {
        Value::Object(map) => map.get_mut(*key).expect(key),
        _ => panic!("no object above {key}"),
    })
}

/// Every value that differs from this one in one leaf, with the place of the leaf.
fn changes(value: &Value, place: &str) -> Vec<(String, Value)> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, part)| {
                let inner = changes(part, &format!("{place}/{key}"));
                inner.into_iter().map(move |(place, part)| {
                    let mut map = map.clone();
                    map.insert(key.clone(), part);
                    (place, Value::Object(map))
                })
            })
            .collect(),
        Value::Array(list) => (0..list.len())
            .flat_map(|at| {
                let inner = changes(&list[at], &format!("{place}/{at}"));
                inner.into_iter().map(move |(place, part)| {
                    let mut list = list.clone();
                    list[at] = part;
                    (place, Value::Array(list))
                })
            })
            .collect(),
        Value::Str(text) => {
            let at = text.find(|c: char| c.is_ascii_digit());
            let other = at.map_or_else(
                || format!("{text}x"),
                |at| {
                    let digit = (text.as_bytes()[at] - b'0' + 1) % 10;
                    format!("{}{digit}{}", &text[..at], &text[at + 1..])
                },
            );
            vec![(place.to_owned(), Value::from(other))]
        }
        Value::Bool(is) => vec![(place.to_owned(), Value::Bool(!is))],
        Value::Null => vec![(place.to_owned(), Value::from(1_u32))],
        other => {
            let number = other.as_i64().expect("a number");
            vec![(place.to_owned(), Value::from(number + 1))]
        }
    }
}

#[test]
fn one_command_counts_the_chances_again_and_says_what_it_lacks() {
    let mill = Mill::drawn("sortition/leximin", &[]);
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
        let mill = Mill::drawn(entry.meta.id, &[]);
        let doubts = mill.doubts(&[&mill.path("mill")]);
        assert_eq!(doubts, Vec::<String>::new(), "{}", entry.meta.id);
        counted += 1;
    }
    assert!(counted >= 8, "{counted}");
}

/// A change of any leaf is no longer the file whose digest is sealed.
#[test]
fn every_changed_leaf_of_the_chances_fails() {
    let files = Mill::drawn("sortition/leximin", &[]).files();
    assert_eq!(files.chances().finding, Finding::Pass);
    let changed = changes(&files.lottery, "");
    assert!(changed.len() > 100, "{}", changed.len());
    for (place, lottery) in changed {
        let check = Files {
            lottery,
            ..files.clone()
        }
        .chances();
        assert_eq!(
            (check.finding, check.code),
            (Finding::Fail, "chances-digest"),
            "{place}"
        );
    }
}

/// Sealed with the digest of what was forged, it is held against what the rule gives.
#[test]
fn chances_that_were_forged_before_the_seal_fail() {
    let files = Mill::drawn("sortition/leximin", &[]).files();
    let mut codes = std::collections::BTreeSet::new();
    let mut other_proofs = Vec::new();
    for (place, lottery) in changes(&files.lottery, "") {
        let check = Files {
            lottery,
            ..files.clone()
        }
        .resealed()
        .chances();
        let unknown = ["/rule", "/revision"].contains(&&*place);
        if unknown {
            assert_eq!(check.code, "chances-unknown-rule", "{place}");
            assert_eq!(check.finding, Finding::Unproven);
        } else if check.finding == Finding::Pass {
            // Other multipliers that prove the very same.
            assert!(place.starts_with("/proposals/0/value/"), "{place}");
            other_proofs.push(place);
        } else {
            assert_eq!(check.finding, Finding::Fail, "{place}");
            codes.insert(check.code);
        }
    }
    assert!(other_proofs.len() < 20, "{other_proofs:?}");
    let codes: Vec<_> = codes.into_iter().collect();
    let differ = ["chances-differ", "chances-malformed", "chances-panel"];
    assert_eq!(codes, [&differ[..], &["chances-refused"]].concat());
}

/// Two people whom the rule takes for equals change places on one panel: quotas hold as before, the
/// root is that of the forged list, and the list is not the one that the seed gives.
#[test]
fn a_list_that_was_dealt_by_hand_fails() {
    let files = Mill::drawn("sortition/leximin", &[]).files();
    let records = files.pool.get("records").and_then(Value::as_array).unwrap();
    let kind = |position: usize| {
        let mut record = records[position].as_array().unwrap()[1].clone();
        if let Value::Object(map) = &mut record {
            map.remove("pseudonym");
        }
        record
    };
    let equals: Vec<i64> = (0..records.len())
        .filter(|at| {
            (0..records.len())
                .filter(|other| kind(*other) == kind(*at))
                .count()
                == 3
        })
        .map(|at| i64::try_from(at).unwrap())
        .collect();
    // cleo, gus and ida.
    assert_eq!(equals.len(), 3);
    let mut forged = files.clone();
    let Value::Array(panels) = field(&mut forged.panels, &["panels"]) else {
        panic!("a list");
    };
    let (number, panel) = panels
        .iter_mut()
        .enumerate()
        .find_map(|(number, panel)| {
            let members = panel.as_array()?.iter().filter_map(Value::as_i64);
            let mut members: Vec<i64> = members.collect();
            let at = members.iter().position(|who| equals.contains(who))?;
            let other = equals.iter().find(|who| **who != members[at])?;
            members[at] = *other;
            members.sort_unstable();
            Some((number, (panel, members)))
        })
        .expect("a panel with one of them");
    *panel.0 = Value::Array(panel.1.into_iter().map(Value::from).collect());
    let leaves = leaves(&forged.panels);
    let root = hex(&merkle::root(&leaves));
    *field(&mut forged.transcript, &["manifest", "lottery", "root"]) = Value::from(root);
    let check = forged.resealed().chances();
    assert_eq!(
        (check.finding, check.code),
        (Finding::Fail, "chances-panel")
    );
    assert_eq!(check.args, [number.to_string()]);
}

fn leaves(panels: &Value) -> Vec<merkle::Hash> {
    let of = |key: &str| panels.get(key).and_then(Value::as_array).unwrap();
    let pairs = of("panels").iter().zip(of("salts"));
    pairs
        .map(|(panel, salt)| {
            let members = panel.as_array().unwrap().iter();
            let members: Vec<u32> = members
                .map(|who| u32::try_from(who.as_i64().unwrap()).unwrap())
                .collect();
            let salt = isonomia::digest::unhex32(salt.as_str().unwrap()).unwrap();
            salted_panel_leaf(&salt, &members)
        })
        .collect()
}

#[test]
fn an_auditor_signs_a_list_only_with_its_chances() {
    let mill = Mill::drawn("sortition/leximin", &[]);
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
