//! What every command that takes FILE takes.

use std::path::{Path, PathBuf};

use clap::Args;
use isonomia::ballot::BallotKind;
use isonomia::lottery::Seed;
use isonomia::num::{Decimal, parse_decimal};

use super::{Columns, Ties, hash, seed, ties};

/// Files and how to read them.
#[derive(Clone, Debug, Args)]
pub(crate) struct InputArgs {
    /// Files in any format that `isonomia formats` lists; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Ballots of an election.json: a table, or JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) ballots: Option<PathBuf>,
    /// Categories of a pool of people: features, values, least and most
    #[arg(long, value_name = "FILE")]
    pub(crate) categories: Option<PathBuf>,
    /// Projects of a table of ballots: a table of ids, names and costs
    #[arg(long, value_name = "FILE")]
    pub(crate) projects: Option<PathBuf>,
    /// Paper cards of a table of ballots, counted by hand: a table of projects and votes
    #[arg(long, value_name = "FILE")]
    pub(crate) totals: Option<PathBuf>,
    /// Money to spend, where a table is counted
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    pub(crate) budget: Option<Decimal>,
    /// What voters wrote in a table: approval, ranking, score, allotment or knapsack
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<BallotKind>,
    /// What the columns of a table mean, as `isonomia columns` wrote it; else proposed
    #[arg(long = "columns", value_name = "MAP.json")]
    pub(crate) map: Option<PathBuf>,
    /// Format of FILE, where its content is not to decide
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// Read the ballots as another kind, by a named conversion such as ordinal-as-approval
    #[arg(long, value_name = "WORD")]
    pub(crate) read_as: Option<String>,
    /// Seats, where the file does not say or is to be overruled
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: Option<u32>,
    /// Contest to count, by its id, where an election file holds several
    #[arg(long, value_name = "ID")]
    pub(crate) contest: Option<String>,
    #[command(flatten)]
    pub(crate) columns: Columns,
}

/// What decides besides the rule.
#[derive(Clone, Debug, Args)]
pub(crate) struct Asked {
    /// How ties are decided: words tried in order, such as min-cost,max-votes,lot
    #[arg(long, value_name = "LIST", value_parser = ties)]
    pub(crate) ties: Option<Ties>,
    /// Decisions of the returning officer for `--ties given`: ids from most to least favoured
    #[arg(long, value_name = "A,B,C")]
    pub(crate) given: Vec<String>,
    /// Public randomness, 64 hexadecimal digits; marked in the report as chosen by the operator
    #[arg(long, value_name = "HEX", value_parser = seed)]
    pub(crate) seed: Option<Seed>,
    /// Transcript of a sealed draw that binds this input: ties go by its tickets
    #[arg(long, value_name = "TRANSCRIPT.json", conflicts_with = "seed")]
    pub(crate) lots: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: LotTrust,
}

/// Which tickets of a sealed draw count, and what the counter knows of that draw.
#[derive(Clone, Debug, Args)]
pub(crate) struct LotTrust {
    /// Label of the ticket draw in the transcript
    #[arg(
        id = "lots_label",
        long = "lots-label",
        value_name = "LABEL",
        default_value = "tie",
        requires = "lots"
    )]
    pub(crate) label: String,
    /// Hash of the manifest as it was announced before that draw
    #[arg(id = "lots_seal", long = "lots-seal", value_name = "HEX", requires = "lots",
          value_parser = hash)]
    pub(crate) seal: Option<[u8; 32]>,
    /// The dice digits, or the hash of the reveals, noted before the beacon of that draw
    #[arg(
        id = "lots_saw",
        long = "lots-saw",
        value_name = "HEX|DIGITS",
        requires = "lots"
    )]
    pub(crate) saw: Option<String>,
}

impl InputArgs {
    /// Every file that is read: none of them is ever written over.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        let others = [
            &self.ballots,
            &self.categories,
            &self.projects,
            &self.totals,
            &self.map,
            &self.columns.already,
            &self.columns.settings,
        ];
        let others = others.into_iter().flatten();
        self.files
            .iter()
            .chain(others)
            .map(PathBuf::as_path)
            .collect()
    }
}

fn amount(text: &str) -> Result<Decimal, String> {
    let blanks = |letter: char| letter.is_whitespace();
    let digits: String = text.chars().filter(|letter| !blanks(*letter)).collect();
    parse_decimal(&digits).ok_or_else(|| "expected an amount such as 250000 or 1250.50".to_owned())
}

fn kind(text: &str) -> Result<BallotKind, String> {
    BallotKind::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = BallotKind::ALL.into_iter().map(BallotKind::word).collect();
        format!("expected {}", words.join(", "))
    })
}
