//! From what stands in a cell to an option: ids, names, and lists of names that hold commas.

use std::collections::BTreeMap;

use super::words::fold;
use crate::instance::Options;

/// What a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// One option.
    One(u32),
    /// Two options or more: the text does not say which.
    Several,
    /// None.
    Nothing,
}

/// Why a list in a cell was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// A part names no option.
    Unknown,
    /// It can be taken apart in two ways, or a part names two options.
    Ambiguous,
}

/// The options by everything they may be called: id, name, or both together.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: BTreeMap<String, Named>,
    /// The most parts that separators make of one name.
    longest: usize,
    split: String,
}

impl Names {
    /// Names of options, for lists parted by the letters of `split`.
    pub(super) fn new(options: &Options, split: &str) -> Self {
        let mut names = Self {
            known: BTreeMap::new(),
            longest: 1,
            split: split.to_owned(),
        };
        for option in options.all() {
            let (id, name) = (options.id(option), options.name(option));
            names.add(id, option.0);
            if !name.is_empty() && name != id {
                names.add(name, option.0);
                for between in [" ", ". ", " - ", " – ", ": ", ") ", ", "] {
                    names.add(&format!("{id}{between}{name}"), option.0);
                }
            }
        }
        names
    }

    fn add(&mut self, text: &str, option: u32) {
        let text = fold(text);
        let parts = self.parts(&text).len();
        self.longest = self.longest.max(parts);
        let entry = self.known.entry(text).or_insert(Named::One(option));
        if *entry != Named::One(option) {
            *entry = Named::Several;
        }
    }

    /// What a text names.
    pub(super) fn find(&self, text: &str) -> Named {
        let found = self.known.get(&fold(text));
        found.copied().unwrap_or(Named::Nothing)
    }

    /// What a heading names: the option itself, the part in brackets of `Which ones? [Park]`, or
    /// an id before a name that is written in another way.
    pub(super) fn heading(&self, heading: &str) -> Named {
        let whole = self.find(heading);
        if whole != Named::Nothing {
            return whole;
        }
        if let Some((_, inner)) = bracketed(heading) {
            let inner = self.find(inner);
            if inner != Named::Nothing {
                return inner;
            }
        }
        let inner = bracketed(heading).map_or(heading, |(_, inner)| inner);
        let end = inner.find([' ', '.', ':', ')', '–']);
        let (id, rest) = inner.split_at(end.unwrap_or(inner.len()));
        match self.find(id) {
            Named::One(option) if !rest.is_empty() => Named::One(option),
            _ => Named::Nothing,
        }
    }

    /// The options of a list in a cell, in its order. Separators that stand in a name belong to
    /// it; where two readings are possible, neither is taken.
    ///
    /// Cost: parts of the cell times the most parts of a name, each with one look-up.
    pub(super) fn list(&self, cell: &str, out: &mut Vec<u32>) -> Result<(), Unread> {
        out.clear();
        let cell = fold(
            cell.trim()
                .trim_end_matches(|letter| self.split.contains(letter)),
        );
        if cell.is_empty() {
            return Ok(());
        }
        let parts = self.parts(&cell);
        let count = parts.len();
        // From each part on: how many readings of the rest, and where the first name of one ends.
        let mut ways: Vec<(u8, usize, u32)> = vec![(0, 0, 0); count + 1];
        let mut doubtful = false;
        if let Some(end) = ways.last_mut() {
            end.0 = 1;
        }
        for from in (0..count).rev() {
            let mut here = (0u8, 0usize, 0u32);
            for to in from + 1..=count.min(from + self.longest) {
                let rest = ways.get(to).map_or(0, |way| way.0);
                let (Some(first), Some(last)) = (parts.get(from), parts.get(to - 1)) else {
                    continue;
                };
                if rest == 0 {
                    continue;
                }
                match self
                    .known
                    .get(cell.get(first.0..last.1).unwrap_or_default().trim())
                {
                    Some(Named::One(option)) => {
                        here = (here.0.saturating_add(rest).min(2), to, *option);
                    }
                    Some(Named::Several) => {
                        doubtful = true;
                        here = (2, to, 0);
                    }
                    Some(Named::Nothing) | None => {}
                }
            }
            if let Some(way) = ways.get_mut(from) {
                *way = here;
            }
        }
        match ways.first().map_or(0, |way| way.0) {
            0 if doubtful => Err(Unread::Ambiguous),
            0 => Err(Unread::Unknown),
            1 => {
                let mut at = 0;
                while let Some((_, to, option)) = ways.get(at).filter(|_| at < count) {
                    out.push(*option);
                    at = *to;
                }
                Ok(())
            }
            _ => Err(Unread::Ambiguous),
        }
    }

    /// The parts of a text between separators, as ranges of bytes.
    fn parts(&self, text: &str) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let mut from = 0usize;
        for (at, letter) in text.char_indices() {
            if self.split.contains(letter) {
                parts.push((from, at));
                from = at.saturating_add(letter.len_utf8());
            }
        }
        parts.push((from, text.len()));
        parts
    }
}

/// `Question [Answer]` taken apart.
pub(super) fn bracketed(heading: &str) -> Option<(&str, &str)> {
    let (question, inner) = heading.trim().strip_suffix(']')?.rsplit_once('[')?;
    Some((question.trim(), inner.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[(&str, &str)]) -> Names {
        let mut options = Options::new();
        for (id, name) in list {
            options.push(id, name).expect("ids differ");
        }
        Names::new(&options, ",;|")
    }

    fn read(names: &Names, cell: &str) -> Result<Vec<u32>, Unread> {
        let mut out = Vec::new();
        names.list(cell, &mut out).map(|()| out)
    }

    #[test]
    fn names_may_hold_the_separator() {
        let town = names(&[
            ("1", "Park"),
            ("2", "Benches, lamps, trees"),
            ("3", "Lamps"),
        ]);
        assert_eq!(read(&town, "Park, Benches, lamps, trees"), Ok(vec![0, 1]));
        assert_eq!(read(&town, "benches, lamps, trees; Lamps"), Ok(vec![1, 2]));
        assert_eq!(read(&town, "3, 1 | 2"), Ok(vec![2, 0, 1]));
        assert_eq!(
            read(&town, "2. Benches, lamps, trees, Park"),
            Ok(vec![1, 0])
        );
        assert_eq!(read(&town, ""), Ok(vec![]));
        assert_eq!(read(&town, "Park,"), Ok(vec![0]));
        assert_eq!(read(&town, "Park, Pool"), Err(Unread::Unknown));
    }

    #[test]
    fn two_readings_are_none() {
        let town = names(&[("1", "Park"), ("2", "Park, pool"), ("3", "Pool")]);
        assert_eq!(read(&town, "Park, Pool"), Err(Unread::Ambiguous));
        assert_eq!(read(&town, "Park"), Ok(vec![0]));
        let twins = names(&[("1", "Park"), ("2", "park")]);
        assert_eq!(twins.find("PARK"), Named::Several);
        assert_eq!(read(&twins, "park"), Err(Unread::Ambiguous));
        assert_eq!(read(&twins, "2"), Ok(vec![1]));
    }

    #[test]
    fn headings_of_forms() {
        let town = names(&[("P1", "Park"), ("P2", "Pool")]);
        assert_eq!(town.heading("Which projects? [Park]"), Named::One(0));
        assert_eq!(town.heading("P2. The new pool"), Named::One(1));
        assert_eq!(town.heading("P2"), Named::One(1));
        assert_eq!(town.heading("Timestamp"), Named::Nothing);
    }
}
