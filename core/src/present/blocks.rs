//! The parts of a page, before it is known whether it is a terminal, a browser or paper.

use crate::instance::object;
use crate::json::Value;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Start,
    /// Numbers.
    End,
}

/// A table with a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Heads of the columns with their alignment.
    pub head: Vec<(String, Align)>,
    /// Cells, one for each column.
    pub rows: Vec<Vec<String>>,
    /// The column whose numbers may be drawn as bars, and the exact text of each row's number.
    pub bars: Option<Bars>,
}

/// Numbers of a table that may be drawn as bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Length of each row's bar, in thousandths of the longest.
    pub thousandths: Vec<u32>,
    /// Rows that won, drawn in the accent colour and marked.
    pub won: Vec<bool>,
}

/// Lines over rounds: a picture whose numbers stand in the table that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// What the picture shows.
    pub caption: String,
    /// The same in words, for who cannot see it.
    pub about: String,
    /// Rounds from left to right.
    pub rounds: u32,
    /// One line each.
    pub series: Vec<Series>,
}

/// One line of [`Lines`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Of what.
    pub name: String,
    /// A number for each round from the first, in thousandths of the highest of all lines.
    pub thousandths: Vec<u32>,
    /// Whether it ends in a win, drawn in the accent colour and marked with a dot.
    pub won: bool,
}

/// Bars side by side for each of some things: a picture whose numbers stand in the table that
/// follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// What the picture shows.
    pub caption: String,
    /// The same in words, for who cannot see it.
    pub about: String,
    /// What each bar of a group is, at most four.
    pub series: Vec<String>,
    /// Each group with its name; each bar in thousandths of the longest, with its number as text.
    pub groups: Vec<(String, Vec<(u32, String)>)>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The answer in one sentence.
    Lead(String),
    /// A heading.
    Heading(String),
    /// A paragraph.
    Para(String),
    /// Sentences in order.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A picture of lines; nothing in a terminal.
    Lines(Lines),
    /// A picture of bars side by side; nothing in a terminal.
    Groups(Groups),
    /// A paragraph that asks for attention: a tie, a seed chosen by hand, a disagreement.
    Note(String),
}

/// Blocks as JSON, for pages that build their own elements.
pub fn blocks_value(blocks: &[Block]) -> Value {
    let text = |kind: &'static str, text: &String| {
        object(vec![
            ("block", Value::from(kind)),
            ("text", Value::from(text.as_str())),
        ])
    };
    let strings = |items: &[String]| {
        Value::Array(
            items
                .iter()
                .map(|item| Value::from(item.as_str()))
                .collect(),
        )
    };
    let values = blocks.iter().map(|block| match block {
        Block::Lead(sentence) => text("lead", sentence),
        Block::Heading(sentence) => text("heading", sentence),
        Block::Para(sentence) => text("para", sentence),
        Block::Note(sentence) => text("note", sentence),
        Block::Lines(lines) => {
            let series = lines.series.iter().map(|line| {
                let points = line.thousandths.iter().map(|point| Value::from(*point));
                object(vec![
                    ("name", Value::from(line.name.as_str())),
                    ("points", Value::Array(points.collect())),
                    ("won", Value::from(line.won)),
                ])
            });
            object(vec![
                ("block", Value::from("lines")),
                ("caption", Value::from(lines.caption.as_str())),
                ("about", Value::from(lines.about.as_str())),
                ("rounds", Value::from(lines.rounds)),
                ("series", Value::Array(series.collect())),
            ])
        }
        Block::Groups(shown) => {
            let groups = shown.groups.iter().map(|(name, bars)| {
                let bars = bars.iter().map(|(length, text)| {
                    Value::Array(vec![Value::from(*length), Value::from(text.as_str())])
                });
                object(vec![
                    ("name", Value::from(name.as_str())),
                    ("bars", Value::Array(bars.collect())),
                ])
            });
            object(vec![
                ("block", Value::from("groups")),
                ("caption", Value::from(shown.caption.as_str())),
                ("about", Value::from(shown.about.as_str())),
                ("series", strings(&shown.series)),
                ("groups", Value::Array(groups.collect())),
            ])
        }
        Block::List(items) => object(vec![
            ("block", Value::from("list")),
            ("items", strings(items)),
        ]),
        Block::Table(table) => {
            let head = table.head.iter().map(|(name, align)| {
                let align = if *align == Align::End { "end" } else { "start" };
                object(vec![
                    ("text", Value::from(name.as_str())),
                    ("align", Value::from(align)),
                ])
            });
            let mut fields = vec![
                ("block", Value::from("table")),
                ("caption", Value::from(table.caption.as_str())),
                ("head", Value::Array(head.collect())),
                (
                    "rows",
                    Value::Array(table.rows.iter().map(|row| strings(row)).collect()),
                ),
            ];
            if let Some(bars) = &table.bars {
                let lengths = bars
                    .thousandths
                    .iter()
                    .map(|length| Value::from(*length))
                    .collect();
                let won = bars.won.iter().map(|won| Value::from(*won)).collect();
                fields.push(("bars", Value::Array(lengths)));
                fields.push(("won", Value::Array(won)));
            }
            object(fields)
        }
    });
    Value::Array(values.collect())
}
