//! Blocks as plain text for a terminal or a log.

use std::collections::BTreeSet;

use super::blocks::{Align, Block, Table};

/// How text is set.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Columns of the terminal; lines of prose wrap there.
    pub width: usize,
    /// Whether to use bold and colour.
    pub color: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
        }
    }
}

/// The blocks as text, ending in a newline.
pub fn text(blocks: &[Block], style: TextStyle) -> String {
    let mut out = String::new();
    let told = blocks
        .iter()
        .filter(|block| !matches!(block, Block::Lines(_) | Block::Groups(_)));
    for (at, block) in told.enumerate() {
        if at > 0 {
            out.push('\n');
        }
        match block {
            Block::Lead(sentence) | Block::Heading(sentence) => {
                paragraph(&mut out, "", sentence, style, Some("1"));
            }
            Block::Para(sentence) => paragraph(&mut out, "", sentence, style, None),
            Block::Note(sentence) => paragraph(&mut out, "! ", sentence, style, Some("33")),
            Block::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    paragraph(&mut out, &format!("{:>3}. ", number + 1), item, style, None);
                }
            }
            Block::Table(table) => table_text(&mut out, table, style),
            Block::Lines(_) | Block::Groups(_) => {}
        }
    }
    out
}

fn paragraph(out: &mut String, mark: &str, sentence: &str, style: TextStyle, code: Option<&str>) {
    let indent = mark.chars().count();
    let room = style.width.saturating_sub(indent).max(20);
    let mut line = String::new();
    let mut lines = Vec::new();
    for word in sentence.split(' ').filter(|word| !word.is_empty()) {
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    for (at, line) in lines.iter().enumerate() {
        let mark = if at == 0 {
            mark.to_owned()
        } else {
            " ".repeat(indent)
        };
        match code.filter(|_| style.color) {
            Some(code) => out.extend([&*mark, "\u{1b}[", code, "m", line, "\u{1b}[0m\n"]),
            None => out.extend([&*mark, line, "\n"]),
        }
    }
}

/// A table with aligned columns; the widest text column is cut with `…` where the row would
/// pass the width, but never so far that two of its cells look alike; numbers never are.
fn table_text(out: &mut String, table: &Table, style: TextStyle) {
    if !table.caption.is_empty() {
        paragraph(out, "", &table.caption, style, Some("1"));
    }
    let mut widths: Vec<usize> = table.head.iter().map(|(name, _)| width(name)).collect();
    for row in &table.rows {
        for (column, cell) in widths.iter_mut().zip(row) {
            *column = (*column).max(width(cell));
        }
    }
    narrow(&mut widths, table, style.width.max(40));
    let heads: Vec<String> = table.head.iter().map(|(name, _)| name.clone()).collect();
    row_text(out, &heads, table, &widths);
    let rule: Vec<String> = widths.iter().map(|column| "─".repeat(*column)).collect();
    row_text(out, &rule, table, &widths);
    for row in &table.rows {
        row_text(out, row, table, &widths);
    }
}

/// Takes from the widest text column what the row has beyond `most`.
fn narrow(widths: &mut [usize], table: &Table, most: usize) {
    let total: usize = widths.iter().map(|column| column + 2).sum();
    let over = total.saturating_sub(most);
    let starts = table.head.iter().zip(&*widths).enumerate();
    let starts = starts.filter(|(_, ((_, align), _))| *align == Align::Start);
    let widest = starts.max_by_key(|(_, (_, width))| **width);
    let Some(at) = widest.map(|(at, _)| at).filter(|_| over > 0) else {
        return;
    };
    if let Some(column) = widths.get_mut(at) {
        let cells: Vec<&String> = table.rows.iter().filter_map(|row| row.get(at)).collect();
        let least = told_apart(&cells, *column).max(12);
        *column = column.saturating_sub(over).max(least);
    }
}

/// The least width at which different cells are still different once they are cut.
fn told_apart(cells: &[&String], whole: usize) -> usize {
    let different = |room: usize| {
        let whole: BTreeSet<&String> = cells.iter().copied().collect();
        let cut: BTreeSet<String> = whole.iter().map(|cell| cut(cell, room)).collect();
        cut.len() == whole.len()
    };
    (12..whole).find(|room| different(*room)).unwrap_or(whole)
}

fn row_text(out: &mut String, cells: &[String], table: &Table, widths: &[usize]) {
    let mut line = String::new();
    for ((cell, room), (_, align)) in cells.iter().zip(widths).zip(&table.head) {
        if !line.is_empty() {
            line.push_str("  ");
        }
        let cell = cut(cell, *room);
        let pad = " ".repeat(room.saturating_sub(width(&cell)));
        match align {
            Align::Start => line.extend([&*cell, &*pad]),
            Align::End => line.extend([&*pad, &*cell]),
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn cut(cell: &str, room: usize) -> String {
    if width(cell) <= room {
        return cell.to_owned();
    }
    let kept: String = cell.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Columns that a text takes: one a character, none for combining marks.
fn width(text: &str) -> usize {
    text.chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Rules side by side: `sortition/m…` was maximin and minimax.
    #[test]
    fn cells_that_are_cut_still_differ() {
        let number = "123,456,789,012,345,678,901,234";
        let row = |rule: &str| vec![rule.to_owned(), number.to_owned()];
        let table = Table {
            caption: String::new(),
            head: vec![
                ("Rule".to_owned(), Align::Start),
                ("Panels".to_owned(), Align::End),
            ],
            rows: vec![row("sortition/maximin"), row("sortition/minimax")],
            bars: None,
        };
        let style = TextStyle {
            width: 40,
            color: false,
        };
        let text = text(&[Block::Table(table)], style);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        let cut = |rule: &str| format!("{rule}  {number}");
        assert_eq!(lines, [cut("sortition/ma…"), cut("sortition/mi…")]);
    }

    #[test]
    fn numbers_are_never_cut() {
        let table = Table {
            caption: String::new(),
            head: vec![
                ("Project".to_owned(), Align::Start),
                ("Cost".to_owned(), Align::End),
            ],
            rows: vec![vec![
                "A very long name of a project that nobody could ever read".to_owned(),
                "1,234,567".to_owned(),
            ]],
            bars: None,
        };
        let text = text(
            &[Block::Table(table)],
            TextStyle {
                width: 40,
                color: false,
            },
        );
        assert!(text.contains("1,234,567"), "{text}");
        assert!(text.contains('…'), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 40),
            "{text}"
        );
    }
}
