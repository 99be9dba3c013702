//! The column map, `isonomia/columns/1`: which column of a table means what.
//!
//! Specified in `docs/spec/columns-v1.md`. It is proposed from headings and content, shown, saved
//! and given back, and it stands in the report, so that a count of a spreadsheet is as repeatable
//! as one of a file made for counting.

use crate::ballot::BallotKind;
use crate::election::fields::{Fields, at, wrong};
use crate::election::{PaperPot, constraints, limits};
use crate::instance::object;
use crate::json::Value;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};

use super::encoding::Encoding;

/// The word in the field `format`.
pub(super) const FORMAT: &str = "isonomia/columns/1";

/// Which columns mean what, and what the tables do not say themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    /// Title of the vote, for people.
    pub title: String,
    /// Money to spend; there is none in a contest without costs.
    pub budget: Option<Decimal>,
    /// Its currency, for people.
    pub currency: String,
    /// Money set aside for districts: the district of a project is the id of its pot.
    pub pots: Vec<PaperPot>,
    /// Places to fill, in a contest without costs.
    pub seats: Option<u32>,
    /// What voters were asked to write.
    pub kind: Option<BallotKind>,
    /// Limits of a ballot as in an election file; null where there are none.
    pub limits: Value,
    /// The table of ballots.
    pub ballots: Option<BallotColumns>,
    /// The table of projects.
    pub projects: Option<ProjectColumns>,
    /// The table of totals of paper cards.
    pub totals: Option<TotalColumns>,
}

impl Default for ColumnMap {
    fn default() -> Self {
        Self {
            title: String::new(),
            budget: None,
            currency: String::new(),
            pots: Vec::new(),
            seats: None,
            kind: None,
            limits: Value::Null,
            ballots: None,
            projects: None,
            totals: None,
        }
    }
}

/// Where a table stands and how it is written. What is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet of a workbook; the first that is not empty.
    pub sheet: Option<String>,
    /// Line of the row of headings; 0 where there is none.
    pub header: Option<u32>,
    /// Encoding of a text file.
    pub encoding: Option<Encoding>,
    /// Separator of a text file.
    pub separator: Option<u8>,
    /// Decimal sign of amounts.
    pub decimal: Option<u8>,
    /// Columns that are known and not read.
    pub ignored: Vec<String>,
}

/// How ballots stand in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One row a voter, one column a project.
    Wide,
    /// One row for each voter and project.
    Long,
    /// One row a voter, all projects in one cell.
    List,
    /// One row a voter, one column a rank, a project in each.
    Ranks,
    /// One row a project, all its voters in one cell.
    Voters,
    /// No columns: each line, or part of a line between semicolons, is a list of ids.
    Ids,
    /// One row a project, the number of its votes: paper cards counted by hand.
    Totals,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Wide,
        Self::Long,
        Self::List,
        Self::Ranks,
        Self::Voters,
        Self::Ids,
        Self::Totals,
    ];

    /// The word in column maps.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Long => "long",
            Self::List => "list",
            Self::Ranks => "ranks",
            Self::Voters => "voters",
            Self::Ids => "ids",
            Self::Totals => "totals",
        }
    }

    /// The shape of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.word() == word)
    }
}

/// The columns of a table of ballots; a column is named by its heading, or by `#` and its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotColumns {
    /// Where the table stands.
    pub sheet: Sheet,
    /// How ballots stand in it.
    pub shape: Shape,
    /// The voter or paper: told apart by it, never counted.
    pub voter: Option<String>,
    /// How many equal papers a row stands for.
    pub papers: Option<String>,
    /// `wide`: pairs of a column and the id of an option.
    pub options: Vec<(String, String)>,
    /// `list`: the cell of all projects; `voters`: the cell of all voters.
    pub vote: Option<String>,
    /// `long`, `voters`, `totals`: the project of a row.
    pub project: Option<String>,
    /// `long`, `list`: points, ranks; `totals`: votes.
    pub value: Option<String>,
    /// `ranks`: the columns, best first.
    pub ranks: Vec<String>,
    /// A time that is empty where the ballot was begun and not cast.
    pub finished: Option<String>,
    /// What parts a list in a cell.
    pub split: Option<String>,
    /// Answers that approve, where they are none of the usual ones.
    pub yes: Vec<String>,
    /// Answers that do not.
    pub no: Vec<String>,
}

impl BallotColumns {
    /// No columns yet.
    pub fn new(shape: Shape) -> Self {
        Self {
            sheet: Sheet::default(),
            shape,
            voter: None,
            papers: None,
            options: Vec::new(),
            vote: None,
            project: None,
            value: None,
            ranks: Vec::new(),
            finished: None,
            split: None,
            yes: Vec::new(),
            no: Vec::new(),
        }
    }
}

/// The columns of a table of projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectColumns {
    /// Where the table stands.
    pub sheet: Sheet,
    /// The id.
    pub id: String,
    /// The name; the id where there is none.
    pub name: Option<String>,
    /// The cost.
    pub cost: Option<String>,
    /// The district.
    pub district: Option<String>,
    /// The category.
    pub category: Option<String>,
    /// The authority's count of votes, compared with ours.
    pub votes: Option<String>,
}

/// The columns of a table of totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalColumns {
    /// Where the table stands.
    pub sheet: Sheet,
    /// The project: its id or name.
    pub project: String,
    /// The number of votes.
    pub votes: String,
}

impl ColumnMap {
    /// Reads a file.
    pub fn parse(bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Self> {
        let bytes = bytes.strip_prefix(crate::formats::BOM).unwrap_or(bytes);
        match crate::json::parse(bytes) {
            Ok(value) => Self::from_value(&value, diagnostics),
            Err(error) => {
                let problem = Problem::error("columns-json").at(error.line, error.column);
                diagnostics.push(problem.found(error.detail).expected(FORMAT));
                None
            }
        }
    }

    /// Reads the document; every defect is named with its pointer. `None` where there is one.
    pub fn from_value(value: &Value, diagnostics: &mut Diagnostics) -> Option<Self> {
        let before: u64 = diagnostics.counts().values().sum();
        let map = read(value, diagnostics);
        let after: u64 = diagnostics.counts().values().sum();
        map.filter(|_| before == after)
    }

    /// The document; reads back equal.
    pub fn to_value(&self) -> Value {
        let mut fields = vec![("format", Value::from(FORMAT))];
        text(&mut fields, "title", &self.title);
        fields.extend(
            self.budget
                .map(|budget| ("budget", Value::from(budget.to_string()))),
        );
        text(&mut fields, "currency", &self.currency);
        if !self.pots.is_empty() {
            let pots = self.pots.iter().map(PaperPot::to_value);
            fields.push(("pots", Value::Array(pots.collect())));
        }
        fields.extend(self.seats.map(|seats| ("seats", Value::from(seats))));
        if let Some(kind) = self.kind {
            let mut ballot = vec![("kind", Value::from(kind.word()))];
            if self.limits != Value::Null {
                ballot.push(("limits", self.limits.clone()));
            }
            fields.push(("ballot", object(ballot)));
        }
        fields.extend(
            self.ballots
                .as_ref()
                .map(|part| ("ballots", part.to_value())),
        );
        fields.extend(
            self.projects
                .as_ref()
                .map(|part| ("projects", part.to_value())),
        );
        fields.extend(self.totals.as_ref().map(|part| ("totals", part.to_value())));
        object(fields)
    }
}

type Out = Vec<(&'static str, Value)>;

fn text(fields: &mut Out, name: &'static str, text: &str) {
    if !text.is_empty() {
        fields.push((name, Value::from(text)));
    }
}

fn column(fields: &mut Out, name: &'static str, column: Option<&String>) {
    fields.extend(column.map(|column| (name, Value::from(column.as_str()))));
}

fn list(fields: &mut Out, name: &'static str, items: &[String]) {
    if !items.is_empty() {
        let items = items.iter().map(|item| Value::from(item.as_str()));
        fields.push((name, Value::Array(items.collect())));
    }
}

impl Sheet {
    fn write(&self, fields: &mut Out) {
        column(fields, "sheet", self.sheet.as_ref());
        fields.extend(self.header.map(|header| ("header", Value::from(header))));
        let encoding = self.encoding.map(Encoding::word);
        fields.extend(encoding.map(|word| ("encoding", Value::from(word))));
        for (name, sign) in [("separator", self.separator), ("decimal", self.decimal)] {
            let sign = sign.map(|sign| char::from(sign).to_string());
            fields.extend(sign.map(|sign| (name, Value::from(sign))));
        }
        list(fields, "ignored", &self.ignored);
    }

    fn read(fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut sign = |name, expected: &str, signs: &[u8]| {
            fields.read(name, expected, diagnostics, |value| {
                let [sign] = value.as_str()?.as_bytes() else {
                    return None;
                };
                signs.contains(sign).then_some(*sign)
            })
        };
        let separator = sign("separator", "a comma, a semicolon or a tab", b",;\t");
        let decimal = sign("decimal", "a comma or a point", b",.");
        let words = Encoding::ALL.map(Encoding::word).join(", ");
        Self {
            sheet: fields.string("sheet", diagnostics),
            header: fields.read("header", "a whole number from 0", diagnostics, |value| {
                u32::try_from(value.as_i64()?).ok()
            }),
            encoding: fields.read("encoding", &words, diagnostics, |value| {
                Encoding::from_word(value.as_str()?)
            }),
            separator,
            decimal,
            ignored: strings(fields, "ignored", diagnostics),
        }
    }
}

impl BallotColumns {
    fn to_value(&self) -> Value {
        let mut fields = vec![("shape", Value::from(self.shape.word()))];
        for (name, at) in [
            ("voter", &self.voter),
            ("papers", &self.papers),
            ("vote", &self.vote),
            ("project", &self.project),
            ("value", &self.value),
            ("finished", &self.finished),
            ("split", &self.split),
        ] {
            column(&mut fields, name, at.as_ref());
        }
        if !self.options.is_empty() {
            let pair = |(column, option): &(String, String)| {
                Value::Array(vec![
                    Value::from(column.as_str()),
                    Value::from(option.as_str()),
                ])
            };
            let pairs = self.options.iter().map(pair).collect();
            fields.push(("options", Value::Array(pairs)));
        }
        list(&mut fields, "ranks", &self.ranks);
        list(&mut fields, "yes", &self.yes);
        list(&mut fields, "no", &self.no);
        self.sheet.write(&mut fields);
        object(fields)
    }
}

impl ProjectColumns {
    fn to_value(&self) -> Value {
        let mut fields = vec![("id", Value::from(self.id.as_str()))];
        for (name, at) in [
            ("name", &self.name),
            ("cost", &self.cost),
            ("district", &self.district),
            ("category", &self.category),
            ("votes", &self.votes),
        ] {
            column(&mut fields, name, at.as_ref());
        }
        self.sheet.write(&mut fields);
        object(fields)
    }
}

impl TotalColumns {
    fn to_value(&self) -> Value {
        let mut fields = vec![
            ("project", Value::from(self.project.as_str())),
            ("votes", Value::from(self.votes.as_str())),
        ];
        self.sheet.write(&mut fields);
        object(fields)
    }
}

fn strings(
    fields: &mut Fields<'_>,
    name: &'static str,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let list = fields.read(name, "a list of strings", diagnostics, |value| {
        let items = value.as_array()?.iter();
        items.map(|item| Some(item.as_str()?.to_owned())).collect()
    });
    list.unwrap_or_default()
}

fn read(value: &Value, diagnostics: &mut Diagnostics) -> Option<ColumnMap> {
    let mut fields = Fields::of(value, "", diagnostics)?;
    if let Some(format) = fields.need("format", FORMAT, diagnostics)
        && format.as_str() != Some(FORMAT)
    {
        diagnostics.push(wrong("/format", format, FORMAT));
        return None;
    }
    let mut map = ColumnMap {
        title: fields.string("title", diagnostics).unwrap_or_default(),
        budget: fields.amount("budget", diagnostics),
        currency: fields.string("currency", diagnostics).unwrap_or_default(),
        seats: fields.read("seats", "a whole number from 1", diagnostics, |value| {
            let seats = u32::try_from(value.as_i64()?).ok()?;
            (seats > 0).then_some(seats)
        }),
        ..ColumnMap::default()
    };
    for (path, item) in fields.list("pots", diagnostics) {
        map.pots.extend(constraints::pot(item, &path, diagnostics));
    }
    if let Some(ballot) = fields.get("ballot") {
        // Whether there are costs is known only with the tables.
        let read = limits::read(ballot, "/ballot", true, diagnostics);
        map.kind = read.map(|(kind, _, _)| kind);
        map.limits = ballot.get("limits").cloned().unwrap_or(Value::Null);
    }
    map.ballots = fields
        .get("ballots")
        .and_then(|value| ballots(value, diagnostics));
    map.projects = fields
        .get("projects")
        .and_then(|value| projects(value, diagnostics));
    map.totals = fields
        .get("totals")
        .and_then(|value| totals(value, diagnostics));
    fields.finish(diagnostics);
    Some(map)
}

fn ballots(value: &Value, diagnostics: &mut Diagnostics) -> Option<BallotColumns> {
    let mut fields = Fields::of(value, "/ballots", diagnostics)?;
    let words = Shape::ALL.map(Shape::word).join(", ");
    fields.need("shape", &words, diagnostics)?;
    let shape = fields.read("shape", &words, diagnostics, |value| {
        Shape::from_word(value.as_str()?)
    });
    let options = fields.list("options", diagnostics);
    let mut map = BallotColumns::new(shape?);
    for (path, pair) in options {
        let texts = pair.as_array().unwrap_or_default();
        match texts
            .iter()
            .map(Value::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            [Some(column), Some(option)] => {
                map.options
                    .push(((*column).to_owned(), (*option).to_owned()));
            }
            _ => diagnostics.push(wrong(&path, pair, "a pair of a column and an option")),
        }
    }
    map.sheet = Sheet::read(&mut fields, diagnostics);
    map.voter = fields.string("voter", diagnostics);
    map.papers = fields.string("papers", diagnostics);
    map.vote = fields.string("vote", diagnostics);
    map.project = fields.string("project", diagnostics);
    map.value = fields.string("value", diagnostics);
    map.finished = fields.string("finished", diagnostics);
    map.split = fields.string("split", diagnostics);
    map.ranks = strings(&mut fields, "ranks", diagnostics);
    map.yes = strings(&mut fields, "yes", diagnostics);
    map.no = strings(&mut fields, "no", diagnostics);
    let needed: &[(&str, bool)] = match map.shape {
        Shape::Wide => &[("options", map.options.is_empty())],
        Shape::Long => &[
            ("voter", map.voter.is_none()),
            ("project", map.project.is_none()),
        ],
        Shape::List => &[("vote", map.vote.is_none())],
        Shape::Ranks => &[("ranks", map.ranks.is_empty())],
        Shape::Voters => &[
            ("project", map.project.is_none()),
            ("vote", map.vote.is_none()),
        ],
        Shape::Totals => &[
            ("project", map.project.is_none()),
            ("value", map.value.is_none()),
        ],
        Shape::Ids => &[],
    };
    for (name, missing) in needed {
        if *missing {
            let problem = at(&fields.pointer(name), "field-missing");
            diagnostics.push(problem.expected("a column"));
        }
    }
    fields.finish(diagnostics);
    Some(map)
}

fn projects(value: &Value, diagnostics: &mut Diagnostics) -> Option<ProjectColumns> {
    let mut fields = Fields::of(value, "/projects", diagnostics)?;
    let map = ProjectColumns {
        id: fields.id(diagnostics).unwrap_or_default(),
        name: fields.string("name", diagnostics),
        cost: fields.string("cost", diagnostics),
        district: fields.string("district", diagnostics),
        category: fields.string("category", diagnostics),
        votes: fields.string("votes", diagnostics),
        sheet: Sheet::read(&mut fields, diagnostics),
    };
    fields.finish(diagnostics);
    Some(map)
}

fn totals(value: &Value, diagnostics: &mut Diagnostics) -> Option<TotalColumns> {
    let mut fields = Fields::of(value, "/totals", diagnostics)?;
    for name in ["project", "votes"] {
        fields.need(name, "a column", diagnostics);
    }
    let map = TotalColumns {
        project: fields.string("project", diagnostics).unwrap_or_default(),
        votes: fields.string("votes", diagnostics).unwrap_or_default(),
        sheet: Sheet::read(&mut fields, diagnostics),
    };
    fields.finish(diagnostics);
    Some(map)
}
