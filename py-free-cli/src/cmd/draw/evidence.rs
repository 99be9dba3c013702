//! `draw reveal`, `draw dice`, `draw list`: what parties, dice and published results gave.

use std::io::Write as _;

use isonomia::draw::due::{is_direct, star};
use isonomia::draw::schema::Source;

use super::ceremony::Open;
use super::say::{refuse, say};
use super::{commit, seal};
use crate::args::{DrawDice, DrawList, DrawReveal};
use crate::clock;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// `draw reveal`
pub(super) fn reveal(args: &DrawReveal, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.folder, ui)?;
    for path in &args.secrets {
        let (party, secret) = commit::secret(path, ui)?;
        if open.ceremony.reveal(&secret).is_err() {
            let args = [("file", &*io::name(path)), ("party", party.as_str())];
            return Err(refuse(ui, "reveal.unknown", &args));
        }
        let mut sources = open.ceremony.manifest().sources.iter();
        let by = sources.find_map(|source| match source {
            Source::CommitReveal {
                party: name,
                reveal_by,
                ..
            } if *name == party => Some(*reveal_by),
            _ => None,
        });
        if let Some(by) = by.filter(|by| clock::now() > by.unix()) {
            let args = [("party", party.as_str()), ("time", &by.to_string())];
            ui.warning(&say(ui, "reveal.late", &args));
        }
    }
    done(&open, ui)
}

/// `draw dice`
pub(super) fn dice(args: &DrawDice, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.folder, ui)?;
    let digits = args.digits.concat();
    let mut sources = open.ceremony.manifest().sources.iter();
    let announced = sources.find_map(|source| match source {
        Source::Dice { count, sides, .. } => Some((*count, *sides)),
        _ => None,
    });
    if let Some((count, sides)) = announced {
        shown(&digits, count, sides, ui)?;
    }
    let added = open.ceremony.dice(&digits);
    added?;
    done(&open, ui)
}

/// As many digits as dice were announced, each of which they can show.
fn shown(digits: &str, count: i64, sides: i64, ui: &Ui) -> Result<(), Stop> {
    let range = if sides == 6 { '1'..='6' } else { '0'..='9' };
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let other = digits.iter().position(|sign| !range.contains(sign));
    if let Some((at, sign)) = other.and_then(|at| Some((at, digits.get(at)?))) {
        let words = [
            ("sign", &*sign.to_string()),
            ("place", &(at + 1).to_string()),
            ("least", &range.start().to_string()),
            ("most", &range.end().to_string()),
        ];
        return Err(refuse(ui, "dice.sign", &words));
    }
    if i64::try_from(digits.len()) != Ok(count) {
        let words = [
            ("n", &*digits.len().to_string()),
            ("wanted", &count.to_string()),
        ];
        return Err(refuse(ui, "dice.count", &words));
    }
    Ok(())
}

/// `draw list`
pub(super) fn list(args: &DrawList, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.folder, ui)?;
    let mut sources = open.ceremony.manifest().sources.iter().enumerate();
    let found = sources.find_map(|(place, source)| match source {
        Source::Rfc3797List { items, .. } => Some((place, items.clone())),
        _ => None,
    });
    let Some((place, items)) = found else {
        return Err(refuse(ui, "list.none", &[]));
    };
    if items.len() != args.values.len() {
        let args = [
            ("n", &*args.values.len().to_string()),
            ("wanted", &items.len().to_string()),
            ("items", &items.join("; ")),
        ];
        return Err(refuse(ui, "list.count", &args));
    }
    let mut lists = Vec::new();
    for text in &args.values {
        let numbers = text.split([',', ' ', ';', '.']).map(str::trim);
        let numbers = numbers.filter(|number| !number.is_empty());
        // Smaller than 2^53, as JSON has them.
        let read = |number: &str| {
            number
                .parse::<i64>()
                .ok()
                .filter(|n| (0..1 << 53).contains(n))
        };
        let numbers: Option<Vec<i64>> = numbers.map(read).collect();
        let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else {
            return Err(refuse(ui, "list.number", &[("found", text)]));
        };
        lists.push(numbers);
    }
    let added = open.ceremony.values(place, lists);
    added?;
    done(&open, ui)
}

/// Saves, and says what is to be noted down or is still missing.
fn done(open: &Open, ui: &Ui) -> Result<u8, Stop> {
    open.save()?;
    let manifest = open.ceremony.manifest();
    let beacon = star(manifest);
    let witnessed =
        |source: &Source| matches!(source, Source::Dice { .. } | Source::Rfc3797List { .. });
    let mut out = io::stdout();
    match open.ceremony.reveals_hash() {
        Some(hash) if manifest.sources.iter().any(witnessed) => {
            let key = if is_direct(manifest) {
                "reveals.direct"
            } else {
                "reveals.hash"
            };
            let text = say(ui, key, &[("time", &beacon.to_string())]);
            out.write_all(ui.hanging("", &text, 0).as_bytes())?;
            writeln!(out, "\n    {}\n", seal::grouped(&hash))?;
        }
        Some(_) => writeln!(out, "{}", say(ui, "reveals.whole", &[]))?,
        None => writeln!(out, "{}", say(ui, "reveals.missing", &[]))?,
    }
    out.flush()?;
    if !is_direct(manifest) && clock::now() > beacon.unix() {
        ui.warning(&say(ui, "reveals.late", &[("time", &beacon.to_string())]));
    }
    Ok(0)
}
