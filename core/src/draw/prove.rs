//! A person's own proof: "you were in the pool, your chance was 57 of 1000, your panel was drawn".
//!
//! The organiser writes two files for each person before the draw. The private one has salt and
//! record and shows what the pool says of its owner; the shareable one has only the leaf and its
//! place. Both lead to the root that the manifest fixes, and nobody needs the pool to check them.
//! A shared place tells those who know the list of panels the person's chance, hence the type, and
//! so perhaps sensitive features: whoever shares it should know that (draw/v1, 2.8, Privacy).

mod file;

use super::list::PanelsFile;
use super::pool::PoolFile;
use super::schema::{Lottery, Manifest, Op, PoolSeal, Transcript};
use super::seal::seal;
use super::verdict::{Fact, Finding};
use crate::id::ix;
use crate::json::Value;
use crate::lottery::{merkle, pool_leaf};
use crate::problem::Problem;

pub use file::PROOF_FORMAT;

/// That a person is in the pool of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The draw.
    pub draw_id: String,
    /// The seal of its manifest.
    pub manifest_hash: [u8; 32],
    /// The place of the leaf among all leaves, from 0.
    pub position: u32,
    /// From the leaf up to the root.
    pub path: Vec<merkle::Hash>,
    /// What the proof shows of the person.
    pub person: Shown,
}

/// What a proof shows of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Salt and record: for the person alone.
    Private {
        /// What opens the leaf.
        salt: [u8; 32],
        /// What the pool says of the person.
        record: Value,
    },
    /// Only the leaf: for everyone.
    Leaf([u8; 32]),
}

impl Proof {
    /// The leaf, computed from salt and record where they are there.
    pub fn leaf(&self) -> [u8; 32] {
        match &self.person {
            Shown::Private { salt, record } => pool_leaf(salt, record),
            Shown::Leaf(leaf) => *leaf,
        }
    }

    /// The same proof for everyone: without salt and record.
    #[must_use]
    pub fn shareable(&self) -> Self {
        Self {
            person: Shown::Leaf(self.leaf()),
            ..self.clone()
        }
    }

    /// Whether it leads to this root, as a leaf of a pool of this size.
    pub fn leads_to(&self, pool: &PoolSeal) -> bool {
        let (position, size) = (u64::from(self.position), u64::from(pool.size));
        merkle::verify(position, size, &self.leaf(), &self.path, &pool.root)
    }
}

/// Writes proofs for the people of one pool: all levels of its tree, so that each proof costs
/// twenty steps and not a million.
#[derive(Clone, Debug)]
pub struct Prover<'a> {
    manifest: &'a Manifest,
    hash: [u8; 32],
    pool: &'a PoolFile,
    /// Hashes of each level, leaves first.
    levels: Vec<Vec<merkle::Hash>>,
}

impl<'a> Prover<'a> {
    /// A prover for this manifest and its pool.
    ///
    /// # Errors
    /// `draw-pool-differs` where the pool is not the one that the manifest fixes.
    pub fn new(manifest: &'a Manifest, pool: &'a PoolFile) -> Result<Self, Problem> {
        let mut levels = vec![pool.leaves().to_vec()];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let pairs = level.chunks(2);
            // The last of an odd level has no neighbour and moves up as it is.
            levels.push(
                pairs
                    .map(|pair| match pair {
                        [left, right] => merkle::node(left, right),
                        [alone, ..] => *alone,
                        [] => merkle::empty(),
                    })
                    .collect(),
            );
        }
        let root = levels.last().and_then(|level| level.first());
        if root != Some(&manifest.pool.root) || pool.size() != manifest.pool.size {
            return Err(Problem::error("draw-pool-differs"));
        }
        Ok(Self {
            hash: seal(manifest),
            manifest,
            pool,
            levels,
        })
    }

    /// The private proof of the person at a position; [`Proof::shareable`] makes the other.
    pub fn proof(&self, position: u32) -> Option<Proof> {
        let (salt, record) = self.pool.get(position)?;
        let mut at = ix(position);
        let mut path = Vec::new();
        for level in self.levels.iter().filter(|level| level.len() > 1) {
            path.extend(level.get(at ^ 1));
            at /= 2;
        }
        Some(Proof {
            draw_id: self.manifest.draw_id.clone(),
            manifest_hash: self.hash,
            position,
            path,
            person: Shown::Private {
                salt: *salt,
                record: record.clone(),
            },
        })
    }
}

/// What a proof shows against a manifest or a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Whether it shows that its owner is in the pool: PASS or FAIL.
    pub finding: Finding,
    /// What it shows, one sentence each; under the code.
    pub facts: Vec<Fact>,
    /// The person's count and the number of panels, where the list was given and is the one sealed.
    pub chance: Option<(u32, u32)>,
    /// Whether the person sits on the panel drawn, once it is drawn.
    pub drawn: Option<bool>,
}

/// Checks a proof against a manifest, and against the transcript once there is one.
///
/// The transcript itself is not verified here: that is what [`verify`](super::verify) is for.
pub fn check(
    proof: &Proof,
    manifest: &Manifest,
    transcript: Option<&Transcript>,
    panels: Option<&PanelsFile>,
) -> Proved {
    check_sealed(proof, manifest, &seal(manifest), transcript, panels)
}

/// The same for who has the seal of the manifest, and so need not write the manifest anew.
pub fn check_sealed(
    proof: &Proof,
    manifest: &Manifest,
    hash: &[u8; 32],
    transcript: Option<&Transcript>,
    panels: Option<&PanelsFile>,
) -> Proved {
    let fail = |code| Proved {
        finding: Finding::Fail,
        facts: vec![Fact::new(code, &[])],
        chance: None,
        drawn: None,
    };
    if proof.draw_id != manifest.draw_id || proof.manifest_hash != *hash {
        return fail("prove.other-draw");
    }
    if !proof.leads_to(&manifest.pool) {
        return fail("prove.not-in-pool");
    }
    let size = manifest.pool.size.to_string();
    let position = proof.position.to_string();
    let mut facts = vec![Fact::new("prove.in-pool", &[&size, &position])];
    if let Shown::Private { record, .. } = &proof.person {
        facts.extend(record_facts(record, manifest));
    }
    let chance = chance(proof, manifest, panels, &mut facts);
    let drawn = transcript.and_then(|transcript| drawn(proof, transcript, &mut facts));
    if let Some(transcript) = transcript {
        samples(proof, transcript, &mut facts);
    }
    Proved {
        finding: Finding::Pass,
        facts,
        chance,
        drawn,
    }
}

/// What the pool says of the person, in the texts that people know.
fn record_facts(record: &Value, manifest: &Manifest) -> Vec<Fact> {
    let fields = record.as_object().into_iter().flatten();
    let text = |feature: &str, value: &str| {
        let names = manifest.names.as_ref()?.get(feature)?;
        names.get(value).cloned()
    };
    fields
        .filter_map(|(key, value)| {
            let code = value.as_str()?;
            Some(match key.as_str() {
                "pseudonym" => Fact::new("prove.pseudonym", &[code]),
                "household" => Fact::new("prove.household", &[code]),
                _ => {
                    let feature = text(key, "").unwrap_or_else(|| key.clone());
                    let value = text(key, code).unwrap_or_else(|| code.to_owned());
                    Fact::new("prove.feature", &[&feature, &value])
                }
            })
        })
        .collect()
}

/// The count of the person in the list, where it is there to count.
fn chance(
    proof: &Proof,
    manifest: &Manifest,
    panels: Option<&PanelsFile>,
    facts: &mut Vec<Fact>,
) -> Option<(u32, u32)> {
    let Lottery::UniformPanels { panels: m, .. } = &manifest.lottery else {
        return None;
    };
    let Some(file) = panels else {
        facts.push(Fact::new("prove.chance-not-shown", &[]));
        return None;
    };
    if file.leaves(&manifest.lottery).is_err() {
        facts.push(Fact::new("prove.list-differs", &[]));
        return None;
    }
    let has = |panel: &&[u32]| panel.contains(&proof.position);
    let count = crate::id::len32(file.list.panels().filter(has).count());
    facts.push(Fact::new(
        "prove.chance",
        &[&count.to_string(), &m.to_string()],
    ));
    Some((count, *m))
}

/// Whether the person sits on the panel that was drawn.
fn drawn(proof: &Proof, transcript: &Transcript, facts: &mut Vec<Fact>) -> Option<bool> {
    let opened = transcript.opened.as_ref()?;
    let index = opened
        .index
        .as_i64()
        .map_or_else(String::new, |index| index.to_string());
    let drawn = opened.panel.contains(&i64::from(proof.position));
    let code = if drawn {
        "prove.drawn"
    } else {
        "prove.not-drawn"
    };
    facts.push(Fact::new(code, &[&index]));
    Some(drawn)
}

/// The person's place in samples of the pool, such as reserves, and among tickets for leaves.
fn samples(proof: &Proof, transcript: &Transcript, facts: &mut Vec<Fact>) {
    let leaf = crate::digest::hex(&proof.leaf());
    for draw in &transcript.manifest.draws {
        let mut results = transcript.results.iter();
        let Some(result) = results.find(|result| result.label == draw.label) else {
            continue;
        };
        let items = result.value.as_array().unwrap_or_default();
        let place = match draw.op {
            Op::Sample { .. } => items
                .iter()
                .position(|item| item.as_i64() == Some(i64::from(proof.position))),
            Op::Ticket { .. } => items.iter().position(|item| {
                let id = item.as_array().and_then(|row| row.first());
                id.and_then(Value::as_str) == Some(&leaf)
            }),
            _ => None,
        };
        if let Some(place) = place {
            let (place, of) = ((place + 1).to_string(), items.len().to_string());
            facts.push(Fact::new("prove.sample", &[&draw.label, &place, &of]));
        }
    }
}
