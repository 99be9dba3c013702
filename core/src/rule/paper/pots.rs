//! A budget with pots as one budget for each pot, and their outcomes as one.

use super::parts::{Scopes, VoidParts};
use super::{Leftover, PaperParams, PotOrder, PotVoters, bounds};
use crate::ballot::BallotKind;
use crate::id::{ClassId, OptionId, len32};
use crate::instance::{Budget, Category, Constraint, Constraints, Instance, Pot};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::profile::{Profile, ProfileBuilder};
use crate::rule::{Count, CountError};
use crate::sort::sort_by;
use crate::transcript::Event;

/// Counts one budget by the rule.
pub(super) type CountOne<'c> = &'c dyn Fn(&Instance, &mut Count<'_>) -> Result<Outcome, CountError>;

/// The rule, what it holds by itself, and whether the rest is held for it.
#[derive(Clone, Copy)]
pub(super) struct One<'c> {
    pub(super) count: CountOne<'c>,
    pub(super) observes: &'static [Constraint],
    pub(super) pass_over: bool,
}

/// Counts a budget of one pot, or of none.
pub(super) fn single(
    mut budget: Budget,
    out: &[OptionId],
    void: &VoidParts,
    one: One<'_>,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let whole = !void.rejected.is_empty();
    if whole {
        budget.profile = cut(&budget.profile, void, &|_, _| true, PotVoters::All)?;
    }
    let gone: Vec<OptionId> = budget
        .options
        .all()
        .filter(|p| budget.options.is_withdrawn(*p))
        .collect();
    let open: Vec<OptionId> = budget
        .options
        .standing()
        .filter(|p| !out.contains(p))
        .collect();
    for project in out {
        budget.options.withdraw(*project);
    }
    budget.constraints.min_votes.clear();
    let before = cx.take_rejected();
    let mut sub = Instance::Budget(budget);
    let outcome = run(&mut sub, &open, &gone, one, cx);
    let after = cx.take_rejected();
    let put_back = |rejected: Vec<_>, cx: &mut Count<'_>| {
        for (class, code, args) in rejected {
            cx.reject(class, code, args);
        }
    };
    put_back(before, cx);
    let origins = sub.profile().filter(|_| whole).map(Profile::rows);
    let Some(rows) = origins else {
        put_back(after, cx);
        return outcome;
    };
    for (class, code, args) in after {
        for row in rows.iter().filter(|row| row.class == class) {
            cx.reject(ClassId(row.line), code, args.clone());
        }
    }
    outcome
}

/// The outcomes of the pots so far.
#[derive(Default)]
struct Spent {
    selected: Vec<OptionId>,
    amounts: Vec<(OptionId, u64)>,
    cost: u64,
}

/// Everything that is the same for all pots.
struct Pots<'b> {
    budget: &'b Budget,
    out: &'b [OptionId],
    one: One<'b>,
    spent: Spent,
}

/// Counts each pot, one after the other.
pub(super) fn several(
    budget: &Budget,
    out: &[OptionId],
    scopes: &Scopes,
    void: &VoidParts,
    params: &PaperParams,
    one: One<'_>,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    check_bounds(budget)?;
    let mut pots = Pots {
        budget,
        out,
        one,
        spent: Spent::default(),
    };
    let (mut carried, mut pool) = (0u64, 0u64);
    let order = order(&budget.constraints.pots, params)?;
    let last = order.iter().rfind(|pot| pot.is_citywide()).copied();
    for pot in order {
        // Left by the districts, the money is kept for the city's turn.
        let takes = match params.pot_leftover {
            Leftover::Next => true,
            Leftover::Citywide => last == Some(pot),
            Leftover::Keep | Leftover::Pool => false,
        };
        let more = if takes {
            std::mem::take(&mut carried)
        } else {
            0
        };
        let amount = pot.amount.saturating_add(more);
        note("pot", &[&pot.id, &budget.text(amount)], cx);
        if more > 0 {
            note("pot-carried", &[&pot.id, &budget.text(more)], cx);
        }
        let part = |class: ClassId, project: OptionId| {
            pot.projects.binary_search(&project).is_ok() && void.keeps(scopes, class, project)
        };
        let profile = cut(&budget.profile, void, &part, params.pot_voters)?;
        let here = Pot {
            amount,
            ..pot.clone()
        };
        let left = pots.spend(here, profile, cx)?;
        match params.pot_leftover {
            Leftover::Keep => {}
            Leftover::Pool => pool = pool.saturating_add(left),
            Leftover::Next | Leftover::Citywide => carried = carried.saturating_add(left),
        }
    }
    if pool > 0 {
        note("pot-pool", &[&budget.text(pool)], cx);
        let part = |class: ClassId, project: OptionId| void.keeps(scopes, class, project);
        let profile = cut(&budget.profile, void, &part, PotVoters::All)?;
        let all = Pot {
            id: String::new(),
            amount: pool,
            projects: budget.options.all().collect(),
            scope: String::new(),
        };
        pots.spend(all, profile, cx)?;
    }
    let spent = pots.spent;
    Ok(Outcome::Funded {
        left: budget.budget.saturating_sub(spent.cost),
        selected: spent.selected,
        cost: spent.cost,
        amounts: spent.amounts,
    })
}

impl Pots<'_> {
    /// Counts one pot and returns what is left of it.
    fn spend(&mut self, pot: Pot, profile: Profile, cx: &mut Count<'_>) -> Result<u64, CountError> {
        let budget = self.budget;
        let mut options = budget.options.clone();
        let mut open = Vec::new();
        for project in budget.options.standing() {
            let funded = |other: &OptionId| self.spent.selected.contains(other);
            let rival = || budget.constraints.rivals(project).into_iter().find(funded);
            let here = pot.projects.binary_search(&project).is_ok();
            if !here || funded(&project) || self.out.contains(&project) {
                options.withdraw(project);
            } else if let Some(rival) = rival() {
                options.withdraw(project);
                cx.event(Event::Skip {
                    project,
                    reason: "exclusive",
                    cost: budget.text(budget.costs[project]),
                    available: budget.options.id(rival).to_owned(),
                });
            } else {
                open.push(project);
            }
        }
        let gone = pot.projects.iter().copied();
        let gone: Vec<OptionId> = gone.filter(|p| budget.options.is_withdrawn(*p)).collect();
        let id = pot.id.clone();
        let mut sub = Instance::Budget(Budget {
            options,
            costs: budget.costs.clone(),
            budget: pot.amount,
            scale: budget.scale,
            profile,
            limits: budget.limits.clone(),
            constraints: self.rest(pot, &open),
            totals: budget.totals.clone(),
        });
        let before = cx.take_rejected();
        let outcome = run(&mut sub, &open, &gone, self.one, cx);
        for (class, code, _) in cx.take_rejected() {
            // The paper counts elsewhere: only this part of it does not.
            let papers = sub
                .profile()
                .map_or(0, |profile| profile.class(class).papers);
            note("pot-rejected", &[&papers.to_string(), &id, code], cx);
        }
        for (class, code, args) in before {
            cx.reject(class, code, args);
        }
        let Outcome::Funded {
            selected,
            cost,
            left,
            amounts,
        } = outcome?
        else {
            let problem = Problem::error("constraint-not-observed");
            return Err(problem.found("pots").into());
        };
        self.spent.selected.extend(selected);
        self.spent.amounts.extend(amounts);
        self.spent.cost = self.spent.cost.saturating_add(cost);
        Ok(left)
    }

    /// The constraints among the projects of a pot, less what was spent.
    fn rest(&self, pot: Pot, open: &[OptionId]) -> Constraints {
        let (budget, spent) = (self.budget, &self.spent);
        let all = &budget.constraints;
        let amount = |project: &OptionId| {
            let other = spent.amounts.iter().find(|(part, _)| part == project);
            other.map_or(budget.costs[*project], |(_, amount)| *amount)
        };
        let categories = all.categories.iter().map(|category| {
            let mine = |project: &&OptionId| category.projects.contains(*project);
            let funded = spent.selected.iter().filter(mine);
            let count = len32(funded.clone().count());
            let cost = funded.map(amount).fold(0, u64::saturating_add);
            let here: Vec<OptionId> = open.iter().filter(mine).copied().collect();
            // Lower bounds lie within one pot, and bind when it is counted.
            let binds =
                category.projects.iter().any(|p| pot.projects.contains(p)) && !pot.id.is_empty();
            Category {
                id: category.id.clone(),
                min_cost: if binds { category.min_cost } else { 0 },
                max_cost: category.max_cost.map(|most| most.saturating_sub(cost)),
                min_count: if binds { category.min_count } else { 0 },
                max_count: category.max_count.map(|most| most.saturating_sub(count)),
                projects: here,
            }
        });
        let groups = all.exclusive.iter().map(|group| {
            let here = group.iter().filter(|project| open.contains(project));
            here.copied().collect::<Vec<_>>()
        });
        Constraints {
            categories: categories
                .filter(|c| c.has_least() || !c.projects.is_empty())
                .collect(),
            exclusive: groups.filter(|group| group.len() > 1).collect(),
            min_votes: Vec::new(),
            adjustable: all.adjustable.clone(),
            pots: Some(pot)
                .filter(|pot| !pot.scope.is_empty())
                .into_iter()
                .collect(),
        }
    }
}

/// Counts a budget whose projects, but the open ones, stand as withdrawn, and records what it
/// says of these. `gone` are those that were withdrawn by themselves.
fn run(
    sub: &mut Instance,
    open: &[OptionId],
    gone: &[OptionId],
    one: One<'_>,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let (outcome, events, out) = if one.pass_over {
        let (outcome, events, out) = bounds::run(sub, one.count, one.observes, cx)?;
        (Ok(outcome), events, out)
    } else {
        let (outcome, events) = cx.aside(|cx| (one.count)(sub, cx));
        (outcome, events, Vec::new())
    };
    for event in events {
        if let Some(event) = of_pot(event, open, gone, &out) {
            cx.event(event);
        }
    }
    outcome
}

/// An event of a pot without the projects of the others; `None` where nothing of it is left.
fn of_pot(event: Event, open: &[OptionId], gone: &[OptionId], out: &[OptionId]) -> Option<Event> {
    match event {
        Event::Exclude {
            mut options,
            reason: reason @ "withdrawn",
        } => {
            options.retain(|project| gone.contains(project) && !out.contains(project));
            (!options.is_empty()).then_some(Event::Exclude { options, reason })
        }
        Event::Scores { of, mut scores } => {
            scores.retain(|(project, _)| open.contains(project) || gone.contains(project));
            Some(Event::Scores { of, scores })
        }
        Event::Skip { project, .. } if !open.contains(&project) => None,
        event => Some(event),
    }
}

/// Least amounts of a category whose projects lie in several pots ask what each pot is to give.
fn check_bounds(budget: &Budget) -> Result<(), Problem> {
    for category in budget
        .constraints
        .categories
        .iter()
        .filter(|c| c.has_least())
    {
        let pots = budget.constraints.pots.iter();
        let pots = pots.filter(|pot| category.projects.iter().any(|p| pot.projects.contains(p)));
        if pots.count() > 1 {
            let problem = Problem::error("bounds-across-pots").found(&category.id);
            return Err(problem.expected("lower bounds on projects of one pot"));
        }
    }
    Ok(())
}

/// The pots in the order in which they are counted.
fn order<'b>(pots: &'b [Pot], params: &PaperParams) -> Result<Vec<&'b Pot>, Problem> {
    let mut order: Vec<&Pot> = pots.iter().collect();
    match params.pot_order {
        PotOrder::Listed => {}
        PotOrder::DistrictsFirst => sort_by(&mut order, &mut |a, b| {
            a.is_citywide().cmp(&b.is_citywide())
        }),
        PotOrder::CitywideFirst => sort_by(&mut order, &mut |a, b| {
            b.is_citywide().cmp(&a.is_citywide())
        }),
    }
    if params.pot_leftover == Leftover::Citywide {
        if !pots.iter().any(Pot::is_citywide) {
            let problem = Problem::error("pots-no-citywide").path("pot_leftover");
            return Err(problem.expected("a pot with the scope citywide"));
        }
        sort_by(&mut order, &mut |a, b| {
            a.is_citywide().cmp(&b.is_citywide())
        });
    }
    Ok(order)
}

/// The ballots with only what `part` says counts of them. Each row of the new profile holds the
/// number of the class it came from where a row else holds a line.
pub(super) fn cut(
    profile: &Profile,
    void: &VoidParts,
    part: &dyn Fn(ClassId, OptionId) -> bool,
    voters: PotVoters,
) -> Result<Profile, Problem> {
    let scale = profile.weight_scale();
    let mut builder = ProfileBuilder::weighted(profile.kind(), profile.options(), scale);
    for class in profile.classes() {
        if void.rejected.binary_search(&class.id).is_ok() {
            continue;
        }
        let (papers, weight, ClassId(row)) = (class.papers, class.weight, class.id);
        let holds = |project: &OptionId| part(class.id, *project);
        if voters == PotVoters::Voted && !class.options().any(|project| holds(&project)) {
            continue;
        }
        match profile.kind() {
            BallotKind::Approval => {
                let kept: Vec<OptionId> = class.options().filter(holds).collect();
                builder.approval(&kept, papers, weight, row)?;
            }
            BallotKind::Ranking => {
                let ranks = class.ranks().into_iter().filter_map(|rank| {
                    let blank = rank.is_empty();
                    let kept: Vec<OptionId> = rank.into_iter().filter(holds).collect();
                    (blank || !kept.is_empty()).then_some(kept)
                });
                builder.ranks(&ranks.collect::<Vec<_>>(), papers, weight, row)?;
            }
            _ => {
                let scored = class.scored().filter(|(project, _)| holds(project));
                builder.scored(&scored.collect::<Vec<_>>(), papers, weight, row)?;
            }
        }
    }
    Ok(builder.finish())
}

fn note(code: &'static str, args: &[&str], cx: &mut Count<'_>) {
    cx.event(Event::Note {
        code,
        args: args.iter().map(|text| (*text).to_owned()).collect(),
    });
}
