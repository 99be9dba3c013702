//! One test a dialect.

use super::{ballots, good};
use crate::formats::{LoadOptions, Role, Source, load};
use crate::id::OptionId;
use crate::problem::Diagnostics;

#[test]
fn the_plain_format_of_algorithm_123() {
    let (contest, loaded) =
        good("3 2\n4 1 2 0\n2 3 0\n0\n\"Castor\"\n\"Pollux\"\n\"Helen\"\n\"Twins\"\n");
    assert_eq!(ballots(&contest), ["4 x 1: Castor>Pollux", "2 x 1: Helen"]);
    assert_eq!((contest.seats, loaded.papers), (2, 6));
    assert_eq!(loaded.declared.title, "Twins");
    assert!(!contest.profile.is_weighted());
}

#[test]
fn opavote_has_equal_ranks_skipped_ranks_comments_and_blank_ballots() {
    let text = "# a comment\n\n3 1   # three, one\n1 1=3 2 0\n 2 - 2 - 1 0 # skipped\n1 0\n1 1 = 3 2 0\n0 # end\n\"A\" # first\n\"B\"\n\"C\"\n\"T\"\n";
    let (contest, loaded) = good(text);
    assert_eq!(
        ballots(&contest),
        ["1 x 1: ", "2 x 1: A=C>B", "2 x 1: >B>>A"]
    );
    assert_eq!(loaded.papers, 5);
}

#[test]
fn withdrawn_candidates_stand_one_or_several_on_a_line() {
    let (contest, _) = good("4 1\n-2\n-3 -4\n1 2 1 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"T\"\n");
    let standing: Vec<OptionId> = contest.options.standing().collect();
    assert_eq!(standing, [OptionId(0)]);
    assert_eq!(ballots(&contest), ["1 x 1: B>A"]);
}

#[test]
fn droop_and_stv_rs_have_nicknames_options_and_ids() {
    let text = "3 1\n[tie c a b]\n[nick a b c]\n[withdrawn b]\n[undeclared]\n[droop arithmetic=fixed precision=4]\n(x 1) a b=c 0\n(x2) 3 0\n0\n\"Ada\"\n\"Bo\"\n\"Cy\"\n\"T\"\n\"source\"\n\"comment\"\n";
    let (contest, loaded) = good(text);
    assert_eq!(ballots(&contest), ["1 x 1: Ada>Bo=Cy", "1 x 1: Cy"]);
    assert!(contest.options.is_withdrawn(OptionId(1)));
    let given = [vec![OptionId(2), OptionId(0), OptionId(1)]];
    assert_eq!(loaded.declared.given, given);
}

#[test]
fn a_decimal_is_a_weight_and_a_whole_number_a_number_of_papers() {
    let (contest, loaded) = good("2 1\n1.50 1 0\n3 2 0\n0.25 1 0\n2.0 2 0\n0\nA\nB\nT\n");
    assert_eq!(
        ballots(&contest),
        ["1 x 0.25: A", "1 x 1.50: A", "5 x 1.00: B"]
    );
    assert_eq!(contest.profile.weight_scale().0, 2);
    assert_eq!(loaded.papers, 7);
}

#[test]
fn names_may_be_bare_and_hold_marks() {
    let text = "4 1\n1 1 0\n0\nAda (Ind)\n\"John \"Jack\" O'Neil\"\n  \"Team #1\"  # c\n\"\"\"Cy\"\" \"\"Party\"\" \"\n\"\"\"Ward 8 - New\"\"\" \n";
    let (contest, loaded) = good(text);
    let ids: Vec<&str> = contest
        .options
        .all()
        .map(|o| contest.options.id(o))
        .collect();
    assert_eq!(
        ids,
        [
            "Ada (Ind)",
            "John \"Jack\" O'Neil",
            "Team #1",
            "\"Cy\" \"Party\""
        ]
    );
    assert_eq!(loaded.declared.title, "Ward 8 - New");
}

#[test]
fn names_may_stand_in_comments() {
    let text = "2 1\n5 2 1 0\n0\n# ALTERNATIVE NAME 1: Ada\n# ALTERNATIVE NAME 2: Bo\nHillhead";
    let (contest, loaded) = good(text);
    assert_eq!(ballots(&contest), ["5 x 1: Bo>Ada"]);
    assert_eq!(loaded.declared.title, "Hillhead");
}

#[test]
fn line_ends_a_mark_and_a_missing_last_line_end_change_nothing() {
    let plain = good("2 1\n3 1 0\n0\n\"A\"\n\"B\"\n\"T\"\n")
        .1
        .instance
        .digest();
    let (loaded, problems) =
        super::read(b"\xef\xbb\xbf2 1\r\n1 1 0\r\n2 1 0\r\n0\r\n\"A\"\r\n\"B\"\r\n\"T\"");
    let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["bom"]);
    assert_eq!(loaded.unwrap().instance.digest(), plain);
}

#[test]
fn a_ballot_that_names_an_option_twice_is_listed_and_not_counted() {
    let (contest, loaded) = good("2 1\n3 1 2 1 0\n1 1=1 0\n2 2 0\n0\nA\nB\nT\n");
    assert_eq!(ballots(&contest), ["2 x 1: B"]);
    let groups = loaded.invalid.groups();
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].code, groups[0].papers), ("duplicate-option", 4));
    assert_eq!(groups[0].lines, [2, 3]);
    assert_eq!(loaded.papers, 6);
}

#[test]
fn text_after_the_title_is_a_warning() {
    let (loaded, problems) = super::read(b"1 1\n1 1 0\n0\nA\nT\n\"source\"\nFirst Prefs\n 1\n");
    assert!(loaded.is_some());
    let places: Vec<(&str, u32)> = problems.iter().map(|p| (p.code, p.line)).collect();
    assert_eq!(places, [("trailing-text", 7)]);
}

#[test]
fn the_caller_may_overrule_the_seats_and_the_format_is_known_by_content() {
    let mut bytes: &[u8] = b"# OpaVote\n2 1\n1 1 0\n0\nA\nB\nT\n";
    let source = Source {
        name: "x".into(),
        role: Role::Main,
        reader: &mut bytes,
    };
    let options = LoadOptions {
        seats: Some(2),
        ..LoadOptions::default()
    };
    let loaded = load(&mut [source], &options, &mut Diagnostics::default()).unwrap();
    assert_eq!((loaded.format, loaded.instance.seats()), ("blt", 2));
}
