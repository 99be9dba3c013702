//! Papers on their way: who holds which ballot papers, at what value, and where each paper goes
//! next.
//!
//! Every class of equal papers has one cursor, the place in its codes from which reading goes
//! on, so each preference is looked at once in a whole count. A pile keeps its cursors by the
//! value of one paper: a new value is worked out once for all papers that arrived at the same
//! one. Votes are counted in units that the rule chooses (hundred-thousandths of a vote in
//! Scotland, units of weight in an instant run-off).

use std::collections::BTreeMap;

use crate::id::{ClassId, IdVec, OptionId, ix};
use crate::instance::Options;
use crate::problem::Problem;
use crate::profile::{Class, Profile};

/// How a ranking is read that is not a plain list of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What an equal rank does to the paper.
    pub equal: Equal,
    /// Blank ranks in a row that are passed over; one more ends the paper. `None`: any number.
    pub blanks: Option<u32>,
}

/// What an equal rank does to a paper that reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equal {
    /// The paper is exhausted, whoever of the rank still continues.
    Stops,
    /// The rank is passed over.
    Skips,
    /// With one continuing option the paper counts for it, with none it is read on, with more it
    /// is exhausted.
    StopsIfSeveral,
}

/// A class of equal papers and how far they have been read.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    class: ClassId,
    at: u32,
}

/// Cursors by the value of one paper.
type Pile = BTreeMap<u64, Vec<Cursor>>;

/// All papers of a contest, in piles.
#[derive(Clone, Debug)]
pub struct Papers<'a> {
    profile: &'a Profile,
    reading: Reading,
    piles: IdVec<OptionId, Pile>,
    /// One list an option, empty between transfers: kept so that a transfer allocates little.
    sorted: IdVec<OptionId, Vec<Cursor>>,
    /// Votes credited to each option, in units.
    pub votes: IdVec<OptionId, u64>,
    /// Votes on papers that name no further continuing option, in units.
    pub exhausted: u64,
    /// Classes without a usable preference at the start.
    pub unusable: Vec<ClassId>,
}

impl<'a> Papers<'a> {
    /// Deals every paper, worth `value` units times its weight, to its first continuing option.
    /// Papers without one are listed in `unusable` and are in no pile and no sum.
    ///
    /// # Errors
    /// `too-many-votes` when all votes together pass 64 bits.
    pub fn deal(
        profile: &'a Profile,
        reading: Reading,
        continuing: &IdVec<OptionId, bool>,
        value: u64,
    ) -> Result<Self, Problem> {
        check_total(profile, value)?;
        let mut papers = Self {
            profile,
            reading,
            piles: IdVec::filled(profile.options(), Pile::new()),
            sorted: IdVec::filled(profile.options(), Vec::new()),
            votes: IdVec::filled(profile.options(), 0),
            exhausted: 0,
            unusable: Vec::new(),
        };
        let all = profile.classes().map(|class| Cursor {
            class: class.id,
            at: 0,
        });
        papers.unusable = papers.sort(all, continuing, value);
        papers.stack(value);
        Ok(papers)
    }

    /// Moves every paper that an option holds to its next continuing option or to the exhausted
    /// ones. `revalue` gives the value at which a paper leaves from that at which it came. The
    /// votes of the option itself are left for the rule to set.
    pub fn transfer(
        &mut self,
        from: OptionId,
        continuing: &IdVec<OptionId, bool>,
        revalue: impl Fn(u64) -> u64,
    ) {
        for (value, cursors) in std::mem::take(&mut self.piles[from]) {
            let value = revalue(value);
            for class in self.sort(cursors.into_iter(), continuing, value) {
                self.exhausted += value * self.profile.class(class).total();
            }
            self.stack(value);
        }
    }

    /// Reads each paper on and sorts it by the option found, crediting the votes; returns the
    /// classes that name none.
    fn sort(
        &mut self,
        cursors: impl Iterator<Item = Cursor>,
        continuing: &IdVec<OptionId, bool>,
        value: u64,
    ) -> Vec<ClassId> {
        let mut ended = Vec::new();
        for cursor in cursors {
            let class = self.profile.class(cursor.class);
            match self.reading.next(class, cursor.at, continuing) {
                Some((option, at)) => {
                    self.votes[option] += value * class.total();
                    self.sorted[option].push(Cursor { at, ..cursor });
                }
                None => ended.push(cursor.class),
            }
        }
        ended
    }

    /// Lays the sorted papers on the piles.
    fn stack(&mut self, value: u64) {
        for (pile, sorted) in self.piles.values_mut().zip(self.sorted.values_mut()) {
            if !sorted.is_empty() {
                pile.entry(value).or_default().append(sorted);
            }
        }
    }
}

impl Reading {
    /// The first continuing option from a place in the codes, and the place after its rank.
    /// `None` when the paper is exhausted.
    pub fn next(
        self,
        class: Class<'_>,
        mut at: u32,
        continuing: &IdVec<OptionId, bool>,
    ) -> Option<(OptionId, u32)> {
        let mut blanks = 0;
        loop {
            let option = OptionId(class.code(at)?.checked_sub(1)?);
            let Some(continues) = continuing.get(option) else {
                // A code past the options is a rank left blank.
                blanks += 1;
                if self.blanks.is_some_and(|most| blanks > most) {
                    return None;
                }
                at += 1;
                continue;
            };
            blanks = 0;
            if class.code(at + 1) != Some(0) {
                at += 1;
                if *continues {
                    return Some((option, at));
                }
                continue;
            }
            let start = at;
            at += 1;
            while class.code(at) == Some(0) {
                at += 2;
            }
            match self.equal {
                Equal::Stops => return None,
                Equal::Skips => {}
                Equal::StopsIfSeveral => {
                    let mut open = (start..at)
                        .step_by(2)
                        .filter_map(|place| class.code(place)?.checked_sub(1).map(OptionId))
                        .filter(|option| continuing.get(*option) == Some(&true));
                    match (open.next(), open.next()) {
                        (None, _) => {}
                        (Some(only), None) => return Some((only, at)),
                        (Some(_), Some(_)) => return None,
                    }
                }
            }
        }
    }
}

/// The most options of a count in rounds: each round tells the tallies of all who stand, so the
/// report grows with the square of the options.
pub(in crate::rules) const MOST_IN_ROUNDS: u32 = 1000;

/// Refuses contests with more than `most` options, withdrawn ones not counted.
pub(in crate::rules) fn check_options(options: &Options, most: u32) -> Result<(), Problem> {
    let standing = options.standing().count();
    if standing <= ix(most) {
        return Ok(());
    }
    Err(Problem::error("too-many-options")
        .path("options")
        .found(standing.to_string())
        .expected(most.to_string()))
}

/// Refuses profiles whose votes do not fit, so that no sum of a count can overflow.
pub(in crate::rules) fn check_total(profile: &Profile, value: u64) -> Result<(), Problem> {
    let total: u128 = profile
        .classes()
        .map(|class| u128::from(class.papers).saturating_mul(u128::from(class.weight)))
        .fold(0, u128::saturating_add);
    u64::try_from(total.saturating_mul(u128::from(value)))
        .map(|_| ())
        .map_err(|_| Problem::error("too-many-votes").found(total.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballot::BallotKind;
    use crate::profile::ProfileBuilder;

    /// Where a paper `a=b > (blank) > c > d` goes with these options continuing.
    fn goes(equal: Equal, blanks: Option<u32>, continuing: [bool; 4]) -> Option<u32> {
        let mut builder = ProfileBuilder::new(BallotKind::Ranking, 4);
        let ranks: [&[OptionId]; 4] = [
            &[OptionId(0), OptionId(1)],
            &[],
            &[OptionId(2)],
            &[OptionId(3)],
        ];
        builder.ranks(&ranks, 1, 1, 1).unwrap();
        let profile = builder.finish();
        let continuing = IdVec::from_vec(continuing.to_vec());
        let class = profile.class(ClassId(0));
        Reading { equal, blanks }
            .next(class, 0, &continuing)
            .map(|(option, _)| option.0)
    }

    #[test]
    fn equal_and_blank_ranks_are_read_as_told() {
        let all = [true; 4];
        assert_eq!(goes(Equal::Stops, None, all), None);
        assert_eq!(goes(Equal::Skips, None, all), Some(2));
        assert_eq!(goes(Equal::Skips, Some(1), all), Some(2));
        assert_eq!(goes(Equal::Skips, Some(0), all), None);
        assert_eq!(goes(Equal::StopsIfSeveral, None, all), None);
        let without_a = [false, true, true, true];
        assert_eq!(goes(Equal::Stops, None, without_a), None);
        assert_eq!(goes(Equal::StopsIfSeveral, None, without_a), Some(1));
        let without_ab = [false, false, false, true];
        assert_eq!(goes(Equal::StopsIfSeveral, None, without_ab), Some(3));
    }

    #[test]
    fn more_options_than_a_report_can_hold_are_refused() {
        let mut options = Options::new();
        for number in 0..=MOST_IN_ROUNDS {
            let id = number.to_string();
            options.push(&id, &id).unwrap();
        }
        let refused = check_options(&options, MOST_IN_ROUNDS).unwrap_err();
        assert_eq!(
            (
                refused.code,
                refused.found.as_str(),
                refused.expected.as_str()
            ),
            ("too-many-options", "1001", "1000")
        );
        options.withdraw(OptionId(5));
        assert!(check_options(&options, MOST_IN_ROUNDS).is_ok());
    }

    #[test]
    fn votes_that_pass_64_bits_are_refused() {
        let mut builder = ProfileBuilder::new(BallotKind::Ranking, 2);
        builder.ranking(&[OptionId(0)], u64::MAX, 1, 1).unwrap();
        let profile = builder.finish();
        let reading = Reading {
            equal: Equal::Stops,
            blanks: None,
        };
        let continuing = IdVec::filled(2, true);
        let refused = Papers::deal(&profile, reading, &continuing, 2).map(|_| ());
        assert_eq!(
            refused.map_err(|problem| problem.code),
            Err("too-many-votes")
        );
    }
}
