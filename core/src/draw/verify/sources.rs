//! The sources of randomness: who they are, and whether each gave what was announced.

use super::case::{Case, are_digits, said};
use super::{Met, fail, of, open, pass, pass_with, unproven, wrong};
use crate::digest::unhex32;
use crate::draw::due::latest_unix;
use crate::draw::schema::{Evidence, Lottery, Source};
use crate::draw::verdict::Check;
use crate::lottery::commitment as commitment_of;

/// `evidence-count`: one per source, else FAIL.
pub(super) fn evidence_count(case: &Case<'_>) -> Check {
    let (found, expected) = (case.transcript.evidence.len(), case.manifest.sources.len());
    let args = vec![found.to_string(), expected.to_string()];
    if found == expected {
        pass_with("evidence-count", "evidence-complete", args)
    } else {
        fail("evidence-count", "evidence-count-differs", args)
    }
}

/// `sources`: no chain, party, key or commitment twice; one dice; organiser's key is no party;
/// else FAIL. Stops padded independence. A direct draw has "exactly one dice source and no other".
pub(super) fn sources(case: &Case<'_>) -> Check {
    of("sources", distinct(case))
}

fn distinct(case: &Case<'_>) -> Met {
    let sources = &case.manifest.sources;
    let dice = |source: &Source| matches!(source, Source::Dice { .. });
    if case.direct && !(sources.len() == 1 && sources.iter().all(dice)) {
        return Err(wrong("source-beside-direct", vec![]));
    }
    for (at, source) in sources.iter().enumerate() {
        let earlier = sources.iter().take(at);
        if earlier.clone().any(|other| same(other, source)) {
            return Err(wrong("source-twice", vec![(at + 1).to_string()]));
        }
        if let Source::CommitReveal { party, key, .. } = source
            && *key == Some(case.manifest.organiser.key)
        {
            return Err(wrong("organiser-is-party", vec![party.clone()]));
        }
    }
    Ok(("sources-distinct", vec![sources.len().to_string()]))
}

/// Whether two sources are one: the same chain, party, key or commitment; any two dice.
fn same(a: &Source, b: &Source) -> bool {
    match (a, b) {
        (Source::Drand { chain_hash: a, .. }, Source::Drand { chain_hash: b, .. }) => a == b,
        (
            Source::CommitReveal {
                party,
                key,
                commitment,
                ..
            },
            Source::CommitReveal {
                party: party2,
                key: key2,
                commitment: commitment2,
                ..
            },
        ) => party == party2 || commitment == commitment2 || (key.is_some() && key == key2),
        (Source::Dice { .. }, Source::Dice { .. }) => true,
        _ => false,
    }
}

/// `beacon-present`: at least one drand, else UNPROVEN. Stops digits that were invented
/// afterwards. Does not apply to a direct draw.
pub(super) fn beacon_present(case: &Case<'_>) -> Check {
    let name = "beacon-present";
    let drand = |source: &&Source| matches!(source, Source::Drand { .. });
    if case.direct {
        return pass(name, "beacon-not-asked");
    }
    match case.manifest.sources.iter().filter(drand).count() {
        0 => unproven(name, "beacon-missing", vec![]),
        _ => pass(name, "beacon-named"),
    }
}

/// `dice-format`: sides 10, count >= 20, 0-9; or sides 6, count >= 25, 1-6 (direct: sides^count =
/// lottery.panels); else FAIL. Stops zero dice, and twenty-sided dice read as sixes.
pub(super) fn dice_format(case: &Case<'_>) -> Check {
    of("dice-format", dice(case))
}

fn dice(case: &Case<'_>) -> Met {
    let mut met = ("none-dice", vec![]);
    for (source, evidence) in case.sources() {
        let Source::Dice { count, sides, .. } = source else {
            continue;
        };
        let args = vec![count.to_string(), sides.to_string()];
        let needed = match sides {
            10 => 20,
            6 => 25,
            _ => return Err(wrong("dice-sides", vec![sides.to_string()])),
        };
        if case.direct && !shows_each_panel(case, *count, *sides) {
            return Err(wrong("dice-panels", args));
        }
        if !case.direct && *count < needed {
            return Err(wrong("dice-few", [args, vec![needed.to_string()]].concat()));
        }
        match evidence {
            Some(Evidence::Digits(digits)) if are_digits(*count, *sides, digits) => {
                met = ("dice-right", args);
            }
            _ => return Err(wrong("dice-digits", args)),
        }
    }
    Ok(met)
}

/// sides^count = lottery.panels.
fn shows_each_panel(case: &Case<'_>, count: i64, sides: i64) -> bool {
    let power = || {
        let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
        u32::try_from(sides).ok()?.checked_pow(count)
    };
    match case.manifest.lottery {
        Lottery::UniformPanels { panels, .. } => power() == Some(panels),
        Lottery::Ticket => false,
    }
}

/// `list-format`: ascending integers, one list per item; ready_by < T*; else FAIL.
pub(super) fn list_format(case: &Case<'_>) -> Check {
    of("list-format", published_lists(case))
}

fn published_lists(case: &Case<'_>) -> Met {
    let mut met = ("none-list", vec![]);
    for (source, evidence) in case.sources() {
        let Source::Rfc3797List { items, ready_by } = source else {
            continue;
        };
        let Some(Evidence::Values(lists)) = evidence else {
            return Err(wrong("list-missing", vec![]));
        };
        if lists.len() != items.len() || items.is_empty() {
            let args = vec![lists.len().to_string(), items.len().to_string()];
            return Err(wrong("list-count", args));
        }
        // A list without a number adds nothing that anybody could not foresee.
        let proper = |list: &Vec<i64>| list.is_sorted() && list.first().is_some_and(|n| *n >= 0);
        if let Some(at) = lists.iter().position(|list| !proper(list)) {
            return Err(wrong("list-not-ascending", vec![(at + 1).to_string()]));
        }
        if ready_by.unix() >= case.deadline {
            let args = vec![ready_by.to_string(), said(case.deadline)];
            return Err(wrong("list-late", args));
        }
        met = ("list-right", vec![lists.len().to_string()]);
    }
    Ok(met)
}

/// `commitment`: 32 bytes, hash agrees; else FAIL.
pub(super) fn commitment(case: &Case<'_>) -> Check {
    of("commitment", secrets(case))
}

fn secrets(case: &Case<'_>) -> Met {
    let mut parties = 0;
    for (source, evidence) in case.sources() {
        let Source::CommitReveal {
            party, commitment, ..
        } = source
        else {
            continue;
        };
        let secret = match evidence {
            Some(Evidence::Secret(secret)) => unhex32(secret).ok(),
            _ => None,
        };
        match secret {
            Some(secret) if commitment_of(party, &secret) == *commitment => parties += 1,
            Some(_) => return Err(wrong("commitment-differs", vec![party.clone()])),
            None => return Err(wrong("secret-malformed", vec![party.clone()])),
        }
    }
    Ok(match parties {
        0 => ("none-party", vec![]),
        _ => ("commitments-opened", vec![parties.to_string()]),
    })
}

/// `reveal-order`: reveal_by <= T* - margin; FAIL if >= T* or margin_s stated, else UNPROVEN.
/// A party that withholds then does so before the beacon is known, and gains nothing by it.
pub(super) fn reveal_order(case: &Case<'_>) -> Check {
    of("reveal-order", reveals(case))
}

fn reveals(case: &Case<'_>) -> Met {
    let mut met = Ok(("none-party", vec![]));
    if case.direct {
        return Ok(("reveal-not-asked", vec![]));
    }
    for source in &case.manifest.sources {
        let Source::CommitReveal {
            party, reveal_by, ..
        } = source
        else {
            continue;
        };
        let args = vec![party.clone(), reveal_by.to_string(), said(case.deadline)];
        if reveal_by.unix() >= case.deadline {
            return Err(wrong("reveal-late", args));
        }
        if reveal_by.unix() > latest_unix(case.manifest) {
            let margin = case.manifest.margin().to_string();
            let args = [args, vec![margin]].concat();
            if case.manifest.margin_s.is_some() {
                return Err(wrong("reveal-margin", args));
            }
            met = Err(open("reveal-close", args));
        } else if met.is_ok() {
            met = Ok(("reveal-in-time", vec![said(case.deadline)]));
        }
    }
    met
}
