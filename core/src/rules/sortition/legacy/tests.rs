use super::*;
use crate::panel::samples::{Dice, random};
use crate::rule::CountOptions;

/// Whatever comes out is a panel, and the same seed gives the same.
#[test]
fn what_comes_out_is_a_panel() {
    let mut dice = Dice(8);
    let mut some = 0;
    for number in 0..200_u32 {
        let pool = random(&mut dice, 10, 4, number % 2 == 0);
        let count = || {
            let options = CountOptions {
                seed: Some(format!("{number:064x}").parse().unwrap()),
                ..CountOptions::default()
            };
            let mut cx = Count::new(options);
            (
                Legacy::count(&pool, &LegacyParams::default(), &mut cx),
                cx.events().to_vec(),
            )
        };
        let (outcome, events) = count();
        assert_eq!((outcome.clone(), events), count());
        let Ok(Outcome::Panel { members, .. }) = outcome else {
            continue;
        };
        assert!(pool.missed(&members).is_empty());
        let mut homes: Vec<_> = members.iter().filter_map(|p| pool.household(*p)).collect();
        homes.sort_unstable();
        assert!(homes.windows(2).all(|pair| pair[0] != pair[1]));
        some += 1;
    }
    assert!(some > 20, "{some}");
}
