//! The draw itself: from a ceremony in which every source has spoken to the transcript.
//!
//! Nothing is decided here. Seed, keys and results follow from the manifest and the evidence by
//! draw/v1, 2.4 and 2.5, and anyone who repeats the steps gets the same bytes.

use super::ceremony::Ceremony;
use super::list::PanelsFile;
use super::schema::{
    Anchor, Derived, Draw, Evidence, Lottery, Op, Opened, ResultOf, Source, Transcript,
};
use super::verdict::Fact;
use crate::digest::hex;
use crate::json::Value;
use crate::lottery::{DrawKey, Seed, merkle, ticket_order};
use crate::problem::Problem;

/// Makes the draw; `panels` is the list that was sealed, where a panel is drawn.
///
/// # Errors
/// `draw-missing-*` for everything that is still missing, the organiser's signature included
/// (a rehearsal needs none); `draw-panels-missing` and `draw-panels-differ` for the list.
pub fn run(ceremony: &Ceremony, panels: Option<&PanelsFile>) -> Result<Transcript, Vec<Problem>> {
    let missing: Vec<Problem> = ceremony.missing().iter().map(missing).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let manifest = ceremony.manifest();
    let sources = 0..manifest.sources.len();
    let digests: Option<Vec<[u8; 32]>> = sources.map(|index| ceremony.digest(index)).collect();
    let evidence: Option<Vec<Evidence>> = ceremony.evidence().iter().cloned().collect();
    let Some((digests, evidence)) = digests.zip(evidence) else {
        return Err(vec![Problem::error("draw-missing-values")]);
    };
    let seed = Seed::combine(ceremony.manifest_hash(), &digests);

    let mut results = Vec::new();
    for draw in &manifest.draws {
        let value = result(ceremony, seed, draw).ok_or_else(|| {
            let problem = Problem::error("draw-impossible").path(&draw.label);
            vec![problem]
        })?;
        results.push(ResultOf {
            label: draw.label.clone(),
            value,
        });
    }
    let opened = open(ceremony, &results, panels).map_err(|problem| vec![problem])?;
    let keys = manifest.draws.iter().map(|draw| {
        let key = DrawKey::derive(seed, &draw.label);
        (draw.label.clone(), key.into_bytes())
    });
    Ok(Transcript {
        sealed: manifest.to_value(),
        signatures: ceremony.notes().to_vec(),
        anchors: ceremony
            .anchors()
            .iter()
            .map(|proof| Anchor {
                proof: proof.clone(),
            })
            .collect(),
        evidence,
        derived: Derived {
            manifest_hash: Value::from(hex(ceremony.manifest_hash())),
            source_digests: digests.iter().map(|d| Value::from(hex(d))).collect(),
            seed: Value::from(seed.to_string()),
            draw_keys: keys.collect(),
        },
        ticket_ids: ceremony.ticket_ids().clone(),
        results,
        opened,
        manifest: manifest.clone(),
    })
}

/// What is missing as a problem; its sentence has the same arguments.
fn missing(fact: &Fact) -> Problem {
    let code = match fact.code {
        "missing.seal" => "draw-missing-seal",
        "missing.beacon" => "draw-missing-beacon",
        "missing.secret" => "draw-missing-secret",
        "missing.dice" => "draw-missing-dice",
        _ => "draw-missing-values",
    };
    Problem::error(code).found(fact.args.join(", "))
}

/// What one draw gives, as it stands in the transcript.
fn result(ceremony: &Ceremony, seed: Seed, draw: &Draw) -> Option<Value> {
    let key = DrawKey::derive(seed, &draw.label);
    let number = |value: u64| i64::try_from(value).ok().map(Value::Int);
    match &draw.op {
        Op::Below { n } => number(key.stream().below(u128::try_from(*n).ok()?).ok()?),
        Op::Direct { .. } => {
            let mut dice = ceremony.manifest().sources.iter().zip(ceremony.evidence());
            dice.find_map(|pair| match pair {
                (Source::Dice { sides, .. }, Some(Evidence::Digits(digits))) => {
                    number(direct(*sides, digits)?)
                }
                _ => None,
            })
        }
        Op::Sample { n, k } => {
            let (n, k) = (u64::try_from(*n).ok()?, u64::try_from(*k).ok()?);
            let drawn = key.stream().sample(n, k).ok()?;
            let drawn: Option<Vec<Value>> = drawn.into_iter().map(number).collect();
            drawn.map(Value::Array)
        }
        Op::Ticket { .. } => {
            let ids = ceremony.ticket_ids().of(&draw.label)?;
            let order = ticket_order(key, ids.iter().map(String::as_str));
            let row =
                |id: &str| Value::Array(vec![Value::from(id), Value::from(hex(&key.ticket(id)))]);
            Some(Value::Array(order.into_iter().map(row).collect()))
        }
    }
}

/// "The digits ARE the panel number (10 sides: read as decimal; 6 sides: digits minus one, base 6,
/// first die first)" (closed point 14).
pub fn direct(sides: i64, digits: &str) -> Option<u64> {
    let (base, first) = match sides {
        10 => (10, b'0'),
        6 => (6, b'1'),
        _ => return None,
    };
    digits.bytes().try_fold(0_u64, |number, digit| {
        let digit = u64::from(digit.checked_sub(first)?);
        (digit < base).then_some(())?;
        number.checked_mul(base)?.checked_add(digit)
    })
}

/// The panel drawn, with its way to the root.
fn open(
    ceremony: &Ceremony,
    results: &[ResultOf],
    panels: Option<&PanelsFile>,
) -> Result<Option<Opened>, Problem> {
    let lottery = &ceremony.manifest().lottery;
    if *lottery == Lottery::Ticket {
        return Ok(None);
    }
    let Some(panels) = panels else {
        return Err(Problem::error("draw-panels-missing"));
    };
    let leaves = panels.leaves(lottery)?;
    let differ = || Problem::error("draw-panels-differ");
    let of_panel = results.iter().find(|result| result.label == "panel");
    let index = of_panel.and_then(|result| u32::try_from(result.value.as_i64()?).ok());
    let index = index.ok_or_else(differ)?;
    let members = panels.list.panel(index).ok_or_else(differ)?;
    let salts = panels.salts.as_ref();
    Ok(Some(Opened {
        index: Value::from(index),
        panel: members.iter().copied().map(i64::from).collect(),
        path: merkle::path(u64::from(index), &leaves).ok_or_else(differ)?,
        salt: salts.and_then(|salts| salts.get(crate::id::ix(index)).copied()),
    }))
}

/// "Reserves are taken in result order, skipping panel members" (closed point 11): the positions
/// of a sample of the pool who are not on the panel drawn. `None` where no sample has this label.
pub fn reserves(transcript: &Transcript, label: &str) -> Option<Vec<i64>> {
    let draws = &transcript.manifest.draws;
    let is = |draw: &&Draw| draw.label == label && matches!(draw.op, Op::Sample { .. });
    draws.iter().find(is)?;
    let result = transcript
        .results
        .iter()
        .find(|result| result.label == label)?;
    let drawn = result.value.as_array()?.iter().filter_map(Value::as_i64);
    let panel = transcript
        .opened
        .as_ref()
        .map(|opened| opened.panel.as_slice());
    let panel = panel.unwrap_or_default();
    Some(drawn.filter(|position| !panel.contains(position)).collect())
}
