//! Sequential proportional approval voting: seat by seat to the option that adds most.
//!
//! **Definition.** An option added to a committee adds, for each voter who approves it and has
//! already `j` approved options elected, `1/(j+1)`. Each seat in turn goes to the option that
//! adds most.
//!
//! **Ties.** Options that add the same are decided between by the policy: more approvals, then a
//! lot. `ties = all` follows every way; two orders that elect the same set are one.
//!
//! **Complexity.** A round moves the classes of ballots that approve the elected option and
//! looks at few options: what an option adds never rises, so most are seen to be worse by what
//! they added earlier. Scores are integers over the least common multiple of 1 to `seats`.
//!
//! **Source.** Thorvald N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske
//! Videnskabernes Selskabs Forhandlinger (1895), 415-441; Martin Lackner and Piotr Skowron,
//! "Multi-Winner Voting with Approval Preferences" (Springer 2023), chapter 2. The same committees
//! as `seqpav` of abcvoting, which breaks ties by the order of the file (`ties = listed`).

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::TIES;
use crate::rules::shared::thiele::{Thiele, sequential};

/// Sequential proportional approval voting.
pub struct SeqPav;

impl Rule for SeqPav {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/seqpav",
        revision: 1,
        name: "Sequential proportional approval voting",
        summary: "Each seat goes to the option that adds most, where a voter's next option counts 1, 1/2, 1/3 and so on.",
        citations: &[
            "T. N. Thiele, Om Flerfoldsvalg, Oversigt over det Kongelige Danske Videnskabernes Selskabs Forhandlinger (1895), 415-441",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        sequential(contest, Thiele::Pav, cx)
    }
}
