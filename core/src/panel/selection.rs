//! What a count or a list of ids says was selected: chances, panels, one panel.

use crate::id::{PersonId, ix, len32};
use crate::instance::Pool;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::sort::sort;
use dashu_int::ops::UnsignedAbs;

/// The most panels of a list.
const MAX_PANELS: u32 = 1_000_000;

/// The longest text of a fraction that is read.
const FRACTION: usize = 1 << 16;

/// What was selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The chance of everyone, by person, where the outcome is a lottery.
    pub chances: Option<Vec<Ratio>>,
    /// Panels with their chances, members ascending; one with the chance 1 where one was drawn.
    pub panels: Vec<(Vec<PersonId>, Ratio)>,
}

impl Selection {
    /// The selection of an outcome as it stands in a report: of the kind panel or panel-lottery.
    ///
    /// # Errors
    /// `outcome-not-panel`, `outcome-invalid` with its place, `person-not-found`,
    /// `household-twice`.
    pub fn from_outcome(pool: &Pool, outcome: &Value) -> Result<Self, Problem> {
        match outcome.get("kind").and_then(Value::as_str) {
            Some("panel") => {
                let members = members(pool, outcome.get("members"), "members")?;
                Ok(Self::of(members))
            }
            Some("panel-lottery") => lottery(pool, outcome),
            found => Err(Problem::error("outcome-not-panel")
                .path("kind")
                .found(found.unwrap_or_default())
                .expected("panel, panel-lottery")),
        }
    }

    /// A panel of these ids.
    ///
    /// # Errors
    /// `panel-size`, `person-not-found`, `person-twice`, `household-twice`.
    pub fn of_ids<'a>(pool: &Pool, ids: impl Iterator<Item = &'a str>) -> Result<Self, Problem> {
        let members = people(pool, ids)?;
        if len32(members.len()) != pool.seats {
            return Err(Problem::error("panel-size")
                .found(members.len().to_string())
                .expected(pool.seats.to_string()));
        }
        home_alone(pool, &members)?;
        Ok(Self::of(members))
    }

    fn of(members: Vec<PersonId>) -> Self {
        Self {
            chances: None,
            panels: vec![(members, Ratio::ONE)],
        }
    }

    /// The panels as a numbered list in which each has the same chance: a panel of the chance 3/m
    /// stands there three times. `None` without panels, or where the list would pass a million.
    pub fn numbered(&self) -> Option<Vec<&[PersonId]>> {
        use dashu_int::ops::Gcd;

        let m = self.panels.iter().fold(Natural::ONE, |m, (_, chance)| {
            let below = chance.denominator();
            let common = (&m).gcd(below);
            m * below / common
        });
        if self.panels.is_empty() || m > Natural::from(MAX_PANELS) {
            return None;
        }
        let whole = Ratio::from(Integer::from(m));
        let mut list = Vec::new();
        for (members, chance) in &self.panels {
            let copies = (chance * &whole).floor().unsigned_abs();
            let copies = u32::try_from(&copies).unwrap_or(MAX_PANELS);
            if len32(list.len()).saturating_add(copies) > MAX_PANELS {
                return None;
            }
            list.extend((0..copies).map(|_| members.as_slice()));
        }
        Some(list)
    }

    /// The panel of this number, from 0; without a number the only one there is.
    ///
    /// # Errors
    /// `panels-missing` where there are chances only, `panel-number` where the number is needed
    /// or too high.
    pub fn panel(&self, number: Option<u32>) -> Result<Vec<PersonId>, Problem> {
        if let ([(only, _)], None) = (self.panels.as_slice(), number) {
            return Ok(only.clone());
        }
        let Some(list) = self.numbered() else {
            return Err(Problem::error("panels-missing"));
        };
        let chosen = number.and_then(|number| list.get(ix(number)));
        chosen.map(|panel| panel.to_vec()).ok_or_else(|| {
            Problem::error("panel-number")
                .path("--panel")
                .found(number.map_or_else(String::new, |number| number.to_string()))
                .expected(format!("0..{}", list.len().saturating_sub(1)))
        })
    }

    /// How many of `list` each person sits on.
    pub fn counts(pool: &Pool, list: &[&[PersonId]]) -> Vec<u32> {
        let mut counts = vec![0_u32; ix(pool.len())];
        for person in list.iter().flat_map(|panel| panel.iter()) {
            if let Some(count) = counts.get_mut(ix(person.0)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

fn lottery(pool: &Pool, outcome: &Value) -> Result<Selection, Problem> {
    let listed = |key: &str| {
        outcome
            .get(key)
            .and_then(Value::as_array)
            .unwrap_or_default()
    };
    let mut chances = vec![Ratio::ZERO; ix(pool.len())];
    for (at, entry) in listed("people").iter().enumerate() {
        let person = find(
            pool,
            entry.get("id").and_then(Value::as_str).unwrap_or_default(),
        )?;
        let chance = fraction(
            entry.get("probability"),
            &format!("people/{at}/probability"),
        )?;
        if let Some(slot) = chances.get_mut(ix(person.0)) {
            *slot = chance;
        }
    }
    let mut panels = Vec::new();
    let mut total = Ratio::ZERO;
    for (at, entry) in listed("panels").iter().enumerate() {
        let members = members(pool, entry.get("members"), &format!("panels/{at}/members"))?;
        let weight = fraction(entry.get("weight"), &format!("panels/{at}/weight"))?;
        total += &weight;
        panels.push((members, weight));
    }
    if !panels.is_empty() && total != Ratio::ONE {
        return Err(invalid("panels").found(total.to_string()).expected("1"));
    }
    Ok(Selection {
        chances: Some(chances),
        panels,
    })
}

fn invalid(path: &str) -> Problem {
    Problem::error("outcome-invalid").path(path)
}

/// A fraction within 0..1.
fn fraction(value: Option<&Value>, path: &str) -> Result<Ratio, Problem> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'/';
    let read: Option<Ratio> = (text.len() <= FRACTION && text.bytes().all(plain))
        .then(|| text.parse().ok())
        .flatten();
    read.filter(|ratio| (Ratio::ZERO..=Ratio::ONE).contains(ratio))
        .ok_or_else(|| invalid(path).found(text).expected("0..1"))
}

fn members(pool: &Pool, value: Option<&Value>, path: &str) -> Result<Vec<PersonId>, Problem> {
    let ids = value
        .and_then(Value::as_array)
        .ok_or_else(|| invalid(path))?;
    let members = people(pool, ids.iter().map(|id| id.as_str().unwrap_or_default()))?;
    if len32(members.len()) != pool.seats {
        return Err(invalid(path)
            .found(members.len().to_string())
            .expected(pool.seats.to_string()));
    }
    home_alone(pool, &members)?;
    Ok(members)
}

fn find(pool: &Pool, id: &str) -> Result<PersonId, Problem> {
    pool.find(id)
        .ok_or_else(|| Problem::error("person-not-found").found(id))
}

/// People by their ids, ascending.
///
/// # Errors
/// `person-not-found`, `person-twice`.
pub fn people<'a>(
    pool: &Pool,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<PersonId>, Problem> {
    let mut found = Vec::new();
    for id in ids {
        found.push(find(pool, id)?);
    }
    sort(&mut found);
    let twice = found.windows(2).find(|pair| pair[0] == pair[1]);
    match twice {
        Some(pair) => Err(Problem::error("person-twice").found(pool.id(pair[0]))),
        None => Ok(found),
    }
}

/// Refuses two members of one household.
fn home_alone(pool: &Pool, members: &[PersonId]) -> Result<(), Problem> {
    let mut homes = std::collections::BTreeMap::new();
    for person in members {
        let Some(home) = pool.household(*person) else {
            continue;
        };
        if let Some(other) = homes.insert(home, *person) {
            let found = format!("{}, {}", pool.id(other), pool.id(*person));
            return Err(Problem::error("household-twice").found(found));
        }
    }
    Ok(())
}

/// Those who share a home with somebody of `members` and are not among them, ascending: they
/// cannot be seated beside them.
pub fn mates(pool: &Pool, members: &[PersonId]) -> Vec<PersonId> {
    let homes: std::collections::BTreeSet<u32> = members
        .iter()
        .filter_map(|person| pool.household(*person))
        .collect();
    let lives = |person: &PersonId| {
        let home = pool.household(*person);
        home.is_some_and(|home| homes.contains(&home)) && !members.contains(person)
    };
    pool.people().filter(lives).collect()
}

#[cfg(test)]
mod tests;
