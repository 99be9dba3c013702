//! The values of the options of a paper: by scope, shares, groups of ids.

use crate::instance::Constraint;
use crate::num::{Decimal, Scale, parse_decimal};
use crate::params::ParamType;
use crate::problem::Problem;

/// One value for all parts of a paper, or one for each of some: `50`, `district:50,citywide:100`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoped<T> {
    /// The value of every part that is not named.
    all: Option<T>,
    /// The values of parts, by scope.
    by: Vec<(String, T)>,
}

impl<T> Scoped<T> {
    /// No value for any part.
    pub const NONE: Self = Self {
        all: None,
        by: Vec::new(),
    };

    /// One value for all parts.
    pub const fn all(value: T) -> Self {
        Self {
            all: Some(value),
            by: Vec::new(),
        }
    }

    /// The scopes that it names.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.by.iter().map(|(scope, _)| scope.as_str())
    }

    /// The value of a part that is known by its scope.
    pub fn of(&self, scope: &str) -> Option<&T> {
        let named = self.by.iter().find(|(name, _)| name == scope);
        named.map(|(_, value)| value).or(self.all.as_ref())
    }

    /// The value of an instance that is one part, or whose part nobody told.
    ///
    /// # Errors
    /// `scope-missing` where values differ by part and the part is not known.
    pub fn of_whole(&self, name: &'static str, scope: Option<&str>) -> Result<Option<&T>, Problem> {
        match scope {
            Some(scope) => Ok(self.of(scope)),
            None if self.by.is_empty() => Ok(self.all.as_ref()),
            None => Err(scope_missing(name, &mut self.scopes())),
        }
    }
}

/// The problem of an option that differs by part of the paper where the part is not known.
pub(super) fn scope_missing(name: &str, scopes: &mut dyn Iterator<Item = &str>) -> Problem {
    let mut scopes: Vec<String> = scopes.map(|scope| format!("scope={scope}")).collect();
    crate::sort::sort(&mut scopes);
    scopes.dedup();
    Problem::error("scope-missing")
        .path(name)
        .expected(scopes.join(" or "))
}

impl<T: ParamType> ParamType for Scoped<T> {
    fn expected() -> String {
        let one = T::expected();
        format!("{one}, or such by part of the paper: district:…,citywide:…, or none")
    }
    fn read(text: &str) -> Option<Self> {
        let mut scoped = Self::NONE;
        for item in text.split(',').filter(|_| text != "none") {
            match item.split_once(':') {
                None if scoped.all.is_none() => scoped.all = Some(T::read(item)?),
                Some((scope, value)) if !scope.is_empty() && scoped.by_name(scope).is_none() => {
                    scoped.by.push((scope.to_owned(), T::read(value)?));
                }
                _ => return None,
            }
        }
        Some(scoped)
    }
    fn show(&self) -> String {
        let all = self.all.iter().map(T::show);
        let by = self.by.iter();
        let by = by.map(|(scope, value)| format!("{scope}:{}", value.show()));
        let items: Vec<String> = all.chain(by).collect();
        if items.is_empty() {
            return "none".to_owned();
        }
        items.join(",")
    }
}

impl<T> Scoped<T> {
    fn by_name(&self, scope: &str) -> Option<&T> {
        let mut by = self.by.iter();
        by.find(|(name, _)| name == scope).map(|(_, value)| value)
    }
}

/// An amount of the currency, or a percentage of another amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// An amount.
    Amount(Decimal),
    /// A percentage.
    Percent(Decimal),
}

impl Share {
    /// A whole percentage.
    pub const fn percent(units: u64) -> Self {
        Self::Percent(Decimal {
            units,
            scale: Scale(0),
        })
    }

    /// The share of an amount, in minor units of `scale`, rounded down. No product passes 128
    /// bits: both factors have 64.
    pub fn of(self, whole: u64, scale: Scale) -> u64 {
        match self {
            Self::Amount(amount) if amount.scale <= scale => {
                amount.rescale(scale).unwrap_or(u64::MAX)
            }
            Self::Amount(amount) => {
                amount.units / Scale(amount.scale.0.saturating_sub(scale.0)).one()
            }
            Self::Percent(percent) => {
                let of = u128::from(whole).saturating_mul(u128::from(percent.units));
                let hundred = u128::from(percent.scale.one()).saturating_mul(100);
                u64::try_from(of.checked_div(hundred).unwrap_or_default()).unwrap_or(u64::MAX)
            }
        }
    }

    /// Whether `part` is at least this share of `whole`, exactly.
    pub fn is_met(self, part: u64, whole: u64, scale: Scale) -> bool {
        match self {
            Self::Amount(_) => part >= self.of(whole, scale),
            Self::Percent(percent) => {
                let hundred = u128::from(percent.scale.one()).saturating_mul(100);
                u128::from(part).saturating_mul(hundred)
                    >= u128::from(whole).saturating_mul(u128::from(percent.units))
            }
        }
    }
}

impl ParamType for Share {
    fn expected() -> String {
        "an amount such as 100000, or a percentage such as 25%".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        match text.strip_suffix('%') {
            Some(percent) => parse_decimal(percent).map(Self::Percent),
            None => parse_decimal(text).map(Self::Amount),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Amount(amount) => amount.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
        }
    }
}

/// Groups of project ids, such as `12+34,56+78`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups(pub Vec<Vec<String>>);

impl ParamType for Groups {
    fn expected() -> String {
        "groups of project ids such as 12+34,56+78, or none".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::default());
        }
        let group = |group: &str| {
            let ids: Vec<String> = group.split('+').map(|id| id.trim().to_owned()).collect();
            (ids.len() > 1 && ids.iter().all(|id| !id.is_empty())).then_some(ids)
        };
        let groups: Option<Vec<_>> = text.split(',').map(group).collect();
        groups.map(Self)
    }
    fn show(&self) -> String {
        let groups: Vec<String> = self.0.iter().map(|group| group.join("+")).collect();
        if groups.is_empty() {
            return "none".to_owned();
        }
        groups.join(",")
    }
}

/// Words in a list: scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl ParamType for Words {
    fn expected() -> String {
        "words such as district, with commas between them, or none".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::default());
        }
        let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
        words
            .iter()
            .all(|word| !word.is_empty())
            .then_some(Self(words))
    }
    fn show(&self) -> String {
        if self.0.is_empty() {
            return "none".to_owned();
        }
        self.0.join(",")
    }
}

/// Kinds of constraint in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(pub Vec<Constraint>);

impl ParamType for Kinds {
    fn expected() -> String {
        let words = Constraint::ALL.map(Constraint::word).join(", ");
        format!("kinds of constraint with commas between them ({words}), or none")
    }
    fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::default());
        }
        let kind = |word: &str| Constraint::ALL.into_iter().find(|kind| kind.word() == word);
        let kinds: Option<Vec<_>> = text.split(',').map(kind).collect();
        kinds.map(Self)
    }
    fn show(&self) -> String {
        let words: Vec<&str> = self.0.iter().map(|kind| kind.word()).collect();
        if words.is_empty() {
            return "none".to_owned();
        }
        words.join(",")
    }
}
