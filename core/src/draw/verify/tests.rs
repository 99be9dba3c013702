//! Whole transcripts: valid ones of every kind, one for each fraud of the table, and every byte
//! of a valid one changed.

mod beside;
mod builder;
mod catalogue;
mod forged_draws;
mod forged_sources;
mod forged_witness;
mod forgeries;
mod mutations;
mod passing;
mod town;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::lottery::beacon::Chain;

/// Chain, round, the signature before and the signature.
type Beacon = (&'static str, u64, Option<Vec<u8>>, Vec<u8>);

/// Whether a chain signed a round; each signature is verified once in each thread.
pub(super) fn remembered(
    chain: &Chain,
    round: u64,
    previous: Option<&[u8]>,
    signature: &[u8],
) -> bool {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<Beacon, bool>> = const { RefCell::new(BTreeMap::new()) };
    }
    let beacon = (
        chain.name,
        round,
        previous.map(<[u8]>::to_vec),
        signature.to_vec(),
    );
    let known = KNOWN.with_borrow(|known| known.get(&beacon).copied());
    known.unwrap_or_else(|| {
        let holds = chain.verify(round, previous, signature).is_ok();
        KNOWN.with_borrow_mut(|known| known.insert(beacon, holds));
        holds
    })
}
