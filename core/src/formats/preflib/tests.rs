//! Data types, broken files, real files, round trips.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::formats::{LoadOptions, Loaded, Role, Source, convert, load};
use crate::problem::{Diagnostics, Problem};

fn read(bytes: &[u8]) -> (Option<Loaded>, Vec<Problem>) {
    let mut reader = bytes;
    let sources = &mut [Source {
        name: "town.soi".into(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let options = LoadOptions {
        format: Some("preflib".into()),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(sources, &options, &mut diagnostics);
    (loaded, diagnostics.into_problems())
}

fn converted(bytes: &[u8], to: &str) -> Vec<u8> {
    let mut reader = bytes;
    let sources = &mut [Source {
        name: "town".into(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let mut out = Vec::new();
    let mut diagnostics = Diagnostics::default();
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

/// A file over Ada, Bo and Cy.
fn file(kind: &str, voters: u32, unique: u32, orders: &str) -> String {
    format!(
        "# FILE NAME: x\n# TITLE: A town\n# DATA TYPE: {kind}\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: {voters}\n# NUMBER UNIQUE ORDERS: {unique}\n# ALTERNATIVE NAME 1: Ada\n# ALTERNATIVE NAME 2: Bo\n# ALTERNATIVE NAME 3: Cy\n{orders}"
    )
}

fn ballots(loaded: &Loaded) -> Vec<String> {
    let (options, profile) = (
        loaded.instance.options().unwrap(),
        loaded.instance.profile().unwrap(),
    );
    let classes = profile.classes().map(|class| {
        let ranks = class.ranks().into_iter().map(|rank| {
            rank.iter()
                .map(|o| options.id(*o))
                .collect::<Vec<_>>()
                .join("=")
        });
        format!("{} {}", class.papers, ranks.collect::<Vec<_>>().join(">"))
    });
    classes.collect()
}

#[test]
fn orders_of_every_data_type() {
    for (kind, orders, expected) in [
        (
            "soc",
            "2: 1,2,3\n1: 3,2,1\n",
            ["2 Ada>Bo>Cy", "1 Cy>Bo>Ada"],
        ),
        ("soi", "2: 1\n1: 3, 2\n", ["2 Ada", "1 Cy>Bo"]),
        (
            "toc",
            "2: {1,2,3}\n1: 3,{2,1}\n",
            ["2 Ada=Bo=Cy", "1 Cy>Ada=Bo"],
        ),
        ("toi", "2: {2,3}\r\n1: 3\r\n", ["2 Bo=Cy", "1 Cy"]),
    ] {
        let (loaded, problems) = read(file(kind, 3, 2, orders).as_bytes());
        assert_eq!(problems, [], "{kind}");
        let loaded = loaded.unwrap();
        assert_eq!(ballots(&loaded), expected, "{kind}");
        assert_eq!(
            (loaded.declared.title.as_str(), loaded.instance.seats()),
            ("A town", 1)
        );
    }
}

#[test]
fn totals_and_data_type_that_the_orders_contradict_are_warnings() {
    let (loaded, problems) = read(file("soc", 9, 5, "2: 1,2,3\n1: {1,2}\n").as_bytes());
    assert_eq!(loaded.unwrap().papers, 3);
    let places: Vec<_> = problems
        .iter()
        .map(|p| (p.code, p.line, p.expected.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("total-mismatch", 5, "3"),
            ("total-mismatch", 6, "2"),
            ("data-type-mismatch", 11, "soc")
        ]
    );
}

#[test]
fn an_alternative_named_twice_makes_the_ballot_invalid() {
    let (loaded, problems) = read(file("soi", 5, 2, "2: 1,1\n3: 2\n").as_bytes());
    assert_eq!(problems, []);
    let loaded = loaded.unwrap();
    let groups = loaded.invalid.groups();
    assert_eq!(
        (groups[0].code, groups[0].papers, groups[0].lines.as_slice()),
        ("duplicate-option", 2, [10].as_slice())
    );
    assert_eq!(
        (ballots(&loaded), loaded.papers),
        (vec!["3 Bo".to_owned()], 5)
    );
}

#[test]
fn every_defect_has_a_code_and_a_place() {
    let good = file("soi", 1, 1, "");
    let cases = [
        (file("soi", 1, 1, "1: 4\n"), "option-out-of-range", 10, 4),
        (file("soi", 1, 1, "1: 1,0\n"), "option-out-of-range", 10, 6),
        (file("soi", 1, 1, "1: 1,,2\n"), "order-malformed", 10, 6),
        (file("toi", 1, 1, "1: {1,2\n"), "order-malformed", 10, 8),
        (file("toi", 1, 1, "1: {}\n"), "order-malformed", 10, 5),
        (file("soi", 1, 1, "1: 1 2\n"), "order-malformed", 10, 6),
        (file("soi", 1, 1, "1 1,2\n"), "weight-malformed", 10, 1),
        (file("soi", 1, 1, "-1: 1\n"), "weight-malformed", 10, 1),
        (file("soi", 1, 1, "0: 1\n"), "weight-malformed", 10, 1),
        (file("cat", 1, 1, "1: 1\n"), "data-type-unknown", 3, 1),
        (
            good.replace("ALTERNATIVES: 3", "ALTERNATIVES: 4") + "1: 1\n",
            "names-missing",
            4,
            1,
        ),
        (
            good.replace("ALTERNATIVES: 3", "ALTERNATIVES: 2") + "1: 1\n",
            "option-out-of-range",
            9,
            1,
        ),
        (
            good.replace("ALTERNATIVES: 3", "ALTERNATIVES: 10000000000") + "1: 1\n",
            "number-out-of-range",
            4,
            1,
        ),
        (
            good.replace("VOTERS: 1", "VOTERS: many") + "1: 1\n",
            "number-out-of-range",
            5,
            1,
        ),
        (
            good.replace("2: Bo", "2: Ada") + "1: 1\n",
            "name-duplicate",
            8,
            1,
        ),
        (good.replace("2: Bo", "2:") + "1: 1\n", "name-empty", 8, 1),
        ("1: 1\n".to_owned(), "header-malformed", 1, 1),
    ];
    for (text, code, line, column) in cases {
        let (loaded, problems) = read(text.as_bytes());
        assert!(loaded.is_none(), "{text}");
        let first = &problems[0];
        assert_eq!(
            (first.code, first.line, first.column),
            (code, line, column),
            "{text}"
        );
    }
}

#[test]
fn what_is_written_reads_back_equal() {
    let text = file("toi", 6, 3, "3: {1,2},3\n2: 3\n1: \n").replace("# FILE", "# a remark\n# FILE");
    let once = converted(text.as_bytes(), "preflib");
    assert_eq!(
        String::from_utf8(once).unwrap(),
        text.replace("1: \n", "1:\n")
    );
}

#[test]
fn conversions_keep_the_digest() {
    let text = file("toi", 5, 2, "3: {1,2},3\n2: 3\n");
    let digest = |bytes: &[u8]| {
        let mut reader = bytes;
        let sources = &mut [Source {
            name: "x".into(),
            role: Role::Main,
            reader: &mut reader,
        }];
        let loaded = load(
            sources,
            &LoadOptions::default(),
            &mut Diagnostics::default(),
        );
        loaded.unwrap().instance.digest()
    };
    let before = digest(text.as_bytes());
    for format in ["election", "blt"] {
        let there = converted(text.as_bytes(), format);
        assert_eq!(digest(&there), before, "{format}");
        assert_eq!(digest(&converted(&there, "preflib")), before, "{format}");
    }
}

#[test]
fn new_south_wales() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/nsw-irv");
    let Ok(entries) = fs::read_dir(folder) else {
        println!("SKIPPED: shared/data/nsw-irv is not there");
        return;
    };
    let mut seen = 0;
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|end| end != "soi") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let (loaded, problems) = read(&bytes);
        assert_eq!(problems, [], "{}", path.display());
        let text = String::from_utf8(bytes.clone()).unwrap();
        let stated = text
            .lines()
            .find_map(|line| line.strip_prefix("# NUMBER VOTERS: "));
        let loaded = loaded.unwrap();
        assert_eq!(
            loaded.papers,
            stated.unwrap().trim().parse::<u64>().unwrap()
        );
        assert!(loaded.invalid.is_empty());
        let (again, _) = read(&converted(&bytes, "preflib"));
        assert_eq!(again.unwrap().instance.digest(), loaded.instance.digest());
        seen += 1;
    }
    assert_eq!(seen, 8);
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (loaded, problems) = read(&bytes);
        prop_assert!(loaded.is_some() || !problems.is_empty());
    }

    #[test]
    fn anything_like_orders_gives_an_answer(orders in "([0-3]{1,2}:[0-4{}, ]{0,9}\n){0,6}") {
        let (loaded, problems) = read(file("toi", 1, 1, &orders).as_bytes());
        prop_assert!(loaded.is_some() || !problems.is_empty());
        if let Some(loaded) = loaded {
            let valid = loaded.instance.profile().unwrap().papers();
            prop_assert_eq!(valid + loaded.invalid.papers(), loaded.papers);
        }
    }
}

/// A name after the first order was once an option that no ballot could name.
#[test]
fn a_header_that_ends_after_the_first_order_is_refused() {
    let orders = [
        "2: 1,2\n# ALTERNATIVE NAME 4: Di\n1: 2\n",
        "2: 1,2\n1: 2\n# ALTERNATIVE NAME 3: Cy\n",
        "2: 1,2\n1: 2\n# DATA TYPE: toc\n",
        "2: 1,2\n1: 2\n# NUMBER ALTERNATIVES: 4\n",
    ];
    for orders in orders {
        let (loaded, problems) = read(file("soi", 3, 2, orders).as_bytes());
        assert!(loaded.is_none(), "{orders}");
        let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, ["header-late"], "{orders}");
    }
}
