//! How many voters prefer each option to each other.

use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::num::Scale;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::rules::shared::papers::check_total;
use crate::transcript::Event;

/// A square of numbers for the options that were not withdrawn, row by row in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square<T> {
    size: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default> Square<T> {
    /// A square of zeros.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            cells: vec![T::default(); size.saturating_mul(size)],
        }
    }

    /// Rows and columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The number in a row and column.
    pub fn at(&self, row: usize, column: usize) -> T {
        self.cells[row * self.size + column]
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[T] {
        self.cells
            .get(row * self.size..(row + 1) * self.size)
            .unwrap_or_default()
    }

    /// A row, to change.
    pub fn row_mut(&mut self, row: usize) -> &mut [T] {
        self.cells
            .get_mut(row * self.size..(row + 1) * self.size)
            .unwrap_or_default()
    }

    /// Each cell from its row and column; the diagonal stays zero.
    pub fn from_fn(size: usize, mut cell: impl FnMut(usize, usize) -> T) -> Self {
        let mut square = Self::new(size);
        for row in 0..size {
            for (column, place) in square.row_mut(row).iter_mut().enumerate() {
                if row != column {
                    *place = cell(row, column);
                }
            }
        }
        square
    }
}

/// The pairwise preferences of a contest.
#[derive(Clone, Debug)]
pub struct Pairwise {
    /// The options of rows and columns: those not withdrawn, in file order.
    pub options: Vec<OptionId>,
    /// `at(i, j)`: votes that prefer option `i` to option `j`, in units of weight.
    pub votes: Square<u64>,
    scale: Scale,
}

impl Pairwise {
    /// Counts a profile of rankings. A ranked option is preferred to every one ranked below it
    /// and to every one left unranked; equal ranks prefer neither; blank ranks say nothing.
    ///
    /// A ballot that ranks `L` options costs `L * L / 2` additions however many options there
    /// are: each option starts ahead of all, and is put back against those above it.
    ///
    /// # Errors
    /// `too-many-votes` when all votes together pass 64 bits.
    pub fn of(contest: &Contest) -> Result<Self, Problem> {
        let profile = &contest.profile;
        check_total(profile, 1)?;
        let options: Vec<OptionId> = contest.options.standing().collect();
        let mut places: IdVec<OptionId, Option<usize>> = IdVec::filled(contest.options.len(), None);
        for (place, option) in options.iter().enumerate() {
            places[*option] = Some(place);
        }
        let size = options.len();
        let (ranked, behind) = tally(profile, &places, size);
        Ok(Self {
            votes: Square::from_fn(size, |row, column| ranked[row] - behind.at(row, column)),
            options,
            scale: profile.weight_scale(),
        })
    }

    /// The matrix as an event, with numbers as `of` calls them.
    pub fn event(&self, of: &'static str, numbers: &Square<u64>) -> Event {
        Event::Pairwise {
            of,
            options: self.options.clone(),
            rows: (0..numbers.size())
                .map(|row| {
                    let row = numbers.row(row).iter();
                    row.map(|votes| self.scale.text(*votes)).collect()
                })
                .collect(),
        }
    }
}

/// The votes that rank each option, and of those the votes that rank another as high or higher.
fn tally(
    profile: &Profile,
    places: &IdVec<OptionId, Option<usize>>,
    size: usize,
) -> (Vec<u64>, Square<u64>) {
    let mut ranked = vec![0u64; size];
    let mut behind: Square<u64> = Square::new(size);
    // The standing options of one ballot, best first, and where the rank of the last begins.
    let mut order: Vec<usize> = Vec::with_capacity(size);
    for class in profile.classes() {
        let votes = class.total();
        order.clear();
        let mut rank_start = 0;
        let mut joined = false;
        for code in class.codes() {
            let Some(number) = code.checked_sub(1) else {
                joined = true;
                continue;
            };
            if !joined {
                rank_start = order.len();
            }
            joined = false;
            // A blank rank is a code past the options; a withdrawn option has no place.
            let Some(Some(place)) = places.get(OptionId(number)).copied() else {
                continue;
            };
            ranked[place] += votes;
            let row = behind.row_mut(place);
            for above in &order {
                row[*above] += votes;
            }
            for equal in order.iter().skip(rank_start) {
                behind.row_mut(*equal)[place] += votes;
            }
            order.push(place);
        }
    }
    (ranked, behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballot::{BallotKind, Limits};
    use crate::instance::Options;
    use crate::profile::ProfileBuilder;

    #[test]
    fn unranked_are_last_equals_prefer_neither_and_withdrawn_are_gone() {
        let mut options = Options::new();
        for id in ["a", "b", "c", "d", "gone"] {
            options.push(id, id).unwrap();
        }
        options.withdraw(OptionId(4));
        let mut builder = ProfileBuilder::new(BallotKind::Ranking, 5);
        let ranks: [&[OptionId]; 4] = [
            &[OptionId(4)],
            &[],
            &[OptionId(1), OptionId(2), OptionId(4)],
            &[OptionId(0)],
        ];
        builder.ranks(&ranks, 3, 1, 1).unwrap();
        let contest = Contest {
            options,
            profile: builder.finish(),
            seats: 1,
            limits: Limits::default(),
        };
        let pairs = Pairwise::of(&contest).unwrap();
        let rows: Vec<&[u64]> = (0..4).map(|row| pairs.votes.row(row)).collect();
        assert_eq!(
            rows,
            [[0, 0, 0, 3], [3, 0, 0, 3], [3, 0, 0, 3], [0, 0, 0, 0]]
        );
    }
}
