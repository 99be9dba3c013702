//! A choice by adding who helps most, then by swapping.

use super::call::Answers;
use crate::id::{ix, len32};
use crate::panel::alternates::{Call, Reserve};

/// Improvements smaller than this are none.
const SMALL: f64 = 1e-9;

/// Chooses, answering at most about `most` scenarios.
pub(super) fn choose(answers: &mut Answers<'_>, most: u64) -> Call {
    let reserve = answers.reserve;
    let mut chosen = vec![0_u32; reserve.kinds.len()];
    let mut loss = answers.loss(&chosen);
    // Who helped before is asked again first; whoever could not help more then is not asked.
    let mut hopes: Vec<(f64, u32)> = (0..len32(chosen.len()))
        .map(|kind| (f64::MAX, kind))
        .collect();
    for _ in 0..reserve.count {
        let mut best: Option<(f64, u32)> = None;
        for (hope, kind) in &mut hopes {
            if best.is_some_and(|(gain, _)| *hope <= gain + SMALL) || answers.given > most {
                continue;
            }
            if !may_add(reserve, &mut chosen, *kind) {
                continue;
            }
            *hope = loss - with(answers, &mut chosen, *kind);
            if best.is_none_or(|(gain, _)| *hope > gain + SMALL) {
                best = Some((*hope, *kind));
            }
        }
        let Some((gain, kind)) = best.filter(|(gain, _)| *gain > SMALL) else {
            break;
        };
        add(&mut chosen, kind, true);
        loss -= gain;
        hopes.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    }
    while answers.given <= most && loss > SMALL && swap(answers, &mut chosen, &mut loss, most) {}
    let chosen = (0_u32..).zip(chosen).filter(|(_, number)| *number > 0);
    chosen.collect()
}

fn add(chosen: &mut [u32], kind: u32, more: bool) {
    if let Some(number) = chosen.get_mut(ix(kind)) {
        *number = if more {
            *number + 1
        } else {
            number.saturating_sub(1)
        };
    }
}

fn may_add(reserve: &Reserve, chosen: &mut [u32], kind: u32) -> bool {
    add(chosen, kind, true);
    let call: Call = (0_u32..)
        .zip(chosen.iter().copied())
        .filter(|(_, number)| *number > 0)
        .collect();
    add(chosen, kind, false);
    reserve.allows(&call)
}

/// The loss with one more of a kind.
fn with(answers: &mut Answers<'_>, chosen: &mut [u32], kind: u32) -> f64 {
    add(chosen, kind, true);
    let loss = answers.loss(chosen);
    add(chosen, kind, false);
    loss
}

/// Replaces one alternate by another where that helps.
fn swap(answers: &mut Answers<'_>, chosen: &mut [u32], loss: &mut f64, most: u64) -> bool {
    let reserve = answers.reserve;
    let kinds = len32(chosen.len());
    for out in 0..kinds {
        if chosen.get(ix(out)).is_none_or(|number| *number == 0) {
            continue;
        }
        add(chosen, out, false);
        for into in 0..kinds {
            if into == out || answers.given > most || !may_add(reserve, chosen, into) {
                continue;
            }
            let found = with(answers, chosen, into);
            if found < *loss - SMALL {
                add(chosen, into, true);
                *loss = found;
                return true;
            }
        }
        add(chosen, out, true);
    }
    false
}
