use super::*;
use crate::instance::{Feature, FeatureValue};

fn quota(name: &str, min: u32, max: u32) -> FeatureValue {
    FeatureValue {
        name: name.to_owned(),
        min,
        max,
        min_flex: 0,
        max_flex: max,
    }
}

/// Six people, one feature: two couples of unlike values, a couple of like ones.
fn couples() -> Pool {
    let feature = Feature {
        name: "area".to_owned(),
        values: IdVec::from_vec(vec![quota("North", 1, 2), quota("South", 0, 2)]),
    };
    let person = |id: &str, value: u32, home: &str| {
        (id.to_owned(), vec![ValueId(value)], Some(home.to_owned()))
    };
    let people = vec![
        person("a", 0, "x"),
        person("b", 1, "x"),
        person("c", 0, "y"),
        person("d", 1, "y"),
        person("e", 0, "z"),
        person("f", 0, "z"),
    ];
    Pool::new(IdVec::from_vec(vec![feature]), people, 2).unwrap()
}

#[test]
fn company_at_home_makes_types() {
    let types = Types::of(&couples());
    let shape: Vec<(usize, u32)> = types
        .types()
        .values()
        .map(|kind| (kind.people.len(), kind.most))
        .collect();
    // North of the like couple, North of the unlike couples, South of the unlike couples.
    assert_eq!(shape, [(2, 1), (2, 2), (2, 2)]);
    assert_eq!(types.rows().len(), 4);
    assert!(types.admits(&[1, 1, 0]));
    assert!(types.admits(&[0, 1, 1]));
    assert!(!types.admits(&[2, 0, 0]), "both of one home");
    assert!(!types.admits(&[0, 0, 2]), "too few from the North");
    assert!(!types.admits(&[1, 0, 0]), "a seat is empty");
}

/// Every panel of the brute force is admitted, and every admitted count is some panel's.
#[test]
fn counts_are_those_of_panels() {
    let pool = couples();
    let types = Types::of(&pool);
    let mut seen = BTreeSet::new();
    for a in 0..6 {
        for b in a + 1..6 {
            let panel = [PersonId(a), PersonId(b)];
            let home = pool.household(panel[0]) == pool.household(panel[1]);
            let good = pool.missed(&panel).is_empty() && !home;
            let counts = types.counts(&panel);
            if good {
                assert!(types.admits(&counts));
                seen.insert(counts);
            }
        }
    }
    let mut admitted = 0;
    for a in 0..3 {
        for b in 0..3 {
            for c in 0..3 {
                admitted += usize::from(types.admits(&[a, b, c]));
            }
        }
    }
    assert_eq!(admitted, seen.len());
}
