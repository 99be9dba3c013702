//! `isonomia panel`: before and after the draw of a panel.

mod alternates;
mod check;
mod drawn;
mod invite;
mod replace;
mod report;
mod select;
mod targets;
mod willing;

use clap::Subcommand;

use super::examples;

pub(crate) use alternates::PanelAlternates;
pub(crate) use check::PanelCheck;
pub(crate) use drawn::{DrawnArgs, TableArgs};
pub(crate) use invite::{InviteWho, PanelInvite};
pub(crate) use replace::PanelReplace;
pub(crate) use report::PanelReport;
pub(crate) use select::{FileArgs, PanelSelect, SheetArgs};
pub(crate) use targets::PanelTargets;
pub(crate) use willing::PanelWilling;

/// What is done for a panel.
#[derive(Debug, Subcommand)]
pub(crate) enum PanelCommand {
    /// Say whether a panel of these quotas can be drawn, what stands in its way, and whom it shuts out
    #[command(after_help = examples::PANEL_CHECK)]
    Check(PanelCheck),
    /// Make quotas from the shares of a census
    #[command(after_help = examples::PANEL_TARGETS)]
    Targets(PanelTargets),
    /// Show how a panel mirrors its pool, and who had what chance
    #[command(after_help = examples::PANEL_REPORT)]
    Report(PanelReport),
    /// Write selected.csv and remaining.csv of a panel that was drawn
    #[command(after_help = examples::PANEL_SELECT)]
    Select(PanelSelect),
    /// Choose people in reserve by what is known of dropouts
    #[command(after_help = examples::PANEL_ALTERNATES)]
    Alternates(PanelAlternates),
    /// Draw people for the seats that have become free
    #[command(after_help = examples::PANEL_REPLACE)]
    Replace(PanelReplace),
    /// Choose households to be invited
    #[command(after_help = examples::PANEL_INVITE)]
    Invite(PanelInvite),
    /// Learn from volunteers and a survey how readily people of each value volunteer
    #[command(after_help = examples::PANEL_WILLING)]
    Willing(PanelWilling),
}
