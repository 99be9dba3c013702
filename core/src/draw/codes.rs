//! ASCII codes for features and values, with their display texts beside them.
//!
//! Records and quotas are hashed and compared by byte, so they hold codes that look the same on
//! every keyboard; what people read stands in `names` (draw/v1, 2.8, closed point 3).

use std::collections::{BTreeMap, BTreeSet};

use super::schema::Names;

/// Fields of a record that are no features.
const RESERVED: [&str; 2] = ["household", "pseudonym"];

/// A feature and its values as records write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// The code of the feature.
    pub code: String,
    /// The codes of its values, in the order of the categories.
    pub values: Vec<String>,
}

/// Codes for features with their values, and the texts of those whose code is not their text.
///
/// A text that is a code stays as it is. Of others the letters and digits of ASCII are kept, Latin
/// letters lose their accents, and what lies between becomes a hyphen; where nothing is left the
/// code is `f1` or `v1` by number. Two that come out alike are numbered.
pub fn codes(features: &[(&str, Vec<&str>)]) -> (Vec<Coded>, Names) {
    let mut names = Names::new();
    let texts: Vec<&str> = features.iter().map(|(text, _)| *text).collect();
    let outer = distinct(&texts, "f", &RESERVED);
    let mut coded = Vec::new();
    for ((text, values), code) in features.iter().zip(outer) {
        let inner = distinct(values, "v", &[]);
        let mut own: BTreeMap<String, String> = values
            .iter()
            .zip(&inner)
            .filter(|(text, code)| *text != code)
            .map(|(text, code)| (code.clone(), (*text).to_owned()))
            .collect();
        if *text != code {
            own.insert(String::new(), (*text).to_owned());
        }
        if !own.is_empty() {
            names.insert(code.clone(), own);
        }
        coded.push(Coded {
            code,
            values: inner,
        });
    }
    (coded, names)
}

fn distinct(texts: &[&str], letter: &str, reserved: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = reserved.iter().map(|word| (*word).to_owned()).collect();
    // Texts that are codes come first: they keep theirs.
    let keeps = |text: &str| code_of(text).as_deref() == Some(text) && !reserved.contains(&text);
    taken.extend(texts.iter().filter(|t| keeps(t)).map(|t| (*t).to_owned()));
    let mut given: BTreeSet<&str> = BTreeSet::new();
    let mut codes = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        if keeps(text) && given.insert(text) {
            codes.push((*text).to_owned());
            continue;
        }
        let base = code_of(text).unwrap_or_else(|| format!("{letter}{}", number + 1));
        let mut code = base.clone();
        let mut next = 2;
        while !taken.insert(code.clone()) {
            // The longest base leaves room for its number.
            let base: String = base.chars().take(56).collect();
            code = format!("{base}-{next}");
            next += 1;
        }
        codes.push(code);
    }
    codes
}

/// The code of a text: `[A-Za-z0-9._+-]{1,64}`; `None` where no letter or digit is left.
fn code_of(text: &str) -> Option<String> {
    let mut code = String::new();
    let mut gap = false;
    for c in text.chars() {
        let plain = plain(c);
        if plain.is_empty() {
            gap = true;
            continue;
        }
        if gap && !code.is_empty() {
            code.push('-');
        }
        gap = false;
        code.push_str(plain.as_str());
    }
    code.truncate(64);
    code.contains(|c: char| c.is_ascii_alphanumeric())
        .then_some(code)
}

/// A letter without its accent, as far as the languages of our catalogues and their neighbours
/// have some; empty for what has no place in a code.
fn plain(c: char) -> String {
    const FOLDED: [(&str, &str); 22] = [
        ("a", "ąáàâãåăā"),
        ("ae", "äæ"),
        ("c", "ćčç"),
        ("d", "ďđ"),
        ("e", "ęéèêëěē"),
        ("g", "ğģ"),
        ("i", "íìîïī"),
        ("k", "ķ"),
        ("l", "łľļ"),
        ("n", "ńñňņ"),
        ("o", "óòôõő"),
        ("oe", "öœø"),
        ("r", "řŕ"),
        ("s", "śšşșș"),
        ("ss", "ß"),
        ("t", "ťţț"),
        ("u", "úùûűůū"),
        ("ue", "ü"),
        ("y", "ýÿ"),
        ("z", "źżž"),
        ("h", "ħ"),
        ("j", "ĵ"),
    ];
    if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-') {
        return c.to_string();
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let folded = FOLDED.iter().find(|(_, from)| from.contains(lower));
    let folded = folded.map_or("", |(to, _)| *to);
    if c.is_uppercase() {
        let mut letters = folded.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        return first.into_iter().chain(letters).collect();
    }
    folded.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_ascii_and_names_hold_the_texts() {
        let features = [
            ("gender", vec!["F", "M"]),
            ("wiek", vec!["16–29 lat", "60+"]),
            ("household", vec!["Łódź", "lodz", "Lodz", "Lodz "]),
            ("вік", vec!["так", "ні"]),
        ];
        let (coded, names) = codes(&features);
        let codes: Vec<&str> = coded.iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes, ["gender", "wiek", "household-2", "f4"]);
        assert_eq!(coded[1].values, ["16-29-lat", "60+"]);
        assert_eq!(coded[2].values, ["Lodz-2", "lodz", "Lodz", "Lodz-3"]);
        assert_eq!(coded[3].values, ["v1", "v2"]);
        assert!(!names.contains_key("gender"));
        assert_eq!(names["wiek"]["16-29-lat"], "16–29 lat");
        assert_eq!(names["wiek"].len(), 1);
        assert_eq!(names["household-2"][""], "household");
        assert_eq!(names["household-2"]["Lodz-3"], "Lodz ");
        assert_eq!(names["f4"]["v1"], "так");
    }

    #[test]
    fn long_texts_and_equal_ones_stay_apart() {
        let long = "x".repeat(200);
        let (coded, _) = codes(&[("f", vec![&long, &long, "a", "a"])]);
        let values = &coded[0].values;
        assert!(values.iter().all(|code| code.len() <= 64));
        let distinct: BTreeSet<&String> = values.iter().collect();
        assert_eq!(distinct.len(), 4);
    }
}
