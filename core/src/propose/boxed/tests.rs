//! Against all vertices of small programs, and by the conditions that only an optimum meets.

use super::*;
use crate::propose::Noise;

type Term = Vec<(u32, f64)>;

/// A program as it is stated.
struct Stated {
    variables: Vec<(Bounds, f64)>,
    rows: Vec<(Term, Bounds)>,
}

impl Stated {
    fn program(&self) -> Boxed {
        Boxed::new(&self.variables, &self.rows)
    }

    /// Bounds of all variables, then of all sums, with their factors.
    fn limits(&self) -> Vec<(Vec<f64>, Bounds)> {
        let mut limits = Vec::new();
        for (at, (bounds, _)) in self.variables.iter().enumerate() {
            let mut unit = vec![0.0; self.variables.len()];
            unit[at] = 1.0;
            limits.push((unit, *bounds));
        }
        for (terms, bounds) in &self.rows {
            let mut factors = vec![0.0; self.variables.len()];
            for (at, factor) in terms {
                factors[ix(*at)] = *factor;
            }
            limits.push((factors, *bounds));
        }
        limits
    }

    fn admits(&self, point: &[f64]) -> bool {
        self.limits().iter().all(|(factors, (least, most))| {
            let sum = dot(factors, point);
            *least - 1e-6 <= sum && sum <= *most + 1e-6
        })
    }

    fn worth(&self, point: &[f64]) -> f64 {
        let costs: Vec<f64> = self.variables.iter().map(|(_, cost)| *cost).collect();
        dot(&costs, point)
    }

    /// The greatest worth of all vertices: each is where as many bounds meet as there are variables.
    fn best_vertex(&self) -> Option<f64> {
        let sides: Vec<(Vec<f64>, f64)> = self
            .limits()
            .into_iter()
            .flat_map(|(factors, (least, most))| [(factors.clone(), least), (factors, most)])
            .collect();
        let mut best = None;
        let mut chosen = Vec::new();
        self.choose(&sides, 0, &mut chosen, &mut best);
        best
    }

    fn choose(
        &self,
        sides: &[(Vec<f64>, f64)],
        from: usize,
        chosen: &mut Vec<(Vec<f64>, f64)>,
        best: &mut Option<f64>,
    ) {
        if chosen.len() == self.variables.len() {
            if let Some(point) = meet(chosen.clone()).filter(|point| self.admits(point)) {
                let worth = self.worth(&point);
                *best = Some(best.map_or(worth, |best| best.max(worth)));
            }
            return;
        }
        for at in from..sides.len() {
            chosen.push(sides[at].clone());
            self.choose(sides, at + 1, chosen, best);
            chosen.pop();
        }
    }

    /// Holds a solution to what only an optimum meets (Karush, Kuhn and Tucker).
    fn assert_best(&self, program: &Boxed, value: f64) {
        let count = len32(self.variables.len());
        let point: Vec<f64> = (0..count).map(|at| program.value(at)).collect();
        assert!(self.admits(&point), "{point:?}");
        assert!((self.worth(&point) - value).abs() < 1e-6);
        let prices = program.prices();
        let limits = self.limits();
        for ((factors, (least, most)), price) in limits.iter().zip(&prices) {
            let sum = dot(factors, &point);
            let side = if *price > 0.0 { *most } else { *least };
            assert!(price.abs() < 1e-7 || (sum - side).abs() < 1e-6, "{price}");
        }
        for (at, (_, cost)) in self.variables.iter().enumerate() {
            let priced = limits.iter().zip(&prices);
            let sum: f64 = priced
                .map(|((factors, _), price)| factors[at] * price)
                .sum();
            assert!((sum - cost).abs() < 1e-6, "{sum} for {cost}");
        }
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The one point where these hyperplanes meet.
fn meet(mut rows: Vec<(Vec<f64>, f64)>) -> Option<Vec<f64>> {
    for column in 0..rows.len() {
        let size = |row: &usize| rows[*row].0[column].abs();
        let pivot = (column..rows.len()).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        if size(&pivot) < 1e-9 {
            return None;
        }
        rows.swap(column, pivot);
        let (chosen, right) = rows[column].clone();
        for (at, (factors, other)) in rows.iter_mut().enumerate() {
            let factor = factors[column] / chosen[column];
            if at != column && factor != 0.0 {
                for (entry, chosen) in factors.iter_mut().zip(&chosen) {
                    *entry -= factor * chosen;
                }
                *other -= factor * right;
            }
        }
    }
    let solved = rows.iter().enumerate();
    Some(
        solved
            .map(|(at, (factors, right))| right / factors[at])
            .collect(),
    )
}

/// A whole number from `least` to `most`.
fn between(noise: &mut Noise, least: i32, most: i32) -> f64 {
    let span = f64::from(most - least + 1);
    f64::from(least) + (noise.draw() * span).floor().min(span - 1.0)
}

/// Small programs with many ties, so degenerate ones; some that nothing meets.
fn random(noise: &mut Noise, variables: u32, rows: u32) -> Stated {
    let variables: Vec<(Bounds, f64)> = (0..variables)
        .map(|_| {
            let least = between(noise, -1, 1);
            ((least, least + between(noise, 0, 2)), between(noise, -2, 2))
        })
        .collect();
    let rows = (0..rows)
        .map(|_| {
            let all = 0..len32(variables.len());
            let terms: Term = all.map(|at| (at, between(noise, -2, 2))).collect();
            let least = between(noise, -3, 2);
            (terms, (least, least + between(noise, 0, 2)))
        })
        .collect();
    Stated { variables, rows }
}

#[test]
fn as_all_vertices_have_it() {
    let mut noise = Noise::new(1);
    let (mut solved, mut refused) = (0, 0);
    for round in 0..300 {
        let stated = random(&mut noise, 2 + round % 3, 1 + round % 2);
        let mut program = stated.program();
        match (program.solve(100), stated.best_vertex()) {
            (Ok(value), Some(best)) => {
                assert!((value - best).abs() < 1e-6, "{value} for {best}");
                stated.assert_best(&program, value);
                solved += 1;
            }
            (Err(Failure::Infeasible), None) => refused += 1,
            (found, best) => panic!("{found:?} for {best:?}"),
        }
    }
    assert!(solved > 100 && refused > 30, "{solved} {refused}");
}

#[test]
fn solved_again_after_any_change_of_bounds() {
    let mut noise = Noise::new(2);
    for _ in 0..100 {
        let mut stated = random(&mut noise, 12, 4);
        let mut program = stated.program();
        for _ in 0..12 {
            let at = noise_index(&mut noise, 12);
            let least = between(&mut noise, -1, 1);
            let bounds = (least, least + between(&mut noise, 0, 2));
            stated.variables[at].0 = bounds;
            program.bind(len32(at), bounds.0, bounds.1);
            match (program.solve(200), stated.program().solve(200)) {
                (Ok(value), Ok(anew)) => {
                    assert!((value - anew).abs() < 1e-6);
                    stated.assert_best(&program, value);
                }
                (found, anew) => assert_eq!(found, anew),
            }
        }
    }
}

fn noise_index(noise: &mut Noise, below: i32) -> usize {
    let drawn = between(noise, 0, below - 1);
    (0..64).find(|at| f64::from(*at) >= drawn).map_or(0, ix)
}

#[test]
fn any_basis_is_a_start() {
    let mut noise = Noise::new(3);
    for _ in 0..100 {
        let stated = random(&mut noise, 12, 4);
        let mut program = stated.program();
        let wanted: Vec<u32> = (0..6).map(|_| len32(noise_index(&mut noise, 12))).collect();
        program.enter(&wanted);
        assert!(program.basis().len() == 4);
        match (program.solve(200), stated.program().solve(200)) {
            (Ok(value), Ok(anew)) => {
                assert!((value - anew).abs() < 1e-6);
                stated.assert_best(&program, value);
            }
            (found, anew) => assert_eq!(found, anew),
        }
    }
}

#[test]
fn fewer_columns_are_the_program_with_the_others_held() {
    let mut noise = Noise::new(4);
    let mut compared = 0;
    for round in 0..150 {
        let mut stated = random(&mut noise, 10, 3);
        let mut program = stated.program();
        let Ok(best) = program.solve(200) else {
            continue;
        };
        let columns = round % 8;
        let mut narrow = program.narrowed(columns);
        let kept = narrow.outside.clone();
        let stays = |at: u32| kept.contains(&at) || program.basis().contains(&at);
        assert!((narrow.solve(200).unwrap() - best).abs() < 1e-6);
        // The same change of a bound in it, and in the whole program with the others held.
        for at in (0..13).filter(|at| !stays(*at)) {
            let held = (program.value(at), program.value(at));
            match ix(at).checked_sub(10) {
                None => stated.variables[ix(at)].0 = held,
                Some(row) => stated.rows[row].1 = held,
            }
        }
        let Some(at) = (0..10).find(|at| stays(*at)) else {
            continue;
        };
        let (least, _) = stated.variables[ix(at)].0;
        stated.variables[ix(at)].0 = (least, least);
        narrow.bind(at, least, least);
        match (narrow.solve(200), stated.program().solve(200)) {
            (Ok(value), Ok(anew)) => assert!((value - anew).abs() < 1e-6),
            (found, anew) => assert_eq!(found, anew),
        }
        compared += 1;
    }
    assert!(compared > 30, "{compared}");
}

/// Beale's program, on which the simplex method may go in circles (E. M. L. Beale, Naval Research
/// Logistics Quarterly 2, 1955): the optimum is 1/20.
#[test]
fn no_circles() {
    let box_of = |cost| ((0.0, 100.0), cost);
    let far = f64::NEG_INFINITY;
    let stated = Stated {
        variables: [0.75, -150.0, 0.02, -6.0].map(box_of).to_vec(),
        rows: vec![
            (
                vec![(0, 0.25), (1, -60.0), (2, -0.04), (3, 9.0)],
                (far, 0.0),
            ),
            (vec![(0, 0.5), (1, -90.0), (2, -0.02), (3, 3.0)], (far, 0.0)),
            (vec![(2, 1.0)], (far, 1.0)),
        ],
    };
    let mut program = stated.program();
    let value = program.solve(50).unwrap();
    assert!((value - 0.05).abs() < 1e-9, "{value}");
    assert!((program.value(0) - 0.04).abs() < 1e-9);
}

/// Of n people for n posts: every vertex is an assignment, and most are degenerate.
#[test]
fn assignments() {
    let mut noise = Noise::new(5);
    for _ in 0..40 {
        let costs: Vec<f64> = (0..16).map(|_| between(&mut noise, 0, 4)).collect();
        let sum = |cells: Vec<u32>| {
            let terms = cells.into_iter().map(|cell| (cell, 1.0)).collect();
            (terms, (1.0, 1.0))
        };
        let rows = (0..4)
            .flat_map(|at| {
                [
                    sum((0..4).map(|post| at * 4 + post).collect()),
                    sum((0..4).map(|person| person * 4 + at).collect()),
                ]
            })
            .collect();
        let variables = costs.iter().map(|cost| ((0.0, 1.0), *cost)).collect();
        let stated = Stated { variables, rows };
        let mut program = stated.program();
        let value = program.solve(500).unwrap();
        stated.assert_best(&program, value);
        assert!((value - best_assignment(&costs, &mut Vec::new())).abs() < 1e-6);
    }
}

fn best_assignment(costs: &[f64], posts: &mut Vec<usize>) -> f64 {
    if posts.len() == 4 {
        let terms = posts.iter().enumerate();
        return terms.map(|(person, post)| costs[person * 4 + post]).sum();
    }
    let mut best = f64::NEG_INFINITY;
    for post in 0..4 {
        if !posts.contains(&post) {
            posts.push(post);
            best = best.max(best_assignment(costs, posts));
            posts.pop();
        }
    }
    best
}

#[test]
fn what_cannot_be_and_what_binds_nothing() {
    let one = |least, most| Stated {
        variables: vec![((0.0, 1.0), 1.0), ((0.0, 1.0), -1.0)],
        rows: vec![(vec![(0, 1.0), (1, 1.0)], (least, most))],
    };
    assert_eq!(one(3.0, 4.0).program().solve(50), Err(Failure::Infeasible));
    assert_eq!(
        one(-2.0, -1.0).program().solve(50),
        Err(Failure::Infeasible)
    );
    let free = one(f64::NEG_INFINITY, f64::INFINITY).program().solve(50);
    assert_eq!(free, Ok(1.0));
    assert_eq!(one(2.0, 2.0).program().solve(50), Ok(0.0));
    assert_eq!(one(2.0, 2.0).program().solve(0), Err(Failure::Limit));
    // What nothing met is met again with wider bounds.
    let mut program = one(3.0, 4.0).program();
    assert_eq!(program.solve(50), Err(Failure::Infeasible));
    program.bind(1, 0.0, 2.0);
    assert_eq!(program.solve(50), Ok(-1.0));
}

/// Nothing has a cost, so no step gains anything: the method went in circles, up to 576 steps here
/// and 8,000 elsewhere, before costs were swayed. What it finds is held to the bounds and rows as stated.
#[test]
fn steps_that_gain_nothing_come_to_an_end() {
    const PEOPLE: u32 = 1_500;
    let mut some = 0;
    for seed in 0..8 {
        let mut noise = Noise::new(seed);
        let variables = vec![((0.02, 1.0), 0.0); ix(PEOPLE)];
        let mut rows = Vec::new();
        for values in [2_u32, 5, 5, 4, 3, 5, 10] {
            let mut of_value: Vec<Term> = vec![Vec::new(); ix(values)];
            for at in 0..PEOPLE {
                // Low values are more common, and the quotas ask for all alike.
                let drawn = noise.draw() * noise.draw().max(noise.draw()) * f64::from(values);
                let value = (0..values).rev().find(|value| f64::from(*value) <= drawn);
                of_value[ix(value.unwrap_or(0))].push((at, 1.0));
            }
            for term in of_value {
                let share = (110.0 / f64::from(values)).min(f64::from(len32(term.len())) * 0.7);
                rows.push((term, (share - 3.0, 110.0 / f64::from(values) + 8.0)));
            }
        }
        rows.push(((0..PEOPLE).map(|at| (at, 1.0)).collect(), (110.0, 110.0)));
        let stated = Stated { variables, rows };
        let mut program = stated.program();
        match program.solve(200) {
            Ok(_) => {
                let point: Vec<f64> = (0..PEOPLE).map(|at| program.value(at)).collect();
                assert!(stated.admits(&point), "{seed}");
                some += 1;
            }
            Err(failure) => assert_eq!(failure, Failure::Infeasible, "{seed}"),
        }
    }
    assert!(some > 2, "{some}");
}
