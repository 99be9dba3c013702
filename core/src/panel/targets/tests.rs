//! Targets against figures worked out by hand, apportionments of the books, and the definition.

use proptest::prelude::*;

use super::*;
use crate::num::Natural;

fn town(feature: &str, values: &[(&str, u64)]) -> Shares {
    let mut town = Town::default();
    for (value, people) in values {
        town.count(feature, value, *people);
    }
    town.shares().unwrap()
}

fn asked(seats: u32) -> Asked {
    Asked {
        seats,
        ..Asked::default()
    }
}

fn by_hand(value: &str, min: u32, max: u32) -> SetRange {
    SetRange {
        feature: "age".to_owned(),
        value: value.to_owned(),
        min,
        max,
    }
}

/// `target min..max`, with a star where the range was moved and an `=` where it was set.
fn told(targets: &Targets) -> Vec<String> {
    let told = targets.values().map(|(_, v)| {
        let marks = [(v.moved, "*"), (v.set, "=")];
        let marks = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark);
        format!(
            "{} {}..{}{}",
            v.target,
            v.min,
            v.max,
            marks.collect::<String>()
        )
    });
    told.collect()
}

/// Balinski & Young, Fair Representation, 1982: the census of 1791 and the 120 seats of the bill
/// by Hamilton's method that Washington vetoed.
#[test]
fn point_targets_are_hamiltons_apportionment_of_1791() {
    let states = [
        ("Connecticut", 236_841, 8),
        ("Delaware", 55_540, 2),
        ("Georgia", 70_835, 2),
        ("Kentucky", 68_705, 2),
        ("Maryland", 278_514, 9),
        ("Massachusetts", 475_327, 16),
        ("New Hampshire", 141_822, 5),
        ("New Jersey", 179_570, 6),
        ("New York", 331_589, 11),
        ("North Carolina", 353_523, 12),
        ("Pennsylvania", 432_879, 14),
        ("Rhode Island", 68_446, 2),
        ("South Carolina", 206_236, 7),
        ("Vermont", 85_533, 3),
        ("Virginia", 630_560, 21),
    ];
    let people: Vec<(&str, u64)> = states.iter().map(|(name, n, _)| (*name, *n)).collect();
    let found = targets(&town("state", &people), &asked(120)).unwrap();
    let seats: Vec<u32> = found.values().map(|(_, value)| value.target).collect();
    let expected: Vec<u32> = states.iter().map(|(.., seats)| *seats).collect();
    assert_eq!(seats, expected);
}

#[test]
fn ranges_are_the_share_down_and_up_and_the_slack_widens_them() {
    // 20 seats: 4.76, 10.24 and exactly 5; a tenth of a seat; nobody.
    let age = [
        ("16-29", 2380),
        ("30-59", 5120),
        ("60+", 2450),
        ("100+", 50),
        ("?", 0),
    ];
    let shares = town("age", &age);
    let at = |slack| Asked {
        slack,
        flex: Some(2),
        ..asked(20)
    };
    let found = targets(&shares, &at(0)).unwrap();
    assert_eq!(
        told(&found),
        ["5 4..5", "10 10..11", "5 4..5", "0 0..1", "0 0..0"]
    );
    let exact: Vec<String> = found.values().map(|(_, v)| v.exact.to_string()).collect();
    assert_eq!(exact, ["119/25", "256/25", "49/10", "1/10", "0"]);
    let found = targets(&shares, &at(1)).unwrap();
    assert_eq!(
        told(&found),
        ["5 3..6", "10 9..12", "5 3..6", "0 0..2", "0 0..1"]
    );
    let flex: Vec<(u32, u32)> = found.values().filter_map(|(_, v)| v.flex).collect();
    assert_eq!(flex, [(1, 8), (7, 14), (1, 8), (0, 4), (0, 3)]);
    // Whoever stands for a seat keeps one, however wide the slack; nothing exceeds the panel.
    let found = targets(&shares, &at(30)).unwrap();
    assert_eq!(
        told(&found),
        ["5 1..20", "10 1..20", "5 1..20", "0 0..20", "0 0..20"]
    );
}

#[test]
fn ranges_set_by_hand_make_the_others_give_way() {
    let shares = town("age", &[("young", 25), ("middle", 50), ("old", 25)]);
    let with = |set: &[SetRange]| Asked {
        set: set.to_vec(),
        ..asked(8)
    };
    assert_eq!(
        told(&targets(&shares, &with(&[by_hand("Young ", 2, 3)])).unwrap()),
        ["2 2..3=", "4 4..4", "2 2..2"]
    );
    // Five of eight for the young: three are left for 4 + 2, who give way where they lie least
    // below their share, which is the middle first, then in turn.
    assert_eq!(
        told(&targets(&shares, &with(&[by_hand("young", 5, 6)])).unwrap()),
        ["5 5..6=", "2 2..4*", "1 1..2*"]
    );
    // None for the young: the others must be able to fill all eight.
    assert_eq!(
        told(&targets(&shares, &with(&[by_hand("young", 0, 0)])).unwrap()),
        ["0 0..0=", "5 4..5*", "3 2..3*"]
    );
}

#[test]
fn what_is_set_by_hand_must_make_sense_and_all_of_it_is_told() {
    let shares = town("age", &[("young", 1), ("old", 1)]);
    let problems = |set: &[SetRange], seats| {
        let asked = Asked {
            set: set.to_vec(),
            ..asked(seats)
        };
        let problems = targets(&shares, &asked).unwrap_err();
        let told = problems
            .iter()
            .map(|p| format!("{} {} [{}]", p.code, p.path, p.found));
        told.collect::<Vec<_>>()
    };
    let set = [
        by_hand("young", 3, 2),
        by_hand("YOUNG", 0, 9),
        by_hand("middle", 1, 1),
    ];
    assert_eq!(
        problems(&set, 4),
        [
            "targets-set-range age/young [3..2]",
            "targets-set-twice age/YOUNG []",
            "targets-set-range age/YOUNG [0..9]",
            "targets-set-unknown age/middle [age/middle]",
        ]
    );
    let all = [by_hand("young", 3, 3), by_hand("old", 3, 3)];
    assert_eq!(problems(&all, 4), ["targets-set-sum age [6]"]);
    assert_eq!(problems(&all, 7), ["targets-set-sum age [6]"]);
    assert_eq!(problems(&[], 0), ["targets-seats seats [0]"]);
}

#[test]
fn files_of_both_dialects_and_json() {
    let shares = town("age", &[("16-29", 1), ("30, or more", 3)]);
    let found = targets(&shares, &asked(4)).unwrap();
    assert_eq!(
        found.to_csv(Dialect::Features),
        "feature,value,min,max\nage,16-29,1,1\nage,\"30, or more\",3,3\n"
    );
    let flex = Asked {
        flex: Some(1),
        ..asked(4)
    };
    assert_eq!(
        targets(&shares, &flex)
            .unwrap()
            .to_csv(Dialect::Replication),
        "category,feature,min,max,min_flex,max_flex\nage,16-29,1,1,0,2\nage,\"30, or more\",3,3,2,4\n"
    );
    assert_eq!(
        found.to_value(None).canonical_string(),
        r#"{"features":[{"name":"age","values":[{"exact":"1","max":1,"min":1,"moved":false,"name":"16-29","set":false,"share":"1/4","target":1},{"exact":"3","max":3,"min":3,"moved":false,"name":"30, or more","set":false,"share":"3/4","target":3}]}],"format":"isonomia/targets/1","seats":4,"slack":0}"#
    );
}

proptest! {
    /// The definition, by whole numbers: `floor(k·n / N)` and so on.
    #[test]
    fn ranges_are_those_of_the_definition(
        people in proptest::collection::vec(0u64..1000, 1..9),
        seats in 1u32..200,
        slack in 0u32..4,
    ) {
        let all: u64 = people.iter().sum();
        prop_assume!(all > 0);
        let names: Vec<String> = (0..people.len()).map(|at| format!("v{at}")).collect();
        let named: Vec<(&str, u64)> =
            names.iter().map(String::as_str).zip(people.iter().copied()).collect();
        let found = targets(&town("f", &named), &Asked { slack, ..asked(seats) }).unwrap();
        let k = u64::from(seats);
        for ((_, value), n) in found.values().zip(&people) {
            let (low, high) = (k * n / all, (k * n).div_ceil(all));
            let least = low.saturating_sub(u64::from(slack)).max(u64::from(k * n >= all));
            prop_assert_eq!(u64::from(value.min), least);
            prop_assert_eq!(u64::from(value.max), (high + u64::from(slack)).min(k));
            prop_assert!(u64::from(value.target) == low || u64::from(value.target) == high);
            let exact = Ratio::from_parts(Integer::from(k * n), Natural::from(all));
            prop_assert_eq!(&value.exact, &exact);
        }
        prop_assert_eq!(sum(&found.features[0].1, |v| v.target), k);
        prop_assert!(sum(&found.features[0].1, |v| v.min) <= k);
        prop_assert!(sum(&found.features[0].1, |v| v.max) >= k);
    }

    /// Whatever is set by hand: sums that hold the seats and point targets within, or a refusal
    /// that has a reason.
    #[test]
    fn sums_hold_whatever_is_set_by_hand(
        people in proptest::collection::vec(1u64..100, 2..6),
        ranges in proptest::collection::vec(proptest::option::of((0u32..20, 0u32..20)), 2..6),
        seats in 1u32..20,
    ) {
        let names: Vec<String> = (0..people.len()).map(|at| format!("v{at}")).collect();
        let named: Vec<(&str, u64)> =
            names.iter().map(String::as_str).zip(people.iter().copied()).collect();
        let set: Vec<SetRange> = names
            .iter()
            .zip(&ranges)
            .filter_map(|(value, range)| {
                let (a, b) = (*range)?;
                Some(SetRange {
                    feature: "F".to_owned(),
                    value: value.to_uppercase(),
                    min: a.min(b).min(seats),
                    max: a.max(b).min(seats),
                })
            })
            .collect();
        let least: u32 = set.iter().map(|range| range.min).sum();
        let most: u32 = set.iter().map(|range| range.max).sum();
        let free = set.len() < people.len();
        let possible = least <= seats && (free || most >= seats);
        match targets(&town("f", &named), &Asked { set, ..asked(seats) }) {
            Ok(found) => {
                prop_assert!(possible);
                let values = &found.features[0].1;
                prop_assert!(sum(values, |v| v.min) <= u64::from(seats));
                prop_assert!(sum(values, |v| v.max) >= u64::from(seats));
                prop_assert_eq!(sum(values, |v| v.target), u64::from(seats));
                prop_assert!(values.iter().all(|v| v.min <= v.target && v.target <= v.max));
            }
            Err(problems) => {
                prop_assert!(!possible, "{:?}", problems);
            }
        }
    }
}
