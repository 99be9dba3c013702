//! The working file of a draw between its seal and its transcript: `isonomia/ceremony/1`.
//!
//! Every step adds one thing: the organiser's signature, a secret, the digits of the dice, the
//! beacon. What comes in is checked at once, as the verifier will check it, and nothing comes out
//! of order: no source speaks before the manifest is signed, and no beacon is taken before all
//! else is in. What is there is never replaced: a second, different value for the same source is
//! refused. The file holds nothing secret; whoever has it can finish the draw.

mod file;

use super::note::Note;
use super::schema::{Evidence, Manifest, Op, Source, TicketIds};
use super::seal::{MAX_NOTES, opened_by, seal, sealed};
use super::texts::{reveals_hash, signers};
use super::tlog::Proof;
use super::verdict::Fact;
use super::{limits, seal::sign};
use crate::digest::{hex, unhex};
use crate::id::len32;
use crate::json::Value;
use crate::lottery::signature::SigningKey;
use crate::lottery::{self, beacon, ids_hash};
use crate::problem::Problem;

pub use file::CEREMONY_FORMAT;

/// A draw that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    manifest: Manifest,
    hash: [u8; 32],
    notes: Vec<String>,
    anchors: Vec<String>,
    /// By source of the manifest.
    evidence: Vec<Option<Evidence>>,
    ticket_ids: TicketIds,
}

/// Which of the three texts of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// "This is the manifest."
    Manifest,
    /// "These are the dice and lists as I saw them."
    Reveals,
    /// "I recomputed pool and panel roots and checked every panel."
    ListAudited,
}

impl Ceremony {
    /// A ceremony that begins with its manifest, nothing signed yet.
    ///
    /// # Errors
    /// `draw-ids` where a ticket draw has no ids, or others than the manifest fixes.
    pub fn new(manifest: Manifest, ticket_ids: TicketIds) -> Result<Self, Problem> {
        for draw in &manifest.draws {
            let Op::Ticket { ids_hash: fixed } = &draw.op else {
                continue;
            };
            let ids = ticket_ids.of(&draw.label).unwrap_or_default();
            let hash = ids_hash(ids.iter().map(String::as_str));
            if ids.is_empty() || fixed.is_some_and(|fixed| fixed != hash) {
                return Err(Problem::error("draw-ids").path(&draw.label));
            }
        }
        Ok(Self {
            hash: seal(&manifest),
            evidence: vec![None; manifest.sources.len()],
            manifest,
            notes: Vec::new(),
            anchors: Vec::new(),
            ticket_ids,
        })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its hash: the seal.
    pub fn manifest_hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The signed notes so far.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The proofs of the log so far.
    pub fn anchors(&self) -> &[String] {
        &self.anchors
    }

    /// What each source gave, in the order of the manifest.
    pub fn evidence(&self) -> &[Option<Evidence>] {
        &self.evidence
    }

    /// For whom tickets are drawn.
    pub fn ticket_ids(&self) -> &TicketIds {
        &self.ticket_ids
    }

    /// One of the texts that are signed.
    ///
    /// # Errors
    /// `ceremony-reveals-missing` for the text of reveals while some are missing.
    pub fn text(&self, text: Text) -> Result<String, Problem> {
        let sealed = sealed(&self.manifest, &self.hash);
        Ok(match text {
            Text::Manifest => sealed.manifest_text(),
            Text::ListAudited => sealed.list_audited_text(),
            Text::Reveals => {
                let hash = self.reveals_hash();
                sealed.reveals_text(&hash.ok_or_else(|| self.reveals_missing())?)
            }
        })
    }

    /// The hash of all that is known before the beacon speaks; `None` while something is missing.
    pub fn reveals_hash(&self) -> Option<[u8; 32]> {
        let mut digests = Vec::new();
        for (index, source) in self.manifest.sources.iter().enumerate() {
            if !matches!(source, Source::Drand { .. }) {
                digests.push(self.digest(index)?);
            }
        }
        Some(reveals_hash(&self.hash, &digests))
    }

    /// The digest of one source, once it has spoken.
    pub fn digest(&self, index: usize) -> Option<[u8; 32]> {
        let source = self.manifest.sources.get(index)?;
        let evidence = self.evidence.get(index)?.as_ref()?;
        source_digest(index, source, evidence).ok()
    }

    /// Whether the organiser signed the manifest.
    pub fn is_sealed(&self) -> bool {
        let text = sealed(&self.manifest, &self.hash).manifest_text();
        self.signed(&text, &self.manifest.organiser.key)
    }

    /// Whether `key` signed a text.
    pub fn signed(&self, text: &str, key: &[u8; 32]) -> bool {
        self.notes.iter().any(|note| {
            let note = Note::parse(note).ok().filter(|note| note.text == text);
            note.is_some_and(|note| signers(&note).is_ok_and(|keys| keys.contains(key)))
        })
    }

    /// Signs one of the texts and keeps the note; returns it, to be published.
    ///
    /// # Errors
    /// Those of [`Ceremony::text`] and [`Ceremony::add_note`].
    pub fn sign(&mut self, text: Text, key: &SigningKey) -> Result<String, Problem> {
        let note = sign(&self.text(text)?, key)?;
        self.add_note(&note)?;
        Ok(note)
    }

    /// Takes a note that the organiser, a party or an auditor signed.
    ///
    /// # Errors
    /// `draw-note` for what is no note of this draw or does not verify, `ceremony-signed` where a
    /// key signed this text before, `ceremony-full` for more than a transcript holds, and
    /// `ceremony-reveals-missing` for a note about reveals that are not all there.
    pub fn add_note(&mut self, note: &str) -> Result<(), Problem> {
        let wrong = |found: &str| Problem::error("draw-note").found(found);
        let read = Note::parse(note).map_err(|error| wrong(&error.to_string()))?;
        let keys = signers(&read).map_err(|error| wrong(&error.to_string()))?;
        let is = |text| self.text(text).is_ok_and(|text| text == read.text);
        let known = [Text::Manifest, Text::ListAudited, Text::Reveals];
        if !known.into_iter().any(is) {
            return Err(match self.reveals_hash() {
                None if read.text.starts_with("draw/v1 reveals\n") => self.reveals_missing(),
                _ => wrong(read.text.lines().next().unwrap_or_default()).path("text"),
            });
        }
        if self.notes.iter().any(|known| known == note) {
            return Ok(());
        }
        if let Some(key) = keys.iter().find(|key| self.signed(&read.text, key)) {
            return Err(Problem::error("ceremony-signed").found(hex(key)));
        }
        if self.notes.len() >= MAX_NOTES {
            return Err(Problem::error("ceremony-full").expected(MAX_NOTES.to_string()));
        }
        self.notes.push(note.to_owned());
        Ok(())
    }

    /// Takes a proof that the manifest note stands in the log.
    ///
    /// # Errors
    /// `draw-anchor` for what is no such proof, `ceremony-full` for more than a transcript holds.
    pub fn add_anchor(&mut self, proof: &str) -> Result<(), Problem> {
        let wrong = |found: &str| Problem::error("draw-anchor").found(found);
        let read = Proof::parse(proof).map_err(|error| wrong(&error.to_string()))?;
        let entry = sealed(&self.manifest, &self.hash).manifest_text();
        if read.checkpoint.origin != self.manifest.log {
            return Err(wrong(&read.checkpoint.origin).expected(&self.manifest.log));
        }
        if !read.includes(entry.as_bytes()) {
            return Err(wrong("").path("entry"));
        }
        if self.anchors.iter().any(|known| known == proof) {
            return Ok(());
        }
        if self.anchors.len() >= limits::ANCHORS {
            return Err(Problem::error("ceremony-full").expected(limits::ANCHORS.to_string()));
        }
        self.anchors.push(proof.to_owned());
        Ok(())
    }

    /// Takes the digits of the dice, as rolled; blanks between them are ignored.
    ///
    /// # Errors
    /// `ceremony-no-source` where the manifest announces no dice, `draw-dice` for another number of
    /// digits than announced or digits that the dice do not show, and those of every source.
    pub fn dice(&mut self, digits: &str) -> Result<(), Problem> {
        let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
        let index = self.only(|source| matches!(source, Source::Dice { .. }), "dice")?;
        self.put(index, Evidence::Digits(digits))
    }

    /// Takes a party's secret; returns the name of the party.
    ///
    /// # Errors
    /// `draw-secret` where it fits no commitment, and those of every source.
    pub fn reveal(&mut self, secret: &[u8; 32]) -> Result<String, Problem> {
        let index = opened_by(&self.manifest, secret)?;
        self.put(index, Evidence::Secret(hex(secret)))?;
        match self.manifest.sources.get(index) {
            Some(Source::CommitReveal { party, .. }) => Ok(party.clone()),
            _ => Err(Problem::error("draw-secret")),
        }
    }

    /// Takes published numbers for the list at place `index` of the sources: one list for each item
    /// of it; each is put in ascending order, as RFC 3797 writes them.
    ///
    /// # Errors
    /// `draw-values` where they are not one list for each item, and those of every source.
    pub fn values(&mut self, index: usize, mut lists: Vec<Vec<i64>>) -> Result<(), Problem> {
        if !matches!(
            self.manifest.sources.get(index),
            Some(Source::Rfc3797List { .. })
        ) {
            return Err(Problem::error("ceremony-no-source").path("rfc3797-list"));
        }
        for numbers in &mut lists {
            crate::sort::sort(numbers);
        }
        self.put(index, Evidence::Values(lists))
    }

    /// Takes a beacon as fetched from any relay: JSON with `signature` and, on the chain `default`,
    /// `previous_signature`; of other fields only `round` is looked at. Returns chain and round.
    ///
    /// # Errors
    /// `ceremony-early` while other sources are missing, `draw-beacon` for what does not verify
    /// under a round of the manifest, and those of every source.
    pub fn beacon(&mut self, beacon: &Value) -> Result<(&'static str, u64), Problem> {
        let text = |key: &str| beacon.get(key).and_then(Value::as_str).map(str::to_owned);
        let wrong = || Problem::error("draw-beacon");
        let signature = text("signature").ok_or_else(|| wrong().path("signature"))?;
        let previous = text("previous_signature");
        let asked = beacon.get("round").and_then(Value::as_i64);
        let mut rounds = Vec::new();
        for index in 0..self.manifest.sources.len() {
            let Some(Source::Drand { chain_hash, round }) = self.manifest.sources.get(index) else {
                continue;
            };
            rounds.push(round.to_string());
            let Some(chain) = beacon::pinned(chain_hash) else {
                continue;
            };
            let Ok(number) = u64::try_from(*round) else {
                continue;
            };
            if asked.is_some_and(|asked| asked != *round) {
                continue;
            }
            let evidence = Evidence::Signature {
                signature: signature.clone(),
                previous_signature: previous.clone().filter(|_| chain.scheme.is_chained()),
            };
            if verifies(chain, number, &evidence) {
                self.put(index, evidence)?;
                return Ok((chain.name, number));
            }
        }
        let found = asked.map_or_else(String::new, |round| round.to_string());
        Err(wrong()
            .path("round")
            .found(found)
            .expected(rounds.join(", ")))
    }

    /// Takes the evidence of the beacon at this place, as a working file has it.
    fn beacon_at(&mut self, index: usize, evidence: Evidence) -> Result<(), Problem> {
        let round = match self.manifest.sources.get(index) {
            Some(Source::Drand { chain_hash, round }) => {
                beacon::pinned(chain_hash).zip(u64::try_from(*round).ok())
            }
            _ => None,
        };
        match round {
            Some((chain, round)) if verifies(chain, round, &evidence) => self.put(index, evidence),
            _ => Err(Problem::error("draw-beacon").path("signature")),
        }
    }

    /// What is still missing before the draw can be made; sentences under `publish.<code>`.
    pub fn missing(&self) -> Vec<Fact> {
        let mut missing = Vec::new();
        if !self.is_sealed() && !self.manifest.rehearsal {
            missing.push(Fact::new("missing.seal", &[&self.manifest.organiser.name]));
        }
        for (source, evidence) in self.manifest.sources.iter().zip(&self.evidence) {
            if evidence.is_some() {
                continue;
            }
            missing.push(match source {
                Source::Drand { round, .. } => Fact::new("missing.beacon", &[&round.to_string()]),
                Source::CommitReveal { party, .. } => Fact::new("missing.secret", &[party]),
                Source::Dice { count, .. } => Fact::new("missing.dice", &[&count.to_string()]),
                Source::Rfc3797List { items, .. } => {
                    Fact::new("missing.values", &[&items.join("; ")])
                }
            });
        }
        missing
    }

    fn reveals_missing(&self) -> Problem {
        let names = self
            .missing()
            .into_iter()
            .filter(|m| m.code != "missing.beacon");
        let names: Vec<String> = names.flat_map(|missing| missing.args).collect();
        Problem::error("ceremony-reveals-missing").found(names.join(", "))
    }

    /// The place of the only source of its kind.
    fn only(&self, is: fn(&Source) -> bool, kind: &str) -> Result<usize, Problem> {
        let found = self.manifest.sources.iter().position(is);
        found.ok_or_else(|| Problem::error("ceremony-no-source").path(kind))
    }

    /// Keeps what a source gave: after the seal, in order, once, and only as announced.
    fn put(&mut self, index: usize, evidence: Evidence) -> Result<(), Problem> {
        if !self.manifest.rehearsal && !self.is_sealed() {
            return Err(Problem::error("ceremony-not-sealed"));
        }
        let Some(source) = self.manifest.sources.get(index) else {
            return Err(Problem::error("ceremony-no-source"));
        };
        source_digest(index, source, &evidence)?;
        let last = matches!(source, Source::Drand { .. });
        if last && self.reveals_hash().is_none() {
            let missing = self.reveals_missing();
            return Err(Problem::error("ceremony-early").found(&missing.found));
        }
        match self.evidence.get_mut(index) {
            Some(Some(known)) if *known != evidence => {
                Err(Problem::error("ceremony-differs").path(len32(index).to_string()))
            }
            Some(place) => {
                *place = Some(evidence);
                Ok(())
            }
            None => Err(Problem::error("ceremony-no-source")),
        }
    }
}

/// `e_i` of a source and what it gave.
///
/// # Errors
/// `draw-dice`, `draw-secret`, `draw-values`, `draw-beacon` for what the source cannot give.
pub fn source_digest(
    index: usize,
    source: &Source,
    evidence: &Evidence,
) -> Result<[u8; 32], Problem> {
    let wrong = || match source {
        Source::Dice { count, sides, .. } => {
            let found = match evidence {
                Evidence::Digits(digits) => len32(digits.chars().count()).to_string(),
                _ => String::new(),
            };
            let faces = if *sides == 6 { "1-6" } else { "0-9" };
            Problem::error("draw-dice")
                .path(count.to_string())
                .found(found)
                .expected(faces)
        }
        Source::CommitReveal { party, .. } => Problem::error("draw-secret").path(party),
        Source::Rfc3797List { items, .. } => {
            Problem::error("draw-values").expected(items.len().to_string())
        }
        Source::Drand { round, .. } => Problem::error("draw-beacon").expected(round.to_string()),
    };
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    let source = lottery::Source::from_value(&source.to_value()).map_err(|_| wrong())?;
    let evidence = lottery::Evidence::from_value(&evidence.to_value()).map_err(|_| wrong())?;
    source.digest(index, &evidence).map_err(|_| wrong())
}

fn verifies(chain: &beacon::Chain, round: u64, evidence: &Evidence) -> bool {
    let Evidence::Signature {
        signature,
        previous_signature,
    } = evidence
    else {
        return false;
    };
    let previous = previous_signature.as_deref().map(unhex).transpose();
    match (unhex(signature), previous) {
        (Ok(signature), Ok(previous)) => {
            chain.verify(round, previous.as_deref(), &signature).is_ok()
        }
        _ => false,
    }
}
