//! One defect at a time in a file that has none; the codes are those of `docs/spec/pb-checks.md`.

use super::super::{fix, lint};
use crate::problem::Diagnostics;

const SOUND: &str = "META
key;value
description;Town
country;Poland
unit;Town
instance;2026
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;greedy
date_begin;01.06.2026
date_end;15.06.2026
max_length;2
language;pl
currency;PLN
comment;#1: made up
PROJECTS
project_id;cost;votes;name;category;selected;district;latitude;longitude
park;60;2;Park;green;1;North;52.1;21.0
road;50;1;Road;street;0;South;52.2;21.1
VOTES
voter_id;vote;age;sex;voting_method;district
1;park,road;41;F;internet;North
2;park;40-59;M;paper;South
";

fn codes(text: &str) -> Vec<&'static str> {
    let mut diagnostics = Diagnostics::default();
    lint("town.pb", text.as_bytes(), &mut diagnostics);
    diagnostics.problems().iter().map(|p| p.code).collect()
}

#[test]
fn a_sound_file_has_no_finding() {
    assert_eq!(codes(SOUND), Vec::<&str>::new());
}

/// What is put in place of what, and the only finding that this gives.
const DEFECTS: &[(&str, &str, &str)] = &[
    ("country;Poland", "country;Polska", "value-unknown"),
    ("language;pl", "language;polish", "value-unknown"),
    ("currency;PLN", "currency;zloty", "value-unknown"),
    (
        "currency;PLN\n",
        "currency;PLN\nfully_funded;0\n",
        "value-unknown",
    ),
    (
        "currency;PLN\n",
        "currency;PLN\nexperimental;yes\n",
        "value-unknown",
    ),
    ("max_length;2\n", "max_length;2\nedition;\n", "value-empty"),
    (
        "unit;Town\ninstance;2026",
        "instance;2026\nunit;Town",
        "meta-order",
    ),
    ("15.06.2026", "31.06.2026", "date-impossible"),
    ("15.06.2026", "15.05.2026", "date-order"),
    (
        "max_length;2",
        "min_length;3\nmax_length;2",
        "limits-contradict",
    ),
    (
        "max_length;2",
        "max_length;2\nmax_points;3",
        "limit-without-meaning",
    ),
    (
        "max_length;2",
        "max_length;2\nscoring_fn;Borda",
        "limit-without-meaning",
    ),
    ("max_length;2", "max_length;3", "max-length-unused"),
    ("rule;greedy", "rule;greedy-threshold", "threshold-missing"),
    (
        "language;pl",
        "min_project_score_threshold;1\nlanguage;pl",
        "threshold-not-in-rule",
    ),
    ("comment;#1: made up", "comment;made up", "comment-format"),
    (
        "comment;#1: made up",
        "comment;#1: made #3: up",
        "comment-format",
    ),
    ("rule;greedy\n", "rule;greedy-custom\n", "comment-missing"),
    ("cost;votes;name", "cost;name;votes", "columns-order"),
    (
        "category;selected",
        "colour;selected",
        "column-not-in-format",
    ),
    ("category;selected", "target;selected", "column-renamed"),
    ("1;Road;", "1;;", "name-missing"),
    ("road;50;1;Road", "road;60;1;Park", "project-repeated"),
    (
        "language;pl",
        "max_project_cost;55\nlanguage;pl",
        "cost-outside-bounds",
    ),
    ("street;0", "street;", "selected-empty"),
    ("52.2;21.1", "52.2;", "coordinate-alone"),
    ("52.2;21.1", "52.2;181", "coordinate-invalid"),
    ("52.2;21.1", "52.1;21.0", "coordinates-identical"),
    ("green;1", "\"green,green\";1", "list-value-twice"),
    ("green;1", "\"green, blue\";1", "list-blanks"),
    (
        "road;50;1;Road;street",
        "road;50;1;Road;Green",
        "label-variants",
    ),
    (
        "language;pl",
        "categories;green,street,blue\nlanguage;pl",
        "label-unused",
    ),
    (
        "language;pl",
        "categories;green\nlanguage;pl",
        "label-undeclared",
    ),
    ("park,road;41", "park,park;41", "project-without-votes"),
    ("41;F", "41;K", "voter-value-unknown"),
    ("41;F", "old;F", "voter-value-unknown"),
    ("F;internet", "F;post", "voter-value-unknown"),
];

#[test]
fn each_defect_has_its_finding() {
    for (from, to, code) in DEFECTS {
        assert!(SOUND.contains(from), "{from}");
        let mut text = SOUND.replacen(from, to, 1);
        if *code == "comment-missing" {
            text = text.replace("comment;#1: made up\n", "");
        }
        assert_eq!(codes(&text), [*code], "{from} -> {to}");
    }
    assert_eq!(codes(SOUND.trim_end()), ["final-newline-missing"]);
    assert_eq!(codes(&SOUND.replacen('\n', "\r\n", 3)), ["line-ends-mixed"]);
    let columns = SOUND
        .replace(";votes;", ";score;")
        .replace(";selected", ";proposer");
    assert!(codes(&columns).contains(&"official-missing"));
    let single = SOUND
        .replace("max_length;2\n", "")
        .replace("park,road", "road");
    assert_eq!(codes(&single), ["choose-1-suggested"]);
    let points = SOUND
        .replace("approval", "scoring")
        .replace("vote;age", "vote;points;age")
        .replace("park,road;", "\"park,road\";\"1,4\";")
        .replace("2;park;", "2;park;3;");
    assert_eq!(codes(&points), ["claims-missing", "points-not-sorted"]);
}

#[test]
fn mending_changes_the_manner_and_not_the_matter() {
    let untidy = SOUND
        .replace("unit;Town\ninstance;2026", "instance;2026\nunit; Town ")
        .replace("num_votes;2", "num_votes;7")
        .replace("category;selected", "target;selected")
        .replace("1;park,road;", "1;park, road;")
        .replace("VOTES\n", "\nVOTES;;\n")
        .replacen('\n', "\r\n", 2);
    let bytes = format!("\u{feff}{}", untidy.trim_end());
    let fixed = fix("town.pb", bytes.as_bytes(), &mut Diagnostics::default()).unwrap();
    let text = String::from_utf8(fixed.bytes.clone()).unwrap();
    assert_eq!(
        text,
        SOUND.replace("category;selected", "beneficiaries;selected")
    );
    assert_eq!(codes(&text), Vec::<&str>::new());
    let mended: Vec<&str> = fixed.mended.keys().copied().collect();
    assert_eq!(
        mended,
        [
            "blank-line",
            "bom",
            "column-renamed",
            "edge-whitespace",
            "final-newline-missing",
            "line-ends-mixed",
            "meta-order",
            "vote-count-mismatch"
        ]
    );
    // Mended once, there is nothing left to mend.
    let again = fix("town.pb", &fixed.bytes, &mut Diagnostics::default()).unwrap();
    assert_eq!((again.bytes, again.mended.len()), (fixed.bytes, 0));
}

#[test]
fn a_file_that_needs_a_person_is_left() {
    let twice = SOUND.replace("road;50", "park;50");
    let problem = fix("town.pb", twice.as_bytes(), &mut Diagnostics::default()).unwrap_err();
    assert_eq!(problem.code, "fix-unreadable");
}

#[test]
fn points_are_sorted_with_their_projects() {
    let points = SOUND
        .replace("approval", "scoring")
        .replace("vote;age", "vote;points;age")
        .replace("park,road;", "\"park,road\";\"1,4\";")
        .replace("2;park;", "2;park;3;");
    let fixed = fix("town.pb", points.as_bytes(), &mut Diagnostics::default()).unwrap();
    let text = String::from_utf8(fixed.bytes).unwrap();
    assert!(text.contains("1;road,park;4,1;41"), "{text}");
}

/// The page lists every code that the reader, this walk and the mending may give.
#[test]
fn the_page_lists_every_code() {
    let page = include_str!("../../../../../docs/spec/pb-checks.md");
    let sources = [
        include_str!("../../pb.rs"),
        include_str!("../amount.rs"),
        include_str!("../fix.rs"),
        include_str!("../groups.rs"),
        include_str!("../lint.rs"),
        include_str!("../meta.rs"),
        include_str!("../projects.rs"),
        include_str!("../sections.rs"),
        include_str!("../votes.rs"),
        include_str!("../../voters.rs"),
        include_str!("labels.rs"),
        include_str!("meta.rs"),
        include_str!("projects.rs"),
        include_str!("votes.rs"),
    ];
    let mut found = 0;
    for source in sources {
        for call in [
            "warning(\"",
            "error(\"",
            "at_cell(\"",
            "plain(\"",
            "missing(\"",
        ] {
            for (at, _) in source.match_indices(call) {
                let code = source[at + call.len()..].split('"').next().unwrap();
                let row = format!("| `{code}` |");
                assert!(
                    page.contains(&row),
                    "{code} is not in docs/spec/pb-checks.md"
                );
                found += 1;
            }
        }
    }
    assert!(found > 80, "{found} codes are in the sources");
}
