//! What every command that reads a pool of people takes.

use std::path::{Path, PathBuf};

use clap::Args;

/// A pool: its people, its quotas and the size of the panel.
#[derive(Clone, Debug, Args)]
pub(crate) struct PoolArgs {
    /// The volunteers: CSV with one row a person
    #[arg(value_name = "PEOPLE.csv")]
    pub(crate) people: PathBuf,
    /// Features and quotas: CSV with feature, value, least, most
    #[arg(long, value_name = "CATEGORIES.csv")]
    pub(crate) categories: PathBuf,
    /// Size of the panel
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: Option<u32>,
    #[command(flatten)]
    pub(crate) columns: Columns,
}

/// What is said of a file of people besides its rows.
#[derive(Clone, Debug, Args)]
pub(crate) struct Columns {
    /// Column of people's ids, where its name does not tell
    #[arg(long, value_name = "COLUMN")]
    pub(crate) id_column: Option<String>,
    /// Columns that together are an address: at most one person of a household is drawn
    #[arg(long, value_name = "COLUMN,COLUMN", value_delimiter = ',')]
    pub(crate) household: Vec<String>,
    /// People who sit already, a list of ids or a selected.csv: they take seats and quotas, and
    /// nobody of their households is drawn
    #[arg(long, value_name = "FILE")]
    pub(crate) already: Option<PathBuf>,
}

impl PoolArgs {
    /// Every file that is read: none of them is ever written over.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        let typed = [&self.people, &self.categories].map(PathBuf::as_path);
        typed
            .into_iter()
            .chain(self.columns.already.as_deref())
            .collect()
    }
}
