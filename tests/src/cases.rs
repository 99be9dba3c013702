//! The corpus of cases: one TOML file a rule, each case with its source, run by every engine.
//!
//! The core, the built command and the module for the web run the same cases and must give the
//! same `result` digest. A case says what the outside world says: a published example, an
//! official result, a count by hand. Keys of a `[[case]]`:
//!
//! | key | meaning |
//! |---|---|
//! | `name`, `source` | what it is and who says so; both required |
//! | `rule` | id; required |
//! | `params`, `ties`, `given`, `seed`, `seats`, `read_as` | as on the command line |
//! | `format` | how `input` is read; else known by content |
//! | `input` | the file's text; `\r`, byte order marks and odd bytes through `\u` escapes |
//! | `ballots`, `categories` | a second file |
//! | `outcome` | fields that the outcome must have, exactly |
//! | `error` | the code of the problem, where it cannot be counted |
//! | `invalid` | `[["too-long", "2"], ...]`: papers not counted, by code |
//! | `events` | tables that must occur in this order; only the fields given are compared |

use std::collections::BTreeMap;

use isonomia::formats::{LoadOptions, Loaded, Role, Source, load};
use isonomia::json::Value;
use isonomia::problem::{Diagnostics, Problem};
use isonomia::report::SeedOrigin;
use isonomia::run::{Request, Work, count};
use isonomia::tie::parse_ties;

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, unique in its file.
    pub name: String,
    /// Who says what the answer is.
    pub source: String,
    /// Id of the rule.
    pub rule: String,
    /// Parameters.
    pub params: Vec<(String, String)>,
    /// Tie policy, comma between words.
    pub ties: Option<String>,
    /// Decisions of the returning officer.
    pub given: Vec<Vec<String>>,
    /// Seed, 64 hex digits.
    pub seed: Option<String>,
    /// Seats.
    pub seats: Option<u32>,
    /// Named conversion.
    pub read_as: Option<String>,
    /// Format.
    pub format: Option<String>,
    /// Files: role word (`main`, `ballots`, `categories`) and text.
    pub files: Vec<(String, String)>,
    /// What is expected.
    pub expected: Expected,
}

/// What a case expects.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Fields of the outcome.
    pub outcome: Option<Value>,
    /// Code of the problem.
    pub error: Option<String>,
    /// Papers not counted: code and number.
    pub invalid: Option<Vec<(String, String)>>,
    /// Events that must occur in this order.
    pub events: Vec<Value>,
}

/// What an engine answered: the report, or the codes of the problems.
pub type Answer = Result<Value, Vec<String>>;

const KEYS: &[&str] = &[
    "name",
    "source",
    "rule",
    "params",
    "ties",
    "given",
    "seed",
    "seats",
    "read_as",
    "format",
    "input",
    "ballots",
    "categories",
    "outcome",
    "error",
    "invalid",
    "events",
];

/// Reads a file of cases.
///
/// # Errors
/// Says which case of the file is malformed and how.
pub fn parse(text: &str) -> Result<Vec<Case>, String> {
    let table: toml::Table = text.parse().map_err(|error| format!("not TOML: {error}"))?;
    let cases = table
        .get("case")
        .and_then(toml::Value::as_array)
        .ok_or("no [[case]]")?;
    cases
        .iter()
        .map(|case| parse_case(case).map_err(|error| format!("{}: {error}", case_name(case))))
        .collect()
}

fn case_name(case: &toml::Value) -> &str {
    case.get("name")
        .and_then(toml::Value::as_str)
        .unwrap_or("a case without a name")
}

fn parse_case(case: &toml::Value) -> Result<Case, String> {
    let table = case.as_table().ok_or("not a table")?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("unknown key `{key}`"));
    }
    let text = |key: &str| {
        table
            .get(key)
            .and_then(toml::Value::as_str)
            .map(str::to_owned)
    };
    let need = |key: &str| text(key).ok_or(format!("`{key}` is missing"));
    let list = |value: &toml::Value| -> Vec<String> {
        value
            .as_array()
            .map(|items| {
                items
                    .iter()
                    .filter_map(|i| i.as_str().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default()
    };
    let mut files = vec![("main".to_owned(), need("input")?)];
    for key in ["ballots", "categories"] {
        files.extend(text(key).map(|content| (key.to_owned(), content)));
    }
    let params = table.get("params").and_then(toml::Value::as_table);
    let expected = Expected {
        outcome: table.get("outcome").map(to_json),
        error: text("error"),
        invalid: table
            .get("invalid")
            .and_then(toml::Value::as_array)
            .map(|rows| {
                rows.iter()
                    .map(list)
                    .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
                    .collect()
            }),
        events: table
            .get("events")
            .and_then(toml::Value::as_array)
            .map(|e| e.iter().map(to_json).collect())
            .unwrap_or_default(),
    };
    if expected.outcome.is_none() && expected.error.is_none() {
        return Err("expects nothing: give `outcome` or `error`".to_owned());
    }
    let source = need("source")?;
    if source.len() < 6 {
        return Err("`source` must say who says so".to_owned());
    }
    Ok(Case {
        name: need("name")?,
        source,
        rule: need("rule")?,
        params: params
            .map(|p| p.iter().map(|(k, v)| (k.clone(), scalar(v))).collect())
            .unwrap_or_default(),
        ties: table.get("ties").map(|ties| list(ties).join(",")),
        given: table
            .get("given")
            .and_then(toml::Value::as_array)
            .map(|g| g.iter().map(list).collect())
            .unwrap_or_default(),
        seed: text("seed"),
        seats: table
            .get("seats")
            .and_then(toml::Value::as_integer)
            .and_then(|seats| u32::try_from(seats).ok()),
        read_as: text("read_as"),
        format: text("format"),
        files,
        expected,
    })
}

fn scalar(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => to_json(other).canonical_string(),
    }
}

fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
        toml::Value::Array(items) => Value::Array(items.iter().map(to_json).collect()),
        toml::Value::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.clone(), to_json(value)))
                .collect::<BTreeMap<_, _>>(),
        ),
        // Floats and dates decide nothing here; a case that holds one fails to match.
        toml::Value::Float(_) | toml::Value::Datetime(_) => Value::Null,
    }
}

/// Runs a case in this process.
pub fn run(case: &Case) -> Answer {
    let codes = |problems: Vec<Problem>| {
        problems
            .iter()
            .map(|problem| problem.code.to_owned())
            .collect::<Vec<_>>()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = read(case, &mut diagnostics);
    let Some(loaded) = loaded else {
        return Err(codes(diagnostics.into_problems()));
    };
    let request = request(case)?;
    let report = count(&loaded, &diagnostics, &request, &mut Work::default()).map_err(codes)?;
    Ok(report.to_value(&loaded.instance))
}

/// Loads the files of a case.
pub fn read(case: &Case, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    let mut bytes: Vec<&[u8]> = case.files.iter().map(|(_, text)| text.as_bytes()).collect();
    let mut sources: Vec<Source<'_>> = case
        .files
        .iter()
        .zip(&mut bytes)
        .map(|((role, _), reader)| Source {
            name: role.clone(),
            role: match role.as_str() {
                "ballots" => Role::Ballots,
                "categories" => Role::Categories,
                "already" => Role::Already,
                _ => Role::Main,
            },
            reader,
        })
        .collect();
    let options = LoadOptions {
        format: case.format.clone(),
        seats: case.seats,
        read_as: case.read_as.clone(),
        ..LoadOptions::default()
    };
    load(&mut sources, &options, diagnostics)
}

fn request(case: &Case) -> Result<Request, Vec<String>> {
    let ties = case
        .ties
        .as_deref()
        .map(parse_ties)
        .transpose()
        .map_err(|word| vec![format!("ties: {word}")])?;
    let seed = case
        .seed
        .as_deref()
        .map(|seed| seed.parse().map_err(|_| vec!["seed-format".to_owned()]))
        .transpose()?;
    Ok(Request {
        rule: Some(case.rule.clone()),
        params: case.params.clone(),
        ties,
        given: case.given.clone(),
        seed: seed.map(|seed| (seed, SeedOrigin::Operator)),
        ..Request::default()
    })
}

/// Compares an answer with what the case expects.
///
/// # Errors
/// Says what differs.
pub fn judge(case: &Case, answer: &Answer) -> Result<(), String> {
    match (answer, &case.expected.error) {
        (Err(codes), Some(code)) if codes.contains(code) => Ok(()),
        (Err(codes), Some(code)) => Err(format!("expected error {code}, got {codes:?}")),
        (Err(codes), None) => Err(format!("expected an outcome, got {codes:?}")),
        (Ok(report), Some(code)) => Err(format!(
            "expected error {code}, got {:?}",
            report.get("outcome").map(Value::canonical_string)
        )),
        (Ok(report), None) => judge_report(&case.expected, report),
    }
}

fn judge_report(expected: &Expected, report: &Value) -> Result<(), String> {
    if let Some(outcome) = &expected.outcome {
        let actual = report.get("outcome").ok_or("no outcome")?;
        subset(outcome, actual).map_err(|path| {
            format!(
                "outcome{path}: expected {}, got {}",
                outcome.canonical_string(),
                actual.canonical_string()
            )
        })?;
    }
    if let Some(invalid) = &expected.invalid {
        let groups = report
            .get("invalid")
            .and_then(Value::as_array)
            .unwrap_or_default();
        let text = |group: &Value, key: &str| {
            group
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let actual: Vec<(String, String)> = groups
            .iter()
            .map(|g| (text(g, "code"), text(g, "papers")))
            .collect();
        if &actual != invalid {
            return Err(format!("invalid: expected {invalid:?}, got {actual:?}"));
        }
    }
    let mut events = report
        .get("events")
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter();
    for wanted in &expected.events {
        if !events.any(|event| subset(wanted, event).is_ok()) {
            let all = report.get("events").map(Value::pretty).unwrap_or_default();
            return Err(format!(
                "no event (in order) like {} among {all}",
                wanted.canonical_string()
            ));
        }
    }
    // valid + invalid = all, in every report.
    // Counts are numbers or, where they may pass 2^53, text.
    let number = |value: Option<&Value>| -> u64 {
        let text = value.and_then(|v| v.as_str().map(str::to_owned));
        let text = text.or_else(|| value.and_then(Value::as_i64).map(|n| n.to_string()));
        text.and_then(|text| text.parse().ok()).unwrap_or_default()
    };
    let input = report.get("input").ok_or("no input")?;
    let invalid: u64 = report
        .get("invalid")
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .map(|g| number(g.get("papers")))
        .sum();
    let (all, valid) = (number(input.get("ballots")), number(input.get("valid")));
    if valid + invalid != all {
        return Err(format!("{valid} valid + {invalid} invalid are not {all}"));
    }
    Ok(())
}

/// Every field of `wanted` stands equal in `actual`; the path of the first that does not.
fn subset(wanted: &Value, actual: &Value) -> Result<(), String> {
    let (Value::Object(wanted), Value::Object(actual)) = (wanted, actual) else {
        return if wanted == actual {
            Ok(())
        } else {
            Err(String::new())
        };
    };
    for (key, value) in wanted {
        let found = actual.get(key).ok_or(format!("/{key} is missing"))?;
        subset(value, found).map_err(|path| format!("/{key}{path}"))?;
    }
    Ok(())
}
