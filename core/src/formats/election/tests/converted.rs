//! Other formats as election files: the digest stays.

use std::fs;
use std::path::Path;

use super::{classes, file, read};
use crate::formats::{
    LoadOptions, Loaded, Role, Source, convert, load, read_document, write_document,
};
use crate::problem::Diagnostics;

fn source<'a>(name: &str, role: Role, reader: &'a mut &[u8]) -> Source<'a> {
    Source {
        name: name.into(),
        role,
        reader,
    }
}

fn converted(name: &str, bytes: &[u8], to: &str) -> Vec<u8> {
    let mut reader = bytes;
    let mut out = Vec::new();
    let mut diagnostics = Diagnostics::default();
    let sources = &mut [source(name, Role::Main, &mut reader)];
    convert(
        sources,
        &LoadOptions::default(),
        to,
        &mut out,
        &mut diagnostics,
    )
    .unwrap();
    out
}

fn loaded(name: &str, bytes: &[u8]) -> Loaded {
    let mut reader = bytes;
    let mut diagnostics = Diagnostics::default();
    let sources = &mut [source(name, Role::Main, &mut reader)];
    let loaded = load(sources, &LoadOptions::default(), &mut diagnostics);
    loaded.unwrap_or_else(|| panic!("{name}: {:?}", diagnostics.problems()))
}

/// Converts to an election file and back in, and compares all that counts.
fn survives(name: &str, bytes: &[u8]) {
    let before = loaded(name, bytes);
    let written = converted(name, bytes, "election");
    let after = loaded("election.json", &written);
    assert_eq!(after.format, "election");
    assert_eq!(after.instance.digest(), before.instance.digest(), "{name}");
    assert!(after.invalid.is_empty(), "{name}: {:?}", after.invalid);
    let rule = |loaded: &Loaded| {
        let rule = loaded.declared.rule.clone();
        let mut rule = rule.and_then(|rule| Some((rule.rule?, rule.params)));
        if let Some((_, params)) = &mut rule {
            params.sort();
        }
        rule
    };
    assert_eq!(rule(&after), rule(&before), "{name}");
    assert_eq!(after.declared.official, before.declared.official, "{name}");
    assert_eq!(after.declared.given, before.declared.given, "{name}");
    let again = converted("election.json", &written, "election");
    assert!(
        again == written,
        "{name}: {}",
        String::from_utf8_lossy(&again)
    );
}

#[test]
fn a_blt_file_becomes_an_election_file_and_back() {
    let blt = b"4 2\n-3\n[tie 4 1 2]\n3 1 2=3 0\n1.25 4 - 1 0\n2 0\n0\nAda\n\"J \"Q\"\"\nC\nD\nT\n";
    survives("town.blt", blt);
    let back = converted("e.json", &converted("town.blt", blt, "election"), "blt");
    assert_eq!(
        loaded("b.blt", &back).instance.digest(),
        loaded("a.blt", blt).instance.digest()
    );
}

#[test]
fn a_pb_file_becomes_an_election_file() {
    survives(
        "town.pb",
        b"META\nkey;value\nbudget;1000.50\nvote_type;approval\nrule;greedy\nmax_length;2\nmax_sum_cost;900\nPROJECTS\nproject_id;cost;name;selected\n1;600.25;One;1\n2;500;Two;0\nVOTES\nvoter_id;vote\n1;1\n2;2\n3;1,2\n4;\n",
    );
    survives(
        "points.pb",
        b"META\nkey;value\nbudget;10\nvote_type;cumulative\nrule;unknown\nmax_sum_points;9\nPROJECTS\nproject_id;cost\n1;6\n2;5\nVOTES\nvoter_id;vote;points\n1;1,2;4,5\n2;2;9\n",
    );
}

#[test]
fn real_files_survive() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let mut seen = 0;
    for (folder, end, most) in [("pabulib", "pb", 400_000), ("scottish-stv", "blt", 40_000)] {
        let Ok(entries) = fs::read_dir(data.join(folder)) else {
            println!("SKIPPED: shared/data/{folder} is not there");
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let size = fs::metadata(&path).unwrap().len();
            if path.extension().is_some_and(|e| e == end) && size < most {
                survives(path.to_str().unwrap(), &fs::read(&path).unwrap());
                seen += 1;
            }
        }
    }
    println!("{seen} files");
}

#[test]
fn ballots_beside_are_taken_in() {
    let main = file(
        r#""title":{"pl":"T"},"options":[{"id":"a","group":"g"},"b"],"ballot":{"kind":"ranking"}"#,
    );
    let (mut first, mut second) = (main.as_bytes(), b"rank1,rank2\na,b\na,b\nb,\n".as_slice());
    let mut out = Vec::new();
    let sources = &mut [
        source("e.json", Role::Main, &mut first),
        source("b.csv", Role::Ballots, &mut second),
    ];
    let mut diagnostics = Diagnostics::default();
    convert(
        sources,
        &LoadOptions::default(),
        "election",
        &mut out,
        &mut diagnostics,
    )
    .unwrap();
    let (again, problems) = read(&out, None, None);
    assert_eq!(problems, []);
    assert_eq!(classes(&again.unwrap()), ["2 x 1: a>b", "1 x 1: b"]);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\n  \"format\": \"isonomia/election/1\",\n  \"contests\": [\n    {\n      \"id\": \"c\",\n      \"title\": {\"pl\":\"T\"},\n      \"options\": [\n        {\"group\":\"g\",\"id\":\"a\"},\n        \"b\"\n      ],\n      \"ballot\": {\"kind\":\"ranking\"},\n      \"ballots\": [\n        {\"ballot\":[\"a\",\"b\"],\"papers\":2},\n        [\"b\"]\n      ]\n    }\n  ]\n}\n"
    );
}

/// Found by random bytes: amounts that were numbers came back as text, defaults that were spelled
/// out were left away.
#[test]
fn what_a_file_spells_out_is_written_as_it_stands() {
    let texts = [
        r#"{"contests":[{"ballot":{"kind":"approval"},"ballots":[{"ballot":["a"],"weight":2},["b"]],"budget":10,"id":"tnwn","options":[{"cost":5,"id":"a"},{"cost":5,"id":"b"}]}],"format":"isonomia/election/1"}"#,
        r#"{"contests":[{"ballot":{"kind":"approval","limits":{"max_cost":7}},"budget":"10.50","categories":[{"id":"k","max_cost":9}],"id":"c","options":[{"cost":"5.0","id":"a","name":"a","withdrawn":false,"category":"k"}],"pots":[],"ties":[]}],"format":"isonomia/election/1","title":""}"#,
    ];
    for text in texts {
        let document = |mut bytes: &[u8]| {
            let mut diagnostics = Diagnostics::default();
            let sources = &mut [source("e.json", Role::Main, &mut bytes)];
            let read = read_document(sources, &LoadOptions::default(), &mut diagnostics);
            read.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()))
        };
        let before = document(text.as_bytes());
        let mut written = Vec::new();
        write_document(&before, &mut written).unwrap();
        assert_eq!(document(&written), before);
    }
}
