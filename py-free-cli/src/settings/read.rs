//! Reads a settings file: every defect with line and column.

use isonomia::problem::Problem;
use isonomia::rules::find;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Set, Settings};

/// Bytes of a settings file at most.
pub(super) const LIMIT: u64 = 1 << 20;

/// Every key that is known.
const KEYS: &[&str] = &[
    "id_column",
    "columns_to_keep",
    "check_same_address",
    "check_same_address_columns",
    "max_attempts",
    "selection_algorithm",
    "solver_backend",
    "random_number_seed",
];

/// Words of `selection_algorithm`, and the rule that each means.
const ALGORITHMS: &[(&str, &str)] = &[
    ("maximin", "sortition/maximin"),
    ("leximin", "sortition/leximin"),
    ("nash", "sortition/nash"),
    ("minimax", "sortition/minimax"),
    ("goldilocks", "sortition/goldilocks"),
    ("legacy", "sortition/legacy"),
    ("diversimax", "sortition/diversimax"),
    ("max-entropy", "sortition/max-entropy"),
    ("fair-max-entropy", "sortition/fair-max-entropy"),
    ("stratified", "sortition/stratified"),
    ("uniform", "sortition/uniform"),
];

/// Reads a settings file.
///
/// # Errors
/// All defects: what is no TOML, values of another kind, an algorithm that nobody knows; beside them
/// what there is to remark, in the order of the file.
pub(super) fn parse(file: &str, text: &str) -> Result<Settings, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        file,
        text,
        problems: Vec::new(),
    };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.refuse("settings-broken", at, |p| p.found(error.message()));
    }
    // What follows a slip of the pen is no defect of its own.
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let settings = reader.settings(table.get_ref());
    if reader.problems.is_empty() {
        return Ok(settings);
    }
    let mut problems = reader.problems;
    problems.extend(settings.remarks);
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(problems)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings {
            file: self.file.to_owned(),
            ..Settings::default()
        };
        let same_address = self.flag(table, "check_same_address");
        let address = self.names(table, "check_same_address_columns");
        settings.id_column = self.text(table, "id_column");
        settings.keep = self.names(table, "columns_to_keep");
        settings.attempts = self.attempts(table);
        settings.algorithm = self.algorithm(table);
        if let Some(set) = same_address.filter(|set| set.value) {
            let some = address.filter(|set| !set.value.is_empty());
            if some.is_none() {
                let problem = self.problem(Problem::error("check-same-address-empty"), set.place);
                self.problems
                    .push(problem.path("check_same_address_columns"));
            }
            settings.household = some;
        } else if let Some(set) = address.filter(|set| !set.value.is_empty()) {
            let problem = Problem::warning("settings-address-off");
            let problem = self.problem(problem, set.place).found(set.value.join(", "));
            settings
                .remarks
                .push(problem.path("check_same_address_columns"));
        }
        if let Some(set) = self.text(table, "solver_backend") {
            let problem = self.problem(Problem::warning("settings-solver"), set.place);
            settings
                .remarks
                .push(problem.path("solver_backend").found(set.value));
        }
        if let Some(set) = self.whole(table, "random_number_seed") {
            let problem = self.problem(Problem::warning("settings-seed"), set.place);
            settings
                .remarks
                .push(problem.path("random_number_seed").found(set.value));
        }
        for (key, _) in table {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                let problem = Problem::warning("settings-key-unknown");
                let problem = self.problem(problem, self.place(key.span().start));
                let problem = problem
                    .path(key.get_ref().as_ref())
                    .found(key.get_ref().as_ref());
                settings.remarks.push(problem.expected(KEYS.join(", ")));
            }
        }
        settings
    }

    fn attempts(&mut self, table: &DeTable<'_>) -> Option<Set<u32>> {
        let key = "max_attempts";
        let set = self.whole(table, key)?;
        let value = set.value.parse().ok().filter(|attempts| *attempts > 0);
        if value.is_none() {
            let problem = self.problem(Problem::error("settings-value"), set.place);
            let expected = format!("a whole number from 1 to {}", u32::MAX);
            self.problems
                .push(problem.path(key).found(&set.value).expected(expected));
        }
        let place = set.place;
        value.map(|value| Set { value, place })
    }

    fn algorithm(&mut self, table: &DeTable<'_>) -> Option<Set<(String, &'static str)>> {
        let key = "selection_algorithm";
        let set = self.text(table, key)?;
        let word = set.value.trim().to_ascii_lowercase().replace('_', "-");
        let known = ALGORITHMS.iter().filter(|(_, id)| find(id).is_some());
        let rule = known
            .clone()
            .find(|(name, id)| *name == word || *id == word);
        if rule.is_none() {
            let words: Vec<&str> = known.map(|(name, _)| *name).collect();
            let problem = Problem::error("invalid-selection-algorithm");
            let problem = self.problem(problem, set.place).path(key).found(&set.value);
            self.problems.push(problem.expected(words.join(", ")));
        }
        let place = set.place;
        rule.map(|(_, id)| Set {
            value: (set.value, *id),
            place,
        })
    }

    /// A text that is not empty; an empty one says nothing.
    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Set<String>> {
        let value = get(table, key)?;
        let text = value.get_ref().as_str().map(str::trim).map(str::to_owned);
        let set = self.kind(value, key, text, "text in quotation marks")?;
        Some(set).filter(|set| !set.value.is_empty())
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> Option<Set<bool>> {
        let value = get(table, key)?;
        self.kind(value, key, value.get_ref().as_bool(), "true or false")
    }

    /// A whole number as it is written.
    fn whole(&mut self, table: &DeTable<'_>, key: &str) -> Option<Set<String>> {
        let value = get(table, key)?;
        let number = value.get_ref().as_integer();
        let decimal = number.filter(|number| number.radix() == 10);
        let text = decimal.map(|number| number.as_str().replace('_', ""));
        self.kind(value, key, text, "a whole number")
    }

    fn names(&mut self, table: &DeTable<'_>, key: &str) -> Option<Set<Vec<String>>> {
        let value = get(table, key)?;
        let list = value.get_ref().as_array();
        let list = self.kind(value, key, list, "a list such as [\"street\", \"zip\"]")?;
        let mut names = Vec::new();
        for item in list.value {
            let name = item.get_ref().as_str().map(str::trim);
            let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
            let name = self.kind(item, key, name, "the name of a column")?;
            names.push(name.value);
        }
        Some(Set {
            value: names,
            place: list.place,
        })
    }

    /// A value, where it is of its kind.
    fn kind<T>(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        key: &str,
        read: Option<T>,
        expected: &str,
    ) -> Option<Set<T>> {
        let span = value.span();
        let place = self.place(span.start);
        if read.is_none() {
            let found = self.text.get(span).unwrap_or_default().to_owned();
            let problem = self.problem(Problem::error("settings-value"), place);
            self.problems
                .push(problem.path(key).found(found).expected(expected));
        }
        read.map(|value| Set { value, place })
    }

    fn refuse(&mut self, code: &'static str, at: usize, more: impl FnOnce(Problem) -> Problem) {
        let problem = self.problem(Problem::error(code), self.place(at));
        self.problems.push(more(problem));
    }

    fn problem(&self, problem: Problem, place: (u32, u32)) -> Problem {
        problem.in_file(self.file).at(place.0, place.1)
    }

    /// Line and column of a byte.
    fn place(&self, byte: usize) -> (u32, u32) {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
        let last = before.rsplit('\n').next().unwrap_or_default();
        (
            count(before.matches('\n').count()),
            count(last.chars().count()),
        )
    }
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    let mut entries = table.iter();
    let found = entries.find(|(name, _)| name.get_ref().as_ref() == key);
    found.map(|(_, value)| value)
}
