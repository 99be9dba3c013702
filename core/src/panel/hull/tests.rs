//! Mixtures that floats cannot tell from what is none.

use super::*;

/// One seat for three types: the panels are its three choices.
fn one_of_three() -> System {
    let mut system = System {
        bounds: vec![(0, 1); 3],
        rows: Vec::new(),
    };
    system.row(vec![(0, 1), (1, 1), (2, 1)], 1, 1);
    system
}

fn parts(parts: [u64; 3]) -> Vec<Ratio> {
    let whole: u64 = parts.iter().sum();
    let part = |part: u64| Ratio::from(part) / Ratio::from(whole);
    parts.into_iter().map(part).collect()
}

/// The exact weights of panels of one seat are the seats of the types.
fn assert_exact(system: &System, seats: &[Ratio], mut seen: Vec<Counts>) {
    let found = decide(system, seats, &Effort::default(), &mut seen, &mut |_, _| {
        true
    });
    let Ok(Verdict::Mixture(panels)) = found else {
        panic!("no mixture for {seats:?}");
    };
    let total: Natural = panels.iter().map(|(_, weight)| weight.clone()).sum();
    for (at, seats) in seats.iter().enumerate() {
        let held = panels.iter().filter(|(panel, _)| panel[at] == 1);
        let held: Natural = held.map(|(_, weight)| weight.clone()).sum();
        let chance = Ratio::from_parts(Integer::from(held), total.clone());
        assert_eq!(chance, *seats);
    }
}

/// The third type is on no panel seen, and expects so little that a solver takes the seats for a
/// mixture of the other two.
#[test]
fn seats_beside_the_panels_by_less_than_floats_tell_are_mixed_exactly() {
    let system = one_of_three();
    for little in [1_u64, 1 << 8, 1 << 12, 1 << 20, 1 << 30] {
        let seats = parts([1 << 44, 1 << 44, little]);
        let seen = vec![vec![1, 0, 0], vec![0, 1, 0]];
        assert_exact(&system, &seats, seen);
    }
}

/// Four types of which two sit: the seats lie beyond the face of the panels seen, by a hair.
#[test]
fn a_weight_below_nothing_leads_to_the_panel_that_is_missing() {
    let mut system = System {
        bounds: vec![(0, 1); 4],
        rows: Vec::new(),
    };
    system.row((0..4).map(|at| (at, 1)).collect(), 2, 2);
    let hair = Ratio::from(1_u8) / Ratio::from(1_u64 << 50);
    let half = Ratio::from(1_u8) / Ratio::from(2_u8);
    // Without the panel of the last two, they sit together at most as often as the others allow.
    let seats = vec![&half - &hair, &half - &hair, &half + &hair, &half + &hair];
    let mut seen: Vec<Counts> = vec![
        vec![1, 1, 0, 0],
        vec![1, 0, 1, 0],
        vec![1, 0, 0, 1],
        vec![0, 1, 1, 0],
        vec![0, 1, 0, 1],
    ];
    let found = decide(
        &system,
        &seats,
        &Effort::default(),
        &mut seen,
        &mut |_, _| true,
    );
    let Ok(Verdict::Mixture(panels)) = found else {
        panic!("no mixture: {:?} {seen:?}", found.err());
    };
    let total: Natural = panels.iter().map(|(_, weight)| weight.clone()).sum();
    for (at, seats) in seats.iter().enumerate() {
        let held = panels.iter().filter(|(panel, _)| panel[at] == 1);
        let held: Natural = held.map(|(_, weight)| weight.clone()).sum();
        assert_eq!(
            Ratio::from_parts(Integer::from(held), total.clone()),
            *seats
        );
    }
}

/// More than a type has seats for on any panel, by a hair: no mixture, and none is claimed.
#[test]
fn what_is_no_mixture_is_none_however_near() {
    let mut system = one_of_three();
    system.row(vec![(0, 2), (1, 2), (2, 1)], 0, 1);
    // Only the third type ever sits.
    let seats = parts([1, 1, 1 << 50]);
    let mut seen = vec![vec![0, 0, 1]];
    let found = decide(
        &system,
        &seats,
        &Effort::default(),
        &mut seen,
        &mut |_, _| true,
    );
    assert!(!matches!(found, Ok(Verdict::Mixture(_))));
}
