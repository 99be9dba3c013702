//! `isonomia`: the command. It opens files, calls the engine, and shows what the engine says.
//!
//! ```text
//! args.rs  what may be typed          io.rs        the only file that opens files
//! cmd/     one file for each command  terminal.rs  colours, width, progress, sentences
//! ```
//!
//! Results go to standard output, warnings and progress to standard error. Exit codes: 0 done,
//! 1 the input cannot be counted or an audit found a difference, 2 wrong usage.

mod args;
mod clock;
mod cmd;
mod input;
mod io;
mod rows;
mod table;
mod terminal;
mod threads;

use std::process::ExitCode;

use clap::Parser as _;
use isonomia::present::Lang;
use isonomia::problem::Problem;

use args::{Args, Command};
use io::Stop;
use terminal::Ui;

/// Exit code of wrong usage.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return refused(&error),
    };
    let lang = match language(args.lang) {
        Ok(lang) => lang,
        Err(problem) => {
            Ui::new(Lang::En, args.quiet).problems(&[problem]);
            return ExitCode::from(USAGE);
        }
    };
    let ui = Ui::new(lang, args.quiet);
    let code = match cmd::run(&args.command, &ui) {
        Ok(code) => code,
        Err(Stop::Pipe) => 0,
        Err(Stop::Problems(problems)) => {
            ui.problems(&problems);
            failure_code(&args.command)
        }
        Err(Stop::Usage(problem)) => {
            ui.problems(&[problem]);
            USAGE
        }
    };
    ExitCode::from(code)
}

/// Help and version end with 0; anything that cannot be understood with the code for usage.
fn refused(error: &clap::Error) -> ExitCode {
    // A closed pipe behind `--help | head` is no error.
    let _ = error.print();
    match error.exit_code() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(USAGE),
    }
}

/// The code where a file cannot be read: for an audit it is not 1, which says that something
/// differs.
fn failure_code(command: &Command) -> u8 {
    match command {
        Command::Audit(_) => USAGE,
        _ => 1,
    }
}

/// The language asked for, else that of `ISONOMIA_LANG`, else English. The locale of the system
/// has no say: the same words typed give the same output everywhere.
fn language(asked: Option<Lang>) -> Result<Lang, Problem> {
    if let Some(lang) = asked {
        return Ok(lang);
    }
    match std::env::var("ISONOMIA_LANG") {
        Ok(word) if !word.is_empty() => Lang::from_word(&word).ok_or_else(|| {
            Problem::error("usage-language")
                .path("ISONOMIA_LANG")
                .found(&word)
                .expected(Lang::ALL.map(Lang::word).join(", "))
        }),
        _ => Ok(Lang::En),
    }
}
