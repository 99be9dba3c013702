//! A column map proposed from headings and content.
//!
//! What is sure is proposed; what may mean two things is a problem that says what to decide. The
//! order of the questions is fixed, so equal files get equal proposals: no headings at all, voters
//! of a project, totals of a project, a row for each voter and project, a column a rank, a column
//! an option, a list in a cell.

mod projects;

pub(super) use projects::projects;

use std::collections::BTreeSet;

use super::map::{BallotColumns, Shape, TotalColumns};
use super::names::{Named, Names, bracketed};
use super::number::whole;
use super::sheet::Opened;
use super::words::{Means, approves, fold, means, ordinal, speaks_of_points, speaks_of_ranks};
use crate::ballot::BallotKind;
use crate::id::{OptionId, ix};
use crate::instance::Options;
use crate::problem::Problem;

/// Rows that are looked at.
const SAMPLE: usize = 2000;

/// What is known before the ballots are looked at.
pub(super) struct Known<'a> {
    /// The options by name, where there is a list of them.
    pub(super) names: Option<&'a Names>,
    /// The options, or none where the ballots alone name them.
    pub(super) options: &'a Options,
    /// The kind of ballot that was asked for.
    pub(super) kind: Option<BallotKind>,
}

type Proposed = Option<Result<(BallotColumns, BallotKind), Problem>>;

/// A look at one column.
struct Column<'t> {
    table: &'t Opened,
    at: usize,
}

impl<'t> Column<'t> {
    fn head(&self) -> &'t str {
        self.table.heads.get(self.at).map_or("", String::as_str)
    }

    fn means(&self, what: Means) -> bool {
        means(self.head(), what)
    }

    /// Its texts that are not empty.
    fn texts(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (table, at) = (self.table, self.at);
        let texts = table
            .rows()
            .take(SAMPLE)
            .map(move |row| table.cell(row, at).text);
        texts.filter(|text| !text.is_empty())
    }

    fn any(&self) -> bool {
        self.texts().next().is_some()
    }

    fn all(&self, test: impl Fn(&str) -> bool) -> bool {
        self.any() && self.texts().all(test)
    }

    /// True where at least half of the texts, and one, pass a test.
    fn half(&self, test: impl Fn(&str) -> bool) -> bool {
        let passed = self.texts().filter(|text| test(text)).count();
        passed > 0 && passed.saturating_mul(2) >= self.texts().count()
    }

    /// True where at least nine of ten texts, and one, pass a test.
    fn most(&self, test: impl Fn(&str) -> bool) -> bool {
        let (mut passed, mut all) = (0usize, 0usize);
        for text in self.texts() {
            all = all.saturating_add(1);
            passed = passed.saturating_add(usize::from(test(text)));
        }
        passed > 0 && passed.saturating_mul(10) >= all.saturating_mul(9)
    }

    fn name(&self) -> String {
        self.table.reference(self.at)
    }
}

fn columns(table: &Opened) -> impl Iterator<Item = Column<'_>> {
    (0..table.heads.len()).map(move |at| Column { table, at })
}

/// The map of a table of ballots. `Err` says what a person must decide.
pub(super) fn ballots(
    table: &Opened,
    known: &Known<'_>,
) -> Result<(BallotColumns, BallotKind), Problem> {
    let ways: [fn(&Opened, &Known<'_>) -> Proposed; 7] =
        [ids, voters, totals, long, ranks, wide, list];
    let found = ways.iter().find_map(|way| way(table, known));
    let (mut map, kind) = found.unwrap_or_else(|| {
        let problem = Problem::error("columns-unclear").in_file(&table.name);
        Err(problem
            .found(table.heads.join(", "))
            .expected("a column map: --columns FILE"))
    })?;
    let header = table.header.map(|row| table.grid.line(row));
    map.sheet.header = Some(header.filter(|_| map.shape != Shape::Ids).unwrap_or(0));
    if map.shape != Shape::Ids {
        map.sheet.ignored = ignored(table, &used(&map));
    }
    Ok((map, kind))
}

/// The columns that a map of ballots reads.
fn used(map: &BallotColumns) -> Vec<&String> {
    let one = [
        &map.voter,
        &map.papers,
        &map.vote,
        &map.project,
        &map.value,
        &map.finished,
    ];
    let options = map.options.iter().map(|(column, _)| column);
    one.into_iter()
        .flatten()
        .chain(options)
        .chain(&map.ranks)
        .collect()
}

/// The other columns that hold anything.
fn ignored(table: &Opened, used: &[&String]) -> Vec<String> {
    let rest = columns(table)
        .filter(Column::any)
        .map(|column| column.name());
    rest.filter(|name| !used.contains(&name)).collect()
}

/// The column of voters or papers; with `loose`, also one called only `id` or `no.`.
fn voter(table: &Opened, loose: bool) -> Option<Column<'_>> {
    let named = columns(table).find(|column| column.means(Means::Voter));
    named.or_else(|| {
        let mut loosely = columns(table).filter(|_| loose);
        loosely.find(|column| column.means(Means::ProjectId) && column.any())
    })
}

fn base(table: &Opened, shape: Shape, loose: bool) -> BallotColumns {
    let mut map = BallotColumns::new(shape);
    map.voter = voter(table, loose).map(|column| column.name());
    let mut papers = columns(table).filter(|column| column.means(Means::Papers));
    map.papers = papers.next().map(|column| column.name());
    let mut finished = columns(table).filter(|column| column.means(Means::Finished));
    map.finished = finished.next().map(|column| column.name());
    map
}

/// The kind asked for where it is one of those that fit, else the first of them.
fn kind_of(known: &Known<'_>, fits: &[BallotKind]) -> Option<BallotKind> {
    match known.kind {
        Some(kind) => fits.contains(&kind).then_some(kind),
        None => fits.first().copied(),
    }
}

/// Lines of ids without headings: what a counting commission types.
fn ids(table: &Opened, known: &Known<'_>) -> Proposed {
    let is_id = |part: &str| match known.names {
        Some(names) => names.find(part) != Named::Nothing,
        None => part.bytes().all(|byte| byte.is_ascii_digit()),
    };
    let parts = |row: usize| {
        let cells = table.grid.row(row).flat_map(|cell| cell.split([',', ';']));
        let parts: Vec<&str> = cells
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        parts
    };
    let rows = (0..table.grid.len()).take(SAMPLE);
    let listed = rows
        .filter(|row| parts(*row).into_iter().all(is_id))
        .count();
    let looked = table.grid.len().min(SAMPLE);
    if !parts(0).into_iter().all(is_id) || listed.saturating_mul(10) < looked.saturating_mul(9) {
        return None;
    }
    // Headings that are ids above a table of marks: every project once, and rows of that width.
    let first = parts(0);
    let distinct: BTreeSet<&str> = first.iter().copied().collect();
    let wide = distinct.len() == first.len()
        && first.len() > 1
        && (known.names.is_none() || first.len() >= ix(known.options.len()));
    let marks = |row: usize| {
        let mut cells = table.grid.row(row);
        cells.all(|cell| approves(cell).is_some()) && table.grid.width(row) <= first.len()
    };
    let even = (1..table.grid.len()).all(|row| table.grid.width(row) == first.len());
    if wide && table.grid.len() > 1 {
        if (1..table.grid.len()).take(SAMPLE).all(marks) {
            return None;
        }
        if even {
            let problem = Problem::error("columns-unclear").in_file(&table.name);
            let problem = problem.found(first.join(", "));
            return Some(Err(
                problem.expected("a column map: is the first row headings or a ballot?")
            ));
        }
    }
    let kind = kind_of(known, &[BallotKind::Approval])?;
    let mut map = BallotColumns::new(Shape::Ids);
    map.sheet.header = Some(0);
    Some(Ok((map, kind)))
}

/// One row a project with the list of its voters.
fn voters(table: &Opened, known: &Known<'_>) -> Proposed {
    let kind = kind_of(known, &[BallotKind::Approval])?;
    let vote = columns(table).find(|column| column.means(Means::Voters) && column.any())?;
    let project = columns(table).find(|column| column.means(Means::ProjectId))?;
    let mut map = BallotColumns::new(Shape::Voters);
    map.vote = Some(vote.name());
    map.project = Some(project.name());
    Some(Ok((map, kind)))
}

/// One row a project with the number of its votes.
fn totals(table: &Opened, known: &Known<'_>) -> Proposed {
    let kind = kind_of(known, &[BallotKind::Approval])?;
    let columns = total_columns(table, known.names)?;
    let mut map = BallotColumns::new(Shape::Totals);
    map.project = Some(columns.project);
    map.value = Some(columns.votes);
    Some(Ok((map, kind)))
}

fn total_columns(table: &Opened, names: Option<&Names>) -> Option<TotalColumns> {
    let votes = columns(table).find(|column| {
        column.means(Means::Votes)
            && column.all(|text| whole(&super::projects::unspaced(text)).is_some())
    })?;
    let fits = |column: &Column<'_>| {
        let mut texts = BTreeSet::new();
        let distinct = column.texts().all(|text| texts.insert(text));
        let named =
            names.is_none_or(|names| column.most(|text| names.find(text) != Named::Nothing));
        column.at != votes.at && distinct && named && column.any()
    };
    let by = |what: Means| columns(table).find(|column| column.means(what) && fits(column));
    let project = by(Means::ProjectId).or_else(|| by(Means::ProjectName))?;
    if columns(table).any(|column| column.means(Means::Voter)) {
        return None;
    }
    Some(TotalColumns {
        project: project.name(),
        votes: votes.name(),
        ..TotalColumns::default()
    })
}

/// The map of a table of paper cards.
pub(super) fn paper_totals(table: &Opened, names: &Names) -> Result<TotalColumns, Problem> {
    let mut map = total_columns(table, Some(names)).ok_or_else(|| {
        let problem = Problem::error("columns-unclear").in_file(&table.name);
        let heads = table.heads.join(", ");
        problem
            .found(heads)
            .expected("a column of projects and one of votes")
    })?;
    map.sheet.header = table.header.map(|row| table.grid.line(row));
    map.sheet.ignored = ignored(table, &[&map.project, &map.votes]);
    Ok(map)
}

/// One row for each voter and project.
fn long(table: &Opened, known: &Known<'_>) -> Proposed {
    let voter = voter(table, false)?;
    let mut seen = BTreeSet::new();
    let repeats = !voter.texts().all(|text| seen.insert(text));
    let project = columns(table).find(|column| {
        let named = column.means(Means::ProjectId) || column.means(Means::ProjectName);
        let named = named || column.means(Means::List);
        let one = known.names.is_none_or(|names| {
            column.half(|text| matches!(names.find(text), Named::One(_) | Named::Several))
        });
        column.at != voter.at && named && one && column.any()
    })?;
    if !repeats {
        return None;
    }
    let value = |what: Means| columns(table).find(|column| column.means(what) && column.any());
    let mut map = base(table, Shape::Long, false);
    map.project = Some(project.name());
    let (points, rank) = (value(Means::Points), value(Means::Rank));
    let (kind, value) = match (points, rank) {
        (Some(_), Some(_)) if known.kind.is_none() => {
            return Some(Err(unclear_kind(table)));
        }
        (Some(points), _) if known.kind != Some(BallotKind::Ranking) => (
            kind_of(
                known,
                &[
                    BallotKind::Score,
                    BallotKind::Allotment,
                    BallotKind::Knapsack,
                ],
            )?,
            Some(points),
        ),
        (_, Some(rank)) => (kind_of(known, &[BallotKind::Ranking])?, Some(rank)),
        _ => (
            kind_of(known, &[BallotKind::Approval, BallotKind::Ranking])?,
            None,
        ),
    };
    map.value = value.map(|column| column.name());
    map.papers = None;
    Some(Ok((map, kind)))
}

fn unclear_kind(table: &Opened) -> Problem {
    Problem::error("ballot-kind-unclear")
        .in_file(&table.name)
        .expected("--kind ranking or --kind score")
}

/// One column a rank, a project in each.
fn ranks(table: &Opened, known: &Known<'_>) -> Proposed {
    let rank = |column: &Column<'_>| {
        let head = bracketed(column.head()).map_or(column.head(), |(_, inner)| inner);
        let is_project = |names: &Names| names.heading(column.head()) != Named::Nothing;
        if known.names.is_some_and(is_project) || !column.any() {
            return None;
        }
        let fits = match known.names {
            Some(names) => column.most(|text| names.find(text) != Named::Nothing),
            None => speaks_of_ranks(column.head()) && !column.all(|text| ordinal(text).is_some()),
        };
        ordinal(head).filter(|_| fits)
    };
    let mut ranked: Vec<(u32, String)> = columns(table)
        .filter_map(|column| Some((rank(&column)?, column.name())))
        .collect();
    crate::sort::sort(&mut ranked);
    let in_order = ranked.iter().zip(1u32..).all(|((rank, _), at)| *rank == at);
    if ranked.len() < 2 || !in_order {
        return None;
    }
    let kind = kind_of(known, &[BallotKind::Ranking, BallotKind::Approval])?;
    let mut map = base(table, Shape::Ranks, true);
    map.ranks = ranked.into_iter().map(|(_, column)| column).collect();
    Some(Ok((map, kind)))
}

/// One column an option.
fn wide(table: &Opened, known: &Known<'_>) -> Proposed {
    let mut map = base(table, Shape::Wide, true);
    let mut chosen: Vec<Column<'_>> = Vec::new();
    if let Some(names) = known.names {
        let mut options = BTreeSet::new();
        for column in columns(table) {
            match names.heading(column.head()) {
                Named::One(option) => {
                    options.insert(option);
                    chosen.push(column);
                }
                Named::Several => return Some(Err(ambiguous(&column))),
                Named::Nothing => {}
            }
        }
        if chosen.is_empty() || (chosen.len() < 2 && known.options.len() > 1) {
            return None;
        }
        // A column of the same question that is no project is a vote that would be lost.
        let question = chosen.first().and_then(|first| bracketed(first.head()));
        if let Some((question, _)) = question {
            let same = |column: &Column<'_>| {
                bracketed(column.head()).is_some_and(|(other, _)| other == question)
                    && names.heading(column.head()) == Named::Nothing
            };
            if let Some(stranger) = columns(table).find(same) {
                let problem = Problem::error("column-of-no-project").in_file(&table.name);
                return Some(Err(problem.found(stranger.head())));
            }
        }
    } else {
        let kept = map.voter.iter().chain(&map.papers).chain(&map.finished);
        let kept: Vec<&String> = kept.collect();
        for column in columns(table) {
            let mark = |text: &str| {
                approves(text).is_some() || ordinal(text).is_some() || whole(text).is_some()
            };
            let apart = kept.contains(&&column.name()) || column.means(Means::Nothing);
            if !apart && !column.head().is_empty() && column.texts().all(mark) {
                chosen.push(column);
            }
        }
        if chosen.len() < 2 {
            return None;
        }
    }
    let kind = match wide_kind(table, &chosen, known, &mut map) {
        Ok(kind) => kind,
        Err(problem) => return Some(Err(problem)),
    };
    for column in &chosen {
        let inner = bracketed(column.head()).map_or(column.head(), |(_, inner)| inner);
        let option = match known.names.map(|names| names.heading(column.head())) {
            Some(Named::One(option)) => known.options.id(OptionId(option)),
            _ => inner,
        };
        map.options.push((column.name(), option.to_owned()));
    }
    // A column of a project is none of the papers.
    let projects: BTreeSet<String> = chosen.iter().map(Column::name).collect();
    map.voter = map.voter.filter(|name| !projects.contains(name));
    Some(Ok((map, kind)))
}

fn ambiguous(column: &Column<'_>) -> Problem {
    let problem = Problem::error("list-ambiguous").in_file(&column.table.name);
    problem
        .found(column.head())
        .expected("names that can be told apart")
}

/// What the marks of a wide table are.
fn wide_kind(
    table: &Opened,
    chosen: &[Column<'_>],
    known: &Known<'_>,
    map: &mut BallotColumns,
) -> Result<BallotKind, Problem> {
    let every = |test: &dyn Fn(&str) -> bool| chosen.iter().all(|column| column.texts().all(test));
    if known.kind.is_none_or(|kind| kind == BallotKind::Approval)
        && every(&|text| approves(text).is_some())
    {
        return Ok(BallotKind::Approval);
    }
    let numbers = every(&|text| whole(text).is_some());
    let ordinals = every(&|text| ordinal(text).is_some());
    match known.kind {
        Some(BallotKind::Ranking) if ordinals => return Ok(BallotKind::Ranking),
        Some(kind @ (BallotKind::Score | BallotKind::Allotment)) if numbers => return Ok(kind),
        Some(BallotKind::Knapsack) => return Ok(BallotKind::Knapsack),
        None | Some(BallotKind::Approval) => {}
        Some(_) => return Err(unclear_kind(table)),
    }
    if known.kind.is_none() && ordinals && !numbers {
        return Ok(BallotKind::Ranking);
    }
    if known.kind.is_none() && numbers {
        return numbers_kind(table, chosen, known).ok_or_else(|| unclear_kind(table));
    }
    // The one answer of a grid of boxes, such as "I support".
    let mut answers: Vec<(String, String)> = Vec::new();
    for text in chosen.iter().flat_map(Column::texts) {
        if !answers.iter().any(|(folded, _)| *folded == fold(text)) && answers.len() < 4 {
            answers.push((fold(text), text.to_owned()));
        }
    }
    match answers.as_slice() {
        [(_, only)] if !only.chars().any(|letter| letter.is_ascii_digit()) => {
            map.yes = vec![only.clone()];
            Ok(BallotKind::Approval)
        }
        _ => {
            let shown: Vec<&str> = answers.iter().map(|(_, text)| text.as_str()).collect();
            let problem = Problem::error("answers-unclear").in_file(&table.name);
            let problem = problem.found(shown.join(", "));
            Err(problem.expected("yes and no in the column map"))
        }
    }
}

/// Ranks or points: by what the headings say, else by numbers that can be only one of them.
fn numbers_kind(table: &Opened, chosen: &[Column<'_>], known: &Known<'_>) -> Option<BallotKind> {
    let heads = || table.heads.iter().map(String::as_str);
    match (heads().any(speaks_of_points), heads().any(speaks_of_ranks)) {
        (true, false) => return Some(BallotKind::Score),
        (false, true) => return Some(BallotKind::Ranking),
        _ => {}
    }
    let most = i64::from(known.options.len().max(crate::id::len32(chosen.len())));
    let never_ranks = table.rows().take(SAMPLE).any(|row| {
        let mut seen = BTreeSet::new();
        let texts = chosen.iter().map(|column| table.cell(row, column.at).text);
        let mut numbers = texts.filter_map(whole);
        numbers.any(|number| number < 1 || number > most || !seen.insert(number))
    });
    never_ranks.then_some(BallotKind::Score)
}

/// All options in one cell.
fn list(table: &Opened, known: &Known<'_>) -> Proposed {
    let mut best: Option<Column<'_>> = None;
    let mut out = Vec::new();
    for column in columns(table) {
        let voter = column.means(Means::Voter) || column.means(Means::Nothing);
        let fits = match known.names {
            Some(names) => {
                let (mut read, mut all) = (0usize, 0usize);
                for text in column.texts() {
                    all = all.saturating_add(1);
                    let text = if text.starts_with('{') { "" } else { text };
                    read = read.saturating_add(usize::from(names.list(text, &mut out).is_ok()));
                }
                all > 0 && read.saturating_mul(2) >= all
            }
            None => {
                column.means(Means::List)
                    && column.most(|text| {
                        let mut parts = text.split([',', ';', '|']).map(str::trim);
                        parts
                            .all(|part| !part.is_empty() && !part.contains(' ') && part.len() <= 20)
                    })
            }
        };
        if voter || !fits {
            continue;
        }
        // Two columns of projects: the one that is called so; where both are, nobody knows.
        best = match best {
            None => Some(column),
            Some(first) => match (first.means(Means::List), column.means(Means::List)) {
                (true, false) => Some(first),
                (false, true) => Some(column),
                _ if first.means(Means::ProjectId) => Some(column),
                _ => {
                    let problem = Problem::error("columns-unclear").in_file(&table.name);
                    let heads = format!("{}, {}", first.head(), column.head());
                    let problem = problem.found(heads);
                    return Some(Err(problem.expected("one column of votes")));
                }
            },
        };
    }
    let vote = best?;
    let mut map = base(table, Shape::List, true);
    if map.voter.as_ref() == Some(&vote.name()) {
        map.voter = None;
    }
    map.vote = Some(vote.name());
    let points = columns(table)
        .find(|column| column.at != vote.at && column.means(Means::Points) && column.any());
    let kind = match points {
        Some(points) if known.kind.is_none_or(|kind| kind == BallotKind::Score) => {
            map.value = Some(points.name());
            BallotKind::Score
        }
        _ => {
            let fits = [BallotKind::Approval, BallotKind::Ranking];
            kind_of(known, &fits)?
        }
    };
    Some(Ok((map, kind)))
}
