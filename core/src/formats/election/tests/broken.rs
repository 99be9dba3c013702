//! Broken files, and bytes of any kind.

use proptest::prelude::*;

use super::{file, read};

#[test]
fn what_is_no_json_or_no_ballot_is_located() {
    let approval = r#""options":["a"],"ballot":{"kind":"approval"}"#;
    let cases: Vec<(String, &str, &str, u32)> = vec![
        ("[]".into(), "field-type", "", 1),
        ("{\"contests\":\n{}}".into(), "field-type", "", 2),
        ("{\"contests\":[{\"id\":\n\"ł\",]}".into(), "syntax", "", 2),
        ("{\"title\":1.5}".into(), "float", "", 1),
        (
            "{\"title\":9007199254740992}".into(),
            "integer-range",
            "",
            1,
        ),
        (
            "{\"title\":\"a\",\n\"title\":\"b\"}".into(),
            "duplicate-key",
            "",
            2,
        ),
        ("{\"tütle\":1}".into(), "key-not-ascii", "", 1),
        (
            "{\"format\":\"isonomia/election/1\"} x".into(),
            "syntax",
            "",
            1,
        ),
        (
            file(&format!("{approval},\"ballots\":{{}}")),
            "field-type",
            "",
            1,
        ),
        (
            file(&format!("{approval},\"ballots\":[[],7]")),
            "field-type",
            "",
            1,
        ),
        (
            file(&format!("{approval},\"ballots\":[[],\n[[\"a\",1.5]]]")),
            "float",
            "/contests/0/ballots/1",
            2,
        ),
        (
            file(&format!("{approval},\"ballots\":[{{\"papers\":1}}]")),
            "field-missing",
            "/contests/0/ballots/0",
            1,
        ),
        (
            file(&format!(
                "{approval},\"ballots\":[{{\"ballot\":[],\"papers\":0}}]"
            )),
            "weight-malformed",
            "/contests/0/ballots/0",
            1,
        ),
        (
            file(&format!(
                "{approval},\"ballots\":[{{\"ballot\":[],\"papers\":\"1.5\"}}]"
            )),
            "weight-malformed",
            "/contests/0/ballots/0",
            1,
        ),
        (
            file(&format!(
                "{approval},\"ballots\":[{{\"ballot\":[],\"weight\":-1}}]"
            )),
            "weight-malformed",
            "/contests/0/ballots/0",
            1,
        ),
        (
            file(&format!(
                "{approval},\"ballots\":[{{\"ballot\":[],\"paper\":1}}]"
            )),
            "field-unknown",
            "/contests/0/ballots/0",
            1,
        ),
        (
            file(&format!("{approval},\"ballots\":[],\"ballots\":[]")),
            "duplicate-key",
            "",
            1,
        ),
        (
            file(&format!("{approval},\"ballots\":[[\"a\"],[[\"a\",1]]]")),
            "ballot-of-other-kind",
            "/contests/0/ballots/1",
            0,
        ),
        (
            format!("{{\"title\":{}1{}}}", "[".repeat(100), "]".repeat(100)),
            "depth",
            "",
            1,
        ),
    ];
    for (text, code, path, line) in cases {
        let (loaded, problems) = read(text.as_bytes(), None, None);
        assert!(loaded.is_none(), "{text}");
        let found: Vec<_> = problems
            .iter()
            .map(|p| (p.code, p.path.as_str(), p.line))
            .collect();
        assert_eq!(found, [(code, path, line)], "{text}");
    }
    // Columns count characters: the comma before the bracket is the fifth on its line.
    let (_, problems) = read("{\"contests\":[{\"id\":\n\"ł\",]}".as_bytes(), None, None);
    assert_eq!((problems[0].line, problems[0].column), (2, 5));
    let (_, problems) = read(b"{\"title\":\"\xff\"}", None, None);
    assert_eq!(problems[0].code, "not-utf8");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = file(r#""options":["a"],"ballot":{"kind":"approval"},"ballots":[["a"]]"#);
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend_from_slice(text.as_bytes());
    let (loaded, problems) = read(&bytes, None, None);
    assert!(loaded.is_some());
    assert_eq!(problems[0].code, "bom");
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(
        main in prop::collection::vec(any::<u8>(), 0..200),
        ballots in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let (loaded, problems) = read(&main, None, None);
        prop_assert!(loaded.is_some() || !problems.is_empty());
        let paper = file(r#""options":["a","b"],"ballot":{"kind":"ranking"}"#);
        let (loaded, problems) = read(paper.as_bytes(), Some(&ballots), None);
        prop_assert!(loaded.is_some() || !problems.is_empty());
    }

    #[test]
    fn anything_like_ballots_gives_an_answer(
        kind in prop::sample::select(vec!["ranking", "approval", "score", "allotment"]),
        header in prop::sample::select(vec!["rank1,rank2,papers", "a,b,weight", "vote,id"]),
        rows in prop::collection::vec("[ab|0-3,x.\"-]{0,8}", 0..6),
        inline in prop::collection::vec(
            prop::sample::select(vec!["[]", "[\"a\"]", "[null,\"b\"]", "[[\"a\",2]]", "[[\"a\",\"b\"]]", "{\"ballot\":[\"b\"],\"papers\":2}"]), 0..5),
    ) {
        let fields = format!(r#""options":["a","b"],"ballot":{{"kind":"{kind}"}}"#);
        let csv = format!("{header}\n{}", rows.join("\n"));
        let with_inline = format!("{fields},\"ballots\":[{}]", inline.join(","));
        for (main, ballots) in [(file(&fields), Some(csv.as_bytes())), (file(&with_inline), None)] {
            let (loaded, problems) = read(main.as_bytes(), ballots, None);
            prop_assert!(loaded.is_some() || !problems.is_empty());
            if let Some(loaded) = loaded {
                let valid = loaded.instance.profile().unwrap().papers();
                prop_assert_eq!(valid + loaded.invalid.papers(), loaded.papers);
            }
        }
    }
}

#[test]
fn what_was_found_and_expected_is_said() {
    let approval = r#""options":["a"],"ballot":{"kind":"approval"}"#;
    let text = file(&format!("{approval},\"ballots\":[[],\n7]"));
    let (_, problems) = read(text.as_bytes(), None, None);
    let problem = &problems[0];
    assert!(problem.found.contains('7'), "{problem}");
    assert_eq!(
        problem.expected,
        "a ballot: a list, or an object with the field ballot"
    );
    let (_, problems) = read(b"{\"title\":12.50}", None, None);
    assert_eq!(
        (problems[0].code, problems[0].found.as_str()),
        ("float", "12.50")
    );
}
