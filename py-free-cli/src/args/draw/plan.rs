//! `isonomia draw plan`

use std::path::PathBuf;

use clap::Args;
use isonomia::draw::time::Time;

use super::hex32;
use crate::args::{Columns, Ties, pair, ties};

/// Dice as players write them: `20d10` is twenty dice of ten sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dice {
    pub(crate) count: u32,
    pub(crate) sides: u32,
}

/// `isonomia draw plan`
#[derive(Debug, Args)]
pub(crate) struct DrawPlan {
    /// The volunteers: CSV with one row a person. Without them only lots are drawn: --tickets
    #[arg(value_name = "PEOPLE.csv", requires_all = ["categories", "seats"])]
    pub(crate) people: Option<PathBuf>,
    /// Features and quotas: CSV with feature, value, least, most
    #[arg(long, value_name = "CATEGORIES.csv")]
    pub(crate) categories: Option<PathBuf>,
    /// Size of the panel
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: Option<u32>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Rule that makes the panels (see `isonomia rules --family sortition`)
    /// [default: sortition/stratified]
    #[arg(long, value_name = "ID", help_heading = PANELS)]
    pub(crate) rule: Option<String>,
    /// Option of the rule; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair, help_heading = PANELS)]
    pub(crate) set: Vec<(String, String)>,
    /// How ties between strata are decided: words tried in order
    #[arg(long, value_name = "LIST", value_parser = ties, help_heading = PANELS)]
    pub(crate) ties: Option<Ties>,
    /// How many equally likely panels to list; one of them will be drawn [default: 1000]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=1_000_000),
          conflicts_with = "direct", help_heading = PANELS)]
    pub(crate) panels: Option<u32>,
    /// Publish the list of panels for everyone, not for auditors alone (see Privacy in the guide)
    #[arg(long, help_heading = PANELS)]
    pub(crate) public: bool,
    /// Also draw K of the whole pool as reserves, in order; members of the panel among them are
    /// skipped, so ask for some more than you need
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..),
          conflicts_with = "direct", help_heading = PANELS)]
    pub(crate) reserves: Option<u32>,
    /// Give every option of this list a lot, for ties of a count: one id a line, as the ballots
    /// have it (the name, where a format has no ids)
    #[arg(long, value_name = "IDS.txt", conflicts_with = "direct", help_heading = PANELS)]
    pub(crate) tickets: Option<PathBuf>,
    /// The same with the options of this file of ballots itself, which is bound too
    #[arg(long, value_name = "BALLOTS", conflicts_with_all = ["direct", "tickets"],
          help_heading = PANELS)]
    pub(crate) tickets_of: Option<PathBuf>,
    /// A file on which the lots will decide, such as the ballots; its SHA-256 is sealed with the
    /// plan; may be repeated
    #[arg(long, value_name = "FILE", help_heading = PANELS)]
    pub(crate) bind: Vec<PathBuf>,
    /// When the draw takes place, in UTC, such as 2027-03-01T17:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = CHANCE)]
    pub(crate) draw_time: Time,
    /// Public beacon of drand: quicknet (unless --direct) or default; may be repeated
    #[arg(long, value_name = "CHAIN", value_parser = ["quicknet", "default"], conflicts_with = "direct", help_heading = CHANCE)]
    pub(crate) drand: Vec<String>,
    /// A party's commitment, as `draw commit` wrote it; may be repeated
    #[arg(long, value_name = "FILE", conflicts_with = "direct", help_heading = CHANCE)]
    pub(crate) party: Vec<PathBuf>,
    /// When parties must have revealed, in UTC; else the margin before the draw
    #[arg(long, value_name = "TIME", value_parser = time, requires = "party", help_heading = CHANCE)]
    pub(crate) reveal_by: Option<Time>,
    /// Dice thrown in public before the beacon, such as 20d10 or 25d6
    #[arg(long, value_name = "NdS", value_parser = dice, conflicts_with = "direct",
          help_heading = CHANCE)]
    pub(crate) dice: Option<Dice>,
    /// Dice or balls whose digits are the number of the panel itself: 1 to 3, such as 3d10
    #[arg(long, value_name = "NdS", value_parser = dice, help_heading = CHANCE)]
    pub(crate) direct: Option<Dice>,
    /// How and where dice are thrown, for those who watch
    #[arg(long, value_name = "TEXT", help_heading = CHANCE)]
    pub(crate) ceremony: Option<String>,
    /// Published results that enter the draw, such as a named lottery of a named day; may be
    /// repeated
    #[arg(long, value_name = "TEXT", conflicts_with = "direct", help_heading = CHANCE)]
    pub(crate) list: Vec<String>,
    /// When those results are known, in UTC; else the margin before the draw
    #[arg(long, value_name = "TIME", value_parser = time, requires = "list", help_heading = CHANCE)]
    pub(crate) ready_by: Option<Time>,
    /// Seconds between the last reveal or log entry and the beacon
    /// [default: 300]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u32).range(60..=604_800),
          help_heading = CHANCE)]
    pub(crate) margin: Option<u32>,
    /// What the draw is for
    #[arg(long, value_name = "TEXT", help_heading = NAMES)]
    pub(crate) purpose: String,
    /// Name of whoever answers for the draw
    #[arg(long, value_name = "TEXT", help_heading = NAMES)]
    pub(crate) organiser: String,
    /// The organiser's key: NAME.pub or NAME.key of `isonomia keygen`
    #[arg(long, value_name = "FILE", help_heading = NAMES)]
    pub(crate) key: PathBuf,
    /// Name of the draw as a URN; else a random one
    #[arg(long, value_name = "URN", help_heading = NAMES)]
    pub(crate) id: Option<String>,
    /// Name of the series of draws that this one belongs to
    #[arg(long, value_name = "URN", help_heading = NAMES)]
    pub(crate) series: Option<String>,
    /// Origin of the public log where the sealed plan will be entered
    #[arg(long, value_name = "ORIGIN", default_value = "none", help_heading = NAMES)]
    pub(crate) log: String,
    /// The manifest of the attempt before this one, which it replaces
    #[arg(long, value_name = "MANIFEST.json", help_heading = NAMES)]
    pub(crate) supersedes: Option<PathBuf>,
    /// A beacon already published: shows that the plan is not older than it
    #[arg(long, value_name = "FILE", help_heading = NAMES)]
    pub(crate) not_before: Option<PathBuf>,
    /// SHA-256 of something the lots will decide on; may be repeated
    #[arg(long, value_name = "HEX", value_parser = hex32, help_heading = PANELS)]
    pub(crate) bind_digest: Vec<[u8; 32]>,
    /// Mark everything as a rehearsal: its transcript is never PASS
    #[arg(long)]
    pub(crate) rehearsal: bool,
    /// Folder of the ceremony; it must not be there yet
    #[arg(short, long = "out", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

fn time(text: &str) -> Result<Time, String> {
    let expected = || "expected a time in UTC, such as 2030-03-01T17:00:00Z".to_owned();
    text.parse().map_err(|_| expected())
}

const PANELS: &str = "What is drawn";
const CHANCE: &str = "Where chance comes from";
const NAMES: &str = "Who and what for";

fn dice(text: &str) -> Result<Dice, String> {
    let read = || {
        let (count, sides) = text.split_once(['d', 'D'])?;
        let dice = Dice {
            count: count.trim().parse().ok()?,
            sides: sides.trim().parse().ok()?,
        };
        let known = matches!(dice.sides, 6 | 10) && (1..=1000).contains(&dice.count);
        known.then_some(dice)
    };
    read().ok_or_else(|| "expected dice such as 20d10 or 25d6".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_are_written_as_players_do() {
        let read = |text| dice(text).map(|dice| (dice.count, dice.sides));
        assert_eq!(read("20d10"), Ok((20, 10)));
        assert_eq!(read("3D6"), Ok((3, 6)));
        for wrong in ["20", "d10", "20d20", "0d6", "-1d6", "20d10d6", "1e3d10"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
