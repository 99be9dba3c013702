//! One stage of leximin, and the whole numbers that prove it.
//!
//! Let every panel of the pool meet the rows `least_r <= sum of factor * c_t <= most_r` and
//! `0 <= c_t <= most_t`. For any weights `W_t >= 0` and multipliers `u_r`, of any sign,
//!
//! ```text
//! sum of W_t c_t  <=  M  =  sum over rows of u_r * (most_r if u_r > 0, else least_r)
//!                         + sum over types of most_t * max(0, W_t - sum of u_r over rows of t)
//! ```
//!
//! for every panel, so for the seats that types expect in any lottery of panels, `c_t = m_t * p_t`
//! with `m_t` people of chance `p_t` each. Where the types of `F` have chances `f`, not all others
//! can have more than
//!
//! ```text
//! z = (M - sum over F of W_t m_t f_t) / (sum over the others of W_t m_t)
//! ```
//!
//! and where all have at least `z`, those with `W_t > 0` have exactly `z`: they are settled.
//! To redo this takes one pass over the types, and needs no solver: linear programming duality.

use crate::id::{IdVec, TypeId, ix, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;

use super::Types;
use super::hull::Cut;
use super::proof::{Line, System};

/// The most that a recorded weight or multiplier may be: whole in every reader of JSON.
const SIZE: i64 = (1 << 53) - 1;

/// Bounds of chances to start from, and what is settled before leximin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The least chance of each type.
    pub floors: Option<IdVec<TypeId, Ratio>>,
    /// The greatest chance of each type.
    pub ceilings: Option<IdVec<TypeId, Ratio>>,
    /// First make the greatest chance as small as can be.
    pub least_most: bool,
}

/// Weights of types and multipliers of rows; those left out are 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    /// Types by number, ascending, with their weights, which are positive.
    pub types: Vec<(u32, i64)>,
    /// Rows by number, ascending; those of the pool first, then the cuts.
    pub rows: Vec<(u32, i64)>,
}

impl Weights {
    /// From tables by type and by row.
    pub fn dense(types: &[i64], rows: &[i64]) -> Self {
        let sparse = |table: &[i64]| {
            let numbered = table.iter().enumerate().filter(|(_, number)| **number != 0);
            numbered.map(|(at, number)| (len32(at), *number)).collect()
        };
        Self {
            types: sparse(types),
            rows: sparse(rows),
        }
    }

    /// As recorded: `{"rows":[[row,u],..],"types":[[type,W],..]}`.
    pub fn to_value(&self) -> Value {
        object(vec![
            ("rows", pairs_value(&self.rows)),
            ("types", pairs_value(&self.types)),
        ])
    }

    /// Reads what [`Weights::to_value`] writes.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            types: pairs(value.get("types")?)?,
            rows: pairs(value.get("rows")?)?,
        })
    }
}

/// Numbered whole numbers as JSON.
pub(super) fn pairs_value(pairs: &[(u32, i64)]) -> Value {
    let pair =
        |(at, number): &(u32, i64)| Value::Array(vec![Value::from(*at), Value::from(*number)]);
    Value::Array(pairs.iter().map(pair).collect())
}

/// Reads numbered whole numbers: numbers ascend, none is 0 or too large.
pub(super) fn pairs(value: &Value) -> Option<Vec<(u32, i64)>> {
    let mut last = None;
    let mut pair = |value: &Value| {
        let [at, number] = value.as_array()? else {
            return None;
        };
        let at = u32::try_from(at.as_i64()?).ok()?;
        let number = number.as_i64().filter(|n| *n != 0 && n.abs() <= SIZE)?;
        let ascends = last.is_none_or(|last| last < at);
        last = Some(at);
        ascends.then_some((at, number))
    };
    value.as_array()?.iter().map(&mut pair).collect()
}

/// What is known of the chances before and between stages.
#[derive(Clone, Debug)]
pub struct Board {
    /// Rows that every panel meets: those of the pool, then cuts.
    pub system: System,
    /// Between which numbers of seats each type may expect.
    pub expects: Vec<(Ratio, Ratio)>,
    /// People of each type.
    pub people: Vec<u32>,
    /// The same for any lottery of panels, whatever is asked of it.
    free: Vec<(Ratio, Ratio)>,
    /// By type, whether it is proved that no panel holds it.
    shut: Vec<bool>,
    /// By type, the stage that settled it.
    settled: Vec<Option<u32>>,
    /// The values of the stages.
    values: Vec<Ratio>,
}

impl Board {
    /// The board before the first stage.
    ///
    /// # Errors
    /// Where the bounds are not those of as many types.
    pub fn new(types: &Types, start: &Start) -> Result<Self, Problem> {
        let system = System::of(types);
        let len = types.types().len();
        let given = [&start.floors, &start.ceilings];
        if given
            .into_iter()
            .flatten()
            .any(|bounds| bounds.len() != len)
        {
            return Err(refused("start"));
        }
        let (mut expects, mut free) = (Vec::new(), Vec::new());
        let mut people = Vec::new();
        for (id, kind) in types.types().iter() {
            let count = len32(kind.people.len());
            let seats = |chance: &Ratio| chance * Ratio::from(count);
            let floor = start.floors.as_ref().and_then(|floors| floors.get(id));
            let ceiling = start
                .ceilings
                .as_ref()
                .and_then(|ceilings| ceilings.get(id));
            let most = Ratio::from(kind.most);
            free.push((Ratio::ZERO, most.clone()));
            expects.push((
                floor.map_or(Ratio::ZERO, seats).max(Ratio::ZERO),
                ceiling.map_or(most.clone(), |chance| seats(chance).min(most)),
            ));
            people.push(count);
        }
        Ok(Self {
            system,
            expects,
            free,
            shut: vec![false; people.len()],
            settled: vec![None; people.len()],
            people,
            values: Vec::new(),
        })
    }

    /// Adds a row that every panel meets, `sum of weight * c_t <= most`, where its proof holds.
    ///
    /// # Errors
    /// Where it does not.
    pub fn cut(&mut self, cut: &Cut) -> Result<(), Problem> {
        let (weights, most) = (&cut.weights, cut.most);
        if !cut.holds(&self.system) {
            return Err(refused("cuts"));
        }
        let mut least = 0_i128;
        for (at, weight) in weights {
            let bounds = self.system.bounds.get(ix(*at)).copied().unwrap_or_default();
            let end = |bound: i64| i128::from(*weight) * i128::from(bound);
            least += end(bounds.0).min(end(bounds.1));
        }
        let least = i64::try_from(least).map_err(|_| refused("cuts"))?;
        let positive = weights.iter().all(|(_, weight)| *weight > 0);
        for (at, weight) in weights.iter().filter(|_| positive && least == 0) {
            // With no negative weight, a cut is a cap of each of its types too.
            let cap = most.div_euclid(*weight);
            if let Some(bounds) = self.system.bounds.get_mut(ix(*at)) {
                bounds.1 = bounds.1.min(cap);
            }
            let cap = Ratio::from(cap);
            for table in [&mut self.expects, &mut self.free] {
                if let Some((_, most)) = table.get_mut(ix(*at)).filter(|(_, most)| *most > cap) {
                    most.clone_from(&cap);
                }
            }
        }
        self.system.rows.push(Line {
            terms: weights.clone(),
            least,
            most,
        });
        Ok(())
    }

    /// The bound `M`: no lottery within these bounds of seats has more of `sign * W` than this.
    /// Types and rows out of range are none.
    fn bound(&self, weights: &Weights, sign: i64, within: &[(Ratio, Ratio)]) -> Option<Ratio> {
        let mut over: Vec<i128> = vec![0; self.people.len()];
        for (at, weight) in &weights.types {
            *over.get_mut(ix(*at))? = i128::from(sign * weight);
        }
        let mut bound = Integer::ZERO;
        for (at, multiplier) in &weights.rows {
            let line = self.system.rows.get(ix(*at))?;
            let side = if *multiplier > 0 {
                line.most
            } else {
                line.least
            };
            bound += Integer::from(i128::from(*multiplier) * i128::from(side));
            for (at, factor) in &line.terms {
                *over.get_mut(ix(*at))? -= i128::from(*multiplier) * i128::from(*factor);
            }
        }
        let mut bound = Ratio::from(bound);
        let mut whole = Integer::ZERO;
        for (over, (least, most)) in over.iter().zip(within) {
            if *over == 0 {
                continue;
            }
            let side = if *over > 0 { most } else { least };
            if side.denominator() == &Natural::ONE {
                whole += Integer::from(*over) * side.numerator();
            } else {
                bound += side * Ratio::from(Integer::from(*over));
            }
        }
        Some(bound + Ratio::from(whole))
    }

    /// The value that weights prove for the open types: no lottery gives all of them more.
    ///
    /// # Errors
    /// Where the weights prove nothing.
    pub fn value(&self, weights: &Weights) -> Result<Ratio, Problem> {
        self.value_within(weights, &self.expects)
    }

    /// Whether all open types of these weights may have this chance, within the bounds asked for.
    pub fn bears(&self, weights: &Weights, value: &Ratio) -> bool {
        weights.types.iter().all(|(at, _)| {
            let open = self.settled.get(ix(*at)).is_some_and(Option::is_none);
            let people = self.people.get(ix(*at)).copied().unwrap_or_default();
            let seats = value * Ratio::from(people);
            let bounds = self.expects.get(ix(*at));
            !open || bounds.is_some_and(|(least, most)| *least <= seats && seats <= *most)
        })
    }

    fn value_within(&self, weights: &Weights, within: &[(Ratio, Ratio)]) -> Result<Ratio, Problem> {
        let bound = self.bound(weights, 1, within);
        let bound = bound.ok_or_else(|| refused("weights"))?;
        let mut by_stage = vec![Integer::ZERO; self.values.len()];
        let mut open = Integer::ZERO;
        for (at, weight) in &weights.types {
            let people = self.people.get(ix(*at)).copied().unwrap_or_default();
            if *weight < 0 {
                return Err(refused("weights"));
            }
            let share = Integer::from(*weight) * Integer::from(people);
            let stage = self.settled.get(ix(*at)).copied().flatten();
            match stage.and_then(|stage| by_stage.get_mut(ix(stage))) {
                Some(sum) => *sum += share,
                None => open += share,
            }
        }
        if open <= Integer::ZERO {
            return Err(refused("weights"));
        }
        let settled = by_stage.into_iter().zip(&self.values);
        let settled = settled.fold(Ratio::ZERO, |sum, (share, value)| {
            sum + value * Ratio::from(share)
        });
        Ok((bound - settled) / Ratio::from(open))
    }

    /// Settles the types to which the weights give something at the value that they prove, and
    /// those that cannot have more. Returns the value.
    ///
    /// # Errors
    /// Where the weights prove nothing, or less than an earlier stage.
    pub fn settle(&mut self, weights: &Weights) -> Result<Ratio, Problem> {
        let value = self.value(weights)?;
        if self.values.last().is_some_and(|last| *last > value) {
            return Err(refused("weights"));
        }
        if value.is_zero() {
            self.shut_out(weights)?;
        }
        let stage = len32(self.values.len());
        for (at, _) in &weights.types {
            if let Some(slot) = self.settled.get_mut(ix(*at)) {
                slot.get_or_insert(stage);
            }
        }
        let bounds = self.expects.iter().zip(&self.people);
        for (slot, ((_, most), people)) in self.settled.iter_mut().zip(bounds) {
            if slot.is_none() && *most <= &value * Ratio::from(*people) {
                *slot = Some(stage);
            }
        }
        self.values.push(value.clone());
        Ok(value)
    }

    /// Notes whom no panel holds, where weights settle types at 0: those that may expect nothing in
    /// any lottery, and those with a weight, if that needs none of the bounds that are asked for.
    fn shut_out(&mut self, weights: &Weights) -> Result<(), Problem> {
        if self.value_within(weights, &self.free)?.is_zero() {
            for (at, _) in &weights.types {
                if let Some(shut) = self.shut.get_mut(ix(*at)) {
                    *shut = true;
                }
            }
        }
        for (shut, (_, most)) in self.shut.iter_mut().zip(&self.free) {
            *shut |= most.is_zero();
        }
        Ok(())
    }

    /// The value below which weights prove that the greatest chance cannot be.
    ///
    /// # Errors
    /// Where the weights prove nothing.
    pub fn greatest(&self, weights: &Weights) -> Result<Ratio, Problem> {
        let bound = self.bound(weights, -1, &self.expects);
        let bound = bound.ok_or_else(|| refused("greatest"))?;
        let mut all = Integer::ZERO;
        for (at, weight) in &weights.types {
            let people = self.people.get(ix(*at)).copied().unwrap_or_default();
            if *weight < 0 {
                return Err(refused("greatest"));
            }
            all += Integer::from(*weight) * Integer::from(people);
        }
        if all <= Integer::ZERO {
            return Err(refused("greatest"));
        }
        Ok(-bound / Ratio::from(all))
    }

    /// From now on nobody may have a greater chance than this.
    pub fn cap(&mut self, chance: &Ratio) {
        for ((_, most), people) in self.expects.iter_mut().zip(&self.people) {
            let cap = chance * Ratio::from(*people);
            if *most > cap {
                *most = cap;
            }
        }
    }

    /// Whether every type is settled.
    pub fn done(&self) -> bool {
        self.settled.iter().all(Option::is_some)
    }

    /// How many types are settled.
    pub fn settled_types(&self) -> u64 {
        let settled = self.settled.iter().filter(|slot| slot.is_some());
        u64::from(len32(settled.count()))
    }

    /// The seats that the types expect; none before all are settled.
    pub fn seats(&self) -> Option<Vec<Ratio>> {
        let chances = self.settled().into_iter().zip(&self.people);
        chances
            .map(|(chance, people)| Some(chance? * Ratio::from(*people)))
            .collect()
    }

    /// The settled chances, by type.
    pub fn settled(&self) -> Vec<Option<Ratio>> {
        self.settled_before(self.values.len())
    }

    /// The values of the stages so far.
    pub fn values(&self) -> &[Ratio] {
        &self.values
    }

    /// Types that the first so many stages settle at 0: those of which it is proved that no panel
    /// holds them (true), or the others (false).
    pub fn at_zero(&self, first: usize, no_panel: bool) -> Vec<TypeId> {
        let settled = self.settled_before(first);
        let settled = settled.into_iter().zip(&self.shut).zip(0..);
        let at_zero = settled.filter(|((chance, shut), _)| {
            chance.as_ref().is_some_and(Ratio::is_zero) && **shut == no_panel
        });
        at_zero.map(|(_, at)| TypeId(at)).collect()
    }

    /// The chances, by type, that the first so many stages settle.
    pub fn settled_before(&self, first: usize) -> Vec<Option<Ratio>> {
        let value = |stage: &Option<u32>| {
            let stage = ix((*stage)?);
            (stage < first).then(|| self.values.get(stage).cloned())?
        };
        self.settled.iter().map(value).collect()
    }

    /// The values of the first so many stages with the types that each settled; those of equal
    /// value together.
    pub fn stages(&self, first: usize) -> Vec<Stage> {
        let mut stages: Vec<Stage> = Vec::new();
        for (number, value) in self.values.iter().enumerate().take(first) {
            let of_it = |slot: &Option<u32>| *slot == Some(len32(number));
            let types = self
                .settled
                .iter()
                .enumerate()
                .filter(|(_, slot)| of_it(slot));
            let types: Vec<TypeId> = types.map(|(at, _)| TypeId(len32(at))).collect();
            match stages.last_mut().filter(|last| last.value == *value) {
                Some(last) => {
                    last.types.extend(types);
                    crate::sort::sort(&mut last.types);
                }
                None => stages.push(Stage {
                    value: value.clone(),
                    types,
                }),
            }
        }
        stages
    }
}

/// A value of leximin and the types that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The chance.
    pub value: Ratio,
    /// The types whose people have this chance, ascending.
    pub types: Vec<TypeId>,
}

impl Stage {
    /// How many people have this chance.
    pub fn people(&self, types: &Types) -> u32 {
        let people = self.types.iter().map(|id| types.types()[*id].people.len());
        len32(people.sum())
    }
}

/// A recorded proof that does not prove.
pub(super) fn refused(part: &str) -> Problem {
    Problem::error("proof-refused").path(part)
}
