//! Lotteries of panels are lotteries, and treat those alike who are alike.

use std::collections::BTreeSet;

use super::Finding;
use crate::id::{IdVec, TypeId, len32};
use crate::instance::Instance;
use crate::num::Ratio;
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::transcript::Event;

/// Chances are chances, panels are panels, and together they are certain.
pub(super) fn sound(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    let (Instance::Pool(pool), Outcome::PanelLottery { people, panels, .. }) = (instance, outcome)
    else {
        return Finding::DoesNotApply;
    };
    let range = Ratio::ZERO..=Ratio::ONE;
    if let Some((person, chance)) = people.iter().find(|(_, chance)| !range.contains(chance)) {
        return Finding::Fails(format!("{} has the chance {chance}", pool.id(*person)));
    }
    let mut sum = Ratio::ZERO;
    for (number, (members, weight)) in panels.iter().enumerate() {
        let distinct: BTreeSet<_> = members.iter().collect();
        if distinct.len() != members.len() || len32(members.len()) != pool.seats {
            return Finding::Fails(format!("panel {number} has not {} people", pool.seats));
        }
        let homes: Vec<u32> = members.iter().filter_map(|p| pool.household(*p)).collect();
        let distinct: BTreeSet<&u32> = homes.iter().collect();
        if distinct.len() != homes.len() {
            return Finding::Fails(format!("panel {number} has two of a household"));
        }
        let never = |member: &&crate::id::PersonId| {
            let chance = people.iter().find(|(person, _)| person == *member);
            chance.is_none_or(|(_, chance)| *chance == Ratio::ZERO)
        };
        if let Some(member) = members.iter().find(never) {
            let id = pool.id(*member);
            return Finding::Fails(format!("{id} sits on panel {number} without a chance"));
        }
        sum += weight;
    }
    if panels.is_empty() || sum == Ratio::ONE {
        Finding::Holds
    } else {
        Finding::Fails(format!("panels have the chance {sum} together"))
    }
}

/// Who is alike in every value, and in company at home, has the same chance.
pub(super) fn equals(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    let (Instance::Pool(pool), Outcome::PanelLottery { people, .. }) = (instance, outcome) else {
        return Finding::DoesNotApply;
    };
    let types = Types::of(pool);
    let mut known: IdVec<TypeId, Option<&Ratio>> =
        IdVec::from_vec(types.types().ids().map(|_| None).collect());
    for (person, chance) in people {
        let seen = known[types.type_of(*person)].get_or_insert(chance);
        if *seen != chance {
            let id = pool.id(*person);
            return Finding::Fails(format!("{id} has {chance} where others have {seen}"));
        }
    }
    Finding::Holds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, ValueId};
    use crate::instance::{Feature, FeatureValue, Pool};
    use crate::json::Value;
    use crate::num::{Integer, Natural};

    /// Three people for two seats: two alike, of whom one shares a home with the third.
    fn pool(shared: bool) -> Instance {
        let value = |name: &str| FeatureValue {
            name: name.to_owned(),
            min: 0,
            max: 2,
            min_flex: 0,
            max_flex: 2,
        };
        let feature = Feature {
            name: "area".to_owned(),
            values: IdVec::from_vec(vec![value("North"), value("South")]),
        };
        let home = |name: &str| shared.then(|| name.to_owned());
        let rows = vec![
            ("a".to_owned(), vec![ValueId(0)], home("1")),
            ("b".to_owned(), vec![ValueId(0)], home("2")),
            ("c".to_owned(), vec![ValueId(1)], home("2")),
        ];
        Instance::Pool(Pool::new(IdVec::from_vec(vec![feature]), rows, 2).unwrap())
    }

    fn half(above: u32) -> Ratio {
        Ratio::from_parts(Integer::from(above), Natural::from(2_u8))
    }

    fn outcome(chances: [u32; 3], panels: &[(&[u32], u32)]) -> Outcome {
        let people = chances.iter().zip(0..);
        let panel = |(members, weight): &(&[u32], u32)| {
            let members = members.iter().map(|member| PersonId(*member));
            (members.collect(), half(*weight))
        };
        Outcome::PanelLottery {
            seats: 2,
            people: people.map(|(c, at)| (PersonId(at), half(*c))).collect(),
            panels: panels.iter().map(panel).collect(),
            certificate: Value::Null,
        }
    }

    fn fails(finding: &Finding) -> bool {
        matches!(finding, Finding::Fails(_))
    }

    #[test]
    fn equals_are_those_with_equal_company_at_home() {
        let unequal = outcome([2, 1, 1], &[]);
        assert!(fails(&equals(&pool(false), &unequal, &[])));
        assert_eq!(equals(&pool(true), &unequal, &[]), Finding::Holds);
        assert_eq!(
            equals(&pool(false), &outcome([1, 1, 2], &[]), &[]),
            Finding::Holds
        );
    }

    #[test]
    fn what_is_no_lottery_of_panels_fails() {
        let good: &[(&[u32], u32)] = &[(&[0, 1], 1), (&[0, 2], 1)];
        let holds = |shared, chances, panels: &[(&[u32], u32)]| {
            sound(&pool(shared), &outcome(chances, panels), &[]) == Finding::Holds
        };
        assert!(holds(false, [2, 1, 1], good) && holds(true, [2, 1, 1], good));
        assert!(holds(false, [2, 1, 1], &[]));
        assert!(!holds(false, [3, 0, 1], &[]), "a chance above 1");
        assert!(!holds(false, [2, 2, 0], good), "a member without a chance");
        assert!(
            !holds(false, [2, 1, 1], &[(&[0, 1], 1)]),
            "half a chance is missing"
        );
        assert!(!holds(false, [2, 1, 1], &[(&[0, 0], 2)]), "a member twice");
        assert!(
            !holds(false, [2, 1, 1], &[(&[0, 1, 2], 2)]),
            "three on two seats"
        );
        assert!(
            !holds(true, [2, 1, 1], &[(&[1, 2], 2)]),
            "two of a household"
        );
    }
}
