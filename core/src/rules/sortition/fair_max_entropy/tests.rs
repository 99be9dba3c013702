use super::*;
use crate::panel::samples::{Dice, random};
use crate::rule::CountOptions;

/// An audit takes the weights of the record and comes to the same; weights that are none are
/// refused.
#[test]
fn an_audit_takes_the_recorded_weights() {
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
        let proposal = cx.events().iter().find_map(|event| match event {
            Event::Proposal { label, value } => Some(((*label).to_owned(), value.clone())),
            _ => None,
        });
        let (label, value) = proposal.unwrap();
        let replay = |value: Value| {
            let options = CountOptions {
                proposals: Some(vec![(label.clone(), value)]),
                ..CountOptions::default()
            };
            FairMaxEntropy::count(&pool, &params, &mut Count::new(options))
        };
        assert_eq!(replay(value.clone()).unwrap(), outcome);
        let mut bent = value.as_array().unwrap().to_vec();
        bent[0] = Value::from(0_u32);
        let refused = replay(Value::Array(bent)).unwrap_err().into_problems();
        assert_eq!(refused[0].code, "weights-invalid");
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
