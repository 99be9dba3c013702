//! How a transcript comes to its result, step by step, so that a person can do it again.
//!
//! Every hash is shown with the bytes that go into it, in hexadecimal: `xxd -r -p | sha256sum`
//! gives the same digest on any computer. Every random number is shown as the words it was made
//! from. Nothing is claimed here that the reader could not recompute; what was found right or wrong
//! is for [`verify`](super::verify) to say.

use super::assemble::direct;
use super::ceremony::source_digest;
use super::schema::{Evidence, Op, Source, Transcript};
use super::verdict::Fact;
use crate::digest::hex;
use crate::lottery::{DrawKey, Evidence as Given, Seed, Source as Announced, manifest_hash};

/// How many items of a list are told one by one.
const TOLD: usize = 20;

/// The steps of a transcript in order; sentences under `explain.<code>`.
pub fn explain(transcript: &Transcript) -> Vec<Fact> {
    let manifest = &transcript.manifest;
    let canonical = transcript.sealed.canonical();
    let hash = manifest_hash(&transcript.sealed);
    let mut steps = vec![
        Fact::new(
            "explain.start",
            &[&manifest.purpose, &manifest.organiser.name],
        ),
        Fact::new("explain.hash-rule", &[]),
    ];
    steps.push(hashed(
        "explain.manifest",
        "manifest",
        &[&canonical],
        &hash,
        &[&canonical.len().to_string()],
    ));
    let mut digests = Vec::new();
    for (index, (source, evidence)) in manifest
        .sources
        .iter()
        .zip(&transcript.evidence)
        .enumerate()
    {
        let Ok(digest) = source_digest(index, source, evidence) else {
            break;
        };
        steps.push(one_source(index, source, evidence, &digest));
        digests.push(digest);
    }
    if digests.len() != manifest.sources.len() {
        steps.push(Fact::new(
            "explain.source-broken",
            &[&(digests.len() + 1).to_string()],
        ));
        return steps;
    }
    let seed = Seed::combine(&hash, &digests);
    let mut parts: Vec<&[u8]> = vec![&hash];
    parts.extend(digests.iter().map(|digest| &digest[..]));
    let count = digests.len().to_string();
    steps.push(hashed(
        "explain.seed",
        "seed",
        &parts,
        seed.as_bytes(),
        &[&count],
    ));
    for draw in &manifest.draws {
        let key = DrawKey::derive(seed, &draw.label);
        let parts: [&[u8]; 2] = [seed.as_bytes(), draw.label.as_bytes()];
        steps.push(hashed(
            "explain.key",
            "draw",
            &parts,
            key.as_bytes(),
            &[&draw.label],
        ));
        match &draw.op {
            Op::Below { n } => below(&mut steps, &draw.label, key, *n),
            Op::Sample { n, k } => sample(&mut steps, &draw.label, key, *n, *k),
            Op::Ticket { .. } => tickets(&mut steps, transcript, &draw.label, key),
            Op::Direct { .. } => dice_number(&mut steps, transcript),
        }
    }
    opened(&mut steps, transcript);
    steps
}

/// A step that is a hash: its own arguments first, then the bytes that go in, and what comes out.
fn hashed(code: &'static str, tag: &str, parts: &[&[u8]], digest: &[u8; 32], own: &[&str]) -> Fact {
    let mut args: Vec<String> = own.iter().map(|arg| (*arg).to_owned()).collect();
    args.push(hex(&preimage(tag, parts)));
    args.push(hex(digest));
    Fact { code, args }
}

/// The bytes that `H(tag, parts)` feeds to SHA-256 (draw/v1, 2.2).
fn preimage(tag: &str, parts: &[&[u8]]) -> Vec<u8> {
    let length = |len: usize| u64::try_from(len).unwrap_or(u64::MAX).to_be_bytes();
    let tag = format!("draw/v1/{tag}");
    let mut bytes = length(tag.len()).to_vec();
    bytes.extend(tag.as_bytes());
    bytes.extend(length(parts.len()));
    for part in parts {
        bytes.extend(length(part.len()));
        bytes.extend(*part);
    }
    bytes
}

fn one_source(index: usize, source: &Source, evidence: &Evidence, digest: &[u8; 32]) -> Fact {
    let number = u64::try_from(index).unwrap_or(u64::MAX).to_be_bytes();
    let value = source.to_value();
    let canonical = value.canonical();
    let out = Announced::from_value(&value)
        .ok()
        .zip(Given::from_value(&evidence.to_value()).ok())
        .and_then(|(source, given)| source.out(&given).ok())
        .unwrap_or_default();
    let parts: [&[u8]; 3] = [&number, &canonical, &out];
    let (code, who, what) = match (source, evidence) {
        (Source::Drand { round, .. }, Evidence::Signature { signature, .. }) => {
            ("explain.source-drand", round.to_string(), signature.clone())
        }
        (Source::CommitReveal { party, .. }, Evidence::Secret(secret)) => {
            ("explain.source-secret", party.clone(), secret.clone())
        }
        (Source::Dice { sides, .. }, Evidence::Digits(digits)) => {
            ("explain.source-dice", sides.to_string(), digits.clone())
        }
        _ => (
            "explain.source-list",
            String::new(),
            String::from_utf8_lossy(&out).into_owned(),
        ),
    };
    let place = (index + 1).to_string();
    hashed(code, "source", &parts, digest, &[&place, &who, &what])
}

/// One number: each word that was read, and what became of it.
fn below(steps: &mut Vec<Fact>, label: &str, key: DrawKey, n: i64) {
    let Some(n) = u64::try_from(n).ok().filter(|n| *n > 0) else {
        return;
    };
    let mut words = key.stream();
    for number in 1_u64.. {
        let word = words.next_u64();
        let (place, text) = (number.to_string(), format!("{word:016x}"));
        if word <= last_accepted(n) {
            let (decimal, n, value) = (word.to_string(), n.to_string(), (word % n).to_string());
            steps.push(Fact::new(
                "explain.below",
                &[label, &place, &text, &decimal, &n, &value],
            ));
            return;
        }
        steps.push(Fact::new(
            "explain.rejected",
            &[label, &place, &text, &n.to_string()],
        ));
    }
}

/// The last word that is not drawn again: below `2^64 - (2^64 mod n)`.
fn last_accepted(n: u64) -> u64 {
    u64::MAX - (u64::MAX % n + 1) % n
}

fn sample(steps: &mut Vec<Fact>, label: &str, key: DrawKey, n: i64, k: i64) {
    let (Ok(n), Ok(k)) = (u64::try_from(n), u64::try_from(k)) else {
        return;
    };
    let Ok(drawn) = key.stream().sample(n, k) else {
        return;
    };
    let told: Vec<String> = drawn.iter().take(TOLD).map(u64::to_string).collect();
    let more = if drawn.len() > TOLD { ", …" } else { "" };
    let first = format!("{:016x}", key.stream().next_u64());
    steps.push(Fact::new(
        "explain.sample",
        &[
            label,
            &k.to_string(),
            &n.to_string(),
            &first,
            &format!("{}{more}", told.join(", ")),
        ],
    ));
}

fn tickets(steps: &mut Vec<Fact>, transcript: &Transcript, label: &str, key: DrawKey) {
    let ids = transcript.ticket_ids.of(label).unwrap_or_default();
    let order = crate::lottery::ticket_order(key, ids.iter().map(String::as_str));
    steps.push(Fact::new(
        "explain.tickets",
        &[label, &ids.len().to_string()],
    ));
    for (place, id) in order.iter().take(TOLD).enumerate() {
        let parts: [&[u8]; 2] = [key.as_bytes(), id.as_bytes()];
        let place = (place + 1).to_string();
        let ticket = key.ticket(id);
        steps.push(hashed(
            "explain.ticket",
            "ticket",
            &parts,
            &ticket,
            &[&place, id],
        ));
    }
}

fn dice_number(steps: &mut Vec<Fact>, transcript: &Transcript) {
    let mut dice = transcript.manifest.sources.iter().zip(&transcript.evidence);
    let found = dice.find_map(|pair| match pair {
        (Source::Dice { sides, .. }, Evidence::Digits(digits)) => Some((*sides, digits.as_str())),
        _ => None,
    });
    if let Some((sides, digits)) = found
        && let Some(number) = direct(sides, digits)
    {
        let code = if sides == 6 {
            "explain.direct-six"
        } else {
            "explain.direct-ten"
        };
        steps.push(Fact::new(code, &[digits, &number.to_string()]));
    }
}

/// The panel drawn, and that it stands in the list.
fn opened(steps: &mut Vec<Fact>, transcript: &Transcript) {
    let Some(opened) = &transcript.opened else {
        return;
    };
    let members: Vec<String> = opened.panel.iter().map(i64::to_string).collect();
    let index = opened.index.as_i64().unwrap_or_default().to_string();
    let path = opened.path.len().to_string();
    steps.push(Fact::new(
        "explain.panel",
        &[&index, &members.join(", "), &path],
    ));
    let panel: Vec<u32> = opened
        .panel
        .iter()
        .filter_map(|p| u32::try_from(*p).ok())
        .collect();
    let canonical = format!("[{}]", members.join(","));
    let mut preimage = vec![0];
    let leaf = if let Some(salt) = &opened.salt {
        for part in [&salt[..], canonical.as_bytes()] {
            preimage.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            preimage.extend(part);
        }
        crate::lottery::salted_panel_leaf(salt, &panel)
    } else {
        preimage.extend(canonical.as_bytes());
        crate::lottery::panel_leaf(&panel)
    };
    steps.push(Fact::new("explain.leaf", &[&hex(&preimage), &hex(&leaf)]));
    let hash = hex(&manifest_hash(&transcript.sealed));
    steps.push(Fact::new("explain.end", &[&hash]));
}
