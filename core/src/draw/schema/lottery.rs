//! What is drawn from: a list of panels, or tickets only.

use super::field::{
    Read, closed, counted32, field, hex_value, hex32, object, optional, str_value, word, wrong,
};
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
        match value.get("kind").and_then(Value::as_str) {
            Some("uniform-panels") => {
                let fields = closed(value, &["kind", "panels", "root"], &["seats", "disclosure"])?;
                let panels = field(fields, "panels", |value| {
                    counted32(value, limits::PANELS, "1..10^6")
                })?;
                let root = field(fields, "root", hex32)?;
                let seats = optional(fields, "seats", |value| seats(value, panels))?;
                let disclosure = optional(fields, "disclosure", disclosure)?;
                Ok(Lottery::UniformPanels {
                    panels,
                    root,
                    seats,
                    disclosure,
                })
            }
            Some("ticket") => {
                let fields = closed(value, &["kind"], &[])?;
                field(fields, "kind", |value| word(value, "ticket"))?;
                Ok(Lottery::Ticket)
            }
            _ => wrong("uniform-panels|ticket")
                .map_err(|error: super::SchemaError| error.inside("kind")),
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

fn seats(value: &Value, panels: u32) -> Read<u32> {
    let seats = counted32(value, limits::POOL, "1..2^24")?;
    if u64::from(seats) * u64::from(panels) > limits::PANEL_SEATS {
        return wrong("panels x seats <= 10^8");
    }
    Ok(seats)
}

fn disclosure(value: &Value) -> Read<Disclosure> {
    match value.as_str() {
        Some("public") => Ok(Disclosure::Public),
        Some("auditor") => Ok(Disclosure::Auditor),
        _ => wrong("public|auditor"),
    }
}
