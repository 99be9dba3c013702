//! The one way to write a value, and a readable way for people.

use super::Value;
use crate::digest::Hasher;

impl Value {
    /// The canonical bytes (RFC 8785 within the profile): what is hashed and compared.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write_canonical(&mut |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// The canonical form as text.
    pub fn canonical_string(&self) -> String {
        String::from_utf8_lossy(&self.canonical()).into_owned()
    }

    /// Hands the canonical bytes to `out` piece by piece, so that a long report can be hashed
    /// or written without a second copy of it.
    pub fn write_canonical(&self, out: &mut dyn FnMut(&[u8])) {
        match self {
            Value::Null => out(b"null"),
            Value::Bool(true) => out(b"true"),
            Value::Bool(false) => out(b"false"),
            Value::Int(number) => out(number.to_string().as_bytes()),
            Value::Str(text) => write_string(text, out),
            Value::Array(items) => {
                out(b"[");
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out(b",");
                    }
                    item.write_canonical(out);
                }
                out(b"]");
            }
            Value::Object(fields) => {
                out(b"{");
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out(b",");
                    }
                    write_string(key, out);
                    out(b":");
                    value.write_canonical(out);
                }
                out(b"}");
            }
        }
    }

    /// The same value for human readers: indented by two blanks, keys in the same order.
    ///
    /// It reads back as an equal value, but only [`Value::canonical`] is ever hashed.
    pub fn pretty(&self) -> String {
        let mut bytes = Vec::new();
        self.write_pretty(0, &mut |piece| bytes.extend_from_slice(piece));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn write_pretty(&self, indent: usize, out: &mut dyn FnMut(&[u8])) {
        match self {
            Value::Array(items) if !items.is_empty() => {
                out(b"[");
                for (index, item) in items.iter().enumerate() {
                    new_line(index > 0, indent + 1, out);
                    item.write_pretty(indent + 1, out);
                }
                new_line(false, indent, out);
                out(b"]");
            }
            Value::Object(fields) if !fields.is_empty() => {
                out(b"{");
                for (index, (key, value)) in fields.iter().enumerate() {
                    new_line(index > 0, indent + 1, out);
                    write_string(key, out);
                    out(b": ");
                    value.write_pretty(indent + 1, out);
                }
                new_line(false, indent, out);
                out(b"}");
            }
            _ => self.write_canonical(out),
        }
    }

    /// SHA-256 of the canonical bytes.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hasher = Hasher::new();
        self.write_canonical(&mut |piece| hasher.update(piece));
        hasher.finish().into_bytes()
    }
}

fn new_line(comma: bool, indent: usize, out: &mut dyn FnMut(&[u8])) {
    out(if comma { b",\n" } else { b"\n" });
    for _ in 0..indent {
        out(b"  ");
    }
}

/// Writes `text` as a canonical JSON string, quotes included.
///
/// RFC 8785, 3.2.2.2: the two-character escapes where JSON has one, `\u00xx` in lower case for
/// the other controls below U+0020, every other character as itself.
pub fn write_string(text: &str, out: &mut dyn FnMut(&[u8])) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out(b"\"");
    let bytes = text.as_bytes();
    let mut plain_from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out(&bytes[plain_from..at]);
        plain_from = at + 1;
        match byte {
            b'"' => out(b"\\\""),
            b'\\' => out(b"\\\\"),
            0x08 => out(b"\\b"),
            b'\t' => out(b"\\t"),
            b'\n' => out(b"\\n"),
            0x0c => out(b"\\f"),
            b'\r' => out(b"\\r"),
            _ => {
                let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
                out(&[b'\\', b'u', b'0', b'0', HEX[high], HEX[low]]);
            }
        }
    }
    out(&bytes[plain_from..]);
    out(b"\"");
}
