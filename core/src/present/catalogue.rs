//! One catalogue a language: `key = text` lines, embedded in the program.
//!
//! `{name}` is replaced by an argument. `{name#one|other}` is replaced by the plural form of the
//! language that fits the number in `name` (English: one, other; Polish: one, few, many, other).
//! A clause in square brackets, `[; expected {expected}]`, is left out where an argument in it is
//! empty.
//! A test holds keys, arguments and forms of all catalogues equal, so a missing key fails CI.

#[cfg(any(test, not(feature = "solvers")))]
mod left_out;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::num::Natural;

/// The text of a catalogue: all of it, or what an engine without solvers says.
#[cfg(feature = "solvers")]
macro_rules! catalogue {
    ($file:literal) => {
        include_str!($file)
    };
}
#[cfg(not(feature = "solvers"))]
macro_rules! catalogue {
    ($file:literal) => {{
        const WHOLE: &[u8] = include_bytes!($file);
        // A hundred thousand bytes are looked at one by one.
        #[allow(long_running_const_eval)]
        const KEPT: [u8; left_out::kept(WHOLE)] = left_out::keep(WHOLE);
        match std::str::from_utf8(&KEPT) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}

/// A language of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Polish.
    Pl,
    /// Ukrainian: draws only.
    Uk,
    /// Romanian: draws only.
    Ro,
}

impl Lang {
    /// Every language in which everything is said.
    pub const ALL: [Self; 2] = [Self::En, Self::Pl];

    /// Every language in which draws are told.
    pub const DRAW: [Self; 4] = [Self::En, Self::Pl, Self::Uk, Self::Ro];

    /// The language in which everything is said to its speakers: itself, or English.
    #[must_use]
    pub const fn whole(self) -> Self {
        match self {
            Self::Pl => Self::Pl,
            Self::En | Self::Uk | Self::Ro => Self::En,
        }
    }

    /// Its ISO 639-1 code.
    pub const fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Pl => "pl",
            Self::Uk => "uk",
            Self::Ro => "ro",
        }
    }

    /// The language of a code.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::DRAW.into_iter().find(|lang| lang.word() == word)
    }

    /// Plural categories of the language, in the order in which the catalogue lists forms.
    pub const fn categories(self) -> &'static [&'static str] {
        match self {
            Self::En => &["one", "other"],
            Self::Pl | Self::Uk => &["one", "few", "many", "other"],
            Self::Ro => &["one", "few", "other"],
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Pl => catalogue!("pl.txt"),
            Self::En | Self::Uk | Self::Ro => catalogue!("en.txt"),
        }
    }

    pub(super) fn table(self) -> &'static Catalogue {
        static EN: OnceLock<Catalogue> = OnceLock::new();
        static PL: OnceLock<Catalogue> = OnceLock::new();
        let cell = match self {
            Self::Pl => &PL,
            Self::En | Self::Uk | Self::Ro => &EN,
        };
        cell.get_or_init(|| read(self.source()))
    }
}

/// Texts by key.
pub(super) type Catalogue = BTreeMap<&'static str, &'static str>;

/// Reads the `key = text` lines of a catalogue.
pub(super) fn read(source: &'static str) -> Catalogue {
    let lines = source.lines().filter(|line| !line.starts_with('#'));
    let mut table = BTreeMap::new();
    for (key, text) in lines.filter_map(|line| line.split_once(" = ")) {
        table.insert(key.trim(), text.trim());
    }
    table
}

/// True when the catalogue has the key.
pub(super) fn has(lang: Lang, key: &str) -> bool {
    lang.table().contains_key(key)
}

/// The text of a key with its arguments filled in. An unknown key is shown as `[key]` with its
/// arguments: odd to read, but nothing is lost.
pub fn message(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    let lang = lang.whole();
    say(lang, lang.table(), key, args)
}

/// The text of a key of one catalogue.
pub(super) fn say(lang: Lang, table: &Catalogue, key: &str, args: &[(&str, &str)]) -> String {
    let Some(pattern) = table.get(key) else {
        let shown: Vec<&str> = args
            .iter()
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
            .collect();
        return format!("[{key}] {}", shown.join(", "))
            .trim_end()
            .to_owned();
    };
    let mut out = String::new();
    let mut rest = *pattern;
    while let Some((before, after)) = rest.split_once('[') {
        fill(lang, before, args, &mut out);
        let (clause, tail) = after.split_once(']').unwrap_or((after, ""));
        if complete(clause, args) {
            fill(lang, clause, args, &mut out);
        }
        rest = tail;
    }
    fill(lang, rest, args, &mut out);
    out
}

/// The value of an argument, or empty.
fn argument<'a>(args: &[(&str, &'a str)], name: &str) -> &'a str {
    let found = args.iter().find(|(arg, _)| *arg == name);
    found.map_or("", |(_, value)| *value)
}

/// True when no argument of a clause is empty.
fn complete(clause: &str, args: &[(&str, &str)]) -> bool {
    let mut fields = clause.split('{').skip(1);
    fields.all(|field| {
        let end = field.find(['}', '#']).unwrap_or(field.len());
        !argument(args, field.get(..end).unwrap_or_default()).is_empty()
    })
}

/// Fills in the arguments of a text without clauses.
fn fill(lang: Lang, text: &str, args: &[(&str, &str)], out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((field, tail)) = after.split_once('}') else {
            break;
        };
        rest = tail;
        let (name, forms) = field
            .split_once('#')
            .map_or((field, None), |(name, forms)| (name, Some(forms)));
        let value = argument(args, name);
        match forms {
            None => out.push_str(value),
            Some(forms) => {
                let category = plural_category(lang, value);
                let at = lang
                    .categories()
                    .iter()
                    .position(|c| *c == category)
                    .unwrap_or_default();
                out.push_str(forms.split('|').nth(at).unwrap_or_default());
            }
        }
    }
    out.push_str(rest);
}

/// The plural category (CLDR) of a number written as digits, perhaps with grouping blanks or
/// commas; anything with a fraction is `other`.
pub fn plural_category(lang: Lang, number: &str) -> &'static str {
    let plain: String = number
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    let fraction = lang != Lang::En && number.contains(',');
    let Some(n) = plain.parse::<u128>().ok().filter(|_| !fraction) else {
        return "other";
    };
    let few = matches!(n % 10, 2..=4) && !matches!(n % 100, 12..=14);
    match lang {
        Lang::Uk if n % 10 == 1 && n % 100 != 11 => "one",
        Lang::En | Lang::Pl | Lang::Ro if n == 1 => "one",
        Lang::Pl | Lang::Uk if few => "few",
        Lang::Pl | Lang::Uk => "many",
        Lang::Ro if n == 0 || (1..=19).contains(&(n % 100)) => "few",
        Lang::En | Lang::Ro => "other",
    }
}

/// Digits grouped for people: `995,079.50` in English, `995 079,50` in Polish. A short fraction
/// is left as it is, a long one is shown as a decimal marked as rounded (`≈ 539.78`); a word is
/// left as it is; four digits are not grouped in Polish.
pub fn number(lang: Lang, text: &str) -> String {
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("−", rest));
    let (whole, part) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, part)| (whole, Some(part)));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || part.is_some_and(|part| !digits(part)) {
        return match hundredths(rest) {
            Some(decimal) => format!("≈ {sign}{}", number(lang, &decimal)),
            None => text.to_owned(),
        };
    }
    // Beside English words numbers are written as in English.
    let (group, point, least) = match lang.whole() {
        Lang::Pl => ('\u{a0}', ',', 5),
        Lang::En | Lang::Uk | Lang::Ro => (',', '.', 4),
    };
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() >= least && (whole.len() - at) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push(point);
        out.push_str(part);
    }
    out
}

/// A fraction too long to be read as a decimal with two places, rounded down.
fn hundredths(text: &str) -> Option<String> {
    let (over, under) = text.split_once('/').filter(|_| text.len() > 9)?;
    let over: Natural = over.parse().ok()?;
    let under: Natural = under
        .parse()
        .ok()
        .filter(|under: &Natural| !under.is_zero())?;
    let hundredths = (over * Natural::from(100u8)) / under;
    let digits = format!("{:0>3}", hundredths.to_string());
    let (whole, part) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    Some(format!("{whole}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Arguments that are shown; one that only chooses a plural form may differ by language.
    fn fields(text: &str) -> BTreeSet<&str> {
        let fields = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'));
        fields
            .map(|(field, _)| field)
            .filter(|field| !field.contains('#'))
            .collect()
    }

    #[test]
    fn catalogues_have_the_same_keys_arguments_and_all_plural_forms() {
        for lang in Lang::ALL {
            let source_keys: Vec<&str> = lang
                .source()
                .lines()
                .filter(|l| !l.starts_with('#'))
                .filter_map(|l| l.split_once(" = "))
                .map(|(k, _)| k.trim())
                .collect();
            assert_eq!(
                source_keys.len(),
                lang.table().len(),
                "a key stands twice in {}",
                lang.word()
            );
            for line in lang
                .source()
                .lines()
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
            {
                assert!(
                    line.contains(" = "),
                    "{}: `{line}` is no `key = text`",
                    lang.word()
                );
            }
            for (key, text) in lang.table() {
                let english = Lang::En
                    .table()
                    .get(key)
                    .unwrap_or_else(|| panic!("en lacks {key}"));
                assert_eq!(fields(text), fields(english), "{key} in {}", lang.word());
                for field in text
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split_once('}'))
                    .map(|(f, _)| f)
                {
                    if let Some((_, forms)) = field.split_once('#') {
                        assert_eq!(
                            forms.split('|').count(),
                            lang.categories().len(),
                            "{key} in {}",
                            lang.word()
                        );
                    }
                }
            }
            for key in Lang::En.table().keys() {
                assert!(
                    lang.table().contains_key(key),
                    "{} lacks {key}",
                    lang.word()
                );
            }
        }
    }

    #[test]
    fn a_problem_without_an_expectation_leaves_no_hole() {
        for lang in Lang::ALL {
            for key in lang
                .table()
                .keys()
                .filter(|key| key.starts_with("problem."))
            {
                let said = message(lang, key, &[("found", "x"), ("path", "y"), ("code", "z")]);
                for hole in [
                    " .",
                    " ,",
                    "expected.",
                    "expected:",
                    "oczekiwano:.",
                    "oczekiwano: .",
                ] {
                    assert!(!said.contains(hole), "{key} in {}: {said}", lang.word());
                }
            }
        }
    }

    // CLDR plural rules, charts/supplemental/language_plural_rules.
    #[test]
    fn plural_categories_are_those_of_cldr() {
        let polish = [
            (0, "many"),
            (1, "one"),
            (2, "few"),
            (5, "many"),
            (12, "many"),
            (22, "few"),
            (101, "many"),
            (112, "many"),
            (104, "few"),
        ];
        for (n, category) in polish {
            assert_eq!(plural_category(Lang::Pl, &n.to_string()), category, "{n}");
        }
        assert_eq!(plural_category(Lang::Pl, "1,5"), "other");
        for (n, category) in [
            (1, "one"),
            (21, "one"),
            (11, "many"),
            (2, "few"),
            (12, "many"),
            (5, "many"),
            (22, "few"),
            (101, "one"),
        ] {
            assert_eq!(plural_category(Lang::Uk, &n.to_string()), category, "{n}");
        }
        for (n, category) in [
            (1, "one"),
            (0, "few"),
            (2, "few"),
            (12, "few"),
            (19, "few"),
            (20, "other"),
            (101, "few"),
            (120, "other"),
        ] {
            assert_eq!(plural_category(Lang::Ro, &n.to_string()), category, "{n}");
        }
        assert_eq!(plural_category(Lang::En, "1"), "one");
        assert_eq!(plural_category(Lang::En, "1,001"), "other");
    }

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(number(Lang::En, "995079.50"), "995,079.50");
        assert_eq!(number(Lang::Pl, "995079.50"), "995\u{a0}079,50");
        assert_eq!(number(Lang::Pl, "4921"), "4921");
        assert_eq!(number(Lang::En, "7/3"), "7/3");
        // 991274997556305 / 2075518871171 = 477.603..., and the second is 1 / 20 and a bit
        let long = "991274997556305/2075518871171";
        assert_eq!(number(Lang::En, long), "≈ 477.60");
        assert_eq!(number(Lang::Pl, long), "≈ 477,60");
        assert_eq!(number(Lang::En, "10000/199999"), "≈ 0.05");
        assert_eq!(number(Lang::En, "-1234"), "−1,234");
    }
}
