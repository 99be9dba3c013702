//! A draw made from scratch, and sealed again after a fraud so that only the fraud remains.
//!
//! It uses the hashes of `lottery`, which have vectors of their own, and none of the verifier.

use std::collections::BTreeMap;

pub(super) use super::town::*;
use crate::digest::{hex, unhex};
use crate::draw::policy::Policy;
use crate::draw::schema::*;
use crate::draw::{Finding, Saw, Trust, Verdict, verify};
use crate::json::Value;
use crate::lottery::{
    DrawKey, Seed, commitment, ids_hash, manifest_hash, merkle, panel_leaf, pool_leaf, rfc3797_key,
    salted_panel_leaf, source_digest, ticket_order,
};

/// A draw before it is sealed. A fraud changes it; [`Draft::made`] makes the rest agree.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) manifest: Manifest,
    pub(super) evidence: Vec<Evidence>,
    pub(super) ids: TicketIds,
    /// The people; their leaves are put in order unless `unsorted`.
    pub(super) records: Vec<Value>,
    pub(super) unsorted: bool,
    /// Panels are made without a look at households.
    pub(super) crowded: bool,
    /// Changes the list of panels before it is sealed.
    pub(super) panels: fn(&mut Vec<Vec<u32>>),
    /// Changes the manifest when its roots and commitments are there, before it is sealed.
    pub(super) manifest_last: fn(&mut Manifest),
    /// Who signed the manifest, the reveals, the list.
    pub(super) signed: [Vec<u8>; 3],
    /// Which witness stamped the log's head, and when; no anchor if empty.
    pub(super) stamps: Vec<(u8, u64)>,
    /// Changes the finished transcript.
    pub(super) after: fn(&mut Transcript),
    pub(super) given: Given,
}

/// What the reader brings along.
#[derive(Clone)]
pub(super) struct Given {
    /// The seal of this draw, or another.
    pub(super) seal: Option<bool>,
    pub(super) saw: Option<Saw>,
    pub(super) policy: bool,
    pub(super) lists: bool,
    pub(super) previous: Vec<Vec<u8>>,
    pub(super) key: Option<u8>,
    pub(super) draw_id: Option<&'static str>,
    /// Changes the files of panels and pool after they were sealed.
    pub(super) files: fn(&mut Value, &mut Value),
}

/// A sealed draw with the files beside it.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) transcript: Transcript,
    pub(super) hash: [u8; 32],
    pub(super) panels: Vec<u8>,
    pub(super) pool: Vec<u8>,
    pub(super) given: Given,
    policy: Policy,
}

impl Draft {
    /// Dice, two parties and the beacon; panel, reserves and a tie; everything signed, anchored
    /// and handed in.
    pub(super) fn new() -> Draft {
        Draft {
            manifest: manifest(),
            evidence: vec![
                Evidence::Digits("31415926535897932384".to_owned()),
                Evidence::Secret(hex(&[0xaa; 32])),
                Evidence::Secret(hex(&[0xbb; 32])),
                Evidence::Signature {
                    signature: ROUND_123.to_owned(),
                    previous_signature: None,
                },
            ],
            ids: TicketIds::One(["bench", "kiosk", "lamp"].map(str::to_owned).to_vec()),
            records: (0..12).map(record).collect(),
            unsorted: false,
            crowded: false,
            panels: |_| (),
            manifest_last: |_| (),
            signed: [
                vec![ORGANISER, PARTY_A, PARTY_B, AUDITOR],
                vec![AUDITOR],
                vec![],
            ],
            stamps: vec![(WITNESS_A, SPOKE - 180), (WITNESS_B, SPOKE - 120)],
            after: |_| (),
            given: Given {
                seal: None,
                saw: None,
                policy: true,
                lists: true,
                previous: vec![],
                key: None,
                draw_id: None,
                files: |_, _| (),
            },
        }
    }

    /// Closed point 14: one ten-sided die is the number of the panel.
    pub(super) fn direct() -> Draft {
        let mut draft = Draft::new();
        draft.manifest.draws[0].op = Op::Direct { n: 10 };
        draft.manifest.sources = vec![Source::Dice {
            count: 1,
            sides: 10,
            ceremony: "one die before the camera".to_owned(),
        }];
        draft.evidence = vec![Evidence::Digits("7".to_owned())];
        draft.signed[0] = vec![ORGANISER, AUDITOR];
        draft
    }

    /// Only the beacon.
    pub(super) fn drand_only() -> Draft {
        let mut draft = Draft::new();
        draft.manifest.sources.drain(..3);
        draft.evidence.drain(..3);
        draft.signed = [vec![ORGANISER, AUDITOR], vec![], vec![]];
        draft
    }

    /// No panel: the order of three names.
    pub(super) fn tickets() -> Draft {
        let mut draft = Draft::drand_only();
        draft.manifest.lottery = Lottery::Ticket;
        draft.manifest.draws.drain(..2);
        draft.given.lists = false;
        draft
    }

    pub(super) fn sources(&mut self) -> &mut Vec<Source> {
        &mut self.manifest.sources
    }

    pub(super) fn made(&self) -> Made {
        let mut draft = self.clone();
        draft.make()
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.made().verdict()
    }

    fn make(&mut self) -> Made {
        let people = self.people();
        let mut panels = panels_of(&people, self.crowded);
        (self.panels)(&mut panels);
        let salts: Vec<[u8; 32]> = (0..panels.len())
            .map(|at| [u8::try_from(at).unwrap() ^ 0x55; 32])
            .collect();
        let leaves: Vec<merkle::Hash> = people.iter().map(|(leaf, ..)| *leaf).collect();
        self.manifest.pool.root = merkle::root(&leaves);
        self.manifest.pool.size = u32::try_from(leaves.len()).unwrap();
        let salted = self.manifest.lottery.salted();
        let leaf = |(panel, salt): (&Vec<u32>, &[u8; 32])| {
            if salted {
                salted_panel_leaf(salt, panel)
            } else {
                panel_leaf(panel)
            }
        };
        let panel_leaves: Vec<merkle::Hash> = panels.iter().zip(&salts).map(leaf).collect();
        if let Lottery::UniformPanels { root, .. } = &mut self.manifest.lottery {
            *root = merkle::root(&panel_leaves);
        }
        self.commit();
        (self.manifest_last)(&mut self.manifest);

        let sealed = self.manifest.to_value();
        let hash = manifest_hash(&sealed);
        let digests = self.digests();
        let seed = Seed::combine(&hash, &digests);
        let keys: BTreeMap<String, [u8; 32]> = self
            .manifest
            .draws
            .iter()
            .map(|draw| {
                let key = DrawKey::derive(seed, &draw.label);
                (draw.label.clone(), key.into_bytes())
            })
            .collect();
        let results: Vec<ResultOf> = self.results(&keys);
        let opened = self.opened(&results, &panels, &salts, &panel_leaves);
        let mut transcript = Transcript {
            manifest: self.manifest.clone(),
            sealed,
            signatures: self.notes(&hash, &digests),
            anchors: self.anchors(&hash),
            evidence: self.evidence.clone(),
            derived: Derived {
                manifest_hash: Value::from(hex(&hash)),
                source_digests: digests.iter().map(|d| Value::from(hex(d))).collect(),
                seed: Value::from(seed.to_string()),
                draw_keys: keys,
            },
            ticket_ids: self.ids.clone(),
            results,
            opened,
        };
        (self.after)(&mut transcript);
        let (panels, pool) = self.files(&panels, salted.then_some(&salts), &people);
        Made {
            transcript,
            hash,
            panels,
            pool,
            given: self.given.clone(),
            policy: policy(),
        }
    }

    /// Leaf, salt and record of everybody, in the order of the leaves.
    fn people(&self) -> Vec<(merkle::Hash, [u8; 32], Value)> {
        let mut people: Vec<_> = self
            .records
            .iter()
            .enumerate()
            .map(|(at, record)| {
                let salt = [u8::try_from(at).unwrap(); 32];
                (pool_leaf(&salt, record), salt, record.clone())
            })
            .collect();
        if !self.unsorted {
            people.sort_by_key(|(leaf, ..)| *leaf);
        }
        people
    }

    /// Parties commit to the secrets they will reveal; tickets to their ids.
    fn commit(&mut self) {
        for (source, evidence) in self.manifest.sources.iter_mut().zip(&self.evidence) {
            if let (
                Source::CommitReveal {
                    party,
                    commitment: own,
                    ..
                },
                Evidence::Secret(secret),
            ) = (source, evidence)
            {
                *own = commitment(party, &bytes32(secret));
            }
        }
        for draw in &mut self.manifest.draws {
            if let (
                Op::Ticket {
                    ids_hash: Some(own),
                },
                Some(ids),
            ) = (&mut draw.op, self.ids.of(&draw.label))
            {
                *own = ids_hash(ids.iter().map(String::as_str));
            }
        }
    }

    fn digests(&self) -> Vec<[u8; 32]> {
        let sources = self.manifest.sources.iter().zip(&self.evidence);
        (0_u64..)
            .zip(sources)
            .map(|(at, (source, evidence))| {
                let out = match evidence {
                    Evidence::Signature { signature, .. } => unhex(signature).unwrap(),
                    Evidence::Secret(secret) => unhex(secret).unwrap(),
                    Evidence::Digits(digits) => digits.as_bytes().to_vec(),
                    Evidence::Values(lists) => {
                        let number = |n: &i64| u64::try_from(*n).unwrap();
                        let list = |l: &Vec<i64>| l.iter().map(number).collect();
                        rfc3797_key(&lists.iter().map(list).collect::<Vec<Vec<u64>>>()).into_bytes()
                    }
                };
                source_digest(at, &source.to_value(), &out)
            })
            .collect()
    }

    fn results(&self, keys: &BTreeMap<String, [u8; 32]>) -> Vec<ResultOf> {
        let result = |draw: &Draw| {
            let key = DrawKey::from(keys[&draw.label]);
            let value = match &draw.op {
                Op::Below { n } => {
                    let number = key.stream().below(u128::try_from(*n).unwrap()).unwrap();
                    Value::Int(i64::try_from(number).unwrap())
                }
                Op::Direct { .. } => {
                    let Some(Evidence::Digits(digits)) = self.evidence.first() else {
                        panic!("a direct draw begins with dice")
                    };
                    let ten = matches!(self.manifest.sources[0], Source::Dice { sides: 10, .. });
                    let (base, least) = if ten { (10, 0) } else { (6, 1) };
                    let digit =
                        |sum: i64, c: char| sum * base + i64::from(c.to_digit(10).unwrap()) - least;
                    Value::Int(digits.chars().fold(0, digit))
                }
                Op::Sample { n, k } => {
                    let drawn = key
                        .stream()
                        .sample(
                            u64::try_from(*n).unwrap(),
                            u64::try_from(*k.min(n)).unwrap(),
                        )
                        .unwrap();
                    Value::Array(
                        drawn
                            .iter()
                            .map(|at| Value::Int(i64::try_from(*at).unwrap()))
                            .collect(),
                    )
                }
                Op::Ticket { .. } => {
                    let ids = self.ids.of(&draw.label).unwrap_or_default();
                    let order = ticket_order(key, ids.iter().map(String::as_str));
                    let row = |id: &str| {
                        Value::Array(vec![Value::from(id), Value::from(hex(&key.ticket(id)))])
                    };
                    Value::Array(order.into_iter().map(row).collect())
                }
            };
            ResultOf {
                label: draw.label.clone(),
                value,
            }
        };
        self.manifest.draws.iter().map(result).collect()
    }

    fn opened(
        &self,
        results: &[ResultOf],
        panels: &[Vec<u32>],
        salts: &[[u8; 32]],
        leaves: &[merkle::Hash],
    ) -> Option<Opened> {
        if self.manifest.lottery == Lottery::Ticket {
            return None;
        }
        let drawn = results.iter().find(|result| result.label == "panel")?;
        let at = usize::try_from(drawn.value.as_i64()?).ok()?;
        Some(Opened {
            index: drawn.value.clone(),
            panel: panels.get(at)?.iter().copied().map(i64::from).collect(),
            path: merkle::path(u64::try_from(at).ok()?, leaves)?,
            salt: self.manifest.lottery.salted().then_some(salts[at]),
        })
    }
}

impl Made {
    pub(super) fn document(&self) -> Vec<u8> {
        self.transcript.to_value().canonical()
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict_on(&self.document())
    }

    /// What the same reader finds in other bytes.
    pub(super) fn verdict_on(&self, document: &[u8]) -> Verdict {
        let given = &self.given;
        let trust = Trust {
            seal: given
                .seal
                .map(|own| if own { self.hash } else { [0xee; 32] }),
            saw: given.saw.clone(),
            policy: given.policy.then(|| self.policy.clone()),
            key: given.key.map(|who| key(who).public()),
            draw_id: given.draw_id.map(str::to_owned),
            panels: given.lists.then_some(&self.panels),
            pool: given.lists.then_some(&self.pool),
            previous: given.previous.iter().map(Vec::as_slice).collect(),
            chances: None,
            replay: None,
            nfc: |_| true,
        };
        verify(document, &trust)
    }
}

/// What is not PASS, as `name FINDING`.
pub(super) fn faults(verdict: &Verdict) -> Vec<String> {
    let checks = verdict.checks.iter();
    let faults = checks.filter(|check| check.finding != Finding::Pass);
    faults
        .map(|check| format!("{} {}", check.id(), check.finding.word()))
        .collect()
}
