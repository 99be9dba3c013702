//! How many panels come of each state; with it chances, and panels drawn exactly.

use super::key::Key;
use super::plan::Plan;
use super::states::{self, Finder};
use crate::id::{FeatureId, IdVec, TypeId, ix, len32};
use crate::lottery::Stream;
use crate::num::{Integer, Natural, Ratio};
use crate::panel::round::below_natural;
use crate::panel::{Counts, Types};

/// All panels of people that keep the quotas of some features, as a graph of states: a panel is a
/// way through it, and every state knows the weight of all ways that go on from it.
///
/// The weight of a panel is the product of the weights of its people; where none are given each
/// weighs 1 and weights are numbers of panels.
#[derive(Clone, Debug)]
pub struct Ways {
    plan: Plan,
    /// Before each step, and after the last.
    layers: Vec<Layer>,
    total: Natural,
}

#[derive(Clone, Debug)]
struct Layer {
    keys: Vec<Key>,
    ways: Vec<Natural>,
}

impl Ways {
    /// The panels that keep the quotas of `features`, of at most one person from each household;
    /// `None` where that takes more than `limit` states.
    ///
    /// Cost: O(states * the most of a type) operations on numbers of `log2(total)` bits; states
    /// grow with the product of the quotas of all features but the first.
    pub fn of(
        types: &Types,
        features: &[FeatureId],
        weights: Option<&IdVec<TypeId, Natural>>,
        limit: u64,
    ) -> Option<Self> {
        let plan = Plan::new(types, features, weights)?;
        let keys = all_states(&plan, limit)?;
        let mut layers: Vec<Layer> = Vec::with_capacity(keys.len());
        for (after, keys) in (0..keys.len()).rev().zip(keys.into_iter().rev()) {
            let layer = match layers.last() {
                None => Layer {
                    ways: vec![Natural::ONE; keys.len()],
                    keys,
                },
                Some(next) => before(&plan, after, keys, next),
            };
            layers.push(layer);
        }
        layers.reverse();
        let total = layers.first().and_then(|layer| layer.ways.first());
        let total = total.cloned().unwrap_or_default();
        Some(Self {
            plan,
            layers,
            total,
        })
    }

    /// The weight of all panels: their number where nobody is weighed.
    pub fn total(&self) -> &Natural {
        &self.total
    }

    /// States, of all layers.
    pub fn states(&self) -> u64 {
        let states = self
            .layers
            .iter()
            .map(|layer| u64::from(len32(layer.keys.len())));
        states.sum()
    }

    /// The chance of each person of a type to sit on a panel drawn by weight; `None` where there
    /// is no panel.
    pub fn chances(&self, types: &Types) -> Option<IdVec<TypeId, Ratio>> {
        if self.total.is_zero() {
            return None;
        }
        let mut seats = IdVec::filled(types.types().len(), Natural::ZERO);
        let mut come = vec![Natural::ONE];
        for (at, step) in self.plan.steps.iter().enumerate() {
            let (layer, next) = (&self.layers[at], &self.layers[at + 1]);
            let mut came = vec![Natural::ZERO; next.keys.len()];
            let mut sum = Natural::ZERO;
            for count in 0..=step.most {
                let mut finder = Finder::new(&next.keys);
                for (key, come) in layer.keys.iter().zip(&come) {
                    let Some((place, ways)) = self.plan.go(at, *key, count, &mut finder) else {
                        continue;
                    };
                    let come = come * ways;
                    if count > 0 {
                        sum += &come * &next.ways[place] * Natural::from(count);
                    }
                    came[place] += come;
                }
            }
            seats[step.kind] = sum;
            come = came;
        }
        let chance = |(id, seats): (TypeId, &Natural)| {
            let people = len32(types.types()[id].people.len());
            Ratio::from_parts(
                Integer::from(seats.clone()),
                &self.total * Natural::from(people),
            )
        };
        Some(IdVec::from_vec(seats.iter().map(chance).collect()))
    }

    /// A panel drawn with a chance proportional to its weight, exactly: one number below
    /// [`Ways::total`] is drawn and says which. `None` where the panel so drawn misses a quota
    /// that is not followed, or there is none; each panel that misses none is as likely as its
    /// weight says.
    pub fn panel(&self, types: &Types, stream: &mut Stream) -> Option<Counts> {
        if self.total.is_zero() {
            return None;
        }
        let mut rank = below_natural(stream, &self.total);
        let mut counts = vec![0; self.plan.steps.len()];
        let mut sums = vec![0_u32; ix(types.rows().len())];
        let mut key = self.plan.start()?;
        for (at, step) in self.plan.steps.iter().enumerate() {
            let next = &self.layers[at + 1];
            for count in 0..=step.most {
                let mut finder = Finder::new(&next.keys);
                let Some((place, ways)) = self.plan.go(at, key, count, &mut finder) else {
                    continue;
                };
                let block = ways * &next.ways[place];
                if rank < block {
                    // All numbers of people of the type are alike: what is left says the rest.
                    rank /= ways;
                    key = next.keys[place];
                    counts[ix(step.kind.0)] = count;
                    for row in &types.types()[step.kind].rows {
                        let sum = &mut sums[ix(row.0)];
                        *sum += count;
                        if *sum > types.rows()[*row].most {
                            return None;
                        }
                    }
                    break;
                }
                rank -= block;
            }
        }
        types.admits(&counts).then_some(counts)
    }
}

impl Plan {
    /// The place of the state after `count` of a step's type, and the ways to choose them.
    fn go(
        &self,
        at: usize,
        key: Key,
        count: u32,
        next: &mut Finder<'_>,
    ) -> Option<(usize, &Natural)> {
        let step = &self.steps[at];
        let after = self.next(at, key, count)?;
        let used = step.homes.map_or(0, |homes| homes.count(key));
        let ways = step.ways.get(ix(used))?.get(ix(count))?;
        Some((next.find(after)?, ways))
    }
}

/// The states of all layers.
fn all_states(plan: &Plan, limit: u64) -> Option<Vec<Vec<Key>>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut layers = vec![Vec::from_iter(plan.start())];
    let mut states = layers[0].len();
    for at in 0..plan.steps.len() {
        let next = states::after(plan, at, &layers[at], limit.checked_sub(states)?)?;
        states += next.len();
        layers.push(next);
    }
    Some(layers)
}

/// The layer before a step, from that after it; states of which nothing comes are left out.
fn before(plan: &Plan, at: usize, keys: Vec<Key>, next: &Layer) -> Layer {
    let mut ways = vec![Natural::ZERO; keys.len()];
    for count in 0..=plan.steps[at].most {
        let mut finder = Finder::new(&next.keys);
        for (key, ways) in keys.iter().zip(&mut ways) {
            if let Some((place, choices)) = plan.go(at, *key, count, &mut finder) {
                *ways += choices * &next.ways[place];
            }
        }
    }
    let (keys, ways) = keys
        .into_iter()
        .zip(ways)
        .filter(|(_, ways)| !ways.is_zero())
        .unzip();
    Layer { keys, ways }
}
