//! Money and points as text.

use crate::num::{Decimal, parse_decimal};

/// Reads an amount of money; `Err` with the code of what is wrong.
pub(super) fn amount(text: &str) -> Result<Decimal, &'static str> {
    if let Some(amount) = parse_decimal(text) {
        return Ok(amount);
    }
    let unsigned = text.strip_prefix('-');
    if unsigned.is_some_and(|rest| plain(rest) || parse_decimal(rest).is_some()) {
        return Err("negative-amount");
    }
    if text.matches(',').count() == 1 && parse_decimal(&text.replace(',', ".")).is_some() {
        return Err("decimal-comma");
    }
    if plain(text) {
        return Err("too-large");
    }
    Err("not-a-number")
}

/// Digits with at most one point among them, however many.
fn plain(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    digits > 0 && points <= 1 && digits.saturating_add(points) == text.len()
}

/// Reads whole points, `-3`, `4` or `4.0`.
pub(super) fn points(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return (!text.starts_with('+')).then_some(number);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let decimal = parse_decimal(digits).filter(|decimal| decimal.scale.0 == 0)?;
    i64::try_from(decimal.units).ok()?.checked_mul(sign)
}
