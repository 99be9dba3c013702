use super::*;
use crate::num::Ratio;
use crate::panel::alternates::tests_support::{Dice, by_force, random};
use crate::panel::alternates::{Measure, check};

/// Small questions against all choices: the program finds the least loss, the bound is below it.
#[test]
fn small_questions_are_answered_as_by_brute_force() {
    let mut dice = Dice(11);
    let (mut tight, mut steps) = (0_u32, 0_u32);
    let rounds = 200;
    for round in 0..rounds {
        let measure = if round % 2 == 0 {
            Measure::Sum
        } else {
            Measure::Any
        };
        let reserve = random(&mut dice, measure);
        let best = by_force(&reserve);
        let found = propose(&reserve, &[], Effort::default());
        let proven = check(&reserve, &found.plan).unwrap();
        assert!(found.optimal);
        assert_eq!(proven.loss, best, "{reserve:?} {found:?}");
        assert!(proven.bound <= best);
        tight += u32::from(proven.bound == best);
        // Without the program over all scenarios the choice is near, and the bound still holds.
        let rough = Effort {
            variables: 0,
            ..Effort::default()
        };
        let found = propose(&reserve, &[], rough);
        let proven = check(&reserve, &found.plan).unwrap();
        assert!(!found.optimal && proven.loss >= best && proven.bound <= best);
        steps += u32::from(proven.loss == best);
    }
    // What they reach is not promised; that it is most of what there is, is.
    assert!(
        tight > rounds / 2,
        "{tight} of {rounds} bounds are the loss"
    );
    assert!(
        steps > rounds * 9 / 10,
        "{steps} of {rounds} choices by steps are best"
    );
}

#[test]
fn a_better_choice_that_is_given_is_taken_and_no_call_is_worse_than_none() {
    let mut dice = Dice(5);
    for _ in 0..60 {
        let reserve = random(&mut dice, Measure::Sum);
        let nobody = answer(&reserve, &Vec::new(), Effort::default());
        let without = check(&reserve, &nobody).unwrap().loss;
        assert_eq!(without, reserve.mean_loss(&[]));
        let found = propose(&reserve, &[Vec::new()], Effort::default());
        assert!(check(&reserve, &found.plan).unwrap().loss <= without);
        assert!(without >= Ratio::ZERO);
    }
}

#[test]
fn alternates_by_scaled_quotas_are_a_small_panel() {
    use crate::panel::alternates::{Kind, Reserve};

    let kind = |quotas: &[u32]| Kind {
        quotas: quotas.to_vec(),
        most: 3,
    };
    let reserve = Reserve {
        quotas: vec![(6, 6), (2, 2), (4, 4), (4, 4)],
        kinds: vec![kind(&[0, 2]), kind(&[0, 3]), kind(&[1, 2]), kind(&[1, 3])],
        homes: Vec::new(),
        scenarios: Vec::new(),
        count: 4,
        measure: Measure::Sum,
    };
    // Of 8 seats 4: three to one, two to two.
    let call = scaled(&reserve, 8).unwrap();
    let scenario = crate::panel::alternates::Scenario {
        left: vec![0; 4],
        gone: 4,
        away: vec![],
        weight: 1,
    };
    assert_eq!(reserve.counts(&scenario, &call), [3, 1, 2, 2]);
}
