//! The reader, fed line by line.

use super::names::Names;
use super::scan::{Scan, Token, column, number};
use super::{Ballot, Head, RankStore, Sink, Weight};
use crate::id::{OptionId, len32};
use crate::num::parse_decimal;
use crate::problem::{Diagnostics, Problem};
use crate::profile::Lookup;
use crate::sort::sort;

/// The most candidates a file may promise. Nothing is allocated for a promise.
const MAX_CANDIDATES: u64 = 1_000_000;

/// Reads a BLT file line by line; ballots go to the sink as they come.
pub(super) struct Parser<'s> {
    sink: &'s mut dyn Sink,
    head: Head,
    stage: Stage,
    line: u32,
    nicks: Lookup,
    brackets: Vec<Bracket>,
    names: Names,
    ranks: RankStore,
    sorted: Vec<OptionId>,
}

/// What the next line is expected to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Header,
    Settings,
    Ballots,
    Names,
    /// Nothing more can be understood.
    Broken,
}

/// An option in brackets; its candidates are looked up once all nicknames are known.
struct Bracket {
    line: u32,
    words: Vec<(u32, String)>,
}

impl<'s> Parser<'s> {
    /// A reader that hands ballots to a sink.
    pub(super) fn new(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            head: Head::default(),
            stage: Stage::Header,
            line: 0,
            nicks: Lookup::new(),
            brackets: Vec::new(),
            names: Names::default(),
            ranks: RankStore::default(),
            sorted: Vec::new(),
        }
    }

    /// Reads one line, without its end. Lines are numbered from 1.
    pub(super) fn line(&mut self, line: u32, text: &str, diagnostics: &mut Diagnostics) {
        self.line = line;
        let done = match self.stage {
            Stage::Header => self.header(text),
            Stage::Settings => self.setting(text, diagnostics),
            Stage::Ballots => self.ballot(text),
            Stage::Names => {
                self.names.line(line, text, self.head.candidates);
                Ok(())
            }
            Stage::Broken => Ok(()),
        };
        if let Err(problem) = done {
            diagnostics.push(problem);
        }
    }

    /// Closes the file. `None` when it cannot be understood; the diagnostics say why.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Option<Head> {
        let place = |code| Problem::error(code).at(self.line.saturating_add(1), 1);
        match self.stage {
            Stage::Header => {
                diagnostics.push(place("header-malformed").expected(HEADER));
                return None;
            }
            Stage::Settings | Stage::Ballots => {
                diagnostics.push(place("end-marker-missing").expected(END));
                return None;
            }
            Stage::Broken => return None,
            Stage::Names => {}
        }
        let names = std::mem::take(&mut self.names);
        names.finish(&mut self.head, self.line, diagnostics);
        Some(self.head)
    }

    fn header(&mut self, text: &str) -> Result<(), Problem> {
        let mut scan = Scan::new(text);
        if scan.peek().is_none() {
            return Ok(());
        }
        self.stage = Stage::Broken;
        let malformed = |token: Option<Token<'_>>, end: usize| {
            let (at, found) = token.map_or((end, String::new()), |t| (t.at, t.text.to_owned()));
            Problem::error("header-malformed")
                .at(self.line, column(text, at))
                .found(found)
                .expected(HEADER)
        };
        let mut field = |most: u64| {
            let token = scan.token();
            token
                .and_then(|token| number(token.text))
                .filter(|number| (1..=most).contains(number))
                .and_then(|number| u32::try_from(number).ok())
                .ok_or_else(|| malformed(token, scan.at()))
        };
        let candidates = field(MAX_CANDIDATES)?;
        let seats = field(u64::from(u32::MAX))?;
        if let Some(extra) = scan.token() {
            return Err(self.trailing(text, extra));
        }
        self.head.candidates = candidates;
        self.head.seats = seats;
        self.sink.start(candidates);
        self.stage = Stage::Settings;
        Ok(())
    }

    /// Lines of withdrawn candidates and of options in brackets, before the first ballot.
    fn setting(&mut self, text: &str, diagnostics: &mut Diagnostics) -> Result<(), Problem> {
        match Scan::new(text).peek() {
            None => Ok(()),
            Some(b'[') => self.bracket(text),
            Some(b'-') if all_negative(text) => self.withdrawn(text),
            Some(_) => {
                self.stage = Stage::Ballots;
                self.settle(diagnostics);
                self.ballot(text)
            }
        }
    }

    fn withdrawn(&mut self, text: &str) -> Result<(), Problem> {
        let mut scan = Scan::new(text);
        while let Some(token) = scan.token() {
            let digits = token.text.strip_prefix('-').unwrap_or_default();
            let option = self
                .option_number(digits)
                .ok_or_else(|| self.out_of_range(text, token))?;
            self.withdraw(option);
        }
        Ok(())
    }

    fn withdraw(&mut self, option: OptionId) {
        if !self.head.withdrawn.contains(&option) {
            self.head.withdrawn.push(option);
        }
    }

    fn bracket(&mut self, text: &str) -> Result<(), Problem> {
        let mut scan = Scan::new(text);
        scan.peek();
        let start = scan.at();
        let Some(inside) = scan.between(']') else {
            return Err(self
                .problem("bracket-not-closed", text, start)
                .expected("]"));
        };
        if let Some(extra) = scan.token() {
            return Err(self.trailing(text, extra));
        }
        let mut words = Vec::new();
        let mut at = inside.at;
        for piece in inside.text.split([' ', '\t']) {
            if !piece.is_empty() {
                words.push((column(text, at), piece.to_owned()));
            }
            at += piece.len() + 1;
        }
        self.brackets.push(Bracket {
            line: self.line,
            words,
        });
        Ok(())
    }

    /// Looks up the candidates of options in brackets, nicknames first.
    fn settle(&mut self, diagnostics: &mut Diagnostics) {
        let brackets = std::mem::take(&mut self.brackets);
        let word = |bracket: &Bracket| bracket.words.first().map(|(_, word)| word.clone());
        for bracket in &brackets {
            if word(bracket).as_deref() == Some("nick") {
                self.settle_nicks(bracket, diagnostics);
            }
        }
        for bracket in &brackets {
            let candidates = bracket.words.get(1..).unwrap_or_default();
            match word(bracket).as_deref() {
                Some("nick") => {}
                Some("withdrawn") => {
                    for option in self.settle_options(bracket, candidates, diagnostics) {
                        self.withdraw(option);
                    }
                }
                Some("tie") => {
                    let order = self.settle_options(bracket, candidates, diagnostics);
                    self.head.ties.push(order);
                }
                found => {
                    if !matches!(found, Some("droop" | "undeclared")) {
                        diagnostics.push(
                            Problem::warning("option-unknown")
                                .at(bracket.line, bracket.words.first().map_or(1, |w| w.0))
                                .found(found.unwrap_or_default())
                                .expected("nick, tie, withdrawn, undeclared, droop"),
                        );
                    }
                    let words = bracket.words.iter().map(|(_, word)| word.clone());
                    self.head.settings.push(words.collect());
                }
            }
        }
    }

    fn settle_nicks(&mut self, bracket: &Bracket, diagnostics: &mut Diagnostics) {
        let nicks = bracket.words.get(1..).unwrap_or_default();
        for (at, nick) in nicks {
            if self.nicks.insert(nick).is_err() {
                diagnostics.push(
                    Problem::error("name-duplicate")
                        .at(bracket.line, *at)
                        .found(nick)
                        .expected("nicknames that differ"),
                );
            }
        }
        if len32(nicks.len()) != self.head.candidates {
            diagnostics.push(
                Problem::error("names-missing")
                    .at(bracket.line, 1)
                    .found(nicks.len().to_string())
                    .expected(self.head.candidates.to_string()),
            );
        }
        self.head.nicks = nicks.iter().map(|(_, nick)| nick.clone()).collect();
    }

    fn settle_options(
        &self,
        bracket: &Bracket,
        words: &[(u32, String)],
        diagnostics: &mut Diagnostics,
    ) -> Vec<OptionId> {
        let mut options = Vec::new();
        for (at, word) in words {
            let place = |code| Problem::error(code).at(bracket.line, *at).found(word);
            match self.option(word) {
                Some(option) if options.contains(&option) => {
                    diagnostics.push(place("duplicate-option"));
                }
                Some(option) => options.push(option),
                None => diagnostics
                    .push(place("option-out-of-range").expected(self.head.candidates.to_string())),
            }
        }
        options
    }

    fn ballot(&mut self, text: &str) -> Result<(), Problem> {
        let mut scan = Scan::new(text);
        let Some(first) = scan.peek() else {
            return Ok(());
        };
        let mut id = None;
        let weight = match first {
            b'(' => {
                let start = scan.at();
                let inside = scan.between(')').ok_or_else(|| {
                    self.problem("bracket-not-closed", text, start)
                        .expected(")")
                })?;
                id = Some(inside.text);
                Weight::Papers(1)
            }
            b'0'..=b'9' | b'-' | b'+' | b'.' => {
                let Some(token) = scan.token() else {
                    return Ok(());
                };
                if number(token.text) == Some(0) && scan.peek().is_none() {
                    self.stage = Stage::Names;
                    return Ok(());
                }
                self.weight(text, token)?
            }
            b'[' => {
                return Err(self.problem("bracket-misplaced", text, scan.at()));
            }
            _ => {
                self.stage = Stage::Names;
                self.names.line(self.line, text, self.head.candidates);
                return Err(self
                    .problem("end-marker-missing", text, scan.at())
                    .expected(END));
            }
        };
        self.preferences(text, &mut scan)?;
        self.sorted.clear();
        self.sorted.extend_from_slice(self.ranks.all().options());
        sort(&mut self.sorted);
        let twice = self
            .sorted
            .windows(2)
            .any(|pair| pair.first() == pair.last());
        let ballot = Ballot {
            line: self.line,
            id,
            weight,
            ranks: self.ranks.all(),
        };
        let taken = if twice {
            self.sink.duplicate(ballot)
        } else {
            self.sink.ballot(ballot)
        };
        taken.map_err(|problem| {
            self.stage = Stage::Broken;
            problem.at(self.line, 1)
        })
    }

    fn weight(&self, text: &str, token: Token<'_>) -> Result<Weight, Problem> {
        if let Some(papers) = number(token.text).filter(|papers| *papers > 0) {
            return Ok(Weight::Papers(papers));
        }
        if token.text.starts_with('-') {
            return Err(self
                .problem("weight-negative", text, token.at)
                .found(token.text));
        }
        parse_decimal(token.text)
            .filter(|weight| weight.units > 0)
            .map(|weight| match weight.scale.0 {
                0 => Weight::Papers(weight.units),
                _ => Weight::One(weight),
            })
            .ok_or_else(|| {
                self.problem("weight-malformed", text, token.at)
                    .found(token.text)
                    .expected("a number of papers, or a weight of at most nine places")
            })
    }

    /// Reads preferences up to the closing 0 into `ranks`.
    fn preferences(&mut self, text: &str, scan: &mut Scan<'_>) -> Result<(), Problem> {
        self.ranks.clear();
        let (mut join, mut after_option) = (false, false);
        while let Some(token) = scan.token() {
            let misplaced = match token.text {
                "=" => join || !after_option,
                "-" | "0" => join,
                _ => false,
            };
            if misplaced {
                return Err(self
                    .problem("number-expected", text, token.at)
                    .found(token.text)
                    .expected("an option on each side of ="));
            }
            match token.text {
                "=" => join = true,
                "-" => {
                    self.ranks.skip();
                    after_option = false;
                }
                "0" => {
                    return match scan.token() {
                        Some(extra) => Err(self.trailing(text, extra)),
                        None => Ok(()),
                    };
                }
                _ => {
                    let option = self
                        .option(token.text)
                        .ok_or_else(|| self.out_of_range(text, token))?;
                    if join {
                        self.ranks.join(option);
                    } else {
                        self.ranks.push(option);
                    }
                    (join, after_option) = (false, true);
                }
            }
        }
        Err(self
            .problem("ballot-not-closed", text, scan.at())
            .expected("0 at the end of the ballot"))
    }

    fn option(&self, text: &str) -> Option<OptionId> {
        if number(text).is_some() || self.nicks.is_empty() {
            return self.option_number(text);
        }
        let at = self.nicks.find(text)?;
        (at < self.head.candidates).then_some(OptionId(at))
    }

    fn option_number(&self, digits: &str) -> Option<OptionId> {
        let number = u32::try_from(number(digits)?).ok()?;
        let at = number.checked_sub(1)?;
        (at < self.head.candidates).then_some(OptionId(at))
    }

    fn out_of_range(&self, text: &str, token: Token<'_>) -> Problem {
        let nicks = if self.nicks.is_empty() {
            ""
        } else {
            ", or a nickname"
        };
        self.problem("option-out-of-range", text, token.at)
            .found(token.text)
            .expected(format!("1 to {}{nicks}", self.head.candidates))
    }

    fn trailing(&self, text: &str, token: Token<'_>) -> Problem {
        self.problem("trailing-text", text, token.at)
            .found(token.text)
            .expected("the end of the line")
    }

    fn problem(&self, code: &'static str, text: &str, at: usize) -> Problem {
        Problem::error(code).at(self.line, column(text, at))
    }
}

const HEADER: &str = "two whole numbers: candidates (at most 1000000) and seats";
const END: &str = "a line with a single 0 after the last ballot";

/// True when each token is a minus with digits: a line of withdrawn candidates, not a ballot.
fn all_negative(text: &str) -> bool {
    let mut scan = Scan::new(text);
    while let Some(token) = scan.token() {
        if token.text.strip_prefix('-').and_then(number).is_none() {
            return false;
        }
    }
    true
}
