//! Formats: bytes to a [`Document`] that loses nothing, and to an instance that can be counted.
//!
//! One format, one file, one row of [`FORMATS`]. Readers get bytes, never text: a string has
//! already lost its byte order mark and its broken bytes. A reader reports every defect it finds
//! with line and column and never panics; what it cannot count it lists. The core opens no file:
//! the caller hands over readers, the command from disk, the web from what a visitor dropped.
//!
//! ```
//! use isonomia::formats::{LoadOptions, Role, Source, load};
//! use isonomia::problem::Diagnostics;
//!
//! let mut bytes: &[u8] = b"META
//! key;value
//! budget;100
//! vote_type;approval
//! rule;greedy
//! PROJECTS
//! project_id;cost
//! park;60
//! VOTES
//! voter_id;vote
//! 1;park
//! ";
//! let source = Source { name: "town.pb".into(), role: Role::Main, reader: &mut bytes };
//! let mut diagnostics = Diagnostics::default();
//! let loaded = load(&mut [source], &LoadOptions::default(), &mut diagnostics).unwrap();
//! assert_eq!((loaded.format, loaded.papers), ("pb", 1));
//! assert_eq!(loaded.declared.rule.unwrap().rule.as_deref(), Some("budget/greedy"));
//! ```

mod ballots_csv;
mod ballots_jsonl;
mod blt;
mod check;
mod convert;
mod document;
mod election;
mod intake;
mod lines;
mod pb;
mod pool;
mod preflib;
mod read_as;
mod record;
mod results;
mod source;
mod table;
mod voters;

pub use blt::Blt;
pub use check::check;
pub use convert::{ConvertError, convert};
pub use document::{Document, Table, write_document};
pub use lines::{BOM, Lines, MAX_LINE, Stop, column, not_utf8};
pub use pb::{
    Fixed as FixedPb, fix as fix_pb, is_pb, lint as lint_pb, lint_result as lint_pb_result,
};
pub use pool::{
    Named, PastMember, PeopleSheet, PoolColumns, SheetStyle, Written, feasibility_table,
    inclusion_table, is_formula, lottery_table, people_table, quota_table, read as read_pool,
    read_census, read_ids, read_past, read_stay, record as csv_record, start_table,
    write_categories,
};
pub use pool::{SURVEY_WEIGHT, read_survey};
pub use preflib::PrefLib;
pub use read_as::{CONVERSIONS, Conversion};
pub use record::{Record, write_record};
pub use results::{RESULT_FORMATS, Tally, tally, write_result};
pub use source::{File, Files, PEEK, unreadable};
pub use table::{
    BallotColumns, ColumnMap, Encoding, Grid, Kind, ProjectColumns, Shape, Sheet, TotalColumns,
    Workbook, letter,
};

use std::io::{self, BufRead, Write};

use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Instance;
use crate::json::Value;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Invalid, Problem};
use crate::profile::Profile;
use crate::report::FileInfo;
use crate::tie::TieRule;

/// Every format, in the order in which they are asked whether a file is theirs.
pub static FORMATS: &[Format] = &[
    pb::FORMAT,
    blt::FORMAT,
    preflib::FORMAT,
    election::FORMAT,
    pool::FORMAT,
    table::FORMAT,
];

/// Pools of people alone.
pub static POOLS: &[Format] = &[pool::FORMAT];

/// A function that reads files; `None` when an error (in the diagnostics) makes it impossible.
pub type Reader<T> = fn(&mut Files<'_>, &LoadOptions, &mut Diagnostics) -> Option<T>;

/// A function that writes.
pub type Writer<T, E> = fn(&T, &mut dyn Write) -> Result<(), E>;

/// A file format: what it is called, how it is known, and how it is read and written.
pub struct Format {
    /// The word after `--from` and `--to`, such as `pb`.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// File name extensions without the dot; for dialogs and docs, a file is known by content.
    pub extensions: &'static [&'static str],
    /// One line for lists of formats.
    pub doc: &'static str,
    /// The kinds of instance it can hold: `contest`, `budget`, `pool`.
    pub kinds: &'static [&'static str],
    /// Whether a file is in this format.
    pub sniff: fn(&Peek<'_>) -> bool,
    /// Reads what counts.
    pub load: Reader<Draft>,
    /// Reads everything, to write it back equal.
    pub read: Option<Reader<Document>>,
    /// Writes what [`Format::read`] read.
    pub write: Option<Writer<Document, io::Error>>,
    /// Writes what counts, from any instance that the format can express; a problem where it
    /// cannot.
    pub export: Option<Writer<Loaded, ConvertError>>,
}

impl Format {
    /// True when `convert --to` can write it.
    pub const fn writes(&self) -> bool {
        self.write.is_some() || self.export.is_some()
    }
}

/// What a format may look at before it says whether a file is its own.
pub struct Peek<'a> {
    /// The first bytes of the main file, at most [`PEEK`], without byte order mark.
    pub head: &'a [u8],
    /// The name of the main file; a last resort where the content fits several formats.
    pub name: &'a str,
    /// What other files came with it.
    pub roles: &'a [Role],
}

impl Peek<'_> {
    /// The first line that is not blank, trimmed, if it is UTF-8.
    pub fn first_line(&self) -> Option<&str> {
        self.head
            .split(|byte| *byte == b'\n')
            .filter_map(|line| std::str::from_utf8(line).ok())
            .map(str::trim)
            .find(|line| !line.is_empty())
    }
}

/// What a format hands back: an instance and what the file says besides.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is counted.
    pub instance: Instance,
    /// What the file declares.
    pub declared: Declared,
    /// Papers rejected at intake.
    pub invalid: Invalid,
    /// All papers: those in the instance and those rejected.
    pub papers: u64,
    /// The column map by which tables were read.
    pub map: Option<Value>,
}

/// The format of an id.
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// What a source of bytes is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The file itself, in any format.
    Main,
    /// Ballots of an election file, as CSV or JSON lines.
    Ballots,
    /// Categories (features and quotas) of a pool.
    Categories,
    /// The projects of a table of ballots: ids, names, costs.
    Projects,
    /// Totals of paper cards, beside a table of ballots.
    Totals,
    /// People of a pool who sit already. Their ids stand in the report, so the file need not be
    /// there when it is audited and is not among the files that a report names.
    Already,
}

/// Bytes with a name for messages.
pub struct Source<'a> {
    /// The name shown in messages.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// The bytes.
    pub reader: &'a mut dyn BufRead,
}

/// What the caller says about the input.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The format, where it is not to be known by content.
    pub format: Option<String>,
    /// Seats, where the file does not say or is to be overruled.
    pub seats: Option<u32>,
    /// A named conversion, such as `ordinal-as-approval`.
    pub read_as: Option<String>,
    /// Which columns of a people file mean what, where their names do not tell.
    pub columns: PoolColumns,
    /// Id of the contest that is counted, where a file holds several.
    pub contest: Option<String>,
    /// Which columns of a table mean what; proposed from the table where it does not say.
    pub map: Option<ColumnMap>,
    /// Money to spend, where a table is counted; overrules the map.
    pub budget: Option<Decimal>,
    /// What the voters of a table were asked to write; overrules the map.
    pub kind: Option<BallotKind>,
    /// What opens a workbook, where the caller can.
    pub workbook: Option<Workbook>,
}

/// The rule that a file itself declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRule {
    /// The word in the file, such as `greedy-no-skip`.
    pub word: String,
    /// The id of our rule, or `None` where it cannot be computed from the file.
    pub rule: Option<String>,
    /// Its parameters.
    pub params: Vec<(String, String)>,
}

/// What a file declares besides options and ballots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The rule.
    pub rule: Option<DeclaredRule>,
    /// The tie policy; empty where the file has none.
    pub ties: Vec<TieRule>,
    /// Seats to fill; `None` where the file does not say.
    pub seats: Option<u32>,
    /// Decisions of the returning officer.
    pub given: Vec<Vec<OptionId>>,
    /// The official winners, where the file holds the official result.
    pub official: Option<Vec<OptionId>>,
    /// Title of the election, for people.
    pub title: String,
    /// Currency of budget and costs, for people; empty where the file names none.
    pub currency: String,
    /// Id of the contest that is counted, where the file holds several.
    pub contest: Option<String>,
    /// Ids of people of a pool who sit already, those of the options first.
    pub already: Vec<String>,
}

/// An input that can be counted.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What is counted.
    pub instance: Instance,
    /// What the file declares.
    pub declared: Declared,
    /// The files read, in the order of the sources.
    pub files: Vec<FileInfo>,
    /// The id of the format.
    pub format: &'static str,
    /// The conversion applied.
    pub read_as: Option<String>,
    /// The columns named by the caller.
    pub columns: PoolColumns,
    /// The column map by which tables were read.
    pub map: Option<Value>,
    /// Papers rejected at intake.
    pub invalid: Invalid,
    /// All papers: those in the instance and those rejected.
    pub papers: u64,
}

/// Reads sources into an instance. `None` when an error (in `diagnostics`) makes it impossible.
pub fn load(
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    load_from(FORMATS, sources, options, diagnostics)
}

/// Reads like [`load`] what is in one of these formats.
pub(crate) fn load_from(
    formats: &'static [Format],
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let mut files = Files::new(sources);
    let format = recognise(formats, &mut files, options, diagnostics)?;
    load_as(format, files, options, diagnostics)
}

/// Reads like [`load`], and lets the format look for what only a check looks for.
fn load_thoroughly(
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let mut files = Files::new(sources);
    files.thorough = true;
    let format = recognise(FORMATS, &mut files, options, diagnostics)?;
    load_as(format, files, options, diagnostics)
}

/// Reads files of a known format.
fn load_as(
    format: &'static Format,
    mut files: Files<'_>,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let draft = (format.load)(&mut files, options, diagnostics);
    let used = draft.as_ref().and_then(|_| files.all_used(diagnostics));
    let files = files.finish(diagnostics);
    let (draft, files) = (draft?, files?);
    used?;
    consistent(&draft.instance, diagnostics)?;
    unused_options(format, &draft.instance, options, diagnostics);
    remarks(&draft.instance, diagnostics);
    let mut columns = options.columns.clone();
    columns.already.clone_from(&draft.declared.already);
    let loaded = Loaded {
        instance: draft.instance,
        declared: draft.declared,
        files,
        format: format.id,
        read_as: None,
        columns,
        map: draft.map,
        invalid: draft.invalid,
        papers: draft.papers,
    };
    read_as::apply(loaded, options, diagnostics)
}

/// Rules look up what ballots name among the options: a reader that let the two differ is at
/// fault, and the file is refused rather than counted wrongly.
fn consistent(instance: &Instance, diagnostics: &mut Diagnostics) -> Option<()> {
    let (Some(options), Some(profile)) = (instance.options(), instance.profile()) else {
        return Some(());
    };
    if options.len() == profile.options() {
        return Some(());
    }
    diagnostics.push(
        Problem::error("options-inconsistent")
            .found(options.len().to_string())
            .expected(profile.options().to_string()),
    );
    None
}

/// Code of the warning that an option means nothing for an input. It is about the request and no
/// part of a report, which names only what was used: an audit could not repeat it.
pub(crate) const OPTION_NOT_USED: &str = "option-not-used";

/// How codes of warnings about a file of [`Role::Already`] begin: an audit reads who sits from the
/// report and has no such file, so they are no part of a report either.
pub(crate) const ALREADY: &str = "already-";

/// What the caller said that has no meaning for this input.
fn unused_options(
    format: &Format,
    instance: &Instance,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) {
    let seats = asked
        .seats
        .filter(|_| matches!(instance, Instance::Budget(_)));
    let contest = asked
        .contest
        .as_ref()
        .filter(|_| format.id != election::FORMAT.id);
    let table = format.id == table::FORMAT.id;
    let mapped = table || format.id == election::FORMAT.id;
    let unused = [
        ("seats", seats.map(|seats| seats.to_string())),
        ("contest", contest.cloned()),
        (
            "budget",
            asked
                .budget
                .filter(|_| !table)
                .map(|budget| budget.to_string()),
        ),
        (
            "kind",
            asked
                .kind
                .filter(|_| !table)
                .map(|kind| kind.word().to_owned()),
        ),
        (
            "columns",
            asked
                .map
                .as_ref()
                .filter(|_| !mapped)
                .map(|_| String::new()),
        ),
    ];
    for (name, value) in unused {
        if let Some(value) = value {
            let problem = Problem::warning(OPTION_NOT_USED).path(name).found(value);
            diagnostics.push(problem.expected(format!("{}, {}", format.name, instance.kind())));
        }
    }
}

/// What is odd about an instance whatever its format.
fn remarks(instance: &Instance, diagnostics: &mut Diagnostics) {
    let votes = instance.profile().map(Profile::papers);
    let totals = matches!(instance, Instance::Budget(budget) if budget.totals.is_some());
    if votes == Some(0) && !totals && !diagnostics.counts().contains_key("no-votes") {
        diagnostics.push(Problem::warning("no-votes").expected("at least one valid ballot"));
    }
    if let Instance::Contest(contest) = instance
        && contest.seats > contest.options.len()
    {
        diagnostics.push(
            Problem::warning("seats-above-options")
                .path("seats")
                .found(contest.seats.to_string())
                .expected(contest.options.len().to_string()),
        );
    }
}

/// Reads sources into a document that can be written back equal, for [`convert`].
pub fn read_document(
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut files = Files::new(sources);
    let format = recognise(FORMATS, &mut files, options, diagnostics)?;
    let Some(read) = format.read else {
        diagnostics.push(Problem::error("format-cannot-be-kept").found(format.id));
        return None;
    };
    let document = read(&mut files, options, diagnostics)?;
    files.all_used(diagnostics)?;
    Some(document)
}

/// Finds the format: the one asked for, else the first that knows the content.
fn recognise(
    formats: &'static [Format],
    files: &mut Files<'_>,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<&'static Format> {
    let roles = files.roles();
    let Some(main) = files.of(Role::Main) else {
        diagnostics.push(Problem::error("file-missing").expected("a file to read"));
        return None;
    };
    let name = main.name.clone();
    diagnostics.set_file(&name);
    let head = match main.peek() {
        Ok(head) => head.strip_prefix(BOM).unwrap_or(head),
        Err(error) => {
            diagnostics.push(unreadable(&error));
            return None;
        }
    };
    if head.iter().all(u8::is_ascii_whitespace) {
        diagnostics.push(
            Problem::error("empty-file")
                .at(1, 1)
                .expected(names(formats)),
        );
        return None;
    }
    let foreign = foreign(head);
    let format = if let Some(id) = &options.format {
        formats.iter().find(|format| format.id == id)
    } else {
        let peek = Peek {
            head,
            name: &name,
            roles: &roles,
        };
        let known = formats.iter().find(|format| (format.sniff)(&peek));
        let told = options.map.is_some() || options.budget.is_some() || options.kind.is_some();
        let table = |format: &&Format| told && format.id == table::FORMAT.id;
        known.or_else(|| formats.iter().find(table))
    };
    if let Some(problem) = cr_only(head)
        .filter(|_| format.is_none_or(|f| f.id != "election") && !head.starts_with(table::ZIP))
    {
        diagnostics.push(problem);
        return None;
    }
    if format.is_none() {
        let people = options.format.is_none() && foreign.is_none() && pool::is_people(head);
        diagnostics.push(if people {
            Problem::error("categories-missing")
                .at(1, 1)
                .expected("--categories FILE --seats K")
        } else if head.starts_with(table::ZIP) && options.workbook.is_none() {
            workbook_not_read()
        } else {
            let found = options.format.as_deref().or(foreign);
            Problem::error("format-unknown")
                .found(found.map_or_else(|| beginning(head), str::to_owned))
                .expected(names(formats))
        });
    }
    format
}

/// Lines that end in CR alone, as on computers of the last century: one line to every reader.
fn cr_only(head: &[u8]) -> Option<Problem> {
    let breaks = head.iter().rev().skip(1).any(|byte| *byte == b'\r');
    (breaks && !head.contains(&b'\n')).then(|| {
        Problem::error("line-ends")
            .at(1, 1)
            .found("lines end in CR only")
            .expected("LF or CRLF at the end of a line")
    })
}

/// How a file begins: its first line, or its first bytes where that is no text.
fn beginning(head: &[u8]) -> String {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    match std::str::from_utf8(first) {
        Ok(line) if !line.chars().any(char::is_control) => line.to_owned(),
        _ => {
            let bytes: Vec<String> = head.iter().take(8).map(|b| format!("{b:02x}")).collect();
            format!("bytes {}", bytes.join(" "))
        }
    }
}

/// That a workbook was given where no workbooks are opened.
fn workbook_not_read() -> Problem {
    Problem::error("workbook-not-read")
        .found("a zip archive or a workbook (.xlsx, .ods)")
        .expected("the sheet saved as CSV")
}

/// What a file is that no format here reads, by its first bytes: a hint for whoever chose it.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a zip archive or a workbook (.xlsx, .ods)"),
        (b"%PDF", "a PDF document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\xFF\xFE", "text in UTF-16; save it as UTF-8"),
        (b"\xFE\xFF", "text in UTF-16; save it as UTF-8"),
        (b"<", "a web page or XML"),
    ];
    let known = KNOWN.iter().find(|(start, _)| head.starts_with(start));
    known.map(|(_, what)| *what)
}

/// Ids of formats as a list for messages.
fn names<'a>(formats: impl IntoIterator<Item = &'a Format>) -> String {
    let ids: Vec<&str> = formats.into_iter().map(|format| format.id).collect();
    ids.join(", ")
}

#[cfg(test)]
mod tests;
