//! The steps between plan and transcript: each takes the folder of a ceremony.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `isonomia draw seal`
#[derive(Debug, Args)]
pub(crate) struct DrawSeal {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The organiser's secret key: NAME.key of `isonomia keygen`
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

/// What a signature says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Statement {
    /// This plan was shown to me before the draw
    #[default]
    Manifest,
    /// I saw these dice or results before the beacon
    Reveals,
    /// I recomputed pool and panel roots, checked every panel, and counted the chances again
    ListAudited,
}

/// `isonomia draw sign`
#[derive(Debug, Args)]
pub(crate) struct DrawSign {
    /// The sealed manifest.json, or the folder of the ceremony
    #[arg(value_name = "MANIFEST.json|DIR")]
    pub(crate) target: PathBuf,
    /// The secret key of whoever signs: NAME.key of `isonomia keygen`
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "add",
        conflicts_with = "add"
    )]
    pub(crate) key: Option<PathBuf>,
    /// What the signature says
    #[arg(
        long = "as",
        value_name = "WHAT",
        value_enum,
        default_value_t,
        conflicts_with = "add"
    )]
    pub(crate) statement: Statement,
    /// For list-audited: the list of panels
    #[arg(long, value_name = "FILE")]
    pub(crate) panels: Option<PathBuf>,
    /// For list-audited: the pool
    #[arg(long, value_name = "FILE")]
    pub(crate) pool: Option<PathBuf>,
    /// For list-audited: the chances behind the list, where the plan holds their digest
    #[arg(long, value_name = "FILE")]
    pub(crate) lottery: Option<PathBuf>,
    /// For reveals: ceremony.json with what was revealed, where only the manifest is given
    #[arg(long, value_name = "FILE")]
    pub(crate) reveals: Option<PathBuf>,
    /// Note to write; else it is added to the folder, or printed
    #[arg(short, long = "out", value_name = "NOTE.txt")]
    pub(crate) out: Option<PathBuf>,
    /// Organiser: put a note that a party or an auditor sent into the folder; may be repeated
    #[arg(long, value_name = "NOTE.txt")]
    pub(crate) add: Vec<PathBuf>,
}

/// `isonomia draw anchor`
#[derive(Debug, Args)]
pub(crate) struct DrawAnchor {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The proof of the log (c2sp.org/tlog-proof@v1)
    #[arg(value_name = "PROOF")]
    pub(crate) proof: PathBuf,
}

/// `isonomia draw reveal`
#[derive(Debug, Args)]
pub(crate) struct DrawReveal {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// NAME.secret.json of the party, which `draw commit` wrote; may be repeated
    #[arg(value_name = "SECRET.json", required = true)]
    pub(crate) secrets: Vec<PathBuf>,
}

/// `isonomia draw dice`
#[derive(Debug, Args)]
pub(crate) struct DrawDice {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// What the dice showed, in the order thrown; blanks between digits are ignored
    #[arg(value_name = "DIGITS", required = true)]
    pub(crate) digits: Vec<String>,
}

/// `isonomia draw list`
#[derive(Debug, Args)]
pub(crate) struct DrawList {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The numbers of one announced item, separated by commas, in the order of the plan; they
    /// are put in ascending order
    #[arg(value_name = "NUMBERS", required = true)]
    pub(crate) values: Vec<String>,
}

/// `isonomia draw beacon`
#[derive(Debug, Args)]
pub(crate) struct DrawBeacon {
    /// The folder of the ceremony
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// What was fetched: JSON of the drand API, or the signature alone; - for standard input.
    /// Without it the address is told
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}
