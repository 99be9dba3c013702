//! `isonomia panel invite`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use isonomia::lottery::Seed;

use super::SheetArgs;
use crate::args::Columns;

/// `isonomia panel invite`
#[derive(Debug, Args)]
pub(crate) struct PanelInvite {
    /// Everyone who may be invited: CSV with one row a person
    #[arg(value_name = "REGISTER.csv")]
    pub(crate) people: PathBuf,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// How many households are invited
    #[arg(long, value_name = "N")]
    pub(crate) invitations: u32,
    /// Who of a household is invited
    #[arg(long, value_name = "WHO", default_value = "one")]
    pub(crate) who: InviteWho,
    /// Public randomness: 64 hex digits
    #[arg(long, value_name = "HEX", value_parser = crate::args::seed)]
    pub(crate) seed: Seed,
    /// Who is invited, in a file like the register
    #[arg(long, value_name = "OUT.csv", default_value = "invited.csv")]
    pub(crate) invited: PathBuf,
    #[command(flatten)]
    pub(crate) style: SheetArgs,
    /// Print the draw as JSON and write no file
    #[arg(long)]
    pub(crate) json: bool,
}

/// Who of a household is invited.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum InviteWho {
    /// One person, by lot
    One,
    /// Everyone
    All,
}
