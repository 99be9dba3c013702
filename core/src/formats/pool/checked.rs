//! What was found out about quotas, as one tidy table. Comma-separated, LF, UTF-8.

use super::tables::row;
use crate::id::{PersonId, TypeId, len32};
use crate::instance::Pool;
use crate::num::ratio_text;
use crate::panel::Types;
use crate::panel::blocking::Side;
use crate::panel::feasible::{Barrier, Feasibility};
use crate::panel::relax::{Rigid, widest};
use crate::panel::{Asked, number::log2};

/// `part,feature,value,measure,number,people`: whether there is a panel and how many, every value
/// beside its quota, and what stands in the way. Parts are `panel` (`feasible` is 1, 0 or empty
/// where it was not decided), `value`, `sum` (of a feature), `blocking` (sides that cannot all be
/// met), `excluded 1` and on (who cannot sit, and the sides in the way), `undecided`, `relax` (the
/// numbers that suffice), `rigid` (sides that cannot all be met with all flex) and `never`. People
/// are ids with `; ` between.
pub fn feasibility_table(found: &Feasibility, pool: &Pool) -> Vec<u8> {
    let types = Types::of(pool);
    let mut table = Table::new(pool);
    let decided = match &found.verdict {
        Ok(_) => "1",
        Err(Barrier::Blocked(_)) => "0",
        Err(Barrier::Failure(_)) => "",
    };
    table.put("panel", ("", ""), "feasible", decided, "");
    if let Some(number) = &found.number {
        let measure = number.panels.as_ref().map_or("at_most", |_| "exactly");
        table.put("panel", ("", ""), measure, &number.most.to_string(), "");
        let bits = log2(&number.most).unwrap_or_default();
        table.put("panel", ("", ""), "log2", &bits, "");
    }
    table.values(found, &types);
    if let Err(Barrier::Blocked(blocking)) = &found.verdict {
        table.sides("blocking", &types, &blocking.sides);
    }
    for (group, number) in found.barred.iter().zip(1_u32..) {
        let part = format!("excluded {number}");
        table.people(&part, &types, &group.types);
        table.sides(&part, &types, &group.sides);
    }
    let named = |id: &TypeId| found.barred.iter().any(|group| group.types.contains(id));
    let excluded = found.coverage.iter().flat_map(|found| &found.excluded);
    let undecided: Vec<TypeId> = excluded.filter(|id| !named(id)).copied().collect();
    table.people("undecided", &types, &undecided);
    match &found.relaxed {
        Some(Ok(relaxation)) => {
            for change in &relaxation.changes {
                let names = pool.quota(change.feature, change.value);
                let names = names.map_or(("", ""), |(feature, value, _)| (feature, value));
                let side = if change.most { "max" } else { "min" };
                table.put("relax", names, side, &change.to.to_string(), "");
            }
            let numbers = [("weight", &relaxation.weight), ("least", &relaxation.least)];
            for (measure, number) in numbers {
                table.put("relax", ("", ""), measure, &ratio_text(number), "");
            }
            table.people("never", &types, &relaxation.never);
        }
        Some(Err(Rigid::Flex(blocking))) => {
            let wide = widest(pool);
            let mut last = Table {
                pool: &wide,
                out: table.out,
            };
            last.sides("rigid", &Types::of(&wide), &blocking.sides);
            return last.out;
        }
        _ => {}
    }
    table.out
}

struct Table<'a> {
    pool: &'a Pool,
    out: Vec<u8>,
}

impl<'a> Table<'a> {
    fn new(pool: &'a Pool) -> Self {
        let mut table = Self {
            pool,
            out: Vec::new(),
        };
        table.put("part", ("feature", "value"), "measure", "number", "people");
        table
    }

    fn put(&mut self, part: &str, names: (&str, &str), measure: &str, number: &str, people: &str) {
        let cells = [part, names.0, names.1, measure, number, people];
        row(&cells.map(str::to_owned), &mut self.out);
    }

    /// Every value: how many have it and can sit, and its numbers; then their sums.
    fn values(&mut self, found: &Feasibility, types: &Types) {
        let coverage = found.coverage.as_ref();
        let out = coverage.map_or_else(Vec::new, |coverage| coverage.people(types));
        for (id, feature) in self.pool.features().iter() {
            let mut sums = [0_u32; 4];
            for (value, quota) in feature.values.iter() {
                let count = self.pool.count(id, value);
                let shut = out.iter();
                let shut = shut.filter(|person| self.pool.value(**person, id) == value);
                let can = count.saturating_sub(len32(shut.count()));
                let own = [count, can, quota.min, quota.max];
                for (sum, number) in sums.iter_mut().zip(own) {
                    *sum = sum.saturating_add(number);
                }
                let measures = ["pool", "can_sit", "min", "max", "min_flex", "max_flex"];
                let flex = [quota.min_flex, quota.max_flex];
                for (measure, number) in measures.into_iter().zip(own.into_iter().chain(flex)) {
                    if measure != "can_sit" || coverage.is_some() {
                        let names = (feature.name.as_str(), quota.name.as_str());
                        self.put("value", names, measure, &number.to_string(), "");
                    }
                }
            }
            for (measure, sum) in ["pool", "can_sit", "min", "max"].into_iter().zip(sums) {
                if measure != "can_sit" || coverage.is_some() {
                    self.put("sum", (&feature.name, ""), measure, &sum.to_string(), "");
                }
            }
        }
    }

    fn sides(&mut self, part: &str, types: &Types, sides: &[Side]) {
        for side in sides {
            let Some(row) = types.rows().get(side.row) else {
                continue;
            };
            let Asked::Quota(feature, value) = row.asked else {
                continue;
            };
            let pool = self.pool;
            let names = pool.quota(feature, value);
            let names = names.map_or(("", ""), |(feature, value, _)| (feature, value));
            let (measure, number) = if side.most {
                ("max", row.most)
            } else {
                ("min", row.least)
            };
            self.put(part, names, measure, &number.to_string(), "");
        }
    }

    /// How many people some types are, and who; nothing for nobody.
    fn people(&mut self, part: &str, types: &Types, ids: &[TypeId]) {
        let kinds = ids.iter().filter_map(|id| types.types().get(*id));
        let mut people: Vec<PersonId> = kinds.flat_map(|kind| kind.people.clone()).collect();
        crate::sort::sort(&mut people);
        if people.is_empty() {
            return;
        }
        let names: Vec<&str> = people.iter().map(|person| self.pool.id(*person)).collect();
        let count = len32(people.len()).to_string();
        self.put(part, ("", ""), "people", &count, &names.join("; "));
    }
}

#[cfg(test)]
#[cfg(feature = "solvers")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::formats::{Named, PoolColumns, read_pool};
    use crate::panel::feasible::{Include, examine};
    use crate::panel::relax::Effort;
    use crate::problem::Diagnostics;

    fn table(quotas: &str, include: &Include) -> String {
        let mut people = "id,sex,age\nann,w,young\nbea,w,young\ncleo,w,old\ndan,m,old\n".as_bytes();
        let mut quotas = quotas.as_bytes();
        let pool = read_pool(
            &mut Named {
                name: "people.csv",
                reader: &mut people,
            },
            Some(&mut Named {
                name: "categories.csv",
                reader: &mut quotas,
            }),
            &PoolColumns::default(),
            Some(2),
            &mut Diagnostics::default(),
        );
        let pool = pool.unwrap();
        let found = examine(&pool, include, Effort::default());
        String::from_utf8(feasibility_table(&found, &pool)).unwrap()
    }

    #[test]
    fn who_cannot_sit_stands_beside_what_is_in_the_way() {
        let quotas = "feature,value,min,max\nsex,w,1,1\nsex,m,0,1\nage,young,1,1\nage,old,1,1\n";
        let plain = table(quotas, &Include::Nobody);
        let head = "part,feature,value,measure,number,people\npanel,,,feasible,1,\npanel,,,exactly,2,\npanel,,,log2,1.000,\n\
            value,sex,w,pool,3,\nvalue,sex,w,can_sit,2,\nvalue,sex,w,min,1,\nvalue,sex,w,max,1,\nvalue,sex,w,min_flex,0,\nvalue,sex,w,max_flex,2,\n";
        assert!(plain.starts_with(head), "{plain}");
        let tail = "sum,age,,pool,4,\nsum,age,,can_sit,3,\nsum,age,,min,2,\nsum,age,,max,2,\n\
            excluded 1,,,people,1,cleo\nexcluded 1,sex,w,max,1,\nexcluded 1,age,young,min,1,\n";
        assert!(plain.ends_with(tail), "{plain}");
        let asked = Include::People(BTreeSet::from([PersonId(2)]));
        let relaxed = table(quotas, &asked);
        let tail = "relax,sex,w,max,2,\nrelax,,,weight,1,\nrelax,,,least,1,\n";
        assert!(relaxed.ends_with(tail), "{relaxed}");
    }

    #[test]
    fn sides_that_cannot_all_be_met_are_rows() {
        let flex = "feature,value,min,max,min_flex,max_flex\nsex,w,0,0,0,FLEX\nsex,m,0,1,0,1\nage,young,0,2,0,2\nage,old,0,2,0,2\n";
        let none = table(&flex.replace("FLEX", "1"), &Include::Nobody);
        assert!(none.contains("panel,,,feasible,0,\n"), "{none}");
        assert!(none.contains("blocking,sex,w,max,0,\n"), "{none}");
        assert!(none.contains("relax,sex,w,max,1,\n"), "{none}");
        let rigid = table(&flex.replace("FLEX", "0"), &Include::Nobody);
        assert!(
            rigid.ends_with("blocking,sex,w,max,0,\nrigid,sex,w,max,0,\n"),
            "{rigid}"
        );
    }
}
