//! A stage of leximin as it is asked: how far can all open chances be raised at once?
//!
//! With `z` the least chance of the open types, the seats of a type are `m z + s`, or, where that
//! breaks a bound of the type, that bound and how far they are from it. So nearly all of the
//! program is bounds of single variables, its rows are those of the pool, and its multipliers, at
//! a vertex, are what [`stage_dual`](super::stage_dual) looks for.

use super::boxed::Boxed;
use super::dual::{float, small};
use super::{Line, Noise, Question};
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

/// Where a stage ended. The next one begins there: most of what stands at a bound stays there.
#[derive(Clone, Debug, Default)]
pub struct Climb {
    /// By type; all raised before the first stage.
    forms: Vec<Form>,
}

impl Climb {
    /// The types as they are written at first.
    fn kinds(&self, question: &Question<'_>) -> Vec<Kind> {
        let form = |at: usize| {
            let form = self
                .forms
                .get(at)
                .filter(|_| question.settled[at].is_none());
            form.copied().unwrap_or(Form::Raised)
        };
        let types = 0..question.people.len();
        types.map(|at| Kind::of(question, at, form(at))).collect()
    }

    /// Notes how the types are written at the end; those kept by rows of their own are raised.
    fn end(&mut self, kinds: &[Kind]) {
        let form = |kind: &Kind| if kind.row { Form::Raised } else { kind.form };
        self.forms = kinds.iter().map(form).collect();
    }
}

/// Weights of types and multipliers of rows that may prove the stage, with its value; none where
/// this way does not lead there.
pub(super) fn weights(question: &Question<'_>, climb: &mut Climb) -> Option<(Vec<f64>, f64)> {
    let climbed = raised(question, climb);
    if climbed.is_some() || climb.forms.is_empty() {
        return climbed;
    }
    *climb = Climb::default();
    raised(question, climb)
}

/// The same from where the climb stands.
fn raised(question: &Question<'_>, climb: &mut Climb) -> Option<(Vec<f64>, f64)> {
    let types = question.people.len();
    let mut kinds = climb.kinds(question);
    let mut basis: Vec<u32> = Vec::new();
    for round in 0..ROUNDS {
        let own: Vec<usize> = (0..types).filter(|at| kinds[*at].row).collect();
        if own.len() > ROWS {
            return None;
        }
        let mut program = stated(question, &kinds, &own);
        program.enter(&basis);
        let value = program.solve(STEPS).ok()?;
        let numbers = multipliers(question, &kinds, &program, &own);
        let basic = program.basis().iter().copied();
        basis = basic.filter(|at| *at <= len32(types)).collect();
        if !mend(question, &mut kinds, &program) {
            climb.end(&kinds);
            return Some((numbers, value));
        }
        // Types that break a bound here may yet be kept within it where all have as much: then
        // nothing is to be mended, and the multipliers of a small program are small numbers.
        if round == 0 && attains(question, value, &basis) {
            return Some((numbers, value));
        }
    }
    None
}

/// Weights by type, then multipliers by row.
fn multipliers(
    question: &Question<'_>,
    kinds: &[Kind],
    program: &Boxed,
    own: &[usize],
) -> Vec<f64> {
    let (types, rows) = (kinds.len(), question.system.rows.len());
    let prices = program.prices();
    let of_rows = &prices[types + 1..];
    let raised = kinds.iter().zip(&prices[1..]);
    let mut numbers: Vec<f64> = raised
        .map(|(kind, price)| match kind.form {
            Form::Raised => (-price).max(0.0),
            _ => 0.0,
        })
        .collect();
    for (at, price) in own.iter().zip(&of_rows[rows..]) {
        if kinds[*at].form != Form::Raised {
            numbers[*at] = (-price).max(0.0);
        }
    }
    numbers.extend(&of_rows[..rows]);
    numbers
}

/// Whether, from this basis on, all open chances can be as great as `z`: then no type needs more than
/// its bounds.
fn attains(question: &Question<'_>, z: f64, basis: &[u32]) -> bool {
    // No two costs are alike: where steps cost nothing the method goes in circles.
    let mut noise = Noise::new(0);
    let mut variables = Vec::with_capacity(question.people.len());
    let people = question.people.iter().zip(question.settled);
    for ((people, settled), (least, most)) in people.zip(question.expects) {
        let (people, least, most) = (f64::from(*people), float(least), float(most));
        let seats = people * settled.as_ref().map_or(z, float);
        if seats > most + BROKEN {
            return false;
        }
        variables.push(((seats.max(least).min(most), most), -noise.draw()));
    }
    let line = |line: &Line| {
        let terms = line.terms.iter();
        let terms = terms.map(|(at, factor)| (*at, small(*factor))).collect();
        (terms, (small(line.least), small(line.most)))
    };
    let rows: Vec<_> = question.system.rows.iter().map(line).collect();
    let mut program = Boxed::new(&variables, &rows);
    // Here no variable stands for z.
    let basis: Vec<u32> = basis.iter().filter_map(|at| at.checked_sub(1)).collect();
    program.enter(&basis);
    program.solve(STEPS).is_ok()
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

#[cfg(test)]
mod tests;
