//! `isonomia panel willing`

use std::path::PathBuf;

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel willing`
#[derive(Debug, Args)]
pub(crate) struct PanelWilling {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    /// A survey of the town: CSV with one row a respondent and the features of the categories
    #[arg(long, value_name = "SURVEY.csv")]
    pub(crate) survey: PathBuf,
    /// Column of the respondents' weights; without it each counts 1
    #[arg(long, value_name = "COLUMN")]
    pub(crate) weight_column: Option<String>,
    /// How many people were invited
    #[arg(long, value_name = "N")]
    pub(crate) invited: u64,
    /// Print factors as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
