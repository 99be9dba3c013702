//! What anyone does with a transcript: verify, prove, explain, sample.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use isonomia::lottery::Seed;

use super::hex32;
use crate::args::seed;

/// `isonomia draw verify`
#[derive(Clone, Debug, Args)]
pub(crate) struct DrawVerify {
    /// The transcript; or the folder of a ceremony, with whatever of its files is there
    #[arg(value_name = "TRANSCRIPT.json|DIR")]
    pub(crate) transcript: PathBuf,
    /// The manifest hash that you were given before the draw
    #[arg(long, value_name = "HEX", value_parser = hex32)]
    pub(crate) seal: Option<[u8; 32]>,
    /// The dice digits, or the hash of the reveals, that you noted before the beacon
    #[arg(long, value_name = "HEX|DIGITS")]
    pub(crate) saw: Option<String>,
    /// Whom you trust: logs, witnesses and auditors (tlog-policy lines, `auditor <vkey>`)
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// The list of panels
    #[arg(long, value_name = "FILE")]
    pub(crate) panels: Option<PathBuf>,
    /// The pool with its records, as auditors get it
    #[arg(long, value_name = "FILE")]
    pub(crate) pool: Option<PathBuf>,
    /// The chances behind the list of panels and what proves them, as auditors get it
    #[arg(long, value_name = "FILE")]
    pub(crate) lottery: Option<PathBuf>,
    /// The manifest or transcript of an earlier attempt; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) previous: Vec<PathBuf>,
    /// The organiser's key that you know
    #[arg(long, value_name = "HEX", value_parser = hex32)]
    pub(crate) key: Option<[u8; 32]>,
    /// The name of the draw that you ask about
    #[arg(long, value_name = "URN")]
    pub(crate) draw_id: Option<String>,
    /// Rehearsals: the file of people; a second one is the categories
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Vec<PathBuf>,
    /// Rehearsals: the file of categories
    #[arg(long, value_name = "FILE")]
    pub(crate) categories: Option<PathBuf>,
    /// Print the verdict and every check as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `isonomia draw prove`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("who").args(["person", "all"])))]
pub(crate) struct DrawProve {
    /// Organiser: the folder of the ceremony. Person: the proof received
    #[arg(value_name = "DIR|PROOF.json")]
    pub(crate) target: PathBuf,
    /// Organiser: whose proof to write, by the id in the file of people; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) person: Vec<String>,
    /// Organiser: everyone's proofs
    #[arg(long)]
    pub(crate) all: bool,
    /// Organiser: where to write the proofs; else the folder proofs beside the ceremony's files
    #[arg(short, long = "out", value_name = "DIR", requires = "who")]
    pub(crate) out: Option<PathBuf>,
    /// Person: the transcript (or the manifest, before the draw)
    #[arg(long, value_name = "FILE", conflicts_with = "who")]
    pub(crate) transcript: Option<PathBuf>,
    /// Person: the list of panels, where it is public
    #[arg(long, value_name = "FILE", conflicts_with = "who")]
    pub(crate) panels: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `isonomia draw explain`
#[derive(Debug, Args)]
pub(crate) struct DrawExplain {
    /// The transcript
    #[arg(value_name = "TRANSCRIPT.json")]
    pub(crate) transcript: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How numbers are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// Samples of this engine (draw/v1, 2.5)
    #[default]
    DrawV1,
    /// RFC 3797, as the IETF's nominating committee; the seed is its key string
    #[value(name = "rfc3797")]
    Rfc3797,
    /// cryptorandom of P. B. Stark
    Cryptorandom,
    /// sampler.py of R. L. Rivest, 2011
    #[value(name = "rivest-2011")]
    Rivest2011,
    /// consistent_sampler of R. L. Rivest, as Arlo uses it
    Consistent,
}

/// `isonomia draw sample`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("from").args(["ids", "n"]).required(true)))]
#[command(group(ArgGroup::new("chance").args(["seed", "transcript", "dice", "seed_text"]).required(true)))]
pub(crate) struct DrawSample {
    /// The list to draw from: one id a line, or a CSV whose first column holds the ids
    #[arg(value_name = "IDS")]
    pub(crate) ids: Option<PathBuf>,
    /// Draw from the numbers 1 to N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) n: Option<u64>,
    /// How many to draw
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) k: u32,
    /// 64 hexadecimal digits; shown as chosen by the operator
    #[arg(long, value_name = "HEX", value_parser = seed)]
    pub(crate) seed: Option<Seed>,
    /// The seed of this transcript, which is verified first
    #[arg(long, value_name = "FILE", requires = "label")]
    pub(crate) transcript: Option<PathBuf>,
    /// What the sample is for; another label gives another sample
    #[arg(long, value_name = "LABEL")]
    pub(crate) label: Option<String>,
    /// Digits of dice; enter the seed with the list
    #[arg(long, value_name = "DIGITS")]
    pub(crate) dice: Option<String>,
    /// The seed as text, for the methods of others
    #[arg(long, value_name = "TEXT")]
    pub(crate) seed_text: Option<String>,
    /// What was drawn may be drawn again (methods of others only)
    #[arg(long)]
    pub(crate) with_replacement: bool,
    /// How numbers are drawn
    #[arg(long, value_enum, default_value_t)]
    pub(crate) method: Method,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
