//! Tables about a panel and its lottery, as sortition tools write them, and all numbers of the
//! report of a selection as one tidy table. Comma-separated, LF, UTF-8.

use super::sheet::{is_formula, record};
use crate::id::{PersonId, ix, len32};
use crate::instance::Pool;
use crate::num::{Integer, Ratio, ratio_text};
use crate::panel::inclusion::{DIGITS, Fit, Inclusion, decimals};

/// A row of cells; what a spreadsheet would run gets an apostrophe.
pub(super) fn row(cells: &[String], out: &mut Vec<u8>) {
    let safe = |cell: &String| {
        if is_formula(cell) {
            format!("'{cell}")
        } else {
            cell.clone()
        }
    };
    let safe: Vec<String> = cells.iter().map(safe).collect();
    record(safe.iter().map(String::as_str), b',', "\n", out);
}

fn owned<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// `category,value,selected,"[min, max]"`: a panel beside its quotas, members with their share in
/// per cent, as in `11 (50.00%)`.
pub fn quota_table(pool: &Pool, panel: &[PersonId]) -> Vec<u8> {
    beside_quotas(pool, panel, ["category", "value", "selected", "[min, max]"])
}

fn beside_quotas(pool: &Pool, people: &[PersonId], heads: [&str; 4]) -> Vec<u8> {
    let mut out = Vec::new();
    row(&owned(heads), &mut out);
    let counts = pool.tally(people).into_iter().flatten();
    for ((feature, value, quota), count) in pool.quotas().zip(counts) {
        let names = pool.quota(feature, value);
        let (feature, value) = names.map_or(("", ""), |(feature, value, _)| (feature, value));
        let share = Ratio::from(Integer::from(count) * Integer::from(100_u8))
            / Ratio::from(Integer::from(len32(people.len()).max(1)));
        let cells = [
            feature.to_owned(),
            value.to_owned(),
            format!("{count} ({}%)", decimals(&share, 2)),
            format!("[{}, {}]", quota.min, quota.max),
        ];
        row(&cells, &mut out);
    }
    out
}

/// `category,value,initially,want`: the pool beside the quotas, before anything is drawn:
/// volunteers with their share in per cent, as in `77 (51.33%)`, and `[min, max]`.
pub fn start_table(pool: &Pool) -> Vec<u8> {
    let everyone: Vec<PersonId> = pool.people().collect();
    beside_quotas(pool, &everyone, ["category", "value", "initially", "want"])
}

/// One column a panel, `Assembly 0` and on, one row a seat, ids in byte order.
pub fn lottery_table(pool: &Pool, panels: &[&[PersonId]]) -> Vec<u8> {
    let mut out = Vec::new();
    let heads = (0..len32(panels.len())).map(|number| format!("Assembly {number}"));
    row(&heads.collect::<Vec<_>>(), &mut out);
    for seat in 0..ix(pool.seats) {
        let member = |panel: &&[PersonId]| panel.get(seat).map(|person| pool.id(*person));
        let cells = panels
            .iter()
            .map(|panel| member(panel).unwrap_or_default().to_owned());
        row(&cells.collect::<Vec<_>>(), &mut out);
    }
    out
}

/// `id,probability,panels,exact`: each person's chance as a decimal, the number of panels of the
/// list that hold the person (empty without a list), and the chance as a fraction.
pub fn people_table(pool: &Pool, chances: &[Ratio], counts: Option<&[u32]>) -> Vec<u8> {
    let mut out = Vec::new();
    row(&owned(["id", "probability", "panels", "exact"]), &mut out);
    for (person, chance) in pool.people().zip(chances) {
        let count = counts.and_then(|counts| counts.get(ix(person.0)));
        let cells = [
            pool.id(person).to_owned(),
            decimals(chance, DIGITS),
            count.map_or_else(String::new, u32::to_string),
            ratio_text(chance),
        ];
        row(&cells, &mut out);
    }
    out
}

/// `part,feature,value,measure,exact,decimal`: every number of the report of a selection. Parts
/// are `share`, `chances`, `level` (value: the chance), `histogram` (value: from-to) and `crowd`
/// (value: people with the same values).
pub fn inclusion_table(found: &Inclusion, pool: &Pool) -> Vec<u8> {
    let mut out = Vec::new();
    let heads = ["part", "feature", "value", "measure", "exact", "decimal"];
    row(&owned(heads), &mut out);
    let mut put = |place: [&str; 4], number: &Ratio| {
        let mut cells = owned(place);
        cells.push(ratio_text(number));
        cells.push(decimals(number, DIGITS));
        row(&cells, &mut out);
    };
    let whole = |number: u32| Ratio::from(Integer::from(number));
    for share in &found.shares {
        let names = pool.quota(share.feature, share.value);
        let (feature, value) = names.map_or(("", ""), |(feature, value, _)| (feature, value));
        let beyond = share.beyond_census(found.seats);
        let missed = share.fit.as_ref().map(|fit| match fit {
            Fit::Within => Ratio::ZERO,
            Fit::Under(by) => -by.clone(),
            Fit::Over(by) => by.clone(),
        });
        let measures = [
            ("pool", Some(whole(share.pool))),
            ("pool_share", Some(share.pool_share.clone())),
            ("panel", share.panel.clone()),
            ("panel_share", share.panel_share.clone()),
            ("min", Some(whole(share.min))),
            ("max", Some(whole(share.max))),
            ("beyond_quota", missed),
            ("census_share", share.census.clone()),
            ("beyond_census", beyond),
        ];
        for (measure, number) in measures {
            if let Some(number) = number {
                put(["share", feature, value, measure], &number);
            }
        }
    }
    if let Some(chances) = &found.chances {
        let measures = [
            ("least", Some(&chances.least)),
            ("least_drawable", Some(&chances.least_drawable)),
            ("most", Some(&chances.most)),
            ("mean", Some(&chances.mean)),
            ("gini", Some(&chances.gini)),
            ("geometric_mean", chances.geometric.as_ref()),
        ];
        for (measure, number) in measures {
            if let Some(number) = number {
                put(["chances", "", "", measure], number);
            }
        }
        put(["chances", "", "", "never"], &whole(chances.never));
        for (chance, people) in &chances.levels {
            put(
                ["level", "", &ratio_text(chance), "people"],
                &whole(*people),
            );
        }
        for bin in &chances.bins {
            let range = format!("{}-{}", ratio_text(&bin.from), ratio_text(&bin.to));
            put(["histogram", "", &range, "people"], &whole(bin.people));
        }
    }
    put(["crowd", "", "", "alone"], &whole(found.crowd.alone));
    put(["crowd", "", "", "alone_share"], &found.crowd.alone_share);
    for group in &found.crowd.groups {
        put(
            ["crowd", "", &group.size.to_string(), "people"],
            &whole(group.people),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Named, PoolColumns, read_pool};
    use crate::num::Natural;
    use crate::panel::inclusion::Drawn;
    use crate::problem::Diagnostics;

    fn pool() -> Pool {
        let mut people = "id,area\n=a,N\nb,N\nc,S\n".as_bytes();
        let mut categories = "feature,value,min,max\narea,N,1,1\narea,S,1,1\n".as_bytes();
        let mut people = Named {
            name: "people.csv",
            reader: &mut people,
        };
        let mut categories = Named {
            name: "categories.csv",
            reader: &mut categories,
        };
        let columns = PoolColumns::default();
        let mut diagnostics = Diagnostics::default();
        let read = read_pool(
            &mut people,
            Some(&mut categories),
            &columns,
            Some(2),
            &mut diagnostics,
        );
        read.unwrap()
    }

    #[test]
    fn tables_are_those_of_other_tools() {
        let pool = pool();
        let panel = [PersonId(1), PersonId(2)];
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(
            text(quota_table(&pool, &panel)),
            "category,value,selected,\"[min, max]\"\narea,N,1 (50.00%),\"[1, 1]\"\narea,S,1 (50.00%),\"[1, 1]\"\n"
        );
        assert_eq!(
            text(start_table(&pool)),
            "category,value,initially,want\narea,N,2 (66.67%),\"[1, 1]\"\narea,S,1 (33.33%),\"[1, 1]\"\n"
        );
        let other = [PersonId(0), PersonId(2)];
        assert_eq!(
            text(lottery_table(&pool, &[&panel, &other])),
            "Assembly 0,Assembly 1\nb,'=a\nc,c\n"
        );
        let half = Ratio::from_parts(Integer::from(1), Natural::from(2_u8));
        let chances = [half.clone(), half, Ratio::ONE];
        assert_eq!(
            text(people_table(&pool, &chances, Some(&[1, 1, 2]))),
            "id,probability,panels,exact\n'=a,0.500000,1,1/2\nb,0.500000,1,1/2\nc,1.000000,2,1\n"
        );
        let drawn = Drawn {
            chances: Some(&chances),
            ..Drawn::default()
        };
        let found = Inclusion::of(&pool, &drawn).unwrap();
        let table = text(inclusion_table(&found, &pool));
        assert!(table.starts_with("part,feature,value,measure,exact,decimal\n"));
        assert!(
            table.contains("\nshare,area,N,pool_share,2/3,0.666667\n"),
            "{table}"
        );
        // 4 (1/2) / (2 * 3 * 2) = 1/6 over ordered pairs.
        assert!(table.contains("\nchances,,,gini,1/6,0.166667\n"), "{table}");
        assert!(
            table.contains("\nlevel,,1/2,people,2,2.000000\n"),
            "{table}"
        );
        assert!(table.contains("\ncrowd,,,alone,1,1.000000\n"), "{table}");
    }
}
