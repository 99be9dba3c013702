//! What follows from manifest and evidence: hash, digests, seed and keys.

use super::case::Case;
use super::{fail, is_text, pass, pass_with};
use crate::digest::hex;
use crate::draw::verdict::Check;

/// `manifest-hash`: derived equals recomputed, else FAIL.
pub(super) fn manifest_hash(case: &Case<'_>) -> Check {
    let (name, hash) = ("manifest-hash", hex(&case.hash));
    if is_text(&case.transcript.derived.manifest_hash, &hash) {
        pass_with(name, "manifest-hash-equal", vec![hash])
    } else {
        fail(name, "manifest-hash-differs", vec![hash])
    }
}

/// `source-digests`: recomputed, else FAIL.
pub(super) fn source_digests(case: &Case<'_>) -> Check {
    let name = "source-digests";
    let claimed = &case.transcript.derived.source_digests;
    let equal = |at: usize, digest: &Option<[u8; 32]>| match (claimed.get(at), digest) {
        (Some(claim), Some(digest)) => is_text(claim, &hex(digest)),
        _ => false,
    };
    let mut computed = case.digests.iter().enumerate();
    if let Some((at, _)) = computed.find(|(at, digest)| !equal(*at, digest)) {
        return fail(name, "digest-differs", vec![(at + 1).to_string()]);
    }
    let (found, expected) = (claimed.len().to_string(), case.digests.len().to_string());
    if found == expected {
        pass_with(name, "digests-equal", vec![expected])
    } else {
        fail(name, "digests-count", vec![found, expected])
    }
}

/// `seed`: recomputed, else FAIL.
pub(super) fn seed(case: &Case<'_>) -> Check {
    let name = "seed";
    let Some(seed) = case.seed else {
        return fail(name, "seed-not-there", vec![]);
    };
    let seed = seed.to_string();
    if is_text(&case.transcript.derived.seed, &seed) {
        pass_with(name, "seed-equal", vec![seed])
    } else {
        fail(name, "seed-differs", vec![seed])
    }
}

/// `draw-keys`: labels equal the draws', else FAIL.
pub(super) fn draw_keys(case: &Case<'_>) -> Check {
    let keys = &case.transcript.derived.draw_keys;
    let draws = &case.manifest.draws;
    let of_draw = |label: &String| draws.iter().any(|draw| draw.label == *label);
    if keys.keys().all(of_draw) && draws.iter().all(|draw| keys.contains_key(&draw.label)) {
        pass("draw-keys", "key-labels-equal")
    } else {
        fail("draw-keys", "key-labels-differ", vec![])
    }
}

/// `draw-key:L`: recomputed, else FAIL.
pub(super) fn each_draw_key(case: &Case<'_>) -> Vec<Check> {
    let draws = case.manifest.draws.iter();
    let checks = draws.map(|draw| {
        let claimed = case.transcript.derived.draw_keys.get(&draw.label);
        let key = case.key(&draw.label);
        let mut check = match (claimed, key) {
            (Some(claimed), Some(key)) if claimed == key.as_bytes() => {
                pass("draw-key", "key-equal")
            }
            _ => fail("draw-key", "key-differs", vec![]),
        };
        check.label.clone_from(&draw.label);
        check
    });
    checks.collect()
}
