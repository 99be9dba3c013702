//! What a rule decides.

use crate::id::{OptionId, PersonId};
use crate::instance::{Instance, Labels, object};
use crate::json::Value;
use crate::num::{Ratio, ratio_text};
use crate::sort::sort;

/// The decision. Every kind of outcome is one variant, with the same fields from every rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Projects that get money.
    Funded {
        /// Projects in the order in which they were funded.
        selected: Vec<OptionId>,
        /// Their cost, in minor units.
        cost: u64,
        /// Budget left, in minor units.
        left: u64,
        /// What each of them gets in minor units, for those that get another amount than their
        /// cost (funded in part, or adjustable); in the order of `selected`.
        amounts: Vec<(OptionId, u64)>,
    },
    /// Options elected.
    Elected {
        /// In order of election; of a committee, where order means nothing, in file order.
        elected: Vec<OptionId>,
    },
    /// A number for each option, and the winners.
    Scores {
        /// Every option with its exact score as text, from highest to lowest.
        scores: Vec<(OptionId, String)>,
        /// The options that fill the seats, from highest to lowest.
        winners: Vec<OptionId>,
    },
    /// A complete order with ties.
    Ranking {
        /// Groups of equals, best first.
        tiers: Vec<Vec<OptionId>>,
    },
    /// A panel of people.
    Panel {
        /// Its size.
        seats: u32,
        /// Members, in byte order of their ids.
        members: Vec<PersonId>,
    },
    /// Chances of people to sit on a panel, and panels that give them.
    PanelLottery {
        /// Size of every panel.
        seats: u32,
        /// Everyone with the exact chance, in byte order of their ids; the chances sum to `seats`.
        people: Vec<(PersonId, Ratio)>,
        /// Panels of people with their chances, which sum to 1; members in byte order of their
        /// ids. Empty where only the chances were asked for.
        panels: Vec<(Vec<PersonId>, Ratio)>,
        /// What proves that the chances are as good as the rule promises, or how far they may be
        /// from it.
        certificate: Value,
    },
}

impl Outcome {
    /// The word of its kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Funded { .. } => "funded",
            Self::Elected { .. } => "elected",
            Self::Scores { .. } => "scores",
            Self::Ranking { .. } => "ranking",
            Self::Panel { .. } => "panel",
            Self::PanelLottery { .. } => "panel-lottery",
        }
    }

    /// The outcome with what decides nothing taken out: the order in which projects were funded,
    /// and the order of winners whose places are told by their scores. Outcomes that are equal
    /// then are one decision.
    #[must_use]
    pub fn decision(&self) -> Self {
        let mut decision = self.clone();
        match &mut decision {
            Self::Funded {
                selected, amounts, ..
            } => {
                sort(selected);
                sort(amounts);
            }
            Self::Scores { winners, .. } => sort(winners),
            Self::Elected { .. }
            | Self::Ranking { .. }
            | Self::Panel { .. }
            | Self::PanelLottery { .. } => {}
        }
        decision
    }

    /// The options that win: funded, elected, winners, or the first tier.
    pub fn winners(&self) -> Vec<OptionId> {
        match self {
            Self::Funded { selected, .. } => selected.clone(),
            Self::Elected { elected } => elected.clone(),
            Self::Scores { winners, .. } => winners.clone(),
            Self::Ranking { tiers } => tiers.first().cloned().unwrap_or_default(),
            Self::Panel { .. } | Self::PanelLottery { .. } => Vec::new(),
        }
    }

    /// The outcome as in a report: options and people by id.
    pub fn to_value(&self, instance: &Instance) -> Value {
        let labels = Labels(instance);
        let kind = ("kind", Value::from(self.kind()));
        match self {
            Self::Funded {
                selected,
                cost,
                left,
                amounts,
            } => {
                let text = |amount: u64| match instance {
                    Instance::Budget(budget) => Value::from(budget.text(amount)),
                    _ => Value::from(amount.to_string()),
                };
                let mut fields = vec![
                    kind,
                    ("selected", labels.options(selected)),
                    ("cost", text(*cost)),
                    ("left", text(*left)),
                ];
                if !amounts.is_empty() {
                    let rows = amounts.iter().map(|(project, amount)| {
                        Value::Array(vec![labels.option(*project), text(*amount)])
                    });
                    fields.push(("amounts", Value::Array(rows.collect())));
                }
                object(fields)
            }
            Self::Elected { elected } => object(vec![kind, ("elected", labels.options(elected))]),
            Self::Scores { scores, winners } => {
                let rows = scores.iter().map(|(option, score)| {
                    Value::Array(vec![labels.option(*option), Value::from(score.as_str())])
                });
                object(vec![
                    kind,
                    ("scores", Value::Array(rows.collect())),
                    ("winners", labels.options(winners)),
                ])
            }
            Self::Ranking { tiers } => {
                let tiers = tiers.iter().map(|tier| labels.options(tier));
                object(vec![kind, ("tiers", Value::Array(tiers.collect()))])
            }
            Self::Panel { seats, members } => object(vec![
                kind,
                ("seats", Value::from(*seats)),
                ("members", labels.people(members)),
            ]),
            Self::PanelLottery {
                seats,
                people,
                panels,
                certificate,
            } => {
                let people = people.iter().map(|(person, chance)| {
                    object(vec![
                        ("id", labels.person(*person)),
                        ("probability", Value::from(ratio_text(chance))),
                    ])
                });
                let panels = panels.iter().map(|(members, chance)| {
                    object(vec![
                        ("members", labels.people(members)),
                        ("weight", Value::from(ratio_text(chance))),
                    ])
                });
                object(vec![
                    kind,
                    ("seats", Value::from(*seats)),
                    ("people", Value::Array(people.collect())),
                    ("panels", Value::Array(panels.collect())),
                    ("certificate", certificate.clone()),
                ])
            }
        }
    }
}
