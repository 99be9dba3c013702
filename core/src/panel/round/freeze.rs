//! Beck and Fiala's rounding: no lot, and a bound for everyone.

use super::{Copies, parts, places, repeated};
use crate::id::{IdVec, TypeId, len32};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::panel::{Counts, Lottery, Types};
use crate::problem::Problem;
use crate::propose::freeze;

/// Rounds so that no mean chance of a type moves by more than seats / `m`: a guess, to be
/// [checked](check_frozen). `{"up":[panels of the lottery that get one copy more]}`.
pub fn propose_frozen(types: &Types, lottery: &Lottery, m: u32) -> Value {
    let (_, left) = parts(lottery, m);
    let total = lottery.total();
    let fraction = |part: Natural| Ratio::from_parts(Integer::from(part), total.clone());
    let fractions: Vec<Ratio> = left.into_iter().map(fraction).collect();
    let panels = lottery.panels().iter();
    let panels: Vec<&[u32]> = panels.map(|(counts, _)| counts.as_slice()).collect();
    let people = types.types().values();
    let people: Vec<u32> = people.map(|kind| len32(kind.people.len())).collect();
    let up = freeze(&panels, &people, &fractions);
    let up = up.into_iter().zip(0_u32..).filter(|(up, _)| *up);
    Value::object([(
        "up",
        Value::Array(up.map(|(_, at)| Value::from(at)).collect()),
    )])
}

/// The copies of a proposal: each panel whole parts or one more, `m` in all, and every type's seats
/// within people * seats of its due. Exact. Cost: O(panels * types).
///
/// # Errors
/// `proof-refused` where one of these does not hold.
pub fn check_frozen(
    types: &Types,
    lottery: &Lottery,
    chances: &IdVec<TypeId, Ratio>,
    m: u32,
    proposal: &Value,
) -> Result<Copies, Problem> {
    let refused = |part: &str| Problem::error("proof-refused").path(format!("round {part}"));
    let (mut copies, left) = parts(lottery, m);
    let up = proposal.get("up").and_then(Value::as_array);
    let mut before: Option<usize> = None;
    for at in up.ok_or_else(|| refused("up"))? {
        let at = at.as_i64().and_then(|at| usize::try_from(at).ok());
        let at = at.filter(|at| before.is_none_or(|before| before < *at));
        let at = at.ok_or_else(|| refused("order"))?;
        match (copies.get_mut(at), left.get(at)) {
            (Some(copies), Some(part)) if !part.is_zero() => *copies = copies.saturating_add(1),
            _ => return Err(refused("panel")),
        }
        before = Some(at);
    }
    let sum: u64 = copies.iter().map(|copies| u64::from(*copies)).sum();
    if sum != u64::from(m) {
        return Err(refused("sum"));
    }
    let counts = lottery.panels().iter().map(|(counts, _)| counts.clone());
    let list: Vec<(Counts, u32)> = counts.zip(copies.iter().copied()).collect();
    let places = places(types, &repeated(&list));
    for (id, kind) in types.types().iter() {
        let people = Ratio::from(Integer::from(len32(kind.people.len())));
        let due = &chances[id] * &people * Ratio::from(Integer::from(m));
        let seats = Ratio::from(Integer::from(places[id]));
        let off = if seats > due {
            seats - due
        } else {
            due - seats
        };
        if off > people * Ratio::from(Integer::from(types.seats())) {
            return Err(refused("bound"));
        }
    }
    Ok(copies)
}
