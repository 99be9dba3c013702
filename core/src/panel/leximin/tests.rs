//! Against the fractions of other tools on real pools, and against every panel there is on small
//! ones.

mod brute;
mod open;

use super::*;
use crate::id::ix;
use crate::num::Integer;
use crate::panel::samples::{self, Dice};

fn go(_: u64, _: u64) -> bool {
    true
}

/// Finds, writes, reads and checks.
fn proved(pool: &Pool, start: &Start) -> Result<(Types, Found, Proven), Problem> {
    let types = Types::of(pool);
    let found = find(&types, start, &Effort::default(), &mut go)?;
    let read = Found::from_value(&types, &found.to_value())?;
    assert_eq!(read, found);
    let proven = check(&types, start, &read)?;
    Ok((types, read, proven))
}

fn shown(proven: &Proven) -> String {
    let stages = proven.stages.iter();
    let stages = stages.map(|stage| format!("{} x {}", stage.value, stage.types.len()));
    stages.collect::<Vec<_>>().join(", ")
}

/// Chances of people by all panels; none where there is no panel.
fn by_brute_force(pool: &Pool, types: &Types, least_most: bool) -> Option<Vec<Ratio>> {
    let panels = samples::panels(pool);
    if panels.is_empty() {
        return None;
    }
    // People one by one where that is not too much, else types.
    let single = panels.len() <= 120;
    let (mut rows, people): (Vec<Vec<u32>>, Vec<u32>) = if single {
        let seated = |panel: &Vec<PersonId>| {
            pool.people()
                .map(|p| u32::from(panel.contains(&p)))
                .collect()
        };
        (panels.iter().map(seated).collect(), vec![1; ix(pool.len())])
    } else {
        let people = types.types().values().map(|kind| len32(kind.people.len()));
        (
            panels.iter().map(|panel| types.counts(panel)).collect(),
            people.collect(),
        )
    };
    rows.sort();
    rows.dedup();
    let cap = least_most.then(|| brute::minimax(&rows, &people));
    let chances = brute::leximin(&rows, &people, cap.as_ref());
    let of = |person: PersonId| {
        if single {
            ix(person.0)
        } else {
            ix(types.type_of(person).0)
        }
    };
    Some(
        pool.people()
            .map(|person| chances[of(person)].clone())
            .collect(),
    )
}

#[test]
fn as_brute_force_has_it() {
    let (mut dice, mut compared, mut without, mut cuts, mut excluded) = (Dice(7), 0, 0, 0, 0);
    while compared < 400 {
        let people = 8 + dice.below(9);
        let seats = 3 + dice.below(3);
        let households = dice.below(3) == 0;
        let pool = samples::random(&mut dice, people, seats, households);
        let least_most = dice.below(4) == 0;
        let start = Start {
            least_most,
            ..Start::default()
        };
        let types = Types::of(&pool);
        let Some(expected) = by_brute_force(&pool, &types, least_most) else {
            let none = proved(&pool, &start).map(|_| ()).unwrap_err();
            assert_eq!(none.code, "panel-none");
            without += 1;
            continue;
        };
        let (_, found, proven) = proved(&pool, &start).unwrap();
        for (person, expected) in pool.people().zip(&expected) {
            assert_eq!(
                &proven.chances[types.type_of(person)],
                expected,
                "pool {compared}"
            );
        }
        cuts += u32::from(!found.cuts.is_empty());
        excluded += u32::from(expected.contains(&Ratio::ZERO));
        compared += 1;
    }
    println!(
        "compared {compared}, without panel {without}, with cuts {cuts}, with excluded {excluded}"
    );
    assert!(cuts >= 5 && excluded >= 50 && without >= 20);
}

/// A value with each of its numbers changed in turn, a few ways each.
fn changed(value: &Value, each: &mut dyn FnMut(Value)) {
    match value {
        Value::Int(number) => {
            for other in [number + 1, number - 1, -number, 0, 2 * number] {
                if other != *number {
                    each(Value::Int(other));
                }
            }
        }
        Value::Str(text) => {
            if let Ok(number) = text.parse::<Integer>() {
                for other in [&number + 1, &number - 1, -&number, 2 * &number] {
                    each(Value::from(other.to_string()));
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                changed(item, &mut |other| {
                    let mut items = items.clone();
                    items[at] = other;
                    each(Value::Array(items));
                });
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                changed(item, &mut |other| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), other);
                    each(Value::Object(fields));
                });
            }
        }
        Value::Bool(flag) => each(Value::Bool(!flag)),
        Value::Null => each(Value::Int(0)),
    }
}

#[test]
fn a_changed_number_is_refused_or_changes_nothing() {
    let (mut dice, mut pools, mut with_cuts, mut refused, mut same) = (Dice(11), 0, 0, 0, 0);
    while pools < 40 || with_cuts < 4 {
        let households = dice.below(2) == 0;
        let pool = samples::random(&mut dice, 9, 4, households);
        let start = Start {
            least_most: dice.below(3) == 0,
            ..Start::default()
        };
        let Ok((types, found, proven)) = proved(&pool, &start) else {
            continue;
        };
        // Mostly pools whose proof has all parts.
        if found.cuts.is_empty() && pools >= 40 {
            continue;
        }
        pools += 1;
        with_cuts += u32::from(!found.cuts.is_empty());
        changed(&found.to_value(), &mut |other| {
            let read = Found::from_value(&types, &other);
            match read.and_then(|found| check(&types, &start, &found)) {
                Err(_) => refused += 1,
                // What says that a limit was reached is another outcome, and says so.
                Ok(other) if other.gap.is_some() => {}
                Ok(other) => {
                    assert_eq!(other, proven);
                    same += 1;
                }
            }
        });
    }
    println!("refused {refused}, same {same}");
    assert!(refused > 10 * same && same > 0);
}

/// Told to stop, it stops.
#[test]
fn a_search_can_be_cancelled() {
    let mut dice = Dice(3);
    let pool = loop {
        let pool = samples::random(&mut dice, 12, 4, false);
        if !samples::panels(&pool).is_empty() {
            break pool;
        }
    };
    let types = Types::of(&pool);
    let (start, effort) = (Start::default(), Effort::default());
    let stopped = find(&types, &start, &effort, &mut |_, _| false).unwrap_err();
    assert_eq!(stopped.code, "cancelled");
}

/// Fractions found by other solvers on the pools of the field's tools.
#[test]
fn as_others_have_it_on_real_pools() {
    let known = [
        (
            "sa_fixture_22",
            "1/11 x 17, 3/26 x 18, 1/8 x 11, 3/19 x 16, 1/6 x 17, 604697/3586440 x 35, \
             6022/34485 x 2, 1339927/7172880 x 2, 112591/478192 x 1, 2119847/7172880 x 2, \
             112591/239096 x 1",
        ),
        (
            "syn_a_20",
            "9/161 x 127, 15/161 x 38, 316/2737 x 36, 684/2737 x 1, 44/161 x 1, 1759/5474 x 2, \
             17/46 x 2, 1543/2737 x 1",
        ),
        (
            "syn_b_40",
            "17/236 x 183, 835/10266 x 69, 117/1180 x 5, 23083/177944 x 46, 220573/1601496 x 3, \
             3502543/10009350 x 5, 18897221/53383200 x 4, 21233/51330 x 1, 1326503/3202992 x 2, \
             41015537/80074800 x 2, 4298/5133 x 1, 1 x 2",
        ),
        (
            "syn_c_100",
            "41/623 x 387, 25/356 x 136, 98269/730156 x 108, 276589/1460312 x 12, \
             2566195/8761872 x 6, 962177/2920624 x 2, 1052895/2920624 x 1, 1254427/2920624 x 1, \
             1698559/2920624 x 1, 115228/182539 x 1, 1021789/1460312 x 1, 303947/417232 x 1, \
             1165505/1460312 x 2, 1190491/1460312 x 1, 316837/365078 x 1, 1 x 15",
        ),
    ];
    for (name, pool) in samples::all_real() {
        let expected = known.iter().find(|(known, _)| *known == name).unwrap().1;
        let (_, _, proven) = proved(&pool, &Start::default()).unwrap();
        assert_eq!(shown(&proven), expected, "{name}");
    }
}

/// Volunteers who are unlike their town: chances far apart, and walks that get stuck. Whoever they
/// are called, and in whatever order they stand, people with the same values have the same chance.
#[test]
fn chances_of_volunteers_do_not_depend_on_names() {
    use crate::lottery::{DrawKey, Seed};

    for (people, seats) in [(60, 8), (150, 15), (200, 20)] {
        let mut stream = DrawKey::derive(Seed::from([7; 32]), "volunteers").stream();
        let pool = crate::synth::volunteers(people, seats, &mut stream);
        let values = |person: PersonId| -> Vec<_> {
            let features = pool.features().ids();
            features.map(|id| pool.value(person, id)).collect()
        };
        let rows = pool.people().rev().map(|person| {
            let name = format!("{:05}", (u64::from(person.0) * 7919) % 10_007);
            (name, values(person), None)
        });
        let renamed = Pool::new(pool.features().clone(), rows.collect(), seats).unwrap();
        let of = |pool: &Pool| {
            let (types, found, proven) = proved(pool, &Start::default()).unwrap();
            assert!(found.attained);
            let chances = found.lottery.chances(&types);
            let sum = types.types().iter().fold(Ratio::ZERO, |sum, (id, kind)| {
                sum + &chances[id] * Ratio::from(crate::id::len32(kind.people.len()))
            });
            assert_eq!(sum, Ratio::from(seats));
            shown(&proven)
        };
        assert_eq!(of(&pool), of(&renamed), "{people} to {seats}");
    }
}
