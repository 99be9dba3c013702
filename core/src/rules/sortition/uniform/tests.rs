//! Against the reference implementation of draw/v1 (appendix A, Python), by hand, and by chance.

use super::*;
use crate::id::{FeatureId, IdVec, ValueId};
use crate::instance::{Feature, FeatureValue, Instance};
use crate::lottery::Seed;
use crate::rule::CountOptions;

type Row = (String, Vec<ValueId>, Option<String>);

/// `p01` and so on, the values given by number, households by a letter (`-`: alone).
fn rows(values: &[u32], households: &str) -> Vec<Row> {
    let mut houses = households.chars();
    (1..)
        .zip(values)
        .map(|(number, value)| {
            let house = houses.next().filter(|house| *house != '-');
            (
                format!("p{number:02}"),
                vec![ValueId(*value)],
                house.map(String::from),
            )
        })
        .collect()
}

fn quotas(limits: &[(u32, u32)]) -> IdVec<FeatureId, Feature> {
    let values = limits
        .iter()
        .enumerate()
        .map(|(at, (min, max))| FeatureValue {
            name: format!("v{at}"),
            min: *min,
            max: *max,
            min_flex: 0,
            max_flex: 99,
        });
    IdVec::from_vec(vec![Feature {
        name: "f".to_owned(),
        values: values.collect(),
    }])
}

fn seed(byte: u8) -> Seed {
    Seed::from([byte; 32])
}

/// Ids of the members, and the events as text.
fn draw(pool: &Pool, seed: Option<Seed>) -> Result<(Vec<String>, Vec<String>), CountError> {
    let mut cx = Count::new(CountOptions {
        seed,
        ..CountOptions::default()
    });
    let outcome = Uniform::count(pool, &NoParams, &mut cx)?;
    let Outcome::Panel { members, .. } = outcome else {
        panic!("no panel")
    };
    let ids = members.iter().map(|person| pool.id(*person).to_owned());
    let instance = Instance::Pool(pool.clone());
    let events = cx.into_parts().events;
    let texts = events
        .iter()
        .map(|event| event.to_value(&instance).canonical_string());
    Ok((ids.collect(), texts.collect()))
}

#[test]
fn the_panel_is_the_sample_of_the_reference_implementation() {
    let pool = Pool::new(quotas(&[(0, 4)]), rows(&[0; 10], ""), 4).unwrap();
    let (members, events) = draw(&pool, Some(seed(7))).unwrap();
    // sample(H("draw", 07..07, "panel"), 10, 4) = 6, 5, 1, 7
    assert_eq!(members, ["p02", "p06", "p07", "p08"]);
    assert_eq!(
        events,
        [r#"{"event":"draw","label":"panel","of":10,"values":[6,5,1,7]}"#]
    );
    // With the seed of zeros: 3, 7, 5, 2
    let (members, _) = draw(&pool, Some(seed(0))).unwrap();
    assert_eq!(members, ["p03", "p04", "p06", "p08"]);
}

#[test]
fn of_a_household_only_the_first_drawn_sits() {
    // The reference shuffles 6, 5, 1, 7, 3, ...: p07 and p06 share a household, so do p02 and p08.
    let pool = Pool::new(quotas(&[(0, 4)]), rows(&[0; 10], "-b---aab--"), 4).unwrap();
    let (members, events) = draw(&pool, Some(seed(7))).unwrap();
    // p07, (p06), p02, (p08), 3 = p04, 4 = p05
    assert_eq!(members, ["p02", "p04", "p05", "p07"]);
    assert_eq!(
        events,
        [
            r#"{"event":"draw","label":"panel","of":10,"values":[6,5,1,7,3,4]}"#,
            r#"{"args":["p06, p08"],"code":"household-passed","event":"note"}"#,
        ]
    );
}

#[test]
fn missed_quotas_are_told_and_do_not_stop_the_draw() {
    // The panel p02, p06, p07, p08 has three of v1 and one of v0.
    let values = [0, 1, 0, 0, 0, 1, 0, 1, 0, 0];
    let pool = Pool::new(quotas(&[(2, 2), (0, 2)]), rows(&values, ""), 4).unwrap();
    let (_, events) = draw(&pool, Some(seed(7))).unwrap();
    assert_eq!(
        events[1..],
        [
            r#"{"args":["f","v0","1","2","2"],"code":"quota-missed","event":"note"}"#,
            r#"{"args":["f","v1","3","0","2"],"code":"quota-missed","event":"note"}"#,
        ]
    );
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let code = |seats: u32, houses: &str| {
        let pool = Pool::new(quotas(&[(0, 9)]), rows(&[0; 3], houses), seats).unwrap();
        let problems = draw(&pool, Some(seed(1))).unwrap_err().into_problems();
        (problems[0].code, problems[0].expected.clone())
    };
    assert_eq!(code(0, ""), ("seats-above-pool", "1..3".to_owned()));
    assert_eq!(code(4, ""), ("seats-above-pool", "1..3".to_owned()));
    assert_eq!(
        code(3, "aa-"),
        ("seats-above-households", "1..2".to_owned())
    );
    let pool = Pool::new(quotas(&[(0, 9)]), rows(&[0; 3], ""), 2).unwrap();
    assert_eq!(
        draw(&pool, None),
        Err(CountError::NoSeed {
            purpose: "draw",
            among: Vec::new(),
        })
    );
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut turned = rows(&[0; 10], "");
    let pool = Pool::new(quotas(&[(0, 4)]), turned.clone(), 4).unwrap();
    turned.rotate_left(3);
    turned.swap(0, 5);
    let other = Pool::new(quotas(&[(0, 4)]), turned, 4).unwrap();
    for byte in 0..50 {
        let here = draw(&pool, Some(seed(byte))).unwrap();
        assert_eq!(here, draw(&other, Some(seed(byte))).unwrap());
    }
    assert_eq!(
        Instance::Pool(pool).digest(),
        Instance::Pool(other).digest()
    );
}

/// All ten panels of two of five, over 5000 fixed seeds: chi-square with 9 degrees of freedom
/// stays below 33.7 with a chance of 0.9999.
#[test]
fn every_panel_is_equally_likely() {
    let pool = Pool::new(quotas(&[(0, 4)]), rows(&[0; 5], ""), 2).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for number in 0..5000_u32 {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        let (members, _) = draw(&pool, Some(Seed::from(bytes))).unwrap();
        *counts.entry(members).or_insert(0_i64) += 1;
    }
    assert_eq!(counts.len(), 10);
    let squares: i64 = counts.values().map(|count| (count - 500).pow(2)).sum();
    assert!(squares < 33 * 500, "chi-square {squares}/500");
}
