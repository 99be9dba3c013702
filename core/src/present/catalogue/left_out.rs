//! Sentences that are left out of an engine without solvers when it is compiled.
//!
//! Only the command and the module of panels, which both have solvers, ask whether quotas can be
//! met, who stands in for whom, or how a pool mirrors a town; a page that only counts loads those
//! sentences for nothing. The catalogues stay whole in their files; lines are chosen here by the
//! start of their keys.

// Evaluated when the engine is compiled: what is out of bounds there does not compile.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

/// How the keys start that only the command and the module of panels say.
pub(super) const LEFT_OUT: [&str; 8] = [
    "alternates.",
    "cli.",
    "feasible.",
    "format-doc.",
    "inclusion.",
    "read-as-doc.",
    "replace.",
    "targets.",
];

/// Of those, what is said of any lottery all the same.
pub(super) const KEPT: [&str; 6] = [
    "inclusion.chances",
    "inclusion.column.chance",
    "inclusion.column.exact",
    "inclusion.histogram",
    "inclusion.levels",
    "inclusion.spread",
];

/// How many bytes are kept of a catalogue.
pub(super) const fn kept(source: &[u8]) -> usize {
    let (mut at, mut bytes) = (0, 0);
    while at < source.len() {
        let end = end_of_line(source, at);
        if !is_left_out(source, at) {
            bytes += end - at;
        }
        at = end;
    }
    bytes
}

/// What is kept of a catalogue; `N` is [`kept`] of it.
pub(super) const fn keep<const N: usize>(source: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let (mut at, mut to) = (0, 0);
    while at < source.len() {
        let end = end_of_line(source, at);
        if is_left_out(source, at) {
            at = end;
        }
        while at < end {
            out[to] = source[at];
            at += 1;
            to += 1;
        }
    }
    out
}

/// One past the line break that ends the line at this place.
const fn end_of_line(source: &[u8], mut at: usize) -> usize {
    while at < source.len() {
        at += 1;
        if source[at - 1] == b'\n' {
            break;
        }
    }
    at
}

const fn is_left_out(source: &[u8], at: usize) -> bool {
    starts_with_any(source, at, &LEFT_OUT) && !starts_with_any(source, at, &KEPT)
}

const fn starts_with_any(source: &[u8], at: usize, keys: &[&str]) -> bool {
    let mut number = 0;
    while number < keys.len() {
        let key = keys[number].as_bytes();
        let mut same = 0;
        while same < key.len() && at + same < source.len() && source[at + same] == key[same] {
            same += 1;
        }
        if same == key.len() {
            return true;
        }
        number += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_go_and_stay() {
        const SOURCE: &[u8] =
            b"# cli. of it\ncli.a = 1\nclic = 2\ninclusion.spread = 3\ninclusion.x = 4\nz = cli.5";
        const LEFT: [u8; kept(SOURCE)] = keep(SOURCE);
        assert_eq!(
            str::from_utf8(&LEFT),
            Ok("# cli. of it\nclic = 2\ninclusion.spread = 3\nz = cli.5")
        );
        assert_eq!(keep::<0>(b"cli.last = 1"), *b"");
    }

    #[test]
    fn what_a_page_that_counts_says_is_kept() {
        let sources = [
            include_str!("../basis.rs"),
            include_str!("../certificate.rs"),
            include_str!("../document.rs"),
            include_str!("../lottery.rs"),
            include_str!("../rounds.rs"),
            include_str!("../why.rs"),
            include_str!("../../report.rs"),
        ];
        for source in sources {
            for literal in source.split('"').skip(1).step_by(2) {
                let key = literal.as_bytes();
                assert!(
                    !is_left_out(key, 0),
                    "{literal} is said where it is left out"
                );
            }
        }
    }
}
