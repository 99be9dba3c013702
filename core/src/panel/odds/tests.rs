use super::*;
use crate::id::FeatureId;
use crate::panel::samples::{Dice, panels, random};

const SEARCH: Search = Search {
    states: 100_000,
    rounds: 200,
    samples: 2000,
};

/// Chances that some law gives are met; here those of weights that are known.
#[test]
fn chances_that_can_be_are_met() {
    let mut dice = Dice(5);
    let mut tested = 0;
    for number in 0..120 {
        let pool = random(&mut dice, 9, 4, number % 3 == 0);
        let types = Types::of(&pool);
        if panels(&pool).len() < 3 {
            continue;
        }
        let features: Vec<FeatureId> = pool.features().ids().collect();
        let weights = types.types().ids().map(|id| Natural::from(1 + id.0 % 3));
        let weights = IdVec::from_vec(weights.collect());
        let of = |weights| {
            let ways = Ways::of(&types, &features, Some(weights), 100_000).unwrap();
            ways.chances(&types).unwrap()
        };
        let wanted = of(&weights);
        let found = find(&types, &wanted, SEARCH, None, &mut |_, _| true).unwrap();
        let most = Natural::from(GREATEST);
        assert!(
            found
                .values()
                .all(|weight| !weight.is_zero() && *weight <= most)
        );
        for (wanted, now) in wanted.values().zip(of(&found).values()) {
            let off = wanted - now;
            let off = if off < Ratio::ZERO { -off } else { off };
            let hundredth = Ratio::from_parts(Integer::ONE, Natural::from(100_u8));
            assert!(off < hundredth, "pool {number}: {wanted} {now}");
        }
        tested += 1;
    }
    assert!(tested > 10, "{tested}");
}

#[test]
fn a_search_told_to_stop_stops() {
    let pool = random(&mut Dice(1), 8, 3, false);
    let types = Types::of(&pool);
    let wanted = IdVec::filled(types.types().len(), Ratio::from(0_u8));
    assert_eq!(find(&types, &wanted, SEARCH, None, &mut |_, _| false), None);
}
