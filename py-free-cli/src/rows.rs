//! One count as one row: of a table for people, of tidy CSV, of JSON lines.

use std::collections::BTreeSet;

use isonomia::formats::Loaded;
use isonomia::instance::Instance;
use isonomia::json::Value;
use isonomia::panel::inclusion::DIGITS;
use isonomia::params::pairs_of;
use isonomia::present::problem_sentence;
use isonomia::problem::Problem;
use isonomia::report::{Agreement, Report, Written};
use isonomia::tie::TieRule;

use crate::spread::Spread;
use crate::terminal::Ui;

/// What `count` and `compare` say of one file and one rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) format: String,
    pub(crate) ballots: String,
    pub(crate) valid: String,
    pub(crate) rule: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) kind: String,
    /// Ids of the options or people chosen, in the order of the outcome. Several lists where
    /// ties were followed every way and choose differently; none where nothing was counted.
    pub(crate) ways: Vec<Vec<String>>,
    /// Different outcomes, where ties were followed every way.
    pub(crate) outcomes: Option<usize>,
    /// Whether these are all, where ties were followed every way.
    pub(crate) complete: Option<bool>,
    pub(crate) cost: String,
    pub(crate) left: String,
    pub(crate) official: Option<bool>,
    pub(crate) cpu_seconds: String,
    pub(crate) result: String,
    pub(crate) digest: String,
    pub(crate) outcome: Option<Value>,
    pub(crate) every: Option<Value>,
    /// How chances are spread, where the outcome is one lottery.
    pub(crate) spread: Option<Spread>,
    pub(crate) problems: Vec<Problem>,
    /// False where the rule does not count this kind of input, which is no failure of either.
    pub(crate) fits: bool,
}

/// Columns of the CSV; stable, new ones are appended.
pub(crate) const COLUMNS: [&str; 26] = [
    "file",
    "format",
    "ballots",
    "valid",
    "rule",
    "params",
    "kind",
    "winners",
    "count",
    "cost",
    "left",
    "agrees_official",
    "cpu_seconds",
    "result",
    "digest",
    "error",
    "place",
    "message",
    "outcomes",
    "complete",
    "chance_least",
    "chance_most",
    "gini",
    "geometric_mean",
    "never",
    "panels",
];

impl Row {
    /// The row of a count.
    pub(crate) fn of(
        file: String,
        report: &Report,
        written: &Written,
        instance: &Instance,
        cpu_seconds: String,
    ) -> Self {
        let text = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let outcome = report.outcome.to_value(instance);
        let every = report.ties.contains(&TieRule::All).then(|| {
            let every = report.outcomes.iter();
            every.map(|outcome| outcome.to_value(instance)).collect()
        });
        let every: Option<Vec<Value>> = every;
        let outcomes: Vec<&Value> = match &every {
            Some(every) => every.iter().collect(),
            None => vec![&outcome],
        };
        // A cell that the outcomes do not agree on is left empty.
        let field = |name: &str| {
            let texts = outcomes.iter().map(|outcome| text(outcome.get(name)));
            let texts: BTreeSet<String> = texts.collect();
            match texts.len() {
                1 => texts.into_iter().next().unwrap_or_default(),
                _ => String::new(),
            }
        };
        let complete = every.as_ref().map(|_| report.complete);
        let ways = ways(&outcomes);
        let decided = ways.len() == 1 && complete != Some(false);
        Self {
            file,
            format: report.source_format.to_owned(),
            ballots: report.ballots.to_string(),
            valid: report.valid.to_string(),
            rule: report.rule.id.to_owned(),
            params: pairs_of(&report.params),
            kind: field("kind"),
            outcomes: every.as_ref().map(Vec::len),
            complete,
            cost: field("cost"),
            left: field("left"),
            official: report
                .official
                .as_ref()
                .filter(|_| decided)
                .map(Agreement::agrees),
            ways,
            cpu_seconds,
            result: written.result.clone(),
            digest: written.digest.clone(),
            spread: Spread::of(&report.outcome).filter(|_| outcomes.len() == 1),
            outcome: Some(outcome),
            every: every.map(Value::Array),
            problems: Vec::new(),
            fits: true,
        }
    }

    /// The row of a file that could not be read, or of a rule that does not fit it.
    pub(crate) fn failed(
        file: String,
        rule: Option<&str>,
        loaded: Option<&Loaded>,
        problems: Vec<Problem>,
    ) -> Self {
        Self {
            file,
            format: loaded.map_or("", |loaded| loaded.format).to_owned(),
            ballots: loaded.map_or_else(String::new, |loaded| loaded.papers.to_string()),
            rule: rule.unwrap_or_default().to_owned(),
            problems,
            fits: true,
            ..Self::default()
        }
    }

    /// Cells for the columns of [`COLUMNS`].
    fn record(&self, ui: &Ui) -> [String; 26] {
        let problem = self.problems.first();
        let params: Vec<String> = self
            .params
            .iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect();
        let winners: Vec<String> = self.ways.iter().map(|way| way.join("|")).collect();
        let spread = self.spread.as_ref();
        let [least, most, gini, mean, never, panels] =
            spread.map_or_else(Default::default, |spread| spread.cells(DIGITS));
        let flag = |flag: Option<bool>| flag.map_or_else(String::new, |flag| flag.to_string());
        [
            self.file.clone(),
            self.format.clone(),
            self.ballots.clone(),
            self.valid.clone(),
            self.rule.clone(),
            params.join(";"),
            self.kind.clone(),
            winners.join(";"),
            self.chosen(),
            self.cost.clone(),
            self.left.clone(),
            flag(self.official),
            self.cpu_seconds.clone(),
            self.result.clone(),
            self.digest.clone(),
            problem.map_or("", |problem| problem.code).to_owned(),
            problem.map_or_else(String::new, place),
            problem.map_or_else(String::new, |problem| problem_sentence(problem, ui.lang)),
            self.outcomes.map_or_else(String::new, |n| n.to_string()),
            flag(self.complete),
            least,
            most,
            gini,
            mean,
            never,
            panels,
        ]
    }

    /// How many were chosen; empty where the outcomes do not agree on it.
    pub(crate) fn chosen(&self) -> String {
        let numbers: BTreeSet<usize> = self.ways.iter().map(Vec::len).collect();
        match (numbers.first(), numbers.len()) {
            (Some(number), 1) => number.to_string(),
            _ => String::new(),
        }
    }

    /// The winners, where every way through the ties was followed and all choose the same.
    pub(crate) fn decided(&self) -> Option<&[String]> {
        match self.ways.as_slice() {
            [winners] if self.complete != Some(false) => Some(winners),
            _ => None,
        }
    }

    /// The row as a line of CSV.
    pub(crate) fn csv(&self, ui: &Ui) -> Vec<u8> {
        csv_line(self.record(ui).iter().map(String::as_str))
    }

    /// The row as one JSON object, with parameters and outcome as in a report.
    pub(crate) fn value(&self, ui: &Ui) -> Value {
        let text = |text: &str| Value::from(text);
        let mut fields = vec![("file", text(&self.file)), ("rule", text(&self.rule))];
        if self.problems.is_empty() {
            let params = self.params.iter();
            let params = params.map(|(name, value)| (name.clone(), text(value)));
            fields.extend([
                ("format", text(&self.format)),
                ("ballots", text(&self.ballots)),
                ("valid", text(&self.valid)),
                ("params", Value::Object(params.collect())),
                ("outcome", self.outcome.clone().unwrap_or(Value::Null)),
                (
                    "agrees_official",
                    self.official.map_or(Value::Null, Value::from),
                ),
                ("cpu_seconds", text(&self.cpu_seconds)),
                ("result", text(&self.result)),
                ("digest", text(&self.digest)),
            ]);
            if let (Some(every), Some(complete)) = (&self.every, self.complete) {
                fields.push(("outcomes", every.clone()));
                fields.push(("complete", Value::from(complete)));
            }
            if let Some(spread) = &self.spread {
                fields.push(("chances", spread.value()));
            }
        } else {
            fields.push(("errors", crate::input::values(&self.problems, ui)));
        }
        Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

/// `line:column`, `line`, or the path of the problem.
fn place(problem: &Problem) -> String {
    match (problem.line, problem.column) {
        (0, _) => problem.path.clone(),
        (line, 0) => line.to_string(),
        (line, column) => format!("{line}:{column}"),
    }
}

/// The ids that each outcome chooses; those that choose the same, in whatever order, once.
fn ways(outcomes: &[&Value]) -> Vec<Vec<String>> {
    let mut seen = BTreeSet::new();
    let chosen = outcomes.iter().map(|outcome| chosen(outcome));
    chosen
        .filter(|ids| seen.insert(ids.iter().cloned().collect::<BTreeSet<String>>()))
        .collect()
}

/// The ids chosen by an outcome of any kind.
fn chosen(outcome: &Value) -> Vec<String> {
    let first_tier = || outcome.get("tiers")?.as_array()?.first();
    let list = ["selected", "elected", "winners", "members"]
        .into_iter()
        .find_map(|field| outcome.get(field))
        .or_else(first_tier);
    let ids = list.and_then(Value::as_array).unwrap_or_default().iter();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Cells as a line of CSV.
pub(crate) fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and a row is written at once.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}
