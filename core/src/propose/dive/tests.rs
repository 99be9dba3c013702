//! Against all whole points of small boxes; and large ones, whose first search is narrow.

use super::*;
use crate::propose::{Line, Whole};

/// Numbers of seats of which mixtures of a few random panels are made, as the walk states them.
struct Asked {
    system: Whole,
    seats: Vec<(i64, Integer)>,
    sums: Vec<(i64, Integer)>,
    whole: Integer,
}

fn below(noise: &mut Noise, below: u32) -> u32 {
    let drawn = noise.draw() * f64::from(below);
    (0..below)
        .rev()
        .find(|at| f64::from(*at) <= drawn)
        .unwrap_or(0)
}

impl Asked {
    /// A mixture of `panels` points: rows are sums of every `step`-th type.
    fn random(noise: &mut Noise, types: u32, panels: u32, rows: u32) -> Self {
        let mut sums = vec![0_i64; ix(types)];
        for _ in 0..panels {
            for sum in &mut sums {
                *sum += i64::from(below(noise, 3));
            }
        }
        let mut system = Whole {
            bounds: vec![(0, 2); ix(types)],
            rows: Vec::new(),
        };
        for row in 0..rows {
            let terms = (0..types).filter(|at| row == 0 || at % (row + 1) == 0);
            system.rows.push(Line {
                terms: terms
                    .map(|at| (at, 1 + i64::from(below(noise, 2))))
                    .collect(),
                least: i64::MIN,
                most: i64::MAX,
            });
        }
        let parts = i64::from(panels);
        let split = |sum: i64| (sum.div_euclid(parts), Integer::from(sum.rem_euclid(parts)));
        let of_row = |line: &Line| {
            let terms = line.terms.iter();
            split(terms.map(|(at, factor)| factor * sums[ix(*at)]).sum())
        };
        Self {
            sums: system.rows.iter().map(of_row).collect(),
            seats: sums.iter().map(|sum| split(*sum)).collect(),
            system,
            whole: Integer::from(parts),
        }
    }

    fn aim(&self) -> Aim<'_> {
        Aim {
            system: &self.system,
            seats: &self.seats,
            sums: &self.sums,
            whole: &self.whole,
        }
    }

    fn admits(&self, counts: &[i64]) -> bool {
        let within = |number: i64, (floor, left): &(i64, Integer)| {
            number == *floor || (number == floor + 1 && *left > Integer::ZERO)
        };
        let rows = self.system.rows.iter().zip(&self.sums);
        counts.len() == self.seats.len()
            && counts
                .iter()
                .zip(&self.seats)
                .all(|(count, seats)| within(*count, seats))
            && rows.into_iter().all(|(line, sum)| {
                let terms = line.terms.iter();
                within(
                    terms.map(|(at, factor)| factor * counts[ix(*at)]).sum(),
                    sum,
                )
            })
    }

    /// How much of what is left the types have that were rounded up.
    fn worth(&self, counts: &[i64]) -> f64 {
        let up = counts
            .iter()
            .zip(&self.seats)
            .filter(|(count, (floor, _))| *count > floor);
        up.map(|(_, (_, left))| quotient(left, &self.whole)).sum()
    }

    /// The most that a point of the box is worth, by trying all.
    fn best(&self) -> Option<f64> {
        let open: Vec<usize> = (0..self.seats.len())
            .filter(|at| self.seats[*at].1 > Integer::ZERO)
            .collect();
        let mut best = None;
        for chosen in 0..1_u32 << open.len() {
            let mut counts: Vec<i64> = self.seats.iter().map(|(floor, _)| *floor).collect();
            for (bit, at) in open.iter().enumerate() {
                counts[*at] += i64::from(chosen >> bit & 1);
            }
            if self.admits(&counts) {
                let worth = self.worth(&counts);
                best = Some(best.map_or(worth, |best: f64| best.max(worth)));
            }
        }
        best
    }
}

#[test]
fn finds_a_point_wherever_there_is_one() {
    let mut noise = Noise::new(7);
    let (mut found, mut none) = (0, 0);
    for round in 0..200 {
        let asked = Asked::random(&mut noise, 6 + round % 5, 2 + round % 4, 2 + round % 3);
        let mut basis = vec![0, 3];
        let searched = dive(&asked.aim(), &mut noise, 0.0, &[(100, 5_000)], &mut basis);
        match (searched, asked.best()) {
            (Ok(counts), Some(_)) => {
                assert!(asked.admits(&counts), "{counts:?}");
                assert!(basis.iter().all(|at| ix(*at) < asked.seats.len()));
                found += 1;
            }
            (Err(Failure::Infeasible), None) => none += 1,
            (searched, best) => panic!("{searched:?} for {best:?}"),
        }
    }
    assert!(found > 100 && none > 5, "{found} {none}");
}

#[test]
fn no_worse_than_was_asked() {
    let mut noise = Noise::new(8);
    let mut met = 0;
    for round in 0..200 {
        let asked = Asked::random(&mut noise, 6 + round % 5, 2 + round % 4, 2);
        let worse = [0, 5, 20][ix(round % 3)];
        let searched = dive(
            &asked.aim(),
            &mut noise,
            0.0,
            &[(worse, 5_000)],
            &mut Vec::new(),
        );
        let Ok(counts) = searched else { continue };
        let floor = asked.best().unwrap() * (1.0 - percent(worse));
        assert!(asked.worth(&counts) >= floor - 1e-9);
        met += 1;
    }
    assert!(met > 60, "{met}");
}

#[test]
fn large_boxes_are_searched_narrowly_first() {
    let mut noise = Noise::new(9);
    for _ in 0..10 {
        let asked = Asked::random(&mut noise, 300, 7, 9);
        let mut basis = Vec::new();
        for _ in 0..3 {
            let searched = dive(&asked.aim(), &mut noise, 0.1, &[(20, 500)], &mut basis);
            assert!(asked.admits(&searched.unwrap()));
            assert!(!basis.is_empty());
        }
    }
}

#[test]
fn a_limit_is_told() {
    let asked = Asked::random(&mut Noise::new(10), 40, 7, 9);
    let searched = dive(
        &asked.aim(),
        &mut Noise::new(0),
        0.0,
        &[(20, 1)],
        &mut Vec::new(),
    );
    assert_eq!(searched, Err(Failure::Limit));
    let none = dive(&asked.aim(), &mut Noise::new(0), 0.0, &[], &mut Vec::new());
    assert_eq!(none, Err(Failure::Limit));
}

#[test]
fn whole_numbers_are_a_panel_already() {
    let whole = Asked::random(&mut Noise::new(11), 9, 1, 3);
    let floors: Vec<i64> = whole.seats.iter().map(|(floor, _)| *floor).collect();
    let found = dive(
        &whole.aim(),
        &mut Noise::new(0),
        0.0,
        &[(2, 10)],
        &mut Vec::new(),
    );
    assert_eq!(found, Ok(floors));
}
