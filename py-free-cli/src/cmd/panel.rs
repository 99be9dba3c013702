//! `isonomia panel`: before and after the draw of a panel, one file for each subcommand.

mod alternates;
mod check;
mod drawn;
mod dressed;
mod invite;
mod replace;
mod report;
mod select;
mod targets;
mod willing;

use crate::args::{Columns, PanelCommand};
use crate::io::Stop;
use crate::settings;
use crate::terminal::Ui;

/// Runs a subcommand; the exit code.
pub(crate) fn run(command: &PanelCommand, ui: &Ui) -> Result<u8, Stop> {
    let (columns, writes) = columns(command);
    let settings = settings::of(columns)?;
    if writes {
        settings.tell_of_files(columns, ui);
    } else {
        settings.tell(columns, None, ui);
    }
    match command {
        PanelCommand::Check(args) => check::run(args, ui),
        PanelCommand::Targets(args) => targets::run(args, ui),
        PanelCommand::Report(args) => report::run(args, ui),
        PanelCommand::Select(args) => select::run(args, ui),
        PanelCommand::Alternates(args) => alternates::run(args, ui),
        PanelCommand::Replace(args) => replace::run(args, ui),
        PanelCommand::Invite(args) => invite::run(args, ui),
        PanelCommand::Willing(args) => willing::run(args, ui),
    }
}

/// What is said of the file of people, and whether the command writes the files of a panel.
fn columns(command: &PanelCommand) -> (&Columns, bool) {
    match command {
        PanelCommand::Check(args) => (&args.pool.columns, false),
        PanelCommand::Targets(args) => (&args.columns, false),
        PanelCommand::Report(args) => (&args.pool.columns, false),
        PanelCommand::Select(args) => (&args.pool.columns, true),
        PanelCommand::Alternates(args) => (&args.pool.columns, false),
        PanelCommand::Replace(args) => (&args.pool.columns, true),
        PanelCommand::Invite(args) => (&args.columns, true),
        PanelCommand::Willing(args) => (&args.pool.columns, false),
    }
}
