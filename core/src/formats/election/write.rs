//! The writer: fields in the order of the specification, one option and one ballot a line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{choose, take_file};
use crate::ballot::{BallotKind, Limits};
use crate::election::{
    Election, FORMAT, Paper, PaperCategory, PaperConstraints, PaperOption, PaperPot, Stake, Text,
};
use crate::formats::convert::left_out;
use crate::formats::intake::Intake;
use crate::formats::{BOM, ConvertError, Document, Files, LoadOptions, Loaded, Role, unreadable};
use crate::id::{IdVec, OptionId, ix};
use crate::instance::{Budget, Instance, Options};
use crate::json::{self, Value};
use crate::num::{Decimal, Scale, parse_decimal};
use crate::problem::{Diagnostics, Problem};
use crate::profile::{Class, Profile};

/// Reads everything; ballots of a second file are taken in as classes of equal ballots.
pub(super) fn read(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    if files.of(Role::Ballots).is_some() {
        return read_with_ballots(files, asked, diagnostics);
    }
    let mut bytes = Vec::new();
    let file = files.of(Role::Main)?;
    if let Err(error) = io::Read::read_to_end(file, &mut bytes) {
        diagnostics.push(unreadable(&error));
        return None;
    }
    let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    match json::parse(text) {
        Ok(value) => {
            Election::read(&value, diagnostics)?;
            let format = super::FORMAT.id;
            Some(Document::Json { format, value })
        }
        Err(error) => {
            let problem = Problem::error(error.code).at(error.line, error.column);
            diagnostics.push(problem.found(error.detail));
            None
        }
    }
}

fn read_with_ballots(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let chosen = choose(files, asked, diagnostics)?;
    let paper = chosen.election.contests.get(chosen.index)?;
    if chosen.ballots.is_some() {
        diagnostics.push(Problem::error("ballots-twice"));
        return None;
    }
    let mut intake = Intake::new(paper);
    let file = files.of(Role::Ballots)?;
    diagnostics.set_file(&file.name.clone());
    take_file(file, &mut intake, asked, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let draft = intake.finish(asked.seats);
    left_out(&draft.invalid, diagnostics);
    let (options, profile) = (draft.instance.options()?, draft.instance.profile()?);
    let ballots = profile.classes();
    let ballots = ballots
        .map(|class| ballot(&class, options, &draft.instance, profile))
        .collect();
    let mut value = chosen.election.to_value();
    if let Value::Object(fields) = &mut value
        && let Some(Value::Array(contests)) = fields.get_mut("contests")
        && let Some(Value::Object(contest)) = contests.get_mut(chosen.index)
    {
        contest.insert("ballots".to_owned(), Value::Array(ballots));
    }
    let format = super::FORMAT.id;
    Some(Document::Json { format, value })
}

/// Writes a file that was read.
pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let Document::Json { value, .. } = document else {
        return Err(io::Error::other("not an election file"));
    };
    let election = Election::read(value, &mut Diagnostics::default())
        .ok_or_else(|| io::Error::other("not an election file"))?;
    let contests = value.get("contests").and_then(Value::as_array);
    let mut writer = Writer::start(value.get("title"), out)?;
    for (paper, value) in election.contests.iter().zip(contests.unwrap_or_default()) {
        let Value::Object(fields) = value else {
            return Err(io::Error::other("not an election file"));
        };
        writer.contest(&as_read(paper, fields))?;
        if let Some(ballots) = value.get("ballots").and_then(Value::as_array) {
            writer.ballots(ballots.iter().cloned())?;
        }
    }
    writer.end()
}

/// The fields of a contest but its ballots, in the order of the specification and with the values
/// that the file gave them: an amount that is a number stays a number, a default that was spelled
/// out stays spelled out.
fn as_read<'v>(paper: &Paper, fields: &'v BTreeMap<String, Value>) -> Vec<(&'v str, Value)> {
    let order: Vec<&str> = paper.pairs().into_iter().map(|(name, _)| name).collect();
    let ordered = order.iter().filter_map(|name| fields.get_key_value(*name));
    let known = |name: &str| name == "ballots" || order.contains(&name);
    let others = fields.iter().filter(|(name, _)| !known(name));
    let all = ordered.chain(others);
    all.map(|(name, value)| (name.as_str(), value.clone()))
        .collect()
}

/// Writes what counts of any contest or budget vote, ballots as classes of equal ballots.
pub(super) fn export(loaded: &Loaded, out: &mut dyn Write) -> Result<(), ConvertError> {
    let paper = paper(loaded)?;
    let mut writer = Writer::start(None, out)?;
    writer.contest(&paper.pairs())?;
    if let (Some(options), Some(profile)) = (loaded.instance.options(), loaded.instance.profile()) {
        let classes = profile.classes();
        let instance = &loaded.instance;
        writer.ballots(classes.map(|class| ballot(&class, options, instance, profile)))?;
    }
    Ok(writer.end()?)
}

/// The paper of an instance and of what its file declared.
fn paper(loaded: &Loaded) -> Result<Paper, Problem> {
    let refused = |found: &str| {
        Problem::error("format-cannot-express")
            .path("to")
            .found(found)
    };
    let declared = &loaded.declared;
    let (limits, kind) = match &loaded.instance {
        Instance::Contest(contest) => (&contest.limits, contest.profile.kind()),
        Instance::Budget(budget) => (&budget.limits, budget.profile.kind()),
        Instance::Pool(_) => return Err(refused("pool")),
    };
    let options = loaded.instance.options().ok_or_else(|| refused("pool"))?;
    let scale = money(&loaded.instance);
    let amount = |units| amount(units, scale);
    let stake = match &loaded.instance {
        Instance::Budget(budget) => Stake::Budget {
            amount: amount(budget.budget),
            currency: declared.currency.clone(),
        },
        instance => Stake::Seats(Some(instance.seats())),
    };
    let rule = declared.rule.as_ref().filter(|rule| rule.rule.is_some());
    Ok(Paper {
        id: "contest".to_owned(),
        title: plain(&declared.title),
        description: Text::None,
        options: paper_options(options, &loaded.instance, scale),
        kind,
        plain_limits: of_kind(limits, kind),
        min_cost: limits.min_cost.map(amount),
        max_cost: limits.max_cost.map(amount),
        stake,
        constraints: match &loaded.instance {
            Instance::Budget(budget) => constraints(budget),
            _ => PaperConstraints::default(),
        },
        rule: rule.and_then(|rule| rule.rule.clone()),
        params: rule.map(|rule| rule.params.clone()).unwrap_or_default(),
        ties: declared.ties.clone(),
        given: declared.given.clone(),
        official: declared.official.clone(),
    })
}

/// The unit of its money.
fn money(instance: &Instance) -> Scale {
    match instance {
        Instance::Budget(budget) => budget.scale,
        _ => Scale(0),
    }
}

/// An amount without the zeros at its end that its scale would give it.
fn amount(units: u64, scale: Scale) -> Decimal {
    let exact = Decimal { units, scale };
    parse_decimal(&exact.to_string()).unwrap_or(exact)
}

fn plain(text: &str) -> Text {
    match text {
        "" => Text::None,
        text => Text::Plain(text.to_owned()),
    }
}

/// The limits that mean something for ballots of a kind.
fn of_kind(limits: &Limits, kind: BallotKind) -> Limits {
    let points = matches!(kind, BallotKind::Score | BallotKind::Allotment);
    let allotment = kind == BallotKind::Allotment;
    Limits {
        min_cost: None,
        max_cost: None,
        min_points: limits.min_points.filter(|_| points),
        max_points: limits.max_points.filter(|_| points),
        min_sum: limits.min_sum.filter(|_| points),
        max_sum: limits.max_sum.filter(|_| points),
        credits: limits.credits.filter(|_| allotment),
        negative: limits.negative && allotment,
        equal_ranks: limits.equal_ranks && kind == BallotKind::Ranking,
        ..limits.clone()
    }
}

fn paper_options(options: &Options, instance: &Instance, scale: Scale) -> Vec<PaperOption> {
    let all = options.all().map(|option| {
        let (id, name) = (options.id(option), options.name(option));
        PaperOption {
            id: id.to_owned(),
            name: if name == id { Text::None } else { plain(name) },
            description: Text::None,
            cost: match instance {
                Instance::Budget(budget) => budget.costs.get(option).copied(),
                _ => None,
            }
            .map(|units| amount(units, scale)),
            withdrawn: options.is_withdrawn(option),
            ..PaperOption::default()
        }
    });
    let mut all: Vec<PaperOption> = all.collect();
    if let Instance::Budget(budget) = instance {
        belongings(budget, &mut all);
    }
    all
}

/// What each option belongs to.
fn belongings(budget: &Budget, options: &mut [PaperOption]) {
    let mut each = |project: OptionId, write: &mut dyn FnMut(&mut PaperOption)| {
        options.get_mut(ix(project.0)).into_iter().for_each(write);
    };
    for pot in &budget.constraints.pots {
        for project in &pot.projects {
            each(*project, &mut |option| option.pot = Some(pot.id.clone()));
        }
    }
    for category in &budget.constraints.categories {
        for project in &category.projects {
            each(*project, &mut |option| {
                option.categories.push(category.id.clone());
            });
        }
    }
    for range in &budget.constraints.adjustable {
        each(range.project, &mut |option| {
            option.min_cost = Some(amount(range.min, budget.scale));
            option.step = Some(amount(range.step, budget.scale));
        });
    }
    for (project, votes) in &budget.constraints.min_votes {
        each(*project, &mut |option| option.min_votes = Some(*votes));
    }
    for (project, votes) in budget.totals.iter().flat_map(IdVec::iter) {
        each(project, &mut |option| option.paper_votes = Some(*votes));
    }
}

/// The constraints of a budget, and the limits of a ballot by category.
fn constraints(budget: &Budget) -> PaperConstraints {
    let text = |units: u64| amount(units, budget.scale);
    let pots = budget.constraints.pots.iter().map(|pot| PaperPot {
        id: pot.id.clone(),
        name: Text::None,
        amount: text(pot.amount),
        scope: pot.scope.clone(),
    });
    let some = |units: u64| Some(units).filter(|units| *units > 0);
    let categories = budget.constraints.categories.iter().map(|category| {
        let mut groups = budget.limits.groups.iter();
        let limits = groups.find(|group| group.id == category.id);
        PaperCategory {
            id: category.id.clone(),
            name: Text::None,
            cost: [some(category.min_cost), category.max_cost].map(|cost| cost.map(text)),
            count: [
                Some(category.min_count).filter(|count| *count > 0),
                category.max_count,
            ],
            length: limits.map_or([None, None], |l| [l.min_length, l.max_length]),
            ballot_cost: limits
                .map_or([None, None], |l| [l.min_cost, l.max_cost])
                .map(|cost| cost.map(text)),
        }
    });
    PaperConstraints {
        pots: pots.collect(),
        categories: categories.collect(),
        exclusive: budget.constraints.exclusive.clone(),
    }
}

/// A class of equal ballots as one ballot.
fn ballot(class: &Class<'_>, options: &Options, instance: &Instance, profile: &Profile) -> Value {
    let id = |option| Value::from(options.id(option));
    let marks: Vec<Value> = match profile.kind() {
        BallotKind::Approval => class.options().map(id).collect(),
        BallotKind::Ranking => {
            let ranks = class.ranks().into_iter().map(|rank| match rank.as_slice() {
                [] => Value::Null,
                [one] => id(*one),
                several => Value::Array(several.iter().map(|option| id(*option)).collect()),
            });
            ranks.collect()
        }
        BallotKind::Knapsack => {
            let scale = money(instance);
            let text = |units: i64| amount(units.unsigned_abs(), scale).to_string();
            let pairs = class.scored();
            let pairs = pairs.map(|(option, n)| Value::Array(vec![id(option), text(n).into()]));
            pairs.collect()
        }
        BallotKind::Score | BallotKind::Allotment => class
            .scored()
            .map(|(option, points)| Value::Array(vec![id(option), Value::Int(points)]))
            .collect(),
    };
    let marks = Value::Array(marks);
    let scale = profile.weight_scale();
    let weighted = class.weight != scale.one();
    if class.papers == 1 && !weighted {
        return marks;
    }
    let papers = match i64::try_from(class.papers)
        .ok()
        .filter(|n| *n < json::INTEGER_LIMIT)
    {
        Some(papers) => Value::Int(papers),
        None => Value::from(class.papers.to_string()),
    };
    let mut object = Value::object([("ballot", marks), ("papers", papers)]);
    if let (true, Value::Object(fields)) = (weighted, &mut object) {
        fields.insert("weight".to_owned(), Value::from(scale.text(class.weight)));
    }
    object
}

/// Writes the layout.
struct Writer<'o> {
    out: &'o mut dyn Write,
    contests: u32,
}

impl<'o> Writer<'o> {
    fn start(title: Option<&Value>, out: &'o mut dyn Write) -> io::Result<Self> {
        write!(out, "{{\n  \"format\": \"{FORMAT}\",\n")?;
        if let Some(title) = title {
            writeln!(out, "  \"title\": {},", title.canonical_string())?;
        }
        write!(out, "  \"contests\": [")?;
        Ok(Self { out, contests: 0 })
    }

    /// Opens a contest, after closing the one before it.
    fn contest(&mut self, fields: &[(&str, Value)]) -> io::Result<()> {
        self.close()?;
        let comma = if self.contests > 0 { "," } else { "" };
        self.contests = self.contests.saturating_add(1);
        write!(self.out, "{comma}\n    {{")?;
        for (at, (name, value)) in fields.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(self.out, "{comma}\n      \"{name}\": ")?;
            match value {
                Value::Array(items) if *name == "options" => self.list(items.iter().cloned())?,
                value => write!(self.out, "{}", value.canonical_string())?,
            }
        }
        Ok(())
    }

    fn ballots(&mut self, ballots: impl Iterator<Item = Value>) -> io::Result<()> {
        write!(self.out, ",\n      \"ballots\": ")?;
        self.list(ballots)
    }

    fn list(&mut self, items: impl Iterator<Item = Value>) -> io::Result<()> {
        write!(self.out, "[")?;
        for (at, item) in items.enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(self.out, "{comma}\n        {}", item.canonical_string())?;
        }
        write!(self.out, "\n      ]")
    }

    fn close(&mut self) -> io::Result<()> {
        if self.contests > 0 {
            write!(self.out, "\n    }}")?;
        }
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        self.close()?;
        writeln!(self.out, "\n  ]\n}}")
    }
}
