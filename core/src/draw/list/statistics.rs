//! Chances and company: what a list says of each person and of each two.

use super::{ListError, PanelList};
use crate::id::{ix, len32};
use crate::sort::sort;

/// The most steps that the greatest pair may cost; above it [`Statistics::pair`] is `None`, and
/// nothing is sampled in its place.
pub const PAIR_WORK: u64 = 100_000_000;

/// What a list says of chances and of panels. A chance is a count of [`panels`](Self::panels).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Panels of the list.
    pub panels: u32,
    /// Panels that differ from all before them.
    pub distinct: u32,
    /// Panels of each person.
    pub counts: Vec<u32>,
    /// The fewest panels of a person.
    pub least: u32,
    /// The most panels of a person.
    pub most: u32,
    /// People on no panel: their chance is 0.
    pub never: u32,
    /// People on every panel: their chance is 1.
    pub always: u32,
    /// The two people who sit together most often; `None` where to find them would take more than
    /// [`PAIR_WORK`] steps, and for panels of one.
    pub pair: Option<Pair>,
}

/// Two people and on how many panels both sit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The first of them.
    pub first: u32,
    /// The other, with a higher number.
    pub second: u32,
    /// Panels with both.
    pub together: u32,
}

impl Statistics {
    pub(super) fn of(list: &PanelList, people: u32) -> Result<Self, ListError> {
        let counts = list.counts(people)?;
        let panels = list.len();
        Ok(Self {
            panels,
            distinct: distinct(list),
            least: counts.iter().copied().min().unwrap_or_default(),
            most: counts.iter().copied().max().unwrap_or_default(),
            never: len32(counts.iter().filter(|count| **count == 0).count()),
            always: len32(counts.iter().filter(|count| **count == panels).count()),
            pair: pair(list, &counts),
            counts,
        })
    }
}

fn distinct(list: &PanelList) -> u32 {
    let mut panels: Vec<&[u32]> = list.panels().collect();
    sort(&mut panels);
    panels.dedup();
    len32(panels.len())
}

/// For each person the panels with that person are gone through once: `m * seats^2` steps in all.
/// Of equal pairs the one with the lowest numbers is named.
fn pair(list: &PanelList, counts: &[u32]) -> Option<Pair> {
    let seats = u64::from(list.seats());
    let work = u64::from(list.len()).saturating_mul(seats.saturating_mul(seats));
    if seats < 2 || work > PAIR_WORK {
        return None;
    }
    // The panels of each person, one after the other.
    let mut starts: Vec<u32> = Vec::with_capacity(counts.len() + 1);
    let mut sum = 0_u32;
    for count in counts {
        starts.push(sum);
        sum = sum.saturating_add(*count);
    }
    let mut next = starts.clone();
    let mut panels_of = vec![0_u32; ix(sum)];
    for (number, panel) in list.panels().enumerate() {
        for member in panel {
            panels_of[ix(next[ix(*member)])] = len32(number);
            next[ix(*member)] += 1;
        }
    }
    let mut together = vec![0_u32; counts.len()];
    let mut best: Option<Pair> = None;
    let most = |best: &Option<Pair>| best.map_or(0, |pair| pair.together);
    for (first, (start, count)) in starts.iter().zip(counts).enumerate() {
        // Nobody sits with others more often than at all.
        if *count <= most(&best) {
            continue;
        }
        let first = len32(first);
        let own = &panels_of[ix(*start)..ix(*start + *count)];
        for number in own {
            for second in list.panel(*number).unwrap_or_default() {
                if *second <= first {
                    continue;
                }
                let met = &mut together[ix(*second)];
                *met += 1;
                let equal_but_lower = |pair: Pair| {
                    pair.first == first && pair.together == *met && *second < pair.second
                };
                if *met > most(&best) || best.is_some_and(equal_but_lower) {
                    best = Some(Pair {
                        first,
                        second: *second,
                        together: *met,
                    });
                }
            }
        }
        for number in own {
            for second in list.panel(*number).unwrap_or_default() {
                together[ix(*second)] = 0;
            }
        }
    }
    best
}
