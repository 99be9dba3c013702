//! The reader against real files (their own columns are the oracle) and against broken ones.

mod broken;
mod corpus;
mod counted;
mod generated;
mod groups;

use crate::formats::{self, Document, LoadOptions, Loaded, Role, Source};
use crate::problem::Diagnostics;

/// Loads text as a file.
fn load(bytes: &[u8]) -> (Option<Loaded>, Diagnostics) {
    let mut reader = bytes;
    let mut diagnostics = Diagnostics::default();
    let source = Source {
        name: "test.pb".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let loaded = formats::load(&mut [source], &LoadOptions::default(), &mut diagnostics);
    (loaded, diagnostics)
}

/// Reads text as a document.
fn document(bytes: &[u8]) -> Option<Document> {
    let mut reader = bytes;
    let source = Source {
        name: "test.pb".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    formats::read_document(
        &mut [source],
        &LoadOptions::default(),
        &mut Diagnostics::default(),
    )
}
