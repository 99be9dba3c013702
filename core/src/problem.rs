//! What is wrong, where, and what was expected: the one error type of the engine.
//!
//! A [`Problem`] holds no prose: a stable code in kebab-case, the place, what was found and
//! what was expected. Sentences are made from the code, in each language, by
//! [`present`](crate::present). Nothing in the engine panics on input and nothing is dropped
//! silently: every ballot is counted, exhausted, or stands in an [`InvalidGroup`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::json::Value;
use crate::sort::sort;

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input can be counted; a person should look.
    Warning,
    /// The input cannot be counted as it stands.
    Error,
}

impl Severity {
    /// The word used in JSON: `warning` or `error`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One defect of an input, of a parameter, or of a request; its fields are [`Details`].
///
/// One pointer wide, since nearly every function may return one, and made by functions that are
/// never inlined: there are hundreds of places that make one, and none of them is hot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(Box<Details>);

/// What is known of a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Stable kebab-case code, such as `unknown-project`; the key of its sentence.
    pub code: &'static str,
    /// Whether counting can go on.
    pub severity: Severity,
    /// File as named by the caller, or empty.
    pub file: String,
    /// Line, counted from 1; 0 where there is none.
    pub line: u32,
    /// Column in characters, counted from 1; 0 where there is none.
    pub column: u32,
    /// JSON pointer, section or parameter name; empty where there is none.
    pub path: String,
    /// What stands there (shortened by the constructor to 80 characters).
    pub found: String,
    /// What was expected, in words or as a list of accepted words.
    pub expected: String,
}

impl Deref for Problem {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Problem {
    /// An error with a code and nothing else known yet.
    #[inline(never)]
    pub fn error(code: &'static str) -> Self {
        Self(Box::new(Details {
            code,
            severity: Severity::Error,
            file: String::new(),
            line: 0,
            column: 0,
            path: String::new(),
            found: String::new(),
            expected: String::new(),
        }))
    }

    /// A warning with a code and nothing else known yet.
    #[inline(never)]
    pub fn warning(code: &'static str) -> Self {
        let mut problem = Self::error(code);
        problem.severity = Severity::Warning;
        problem
    }

    /// The same problem at a line and column (both from 1).
    #[must_use]
    #[inline(never)]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.line = line;
        self.column = column;
        self
    }

    /// The same problem in a named file.
    #[must_use]
    #[inline(never)]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }

    /// The same problem at a JSON pointer, section or parameter.
    #[must_use]
    pub fn path(self, path: impl AsRef<str>) -> Self {
        self.with_path(path.as_ref())
    }

    #[inline(never)]
    fn with_path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// What stands there; long text is cut so that an error never repeats a whole file.
    #[must_use]
    pub fn found(self, found: impl AsRef<str>) -> Self {
        self.with_found(found.as_ref())
    }

    #[inline(never)]
    fn with_found(mut self, text: &str) -> Self {
        self.found = match text.char_indices().nth(80) {
            Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
            None => text.to_owned(),
        };
        self
    }

    /// What was expected instead.
    #[must_use]
    pub fn expected(self, expected: impl AsRef<str>) -> Self {
        self.with_expected(expected.as_ref())
    }

    #[inline(never)]
    fn with_expected(mut self, expected: &str) -> Self {
        expected.clone_into(&mut self.expected);
        self
    }

    /// The problem as a JSON object; empty fields and zero places are left out.
    pub fn to_value(&self) -> Value {
        let mut map = BTreeMap::new();
        map.insert("code".to_owned(), Value::from(self.code));
        map.insert("severity".to_owned(), Value::from(self.severity.word()));
        for (key, text) in [
            ("file", &self.file),
            ("path", &self.path),
            ("found", &self.found),
            ("expected", &self.expected),
        ] {
            if !text.is_empty() {
                map.insert(key.to_owned(), Value::from(text.as_str()));
            }
        }
        if self.line > 0 {
            map.insert("line".to_owned(), Value::from(self.line));
        }
        if self.column > 0 {
            map.insert("column".to_owned(), Value::from(self.column));
        }
        Value::Object(map)
    }
}

impl fmt::Display for Problem {
    /// `file:line:column: error[code] path: found …; expected …`, for logs; people get sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
        }
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        if self.column > 0 {
            write!(f, "{}:", self.column)?;
        }
        write!(f, " {}[{}]", self.severity.word(), self.code)?;
        if !self.path.is_empty() {
            write!(f, " {}", self.path)?;
        }
        if !self.found.is_empty() {
            write!(f, ": found `{}`", self.found)?;
        }
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// Rejected papers of one reason: the code, its arguments, and the lines they stand on.
///
/// Grouping keeps 300,000 rejected papers in about two megabytes; ballot text is never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidGroup {
    /// Stable kebab-case code, such as `too-long`.
    pub code: &'static str,
    /// Arguments of its sentence, such as the limit that was passed.
    pub args: Vec<String>,
    /// Papers rejected for this reason (a line may hold several).
    pub papers: u64,
    /// Lines (from 1) in file order.
    pub lines: Vec<u32>,
}

/// A code and its arguments.
type Reason = (&'static str, Vec<String>);

/// Rejected papers, grouped by reason in order of code and arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invalid {
    groups: BTreeMap<Reason, (u64, Vec<u32>)>,
}

impl Invalid {
    /// Records `papers` rejected papers at `line` (0 where the input has no lines).
    pub fn add(&mut self, code: &'static str, args: Vec<String>, papers: u64, line: u32) {
        let group = self.groups.entry((code, args)).or_default();
        group.0 = group.0.saturating_add(papers);
        if line > 0 {
            group.1.push(line);
        }
    }

    /// All rejected papers.
    pub fn papers(&self) -> u64 {
        self.groups.values().map(|(papers, _)| *papers).sum()
    }

    /// True when no paper was rejected.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups, by code and arguments; lines ascending.
    pub fn groups(&self) -> Vec<InvalidGroup> {
        self.groups
            .iter()
            .map(|((code, args), (papers, lines))| {
                let mut lines = lines.clone();
                sort(&mut lines);
                InvalidGroup {
                    code,
                    args: args.clone(),
                    papers: *papers,
                    lines,
                }
            })
            .collect()
    }

    /// Adds all groups of another list to this one.
    pub fn merge(&mut self, other: &Self) {
        for ((code, args), (papers, lines)) in &other.groups {
            let group = self.groups.entry((code, args.clone())).or_default();
            group.0 = group.0.saturating_add(*papers);
            group.1.extend_from_slice(lines);
        }
    }

    /// The groups as JSON; `with_lines` is off for the part that every engine must agree on.
    pub fn to_value(&self, with_lines: bool) -> Value {
        let groups = self.groups().into_iter().map(|group| {
            let mut map = BTreeMap::new();
            map.insert("code".to_owned(), Value::from(group.code));
            map.insert(
                "args".to_owned(),
                Value::Array(group.args.iter().map(|a| Value::from(a.as_str())).collect()),
            );
            map.insert("papers".to_owned(), Value::from(group.papers.to_string()));
            if with_lines {
                map.insert(
                    "lines".to_owned(),
                    Value::Array(group.lines.iter().map(|l| Value::from(*l)).collect()),
                );
            }
            Value::Object(map)
        });
        Value::Array(groups.collect())
    }
}

/// Collects problems while an input is read; every defect is reported, not only the first.
///
/// At most [`Diagnostics::KEEP`] problems of one code are kept in full; the rest are counted.
#[derive(Debug, Default)]
pub struct Diagnostics {
    file: String,
    problems: Vec<Problem>,
    counts: BTreeMap<&'static str, u64>,
    errors: u64,
}

impl Diagnostics {
    /// Problems of one code that are kept with their place.
    pub const KEEP: u64 = 100;

    /// An empty list for a file of this name.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    /// Names the file to which problems pushed from now on belong.
    pub fn set_file(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    /// Records a problem, with the current file unless it names another.
    #[inline(never)]
    pub fn push(&mut self, mut problem: Problem) {
        if problem.severity == Severity::Error {
            self.errors = self.errors.saturating_add(1);
        }
        let count = self.counts.entry(problem.code).or_default();
        *count = count.saturating_add(1);
        if *count <= Self::KEEP {
            if problem.file.is_empty() {
                problem.file.clone_from(&self.file);
            }
            self.problems.push(problem);
        }
    }

    /// How many errors (not warnings) were recorded, kept in full or not.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// True when at least one error (not a warning) was recorded.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The problems kept, in the order they were found.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How often each code occurred, kept in full or not.
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    /// The problems kept, handed over.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
