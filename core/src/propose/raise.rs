//! A stage of leximin as it is asked: how far can all open chances be raised at once?
//!
//! With `z` the least chance of the open types, the seats of a type are `m z + s`, or, where that
//! breaks a bound of the type, that bound and how far they are from it. So nearly all of the
//! program is bounds of single variables, its rows are those of the pool, and its multipliers, at
//! a vertex, are what [`stage_dual`](super::stage_dual) looks for.

use super::Question;
use super::boxed::Boxed;
use super::dual::{float, small};
use crate::id::{ix, len32};

/// Steps of the simplex method for one program.
const STEPS: u32 = 20_000;
/// How often bounds may turn out to be broken.
const ROUNDS: u32 = 60;
/// Rows for single types; with more the dual is solved instead.
const ROWS: usize = 120;
/// By how much a bound of a type may be broken.
const BROKEN: f64 = 1e-8;

/// How the seats of a type are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `m z + s`.
    Raised,
    /// The least and `s`.
    Least,
    /// The most less `s`.
    Most,
}

/// A type in the program: its variable is its number plus one.
struct Kind {
    form: Form,
    /// How much it has where `z` and `s` are 0, and how much more for each unit of them.
    base: f64,
    per_z: f64,
    sign: f64,
    /// Most of `s`.
    room: f64,
    /// Whether a row of its own keeps the other bound.
    row: bool,
}

impl Kind {
    fn of(question: &Question<'_>, at: usize, form: Form) -> Self {
        let people = f64::from(question.people[at]);
        let (least, most) = &question.expects[at];
        let (least, most) = (float(least), float(most));
        let settled = question.settled[at].as_ref();
        let (base, per_z, sign, room) = match (settled, form) {
            (Some(chance), _) => {
                let seats = people * float(chance);
                (seats, 0.0, 1.0, (most - seats).max(0.0))
            }
            (None, Form::Raised) => (0.0, people, 1.0, most),
            (None, Form::Least) => (least, 0.0, 1.0, most - least),
            (None, Form::Most) => (most, 0.0, -1.0, most - least),
        };
        Self {
            form,
            base,
            per_z,
            sign,
            room,
            row: false,
        }
    }
}

/// Weights of types and multipliers of rows that may prove the stage, with its value; none where
/// this way does not lead there.
pub(super) fn weights(question: &Question<'_>) -> Option<(Vec<f64>, f64)> {
    let types = question.people.len();
    let mut kinds: Vec<Kind> = (0..types)
        .map(|at| Kind::of(question, at, Form::Raised))
        .collect();
    let mut basis: Vec<u32> = Vec::new();
    for _ in 0..ROUNDS {
        let own: Vec<usize> = (0..types).filter(|at| kinds[*at].row).collect();
        if own.len() > ROWS {
            return None;
        }
        let mut program = stated(question, &kinds, &own);
        program.enter(&basis);
        let value = program.solve(STEPS).ok()?;
        if mend(question, &mut kinds, &program) {
            basis = program
                .basis()
                .iter()
                .copied()
                .filter(|at| ix(*at) <= types)
                .collect();
            continue;
        }
        let mut numbers = vec![0.0; types];
        let first = len32(types) + 1;
        for (number, at) in numbers.iter_mut().zip(0..) {
            let kind = &kinds[ix(at)];
            if kind.form == Form::Raised {
                *number = (-program.price(at + 1)).max(0.0);
            }
        }
        let rows = len32(question.system.rows.len());
        for (row, at) in (first + rows..).zip(own) {
            if kinds[at].form != Form::Raised {
                numbers[at] = (-program.price(row)).max(0.0);
            }
        }
        numbers.extend((first..first + rows).map(|row| program.price(row)));
        return Some((numbers, value));
    }
    None
}

/// The program: `z` is variable 0, rows of types follow those of the pool.
fn stated(question: &Question<'_>, kinds: &[Kind], own: &[usize]) -> Boxed {
    let mut variables = vec![((0.0, 2.0), 1.0)];
    variables.extend(kinds.iter().map(|kind| ((0.0, kind.room), 0.0)));
    let mut rows = Vec::new();
    for line in &question.system.rows {
        let (mut base, mut per_z) = (0.0, 0.0);
        let mut terms = Vec::with_capacity(line.terms.len() + 1);
        for (at, factor) in &line.terms {
            let (kind, factor) = (&kinds[ix(*at)], small(*factor));
            base += factor * kind.base;
            per_z += factor * kind.per_z;
            terms.push((at + 1, factor * kind.sign));
        }
        if per_z != 0.0 {
            terms.push((0, per_z));
        }
        rows.push((terms, (small(line.least) - base, small(line.most) - base)));
    }
    for at in own {
        let kind = &kinds[*at];
        let number = len32(*at) + 1;
        let (least, most) = &question.expects[*at];
        rows.push(match kind.form {
            Form::Raised => (
                vec![(0, kind.per_z), (number, 1.0)],
                (float(least), float(most)),
            ),
            _ => (
                vec![(number, kind.sign), (0, -f64::from(question.people[*at]))],
                (-kind.base, small(1 << 20)),
            ),
        });
    }
    Boxed::new(&variables, &rows)
}

/// Writes types whose bounds are broken in another way; says whether there are any.
fn mend(question: &Question<'_>, kinds: &mut [Kind], program: &Boxed) -> bool {
    let z = program.value(0);
    let mut mended = false;
    for (at, kind) in kinds.iter_mut().enumerate() {
        if question.settled[at].is_some() || kind.row {
            continue;
        }
        let seats = kind.base + kind.per_z * z + kind.sign * program.value(len32(at) + 1);
        let (least, most) = &question.expects[at];
        let form = match kind.form {
            Form::Raised if seats > float(most) + BROKEN => Form::Most,
            Form::Raised if seats < float(least) - BROKEN => Form::Least,
            Form::Least | Form::Most if seats < f64::from(question.people[at]) * z - BROKEN => {
                kind.row = true;
                mended = true;
                continue;
            }
            _ => continue,
        };
        *kind = Kind::of(question, at, form);
        mended = true;
    }
    mended
}
