use super::*;
use crate::id::{IdVec, ValueId};
use crate::instance::{Feature, FeatureValue};
use crate::panel::alternates::tests_support::Dice;

/// A random pool of two features, sometimes with households.
fn random(dice: &mut Dice, people: u32, seats: u32) -> Pool {
    let mut features = IdVec::new();
    for name in ["one", "two"] {
        let mut values = IdVec::new();
        for value in 0..2 + dice.below32(2) {
            let min = dice.below32(2);
            values.push(FeatureValue {
                name: format!("{name}{value}"),
                min,
                max: min + dice.below32(seats) + 1,
                min_flex: 0,
                max_flex: seats,
            });
        }
        features.push(Feature {
            name: name.to_owned(),
            values,
        });
    }
    let homes = dice.below(2) == 0;
    let person = |at: u32, dice: &mut Dice| {
        let values = features
            .values()
            .map(|feature| ValueId(dice.below32(feature.values.len())));
        let values = values.collect();
        let home = (homes && dice.below(3) == 0).then(|| dice.below(3).to_string());
        (format!("p{at:02}"), values, home)
    };
    let people = (0..people).map(|at| person(at, dice)).collect();
    Pool::new(features, people, seats).unwrap()
}

fn fits(pool: &Pool, panel: &[PersonId]) -> bool {
    let homes: Vec<u32> = panel.iter().filter_map(|p| pool.household(*p)).collect();
    let mut distinct = homes.clone();
    distinct.sort_unstable();
    distinct.dedup();
    pool.missed(panel).is_empty() && homes.len() == distinct.len()
}

/// All groups of `k` places below `n`, in order.
fn groups(n: usize, k: usize) -> Vec<Vec<usize>> {
    if k == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for mut group in groups(n, k - 1) {
        let from = group.last().map_or(0, |last| last + 1);
        for next in from..n {
            group.push(next);
            all.push(group.clone());
            group.pop();
        }
    }
    all.sort();
    all
}

#[test]
fn seats_go_to_the_first_group_of_the_order() {
    let mut dice = Dice(21);
    let (mut found, mut short) = (0, 0);
    for _ in 0..400 {
        let seats = 1 + dice.below32(3);
        let pool = random(&mut dice, 9, seats);
        let mut order: Vec<PersonId> = pool.people().collect();
        for at in (1..order.len()).rev() {
            order.swap(
                at,
                usize::try_from(dice.below(u64::try_from(at).unwrap() + 1)).unwrap(),
            );
        }
        let turn = in_turn(&pool, &order).unwrap();
        let of = |group: &Vec<usize>| group.iter().map(|at| order[*at]).collect::<Vec<_>>();
        let first = groups(order.len(), ix(seats)).iter().map(of).find(|panel| {
            let mut panel = panel.clone();
            panel.sort();
            fits(&pool, &panel)
        });
        assert_eq!(turn.short, first.is_none());
        assert_eq!(turn.taken, first.unwrap_or_default());
        found += u32::from(!turn.short);
        short += u32::from(turn.short);
    }
    assert!(found > 100 && short > 20, "{found} {short}");
}

/// Whoever completes the residual panel completes the panel, and nobody else.
#[test]
fn panels_of_the_free_seats_and_those_who_sit_make_panels() {
    let mut dice = Dice(4);
    let mut looked = 0;
    for _ in 0..300 {
        let pool = random(&mut dice, 8, 3);
        let people: Vec<PersonId> = pool.people().collect();
        let panels: Vec<Vec<PersonId>> = groups(8, 3)
            .into_iter()
            .map(|group| group.into_iter().map(|at| people[at]).collect::<Vec<_>>())
            .filter(|panel| fits(&pool, panel))
            .collect();
        let Some(panel) = panels.first() else {
            continue;
        };
        let gone = [panel[1], people[7]];
        let left = vacancies(&pool, panel, &gone).unwrap();
        let free = left.pool.seats;
        assert_eq!(
            free,
            if panel.contains(&people[7]) && panel[1] != people[7] {
                2
            } else {
                1
            }
        );
        let mut expected: Vec<Vec<PersonId>> = panels
            .iter()
            .filter(|other| left.seated.iter().all(|person| other.contains(person)))
            .filter(|other| !gone.iter().any(|person| other.contains(person)))
            .cloned()
            .collect();
        expected.sort();
        let those = left.pool.people().collect::<Vec<_>>();
        let mut found: Vec<Vec<PersonId>> = groups(those.len(), ix(free))
            .into_iter()
            .map(|group| group.into_iter().map(|at| those[at]).collect::<Vec<_>>())
            .filter(|part| fits(&left.pool, part))
            .map(|part| {
                let ids = part
                    .iter()
                    .map(|person| pool.find(left.pool.id(*person)).unwrap());
                let mut panel: Vec<PersonId> = ids.chain(left.seated.iter().copied()).collect();
                panel.sort();
                panel
            })
            .collect();
        found.sort();
        assert_eq!(found, expected);
        looked += 1;
    }
    assert!(looked > 100, "{looked}");
}

#[test]
fn somebody_must_have_left() {
    let mut dice = Dice(1);
    let pool = random(&mut dice, 5, 2);
    let panel = [PersonId(0), PersonId(1)];
    let refused = vacancies(&pool, &panel, &[PersonId(4)]).unwrap_err();
    assert_eq!(refused[0].code, "nobody-left");
}
