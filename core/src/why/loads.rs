//! The savings of voters under sequential Phragmén, followed again from the definition: given
//! who was bought in which order, loads are unique.
//!
//! All voters earn at the same speed; when a project is bought its supporters have spent all they
//! had, so that each of them carries the load `(c + sum of their loads) / number of them`.

use std::collections::BTreeMap;

use super::ballots::Ballots;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio};
use crate::report::Report;
use crate::transcript::Event;

/// Loads of Phragmén.
#[derive(Clone, Debug)]
pub struct Loads {
    /// Projects in the order of purchase, with the load that each supporter carries after it, in
    /// minor units.
    pub purchases: Vec<(OptionId, Ratio)>,
    /// What stood behind each project that was not bought.
    pub support: IdVec<OptionId, Saved>,
}

/// What stood behind a project when the last was bought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// What its supporters had earned by then and not spent, in minor units.
    pub behind: Ratio,
    /// The load of its supporters if it had been bought next, in minor units; `None` where it was
    /// bought or has no supporters.
    pub load: Option<Ratio>,
}

/// The loads of a report by sequential Phragmén; `None` for other rules, and for papers that weigh
/// other than one. Cost: one pass over the supporters of each project.
pub(crate) fn loads(report: &Report, budget: &Budget, ballots: &Ballots) -> Option<Loads> {
    if report.rule.id != "budget/phragmen" || budget.profile.is_weighted() {
        return None;
    }
    let options = budget.options.len();
    let mut supporters: IdVec<OptionId, Vec<u32>> = IdVec::filled(options, Vec::new());
    for (at, group) in (0u32..).zip(&ballots.groups) {
        for project in &group.supports {
            supporters[*project].push(at);
        }
    }
    // A voter carries the load of the last purchase that he or she supports; 0 is none.
    let mut carries = vec![0u32; ballots.groups.len()];
    let mut numbers = vec![Natural::ZERO];
    let mut denominator = Natural::ONE;
    // Papers that support a project, and the sum of their loads.
    let burden = |project: OptionId, carries: &[u32], numbers: &[Natural]| {
        let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
        for group in &supporters[project] {
            let of = papers.entry(carries[ix(*group)]).or_default();
            *of += ballots.groups[ix(*group)].papers;
        }
        let sum: Natural = papers
            .iter()
            .map(|(load, papers)| &numbers[ix(*load)] * *papers)
            .sum();
        (papers.values().sum::<u64>(), sum)
    };
    let mut order = Vec::new();
    for event in &report.events {
        let Event::Fund {
            project,
            by: "load",
            ..
        } = event
        else {
            continue;
        };
        let (papers, _) = burden(*project, &carries, &numbers);
        if papers == 0 {
            return None;
        }
        denominator *= papers;
        for number in &mut numbers {
            *number *= papers;
        }
        let (_, sum) = burden(*project, &carries, &numbers);
        let owed = Natural::from(budget.costs[*project]) * &denominator + sum;
        let now = len32(numbers.len());
        numbers.push(owed / papers);
        for group in &supporters[*project] {
            carries[ix(*group)] = now;
        }
        order.push(*project);
    }
    let end = numbers.last().cloned().unwrap_or_default();
    let ratio = |number: Natural| Ratio::from_parts(Integer::from(number), denominator.clone());
    let support = budget.options.all().map(|project| {
        let (papers, sum) = burden(project, &carries, &numbers);
        if papers == 0 || order.contains(&project) {
            return Saved::default();
        }
        let owed = Natural::from(budget.costs[project]) * &denominator + &sum;
        let earned = &end * papers;
        Saved {
            // Nobody carries more than the last load, so the difference is never below zero.
            behind: ratio(if earned > sum {
                earned - sum
            } else {
                Natural::ZERO
            }),
            load: Some(ratio(owed) / Ratio::from(Natural::from(papers))),
        }
    });
    let support = support.collect();
    let loads = numbers.iter().skip(1).map(|number| ratio(number.clone()));
    Some(Loads {
        purchases: order.into_iter().zip(loads).collect(),
        support,
    })
}
