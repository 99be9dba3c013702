//! `isonomia panel report`

use std::path::PathBuf;

use clap::Args;

use super::{DrawnArgs, FileArgs, TableArgs};
use crate::args::PoolArgs;

/// `isonomia panel report`
#[derive(Debug, Args)]
pub(crate) struct PanelReport {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    #[command(flatten)]
    pub(crate) drawn: DrawnArgs,
    /// Shares of the town: feature, value, and a count, share or percentage
    #[arg(long, value_name = "CENSUS.csv")]
    pub(crate) census: Option<PathBuf>,
    /// Also count how many panels meet the quotas; with more states it takes longer and more is
    /// exact
    #[arg(long, value_name = "STATES", num_args = 0..=1, default_missing_value = "100000")]
    pub(crate) count_panels: Option<u64>,
    /// Also write the report as a page that stands alone
    #[arg(long, value_name = "OUT.html")]
    pub(crate) html: Option<PathBuf>,
    /// Also write all numbers as a table
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) csv: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) tables: TableArgs,
}
