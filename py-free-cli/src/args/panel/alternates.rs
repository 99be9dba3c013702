//! `isonomia panel alternates`

use std::path::PathBuf;

use clap::Args;
use isonomia::lottery::Seed;
use isonomia::panel::alternates::Measure;
use isonomia::panel::dropout::factor_of;

use super::{DrawnArgs, SheetArgs};
use crate::args::{PoolArgs, hash, seed};

/// `isonomia panel alternates`
#[derive(Debug, Args)]
pub(crate) struct PanelAlternates {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    #[command(flatten)]
    pub(crate) drawn: DrawnArgs,
    /// How many alternates, at most
    #[arg(long, value_name = "A", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) count: Option<u32>,
    /// The chance that a member stays, the same for everyone, such as 0.85
    #[arg(long, value_name = "DECIMAL", value_parser = stays, conflicts_with_all = ["dropout", "fit"])]
    pub(crate) stays: Option<u32>,
    /// Chances to stay by value: CSV with feature, value, stays; the row *,* is the base
    #[arg(long, value_name = "MODEL.csv", conflicts_with = "fit")]
    pub(crate) dropout: Option<PathBuf>,
    /// Members of past panels, from whom the chances are learnt: a table with the features and a
    /// column that says whether the member stayed
    #[arg(long, value_name = "PAST.csv")]
    pub(crate) fit: Option<PathBuf>,
    /// The column of that table that says yes or no
    #[arg(
        long,
        value_name = "COLUMN",
        default_value = "stayed",
        requires = "fit"
    )]
    pub(crate) stayed: String,
    /// Cases of who leaves to toss
    #[arg(long, value_name = "S", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) scenarios: u32,
    /// What is to be small: sum (how far quotas are missed) or any (how often one is missed)
    #[arg(long, value_name = "WORD", default_value = "sum", value_parser = measure)]
    pub(crate) measure: Measure,
    /// Alternates may be unable to come as members may leave
    #[arg(long)]
    pub(crate) alternates_drop: bool,
    /// Chance typed by the operator, 64 hexadecimal digits: for rehearsals
    #[arg(long, value_name = "HEX", value_parser = seed, conflicts_with_all = ["lots", "draw"])]
    pub(crate) seed: Option<Seed>,
    /// Transcript of a sealed draw whose seed is used; with --draw it is that draw's
    #[arg(long, value_name = "TRANSCRIPT.json", conflicts_with = "draw")]
    pub(crate) lots: Option<PathBuf>,
    /// Hash of the manifest of that draw as it was announced
    #[arg(id = "alternates_seal", long = "lots-seal", value_name = "HEX", value_parser = hash)]
    pub(crate) seal: Option<[u8; 32]>,
    /// Dice digits, or hash of the reveals, noted before the beacon of that draw
    #[arg(id = "alternates_saw", long = "lots-saw", value_name = "HEX|DIGITS")]
    pub(crate) saw: Option<String>,
    /// Write what is to be fixed before the draw (number, model, cases) and stop: for
    /// `draw plan --bind`
    #[arg(long, value_name = "OUT.json")]
    pub(crate) terms: Option<PathBuf>,
    /// Write the alternates, in a file like that of the people
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) style: SheetArgs,
    /// Also write the report, for --check
    #[arg(long, value_name = "OUT.json")]
    pub(crate) report: Option<PathBuf>,
    /// Check such a report against the pool, without optimising anything
    #[arg(long, value_name = "REPORT.json", conflicts_with_all = ["count", "out", "report", "terms"])]
    pub(crate) check: Option<PathBuf>,
    /// Print the report as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn stays(text: &str) -> Result<u32, String> {
    factor_of(text).ok_or_else(|| "expected a decimal such as 0.85".to_owned())
}

fn measure(text: &str) -> Result<Measure, String> {
    Measure::from_word(text).ok_or_else(|| "expected sum or any".to_owned())
}
