//! `isonomia panel targets`

use std::path::PathBuf;

use clap::Args;
use isonomia::panel::targets::{Dialect, SetRange};

use super::FileArgs;
use crate::args::Columns;

/// `isonomia panel targets`
#[derive(Debug, Args)]
pub(crate) struct PanelTargets {
    /// The town: CSV with feature, value, and a count of people, a share or a percentage
    #[arg(value_name = "CENSUS.csv")]
    pub(crate) census: PathBuf,
    /// Size of the panel
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seats: u32,
    /// Widen every range by D seats on both sides
    #[arg(long, value_name = "D", default_value_t = 0)]
    pub(crate) slack: u32,
    /// Let every range be relaxed by F seats more on both sides (`min_flex`, `max_flex`)
    #[arg(long, value_name = "F")]
    pub(crate) flex: Option<u32>,
    /// Range of one value, by hand; the others make room; may be repeated
    #[arg(long, value_name = "FEATURE/VALUE=MIN..MAX", value_parser = range)]
    pub(crate) set: Vec<SetRange>,
    /// The volunteers: says whether a panel can be drawn from them and whom the ranges shut out
    #[arg(long, value_name = "PEOPLE.csv")]
    pub(crate) people: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Names of the columns: features (feature,value) or replication (category,feature)
    #[arg(long, value_name = "NAMES", default_value = "features", value_parser = dialect)]
    pub(crate) dialect: Dialect,
    /// Categories file to write, for `--categories`
    #[arg(short, long = "out", value_name = "CATEGORIES.csv")]
    pub(crate) out: Option<PathBuf>,
    /// Print the categories file instead of a table
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Print one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `age/16-29=4..6`, or one number for both. The first slash parts feature and value, the last
/// equals sign value and range: values may hold both.
fn range(text: &str) -> Result<SetRange, String> {
    let read = || {
        let (path, range) = text.rsplit_once('=')?;
        let (feature, value) = path.split_once('/')?;
        let (min, max) = range.split_once("..").unwrap_or((range, range));
        Some(SetRange {
            feature: feature.trim().to_owned(),
            value: value.trim().to_owned(),
            min: min.trim().parse().ok()?,
            max: max.trim().parse().ok()?,
        })
    };
    read().ok_or_else(|| "expected FEATURE/VALUE=MIN..MAX, such as age/16-29=4..6".to_owned())
}

fn dialect(text: &str) -> Result<Dialect, String> {
    let words = || Dialect::ALL.map(Dialect::word).join(" or ");
    Dialect::from_word(text).ok_or_else(|| format!("expected {}", words()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_parted_at_the_first_slash_and_the_last_equals_sign() {
        let read = |text| range(text).map(|set| (set.feature, set.value, set.min, set.max));
        let owned = |a: &str, b: &str, min, max| Ok((a.to_owned(), b.to_owned(), min, max));
        assert_eq!(read("age/16-29=4..6"), owned("age", "16-29", 4, 6));
        assert_eq!(read("area/N/S = far=3"), owned("area", "N/S = far", 3, 3));
        for wrong in ["age=4..6", "age/16-29", "age/16-29=4..", "age/16-29=4-6"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
