use super::*;
use crate::num::Ratio;
use crate::panel::samples::{Dice, panels, random};
use crate::rule::CountOptions;

/// A recorded proposal is enough: no solver is asked, and a proposal that was bent is refused.
#[test]
fn an_audit_asks_no_solver() {
    let mut dice = Dice(3);
    let pools = (0..40).map(|_| random(&mut dice, 9, 4, true));
    let pool = pools
        .into_iter()
        .find(|pool| !panels(pool).is_empty())
        .unwrap();
    let params = NashParams::default();
    let mut cx = Count::new(CountOptions::default());
    let outcome = Nash::count(&pool, &params, &mut cx).unwrap();
    let Outcome::PanelLottery { people, .. } = &outcome else {
        panic!("a lottery");
    };
    let sum = people.iter().fold(Ratio::ZERO, |sum, (_, p)| sum + p);
    assert_eq!(sum, Ratio::from(pool.seats));
    let Some(Event::Proposal { label, value }) = cx.events().first().cloned() else {
        panic!("a proposal");
    };
    let replay = |value: Value| {
        let proposals = Some(vec![(label.to_owned(), value)]);
        let options = CountOptions {
            proposals,
            ..CountOptions::default()
        };
        Nash::count(&pool, &params, &mut Count::new(options))
    };
    assert_eq!(replay(value.clone()).unwrap(), outcome);
    let Value::Object(mut bent) = value else {
        panic!("an object");
    };
    bent.insert("bound".to_owned(), Value::from("1"));
    let refused = replay(Value::Object(bent)).unwrap_err().into_problems();
    assert_eq!(refused[0].code, "proof-refused");
}
