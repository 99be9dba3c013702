//! A file with nothing lost, so that what is written back is equal.

use std::io::{self, Write};

use super::{Blt, PrefLib, find};
use crate::json::Value;

/// Everything a file says, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// Named tables, such as the three sections of a .pb file.
    Tables {
        /// The id of the format.
        format: &'static str,
        /// The tables in file order.
        tables: Vec<Table>,
    },
    /// One JSON document.
    Json {
        /// The id of the format.
        format: &'static str,
        /// The document.
        value: Value,
    },
    /// A BLT file.
    Blt(Box<Blt>),
    /// A PrefLib file.
    PrefLib(Box<PrefLib>),
}

/// One table: a title, columns and rows of cells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Table {
    /// Its title; empty where the format has none.
    pub title: String,
    /// Names of the columns, in file order.
    pub columns: Vec<String>,
    /// Rows of cells, as text without quoting. A row may be shorter or longer than the header.
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// The id of the format it was read from.
    pub fn format(&self) -> &'static str {
        match self {
            Self::Tables { format, .. } | Self::Json { format, .. } => format,
            Self::Blt(_) => "blt",
            Self::PrefLib(_) => "preflib",
        }
    }
}

/// Writes a document in the format it was read from.
pub fn write_document(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    match find(document.format()).and_then(|format| format.write) {
        Some(write) => write(document, out),
        None => Err(io::Error::other("the format cannot be written")),
    }
}
