//! PrefLib: orders over alternatives, strict or with ties, complete or not.
//!
//! ```text
//! # TITLE: A town                  header: key and value
//! # DATA TYPE: toi                 soc, soi: strict; toc, toi: with ties; soc, toc: complete
//! # NUMBER ALTERNATIVES: 3
//! # NUMBER VOTERS: 17
//! # NUMBER UNIQUE ORDERS: 2
//! # ALTERNATIVE NAME 1: Ada        one for each; names are the ids of options
//! 12: 1,{2,3}                      twelve papers: 1, then 2 and 3 equal
//! 5: 3
//! ```
//!
//! Totals and a data type that the orders contradict are warnings: the orders are what was cast.
//! An order that names an alternative twice is an invalid ballot and listed. PrefLib knows no
//! seats: there is one, unless the caller says otherwise.
//!
//! Source: preflib.org/format (data types soc, soi, toc, toi), read together with its files.

mod header;
mod orders;
mod write;

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::blt::{Count, Keep, Sink, Written};
use super::lines::{Lines, Stop};
use super::{Declared, Document, Draft, Files, Format, LoadOptions, Peek, Role};
use crate::ballot::Limits;
use crate::instance::{Contest, Instance, Options};
use crate::problem::{Diagnostics, Problem};
use header::Header;
use orders::Orders;

/// The row of this format.
pub(super) const FORMAT: Format = Format {
    id: "preflib",
    name: "PrefLib",
    extensions: &["soc", "soi", "toc", "toi"],
    doc: "orders over alternatives, strict or with ties, complete or not (preflib.org)",
    kinds: &["contest"],
    sniff,
    load,
    read: Some(read),
    write: Some(write::write),
    export: Some(write::export),
};

/// A PrefLib file with nothing lost but blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrefLib {
    /// Lines of the header in order: key, and value where there is one.
    pub header: Vec<(String, Option<String>)>,
    orders: Written,
}

/// A comment of the header that only this format has.
fn sniff(peek: &Peek<'_>) -> bool {
    let lines = peek.head.split(|byte| *byte == b'\n').take(100);
    let mut header = lines
        .filter_map(|line| std::str::from_utf8(line).ok())
        .take_while(|line| line.trim().is_empty() || line.starts_with('#'));
    header.any(|line| {
        let key = line.trim_start_matches('#').trim_start();
        ["NUMBER ALTERNATIVES:", "DATA TYPE:"]
            .iter()
            .any(|word| key.starts_with(word))
    })
}

/// Feeds the orders to a sink.
fn parse(
    files: &mut Files<'_>,
    sink: &mut dyn Sink,
    diagnostics: &mut Diagnostics,
) -> Option<Header> {
    let file: &mut dyn BufRead = files.of(Role::Main)?;
    let mut lines = Lines::new(file);
    let mut header = Header::default();
    let mut orders: Option<Orders> = None;
    let mut number = 0u32;
    loop {
        let line = match lines.next(diagnostics) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(Stop) => return None,
        };
        number = number.saturating_add(1);
        if let Some(comment) = line.strip_prefix('#') {
            if orders.is_some() && header::is_binding(comment) {
                let problem = Problem::error("header-late")
                    .at(number, 1)
                    .found(comment.trim());
                diagnostics.push(problem.expected("all of the header before the first order"));
            } else {
                header.line(number, comment, diagnostics);
            }
        } else if !line.trim_ascii().is_empty() {
            if orders.is_none() {
                header.close(number, diagnostics)?;
                sink.start(header.alternatives);
            }
            let orders = orders.get_or_insert_with(|| Orders::new(&header));
            if let Err(problem) = orders.line(number, line, sink) {
                diagnostics.push(problem);
            }
        }
    }
    if let Some(orders) = orders {
        orders.finish(&header, diagnostics);
    } else {
        header.close(number, diagnostics)?;
        sink.start(header.alternatives);
        diagnostics.push(Problem::warning("no-votes").at(number, 1));
    }
    Some(header)
}

fn load(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let mut count = Count::default();
    let header = parse(files, &mut count, diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let mut options = Options::new();
    for (_, name) in header.names.values() {
        // Equal names were reported with the header.
        options.push(name, name).ok()?;
    }
    let (profile, invalid, papers) = count.finish();
    Some(Draft {
        instance: Instance::Contest(Contest {
            options,
            profile,
            seats: asked.seats.unwrap_or(1),
            limits: Limits {
                equal_ranks: true,
                ..Limits::default()
            },
        }),
        declared: Declared {
            title: header.get("TITLE").unwrap_or_default().to_owned(),
            ..Declared::default()
        },
        invalid,
        papers,
        map: None,
    })
}

fn read(
    files: &mut Files<'_>,
    _asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut keep = Keep::default();
    let header = parse(files, &mut keep, diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    Some(Document::PrefLib(Box::new(PrefLib {
        header: header.lines,
        orders: keep.finish(),
    })))
}
