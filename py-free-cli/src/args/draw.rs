//! `isonomia draw`: rehearsals of a panel draw, and their verification.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use isonomia::lottery::Seed;

use super::{Columns, Ties, examples, pair, seed, ties};

/// Drawing and checking.
#[derive(Debug, Subcommand)]
pub(crate) enum DrawCommand {
    /// Draw a panel from a pool with dice or a seed, and write the transcript
    #[command(after_help = examples::DRAW_RUN)]
    Run(Box<DrawRun>),
    /// Check a transcript step by step: exit 0 PASS, 1 FAIL, 2 UNPROVEN, 64 usage
    #[command(after_help = examples::DRAW_VERIFY)]
    Verify(DrawVerify),
}

/// `isonomia draw run`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("randomness").args(["dice", "seed"]).required(true)))]
pub(crate) struct DrawRun {
    /// The volunteers: CSV with one row a person
    #[arg(value_name = "PEOPLE.csv")]
    pub(crate) people: PathBuf,
    /// Features and quotas: CSV with feature, value, least, most
    #[arg(long, value_name = "CATEGORIES.csv")]
    pub(crate) categories: PathBuf,
    /// Size of the panel
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: u32,
    /// Rule of the draw (see `isonomia rules --family sortition`)
    #[arg(long, value_name = "ID", default_value = "sortition/stratified")]
    pub(crate) rule: String,
    /// Option of the rule; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    /// How ties between strata are decided: words tried in order
    #[arg(long, value_name = "LIST", value_parser = ties)]
    pub(crate) ties: Option<Ties>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// What the panel is for; stands in the transcript and enters the seed of dice
    #[arg(long, value_name = "TEXT", default_value = "rehearsal")]
    pub(crate) purpose: String,
    /// Digits of dice in the order thrown; blanks between them are ignored
    #[arg(long, value_name = "DIGITS")]
    pub(crate) dice: Option<String>,
    /// Sides of the dice: 10 (digits 0-9) or 6 (digits 1-6); else told by the digits
    #[arg(long, value_name = "N", requires = "dice", value_parser = sides)]
    pub(crate) sides: Option<u32>,
    /// How and where the dice were thrown; stands in the transcript
    #[arg(long, value_name = "TEXT", requires = "dice", default_value = "")]
    pub(crate) ceremony: String,
    /// 64 hexadecimal digits, for repeating a rehearsal
    #[arg(long, value_name = "HEX", value_parser = seed)]
    pub(crate) seed: Option<Seed>,
    /// Transcript to write; else standard output
    #[arg(short, long = "out", value_name = "OUT.json")]
    pub(crate) out: Option<PathBuf>,
}

/// `isonomia draw verify`
#[derive(Debug, Args)]
pub(crate) struct DrawVerify {
    /// The transcript
    #[arg(value_name = "TRANSCRIPT.json")]
    pub(crate) transcript: PathBuf,
    /// The file of people; a second one is the categories
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Vec<PathBuf>,
    /// The file of categories
    #[arg(long, value_name = "FILE")]
    pub(crate) categories: Option<PathBuf>,
    /// Print the verdict and every check as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn sides(text: &str) -> Result<u32, String> {
    match text {
        "10" => Ok(10),
        "6" => Ok(6),
        _ => Err("expected 10 or 6".to_owned()),
    }
}
