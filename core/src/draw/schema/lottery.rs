//! What is drawn from: a list of panels, or tickets only.

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, object, str_value};
use crate::draw::limits;
use crate::json::Value;

/// What the panel is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lottery {
    /// A list of equally likely panels, of which one is drawn.
    UniformPanels {
        /// How many panels, from 1 to 10^6.
        panels: u32,
        /// Merkle root of the panel leaves in order.
        root: [u8; 32],
        /// Members of each panel, at least 1.
        seats: Option<u32>,
        /// Who sees the list; absent means [`Disclosure::Public`].
        disclosure: Option<Disclosure>,
    },
    /// No panel: only samples and tickets.
    Ticket,
}

/// Who sees the list of panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// Everybody: leaves are hashed without salt.
    Public,
    /// Auditors: each leaf has its own salt, so that the list is not found by trying.
    Auditor,
}

impl Lottery {
    /// Whether panels are leaves with a salt.
    pub const fn salted(&self) -> bool {
        matches!(
            self,
            Lottery::UniformPanels {
                disclosure: Some(Disclosure::Auditor),
                ..
            }
        )
    }

    /// Reads a lottery.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Lottery> {
        read(value, Lottery::read)
    }

    pub(super) fn read(at: &Cursor<'_>) -> Lottery {
        match at.value().get("kind").and_then(Value::as_str) {
            Some("uniform-panels") => {
                at.closed(&["kind", "panels", "root"], &["seats", "disclosure"]);
                let panels = at.at("panels").counted32(limits::PANELS, "1..10^6");
                Lottery::UniformPanels {
                    panels,
                    root: at.at("root").hex32(),
                    seats: at.maybe("seats").map(|at| seats(&at, panels)),
                    disclosure: at.maybe("disclosure").map(|at| disclosure(&at)),
                }
            }
            Some("ticket") => {
                at.closed(&["kind"], &[]);
                Lottery::Ticket
            }
            _ => {
                at.at("kind").wrong("uniform-panels|ticket");
                Lottery::Ticket
            }
        }
    }

    /// The lottery as it stands in a manifest.
    pub fn to_value(&self) -> Value {
        match self {
            Lottery::UniformPanels {
                panels,
                root,
                seats,
                disclosure,
            } => object([
                ("kind", str_value("uniform-panels")),
                ("panels", Some(Value::from(*panels))),
                ("root", hex_value(root)),
                ("seats", seats.map(Value::from)),
                (
                    "disclosure",
                    disclosure.and_then(|who| {
                        str_value(match who {
                            Disclosure::Public => "public",
                            Disclosure::Auditor => "auditor",
                        })
                    }),
                ),
            ]),
            Lottery::Ticket => object([("kind", str_value("ticket"))]),
        }
    }
}

fn seats(at: &Cursor<'_>, panels: u32) -> u32 {
    let seats = at.counted32(limits::POOL, "1..2^24");
    if u64::from(seats) * u64::from(panels) > limits::PANEL_SEATS {
        at.wrong("panels x seats <= 10^8");
    }
    seats
}

fn disclosure(at: &Cursor<'_>) -> Disclosure {
    match at.value().as_str() {
        Some("auditor") => Disclosure::Auditor,
        Some("public") => Disclosure::Public,
        _ => {
            at.wrong("public|auditor");
            Disclosure::Public
        }
    }
}
