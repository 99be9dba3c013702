//! The folder of rules, the registry, the cases and the docs name the same rules.

use std::collections::BTreeSet;
use std::path::Path;

use isonomia::rules::RULES;
use isonomia_tests::files::{corpus, list, root};

fn ids() -> BTreeSet<String> {
    RULES.iter().map(|entry| entry.meta.id.to_owned()).collect()
}

/// `family/name` of every rule file; `shared/` holds what several rules use.
fn files() -> BTreeSet<String> {
    let folder = root().join("core/src/rules");
    let mut found = BTreeSet::new();
    for family in std::fs::read_dir(folder)
        .expect("the folder of rules")
        .flatten()
        .filter(|e| e.path().is_dir())
    {
        let name = family.file_name().to_string_lossy().into_owned();
        if name == "shared" {
            continue;
        }
        for file in list(&family.path(), "rs") {
            let stem = file
                .file_stem()
                .expect("a stem")
                .to_string_lossy()
                .replace('_', "-");
            found.insert(format!("{name}/{stem}"));
        }
    }
    found
}

#[test]
fn every_rule_file_has_its_row_and_every_row_its_file() {
    assert_eq!(files(), ids());
}

#[test]
fn every_rule_has_cases_under_its_own_id() {
    let mut with_cases = BTreeSet::new();
    for (id, cases) in corpus().expect("the corpus can be read") {
        assert!(!cases.is_empty(), "{id} has no case");
        for case in &cases {
            assert_eq!(
                case.rule, id,
                "case {} stands in the file of {id}",
                case.name
            );
        }
        with_cases.insert(id);
    }
    assert_eq!(with_cases, ids());
}

#[test]
fn ids_are_unique_and_say_their_family() {
    assert_eq!(ids().len(), RULES.len());
    for entry in RULES {
        let meta = entry.meta;
        assert_eq!(meta.id.split('/').count(), 2, "{}", meta.id);
        assert!(!meta.citations.is_empty(), "{} cites nobody", meta.id);
        assert!(
            meta.summary.ends_with('.'),
            "{}: the summary is a sentence",
            meta.id
        );
        assert!(meta.revision > 0, "{}", meta.id);
    }
}

#[test]
fn every_parameter_is_documented_and_its_default_can_be_read_back() {
    for entry in RULES {
        for spec in entry.specs() {
            assert!(!spec.doc.is_empty(), "{} {}", entry.meta.id, spec.name);
            let pair = (spec.name.to_owned(), spec.default.clone());
            if let Err(problem) = entry.prepare(&[pair]) {
                // A default that another parameter forbids would be caught here.
                panic!(
                    "{} {}={}: {problem}",
                    entry.meta.id, spec.name, spec.default
                );
            }
        }
    }
}

#[test]
fn every_rule_has_a_name_in_every_language() {
    use isonomia::present::{Lang, message};
    for entry in RULES {
        for lang in Lang::ALL {
            let name = message(
                lang,
                &format!("rule.{}", entry.meta.id.replace('/', ".")),
                &[],
            );
            assert!(
                !name.starts_with('['),
                "{} has no name in {}",
                entry.meta.id,
                lang.word()
            );
        }
    }
}

// Lists of rules and formats are shown in the language of the reader; what they are told from
// in English is what the registry says.
#[test]
fn rules_formats_and_kinds_are_told_in_every_language() {
    use isonomia::ballot::BallotKind;
    use isonomia::formats::{CONVERSIONS, FORMATS};
    use isonomia::present::{Lang, message};
    let mut keys: Vec<(String, Option<&str>)> = Vec::new();
    for entry in RULES {
        let key = entry.meta.id.replace('/', ".");
        keys.push((format!("rule-summary.{key}"), Some(entry.meta.summary)));
        keys.push((format!("input.{}", entry.input), None));
    }
    for format in FORMATS {
        keys.push((format!("format-doc.{}", format.id), Some(format.doc)));
        keys.extend(
            format
                .kinds
                .iter()
                .map(|kind| (format!("input.{kind}"), None)),
        );
    }
    for conversion in &CONVERSIONS {
        keys.push((
            format!("read-as-doc.{}", conversion.word),
            Some(conversion.doc),
        ));
    }
    keys.extend(BallotKind::ALL.map(|kind| (format!("ballots.{}", kind.word()), None)));
    for (key, english) in keys {
        for lang in Lang::ALL {
            let text = message(lang, &key, &[]);
            assert!(!text.starts_with('['), "{} lacks {key}", lang.word());
        }
        if let Some(english) = english {
            assert_eq!(message(Lang::En, &key, &[]), english, "{key}");
        }
    }
}

/// Codes that the sources of the core can emit, found by reading them.
fn codes_in(folder: &Path, patterns: &[&str], found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder)
        .expect("a folder of sources")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            codes_in(&path, patterns, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            for pattern in patterns {
                // rustfmt may break the line between the parenthesis and the code.
                let head = pattern.trim_end_matches('"');
                let words = code.split(head).skip(1).filter_map(|rest| {
                    let rest = rest.trim_start().strip_prefix('"').unwrap_or_default();
                    rest.split_once('"').map(|(word, _)| word)
                });
                let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
                found.extend(
                    words
                        .filter(|word| !word.is_empty() && word.bytes().all(kebab))
                        .map(str::to_owned),
                );
            }
        }
    }
}

#[test]
fn every_code_has_a_sentence_in_every_language() {
    use isonomia::present::{Lang, message};
    let mut missing = BTreeSet::new();
    for (prefix, patterns) in [
        (
            "problem",
            // The last four are helpers that set the place of a problem.
            &[
                "Problem::error(\"",
                "Problem::warning(\"",
                " place(\"",
                "(place(\"",
                ".problem(\"",
                "at(path, \"",
            ][..],
        ),
        (
            "invalid",
            &["Fault::new(\"", "Fault::plain(\"", "cx.reject(class.id, \""][..],
        ),
    ] {
        let mut codes = BTreeSet::new();
        for folder in ["core/src", "wasm/src", "py-free-cli/src"] {
            codes_in(&root().join(folder), patterns, &mut codes);
        }
        assert!(
            !codes.is_empty(),
            "no {prefix} codes found: the patterns are out of date"
        );
        for code in codes {
            for lang in Lang::ALL {
                if message(lang, &format!("{prefix}.{code}"), &[]).starts_with('[') {
                    missing.insert(format!("{prefix}.{code}"));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} keys are missing:\n{}",
        missing.len(),
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}
