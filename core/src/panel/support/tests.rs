use super::*;
use crate::id::ValueId;
use crate::id::{IdVec, TypeId};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::panel::samples::{Dice, random};

/// Many people of few types, quotas that leave much open; perhaps with households.
fn crowd(dice: &mut Dice, people: u32, seats: u32, values: u32, homes: bool) -> Pool {
    let value = |name: u32| FeatureValue {
        name: name.to_string(),
        min: 0,
        max: seats - seats / 4,
        min_flex: 0,
        max_flex: seats,
    };
    let feature = |(name, values): (&str, u32)| Feature {
        name: name.to_owned(),
        values: IdVec::from_vec((0..values).map(value).collect()),
    };
    let sizes = [("f", values), ("g", 2)];
    let rows = (0..people).map(|person| {
        let drawn = sizes.map(|(_, values)| ValueId(dice.below(values)));
        let home = homes.then(|| format!("home {}", dice.below(people * 4)));
        (format!("{person:03}"), drawn.to_vec(), home)
    });
    let rows = rows.collect();
    Pool::new(IdVec::from_vec(sizes.map(feature).to_vec()), rows, seats).unwrap()
}

/// Every panel, as counts.
fn panels(types: &Types) -> Vec<Counts> {
    let mut open = vec![Vec::new()];
    for kind in types.types().values() {
        let longer = |counts: Counts| {
            (0..=kind.most.min(types.seats())).map(move |count| [&counts[..], &[count]].concat())
        };
        open = open.into_iter().flat_map(longer).collect();
        open.retain(|counts| counts.iter().sum::<u32>() <= types.seats());
    }
    open.retain(|counts| types.admits(counts));
    open
}

/// Random weights for all panels of a random pool.
fn lottery(dice: &mut Dice, types: &Types) -> Option<Lottery> {
    let all = panels(types).into_iter();
    let weighted = all.map(|counts| (counts, Natural::from(1 + dice.below(1_000_003))));
    Lottery::new(types, weighted.collect()).ok()
}

/// How many panels are independent, by elimination over fractions: a second way.
fn rank(panels: &[(Counts, Natural)]) -> usize {
    let ratio = |count: &u32| Ratio::from(Integer::from(*count));
    let rows = panels.iter().map(|(counts, _)| {
        let row = counts.iter().map(ratio);
        row.chain([Ratio::ONE]).collect::<Vec<Ratio>>()
    });
    let mut rows: Vec<Vec<Ratio>> = rows.collect();
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(found) = (rank..rows.len()).find(|row| rows[*row][column] != Ratio::ZERO) else {
            continue;
        };
        rows.swap(rank, found);
        let chosen = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let factor = &row[column] / &chosen[column];
            for (entry, chosen) in row.iter_mut().zip(&chosen) {
                *entry -= &factor * chosen;
            }
        }
        rank += 1;
    }
    rank
}

#[test]
fn chances_stay_and_what_is_left_are_independent_panels_of_before() {
    let mut dice = Dice(7);
    let (mut done, mut most) = (0, 0);
    for number in 0..120 {
        let pool = crowd(
            &mut dice,
            9 + number % 9,
            3 + number % 4,
            2 + number % 2,
            number % 3 == 0,
        );
        let types = Types::of(&pool);
        let Some(before) = lottery(&mut dice, &types).filter(|lottery| is_large(&types, lottery))
        else {
            continue;
        };
        let after = reduce(&types, &before).unwrap();
        assert_eq!(after.chances(&types), before.chances(&types), "{number}");
        assert!(!is_large(&types, &after));
        assert_eq!(rank(after.panels()), after.panels().len(), "{number}");
        let known: BTreeSet<&Counts> = before.panels().iter().map(|(counts, _)| counts).collect();
        assert!(
            after
                .panels()
                .iter()
                .all(|(counts, _)| known.contains(counts))
        );
        assert_eq!(check(&types, &before, &after.to_value()).unwrap(), after);
        assert_eq!(reduce(&types, &after).unwrap(), after, "nothing more to do");
        done += 1;
        most = most.max(before.panels().len());
    }
    assert!(done > 80 && most > 60, "{done} {most}");
}

/// Factors of many digits: 29 types, 300 panels drawn by lot, of which most go.
#[test]
fn many_panels_of_many_types_are_reduced_too() {
    let mut dice = Dice(3);
    let types = Types::of(&crowd(&mut dice, 90, 12, 15, false));
    let mut weighted = Vec::new();
    while weighted.len() < 300 {
        let mut counts = vec![0_u32; ix(types.types().len())];
        for _ in 0..types.seats() {
            counts[ix(dice.below(types.types().len()))] += 1;
        }
        if types.admits(&counts) {
            weighted.push((counts, Natural::from(1 + dice.below(1_000_000))));
        }
    }
    let before = Lottery::new(&types, weighted).unwrap();
    let after = reduce(&types, &before).unwrap();
    assert_eq!(types.types().len(), 29);
    assert!(before.panels().len() > 290);
    let rank_before = rank(before.panels());
    assert!(
        rank_before <= 29,
        "the seats are a sum of types: {rank_before}"
    );
    assert_eq!(after.panels().len(), rank_before);
    assert_eq!(check(&types, &before, &after.to_value()).unwrap(), after);
}

/// The smallest that can be written by hand: four people alike in pairs, all three panels.
#[test]
fn three_panels_of_two_types_with_seats_shared_become_two() {
    let mut dice = Dice(0);
    let types = loop {
        let types = Types::of(&random(&mut dice, 4, 2, false));
        let sizes: Vec<u32> = types.types().values().map(|kind| kind.most).collect();
        if sizes == [2, 2] && panels(&types).len() == 3 {
            break types;
        }
    };
    let panel = |a: u32, weight: u32| (vec![a, 2 - a], Natural::from(weight));
    let before = Lottery::new(&types, vec![panel(0, 3), panel(1, 4), panel(2, 5)]).unwrap();
    // Chances: a has (4 + 10) / 24, b has (4 + 6) / 24. [2,0] = 2 [1,1] - [0,2]: it gives its 5 to
    // the first two as -5 and +10, of which the first has only 3 to give.
    let after = reduce(&types, &before).unwrap();
    let expected = Lottery::new(&types, vec![panel(1, 10), panel(2, 2)]).unwrap();
    assert_eq!(after, expected);
    let half = |above: u32| Ratio::from_parts(Integer::from(above), Natural::from(24_u8));
    let chances = IdVec::<TypeId, Ratio>::from_vec(vec![half(14), half(10)]);
    assert_eq!(after.chances(&types), chances);
}

#[test]
fn what_is_recorded_is_refused_when_it_does_not_hold() {
    let mut dice = Dice(11);
    let mut done = 0;
    for _ in 0..60 {
        let types = Types::of(&crowd(&mut dice, 12, 4, 2, false));
        let Some(before) = lottery(&mut dice, &types).filter(|lottery| is_large(&types, lottery))
        else {
            continue;
        };
        let after = reduce(&types, &before).unwrap();
        let refused = |value: &Value| check(&types, &before, value).unwrap_err();
        let path = |value: &Value| refused(value).path.clone();
        assert_eq!(path(&before.to_value()), "support size");
        let mut heavier = after.panels().to_vec();
        heavier[0].1 += after.total();
        if let Ok(heavier) = Lottery::new(&types, heavier)
            && after.panels().len() > 1
        {
            assert_eq!(path(&heavier.to_value()), "support chances");
        }
        let all = panels(&types);
        let fewer = Lottery::new(&types, before.panels()[1..].to_vec()).unwrap();
        if all.len() == before.panels().len() {
            let stranger = Lottery::new(&types, vec![before.panels()[0].clone()]).unwrap();
            let error = check(&types, &fewer, &stranger.to_value()).unwrap_err();
            assert_eq!(error.path, "support panel");
        }
        assert_eq!(refused(&Value::Null).code, "lottery-invalid");
        done += 1;
    }
    assert!(done > 15, "{done}");
}
