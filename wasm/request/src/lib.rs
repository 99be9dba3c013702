//! What JS asks, and how it is told what is wrong: the JSON half of a call, the bytes of its files
//! cut apart, problems with their sentences. The engine and the module of panels both use it.

use isonomia::ballot::BallotKind;
use isonomia::digest::unhex32;
use isonomia::formats::{ColumnMap, LoadOptions, Loaded, PoolColumns, Role, Source};
use isonomia::json::{Value, parse};
use isonomia::num::{Decimal, parse_decimal};
use isonomia::present::{self, Lang};
use isonomia::problem::{Diagnostics, Problem, Severity};
use isonomia::report::{Bound, Lot, SeedOrigin};
use isonomia::run::{Request, Scope};
use isonomia::tie::TieRule;
use std::collections::BTreeMap;

/// A file as the caller named it.
pub struct File<'a> {
    /// Name for messages.
    pub name: String,
    /// `input`, `ballots`, `categories`, `already`, `projects`, `totals`, `census` or `report`.
    pub role: String,
    /// Its bytes, untouched.
    pub bytes: &'a [u8],
}

/// A call taken apart.
pub struct Asked<'a> {
    json: Value,
    files: Vec<File<'a>>,
}

impl<'a> Asked<'a> {
    /// Reads the request and cuts the bytes at the lengths it lists.
    pub fn read(request: &str, bytes: &'a [u8]) -> Result<Self, Problem> {
        let json = parse(request.as_bytes()).map_err(|error| {
            Problem::error("request-json")
                .at(error.line, error.column)
                .found(error.detail)
        })?;
        let mut rest = bytes;
        let mut files = Vec::new();
        for file in json.get("files").and_then(Value::as_array).unwrap_or(&[]) {
            let text = |key| file.get(key).and_then(Value::as_str).unwrap_or("");
            let length = file.get("length").and_then(Value::as_i64).unwrap_or(-1);
            let cut = usize::try_from(length).ok();
            let Some((content, after)) = cut.and_then(|cut| rest.split_at_checked(cut)) else {
                return Err(Problem::error("request-files")
                    .path("/files")
                    .found(text("name"))
                    .expected("the length of each file, in the order of the bytes"));
            };
            rest = after;
            files.push(File {
                name: text("name").to_owned(),
                role: text("role").to_owned(),
                bytes: content,
            });
        }
        Ok(Self { json, files })
    }

    /// A text of the request.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.json.get(key).and_then(Value::as_str)
    }

    /// A field of the request.
    pub fn field(&self, key: &str) -> Option<&Value> {
        self.json.get(key)
    }

    /// The language of sentences: English where none is asked for or it is not spoken.
    pub fn lang(&self) -> Lang {
        let word = self.text("lang").unwrap_or_default();
        Lang::from_word(word).unwrap_or_default().whole()
    }

    /// A truth value of the request; false where it is not there.
    pub fn flag(&self, key: &str) -> bool {
        self.json.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// A whole number of the request that is not negative.
    pub fn number(&self, key: &str) -> Option<u64> {
        let number = self.json.get(key).and_then(Value::as_i64)?;
        u64::try_from(number).ok()
    }

    /// The first file of a role.
    pub fn file(&self, role: &str) -> Option<&File<'a>> {
        self.files.iter().find(|file| file.role == role)
    }

    /// The transcript of a draw: the file of that role, else the first that is JSON.
    pub fn take_transcript(&mut self) -> Option<File<'a>> {
        let is_json = |file: &File<'_>| {
            let mut bytes = file.bytes.iter();
            bytes.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
        };
        let mut files = self.files.iter();
        let named = files.position(|file| file.role == "transcript");
        let at = named.or_else(|| self.files.iter().position(is_json))?;
        Some(self.files.remove(at))
    }

    /// Whether any file is left to be counted.
    pub fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The files that are counted, as sources that core reads.
    pub fn with_sources<T>(&self, work: impl FnOnce(&mut [Source<'_>]) -> T) -> T {
        let inputs = || {
            let files = self.files.iter();
            files.filter(|file| !matches!(file.role.as_str(), "report" | "transcript" | "census"))
        };
        let mut readers: Vec<&[u8]> = inputs().map(|file| file.bytes).collect();
        let mut sources: Vec<Source<'_>> = inputs()
            .zip(&mut readers)
            .map(|(file, reader)| Source {
                name: file.name.clone(),
                role: match file.role.as_str() {
                    "ballots" => Role::Ballots,
                    "categories" => Role::Categories,
                    "already" => Role::Already,
                    "projects" => Role::Projects,
                    "totals" => Role::Totals,
                    _ if self.files.len() > 1 && lists_quotas(file.bytes) => Role::Categories,
                    _ => Role::Main,
                },
                reader,
            })
            .collect();
        work(&mut sources)
    }

    /// Reads the files into something that can be counted; what is wrong is in the diagnostics.
    pub fn load(&self, scope: &Scope) -> Result<(Option<Loaded>, Diagnostics), Vec<Problem>> {
        let mut diagnostics = Diagnostics::default();
        let map = match self.json.get("map") {
            None | Some(Value::Null) => None,
            Some(value) => match ColumnMap::from_value(value, &mut diagnostics) {
                Some(map) => Some(map),
                None => return Err(diagnostics.into_problems()),
            },
        };
        let options = LoadOptions {
            map,
            budget: self.budget().map_err(|problem| vec![problem])?,
            kind: self.kind().map_err(|problem| vec![problem])?,
            format: self.text("from").map(str::to_owned),
            seats: self.seats().map_err(|problem| vec![problem])?,
            read_as: self.text("readAs").map(str::to_owned),
            columns: self
                .json
                .get("columns")
                .map(PoolColumns::from_value)
                .unwrap_or_default(),
            contest: self.text("contest").map(str::to_owned),
            ..LoadOptions::default()
        };
        let loaded = self.with_sources(|sources| scope.load(sources, &options, &mut diagnostics));
        Ok((loaded, diagnostics))
    }

    /// The money of a table of ballots, as decimal text or a whole number.
    fn budget(&self) -> Result<Option<Decimal>, Problem> {
        let Some(value) = self.json.get("budget") else {
            return Ok(None);
        };
        let text = match value {
            Value::Str(text) => text.clone(),
            other => other.canonical_string(),
        };
        let amount = parse_decimal(&text).ok_or_else(|| {
            Problem::error("request-field")
                .path("/budget")
                .found(text)
                .expected("an amount such as 1000 or \"1000.50\"")
        })?;
        Ok(Some(amount))
    }

    /// What the voters of a table were asked to write.
    fn kind(&self) -> Result<Option<BallotKind>, Problem> {
        let Some(word) = self.text("kind") else {
            return Ok(None);
        };
        let kind = BallotKind::from_word(word).ok_or_else(|| {
            let words: Vec<&str> = BallotKind::ALL.iter().map(|kind| kind.word()).collect();
            Problem::error("request-field")
                .path("/kind")
                .found(word)
                .expected(words.join(", "))
        })?;
        Ok(Some(kind))
    }

    fn seats(&self) -> Result<Option<u32>, Problem> {
        let Some(seats) = self.json.get("seats") else {
            return Ok(None);
        };
        let number = seats.as_i64().and_then(|seats| u32::try_from(seats).ok());
        let number = number.filter(|seats| *seats > 0);
        number.map(Some).ok_or_else(|| {
            Problem::error("request-seats")
                .path("/seats")
                .found(seats.canonical_string())
                .expected("a whole number, 1 or more")
        })
    }

    /// What is to be counted and how; an unknown word is an error and never a default.
    pub fn request(&self) -> Result<Request, Vec<Problem>> {
        let (seed, lot) = match self.json.get("lot") {
            None | Some(Value::Null) => (self.text("seed"), None),
            Some(value) => (
                value.get("seed").and_then(Value::as_str),
                Some(lot(value).ok_or_else(|| vec![Problem::error("request-lot").path("/lot")])?),
            ),
        };
        let origin = lot
            .as_ref()
            .map_or(SeedOrigin::Operator, |(origin, _)| *origin);
        let seed = seed.map(|hex| {
            let seed = hex.parse().map_err(|_| {
                vec![
                    Problem::error("request-seed")
                        .path("/seed")
                        .found(hex)
                        .expected("64 hex digits"),
                ]
            })?;
            Ok::<_, Vec<Problem>>((seed, origin))
        });
        Ok(Request {
            rule: self.text("rule").map(str::to_owned),
            params: self.params(),
            ties: self.ties().map_err(|problem| vec![problem])?,
            given: lists(self.json.get("given")),
            seed: seed.transpose()?,
            lot: lot.map(|(_, lot)| lot),
            proposals: None,
            work_limit: None,
        })
    }

    fn params(&self) -> Vec<(String, String)> {
        let empty = BTreeMap::new();
        let params = self.json.get("params").and_then(Value::as_object);
        let text = |value: &Value| match value {
            Value::Str(text) => text.clone(),
            other => other.canonical_string(),
        };
        params
            .unwrap_or(&empty)
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    }

    fn ties(&self) -> Result<Option<Vec<TieRule>>, Problem> {
        let Some(words) = self.json.get("ties").and_then(Value::as_array) else {
            return Ok(None);
        };
        let rule = |word: &Value| {
            let word = word.as_str().unwrap_or_default().trim();
            TieRule::from_word(word).ok_or_else(|| {
                let known: Vec<_> = TieRule::ALL.iter().map(|rule| rule.word()).collect();
                Problem::error("request-ties")
                    .path("/ties")
                    .found(word)
                    .expected(known.join(", "))
            })
        };
        words.iter().map(rule).collect::<Result<_, _>>().map(Some)
    }
}

/// A lot as the verifier of draws hands it over, a module of its own: it made the checks, and
/// what it read of the transcript is believed here.
fn lot(value: &Value) -> Option<(SeedOrigin, Lot)> {
    let texts = |key: &str| {
        let items = value.get(key)?.as_array()?.iter();
        items.map(Value::as_str).collect::<Option<Vec<&str>>>()
    };
    let binds = texts("binds")?.into_iter().map(|hex| unhex32(hex).ok());
    let origin = SeedOrigin::from_word(value.get("origin")?.as_str()?)?;
    let mut lot = Lot::from_value(value)?;
    lot.bound = Some(Bound {
        ids: texts("ids")?.into_iter().map(str::to_owned).collect(),
        binds: binds.collect::<Option<_>>()?,
    });
    Some((origin, lot))
}

/// Lists of texts.
fn lists(value: Option<&Value>) -> Vec<Vec<String>> {
    let items = |value: &Value| -> Vec<String> {
        let items = value.as_array().unwrap_or(&[]).iter();
        items
            .filter_map(|item| Some(item.as_str()?.to_owned()))
            .collect()
    };
    let outer = value.and_then(Value::as_array).unwrap_or(&[]);
    outer.iter().map(items).collect()
}

/// Whether a file is the categories of a pool, told by its head: people drop both files at once.
fn lists_quotas(bytes: &[u8]) -> bool {
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let cells: Vec<&str> = head
        .split(',')
        .map(|cell| cell.trim().trim_matches('"'))
        .collect();
    cells.contains(&"min") && cells.contains(&"max")
}

/// Errors before warnings: the first becomes the message of the exception in JS.
pub fn errors_first(problems: Vec<Problem>) -> Vec<Problem> {
    let (mut errors, warnings): (Vec<_>, Vec<_>) = problems
        .into_iter()
        .partition(|problem| problem.severity == Severity::Error);
    errors.extend(warnings);
    errors
}

/// Problems with their sentences.
pub fn told(problems: &[Problem], lang: Lang) -> Value {
    let tell = |problem: &Problem| {
        let mut value = problem.to_value();
        if let Value::Object(map) = &mut value {
            let sentence = present::problem_sentence(problem, lang);
            map.insert("message".to_owned(), sentence.into());
            if let Some((_, hint)) = HINTS.iter().find(|(code, _)| *code == problem.code) {
                map.insert("hint".to_owned(), (*hint).into());
            }
        }
        value
    };
    Value::Array(problems.iter().map(tell).collect())
}

/// What only a programmer can do about a problem.
const HINTS: [(&str, &str); 1] = [(
    "solver-missing",
    "import { count } from \"isonomia/panels\": the module with the solvers",
)];

/// Problems as JS reads them when they are thrown.
pub fn list(problems: &[Problem], lang: Lang) -> Value {
    Value::object([("problems", told(problems, lang))])
}
