//! Standard base64 (RFC 4648, section 4) with one spelling for each value: padded, and the bits
//! that padding leaves over are zero.

/// The text of these bytes.
pub(super) fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |at: usize| group.get(at).copied().unwrap_or(0);
        let sextets = [
            byte(0) >> 2,
            (byte(0) & 3) << 4 | byte(1) >> 4,
            (byte(1) & 15) << 2 | byte(2) >> 6,
            byte(2) & 63,
        ];
        // One byte needs two digits, two bytes three, three bytes four.
        for (at, sextet) in sextets.into_iter().enumerate() {
            text.push(if at <= group.len() {
                char::from(ALPHABET[usize::from(sextet)])
            } else {
                '='
            });
        }
    }
    text
}

/// The bytes of this text; `None` where [`encode`] would not have written it.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    let Some((last, whole)) = groups.split_last() else {
        return Some(bytes);
    };
    for group in whole {
        bytes.extend(triple(*group)?);
    }
    let padding = last
        .iter()
        .rev()
        .take_while(|digit| **digit == b'=')
        .count();
    let mut filled = *last;
    for digit in filled.iter_mut().rev().take(padding) {
        *digit = b'A';
    }
    let triple = triple(filled)?;
    let kept = match padding {
        0 => 3,
        1 => 2,
        2 => 1,
        _ => return None,
    };
    let (kept, over) = triple.split_at_checked(kept)?;
    if over.iter().any(|byte| *byte != 0) {
        return None;
    }
    bytes.extend(kept);
    Some(bytes)
}

fn triple(digits: [u8; 4]) -> Option<[u8; 3]> {
    let [a, b, c, d] = digits.map(sextet);
    let (a, b, c, d) = (a?, b?, c?, d?);
    Some([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d])
}

fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4648() {
        // RFC 4648, section 10
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("++//"), Some(vec![0xfb, 0xef, 0xff]));
    }

    #[test]
    fn a_value_has_one_spelling() {
        for wrong in [
            "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "A===", "Z-8=", "Zm 9", "Zg==\n",
            "=Zg=", "Zg=g", "é==",
        ] {
            assert_eq!(decode(wrong), None, "{wrong:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(bytes: Vec<u8>) {
            proptest::prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
