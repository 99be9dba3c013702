//! Against another solver of the whole program, and by the bound that the multipliers prove.

use super::*;
use crate::num::Ratio;
use crate::propose::{Failure, Limits, Noise, Program, Row, Variable, Whole};

/// Everything that a question lends.
struct Asked {
    system: Whole,
    expects: Vec<(Ratio, Ratio)>,
    people: Vec<u32>,
    settled: Vec<Option<Ratio>>,
}

fn below(noise: &mut Noise, below: u32) -> u32 {
    let drawn = noise.draw() * f64::from(below);
    (0..below)
        .rev()
        .find(|at| f64::from(*at) <= drawn)
        .unwrap_or(0)
}

fn ratio(above: u32, below: u32) -> Ratio {
    Ratio::from(above) / Ratio::from(below)
}

impl Asked {
    /// A pool of two features, some types of which may hold few seats however many they are.
    fn random(noise: &mut Noise, types: u32) -> Self {
        let people: Vec<u32> = (0..types).map(|_| 1 + below(noise, 12)).collect();
        let bounds: Vec<(i64, i64)> = people
            .iter()
            .map(|people| (0, i64::from((*people).min(1 + below(noise, 6)))))
            .collect();
        let mut system = Whole {
            bounds,
            rows: Vec::new(),
        };
        for values in [3, 4] {
            for value in 0..values {
                let members = (0..types).filter(|at| (at / values + at) % values == value);
                let terms: Vec<(u32, i64)> = members.map(|at| (at, 1)).collect();
                let least = i64::from(below(noise, 3));
                let most = least + i64::from(1 + below(noise, 4));
                system.row(terms, least, most);
            }
        }
        system.row((0..types).map(|at| (at, 1)).collect(), 8, 8);
        let expects = system.bounds.iter().map(|(_, most)| {
            let least = if below(noise, 5) == 0 {
                ratio(1, 9)
            } else {
                Ratio::ZERO
            };
            (least, Ratio::from(*most))
        });
        Self {
            expects: expects.collect(),
            settled: vec![None; people.len()],
            people,
            system,
        }
    }

    fn question(&self) -> Question<'_> {
        Question {
            system: &self.system,
            expects: &self.expects,
            people: &self.people,
            settled: &self.settled,
            greatest: false,
        }
    }

    /// The value of the stage by another solver.
    fn value(&self) -> Result<f64, Failure> {
        let mut program = Program {
            maximise: true,
            ..Program::default()
        };
        let variable = |objective, least, most| Variable {
            objective,
            least,
            most,
            whole: false,
        };
        for (least, most) in &self.expects {
            program.variable(variable(0.0, float(least), float(most)));
        }
        let z = program.variable(variable(1.0, 0.0, 2.0));
        for (at, (people, settled)) in (0..).zip(self.people.iter().zip(&self.settled)) {
            let people = f64::from(*people);
            let mut terms = vec![(at, 1.0)];
            let least = if let Some(chance) = settled {
                people * float(chance)
            } else {
                terms.push((z, -people));
                0.0
            };
            program.rows.push(Row {
                terms,
                least,
                most: f64::INFINITY,
            });
        }
        for line in &self.system.rows {
            program.rows.push(Row {
                terms: line
                    .terms
                    .iter()
                    .map(|(at, factor)| (*at, small(*factor)))
                    .collect(),
                least: small(line.least),
                most: small(line.most),
            });
        }
        Ok(program.solve(Limits::default())?.objective)
    }

    /// What weights and multipliers prove: no lottery gives all open types more.
    fn bound(&self, numbers: &[f64]) -> f64 {
        let (weights, rows) = numbers.split_at(self.people.len());
        let mut over = weights.to_vec();
        let mut bound = 0.0;
        for (line, multiplier) in self.system.rows.iter().zip(rows) {
            bound += multiplier
                * small(if *multiplier > 0.0 {
                    line.most
                } else {
                    line.least
                });
            for (at, factor) in &line.terms {
                over[ix(*at)] -= multiplier * small(*factor);
            }
        }
        for (over, (least, most)) in over.iter().zip(&self.expects) {
            bound += over * float(if *over > 0.0 { most } else { least });
        }
        let mut open = 0.0;
        for ((weight, people), settled) in weights.iter().zip(&self.people).zip(&self.settled) {
            assert!(*weight >= 0.0);
            match settled {
                Some(chance) => bound -= weight * f64::from(*people) * float(chance),
                None => open += weight * f64::from(*people),
            }
        }
        bound / open
    }
}

#[test]
fn stages_are_as_another_solver_has_them_and_proven() {
    let mut noise = Noise::new(21);
    let (mut stages, mut none, mut capped) = (0, 0, 0);
    for round in 0..120 {
        let mut asked = Asked::random(&mut noise, 8 + round % 20);
        for _ in 0..3 {
            let other = asked.value();
            let Some((numbers, value)) = weights(&asked.question(), &mut Climb::default()) else {
                none += u32::from(other.is_err());
                assert!(other.is_err() || stages > 0);
                break;
            };
            assert!((value - other.unwrap()).abs() < 1e-6);
            assert!((asked.bound(&numbers) - value).abs() < 1e-6);
            stages += 1;
            // Those who have weight are settled here, to a million parts, and the next stage asked.
            let parts = (1_u32..=1_000_000).find(|part| f64::from(*part) >= value * 1e6 - 1.0);
            let chance = ratio(parts.unwrap_or(0), 1_000_000);
            let people = asked.people.iter().zip(&numbers);
            for ((slot, (_, most)), (people, weight)) in
                asked.settled.iter_mut().zip(&asked.expects).zip(people)
            {
                let full = float(most) <= value * f64::from(*people) + 1e-6;
                capped += u32::from(full && slot.is_none());
                if slot.is_none() && (*weight > 1e-9 || full) {
                    *slot = Some(chance.clone().min(most / Ratio::from(*people)));
                }
            }
            if asked.settled.iter().all(Option::is_some) {
                break;
            }
        }
    }
    assert!(
        stages > 120 && none > 5 && capped > 5,
        "{stages} {none} {capped}"
    );
}

#[test]
fn nobody_has_more_than_the_seats_of_the_type() {
    // 4 seats; a type of 10 people holds 1 at most, so 1/10 is the least chance: not 4/14.
    let mut system = Whole {
        bounds: vec![(0, 1), (0, 4)],
        rows: Vec::new(),
    };
    system.row(vec![(0, 1), (1, 1)], 4, 4);
    let mut asked = Asked {
        system,
        expects: vec![(Ratio::ZERO, Ratio::ONE), (Ratio::ZERO, Ratio::from(4))],
        people: vec![10, 4],
        settled: vec![None, None],
    };
    let (numbers, value) = weights(&asked.question(), &mut Climb::default()).unwrap();
    assert!((value - 0.1).abs() < 1e-9);
    assert!((asked.bound(&numbers) - 0.1).abs() < 1e-9);
    asked.settled[0] = Some(ratio(1, 10));
    let (numbers, value) = weights(&asked.question(), &mut Climb::default()).unwrap();
    assert!((value - 0.75).abs() < 1e-9);
    assert!((asked.bound(&numbers) - 0.75).abs() < 1e-9);
}

#[test]
fn what_nothing_meets_has_no_weights() {
    let mut system = Whole {
        bounds: vec![(0, 1), (0, 1)],
        rows: Vec::new(),
    };
    system.row(vec![(0, 1), (1, 1)], 3, 3);
    let asked = Asked {
        system,
        expects: vec![(Ratio::ZERO, Ratio::ONE); 2],
        people: vec![1, 1],
        settled: vec![None, None],
    };
    assert_eq!(weights(&asked.question(), &mut Climb::default()), None);
    assert!(asked.value().is_err());
}
