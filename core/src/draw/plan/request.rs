//! What is asked of a plan.

use super::NO_LOG;
use crate::draw::list::{DEFAULT_PANELS, MAX_PANELS, MIN_PANELS};
use crate::draw::schema::{Algorithm, Beacon, Disclosure, Organiser, Source};
use crate::draw::time::Time;
use crate::id::PersonId;
use crate::lottery::beacon::Chain;
use crate::problem::Problem;
use crate::tie::TieRule;

/// A draw to be planned.
#[derive(Clone, Debug)]
pub struct Request {
    /// What the draw is called for ever: a URI.
    pub draw_id: String,
    /// The series it belongs to: a URI.
    pub series: Option<String>,
    /// What it is for, for people.
    pub purpose: String,
    /// Name and key of who draws.
    pub organiser: Organiser,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The manifest hash of the attempt before.
    pub supersedes: Option<[u8; 32]>,
    /// A beacon that is out already.
    pub not_before_beacon: Option<Beacon>,
    /// When the draw is made.
    pub draw_time: Time,
    /// Seconds between what is fixed and the beacon; `None` means 300 and is not written down.
    pub margin_s: Option<u32>,
    /// Origin of the log in which the seal is entered, else [`NO_LOG`].
    pub log: String,
    /// Digests of what the tickets will decide on.
    pub binds: Vec<[u8; 32]>,
    /// Whether it is only practised.
    pub rehearsal: bool,
    /// Where the randomness comes from, in order.
    pub sources: Vec<Announced>,
    /// The panel; `None` for tickets and samples only.
    pub panel: Option<PanelDraw>,
    /// Samples of the pool, label and size: reserves, invitations.
    pub samples: Vec<(String, u32)>,
    /// Draws of tickets.
    pub tickets: Vec<TicketDraw>,
    /// Who sees the list of panels.
    pub disclosure: Disclosure,
}

/// A source as it is announced; times that are left out are the latest possible.
#[derive(Clone, Debug)]
pub enum Announced {
    /// The first round of a beacon at the time of the draw or after it.
    Drand(&'static Chain),
    /// A party that committed to a secret.
    Party {
        /// Its name, which stands in the commitment.
        party: String,
        /// Its key, with which it signs the manifest.
        key: Option<[u8; 32]>,
        /// Its commitment.
        commitment: [u8; 32],
        /// Until when it reveals; else the margin before the draw.
        reveal_by: Option<Time>,
    },
    /// Dice; in a direct draw they are the number of the panel.
    Dice {
        /// How many.
        count: u32,
        /// 10 or 6.
        sides: u32,
        /// How and where they are rolled.
        ceremony: String,
    },
    /// Numbers that others publish.
    List {
        /// What is read, one for each list of numbers.
        items: Vec<String>,
        /// When all are known; else the margin before the draw.
        ready_by: Option<Time>,
    },
}

/// A panel to be drawn from a list.
#[derive(Clone, Debug)]
pub struct PanelDraw {
    /// Where the panels come from.
    pub from: PanelSource,
    /// How many panels; `None` for 1000. Not asked for in a direct draw, whose dice say it.
    pub panels: Option<u32>,
    /// Whether the dice of the only source are the number of the panel (closed point 14).
    pub direct: bool,
}

/// Where the panels of a list come from.
#[derive(Clone, Debug)]
pub enum PanelSource {
    /// A rule that draws one panel, asked once for each panel of the list; seats are then dealt
    /// out again so that equals have equal chances.
    Rule {
        /// Its id, of the family `sortition`.
        id: String,
        /// Its parameters, `name=text`.
        params: Vec<(String, String)>,
        /// How its ties are decided; `None` as the rule does by default.
        ties: Option<Vec<TieRule>>,
    },
    /// A lottery that was computed elsewhere: panels with integer weights. Its chances stand; it is
    /// only rounded to whole panels.
    Lottery {
        /// Panels and what they weigh.
        panels: Vec<(Vec<PersonId>, u64)>,
        /// How they were found, for the manifest.
        algorithm: Algorithm,
    },
}

/// Tickets to be drawn.
#[derive(Clone, Debug)]
pub struct TicketDraw {
    /// Its label.
    pub label: String,
    /// For whom.
    pub holders: Holders,
}

/// Who gets tickets.
#[derive(Clone, Debug)]
pub enum Holders {
    /// Options of a vote and the like, by id.
    Ids(Vec<String>),
    /// Everyone in the pool, by the hex of the leaf (draw/v1, 2.8, closed point 4).
    People,
}

impl Request {
    /// A request of nothing yet, to be filled in.
    pub fn new(draw_id: &str, purpose: &str, organiser: Organiser, draw_time: Time) -> Self {
        Self {
            draw_id: draw_id.to_owned(),
            series: None,
            purpose: purpose.to_owned(),
            organiser,
            attempt: 1,
            supersedes: None,
            not_before_beacon: None,
            draw_time,
            margin_s: None,
            log: NO_LOG.to_owned(),
            binds: Vec::new(),
            rehearsal: false,
            sources: Vec::new(),
            panel: None,
            samples: Vec::new(),
            tickets: Vec::new(),
            disclosure: Disclosure::Auditor,
        }
    }

    /// The ids of all tickets that are drawn for ids: the pool of a draw without people.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let mut ids: Vec<&str> = Vec::new();
        for tickets in &self.tickets {
            if let Holders::Ids(own) = &tickets.holders {
                ids.extend(own.iter().map(String::as_str));
            }
        }
        crate::sort::sort(&mut ids);
        ids.dedup();
        ids.into_iter()
    }

    /// Whether people are drawn, and not only tickets for ids.
    pub(super) fn needs_people(&self) -> bool {
        let of_people = |tickets: &TicketDraw| matches!(tickets.holders, Holders::People);
        self.panel.is_some() || !self.samples.is_empty() || self.tickets.iter().any(of_people)
    }

    /// How many panels the list has.
    pub(super) fn panels(&self) -> Result<u32, Vec<Problem>> {
        let Some(panel) = &self.panel else {
            return Ok(0);
        };
        let wrong = |found: String, expected: String| {
            Problem::error("draw-panels")
                .found(found)
                .expected(expected)
        };
        if !panel.direct {
            let panels = panel.panels.unwrap_or(DEFAULT_PANELS);
            if (MIN_PANELS..=MAX_PANELS).contains(&panels) {
                return Ok(panels);
            }
            return Err(vec![wrong(
                panels.to_string(),
                format!("{MIN_PANELS}..{MAX_PANELS}"),
            )]);
        }
        // "exactly one dice source and no other source"
        let [Announced::Dice { count, sides, .. }] = self.sources.as_slice() else {
            return Err(vec![Problem::error("draw-direct-sources")]);
        };
        let panels = matches!(sides, 6 | 10)
            .then(|| sides.checked_pow(*count))
            .flatten();
        let panels = panels.filter(|panels| (6..=MAX_PANELS).contains(panels));
        let dice = format!("{count}d{sides}");
        let expected = "1d10, 2d10, 3d10, 1d6, 2d6, 3d6".to_owned();
        panels.ok_or_else(|| vec![wrong(dice, expected)])
    }

    /// The sources as they stand in the manifest.
    pub(super) fn sources(&self) -> Result<Vec<Source>, Vec<Problem>> {
        let margin = i64::from(
            self.margin_s
                .unwrap_or(super::super::limits::DEFAULT_MARGIN_S),
        );
        let latest = Time::from_unix(self.draw_time.unix().saturating_sub(margin));
        let latest = latest.unwrap_or(self.draw_time);
        let mut sources = Vec::new();
        let mut problems = Vec::new();
        for source in &self.sources {
            sources.push(match source {
                Announced::Drand(chain) => {
                    if self.draw_time.unix() < chain.genesis {
                        let problem = Problem::error("draw-time-genesis").path(chain.name);
                        problems.push(problem.found(self.draw_time.to_string()));
                    }
                    Source::Drand {
                        chain_hash: chain.hash,
                        round: i64::try_from(chain.round_at(self.draw_time.unix()))
                            .unwrap_or(i64::MAX),
                    }
                }
                Announced::Party {
                    party,
                    key,
                    commitment,
                    reveal_by,
                } => Source::CommitReveal {
                    party: party.clone(),
                    key: *key,
                    commitment: *commitment,
                    reveal_by: reveal_by.unwrap_or(latest),
                },
                Announced::Dice {
                    count,
                    sides,
                    ceremony,
                } => Source::Dice {
                    count: i64::from(*count),
                    sides: i64::from(*sides),
                    ceremony: ceremony.clone(),
                },
                Announced::List { items, ready_by } => Source::Rfc3797List {
                    items: items.clone(),
                    ready_by: ready_by.unwrap_or(latest),
                },
            });
        }
        if problems.is_empty() {
            Ok(sources)
        } else {
            Err(problems)
        }
    }
}
