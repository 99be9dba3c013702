//! The writer: what was read is written back so that it reads equal.

use std::io::{self, Write};

use super::names::unquote;
use super::{Ballot, Blt, Head, RankStore, Weight};
use crate::ballot::BallotKind;
use crate::formats::{ConvertError, Loaded};
use crate::id::{ClassId, OptionId};
use crate::instance::{Contest, Instance};
use crate::num::Decimal;
use crate::problem::Problem;

/// Writes a file that was read, ballot by ballot, with short names where it had them.
pub(super) fn write(blt: &Blt, out: &mut dyn Write) -> io::Result<()> {
    write_start(&blt.head, out)?;
    let mut line = String::new();
    for ballot in blt.written.ballots() {
        line.clear();
        push_ballot(&ballot, &blt.head.nicks, &mut line);
        out.write_all(line.as_bytes())?;
    }
    write_end(&blt.head, out)
}

/// Writes what counts of any contest of rankings: one line a class of equal ballots.
pub(super) fn export(loaded: &Loaded, out: &mut dyn Write) -> Result<(), ConvertError> {
    let Instance::Contest(contest) = &loaded.instance else {
        return Err(cannot("an instance that is no contest").into());
    };
    if contest.profile.kind() != BallotKind::Ranking {
        return Err(cannot(contest.profile.kind().word()).into());
    }
    let head = head_of(contest, loaded)?;
    write_start(&head, out)?;
    let (mut line, mut ranks) = (String::new(), RankStore::default());
    for class in 0..contest.profile.len() {
        let class = contest.profile.class(ClassId(class));
        ranks.clear();
        for rank in class.ranks() {
            match rank.split_first() {
                None => ranks.skip(),
                Some((first, rest)) => {
                    ranks.push(*first);
                    for option in rest {
                        ranks.join(*option);
                    }
                }
            }
        }
        let scale = contest.profile.weight_scale();
        let one = class.weight == scale.one();
        let weight = if one {
            Weight::Papers(class.papers)
        } else {
            let units = class.weight;
            Weight::One(Decimal { units, scale })
        };
        line.clear();
        let written = Ballot {
            line: 0,
            id: None,
            weight,
            ranks: ranks.all(),
        };
        push_ballot(&written, &[], &mut line);
        // A weight and a number of papers do not fit one line.
        let repeats = if one { 1 } else { class.papers };
        if repeats > MAX_REPEATS {
            return Err(cannot(&format!("{repeats} papers of a weight other than 1")).into());
        }
        for _ in 0..repeats {
            out.write_all(line.as_bytes())?;
        }
    }
    Ok(write_end(&head, out)?)
}

/// The most equal weighted papers that are written out one by one.
const MAX_REPEATS: u64 = 1_000_000;

fn cannot(found: &str) -> Problem {
    Problem::error("format-cannot-express")
        .path("to")
        .found(found)
        .expected("a contest of rankings, names of one line")
}

fn head_of(contest: &Contest, loaded: &Loaded) -> Result<Head, Problem> {
    let options = &contest.options;
    let names: Vec<String> = options.all().map(|o| options.id(o).to_owned()).collect();
    if let Some(name) = names.iter().find(|name| quote(name).is_none()) {
        return Err(cannot(name));
    }
    let title = loaded.declared.title.clone();
    if quote(&title).is_none() {
        return Err(cannot(&title));
    }
    Ok(Head {
        candidates: options.len(),
        seats: contest.seats,
        withdrawn: options.all().filter(|o| options.is_withdrawn(*o)).collect(),
        ties: loaded.declared.given.clone(),
        names,
        title,
        ..Head::default()
    })
}

fn write_start(head: &Head, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}", head.candidates, head.seats)?;
    if !head.nicks.is_empty() {
        writeln!(out, "[nick {}]", head.nicks.join(" "))?;
    }
    for option in &head.withdrawn {
        writeln!(out, "-{}", option.0.saturating_add(1))?;
    }
    for order in &head.ties {
        let mut text = String::from("[tie");
        for option in order {
            text.push(' ');
            push_option(*option, &head.nicks, &mut text);
        }
        writeln!(out, "{text}]")?;
    }
    for setting in &head.settings {
        writeln!(out, "[{}]", setting.join(" "))?;
    }
    Ok(())
}

fn push_ballot(ballot: &Ballot<'_>, nicks: &[String], line: &mut String) {
    match (ballot.id, ballot.weight) {
        (Some(id), _) => line.extend(["(", id, ")"]),
        (None, Weight::Papers(papers)) => line.push_str(&papers.to_string()),
        (None, Weight::One(weight)) => line.push_str(&weight.to_string()),
    }
    for rank in ballot.ranks.iter() {
        line.push(' ');
        if rank.is_empty() {
            line.push('-');
        }
        for (at, option) in rank.iter().enumerate() {
            if at > 0 {
                line.push('=');
            }
            push_option(*option, nicks, line);
        }
    }
    line.push_str(" 0\n");
}

fn push_option(option: OptionId, nicks: &[String], text: &mut String) {
    match nicks.get(crate::id::ix(option.0)) {
        Some(nick) => text.push_str(nick),
        None => text.push_str(&option.0.saturating_add(1).to_string()),
    }
}

fn write_end(head: &Head, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "0")?;
    for name in head.names.iter().chain([&head.title]) {
        writeln!(out, "{}", quote(name).unwrap_or_default())?;
    }
    for note in &head.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

/// A name as it is written: in quotation marks, its own doubled where they must be, or bare
/// where it cannot be read back from them. `None` where it cannot be written at all.
fn quote(name: &str) -> Option<String> {
    if name.contains('\n') {
        return None;
    }
    let quoted = [
        format!("\"{name}\""),
        format!("\"{}\"", name.replace('"', "\"\"")),
    ];
    let bare = (!name.is_empty() && !name.starts_with('#')).then(|| name.to_owned());
    let reads_back =
        |text: &String| text.trim_ascii() == text && unquote(text).as_deref() == Some(name);
    quoted.into_iter().chain(bare).find(reads_back)
}
