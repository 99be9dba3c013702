//! A certificate with anything changed is refused.

use super::super::*;
use super::four;
use crate::formats::{Declared, Loaded, PoolColumns};
use crate::json::Value;
use crate::problem::{Diagnostics, Invalid};
use crate::run::{Request, Work, count};

pub(super) fn counted(loaded: &Loaded, rule: &str, set: &[(&str, &str)]) -> Report {
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let request = Request {
        rule: Some(rule.to_owned()),
        params: set.iter().map(pair).collect(),
        ..Request::default()
    };
    let report = count(
        loaded,
        &Diagnostics::default(),
        &request,
        &mut Work::default(),
    );
    report.expect("a count")
}

fn loaded(instance: Instance) -> Loaded {
    Loaded {
        instance,
        declared: Declared::default(),
        files: Vec::new(),
        format: "pb",
        map: None,
        read_as: None,
        columns: PoolColumns::default(),
        invalid: Invalid::default(),
        papers: 0,
    }
}

/// The problems of a certificate, by path and what was found.
pub(super) fn checked(
    certificate: &Value,
    report: &Report,
    instance: &Instance,
) -> Vec<(String, String)> {
    let report = report.to_value(instance);
    let problems = check(&certificate.canonical(), Some(&report), instance);
    let told = problems
        .iter()
        .map(|problem| (problem.path.clone(), problem.found.clone()));
    told.collect()
}

/// Puts another value at a path of keys and numbers.
fn put(value: &mut Value, path: &str, new: Value) {
    let mut at = value;
    for key in path.split('/').skip(1) {
        at = match at {
            Value::Object(fields) => fields.get_mut(key).expect("a field"),
            Value::Array(items) => &mut items[key.parse::<usize>().expect("a number")],
            _ => panic!("{path}"),
        };
    }
    *at = new;
}

#[test]
fn what_is_changed_is_found() {
    let loaded = loaded(four());
    let report = counted(&loaded, "budget/equal-shares", &[]);
    let instance = &loaded.instance;
    let found = certify(&report, instance).expect("claims");
    let good = to_value(&found, &report, instance);
    assert_eq!(checked(&good, &report, instance), []);
    let claims = good
        .get("claims")
        .and_then(Value::as_array)
        .expect("claims");
    let at = claims
        .iter()
        .position(|claim| claim.get("claim").and_then(Value::as_str) == Some("priceable"))
        .expect("priceable");
    let system = claims[at].get("system").expect("a system");
    assert_eq!(system.get("form").and_then(Value::as_str), Some("prices"));
    let text = |text: &str| Value::from(text);
    for (path, new) in [
        (format!("/claims/{at}/system/prices/0/1"), text("20/4")),
        (format!("/claims/{at}/system/prices/0/1"), text("21/3")),
        (format!("/claims/{at}/system/prices/0/1"), text("-20/3")),
        (format!("/claims/{at}/system/prices/0/1"), text("20/0")),
        (format!("/claims/{at}/system/prices/0/0"), text("b")),
        (format!("/claims/{at}/system/endowment"), text("6")),
        (format!("/claims/{at}/system/endowment"), text("40")),
        (format!("/claims/{at}/system/endowment"), text("0")),
        (format!("/claims/{at}/system/form"), text("other")),
        (format!("/claims/{at}/verdict"), text("fails")),
        (format!("/claims/{at}/verdict"), text("perhaps")),
        ("/winners/0".to_owned(), text("b")),
        ("/winners".to_owned(), Value::Array(vec![])),
        (
            "/winners".to_owned(),
            Value::Array(vec![text("a"), text("c")]),
        ),
        ("/result".to_owned(), text("sha256:00")),
        ("/instance".to_owned(), text("sha256:00")),
        ("/rule".to_owned(), text("budget/greedy")),
        ("/format".to_owned(), text("isonomia/certificate/2")),
    ] {
        let mut bad = good.clone();
        put(&mut bad, &path, new.clone());
        let problems = checked(&bad, &report, instance);
        assert!(!problems.is_empty(), "{path} = {new:?} was accepted");
    }
    // The other way round for each verdict of the rest.
    for (number, claim) in claims.iter().enumerate() {
        let verdict = claim
            .get("verdict")
            .and_then(Value::as_str)
            .expect("a verdict");
        let other = if verdict == "holds" { "fails" } else { "holds" };
        let mut bad = good.clone();
        put(&mut bad, &format!("/claims/{number}/verdict"), text(other));
        let problems = checked(&bad, &report, instance);
        assert_eq!(problems[0].0, format!("/claims/{number}"), "{claim:?}");
    }
    let mut bytes = good.canonical();
    bytes.truncate(bytes.len() / 2);
    let problems = check(&bytes, None, instance);
    assert_eq!(problems[0].code, "certificate-json");
}

/// Every byte of a certificate of each form, changed to each of a few others, is refused or says
/// the same; nothing panics.
#[test]
fn changed_bytes_never_panic() {
    let instance = super::committee(3, 2, &[(&[0, 1], 3), (&[2], 3), (&[0], 1)]);
    let loaded = loaded(instance);
    let report = counted(&loaded, "committee/seqpav", &[]);
    let found = certify(&report, &loaded.instance).expect("claims");
    let good = to_value(&found, &report, &loaded.instance).canonical();
    for at in (0..good.len()).step_by(3) {
        for byte in *b"0/-]a" {
            let mut bad = good.clone();
            bad[at] = byte;
            let _ = check(&bad, None, &loaded.instance);
        }
    }
}
