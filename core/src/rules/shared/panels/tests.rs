#![allow(unreachable_pub)] // of what the macros make

use super::*;
use crate::instance::{Feature, FeatureValue};
use crate::params::Params;
use crate::rule::CountOptions;

lottery_params! {
    /// Options of no rule.
    pub struct TestParams {
        /// One of its own.
        pub own: u32 = 7,
    }
}

fn quota(name: &str, min: u32, max: u32) -> FeatureValue {
    FeatureValue {
        name: name.to_owned(),
        min,
        max,
        min_flex: 0,
        max_flex: max,
    }
}

/// Five from the North, three from the South, two seats.
fn pool() -> Pool {
    pool_for(2)
}

fn pool_for(seats: u32) -> Pool {
    let feature = Feature {
        name: "area".to_owned(),
        values: IdVec::from_vec(vec![quota("North", 0, seats), quota("South", 0, seats)]),
    };
    let person = |n: u32| {
        (
            format!("p{n}"),
            vec![crate::id::ValueId(u32::from(n > 4))],
            None,
        )
    };
    Pool::new(
        IdVec::from_vec(vec![feature]),
        (0..8).map(person).collect(),
        seats,
    )
    .unwrap()
}

fn lottery(types: &Types) -> Lottery {
    let panel = |north: u32, weight: u32| (vec![north, 2 - north], Natural::from(weight));
    Lottery::new(types, vec![panel(0, 1), panel(1, 3), panel(2, 3)]).unwrap()
}

fn count(params: &[(&str, &str)], seed: Option<u8>) -> Result<Outcome, CountError> {
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let params = TestParams::parse(&pairs).unwrap();
    let pool = pool();
    let types = Types::of(&pool);
    let mut cx = Count::new(CountOptions {
        seed: seed.map(|byte| crate::lottery::Seed::from([byte; 32])),
        ..CountOptions::default()
    });
    let proof = Value::object([("proof", Value::from("given"))]);
    finish(
        &pool,
        &types,
        &lottery(&types),
        proof,
        params.list(),
        &mut cx,
    )
}

#[test]
fn the_options_stand_after_the_own_ones() {
    let names: Vec<&str> = TestParams::specs().iter().map(|spec| spec.name).collect();
    assert_eq!(names, ["own", "panels", "round"]);
}

#[test]
fn chances_need_no_seed_and_a_list_does() {
    let Ok(Outcome::PanelLottery { people, panels, .. }) = count(&[], None) else {
        panic!()
    };
    assert!(panels.is_empty());
    // North sits 9 of 14 seats, five people; the South 5, three people.
    let texts: Vec<String> = people.iter().map(|(_, c)| c.to_string()).collect();
    assert_eq!(
        texts,
        [
            "9/35", "9/35", "9/35", "9/35", "9/35", "5/21", "5/21", "5/21"
        ]
    );
    assert!(matches!(
        count(&[("panels", "10")], None),
        Err(CountError::NoSeed { .. })
    ));
}

#[test]
fn seven_panels_meet_the_chances_exactly() {
    let outcome = count(&[("panels", "7")], Some(1)).unwrap();
    let Outcome::PanelLottery {
        panels,
        certificate,
        ..
    } = &outcome
    else {
        panic!()
    };
    assert_eq!(panels.len(), 7);
    let loss = certificate.get("list").unwrap();
    assert_eq!(certificate.get("proof").unwrap().as_str(), Some("given"));
    assert_eq!(loss.get("exact").unwrap().as_str(), Some("105"));
    // Nine seats for five people: one or two of seven panels, not 9/5.
    let loss = loss.get("loss").unwrap();
    assert_eq!(loss.get("least").unwrap().as_str(), Some("1/7"));
    assert_eq!(loss.get("change").unwrap().as_str(), Some("4/35"));
    assert_eq!(outcome, count(&[("panels", "7")], Some(1)).unwrap());
    assert_ne!(outcome, count(&[("panels", "7")], Some(2)).unwrap());
}

/// Four panels of two types: one too many. The reduced lottery is recorded, a recount believes only
/// a record that holds, and chances are those of all four.
#[test]
fn a_lottery_of_more_panels_than_needed_is_reduced_on_record() {
    use crate::transcript::Event;

    let pool = pool_for(3);
    let types = Types::of(&pool);
    let panel = |north: u32| (vec![north, 3 - north], Natural::from(1_u8));
    let large = Lottery::new(&types, (0..=3).map(panel).collect()).unwrap();
    let list = ListParams {
        panels: 6,
        round: Round::Best,
    };
    let run = |proposals: Option<Vec<(String, Value)>>| {
        let mut cx = Count::new(CountOptions {
            seed: Some(crate::lottery::Seed::from([9; 32])),
            proposals,
            ..CountOptions::default()
        });
        let proof = Value::object([]);
        let outcome = finish(&pool, &types, &large, proof, list, &mut cx);
        outcome.map(|outcome| {
            let records = cx.events().iter().filter_map(|event| match event {
                Event::Proposal { label, value } => Some(((*label).to_owned(), value.clone())),
                _ => None,
            });
            (outcome, records.collect::<Vec<_>>())
        })
    };
    let (outcome, records) = run(None).unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].0, "support");
    let reduced = Lottery::from_value(&types, &records[0].1).unwrap();
    assert!(reduced.panels().len() <= 3);
    assert_eq!(reduced.chances(&types), large.chances(&types));
    // North has 6 of 12 seats on average for five people: 3/2 of 3 seats, so 3/10 each.
    let Outcome::PanelLottery { people, .. } = &outcome else {
        panic!()
    };
    assert_eq!(people[0].1.to_string(), "3/10");
    assert_eq!(run(Some(records.clone())).unwrap().0, outcome);
    assert!(run(Some(Vec::new())).is_err());
    for record in [large.to_value(), Value::Null, Value::Array(Vec::new())] {
        assert!(run(Some(vec![("support".to_owned(), record)])).is_err());
    }
}
