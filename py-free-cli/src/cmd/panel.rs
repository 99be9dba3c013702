//! `isonomia panel`: before and after the draw of a panel, one file for each subcommand.

mod alternates;
mod check;
mod drawn;
mod invite;
mod replace;
mod report;
mod select;
mod targets;
mod willing;

use std::io::Write;

use crate::args::{PanelCommand, PoolArgs};
use crate::io::{self, Stop};
use crate::pool::PoolRead;
use crate::terminal::Ui;

/// Runs a subcommand; the exit code.
pub(crate) fn run(command: &PanelCommand, ui: &Ui) -> Result<u8, Stop> {
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

/// What the pool holds.
fn tell(read: &PoolRead, args: &PoolArgs, ui: &Ui) -> Result<u8, Stop> {
    ui.warnings(&read.diagnostics);
    let pool = read.pool()?;
    let mut out = io::stdout();
    let said = ui.say(
        "cli.check.holds-pool",
        &[
            ("file", &io::name(&args.people)),
            ("format", read.loaded.format),
            ("people", &pool.len().to_string()),
            ("features", &pool.features().len().to_string()),
            ("seats", &pool.seats.to_string()),
        ],
    );
    writeln!(out, "{said}")?;
    out.flush()?;
    Ok(0)
}
