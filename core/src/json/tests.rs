//! The profile, trap by trap.

use proptest::prelude::*;

use super::*;

/// Code, line and column of the refusal.
fn refusal(text: &str) -> (&'static str, u32, u32) {
    let error = parse(text.as_bytes()).expect_err(text);
    (error.code, error.line, error.column)
}

#[test]
fn refuses_with_code_and_place() {
    let cases = [
        ("1.5", ("float", 1, 1)),
        ("[1,\n  1.0]", ("float", 2, 3)),
        ("[\"é\", 1e3]", ("float", 1, 7)),
        ("[1e400]", ("float", 1, 2)),
        ("-0.0", ("float", 1, 1)),
        ("[0,-0]", ("negative-zero", 1, 4)),
        ("-0", ("negative-zero", 1, 1)),
        ("9007199254740992", ("integer-range", 1, 1)),
        ("[-9007199254740992 ]", ("integer-range", 1, 2)),
        ("9223372036854775808", ("integer-range", 1, 1)),
        ("18446744073709551616", ("integer-range", 1, 1)),
        ("{\"a\":1,\n\"a\" :2}", ("duplicate-key", 2, 1)),
        (r#"{"a":1,"\u0061":1}"#, ("duplicate-key", 1, 8)),
        (r#"{"\"é":1}"#, ("key-not-ascii", 1, 2)),
        (r#"["\ud800"]"#, ("lone-surrogate", 1, 9)),
        (r#""\udc00a""#, ("lone-surrogate", 1, 7)),
        ("[1,]", ("syntax", 1, 4)),
        ("01", ("syntax", 1, 2)),
        ("", ("syntax", 1, 1)),
        ("{\"a\":1} x", ("syntax", 1, 9)),
        ("\u{feff}1", ("bom", 1, 1)),
    ];
    for (text, expected) in cases {
        assert_eq!(refusal(text), expected, "{text}");
    }
    assert_eq!(refusal(&"9".repeat(400)), ("integer-range", 1, 1));
    let error = parse(b"{\n \"\xff\": 1}").unwrap_err();
    assert_eq!((error.code, error.line, error.column), ("utf8", 2, 3));
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(nested(32).as_bytes()).is_ok());
    assert_eq!(refusal(&nested(33)), ("depth", 1, 33));
    assert_eq!(refusal(&nested(100_000)), ("depth", 1, 33));
    let wide = Limits {
        depth: 1000,
        ..Limits::default()
    };
    assert!(parse_with(nested(127).as_bytes(), &wide).is_ok());
    assert_eq!(
        parse_with(nested(128).as_bytes(), &wide).unwrap_err().code,
        "depth"
    );
}

#[test]
fn length_and_normal_form_are_limits_of_the_caller() {
    let limits = Limits {
        bytes: 8,
        is_nfc: Some(|text| !text.contains('\u{301}')),
        ..Limits::default()
    };
    assert_eq!(parse_with(b"[1,2,3,4]", &limits).unwrap_err().code, "size");
    let error = parse_with("[\"e\u{301}\"]".as_bytes(), &limits).unwrap_err();
    assert_eq!((error.code, error.column), ("not-nfc", 2));
    assert!(parse_with("[\"é\"]".as_bytes(), &limits).is_ok());
}

#[test]
fn strings_are_written_as_rfc_8785_says() {
    // RFC 8785, section 3.2.2: the sample object's string, and its result in 3.2.4.
    let sample = r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#;
    let expected = r#""€$\u000f\nA'B\"\\\\\"/""#;
    assert_eq!(
        parse(sample.as_bytes()).unwrap().canonical_string(),
        expected
    );
}

#[test]
fn pretty_is_for_readers() {
    let value = parse(br#"{"b":[1,{}],"a":[]}"#).unwrap();
    let expected = "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}";
    assert_eq!(value.pretty(), expected);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (1 - INTEGER_LIMIT..INTEGER_LIMIT).prop_map(Value::Int),
        any::<String>().prop_map(Value::Str),
        "[\\x00-\\x7f]{0,4}".prop_map(Value::Str),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map("[\\x00-\\x7f]{0,6}", inner, 0..6).prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn canonical_and_pretty_read_back_equal(value in any_value()) {
        prop_assert_eq!(parse(&value.canonical()).unwrap(), value.clone());
        prop_assert_eq!(parse(value.pretty().as_bytes()).unwrap(), value.clone());
        // serde_json with sorted keys is an independent writer of the same bytes.
        let other: serde_json::Value = serde_json::from_slice(&value.canonical()).unwrap();
        prop_assert_eq!(serde_json::to_vec(&other).unwrap(), value.canonical());
    }

    #[test]
    fn another_reader_reads_the_same(text in "[\\[\\]{}\":,\\\\u0-9a-f.eE+\\- \ntruenlsédD8]{0,20}") {
        let ours = parse(text.as_bytes());
        let other = serde_json::from_str::<serde_json::Value>(&text);
        match (ours, other) {
            (Ok(ours), Ok(other)) => {
                prop_assert_eq!(serde_json::to_vec(&other).unwrap(), ours.canonical());
            }
            // The profile refuses more than JSON does, and never as bad syntax.
            (Err(error), Ok(_)) => prop_assert_ne!(error.code, "syntax"),
            (Ok(_), Err(error)) => prop_assert!(false, "{}", error),
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_near_json_makes_it_panic(text in "[\\[\\]{}\":,\\\\u0-9a-f.eE+\\- \nédD8]{0,30}") {
        if let Ok(value) = parse(text.as_bytes()) {
            prop_assert_eq!(parse(&value.canonical()).unwrap(), value);
        }
    }
}
