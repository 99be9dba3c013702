//! The options of Equal Shares, and named sets of them.

use super::completion::Comparison;
use super::endowment::Increment;
use crate::params::{ParamType, Presets, conflict};
use crate::problem::Problem;
use crate::rules::shared::utility::{Places, Utility};
use crate::{params, words};

words! {
    /// What is done with the money left.
    pub enum Completion {
        /// Nothing.
        None = "none",
        /// Endowments are raised step by step.
        Add1 = "add1",
        /// Greedy by votes over what fits.
        Utilitarian = "utilitarian",
        /// First add1, then greedy by votes over what fits (equalshares.net: Add1U).
        Add1Utilitarian = "add1,utilitarian",
        /// Voters earn on equally until the supporters of a project can pay it (sequential
        /// Phragmén; abcvoting), over what fits.
        Phragmen = "phragmen",
        /// First add1, then voters earn on equally, over what fits.
        Add1Phragmen = "add1,phragmen",
    }
}

words! {
    /// When add1 ends.
    pub enum Stop {
        /// Before the first outcome that costs more than the budget (Wieliczka 2023; the
        /// Pabulib checker; equalshares.net without the exhaustive option).
        Overspend = "overspend",
        /// Also at the first outcome to which no project can be added (equalshares.net,
        /// exhaustive option). Projects that cost nothing do not count.
        Exhaustive = "exhaustive",
        /// Also at the first outcome to which no supported project can be added (pabutools).
        ExhaustiveSupported = "exhaustive-supported",
    }
}

words! {
    /// The endowment with which add1 starts.
    pub enum Start {
        /// Budget over voters, rounded down to whole units of the currency (equalshares.net,
        /// integral option; the Pabulib checker).
        Floor = "floor",
        /// Budget over voters, exactly (pabutools).
        Exact = "exact",
    }
}

words! {
    /// What add1 does where all projects together fit into the budget.
    pub enum AllFit {
        /// It is not run (equalshares.net, the Pabulib checker).
        NotRun = "not-run",
        /// It is run all the same (pabutools).
        Run = "run",
    }
}

words! {
    /// What happens to projects that cost nothing.
    pub enum Free {
        /// Those on a ballot are funded before anything is bought (pabutools, with a utility
        /// that is not their cost).
        First = "first",
        /// They are never bought; only greedy by votes may fund them (equalshares.net).
        Never = "never",
    }
}

words! {
    /// What happens to projects dearer than the whole budget.
    pub enum OverBudget {
        /// They can be bought at a raised endowment, which ends add1 (equalshares.net, pabutools,
        /// the Pabulib checker).
        Bought = "bought",
        /// They are left out from the start.
        LeaveOut = "leave-out",
    }
}

params! {
    /// Options of `budget/equal-shares`.
    pub struct EqualSharesParams {
        /// What a voter gets from a funded project; it must be additive.
        pub utility: Utility = Utility::Cost,
        /// What a place on a ranking is worth; borda-min-1 unless said otherwise. Only with
        /// utility=score or score-relative.
        pub scoring: Option<Places> = None,
        /// What is done with the money left.
        pub completion: Completion = Completion::None,
        /// When add1 ends; overspend unless said otherwise. Only with add1.
        pub stop: Option<Stop> = None,
        /// The endowment with which add1 starts; floor unless said otherwise, exact where the
        /// increment is a percentage. Only with add1.
        pub start: Option<Start> = None,
        /// By how much add1 raises the endowment: an amount for each voter, or a percentage of
        /// the budget for all together (pabutools: exhaustion_by_budget_increase); 1 unit of the
        /// currency unless said otherwise. Only with add1.
        pub increment: Option<Increment> = None,
        /// What add1 does where all projects together fit into the budget; not-run unless said
        /// otherwise. Only with add1.
        pub all_fit: Option<AllFit> = None,
        /// What happens to projects that cost nothing.
        pub free: Free = Free::First,
        /// What happens to projects dearer than the whole budget.
        pub over_budget: OverBudget = OverBudget::Bought,
        /// Comparison with greedy by votes: what makes a voter prefer an outcome.
        pub comparison: Comparison = Comparison::None,
    }
    presets = PRESETS;
    settle = settle;
    check = cross_check;
}

/// Dialects: the words differ between tools, and so do the outcomes.
static PRESETS: Presets = Presets {
    words: &[
        (
            "wieliczka-2023",
            "Green Million of Wieliczka, the first official election by this rule: add1 in whole units, never stopped early, then the comparison.",
        ),
        (
            "swiecie-2023",
            "Swiecie 2023: add1 in whole units, never stopped early.",
        ),
        (
            "assen-2024",
            "Assen 2024: add1 in whole units, never stopped early.",
        ),
        (
            "pabutools",
            "pabutools with voter_budget_increment=1: add1 from the exact share, until no supported project fits.",
        ),
        (
            "pabutools-app",
            "pabutools with exhaustion_by_budget_increase: the budget grows by 1 % a step until no project fits.",
        ),
        (
            "equalshares-net",
            "The variant that the code generator of equalshares.net offers first: add1 in whole units until nothing fits.",
        ),
        (
            "pabulib-checker",
            "What the checker of Pabulib holds files against that declare equalshares/add1: whole units, never stopped early.",
        ),
    ],
    params: &[
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "overspend"),
            ("start", "floor"),
            ("increment", "1"),
            ("all_fit", "not-run"),
            ("free", "first"),
            ("over_budget", "bought"),
            ("comparison", "satisfaction"),
        ],
        WHOLE_UNITS,
        WHOLE_UNITS,
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "exhaustive-supported"),
            ("start", "exact"),
            ("increment", "1"),
            ("all_fit", "run"),
            ("free", "first"),
            ("over_budget", "bought"),
            ("comparison", "none"),
        ],
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "exhaustive"),
            ("start", "exact"),
            ("increment", "1%"),
            ("all_fit", "run"),
            ("free", "first"),
            ("over_budget", "bought"),
            ("comparison", "none"),
        ],
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "exhaustive"),
            ("start", "floor"),
            ("increment", "1"),
            ("all_fit", "not-run"),
            ("free", "never"),
            ("over_budget", "bought"),
            ("comparison", "none"),
        ],
        WHOLE_UNITS,
    ],
};

/// add1 as most cities count it.
const WHOLE_UNITS: &[(&str, &str)] = &[
    ("utility", "cost"),
    ("completion", "add1"),
    ("stop", "overspend"),
    ("start", "floor"),
    ("increment", "1"),
    ("all_fit", "not-run"),
    ("free", "first"),
    ("over_budget", "bought"),
    ("comparison", "none"),
];

impl EqualSharesParams {
    /// True where endowments are raised.
    pub fn has_add1(&self) -> bool {
        matches!(
            self.completion,
            Completion::Add1 | Completion::Add1Utilitarian | Completion::Add1Phragmen
        )
    }

    /// True where greedy adds what fits.
    pub fn has_utilitarian(&self) -> bool {
        matches!(
            self.completion,
            Completion::Utilitarian | Completion::Add1Utilitarian
        )
    }

    /// True where voters earn on.
    pub fn has_phragmen(&self) -> bool {
        matches!(
            self.completion,
            Completion::Phragmen | Completion::Add1Phragmen
        )
    }

    /// What a place on a ranking is worth.
    pub fn places(&self) -> &Places {
        self.scoring.as_ref().unwrap_or(&Places::BORDA_MIN_1)
    }
}

fn settle(params: &mut EqualSharesParams) {
    if matches!(params.utility, Utility::Score | Utility::ScoreRelative) {
        params.scoring.get_or_insert(Places::BORDA_MIN_1);
    }
    if params.has_add1() {
        let increment = params.increment.get_or_insert(Increment::ONE);
        let start = if increment.is_percent() {
            Start::Exact
        } else {
            Start::Floor
        };
        params.start.get_or_insert(start);
        params.stop.get_or_insert(Stop::Overspend);
        params.all_fit.get_or_insert(AllFit::NotRun);
    }
}

fn cross_check(params: &EqualSharesParams) -> Result<(), Problem> {
    params.utility.need_additive()?;
    if let Some(scoring) = &params.scoring
        && !matches!(params.utility, Utility::Score | Utility::ScoreRelative)
    {
        return Err(conflict("scoring", &scoring.show(), "utility=score"));
    }
    let given = [
        ("stop", params.stop.map(|stop| stop.show())),
        ("start", params.start.map(|start| start.show())),
        ("increment", params.increment.map(|by| by.show())),
        ("all_fit", params.all_fit.map(|word| word.show())),
    ];
    for (name, text) in given {
        if let Some(text) = text.filter(|_| !params.has_add1()) {
            return Err(conflict(name, &text, "completion=add1"));
        }
    }
    Ok(())
}
