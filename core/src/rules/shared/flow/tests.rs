use super::*;

/// Numbers below a bound, always the same ones.
fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    }
}

/// By the definition: the greatest cost over weight of all sets, and the largest set with it.
fn by_all_sets(weights: &[u64], items: &[(u64, Vec<u32>)]) -> Option<(Load, Vec<u32>)> {
    let mut best = Load::ZERO;
    let mut tight = Vec::new();
    for set in 1..1u32 << items.len() {
        let chosen: Vec<u32> = (0..len32(items.len()))
            .filter(|at| set >> at & 1 == 1)
            .collect();
        let cost: u64 = chosen.iter().map(|at| items[ix(*at)].0).sum();
        let near = |class: &u32| chosen.iter().any(|at| items[ix(*at)].1.contains(class));
        let weight: u64 = (0..len32(weights.len()))
            .filter(near)
            .map(|class| weights[ix(class)])
            .sum();
        if cost == 0 {
            continue;
        }
        if weight == 0 {
            return None;
        }
        let load = Load { cost, weight };
        if load > best {
            tight.clear();
            best = load;
        }
        if load == best {
            // Sets with the greatest load are closed under union.
            tight.extend(chosen.iter().filter(|at| items[ix(**at)].0 > 0));
            tight.sort_unstable();
            tight.dedup();
        }
    }
    Some((best, tight))
}

#[test]
fn load_and_tight_set_are_those_of_all_sets() {
    let mut next = numbers(1);
    for case in 0..3000 {
        let classes = 1 + next(5);
        let weights: Vec<u64> = (0..classes)
            .map(|_| 1 + next(if case % 2 == 0 { 2 } else { 9 }))
            .collect();
        let items: Vec<(u64, Vec<u32>)> = (0..=next(6))
            .map(|_| {
                let cost = next(if case % 3 == 0 { 3 } else { 20 });
                let by = (0..len32(weights.len())).filter(|_| next(2) == 0).collect();
                (cost, by)
            })
            .collect();
        let mut sharing = Sharing::new(&weights).unwrap();
        for (cost, by) in &items {
            sharing.push(*cost, by).unwrap();
        }
        let found = sharing.settle(Load::ZERO);
        let expected = by_all_sets(&weights, &items);
        assert_eq!(
            found,
            expected.as_ref().map(|(load, _)| *load),
            "{weights:?} {items:?}"
        );
        let Some((load, tight)) = expected else {
            continue;
        };
        assert_eq!(sharing.tight(), tight, "{weights:?} {items:?}");
        // Every item is paid in full and no class carries more than the load.
        let found = found.unwrap();
        let mut carried = vec![0u128; weights.len()];
        for (at, (cost, _)) in (0..).zip(&items) {
            let payments = sharing.payments(at);
            let paid: u128 = payments.iter().map(|(_, paid)| *paid).sum();
            assert_eq!(paid, u128::from(*cost) * u128::from(found.weight));
            for (class, paid) in payments {
                carried[ix(class)] += paid;
            }
        }
        for (carried, weight) in carried.iter().zip(&weights) {
            assert!(*carried <= u128::from(*weight) * u128::from(found.cost));
        }
        // From what a single item needs, with a bound, and after going there and back.
        let saved = sharing.save();
        let more: Vec<u32> = (0..len32(weights.len())).collect();
        sharing.push(7, &more).unwrap();
        assert!(sharing.settle(load).unwrap() >= load);
        sharing.pop();
        sharing.restore(&saved);
        assert_eq!(sharing.settle(load), Some(load));
        let mut bounded = Sharing::new(&weights).unwrap();
        for (cost, by) in &items {
            bounded.push(*cost, by).unwrap();
        }
        assert_eq!(
            bounded.settle_below(Load::ZERO, Some(load)),
            Some((load, true))
        );
    }
}

#[test]
fn the_edge_of_integers_is_kept() {
    let large = (1u64 << 62) + 1;
    let mut sharing = Sharing::new(&[large, (1 << 62) - 2]).unwrap();
    sharing.push(large, &[0]).unwrap();
    sharing.push((1 << 62) - 2, &[0, 1]).unwrap();
    assert_eq!(
        sharing.settle(Load::ZERO),
        Some(Load { cost: 1, weight: 1 })
    );
    assert_eq!(sharing.tight(), [0, 1]);
    assert!(sharing.push(1, &[0]).is_err());
    assert!(Sharing::new(&[u64::MAX / 2, 1]).is_err());
}
