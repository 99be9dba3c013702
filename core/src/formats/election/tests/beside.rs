//! Ballots in a second file.

use super::{classes, file, invalid, read};
use crate::formats::Loaded;

const RANKING: &str =
    r#""options":["a","b","c"],"ballot":{"kind":"ranking","limits":{"equal_ranks":true}}"#;
const APPROVAL: &str = r#""options":["a","b","c"],"ballot":{"kind":"approval"}"#;
const SCORE: &str = r#""options":["a","b"],"ballot":{"kind":"score"}"#;

fn good(fields: &str, ballots: &str) -> Loaded {
    let (loaded, problems) = read(file(fields).as_bytes(), Some(ballots.as_bytes()), None);
    assert_eq!(problems, [], "{ballots}");
    loaded.unwrap()
}

/// Codes, lines and columns of the problems.
fn bad(fields: &str, ballots: &[u8]) -> Vec<(&'static str, u32, u32)> {
    let (loaded, problems) = read(file(fields).as_bytes(), Some(ballots), None);
    assert!(loaded.is_none());
    assert!(problems.iter().all(|problem| problem.file == "ballots"));
    problems
        .iter()
        .map(|p| (p.code, p.line, p.column))
        .collect()
}

#[test]
fn csv_with_a_column_for_each_rank() {
    let loaded = good(
        RANKING,
        "rank1,rank2,rank3,papers,weight,id\na,b,,2,,x\nb|c,,a,1,1.5,y\n,,,,,\n\n\"c\", a ,\n",
    );
    assert_eq!(
        classes(&loaded),
        [
            "1 x 1.0: ",
            "2 x 1.0: a>b",
            "1 x 1.5: b=c>>a",
            "1 x 1.0: c>a"
        ]
    );
    assert_eq!(loaded.papers, 5);
}

#[test]
fn csv_with_a_column_for_each_option() {
    let loaded = good(
        RANKING,
        "c;a;b\r\n1;2;\r\n2;2;1\r\n3;1;\r\n4;1;\r\n0;1;\r\n;x;",
    );
    assert_eq!(
        classes(&loaded),
        ["1 x 1: a>>c", "1 x 1: b>a=c", "1 x 1: c>a"]
    );
    assert_eq!(invalid(&loaded), ["cell-malformed[]: 3 at [5, 6, 7]"]);
    let loaded = good(APPROVAL, "a,b,c\n1,0,x\n,,X\n1,2,\n");
    assert_eq!(classes(&loaded), ["1 x 1: a>c", "1 x 1: c"]);
    assert_eq!(invalid(&loaded), ["cell-malformed[]: 1 at [4]"]);
    let loaded = good(SCORE, "b,a\n-2,5\n,0\n1.5,\n1,2,3\n");
    assert_eq!(classes(&loaded), ["1 x 1: a 0", "1 x 1: a 5>b -2"]);
    assert_eq!(
        invalid(&loaded),
        ["cell-malformed[]: 1 at [4]", "row-too-long[]: 1 at [5]"]
    );
}

#[test]
fn csv_with_all_votes_in_one_cell() {
    let loaded = good(APPROVAL, "vote\na|c\n\"\"\nb\na|a\nz\n");
    assert_eq!(classes(&loaded), ["1 x 1: ", "1 x 1: a>c", "1 x 1: b"]);
    assert_eq!(
        invalid(&loaded),
        ["duplicate-option[]: 1 at [5]", "unknown-option[]: 1 at [6]"]
    );
}

#[test]
fn a_header_that_fits_no_way_of_voting_is_located() {
    assert_eq!(bad(RANKING, b"rank1,rank3\n"), [("column-unknown", 1, 7)]);
    assert_eq!(bad(RANKING, b"a,b\n1,2\n"), [("column-missing", 1, 1)]);
    assert_eq!(bad(RANKING, b"rank1,a\n"), [("column-missing", 1, 1)]);
    assert_eq!(bad(RANKING, b"papers\n3\n"), [("column-missing", 1, 1)]);
    assert_eq!(bad(APPROVAL, b"vote,vote\n"), [("column-duplicate", 1, 6)]);
    assert_eq!(bad(SCORE, b"a,b,vote\n"), [("column-unknown", 1, 5)]);
    assert_eq!(bad(SCORE, b""), [("empty-file", 1, 1)]);
    assert_eq!(bad(SCORE, b"a,b\n1,\xff\n"), [("not-utf8", 2, 3)]);
}

#[test]
fn json_lines_are_streamed() {
    let loaded = good(
        RANKING,
        "[\"a\",\"b\"]\r\n\n{\"ballot\":[[\"b\",\"c\"]],\"papers\":12}\n[]\n[\"z\"]\n",
    );
    assert_eq!(classes(&loaded), ["1 x 1: ", "1 x 1: a>b", "12 x 1: b=c"]);
    assert_eq!(invalid(&loaded), ["unknown-option[]: 1 at [5]"]);
}

#[test]
fn a_line_that_is_no_ballot_is_located_and_the_rest_is_read() {
    let lines = "[\"a\"]\n[\"ł\",1]\n[\"a\"] x\n{\"ballots\":[]}\n[[\"a\",1]]\n[\"a\"\n";
    assert_eq!(
        bad(RANKING, lines.as_bytes()),
        [
            ("field-type", 2, 6),
            ("syntax", 3, 7),
            ("field-unknown", 4, 10),
            ("ballot-of-other-kind", 5, 1),
            ("syntax", 6, 4)
        ]
    );
}

#[test]
fn ballots_stand_in_one_place_only() {
    let (_, problems) = read(
        file(&format!(r#"{RANKING},"ballots":[]"#)).as_bytes(),
        Some(b"vote\n"),
        None,
    );
    assert_eq!(problems[0].code, "ballots-twice");
    let (_, problems) = read(file(RANKING).as_bytes(), None, None);
    assert_eq!(
        (problems[0].code, problems[0].path.as_str()),
        ("ballots-missing", "/contests/0/ballots")
    );
}

#[test]
fn a_blank_line_is_no_ballot_in_a_file_of_one_column() {
    let loaded = good(APPROVAL, "vote\n\na|c\n  \n\"\"\n\n");
    assert_eq!(classes(&loaded), ["1 x 1: ", "1 x 1: a>c"]);
    assert_eq!(loaded.papers, 2);
}

#[test]
fn a_row_that_is_refused_counts_as_many_papers_as_it_says() {
    let loaded = good(SCORE, "b,a,papers\n1.5,,7\n1,1,2,9\n,1,3\n");
    assert_eq!(
        invalid(&loaded),
        ["cell-malformed[]: 7 at [2]", "row-too-long[]: 2 at [3]"]
    );
    assert_eq!(loaded.papers, 12);
    assert_eq!(
        bad(SCORE, b"b,a,papers\n1,1,x\n1,1,0\n1,1,2\n"),
        [("papers-malformed", 2, 1), ("papers-malformed", 3, 1)]
    );
}
