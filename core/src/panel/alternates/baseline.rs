//! What organisers do without a program: for each member who may leave, the most alike.

use super::problem::{Call, Reserve};
use super::sample::Asked;
use crate::id::ix;
use crate::sort::sort;

/// For the members who are likeliest to leave, one after the other (from the first again where
/// there are more alternates than members), the candidate with the most values in common; of equal
/// ones the first kind.
pub fn nearest(asked: &Asked<'_>, reserve: &Reserve) -> Call {
    let pool = asked.pool;
    let mut members: Vec<_> = asked
        .panel
        .iter()
        .map(|person| (asked.stay.chance(pool, *person), *person))
        .collect();
    sort(&mut members);
    let mut chosen: Vec<u32> = vec![0; reserve.kinds.len()];
    for (_, member) in members.iter().cycle().take(ix(asked.count)) {
        let quotas = pool.quotas().zip(0_u32..);
        let own = quotas.filter(|((feature, value, _), _)| pool.value(*member, *feature) == *value);
        let own: Vec<u32> = own.map(|(_, quota)| quota).collect();
        let mut best: Option<(usize, usize)> = None;
        for (at, kind) in reserve.kinds.iter().enumerate() {
            let alike = kind
                .quotas
                .iter()
                .filter(|quota| own.contains(quota))
                .count();
            if best.is_some_and(|(most, _)| alike <= most) {
                continue;
            }
            if let Some(number) = chosen.get_mut(at) {
                *number += 1;
            }
            let allowed = reserve.allows(&call(&chosen));
            if let Some(number) = chosen.get_mut(at) {
                *number -= 1;
            }
            if allowed {
                best = Some((alike, at));
            }
        }
        let Some(number) = best.and_then(|(_, at)| chosen.get_mut(at)) else {
            break;
        };
        *number += 1;
    }
    call(&chosen)
}

fn call(numbers: &[u32]) -> Call {
    let call = (0_u32..).zip(numbers.iter().copied());
    call.filter(|(_, number)| *number > 0).collect()
}
