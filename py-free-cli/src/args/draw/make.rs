//! What makes something new: keys, commitments, draws.

use std::path::PathBuf;

use clap::Args;
use isonomia::lottery::Seed;

use super::sides;
use crate::args::{Columns, Ties, pair, seed, ties};

/// `isonomia keygen`
#[derive(Debug, Args)]
pub(crate) struct Keygen {
    /// Name of the two files: NAME.key stays secret, NAME.pub is for everyone
    #[arg(value_name = "NAME")]
    pub(crate) name: PathBuf,
}

/// `isonomia draw commit`
#[derive(Debug, Args)]
pub(crate) struct DrawCommit {
    /// Name of the party, as it will stand in the plan
    #[arg(long, value_name = "TEXT")]
    pub(crate) party: String,
    /// The party's key (NAME.key or NAME.pub); with it nobody can claim a party that knows nothing
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Name of the two files: NAME.secret.json stays secret, NAME.commitment.json goes to the
    /// organiser
    #[arg(short, long = "out", value_name = "NAME")]
    pub(crate) out: PathBuf,
}

/// `isonomia draw run`
#[derive(Debug, Args)]
pub(crate) struct DrawRun {
    /// The folder of a sealed ceremony; with --rehearsal a CSV of people, one row each
    #[arg(value_name = "DIR|PEOPLE.csv")]
    pub(crate) target: PathBuf,
    /// Transcript to write; else transcript.json in the folder (a rehearsal: standard output)
    #[arg(short, long = "out", value_name = "OUT.json")]
    pub(crate) out: Option<PathBuf>,
    /// No ceremony: draw at once from people and categories; everything written is marked so
    #[arg(long)]
    pub(crate) rehearsal: bool,
    /// Rehearsal: features and quotas, CSV with feature, value, least, most
    #[arg(long, value_name = "CATEGORIES.csv")]
    pub(crate) categories: Option<PathBuf>,
    /// Rehearsal: size of the panel
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: Option<u32>,
    /// Rehearsal: rule of the draw (see `isonomia rules --family sortition`)
    /// [default: sortition/stratified]
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// Rehearsal: option of the rule; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    /// Rehearsal: how ties between strata are decided: words tried in order
    #[arg(long, value_name = "LIST", value_parser = ties)]
    pub(crate) ties: Option<Ties>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Rehearsal: what the panel is for; stands in the transcript and enters the seed of dice
    #[arg(long, value_name = "TEXT", default_value = "rehearsal")]
    pub(crate) purpose: String,
    /// Rehearsal: digits of dice in the order thrown; blanks between them are ignored
    #[arg(long, value_name = "DIGITS")]
    pub(crate) dice: Option<String>,
    /// Rehearsal: sides of the dice, 10 (digits 0-9) or 6 (digits 1-6); else told by the digits
    #[arg(long, value_name = "N", requires = "dice", value_parser = sides)]
    pub(crate) sides: Option<u32>,
    /// Rehearsal: how and where the dice were thrown; stands in the transcript
    #[arg(long, value_name = "TEXT", requires = "dice", default_value = "")]
    pub(crate) ceremony: String,
    /// Rehearsal: 64 hexadecimal digits, for repeating one; called `chosen by the operator`
    #[arg(long, value_name = "HEX", value_parser = seed, conflicts_with = "dice")]
    pub(crate) seed: Option<Seed>,
}
