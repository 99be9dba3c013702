//! Records that were bent: refused, or what they then claim is still so.

use super::super::*;
use super::oracle::Oracle;
use super::{sample, some_targets};
use crate::json::Value;
use crate::panel::bent::bent;
use crate::panel::samples::{Dice, panels};

/// Every number of a record, one after the other and in every way, on pools small enough to know
/// all panels: nothing false passes.
#[test]
fn bent_records_claim_nothing_false() {
    let mut dice = Dice(77);
    let (mut pools, mut refused, mut true_still) = (0, 0, 0);
    while pools < 24 {
        let pool = sample(&mut dice);
        let types = Types::of(&pool);
        let all = panels(&pool);
        if all.is_empty() {
            continue;
        }
        pools += 1;
        let nash = pools % 3 != 0;
        let aim = if nash {
            Aim::Nash
        } else {
            some_targets(&mut dice, &types)
        };
        let value = find(&types, &aim, 2000, &mut |_, _| true)
            .unwrap()
            .to_value();
        let oracle = Oracle::of(&types, &all, &aim);
        for bent in bent(&value, &mut dice, 4) {
            let read = Found::from_value(&types, &bent);
            match read.and_then(|found| check(&types, &aim, found)) {
                Ok(proven) => {
                    oracle.agrees(&types, &proven);
                    true_still += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    println!("{refused} refused, {true_still} bent and true still");
    assert!(refused > 1000 && true_still > 50);
}

/// Fields that are missing, or there without need.
#[test]
fn each_field_is_needed_and_no_other() {
    let mut dice = Dice(5);
    let (mut with, mut without) = (0, 0);
    while with < 3 || without < 3 {
        let pool = sample(&mut dice);
        let types = Types::of(&pool);
        let Ok(found) = find(&types, &Aim::Nash, 2000, &mut |_, _| true) else {
            continue;
        };
        let Value::Object(fields) = found.to_value() else {
            panic!("an object")
        };
        for name in fields.keys() {
            let mut fewer = fields.clone();
            fewer.remove(name);
            let read = Found::from_value(&types, &Value::Object(fewer));
            assert!(
                read.and_then(|found| check(&types, &Aim::Nash, found))
                    .is_err(),
                "{name}"
            );
        }
        let mut found = found;
        if found.excluded.is_some() {
            with += 1;
        } else {
            without += 1;
            // Nobody is excluded: nothing is to be proven of them.
            found.excluded = Some(found.proof.clone());
            let refused = check(&types, &Aim::Nash, found).unwrap_err();
            assert_eq!(refused.path, "excluded");
        }
    }
}

/// A type that is drawn and has no weight would be left out of the sum of logarithms.
#[test]
fn nash_weighs_everyone_who_is_drawn() {
    let mut dice = Dice(1);
    let mut pools = (0..20).map(|_| sample(&mut dice));
    let pool = pools.find(|pool| !panels(pool).is_empty()).unwrap();
    let types = Types::of(&pool);
    let mut found = find(&types, &Aim::Nash, 1000, &mut |_, _| true).unwrap();
    found.weighed.weights.pop();
    let refused = check(&types, &Aim::Nash, found).unwrap_err();
    assert_eq!(
        (refused.code, refused.path.as_str()),
        ("proof-refused", "weights")
    );
}
