//! `isonomia panel check`

use std::path::PathBuf;

use clap::Args;

use super::FileArgs;
use crate::args::PoolArgs;

/// `isonomia panel check`
#[derive(Debug, Args)]
pub(crate) struct PanelCheck {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    /// Who must be able to sit once quotas are relaxed: everyone, or ids separated by commas
    #[arg(long, value_name = "everyone|ID,ID", value_delimiter = ',')]
    pub(crate) include: Vec<String>,
    /// Write the quotas as relaxed: a categories file to check again
    #[arg(long, value_name = "CATEGORIES.csv")]
    pub(crate) write: Option<PathBuf>,
    /// Most nodes of a search; where it comes to its limit, that is said
    #[arg(long, value_name = "N", default_value_t = 2000,
          value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) nodes: u64,
    /// Also write all numbers as a table
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) csv: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Print everything, with proofs, as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
