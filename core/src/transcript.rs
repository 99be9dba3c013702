//! Events: what happened during a count, in order, so that a person can follow it.
//!
//! An event is O(options), never O(ballots). Amounts are exact text. A rule that probes many
//! endowments records one [`Event::Probe`] each and full events for the final run only.

use crate::id::OptionId;
use crate::instance::{Instance, Labels, object};
use crate::json::{Value, write_string};

/// Amounts of options, such as the tallies of a stage.
pub type Amounts = Vec<(OptionId, String)>;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The quota or threshold that decides, with its formula's name (`droop`, `majority`).
    Quota {
        /// Name of the formula.
        formula: &'static str,
        /// The exact amount.
        votes: String,
    },
    /// The state after a stage. Tallies, `exhausted` and `rounding` sum to the valid votes.
    Stage {
        /// Number of the stage, from 1.
        stage: u32,
        /// What the stage did: `first-preferences`, `surplus`, `exclusion`, `round`.
        action: &'static str,
        /// Votes of each option still on the paper.
        tallies: Amounts,
        /// Votes that no continuing option holds.
        exhausted: String,
        /// Votes lost to rounding so far, where the rule keeps them apart.
        rounding: Option<String>,
    },
    /// Options elected, in order.
    Elect {
        /// Who.
        options: Vec<OptionId>,
        /// Why: `quota`, `majority`, `remaining`, `score`.
        reason: &'static str,
    },
    /// Options excluded.
    Exclude {
        /// Who.
        options: Vec<OptionId>,
        /// Why: `fewest-votes`, `withdrawn`, `below-threshold`.
        reason: &'static str,
    },
    /// A surplus is transferred.
    Surplus {
        /// Whose.
        from: OptionId,
        /// How much it is.
        surplus: String,
        /// The votes it is taken from.
        of: String,
    },
    /// A tie, and what decided it.
    Tie {
        /// What was to be decided: `elect`, `exclude`, `surplus`, `fund` ...
        purpose: &'static str,
        /// The tied options, in file order.
        among: Vec<OptionId>,
        /// True when the most favoured option was wanted, false for the least.
        most_favoured: bool,
        /// The word of the policy that decided; `all` where every way was followed.
        decided_by: &'static str,
        /// The option taken.
        chosen: OptionId,
    },
    /// One try of a rule that probes endowments.
    Probe {
        /// The endowment of one voter.
        endowment: String,
        /// What the outcome would cost.
        cost: String,
        /// `within`, `exhaustive` or `overspent`.
        verdict: &'static str,
    },
    /// A project is funded.
    Fund {
        /// Which.
        project: OptionId,
        /// Its price, in the currency.
        cost: String,
        /// What made it the next: votes, density, or price per unit of utility.
        by: &'static str,
        /// The exact amount of `by`.
        amount: String,
        /// Budget left after it.
        left: String,
    },
    /// A seat of a committee is given.
    Seat {
        /// To whom.
        option: OptionId,
        /// What made it the next: the score it adds, the load it makes, the price it has.
        by: &'static str,
        /// The exact amount of `by`; empty where there is none.
        amount: String,
        /// The best of the others and its amount, where there is another.
        next: Option<(OptionId, String)>,
    },
    /// An option leaves a committee that began with all of them.
    Leave {
        /// Which.
        option: OptionId,
        /// What made it the next: the score that is lost with it, the ballots that name it.
        by: &'static str,
        /// The exact amount of `by`.
        amount: String,
    },
    /// A project is passed over.
    Skip {
        /// Which.
        project: OptionId,
        /// Why: `does-not-fit`, `after-stop`, `below-threshold`, `unaffordable`, `no-support`.
        reason: &'static str,
        /// Its cost, in the currency.
        cost: String,
        /// What was there: budget left, money of its supporters, votes.
        available: String,
    },
    /// Two outcomes are compared by the voters.
    Comparison {
        /// The two rules.
        rules: [&'static str; 2],
        /// Voters who prefer the first, the second, and neither.
        voters: [String; 3],
        /// The rule whose outcome is taken.
        taken: &'static str,
    },
    /// A pairwise matrix: `rows[i][j]` voters prefer option i to option j.
    Pairwise {
        /// What the numbers are: `preferences`, `strongest-paths`.
        of: &'static str,
        /// The options, in the order of rows and columns.
        options: Vec<OptionId>,
        /// The matrix.
        rows: Vec<Vec<String>>,
    },
    /// Scores of options.
    Scores {
        /// What they are: `approvals`, `net-votes`, `votes`.
        of: &'static str,
        /// From highest to lowest.
        scores: Amounts,
    },
    /// Seats given to the strata of a pool.
    Strata {
        /// Name of each stratum, its people, its exact share, and its seats.
        strata: Vec<(String, u32, String, u32)>,
    },
    /// Numbers taken from a labelled stream of public randomness.
    Draw {
        /// Label of the stream.
        label: String,
        /// Drawn without replacement from `0..of`.
        of: u32,
        /// The numbers, in order.
        values: Vec<u32>,
    },
    /// A proposal of a solver that was checked exactly and accepted.
    Proposal {
        /// Which door it came through.
        label: &'static str,
        /// The proposal.
        value: Value,
    },
    /// Anything else a rule has to say; the sentence stands with the rule.
    Note {
        /// Stable kebab-case code.
        code: &'static str,
        /// Its arguments.
        args: Vec<String>,
    },
}

fn texts<S: AsRef<str>>(items: &[S]) -> Value {
    Value::Array(
        items
            .iter()
            .map(|item| Value::from(item.as_ref()))
            .collect(),
    )
}

impl Event {
    /// The word of the event.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Quota { .. } => "quota",
            Self::Stage { .. } => "stage",
            Self::Elect { .. } => "elect",
            Self::Exclude { .. } => "exclude",
            Self::Surplus { .. } => "surplus",
            Self::Tie { .. } => "tie",
            Self::Probe { .. } => "probe",
            Self::Fund { .. } => "fund",
            Self::Seat { .. } => "seat",
            Self::Leave { .. } => "leave",
            Self::Skip { .. } => "skip",
            Self::Comparison { .. } => "comparison",
            Self::Pairwise { .. } => "pairwise",
            Self::Scores { .. } => "scores",
            Self::Strata { .. } => "strata",
            Self::Draw { .. } => "draw",
            Self::Proposal { .. } => "proposal",
            Self::Note { .. } => "note",
        }
    }

    /// Writes the canonical form of [`Event::to_value`]; a proposal, which may be long, as it
    /// stands.
    pub fn write_canonical(&self, instance: &Instance, out: &mut dyn FnMut(&[u8])) {
        if let Self::Proposal { label, value } = self {
            out(b"{\"event\":\"proposal\",\"label\":");
            write_string(label, out);
            out(b",\"value\":");
            value.write_canonical(out);
            out(b"}");
        } else {
            self.to_value(instance).write_canonical(out);
        }
    }

    /// The event as in a report, options by id.
    pub fn to_value(&self, instance: &Instance) -> Value {
        let labels = Labels(instance);
        let amounts = |amounts: &Amounts| {
            let rows = amounts.iter().map(|(option, amount)| {
                Value::Array(vec![labels.option(*option), Value::from(amount.as_str())])
            });
            Value::Array(rows.collect())
        };
        let mut fields = vec![("event", Value::from(self.kind()))];
        match self {
            Self::Quota { formula, votes } => {
                fields.extend([
                    ("formula", Value::from(*formula)),
                    ("votes", Value::from(votes.as_str())),
                ]);
            }
            Self::Stage {
                stage,
                action,
                tallies,
                exhausted,
                rounding,
            } => {
                fields.extend([
                    ("stage", Value::from(*stage)),
                    ("action", Value::from(*action)),
                    ("tallies", amounts(tallies)),
                    ("exhausted", Value::from(exhausted.as_str())),
                ]);
                fields.extend(
                    rounding
                        .as_ref()
                        .map(|text| ("rounding", Value::from(text.as_str()))),
                );
            }
            Self::Elect { options, reason } | Self::Exclude { options, reason } => {
                fields.extend([
                    ("options", labels.options(options)),
                    ("reason", Value::from(*reason)),
                ]);
            }
            Self::Surplus { from, surplus, of } => fields.extend([
                ("from", labels.option(*from)),
                ("surplus", Value::from(surplus.as_str())),
                ("of", Value::from(of.as_str())),
            ]),
            Self::Tie {
                purpose,
                among,
                most_favoured,
                decided_by,
                chosen,
            } => fields.extend([
                ("purpose", Value::from(*purpose)),
                ("among", labels.options(among)),
                (
                    "wanted",
                    Value::from(if *most_favoured {
                        "most-favoured"
                    } else {
                        "least-favoured"
                    }),
                ),
                ("decided_by", Value::from(*decided_by)),
                ("chosen", labels.option(*chosen)),
            ]),
            Self::Probe {
                endowment,
                cost,
                verdict,
            } => fields.extend([
                ("endowment", Value::from(endowment.as_str())),
                ("cost", Value::from(cost.as_str())),
                ("verdict", Value::from(*verdict)),
            ]),
            Self::Fund {
                project,
                cost,
                by,
                amount,
                left,
            } => fields.extend([
                ("project", labels.option(*project)),
                ("cost", Value::from(cost.as_str())),
                ("by", Value::from(*by)),
                ("amount", Value::from(amount.as_str())),
                ("left", Value::from(left.as_str())),
            ]),
            Self::Seat {
                option,
                by,
                amount,
                next,
            } => {
                fields.extend([
                    ("option", labels.option(*option)),
                    ("by", Value::from(*by)),
                    ("amount", Value::from(amount.as_str())),
                ]);
                fields.extend(next.as_ref().map(|(option, amount)| {
                    let next = vec![labels.option(*option), Value::from(amount.as_str())];
                    ("next", Value::Array(next))
                }));
            }
            Self::Leave { option, by, amount } => fields.extend([
                ("option", labels.option(*option)),
                ("by", Value::from(*by)),
                ("amount", Value::from(amount.as_str())),
            ]),
            Self::Skip {
                project,
                reason,
                cost,
                available,
            } => fields.extend([
                ("project", labels.option(*project)),
                ("reason", Value::from(*reason)),
                ("cost", Value::from(cost.as_str())),
                ("available", Value::from(available.as_str())),
            ]),
            Self::Comparison {
                rules,
                voters,
                taken,
            } => {
                fields.extend([
                    ("rules", texts(rules)),
                    ("voters", texts(voters)),
                    ("taken", Value::from(*taken)),
                ]);
            }
            Self::Pairwise { of, options, rows } => fields.extend([
                ("of", Value::from(*of)),
                ("options", labels.options(options)),
                (
                    "rows",
                    Value::Array(rows.iter().map(|row| texts(row)).collect()),
                ),
            ]),
            Self::Scores { of, scores } => {
                fields.extend([("of", Value::from(*of)), ("scores", amounts(scores))]);
            }
            Self::Strata { strata } => {
                let rows = strata.iter().map(|(name, people, share, seats)| {
                    object(vec![
                        ("stratum", Value::from(name.as_str())),
                        ("people", Value::from(*people)),
                        ("share", Value::from(share.as_str())),
                        ("seats", Value::from(*seats)),
                    ])
                });
                fields.push(("strata", Value::Array(rows.collect())));
            }
            Self::Draw { label, of, values } => fields.extend([
                ("label", Value::from(label.as_str())),
                ("of", Value::from(*of)),
                (
                    "values",
                    Value::Array(values.iter().map(|value| Value::from(*value)).collect()),
                ),
            ]),
            Self::Proposal { label, value } => {
                fields.extend([("label", Value::from(*label)), ("value", value.clone())]);
            }
            Self::Note { code, args } => {
                fields.extend([("code", Value::from(*code)), ("args", texts(args))]);
            }
        }
        object(fields)
    }
}
