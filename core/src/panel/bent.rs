//! Records that were bent in one place, for tests of what checks them.

use super::samples::Dice;
use crate::id::{ix, len32};
use crate::json::Value;
use crate::num::Integer;

/// A record bent in each of its numbers and lists, one at a time and so many times each.
pub(crate) fn bent(value: &Value, dice: &mut Dice, times: u32) -> Vec<Value> {
    let mut ways = Vec::new();
    places(value, &mut Vec::new(), &mut ways);
    let mut made = Vec::new();
    for way in &ways {
        for _ in 0..times {
            let mut copy = value.clone();
            bend(at(&mut copy, way), dice);
            if copy != *value {
                made.push(copy);
            }
        }
    }
    made
}

/// The ways to the numbers and lists of a value.
fn places(value: &Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Array(items) => {
            found.push(way.clone());
            for (at, item) in items.iter().enumerate() {
                way.push(at.to_string());
                places(item, way, found);
                way.pop();
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                way.push(name.clone());
                places(field, way, found);
                way.pop();
            }
        }
        _ => found.push(way.clone()),
    }
}

fn at<'a>(value: &'a mut Value, way: &[String]) -> &'a mut Value {
    way.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
        Value::Object(fields) => fields.get_mut(step).unwrap(),
        _ => panic!("no way"),
    })
}

/// Bends one number, text of a number, or list.
fn bend(value: &mut Value, dice: &mut Dice) {
    let by = [-1, 1, -2, 1000, -1_000_000, 1_000_000_000][ix(dice.below(6))];
    match value {
        Value::Int(number) => match dice.below(4) {
            0 => *number = -*number,
            1 => *number = 0,
            _ => *number += by,
        },
        Value::Str(text) if text.contains('/') => {
            let (above, below) = text.split_once('/').unwrap();
            let above = above.parse::<Integer>().unwrap() + Integer::from(by.signum());
            *text = format!("{above}/{below}");
        }
        Value::Str(text) => {
            if let Ok(number) = text.parse::<Integer>() {
                *text = match dice.below(5) {
                    0 => (-number).to_string(),
                    1 => "0".to_owned(),
                    2 => (number * Integer::from(2_u8)).to_string(),
                    _ => (number + Integer::from(by)).to_string(),
                };
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = ix(dice.below(len32(items.len())));
            match dice.below(3) {
                0 => {
                    items.remove(at);
                }
                1 => items.push(items[at].clone()),
                _ => items.reverse(),
            }
        }
        _ => {}
    }
}
