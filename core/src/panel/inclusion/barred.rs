//! Who cannot be drawn, and which quotas are in the way.

use std::collections::BTreeSet;

use crate::id::{PersonId, TypeId, ix};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::Ratio;
use crate::panel::{Types, excluded, feasible};
use crate::problem::Problem;
use crate::sort::sort;

/// People whom no panel can hold, and the quotas that shut them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The people, ascending.
    pub people: Vec<PersonId>,
    /// The quotas in the way, as problems; empty where the search for them was too long.
    pub why: Vec<Problem>,
}

/// Everyone whom the quotas exclude, in groups with the same reason. Where chances are known only
/// those without one are asked about. Each program is given `nodes` nodes.
///
/// # Errors
/// What stopped the search: no solver, or the limit.
pub fn barred(pool: &Pool, chances: Option<&[Ratio]>, nodes: u64) -> Result<Vec<Barred>, Problem> {
    let types = Types::of(pool);
    let never = |id: &TypeId| {
        let people = types.types().get(*id).map(|kind| &kind.people);
        chances.is_none_or(|chances| {
            let mut people = people.into_iter().flatten();
            people.all(|person| chances.get(ix(person.0)) == Some(&Ratio::ZERO))
        })
    };
    let asked: Vec<TypeId> = types.types().ids().filter(never).collect();
    let found = excluded::find_among(&types, asked, nodes);
    let found = found.map_err(|failure| failure.seeking("excluded"))?;
    let behind = |ids: &mut dyn Iterator<Item = TypeId>| {
        let kinds = ids.filter_map(|id| types.types().get(id));
        let mut people: Vec<PersonId> = kinds.flat_map(|kind| kind.people.clone()).collect();
        sort(&mut people);
        people
    };
    let mut groups = Vec::new();
    let mut told = BTreeSet::new();
    for group in found.barred(&types, nodes) {
        told.extend(group.types.iter().copied());
        groups.push(Barred {
            people: behind(&mut group.types.iter().copied()),
            why: feasible::blocked(pool, &types, &group.sides),
        });
    }
    let rest = found.excluded.iter().copied();
    let people = behind(&mut rest.filter(|id| !told.contains(id)));
    if !people.is_empty() {
        groups.push(Barred {
            people,
            why: Vec::new(),
        });
    }
    Ok(groups)
}

impl Barred {
    pub(super) fn to_value(&self, pool: &Pool) -> Value {
        let ids = self
            .people
            .iter()
            .map(|person| Value::from(pool.id(*person)));
        let why = self.why.iter().map(Problem::to_value);
        object(vec![
            ("people", Value::Array(ids.collect())),
            ("why", Value::Array(why.collect())),
        ])
    }
}
