//! Broken files: each defect with its code, line and column.

use super::load;

const META: &str = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\n";

#[test]
fn a_missing_section_is_named() {
    let (loaded, diagnostics) = load(META.as_bytes());
    assert!(loaded.is_none());
    let missing: Vec<&str> = diagnostics
        .problems()
        .iter()
        .filter(|problem| problem.code == "section-missing")
        .map(|problem| problem.expected.as_str())
        .collect();
    assert_eq!(missing, ["PROJECTS", "VOTES"]);
}
