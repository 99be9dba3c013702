//! Looks for a band and its proof: lines are added where the last guess was too good.

use std::collections::BTreeMap;

use super::super::columns::{self, Columns};
use super::super::leximin::{self, Effort};
use super::super::proof::{self, Proof, System, Unproven};
use super::super::{Counts, Lottery, Types, excluded};
use super::{Found, Traded, Weighing, difference, over_people, shut, start};
use crate::id::{TypeId, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::{Failure, Limits, Made, Trade, trade};

/// The most lines, and the most panels generated for one of them.
const LINES: u32 = 200;

/// How often the tangent is moved to the band that was found.
const TANGENTS: u32 = 12;

/// A line with its trade: `a m - b X <= bound`.
#[derive(Clone, Debug)]
struct Line {
    a: Ratio,
    b: Ratio,
    bound: Ratio,
    traded: Traded,
}

/// Looks for the band that is best for `gamma` above 0, and for leximin inside it. First over the
/// rows alone; where panels cannot keep what rows promise, over panels generated one by one.
///
/// # Errors
/// `panel-none`, `cancelled`, and those of solvers.
pub fn find(
    types: &Types,
    gamma: &Ratio,
    nodes: u64,
    tell: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Problem> {
    let mut search = Search {
        types,
        nodes,
        weighing: Weighing::of(types, gamma),
        system: System::of(types),
        excluded: None,
        columns: None,
        seen: Vec::new(),
    };
    let failed = |failure: Failure| match failure {
        Failure::Infeasible => Problem::error("panel-none"),
        failure => failure.seeking("goldilocks"),
    };
    let first = search.band(tell);
    if matches!(first, Err(Failure::NoSolver)) {
        return Err(failed(Failure::NoSolver));
    }
    if let Ok((least, most, trades)) = &first
        && let Ok(found) = search.inside(least, most, trades, tell)
        && found.inside.is_attained()
    {
        return Ok(found);
    }
    if !tell(1, 2) {
        return Err(Problem::error("cancelled"));
    }
    let second = match search.begin() {
        Ok(()) => search.band(tell),
        Err(failure) => Err(failure),
    };
    if let Ok((least, most, trades)) = &second
        && let Ok(found) = search.inside(least, most, trades, tell)
        && found.inside.is_attained()
    {
        return Ok(found);
    }
    if !tell(1, 2) {
        return Err(Problem::error("cancelled"));
    }
    // A limit: the best of the panels known, beside what the lines prove.
    let (least, _, trades) = match (second, first) {
        (Ok(second), _) => second,
        (Err(Failure::Infeasible), _) => return Err(failed(Failure::Infeasible)),
        (Err(_), Ok(first)) => first,
        (Err(failure), Err(_)) => return Err(failed(failure)),
    };
    search.known(least, trades)
}

/// The best band of these panels alone, as where a limit was reached.
#[cfg(test)]
pub(super) fn of_some(types: &Types, gamma: &Ratio, panels: &[Counts]) -> Result<Found, Problem> {
    let mut search = Search {
        types,
        nodes: 20_000,
        weighing: Weighing::of(types, gamma),
        system: System::of(types),
        excluded: None,
        columns: None,
        seen: panels.to_vec(),
    };
    let excluded = excluded::find(types, search.nodes).map_err(|why| why.seeking("excluded"))?;
    if let Some(proof) = excluded.proof {
        search.system = shut(types, &excluded.excluded);
        search.excluded = Some((excluded.excluded, proof));
    }
    let (least, _, trades) = search
        .band(&mut |_, _| true)
        .map_err(|why| why.seeking("goldilocks"))?;
    search.known(least, trades)
}

struct Search<'a> {
    types: &'a Types,
    nodes: u64,
    weighing: Weighing,
    system: System,
    excluded: Option<(Vec<TypeId>, Proof)>,
    /// Panels, where rows alone will not do.
    columns: Option<Columns>,
    /// Panels met in search of a lottery.
    seen: Vec<Counts>,
}

impl Search<'_> {
    /// Panels to begin with, on which everyone sits whom panels can hold.
    fn begin(&mut self) -> Result<(), Failure> {
        let limits = Limits::exact(self.nodes);
        let (point, _) = System::of(self.types).best(&[], limits)?;
        let mut columns = Columns::default();
        columns.add(columns::counts(&point)?);
        let cover = excluded::find(self.types, self.nodes)?;
        for panel in cover.panels {
            columns.add(panel);
        }
        if let Some(proof) = cover.proof {
            self.system = shut(self.types, &cover.excluded);
            self.excluded = Some((cover.excluded, proof));
        }
        self.columns = Some(columns);
        Ok(())
    }

    /// Leximin inside a band.
    fn inside(
        &mut self,
        least: &Ratio,
        most: &Ratio,
        trades: &[Traded],
        tell: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Found, Problem> {
        let shut: &[TypeId] = self.excluded.as_ref().map_or(&[], |(ids, _)| ids);
        let start = start(self.types, least, most, shut);
        let effort = Effort {
            nodes: self.nodes,
            ..Effort::default()
        };
        let inside = leximin::find_from(self.types, &start, &effort, &mut self.seen, tell)?;
        Ok(Found {
            least: least.clone(),
            most: most.clone(),
            trades: trades.to_vec(),
            excluded: self.excluded.clone(),
            inside,
        })
    }

    /// The band of the best lottery of the panels known: over tangents of the objective, from the
    /// band that panels do not keep. The stages inside are as good as those panels are.
    fn known(&self, mut least: Ratio, trades: Vec<Traded>) -> Result<Found, Problem> {
        let shut: Vec<TypeId> = self
            .excluded
            .as_ref()
            .map_or(Vec::new(), |(ids, _)| ids.clone());
        // Nobody who is out can be raised; their weights prove nothing more or less without.
        let trades = trades.into_iter().map(|mut trade| {
            trade.raised.retain(|(at, _)| !shut.contains(&TypeId(*at)));
            trade
        });
        let trades: Vec<Traded> = trades.collect();
        let mut panels = self.seen.clone();
        panels.extend(
            self.columns
                .iter()
                .flat_map(|columns| columns.panels().iter().cloned()),
        );
        crate::sort::sort(&mut panels);
        panels.dedup();
        let mut best: Option<(Ratio, Lottery, Ratio, Ratio)> = None;
        for _ in 0..TANGENTS {
            let worth = &self.weighing.t / (&least * &least);
            let ends = leximin::ends(self.types, &shut, &panels, &worth, &self.weighing.s)?;
            let Some((lottery, low, high)) = ends.filter(|(_, low, _)| *low > Ratio::ZERO) else {
                break;
            };
            let value = self.weighing.at(&low, &high);
            if best.as_ref().is_some_and(|(lowest, ..)| *lowest <= value) {
                break;
            }
            least.clone_from(&low);
            best = Some((value, lottery, low, high));
        }
        let Some((_, lottery, low, high)) = best else {
            return Err(Problem::error("lottery-limit")
                .path("nodes")
                .found(self.nodes.to_string())
                .expected(panels.len().to_string()));
        };
        let start = start(self.types, &low, &high, &shut);
        Ok(Found {
            inside: leximin::of_known(self.types, &start, &panels, lottery)?,
            least: low,
            most: high,
            trades,
            excluded: self.excluded.clone(),
        })
    }

    /// The least and the greatest chance that are best together, and the lines that say so.
    fn band(
        &mut self,
        tell: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<(Ratio, Ratio, Vec<Traded>), Failure> {
        let mut lines = vec![self.line(None)?, self.line(Some(&Ratio::ZERO))?];
        for round in 0..LINES {
            if !tell(u64::from(round), u64::from(LINES)) {
                return Err(Failure::Limit);
            }
            let least = self.guess(&lines).ok_or(Failure::Infeasible)?;
            let line = self.line(Some(&least))?;
            let most = greatest(&lines, &least);
            if line.at(&least).is_none_or(|at| at <= most) {
                let trades = self.told(&lines, &least, &most);
                return Ok((least, most, trades));
            }
            lines.push(line);
        }
        Err(Failure::Limit)
    }

    /// The least chance at which the objective over the lines is least.
    fn guess(&self, lines: &[Line]) -> Option<Ratio> {
        let end = lines
            .iter()
            .filter(|line| line.b.is_zero() && !line.a.is_zero())
            .map(|line| &line.bound / &line.a)
            .fold(Ratio::ONE, Ratio::min);
        let mut candidates = vec![end.clone()];
        for (at, one) in lines.iter().enumerate() {
            candidates.extend(self.turn(one));
            candidates.extend(
                lines
                    .iter()
                    .skip(at + 1)
                    .filter_map(|other| cross(one, other)),
            );
        }
        candidates.retain(|least| *least > Ratio::ZERO && *least <= end);
        let mut best: Option<(Ratio, Ratio)> = None;
        for least in candidates {
            let value = self.weighing.at(&least, &greatest(lines, &least));
            if best.as_ref().is_none_or(|(lowest, _)| value < *lowest) {
                best = Some((value, least));
            }
        }
        best.map(|(_, least)| least)
    }

    /// Where the objective along a line is least: `m^2 = t b / (s a)`, nearly.
    fn turn(&self, line: &Line) -> Option<Ratio> {
        if line.a.is_zero() || line.b.is_zero() {
            return None;
        }
        let square = &self.weighing.t * &line.b / (&self.weighing.s * &line.a);
        Some(root(&square))
    }

    /// The lines that bound the objective at a point, with how often each counts.
    fn told(&self, lines: &[Line], least: &Ratio, most: &Ratio) -> Vec<Traded> {
        let through = |line: &&Line| &line.a * least - &line.b * most == line.bound;
        let through: Vec<&Line> = lines.iter().filter(through).collect();
        // What a unit of the least chance may cost in the greatest.
        let cost = &self.weighing.t / (&self.weighing.s * least * least);
        // By how much a line is steeper than that.
        let over = |line: &Line| &line.a - &cost * &line.b;
        let steep = through.iter().find(|line| over(line) >= Ratio::ZERO);
        let flat = through.iter().find(|line| over(line) < Ratio::ZERO);
        let times = |line: &Line, times: Ratio| Traded {
            times: times.numerator().clone(),
            ..line.traded.clone()
        };
        match (steep, flat) {
            (Some(steep), Some(flat)) => {
                let (one, other) = (-over(flat), over(steep));
                let whole = Ratio::from(one.denominator() * other.denominator());
                if other.is_zero() {
                    return vec![times(steep, Ratio::ONE)];
                }
                vec![times(steep, one * &whole), times(flat, other * whole)]
            }
            (Some(one), None) | (None, Some(one)) => vec![times(one, Ratio::ONE)],
            (None, None) => Vec::new(),
        }
    }

    /// The line that binds at a least chance, or where there is none, the end of the range.
    fn line(&mut self, least: Option<&Ratio>) -> Result<Line, Failure> {
        let shut = self.excluded.as_ref().map(|(ids, _)| ids.clone());
        let shut = shut.unwrap_or_default();
        let kinds = self.types.types().iter();
        let people: Vec<u32> = kinds
            .map(|(id, kind)| {
                let open = !shut.contains(&id);
                if open { len32(kind.people.len()) } else { 0 }
            })
            .collect();
        for _ in 0..LINES {
            let made = match &self.columns {
                None => Made::Rows(&self.system),
                Some(columns) => Made::Panels(columns.panels()),
            };
            let Trade { raised, lowered } = trade(&people, made, least)?;
            let (raised, lowered) = (sparse(&raised), sparse(&lowered));
            let weights = difference(&raised, &lowered);
            let Some((bound, proof)) = self.bound(&weights)? else {
                continue;
            };
            let sums = over_people(self.types, &raised).zip(over_people(self.types, &lowered));
            let (a, b) = sums.ok_or(Failure::Numeric)?;
            return Ok(Line {
                a: Ratio::from(a),
                b: Ratio::from(b),
                bound: Ratio::from(bound.clone()),
                traded: Traded {
                    times: Integer::ONE,
                    raised,
                    lowered,
                    bound,
                    proof,
                },
            });
        }
        Err(Failure::Limit)
    }

    /// The most that weights weigh on a panel, proven; over panels first `None`, with a new panel
    /// among them, as long as they do not hold the best.
    fn bound(&mut self, weights: &[(u32, Integer)]) -> Result<Option<(Integer, Proof)>, Failure> {
        let Some(columns) = &mut self.columns else {
            return proof::bound(&self.system, weights).map(Some);
        };
        let limits = Limits::exact(self.nodes);
        let (point, _) = self.system.best(weights, limits)?;
        let panel = columns::counts(&point)?;
        let value = |panel: &[u32]| {
            weights.iter().fold(Integer::ZERO, |sum, (at, weight)| {
                let count = panel.get(crate::id::ix(*at)).copied().unwrap_or_default();
                sum + weight * Integer::from(count)
            })
        };
        let known = columns.panels().iter().map(|panel| value(panel)).max();
        let worth = value(&panel);
        if known.is_none_or(|known| known < worth) && columns.add(panel) {
            return Ok(None);
        }
        match proof::search(&self.system, weights, &worth, self.nodes) {
            Ok(proof) => Ok(Some((worth, proof))),
            Err(Unproven::Counter(point)) => {
                columns.add(columns::counts(&point)?);
                Ok(None)
            }
            // A wider bound that the rows prove is still one.
            Err(Unproven::Failure(Failure::Limit)) => proof::bound(&self.system, weights).map(Some),
            Err(Unproven::Failure(failure)) => Err(failure),
        }
    }
}

impl Line {
    /// The least that the greatest chance can be; none where the line says nothing of it.
    fn at(&self, least: &Ratio) -> Option<Ratio> {
        (!self.b.is_zero()).then(|| (&self.a * least - &self.bound) / &self.b)
    }
}

/// The least that the greatest chance can be by all lines.
fn greatest(lines: &[Line], least: &Ratio) -> Ratio {
    let all = lines.iter().filter_map(|line| line.at(least));
    all.fold(least.clone(), Ratio::max)
}

/// The least chance at which two lines cross.
fn cross(one: &Line, other: &Line) -> Option<Ratio> {
    let below = &one.a * &other.b - &other.a * &one.b;
    let above = &one.bound * &other.b - &other.bound * &one.b;
    (!below.is_zero()).then(|| above / below)
}

/// The simplest fraction near a square root: within 1 in 10^12 or so.
fn root(square: &Ratio) -> Ratio {
    use dashu_int::ops::SquareRoot;

    let fine = Natural::ONE << 64_usize;
    let above = Natural::try_from(square.numerator().clone()).unwrap_or(Natural::ZERO);
    let below = square.denominator().clone();
    // sqrt(a/b) = sqrt(a b) / b.
    let whole = (above * &below * &fine * &fine).sqrt();
    let root = Ratio::from_parts(Integer::from(whole), below * fine);
    let hair = &root / Ratio::from(Natural::ONE << 40_usize);
    if root.is_zero() {
        return root;
    }
    Ratio::simplest_in(&root - &hair, &root + &hair)
}

/// Positive weights with their types.
fn sparse(weights: &[i64]) -> Vec<(u32, i64)> {
    let weights = weights.iter().enumerate();
    let kept: BTreeMap<u32, i64> = weights
        .filter(|(_, weight)| **weight > 0)
        .map(|(at, weight)| (len32(at), *weight))
        .collect();
    kept.into_iter().collect()
}
