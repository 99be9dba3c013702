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
    /// Settings of another sortition tool: id_column, check_same_address, selection_algorithm and
    /// the like; what is typed goes before, and what has no meaning here is said
    #[arg(long, value_name = "SETTINGS.toml", value_parser = settings)]
    pub(crate) settings: Option<PathBuf>,
}

/// A file of settings is looked into more than once: it is no stream.
fn settings(text: &str) -> Result<PathBuf, String> {
    match text {
        "-" => Err("expected a file; standard input is for people".to_owned()),
        path => Ok(PathBuf::from(path)),
    }
}

impl PoolArgs {
    /// Every file that is read: none of them is ever written over.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        let typed = [&self.people, &self.categories].map(PathBuf::as_path);
        let beside = [&self.columns.already, &self.columns.settings];
        let beside = beside.into_iter().flatten().map(PathBuf::as_path);
        typed.into_iter().chain(beside).collect()
    }
}
