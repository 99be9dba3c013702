//! The folder of a plan, and what its maker is told.

use std::io::Write as _;

use isonomia::draw::ceremony::Ceremony;
use isonomia::draw::plan::Planned;
use isonomia::draw::schema::{Draw, Op};

use crate::cmd::draw::folder::{Folder, lots_alone};
use crate::cmd::draw::say::{numbered, say};
use crate::cmd::draw::{files, readme, shell};
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// Writes the folder; every file in it is new.
pub(super) fn write(folder: &Folder, planned: &Planned, ui: &Ui) -> Result<(), Stop> {
    let ceremony = Ceremony::new(planned.manifest.clone(), planned.ticket_ids.clone());
    let ceremony = ceremony?;
    let salted = planned.manifest.lottery.salted();
    io::create_folder(&folder.0)?;
    io::create_folder(&folder.private())?;
    io::create_folder(&folder.public())?;
    if salted {
        io::create_folder(&folder.auditors())?;
    }
    let mut pool = Vec::new();
    planned
        .pool
        .write(&mut |bytes| pool.extend_from_slice(bytes));
    io::create(&folder.pool(), &pool, true)?;
    if !lots_alone(&planned.manifest) {
        let people = files::line(&planned.people.to_value());
        io::create(&folder.people(), &people, true)?;
        io::create(&folder.people_table(), &table(planned), true)?;
    }
    if let Some(proof) = &planned.proof {
        io::create(&folder.lottery(), &proof.canonical(), true)?;
    }
    if let Some(sealed) = &planned.list {
        let mut list = Vec::new();
        let salts = sealed.salts.as_deref();
        sealed
            .list
            .write(salts, &mut |bytes| list.extend_from_slice(bytes));
        io::create(&folder.panels(&planned.manifest.lottery), &list, salted)?;
    }
    io::create(
        &folder.manifest(),
        &files::line(&planned.manifest.to_value()),
        false,
    )?;
    let text = readme::text(folder, &planned.manifest, ui);
    io::create(&folder.readme(), text.as_bytes(), false)?;
    // Last, since a folder without it is none of a ceremony.
    io::create(
        &folder.ceremony(),
        &files::line(&ceremony.to_value()),
        false,
    )?;
    Ok(())
}

/// The people as a table that a spreadsheet opens: id, pseudonym, position.
fn table(planned: &Planned) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing to memory never fails.
    let _ = table.write_record(["id", "pseudonym", "position"]);
    for (position, person) in planned.people.people.iter().enumerate() {
        let position = position.to_string();
        let _ = table.write_record([&person.id, &person.pseudonym, &position]);
    }
    table.into_inner().unwrap_or_default()
}

/// What was made, what to think about, and the next step.
pub(super) fn tell(folder: &Folder, planned: &Planned, ui: &Ui) -> Result<(), Stop> {
    let mut out = io::stdout();
    if planned.manifest.rehearsal {
        writeln!(out, "{}", say(ui, "rehearsal.mark", &[]))?;
    }
    let here = io::name(&folder.0);
    writeln!(out, "{}", say(ui, "plan.written", &[("folder", &here)]))?;
    for fact in &planned.facts {
        let text = numbered(ui, fact.code, &fact.args);
        out.write_all(ui.hanging("- ", &text, 2).as_bytes())?;
    }
    let warnings = planned.warnings.iter();
    let mut warnings: Vec<String> = warnings
        .map(|warning| numbered(ui, warning.code, &warning.args))
        .collect();
    let is_ticket = |draw: &Draw| matches!(draw.op, Op::Ticket { .. });
    if planned.manifest.draws.iter().any(is_ticket) && planned.manifest.binds.is_none() {
        warnings.push(say(ui, "plan.nothing-bound", &[]));
    }
    if !warnings.is_empty() {
        writeln!(out, "\n{}", say(ui, "plan.think", &[]))?;
    }
    for warning in &warnings {
        out.write_all(ui.hanging("- ", warning, 2).as_bytes())?;
    }
    writeln!(out, "\n{}", say(ui, "plan.next", &[]))?;
    writeln!(
        out,
        "    isonomia draw seal {} --key NAME.key",
        shell::quoted(&here)
    )?;
    Ok(out.flush()?)
}
