//! Sealing: the hash that is published, the notes that are signed, and what to do until the draw.

use super::due::{deadline, is_direct, star};
use super::limits;
use super::note::Note;
use super::schema::{Disclosure, Lottery, Manifest, Source};
use super::texts::{Sealed, signer};
use super::time::Time;
use super::verdict::Fact;
use crate::digest::hex;
use crate::lottery::signature::SigningKey;
use crate::lottery::{beacon, commitment, manifest_hash};
use crate::problem::Problem;

/// The hash of a manifest: the seal.
pub fn seal(manifest: &Manifest) -> [u8; 32] {
    manifest_hash(&manifest.to_value())
}

/// What the notes of this draw speak of; `hash` is its [`seal`].
pub fn sealed<'a>(manifest: &'a Manifest, hash: &'a [u8; 32]) -> Sealed<'a> {
    Sealed {
        draw_id: &manifest.draw_id,
        attempt: u64::from(manifest.attempt),
        manifest_hash: hash,
    }
}

/// A text with the signature of `key`, as a note to be added to the ceremony and published.
///
/// # Errors
/// `draw-note` for a text that cannot be signed as a note.
pub fn sign(text: &str, key: &SigningKey) -> Result<String, Problem> {
    let refused =
        |error: &dyn std::fmt::Display| Problem::error("draw-note").found(error.to_string());
    let signer = signer(key.clone()).map_err(|error| refused(&error))?;
    let mut note = Note::new(text).map_err(|error| refused(&error))?;
    note.signatures.push(signer.sign(&note.text));
    Ok(note.to_string())
}

/// What a party keeps secret until it reveals, and what it gives to the organiser.
#[derive(Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The name under which the party takes part; it is hashed in.
    pub party: String,
    /// 32 random bytes.
    pub secret: [u8; 32],
    /// `H("commit", party, secret)`, for the manifest.
    pub commitment: [u8; 32],
}

/// Shows what is public only.
impl std::fmt::Debug for Commitment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Commitment({}, {})", self.party, hex(&self.commitment))
    }
}

/// The commitment of a party to a fresh secret.
///
/// # Errors
/// `draw-text` for a name that the schema does not allow.
pub fn commit(party: &str, entropy: super::pool::Entropy<'_>) -> Result<Commitment, Problem> {
    if !super::schema::is_text(party) {
        return Err(Problem::error("draw-text").path("party").found(party));
    }
    let secret = super::pool::fresh(entropy);
    Ok(Commitment {
        party: party.to_owned(),
        secret,
        commitment: commitment(party, &secret),
    })
}

/// The place of the source to which a secret is the key, in the manifest's list.
///
/// # Errors
/// `draw-secret` where it fits no commitment of the manifest.
pub fn opened_by(manifest: &Manifest, secret: &[u8; 32]) -> Result<usize, Problem> {
    let fits = |source: &Source| match source {
        Source::CommitReveal {
            party,
            commitment: announced,
            ..
        } => commitment(party, secret) == *announced,
        _ => false,
    };
    let found = manifest.sources.iter().position(fits);
    found.ok_or_else(|| Problem::error("draw-secret"))
}

/// What to publish and do from now to the draw, in order; sentences under `publish.<code>`.
pub fn publish(manifest: &Manifest) -> Vec<Fact> {
    let (hash, latest, star) = (
        hex(&seal(manifest)),
        deadline(manifest).to_string(),
        star(manifest).to_string(),
    );
    let mut steps = vec![
        Fact::new("publish.hash", &[&hash, &latest]),
        Fact::new("publish.manifest", &[&latest]),
    ];
    if let Lottery::UniformPanels { disclosure, .. } = manifest.lottery {
        steps.push(match disclosure {
            Some(Disclosure::Auditor) => Fact::new("publish.list-auditors", &[&latest]),
            _ => Fact::new("publish.list-public", &[&latest]),
        });
    }
    steps.push(Fact::new("publish.proofs", &[&latest]));
    if manifest.log != super::plan::NO_LOG {
        steps.push(Fact::new("publish.log", &[&manifest.log, &latest]));
    }
    for source in &manifest.sources {
        if let Source::CommitReveal {
            party,
            key: Some(_),
            ..
        } = source
        {
            steps.push(Fact::new("publish.party-signs", &[party, &latest]));
        }
    }
    let mut noted = false;
    for source in &manifest.sources {
        match source {
            Source::CommitReveal {
                party, reveal_by, ..
            } => {
                let by = reveal_by.to_string();
                steps.push(Fact::new("publish.reveal", &[party, &by]));
            }
            Source::Dice {
                count,
                sides,
                ceremony,
            } => {
                noted = true;
                let (count, sides) = (count.to_string(), sides.to_string());
                let code = if is_direct(manifest) {
                    "publish.dice-direct"
                } else {
                    "publish.dice"
                };
                let by = if is_direct(manifest) { &star } else { &latest };
                steps.push(Fact::new(code, &[&count, &sides, ceremony, by]));
            }
            Source::Rfc3797List { items, ready_by } => {
                noted = true;
                let by = ready_by.to_string();
                steps.push(Fact::new("publish.values", &[&items.join("; "), &by]));
            }
            Source::Drand { .. } => {}
        }
    }
    if noted && !is_direct(manifest) {
        steps.push(Fact::new("publish.reveals", &[&star]));
    }
    for source in &manifest.sources {
        if let Source::Drand { chain_hash, round } = source {
            let chain = beacon::pinned(chain_hash);
            let (name, round) = (chain.map_or("", |chain| chain.name), round.to_string());
            let time = chain.and_then(|chain| Time::from_unix(chain.time_of(round.parse().ok()?)?));
            let time = time.map_or_else(String::new, |time| time.to_string());
            steps.push(Fact::new(
                "publish.beacon",
                &[name, &round, &time, &hex(chain_hash)],
            ));
        }
    }
    steps.push(Fact::new("publish.run", &[]));
    steps
}

/// The most notes that a transcript holds.
pub(super) const MAX_NOTES: usize = limits::SIGNATURES;
