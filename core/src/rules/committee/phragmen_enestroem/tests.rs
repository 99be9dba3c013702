//! Bounds must lead where fractions lead.

use super::fill;
use super::worth::Worths;
use crate::lottery::{DrawKey, Seed};
use crate::rule::{Count, CountError, CountOptions};
use crate::synth::{Shape, approvals};
use crate::tie::TieRule;

fn options() -> CountOptions<'static> {
    CountOptions {
        ties: vec![TieRule::Listed],
        ..CountOptions::default()
    }
}

#[test]
fn bounds_elect_whom_fractions_elect_or_say_that_they_cannot_tell() {
    let (mut same, mut open) = (0, 0);
    for number in 0..120 {
        let mut stream = DrawKey::derive(Seed::from([number; 32]), "enestroem").stream();
        let shape = Shape {
            options: 9,
            papers: 7 + 3 * u32::from(number),
            seats: 5,
        };
        let contest = approvals(shape, &mut stream);
        let papers = contest.profile.papers();
        let exact = fill(
            &contest,
            Worths::keeping(papers, 5, 1 << 20),
            &mut Count::new(options()),
        );
        let bounded = fill(
            &contest,
            Worths::keeping(papers, 5, 0),
            &mut Count::new(options()),
        );
        match bounded {
            Ok(outcome) => {
                assert_eq!(Ok(outcome), exact, "seed {number}");
                same += 1;
            }
            Err(error) => {
                assert!(matches!(
                    error,
                    CountError::Limit {
                        what: "precision",
                        ..
                    }
                ));
                open += 1;
            }
        }
    }
    assert!(same > 60 && open < 60, "{same} alike, {open} open");
}

/// Thirty seats: fractions would have more digits than there is memory.
#[test]
fn many_seats_are_filled_without_fractions() {
    let mut stream = DrawKey::derive(Seed::from([9; 32]), "enestroem").stream();
    let shape = Shape {
        options: 60,
        papers: 2000,
        seats: 30,
    };
    let contest = approvals(shape, &mut stream);
    let mut cx = Count::new(options());
    let papers = contest.profile.papers();
    let outcome = fill(&contest, Worths::new(papers, 30), &mut cx).unwrap();
    assert_eq!(outcome.winners().len(), 30);
}
