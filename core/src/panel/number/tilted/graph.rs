//! The states of a frame in columns, weighed: what panels are drawn from.
//!
//! A *step* is one person's type in one home: taken, or not. States that follow each other while
//! nobody is taken stand side by side in a *column*, so that one number below the weight of a state
//! finds the next person taken by bisection.

use super::frame::Frame;
use super::scaled::{Scaled, Weight};
use crate::id::{TypeId, ix, len32};
use crate::panel::number::key::Key;
use crate::panel::number::states::{Finder, merge};
use crate::sort::sort;

/// No column.
pub(super) const NONE: u32 = u32::MAX;

/// A step: one of a type is taken, or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) kind: TypeId,
    /// How many of the type live in the home.
    pub(super) times: u16,
    /// The step after this one where somebody is taken: that of the next home.
    pub(super) after: u32,
}

/// States in which nobody is taken one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// The first state's step.
    pub(super) step: u32,
    /// The first state.
    pub(super) start: u32,
    /// The state after the last.
    pub(super) end: u32,
    /// The column in which it goes on where nobody is taken in the last state either.
    pub(super) link: u32,
}

/// The states.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) steps: Vec<Step>,
    pub(super) columns: Vec<Column>,
    /// By state: the column where somebody is taken.
    pub(super) taken: Vec<u32>,
}

/// A column while it is made.
struct Made {
    step: u32,
    taken: Vec<u32>,
    link: u32,
}

impl Graph {
    /// The states of a frame; `None` where there are more than `limit`.
    ///
    /// Cost: O(states * log states).
    pub(super) fn of(frame: &Frame, limit: u64) -> Option<Self> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut steps = Vec::new();
        let mut columns = vec![Made::new(0)];
        // The states before a home, ascending, and the column of each.
        let mut keys: Vec<Key> = vec![frame.start()];
        let mut of: Vec<u32> = vec![0];
        let mut states = 1_usize;
        for (at, home) in frame.homes.iter().enumerate() {
            let next = after(frame, at, &keys);
            states += next.len() + keys.len() * home.people.len().saturating_sub(1);
            if states > limit {
                return None;
            }
            let after = len32(steps.len() + home.people.len());
            let mut next_of = vec![NONE; next.len()];
            // Nobody is taken: the column goes on, in the first that comes to a state.
            let mut finder = Finder::new(&next);
            let mut links = Vec::new();
            for (key, column) in keys.iter().zip(&of) {
                let to = frame.after(at, *key, 0).and_then(|key| finder.find(key));
                if let Some(to) = to {
                    if next_of[to] == NONE {
                        next_of[to] = *column;
                    } else {
                        links.push((*column, to));
                    }
                }
            }
            for column in &mut next_of {
                if *column == NONE {
                    *column = len32(columns.len());
                    columns.push(Made::new(after));
                }
            }
            for (column, to) in links {
                columns[ix(column)].link = next_of[to];
            }
            for (kind, times, add) in &home.people {
                steps.push(Step {
                    kind: *kind,
                    times: *times,
                    after,
                });
                let mut finder = Finder::new(&next);
                for (key, column) in keys.iter().zip(&of) {
                    let to = frame.after(at, *key, *add);
                    let to = to.and_then(|key| finder.find(key));
                    columns[ix(*column)]
                        .taken
                        .push(to.map_or(NONE, |to| next_of[to]));
                }
            }
            keys = next;
            of = next_of;
        }
        // After the last home there is one state: everything is closed.
        for column in &of {
            columns[ix(*column)].taken.push(NONE);
        }
        let mut graph = Self {
            steps,
            columns: Vec::with_capacity(columns.len()),
            taken: Vec::with_capacity(states),
        };
        for made in columns {
            let start = len32(graph.taken.len());
            graph.taken.extend(made.taken);
            graph.columns.push(Column {
                step: made.step,
                start,
                end: len32(graph.taken.len()),
                link: made.link,
            });
        }
        Some(graph)
    }

    /// The state of a column at a step.
    pub(super) fn state(&self, column: u32, step: u32) -> usize {
        let column = self.columns[ix(column)];
        ix(column.start + (step - column.step))
    }

    /// The step of a column's last state.
    pub(super) fn last(&self, column: u32) -> u32 {
        let column = self.columns[ix(column)];
        column.step + (column.end - column.start) - 1
    }

    /// The weights of all states: of all ways that go on from each, a little rounded up; by the
    /// weight of a person of each type.
    pub(super) fn weigh(&self, weights: &[Weight]) -> Vec<Scaled> {
        let mut weighed = vec![Scaled::ZERO; self.taken.len()];
        let end = len32(self.steps.len());
        let each: Vec<Weight> = self
            .steps
            .iter()
            .map(|step| weights[ix(step.kind.0)].of(step.times))
            .collect();
        // Later steps first.
        let mut open: Vec<Vec<u32>> = vec![Vec::new(); self.steps.len() + 1];
        for column in 0..len32(self.columns.len()) {
            open[ix(self.last(column))].push(column);
        }
        let mut running: Vec<u32> = Vec::new();
        for at in (0..=end).rev() {
            running.append(&mut open[ix(at)]);
            running.retain(|number| {
                let column = self.columns[ix(*number)];
                let state = ix(column.start + (at - column.step));
                weighed[state] = if at == end {
                    Scaled::ONE
                } else {
                    let on = if state + 1 < ix(column.end) {
                        weighed[state + 1]
                    } else if column.link == NONE {
                        Scaled::ZERO
                    } else {
                        weighed[self.state(column.link, at + 1)]
                    };
                    match self.taken[state] {
                        NONE => on,
                        to => {
                            let step = self.steps[ix(at)];
                            on.plus(weighed[self.state(to, step.after)].times(each[ix(at)]))
                        }
                    }
                };
                column.step < at
            });
        }
        weighed
    }
}

impl Made {
    fn new(step: u32) -> Self {
        Self {
            step,
            taken: Vec::new(),
            link: NONE,
        }
    }
}

/// The states after a home, ascending.
fn after(frame: &Frame, at: usize, keys: &[Key]) -> Vec<Key> {
    let nobody = [0];
    let people = frame.homes[at].people.iter().map(|(_, _, add)| *add);
    let mut all: Vec<Key> = Vec::new();
    for add in nobody.into_iter().chain(people) {
        let mut run: Vec<Key> = keys
            .iter()
            .filter_map(|key| frame.after(at, *key, add))
            .collect();
        if !run.is_sorted() {
            sort(&mut run);
        }
        run.dedup();
        all = if all.is_empty() {
            run
        } else {
            merge(&all, &run)
        };
    }
    all
}
