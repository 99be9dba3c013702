//! Amounts as people write them: `1 234,50 zł`, `1,234.50`, `120000`.
//!
//! Blanks between groups of three digits may be of any kind: spreadsheets write narrow ones that
//! do not break. What is a decimal sign and what parts thousands is decided for a whole column at
//! once, since `1,234` alone may be either: a column that never shows it is refused, and the
//! column map says which (`"decimal": ","`).

use crate::num::{Decimal, parse_decimal};

/// Words and signs of currencies that may stand before or after an amount.
const CURRENCIES: [&str; 15] = [
    "zł", "zl", "pln", "€", "eur", "lei", "leu", "ron", "грн", "грн.", "₴", "uah", "$", "usd", "kč",
];

/// An amount taken apart: digits with the signs between them.
fn bare(text: &str) -> Option<String> {
    let folded = text.trim().to_lowercase();
    let mut rest = folded.as_str();
    for word in CURRENCIES {
        let cut = rest.strip_suffix(word).or_else(|| rest.strip_prefix(word));
        if let Some(cut) = cut {
            rest = cut.trim();
            break;
        }
    }
    let rest = rest.strip_suffix(",-").unwrap_or(rest);
    let mut out = String::new();
    // Digits before, behind and between blanks, to see that blanks part groups of three.
    let mut groups = rest.split(|letter: char| letter.is_whitespace() || letter == '\'');
    let first = groups.next()?;
    out.push_str(first);
    let mut grouped = false;
    for group in groups {
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 || out.is_empty() || !out.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        grouped = true;
        out.push_str(group);
    }
    if grouped && !(1..=3).contains(&first.len()) {
        return None;
    }
    let known = |byte: u8| byte.is_ascii_digit() || byte == b',' || byte == b'.';
    let sound = out.bytes().all(known) && out.bytes().any(|byte| byte.is_ascii_digit());
    sound.then_some(out)
}

/// What one amount says about the decimal sign of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing: it has no sign.
    Nothing,
    /// This is the sign.
    Sign(u8),
    /// It has one sign with three digits behind: `1,234`.
    Either,
}

/// What an amount says about the decimal sign.
pub(super) fn says(text: &str) -> Says {
    let Some(bare) = bare(text) else {
        return Says::Nothing;
    };
    let blanks = text.trim().contains(char::is_whitespace);
    let last = bare.bytes().rposition(|byte| !byte.is_ascii_digit());
    let Some(last) = last else {
        return Says::Nothing;
    };
    let Some(sign) = bare.as_bytes().get(last).copied() else {
        return Says::Nothing;
    };
    let other = if sign == b',' { b'.' } else { b',' };
    let before = bare.get(..last).unwrap_or_default();
    let behind = bare.len().saturating_sub(last).saturating_sub(1);
    if before.as_bytes().contains(&sign) {
        // Repeated, it parts thousands.
        return Says::Sign(other);
    }
    let long = before.len() > 3 || before.is_empty() || before.starts_with('0');
    if before.as_bytes().contains(&other) || behind != 3 || long || blanks && grouped(text) {
        return Says::Sign(sign);
    }
    Says::Either
}

/// True where blanks part the digits themselves, not the currency.
fn grouped(text: &str) -> bool {
    let digits: Vec<char> = text.trim().chars().collect();
    digits.windows(3).any(|three| match three {
        [a, b, c] => a.is_ascii_digit() && b.is_whitespace() && c.is_ascii_digit(),
        _ => false,
    })
}

/// Reads an amount with a known decimal sign; `None` where it is none.
pub(super) fn amount(text: &str, decimal: u8) -> Option<Decimal> {
    let bare = bare(text)?;
    let thousands = if decimal == b',' { '.' } else { ',' };
    let sign = char::from(decimal);
    let (whole, part) = bare.split_once(sign).unwrap_or((&bare, ""));
    if part.contains(thousands) || part.contains(sign) || bare.ends_with(sign) {
        return None;
    }
    let mut groups = whole.split(thousands);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut parted = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        parted = true;
        digits.push_str(group);
    }
    if parted && !(1..=3).contains(&first.len()) {
        return None;
    }
    if !part.is_empty() {
        digits.push('.');
        digits.push_str(part);
    }
    parse_decimal(&digits)
}

/// A whole number, perhaps negative: points, ranks, votes. `3,0` and `3.00` are three.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = match digits.split_once([',', '.']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        Some(_) => return None,
        None => digits,
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    if negative {
        number.checked_neg()
    } else {
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_our_countries() {
        for (text, decimal, value) in [
            ("120000", b',', "120000"),
            ("1 234,50 zł", b',', "1234.5"),
            ("1\u{a0}234\u{a0}567,00", b',', "1234567"),
            ("1\u{202f}234,5 PLN", b',', "1234.5"),
            ("1.234.567,89", b',', "1234567.89"),
            ("$1,234.50", b'.', "1234.5"),
            ("1'234", b'.', "1234"),
            ("350 000 грн", b',', "350000"),
            ("12.000 lei", b',', "12000"),
            ("500,-", b',', "500"),
        ] {
            let read = amount(text, decimal).map(|amount| amount.to_string());
            assert_eq!(read.as_deref(), Some(value), "{text}");
        }
        for text in [
            "", "zł", "1 23", "12 34,5", "1,2,3", "1.23.456", "-5", "12a", "5,", "1234 567",
        ] {
            assert_eq!(amount(text, b','), None, "{text}");
        }
    }

    #[test]
    fn the_decimal_sign_is_said_or_not() {
        for (text, said) in [
            ("120000", Says::Nothing),
            ("1 234", Says::Nothing),
            ("1,5", Says::Sign(b',')),
            ("1.234,50", Says::Sign(b',')),
            ("1.234.567", Says::Sign(b',')),
            ("1,234,567", Says::Sign(b'.')),
            ("1 234,500", Says::Sign(b',')),
            ("1234,500", Says::Sign(b',')),
            ("0,125", Says::Sign(b',')),
            ("1,234", Says::Either),
            ("1.234 zł", Says::Either),
        ] {
            assert_eq!(says(text), said, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        for (text, value) in [("3", 3), ("-2", -2), ("3,0", 3), ("+4", 4), ("5.00", 5)] {
            assert_eq!(whole(text), Some(value), "{text}");
        }
        for text in ["", "x", "1.5", "1e3", "--1", "99999999999999999999", "1 2"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
