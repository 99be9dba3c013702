//! Leximin: raise the least chance as far as can be, then the next, and so on; with proof.

mod find;
mod open;

use crate::id::{IdVec, PersonId, TypeId, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::Ratio;
use crate::problem::Problem;

use super::hull::Cut;
use super::stage::{Board, refused};
use super::{Lottery, LotteryError, Types};

pub use self::find::{find, find_from};
pub use self::open::{ends, of_known};
pub use super::stage::{Stage, Start, Weights};
pub use super::walk::Effort;

/// A lottery and what proves it: whole numbers for each stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Rows that every panel meets and that the pool's own rows do not imply.
    cuts: Vec<Cut>,
    /// Where the greatest chance was made small first: its weights.
    greatest: Option<Weights>,
    /// By stage; where `attained` is false those that the lottery attains and, if there is one, the
    /// next.
    stages: Vec<Weights>,
    lottery: Lottery,
    /// Whether the lottery has the chances that the stages prove; else a limit was reached, and it
    /// is only the best that was found.
    attained: bool,
}

/// What was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The chance of each person of a type.
    pub chances: IdVec<TypeId, Ratio>,
    /// Panels that give them.
    pub lottery: Lottery,
    /// The values, ascending, with the types that have them; where a limit was reached only those
    /// that the lottery attains.
    pub stages: Vec<Stage>,
    /// The least that the greatest chance can be, where it was asked for.
    pub greatest: Option<Ratio>,
    /// Types that no panel holds.
    pub excluded: Vec<TypeId>,
    /// Types that have the chance 0 in every lottery within the bounds asked for, or with so small
    /// a greatest chance; panels may hold them.
    pub left_out: Vec<TypeId>,
    /// Where a limit was reached: what is open.
    pub gap: Option<Gap>,
}

/// How far from the best a lottery may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// The least chance of those whom no attained stage settles, and what no lottery as good in
    /// the stages before gives all of them more than.
    pub stage: Option<(Ratio, Ratio)>,
    /// What no lottery keeps the greatest chance below, and the greatest of this one. Stages are
    /// then those among lotteries with no greater chance than this one's greatest.
    pub greatest: Option<(Ratio, Ratio)>,
}

/// Checks a lottery and its proof exactly, without a solver. Cost: O((stages + panels) * types *
/// features).
///
/// # Errors
/// `proof-refused`, with the part that does not hold.
pub fn check(types: &Types, start: &Start, found: &Found) -> Result<Proven, Problem> {
    let mut board = Board::new(types, start)?;
    for cut in &found.cuts {
        board.cut(cut)?;
    }
    let chances = found.lottery.chances(types);
    let mut gap = Gap::default();
    let greatest = match (&found.greatest, start.least_most) {
        (Some(weights), true) => Some(board.greatest(weights)?),
        (None, false) => None,
        _ => return Err(refused("greatest")),
    };
    if let Some(bound) = &greatest {
        let most = chances.values().fold(bound, Ord::max);
        if most > bound && found.attained {
            return Err(refused("greatest-chance"));
        }
        if most > bound {
            gap.greatest = Some((bound.clone(), most.clone()));
        }
        board.cap(most);
    }
    for weights in &found.stages {
        if board.done() {
            return Err(refused("stages"));
        }
        board.settle(weights)?;
    }
    for (chance, (people, (least, most))) in chances
        .values()
        .zip(board.people.iter().zip(&board.expects))
    {
        let seats = chance * Ratio::from(*people);
        if seats < *least || *most < seats {
            return Err(refused("bounds"));
        }
    }
    let settled = board.settled();
    let mut pairs = settled.iter().zip(chances.values());
    let all = board.done() && pairs.all(|(settled, chance)| settled.as_ref() == Some(chance));
    let mut attained = board.values().len();
    if !all {
        if found.attained {
            return Err(refused("chances"));
        }
        attained = attained.saturating_sub(1);
        gap.stage = Some(open_stage(&board, attained, &chances)?);
    }
    let closed = gap == Gap::default();
    if closed != found.attained {
        return Err(refused("attained"));
    }
    Ok(Proven {
        stages: board.stages(attained),
        excluded: board.at_zero(attained, true),
        left_out: board.at_zero(attained, false),
        chances,
        lottery: found.lottery.clone(),
        greatest,
        gap: (!closed).then_some(gap),
    })
}

/// What is proved of the last stage, where the lottery attains the others: of those whom no other
/// settles the least chance, which must be below the value that not all of them can pass.
fn open_stage(
    board: &Board,
    attained: usize,
    chances: &IdVec<TypeId, Ratio>,
) -> Result<(Ratio, Ratio), Problem> {
    let wrong = || refused("attained");
    let bound = board.values().get(attained).ok_or_else(wrong)?;
    let mut least: Option<&Ratio> = None;
    for (settled, chance) in board.settled_before(attained).iter().zip(chances.values()) {
        match settled {
            Some(value) if value == chance => {}
            Some(_) => return Err(wrong()),
            None => least = Some(least.map_or(chance, |least| least.min(chance))),
        }
    }
    let least = least.ok_or_else(wrong)?;
    let before = attained
        .checked_sub(1)
        .and_then(|at| board.values().get(at));
    if before.is_some_and(|before| least < before) || least >= bound {
        return Err(wrong());
    }
    Ok((least.clone(), bound.clone()))
}

impl Found {
    /// Whether no limit was reached: the lottery is said to have the chances that stages prove.
    pub fn is_attained(&self) -> bool {
        self.attained
    }

    /// As recorded.
    pub fn to_value(&self) -> Value {
        let stages = self.stages.iter().map(Weights::to_value).collect();
        let cuts = self.cuts.iter().map(Cut::to_value).collect();
        object(vec![
            ("attained", Value::Bool(self.attained)),
            ("cuts", Value::Array(cuts)),
            (
                "greatest",
                self.greatest
                    .as_ref()
                    .map_or(Value::Null, Weights::to_value),
            ),
            ("panels", self.lottery.to_value()),
            ("stages", Value::Array(stages)),
        ])
    }

    /// Reads what [`Found::to_value`] writes.
    ///
    /// # Errors
    /// Where it is not written so.
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, Problem> {
        let part = |name: &'static str| value.get(name).ok_or_else(|| refused(name));
        let greatest = match part("greatest")? {
            Value::Null => None,
            other => Some(Weights::from_value(other).ok_or_else(|| refused("greatest"))?),
        };
        let stages = part("stages")?.as_array().unwrap_or_default();
        let stages: Option<Vec<Weights>> = stages.iter().map(Weights::from_value).collect();
        let cuts = part("cuts")?.as_array().unwrap_or_default();
        let cuts: Option<Vec<Cut>> = cuts.iter().map(Cut::from_value).collect();
        Ok(Self {
            cuts: cuts.ok_or_else(|| refused("cuts"))?,
            greatest,
            stages: stages.ok_or_else(|| refused("stages"))?,
            lottery: Lottery::from_value(types, part("panels")?).map_err(LotteryError::problem)?,
            attained: part("attained")?
                .as_bool()
                .ok_or_else(|| refused("attained"))?,
        })
    }
}

impl Proven {
    /// What the report says of the proof: the values with the numbers of their types and people,
    /// whom no panel can hold, whom else the rule leaves out, and what is open.
    pub fn certificate(&self, pool: &Pool, types: &Types) -> Value {
        let stages = self.stages.iter().map(|stage| {
            object(vec![
                ("people", Value::from(stage.people(types))),
                ("types", Value::from(len32(stage.types.len()))),
                ("value", Value::from(stage.value.to_string())),
            ])
        });
        let mut fields = vec![
            ("excluded", ids(pool, types, &self.excluded)),
            ("stages", Value::Array(stages.collect())),
        ];
        if !self.left_out.is_empty() {
            fields.push(("left_out", ids(pool, types, &self.left_out)));
        }
        if let Some(gap) = &self.gap {
            fields.push(("gap", gap.to_value()));
        }
        let proved = self.greatest.as_ref();
        if let Some(greatest) = proved.filter(|_| self.open_greatest().is_none()) {
            fields.push(("greatest", Value::from(greatest.to_string())));
        }
        object(fields)
    }

    /// The stage of the least chance of those who can be drawn.
    pub fn least(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.value > Ratio::ZERO)
    }

    /// Ids of the people whom no panel can hold, in byte order.
    pub fn excluded(&self, pool: &Pool, types: &Types) -> Value {
        ids(pool, types, &self.excluded)
    }

    fn open_greatest(&self) -> Option<&(Ratio, Ratio)> {
        self.gap.as_ref()?.greatest.as_ref()
    }
}

impl Gap {
    /// `{"bound":"1/11","least":"1/12","greatest":{"bound":"1/5","most":"1/4"}}`; what is not open
    /// is left out.
    pub fn to_value(&self) -> Value {
        let text = |ratio: &Ratio| Value::from(ratio.to_string());
        let mut fields = Vec::new();
        if let Some((least, bound)) = &self.stage {
            fields.extend([("bound", text(bound)), ("least", text(least))]);
        }
        if let Some((bound, most)) = &self.greatest {
            let pair = object(vec![("bound", text(bound)), ("most", text(most))]);
            fields.push(("greatest", pair));
        }
        object(fields)
    }
}

/// Ids of the people of some types, in byte order.
fn ids(pool: &Pool, types: &Types, kinds: &[TypeId]) -> Value {
    let people = kinds.iter().flat_map(|id| types.types()[*id].people.iter());
    let mut people: Vec<PersonId> = people.copied().collect();
    crate::sort::sort(&mut people);
    let ids = people
        .into_iter()
        .map(|person| Value::from(pool.id(person)));
    Value::Array(ids.collect())
}

#[cfg(test)]
mod tests;
