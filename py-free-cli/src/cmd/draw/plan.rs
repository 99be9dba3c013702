//! `draw plan`: everything that is decided before chance has a say, as a folder.

mod asked;
mod written;

pub(super) use self::asked::RULE;

use std::path::PathBuf;

use isonomia::draw::plan::{Means, plan};
use isonomia::draw::time::Time;
use isonomia::problem::Problem;
use isonomia::run::Work;

use super::folder::Folder;
use super::say::{misuse, refuse};
use crate::args::DrawPlan;
use crate::clock;
use crate::entropy::Entropy;
use crate::input;
use crate::io::{self, Stop};
use crate::pool;
use crate::terminal::Ui;
use crate::threads::Threads;

/// Plans a draw and writes its folder.
pub(super) fn run(args: &DrawPlan, ui: &Ui) -> Result<u8, Stop> {
    if args.people.is_none() {
        if let Some(flag) = asked::of_people(args) {
            return Err(misuse(ui, "plan.needs-people", &[("flag", flag)]));
        }
        if args.tickets.is_none() && args.tickets_of.is_none() {
            return Err(misuse(ui, "plan.nothing-drawn", &[]));
        }
    }
    let rule = args.rule.as_deref();
    let chosen = crate::cmd::drawing(&args.columns, rule, Some(asked::RULE), &args.set, ui)?;
    let read = [
        &args.people,
        &args.categories,
        &args.tickets,
        &args.tickets_of,
    ];
    if read
        .into_iter()
        .flatten()
        .filter(|path| io::is_stdin(path))
        .count()
        > 1
    {
        let problem = Problem::error("usage-stdin-twice");
        return Err(Stop::Usage(problem));
    }
    if args.out.exists() {
        return Err(refuse(ui, "plan.folder", &[("file", &io::name(&args.out))]));
    }
    let mut entropy = Entropy::default();
    let request = asked::request(args, chosen, &mut entropy, ui)?;
    let pool = match &args.people {
        Some(people) => Some(pool::read_files(
            people,
            args.categories.as_deref(),
            args.seats,
            &args.columns,
        )?),
        None => None,
    };
    let name = |path: &Option<PathBuf>| path.as_deref().map(io::name).unwrap_or_default();
    let progress = ui.progress(&name(&args.people));
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
        pool: pool.as_ref().map(|read| &read.loaded.instance),
        now: now.unwrap_or(request.draw_time),
        entropy: &mut |bytes| entropy.fill(bytes),
        nfc: unicode_normalization::is_nfc,
    };
    let planned = plan(&request, &mut means, &mut work);
    drop(progress);
    // What is refused is refused in the file that it came from, if it came from one.
    let planned = planned.map_err(|problems| {
        let located = problems.into_iter().map(|problem| {
            let file = match problem.code {
                "draw-id" | "draw-id-twice" => name(
                    args.tickets
                        .as_ref()
                        .map_or(&args.tickets_of, |_| &args.tickets),
                ),
                "draw-list-one-panel" => name(&args.people),
                code if code.starts_with("draw-") || code.starts_with("dice-") => String::new(),
                _ => name(&args.people),
            };
            input::in_file(vec![problem], &file)
        });
        located.flatten().collect::<Vec<_>>()
    })?;
    // Nothing made from randomness that was none is written down.
    entropy.check()?;
    if let Some(read) = &pool {
        ui.warnings(&read.diagnostics);
    }
    let folder = Folder(args.out.clone());
    written::write(&folder, &planned, ui)?;
    written::tell(&folder, &planned, ui)?;
    Ok(0)
}
