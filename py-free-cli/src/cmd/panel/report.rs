//! `isonomia panel report`: how a panel mirrors its pool and town, and who had what chance.

use std::io::Write as _;
use std::path::Path;

use isonomia::formats::{inclusion_table, lottery_table, people_table, quota_table, start_table};
use isonomia::id::{PersonId, len32};
use isonomia::instance::Pool;
use isonomia::num::{Integer, Natural, Ratio};
use isonomia::panel::inclusion::{Around, Census, Drawn, Inclusion, barred};
use isonomia::panel::selection::Selection;
use isonomia::panel::{Types, number};
use isonomia::present::{self, page};
use isonomia::problem::{Diagnostics, Problem};

use super::drawn::{self, Picked};
use super::dressed::dressed;
use super::targets;
use crate::args::{DrawnArgs, FileArgs, PanelReport, PoolArgs, TableArgs};
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The most nodes of each search for who cannot be drawn.
const NODES: u64 = 20_000;

pub(super) fn run(args: &PanelReport, ui: &Ui) -> Result<u8, Stop> {
    let picked = drawn::read(&args.pool, &args.drawn, ui)?;
    let pool = picked.pool()?;
    let members = members(&picked, &args.drawn)?;
    let chances = chances(&picked, pool);
    let census = census(args, pool, ui)?;
    let found = Inclusion::of(
        pool,
        &Drawn {
            chances: chances.as_deref(),
            members: members.as_deref(),
            census: census.as_ref(),
        },
    )?;
    let mut around = around(&picked, &args.drawn, pool);
    match barred(pool, chances.as_deref(), NODES) {
        Ok(found) => around.barred = Some(found),
        Err(problem) => ui.problems(&[problem]),
    }
    if let Some(states) = args.count_panels {
        let number = number::count(&Types::of(pool), states);
        around.exist = Some((number.most.to_string(), number.panels.is_some()));
    }
    let blocks = present::inclusion(&found, pool, &around, ui.lang);
    let mut out = io::stdout();
    if args.json {
        out.write_all(&found.to_value(pool, &around).canonical())?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    let mut inputs = inputs(&args.pool, &args.drawn);
    inputs.extend(args.census.as_deref());
    if let Some(path) = &args.html {
        let html = page(&ui.say("inclusion.title", &[]), &blocks, ui.lang);
        io::write(path, html.as_bytes(), &inputs)?;
    }
    if let Some(path) = &args.csv {
        let table = inclusion_table(&found, pool);
        io::write(path, &dressed(&table, &args.file), &inputs)?;
    }
    let table = (&args.tables, &args.file);
    tables(&picked, &args.drawn, table, &inputs)?;
    out.flush()?;
    Ok(0)
}

/// Shares of the town, by the features of the pool.
fn census(args: &PanelReport, pool: &Pool, ui: &Ui) -> Result<Option<Census>, Stop> {
    let Some(path) = &args.census else {
        return Ok(None);
    };
    let mut diagnostics = Diagnostics::default();
    let shares = targets::census(path, &mut diagnostics)?;
    ui.warnings(&diagnostics);
    Ok(Some(shares.of_pool(pool)))
}

/// Every file that is read.
pub(super) fn inputs<'a>(pool: &'a PoolArgs, drawn: &'a DrawnArgs) -> Vec<&'a Path> {
    let mut paths = pool.paths();
    paths.extend(drawn.paths());
    paths
}

/// The panel, where one was drawn or chosen by its number.
fn members(picked: &Picked, args: &DrawnArgs) -> Result<Option<Vec<PersonId>>, Problem> {
    let Some(selection) = &picked.selection else {
        return Ok(None);
    };
    if selection.chances.is_some() && args.panel.is_none() {
        return Ok(None);
    }
    selection.panel(args.panel).map(Some)
}

/// The chances: those of the lottery; else, for a list of panels, counts.
fn chances(picked: &Picked, pool: &Pool) -> Option<Vec<Ratio>> {
    let selection = picked.selection.as_ref()?;
    if selection.chances.is_some() {
        return selection.chances.clone();
    }
    let list = selection.numbered().filter(|list| list.len() > 1)?;
    Some(in_list(pool, &list))
}

/// Everybody's chance where each panel of the list is as likely as any other.
fn in_list(pool: &Pool, list: &[&[PersonId]]) -> Vec<Ratio> {
    let m = Natural::from(len32(list.len()).max(1));
    let chance = |count: u32| Ratio::from_parts(Integer::from(count), m.clone());
    let counts = Selection::counts(pool, list);
    counts.into_iter().map(chance).collect()
}

/// What stands around the numbers.
fn around(picked: &Picked, args: &DrawnArgs, pool: &Pool) -> Around {
    let selection = picked.selection.as_ref();
    let list = selection.and_then(Selection::numbered);
    let exact = selection.and_then(|selection| selection.chances.as_ref());
    let change = list.as_ref().zip(exact);
    let change = change.and_then(|(list, exact)| {
        let listed = in_list(pool, list);
        let off = listed.iter().zip(exact).map(|(here, there)| here - there);
        off.map(|off| off.clone().max(-off)).max()
    });
    let listed = list
        .map(|list| len32(list.len()))
        .filter(|listed| *listed > 1);
    Around {
        rule: picked.rule.clone(),
        panel: args.panel.filter(|_| listed.is_some()),
        change: change.filter(|_| listed.is_some()),
        listed,
        ..Around::default()
    }
}

/// The tables that were asked for.
pub(super) fn tables(
    picked: &Picked,
    drawn: &DrawnArgs,
    (args, file): (&TableArgs, &FileArgs),
    inputs: &[&Path],
) -> Result<(), Stop> {
    let pool = picked.pool()?;
    let list = picked.selection.as_ref().and_then(Selection::numbered);
    if let Some(path) = &args.quota_table {
        let table = match &picked.selection {
            Some(_) => quota_table(pool, &picked.panel(drawn)?),
            None => start_table(pool),
        };
        io::write(path, &dressed(&table, file), inputs)?;
    }
    if let Some(path) = &args.lottery_table {
        let Some(list) = &list else {
            return Err(Problem::error("panels-missing").into());
        };
        let table = lottery_table(pool, list);
        io::write(path, &dressed(&table, file), inputs)?;
    }
    if let Some(path) = &args.people_table {
        let Some(chances) = chances(picked, pool) else {
            return Err(Problem::error("chances-missing").into());
        };
        let counts = list.map(|list| Selection::counts(pool, &list));
        let table = people_table(pool, &chances, counts.as_deref());
        io::write(path, &dressed(&table, file), inputs)?;
    }
    Ok(())
}
