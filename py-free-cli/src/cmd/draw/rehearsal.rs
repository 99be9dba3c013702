//! `draw run --rehearsal`: a panel at once, without a ceremony; and what checks it.

use std::io::Write;
use std::path::Path;

use isonomia::draw::rehearsal::{self, Randomness, Rehearsal, dice_needed};
use isonomia::formats::Loaded;
use isonomia::json::Value;
use isonomia::lottery::Seed;
use isonomia::present::{self, Block, Shown, document};
use isonomia::problem::{Diagnostics, Problem};
use isonomia::report::SeedOrigin;
use isonomia::run::{Request, Work, count};

use super::plan::RULE;
use super::say::misuse;
use super::shell::quoted;
use crate::args::DrawRun;
use crate::input::{self, Beside};
use crate::io::{self, Stop};
use crate::pool::{self, PoolRead};
use crate::terminal::Ui;
use crate::threads::Threads;

/// Draws a panel and writes the transcript.
pub(super) fn run(args: &DrawRun, ui: &Ui) -> Result<u8, Stop> {
    let rule = args.rule.as_deref();
    let chosen = crate::cmd::drawing(&args.columns, rule, Some(RULE), &args.set, ui)?;
    let (rule, params) = chosen.map_or((None, Vec::new()), |(rule, params)| (Some(rule), params));
    let (Some(categories), Some(seats)) = (&args.categories, args.seats) else {
        return Err(misuse(ui, "rehearsal.words", &[]));
    };
    if args.dice.is_none() && args.seed.is_none() {
        return Err(misuse(ui, "rehearsal.chance", &[]));
    }
    let randomness = randomness(args, ui)?;
    let people = &args.target;
    let PoolRead {
        loaded,
        diagnostics,
    } = pool::read_files(people, Some(categories), Some(seats), &args.columns)?;
    let name = io::name(people);
    let request = Request {
        rule: rule.map(|rule| rule.meta.id.to_owned()),
        params,
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
        io::write(path, &bytes, &[people, categories])?;
        let mut blocks = told_blocks(&rehearsal, &transcript, &loaded, &diagnostics, ui)?;
        let written = ui.say("cli.draw.written", &[("file", &io::name(path))]);
        blocks.push(Block::Para(written));
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
        // A line of its own, never wrapped: it is there to be copied.
        writeln!(
            out,
            "\n    {}",
            verify_command([path.as_path(), people, categories])
        )?;
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
fn verify_command(paths: [&Path; 3]) -> String {
    let [transcript, people, categories] = paths.map(|path| quoted(&io::name(path)));
    format!("isonomia draw verify {transcript} --input {people} --categories {categories}")
}

/// The file of categories beside one of people.
pub(super) fn beside(categories: Option<&Path>) -> Beside<'_> {
    Beside {
        categories,
        ..Beside::default()
    }
}
