use super::*;
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
        let params = DiversimaxParams {
            moves: 2_000,
            ..DiversimaxParams::default()
        };
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

/// A search that came to no end says so: in the count, and again where the record is audited.
#[test]
fn a_search_without_an_end_is_told() {
    let told = |cx: &Count<'_>| {
        let notes = cx.events().iter().filter_map(|event| match event {
            Event::Note { code, .. } => Some(*code),
            _ => None,
        });
        notes.collect::<Vec<_>>()
    };
    let mut dice = Dice(6);
    let mut some = 0;
    for _ in 0..40 {
        let pool = random(&mut dice, 12, 5, false);
        let types = Types::of(&pool);
        let Some(panel) = panels(&pool).into_iter().next() else {
            continue;
        };
        let counts = types.counts(&panel);
        for (ended, code) in [
            (Ended::Done, None),
            (Ended::Stopped, Some("diversimax-stopped")),
            (Ended::None, Some("diversimax-none")),
        ] {
            let value = diverse::write(&counts, ended);
            let recorded = Some(vec![("diversimax".to_owned(), value)]);
            let mut cx = Count::new(options(recorded));
            let params = DiversimaxParams::default();
            assert!(Diversimax::count(&pool, &params, &mut cx).is_ok());
            let mut wanted = Vec::from_iter(code);
            wanted.push("diversimax-score");
            assert_eq!(told(&cx), wanted);
        }
        // One node is hardly ever enough, and whatever comes is a panel or an error.
        let params = DiversimaxParams {
            gap: 0,
            nodes: 1,
            moves: 0,
        };
        let mut cx = Count::new(options(None));
        if let Ok(Outcome::Panel { members, .. }) = Diversimax::count(&pool, &params, &mut cx) {
            assert!(pool.missed(&members).is_empty());
        }
        some += 1;
    }
    assert!(some > 10, "{some}");
}
