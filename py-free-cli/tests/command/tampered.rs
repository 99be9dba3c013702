//! Forged reports of lotteries. The forger knows the format and sets all digests right again.

use isonomia::audit::{AuditOptions, audit};
use isonomia::digest::Digest;
use isonomia::formats::{Role, Source};
use isonomia::json::{Value, parse};
use isonomia::run::Work;

use crate::support::{Ran, file, folder, isonomia, with_stdin};

const PEOPLE: &str = "id,area,sex,home\np1,North,f,h1\np2,North,m,h1\np3,North,m,h2\n\
    p4,South,f,h3\np5,South,f,h4\np6,South,m,h5\np7,North,f,h6\np8,South,m,h7\n";

const CATEGORIES: &str =
    "feature,value,min,max\narea,North,1,2\narea,South,1,2\nsex,f,1,2\nsex,m,1,2\n";

const SEED: &str = "1111111111111111111111111111111111111111111111111111111111111111";

/// The rules with a lottery, each with options by which its record is long.
const RULES: &[(&str, &[&str])] = &[
    ("leximin", &["panels=4"]),
    ("leximin", &["panels=4", "round=beck-fiala"]),
    ("maximin", &["panels=4", "round=pipage"]),
    ("minimax", &["panels=4"]),
    ("nash", &["panels=4"]),
    ("goldilocks", &["panels=4"]),
    ("weighted", &["panels=4", "weights=sex/f:2"]),
    ("max-entropy", &["panels=4"]),
    ("fair-max-entropy", &["panels=4"]),
    ("legacy", &[]),
    ("diversimax", &[]),
];

/// Whose leaves may change: the version of the engine that wrote the report.
const FREE: &[&str] = &["engine"];

struct Case {
    people: String,
    categories: String,
}

impl Case {
    fn new() -> Self {
        let folder = folder();
        Self {
            people: file(&folder, "people.csv", PEOPLE),
            categories: file(&folder, "categories.csv", CATEGORIES),
        }
    }

    fn report(&self, rule: &str, sets: &[&str]) -> Value {
        let rule = format!("sortition/{rule}");
        let words = ["count", &self.people, "--categories", &self.categories];
        let more = ["--seats", "3", "--id-column", "id", "--household", "home"];
        let chance = ["--rule", &rule, "--seed", SEED, "--json"];
        let sets = sets.iter().flat_map(|set| ["--set", set]);
        let ran = isonomia(words.into_iter().chain(more).chain(chance).chain(sets));
        ran.ends(0).lines().remove(0)
    }

    /// The audit by the program.
    fn audit(&self, report: &Value) -> Ran {
        let words = ["audit", "-", "--input", &self.people, "--categories"];
        let words = words.into_iter().chain([&*self.categories]);
        with_stdin(words, &report.canonical())
    }
}

/// The audit that the program makes, without starting it.
fn is_accepted(report: &Value) -> bool {
    let (mut people, mut categories) = (PEOPLE.as_bytes(), CATEGORIES.as_bytes());
    let mut sources = [
        Source {
            name: String::new(),
            role: Role::Main,
            reader: &mut people,
        },
        Source {
            name: String::new(),
            role: Role::Categories,
            reader: &mut categories,
        },
    ];
    let options = AuditOptions::default();
    audit(
        &report.canonical(),
        &mut sources,
        options,
        &mut Work::default(),
    )
    .same()
}

/// A step from a value to one inside.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    At(usize),
}

/// Every leaf, and every list that is empty.
fn leaves(value: &Value, path: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                path.push(Step::Key(key.clone()));
                leaves(value, path, found);
                path.pop();
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for (at, value) in list.iter().enumerate() {
                path.push(Step::At(at));
                leaves(value, path, found);
                path.pop();
            }
        }
        _ => found.push(path.clone()),
    }
}

/// A report in which one place is changed, or taken away where `change` says nothing, with
/// digests that fit.
fn forged(report: &Value, path: &[Step], change: &dyn Fn(&Value) -> Option<Value>) -> Value {
    fn edit(value: &mut Value, path: &[Step], change: &dyn Fn(&Value) -> Option<Value>) {
        let [step, rest @ ..] = path else { return };
        match (value, step) {
            (Value::Object(fields), Step::Key(key)) if rest.is_empty() => {
                match change(fields.get(key).unwrap_or(&Value::Null)) {
                    Some(new) => fields.insert(key.clone(), new),
                    None => fields.remove(key),
                };
            }
            (Value::Array(list), Step::At(at)) if rest.is_empty() => {
                match change(list.get(*at).unwrap_or(&Value::Null)) {
                    Some(new) => list[*at] = new,
                    None => drop(list.remove(*at)),
                }
            }
            (Value::Object(fields), Step::Key(key)) => {
                edit(fields.get_mut(key).expect("a field"), rest, change);
            }
            (Value::Array(list), Step::At(at)) => edit(&mut list[*at], rest, change),
            other => panic!("no such place: {other:?}"),
        }
    }
    let mut report = report.clone();
    edit(&mut report, path, change);
    sealed(report)
}

/// With the digest of the whole set right.
fn sealed(mut report: Value) -> Value {
    let digest = |report: &Value| Value::from(Digest::of(&report.canonical()).tagged());
    if let Value::Object(fields) = &mut report {
        fields.remove("digest");
    }
    let new = digest(&report);
    if let Value::Object(fields) = &mut report {
        fields.insert("digest".to_owned(), new);
    }
    report
}

/// Another value of the same kind: the next number, the next numerator, one letter more.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => Value::from(!flag),
        Value::Str(text) => {
            let (whole, rest) = text.split_at(text.find('/').unwrap_or(text.len()));
            match whole.parse::<u32>() {
                Ok(number) => Value::from(format!("{}{rest}", number + 1)),
                Err(_) => Value::from(format!("{text}x")),
            }
        }
        Value::Array(_) => Value::Array(vec![Value::from(0_u32)]),
        Value::Null => Value::from(1_u32),
        number => Value::from(number.as_i64().map_or(0, |number| number + 1)),
    }
}

/// `/outcome/people/3` as steps.
fn steps(path: &str) -> Vec<Step> {
    let step = |part: &str| match part.parse() {
        Ok(at) => Step::At(at),
        Err(_) => Step::Key(part.to_owned()),
    };
    path.split('/').map(step).collect()
}

#[test]
fn every_leaf_of_a_report_on_a_lottery_is_checked() {
    let case = Case::new();
    for (rule, sets) in RULES {
        let report = case.report(rule, sets);
        assert!(is_accepted(&report), "{rule}");
        let mut found = Vec::new();
        leaves(&report, &mut Vec::new(), &mut found);
        assert!(found.len() > 30, "{rule}: {}", found.len());
        for path in found {
            let free = |step: &Step| matches!(step, Step::Key(key) if FREE.contains(&&**key));
            if matches!(&path[..], [Step::Key(key)] if key == "digest") {
                continue; // set right again by the forger
            }
            let altered = forged(&report, &path, &|value| Some(other(value)));
            let is_free = path.len() == 1 && free(&path[0]);
            assert_eq!(is_accepted(&altered), is_free, "{rule}, altered {path:?}");
            let gone = forged(&report, &path, &|_| None);
            assert!(!is_accepted(&gone), "{rule}, without {path:?}");
        }
    }
}

/// What somebody with an interest would change, and the place that the program names.
#[test]
fn forgeries_of_a_lottery_are_refused_and_their_place_is_named() {
    let case = Case::new();
    let report = case.report("leximin", &["panels=4", "round=beck-fiala"]);
    case.audit(&report).ends(0);
    let new = |text: &str| parse(text.as_bytes()).expect("JSON");
    // (what, where, the new value or none, what the program says)
    let members = report.get("outcome").and_then(|o| o.get("panels")).unwrap();
    let first = members.as_array().unwrap()[0].get("members").unwrap();
    let swapped = match first.as_array().unwrap()[0].as_str() {
        Some("p1") => "\"p2\"",
        _ => "\"p1\"",
    };
    let table: &[(&str, &str, Option<&str>, &str)] = &[
        (
            "a member swapped",
            "outcome/panels/0/members/0",
            Some(swapped),
            "/outcome/panels/0/members/0",
        ),
        (
            "a panel's chance",
            "outcome/panels/0/weight",
            Some("\"1/2\""),
            "/outcome/panels/0/weight",
        ),
        (
            "a panel dropped",
            "outcome/panels/3",
            None,
            "/outcome/panels",
        ),
        (
            "a person's chance",
            "outcome/people/2/probability",
            Some("\"1/2\""),
            "/outcome/people/2/probability",
        ),
        (
            "a person dropped",
            "outcome/people/2",
            None,
            "/outcome/people",
        ),
        (
            "seats of the outcome",
            "outcome/seats",
            Some("4"),
            "/outcome/seats",
        ),
        ("seats counted", "seats", Some("4"), "lottery"),
        (
            "somebody excluded",
            "outcome/certificate/excluded",
            Some("[\"p1\"]"),
            "/outcome/certificate/excluded",
        ),
        (
            "a stage of the certificate",
            "outcome/certificate/stages/0",
            None,
            "/outcome/certificate/stages",
        ),
        (
            "its value",
            "outcome/certificate/stages/0/value",
            Some("\"1/2\""),
            "/outcome/certificate/stages/0/value",
        ),
        (
            "the loss",
            "outcome/certificate/list/loss/least",
            Some("\"3/8\""),
            "/outcome/certificate/list/loss/least",
        ),
        (
            "a weight of the record",
            "events/0/value/panels/0/weight",
            Some("\"9\""),
            "proof",
        ),
        (
            "a panel of the record",
            "events/0/value/panels/0",
            None,
            "proof",
        ),
        (
            "a dual of the record",
            "events/0/value/stages/0/types/0/1",
            Some("2"),
            "proof",
        ),
        (
            "a row of a dual",
            "events/0/value/stages/0/rows/0/1",
            Some("2"),
            "proof",
        ),
        (
            "a stage of the record",
            "events/0/value/stages/0",
            None,
            "proof",
        ),
        ("the rounding", "events/1/value/up", Some("[]"), "round"),
        ("the whole record", "events/0", None, "leximin"),
        (
            "the seed",
            "seed",
            Some("\"2222222222222222222222222222222222222222222222222222222222222222\""),
            "/outcome/panels",
        ),
        ("no seed", "seed", Some("null"), "seed"),
        ("panels asked for", "params/panels", Some("5"), "proof"),
        (
            "another rule",
            "rule",
            Some("\"sortition/maximin\""),
            "maximin",
        ),
        (
            "another pool",
            "input/instance",
            Some("\"sha256:0000000000000000000000000000000000000000000000000000000000000000\""),
            "/input/instance",
        ),
    ];
    for (what, place, value, said) in table {
        let forgery = forged(&report, &steps(place), &|_| value.map(new));
        let ran = case.audit(&forgery).ends(1);
        assert!(ran.out.starts_with("Different"), "{what}: {}", ran.out);
        assert!(ran.out.contains(said), "{what}: {}", ran.out);
    }
}

/// Ids are those of the file: a report on somebody else is a report on another file.
#[test]
fn a_person_added_to_the_file_is_another_pool() {
    let case = Case::new();
    let report = case.report("leximin", &["panels=4"]);
    let folder = folder();
    let more = file(&folder, "more.csv", format!("{PEOPLE}p9,North,f,h9\n"));
    let words = [
        "audit",
        "-",
        "--input",
        &more,
        "--categories",
        &case.categories,
    ];
    let ran = with_stdin(words, &report.canonical()).ends(1);
    assert!(ran.out.contains("SHA-256"), "{}", ran.out);
}
