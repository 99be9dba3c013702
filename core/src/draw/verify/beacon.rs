//! The beacon: the right chain, the round that the time of the draw means, and its signature.

use super::case::{Case, said, short};
use super::{Fault, Met, fail, of, pass, wrong};
use crate::digest::unhex;
use crate::draw::schema::{Evidence, Source};
use crate::draw::verdict::Check;
use crate::lottery::beacon::{Chain, pinned};

/// A beacon that the manifest names: its chain, round and evidence.
type Named<'a> = (&'static Chain, i64, Option<&'a Evidence>);

/// Every drand source; the fault of the first whose chain is not known ("any other chain is
/// FAIL, retired and test chains included", closed point 9).
fn named<'a>(case: &Case<'a>) -> Result<Vec<Named<'a>>, Fault> {
    let mut all = Vec::new();
    for (source, evidence) in case.sources() {
        if let Source::Drand { chain_hash, round } = source {
            match pinned(chain_hash) {
                Some(chain) => all.push((chain, *round, evidence)),
                None => return Err(wrong("chain-unknown", vec![short(chain_hash)])),
            }
        }
    }
    Ok(all)
}

/// `draw-time`: at or after the genesis of each chain, else FAIL: any time before means round 1,
/// which everybody knows.
pub(super) fn draw_time(case: &Case<'_>) -> Check {
    of("draw-time", after_genesis(case))
}

fn after_genesis(case: &Case<'_>) -> Met {
    let time = case.manifest.draw_time;
    for (chain, ..) in named(case)? {
        if time.unix() < chain.genesis {
            let args = vec![time.to_string(), chain.name.to_owned()];
            return Err(wrong("draw-time-before-genesis", args));
        }
    }
    Ok(("draw-time-right", vec![time.to_string()]))
}

/// `drand-chain`: closed point 9, else FAIL: keys of retired chains have leaked.
pub(super) fn drand_chain(case: &Case<'_>) -> Check {
    of("drand-chain", chains(case))
}

fn chains(case: &Case<'_>) -> Met {
    let names: Vec<&str> = named(case)?.iter().map(|(chain, ..)| chain.name).collect();
    if names.is_empty() {
        return Ok(("none-beacon", vec![]));
    }
    Ok(("chain-pinned", vec![names.join(", ")]))
}

/// `drand-round-not-from-draw-time`: the first round at or after draw_time, else FAIL: a round
/// that somebody picks is a panel that somebody picks.
pub(super) fn drand_round(case: &Case<'_>) -> Check {
    of("drand-round-not-from-draw-time", rounds(case))
}

fn rounds(case: &Case<'_>) -> Met {
    let mut met = ("none-beacon", vec![]);
    for (chain, round, _) in named(case)? {
        let meant = chain.round_at(case.manifest.draw_time.unix());
        if u64::try_from(round) != Ok(meant) {
            return Err(wrong(
                "round-chosen",
                vec![round.to_string(), meant.to_string()],
            ));
        }
        met = ("round-from-draw-time", vec![round.to_string()]);
    }
    Ok(met)
}

/// `drand-signature`: BLS over the pinned key, else FAIL.
pub(super) fn drand_signature(case: &Case<'_>) -> Check {
    of("drand-signature", signed(case))
}

fn signed(case: &Case<'_>) -> Met {
    let mut met = ("none-beacon", vec![]);
    for (chain, round, evidence) in named(case)? {
        let holds = match (u64::try_from(round), evidence) {
            (
                Ok(round),
                Some(Evidence::Signature {
                    signature,
                    previous_signature,
                }),
            ) => verifies(chain, round, signature, previous_signature.as_deref()),
            _ => false,
        };
        if !holds {
            return Err(wrong("beacon-not-signed", vec![round.to_string()]));
        }
        met = ("beacon-signed", vec![round.to_string()]);
    }
    Ok(met)
}

/// Whether the chain signed this round; all texts are hexadecimal.
fn verifies(chain: &Chain, round: u64, signature: &str, previous: Option<&str>) -> bool {
    let Ok(signature) = unhex(signature) else {
        return false;
    };
    let previous = match previous.map(unhex) {
        Some(Err(_)) => return false,
        Some(Ok(previous)) => Some(previous),
        None => None,
    };
    holds(chain, round, previous.as_deref(), &signature)
}

#[cfg(not(test))]
fn holds(chain: &Chain, round: u64, previous: Option<&[u8]>, signature: &[u8]) -> bool {
    chain.verify(round, previous, signature).is_ok()
}

/// Tests verify thousands of transcripts with the same few beacons.
#[cfg(test)]
use super::tests::remembered as holds;

/// `not-before-beacon`: null, or valid, its time before T* and at most 60 s after the anchor;
/// else FAIL: a manifest that quotes its own beacon or a later one was written too late.
pub(super) fn not_before(case: &Case<'_>) -> Check {
    let name = "not-before-beacon";
    let Some(beacon) = &case.manifest.not_before_beacon else {
        return pass(name, "fresh-none");
    };
    let Some(chain) = pinned(&beacon.chain_hash) else {
        return fail(name, "chain-unknown", vec![short(&beacon.chain_hash)]);
    };
    let round = vec![beacon.round.to_string()];
    let Some(time) = chain.time_of(beacon.round) else {
        return fail(name, "fresh-not-signed", round);
    };
    let args = vec![beacon.round.to_string(), said(time)];
    if time >= case.deadline {
        return fail(name, "fresh-too-late", args);
    }
    if let Some(anchored) = case.anchors.time
        && time > anchored.saturating_add(60)
    {
        return fail(name, "fresh-after-anchor", args);
    }
    let previous = beacon.previous_signature.as_deref();
    if !verifies(chain, beacon.round, &beacon.signature, previous) {
        return fail(name, "fresh-not-signed", round);
    }
    super::pass_with(name, "fresh-right", args)
}
