//! Options of a rule, declared once for the command, the web, the docs and the report.
//!
//! ```
//! use isonomia::{params, words};
//! words! {
//!     /// What happens at a project that does not fit.
//!     pub enum Unfit {
//!         /// It is passed over.
//!         Skip = "skip",
//!         /// Funding ends.
//!         Stop = "stop",
//!     }
//! }
//! params! {
//!     /// Options of the example.
//!     pub struct ExampleParams {
//!         /// What happens at a project that does not fit (pabulib: greedy skips).
//!         pub unfit: Unfit = Unfit::Skip,
//!         /// Fewest votes for a project to be considered.
//!         pub threshold: u64 = 0,
//!     }
//! }
//! use isonomia::params::Params;
//! let params = ExampleParams::parse(&[("unfit".into(), "stop".into())]).unwrap();
//! assert_eq!(params.unfit, Unfit::Stop);
//! assert!(ExampleParams::parse(&[("unfitt".into(), "stop".into())]).is_err());
//! ```

use crate::json::Value;
use crate::problem::Problem;

/// One option of a rule: what help texts and generated docs show.
#[derive(Clone, Debug)]
pub struct ParamSpec {
    /// The word before `=`.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its default as written after `=`.
    pub default: String,
    /// What may stand after `=`.
    pub expected: String,
    /// The accepted words, where it takes one of a closed list.
    pub words: &'static [(&'static str, &'static str)],
}

/// Named sets of options: dialects of other tools and elections of the past.
#[derive(Clone, Copy, Debug)]
pub struct Presets {
    /// Each name with its doc line.
    pub words: &'static [(&'static str, &'static str)],
    /// The options of each, in the same order.
    pub params: &'static [&'static [(&'static str, &'static str)]],
}

impl Presets {
    /// How `preset=` is described beside the other options.
    pub fn spec(&self) -> ParamSpec {
        let words: Vec<&str> = self.words.iter().map(|(word, _)| *word).collect();
        ParamSpec {
            name: "preset",
            doc: "A named set of these options; options given beside it go first. A report shows what it stands for.",
            default: "none".to_owned(),
            expected: format!("{} or none", words.join(" or ")),
            words: self.words,
        }
    }

    /// The options that a name stands for.
    pub(crate) fn of(
        &self,
        name: &str,
    ) -> Result<&'static [(&'static str, &'static str)], Problem> {
        let at = self.words.iter().position(|(word, _)| *word == name);
        let params = at.and_then(|at| self.params.get(at)).copied();
        params.or((name == "none").then_some(&[])).ok_or_else(|| {
            Problem::error("param-value")
                .path("preset")
                .found(name)
                .expected(self.spec().expected)
        })
    }
}

/// The options of a rule, as a plain struct. Made by [`params!`](crate::params).
pub trait Params: Default + Clone + 'static {
    /// Every option, in declared order.
    fn specs() -> Vec<ParamSpec>;
    /// Sets one option from text.
    fn set(&mut self, name: &str, text: &str) -> Result<(), Problem>;
    /// All options with their effective values, as in a report.
    fn to_value(&self) -> Value;
    /// Named sets of options, which `preset=` chooses.
    fn presets() -> Option<&'static Presets> {
        None
    }
    /// Fills in what follows from other options, so that a report shows what was in effect.
    fn settle(&mut self) {}
    /// Checks options against each other.
    fn check(&self) -> Result<(), Problem>;

    /// The defaults changed by `name=text` pairs, checked across each other. An unknown name, a
    /// name given twice with different text, or a text that does not fit is an error that lists
    /// what was expected.
    fn parse(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let mut params = Self::default();
        for (at, (name, text)) in pairs.iter().enumerate() {
            if pairs
                .iter()
                .take(at)
                .any(|(earlier, other)| earlier == name && other != text)
            {
                return Err(Problem::error("param-twice").path(name.clone()).found(text));
            }
            match Self::presets().filter(|_| name == "preset") {
                None => params.set(name, text)?,
                Some(presets) => {
                    for (name, text) in presets.of(text)? {
                        if pairs.iter().all(|(given, _)| given != name) {
                            params.set(name, text)?;
                        }
                    }
                }
            }
        }
        params.settle();
        params.check()?;
        Ok(params)
    }
}

/// A type that can be the value of an option.
pub trait ParamType: Sized {
    /// What may be written, for error messages: `a whole number`.
    fn expected() -> String;
    /// Reads a value; `None` when the text does not fit.
    fn read(text: &str) -> Option<Self>;
    /// The value as text that `read` accepts.
    fn show(&self) -> String;
    /// The value in a report; text unless it is a number or a boolean.
    fn to_value(&self) -> Value {
        Value::from(self.show())
    }
    /// The accepted words with their meaning, where the list is closed.
    fn words() -> &'static [(&'static str, &'static str)] {
        &[]
    }
}

impl ParamType for bool {
    fn expected() -> String {
        "true or false".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn show(&self) -> String {
        self.to_string()
    }
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ParamType for u32 {
    fn expected() -> String {
        "a whole number".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        digits(text).then(|| text.parse().ok()).flatten()
    }
    fn show(&self) -> String {
        self.to_string()
    }
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ParamType for u64 {
    fn expected() -> String {
        "a whole number".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        digits(text).then(|| text.parse().ok()).flatten()
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

impl ParamType for String {
    fn expected() -> String {
        "text".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn show(&self) -> String {
        self.clone()
    }
}

impl<T: ParamType> ParamType for Option<T> {
    fn expected() -> String {
        format!("{} or none", T::expected())
    }
    fn read(text: &str) -> Option<Self> {
        if text == "none" {
            Some(None)
        } else {
            T::read(text).map(Some)
        }
    }
    fn show(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), T::show)
    }
    fn to_value(&self) -> Value {
        self.as_ref()
            .map_or_else(|| Value::from("none"), T::to_value)
    }
    fn words() -> &'static [(&'static str, &'static str)] {
        T::words()
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sets a field from text, or says what was expected.
#[doc(hidden)]
pub fn set_field<T: ParamType>(field: &mut T, name: &str, text: &str) -> Result<(), Problem> {
    *field = T::read(text).ok_or_else(|| {
        Problem::error("param-value")
            .path(name)
            .found(text)
            .expected(T::expected())
    })?;
    Ok(())
}

/// The problem of an option that a rule does not have.
#[doc(hidden)]
pub fn unknown(name: &str, specs: &[ParamSpec]) -> Problem {
    let names: Vec<&str> = specs.iter().map(|spec| spec.name).collect();
    let expected = if names.is_empty() {
        "no parameter: this rule has none".to_owned()
    } else {
        names.join(", ")
    };
    Problem::error("param-unknown")
        .path(name)
        .found(name)
        .expected(expected)
}

/// The problem of two options that do not go together.
pub fn conflict(name: &str, found: &str, expected: &str) -> Problem {
    Problem::error("param-conflict")
        .path(name)
        .found(found)
        .expected(expected)
}

/// Reads pairs back from the `params` object of a report.
pub fn pairs_of(value: &Value) -> Vec<(String, String)> {
    let Value::Object(map) = value else {
        return Vec::new();
    };
    map.iter()
        .map(|(name, value)| {
            let text = match value {
                Value::Str(text) => text.clone(),
                other => other.canonical_string(),
            };
            (name.clone(), text)
        })
        .collect()
}

/// A rule without options.
#[derive(Clone, Debug, Default)]
pub struct NoParams;

impl Params for NoParams {
    fn specs() -> Vec<ParamSpec> {
        Vec::new()
    }
    fn set(&mut self, name: &str, _: &str) -> Result<(), Problem> {
        Err(unknown(name, &[]))
    }
    fn to_value(&self) -> Value {
        Value::object([])
    }
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }
}

/// Declares an enum of words: one word each, with its doc line.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $(#[doc = $doc:literal])+ $variant:ident = $word:literal, $($rest:tt)* }) => {
        $crate::words!(@ $(#[$meta])* $vis $name [] $(#[doc = $doc])+ $variant = $word, $($rest)*);
    };
    (@ $(#[$meta:meta])* $vis:vis $name:ident [$($done:tt)*] $(#[doc = $doc:literal])+ $variant:ident = $word:literal, $($rest:tt)*) => {
        $crate::words!(@ $(#[$meta])* $vis $name [$($done)* ($variant $word concat!($($doc),+))] $($rest)*);
    };
    (@ $(#[$meta:meta])* $vis:vis $name:ident [$(($variant:ident $word:literal $doc:expr))+]) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name {
            $(#[doc = $doc] $variant,)+
        }
        impl $name {
            /// The word of this choice.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
        impl $crate::params::ParamType for $name {
            fn expected() -> String {
                [$($word),+].join(" or ")
            }
            fn read(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
            fn show(&self) -> String {
                self.word().to_owned()
            }
            fn words() -> &'static [(&'static str, &'static str)] {
                &[$(($word, $doc)),+]
            }
        }
    };
}

/// Declares the options of a rule: struct, defaults, docs, parser and report value in one.
///
/// An optional trailing `presets = path;` names a table of [`Presets`](crate::params::Presets),
/// `settle = path;` a function that fills in options left open (before they are checked), and
/// `check = path;` one that checks options across each other.
#[macro_export]
macro_rules! params {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])+ $fvis:vis $field:ident: $type:ty = $default:expr,)*
    } $(presets = $presets:path;)? $(settle = $settle:path;)? $(check = $check:path;)?) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $($(#[doc = $doc])+ $fvis $field: $type,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
        impl $crate::params::Params for $name {
            fn specs() -> Vec<$crate::params::ParamSpec> {
                let default = Self::default();
                let specs = vec![$($crate::params::ParamSpec {
                    name: stringify!($field),
                    doc: concat!($($doc, "\n"),+).trim(),
                    default: $crate::params::ParamType::show(&default.$field),
                    expected: <$type as $crate::params::ParamType>::expected(),
                    words: <$type as $crate::params::ParamType>::words(),
                },)*];
                $(let specs = [specs, vec![$presets.spec()]].concat();)?
                specs
            }
            $(fn presets() -> Option<&'static $crate::params::Presets> {
                Some(&$presets)
            })?
            fn set(&mut self, name: &str, text: &str) -> Result<(), $crate::problem::Problem> {
                match name {
                    $(stringify!($field) => $crate::params::set_field(&mut self.$field, name, text),)*
                    _ => Err($crate::params::unknown(name, &Self::specs())),
                }
            }
            fn to_value(&self) -> $crate::json::Value {
                $crate::json::Value::object([
                    $((stringify!($field), $crate::params::ParamType::to_value(&self.$field)),)*
                ])
            }
            fn settle(&mut self) {
                $($settle(self);)?
            }
            fn check(&self) -> Result<(), $crate::problem::Problem> {
                $($check(self)?;)?
                Ok(())
            }
        }
    };
}
