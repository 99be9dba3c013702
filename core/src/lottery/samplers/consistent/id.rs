//! How Python prints the objects that serve as ids.

use std::fmt::Write as _;

/// An id as a Python program holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// A `str`.
    Text(String),
    /// An `int`.
    Number(i64),
    /// A `tuple`.
    Tuple(Vec<Id>),
}

impl Id {
    /// Python's `str(id)`: text as it is, a number in decimal, a tuple as `('Batch A', 1)`.
    ///
    /// `None` where the text within a tuple has a character of which only the Unicode tables of
    /// that Python version say whether it is printed or escaped: all letters and digits are
    /// printed, other characters beyond ASCII are not decided here.
    pub fn print(&self) -> Option<String> {
        match self {
            Id::Text(text) => Some(text.clone()),
            id => {
                let mut printed = String::new();
                id.represent(&mut printed)?;
                Some(printed)
            }
        }
    }

    /// Python's `repr(id)`.
    fn represent(&self, out: &mut String) -> Option<()> {
        match self {
            Id::Text(text) => quoted(text, out),
            Id::Number(number) => write!(out, "{number}").ok(),
            Id::Tuple(items) => {
                out.push('(');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push_str(", ");
                    }
                    item.represent(out)?;
                }
                // A tuple of one keeps its comma.
                out.push_str(if items.len() == 1 { ",)" } else { ")" });
                Some(())
            }
        }
    }
}

/// Single quotes, unless the text has one and no double quote.
fn quoted(text: &str, out: &mut String) -> Option<()> {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            c if c.is_ascii() => write!(out, "\\x{:02x}", u32::from(c)).ok()?,
            c if c.is_alphanumeric() => out.push(c),
            _ => return None,
        }
    }
    out.push(quote);
    Some(())
}
