//! `draw plan`: everything that is decided before chance has a say, as a folder.

use std::io::Write as _;

use isonomia::draw::ceremony::Ceremony;
use isonomia::draw::plan::{
    Announced, Holders, Means, PanelDraw, PanelSource, Planned, Request, TicketDraw, plan,
};
use isonomia::draw::schema::{Disclosure, Organiser};
use isonomia::draw::seal::seal;
use isonomia::draw::time::Time;
use isonomia::formats::{LoadOptions, Loaded, load};
use isonomia::lottery::beacon::{DEFAULT, QUICKNET};
use isonomia::problem::Diagnostics;
use isonomia::run::Work;

use super::ceremony::manifest;
use super::folder::Folder;
use super::rehearsal::beside;
use super::say::{misuse, numbered, refuse, say};
use super::{beacon, commit, files, keys, readme, shell};
use crate::args::DrawPlan;
use crate::clock;
use crate::entropy::Entropy;
use crate::input::{self, Files};
use crate::io::{self, Stop};
use crate::terminal::Ui;
use crate::threads::Threads;

/// The label under which a count looks for its lots.
const TIES: &str = "tie";

/// Plans a draw and writes its folder.
pub(super) fn run(args: &DrawPlan, ui: &Ui) -> Result<u8, Stop> {
    let entry = crate::cmd::rule(&args.rule)?;
    entry.prepare(&args.set).map_err(Stop::Usage)?;
    if io::is_stdin(&args.people) && io::is_stdin(&args.categories) {
        let problem = isonomia::problem::Problem::error("usage-stdin-twice");
        return Err(Stop::Usage(problem));
    }
    if args.out.exists() {
        return Err(refuse(ui, "plan.folder", &[("file", &io::name(&args.out))]));
    }
    let mut entropy = Entropy::default();
    let request = request(args, &mut entropy, ui)?;
    let (loaded, diagnostics) = pool(args)?;
    let progress = ui.progress(&io::name(&args.people));
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let now = Time::from_unix(clock::now());
    let mut means = Means {
        pool: Some(&loaded.instance),
        now: now.unwrap_or(request.draw_time),
        entropy: &mut |bytes| entropy.fill(bytes),
        nfc: unicode_normalization::is_nfc,
    };
    let planned = plan(&request, &mut means, &mut work);
    drop(progress);
    let planned = planned.map_err(|problems| input::in_file(problems, &io::name(&args.people)))?;
    // Nothing made from randomness that was none is written down.
    entropy.check()?;
    ui.warnings(&diagnostics);
    let folder = Folder(args.out.clone());
    write(&folder, &planned, ui)?;
    tell(&folder, &planned, ui)?;
    Ok(0)
}

/// What is asked of the plan.
fn request(args: &DrawPlan, entropy: &mut Entropy, ui: &Ui) -> Result<Request, Stop> {
    let before = match &args.supersedes {
        Some(path) => Some(manifest(path, ui)?),
        None => None,
    };
    let draw_id = match (&args.id, &before) {
        (Some(id), Some(before)) if *id != before.draw_id => {
            return Err(misuse(ui, "plan.other-id", &[("id", &before.draw_id)]));
        }
        (Some(id), _) => id.clone(),
        (None, Some(before)) => before.draw_id.clone(),
        (None, None) => urn(entropy.bytes()),
    };
    let organiser = Organiser {
        name: args.organiser.clone(),
        key: keys::public(&args.key, ui)?,
    };
    let mut request = Request::new(&draw_id, &args.purpose, organiser, args.draw_time);
    if let Some(before) = &before {
        request.attempt = before.attempt.saturating_add(1);
        request.supersedes = Some(seal(before));
    }
    request.series.clone_from(&args.series);
    request.margin_s = args.margin;
    request.log.clone_from(&args.log);
    request.rehearsal = args.rehearsal;
    request.not_before_beacon = match &args.not_before {
        Some(path) => Some(beacon::quoted(path, ui)?),
        None => None,
    };
    request.sources = sources(args, ui)?;
    request.panel = Some(PanelDraw {
        from: PanelSource::Rule {
            id: args.rule.clone(),
            params: args.set.clone(),
            ties: args.ties.as_ref().map(|ties| ties.0.clone()),
        },
        panels: args.panels,
        direct: args.direct.is_some(),
    });
    if let Some(k) = args.reserves {
        request.samples.push(("reserves".to_owned(), k));
    }
    if let Some(path) = &args.tickets {
        request.tickets.push(TicketDraw {
            label: TIES.to_owned(),
            holders: Holders::Ids(files::ids(path, ui)?),
        });
    }
    request.binds.clone_from(&args.bind_digest);
    for path in &args.bind {
        request.binds.push(io::sha256(path)?);
    }
    if args.public {
        request.disclosure = Disclosure::Public;
    }
    Ok(request)
}

/// Where chance comes from: parties, dice, results, and last the beacon.
fn sources(args: &DrawPlan, ui: &Ui) -> Result<Vec<Announced>, Stop> {
    let mut sources = Vec::new();
    for path in &args.party {
        let party = commit::party(path, ui)?;
        sources.push(Announced::Party {
            party: party.name,
            key: party.key,
            commitment: party.commitment,
            reveal_by: args.reveal_by,
        });
    }
    if let Some(dice) = args.direct.or(args.dice) {
        let ceremony = args.ceremony.clone();
        sources.push(Announced::Dice {
            count: dice.count,
            sides: dice.sides,
            ceremony: ceremony.unwrap_or_else(|| say(ui, "plan.ceremony", &[])),
        });
    }
    if !args.list.is_empty() {
        sources.push(Announced::List {
            items: args.list.clone(),
            ready_by: args.ready_by,
        });
    }
    for word in &args.drand {
        sources.push(Announced::Drand(match word.as_str() {
            "default" => &DEFAULT,
            _ => &QUICKNET,
        }));
    }
    if args.drand.is_empty() && args.direct.is_none() {
        sources.push(Announced::Drand(&QUICKNET));
    }
    Ok(sources)
}

/// A random name (RFC 9562, version 4) as a URN.
fn urn(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = isonomia::digest::hex(&bytes);
    let part = |range| digits.get(range).unwrap_or_default();
    let parts = [
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32),
    ];
    format!("urn:uuid:{}", parts.join("-"))
}

/// Reads the pool.
fn pool(args: &DrawPlan) -> Result<(Loaded, Diagnostics), Stop> {
    let mut files = Files::open(&args.people, &beside(Some(&args.categories)))?;
    let options = LoadOptions {
        seats: Some(args.seats),
        columns: input::columns(&args.columns),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::new(&io::name(&args.people));
    let loaded = load(&mut files.sources(), &options, &mut diagnostics);
    match loaded.filter(|_| !diagnostics.has_errors()) {
        Some(loaded) => Ok((loaded, diagnostics)),
        None => Err(Stop::Problems(input::errors(diagnostics, &args.people))),
    }
}

/// Writes the folder; every file in it is new.
fn write(folder: &Folder, planned: &Planned, ui: &Ui) -> Result<(), Stop> {
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
    io::create(
        &folder.people(),
        &files::line(&planned.people.to_value()),
        true,
    )?;
    io::create(&folder.people_table(), &table(planned), true)?;
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
fn tell(folder: &Folder, planned: &Planned, ui: &Ui) -> Result<(), Stop> {
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
    if !planned.warnings.is_empty() {
        writeln!(out, "\n{}", say(ui, "plan.think", &[]))?;
    }
    for warning in &planned.warnings {
        let text = numbered(ui, warning.code, &warning.args);
        out.write_all(ui.hanging("- ", &text, 2).as_bytes())?;
    }
    writeln!(out, "\n{}", say(ui, "plan.next", &[]))?;
    writeln!(
        out,
        "    isonomia draw seal {} --key NAME.key",
        shell::quoted(&here)
    )?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::urn;

    // RFC 9562, 5.4: version 4 in the high bits of octet 6, variant 10 in those of octet 8.
    #[test]
    fn a_random_name_is_a_uuid_of_version_four() {
        assert_eq!(
            urn([0xff; 16]),
            "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            urn([0; 16]),
            "urn:uuid:00000000-0000-4000-8000-000000000000"
        );
    }
}
