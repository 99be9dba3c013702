//! What is said where a limit was reached, against every panel there is.

use super::*;
use crate::panel::Counts;
use crate::propose::Failure;

/// Panels of a small pool, by type, and people of each type.
fn all(pool: &Pool, types: &Types) -> (Vec<Vec<u32>>, Vec<u32>) {
    let panels = samples::panels(pool);
    let mut rows: Vec<Vec<u32>> = panels.iter().map(|panel| types.counts(panel)).collect();
    rows.sort();
    rows.dedup();
    let people = types.types().values().map(|kind| len32(kind.people.len()));
    (rows, people.collect())
}

/// Everything that is claimed, against the leximin lottery of all panels: within the greatest
/// chance of this one, where that comes first.
fn holds(proven: &Proven, rows: &[Vec<u32>], people: &[u32]) -> bool {
    let open = proven.gap.clone().unwrap_or_default();
    let highest = proven.chances.values().max().unwrap();
    let cap = proven.greatest.as_ref().map(|_| highest);
    let truth = brute::leximin(rows, people, cap);
    let mut ok = true;
    if let Some(bound) = &proven.greatest {
        let least = brute::minimax(rows, people);
        ok &= match &open.greatest {
            Some((low, most)) => low == bound && *low <= least && least <= *most && most == highest,
            None => least == *bound && least == *highest,
        };
    }
    let mut left: Vec<bool> = vec![true; people.len()];
    for stage in &proven.stages {
        for id in &stage.types {
            left[ix(id.0)] = false;
            ok &= truth[ix(id.0)] == stage.value && proven.chances[*id] == stage.value;
        }
    }
    let least = |chances: &mut dyn Iterator<Item = &Ratio>| {
        let open = chances.zip(&left).filter(|(_, left)| **left);
        open.map(|(chance, _)| chance.clone()).min()
    };
    let (ours, best) = (
        least(&mut proven.chances.values()),
        least(&mut truth.iter()),
    );
    ok &= match (&open.stage, ours, best) {
        (Some((low, bound)), Some(ours), Some(best)) => {
            *low == ours && *low <= best && best <= *bound && low < bound
        }
        (None, None, None) => true,
        _ => false,
    };
    let held = |id: &TypeId| rows.iter().any(|row| row[ix(id.0)] > 0);
    let panels = proven.lottery.panels().iter();
    ok && !proven.excluded.iter().any(held)
        && proven.left_out.iter().all(|id| truth[ix(id.0)].is_zero())
        && panels
            .map(|(panel, _)| panel)
            .all(|panel| rows.contains(panel))
}

/// Finds with these limits; `known` are all the panels that it may use, or none.
fn limited(
    types: &Types,
    start: &Start,
    effort: &Effort,
    known: Option<Vec<Counts>>,
) -> Result<Found, Problem> {
    match known {
        None => find(types, start, effort, &mut go),
        Some(mut known) => {
            let board = Board::new(types, start)?;
            super::super::open::open(types, start, board, Vec::new(), effort, &mut known)
        }
    }
}

/// With one node for each search, no cuts and little patience, and with only some of the panels,
/// what is said is true.
#[test]
fn what_is_said_of_a_limit_holds() {
    let mut dice = Dice(31);
    let effort = Effort {
        nodes: 1,
        restarts: 1,
        panels: 5,
        cuts: 0,
    };
    let (mut found_open, mut later, mut greatest, mut none, mut left_out) = (0, 0, 0, 0, 0);
    let (mut open, mut number) = (0, 0);
    while number < 2000 {
        number += 1;
        let (people, seats) = (8 + dice.below(9), 3 + dice.below(3));
        let pool = samples::random(&mut dice, people, seats, number % 3 == 0);
        let types = Types::of(&pool);
        let start = Start {
            least_most: number % 2 == 0,
            ..Start::default()
        };
        let searched = number % 5 == 0;
        let (rows, people) = if searched {
            (Vec::new(), Vec::new())
        } else {
            all(&pool, &types)
        };
        let few = 1 + dice.below(4);
        let known = (!searched).then(|| {
            let rows = rows.iter().filter(|_| dice.below(4) < few);
            rows.cloned().collect::<Vec<_>>()
        });
        if !searched && (rows.is_empty() || rows.len() > 150) {
            continue;
        }
        let found = match limited(&types, &start, &effort, known) {
            Ok(found) if found.attained && searched => continue,
            Ok(found) => found,
            Err(problem) => {
                let known = ["lottery-limit", "panel-none"].contains(&problem.code);
                assert!(known, "{number}: {problem}");
                none += u32::from(problem.code == "lottery-limit");
                continue;
            }
        };
        let (rows, people) = if searched {
            all(&pool, &types)
        } else {
            (rows, people)
        };
        if rows.len() > 150 {
            continue;
        }
        let read = Found::from_value(&types, &found.to_value()).unwrap();
        let proven = check(&types, &start, &read).unwrap();
        assert!(holds(&proven, &rows, &people), "{number}: {proven:?}");
        left_out += u32::from(!proven.left_out.is_empty());
        let Some(gap) = &proven.gap else { continue };
        open += 1;
        found_open += u32::from(searched);
        greatest += u32::from(gap.greatest.is_some());
        later += u32::from(gap.stage.is_some() && !proven.stages.is_empty());
        let attained = Found {
            attained: true,
            ..found.clone()
        };
        assert!(check(&types, &start, &attained).is_err());
        if open % 15 != 0 {
            continue;
        }
        // Whatever passes of a record that was changed is true too.
        changed(&found.to_value(), &mut |other| {
            let read = Found::from_value(&types, &other);
            if let Ok(other) = read.and_then(|found| check(&types, &start, &found)) {
                assert!(holds(&other, &rows, &people), "{number}: {other:?}");
            }
        });
    }
    println!(
        "{number} pools: {open} open, {found_open} of them searched, {later} after the first \
         stage, {greatest} in the greatest chance, {none} without a lottery, {left_out} with \
         people left out"
    );
    assert!(later >= 10 && greatest >= 15 && left_out > 0 && found_open > 0);
}

/// Panels have one of a1 and a2 with two others, or both of them with x. So the least greatest
/// chance, a half, leaves x out, whom a panel holds all the same.
#[test]
fn whom_minimax_leaves_out_is_not_excluded() {
    let pool = left_out();
    let types = Types::of(&pool);
    let (rows, people) = all(&pool, &types);
    let start = Start {
        least_most: true,
        ..Start::default()
    };
    let (_, _, proven) = proved(&pool, &start).unwrap();
    assert!(holds(&proven, &rows, &people));
    assert_eq!(proven.excluded, []);
    assert_eq!(proven.left_out.len(), 1);
    let certificate = proven.certificate(&pool, &types);
    let out = certificate.get("left_out").and_then(Value::as_array);
    assert_eq!(out, Some(&[Value::from("x")][..]));
    let (_, _, leximin) = proved(&pool, &Start::default()).unwrap();
    assert!(leximin.left_out.is_empty() && leximin.excluded.is_empty());
}

/// Panels: a1 or a2 with b1 or b2 and c1 or c2; or a1, a2, x.
fn left_out() -> Pool {
    use crate::id::{IdVec, ValueId};
    use crate::instance::{Feature, FeatureValue};

    let value = |name: &str, number: u32| FeatureValue {
        name: name.to_owned(),
        min: number,
        max: number,
        min_flex: 0,
        max_flex: 3,
    };
    let feature = |name: &str, values: Vec<FeatureValue>| Feature {
        name: name.to_owned(),
        values: IdVec::from_vec(values),
    };
    let mut one = value("a", 1);
    one.max = 2;
    let mut rest = value("other", 1);
    rest.max = 2;
    let features = IdVec::from_vec(vec![
        feature("role", vec![one, rest]),
        feature("first", vec![value("b or x", 1), value("other", 2)]),
        feature("second", vec![value("c or x", 1), value("other", 2)]),
    ]);
    let people = [
        ("a1", [0, 1, 1]),
        ("a2", [0, 1, 1]),
        ("b1", [1, 0, 1]),
        ("b2", [1, 0, 1]),
        ("c1", [1, 1, 0]),
        ("c2", [1, 1, 0]),
        ("x", [1, 0, 0]),
    ];
    let rows = people.iter().map(|(id, values)| {
        let values = values.iter().map(|value| ValueId(*value));
        ((*id).to_owned(), values.collect(), None)
    });
    Pool::new(features, rows.collect(), 3).unwrap()
}

/// Where no panel is known within the limit there is a word of its own for it.
#[test]
fn no_lottery_within_bounds_is_an_error() {
    let mut dice = Dice(5);
    let pool = loop {
        let pool = samples::random(&mut dice, 12, 4, false);
        if !samples::panels(&pool).is_empty() {
            break pool;
        }
    };
    let types = Types::of(&pool);
    let everyone = |chance: Ratio| IdVec::filled(types.types().len(), chance);
    // Floors that come to more than the seats.
    let start = Start {
        floors: Some(everyone(Ratio::ONE)),
        ..Start::default()
    };
    let problem = find(&types, &start, &Effort::default(), &mut go).unwrap_err();
    assert!(
        ["panel-none", "lottery-limit"].contains(&problem.code),
        "{problem}"
    );
    assert_ne!(problem, Failure::Numeric.seeking("leximin"));
}
