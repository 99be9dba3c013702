//! Chances behind a sealed list that were changed: after the seal, or before it by whoever sealed.

use isonomia::digest::{Digest, hex};
use isonomia::draw::{Check, Finding, Trust, chances, verify};
use isonomia::json::Value;
use isonomia::lottery::{merkle, salted_panel_leaf};

use crate::fair_verify::{LEXIMIN, Mill};

/// The files of a ceremony, changed as a test likes.
#[derive(Clone)]
struct Files {
    transcript: Value,
    pool: Value,
    panels: Value,
    lottery: Value,
}

impl Files {
    fn of(mill: &Mill) -> Self {
        Self {
            transcript: mill.read("mill/public/transcript.json"),
            pool: mill.read("mill/private/pool.json"),
            panels: mill.read("mill/auditors/panels.json"),
            lottery: mill.read("mill/private/lottery.json"),
        }
    }

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
        Value::Int(number) => vec![(place.to_owned(), Value::from(number + 1))],
    }
}

/// A change of any leaf is no longer the file whose digest is sealed.
#[test]
fn every_changed_leaf_of_the_chances_fails() {
    let files = Files::of(&Mill::drawn(LEXIMIN));
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
    let files = Files::of(&Mill::drawn(LEXIMIN));
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
    let files = Files::of(&Mill::drawn(LEXIMIN));
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
