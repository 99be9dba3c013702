//! Defects: named with file, line, letter and heading; all of them, not the first.

use super::*;

const PROJECTS: &str = "id;name;cost\nA;Park;100\nB;Pool, big;50\nC;Big;10\n";

/// Problems of ballots with the projects above.
fn problems(ballots: &str) -> Vec<String> {
    let files = [
        (Role::Main, "v.csv", ballots.as_bytes()),
        (Role::Projects, "p.csv", PROJECTS.as_bytes()),
    ];
    let (loaded, problems) = read(&files, &budget("120"));
    let invalid = loaded.iter().flat_map(|loaded| loaded.invalid.groups());
    let invalid = invalid.map(|group| format!("invalid {} {:?}", group.code, group.lines));
    let invalid: Vec<String> = invalid.collect();
    shown(&problems).into_iter().chain(invalid).collect()
}

/// Problems of projects.
fn of_projects(projects: &str) -> Vec<String> {
    let files = [
        (Role::Main, "v.csv", b"card;A\n1;x\n2;x\n".as_slice()),
        (Role::Projects, "p.csv", projects.as_bytes()),
    ];
    shown(&read(&files, &budget("120")).1)
}

#[test]
fn rows_that_are_no_ballots_are_listed() {
    assert_eq!(
        problems("card;A;B;C\n1;x;;\n2;perhaps;;\n\n3;x;x;x\n"),
        ["answers-unclear v.csv:0  [x, perhaps]"]
    );
    assert_eq!(
        problems("card;vote\n1;A,B\n2;A,Z\n3;A,A\n4;\n"),
        ["invalid duplicate-option [4]", "invalid unknown-option [3]"]
    );
    assert_eq!(
        problems("voter;project;points\n1;A;3\n1;B;x\n2;A;1\n2;Z;1\n"),
        [
            "no-votes v.csv:0  []",
            "invalid cell-malformed [2]",
            "invalid unknown-option [5]"
        ]
    );
}

#[test]
fn what_would_be_misread_is_refused_at_its_cell() {
    assert_eq!(
        problems("card;vote\n1;Park\n2;Pool, big\n3;Park, Pool, big\nRazem;3\n"),
        ["row-is-sum v.csv:5 A card [Razem]"]
    );
    let twins = "id;name;cost\nA;Pool;100\nB;Pool, big;50\nC;Big;10\n";
    let files = [
        (
            Role::Main,
            "v.csv",
            b"card;vote\n1;\"Pool, big\"\n2;Pool\n3;Big\n".as_slice(),
        ),
        (Role::Projects, "p.csv", twins.as_bytes()),
    ];
    assert_eq!(
        shown(&read(&files, &budget("120")).1),
        ["list-ambiguous v.csv:2 B vote [Pool, big]"]
    );
    assert_eq!(
        problems("card;A;B;C\n1;x;;\n1;x;;\n"),
        ["duplicate-voter v.csv:3  [1]"]
    );
}

#[test]
fn what_a_person_must_decide_is_asked() {
    assert_eq!(
        problems("card;A;B;C\n1;1;2;3\n2;2;1;\n"),
        ["ballot-kind-unclear v.csv:0  []"]
    );
    assert_eq!(
        problems("when;what\nnow;this\n"),
        ["columns-unclear v.csv:0  [when, what]"]
    );
    assert_eq!(
        problems("Which? [Park];Which? [Zoo];Which? [Big]\nx;;\n"),
        ["column-of-no-project v.csv:0  [Which? [Zoo]]"]
    );
    assert_eq!(
        problems("card;A;B\n1;x;\n"),
        ["option-without-column v.csv:0 /ballots/options [C]"]
    );
}

#[test]
fn every_defect_of_the_projects_is_named() {
    assert_eq!(
        of_projects("id;koszt\nA;12,5\nB;-3\nA;1\n;4\nC;\nD;ok. 5\nRazem;20\n"),
        [
            "amount-negative p.csv:3 B koszt [-3]",
            "duplicate-project p.csv:4 A id [A]",
            "empty-id p.csv:5 A id []",
            "amount-missing p.csv:6 B koszt []",
            "amount-malformed p.csv:7 B koszt [ok. 5]",
            "row-is-sum p.csv:8 A id [Razem]",
        ]
    );
    assert_eq!(
        of_projects("id;koszt\nA;1.234\nB;5\n"),
        ["amount-ambiguous p.csv:2 B koszt [1.234]"]
    );
    assert_eq!(
        of_projects("id;koszt\nA;1,5\nB;1,234.5\n"),
        ["decimal-signs-mixed p.csv:3 B koszt [1,234.5]"]
    );
    assert_eq!(
        of_projects("id;name\nA;Park\n"),
        ["budget-without-costs p.csv:0 budget [120]"]
    );
    assert_eq!(
        of_projects("id;koszt\nA;18446744073709551615\n"),
        ["too-large p.csv:0  [120]"]
    );
}

#[test]
fn files_that_are_no_tables() {
    let one = |bytes: &[u8]| {
        let files = [(Role::Main, "v.csv", bytes)];
        shown(&read(&files, &budget("120")).1)
    };
    assert_eq!(
        one(b"PK\x03\x04 and so on"),
        ["workbook-not-read v.csv:0  [a zip archive or a workbook (.xlsx, .ods)]"]
    );
    assert_eq!(one(b"a;b\n1;\"x\n"), ["quote-unclosed v.csv:2  []"]);
    assert_eq!(
        one("id;koszt\nż;1\n\x00"
            .as_bytes()
            .split_last()
            .map_or(b"", |x| x.1)),
        ["columns-unclear v.csv:0  [id, koszt]"]
    );
}
