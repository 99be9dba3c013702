//! What a plan gives, and what to think about before it is sealed.

use std::collections::BTreeMap;

use super::{NO_LOG, PanelSource, Request, SealedList};
use crate::draw::due::{deadline, is_direct};
use crate::draw::schema::{Disclosure, Lottery, Manifest, Source};
use crate::draw::time::Time;
use crate::draw::verdict::Fact;
use crate::id::ValueId;
use crate::instance::Pool;
use crate::lottery::beacon;

/// The fewest people who must be alike before a public list tells nothing of one of them.
const ALIKE: u32 = 5;

/// A quota of at most this many members may point at one of them.
const SMALL_QUOTA: u32 = 3;

/// What warnings are made from.
pub(super) struct Seen<'a> {
    pub(super) request: &'a Request,
    pub(super) manifest: &'a Manifest,
    pub(super) pool: Option<&'a Pool>,
    pub(super) list: Option<&'a SealedList>,
    pub(super) now: Time,
}

/// Chances and company in the list.
pub(super) fn facts(seen: &Seen<'_>) -> Vec<Fact> {
    let Some(list) = seen.list else {
        return Vec::new();
    };
    let statistics = &list.statistics;
    let m = statistics.panels.to_string();
    let mut facts = vec![Fact::new(
        "plan.list",
        &[
            &m,
            &list.list.seats().to_string(),
            &statistics.distinct.to_string(),
        ],
    )];
    let (least, most) = (statistics.least.to_string(), statistics.most.to_string());
    facts.push(if least == most {
        Fact::new("plan.chances-same", &[&least, &m])
    } else {
        Fact::new("plan.chances", &[&least, &most, &m])
    });
    facts.push(match statistics.pair {
        Some(pair) => Fact::new("plan.pair", &[&pair.together.to_string(), &m]),
        None => Fact::new("plan.pair-not-counted", &[]),
    });
    facts
}

/// Everything worth a thought, most urgent first.
pub(super) fn warnings(seen: &Seen<'_>) -> Vec<Fact> {
    let mut warnings = Vec::new();
    if seen.manifest.rehearsal {
        warnings.push(Fact::new("plan.rehearsal", &[]));
    }
    times(seen, &mut warnings);
    sources(seen, &mut warnings);
    list(seen, &mut warnings);
    privacy(seen, &mut warnings);
    witnesses(seen, &mut warnings);
    warnings
}

fn times(seen: &Seen<'_>, warnings: &mut Vec<Fact>) {
    let (time, latest) = (seen.manifest.draw_time, deadline(seen.manifest));
    if time <= seen.now {
        warnings.push(Fact::new("plan.time-past", &[&time.to_string()]));
    } else if latest <= seen.now {
        warnings.push(Fact::new("plan.time-short", &[&latest.to_string()]));
    }
    for source in &seen.manifest.sources {
        match source {
            Source::CommitReveal {
                party, reveal_by, ..
            } if *reveal_by <= seen.now => {
                let by = reveal_by.to_string();
                warnings.push(Fact::new("plan.reveal-past", &[party, &by]));
            }
            Source::Rfc3797List { ready_by, .. } if *ready_by <= seen.now => {
                warnings.push(Fact::new("plan.values-known", &[&ready_by.to_string()]));
            }
            Source::Rfc3797List { ready_by, .. } if *ready_by > latest => {
                let (by, latest) = (ready_by.to_string(), latest.to_string());
                warnings.push(Fact::new("plan.values-late", &[&by, &latest]));
            }
            _ => {}
        }
    }
}

fn sources(seen: &Seen<'_>, warnings: &mut Vec<Fact>) {
    let manifest = seen.manifest;
    let (mut beacons, mut others) = (0, 0);
    for source in &manifest.sources {
        match source {
            Source::Drand { chain_hash, .. } => {
                beacons += 1;
                if *chain_hash == beacon::DEFAULT.hash {
                    warnings.push(Fact::new("plan.chain-default", &[]));
                }
            }
            Source::CommitReveal { party, key, .. } => {
                others += 1;
                if key.is_none() {
                    warnings.push(Fact::new("plan.party-without-key", &[party]));
                }
                if party.trim().to_lowercase() == manifest.organiser.name.trim().to_lowercase() {
                    warnings.push(Fact::new("plan.organiser-is-party", &[party]));
                }
            }
            Source::Dice { .. } | Source::Rfc3797List { .. } => others += 1,
        }
    }
    if is_direct(manifest) {
        warnings.push(Fact::new("plan.direct", &[]));
    } else if beacons == 0 {
        warnings.push(Fact::new("plan.no-beacon", &[]));
    } else if others == 0 {
        warnings.push(Fact::new("plan.beacon-alone", &[]));
    }
}

fn list(seen: &Seen<'_>, warnings: &mut Vec<Fact>) {
    let Some(list) = seen.list else {
        return;
    };
    let statistics = &list.statistics;
    let repeats = statistics.panels.saturating_sub(statistics.distinct);
    let mut many = |code, number: u32| {
        if number > 0 {
            warnings.push(Fact::new(code, &[&number.to_string()]));
        }
    };
    many("plan.never", statistics.never);
    many("plan.always", statistics.always);
    many("plan.repeats", repeats);
    let uniform = match seen.request.panel.as_ref().map(|panel| &panel.from) {
        Some(PanelSource::Rule { .. }) => seen.manifest.quotas.is_empty(),
        _ => false,
    };
    if let Some(pool) = seen.pool.filter(|_| uniform) {
        let seats = pool.seats;
        if pool.quotas().any(|(_, _, q)| q.min > 0 || q.max < seats) {
            warnings.push(Fact::new("plan.quotas-ignored", &[]));
        }
    }
}

/// draw/v1, 2.8, Privacy.
fn privacy(seen: &Seen<'_>, warnings: &mut Vec<Fact>) {
    let Some((pool, list)) = seen.pool.zip(seen.list) else {
        return;
    };
    if !seen.manifest.quotas.is_empty() {
        for (feature, value, quota) in pool.quotas() {
            if quota.max < SMALL_QUOTA
                && let Some((feature, value, _)) = pool.quota(feature, value)
            {
                let most = quota.max.to_string();
                warnings.push(Fact::new("plan.quota-small", &[feature, value, &most]));
            }
        }
    }
    let public = matches!(
        seen.manifest.lottery,
        Lottery::UniformPanels {
            disclosure: Some(Disclosure::Public) | None,
            ..
        }
    );
    if !public {
        warnings.push(Fact::new("plan.auditor-word", &[]));
        return;
    }
    let (of_type, of_count) = alike(pool, list, !seen.manifest.quotas.is_empty());
    let report = [&of_type.to_string()[..], &of_count.to_string()];
    warnings.push(if of_type.min(of_count) < ALIKE {
        Fact::new(
            "plan.public-few-alike",
            &[report[0], report[1], &ALIKE.to_string()],
        )
    } else {
        Fact::new("plan.public-alike", &report)
    });
    warnings.push(Fact::new("plan.records-auditors", &[]));
}

/// The k report: how many people the smallest type has, and the smallest set of equal chances.
fn alike(pool: &Pool, list: &SealedList, features: bool) -> (u32, u32) {
    let mut types: BTreeMap<Vec<ValueId>, u32> = BTreeMap::new();
    for person in pool.people() {
        let kept = pool.features().ids().filter(|_| features);
        let values = kept.map(|feature| pool.value(person, feature));
        *types.entry(values.collect()).or_default() += 1;
    }
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for count in &list.statistics.counts {
        *counts.entry(*count).or_default() += 1;
    }
    let least = |sizes: &mut dyn Iterator<Item = &u32>| sizes.copied().min().unwrap_or_default();
    (least(&mut types.values()), least(&mut counts.values()))
}

/// What stays UNPROVEN unless somebody does something by hand.
fn witnesses(seen: &Seen<'_>, warnings: &mut Vec<Fact>) {
    let manifest = seen.manifest;
    if manifest.log == NO_LOG {
        warnings.push(Fact::new("plan.no-log", &[]));
    } else {
        warnings.push(Fact::new("plan.seal-by-hand", &[]));
    }
    let to_note =
        |source: &Source| matches!(source, Source::Dice { .. } | Source::Rfc3797List { .. });
    if manifest.sources.iter().any(to_note) && !is_direct(manifest) {
        warnings.push(Fact::new("plan.reveals-witnessed", &[]));
    }
    if manifest.attempt > 1 {
        let before = (manifest.attempt - 1).to_string();
        warnings.push(Fact::new("plan.earlier-attempts", &[&before]));
    }
}
