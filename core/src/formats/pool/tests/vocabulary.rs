//! The page lists every code that the files of a panel may give, and no other.

const PAGE: &str = include_str!("../../../../../docs/spec/pool-checks.md");

/// Where codes are made, without their tests.
const SOURCES: &[&str] = &[
    include_str!("../../pool.rs"),
    include_str!("../already.rs"),
    include_str!("../categories.rs"),
    include_str!("../census.rs"),
    include_str!("../people.rs"),
    include_str!("../quotas.rs"),
    include_str!("../table.rs"),
    include_str!("../../../instance/pool/quotas.rs"),
    include_str!("../../../instance/pool/residual.rs"),
    include_str!("../../../panel/targets.rs"),
    include_str!("../../../panel/targets/fit.rs"),
];

/// Codes of a draw that the page does not explain.
const OF_A_DRAW: &[&str] = &["quota-missed"];

fn rows(page: &str) -> Vec<&str> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once("` |"))
        .map(|(code, _)| code)
        .filter(|code| !code.contains('_'))
        .collect()
}

#[test]
fn the_page_lists_every_code() {
    let rows = rows(PAGE);
    let mut found = 0;
    for source in SOURCES {
        let source = source.split("mod tests {").next().unwrap_or_default();
        for call in [
            "error(\"",
            "warning(\"",
            "refuse(\"",
            "problem(\"",
            "(\"quota-",
        ] {
            for (at, _) in source.match_indices(call) {
                let from = at + call.find('"').unwrap_or_default() + 1;
                let code = source[from..].split('"').next().unwrap_or_default();
                let known = rows.contains(&code) || OF_A_DRAW.contains(&code);
                assert!(known, "{code} is not in docs/spec/pool-checks.md");
                found += 1;
            }
        }
    }
    assert!(found > 60, "{found} codes are in the sources");
}

#[test]
fn every_code_of_the_page_is_made_somewhere() {
    let (files, settings) = PAGE.split_once("## Settings").unwrap();
    let command = [
        include_str!("../../../../../py-free-cli/src/settings.rs"),
        include_str!("../../../../../py-free-cli/src/settings/read.rs"),
    ];
    for (part, sources) in [(files, SOURCES), (settings, command.as_slice())] {
        let rows = rows(part);
        assert!(rows.len() > 10, "{rows:?}");
        for code in rows {
            let quoted = format!("\"{code}\"");
            let made = sources.iter().any(|source| source.contains(&quoted));
            assert!(made, "{code} is on the page and nowhere in the sources");
        }
    }
    // And the other way round for the command, whose codes are all about settings.
    for source in command {
        for (at, _) in source.match_indices("\"settings-") {
            let code = source[at + 1..].split('"').next().unwrap_or_default();
            assert!(rows(settings).contains(&code), "{code}");
        }
    }
}

/// The codes of sortition-algorithms 0.12.15, one to one.
#[test]
fn every_word_of_the_other_tool_has_its_code_here() {
    for word in [
        "feature_column_not_found",
        "feature_value_column_not_found",
        "missing_column",
        "duplicate_column",
        "empty_feature_value",
        "no_value_set",
        "not_a_number",
        "min_greater_than_max",
        "min_flex_greater_than_min",
        "max_flex_less_than_max",
        "value_not_in_feature",
        "empty_value_in_feature",
        "person_not_found",
        "check_same_address_empty",
        "invalid_selection_algorithm",
    ] {
        let code = word.replace('_', "-");
        assert!(PAGE.contains(&format!("| `{word}` | `{code}` |")), "{word}");
        assert!(rows(PAGE).contains(&code.as_str()), "{code}");
        for lang in [
            include_str!("../../../present/en.txt"),
            include_str!("../../../present/pl.txt"),
        ] {
            assert!(lang.contains(&format!("\nproblem.{code} = ")), "{code}");
        }
    }
}
