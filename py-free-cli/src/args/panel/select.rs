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
    /// Begin the files with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// Leave cells that a spreadsheet would run as formulas; else they get an apostrophe
    #[arg(long)]
    pub(crate) verbatim: bool,
}
