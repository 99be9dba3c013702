//! Residual pools against brute force: panels of the whole pool that hold the seated.

use super::*;
use crate::id::ValueId;

fn value(name: &str, min: u32, max: u32) -> FeatureValue {
    FeatureValue {
        name: name.to_owned(),
        min,
        max,
        min_flex: 0,
        max_flex: 9,
    }
}

/// Eight people: sex by the first letter (f, m), age by the second (o, y), home by the third.
fn pool(seats: u32) -> Pool {
    let feature = |name: &str, values: [FeatureValue; 2]| Feature {
        name: name.to_owned(),
        values: values.into_iter().collect(),
    };
    let features = [
        feature("sex", [value("f", 2, 3), value("m", 1, 2)]),
        feature("age", [value("o", 1, 2), value("y", 2, 3)]),
    ];
    let people = ["fo1", "fy1", "fy2", "mo3", "mo4", "my4", "my5", "fo6"];
    let people = people.map(|id| {
        let letter = |at: usize| id.as_bytes().get(at).copied();
        let values = vec![
            ValueId(u32::from(letter(0) == Some(b'm'))),
            ValueId(u32::from(letter(1) == Some(b'y'))),
        ];
        let home = id.get(2..).map(str::to_owned);
        (id.to_owned(), values, home)
    });
    Pool::new(features.into_iter().collect(), people.to_vec(), seats).unwrap()
}

/// Every panel as sorted ids: quotas kept, at most one of a household.
fn panels(pool: &Pool) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for set in 0u32..1 << pool.len() {
        let members: Vec<PersonId> = pool.people().filter(|p| set >> p.0 & 1 == 1).collect();
        let alone = pool.shared_homes(&members).is_empty();
        if len32(members.len()) == pool.seats && alone && pool.missed(&members).is_empty() {
            found.insert(members.iter().map(|p| pool.id(*p).to_owned()).collect());
        }
    }
    found
}

#[test]
fn panels_of_what_is_left_are_the_panels_with_the_seated() {
    let whole = pool(4);
    let all = panels(&whole);
    assert!(all.len() > 3, "{all:?}");
    let mut compared = 0;
    for set in 0u32..1 << whole.len() {
        let seated: Vec<PersonId> = whole.people().filter(|p| set >> p.0 & 1 == 1).collect();
        let ids: Vec<&str> = seated.iter().map(|p| whole.id(*p)).collect();
        if seated.len() >= 4 || !whole.shared_homes(&seated).is_empty() {
            continue;
        }
        let with: BTreeSet<Vec<String>> = all
            .iter()
            .filter(|panel| ids.iter().all(|id| panel.iter().any(|other| other == id)))
            .map(|panel| {
                let others = panel.iter().filter(|id| !ids.contains(&id.as_str()));
                others.cloned().collect()
            })
            .collect();
        match whole.residual(&seated) {
            Ok(rest) => {
                assert_eq!(rest.seats, 4 - len32(seated.len()));
                assert_eq!(panels(&rest), with, "{ids:?}");
            }
            Err(problems) => {
                assert!(with.is_empty(), "{ids:?}");
                assert!(problems.iter().all(|p| p.code == "already-above-quota"));
            }
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn what_the_seated_break_is_named() {
    let whole = pool(4);
    let find = |id: &str| whole.find(id).unwrap();
    let old = ["fo1", "mo3", "fo6"].map(find);
    let told = |seated: &[PersonId]| -> Vec<String> {
        let problems = whole.residual(seated).err().unwrap_or_default();
        let told = problems.iter();
        told.map(|p| format!("{} {} {} {}", p.code, p.path, p.found, p.expected))
            .collect()
    };
    assert_eq!(told(&old), ["already-above-quota age/o 3 at most 2"]);
    let full = ["fo1", "fy2", "mo3", "my5"].map(find);
    assert_eq!(told(&full), ["already-fills-panel seats 4 fewer than 4"]);
    assert_eq!(whole.shared_homes(&["fo1", "fy1"].map(find)).len(), 1);
    // Named twice, seated once; nobody seated, nothing changed.
    let twice = whole.residual(&[find("fo1"), find("fo1")]).unwrap();
    assert_eq!((twice.seats, twice.len()), (3, 6));
    assert_eq!(whole.residual(&[]).unwrap().to_value(), whole.to_value());
}
