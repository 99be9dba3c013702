//! Generated files: no bytes make the reader panic, and what is written reads equal.

use proptest::prelude::*;

use super::{document, load};
use crate::formats::{self, Document, LoadOptions, Role, Source, Table, write_document};
use crate::problem::Diagnostics;

/// Cells with everything that a writer may get wrong. (A lone carriage return at the end of a
/// line is a line end and no text, so it is left out.)
fn cell() -> impl Strategy<Value = String> {
    "[a-z0-9;,\" \nąź-]{0,6}"
}

prop_compose! {
    fn table(title: &'static str)(
        width in 2usize..5,
    )(
        columns in prop::collection::vec("[a-z_]{1,8}", width),
        rows in prop::collection::vec(prop::collection::vec(cell(), width), 0..6),
    ) -> Table {
        Table { title: title.to_owned(), columns, rows }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_reads_equal(
        meta in table("META"),
        projects in table("PROJECTS"),
        votes in table("VOTES"),
    ) {
        let written_from = Document::Tables { format: "pb", tables: vec![meta, projects, votes] };
        let mut bytes = Vec::new();
        write_document(&written_from, &mut bytes).unwrap();
        prop_assert_eq!(document(&bytes), Some(written_from));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = b"META\n".to_vec();
        file.extend(bytes);
        let _ = load(&file);
    }

    #[test]
    fn no_text_makes_it_panic(
        lines in prop::collection::vec(
            "META|PROJECTS|VOTES|key;value|project_id;cost;votes|voter_id;vote;points\
             |budget;[0-9.,-]{1,22}|vote_type;(approval|ordinal|cumulative|scoring)\
             |(min|max)_(length|sum_points|points|sum_cost);[0-9-]{1,20}|default_score;[0-9]{1,3}\
             |[ab];[0-9.]{1,12};[0-9]|[0-9]{1,2};[ab,]{0,5};[0-9,.-]{0,20}|[;\" ]{0,5}",
            0..24,
        )
    ) {
        let (loaded, diagnostics) = load(lines.join("\n").as_bytes());
        prop_assert_eq!(loaded.is_none(), diagnostics.has_errors());
    }

    #[test]
    fn a_file_that_comes_in_small_pieces_is_the_same_file(
        cut in 1usize..40,
        votes in prop::collection::vec("[ab](,[ab])?", 1..8),
    ) {
        let mut text = String::from(
            "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\na;5\nb;6\n\
             VOTES\nvoter_id;vote\n",
        );
        let rows = votes.iter().enumerate();
        text.extend(rows.map(|(voter, vote)| format!("{voter};{vote}\n")));
        let (whole, _) = load(text.as_bytes());
        let mut pieces = std::io::BufReader::with_capacity(cut, text.as_bytes());
        let source = Source { name: "p".to_owned(), role: Role::Main, reader: &mut pieces };
        let mut diagnostics = Diagnostics::default();
        let cut = formats::load(&mut [source], &LoadOptions::default(), &mut diagnostics).unwrap();
        let whole = whole.unwrap();
        prop_assert_eq!(cut.instance.digest(), whole.instance.digest());
        prop_assert_eq!(&cut.files, &whole.files);
        prop_assert_eq!(
            cut.files[0].sha256,
            crate::digest::Digest::of(text.as_bytes())
        );
    }
}
