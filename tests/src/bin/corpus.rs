//! Prints the corpus with the answers of this engine as JSON, for engines in other languages.

use isonomia::json::Value;
use isonomia_tests::cases::run;
use isonomia_tests::files::{corpus, pools};

fn main() -> Result<(), String> {
    let texts = |items: &[String]| {
        Value::Array(
            items
                .iter()
                .map(|item| Value::from(item.as_str()))
                .collect(),
        )
    };
    let option = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    let mut all = Vec::new();
    let cases = corpus()?.into_iter().map(|(_, cases)| cases);
    for cases in cases.chain([pools()]) {
        for case in cases {
            let files = case.files.iter().map(|(role, text)| {
                Value::object([
                    ("role", Value::from(role.as_str())),
                    ("text", Value::from(text.as_str())),
                ])
            });
            let params = case
                .params
                .iter()
                .map(|(name, text)| texts(&[name.clone(), text.clone()]));
            let answer = match run(&case) {
                Ok(report) => (
                    "result",
                    report.get("result").cloned().unwrap_or(Value::Null),
                ),
                Err(codes) => ("problems", texts(&codes)),
            };
            all.push(Value::object([
                ("name", Value::from(case.name.as_str())),
                ("rule", Value::from(case.rule.as_str())),
                ("params", Value::Array(params.collect())),
                ("ties", option(&case.ties)),
                (
                    "given",
                    Value::Array(case.given.iter().map(|list| texts(list)).collect()),
                ),
                ("seed", option(&case.seed)),
                ("seats", case.seats.map_or(Value::Null, Value::from)),
                ("read_as", option(&case.read_as)),
                ("format", option(&case.format)),
                ("files", Value::Array(files.collect())),
                answer,
            ]));
        }
    }
    println!("{}", Value::Array(all).canonical_string());
    Ok(())
}
