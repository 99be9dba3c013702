//! `isonomia panel invite`: the first stage, by household.

use std::io::Write as _;
use std::path::Path;

use isonomia::formats::PeopleSheet;
use isonomia::id::PersonId;
use isonomia::panel::invite::{Invited, Who, invite};
use isonomia::problem::Diagnostics;

use super::select;
use crate::args::{InviteWho, PanelInvite};
use crate::input::{self, WORKBOOK};
use crate::io::{self, Stop};
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelInvite, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read_files(&args.people, None, Some(1), &args.columns)?;
    ui.warnings(&read.diagnostics);
    let register = read.pool()?;
    let who = match args.who {
        InviteWho::One => Who::One,
        InviteWho::All => Who::All,
    };
    let invited = invite(register, args.invitations, who, args.seed)?;
    let mut out = io::stdout();
    if args.json {
        writeln!(out, "{}", invited.to_value(register).pretty())?;
        out.flush()?;
        return Ok(0);
    }
    let columns = input::columns(&args.columns)?;
    let mut diagnostics = Diagnostics::new(&io::name(&args.people));
    let mut reader = io::open(&args.people)?;
    let sheet = PeopleSheet::read(&mut *reader, register, &columns, WORKBOOK, &mut diagnostics);
    let Some(sheet) = sheet else {
        return Err(Stop::Problems(input::errors(diagnostics, &args.people)));
    };
    let mut chosen: Vec<PersonId> = invited.people.iter().map(|(person, _)| *person).collect();
    chosen.sort_unstable();
    let style = select::style(&args.style, &args.columns)?;
    let written = sheet.write(&|person| chosen.binary_search(&person).is_ok(), &style)?;
    let inputs: [&Path; 1] = [&args.people];
    io::write(&args.invited, &written.bytes, &inputs)?;
    let file = io::name(&args.invited);
    select::warn_of_formulas(&written, &args.style, &file, ui);
    let words = [("file", &*file), ("n", &written.people.to_string())];
    writeln!(out, "{}", ui.say("cli.panel.wrote", &words))?;
    tell(&invited, ui, &mut out)?;
    out.flush()?;
    Ok(0)
}

/// Chances by size of the household.
fn tell(invited: &Invited, ui: &Ui, out: &mut dyn std::io::Write) -> Result<(), Stop> {
    for (size, (of, drawn)) in &invited.sizes {
        let words = [
            ("size", size.to_string()),
            ("drawn", drawn.to_string()),
            ("of", of.to_string()),
            ("chance", invited.chance(*size).to_string()),
            ("weight", invited.weight(*size).to_string()),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(word, text)| (*word, &**text)).collect();
        writeln!(out, "{}", ui.say("cli.panel.invite.size", &words))?;
    }
    Ok(())
}
