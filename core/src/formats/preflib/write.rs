//! The writer.

use std::io::{self, Write};

use crate::ballot::BallotKind;
use crate::formats::blt::Ranks;
use crate::formats::{ConvertError, Document, Loaded};
use crate::id::{OptionId, len32};
use crate::instance::Instance;
use crate::problem::Problem;

/// Writes a file that was read: the header line by line, then the orders.
pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let Document::PrefLib(file) = document else {
        return Err(io::Error::other("not a PrefLib document"));
    };
    for (key, value) in &file.header {
        match value {
            Some(value) => writeln!(out, "# {key}: {value}")?,
            None => writeln!(out, "# {key}")?,
        }
    }
    for ballot in file.orders.ballots() {
        let ranks: Vec<&[OptionId]> = Ranks::iter(ballot.ranks).collect();
        write_order(ballot.weight.papers(), &ranks, out)?;
    }
    Ok(())
}

/// Writes what counts of a contest of rankings for one place: one line a class.
pub(super) fn export(loaded: &Loaded, out: &mut dyn Write) -> Result<(), ConvertError> {
    let refused = |found: &str| {
        Problem::error("format-cannot-express")
            .path("to")
            .found(found)
            .expected("rankings for one seat, no weights, blank ranks or withdrawn options")
    };
    let Instance::Contest(contest) = &loaded.instance else {
        return Err(refused(loaded.instance.kind()).into());
    };
    let (profile, options) = (&contest.profile, &contest.options);
    let faults = [
        (profile.kind() != BallotKind::Ranking, profile.kind().word()),
        (contest.seats != 1, "several seats"),
        (profile.is_weighted(), "weights"),
        (profile.has_blank_ranks(), "blank ranks"),
        (
            options.all().any(|o| options.is_withdrawn(o)),
            "withdrawn options",
        ),
        (!loaded.declared.given.is_empty(), "decisions on ties"),
    ];
    if let Some((_, found)) = faults.into_iter().find(|(fault, _)| *fault) {
        return Err(refused(found).into());
    }
    let one_line = |text: &str| !text.contains(['\n', '\r']) && text.trim() == text;
    let mut texts = options
        .all()
        .map(|o| options.id(o))
        .chain([loaded.declared.title.as_str()]);
    if let Some(text) = texts.find(|text| !one_line(text)) {
        return Err(refused(text).into());
    }
    let complete = profile
        .classes()
        .all(|class| len32(class.options().count()) == options.len());
    let kind = match (profile.has_equal_ranks(), complete) {
        (false, true) => "soc",
        (false, false) => "soi",
        (true, true) => "toc",
        (true, false) => "toi",
    };
    writeln!(out, "# TITLE: {}", loaded.declared.title)?;
    writeln!(out, "# DATA TYPE: {kind}")?;
    writeln!(out, "# NUMBER ALTERNATIVES: {}", options.len())?;
    writeln!(out, "# NUMBER VOTERS: {}", profile.papers())?;
    writeln!(out, "# NUMBER UNIQUE ORDERS: {}", profile.len())?;
    for option in options.all() {
        let number = option.0.saturating_add(1);
        writeln!(out, "# ALTERNATIVE NAME {number}: {}", options.id(option))?;
    }
    for class in profile.classes() {
        let ranks = class.ranks();
        let ranks: Vec<&[OptionId]> = ranks.iter().map(Vec::as_slice).collect();
        write_order(class.papers, &ranks, out)?;
    }
    Ok(())
}

fn write_order(papers: u64, ranks: &[&[OptionId]], out: &mut dyn Write) -> io::Result<()> {
    let mut line = format!("{papers}: ");
    for (at, rank) in ranks.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let numbers = rank
            .iter()
            .map(|option| option.0.saturating_add(1).to_string());
        let numbers: Vec<String> = numbers.collect();
        match numbers.as_slice() {
            [one] => line.push_str(one),
            several => line.extend(["{", &several.join(","), "}"]),
        }
    }
    writeln!(out, "{}", line.trim_end())
}
