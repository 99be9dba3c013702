//! Writing: what was read, equal; or what counts, from any budget instance.

use std::io::{self, Write};

use super::groups::{self, Written};
use super::meta::Meta;
use super::projects;
use crate::ballot::BallotKind;
use crate::formats::{ConvertError, DeclaredRule, Document, Loaded, Tally, write_record};
use crate::id::{OptionId, ix};
use crate::instance::{Budget, Instance};
use crate::outcome::Outcome;
use crate::params::pairs_of;
use crate::problem::Problem;
use crate::report::Report;

/// Writes the sections as they were read: every column, every row, in order.
pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let Document::Tables { tables, .. } = document else {
        return Err(io::Error::other("not a document of tables"));
    };
    for table in tables {
        write_record([table.title.as_str()], ';', out)?;
        write_record(table.columns.iter().map(String::as_str), ';', out)?;
        for row in &table.rows {
            write_record(row.iter().map(String::as_str), ';', out)?;
        }
    }
    Ok(())
}

/// Writes a budget instance: one row a paper, voters numbered from 1 in canonical order.
pub(super) fn export(loaded: &Loaded, out: &mut dyn Write) -> Result<(), ConvertError> {
    let official = loaded.declared.official.as_deref();
    write_vote(loaded, loaded.declared.rule.as_ref(), official, None, out)
}

/// Writes a vote with its result: the rule that was used, what was funded, and what each project
/// got.
pub(in crate::formats) fn write_result(
    loaded: &Loaded,
    report: &Report,
    tally: &Tally,
    winners: &[OptionId],
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    if let Outcome::Funded { amounts, .. } = &report.outcome
        && !amounts.is_empty()
    {
        return Err(cannot("outcome", "amounts other than costs").into());
    }
    let rule = DeclaredRule {
        word: report.rule.id.to_owned(),
        rule: Some(report.rule.id.to_owned()),
        params: pairs_of(&report.params),
    };
    write_vote(loaded, Some(&rule), Some(winners), Some(tally), out)
}

fn write_vote(
    loaded: &Loaded,
    rule: Option<&DeclaredRule>,
    official: Option<&[OptionId]>,
    tally: Option<&Tally>,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    let Instance::Budget(budget) = &loaded.instance else {
        return Err(cannot("kind", loaded.instance.kind()).into());
    };
    let profile = &budget.profile;
    if profile.is_weighted() {
        return Err(cannot("ballots", "weights").into());
    }
    if profile.has_equal_ranks() || profile.has_blank_ranks() {
        return Err(cannot("ballots", "equal or blank ranks").into());
    }
    if let Some(option) = budget.options.all().find(|option| {
        let id = budget.options.id(*option);
        id.contains(',') || id.trim() != id || id.is_empty()
    }) {
        return Err(cannot("options", budget.options.id(option)).into());
    }
    if let Some(option) = budget.options.all().find(|option| {
        budget.options.is_withdrawn(*option) && !projects::marks_withdrawn(budget, *option)
    }) {
        return Err(cannot("withdrawn", budget.options.id(option)).into());
    }
    let groups = groups::write(budget).map_err(|(path, what)| cannot(path, &what))?;
    write_meta(loaded, budget, rule, &groups, out)?;
    let row = |out: &mut dyn Write, cells: &[&str]| write_record(cells.iter().copied(), ';', out);
    row(out, &["PROJECTS"])?;
    let score = tally.and_then(|tally| tally.score.as_ref());
    let mut columns = vec!["project_id", "cost"];
    columns.extend(tally.map(|_| "votes"));
    columns.extend(score.map(|_| "score"));
    columns.push("name");
    columns.extend(official.map(|_| "selected"));
    columns.extend(groups.columns.iter().map(|(name, _)| *name));
    row(out, &columns)?;
    for option in budget.options.all() {
        let cost = budget.text(budget.costs[option]);
        let selected = official.is_some_and(|official| official.contains(&option));
        let mut cells = vec![budget.options.id(option), cost.as_str()];
        let votes = tally.map(|tally| tally.votes[option].to_string());
        let points = score.map(|score| score[option].to_string());
        cells.extend(votes.as_deref());
        cells.extend(points.as_deref());
        cells.push(budget.options.name(option));
        cells.extend(official.map(|_| if selected { "1" } else { "0" }));
        let grouped = groups
            .columns
            .iter()
            .filter_map(|(_, cells)| cells.get(ix(option.0)));
        cells.extend(grouped.map(String::as_str));
        row(out, &cells)?;
    }
    row(out, &["VOTES"])?;
    let points = vote_type(budget)? == "scoring";
    let columns: &[&str] = if points {
        &["voter_id", "vote", "points"]
    } else {
        &["voter_id", "vote"]
    };
    row(out, columns)?;
    let mut voter = 0u64;
    for class in profile.classes() {
        let ids: Vec<&str> = class.options().map(|o| budget.options.id(o)).collect();
        let ids = ids.join(",");
        let values: Vec<String> = class.scored().map(|(_, p)| p.to_string()).collect();
        let values = values.join(",");
        for _ in 0..class.papers {
            voter = voter.saturating_add(1);
            let number = voter.to_string();
            let cells = [number.as_str(), &ids, &values];
            row(out, cells.get(..columns.len()).unwrap_or(&cells))?;
        }
    }
    Ok(())
}

fn vote_type(budget: &Budget) -> Result<&'static str, Problem> {
    match budget.profile.kind() {
        BallotKind::Approval => Ok("approval"),
        BallotKind::Ranking => Ok("ordinal"),
        BallotKind::Score => Ok("scoring"),
        kind @ (BallotKind::Allotment | BallotKind::Knapsack) => {
            Err(cannot("ballots", kind.word()))
        }
    }
}

fn write_meta(
    loaded: &Loaded,
    budget: &Budget,
    rule: Option<&DeclaredRule>,
    groups: &Written,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    let limits = &budget.limits;
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let length = |length: Option<u32>| length.map(|length| length.to_string());
    let text = |text: &str| Some(text.to_owned());
    let word =
        rule.and_then(|rule| super::declared::word(rule, &Meta::of_kind(budget.profile.kind())));
    let threshold = rule.and_then(|rule| {
        let mut params = rule.params.iter();
        let threshold = params.find(|(name, text)| name == "threshold" && text != "0");
        threshold.map(|(_, text)| text.clone())
    });
    let least = match (limits.min_length, limits.refuse_blank) {
        (Some(length), _) => Some(length.to_string()),
        (None, true) => None,
        (None, false) => text("0"),
    };
    let rows = [
        ("description", text(&loaded.declared.title)),
        ("num_projects", Some(budget.options.len().to_string())),
        ("num_votes", Some(budget.profile.papers().to_string())),
        ("budget", Some(budget.text(budget.budget))),
        ("vote_type", text(vote_type(budget)?)),
        ("rule", text(word.unwrap_or("unknown"))),
        ("min_project_score_threshold", threshold),
        ("min_length", least),
        ("max_length", length(limits.max_length)),
        (
            "min_sum_cost",
            limits.min_cost.map(|cost| budget.text(cost)),
        ),
        (
            "max_sum_cost",
            limits.max_cost.map(|cost| budget.text(cost)),
        ),
        ("min_points", number(limits.min_points)),
        ("max_points", number(limits.max_points)),
        ("min_sum_points", number(limits.min_sum)),
        ("max_sum_points", number(limits.max_sum)),
    ];
    write_record(["META"], ';', out)?;
    write_record(["key", "value"], ';', out)?;
    for (key, value) in rows {
        if let Some(value) = value {
            write_record([key, value.as_str()], ';', out)?;
        }
    }
    for (key, value) in &groups.meta {
        write_record([*key, value.as_str()], ';', out)?;
    }
    Ok(())
}

fn cannot(path: &str, what: &str) -> Problem {
    Problem::error("format-cannot-express")
        .path(path)
        .found(what)
}
