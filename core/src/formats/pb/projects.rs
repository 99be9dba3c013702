//! PROJECTS: one row a project, in the order that breaks official ties.

use super::amount::amount;
use super::groups;
use super::meta::Meta;
use super::sections::{Columns, Section, trimmed};
use crate::ballot::GroupLimits;
use crate::formats::Record;
use crate::id::{IdVec, OptionId, ix};
use crate::instance::{Budget, Constraints, Options};
use crate::num::{Decimal, Scale, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// A cost that marks a project as withdrawn after voting began, where it exceeds the budget.
/// Cities that publish no other mark use it; official counts pass such a project over even where
/// they stop at the first that does not fit.
const WITHDRAWN: u64 = 999_999_999;

/// A number in a column and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) value: Decimal,
    pub(super) place: (u32, u32),
}

/// The projects read so far.
#[derive(Debug, Default)]
pub(super) struct Projects {
    columns: Columns,
    header: bool,
    id: Option<usize>,
    cost: Option<usize>,
    name: Option<usize>,
    votes: Option<usize>,
    score: Option<usize>,
    selected: Option<usize>,
    category: Option<usize>,
    neighborhood: Option<usize>,
    pub(super) options: Options,
    decimals: Vec<(Decimal, (u32, u32))>,
    /// Lines with a cost that is none: what follows from them is not said again.
    no_cost: Vec<u32>,
    /// The authority's count of ballots, where there is a column `votes`.
    pub(super) claimed_votes: Vec<Option<Claim>>,
    /// The authority's points, where there is a column `score`.
    pub(super) claimed_score: Vec<Option<Claim>>,
    /// Projects with `selected` 1; `None` where no row says.
    pub(super) official: Option<Vec<OptionId>>,
    /// Costs in minor units, from [`Projects::close`].
    pub(super) costs: IdVec<OptionId, u64>,
    pub(super) budget: u64,
    pub(super) scale: Scale,
    /// The cells of the columns `category` and `neighborhood`, split.
    pub(super) categories: Vec<Vec<String>>,
    pub(super) neighborhoods: Vec<Vec<String>>,
    /// What META restricts by them, from [`Projects::close`].
    pub(super) constraints: Constraints,
    pub(super) group_limits: Vec<GroupLimits>,
}

impl Projects {
    pub(super) fn header(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        let columns = Columns::read(record, Section::Projects, "project_id", diagnostics);
        self.id = columns.need("project_id", record, Section::Projects, diagnostics);
        self.cost = columns.need("cost", record, Section::Projects, diagnostics);
        self.name = columns.find("name");
        self.votes = columns.find("votes");
        self.score = columns.find("score");
        self.selected = columns.find("selected");
        self.category = columns.find("category");
        self.neighborhood = columns.find("neighborhood");
        self.columns = columns;
        self.header = true;
    }

    pub(super) fn row(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        let (Some(id_at), Some(cost_at)) = (self.id, self.cost) else {
            return;
        };
        if !self.columns.fits(record, Section::Projects, diagnostics) {
            return;
        }
        let id = trimmed(record, id_at, Section::Projects, diagnostics);
        let (line, column) = record.place(id_at);
        if id.is_empty() {
            diagnostics.push(Problem::error("empty-id").at(line, column));
            return;
        }
        if id.contains(',') {
            let problem = Problem::error("id-with-comma").at(line, column).found(id);
            diagnostics.push(problem.expected("an id that can stand in a list of a ballot"));
        }
        let name = self.name.map(|at| record.cell(at)).unwrap_or_default();
        let name = if name.is_empty() { id } else { name };
        let Ok(option) = self.options.push(id, name) else {
            let problem = Problem::error("duplicate-project").at(line, column);
            diagnostics.push(problem.found(id).expected("each project once"));
            return;
        };
        let cost = trimmed(record, cost_at, Section::Projects, diagnostics);
        let place = record.place(cost_at);
        let decimal = amount(cost).unwrap_or_else(|code| {
            let code = match code {
                "negative-amount" => "negative-cost",
                _ if cost.is_empty() => "cost-missing",
                code => code,
            };
            let problem = Problem::error(code).at(place.0, place.1).found(cost);
            diagnostics.push(
                problem
                    .path(id)
                    .expected("an amount such as 1000 or 1000.50"),
            );
            self.no_cost.push(place.0);
            Decimal {
                units: 0,
                scale: Scale(0),
            }
        });
        self.decimals.push((decimal, place));
        self.claimed_votes
            .push(claim(self.votes, "votes", record, diagnostics));
        self.claimed_score
            .push(claim(self.score, "score", record, diagnostics));
        let names =
            |at: Option<usize>| at.map_or_else(Vec::new, |at| groups::names(record.cell(at)));
        self.categories.push(names(self.category));
        self.neighborhoods.push(names(self.neighborhood));
        if let Some(at) = self.selected {
            self.select(option, record, at, diagnostics);
        }
    }

    /// 1: funded by the rule from this budget. 2 and 3: funded besides it, from other money (in
    /// Poznań a project of which 80 % fits, from the reserve; in Gdynia an award for turnout), so
    /// no rule that sees this budget alone can be held to them. 0: not funded.
    fn select(
        &mut self,
        option: OptionId,
        record: &Record,
        at: usize,
        diagnostics: &mut Diagnostics,
    ) {
        match record.cell(at).trim() {
            "" => {}
            "1" => self.official.get_or_insert_default().push(option),
            "0" | "2" | "3" => {
                self.official.get_or_insert_default();
            }
            other => {
                let (line, column) = record.place(at);
                diagnostics.push(
                    Problem::warning("selected-unknown")
                        .at(line, column)
                        .found(other)
                        .expected("0, 1, 2 or 3"),
                );
            }
        }
    }

    /// Brings all amounts to one unit and checks costs against the budget.
    pub(super) fn close(&mut self, meta: &Meta, diagnostics: &mut Diagnostics) {
        if !self.header {
            return;
        }
        if self.options.is_empty() {
            diagnostics.push(Problem::error("no-projects").path(Section::Projects.word()));
        }
        let limits = ["min_sum_cost", "max_sum_cost"].map(|key| meta.get(key));
        let limits = limits.into_iter().flatten().filter_map(parse_decimal);
        let costs = self.decimals.iter().map(|(decimal, _)| *decimal);
        let all = costs.chain(meta.budget).chain(limits);
        let all = all.chain(groups::amounts(meta));
        self.scale = all.map(|decimal| decimal.scale).max().unwrap_or_default();
        self.budget = self.units(meta.budget, || meta.at("budget", too_large()), diagnostics);
        let mut total = self.budget;
        for (option, (decimal, (line, column))) in self.options.all().zip(&self.decimals) {
            let id = self.options.id(option).to_owned();
            let place = |problem: Problem| {
                let problem = problem.at(*line, *column).path(&id);
                problem.found(decimal.to_string())
            };
            let cost = self.units(Some(*decimal), || place(too_large()), diagnostics);
            total = total.checked_add(cost).unwrap_or_else(|| {
                diagnostics.push(place(too_large()));
                0
            });
            self.costs.push(cost);
            if cost == 0 && self.no_cost.binary_search(line).is_ok() {
                // The cost that cannot be read was reported with its row.
            } else if cost == 0 {
                diagnostics.push(place(Problem::warning("zero-cost")));
            } else if cost > self.budget && meta.budget.is_some() {
                let withdrawn = decimal.scale.0 == 0 && decimal.units == WITHDRAWN;
                let code = if withdrawn {
                    self.options.withdraw(option);
                    "withdrawn-project"
                } else {
                    "cost-over-budget"
                };
                let limit = format!("at most {}", self.scale.text(self.budget));
                diagnostics.push(place(Problem::warning(code)).expected(limit));
            }
        }
        let (constraints, limits) = groups::of(meta, self, diagnostics);
        (self.constraints, self.group_limits) = (constraints, limits);
        self.check_spending(meta, diagnostics);
        if let Some(claimed) = meta.get("num_projects")
            && claimed.parse() != Ok(self.options.len())
        {
            let problem = Problem::warning("project-count-mismatch");
            let problem = problem.expected(self.options.len().to_string());
            diagnostics.push(meta.at("num_projects", problem));
        }
    }

    /// The official result within the budget, and a budget that leaves something to decide.
    fn check_spending(&self, meta: &Meta, diagnostics: &mut Diagnostics) {
        let sum = |cost: u64, sum: u64| sum.saturating_add(cost);
        let budget = self.scale.text(self.budget);
        let spent = self
            .official
            .iter()
            .flatten()
            .map(|option| self.cost(*option));
        let spent = spent.fold(0, sum);
        if spent > self.budget && meta.budget.is_some() {
            let problem = meta.at("budget", Problem::warning("official-over-budget"));
            let problem = problem.path("selected");
            let spent = self.scale.text(spent);
            diagnostics.push(problem.found(spent).expected(format!("at most {budget}")));
        }
        let all = self.costs.values().copied().fold(0, sum);
        let known = self.no_cost.is_empty() && meta.budget.is_some();
        if known
            && all <= self.budget
            && meta.get("fully_funded") != Some("1")
            && !self.costs.is_empty()
        {
            let problem = meta.at("budget", Problem::warning("everything-fits"));
            let all = self.scale.text(all);
            diagnostics.push(problem.found(budget).expected(format!("less than {all}")));
        }
    }

    fn units(
        &self,
        amount: Option<Decimal>,
        problem: impl FnOnce() -> Problem,
        diagnostics: &mut Diagnostics,
    ) -> u64 {
        let Some(amount) = amount else { return 0 };
        amount.rescale(self.scale).unwrap_or_else(|| {
            diagnostics.push(problem());
            0
        })
    }

    /// The cost of a project in minor units.
    pub(super) fn cost(&self, option: OptionId) -> u64 {
        self.costs.get(option).copied().unwrap_or_default()
    }

    /// What a column says of a project.
    pub(super) fn claim(claims: &[Option<Claim>], option: OptionId) -> Option<Claim> {
        claims.get(ix(option.0)).copied().flatten()
    }
}

/// True where the cost of a project says that it was withdrawn.
pub(super) fn marks_withdrawn(budget: &Budget, option: OptionId) -> bool {
    let cost = budget.costs[option];
    cost > budget.budget && Some(cost) == WITHDRAWN.checked_mul(budget.scale.one())
}

fn too_large() -> Problem {
    Problem::error("too-large").expected("amounts whose sum fits in 64 bits")
}

/// A number of the authority; a warning where it is none.
fn claim(
    at: Option<usize>,
    name: &str,
    record: &Record,
    diagnostics: &mut Diagnostics,
) -> Option<Claim> {
    let at = at?;
    let text = record.cell(at).trim();
    let place = record.place(at);
    let value = parse_decimal(text);
    if value.is_none() && !text.is_empty() {
        let problem = Problem::warning("claim-unreadable").at(place.0, place.1);
        diagnostics.push(problem.path(name).found(text));
    }
    Some(Claim {
        value: value?,
        place,
    })
}
