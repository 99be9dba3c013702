use isonomia::json::Value;
use isonomia::rules::RULES;

use crate::support::isonomia;

#[test]
fn every_rule_of_the_registry_is_listed_and_told_about() {
    let ran = isonomia(["rules"]).ends(0);
    let json = isonomia(["rules", "--json"]).ends(0).lines().remove(0);
    let rows = json.as_array().unwrap_or_default();
    assert_eq!(rows.len(), RULES.len());
    for (entry, row) in RULES.iter().zip(rows) {
        let id = entry.meta.id;
        assert_eq!(row.get("id").and_then(Value::as_str), Some(id));
        assert!(ran.out.contains(id), "{id} in {}", ran.out);
        let about = isonomia(["rules", id]).ends(0);
        for spec in entry.specs() {
            assert!(
                about.out.contains(spec.name),
                "{id} {} in {}",
                spec.name,
                about.out
            );
            for (word, _) in spec.words {
                assert!(about.out.contains(word), "{id} {word} in {}", about.out);
            }
        }
        let params = row
            .get("params")
            .and_then(Value::as_array)
            .unwrap_or_default();
        assert_eq!(params.len(), entry.specs().len(), "{id}");
    }
}

#[test]
fn lists_are_told_in_the_language_asked_for() {
    let polish = |words: &[&str]| isonomia(words.iter().chain(&["--lang", "pl"])).ends(0).out;
    let rules = polish(&["rules"]);
    assert!(rules.contains("Metoda Schulzego"), "{rules}");
    let one = polish(&["rules", "budget/greedy"]);
    assert!(one.contains("Finansuje") && !one.contains("Funds"), "{one}");
    assert!(one.contains("po angielsku"), "{one}");
    let formats = polish(&["formats"]);
    assert!(formats.contains("pula osób"), "{formats}");
}

#[test]
fn a_family_is_listed_alone() {
    let json = isonomia(["rules", "--family", "budget", "--json"])
        .ends(0)
        .lines()
        .remove(0);
    for row in json.as_array().unwrap_or_default() {
        assert_eq!(row.get("family").and_then(Value::as_str), Some("budget"));
    }
    isonomia(["rules", "--family", "budgets"]).ends(2);
    isonomia(["rules", "budget/nope"]).ends(2);
}

#[test]
fn formats_are_listed() {
    let ran = isonomia(["formats"]).ends(0);
    let json = isonomia(["formats", "--json"]).ends(0).lines().remove(0);
    for row in json.as_array().unwrap_or_default() {
        let id = row.get("id").and_then(Value::as_str).unwrap_or("?");
        assert!(ran.out.contains(id), "{id} in {}", ran.out);
        for key in ["doc", "extensions", "kinds", "reads", "writes"] {
            assert!(row.get(key).is_some(), "{key} of {id}");
        }
    }
}
