//! From the paths typed to an input that can be counted.

use std::io::BufRead;
use std::path::Path;

use isonomia::formats::{
    CONVERSIONS, ColumnMap, FORMATS, LoadOptions, Loaded, PoolColumns, Role, Source, Workbook,
    check as check_all, load,
};
use isonomia::json::Value;
use isonomia::present;
use isonomia::problem::{Diagnostics, Problem, Severity};

use crate::args::{Columns, InputArgs};
use crate::io::{self, Stop};
use crate::settings;
use crate::terminal::Ui;

/// Open files of one input.
pub(crate) struct Files {
    parts: Vec<(String, Role, Box<dyn BufRead>)>,
}

impl Files {
    /// Opens a file and those that belong to it.
    pub(crate) fn open(main: &Path, beside: &Beside<'_>) -> Result<Self, Problem> {
        let mut parts = vec![(io::name(main), Role::Main, io::open(main)?)];
        for (path, role) in beside.all() {
            if let Some(path) = path {
                parts.push((io::name(path), role, io::open(path)?));
            }
        }
        Ok(Self { parts })
    }

    /// Adds one that stands in no file.
    pub(crate) fn add(&mut self, name: &str, role: Role, bytes: Vec<u8>) {
        let reader = Box::new(std::io::Cursor::new(bytes));
        self.parts.push((name.to_owned(), role, reader));
    }

    /// The files as sources.
    pub(crate) fn sources(&mut self) -> Vec<Source<'_>> {
        let parts = self.parts.iter_mut();
        parts
            .map(|(name, role, reader)| Source {
                name: name.clone(),
                role: *role,
                reader: &mut **reader,
            })
            .collect()
    }
}

/// The files that may come with one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside<'a> {
    pub(crate) ballots: Option<&'a Path>,
    pub(crate) categories: Option<&'a Path>,
    pub(crate) projects: Option<&'a Path>,
    pub(crate) totals: Option<&'a Path>,
    pub(crate) already: Option<&'a Path>,
}

impl<'a> Beside<'a> {
    /// Those of a command line.
    pub(crate) fn of(args: &'a InputArgs) -> Self {
        Self {
            ballots: args.ballots.as_deref(),
            categories: args.categories.as_deref(),
            projects: args.projects.as_deref(),
            totals: args.totals.as_deref(),
            already: args.columns.already.as_deref(),
        }
    }

    fn all(&self) -> [(Option<&'a Path>, Role); 5] {
        [
            (self.ballots, Role::Ballots),
            (self.categories, Role::Categories),
            (self.projects, Role::Projects),
            (self.totals, Role::Totals),
            (self.already, Role::Already),
        ]
    }
}

/// What opens workbooks, where this program was built with it.
pub(crate) const WORKBOOK: Option<Workbook> = {
    #[cfg(feature = "xlsx")]
    {
        Some(crate::workbook::open)
    }
    #[cfg(not(feature = "xlsx"))]
    {
        None
    }
};

/// Words that go together for every command that takes FILE.
pub(crate) fn check(args: &InputArgs) -> Result<(), Stop> {
    let extra = [
        ("--ballots", args.ballots.as_deref()),
        ("--categories", args.categories.as_deref()),
        ("--projects", args.projects.as_deref()),
        ("--totals", args.totals.as_deref()),
        ("--already", args.columns.already.as_deref()),
        ("--columns", args.map.as_deref()),
    ];
    let alone = extra.iter().find(|(_, path)| path.is_some());
    if let (Some((flag, _)), true) = (alone, args.files.len() > 1) {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path(*flag)
                .found(args.files.len().to_string()),
        ));
    }
    let formats = FORMATS.iter().map(|format| format.id);
    known("format-unknown", "--from", args.from.as_deref(), formats)?;
    let conversions = CONVERSIONS.iter().map(|conversion| conversion.word);
    known(
        "read-as-unknown",
        "--read-as",
        args.read_as.as_deref(),
        conversions,
    )?;
    let main = args.files.iter().map(std::path::PathBuf::as_path);
    let stdins = main
        .chain(extra.iter().filter_map(|(_, path)| *path))
        .filter(|path| io::is_stdin(path))
        .count();
    if stdins > 1 {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    Ok(())
}

/// A word of a closed list.
pub(crate) fn known<'a>(
    code: &'static str,
    flag: &str,
    word: Option<&str>,
    words: impl Iterator<Item = &'a str>,
) -> Result<(), Stop> {
    let words: Vec<&str> = words.collect();
    match word {
        Some(word) if !words.contains(&word) => Err(Stop::Usage(
            Problem::error(code)
                .path(flag)
                .found(word)
                .expected(words.join(", ")),
        )),
        _ => Ok(()),
    }
}

/// What the words typed say about reading; the column map is read from its file.
pub(crate) fn options(args: &InputArgs) -> Result<LoadOptions, Vec<Problem>> {
    let map = match &args.map {
        None => None,
        Some(path) => {
            let mut diagnostics = Diagnostics::new(&io::name(path));
            let bytes = io::bytes(path).map_err(|problem| vec![problem])?;
            let map = ColumnMap::parse(&bytes, &mut diagnostics);
            Some(map.ok_or_else(|| diagnostics.into_problems())?)
        }
    };
    Ok(LoadOptions {
        map,
        columns: columns(&args.columns)?,
        ..plain_options(args)
    })
}

/// What the words typed say about reading, without what stands in files: map and settings.
fn plain_options(args: &InputArgs) -> LoadOptions {
    LoadOptions {
        format: args.from.clone(),
        seats: args.seats,
        read_as: args.read_as.clone(),
        contest: args.contest.clone(),
        columns: PoolColumns::default(),
        map: None,
        budget: args.budget,
        kind: args.kind,
        workbook: WORKBOOK,
    }
}

/// What the words typed and the settings say about the columns of a file of people.
pub(crate) fn columns(args: &Columns) -> Result<PoolColumns, Vec<Problem>> {
    Ok(settings::of(args)?.columns(args))
}

/// Loads one file. What is wrong with it, and what a person should look at, is in `diagnostics`.
pub(crate) fn read(file: &Path, args: &InputArgs, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    with(file, args, diagnostics, load)
}

/// Loads one file as [`examine`] does, from bytes that were read already.
pub(crate) fn examine_bytes(
    file: &Path,
    bytes: &[u8],
    args: &InputArgs,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    diagnostics.set_file(&io::name(file));
    let mut reader = bytes;
    let source = Source {
        name: io::name(file),
        role: Role::Main,
        reader: &mut reader,
    };
    let nfc = Some(unicode_normalization::is_nfc as fn(&str) -> bool);
    check_all(&mut [source], &plain_options(args), nfc, diagnostics)
}

/// Loads one file and looks at what the count itself does not care for, such as names that look
/// the same and are not.
pub(crate) fn examine(
    file: &Path,
    args: &InputArgs,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    with(file, args, diagnostics, |sources, options, diagnostics| {
        check_all(
            sources,
            options,
            Some(unicode_normalization::is_nfc),
            diagnostics,
        )
    })
}

fn with(
    file: &Path,
    args: &InputArgs,
    diagnostics: &mut Diagnostics,
    reader: impl FnOnce(&mut [Source<'_>], &LoadOptions, &mut Diagnostics) -> Option<Loaded>,
) -> Option<Loaded> {
    diagnostics.set_file(&io::name(file));
    let options = match options(args) {
        Ok(options) => options,
        Err(problems) => {
            for problem in problems {
                diagnostics.push(problem);
            }
            return None;
        }
    };
    match Files::open(file, &Beside::of(args)) {
        Ok(mut files) => reader(&mut files.sources(), &options, diagnostics),
        Err(problem) => {
            diagnostics.push(problem);
            None
        }
    }
}

/// Loads a file that has no errors; all of them, where it has some, and what its warnings add.
pub(crate) fn whole(
    file: &Path,
    beside: &Beside<'_>,
    options: &LoadOptions,
) -> Result<(Loaded, Diagnostics), Stop> {
    let mut files = Files::open(file, beside)?;
    let mut diagnostics = Diagnostics::new(&io::name(file));
    let loaded = load(&mut files.sources(), options, &mut diagnostics);
    match loaded.filter(|_| !diagnostics.has_errors()) {
        Some(loaded) => Ok((loaded, diagnostics)),
        None if diagnostics.has_errors() => Err(Stop::Problems(diagnostics.into_problems())),
        None => Err(Stop::Problems(errors(diagnostics, file))),
    }
}

/// The errors of a file that cannot be counted.
pub(crate) fn errors(diagnostics: Diagnostics, file: &Path) -> Vec<Problem> {
    let mut problems = diagnostics.into_problems();
    problems.retain(|problem| problem.severity == Severity::Error);
    if problems.is_empty() {
        problems.push(Problem::error("input-unreadable").in_file(&io::name(file)));
    }
    problems
}

/// Problems as JSON, each with its sentence.
pub(crate) fn values(problems: &[Problem], ui: &Ui) -> Value {
    let told = problems.iter().map(|problem| {
        let mut value = problem.to_value();
        if let Value::Object(fields) = &mut value {
            let message = present::problem_sentence(problem, ui.lang);
            fields.insert("message".to_owned(), Value::from(message));
        }
        value
    });
    Value::Array(told.collect())
}

/// Problems of a count, with the file they belong to.
pub(crate) fn in_file(problems: Vec<Problem>, file: &str) -> Vec<Problem> {
    let named = problems.into_iter().map(|problem| {
        if problem.file.is_empty() {
            problem.in_file(file)
        } else {
            problem
        }
    });
    named.collect()
}
