//! `isonomia draw`: the ceremony of a draw that anyone can check, one file for each step.

mod audit;
mod beacon;
mod ceremony;
mod commit;
mod evidence;
mod explain;
mod fetched;
mod files;
mod folder;
mod keys;
mod plan;
mod prove;
mod readme;
mod rehearsal;
mod run;
mod sample;
mod say;
mod seal;
mod shell;
mod sign;
mod verify;

use isonomia::draw::Finding;

use crate::args::{DrawCommand, Keygen};
use crate::io::Stop;
use crate::terminal::Ui;

/// Runs a step; the exit code.
pub(crate) fn run(command: &DrawCommand, ui: &Ui) -> Result<u8, Stop> {
    match command {
        DrawCommand::Commit(args) => commit::run(args, ui),
        DrawCommand::Plan(args) => plan::run(args, ui),
        DrawCommand::Seal(args) => seal::run(args, ui),
        DrawCommand::Sign(args) => sign::run(args, ui),
        DrawCommand::Anchor(args) => sign::anchor(args, ui),
        DrawCommand::Reveal(args) => evidence::reveal(args, ui),
        DrawCommand::Dice(args) => evidence::dice(args, ui),
        DrawCommand::List(args) => evidence::list(args, ui),
        DrawCommand::Beacon(args) => beacon::run(args, ui),
        DrawCommand::Run(args) if args.rehearsal => rehearsal::run(args, ui),
        DrawCommand::Verify(args) => verify::run(args, ui),
        DrawCommand::Run(args) => run::run(args, ui),
        DrawCommand::Prove(args) => prove::run(args, ui),
        DrawCommand::Explain(args) => explain::run(args, ui),
        DrawCommand::Sample(args) => sample::run(args, ui),
    }
}

/// `isonomia keygen`
pub(crate) fn keygen(args: &Keygen, ui: &Ui) -> Result<u8, Stop> {
    keys::generate(args, ui)
}

/// The exit code of a verdict.
fn code(verdict: Finding) -> u8 {
    match verdict {
        Finding::Pass => 0,
        Finding::Fail => 1,
        Finding::Unproven => 2,
    }
}
