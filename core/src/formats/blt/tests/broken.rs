//! Broken files: each has one located problem, and bytes of any kind never panic.

use proptest::prelude::*;

use super::read;

#[test]
fn every_defect_has_a_code_and_a_place() {
    let huge = "9".repeat(30);
    let cases: &[(&str, &str, u32, u32)] = &[
        ("two 1\n", "header-malformed", 1, 1),
        ("3\n", "header-malformed", 1, 2),
        ("0 1\n", "header-malformed", 1, 1),
        ("10000000000 1\n1 1 0\n0\n", "header-malformed", 1, 1),
        ("2 1 7\n", "trailing-text", 1, 5),
        ("2 1\n1 3 0\n0\nA\nB\nT\n", "option-out-of-range", 2, 3),
        ("2 1\n1 1 x 0\n0\nA\nB\nT\n", "option-out-of-range", 2, 5),
        ("2 1\n-3\n1 1 0\n0\nA\nB\nT\n", "option-out-of-range", 2, 1),
        ("2 1\n1 1 2\n0\nA\nB\nT\n", "ballot-not-closed", 2, 6),
        ("2 1\n1 1 0 2 0\n0\nA\nB\nT\n", "trailing-text", 2, 7),
        ("2 1\n-1 1 0\n0\nA\nB\nT\n", "weight-negative", 2, 1),
        ("2 1\n1/2 1 0\n0\nA\nB\nT\n", "weight-malformed", 2, 1),
        ("2 1\n0 1 0\n0\nA\nB\nT\n", "weight-malformed", 2, 1),
        (
            "2 1\n0.1234567891 1 0\n0\nA\nB\nT\n",
            "weight-malformed",
            2,
            1,
        ),
        ("2 1\n1 =2 0\n0\nA\nB\nT\n", "number-expected", 2, 3),
        ("2 1\n1 1=0\n0\nA\nB\nT\n", "number-expected", 2, 5),
        ("2 1\n1 1==2 0\n0\nA\nB\nT\n", "number-expected", 2, 5),
        ("2 1\n(7 1 0\n0\nA\nB\nT\n", "bracket-not-closed", 2, 1),
        ("2 1\n[nick a b\n0\nA\nB\nT\n", "bracket-not-closed", 2, 1),
        (
            "2 1\n[nick a a]\n1 1 0\n0\nA\nB\nT\n",
            "name-duplicate",
            2,
            9,
        ),
        ("2 1\n[nick a]\n1 1 0\n0\nA\nB\nT\n", "names-missing", 2, 1),
        (
            "2 1\n[tie 1 5]\n1 1 0\n0\nA\nB\nT\n",
            "option-out-of-range",
            2,
            8,
        ),
        (
            "2 1\n[tie 1 1]\n1 1 0\n0\nA\nB\nT\n",
            "duplicate-option",
            2,
            8,
        ),
        (
            "2 1\n1 1 0\n[tie 1 2]\n0\nA\nB\nT\n",
            "bracket-misplaced",
            3,
            1,
        ),
        (
            "2 1\n1 1 0\n\"A\"\n\"B\"\n\"T\"\n",
            "end-marker-missing",
            3,
            1,
        ),
        ("2 1\n1 1 0\n", "end-marker-missing", 3, 1),
        ("2 1\n", "end-marker-missing", 2, 1),
        ("3 1\n1 1 0\n0\nA\nB\n", "names-missing", 5, 1),
        ("2 1\n1 1 0\n0\nA\nA\nT\n", "name-duplicate", 5, 1),
        ("2 1\n1 1 0\n0\nA\n\"\"\nT\n", "name-empty", 5, 1),
        ("2 1\n1 1 0\n0\nA\n  \"B\nT\n", "quote-missing", 5, 3),
        ("", "empty-file", 1, 1),
        ("# only\n", "header-malformed", 2, 1),
    ];
    for (text, code, line, column) in cases {
        let (loaded, problems) = read(text.as_bytes());
        let places: Vec<(&str, u32, u32)> = problems
            .iter()
            .map(|p| (p.code, p.line, p.column))
            .collect();
        assert_eq!(places, [(*code, *line, *column)], "{text:?}");
        assert!(loaded.is_none(), "{text:?}");
    }
    let (_, problems) = read(format!("2 1\n{huge} 1 0\n0\nA\nB\nT\n").as_bytes());
    assert_eq!(
        (problems[0].code, problems[0].line),
        ("weight-malformed", 2)
    );
}

#[test]
fn bytes_that_are_no_utf8_are_located() {
    let (loaded, problems) = read(b"1 1\n1 1 0\n0\nZ\xf3\xb3w\nT\n");
    assert!(loaded.is_none());
    assert_eq!(
        (problems[0].code, problems[0].line, problems[0].column),
        ("not-utf8", 4, 2)
    );
}

#[test]
fn a_file_with_several_defects_names_each() {
    let (_, problems) = read(b"2 1\n1 9 0\n1 1\n-4 2 0\n0\nA\nB\nT\n");
    let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
    assert_eq!(
        codes,
        [
            "option-out-of-range",
            "ballot-not-closed",
            "weight-negative"
        ]
    );
}

#[test]
fn papers_beyond_64_bits_are_an_error() {
    let most = u64::MAX;
    let (loaded, problems) = read(format!("2 1\n{most} 1 0\n1 2 0\n0\nA\nB\nT\n").as_bytes());
    assert!(loaded.is_none());
    assert_eq!(
        (problems[0].code, problems[0].line),
        ("too-many-ballots", 3)
    );
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (loaded, problems) = read(&bytes);
        prop_assert!(loaded.is_some() || !problems.is_empty());
    }

    #[test]
    fn anything_like_a_file_gives_an_answer(
        text in "[1-4] [1-3]\n(-[1-3]\n)?([0-9.=()\\[\\]#a\" -]{0,12}\n){0,8}0\n([\"A-D# ]{0,4}\n){0,6}",
    ) {
        let (loaded, problems) = read(text.as_bytes());
        prop_assert!(loaded.is_some() || !problems.is_empty());
        if let Some(loaded) = loaded {
            let valid = loaded.instance.profile().unwrap().papers();
            prop_assert_eq!(valid + loaded.invalid.papers(), loaded.papers);
        }
    }
}
