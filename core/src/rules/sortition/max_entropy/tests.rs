use super::*;
use crate::num::Ratio;
use crate::panel::samples::{Dice, panels, random, real};
use crate::rule::CountOptions;

fn count(pool: &Pool, params: &MaxEntropyParams) -> (Result<Outcome, CountError>, Vec<Event>) {
    let options = CountOptions {
        seed: Some("07".repeat(32).parse().unwrap()),
        ..CountOptions::default()
    };
    let mut cx = Count::new(options);
    let outcome = MaxEntropy::count(pool, params, &mut cx);
    let events = cx.events().to_vec();
    (outcome, events)
}

/// Chances are shares of all panels, whether or not panels are drawn too.
#[test]
fn chances_are_shares_of_all_panels() {
    let mut dice = Dice(2);
    let mut some = 0;
    for number in 0..60 {
        let pool = random(&mut dice, 9, 4, number % 2 == 0);
        let all = panels(&pool);
        let params = MaxEntropyParams {
            panels: 5,
            ..MaxEntropyParams::default()
        };
        let (outcome, _) = count(&pool, &params);
        let Ok(Outcome::PanelLottery { people, panels, .. }) = outcome else {
            assert!(all.is_empty(), "pool {number}");
            continue;
        };
        for (person, chance) in people {
            let with = all.iter().filter(|panel| panel.contains(&person)).count();
            let share = Ratio::from_parts(with.into(), Natural::from(all.len()));
            assert_eq!(chance, share, "pool {number}");
        }
        assert_eq!(panels.len(), 5);
        assert!(panels.iter().all(|(panel, _)| all.contains(panel)));
        some += 1;
    }
    assert!(some > 15, "{some}");
}

/// With fewer states panels are drawn by rejection: all of them are panels, and it is said that
/// chances are an estimate.
#[test]
fn few_states_are_made_up_for_by_rejection() {
    let mut dice = Dice(4);
    let mut some = 0;
    for number in 0..300 {
        let pool = random(&mut dice, 10, 4, number % 2 == 0);
        let all = panels(&pool);
        // Enough for the seats and too few for all features.
        let types = Types::of(&pool);
        let part = |states: &u64| {
            crate::panel::number::fit(&types, None, *states).is_some_and(|fit| !fit.whole())
        };
        let Some(states) = (10..400).step_by(5).find(part) else {
            continue;
        };
        let params = MaxEntropyParams {
            panels: 20,
            states,
            attempts: 20_000,
        };
        let (outcome, events) = count(&pool, &params);
        let Ok(Outcome::PanelLottery {
            people,
            panels,
            certificate,
            ..
        }) = outcome
        else {
            continue;
        };
        assert!(panels.iter().all(|(panel, _)| all.contains(panel)));
        if certificate.get("exact").unwrap().as_bool() == Some(true) {
            continue;
        }
        let sum = people.iter().fold(Ratio::ZERO, |sum, (_, p)| sum + p);
        assert_eq!(sum, Ratio::from(pool.seats));
        let estimated = |event: &Event| {
            matches!(
                event,
                Event::Note {
                    code: "chances-estimated",
                    ..
                }
            )
        };
        assert!(events.iter().any(estimated));
        some += 1;
    }
    assert!(some > 3, "{some}");
}

/// The pool of 150 in a few seconds; its panels were counted with more states.
#[test]
fn the_fixture_is_drawn_from() {
    let Some(pool) = real("sa_fixture_22", 22) else {
        return;
    };
    let params = MaxEntropyParams {
        panels: 20,
        states: 100_000,
        ..MaxEntropyParams::default()
    };
    let (outcome, _) = count(&pool, &params);
    let Ok(Outcome::PanelLottery {
        panels,
        certificate,
        ..
    }) = outcome
    else {
        panic!("a lottery");
    };
    assert!(
        panels
            .iter()
            .all(|(panel, _)| pool.missed(panel).is_empty())
    );
    let number = |name: &str| -> Natural {
        let text = certificate.get(name).unwrap().as_str().unwrap();
        text.parse().unwrap()
    };
    let exact: Natural = "21780285540798541047".parse().unwrap();
    assert!(number("most") >= exact);
    assert!(number("estimate") < &exact * Natural::from(5_u8));
    assert!(number("estimate") * Natural::from(5_u8) > exact);
}
