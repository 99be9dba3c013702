//! What a verifier would call FAIL, found while it can still be mended.

use super::{Holders, Request};
use crate::digest::{hex, unhex};
use crate::draw::due::{deadline, is_direct, star};
use crate::draw::rehearsal::dice_needed;
use crate::draw::schema::{Manifest, Op, Source};
use crate::draw::time::Time;
use crate::json::Value;
use crate::lottery::{beacon, signature};
use crate::problem::Problem;
use crate::sort::sort;

/// What the schema and the profile of JSON refuse: one reading, normal form C, lengths.
pub(super) fn text(manifest: &Manifest, nfc: fn(&str) -> bool) -> Vec<Problem> {
    let value = manifest.to_value();
    let mut problems = Vec::new();
    not_nfc(&value, "", nfc, &mut problems);
    if let Err(error) = Manifest::from_value(&value) {
        problems.push(
            Problem::error("draw-field")
                .path(&error.pointer)
                .expected(error.expected),
        );
    }
    problems
}

fn not_nfc(value: &Value, pointer: &str, nfc: fn(&str) -> bool, problems: &mut Vec<Problem>) {
    match value {
        Value::Str(text) if !nfc(text) => {
            problems.push(Problem::error("draw-not-nfc").path(pointer).found(text));
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                not_nfc(item, &format!("{pointer}/{at}"), nfc, problems);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                not_nfc(item, &format!("{pointer}/{key}"), nfc, problems);
            }
        }
        _ => {}
    }
}

/// Ids of tickets: distinct, and texts that the schema takes.
pub(super) fn tickets(request: &Request, nfc: fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut total = 0_usize;
    for tickets in &request.tickets {
        let Holders::Ids(ids) = &tickets.holders else {
            continue;
        };
        let wrong = |code| Problem::error(code).path(tickets.label.as_str());
        if ids.is_empty() {
            problems.push(wrong("draw-ids"));
        }
        total = total.saturating_add(ids.len());
        if let Some(id) = ids
            .iter()
            .find(|id| !crate::draw::schema::is_id(id) || !nfc(id))
        {
            problems.push(wrong("draw-id").found(id));
        }
        let mut sorted: Vec<&String> = ids.iter().collect();
        sort(&mut sorted);
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            problems.push(wrong("draw-id-twice").found(twice[0]));
        }
    }
    let most = crate::draw::limits::IDS;
    if total > most {
        let problem = Problem::error("draw-ids-many").found(total.to_string());
        problems.push(problem.expected(most.to_string()));
    }
    problems
}

/// A transcript that is larger than a verifier reads: tickets and samples of too many.
pub(super) fn size(request: &Request, pool: usize) -> Vec<Problem> {
    // `["id","64 hex digits"],` in the results and `"id",` before them; a number and its comma.
    const TICKET: usize = 74;
    const NUMBER: usize = 9;
    // Manifest, notes, proofs and the panel: notes and proofs may be 40 times 16 KiB.
    const REST: usize = 2 << 20;
    let mut bytes = REST;
    for tickets in &request.tickets {
        let of_ids = match &tickets.holders {
            Holders::Ids(ids) => ids.iter().map(|id| 2 * id.len() + TICKET).sum(),
            Holders::People => pool.saturating_mul(128 + TICKET),
        };
        bytes = bytes.saturating_add(of_ids);
    }
    for (_, k) in &request.samples {
        bytes = bytes.saturating_add(crate::id::ix(*k).saturating_mul(NUMBER));
    }
    let most = crate::draw::limits::FILE_BYTES;
    if bytes <= most {
        return Vec::new();
    }
    let problem = Problem::error("draw-too-large").found(bytes.to_string());
    vec![problem.expected(most.to_string())]
}

/// Sources, times, draws and attempts.
pub(super) fn manifest(manifest: &Manifest) -> Vec<Problem> {
    let mut problems = Vec::new();
    sources(manifest, &mut problems);
    times(manifest, &mut problems);
    draws(manifest, &mut problems);
    if (manifest.attempt == 1) != manifest.supersedes.is_none() {
        problems.push(Problem::error("draw-attempt").found(manifest.attempt.to_string()));
    }
    problems
}

/// "no chain, party, key or commitment twice; one dice; organiser's key is no party"
fn sources(manifest: &Manifest, problems: &mut Vec<Problem>) {
    let mut seen: Vec<String> = Vec::new();
    let mut once = |kind: &str, what: String, problems: &mut Vec<Problem>| {
        let key = format!("{kind} {what}");
        if seen.contains(&key) {
            problems.push(Problem::error("draw-source-twice").path(kind).found(what));
        }
        seen.push(key);
    };
    let organiser = &manifest.organiser.key;
    if !signature::is_key(organiser) {
        problems.push(Problem::error("draw-key").path("organiser"));
    }
    for source in &manifest.sources {
        match source {
            Source::Drand { chain_hash, .. } => once("drand", hex(chain_hash), problems),
            Source::Dice { count, sides, .. } => {
                once("dice", String::new(), problems);
                let needed = u32::try_from(*sides).ok().and_then(dice_needed);
                match needed {
                    None => problems.push(
                        Problem::error("draw-dice-sides")
                            .found(sides.to_string())
                            .expected("10, 6"),
                    ),
                    Some(needed) if !is_direct(manifest) && *count < i64::from(needed) => problems
                        .push(
                            Problem::error("dice-few")
                                .found(count.to_string())
                                .expected(needed.to_string()),
                        ),
                    Some(_) => {}
                }
            }
            Source::CommitReveal {
                party,
                key,
                commitment,
                ..
            } => {
                once("party", party.clone(), problems);
                once("commitment", hex(commitment), problems);
                if let Some(key) = key {
                    once("key", hex(key), problems);
                    if key == organiser {
                        problems.push(Problem::error("draw-organiser-is-party").found(party));
                    }
                    if !signature::is_key(key) {
                        problems.push(Problem::error("draw-key").path(party));
                    }
                }
            }
            Source::Rfc3797List { items, .. } => {
                if items.is_empty() {
                    problems.push(Problem::error("draw-list-items"));
                }
            }
        }
    }
}

/// "reveal_by ≤ T*−margin", "ready_by < T*", "not-before: valid, time < T*".
fn times(manifest: &Manifest, problems: &mut Vec<Problem>) {
    let (latest, star) = (deadline(manifest), star(manifest));
    for source in &manifest.sources {
        match source {
            Source::CommitReveal {
                party, reveal_by, ..
            } if *reveal_by > latest => problems.push(
                Problem::error("draw-reveal-late")
                    .path(party)
                    .found(reveal_by.to_string())
                    .expected(latest.to_string()),
            ),
            Source::Rfc3797List { ready_by, .. } if *ready_by >= star => problems.push(
                Problem::error("draw-ready-late")
                    .found(ready_by.to_string())
                    .expected(star.to_string()),
            ),
            _ => {}
        }
    }
    let Some(quoted) = &manifest.not_before_beacon else {
        return;
    };
    let chain = beacon::pinned(&quoted.chain_hash);
    let previous = quoted.previous_signature.as_deref().map(unhex).transpose();
    let holds = match (chain, unhex(&quoted.signature), previous) {
        (Some(chain), Ok(signature), Ok(previous)) => chain
            .verify(quoted.round, previous.as_deref(), &signature)
            .is_ok(),
        _ => false,
    };
    let time = chain.and_then(|chain| Time::from_unix(chain.time_of(quoted.round)?));
    if !holds {
        problems.push(Problem::error("draw-not-before").found(quoted.round.to_string()));
    } else if time.is_none_or(|time| time >= star) {
        let time = time.map_or_else(String::new, |time| time.to_string());
        let problem = Problem::error("draw-not-before-late").found(time);
        problems.push(problem.expected(star.to_string()));
    }
}

/// Distinct labels, samples of the pool.
fn draws(manifest: &Manifest, problems: &mut Vec<Problem>) {
    let mut labels: Vec<&str> = manifest.draws.iter().map(|d| d.label.as_str()).collect();
    sort(&mut labels);
    if let Some(twice) = labels.windows(2).find(|pair| pair[0] == pair[1]) {
        problems.push(Problem::error("draw-label-twice").found(twice[0]));
    }
    for draw in &manifest.draws {
        match draw.op {
            Op::Sample { n, k } if k < 1 || k > n => problems.push(
                Problem::error("draw-sample-size")
                    .path(&draw.label)
                    .found(k.to_string())
                    .expected(format!("1..{n}")),
            ),
            _ => {}
        }
    }
}
