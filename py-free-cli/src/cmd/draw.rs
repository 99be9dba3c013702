//! `isonomia draw`: rehearsals of a panel draw, and the verification of their transcripts.

use std::io::Write;
use std::path::Path;

use isonomia::draw::rehearsal::{self, Randomness, Rehearsal, dice_needed};
use isonomia::draw::{Finding, Verdict};
use isonomia::formats::{LoadOptions, Loaded, load};
use isonomia::json::Value;
use isonomia::lottery::Seed;
use isonomia::present::{self, Block, Shown, document, draw_check, draw_verdict};
use isonomia::problem::{Diagnostics, Problem};
use isonomia::report::SeedOrigin;
use isonomia::run::{Request, Work, count};

use crate::args::{DrawRun, DrawVerify};
use crate::input::{self, Beside, Files};
use crate::io::{self, Stop};
use crate::terminal::Ui;
use crate::threads::Threads;

/// Draws a panel and writes the transcript.
pub(crate) fn run(args: &DrawRun, ui: &Ui) -> Result<u8, Stop> {
    let entry = super::rule(&args.rule)?;
    entry.prepare(&args.set).map_err(Stop::Usage)?;
    let randomness = randomness(args, ui)?;
    if io::is_stdin(&args.people) && io::is_stdin(&args.categories) {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let (loaded, diagnostics) = pool(args)?;
    let name = io::name(&args.people);
    let request = Request {
        rule: Some(args.rule.clone()),
        params: args.set.clone(),
        ties: args.ties.as_ref().map(|ties| ties.0.clone()),
        ..Request::default()
    };
    let rehearsal = Rehearsal {
        purpose: args.purpose.clone(),
        randomness,
        request,
    };
    let progress = ui.progress(&name);
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let transcript = rehearsal::run(&rehearsal, &loaded, &diagnostics, &mut work)
        .map_err(|problems| input::in_file(problems, &name))?;
    drop(progress);
    ui.warnings(&diagnostics);

    let mut bytes = transcript.canonical();
    bytes.push(b'\n');
    let mut out = io::stdout();
    if let Some(path) = &args.out {
        io::write(path, &bytes, &[&args.people, &args.categories])?;
        let mut blocks = told_blocks(&rehearsal, &transcript, &loaded, &diagnostics, ui)?;
        let written = ui.say("cli.draw.written", &[("file", &io::name(path))]);
        blocks.push(Block::Para(written));
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
        // A line of its own, never wrapped: it is there to be copied.
        writeln!(out, "\n    {}", verify_command(args, path))?;
    } else {
        out.write_all(&bytes)?;
    }
    out.flush()?;
    Ok(0)
}

/// Dice or seed, as typed. Blanks between digits are ignored; dice that show 0, 7, 8 or 9 have
/// ten sides.
fn randomness(args: &DrawRun, ui: &Ui) -> Result<Randomness, Stop> {
    if let Some(seed) = args.seed {
        return Ok(Randomness::Operator(seed));
    }
    let digits = args.dice.as_deref().unwrap_or_default().chars();
    let digits: String = digits.filter(|c| !c.is_whitespace()).collect();
    let ten = || digits.contains(['0', '7', '8', '9']);
    let sides = args.sides.unwrap_or_else(|| if ten() { 10 } else { 6 });
    let faces = if sides == 10 { '0'..='9' } else { '1'..='6' };
    if let Some(wrong) = digits.chars().find(|digit| !faces.contains(digit)) {
        return Err(Stop::Usage(
            Problem::error("dice-digits")
                .path("--dice")
                .found(wrong.to_string())
                .expected(format!("digits {} to {}", faces.start(), faces.end())),
        ));
    }
    if digits.is_empty() {
        return Err(Stop::Usage(
            Problem::error("dice-few")
                .path("--dice")
                .found("0")
                .expected(dice_needed(sides).unwrap_or_default().to_string()),
        ));
    }
    let thrown = digits.len().to_string();
    let needed = dice_needed(sides).unwrap_or_default();
    if digits.len() < needed as usize {
        // Said at once, while more can still be thrown: `draw verify` finds it too late.
        ui.warning(&ui.say(
            "cli.draw.dice-few",
            &[
                ("n", &thrown),
                ("sides", &sides.to_string()),
                ("needed", &needed.to_string()),
            ],
        ));
    }
    Ok(Randomness::Dice {
        digits,
        sides,
        ceremony: args.ceremony.clone(),
    })
}

/// Reads the pool.
fn pool(args: &DrawRun) -> Result<(Loaded, Diagnostics), Stop> {
    let mut files = Files::open(&args.people, &beside(Some(&args.categories)))?;
    let options = LoadOptions {
        seats: Some(args.seats),
        columns: input::columns(&args.columns),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::new(&io::name(&args.people));
    let loaded = load(&mut files.sources(), &options, &mut diagnostics);
    match loaded.filter(|_| !diagnostics.has_errors()) {
        Some(loaded) => Ok((loaded, diagnostics)),
        None => Err(Stop::Problems(input::errors(diagnostics, &args.people))),
    }
}

/// The panel for people. The report in the transcript is data; what is
/// shown is counted with the seed that stands there.
fn told_blocks(
    rehearsal: &Rehearsal,
    transcript: &Value,
    loaded: &Loaded,
    diagnostics: &Diagnostics,
    ui: &Ui,
) -> Result<Vec<Block>, Stop> {
    let seed = transcript.get("seed").and_then(Value::as_str);
    let seed: Option<Seed> = seed.and_then(|seed| seed.parse().ok());
    let origin = match rehearsal.randomness {
        Randomness::Dice { .. } => SeedOrigin::Rehearsal,
        Randomness::Operator(_) => SeedOrigin::Operator,
    };
    let request = Request {
        seed: seed.map(|seed| (seed, origin)),
        ..rehearsal.request.clone()
    };
    let report = count(loaded, diagnostics, &request, &mut Work::default())?;
    let shown = Shown {
        report: &report,
        instance: &loaded.instance,
        title: "",
    };
    Ok(document(&shown, ui.lang))
}

/// The command that checks the transcript, as a shell reads it.
fn verify_command(args: &DrawRun, transcript: &Path) -> String {
    let [transcript, people, categories] =
        [transcript, &args.people, &args.categories].map(|path| quoted(&io::name(path)));
    format!("isonomia draw verify {transcript} --input {people} --categories {categories}")
}

/// A name as one word of a shell.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    // What begins with a dash would be read as an option.
    let dash = if name.starts_with('-') && name != "-" {
        "./"
    } else {
        ""
    };
    if !name.is_empty() && name.chars().all(plain) {
        format!("{dash}{name}")
    } else {
        format!("'{dash}{}'", name.replace('\'', r"'\''"))
    }
}

/// Checks a transcript.
pub(crate) fn verify(args: &DrawVerify, ui: &Ui) -> Result<u8, Stop> {
    let (people, categories) = match (args.input.as_slice(), &args.categories) {
        ([], None) => (None, None),
        ([people], categories) => (Some(people), categories.as_ref()),
        ([people, categories], None) => (Some(people), Some(categories)),
        _ => return Err(Stop::Usage(Problem::error("usage-draw-files"))),
    };
    let paths = [Some(&args.transcript), people, categories];
    let stdins = paths
        .into_iter()
        .flatten()
        .filter(|path| io::is_stdin(path));
    if stdins.count() > 1 {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let transcript = io::bytes(&args.transcript)?;
    let mut files = people
        .map(|people| Files::open(people, &beside(categories.map(std::path::PathBuf::as_path))))
        .transpose()?;
    let mut sources = files.as_mut().map(Files::sources);
    let mut work = Work {
        progress: None,
        executor: &Threads,
    };
    let verdict = rehearsal::verify(&transcript, sources.as_deref_mut(), &mut work);

    let mut out = io::stdout();
    if args.json {
        out.write_all(&verdict.to_value().canonical())?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(said(&verdict, ui).as_bytes())?;
    }
    out.flush()?;
    Ok(match verdict.verdict {
        Finding::Pass => 0,
        Finding::Fail => 1,
        Finding::Unproven => 2,
    })
}

/// The verdict as text. Checks are sentences, which a table would cut.
fn said(verdict: &Verdict, ui: &Ui) -> String {
    let mut out = String::new();
    for block in draw_verdict(verdict, ui.lang) {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Table(_) => out.push_str(&checks(verdict, ui)),
            block => out.push_str(&present::text(&[block], ui.style)),
        }
    }
    out
}

/// A line for each check: what was found, its title, and why.
fn checks(verdict: &Verdict, ui: &Ui) -> String {
    let mut out = String::new();
    for check in &verdict.checks {
        let title = ui.say(&format!("draw.check.{}", check.name), &[]);
        let first = format!("{:<10}", check.finding.word());
        let text = format!("{title}: {}", draw_check(check, ui.lang));
        out.push_str(&ui.hanging(&first, &text, first.len()));
    }
    out
}

/// The file of categories beside one of people.
fn beside(categories: Option<&Path>) -> Beside<'_> {
    Beside {
        categories,
        ..Beside::default()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    // POSIX, Shell Command Language, 2.2.2: nothing is special between single quotes.
    #[test]
    fn a_name_is_one_word_of_a_shell() {
        assert_eq!(
            quoted("samples/panel/people.csv"),
            "samples/panel/people.csv"
        );
        assert_eq!(quoted("my people.csv"), "'my people.csv'");
        assert_eq!(quoted("o'hara.csv"), r"'o'\''hara.csv'");
        assert_eq!(quoted("$(rm x).csv"), "'$(rm x).csv'");
        assert_eq!(quoted("-x.csv"), "./-x.csv");
        assert_eq!(quoted(""), "''");
    }
}
