//! Rows as a table for people.

use std::collections::BTreeSet;
use std::path::Path;

use isonomia::formats::Loaded;
use isonomia::present::{Align, Table, number, problem_sentence};

use crate::rows::Row;
use crate::terminal::Ui;

/// Winners up to this many are shown by name, more of them, and projects, by their ids.
const NAMED: usize = 4;

/// Digits of chances after the point, for people to read.
const DIGITS: u32 = 4;

/// Rows as a table. With `loaded`, all rows are of that file: options are shown by
/// name and each outcome is compared with the first; without, rows are of several files.
pub(crate) fn table(rows: &[Row], ui: &Ui, loaded: Option<&Loaded>) -> Table {
    let head = |key: &str, align| (ui.say(key, &[]), align);
    let several = loaded.is_none();
    let money = rows.iter().any(|row| !row.cost.is_empty());
    let official = rows.iter().any(|row| row.official.is_some());
    let mut columns = Vec::new();
    if several {
        columns.push(head("cli.column.file", Align::Start));
    }
    columns.push(head("cli.column.rule", Align::Start));
    columns.push(head("column.result", Align::Start));
    if money {
        columns.push(head("cli.column.chosen", Align::End));
        columns.push(head("column.cost", Align::End));
    }
    let lottery = rows.iter().any(|row| row.spread.is_some());
    if lottery {
        for key in ["least", "most", "gini", "geometric", "panels"] {
            columns.push(head(&format!("cli.column.{key}"), Align::End));
        }
    }
    if !several {
        columns.push(head("cli.column.overlap", Align::Start));
    }
    if official {
        columns.push(head("cli.column.official", Align::Start));
    }
    columns.push(head("cli.column.cpu", Align::End));
    let first = rows.iter().find(|row| row.problems.is_empty());
    let names = short_names(rows);
    let cells = rows.iter().enumerate().map(|(at, row)| {
        let mut cells = Vec::new();
        if several {
            cells.push(names.get(at).cloned().unwrap_or_default());
        }
        cells.push(row.rule.clone());
        cells.push(row.shown(ui, loaded));
        if money {
            cells.push(row.chosen());
            cells.push(number(ui.lang, &row.cost));
        }
        if lottery {
            let spread = row.spread.as_ref();
            let [least, most, gini, mean, _, panels] =
                spread.map_or_else(Default::default, |spread| spread.cells(DIGITS));
            let figures = [least, most, gini, mean, panels];
            cells.extend(figures.iter().map(|figure| number(ui.lang, figure)));
        }
        if !several {
            cells.push(first.map_or_else(String::new, |first| row.overlap(first, ui)));
        }
        if official {
            let key = row
                .official
                .map(|agrees| if agrees { "cli.yes" } else { "cli.no" });
            cells.push(key.map_or_else(String::new, |key| ui.say(key, &[])));
        }
        cells.push(number(ui.lang, &row.cpu_seconds));
        cells
    });
    Table {
        caption: String::new(),
        rows: cells.collect(),
        head: columns,
        bars: None,
    }
}

impl Row {
    /// Who or what was chosen, or why nothing was: a few by name, many by id; all that may be
    /// chosen, where ties were followed every way.
    fn shown(&self, ui: &Ui, loaded: Option<&Loaded>) -> String {
        if let Some(problem) = self.problems.first() {
            return problem_sentence(problem, ui.lang);
        }
        if let Some(spread) = &self.spread {
            let (n, never) = spread.drawable();
            let (n, never) = (n.to_string(), never.to_string());
            let mut holes = vec![("n", n.as_str())];
            if never != "0" {
                holes.push(("never", &never));
            }
            return ui.say("cli.compare.lottery", &holes);
        }
        let options = loaded.and_then(|loaded| loaded.instance.options());
        let name = |id: &String| {
            let option = options.and_then(|options| Some((options, options.find(id)?)));
            match option.map(|(options, option)| options.name(option)) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => id.clone(),
            }
        };
        let way = |winners: &Vec<String>| {
            if winners.is_empty() {
                return ui.say("list.none", &[]);
            }
            let shown: Vec<String> = if winners.len() > NAMED || self.kind == "funded" {
                winners.clone()
            } else {
                winners.iter().map(name).collect()
            };
            shown.join(", ")
        };
        let ways: Vec<String> = self.ways.iter().map(way).collect();
        let (n, ways) = (ways.len().to_string(), ways.join("; "));
        match (self.complete, n.as_str()) {
            (Some(false), _) => ui.say("cli.ways.some", &[("n", &n), ("ways", &ways)]),
            (_, "1") => ways,
            _ => ui.say("cli.ways.all", &[("n", &n), ("ways", &ways)]),
        }
    }

    /// How many of the first outcome's winners win here too.
    fn overlap(&self, first: &Row, ui: &Ui) -> String {
        if !self.problems.is_empty() || std::ptr::eq(self, first) {
            return String::new();
        }
        if let (Some(own), Some(firsts)) = (&self.spread, &first.spread) {
            let (both, of) = own.same(firsts);
            if both == of {
                return ui.say("cli.compare.same", &[]);
            }
            let (both, of) = (both.to_string(), of.to_string());
            return ui.say("cli.compare.overlap", &[("both", &both), ("of", &of)]);
        }
        if self.spread.is_some() || first.spread.is_some() {
            return String::new();
        }
        let Some((winners, firsts)) = self.decided().zip(first.decided()) else {
            return String::new();
        };
        let both = winners.iter().filter(|id| firsts.contains(id));
        let both = both.count();
        if both == winners.len() && both == firsts.len() {
            return ui.say("cli.compare.same", &[]);
        }
        let of = firsts.len().to_string();
        ui.say(
            "cli.compare.overlap",
            &[("both", &both.to_string()), ("of", &of)],
        )
    }
}

/// Names of files without their folders, where that tells them apart.
fn short_names(rows: &[Row]) -> Vec<String> {
    let short = |row: &Row| {
        let name = Path::new(&row.file).file_name();
        name.map_or_else(|| row.file.clone(), |name| name.display().to_string())
    };
    let names: BTreeSet<String> = rows.iter().map(short).collect();
    let files: BTreeSet<&String> = rows.iter().map(|row| &row.file).collect();
    if names.len() == files.len() {
        rows.iter().map(short).collect()
    } else {
        rows.iter().map(|row| row.file.clone()).collect()
    }
}
