//! The draws: what may be drawn, and whether the results follow.

use super::case::Case;
use super::{Met, fail, of, open, pass, pass_with, wrong};
use crate::digest::hex;
use crate::draw::limits;
use crate::draw::schema::{Draw, Lottery, Op, ResultOf, TicketIds};
use crate::draw::verdict::Check;
use crate::json::Value;
use crate::lottery::{ids_hash, ticket_order};
use crate::sort::sort;

/// `draw-labels`: distinct, else FAIL: of two results one would be chosen later.
pub(super) fn draw_labels(case: &Case<'_>) -> Check {
    let draws = &case.manifest.draws;
    let twice = |at: usize| {
        draws
            .iter()
            .take(at)
            .any(|draw| draw.label == draws[at].label)
    };
    match (0..draws.len()).find(|at| twice(*at)) {
        Some(at) => fail("draw-labels", "label-twice", vec![draws[at].label.clone()]),
        None => pass("draw-labels", "labels-distinct"),
    }
}

/// `panel-draw`: uniform-panels: exactly one `below` or `direct`, label `panel`, n =
/// lottery.panels; ticket: no `below`; else FAIL. Stops n = 1, and several panels to choose from.
pub(super) fn panel_draw(case: &Case<'_>) -> Check {
    let name = "panel-draw";
    let numbers = case.manifest.draws.iter().filter_map(|draw| match draw.op {
        Op::Below { n } | Op::Direct { n } => Some((draw.label.as_str(), n)),
        _ => None,
    });
    let numbers: Vec<(&str, i64)> = numbers.collect();
    match (&case.manifest.lottery, numbers.as_slice()) {
        (Lottery::Ticket, []) => pass(name, "none-panel"),
        (Lottery::Ticket, _) => fail(name, "panel-draw-undeclared", vec![]),
        (Lottery::UniformPanels { panels, .. }, [("panel", n)]) => {
            if *n == i64::from(*panels) {
                pass_with(name, "panel-draw-right", vec![n.to_string()])
            } else {
                let args = vec![n.to_string(), panels.to_string()];
                fail(name, "panel-draw-number", args)
            }
        }
        (Lottery::UniformPanels { .. }, _) => {
            let args = vec![numbers.len().to_string()];
            fail(name, "panel-draw-not-one", args)
        }
    }
}

/// `sample-size`: n = pool.size, k <= n; else FAIL. Stops reserves drawn from a few.
pub(super) fn sample_size(case: &Case<'_>) -> Check {
    let name = "sample-size";
    let size = case.manifest.pool.size;
    let mut samples = 0;
    for draw in &case.manifest.draws {
        let Op::Sample { n, k } = draw.op else {
            continue;
        };
        if n != i64::from(size) || k > n || k < 0 {
            let args = vec![
                draw.label.clone(),
                k.to_string(),
                n.to_string(),
                size.to_string(),
            ];
            return fail(name, "sample-size-differs", args);
        }
        samples += 1;
    }
    match samples {
        0 => pass(name, "none-sample"),
        _ => pass_with(name, "sample-size-right", vec![size.to_string()]),
    }
}

/// `ticket-ids`: distinct, ids_hash agrees; UNPROVEN if ids_hash is absent, else FAIL. Stops ids
/// that are renamed or left out after the seed is known.
pub(super) fn ticket_ids(case: &Case<'_>) -> Check {
    of("ticket-ids", ids_agree(case))
}

fn ids_agree(case: &Case<'_>) -> Met {
    let draws = case.manifest.draws.iter();
    let tickets = draws.filter_map(|draw| match &draw.op {
        Op::Ticket { ids_hash } => Some((draw.label.as_str(), ids_hash)),
        _ => None,
    });
    let tickets: Vec<(&str, &Option<[u8; 32]>)> = tickets.collect();
    let known = |label: &String| tickets.iter().any(|(ticket, _)| ticket == label);
    let undeclared = match &case.transcript.ticket_ids {
        TicketIds::One(ids) => tickets.is_empty() && !ids.is_empty(),
        TicketIds::ByLabel(lists) => !lists.keys().all(known),
    };
    if undeclared {
        return Err(wrong("ids-undeclared", vec![]));
    }
    let mut met = Ok(("none-ticket", vec![]));
    for (label, bound) in tickets {
        let name = vec![label.to_owned()];
        let Some(ids) = case.transcript.ticket_ids.of(label) else {
            return Err(wrong("ids-missing", name));
        };
        let mut sorted: Vec<&str> = ids.iter().map(String::as_str).collect();
        sort(&mut sorted);
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(wrong(
                "id-twice",
                vec![label.to_owned(), pair[0].to_owned()],
            ));
        }
        match bound {
            None => met = Err(open("ids-unbound", name)),
            Some(hash) if *hash != ids_hash(sorted) => return Err(wrong("ids-differ", name)),
            Some(_) if met.is_ok() => met = Ok(("ids-bound", vec![])),
            Some(_) => {}
        }
    }
    met
}

/// `results`: exactly one per draw, else FAIL. Stops results that are hidden or undeclared.
pub(super) fn results(case: &Case<'_>) -> Check {
    let (draws, results) = (&case.manifest.draws, &case.transcript.results);
    let of = |draw: &Draw| {
        results
            .iter()
            .filter(|result| result.label == draw.label)
            .count()
    };
    let args = vec![results.len().to_string(), draws.len().to_string()];
    if results.len() == draws.len() && draws.iter().all(|draw| of(draw) == 1) {
        pass_with("results", "results-complete", args)
    } else {
        fail("results", "results-differ", args)
    }
}

/// `result:L`: recomputed, else FAIL; after those of the draws, one for each result of no draw.
pub(super) fn each_result(case: &Case<'_>) -> Vec<Check> {
    let draws = case.manifest.draws.iter();
    let checks = draws.map(|draw| {
        let mut results = case.transcript.results.iter();
        let mut check = match results.find(|result| result.label == draw.label) {
            Some(result) if follows(case, draw, result) => pass("result", "result-equal"),
            Some(_) => fail("result", "result-differs", vec![]),
            None => fail("result", "result-missing", vec![]),
        };
        check.label.clone_from(&draw.label);
        check
    });
    let of_no_draw = |result: &&ResultOf| {
        case.manifest
            .draws
            .iter()
            .all(|draw| draw.label != result.label)
    };
    let undeclared = case
        .transcript
        .results
        .iter()
        .filter(of_no_draw)
        .map(|result| {
            let mut check = fail("result", "result-undeclared", vec![]);
            check.label.clone_from(&result.label);
            check
        });
    checks.chain(undeclared).collect()
}

fn follows(case: &Case<'_>, draw: &Draw, result: &ResultOf) -> bool {
    match (&draw.op, case.key(&draw.label)) {
        // A direct number comes from the digits alone and needs no key.
        (Op::Below { .. } | Op::Direct { .. }, _) => {
            let number = case
                .number(draw)
                .and_then(|number| i64::try_from(number).ok());
            number.is_some_and(|number| result.value == Value::Int(number))
        }
        (_, None) => false,
        (Op::Sample { n, k }, Some(key)) => {
            let claimed = result.value.as_array().unwrap_or_default();
            let (Ok(n), Ok(k)) = (u64::try_from(*n), u64::try_from(*k)) else {
                return false;
            };
            // A claim of another length is wrong before anything is drawn.
            if n > u64::from(limits::POOL)
                || result.value.as_array().is_none()
                || u64::try_from(claimed.len()) != Ok(k)
            {
                return false;
            }
            let equal = |(claim, number): (&Value, u64)| {
                claim.as_i64().and_then(|claim| u64::try_from(claim).ok()) == Some(number)
            };
            let drawn = key.stream().sample(n, k);
            drawn.is_ok_and(|drawn| claimed.iter().zip(drawn).all(equal))
        }
        (Op::Ticket { .. }, Some(key)) => {
            let Some(ids) = case.transcript.ticket_ids.of(&draw.label) else {
                return false;
            };
            let Some(claimed) = result
                .value
                .as_array()
                .filter(|list| list.len() == ids.len())
            else {
                return false;
            };
            let order = ticket_order(key, ids.iter().map(String::as_str));
            let equal = |(claim, id): (&Value, &str)| match claim.as_array() {
                Some([Value::Str(named), Value::Str(ticket)]) => {
                    named == id && *ticket == hex(&key.ticket(id))
                }
                _ => false,
            };
            claimed.iter().zip(order).all(equal)
        }
    }
}
