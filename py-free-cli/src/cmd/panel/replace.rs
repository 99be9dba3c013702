//! `isonomia panel replace`: people for the seats that have become free.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use isonomia::draw::Trust;
use isonomia::formats::{
    LoadOptions, PoolColumns, Role, SheetStyle, Source, csv_record, load, write_categories,
};
use isonomia::id::PersonId;
use isonomia::instance::{Instance, Pool};
use isonomia::lottery::{DrawKey, Seed};
use isonomia::outcome::Outcome;
use isonomia::panel::feasible::{explain, suggested};
use isonomia::panel::relax::{self, Effort};
use isonomia::panel::replace::{ORDER_LABEL, RULE_LABEL, Turn, Vacancies, in_turn, vacancies};
use isonomia::panel::selection::people;
use isonomia::present::{self, Block, Shown, document};
use isonomia::problem::{Diagnostics, Problem, Severity};
use isonomia::report::SeedOrigin;
use isonomia::run::{Request, Work, count};

use super::drawn::{self, Picked, ids};
use super::dressed::dressed;
use super::report::inputs;
use super::select::{sheet, style, warn_of_formulas};
use crate::args::PanelReplace;
use crate::input::{self, WORKBOOK};
use crate::io::{self, Stop};
use crate::lots;
use crate::terminal::Ui;
use crate::threads::Threads;

pub(super) fn run(args: &PanelReplace, ui: &Ui) -> Result<u8, Stop> {
    let picked = drawn::read(&args.pool, &args.drawn, ui)?;
    let whole = picked.pool()?;
    let panel = picked.panel(&args.drawn)?;
    let gone = ids(&args.gone, &picked.columns)?;
    let gone = people(whole, gone.iter().map(String::as_str));
    let gone = gone.map_err(|problem| problem.in_file(&io::name(&args.gone)))?;
    let mut free = vacancies(whole, &panel, &gone)?;
    if let Some(path) = &args.among {
        let among = ids(path, &picked.columns)?;
        let known = among.into_iter().filter(|id| free.pool.find(id).is_some());
        let known: Vec<String> = known.collect();
        free.among(&known)?;
    }
    let mut blocks = present::vacancies(whole, &free, ui.lang);
    let relaxed = relaxed(&mut free, args, ui)?;
    if relaxed {
        blocks.push(Block::Note(ui.say("replace.relaxed", &[])));
    }
    write_pool(&picked, &free, args, ui)?;
    let seats = seats(&picked, &free, args, ui, &mut blocks)?;
    let (new, turn) = seats.map_or((None, None), |seats| (Some(seats.new), seats.turn));
    let mut out = io::stdout();
    if args.json {
        let value = free.to_value(whole, new.as_deref(), turn.as_ref());
        out.write_all(&value.canonical())?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    let complete = turn.as_ref().is_none_or(|turn| !turn.short);
    if let (Some(path), Some(new)) = (&args.out_members, new.filter(|_| complete)) {
        let sitting = free.seated.iter().map(|person| whole.id(*person));
        let new = new.iter().map(|person| free.pool.id(*person));
        let members: BTreeSet<&str> = sitting.chain(new).collect();
        let mut bytes = Vec::new();
        for id in std::iter::once("id").chain(members) {
            csv_record(std::iter::once(id), b',', "\n", &mut bytes);
        }
        let bytes = dressed(&bytes, &args.style.file);
        io::write(path, &bytes, &all_inputs(args))?;
    }
    out.flush()?;
    Ok(u8::from(!complete))
}

/// Says what stands in the way of the quotas, and relaxes them where that was asked. Whether they
/// are relaxed.
fn relaxed(free: &mut Vacancies, args: &PanelReplace, ui: &Ui) -> Result<bool, Stop> {
    let problems = explain(&free.pool);
    if problems
        .iter()
        .all(|problem| problem.severity != Severity::Error)
    {
        return Ok(false);
    }
    if !args.relax {
        return Err(Stop::Problems(problems));
    }
    match relax::find(&free.pool, &BTreeSet::new(), Effort::default()) {
        Ok(found) => {
            ui.problems(&suggested(&free.pool, &found));
            free.pool = found.pool(&free.pool);
            Ok(true)
        }
        Err(_) => Err(Stop::Problems(problems)),
    }
}

fn all_inputs(args: &PanelReplace) -> Vec<&std::path::Path> {
    let mut paths = inputs(&args.pool, &args.drawn);
    paths.push(&args.gone);
    let more = [&args.among, &args.order, &args.lots];
    paths.extend(more.into_iter().flatten().map(PathBuf::as_path));
    paths
}

/// The files of the pool for the free seats.
fn write_pool(picked: &Picked, free: &Vacancies, args: &PanelReplace, ui: &Ui) -> Result<(), Stop> {
    let inputs = all_inputs(args);
    if let Some(path) = &args.out_people {
        let style = style(&args.style, &args.pool.columns)?;
        let written = sheet(picked, &args.pool)?.write(&can(picked.pool()?, free), &style)?;
        io::write(path, &written.bytes, &inputs)?;
        warn_of_formulas(&written, &args.style, &io::name(path), ui);
    }
    if let Some(path) = &args.out_categories {
        let quotas = write_categories(&free.pool);
        io::write(path, &dressed(&quotas, &args.style.file), &inputs)?;
    }
    Ok(())
}

/// Whether a person of the whole pool can be drawn.
fn can<'a>(whole: &'a Pool, free: &'a Vacancies) -> impl Fn(PersonId) -> bool + 'a {
    move |person| free.pool.find(whole.id(person)).is_some()
}

/// Who takes the free seats, in the numbers of the pool for them.
struct Seats {
    new: Vec<PersonId>,
    turn: Option<Turn>,
}

fn seats(
    picked: &Picked,
    free: &Vacancies,
    args: &PanelReplace,
    ui: &Ui,
    blocks: &mut Vec<Block>,
) -> Result<Option<Seats>, Stop> {
    let order = match (&args.order, args.in_turn) {
        (Some(path), _) => Some(free.by_list(&ids(path, &picked.columns)?)),
        (None, true) => {
            let (seed, _) = seed(args, ORDER_LABEL, ui)?;
            Some(free.by_ticket(seed))
        }
        (None, false) => None,
    };
    if let Some(order) = order {
        let turn = in_turn(&free.pool, &order)?;
        blocks.extend(present::turn(&free.pool, &turn, ui.lang));
        return Ok(Some(Seats {
            new: turn.taken.clone(),
            turn: Some(turn),
        }));
    }
    match &args.rule {
        Some(rule) => by_rule(rule, picked, free, args, ui, blocks),
        None => Ok(None),
    }
}

/// Draws by a rule, as `count` would from the files.
fn by_rule(
    rule: &str,
    picked: &Picked,
    free: &Vacancies,
    args: &PanelReplace,
    ui: &Ui,
    blocks: &mut Vec<Block>,
) -> Result<Option<Seats>, Stop> {
    let verbatim = SheetStyle {
        verbatim: true,
        ..SheetStyle::default()
    };
    let rows = sheet(picked, &args.pool)?.write(&can(picked.pool()?, free), &verbatim)?;
    let quotas = write_categories(&free.pool);
    let (mut rows, mut quotas) = (rows.bytes.as_slice(), quotas.as_slice());
    let name = io::name(&args.pool.people);
    let mut sources = [
        Source {
            name: name.clone(),
            role: Role::Main,
            reader: &mut rows,
        },
        Source {
            name: io::name(&args.pool.categories),
            role: Role::Categories,
            reader: &mut quotas,
        },
    ];
    let options = LoadOptions {
        format: Some("pool".to_owned()),
        seats: Some(free.pool.seats),
        columns: PoolColumns {
            already: Vec::new(),
            ..picked.columns.clone()
        },
        workbook: WORKBOOK,
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::new(&name);
    let loaded = load(&mut sources, &options, &mut diagnostics);
    let loaded = loaded.filter(|_| !diagnostics.has_errors());
    let Some(loaded) = loaded else {
        return Err(Stop::Problems(input::errors(
            diagnostics,
            &args.pool.people,
        )));
    };
    let chance = args.seed.is_some() || args.lots.is_some() || args.drawn.draw.is_some();
    let seed = chance.then(|| seed(args, RULE_LABEL, ui)).transpose()?;
    let own = |(seed, origin): (Seed, SeedOrigin)| {
        let key = DrawKey::derive(seed, RULE_LABEL);
        (Seed::from(key.into_bytes()), origin)
    };
    let request = Request {
        rule: Some(rule.to_owned()),
        params: args.set.clone(),
        seed: seed.map(own),
        ..Request::default()
    };
    let progress = ui.progress(&name);
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let report = count(&loaded, &diagnostics, &request, &mut work)?;
    drop(progress);
    let shown = Shown {
        report: &report,
        instance: &loaded.instance,
        title: "",
    };
    blocks.extend(document(&shown, ui.lang));
    let drawn = match &report.outcome {
        Outcome::Panel { members, .. } => Some(members.clone()),
        Outcome::PanelLottery { panels, .. } => match panels.as_slice() {
            [(only, _)] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    };
    if let (None, Outcome::PanelLottery { panels, .. }) = (&drawn, &report.outcome) {
        let listed = panels.len().to_string();
        ui.problems(&[Problem::warning("replace-nobody-drawn").found(listed)]);
    }
    // People stand in byte order of ids in both pools.
    let Instance::Pool(pool) = &loaded.instance else {
        return Ok(None);
    };
    let own = |person: PersonId| free.pool.find(pool.id(person));
    Ok(drawn.map(|members| Seats {
        new: members.into_iter().filter_map(own).collect(),
        turn: None,
    }))
}

/// The seed typed, or that of a sealed draw, which has no draw of this label.
fn seed(args: &PanelReplace, label: &str, ui: &Ui) -> Result<(Seed, SeedOrigin), Stop> {
    if let Some(seed) = args.seed {
        return Ok((seed, SeedOrigin::Operator));
    }
    let Some(path) = args.lots.as_deref().or(args.drawn.draw.as_deref()) else {
        return Err(Stop::Usage(Problem::error("usage-seed-missing")));
    };
    let trust = Trust {
        seal: args.seal,
        saw: args.saw.as_deref().map(lots::saw),
        ..Trust::none(unicode_normalization::is_nfc)
    };
    let sealed = drawn::sealed(path, &trust, ui)?;
    Ok((sealed.seed_for(label)?, sealed.origin))
}
