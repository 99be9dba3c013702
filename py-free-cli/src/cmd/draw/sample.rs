//! `draw sample`: from a list or from numbers, by chance that is already there.
//!
//! Dice of a sample enter a seed as those of a ceremony do, with what is drawn in the place of the
//! manifest: `{"format":"isonomia/sample/1","ids":H("ids",..)|null,"k","label","n"}`.

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::hex;
use isonomia::draw::rehearsal::dice_needed;
use isonomia::draw::sample::{Sampled, by_numbers, numbers};
use isonomia::draw::{Finding, Trust, limits, verify};
use isonomia::json::Value;
use isonomia::lottery::samplers::{consistent, cryptorandom, rfc3797, rivest2011};
use isonomia::lottery::{Evidence, Seed, Source, ids_hash, manifest_hash};

use super::files;
use super::prove::document;
use super::say::{misuse, refuse, say};
use super::verify::sentence;
use crate::args::{DrawSample, Method};
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The label of a sample where none is given.
const LABEL: &str = "sample";

/// Draws a sample.
pub(super) fn run(args: &DrawSample, ui: &Ui) -> Result<u8, Stop> {
    let ids = match &args.ids {
        Some(path) => Some(files::ids(path, ui)?),
        None => None,
    };
    let ids: Option<Vec<&str>> = ids
        .as_ref()
        .map(|ids| ids.iter().map(String::as_str).collect());
    let of = ids
        .as_ref()
        .map(|ids| ids.len() as u64)
        .or(args.n)
        .unwrap_or_default();
    if u64::from(args.k) > of && !args.with_replacement {
        let words = [("k", &*args.k.to_string()), ("n", &of.to_string())];
        return Err(refuse(ui, "sample.many", &words));
    }
    if args.method == Method::DrawV1 {
        let (seed, origin) = seed(args, ids.as_deref(), of, ui)?;
        let label = args.label.as_deref().unwrap_or(LABEL);
        let sampled = match &ids {
            Some(ids) => by_numbers(ids, args.k, seed, label),
            None => numbers(of, args.k, seed, label),
        };
        let sampled = sampled?;
        return tell(args, &sampled, seed, &origin, ui);
    }
    foreign(args, ids.as_deref(), of, ui)
}

/// The seed, and the sentence that says where it comes from.
fn seed(args: &DrawSample, ids: Option<&[&str]>, of: u64, ui: &Ui) -> Result<(Seed, String), Stop> {
    if args.with_replacement {
        return Err(misuse(ui, "sample.replacement", &[]));
    }
    if let Some(seed) = args.seed {
        return Ok((
            seed,
            say(ui, "sample.operator", &[("seed", &seed.to_string())]),
        ));
    }
    if let Some(path) = &args.transcript {
        return of_transcript(path, ui);
    }
    if let Some(digits) = &args.dice {
        return of_dice(digits, args, ids, of, ui);
    }
    Err(misuse(ui, "sample.seed-text", &[]))
}

/// The seed of a transcript in which nothing is wrong.
fn of_transcript(path: &Path, ui: &Ui) -> Result<(Seed, String), Stop> {
    let bytes = io::bounded(path, limits::FILE_BYTES as u64)?;
    let verdict = verify(&bytes, &Trust::none(unicode_normalization::is_nfc));
    let file = io::name(path);
    if let Some(check) = verdict.checks.iter().find(|c| c.finding == Finding::Fail) {
        let (title, why) = sentence(check, ui);
        let words = [("file", file.as_str()), ("check", &title), ("why", &why)];
        return Err(refuse(ui, "sample.fails", &words));
    }
    let value = document(path, ui)?;
    let seed = value.get("derived").and_then(|derived| derived.get("seed"));
    let seed: Option<Seed> = seed
        .and_then(Value::as_str)
        .and_then(|seed| seed.parse().ok());
    let seed = seed.ok_or_else(|| files::field(path, "/derived/seed", ui))?;
    Ok((seed, say(ui, "sample.transcript", &[("file", &file)])))
}

/// The seed of dice, into which enters what is drawn.
fn of_dice(
    typed: &str,
    args: &DrawSample,
    ids: Option<&[&str]>,
    of: u64,
    ui: &Ui,
) -> Result<(Seed, String), Stop> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let sides = if digits.contains(['0', '7', '8', '9']) {
        10
    } else {
        6
    };
    let count = u32::try_from(digits.len()).unwrap_or(u32::MAX);
    let needed = dice_needed(sides).unwrap_or_default();
    if count < needed {
        let words = [
            ("n", &*count.to_string()),
            ("sides", &sides.to_string()),
            ("needed", &needed.to_string()),
        ];
        return Err(misuse(ui, "sample.dice-few", &words));
    }
    let source = Source::Dice {
        count,
        sides,
        ceremony: String::new(),
    };
    let drawn = Value::object([
        ("format", Value::from("isonomia/sample/1")),
        (
            "ids",
            ids.map_or(Value::Null, |ids| {
                Value::from(hex(&ids_hash(ids.iter().copied())))
            }),
        ),
        ("k", Value::from(args.k)),
        ("label", Value::from(args.label.as_deref().unwrap_or(LABEL))),
        ("n", Value::from(of.to_string())),
    ]);
    let digest = source.digest(0, &Evidence::Digits(digits.clone()));
    let digest = digest.map_err(|_| misuse(ui, "sample.dice-digits", &[]))?;
    let seed = Seed::combine(&manifest_hash(&drawn), &[digest]);
    Ok((seed, say(ui, "sample.dice", &[("digits", &digits)])))
}

fn tell(
    args: &DrawSample,
    sampled: &Sampled,
    seed: Seed,
    origin: &str,
    ui: &Ui,
) -> Result<u8, Stop> {
    let mut out = io::stdout();
    if args.json {
        let mut value = sampled.to_value();
        if let Value::Object(fields) = &mut value {
            fields.insert("origin".to_owned(), Value::from(origin));
            fields.insert("seed".to_owned(), Value::from(seed.to_string()));
        }
        out.write_all(&files::line(&value))?;
    } else {
        out.write_all(ui.hanging("", origin, 0).as_bytes())?;
        let words = [
            ("k", &*args.k.to_string()),
            ("n", &sampled.of.to_string()),
            ("label", &sampled.label),
        ];
        writeln!(out, "{}", say(ui, "sample.drawn", &words))?;
        for drawn in &sampled.drawn {
            // People count from 1, the sampler from 0.
            let place = drawn.index + 1;
            if drawn.id.is_empty() {
                writeln!(out, "{place}")?;
            } else {
                writeln!(out, "{}", drawn.id)?;
            }
        }
    }
    out.flush()?;
    Ok(0)
}

/// The methods of others, as they do it: for repeating what was drawn with them.
fn foreign(args: &DrawSample, ids: Option<&[&str]>, of: u64, ui: &Ui) -> Result<u8, Stop> {
    let seed = match (&args.seed_text, &args.dice) {
        (Some(text), _) | (None, Some(text)) => text.as_str(),
        _ => return Err(misuse(ui, "sample.needs-text", &[])),
    };
    let k = u64::from(args.k);
    let again = args.with_replacement;
    let refused = |error: &dyn std::fmt::Display| {
        refuse(ui, "sample.method", &[("found", &error.to_string())])
    };
    let places: Vec<u64> = match args.method {
        Method::Rfc3797 => {
            let (Ok(of), Ok(k), false) = (u16::try_from(of), u16::try_from(k), again) else {
                return Err(misuse(ui, "sample.rfc3797", &[]));
            };
            let rows = rfc3797::select(seed, of, k).map_err(|error| refused(&error))?;
            rows.iter().map(|row| u64::from(row.selected)).collect()
        }
        Method::Cryptorandom => {
            let mut generator = cryptorandom::Generator::new(seed);
            if again {
                let draws = (0..k).map(|_| generator.randint(1, of + 1));
                draws
                    .collect::<Result<_, _>>()
                    .map_err(|error| refused(&error))?
            } else {
                let drawn = generator.sample_by_index(of, k);
                drawn.map_err(|error| refused(&error))?
            }
        }
        Method::Rivest2011 if again => {
            rivest2011::with_replacement(seed, 1, of, k).map_err(|error| refused(&error))?
        }
        Method::Rivest2011 => {
            let drawn = rivest2011::without_replacement(seed, 1, of, k);
            drawn.map_err(|error| refused(&error))?.0
        }
        Method::Consistent => {
            let Some(ids) = ids else {
                return Err(misuse(ui, "sample.needs-ids", &[]));
            };
            let tickets = if again {
                consistent::with_replacement(seed, ids, args.k)
            } else {
                consistent::without_replacement(seed, ids)
            };
            let tickets = tickets.map_err(|error| refused(&error))?;
            let drawn = tickets.iter().take(args.k as usize);
            let place = |id: &str| ids.iter().position(|known| *known == id);
            drawn
                .filter_map(|ticket| Some(place(&ticket.id)? as u64 + 1))
                .collect()
        }
        Method::DrawV1 => Vec::new(),
    };
    let id = |place: u64| {
        let at = usize::try_from(place).ok()?.checked_sub(1)?;
        ids?.get(at).copied()
    };
    let mut out = io::stdout();
    if args.json {
        let rows = places.iter().map(|place| {
            let number = i64::try_from(*place).map_or(Value::Null, Value::Int);
            match id(*place) {
                Some(id) => Value::object([("id", Value::from(id)), ("number", number)]),
                None => Value::object([("number", number)]),
            }
        });
        let whole = Value::object([
            ("drawn", Value::Array(rows.collect())),
            ("origin", Value::from(say(ui, "sample.foreign", &[]))),
        ]);
        out.write_all(&files::line(&whole))?;
    } else {
        out.write_all(
            ui.hanging("", &say(ui, "sample.foreign", &[]), 0)
                .as_bytes(),
        )?;
        for place in &places {
            match id(*place) {
                Some(id) => writeln!(out, "{id}")?,
                None => writeln!(out, "{place}")?,
            }
        }
    }
    out.flush()?;
    Ok(0)
}
