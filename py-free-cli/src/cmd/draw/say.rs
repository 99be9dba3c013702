//! Sentences of the ceremony: one file a language beside this one, `key = text` lines.
//!
//! They stand here and not in the catalogue of the engine, since no other door needs them and the
//! web would carry them along.

use std::collections::BTreeMap;
use std::path::Path;

use isonomia::present::{self, Lang};
use isonomia::problem::Problem;

use crate::io::Stop;
use crate::terminal::Ui;

const EN: &str = include_str!("say/en.txt");
const PL: &str = include_str!("say/pl.txt");
const UK: &str = include_str!("say/uk.txt");
const RO: &str = include_str!("say/ro.txt");

fn source(lang: Lang) -> &'static str {
    match lang.word() {
        "pl" => PL,
        "uk" => UK,
        "ro" => RO,
        _ => EN,
    }
}

fn table(source: &'static str) -> BTreeMap<&'static str, &'static str> {
    let lines = source.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).collect()
}

/// The sentence of a key; `{name}` is an argument. What has no sentence is shown as its key.
pub(crate) fn say(ui: &Ui, key: &str, args: &[(&str, &str)]) -> String {
    let Some(pattern) = table(source(ui.lang)).remove(key) else {
        let shown: Vec<&str> = args.iter().map(|(_, value)| *value).collect();
        return format!("[{key}] {}", shown.join(", "))
            .trim_end()
            .to_owned();
    };
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = args.iter().find(|(arg, _)| *arg == name);
        out.push_str(before);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A sentence of the engine's catalogue of draws, whose arguments are numbered.
pub(crate) fn numbered(ui: &Ui, key: &str, args: &[String]) -> String {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    present::draw_message(ui.lang, key, &args)
}

/// What the engine refuses in a file.
pub(crate) fn told(problem: Problem, file: &Path) -> Stop {
    problem.in_file(&crate::io::name(file)).into()
}

/// A step that is refused.
pub(crate) fn refuse(ui: &Ui, key: &str, args: &[(&str, &str)]) -> Stop {
    Stop::Told {
        usage: false,
        text: say(ui, key, args),
    }
}

/// Words that make no sense together.
pub(crate) fn misuse(ui: &Ui, key: &str, args: &[(&str, &str)]) -> Stop {
    Stop::Told {
        usage: true,
        text: say(ui, key, args),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn fields(text: &str) -> BTreeSet<&str> {
        let fields = text.split('{').skip(1);
        fields
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn all_languages_say_the_same_things_with_the_same_arguments() {
        let english = table(EN);
        assert!(english.len() > 30);
        for (lang, source) in [("pl", PL), ("uk", UK), ("ro", RO), ("en", EN)] {
            let lines = source
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'));
            assert_eq!(
                lines.count(),
                table(source).len(),
                "{lang}: a key twice, or no key"
            );
            let other = table(source);
            for (key, text) in &english {
                let said = other
                    .get(key)
                    .unwrap_or_else(|| panic!("{lang} lacks {key}"));
                assert_eq!(fields(said), fields(text), "{key} in {lang}");
            }
            assert_eq!(other.len(), english.len(), "{lang} has keys of its own");
        }
    }
}
