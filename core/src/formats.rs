//! Formats: bytes to a [`Document`] that loses nothing, and to an instance that can be counted.
//!
//! One format, one file. Readers get bytes, never text: a string has already lost its byte order
//! mark and its broken bytes. A reader reports every defect it finds with line and column and
//! never panics; what it cannot count it lists. The core opens no file: the caller hands over
//! readers, the command from disk, the web from what a visitor dropped.

use std::io::BufRead;

use crate::id::OptionId;
use crate::instance::Instance;
use crate::problem::{Diagnostics, Invalid};
use crate::report::FileInfo;
use crate::tie::TieRule;

/// What a source of bytes is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The file itself, in any format.
    Main,
    /// Ballots of an election file, as CSV or JSON lines.
    Ballots,
    /// Categories (features and quotas) of a pool.
    Categories,
}

/// Bytes with a name for messages.
pub struct Source<'a> {
    /// The name shown in messages.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// The bytes.
    pub reader: &'a mut dyn BufRead,
}

/// What the caller says about the input.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The format, where it is not to be known by content.
    pub format: Option<String>,
    /// Seats, where the file does not say or is to be overruled.
    pub seats: Option<u32>,
    /// A named conversion, such as `ordinal-as-approval`.
    pub read_as: Option<String>,
}

/// The rule that a file itself declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRule {
    /// The word in the file, such as `greedy-no-skip`.
    pub word: String,
    /// The id of our rule, or `None` where it cannot be computed from the file.
    pub rule: Option<String>,
    /// Its parameters.
    pub params: Vec<(String, String)>,
}

/// What a file declares besides options and ballots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The rule.
    pub rule: Option<DeclaredRule>,
    /// The tie policy; empty where the file has none.
    pub ties: Vec<TieRule>,
    /// Decisions of the returning officer.
    pub given: Vec<Vec<OptionId>>,
    /// The official winners, where the file holds the official result.
    pub official: Option<Vec<OptionId>>,
    /// Title of the election, for people.
    pub title: String,
}

/// An input that can be counted.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What is counted.
    pub instance: Instance,
    /// What the file declares.
    pub declared: Declared,
    /// The files read, in the order of the sources.
    pub files: Vec<FileInfo>,
    /// The id of the format.
    pub format: &'static str,
    /// The conversion applied.
    pub read_as: Option<String>,
    /// Papers rejected at intake.
    pub invalid: Invalid,
    /// All papers: those in the instance and those rejected.
    pub papers: u64,
}

/// Reads sources into an instance. `None` when an error (in `diagnostics`) makes it impossible.
pub fn load(
    _sources: &mut [Source<'_>],
    _options: &LoadOptions,
    _diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    None
}
