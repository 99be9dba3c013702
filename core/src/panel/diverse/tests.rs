use super::*;
use crate::panel::samples::{Dice, panels, random};

/// Scores against members counted person by person.
#[test]
fn scores_are_sums_over_cells() {
    let mut dice = Dice(7);
    let (mut tested, mut reached, mut missed) = (0, 0, 0);
    for _ in 0..120 {
        let pool = random(&mut dice, 10, 4, false);
        let types = Types::of(&pool);
        let combinations = combinations(&pool, &types);
        let all = panels(&pool);
        let Some(some) = all.first() else { continue };
        let mut expected = Ratio::ZERO;
        for one in &combinations {
            let mut cells = vec![vec![]];
            for feature in &one.features {
                let mut values: Vec<ValueId> =
                    pool.people().map(|p| pool.value(p, *feature)).collect();
                values.sort_unstable();
                values.dedup();
                cells = cells
                    .into_iter()
                    .flat_map(|cell: Vec<ValueId>| {
                        values.iter().map(move |value| {
                            let mut cell = cell.clone();
                            cell.push(*value);
                            cell
                        })
                    })
                    .collect();
            }
            assert_eq!(len32(cells.len()), one.cells);
            assert!(one.cells <= 4 && 2 * one.cells <= 10);
            for cell in cells {
                let has = |p: &&crate::id::PersonId| {
                    let mut of = one.features.iter().zip(&cell);
                    of.all(|(feature, value)| pool.value(**p, *feature) == *value)
                };
                let members = some.iter().filter(has).count();
                let off = Ratio::from(len32(members)) - fraction(4, one.cells);
                expected += if off < Ratio::ZERO { -off } else { off };
            }
        }
        assert_eq!(score(&types, &combinations, &types.counts(some)), expected);
        let best = all
            .iter()
            .map(|panel| score(&types, &combinations, &types.counts(panel)))
            .min();
        let bound = bound(&types, &combinations);
        assert!(Some(&bound) <= best.as_ref());
        reached += u32::from(Some(&bound) == best.as_ref());
        if cfg!(feature = "solvers") {
            let (found, optimal) = search(&types, &combinations, Limits::default()).unwrap();
            assert!(optimal && types.admits(&found));
            assert_eq!(Some(score(&types, &combinations, &found)), best);
        }
        // Swaps from any panel come to the best of so small a pool, nearly always.
        let climbed = climb(&types, &combinations, &types.counts(some), 20_000);
        assert!(types.admits(&climbed));
        let climbed = score(&types, &combinations, &climbed);
        assert!(climbed <= expected && Some(&climbed) >= best.as_ref());
        missed += u32::from(Some(&climbed) != best.as_ref());
        tested += 1;
    }
    assert!(tested > 20 && reached > 0, "{tested} {reached}");
    assert!(missed * 10 <= tested, "{missed} of {tested}");
}

/// The first random pool with a panel, and all its panels.
fn sample() -> (Types, Vec<Counts>) {
    let mut dice = Dice(3);
    loop {
        let pool = random(&mut dice, 8, 3, false);
        let types = Types::of(&pool);
        let panels: Vec<Counts> = panels(&pool).iter().map(|p| types.counts(p)).collect();
        if !panels.is_empty() {
            return (types, panels);
        }
    }
}

#[test]
fn what_is_written_is_read() {
    let (types, panels) = sample();
    for counts in panels {
        for ended in Ended::ALL {
            let value = write(&counts, ended);
            assert_eq!(read(&types, &value), Ok((counts.clone(), ended)));
        }
    }
    let none = vec![0; ix(types.types().len())];
    let refused = |value: &Value| read(&types, value).is_err();
    assert!(refused(&write(&none, Ended::Done)), "seats are empty");
}

/// A record written otherwise is refused: one panel has one record.
#[test]
fn a_panel_is_recorded_in_one_way() {
    let (types, panels) = sample();
    let counts = panels[0].clone();
    let value = write(&counts, Ended::Done);
    let pairs = value.get("panel").unwrap().as_array().unwrap().to_vec();
    let with = |pairs: Vec<Value>, word: &str| {
        let panel = ("panel", Value::Array(pairs));
        read(&types, &object(vec![panel, ("search", Value::from(word))]))
    };
    assert!(with(pairs.clone(), "done").is_ok());
    assert!(with(pairs.clone(), "optimal").is_err());
    let mut twice = pairs.clone();
    twice.push(pairs[0].clone());
    assert!(with(twice, "done").is_err());
    let mut empty = pairs.clone();
    let absent = counts.iter().rposition(|count| *count == 0);
    if let Some(at) = absent {
        empty.push(Value::Array(vec![len32(at).into(), 0_u32.into()]));
        assert!(with(empty, "done").is_err());
    }
    assert!(with(pairs[1..].to_vec(), "done").is_err());
}
