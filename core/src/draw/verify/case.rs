//! A transcript under examination: what follows from manifest and evidence, computed once.

use super::anchors::Anchors;
use super::lists::Lists;
use super::notes::Notes;
use crate::digest::{hex, unhex};
use crate::draw::due::{is_direct, star_unix};
use crate::draw::schema::{Draw, Evidence, Lottery, Manifest, Op, Source, Transcript};
use crate::draw::time::Time;
use crate::draw::trust::Trust;
use crate::json::Value;
use crate::lottery::{DrawKey, Seed, manifest_hash, rfc3797_key, source_digest};

pub(super) struct Case<'a> {
    pub(super) transcript: &'a Transcript,
    pub(super) manifest: &'a Manifest,
    pub(super) trust: &'a Trust<'a>,
    /// The manifest hash.
    pub(super) hash: [u8; 32],
    /// T*, in Unix seconds: before it everything must be fixed.
    pub(super) deadline: i64,
    /// Whether the dice are the panel's number (closed point 14).
    pub(super) direct: bool,
    /// The digest of each source; none where its evidence gives no bytes.
    pub(super) digests: Vec<Option<[u8; 32]>>,
    /// The seed; none where a digest is missing.
    pub(super) seed: Option<Seed>,
    /// The number of the panel drawn.
    pub(super) panel: Option<u64>,
    pub(super) notes: Notes,
    pub(super) anchors: Anchors,
    pub(super) lists: Lists,
}

impl<'a> Case<'a> {
    pub(super) fn new(transcript: &'a Transcript, trust: &'a Trust<'a>) -> Case<'a> {
        let manifest = &transcript.manifest;
        let hash = manifest_hash(&transcript.sealed);
        let digests = digests(transcript);
        let seed = digests
            .iter()
            .copied()
            .collect::<Option<Vec<_>>>()
            .map(|digests| Seed::combine(&hash, &digests));
        let mut case = Case {
            transcript,
            manifest,
            trust,
            hash,
            deadline: star_unix(manifest),
            direct: is_direct(manifest),
            notes: Notes::read(transcript, &hash, &digests),
            anchors: Anchors::read(transcript, trust, &hash),
            lists: Lists::read(manifest, trust),
            digests,
            seed,
            panel: None,
        };
        let panel = manifest.draws.iter().find(|draw| draw.label == "panel");
        case.panel = panel.and_then(|draw| case.number(draw));
        case
    }

    /// Sources with their evidence, none where it is missing.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&'a Source, Option<&'a Evidence>)> {
        let evidence = &self.transcript.evidence;
        let sources = self.manifest.sources.iter().enumerate();
        sources.map(|(at, source)| (source, evidence.get(at)))
    }

    /// The key of a draw.
    pub(super) fn key(&self, label: &str) -> Option<DrawKey> {
        Some(DrawKey::derive(self.seed?, label))
    }

    /// What a draw of one number gives; none for other draws, and where it cannot be made.
    pub(super) fn number(&self, draw: &Draw) -> Option<u64> {
        match draw.op {
            Op::Below { n } => {
                let n = u128::try_from(n).ok()?;
                self.key(&draw.label)?.stream().below(n).ok()
            }
            Op::Direct { .. } => self.sources().find_map(|(source, evidence)| {
                let (Source::Dice { count, sides, .. }, Some(Evidence::Digits(digits))) =
                    (source, evidence)
                else {
                    return None;
                };
                dice_number(*count, *sides, digits)
            }),
            _ => None,
        }
    }

    /// Panels of the list, and the seats of each where the manifest says so.
    pub(super) fn panels(&self) -> Option<(u32, Option<u32>)> {
        match self.manifest.lottery {
            Lottery::UniformPanels { panels, seats, .. } => Some((panels, seats)),
            Lottery::Ticket => None,
        }
    }
}

/// "`e_i = H("source", u64be(i), canon(src_i), out_i)`", the source as it stands in the document.
fn digests(transcript: &Transcript) -> Vec<Option<[u8; 32]>> {
    let sealed = transcript.sealed.get("sources").and_then(Value::as_array);
    let sources = sealed.into_iter().flatten();
    let typed = transcript.manifest.sources.iter();
    (0_u64..)
        .zip(sources.zip(typed))
        .enumerate()
        .map(|(at, (index, (value, source)))| {
            let out = out(source, transcript.evidence.get(at)?)?;
            Some(source_digest(index, value, &out))
        })
        .collect()
}

/// The bytes that a source gives, right or wrong: whether they are right is said by its check.
fn out(source: &Source, evidence: &Evidence) -> Option<Vec<u8>> {
    match (source, evidence) {
        (Source::Drand { .. }, Evidence::Signature { signature, .. }) => unhex(signature).ok(),
        (Source::CommitReveal { .. }, Evidence::Secret(secret)) => unhex(secret).ok(),
        (Source::Dice { .. }, Evidence::Digits(digits)) => Some(digits.as_bytes().to_vec()),
        (Source::Rfc3797List { .. }, Evidence::Values(lists)) => {
            let numbers = |list: &Vec<i64>| list.iter().map(|n| u64::try_from(*n).ok()).collect();
            let lists: Option<Vec<Vec<u64>>> = lists.iter().map(numbers).collect();
            Some(rfc3797_key(&lists?).into_bytes())
        }
        _ => None,
    }
}

/// Whether the dice show these digits: so many, and on faces that they have.
pub(super) fn are_digits(count: i64, sides: i64, digits: &str) -> bool {
    let faces = match sides {
        10 => b'0'..=b'9',
        6 => b'1'..=b'6',
        _ => return false,
    };
    i64::try_from(digits.len()) == Ok(count) && digits.bytes().all(|digit| faces.contains(&digit))
}

/// "10 sides: read as decimal; 6 sides: digits minus one, base 6, first die first".
fn dice_number(count: i64, sides: i64, digits: &str) -> Option<u64> {
    if digits.is_empty() || !are_digits(count, sides, digits) {
        return None;
    }
    let (base, least) = if sides == 10 { (10, b'0') } else { (6, b'1') };
    let mut number: u64 = 0;
    for digit in digits.bytes() {
        let digit = u64::from(digit.checked_sub(least)?);
        number = number.checked_mul(base)?.checked_add(digit)?;
    }
    Some(number)
}

/// A time for people.
pub(super) fn said(unix: i64) -> String {
    Time::from_unix(unix).map_or_else(|| unix.to_string(), |time| time.to_string())
}

/// The first digits of a hash, to compare by eye.
pub(super) fn short(hash: &[u8; 32]) -> String {
    hex(&hash[..8])
}
