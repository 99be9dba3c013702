//! The orders: `12: 1,{2,3},4`.

use super::header::Header;
use crate::formats::blt::{Ballot, RankStore, Sink, Weight};
use crate::formats::lines::column;
use crate::id::OptionId;
use crate::problem::{Diagnostics, Problem};
use crate::sort::sort;

/// The orders as far as they are read.
pub(super) struct Orders {
    alternatives: u32,
    strict: bool,
    complete: bool,
    /// Orders read, and papers on them.
    lines: u64,
    papers: u64,
    /// The first order that the data type does not allow.
    other: Option<(u32, &'static str)>,
    ranks: RankStore,
    sorted: Vec<OptionId>,
}

impl Orders {
    pub(super) fn new(header: &Header) -> Self {
        let word = header.get("DATA TYPE").unwrap_or("toi");
        Self {
            alternatives: header.alternatives,
            strict: word.starts_with('s'),
            complete: word.ends_with('c'),
            lines: 0,
            papers: 0,
            other: None,
            ranks: RankStore::default(),
            sorted: Vec::new(),
        }
    }

    /// Reads one order and hands it on.
    pub(super) fn line(
        &mut self,
        line: u32,
        text: &str,
        sink: &mut dyn Sink,
    ) -> Result<(), Problem> {
        let weight = |found: &str| {
            Problem::error("weight-malformed")
                .at(line, 1)
                .found(found)
                .expected("a number of papers and a colon")
        };
        let (count, order) = text.split_once(':').ok_or_else(|| weight(text))?;
        let papers: u64 = count.trim().parse().map_err(|_| weight(count))?;
        if papers == 0 {
            return Err(weight(count));
        }
        self.order(order).map_err(|(at, problem)| {
            problem.at(line, column(text, text.len() - order.len() + at))
        })?;
        self.lines = self.lines.saturating_add(1);
        self.papers = self.papers.saturating_add(papers);
        let ranks = self.ranks.all();
        self.sorted.clear();
        self.sorted.extend_from_slice(ranks.options());
        sort(&mut self.sorted);
        let twice = self
            .sorted
            .windows(2)
            .any(|pair| pair.first() == pair.last());
        let short = crate::id::len32(self.sorted.len()) < self.alternatives;
        if self.other.is_none() && self.strict && !ranks.is_strict() {
            self.other = Some((line, "a tie"));
        }
        if self.other.is_none() && self.complete && short {
            self.other = Some((line, "an incomplete order"));
        }
        let ballot = Ballot {
            line,
            id: None,
            weight: Weight::Papers(papers),
            ranks,
        };
        let taken = if twice {
            sink.duplicate(ballot)
        } else {
            sink.ballot(ballot)
        };
        taken.map_err(|problem| problem.at(line, 1))
    }

    /// Reads the ranks into `ranks`; `Err` with the byte at fault.
    fn order(&mut self, order: &str) -> Result<(), (usize, Problem)> {
        self.ranks.clear();
        let bytes = order.as_bytes();
        // Whether a number must follow, whether braces are open, whether they hold a number.
        let (mut wanted, mut open, mut join) = (true, false, false);
        let mut at = 0;
        let malformed = |at: usize| {
            let found = order.get(at..).unwrap_or_default();
            let problem = Problem::error("order-malformed").found(found);
            (
                at,
                problem.expected("numbers separated by commas, ties in braces"),
            )
        };
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b' ' | b'\t' => {}
                b',' if !wanted => wanted = true,
                b'{' if wanted && !open => (open, join) = (true, false),
                b'}' if open && !wanted => (open, join) = (false, false),
                b'0'..=b'9' if wanted => {
                    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                        at += 1;
                    }
                    let text = order.get(start..at).unwrap_or_default();
                    let option = self.option(text).map_err(|problem| (start, problem))?;
                    if join {
                        self.ranks.join(option);
                    } else {
                        self.ranks.push(option);
                    }
                    (wanted, join) = (false, open);
                }
                _ => return Err(malformed(start)),
            }
        }
        let blank = self.ranks.len() == 0 && !order.contains(['{', ',']);
        if open || (wanted && !blank) {
            return Err(malformed(order.len()));
        }
        Ok(())
    }

    fn option(&self, digits: &str) -> Result<OptionId, Problem> {
        let number = digits.parse::<u32>().ok();
        let option = number.and_then(|number| number.checked_sub(1));
        option
            .filter(|option| *option < self.alternatives)
            .map(OptionId)
            .ok_or_else(|| {
                Problem::error("option-out-of-range")
                    .found(digits)
                    .expected(format!("1 to {}", self.alternatives))
            })
    }

    /// Holds the header's totals and data type against the orders.
    pub(super) fn finish(self, header: &Header, diagnostics: &mut Diagnostics) {
        let totals = [
            ("NUMBER VOTERS", self.papers),
            ("NUMBER UNIQUE ORDERS", self.lines),
        ];
        // Orders that could not be read are missing from the totals for a reason already given.
        let complete = !diagnostics.has_errors();
        for (key, counted) in totals.into_iter().filter(|_| complete) {
            if let Some((line, stated)) = header.number(key).filter(|(_, n)| *n != counted) {
                diagnostics.push(
                    Problem::warning("total-mismatch")
                        .at(line, 1)
                        .path(key)
                        .found(stated.to_string())
                        .expected(counted.to_string()),
                );
            }
        }
        if let Some((line, found)) = self.other {
            let word = header.get("DATA TYPE").unwrap_or_default();
            diagnostics.push(
                Problem::warning("data-type-mismatch")
                    .at(line, 1)
                    .found(found)
                    .expected(word),
            );
        }
    }
}
