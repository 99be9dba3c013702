use super::*;
use crate::json::parse;

fn manifest() -> crate::json::Value {
    parse(
        br#"{"format":"draw/v1","draw_id":"urn:a","series":"urn:s","purpose":"p",
        "organiser":{"name":"o","key":"0000000000000000000000000000000000000000000000000000000000000000"},
        "attempt":1,"supersedes":null,"not_before_beacon":null,
        "pool":{"size":3,"root":"0000000000000000000000000000000000000000000000000000000000000000","leaf_format":"draw/v1-salted"},
        "quotas":{"g":{"f":[0,1]}},"names":{"g":{"":"G","f":"F"}},
        "algorithm":{"name":"a","version":"1","params":{"x":[true,null]},"objective":[1,2]},
        "lottery":{"kind":"uniform-panels","panels":2,"root":"0000000000000000000000000000000000000000000000000000000000000000","seats":1,"disclosure":"auditor"},
        "draws":[{"label":"panel","op":"below","n":2},{"label":"r","op":"sample","n":3,"k":1},{"label":"t","op":"ticket"}],
        "sources":[{"type":"dice","count":20,"sides":10,"ceremony":"c"},
          {"type":"rfc3797-list","items":["x"],"ready_by":"2026-01-01T00:00:00Z"}],
        "draw_time":"2026-01-01T00:00:00Z","margin_s":60,"log":"l","binds":[],"rehearsal":true}"#,
    )
    .unwrap()
}

fn set(value: &mut Value, pointer: &str, new: Value) {
    let mut at = value;
    let (path, last) = pointer.rsplit_once('/').unwrap();
    for step in path.split('/').skip(1) {
        at = match at {
            Value::Object(fields) => fields.get_mut(step).unwrap(),
            Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
            _ => panic!("{pointer}"),
        };
    }
    match at {
        Value::Object(fields) => drop(fields.insert(last.to_owned(), new)),
        Value::Array(items) => items[last.parse::<usize>().unwrap()] = new,
        _ => panic!("{pointer}"),
    }
}

use crate::json::Value;

#[test]
fn what_is_read_is_written_back() {
    let value = manifest();
    let read = Manifest::from_value(&value).unwrap();
    assert_eq!(read.to_value(), value);
}

#[test]
fn the_first_wrong_field_is_named() {
    let long = |n: usize| Value::from("a".repeat(n));
    for (pointer, new, expected) in [
        ("/format", Value::from("draw/v2"), "draw/v1"),
        ("/format2", Value::from("draw/v1"), "no such field"),
        ("/draw_id", Value::from("urn:ą"), "uri"),
        ("/draw_id", Value::from("urn a"), "uri"),
        ("/draw_id", Value::from(""), "uri"),
        ("/draw_id", long(257), "uri"),
        ("/purpose", Value::from(""), "text"),
        ("/purpose", long(4097), "text"),
        ("/purpose", Value::from("a\rb"), "text"),
        ("/purpose", Value::from("a\u{9f}b"), "text"),
        ("/purpose", Value::from("a\u{202e}b"), "text"),
        ("/purpose", Value::from("a\u{2066}b"), "text"),
        ("/organiser/key", long(63), "hex32"),
        ("/organiser/key", long(65), "hex32"),
        ("/organiser/key", Value::from("A".repeat(64)), "hex32"),
        ("/attempt", Value::Int(0), "1..99"),
        ("/attempt", Value::Int(100), "1..99"),
        ("/attempt", Value::Bool(true), "an integer"),
        ("/supersedes", Value::from(""), "hex32"),
        ("/pool/size", Value::Int(0), "1..2^24"),
        ("/pool/size", Value::Int((1 << 24) + 1), "1..2^24"),
        ("/pool/leaf_format", Value::from("x"), "draw/v1-salted"),
        ("/quotas", Value::from("half women"), "an object"),
        ("/quotas/g", Value::from("half women"), "an object"),
        (
            "/quotas/g/f",
            Value::Array(vec![Value::Int(1)]),
            "[min,max]",
        ),
        ("/quotas/g/f", parse(b"[2,1]").unwrap(), "[min,max]"),
        ("/quotas/g/f", parse(b"[-1,1]").unwrap(), "[min,max]"),
        ("/quotas/g/a b", parse(b"[1,1]").unwrap(), "code"),
        ("/quotas/g/", parse(b"[1,1]").unwrap(), "code"),
        ("/names/g/ ", Value::from("x"), "code"),
        ("/names/", parse(b"{}").unwrap(), "code"),
        ("/lottery/kind", Value::from("x"), "uniform-panels|ticket"),
        ("/lottery/panels", Value::Int(1_000_001), "1..10^6"),
        ("/lottery/seats", Value::Int(0), "1..2^24"),
        ("/lottery/disclosure", Value::from("all"), "public|auditor"),
        ("/draws", Value::Array(vec![]), "1..16 draws"),
        (
            "/draws/0/op",
            Value::from("choose"),
            "below|direct|sample|ticket",
        ),
        ("/draws/0/label", Value::from("Panel"), "label"),
        ("/draws/0/label", Value::from("1"), "label"),
        ("/draws/0/label", long(33), "label"),
        ("/draws/0/k", Value::Int(1), "no such field"),
        ("/draws/0/n", Value::Bool(true), "an integer"),
        ("/sources", Value::Array(vec![]), "1..16 sources"),
        (
            "/sources/0/type",
            Value::from("vrf"),
            "drand|commit-reveal|dice|rfc3797-list",
        ),
        ("/sources/0/sides", Value::from("10"), "an integer"),
        (
            "/sources/1/ready_by",
            Value::from("2026-01-01T00:00:60Z"),
            "time",
        ),
        (
            "/draw_time",
            Value::from("2026-01-01T12:00:00+02:00"),
            "time",
        ),
        ("/margin_s", Value::Int(59), "60..604800"),
        ("/margin_s", Value::Int(604_801), "60..604800"),
        ("/rehearsal", Value::Bool(false), "true"),
        ("/binds", Value::Null, "a list of hex32"),
    ] {
        let mut value = manifest();
        set(&mut value, pointer, new);
        let error = Manifest::from_value(&value).unwrap_err();
        assert_eq!(
            (error.pointer.as_str(), error.expected),
            (pointer, expected)
        );
    }
}

#[test]
fn panels_times_seats_is_bounded() {
    let mut value = manifest();
    set(&mut value, "/lottery/panels", Value::Int(1_000_000));
    set(&mut value, "/lottery/seats", Value::Int(100));
    assert!(Manifest::from_value(&value).is_ok());
    set(&mut value, "/lottery/seats", Value::Int(101));
    let error = Manifest::from_value(&value).unwrap_err();
    assert_eq!(error.pointer, "/lottery/seats");
}

#[test]
fn direct_is_for_the_panel_only() {
    let mut value = manifest();
    set(&mut value, "/draws/0/op", Value::from("direct"));
    assert!(Manifest::from_value(&value).is_ok());
    set(&mut value, "/draws/0/label", Value::from("other"));
    let error = Manifest::from_value(&value).unwrap_err();
    assert_eq!(
        (error.pointer.as_str(), error.expected),
        ("/draws/0/label", "panel")
    );
}
