//! Which panel is meant, for everything that is done after a draw.

use std::path::{Path, PathBuf};

use clap::Args;

/// Where the panel, or the chances, come from.
#[derive(Clone, Debug, Args)]
pub(crate) struct DrawnArgs {
    /// Report of `isonomia count --rule sortition/...`; its seats and columns are used
    #[arg(long, value_name = "REPORT.json", conflicts_with_all = ["members", "draw", "seats"])]
    pub(crate) result: Option<PathBuf>,
    /// Number of the panel in the list of that report, from 0
    #[arg(long, value_name = "N", requires = "result")]
    pub(crate) panel: Option<u32>,
    /// Members of the panel: one id a line, or a table with a column of ids
    #[arg(long, value_name = "FILE", conflicts_with = "draw")]
    pub(crate) members: Option<PathBuf>,
    /// Transcript of a sealed draw
    #[arg(
        long,
        value_name = "TRANSCRIPT.json",
        requires = "draw_people",
        conflicts_with = "seats"
    )]
    pub(crate) draw: Option<PathBuf>,
    /// Who stands behind each place of that draw: private/people.json of its folder
    #[arg(long, value_name = "PEOPLE.json", requires = "draw")]
    pub(crate) draw_people: Option<PathBuf>,
}

impl DrawnArgs {
    /// Every file that is read.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        let all = [&self.result, &self.members, &self.draw, &self.draw_people];
        all.into_iter().flatten().map(PathBuf::as_path).collect()
    }
}

/// Tables for the organiser, each to a file of its own.
#[derive(Clone, Debug, Args)]
#[allow(clippy::struct_field_names)] // they are the words typed
pub(crate) struct TableArgs {
    /// Write a table of quotas: category, value, selected (share), [least, most]; before the draw:
    /// category, value, initially (share), want
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) quota_table: Option<PathBuf>,
    /// Write the numbered panels, one column each; names people by id: for the organiser only
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) lottery_table: Option<PathBuf>,
    /// Write each person's chance and number of panels; for the organiser only
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) people_table: Option<PathBuf>,
}
