//! One file for each command.

mod audit;
mod certify;
mod check;
mod columns;
mod compare;
mod convert;
mod count;
mod draw;
mod explain;
mod formats;
mod panel;
mod rules;

use isonomia::problem::Problem;
use isonomia::report::SeedOrigin;
use isonomia::rule::Entry;
use isonomia::rules::{RULES, find};
use isonomia::run::Request;

use crate::args::{Asked, Columns, Command};
use crate::io::Stop;
use crate::lots;
use crate::settings::{self, Drawing};
use crate::terminal::Ui;

/// Runs a command; the exit code.
pub(crate) fn run(command: &Command, ui: &Ui) -> Result<u8, Stop> {
    match command {
        Command::Count(args) => count::run(args, ui),
        Command::Certify(args) => certify::run(args, ui),
        Command::Explain(args) => explain::run(args, ui),
        Command::Compare(args) => compare::run(args, ui),
        Command::Audit(args) => audit::run(args, ui),
        Command::Check(args) => check::run(args, ui),
        Command::Columns(args) => columns::run(args, ui),
        Command::Convert(args) => convert::run(args, ui),
        Command::Formats(args) => formats::run(args, ui),
        Command::Draw(command) => draw::run(command, ui),
        Command::Panel(command) => panel::run(command, ui),
        Command::Keygen(args) => draw::keygen(args, ui),
        Command::Rules(args) => rules::run(args, ui),
    }
}

/// The rule of an id that was typed.
fn rule(id: &str) -> Result<&'static Entry, Stop> {
    find(id).ok_or_else(|| {
        let (family, name) = id.split_once('/').unwrap_or(("", id));
        let near: Vec<&str> = RULES
            .iter()
            .filter(|entry| {
                entry.meta.family() == family || (!name.is_empty() && entry.meta.id.contains(name))
            })
            .map(|entry| entry.meta.id)
            .collect();
        let all = || RULES.iter().map(|entry| entry.meta.id).collect();
        let ids = if near.is_empty() { all() } else { near };
        Stop::Usage(
            Problem::error("rule-unknown")
                .found(id)
                .expected(ids.join(", ")),
        )
    })
}

/// A rule with its parameters.
type Chosen = (&'static Entry, Vec<(String, String)>);

/// The rule that is typed, else that of the settings, else the default, with its parameters:
/// those typed and those of the settings. Says what of the settings is not taken.
fn drawing(
    columns: &Columns,
    typed: Option<&str>,
    default: Option<&str>,
    set: &[(String, String)],
    ui: &Ui,
) -> Result<Option<Chosen>, Stop> {
    let settings = settings::of(columns)?;
    let Some(id) = settings.rule(typed).or(default) else {
        settings.tell(columns, None, ui);
        return Ok(None);
    };
    let rule = rule(id)?;
    let params = settings.params(rule, set);
    rule.prepare(&params).map_err(Stop::Usage)?;
    let drawing = Drawing {
        rule,
        typed: typed.is_some(),
        set,
    };
    settings.tell(columns, Some(drawing), ui);
    Ok(Some((rule, params)))
}

/// A request for a rule with its parameters.
fn request(
    rule: Option<&str>,
    params: Vec<(String, String)>,
    asked: &Asked,
    ui: &Ui,
) -> Result<Request, Stop> {
    let (seed, lot) = match &asked.lots {
        Some(path) => {
            let sealed = lots::read(path, &asked.trust, ui)?;
            (Some((sealed.seed, sealed.origin)), Some(sealed.lot))
        }
        None => (asked.seed.map(|seed| (seed, SeedOrigin::Operator)), None),
    };
    let given = asked.given.iter().map(|list| {
        let ids = list.split(',').map(str::trim);
        ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
    });
    Ok(Request {
        rule: rule.map(str::to_owned),
        params,
        ties: asked.ties.as_ref().map(|ties| ties.0.clone()),
        given: given.collect(),
        seed,
        lot,
        ..Request::default()
    })
}
