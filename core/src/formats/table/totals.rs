//! Votes of paper cards that were counted by hand: a number for each project.

use super::names::{Named, Names};
use super::number::whole;
use super::projects::unspaced;
use super::sheet::Opened;
use super::words::is_sum;
use crate::id::ix;
use crate::problem::{Diagnostics, Problem};

/// Votes known only as totals, by option. `None` (with a problem) where one cannot be read.
pub(super) fn read(
    table: &Opened,
    project: (&str, &str),
    votes: (&str, &str),
    names: &Names,
    options: u32,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u64>> {
    diagnostics.set_file(&table.name);
    let mut find = |(name, path): (&str, &str)| {
        let found = table.column(name, path);
        found.map_err(|problem| diagnostics.push(problem)).ok()
    };
    let (project, votes) = (find(project), find(votes));
    let (project, votes) = (project?, votes?);
    let mut totals: Vec<Option<u64>> = vec![None; ix(options)];
    let mut sum = 0u64;
    let mut sound = true;
    for row in table.rows() {
        let mut read = || -> Result<(), Problem> {
            let at = |problem: Problem, column| table.place(problem, row, column);
            let name = table.sound(row, project)?.text;
            if is_sum(name) {
                return Err(at(Problem::error("row-is-sum").found(name), project));
            }
            let Named::One(option) = names.find(name) else {
                return Err(at(
                    Problem::error("total-of-unknown-project").found(name),
                    project,
                ));
            };
            let text = table.sound(row, votes)?.text;
            let number = whole(&unspaced(text));
            let number = number.and_then(|number| u64::try_from(number).ok());
            let number = number.ok_or_else(|| {
                let problem = Problem::error("votes-malformed").found(text);
                at(problem.expected("a whole number from 0"), votes)
            })?;
            let total = totals.get_mut(ix(option));
            if let Some(total) = total
                && total.replace(number).is_some()
            {
                return Err(at(Problem::error("duplicate-project").found(name), project));
            }
            sum = sum.checked_add(number).ok_or_else(|| {
                at(
                    Problem::error("too-large").expected("votes whose sum fits in 64 bits"),
                    votes,
                )
            })?;
            Ok(())
        };
        if let Err(problem) = read() {
            sound = false;
            diagnostics.push(problem);
        }
    }
    sound.then(|| totals.into_iter().map(Option::unwrap_or_default).collect())
}
