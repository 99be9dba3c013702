//! Committees by the loads that voters carry for their members.

use std::cmp::Ordering;

use crate::id::{ix, len32};
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::rules::shared::flow::{Load, Sharing};
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::layered::{Layer, Layered};
use crate::rules::shared::optimal::search::{Node, Objective, Search};
use crate::rules::shared::optimal::{OptimalParams, elect, too_many_seats};

/// Loads from greatest to least, each with the votes that carry it.
type Loads = Vec<(Load, u64)>;

/// Elects the committee with the least greatest load; with `all`, the least list of loads.
pub(in crate::rules) fn best_loads(
    contest: &Contest,
    all: bool,
    params: &OptimalParams,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let ground = Ground::new(contest)?;
    let mut objective = Burden::new(&ground, all)?;
    let mut search = Search::new(&ground, params.nodes).resume(cx);
    search.solve(&mut objective, cx)?;
    let one = Natural::from(contest.profile.weight_scale().one());
    let value = objective.best.as_ref().map_or_else(String::new, |best| {
        let greatest = best.loads.first().map_or(Load::ZERO, |(load, _)| *load);
        ratio_text(&Ratio::from_parts(
            Integer::from(greatest.cost) * Integer::from(one),
            Natural::from(greatest.weight),
        ))
    });
    elect(
        contest,
        &ground,
        &mut objective,
        search,
        "best-load",
        value,
        cx,
    )
}

/// What a committee asks of the voters; less is better.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// Members whom nobody approves.
    unsupported: u32,
    loads: Loads,
}

struct Burden<'a> {
    ground: &'a Ground,
    all: bool,
    weights: Vec<u64>,
    /// The members taken who have votes.
    sharing: Sharing,
    /// Voters with a member: k loads on fewer of them are greater loads.
    cover: Layered<'a>,
    chosen: Vec<u32>,
    best: Option<Asked>,
}

impl<'a> Burden<'a> {
    fn new(ground: &'a Ground, all: bool) -> Result<Self, Problem> {
        let weight = |weight: i64| u64::try_from(weight).unwrap_or_default();
        let weights: Vec<u64> = ground.ballots.iter().map(|b| weight(b.weight)).collect();
        let shape = (0..=ground.seats).map(|members| i128::from(members.min(1)));
        let cover = Layer::new(ground, vec![shape.collect()], vec![0; weights.len()]);
        let cover = cover.ok_or_else(|| too_many_seats(ground))?;
        Ok(Self {
            cover: Layered::new(ground, vec![cover]),
            sharing: Sharing::new(&weights)?,
            ground,
            all,
            weights,
            chosen: Vec::new(),
            best: None,
        })
    }

    fn supporters(&self, candidate: u32) -> &'a [u32] {
        &self.ground.supporters[ix(candidate)]
    }

    fn supported(&self, candidates: &[u32]) -> u32 {
        let has = |c: &&u32| !self.supporters(**c).is_empty();
        len32(candidates.iter().filter(has).count())
    }

    fn unsupported(&self, candidates: &[u32]) -> u32 {
        len32(candidates.len()) - self.supported(candidates)
    }

    /// The loads of a committee: all of them, or the greatest alone. `None` where the greatest
    /// passes `enough`.
    fn loads(&self, committee: &[u32], all: bool, enough: Option<Load>) -> Option<Loads> {
        let supported = |c: &&u32| !self.supporters(**c).is_empty();
        let mut members: Vec<u32> = committee.iter().filter(supported).copied().collect();
        let mut weights = self.weights.clone();
        let mut loads = Vec::new();
        while !members.is_empty() {
            let mut sharing = Sharing::new(&weights).ok()?;
            for member in &members {
                let supporters = self.supporters(*member).iter().copied();
                let left: Vec<u32> = supporters.filter(|at| weights[ix(*at)] > 0).collect();
                sharing.push(1, &left).ok()?;
            }
            let enough = enough.filter(|_| loads.is_empty());
            let (load, exact) = sharing.settle_below(Load::ZERO, enough)?;
            if !exact {
                return None;
            }
            if !all {
                return Some(vec![(load, 0)]);
            }
            // Those who are tight together make their supporters carry just this load; nobody
            // else can take it from them, and they have nothing to spare for others.
            let tight = sharing.tight();
            let mut votes = 0;
            for at in &tight {
                for supporter in self.supporters(members[ix(*at)]) {
                    votes += std::mem::take(&mut weights[ix(*supporter)]);
                }
            }
            loads.push((load, votes));
            let mut at = 0;
            members.retain(|_| {
                at += 1;
                tight.binary_search(&(at - 1)).is_err()
            });
        }
        Some(loads)
    }

    /// A part of a committee against the best: whoever comes on top only adds.
    fn compare(&self, part: &Asked) -> Ordering {
        let Some(best) = &self.best else {
            return Ordering::Less;
        };
        let unsupported = part.unsupported.cmp(&best.unsupported);
        unsupported.then_with(|| less(&part.loads, &best.loads))
    }

    /// The greatest load that is of interest.
    fn enough(&self, unsupported: u32) -> Option<Load> {
        let best = self.best.as_ref()?;
        let greatest = best.loads.first().map_or(Load::ZERO, |(load, _)| *load);
        (unsupported == best.unsupported).then_some(greatest)
    }
}

/// Which list of loads is less, where they first differ.
fn less(a: &Loads, b: &Loads) -> Ordering {
    let mut b = b.iter();
    for (load, votes) in a {
        let Some((other, others)) = b.next() else {
            return Ordering::Greater;
        };
        // More voters with the same load meet fewer with the next, which is less.
        let order = load.cmp(other).then(votes.cmp(others));
        if order != Ordering::Equal {
            return order;
        }
    }
    if b.next().is_some() {
        Ordering::Less
    } else {
        Ordering::Equal
    }
}

impl Objective for Burden<'_> {
    fn take(&mut self, candidate: u32) {
        self.chosen.push(candidate);
        self.cover.take(candidate);
        let supporters = self.supporters(candidate);
        if !supporters.is_empty() {
            // Costs are the members of a committee: far from the limit of a flow.
            let _ = self.sharing.push(1, supporters);
        }
    }

    fn release(&mut self, candidate: u32) {
        self.chosen.pop();
        self.cover.release(candidate);
        if !self.supporters(candidate).is_empty() {
            self.sharing.pop();
        }
    }

    fn look(&mut self, node: &mut Node, better: bool) -> bool {
        let unsupported = self.unsupported(&self.chosen);
        let fewest = unsupported + len32(node.left).saturating_sub(self.supported(&node.open));
        if self
            .best
            .as_ref()
            .is_some_and(|best| fewest > best.unsupported)
        {
            return false;
        }
        let Some(enough) = self.enough(unsupported) else {
            // More members without a vote are to come, or fewer are enough: loads decide later.
            node.branch = first_supported(self.ground, node);
            return true;
        };
        // A member without a vote too many.
        let ground = self.ground;
        node.open.retain(|c| !ground.supporters[ix(*c)].is_empty());
        if node.open.len() < node.left {
            return false;
        }
        let passes = |load: Load, exact: bool| !exact || better && !self.all && load >= enough;
        let Some((load, exact)) = self.sharing.settle_below(Load::ZERO, Some(enough)) else {
            return false;
        };
        if passes(load, exact) {
            return false;
        }
        // All members together are a load on all who approve one of them: at least so many
        // voters must, for the load not to pass the best.
        let places = i128::from(len32(self.chosen.len() + node.left) - unsupported);
        let voters = places * i128::from(enough.weight);
        let cost = i128::from(enough.cost.max(1));
        let equal = i128::from(better && !self.all && voters % cost == 0);
        self.cover.require((voters + cost - 1) / cost + equal);
        if !self.cover.look(node, false) {
            return false;
        }
        if !node.must.is_empty() {
            return true;
        }
        if self.all && load == enough {
            let part = Asked {
                unsupported,
                loads: self.loads(&self.chosen, true, None).unwrap_or_default(),
            };
            let order = self.compare(&part);
            if order == Ordering::Greater || better && order == Ordering::Equal {
                return false;
            }
        }
        let saved = self.sharing.save();
        let mut least: Option<(Load, u32)> = None;
        let mut open = Vec::new();
        for candidate in &node.open {
            if self.sharing.push(1, self.supporters(*candidate)).is_err() {
                continue;
            }
            let settled = self.sharing.settle_below(load, Some(enough));
            self.sharing.pop();
            self.sharing.restore(&saved);
            let Some((load, exact)) = settled else {
                continue;
            };
            if !exact || better && !self.all && load >= enough {
                continue;
            }
            open.push(*candidate);
            if least.is_none_or(|(least, _)| load < least) {
                least = Some((load, *candidate));
            }
        }
        node.open = open;
        node.branch = least.map_or(0, |(_, candidate)| candidate);
        node.open.len() >= node.left
    }

    fn judge(&mut self, committee: &[u32]) -> Ordering {
        let unsupported = self.unsupported(committee);
        if self
            .best
            .as_ref()
            .is_some_and(|best| unsupported > best.unsupported)
        {
            return Ordering::Less;
        }
        let Some(loads) = self.loads(committee, self.all, self.enough(unsupported)) else {
            return Ordering::Less;
        };
        let asked = Asked { unsupported, loads };
        let order = self.compare(&asked).reverse();
        if order == Ordering::Greater {
            self.best = Some(asked);
        }
        order
    }

    /// Whoever raises the greatest load least, one after the other.
    fn guess(&self) -> Vec<u32> {
        let mut committee: Vec<u32> = Vec::new();
        while len32(committee.len()) < self.ground.seats {
            let mut best: Option<(bool, Load, u32)> = None;
            for candidate in 0..len32(self.ground.options.len()) {
                if committee.contains(&candidate) {
                    continue;
                }
                let mut with = committee.clone();
                with.push(candidate);
                let alone = self.supporters(candidate).is_empty();
                let loads = self.loads(&with, false, best.map(|(_, load, _)| load));
                let Some(loads) = loads else { continue };
                let load = loads.first().map_or(Load::ZERO, |(load, _)| *load);
                if best.is_none_or(|(other, least, _)| (alone, load) < (other, least)) {
                    best = Some((alone, load, candidate));
                }
            }
            let Some((_, _, candidate)) = best else { break };
            committee.push(candidate);
        }
        committee
    }
}

/// The first open candidate who has a vote, or the first.
fn first_supported(ground: &Ground, node: &Node) -> u32 {
    let has = |candidate: &&u32| !ground.supporters[ix(**candidate)].is_empty();
    let first = node.open.iter().find(has).or(node.open.first());
    first.copied().unwrap_or_default()
}
