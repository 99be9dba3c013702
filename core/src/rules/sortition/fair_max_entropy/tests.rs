use super::*;
use crate::panel::samples::{Dice, panels, random};
use crate::rule::CountOptions;

/// The numbers of an audit of a report whose proposals are these.
fn replay(
    pool: &Pool,
    params: &FairMaxEntropyParams,
    proposals: Vec<(String, Value)>,
) -> Result<Outcome, CountError> {
    let options = CountOptions {
        proposals: Some(proposals),
        ..CountOptions::default()
    };
    FairMaxEntropy::count(pool, params, &mut Count::new(options))
}

/// Weights follow from the pool: no record says what they are, and an audit finds them again.
#[test]
fn an_audit_finds_the_weights_again() {
    let mut dice = Dice(3);
    let mut some = 0;
    for number in 0..80 {
        let pool = random(&mut dice, 9, 4, number % 2 == 0);
        let params = FairMaxEntropyParams {
            target: Target::Equal,
            ..FairMaxEntropyParams::default()
        };
        let mut cx = Count::new(CountOptions::default());
        let Ok(outcome) = FairMaxEntropy::count(&pool, &params, &mut cx) else {
            continue;
        };
        let mut events = cx.events().iter();
        assert!(events.all(|event| !matches!(event, Event::Proposal { .. })));
        let Outcome::PanelLottery { certificate, .. } = &outcome else {
            panic!("a lottery");
        };
        let weights = certificate.get("weights").unwrap().as_array().unwrap();
        let types = Types::of(&pool);
        assert_eq!(weights.len(), crate::id::ix(types.types().len()));
        assert_eq!(replay(&pool, &params, Vec::new()).unwrap(), outcome);
        some += 1;
    }
    assert!(some > 5, "{some}");
}

/// Where panels are not counted the walk begins with a recorded panel: one that misses a quota is
/// refused, and from any other the weights are found without a solver.
#[test]
fn a_walk_begins_with_a_panel_that_is_checked() {
    let mut dice = Dice(17);
    let mut some = 0;
    for number in 0..300 {
        let pool = random(&mut dice, 9, 4, number % 2 == 0);
        let types = Types::of(&pool);
        let all = panels(&pool);
        let params = FairMaxEntropyParams {
            target: Target::Equal,
            // Enough for the seats, and too few to count all panels.
            states: 12,
            samples: 20,
            rounds: 3,
            ..FairMaxEntropyParams::default()
        };
        if all.is_empty() || odds::counted(&types, params.states) {
            continue;
        }
        let start = |counts: &[u32]| vec![("start".to_owned(), write(counts))];
        let code = |counts: &[u32]| {
            let found = replay(&pool, &params, start(counts));
            found.unwrap_err().into_problems()[0].code
        };
        for panel in &all {
            // There is a law, which without states and without panels has no chances to tell.
            assert_eq!(code(&types.counts(panel)), "panels-uncounted");
        }
        let mut bent = types.counts(&all[0]);
        bent[0] += 1;
        assert_eq!(code(&bent), "lottery-invalid");
        some += 1;
    }
    assert!(some > 5, "{some}");
}

/// Leximin's chances are inside what panels can give where they are no corner of it; then weights
/// come near them, and never does the sum leave the seats.
#[test]
fn chances_come_near_to_those_of_leximin() {
    let mut dice = Dice(9);
    let tenth = Ratio::from_parts(Integer::ONE, Natural::from(10_u8));
    let (mut near, mut some) = (0, 0);
    for _ in 0..20 {
        let pool = random(&mut dice, 10, 4, false);
        let mut cx = Count::new(CountOptions::default());
        let outcome = FairMaxEntropy::count(&pool, &FairMaxEntropyParams::default(), &mut cx);
        let Ok(Outcome::PanelLottery {
            people,
            certificate,
            ..
        }) = outcome
        else {
            continue;
        };
        let sum = people.iter().fold(Ratio::ZERO, |sum, (_, p)| sum + p);
        assert_eq!(sum, Ratio::from(pool.seats));
        let off: Ratio = certificate
            .get("off")
            .unwrap()
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        near += u32::from(off < tenth);
        some += 1;
    }
    assert!(some > 5 && near * 3 > some * 2, "{near} of {some}");
}
