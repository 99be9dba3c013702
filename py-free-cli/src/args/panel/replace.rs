//! `isonomia panel replace`

use std::path::PathBuf;

use clap::Args;
use isonomia::lottery::Seed;

use super::{DrawnArgs, SheetArgs};
use crate::args::{PoolArgs, hash, pair, seed};

/// `isonomia panel replace`
#[derive(Debug, Args)]
pub(crate) struct PanelReplace {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    #[command(flatten)]
    pub(crate) drawn: DrawnArgs,
    /// Who has left: one id a line, or a table with a column of ids; people who never sat and are
    /// not to be drawn may stand there too
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) gone: PathBuf,
    /// Draw from these people only, such as the alternates
    #[arg(long, value_name = "FILE")]
    pub(crate) among: Option<PathBuf>,
    /// Where the quotas cannot be met, relax them as little as can be
    #[arg(long)]
    pub(crate) relax: bool,
    /// Write the people who can be drawn, for `draw plan` or `count`
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) out_people: Option<PathBuf>,
    /// Write what the quotas still ask, for `draw plan` or `count`
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) out_categories: Option<PathBuf>,
    /// Draw at once by this rule, such as sortition/leximin with --set panels=1
    #[arg(long, value_name = "ID", conflicts_with_all = ["in_turn", "order"])]
    pub(crate) rule: Option<String>,
    /// Option of the rule; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair, requires = "rule")]
    pub(crate) set: Vec<(String, String)>,
    /// Give the seats in an order that chance makes: the first with whom the quotas can be met
    #[arg(long)]
    pub(crate) in_turn: bool,
    /// Give the seats in this order, such as the reserves of a draw: one id a line
    #[arg(long, value_name = "FILE", conflicts_with = "in_turn")]
    pub(crate) order: Option<PathBuf>,
    /// Chance typed by the operator, 64 hexadecimal digits: for rehearsals
    #[arg(long, value_name = "HEX", value_parser = seed, conflicts_with = "lots")]
    pub(crate) seed: Option<Seed>,
    /// Transcript of a sealed draw whose seed is used; with --draw it is that draw's
    #[arg(long, value_name = "TRANSCRIPT.json")]
    pub(crate) lots: Option<PathBuf>,
    /// Hash of the manifest of that draw as it was announced
    #[arg(id = "replace_seal", long = "lots-seal", value_name = "HEX", value_parser = hash)]
    pub(crate) seal: Option<[u8; 32]>,
    /// Dice digits, or hash of the reveals, noted before the beacon of that draw
    #[arg(id = "replace_saw", long = "lots-saw", value_name = "HEX|DIGITS")]
    pub(crate) saw: Option<String>,
    /// Write the ids of the panel with its new members, for the next replacement
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) out_members: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) style: SheetArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
