//! The registry: one `mod` line and one row for each rule, nothing else.
//!
//! A rule with its file, its two lines here and its cases in `tests/data/cases` appears in the
//! command, the web package, the generated docs, the benches and the fuzz targets by itself.

use crate::rule::Entry;

/// Every rule, by family, in the order in which lists show them.
pub static RULES: &[Entry] = &[];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    RULES.iter().find(|entry| entry.meta.id == id)
}
