//! The settings file of sortition tools (TOML), mapped onto the words of this program.
//!
//! A file that was written for another tool is taken at its word, and no key is passed over in
//! silence: what has no meaning here is said, with the reason and what to write instead. What is
//! typed on the command line goes before the file.

mod read;

#[cfg(test)]
mod tests;

use isonomia::formats::PoolColumns;
use isonomia::problem::Problem;
use isonomia::rule::Entry;

use crate::args::Columns;
use crate::io;
use crate::terminal::Ui;

/// A value with the line and column of its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Set<T> {
    value: T,
    place: (u32, u32),
}

/// What a settings file asks for; nothing where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    file: String,
    id_column: Option<Set<String>>,
    household: Option<Set<Vec<String>>>,
    keep: Option<Set<Vec<String>>>,
    attempts: Option<Set<u32>>,
    /// The word, and the rule that it means.
    algorithm: Option<Set<(String, &'static str)>>,
    /// Keys that have no meaning here, whatever the command.
    remarks: Vec<Problem>,
}

/// What a command draws by.
#[derive(Clone, Copy)]
pub(crate) struct Drawing<'a> {
    /// The rule in force.
    pub(crate) rule: &'a Entry,
    /// Whether it was typed.
    pub(crate) typed: bool,
    /// Parameters that were typed.
    pub(crate) set: &'a [(String, String)],
}

/// The settings that a command line names.
pub(crate) fn of(typed: &Columns) -> Result<Settings, Vec<Problem>> {
    let Some(path) = &typed.settings else {
        return Ok(Settings::default());
    };
    let text = io::typed(path, read::LIMIT).map_err(|problem| vec![problem])?;
    read::parse(&io::name(path), &text)
}

impl Settings {
    /// Columns of a file of people: those typed, else those of the settings.
    pub(crate) fn columns(&self, typed: &Columns) -> PoolColumns {
        let id = self.id_column.as_ref().map(|set| set.value.clone());
        let household = self.household.as_ref().map(|set| set.value.clone());
        PoolColumns {
            id: typed.id_column.clone().or(id),
            household: match typed.household.as_slice() {
                [] => household.unwrap_or_default(),
                typed => typed.to_vec(),
            },
            already: Vec::new(),
        }
    }

    /// Columns to keep in selected.csv and remaining.csv beside id, features and address; `None`
    /// where the settings do not say.
    pub(crate) fn keep(&self) -> Option<&[String]> {
        self.keep.as_ref().map(|set| set.value.as_slice())
    }

    /// The rule: the one typed, else the one of the settings.
    pub(crate) fn rule<'a>(&self, typed: Option<&'a str>) -> Option<&'a str> {
        let own = self.algorithm.as_ref().map(|set| set.value.1);
        typed.or(own)
    }

    /// The parameters of a rule: those typed, and `attempts` of the settings where the rule has it.
    pub(crate) fn params(&self, rule: &Entry, typed: &[(String, String)]) -> Vec<(String, String)> {
        let mut params = typed.to_vec();
        let known = rule.specs().iter().any(|spec| spec.name == ATTEMPTS);
        let asked = typed.iter().any(|(name, _)| name == ATTEMPTS);
        if let Some(set) = self.attempts.as_ref().filter(|_| known && !asked) {
            params.push((ATTEMPTS.to_owned(), set.value.to_string()));
        }
        params
    }

    /// Says what of the settings is not taken by a command that writes no selected.csv, and why.
    pub(crate) fn tell(&self, typed: &Columns, drawing: Option<Drawing<'_>>, ui: &Ui) {
        for problem in self.not_taken(typed, drawing) {
            ui.note(&ui.sentence(&problem));
        }
    }

    /// Says the same in a command that writes the files of a panel, with the columns to keep.
    pub(crate) fn tell_of_files(&self, typed: &Columns, ui: &Ui) {
        let told = self.not_taken(typed, None).into_iter();
        for problem in told.filter(|problem| problem.code != KEEP_LATER) {
            ui.note(&ui.sentence(&problem));
        }
    }

    fn not_taken(&self, typed: &Columns, drawing: Option<Drawing<'_>>) -> Vec<Problem> {
        let mut problems = self.remarks.clone();
        let mut say = |code, key: &str, place: (u32, u32), found: &str, instead: &str| {
            problems.push(
                Problem::warning(code)
                    .in_file(&self.file)
                    .at(place.0, place.1)
                    .path(key)
                    .found(found)
                    .expected(instead),
            );
        };
        if let (Some(set), Some(typed)) = (&self.id_column, &typed.id_column)
            && set.value != *typed
        {
            say(
                "settings-overruled",
                "id_column",
                set.place,
                &set.value,
                typed,
            );
        }
        if let (Some(set), [_, ..]) = (&self.household, typed.household.as_slice())
            && set.value != typed.household
        {
            let key = "check_same_address_columns";
            let (found, instead) = (set.value.join(", "), typed.household.join(", "));
            say("settings-overruled", key, set.place, &found, &instead);
        }
        if let Some(set) = self.keep.as_ref().filter(|set| !set.value.is_empty()) {
            let found = set.value.join(", ");
            say(KEEP_LATER, "columns_to_keep", set.place, &found, "");
        }
        let Some(drawing) = drawing else {
            return problems;
        };
        let id = drawing.rule.meta.id;
        if let Some(set) = self.algorithm.as_ref().filter(|_| drawing.typed)
            && set.value.1 != id
        {
            let key = "selection_algorithm";
            say("settings-overruled", key, set.place, &set.value.0, id);
        }
        if let Some(set) = &self.attempts {
            let found = set.value.to_string();
            let typed = drawing.set.iter().find(|(name, _)| name == ATTEMPTS);
            let known = drawing
                .rule
                .specs()
                .iter()
                .any(|spec| spec.name == ATTEMPTS);
            match typed {
                _ if !known => say(
                    "settings-no-attempts",
                    "max_attempts",
                    set.place,
                    &found,
                    id,
                ),
                Some((_, typed)) if *typed != found => {
                    say(
                        "settings-overruled",
                        "max_attempts",
                        set.place,
                        &found,
                        typed,
                    );
                }
                _ => {}
            }
        }
        problems
    }
}

/// The parameter of rules that draw again what fails.
const ATTEMPTS: &str = "attempts";

/// Code of the warning that the columns to keep are for another command.
const KEEP_LATER: &str = "settings-keep-later";
