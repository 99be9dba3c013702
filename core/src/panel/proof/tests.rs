//! Against every whole point there is.

use super::*;

fn random(state: &mut u64, below: u64) -> i64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    i64::try_from((*state >> 33) % below).unwrap()
}

/// A program of four variables of 0 to 3 and three lines, and an objective.
fn program(state: &mut u64) -> (System, Vec<(u32, Integer)>) {
    let mut system = System {
        bounds: vec![(0, 3); 4],
        rows: Vec::new(),
    };
    system.bounds[0] = (-1, 2);
    for _ in 0..3 {
        let terms = (0..4)
            .map(|v| (v, random(state, 6) - 2))
            .filter(|t| t.1 != 0)
            .collect();
        let least = random(state, 9) - 2;
        system.row(terms, least, least + random(state, 3));
    }
    let objective = (0..4)
        .map(|v| (v, Integer::from(random(state, 7) - 3)))
        .collect();
    (system, objective)
}

/// The greatest objective, over all points.
fn greatest(system: &System, objective: &Objective) -> Option<Integer> {
    let mut best: Option<Integer> = None;
    for number in 0..256_i64 {
        let mut point: Vec<i64> = (0..4).map(|at| (number >> (2 * at)) & 3).collect();
        point[0] -= 1;
        if system.admits(&point) {
            let terms = objective.iter().zip(&point);
            let value = terms.fold(Integer::ZERO, |sum, ((_, w), x)| {
                sum + w * Integer::from(*x)
            });
            best = Some(best.map_or(value.clone(), |best| best.max(value)));
        }
    }
    best
}

#[test]
fn what_is_so_is_proven_and_what_is_not_has_a_counterexample() {
    let mut state = 7;
    let (mut empty, mut split) = (0, 0);
    for _ in 0..400 {
        let (system, objective) = program(&mut state);
        if let Some(best) = greatest(&system, &objective) {
            let proof = search(&system, &objective, &best, 1000).unwrap();
            assert!(proof.check(&system, &objective, &best));
            let less = &best - Integer::ONE;
            assert!(
                !proof.check(&system, &objective, &less),
                "nothing proves what is not so"
            );
            let Err(Unproven::Counter(point)) = search(&system, &objective, &less, 1000) else {
                panic!("a point passes the bound");
            };
            assert!(system.admits(&point));
            assert_eq!(Proof::from_value(&proof.to_value()), Some(proof.clone()));
            split += u32::from(proof.leaves() > 1);
        } else {
            let proof = infeasible(&system, 1000).unwrap();
            assert!(proof.check(&system, &[], &Integer::NEG_ONE));
            empty += 1;
        }
    }
    assert!(empty > 50 && split > 20, "{empty} {split}");
}

#[test]
fn a_proof_cut_short_or_made_longer_proves_nothing() {
    // 2 x = 1 has a fraction only: x is 0 or 1, and neither will do.
    let mut system = System {
        bounds: vec![(0, 1)],
        rows: Vec::new(),
    };
    system.row(vec![(0, 2)], 1, 1);
    let proof = infeasible(&system, 10).unwrap();
    assert_eq!(proof.leaves(), 2);
    let none = Integer::NEG_ONE;
    assert!(proof.check(&system, &[], &none));
    let mut short = proof.clone();
    short.nodes.pop();
    assert!(!short.check(&system, &[], &none));
    let mut long = proof.clone();
    long.nodes.extend(proof.nodes);
    assert!(!long.check(&system, &[], &none));
    assert!(!Proof::default().check(&system, &[], &none));
}

#[test]
fn the_way_of_splits_may_name_nothing_unknown() {
    let system = System {
        bounds: vec![(0, 1)],
        rows: Vec::new(),
    };
    let text = br#"[["row",9,0],["leaf","0",[]],["leaf","0",[]]]"#;
    let proof = Proof::from_value(&crate::json::parse(text).unwrap()).unwrap();
    assert!(!proof.check(&system, &[], &Integer::NEG_ONE));
    for text in [
        r#"[["leaf","x",[]]]"#,
        r#"[["leaf","0"]]"#,
        r#"["leaf"]"#,
        r#"[["row",-1,0]]"#,
    ] {
        let value = crate::json::parse(text.as_bytes()).unwrap();
        assert_eq!(Proof::from_value(&value), None, "{text}");
    }
}
