//! What a budget vote asks of its papers and its money whatever the rule: what a paper may hold
//! of each district and of the whole city, pots that are counted one by one, projects that
//! exclude each other, caps, and what the law demands.
//!
//! These options belong to every rule on a budget (`docs/guide/budget-policies.md`). A report
//! shows those that were set. Rules see the result: a budget of one pot, the ballots that count
//! in it, and constraints among its projects. So a rule that knows nothing of districts counts
//! them all the same, and one that does not know a constraint still refuses it.

mod bounds;
mod law;
mod parts;
mod pots;
mod values;

pub use law::Law;
pub use values::{Groups, Kinds, Scoped, Share, Words};

use self::parts::{Scopes, VoidParts};
use self::pots::{CountOne, One};
use crate::id::OptionId;
use crate::instance::{Budget, Constraint, Pot};
use crate::json::Value;
use crate::outcome::Outcome;
use crate::params::{ParamSpec, Params, Presets, conflict};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::rules::budget::greedy::tally;
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What a mistake in one part of a paper does.
    pub enum Void {
        /// The part does not count; the rest of the paper does.
        Part = "part",
        /// The paper does not count. A part left empty is then a mistake too, where the part has
        /// a least number of projects (Krakow: void unless all six are named).
        Whole = "whole",
    }
}

words! {
    /// Whose money a pot is, for rules that give each voter a share.
    pub enum PotVoters {
        /// Of those who named a project of the pot.
        Voted = "voted",
        /// Of everybody who voted; ballots without a project of the pot are blank there.
        All = "all",
    }
}

words! {
    /// Where the money goes that a pot does not spend.
    pub enum Leftover {
        /// Nowhere: it is left.
        Keep = "keep",
        /// Into the pot that is counted next.
        Next = "next",
        /// From all other pots into that of the whole city, which is counted last.
        Citywide = "citywide",
        /// Once all pots are counted, what they left together goes by the same rule to the
        /// projects of all pots that were not funded.
        Pool = "pool",
    }
}

words! {
    /// The order in which pots are counted.
    pub enum PotOrder {
        /// As in the file.
        Listed = "listed",
        /// Districts first, the whole city last.
        DistrictsFirst = "districts-first",
        /// The whole city first.
        CitywideFirst = "citywide-first",
    }
}

words! {
    /// What happens to exclusions and upper bounds that the rule does not hold by itself.
    pub enum Unheld {
        /// The count is refused.
        Refuse = "refuse",
        /// The first project, in the order of funding, that breaks one is left out and the rule
        /// run anew, until none does. For rules that fund one after the other from a fixed state
        /// (Equal Shares without add1, Phragmen) such projects are just passed over.
        PassOver = "pass-over",
    }
}

params! {
    /// Options of every rule on a budget.
    pub struct PaperParams {
        /// A statute that the count must keep, or else is refused.
        pub law: Law = Law::None,
        /// What part of the paper an instance without pots is, such as district; options by part
        /// ask for it.
        pub scope: Option<String> = None,
        /// Projects that exclude each other, beside those of the file: at most one of a group
        /// is funded. Ids that hold a comma or a plus sign stand in the election file only.
        pub exclusive: Groups = Groups(Vec::new()),
        /// Constraints of the instance that are left aside, by kind.
        pub ignore: Kinds = Kinds(Vec::new()),
        /// What happens to exclusions and upper bounds that the rule does not hold by itself.
        pub bounds: Unheld = Unheld::Refuse,
        /// The most a project may cost, as an amount or as a share of its pot (Lodz 2015: 25%).
        pub cap: Scoped<Share> = Scoped::NONE,
        /// Most projects on a paper (Kyiv, Odesa: 5).
        pub paper_max: Option<u32> = None,
        /// Most projects of one category on a paper (Cluj-Napoca: 1; Budapest: 3).
        pub category_max: Option<u32> = None,
        /// Fewest projects of a part on a paper.
        pub part_min: Scoped<u32> = Scoped::NONE,
        /// Most projects of a part on a paper (Warszawa: district:15,citywide:10).
        pub part_max: Scoped<u32> = Scoped::NONE,
        /// Most points for the projects of a part on a paper (Gdansk: district:5,citywide:1).
        pub part_points: Scoped<u32> = Scoped::NONE,
        /// Parts of which a paper may name projects of one pot only (Warszawa: district).
        pub one_pot: Words = Words(Vec::new()),
        /// What a mistake in one part of a paper does.
        pub void: Void = Void::Part,
        /// Whose money a pot is, for rules that give each voter a share.
        pub pot_voters: PotVoters = PotVoters::Voted,
        /// Where the money goes that a pot does not spend.
        pub pot_leftover: Leftover = Leftover::Keep,
        /// The order in which pots are counted.
        pub pot_order: PotOrder = PotOrder::Listed,
    }
    check = cross_check;
}

fn cross_check(params: &PaperParams) -> Result<(), Problem> {
    if params.pot_leftover == Leftover::Citywide && params.pot_order == PotOrder::CitywideFirst {
        let word = params.pot_order.word();
        return Err(conflict(
            "pot_order",
            word,
            "pot_leftover=keep, next or pool",
        ));
    }
    Ok(())
}

/// The options of every rule on a budget.
pub fn specs() -> Vec<ParamSpec> {
    PaperParams::specs()
}

/// Options of a paper and those of the rule.
pub(super) type Split = (PaperParams, Vec<(String, String)>);

/// Takes the options of the paper out of `name=text` pairs. A preset is written out, since it may
/// hold options of both kinds; what stands beside it goes first.
pub(super) fn split(
    pairs: &[(String, String)],
    presets: Option<&'static Presets>,
) -> Result<Split, Problem> {
    let mut own = Vec::new();
    let mut rule = Vec::new();
    let names: Vec<&str> = specs().iter().map(|spec| spec.name).collect();
    let mut put = |name: &str, text: &str| {
        let kind = if names.contains(&name) {
            &mut own
        } else {
            &mut rule
        };
        kind.push((name.to_owned(), text.to_owned()));
    };
    let mut preset: Option<&str> = None;
    for (name, text) in pairs {
        let Some(presets) = presets.filter(|_| name == "preset") else {
            put(name, text);
            continue;
        };
        if preset.is_some_and(|earlier| earlier != text) {
            return Err(Problem::error("param-twice").path(name.clone()).found(text));
        }
        if preset.replace(text).is_some() {
            continue;
        }
        for (name, text) in presets.of(text)? {
            if pairs.iter().all(|(given, _)| given != name) {
                put(name, text);
            }
        }
    }
    Ok((PaperParams::parse(&own)?, rule))
}

impl PaperParams {
    /// The options of a rule as in a report, with those of the paper that were set.
    pub(super) fn beside(&self, rule: Value) -> Value {
        let (mut all, default) = (rule, Self::default().to_value());
        if let (Value::Object(all), Value::Object(own)) = (&mut all, self.to_value()) {
            all.extend(
                own.into_iter()
                    .filter(|(name, value)| default.get(name) != Some(value)),
            );
        }
        all
    }

    /// Whether the paper asks for nothing beside what the rule does by itself.
    pub(super) fn is_plain(&self, budget: &Budget) -> bool {
        let constraints = &budget.constraints;
        *self == Self::default() && constraints.pots.len() < 2 && constraints.min_votes.is_empty()
    }

    /// Counts a budget by a rule that gets one pot at a time.
    pub(super) fn count(
        &self,
        budget: &Budget,
        count: CountOne<'_>,
        observes: &'static [Constraint],
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let one = One {
            count,
            observes,
            pass_over: self.bounds == Unheld::PassOver,
        };
        law::check(self.law, budget)?;
        let mut budget = budget.clone();
        self.settle_constraints(&mut budget, cx)?;
        let scopes = Scopes::new(&budget);
        let void = parts::judge(&budget, &scopes, self, cx)?;
        let out = self.left_out(&budget, &scopes, &void, cx)?;
        if budget.constraints.pots.len() > 1 {
            pots::several(&budget, &out, &scopes, &void, self, one, cx)
        } else {
            pots::single(budget, &out, &void, one, cx)
        }
    }

    /// Adds the constraints that options name, and takes those away that are to be left aside.
    fn settle_constraints(&self, budget: &mut Budget, cx: &mut Count<'_>) -> Result<(), Problem> {
        let present = budget.constrained_by();
        let constraints = &mut budget.constraints;
        for kind in &self.ignore.0 {
            match kind {
                Constraint::Pots => constraints.pots.clear(),
                Constraint::Categories => constraints.categories.clear(),
                Constraint::Exclusive => constraints.exclusive.clear(),
                Constraint::MinVotes => constraints.min_votes.clear(),
                Constraint::Adjustable => constraints.adjustable.clear(),
                Constraint::Totals => budget.totals = None,
            }
            if present.contains(kind) {
                note("constraint-ignored", vec![kind.word().to_owned()], cx);
            }
        }
        for group in &self.exclusive.0 {
            let find = |id: &String| {
                let found = budget.options.find(id);
                let unknown = || Problem::error("unknown-option").path("exclusive").found(id);
                found.ok_or_else(unknown)
            };
            let group: Result<Vec<OptionId>, Problem> = group.iter().map(find).collect();
            constraints.exclusive.push(group?);
        }
        if let Some(scope) = &self.scope {
            if !constraints.pots.is_empty() {
                return Err(conflict("scope", scope, "an instance without pots"));
            }
            constraints.pots.push(Pot {
                id: scope.clone(),
                amount: budget.budget,
                projects: budget.options.all().collect(),
                scope: scope.clone(),
            });
        }
        Ok(())
    }

    /// Projects that can win nothing: with fewer valid votes than they need, or dearer than the
    /// cap.
    fn left_out(
        &self,
        budget: &Budget,
        scopes: &Scopes,
        void: &VoidParts,
        cx: &mut Count<'_>,
    ) -> Result<Vec<OptionId>, Problem> {
        let mut out = Vec::new();
        let mut leave_out = |project, reason, available, cx: &mut Count<'_>| {
            cx.event(Event::Skip {
                project,
                reason,
                cost: budget.text(budget.costs[project]),
                available,
            });
            out.push(project);
        };
        let constraints = &budget.constraints;
        if !constraints.min_votes.is_empty() {
            let votes = tally::votes_that(budget, &|class, project| {
                void.rejected.binary_search(&class).is_err() && void.keeps(scopes, class, project)
            })?;
            let one = i128::from(votes.scale.one());
            for (project, least) in &constraints.min_votes {
                if votes.of[*project] < i128::from(*least).saturating_mul(one) {
                    leave_out(*project, "below-min-votes", votes.text(*project), cx);
                }
            }
        }
        if self.cap != Scoped::NONE {
            for project in budget.options.standing() {
                let pot = constraints.pot_of(project);
                let cap = self
                    .cap
                    .of_whole("cap", pot.map(|pot| pot.scope.as_str()))?;
                let whole = pot.map_or(budget.budget, |pot| pot.amount);
                let most = cap.map(|cap| cap.of(whole, budget.scale));
                if let Some(most) = most.filter(|most| budget.costs[project] > *most) {
                    leave_out(project, "over-cap", budget.text(most), cx);
                }
            }
        }
        crate::sort::sort(&mut out);
        out.dedup();
        Ok(out)
    }
}

fn note(code: &'static str, args: Vec<String>, cx: &mut Count<'_>) {
    cx.event(Event::Note { code, args });
}

#[cfg(test)]
mod tests;
