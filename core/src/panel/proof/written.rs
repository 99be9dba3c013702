//! Proofs as they stand in reports.

use super::{Node, Proof, Split};
use crate::json::Value;
use crate::num::Integer;
use crate::propose::Multipliers;

/// The most nodes of a proof that is read.
const NODES: usize = 1_000_000;

/// The most digits of a multiplier that is read.
const DIGITS: usize = 200;

impl Proof {
    /// As it stands in reports: nodes in order, `["row", number, at]` or `["variable", number, at]`
    /// for a split and `["leaf", "scale", [[row, "multiplier"], ..]]` for a leaf.
    pub fn to_value(&self) -> Value {
        let node = |node: &Node| match node {
            Node::Split(on, at) => {
                let (word, number) = match on {
                    Split::Row(row) => ("row", row),
                    Split::Variable(variable) => ("variable", variable),
                };
                Value::Array(vec![
                    Value::from(word),
                    Value::from(*number),
                    Value::from(*at),
                ])
            }
            Node::Leaf(by) => {
                let rows = by.rows.iter().map(|(row, factor)| {
                    Value::Array(vec![Value::from(*row), Value::from(factor.to_string())])
                });
                Value::Array(vec![
                    Value::from("leaf"),
                    Value::from(by.scale.to_string()),
                    Value::Array(rows.collect()),
                ])
            }
        };
        Value::Array(self.nodes.iter().map(node).collect())
    }

    /// Reads what [`Proof::to_value`] writes; `None` where it is written otherwise. What is read
    /// proves nothing before [`Proof::check`].
    pub fn from_value(value: &Value) -> Option<Self> {
        let nodes = value.as_array().filter(|nodes| nodes.len() <= NODES)?;
        let nodes = nodes.iter().map(node).collect::<Option<_>>()?;
        Some(Self { nodes })
    }
}

fn node(value: &Value) -> Option<Node> {
    let [word, second, third] = value.as_array()? else {
        return None;
    };
    let number = |value: &Value| u32::try_from(value.as_i64()?).ok();
    match word.as_str()? {
        "leaf" => {
            let mut next = 0;
            let mut row = |pair: &Value| {
                let [row, factor] = pair.as_array()? else {
                    return None;
                };
                // Ascending, none 0: one way to write a proof.
                let row = number(row).filter(|row| *row >= next)?;
                next = row.checked_add(1)?;
                let factor = integer(factor).filter(|factor| !factor.is_zero())?;
                Some((row, factor))
            };
            let rows = third.as_array()?.iter().map(&mut row);
            Some(Node::Leaf(Multipliers {
                scale: integer(second)?,
                rows: rows.collect::<Option<_>>()?,
            }))
        }
        "row" => Some(Node::Split(Split::Row(number(second)?), third.as_i64()?)),
        "variable" => Some(Node::Split(
            Split::Variable(number(second)?),
            third.as_i64()?,
        )),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<Integer> {
    let text = value.as_str().filter(|text| text.len() <= DIGITS)?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}
