//! Numbers from public drawings, written as RFC 3797 writes them.

use crate::sort::sort;

/// The key string of RFC 3797, section 4: for each source its numbers ascending, each followed
/// by `.`, then `/` (lottery numbers 9, 41, 18 after the single 9319: `9319./9.18.41./`).
///
/// The order in which numbers were drawn is lost on purpose: newspapers print them sorted.
pub fn rfc3797_key(sources: &[Vec<u64>]) -> String {
    let mut key = String::new();
    for numbers in sources {
        let mut ascending = numbers.clone();
        sort(&mut ascending);
        for number in ascending {
            key.push_str(&number.to_string());
            key.push('.');
        }
        key.push('/');
    }
    key
}
