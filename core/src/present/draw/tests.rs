//! The four catalogues of draws say the same, in every plural form, and no jargon.

use super::*;
use std::collections::BTreeSet;

fn fields(text: &str) -> impl Iterator<Item = &str> {
    let fields = text.split('{').skip(1);
    fields.filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Arguments that are shown; one that only chooses a plural form may differ by language.
fn shown(text: &str) -> BTreeSet<&str> {
    fields(text).filter(|field| !field.contains('#')).collect()
}

#[test]
fn the_languages_have_the_same_sentences_arguments_and_all_plural_forms() {
    let english = sentences(Lang::En);
    for lang in Lang::DRAW {
        let own = sentences(lang);
        let missing: Vec<_> = english
            .keys()
            .filter(|key| !own.contains_key(*key))
            .collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", lang.word());
        for (key, text) in own {
            let place = format!("{key} in {}", lang.word());
            let english = english.get(key);
            let english = english.unwrap_or_else(|| panic!("en lacks {key}"));
            assert_eq!(shown(text), shown(english), "{place}");
            let known: BTreeSet<&str> = fields(english)
                .map(|f| f.split('#').next().unwrap())
                .collect();
            for field in fields(text) {
                let (name, forms) = field.split_once('#').unwrap_or((field, ""));
                assert!(known.contains(name), "{place}: {field}");
                if !forms.is_empty() {
                    let forms = forms.split('|').count();
                    assert_eq!(forms, lang.categories().len(), "{place}: {field}");
                }
            }
            let jargon = [
                "sortition",
                "sortycj",
                "сортиц",
                "сортит",
                "sortiție",
                "tragere stratificată",
            ];
            let lower = text.to_lowercase();
            assert!(
                !jargon.iter().any(|word| lower.contains(word)),
                "{place}: {text}"
            );
        }
    }
}

#[test]
fn every_line_is_a_key_and_a_text_once() {
    for (lang, source) in [
        (Lang::En, include_str!("en.txt")),
        (Lang::Pl, include_str!("pl.txt")),
        (Lang::Uk, include_str!("uk.txt")),
        (Lang::Ro, include_str!("ro.txt")),
    ] {
        let lines = source
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        let lines: Vec<&str> = lines.collect();
        assert!(
            lines.iter().all(|line| line.contains(" = ")),
            "{}",
            lang.word()
        );
        assert_eq!(lines.len(), sentences(lang).len(), "{}", lang.word());
    }
}

#[test]
fn numbers_choose_their_forms() {
    let say = |lang, n| draw_message(lang, "code.quotas-kept", &[n]);
    assert!(say(Lang::En, "1000").contains("the pool of 1000 people"));
    for lang in Lang::DRAW {
        let [one, two, five] =
            ["1", "2", "5"].map(|n| draw_message(lang, "code.panel-size", &[n, "9"]));
        assert!(one.contains('1') && two.contains('2') && five.contains('5'));
        assert!(draw_message(lang, "check.no-such", &["x"]).starts_with("[check.no-such] x"));
    }
    let uk = |n| draw_message(Lang::Uk, "code.panel-size", &[n, "9"]);
    assert!(
        uk("21").contains("21 член ")
            && uk("22").contains("22 члени ")
            && uk("11").contains("11 членів ")
    );
}
