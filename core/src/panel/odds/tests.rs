use super::*;
use crate::id::{FeatureId, ix};
use crate::panel::samples::{Dice, panels, random};

const SEARCH: Search = Search {
    states: 100_000,
    rounds: 200,
    samples: 2000,
    nodes: 1_000,
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
        let found = find(&types, &wanted, SEARCH, &mut |_, _| true).unwrap();
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
    assert_eq!(find(&types, &wanted, SEARCH, &mut |_, _| false), None);
}

#[test]
fn measure() {
    for (name, pool) in crate::panel::samples::all_real() {
        if std::env::var("POOL").is_ok_and(|pool| pool != name) {
            continue;
        }
        let types = Types::of(&pool);
        let t = std::time::Instant::now();
        let found = crate::panel::leximin::find(&types, &Default::default(), &Default::default(), &mut |_, _| true).unwrap();
        let proven = crate::panel::leximin::check(&types, &Default::default(), &found).unwrap();
        println!("{name} leximin {:?}", t.elapsed());
        let t = std::time::Instant::now();
        let search = Search { states: 200_000, rounds: 30, samples: 1000, nodes: 20_000 };
        let weights = find(&types, &proven.chances, search, &mut |_, _| true).unwrap();
        println!("weights {:?}", t.elapsed());
        let t = std::time::Instant::now();
        let fit = crate::panel::number::fit(&types, Some(&weights), 2_000_000).unwrap();
        println!("fit {:?} states {} {:?} {:?}", t.elapsed(), fit.states(), crate::panel::number::log2(&fit.most()), if let crate::panel::number::Fit::Part(t) = &fit { (t.first, t.rows.clone(), t.tilts.clone()) } else { panic!() });
        let t = std::time::Instant::now();
        let mut stream = Stream::new([1; 32]);
        let mut panels = Vec::new();
        let tries = 300_000;
        for _ in 0..tries { panels.extend(fit.panel(&types, &mut stream)); }
        println!("{} of {tries} {:?}", panels.len(), t.elapsed());
        if panels.is_empty() { continue }
        let n = panels.len() as f64;
        let mut worst: (f64, f64, f64, u32) = (0., 0., 0., 0); let mut chi = 0.;
        for (id, kind) in types.types().iter() {
            let seats: u32 = panels.iter().map(|p| p[ix(id.0)]).sum();
            let m = kind.people.len() as f64;
            let c = seats as f64 / n / m;
            let w: f64 = proven.chances[id].to_f64().value();
            let sd = (w * (1. - w) / n / m).sqrt();
            chi += (c - w) * (c - w) / sd / sd / types.types().len() as f64;
            if (c - w).abs() > worst.0 { worst = ((c - w).abs(), c, w, kind.people.len() as u32); }
        }
        println!("worst {worst:?} mean square deviation in variances {chi}");
    }
}
