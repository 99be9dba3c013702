//! The verbs that JS can call: one line each in [`run`], one function each below.

use isonomia::audit::{AuditOptions, audit_within, audited_input_within, read_report};
use isonomia::formats::{Loaded, PeopleSheet, Role, SheetStyle, read_census, write_categories};
use isonomia::id::PersonId;
use isonomia::instance::{Instance, Pool};
use isonomia::json::Value;
use isonomia::panel::feasible::{Include, examine};
use isonomia::panel::inclusion::{Around, Drawn, Inclusion, barred};
use isonomia::panel::relax::Effort;
use isonomia::panel::selection::{Selection, mates};
use isonomia::panel::targets::{Asked as TargetsAsked, Dialect, SetRange, Shares, targets};
use isonomia::present::{self, Lang, Shown, TextStyle};
use isonomia::problem::{Diagnostics, Problem};
use isonomia::report::{ENGINE, Report};
use isonomia::rule::{Entry, Progress, Serial};
use isonomia::run::{PANELS, Work};
use isonomia_wasm_request::{Asked, File, errors_first, list, told};

/// The most nodes of each search for who cannot be drawn.
const NODES: u64 = 20_000;

/// What a verb answers: JSON, or the problems that keep it from answering.
type Answer = Result<Value, Vec<Problem>>;

/// Finds the verb and runs it; the error is JSON, `{"problems": [...]}`.
pub(crate) fn run(
    verb: &str,
    request: &str,
    bytes: &[u8],
    progress: Progress<'_>,
) -> Result<String, String> {
    let asked = match Asked::read(request, bytes) {
        Ok(asked) => asked,
        Err(problem) => return Err(list(&[problem], Lang::default()).canonical_string()),
    };
    let mut work = Work {
        progress: Some(progress),
        executor: &Serial,
    };
    let answer = match verb {
        "version" => Ok(Value::object([("version", ENGINE.into())])),
        "rules" => Ok(rules()),
        "validate" => validate(&asked),
        "check" => check(&asked),
        "count" => count(&asked, &mut work),
        "present" => present(&asked, &mut work),
        "targets" => targets_of(&asked),
        "inclusion" => inclusion(&asked),
        "select" => select(&asked),
        "audit" => audit(&asked, &mut work),
        _ => Err(vec![Problem::error("verb-unknown").found(verb)]),
    };
    match answer {
        Ok(value) => Ok(value.canonical_string()),
        Err(problems) => Err(list(&problems, asked.lang()).canonical_string()),
    }
}

/// Every rule that draws panels, with its parameters.
fn rules() -> Value {
    let rules = PANELS.rules.iter().map(Entry::to_value);
    Value::Array(rules.collect())
}

/// Reads people and categories and lists what is wrong.
fn validate(asked: &Asked<'_>) -> Answer {
    let (loaded, diagnostics) = asked.load(&PANELS)?;
    let input = loaded.as_ref().map_or(Value::Null, |loaded| {
        let people = match &loaded.instance {
            Instance::Pool(pool) => pool.len(),
            _ => 0,
        };
        Value::object([
            ("people", people.into()),
            ("seats", loaded.instance.seats().into()),
        ])
    });
    Ok(Value::object([
        ("valid", loaded.is_some().into()),
        ("problems", told(diagnostics.problems(), asked.lang())),
        ("input", input),
    ]))
}

/// Whether there is a panel, whom the quotas exclude and why, and how they may be relaxed: for
/// there to be a panel, or for everyone to be able to sit (`include`).
fn check(asked: &Asked<'_>) -> Answer {
    let pool = pool(asked)?;
    let include = match asked.text("include") {
        Some("everyone") => Include::Everyone,
        None | Some("nobody") => Include::Nobody,
        Some(word) => {
            let problem = Problem::error("request-field").path("/include").found(word);
            return Err(vec![problem.expected("everyone or nobody")]);
        }
    };
    let found = examine(&pool, &include, Effort::default());
    let blocks = present::feasibility(&found, &pool, asked.lang());
    let relaxed = found.relaxed.as_ref().and_then(|relaxed| {
        let changed = write_categories(&relaxed.as_ref().ok()?.pool(&pool));
        Some(Value::from(String::from_utf8_lossy(&changed).into_owned()))
    });
    Ok(Value::object([
        ("feasibility", found.to_value(&pool)),
        ("relaxed", relaxed.unwrap_or(Value::Null)),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
    ]))
}

/// The pool that the files hold.
fn pool(asked: &Asked<'_>) -> Result<Pool, Vec<Problem>> {
    let (loaded, diagnostics) = asked.load(&PANELS)?;
    match loaded.map(|loaded| loaded.instance) {
        Some(Instance::Pool(pool)) => Ok(pool),
        _ => Err(errors_first(diagnostics.into_problems())),
    }
}

/// The shares of the town, if a census came along.
fn census(
    asked: &Asked<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Shares>, Vec<Problem>> {
    let Some(file) = asked.file("census") else {
        return Ok(None);
    };
    diagnostics.set_file(&file.name);
    let mut bytes = file.bytes;
    match read_census(&mut bytes, None, diagnostics) {
        Some(shares) => Ok(Some(shares)),
        None => Err(errors_first(diagnostics.problems().to_vec())),
    }
}

/// Quotas from a census.
fn targets_of(asked: &Asked<'_>) -> Answer {
    let field = |name: &str, expected: &str| {
        let problem = match asked.field(name) {
            Some(given) => Problem::error("request-field").found(given.canonical_string()),
            None => Problem::error("field-missing"),
        };
        vec![problem.path(format!("/{name}")).expected(expected)]
    };
    let number = |name: &str| asked.number(name).and_then(|n| u32::try_from(n).ok());
    let mut diagnostics = Diagnostics::default();
    let shares = census(asked, &mut diagnostics)?;
    let shares = shares.ok_or_else(|| field("census", "feature, value and a count of people"))?;
    let set = ranges(asked);
    let wanted = TargetsAsked {
        seats: number("seats").ok_or_else(|| field("seats", "a whole number, 1 or more"))?,
        slack: number("slack").unwrap_or_default(),
        flex: number("flex"),
        set: set.ok_or_else(|| field("set", "feature, value, min and max of each range"))?,
    };
    let found = targets(&shares, &wanted)?;
    let blocks = present::targets(&found, None, asked.lang());
    Ok(Value::object([
        ("targets", found.to_value(None)),
        ("csv", found.to_csv(Dialect::Features).into()),
        ("problems", told(diagnostics.problems(), asked.lang())),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
    ]))
}

/// Ranges set by hand, if they can be read.
fn ranges(asked: &Asked<'_>) -> Option<Vec<SetRange>> {
    let range = |value: &Value| {
        let text = |key| Some(value.get(key)?.as_str()?.to_owned());
        let number = |key| u32::try_from(value.get(key)?.as_i64()?).ok();
        Some(SetRange {
            feature: text("feature")?,
            value: text("value")?,
            min: number("min")?,
            max: number("max")?,
        })
    };
    match asked.field("set") {
        None => Some(Vec::new()),
        Some(set) => set.as_array()?.iter().map(range).collect(),
    }
}

/// Draws or finds the chances; the answer is the report.
fn count(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let (loaded, report) = counted(asked, work)?;
    Ok(report.to_value(&loaded.instance))
}

/// Counts and says it: sentences, tables, text and a page to print.
fn present(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let (loaded, report) = counted(asked, work)?;
    let (lang, instance) = (asked.lang(), &loaded.instance);
    let shown = Shown {
        report: &report,
        instance,
        title: "",
    };
    let blocks = present::document(&shown, lang);
    Ok(Value::object([
        // As text, since only these exact bytes can be kept, hashed and audited.
        (
            "report",
            report.to_value(instance).canonical_string().into(),
        ),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
        ("html", present::page("", &blocks, lang).into()),
    ]))
}

fn counted(asked: &Asked<'_>, work: &mut Work<'_>) -> Result<(Loaded, Report), Vec<Problem>> {
    let request = asked.request()?;
    let (loaded, diagnostics) = asked.load(&PANELS)?;
    let Some(loaded) = loaded else {
        return Err(errors_first(diagnostics.into_problems()));
    };
    let report = PANELS.count(&loaded, &diagnostics, &request, work)?;
    Ok((loaded, report))
}

/// A result that a page hands back: its pool, and what was selected.
fn selected(asked: &Asked<'_>) -> Result<(Loaded, String, Selection), Vec<Problem>> {
    let report = read_report(report(asked)?.bytes).map_err(|problem| vec![problem])?;
    let loaded =
        asked.with_sources(|sources| audited_input_within(&PANELS, &report, sources, None))?;
    let outcome = report.get("outcome").unwrap_or(&Value::Null);
    let selection = Selection::from_outcome(pool_of(&loaded)?, outcome);
    let selection = selection.map_err(|problem| vec![problem])?;
    let rule = report.get("rule").and_then(Value::as_str);
    Ok((loaded, rule.unwrap_or_default().to_owned(), selection))
}

/// The pool of what was read.
fn pool_of(loaded: &Loaded) -> Result<&Pool, Vec<Problem>> {
    match &loaded.instance {
        Instance::Pool(pool) => Ok(pool),
        _ => Err(vec![Problem::error("outcome-not-panel")]),
    }
}

/// The number of a panel of the list.
fn number(asked: &Asked<'_>) -> Option<u32> {
    asked.number("panel").and_then(|n| u32::try_from(n).ok())
}

/// Pool against panel, everyone's chance, who can be recognised and whom no panel can hold.
fn inclusion(asked: &Asked<'_>) -> Answer {
    let one = |problem: Problem| vec![problem];
    let (loaded, rule, selection) = selected(asked)?;
    let pool = pool_of(&loaded)?;
    let number = number(asked);
    let chances = selection.chances.as_deref();
    let members = if chances.is_some() && number.is_none() {
        None
    } else {
        Some(selection.panel(number).map_err(one)?)
    };
    let town = census(asked, &mut Diagnostics::default())?;
    let town = town.map(|shares| shares.of_pool(pool));
    let drawn = Drawn {
        chances,
        members: members.as_deref(),
        census: town.as_ref(),
    };
    let found = Inclusion::of(pool, &drawn).map_err(one)?;
    let listed = selection.numbered().map(|list| list.len());
    let listed = listed.and_then(|listed| u32::try_from(listed).ok());
    let listed = listed.filter(|listed| *listed > 1);
    let around = Around {
        rule,
        panel: number.filter(|_| listed.is_some()),
        listed,
        barred: barred(pool, chances, NODES).ok(),
        ..Around::default()
    };
    let lang = asked.lang();
    let blocks = present::inclusion(&found, pool, &around, lang);
    let title = present::message(lang, "inclusion.title", &[]);
    Ok(Value::object([
        ("inclusion", found.to_value(pool, &around)),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
        ("html", present::page(&title, &blocks, lang).into()),
    ]))
}

/// The members of a panel, and the people file cut in two.
fn select(asked: &Asked<'_>) -> Answer {
    let (loaded, _, selection) = selected(asked)?;
    let pool = pool_of(&loaded)?;
    let members = selection.panel(number(asked));
    let members = members.map_err(|problem| vec![problem])?;
    let mut diagnostics = Diagnostics::default();
    let sheet = asked.with_sources(|sources| {
        let people = sources
            .iter_mut()
            .find(|source| source.role == Role::Main)?;
        PeopleSheet::read(people.reader, pool, &loaded.columns, None, &mut diagnostics)
    });
    let Some(sheet) = sheet else {
        return Err(errors_first(diagnostics.into_problems()));
    };
    let mates = mates(pool, &members);
    let table = |who: &dyn Fn(PersonId) -> bool| -> Answer {
        let written = sheet.write(who, &SheetStyle::default());
        let written = written.map_err(|problem| vec![problem])?;
        Ok(String::from_utf8_lossy(&written.bytes).into_owned().into())
    };
    let ids = members.iter().map(|person| pool.id(*person).into());
    Ok(Value::object([
        ("members", Value::Array(ids.collect())),
        ("selected", table(&|person| members.contains(&person))?),
        (
            "remaining",
            table(&|person| !members.contains(&person) && !mates.contains(&person))?,
        ),
    ]))
}

/// The report that came along.
fn report<'a, 'b>(asked: &'b Asked<'a>) -> Result<&'b File<'a>, Vec<Problem>> {
    asked.file("report").ok_or_else(|| {
        let problem = Problem::error("request-report");
        vec![problem.expected("the report of a draw")]
    })
}

/// Counts again, by the recorded proposals, and compares.
fn audit(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let report = report(asked)?;
    let options = AuditOptions {
        converted: asked.flag("converted"),
        ..AuditOptions::default()
    };
    let verdict =
        asked.with_sources(|sources| audit_within(&PANELS, report.bytes, sources, options, work));
    Ok(Value::object([
        ("same", verdict.same().into()),
        ("differences", told(&verdict.differences, asked.lang())),
        ("notes", told(&verdict.notes, asked.lang())),
    ]))
}
