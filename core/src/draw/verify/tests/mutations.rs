//! Every byte of a valid transcript changed, and every field and item dropped: FAIL, but for what
//! closed point 8 names, and never a better verdict.

use super::builder::Draft;
use crate::draw::Finding;
use crate::json::{Value, parse};

/// What a byte becomes: another of its class, the other case, and one of another class.
fn others(byte: u8) -> Vec<u8> {
    match byte {
        b'9' => b"0a".to_vec(),
        b'0'..=b'8' => vec![byte + 1, b'f'],
        b'f' | b'F' => vec![byte - 1, byte ^ 0x20, b'0'],
        b'a'..=b'e' | b'A'..=b'E' => vec![byte + 1, byte ^ 0x20, b'7'],
        b'z' | b'Z' => vec![byte - 1, byte ^ 0x20],
        b'g'..=b'y' | b'G'..=b'Y' => vec![byte + 1, byte ^ 0x20],
        b'"' => b"'\\".to_vec(),
        b'{' | b'[' => vec![byte ^ 0x20, b' '],
        b'}' | b']' => vec![byte ^ 0x20, b','],
        b'\\' => b"/\"".to_vec(),
        0x80.. => vec![byte ^ 1, b'?', byte ^ 0x40],
        _ => vec![byte ^ 1, b'"', b'\\'],
    }
}

/// "In such lines [of unknown keys], in proof names and key ids": the names of signature lines in
/// proofs and the first bytes of what follows them. Base64 writes three bytes as four characters,
/// so the last of the six characters with the key id also holds bits of the signature.
fn is_spared(document: &[u8], at: usize) -> bool {
    let before = String::from_utf8_lossy(&document[..at]).into_owned();
    let Some(proof) = before.rfind("\"proof\":\"") else {
        return false;
    };
    let inside = &before[proof + 9..];
    if inside.contains('"') {
        return false;
    }
    let line = inside.rsplit("\\n").next().unwrap_or_default();
    let Some(line) = line.strip_prefix("\u{2014} ") else {
        return false;
    };
    match line.split_once(' ') {
        None => true,
        Some((_, encoded)) => encoded.len() < 6,
    }
}

#[test]
fn every_byte_counts() {
    let made = Draft::new().made();
    let document = made.document();
    let whole = parse(&document).unwrap();
    let mut tried = 0;
    for at in 0..document.len() {
        for byte in others(document[at]) {
            let mut changed = document.clone();
            changed[at] = byte;
            // Another spelling of the same content is the same transcript.
            if parse(&changed).is_ok_and(|value| value == whole) {
                continue;
            }
            let finding = made.verdict_on(&changed).verdict;
            tried += 1;
            let place =
                || String::from_utf8_lossy(&changed[at.saturating_sub(60)..=at]).into_owned();
            if is_spared(&document, at) {
                assert_ne!(finding, Finding::Pass, "{}", place());
            } else {
                assert_eq!(finding, Finding::Fail, "{}", place());
            }
        }
    }
    assert!(tried > 2 * document.len(), "{tried} of {}", document.len());
}

#[test]
fn a_byte_more_or_less_counts() {
    let made = Draft::new().made();
    let document = made.document();
    let whole = parse(&document).unwrap();
    for at in 0..document.len() {
        let mut less = document.clone();
        less.remove(at);
        let mut more = document.clone();
        more.insert(at, document[at]);
        for changed in [less, more] {
            if parse(&changed).is_ok_and(|value| value == whole) {
                continue;
            }
            let finding = made.verdict_on(&changed).verdict;
            let spared = is_spared(&document, at);
            assert!(
                finding == Finding::Fail || spared && finding == Finding::Unproven,
                "{}",
                String::from_utf8_lossy(
                    &changed[at.saturating_sub(60)..=at.min(changed.len() - 1)]
                )
            );
        }
    }
}

/// Every value with one of its fields or items left out, and where.
fn without_one(value: &Value, place: &str, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let place = format!("{place}/{key}");
                let mut less = fields.clone();
                less.remove(key);
                out.push((place.clone(), Value::Object(less)));
                let mut inside = Vec::new();
                without_one(inner, &place, &mut inside);
                for (place, inner) in inside {
                    let mut other = fields.clone();
                    other.insert(key.clone(), inner);
                    out.push((place, Value::Object(other)));
                }
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                let place = format!("{place}/{at}");
                let mut less = items.clone();
                less.remove(at);
                out.push((place.clone(), Value::Array(less)));
                let mut inside = Vec::new();
                without_one(inner, &place, &mut inside);
                for (place, inner) in inside {
                    let mut other = items.clone();
                    other[at] = inner;
                    out.push((place, Value::Array(other)));
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_and_item_counts() {
    for draft in [Draft::new(), Draft::direct(), Draft::tickets()] {
        let made = draft.made();
        let whole = parse(&made.document()).unwrap();
        let mut changed = Vec::new();
        without_one(&whole, "", &mut changed);
        assert!(changed.len() > 60);
        for (place, value) in changed {
            let finding = made.verdict_on(&value.canonical()).verdict;
            // "On removing a whole signature or anchor"
            let parent = place.rsplit_once('/').unwrap().0;
            if parent == "/signatures" || parent == "/anchors" {
                // A note of a party or of the list is not asked of every reader.
                assert_ne!(finding, Finding::Fail, "{place}");
                assert_eq!(finding, Finding::Unproven, "{place}");
            } else {
                assert_eq!(finding, Finding::Fail, "{place}");
            }
        }
    }
}

#[test]
fn every_value_of_another_type_counts() {
    let made = Draft::new().made();
    let whole = parse(&made.document()).unwrap();
    let mut places = Vec::new();
    without_one(&whole, "", &mut places);
    for (place, _) in places {
        for other in [
            Value::Null,
            Value::Bool(true),
            Value::Int(0),
            Value::Int(-1),
            Value::from(""),
            Value::Array(vec![]),
            Value::Object(std::collections::BTreeMap::new()),
        ] {
            let mut changed = whole.clone();
            *at(&mut changed, &place) = other;
            if changed == whole {
                continue;
            }
            let finding = made.verdict_on(&changed.canonical()).verdict;
            let none_left = matches!(place.as_str(), "/signatures" | "/anchors");
            assert!(
                finding == Finding::Fail || none_left && finding == Finding::Unproven,
                "{place}"
            );
        }
    }
}

fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer
        .split('/')
        .skip(1)
        .fold(value, |value, step| match value {
            Value::Object(fields) => fields.get_mut(step).unwrap(),
            Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
            _ => panic!("{pointer}"),
        })
}
