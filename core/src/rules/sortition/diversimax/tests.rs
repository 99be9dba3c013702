use super::*;
use crate::json::Value;
use crate::panel::samples::{Dice, panels, random};
use crate::rule::CountOptions;

fn options(proposals: Option<Vec<(String, Value)>>) -> CountOptions<'static> {
    CountOptions {
        seed: Some("07".repeat(32).parse().unwrap()),
        proposals,
        ..CountOptions::default()
    }
}

/// The panel is one, and no solver is needed to say so again.
#[test]
fn an_audit_asks_no_solver() {
    let mut dice = Dice(6);
    let mut some = 0;
    for number in 0..60 {
        let pool = random(&mut dice, 10, 4, number % 2 == 0);
        let params = DiversimaxParams::default();
        let mut cx = Count::new(options(None));
        let Ok(outcome) = Diversimax::count(&pool, &params, &mut cx) else {
            assert!(panels(&pool).is_empty(), "pool {number}");
            continue;
        };
        let Outcome::Panel { members, .. } = &outcome else {
            panic!("a panel");
        };
        assert!(panels(&pool).contains(members));
        let Some(Event::Proposal { label, value }) = cx.events().first().cloned() else {
            panic!("a proposal");
        };
        let recorded = |value| Some(vec![(label.to_owned(), value)]);
        let mut audit = Count::new(options(recorded(value)));
        assert_eq!(Diversimax::count(&pool, &params, &mut audit), Ok(outcome));
        let mut audit = Count::new(options(recorded(Value::Array(Vec::new()))));
        let refused = Diversimax::count(&pool, &params, &mut audit).unwrap_err();
        assert_eq!(refused.into_problems()[0].code, "lottery-invalid");
        some += 1;
    }
    assert!(some > 10, "{some}");
}
