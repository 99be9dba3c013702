//! `isonomia panel select`

use std::path::PathBuf;

use clap::Args;

use super::{DrawnArgs, TableArgs};
use crate::args::PoolArgs;

/// `isonomia panel select`
#[derive(Debug, Args)]
pub(crate) struct PanelSelect {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    #[command(flatten)]
    pub(crate) drawn: DrawnArgs,
    /// Members of the panel, in a file like that of the people
    #[arg(long, value_name = "OUT.csv", default_value = "selected.csv")]
    pub(crate) selected: PathBuf,
    /// Everyone else, without those who live with a member
    #[arg(long, value_name = "OUT.csv", default_value = "remaining.csv")]
    pub(crate) remaining: PathBuf,
    #[command(flatten)]
    pub(crate) style: SheetArgs,
    #[command(flatten)]
    pub(crate) tables: TableArgs,
}

/// How people are written.
#[derive(Clone, Debug, Args)]
pub(crate) struct SheetArgs {
    /// Columns to keep besides ids, features and addresses; else all
    #[arg(long, value_name = "COLUMN,COLUMN", value_delimiter = ',')]
    pub(crate) keep: Option<Vec<String>>,
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Leave cells that a spreadsheet would run as formulas; else they get an apostrophe
    #[arg(long)]
    pub(crate) verbatim: bool,
}

/// How every CSV file of a command is written.
#[derive(Clone, Debug, Args)]
pub(crate) struct FileArgs {
    /// Begin CSV files with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// What parts the cells of CSV files: comma, semicolon (as Excel wants it where a comma parts
    /// decimals) or tab; else that of the file of people, and a comma in other tables
    #[arg(long, value_name = "SIGN", value_parser = separator)]
    pub(crate) separator: Option<u8>,
}

/// A sign, or its name: some shells take a semicolon for the end of a command.
fn separator(text: &str) -> Result<u8, String> {
    match text {
        "," | "comma" => Ok(b','),
        ";" | "semicolon" => Ok(b';'),
        "\t" | "tab" => Ok(b'\t'),
        _ => Err("expected comma, semicolon or tab".to_owned()),
    }
}
