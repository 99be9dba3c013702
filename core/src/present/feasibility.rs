//! What was found out about the quotas of a pool, as blocks.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use super::problem_sentence;
use crate::id::{FeatureId, ValueId, len32};
use crate::instance::{FeatureValue, Pool};
use crate::panel::Types;
use crate::panel::blocking::{Blocking, Side};
use crate::panel::excluded::Barred;
use crate::panel::feasible::{Barrier, Feasibility, side_of};
use crate::panel::inclusion::decimals;
use crate::panel::number::{Number, log2};
use crate::panel::relax::{Relaxation, Rigid, widest};

/// People named in one sentence; of more their number is said.
const NAMED: usize = 12;

/// Digits of a number of panels that is written out.
const DIGITS: usize = 18;

/// Whether there is a panel, every value against its quota, who cannot sit and why, and how the
/// quotas may be relaxed.
pub fn feasibility(found: &Feasibility, pool: &Pool, lang: Lang) -> Vec<Block> {
    let types = Types::of(pool);
    let said = Said { pool, lang };
    let mut blocks = vec![said.verdict(found)];
    blocks.extend(found.number.as_ref().map(|number| said.count(number)));
    let seen: Vec<String> = found
        .seen
        .iter()
        .map(|p| problem_sentence(p, lang))
        .collect();
    if !seen.is_empty() {
        blocks.push(Block::List(seen));
    }
    if let Err(Barrier::Blocked(blocking)) = &found.verdict {
        blocks.extend(said.blocked(&types, blocking));
    }
    blocks.push(said.values(found, &types));
    blocks.extend(said.excluded(found, &types));
    match &found.relaxed {
        None => {}
        Some(Ok(relaxation)) => {
            blocks.extend(said.relaxed(relaxation, &types, found.verdict.is_ok()));
        }
        Some(Err(Rigid::Flex(blocking))) => {
            let wide = widest(pool);
            let types = Types::of(&wide);
            blocks.push(Block::Heading(said.say("feasible.how", &[])));
            blocks.push(Block::Note(said.say("feasible.rigid", &[])));
            blocks.extend(Said { pool: &wide, lang }.blocked(&types, blocking));
        }
        Some(Err(Rigid::Failure(failure))) => {
            blocks.push(Block::Heading(said.say("feasible.how", &[])));
            let problem = failure.seeking(&said.say("feasible.relaxation", &[]));
            blocks.push(Block::Note(problem_sentence(&problem, lang)));
        }
    }
    blocks
}

struct Said<'a> {
    pool: &'a Pool,
    lang: Lang,
}

impl Said<'_> {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        message(self.lang, key, args)
    }

    fn number(&self, n: u32) -> String {
        number(self.lang, &n.to_string())
    }

    fn verdict(&self, found: &Feasibility) -> Block {
        let seats = self.number(self.pool.seats);
        match &found.verdict {
            Ok(_) => Block::Lead(self.say("feasible.yes", &[("n", &seats)])),
            Err(Barrier::Blocked(_)) => Block::Lead(self.say("feasible.no", &[("n", &seats)])),
            Err(Barrier::Failure(failure)) => {
                let problem = failure.seeking(&self.say("feasible.quotas", &[]));
                Block::Note(problem_sentence(&problem, self.lang))
            }
        }
    }

    /// How many panels there are, in full where that can be read.
    fn count(&self, number: &Number) -> Block {
        let n = number.most.to_string();
        let n = if n.len() > DIGITS {
            String::new()
        } else {
            self::number(self.lang, &n)
        };
        let bits = log2(&number.most).unwrap_or_default();
        let bits = bits.split('.').next().unwrap_or_default();
        let key = match number.panels {
            Some(_) => "feasible.panels",
            None => "feasible.panels-most",
        };
        Block::Para(self.say(key, &[("n", &n), ("bits", bits)]))
    }

    /// Sides that cannot all be met: "age/16-29 at most 3" and so on.
    fn blocked(&self, types: &Types, blocking: &Blocking) -> Vec<Block> {
        if blocking.sides.is_empty() {
            let seats = self.number(self.pool.seats);
            return vec![Block::Para(self.say("feasible.size", &[("n", &seats)]))];
        }
        let whole = blocking.without.iter().all(Option::is_some);
        let key = match (blocking.sides.len(), whole) {
            (1, _) => "feasible.alone",
            (_, true) => "feasible.together",
            (_, false) => "feasible.among",
        };
        vec![
            Block::Para(self.say(key, &[])),
            Block::List(self.sides(types, &blocking.sides)),
        ]
    }

    fn sides(&self, types: &Types, sides: &[Side]) -> Vec<String> {
        let sides = sides.iter().filter_map(|side| {
            let (quota, n) = side_of(self.pool, types, *side)?;
            let key = if side.most {
                "feasible.most"
            } else {
                "feasible.least"
            };
            Some(self.say(key, &[("quota", &quota), ("n", &self.number(n))]))
        });
        sides.collect()
    }

    /// Every value: how many are in the pool and can sit, and its quota; and the sums.
    fn values(&self, found: &Feasibility, types: &Types) -> Block {
        let start = |key: &str| (self.say(key, &[]), Align::Start);
        let end = |key: &str| (self.say(key, &[]), Align::End);
        let excluded = found
            .coverage
            .as_ref()
            .map(|coverage| coverage.people(types));
        let excluded = excluded.unwrap_or_default();
        let mut head = vec![
            start("column.feature"),
            start("column.value"),
            end("column.pool"),
        ];
        if !excluded.is_empty() {
            head.push(end("feasible.column.can-sit"));
        }
        head.extend([
            end("feasible.column.min"),
            end("feasible.column.max"),
            end("feasible.column.flex"),
        ]);
        let mut rows = Vec::new();
        for (id, feature) in self.pool.features().iter() {
            let mut sums = [0_u32; 4];
            for (value, quota) in feature.values.iter() {
                let numbers = self.numbers(id, value, quota, &excluded);
                let flex = format!("{}..{}", quota.min_flex, quota.max_flex);
                for (sum, number) in sums.iter_mut().zip(numbers) {
                    *sum = sum.saturating_add(number);
                }
                rows.push(self.row(
                    &feature.name,
                    &quota.name,
                    numbers,
                    &flex,
                    excluded.is_empty(),
                ));
            }
            let seats = self.say("feasible.seats", &[("n", &self.number(self.pool.seats))]);
            let sum = self.say("feasible.sum", &[]);
            rows.push(self.row(&feature.name, &sum, sums, &seats, excluded.is_empty()));
        }
        Block::Table(Table {
            caption: self.say("feasible.values", &[]),
            head,
            rows,
            bars: None,
        })
    }

    /// In the pool, able to sit, least, most.
    fn numbers(
        &self,
        feature: FeatureId,
        value: ValueId,
        quota: &FeatureValue,
        excluded: &[crate::id::PersonId],
    ) -> [u32; 4] {
        let count = self.pool.count(feature, value);
        let out = excluded.iter();
        let out = out.filter(|person| self.pool.value(**person, feature) == value);
        [
            count,
            count.saturating_sub(len32(out.count())),
            quota.min,
            quota.max,
        ]
    }

    fn row(
        &self,
        feature: &str,
        value: &str,
        numbers: [u32; 4],
        last: &str,
        all: bool,
    ) -> Vec<String> {
        let mut row = vec![feature.to_owned(), value.to_owned()];
        for (at, n) in numbers.into_iter().enumerate() {
            if at != 1 || !all {
                row.push(self.number(n));
            }
        }
        row.push(last.to_owned());
        row
    }

    fn excluded(&self, found: &Feasibility, types: &Types) -> Vec<Block> {
        let Some(coverage) = &found.coverage else {
            return match &found.verdict {
                Ok(_) => vec![Block::Note(self.say("feasible.coverage-unknown", &[]))],
                Err(_) => Vec::new(),
            };
        };
        let people = coverage.people(types);
        if people.is_empty() {
            return vec![Block::Para(self.say("feasible.everyone", &[]))];
        }
        // Those that keep out most people first.
        let mut largest: Vec<&Barred> = found.barred.iter().collect();
        let size = |group: &Barred| {
            let kinds = group.types.iter().filter_map(|id| types.types().get(*id));
            kinds.map(|kind| kind.people.len()).sum::<usize>()
        };
        crate::sort::sort_by(&mut largest, &mut |a, b| {
            size(b).cmp(&size(a)).then(a.types.cmp(&b.types))
        });
        let groups = largest.into_iter().map(|group| self.barred(group, types));
        let mut groups: Vec<String> = groups.collect();
        let explained: Vec<_> = found.barred.iter().flat_map(|group| &group.types).collect();
        let rest = coverage
            .excluded
            .iter()
            .filter(|id| !explained.contains(id));
        let rest = self.names(rest.filter_map(|id| types.types().get(*id)));
        if !rest.0.is_empty() {
            groups.push(self.say(
                "feasible.unexplained",
                &[("n", &rest.0), ("people", &rest.1)],
            ));
        }
        let n = self.number(len32(people.len()));
        let all = self.number(self.pool.len());
        vec![
            Block::Heading(self.say("feasible.excluded", &[])),
            Block::Para(self.say("feasible.excluded-number", &[("n", &n), ("all", &all)])),
            Block::List(groups),
        ]
    }

    /// Who is kept out by the same quotas, and by which.
    fn barred(&self, group: &Barred, types: &Types) -> String {
        let kinds = group.types.iter();
        let (n, people) = self.names(kinds.filter_map(|id| types.types().get(*id)));
        let and = format!(" {} ", self.say("feasible.and", &[]));
        let sides = self.sides(types, &group.sides).join(&and);
        let args = [("n", &*n), ("people", &people), ("sides", &sides)];
        self.say("feasible.barred", &args)
    }

    /// How many people, or empty, and who where they are few.
    fn names<'t>(&self, kinds: impl Iterator<Item = &'t crate::panel::Type>) -> (String, String) {
        let mut people: Vec<_> = kinds.flat_map(|kind| kind.people.iter().copied()).collect();
        crate::sort::sort(&mut people);
        let ids = people
            .iter()
            .take(NAMED)
            .map(|person| self.pool.id(*person));
        let mut named = ids.collect::<Vec<_>>().join(", ");
        if people.len() > NAMED {
            named.push_str(", …");
        }
        if people.is_empty() {
            return (String::new(), named);
        }
        (self.number(len32(people.len())), named)
    }

    fn relaxed(&self, relaxation: &Relaxation, types: &Types, feasible: bool) -> Vec<Block> {
        let key = if feasible {
            "feasible.how-include"
        } else {
            "feasible.how"
        };
        let mut blocks = vec![Block::Heading(self.say(key, &[]))];
        if !feasible {
            // No rule uses flex by itself, so that it never hides what cannot be met.
            let key = if bounds(self.pool) {
                "feasible.flex"
            } else {
                "feasible.flex-none"
            };
            blocks.push(Block::Para(self.say(key, &[])));
        }
        let changes: Vec<String> = relaxation
            .changes
            .iter()
            .map(|change| {
                let key = if change.most {
                    "feasible.raise"
                } else {
                    "feasible.lower"
                };
                let quota = self.pool.quota_path(change.feature, change.value);
                let (from, to) = (self.number(change.from), self.number(change.to));
                self.say(key, &[("quota", &quota), ("from", &from), ("to", &to)])
            })
            .collect();
        if !changes.is_empty() {
            blocks.push(Block::List(changes));
        }
        let key = if relaxation.is_smallest() {
            "feasible.smallest"
        } else {
            "feasible.not-proven"
        };
        let weight = decimals(&relaxation.weight, 2);
        let least = decimals(&relaxation.least, 2);
        blocks.push(Block::Para(
            self.say(key, &[("weight", &weight), ("least", &least)]),
        ));
        let never = relaxation
            .never
            .iter()
            .filter_map(|id| types.types().get(*id));
        let (n, people) = self.names(never);
        if !n.is_empty() {
            blocks.push(Block::Note(
                self.say("feasible.never", &[("n", &n), ("people", &people)]),
            ));
        }
        blocks
    }
}

/// Whether the file bounds how far quotas may be relaxed: without columns of flex it does not.
fn bounds(pool: &Pool) -> bool {
    let values = || {
        pool.features()
            .values()
            .map(|feature| feature.values.values())
    };
    let most = values().map(|values| values.fold(0u32, |sum, value| sum.saturating_add(value.max)));
    let widest = most.max().unwrap_or_default();
    let bound = |value: &FeatureValue| value.min_flex > 0 || value.max_flex < widest;
    values().flatten().any(bound)
}
