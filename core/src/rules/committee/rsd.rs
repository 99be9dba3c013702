//! Random serial dictator: voters are drawn one after the other and fill the seats as they like.
//!
//! **Definition.** Voters are drawn in random order. Each elects all options of their ballot, as
//! long as there are seats. It is the yardstick of fairness by chance alone: whatever a share of
//! the voters wants, they get the first say with that chance.
//!
//! **What is drawn.** A voter whose options are all elected already changes nothing, so only
//! the others are drawn from: the next that matters is equally likely to be each of them. Every
//! draw takes one number below the number of their papers, in canonical order of ballots, from
//! the stream `rsd`.
//!
//! **Ties.** Where a ballot has more options than there are seats, and where seats are left when
//! nobody has anything more to elect, the policy decides: by default a lot. abcvoting takes the
//! first in the file of a ballot that is too long (`ties = listed`).
//!
//! **Complexity.** At most one pass over the ballots a seat.
//!
//! **Limits.** Papers weigh one each. It needs a seed.
//!
//! **Source.** The rule `rsd` of abcvoting; for one seat Allan Gibbard, "Manipulation of Schemes
//! that Mix Voting with Chance", Econometrica 45 (1977), 665-681.

use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::problem::Problem;
use crate::profile::Class;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::Committee;
use crate::tie::TieRule;
use crate::transcript::Event;

/// The label of the stream.
const LABEL: &str = "rsd";

/// Random serial dictator.
pub struct Rsd;

impl Rule for Rsd {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/rsd",
        revision: 1,
        name: "Random serial dictator",
        summary: "Voters are drawn one after the other, and each elects all they approve while there are seats.",
        citations: &[
            "A. Gibbard, Manipulation of Schemes that Mix Voting with Chance, Econometrica 45 (1977), 665-681",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Refused,
        ties: &[TieRule::Lot],
        needs_seed: true,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        let mut stream = cx.stream(LABEL)?;
        while !committee.is_decided(cx) {
            cx.step(
                u64::from(contest.seats) - left(&committee),
                u64::from(contest.seats),
            )?;
            let open = |option: &OptionId| committee.open.binary_search(option).is_ok();
            let waiting = |class: &Class<'_>| class.options().any(|option| open(&option));
            let classes = contest.profile.classes().filter(waiting);
            let of: u64 = classes.map(|class| class.papers).sum();
            if of == 0 {
                break;
            }
            let drawn = stream.below(u128::from(of));
            let mut number =
                drawn.map_err(|_| Problem::error("too-many-votes").found(of.to_string()))?;
            cx.event(Event::Note {
                code: "voter-drawn",
                args: vec![number.to_string(), of.to_string()],
            });
            let drawn = contest.profile.classes().filter(waiting).find(|class| {
                let here = number < class.papers;
                number = number.saturating_sub(class.papers);
                here
            });
            let wishes = drawn.map(|class| class.options().filter(open).collect());
            elect(&mut committee, wishes.unwrap_or_default(), cx)?;
        }
        if committee.places() > 0 {
            let rest = committee.open.clone();
            elect(&mut committee, rest, cx)?;
        }
        Ok(committee.outcome())
    }
}

fn left(committee: &Committee<'_>) -> u64 {
    u64::from(crate::id::len32(committee.places()))
}

/// Gives the seats to what one voter wants, as far as there are.
fn elect(
    committee: &mut Committee<'_>,
    mut wishes: Vec<OptionId>,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    let before = committee.elected.len();
    if wishes.len() <= committee.places() {
        committee.open.retain(|option| !wishes.contains(option));
        committee.elected.append(&mut wishes);
    } else {
        committee.take_of(wishes, cx)?;
    }
    let options: Vec<OptionId> = committee.elected.iter().skip(before).copied().collect();
    if !options.is_empty() {
        cx.event(Event::Elect {
            options,
            reason: "drawn",
        });
    }
    Ok(())
}
