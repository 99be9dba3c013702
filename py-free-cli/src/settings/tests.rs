//! Settings of other tools: what is taken, what is said, what is wrong.

use std::path::PathBuf;

use super::*;

const WHOLE: &str = "# as an organiser has it
id_column = \"nationbuilder_id\"
columns_to_keep = [\"first_name\", \"email\"]
check_same_address = true
check_same_address_columns = [\"street\", \"zip\"]
max_attempts = 250
selection_algorithm = \"stratified\"
solver_backend = \"highspy\"
random_number_seed = 0
json_file_path = \"secret_do_not_commit.json\"
";

fn typed() -> Columns {
    Columns {
        id_column: None,
        household: Vec::new(),
        already: None,
        settings: Some(PathBuf::from("settings.toml")),
    }
}

fn shown(problems: &[Problem]) -> Vec<String> {
    let told = problems.iter();
    told.map(|p| {
        format!(
            "{} {}:{} {} [{}]",
            p.code, p.line, p.column, p.path, p.found
        )
    })
    .collect()
}

fn refused(text: &str) -> Vec<String> {
    shown(&read::parse("settings.toml", text).expect_err("defects"))
}

#[test]
fn every_key_is_taken_or_told() {
    let settings = read::parse("settings.toml", WHOLE).expect("settings");
    let columns = settings.columns(&typed());
    assert_eq!(columns.id.as_deref(), Some("nationbuilder_id"));
    assert_eq!(columns.household, ["street", "zip"]);
    let keep = ["first_name", "email"].map(str::to_owned);
    assert_eq!(settings.keep(), Some(keep.as_slice()));
    assert_eq!(settings.rule(None), Some("sortition/stratified"));
    let rule = isonomia::rules::find("sortition/stratified").expect("a rule");
    let params = settings.params(rule, &[]);
    assert_eq!(params, [("attempts".to_owned(), "250".to_owned())]);
    let drawing = Drawing {
        rule,
        typed: false,
        set: &[],
    };
    assert_eq!(
        shown(&settings.not_taken(&typed(), Some(drawing))),
        [
            "settings-solver 8:18 solver_backend [highspy]",
            "settings-seed 9:22 random_number_seed [0]",
            "settings-key-unknown 10:1 json_file_path [json_file_path]",
            "settings-keep-later 3:19 columns_to_keep [first_name, email]",
        ]
    );
}

#[test]
fn what_is_typed_goes_before_the_file_and_is_told() {
    let settings = read::parse("settings.toml", WHOLE).expect("settings");
    let typed = Columns {
        id_column: Some("nr".to_owned()),
        household: vec!["flat".to_owned()],
        ..typed()
    };
    let columns = settings.columns(&typed);
    assert_eq!(columns.id.as_deref(), Some("nr"));
    assert_eq!(columns.household, ["flat"]);
    let rule = isonomia::rules::find("sortition/uniform").expect("a rule");
    assert_eq!(settings.rule(Some(rule.meta.id)), Some("sortition/uniform"));
    // The rule has no attempts.
    assert_eq!(settings.params(rule, &[]), []);
    let drawing = Drawing {
        rule,
        typed: true,
        set: &[],
    };
    let told = shown(&settings.not_taken(&typed, Some(drawing)));
    assert_eq!(
        told.get(3..).unwrap_or_default(),
        [
            "settings-overruled 2:13 id_column [nationbuilder_id]",
            "settings-overruled 5:30 check_same_address_columns [street, zip]",
            "settings-keep-later 3:19 columns_to_keep [first_name, email]",
            "settings-overruled 7:23 selection_algorithm [stratified]",
            "settings-no-attempts 6:16 max_attempts [250]",
        ]
    );
}

#[test]
fn defects_are_told_at_once_with_their_places() {
    let text = "id_column = 7\ncolumns_to_keep = \"email\"\ncheck_same_address = \"yes\"\n\
        check_same_address_columns = [\"street\", 5]\nmax_attempts = 0\n\
        selection_algorithm = \"sortition\"\nrandom_number_seed = 0.5\n";
    let mut found = refused(text);
    found.sort();
    assert_eq!(
        found,
        [
            "invalid-selection-algorithm 6:23 selection_algorithm [sortition]",
            "settings-value 1:13 id_column [7]",
            "settings-value 2:19 columns_to_keep [\"email\"]",
            "settings-value 3:22 check_same_address [\"yes\"]",
            "settings-value 4:41 check_same_address_columns [5]",
            "settings-value 5:16 max_attempts [0]",
            "settings-value 7:22 random_number_seed [0.5]",
        ]
    );
    assert_eq!(
        refused("max_attempts = -3\ncheck_same_address = true\n"),
        [
            "settings-value 1:16 max_attempts [-3]",
            "check-same-address-empty 2:22 check_same_address_columns []",
        ]
    );
    // Remarks stand beside the defects, in the order of the file.
    assert_eq!(
        refused("json_file_path = \"x\"\nmax_attempts = 0\n"),
        [
            "settings-key-unknown 1:1 json_file_path [json_file_path]",
            "settings-value 2:16 max_attempts [0]",
        ]
    );
    let broken = refused("id_column = \"a\"\nid_column = \"b\"\nmax_attempts 3\n");
    assert!(
        broken
            .iter()
            .all(|told| told.starts_with("settings-broken")),
        "{broken:?}"
    );
    assert!(
        broken
            .iter()
            .any(|told| told.starts_with("settings-broken 2:")),
        "{broken:?}"
    );
    assert!(
        broken
            .iter()
            .any(|told| told.starts_with("settings-broken 3:")),
        "{broken:?}"
    );
}

#[test]
fn addresses_that_are_not_compared_are_told() {
    let settings = read::parse("s", "check_same_address_columns = [\"street\"]\n");
    let settings = settings.expect("settings");
    assert_eq!(settings.columns(&typed()).household, [""; 0]);
    assert_eq!(
        shown(&settings.not_taken(&typed(), None)),
        ["settings-address-off 1:30 check_same_address_columns [street]"]
    );
}
