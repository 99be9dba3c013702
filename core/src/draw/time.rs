//! Times of draw/v1: RFC 3339 in UTC, in one spelling.
//!
//! ```
//! use isonomia::draw::time::Time;
//!
//! let time: Time = "2023-08-23T15:15:31Z".parse().unwrap();
//! assert_eq!(time.unix(), 1_692_803_731);
//! assert_eq!(Time::from_unix(1_692_803_731), Some(time));
//! assert!("2023-08-23T17:15:31+02:00".parse::<Time>().is_err());
//! ```

use std::fmt;
use std::str::FromStr;

const DAY: i64 = 86_400;

/// A second of the years 2020 to 2199 (draw/v1, 2.8, schema).
///
/// A leap second `:60` is refused: Unix time has no place for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    unix: i64,
}

impl Time {
    /// The first second of 2020.
    pub const FIRST: Time = Time {
        unix: 1_577_836_800,
    };

    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    pub const fn unix(self) -> i64 {
        self.unix
    }

    /// The time of this many Unix seconds; `None` outside the years 2020 to 2199.
    pub fn from_unix(unix: i64) -> Option<Time> {
        let (year, _, _) = civil(unix.div_euclid(DAY));
        (2020..=2199).contains(&year).then_some(Time { unix })
    }
}

/// Text that is no such time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeError;

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time such as 2026-05-01T12:00:00Z")
    }
}

impl std::error::Error for TimeError {}

impl FromStr for Time {
    type Err = TimeError;

    /// `(20[2-9]\d|21\d\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ`, ASCII digits, a date of the calendar.
    fn from_str(text: &str) -> Result<Time, TimeError> {
        const SHAPE: &[u8; 20] = b"dddd-dd-ddTdd:dd:ddZ";
        let bytes: &[u8; 20] = text.as_bytes().try_into().map_err(|_| TimeError)?;
        let mut numbers = [0_i64; 6];
        let mut at = 0;
        for (byte, shape) in bytes.iter().zip(SHAPE) {
            match (shape, byte) {
                (b'd', b'0'..=b'9') => {
                    numbers[at] = numbers[at] * 10 + i64::from(byte - b'0');
                }
                (b'd', _) => return Err(TimeError),
                _ if byte == shape => at = (at + 1).min(5),
                _ => return Err(TimeError),
            }
        }
        let [year, month, day, hour, minute, second] = numbers;
        let real = (2020..=2199).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !real {
            return Err(TimeError);
        }
        let unix = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
        Ok(Time { unix })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.unix.div_euclid(DAY));
        let second = self.unix.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01. Years are counted from March, so that the leap day ends one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let month = (month + 9) % 12;
    let since_march = (153 * month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + since_march
        - 719_468
}

/// Year, month and day of a day since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(text: &str) -> Option<i64> {
        text.parse::<Time>().ok().map(Time::unix)
    }

    #[test]
    fn known_times() {
        // date -u -d ... +%s
        for (text, seconds) in [
            ("2020-01-01T00:00:00Z", 1_577_836_800),
            ("2020-02-29T23:59:59Z", 1_583_020_799),
            ("2023-08-23T15:15:31Z", 1_692_803_731),
            ("2038-01-19T03:14:08Z", 2_147_483_648),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("2199-12-31T23:59:59Z", 7_258_118_399),
        ] {
            assert_eq!(unix(text), Some(seconds), "{text}");
            assert_eq!(Time::from_unix(seconds).unwrap().to_string(), text);
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut day = unix("2020-01-01T12:00:00Z").unwrap();
        let (mut date, mut count) = ((2020, 1, 1), 0);
        while let Some(time) = Time::from_unix(day) {
            let (y, m, d) = date;
            assert_eq!(time.to_string(), format!("{y:04}-{m:02}-{d:02}T12:00:00Z"));
            assert_eq!(time.to_string().parse(), Ok(time));
            date = if d < days_of(y, m) {
                (y, m, d + 1)
            } else if m < 12 {
                (y, m + 1, 1)
            } else {
                (y + 1, 1, 1)
            };
            day += DAY;
            count += 1;
        }
        // 180 years, of which 44 are leap years: every fourth but 2100.
        assert_eq!((date, count), ((2200, 1, 1), 180 * 365 + 44));
    }

    #[test]
    fn one_spelling() {
        for wrong in [
            "2023-08-23T15:15:60Z",
            "2023-08-23T24:00:00Z",
            "2023-08-23T15:60:00Z",
            "2023-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2023-04-31T00:00:00Z",
            "2023-00-10T00:00:00Z",
            "2023-13-10T00:00:00Z",
            "2023-08-00T00:00:00Z",
            "2019-12-31T23:59:59Z",
            "2200-01-01T00:00:00Z",
            "2023-08-23t15:15:31Z",
            "2023-08-23T15:15:31z",
            "2023-08-23 15:15:31Z",
            "2023-08-23T15:15:31+00:00",
            "2023-08-23T17:15:31+02:00",
            "2023-08-23T15:15:31.0Z",
            "2023-08-23T15:15Z",
            "２０２３-08-23T15:15:31Z",
            " 2023-08-23T15:15:31Z",
            "2023-08-23T15:15:31Z\n",
            "+023-08-23T15:15:31Z",
            "",
        ] {
            assert_eq!(unix(wrong), None, "{wrong:?}");
        }
        assert_eq!(Time::from_unix(i64::MAX), None);
        assert_eq!(Time::from_unix(i64::MIN), None);
    }
}
