//! What was found out about feasibility, as JSON.

use super::{Barrier, Feasibility, side_of};
use crate::id::{TypeId, ix};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::panel::blocking::{Blocking, Side};
use crate::panel::number::Number;
use crate::panel::proof::Proof;
use crate::panel::relax::{Relaxation, Rigid};
use crate::panel::{Counts, Types};
use crate::problem::Problem;
use crate::propose::Failure;

impl Feasibility {
    /// As JSON: `{"feasible":true|false|null, "panel":[person ids]|null, "number":{..}|null, "seen":[problems],
    /// "blocking":{"sides":[{"quota","side","number"}],"minimal","proof"}|null, "excluded":[{"people":[ids],"sides":[..],"proof":[..]}],
    /// "undecided":[ids], "relaxation":{..}|null, "failure":word|null}`.
    ///
    /// `undecided` are people who cannot sit and for whom the blocking quotas were not found.
    pub fn to_value(&self, pool: &Pool) -> Value {
        let types = Types::of(pool);
        let (feasible, panel, sides, failure) = match &self.verdict {
            Ok(counts) => (
                Value::from(true),
                seated(pool, &types, counts),
                Value::Null,
                None,
            ),
            Err(Barrier::Blocked(by)) => (
                Value::from(false),
                Value::Null,
                blocking(pool, &types, by),
                None,
            ),
            Err(Barrier::Failure(failure)) => {
                (Value::Null, Value::Null, Value::Null, Some(*failure))
            }
        };
        let barred = self.barred.iter().map(|group| {
            object(vec![
                ("people", people(pool, &types, &group.types)),
                ("proof", group.proof.to_value()),
                ("sides", sides_value(pool, &types, &group.sides)),
            ])
        });
        let named = |id: &TypeId| self.barred.iter().any(|group| group.types.contains(id));
        let excluded = self.coverage.iter().flat_map(|coverage| &coverage.excluded);
        let undecided: Vec<TypeId> = excluded.filter(|id| !named(id)).copied().collect();
        let relaxed = self.relaxed.as_ref().map(|relaxed| match relaxed {
            Ok(relaxation) => relaxation_value(pool, &types, relaxation),
            Err(Rigid::Flex(by)) => {
                let wide = crate::panel::relax::widest(pool);
                let sides = blocking(&wide, &Types::of(&wide), by);
                object(vec![
                    ("blocking", sides),
                    ("code", "infeasible-quotas-cant-relax".into()),
                ])
            }
            Err(Rigid::Failure(failure)) => object(vec![("failure", word(*failure))]),
        });
        let number = self.number.as_ref().map(Number::to_value);
        object(vec![
            ("blocking", sides),
            ("excluded", Value::Array(barred.collect())),
            ("failure", failure.map_or(Value::Null, word)),
            ("feasible", feasible),
            ("number", number.unwrap_or(Value::Null)),
            ("panel", panel),
            ("relaxation", relaxed.unwrap_or(Value::Null)),
            ("seats", Value::from(pool.seats)),
            (
                "seen",
                Value::Array(self.seen.iter().map(Problem::to_value).collect()),
            ),
            ("undecided", people(pool, &types, &undecided)),
        ])
    }
}

fn relaxation_value(pool: &Pool, types: &Types, relaxation: &Relaxation) -> Value {
    let changes = relaxation.changes.iter().map(|change| {
        object(vec![
            ("from", Value::from(change.from)),
            (
                "quota",
                Value::from(pool.quota_path(change.feature, change.value)),
            ),
            ("side", side(change.most)),
            ("to", Value::from(change.to)),
        ])
    });
    object(vec![
        ("changes", Value::Array(changes.collect())),
        ("least", Value::from(relaxation.least.to_string())),
        ("never", people(pool, types, &relaxation.never)),
        (
            "never_proof",
            relaxation
                .never_proof
                .as_ref()
                .map_or(Value::Null, Proof::to_value),
        ),
        ("proof", relaxation.proof.to_value()),
        ("smallest", Value::from(relaxation.is_smallest())),
        ("weight", Value::from(relaxation.weight.to_string())),
    ])
}

fn side(most: bool) -> Value {
    Value::from(if most { "max" } else { "min" })
}

fn blocking(pool: &Pool, types: &Types, by: &Blocking) -> Value {
    let minimal = by.without.iter().all(Option::is_some);
    object(vec![
        ("minimal", Value::from(minimal)),
        ("proof", by.proof.to_value()),
        ("sides", sides_value(pool, types, &by.sides)),
    ])
}

/// `[{"number":3,"quota":"age/16-29","side":"max"},..]`.
fn sides_value(pool: &Pool, types: &Types, sides: &[Side]) -> Value {
    let sides = sides.iter().filter_map(|at| {
        let (quota, number) = side_of(pool, types, *at)?;
        Some(object(vec![
            ("number", Value::from(number)),
            ("quota", Value::from(quota)),
            ("side", side(at.most)),
        ]))
    });
    Value::Array(sides.collect())
}

/// The people of some types, in order of their ids.
fn people(pool: &Pool, types: &Types, ids: &[TypeId]) -> Value {
    let kinds = ids.iter().filter_map(|id| types.types().get(*id));
    let mut people: Vec<_> = kinds.flat_map(|kind| kind.people.clone()).collect();
    crate::sort::sort(&mut people);
    Value::Array(
        people
            .iter()
            .map(|person| Value::from(pool.id(*person)))
            .collect(),
    )
}

/// People who sit so, the first of each type whose household is free.
fn seated(pool: &Pool, types: &Types, counts: &Counts) -> Value {
    let mut homes = std::collections::BTreeSet::new();
    let mut seated = Vec::new();
    for (id, kind) in types.types().iter() {
        let mut left = counts.get(ix(id.0)).copied().unwrap_or_default();
        for person in &kind.people {
            let free = pool
                .household(*person)
                .is_none_or(|home| !homes.contains(&home));
            if left > 0 && free {
                homes.extend(pool.household(*person));
                seated.push(*person);
                left -= 1;
            }
        }
    }
    crate::sort::sort(&mut seated);
    Value::Array(
        seated
            .iter()
            .map(|person| Value::from(pool.id(*person)))
            .collect(),
    )
}

fn word(failure: Failure) -> Value {
    Value::from(match failure {
        Failure::Infeasible => "infeasible",
        Failure::Unbounded => "unbounded",
        Failure::Limit => "limit",
        Failure::Numeric => "numeric",
        Failure::NoSolver => "no-solver",
    })
}
