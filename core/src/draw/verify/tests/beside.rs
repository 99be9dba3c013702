//! What stands beside manifest and results: signed notes, the log's proof, the files.

use super::builder::*;
use crate::digest::hex;
use crate::draw::note::NoteSigner;
use crate::draw::schema::*;
use crate::draw::texts::{Sealed, reveals_hash};
use crate::draw::tlog;
use crate::json::Value;
use crate::lottery::merkle;

impl Draft {
    fn text(&self, hash: &[u8; 32], which: usize, digests: &[[u8; 32]]) -> String {
        let sealed = Sealed {
            draw_id: &self.manifest.draw_id,
            attempt: u64::from(self.manifest.attempt),
            manifest_hash: hash,
        };
        let noted: Vec<[u8; 32]> = self
            .manifest
            .sources
            .iter()
            .zip(digests)
            .filter(|(source, _)| !matches!(source, Source::Drand { .. }))
            .map(|(_, digest)| *digest)
            .collect();
        match which {
            0 => sealed.manifest_text(),
            1 => sealed.reveals_text(&reveals_hash(hash, &noted)),
            _ => sealed.list_audited_text(),
        }
    }

    pub(super) fn notes(&self, hash: &[u8; 32], digests: &[[u8; 32]]) -> Vec<String> {
        let mut notes = Vec::new();
        for (which, signers) in self.signed.iter().enumerate() {
            let text = self.text(hash, which, digests);
            notes.extend(signers.iter().map(|who| note(&text, *who)));
        }
        notes
    }

    pub(super) fn anchors(&self, hash: &[u8; 32]) -> Vec<Anchor> {
        if self.stamps.is_empty() {
            return vec![];
        }
        let entry = merkle::leaf(self.text(hash, 0, &[]).as_bytes());
        let others = [3, 4, 5].map(|other: u8| merkle::leaf(&[other]));
        let leaves = [others[0], others[1], entry, others[2]];
        let log = log_signer();
        let witnesses: Vec<(NoteSigner, u64)> = self
            .stamps
            .iter()
            .map(|(who, time)| (witness(*who), *time))
            .collect();
        let witnesses: Vec<(&NoteSigner, u64)> =
            witnesses.iter().map(|(who, time)| (who, *time)).collect();
        let proof = tlog::prove(&leaves, 2, &log, &witnesses).unwrap();
        vec![Anchor {
            proof: proof.to_string(),
        }]
    }

    pub(super) fn files(
        &self,
        panels: &[Vec<u32>],
        salts: Option<&Vec<[u8; 32]>>,
        people: &[(merkle::Hash, [u8; 32], Value)],
    ) -> (Vec<u8>, Vec<u8>) {
        let numbers =
            |panel: &Vec<u32>| Value::Array(panel.iter().copied().map(Value::from).collect());
        let list = Value::Array(panels.iter().map(numbers).collect());
        let mut panels = Value::object([("panels", list)]);
        if let (Some(salts), Value::Object(fields)) = (salts, &mut panels) {
            let salts = salts.iter().map(|salt| Value::from(hex(salt))).collect();
            fields.insert("salts".to_owned(), Value::Array(salts));
        }
        let records = people
            .iter()
            .map(|(_, salt, record)| Value::Array(vec![Value::from(hex(salt)), record.clone()]));
        let mut pool = Value::object([("records", Value::Array(records.collect()))]);
        (self.given.files)(&mut panels, &mut pool);
        (panels.canonical(), pool.canonical())
    }
}
