//! `isonomia`: the command. It opens files, calls the engine, and shows what the engine says.
//!
//! ```text
//! args.rs  what may be typed          io.rs        the only file that opens files
//! cmd/     one file for each command  terminal.rs  colours, width, progress, sentences
//! ```
//!
//! Results go to standard output, warnings and progress to standard error. Exit codes: 0 done,
//! 1 the input cannot be counted or an audit found a difference, 2 wrong usage; `draw verify`
//! has its own (0 PASS, 1 FAIL, 2 UNPROVEN, 64 wrong usage).

mod args;
mod clock;
mod cmd;
mod entropy;
mod input;
mod io;
mod lots;
mod names;
mod pool;
mod rows;
mod settings;
mod spread;
mod table;
mod terminal;
mod threads;
#[cfg(feature = "xlsx")]
mod workbook;

use std::process::ExitCode;

use clap::Parser as _;
use isonomia::present::Lang;
use isonomia::problem::{Problem, Severity};

use args::{Args, Command, DrawCommand};
use io::Stop;
use terminal::Ui;

/// Exit code of wrong usage.
const USAGE: u8 = 2;

/// Exit code of wrong usage where 2 means something else (`EX_USAGE` of sysexits).
const USAGE_OF_VERIFY: u8 = 64;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return refused(&error),
    };
    let usage = usage_code(&args.command);
    let lang = match language(args.lang) {
        Ok(lang) => lang,
        Err(problem) => {
            Ui::new(Lang::En, args.quiet).problems(&[problem]);
            return ExitCode::from(usage);
        }
    };
    let ui = Ui::new(lang, args.quiet);
    let code = match cmd::run(&args.command, &ui) {
        Ok(code) => code,
        Err(Stop::Pipe) => 0,
        Err(Stop::Problems(problems)) => {
            let told = |problem: &Problem| !ui.quiet || problem.severity == Severity::Error;
            let problems: Vec<Problem> = problems.into_iter().filter(told).collect();
            ui.problems(&problems);
            failure_code(&args.command)
        }
        Err(Stop::Usage(problem)) => {
            ui.problems(&[problem]);
            usage
        }
        Err(Stop::Told { usage: wrong, text }) => {
            ui.error(&text);
            if wrong {
                usage
            } else {
                failure_code(&args.command)
            }
        }
    };
    ExitCode::from(code)
}

/// Help and version end with 0; anything that cannot be understood with the code for usage.
fn refused(error: &clap::Error) -> ExitCode {
    // A closed pipe behind `--help | head` is no error.
    let _ = error.print();
    let mut words = std::env::args_os().skip(1);
    let verify = words.any(|word| word == "draw") && words.any(|word| word == "verify");
    match error.exit_code() {
        0 => ExitCode::SUCCESS,
        _ if verify => ExitCode::from(USAGE_OF_VERIFY),
        _ => ExitCode::from(USAGE),
    }
}

fn usage_code(command: &Command) -> u8 {
    match command {
        Command::Draw(DrawCommand::Verify(_)) => USAGE_OF_VERIFY,
        _ => USAGE,
    }
}

/// The code where a file cannot be read: for an audit it is not 1, which says that something
/// differs.
fn failure_code(command: &Command) -> u8 {
    match command {
        Command::Audit(_) | Command::Draw(DrawCommand::Verify(_)) => usage_code(command),
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
                .expected(Lang::DRAW.map(Lang::word).join(", "))
        }),
        _ => Ok(Lang::En),
    }
}
