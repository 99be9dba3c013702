//! Earlier attempts at the same draw.

use super::case::{Case, said};
use super::{Fault, Met, json_limits, of, open, wrong};
use crate::digest::hex;
use crate::draw::due::latest_unix;
use crate::draw::schema::{Manifest, Transcript};
use crate::draw::verdict::Check;
use crate::json::parse_with;
use crate::lottery::manifest_hash;

/// `attempts`: attempt = 1 if and only if supersedes is null; if more, earlier manifests supplied,
/// hashes chain, same draw_id and key, and this anchor time <= each earlier T* - margin.
/// FAIL on the first or the chain, else UNPROVEN. Stops drawing until one likes it.
pub(super) fn attempts(case: &Case<'_>) -> Check {
    of("attempts", chain(case))
}

fn chain(case: &Case<'_>) -> Met {
    let number = case.manifest.attempt;
    if !begins_or_follows(case.manifest) {
        return Err(wrong("attempt-supersedes", vec![number.to_string()]));
    }
    let mut supplied = supplied(case)?;
    let mut earlier: Vec<Manifest> = Vec::new();
    loop {
        let at = earlier.last().unwrap_or(case.manifest);
        let (Some(hash), Some(before)) = (at.supersedes, at.attempt.checked_sub(1)) else {
            break;
        };
        let args = vec![before.to_string(), hex(&hash)];
        let Some(place) = supplied.iter().position(|(found, _)| *found == hash) else {
            // What is left over stands where the missing one should.
            return Err(if supplied.is_empty() {
                open("attempt-not-supplied", args)
            } else {
                wrong("attempt-chain", args)
            });
        };
        let (_, next) = supplied.swap_remove(place);
        let fits = next.attempt == before
            && begins_or_follows(&next)
            && next.draw_id == case.manifest.draw_id
            && next.organiser.key == case.manifest.organiser.key;
        if !fits {
            return Err(wrong("attempt-chain", args));
        }
        earlier.push(next);
    }
    if !supplied.is_empty() {
        return Err(wrong("attempt-foreign", vec![]));
    }
    in_time(case, &earlier)
}

/// "attempt = 1 <=> supersedes null"
fn begins_or_follows(manifest: &Manifest) -> bool {
    (manifest.attempt == 1) == manifest.supersedes.is_none()
}

fn in_time(case: &Case<'_>, earlier: &[Manifest]) -> Met {
    let number = case.manifest.attempt.to_string();
    if earlier.is_empty() {
        return Ok(("attempt-first", vec![]));
    }
    let Some(anchored) = case.anchors.time else {
        return Err(open("attempt-not-anchored", vec![number]));
    };
    for manifest in earlier {
        if anchored > latest_unix(manifest) {
            let args = vec![manifest.attempt.to_string(), said(anchored)];
            return Err(open("attempt-after-draw", args));
        }
    }
    Ok(("attempt-follows", vec![number]))
}

/// The earlier manifests that were handed in, with their hashes; of a transcript its manifest.
fn supplied(case: &Case<'_>) -> Result<Vec<([u8; 32], Manifest)>, Fault> {
    let mut all = Vec::new();
    for (at, bytes) in case.trust.previous.iter().enumerate() {
        let fault = || wrong("attempt-malformed", vec![(at + 1).to_string()]);
        let value = parse_with(bytes, &json_limits(case.trust)).map_err(|_| fault())?;
        // Of a transcript, which must be one, its manifest.
        let (sealed, manifest) = if value.get("manifest").is_some() {
            let transcript = Transcript::from_value(&value).map_err(|_| fault())?;
            (transcript.sealed, transcript.manifest)
        } else {
            let manifest = Manifest::from_value(&value).map_err(|_| fault())?;
            (value, manifest)
        };
        all.push((manifest_hash(&sealed), manifest));
    }
    Ok(all)
}
