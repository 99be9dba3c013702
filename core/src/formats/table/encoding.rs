//! Bytes to text: UTF-8, UTF-16 and the code pages that spreadsheets of our countries save in.
//!
//! A byte order mark decides. Without one, text with a zero byte in every other place is UTF-16,
//! text that is valid UTF-8 is UTF-8, and the rest is a code page, unless it holds letters that
//! only UTF-8 writes so: then it is UTF-8 with damage, and refused at the first bad byte. Between
//! the code pages the letters decide: Cyrillic words are runs of bytes above 0x7F, Polish and
//! Romanian ones hold single such bytes. Of the two Central European pages, which write nearly
//! all letters alike, ą, ś and ź decide.

mod pages;

use std::io::{BufRead, ErrorKind};

use crate::formats::lines::BOM;
use crate::formats::source::unreadable;
use crate::id::len32;
use crate::problem::Problem;
use pages::{ISO_8859_2, WINDOWS_1250, WINDOWS_1251};

/// The most bytes of a table: places in it are 32 bits wide.
const MOST: u64 = 1 << 30;

/// How a file of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// The Windows code page of Central Europe.
    Windows1250,
    /// The Windows code page of Cyrillic.
    Windows1251,
    /// Latin 2, the page of Central Europe outside Windows.
    Iso8859_2,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1250,
        Self::Windows1251,
        Self::Iso8859_2,
    ];

    /// The word in column maps and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1250 => "windows-1250",
            Self::Windows1251 => "windows-1251",
            Self::Iso8859_2 => "iso-8859-2",
        }
    }

    /// The encoding of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Text, and how it was written.
#[derive(Debug)]
pub(in crate::formats) struct Decoded {
    pub(in crate::formats) text: String,
    pub(in crate::formats) encoding: Encoding,
    /// Whether a byte order mark said so.
    pub(in crate::formats) marked: bool,
}

/// Reads all bytes of a table; at most 1 GiB.
pub(in crate::formats) fn slurp(reader: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(&error)),
        };
        if buffer.is_empty() {
            return Ok(bytes);
        }
        bytes.extend_from_slice(buffer);
        let read = buffer.len();
        reader.consume(read);
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST {
            return Err(Problem::error("table-too-large").expected("at most 1 GiB"));
        }
    }
}

/// Turns bytes into text, in the encoding asked for or the one they seem to have. `Err` is
/// `not-utf8` or `not-in-encoding` with the place of the first byte that fits nothing.
pub(in crate::formats) fn decode(
    bytes: Vec<u8>,
    asked: Option<Encoding>,
) -> Result<Decoded, Problem> {
    let (mark, marked) = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => (BOM.len(), Some(Encoding::Utf8)),
        [0xFF, 0xFE, ..] => (2, Some(Encoding::Utf16Le)),
        [0xFE, 0xFF, ..] => (2, Some(Encoding::Utf16Be)),
        _ => (0, None),
    };
    let encoding = marked.or(asked).unwrap_or_else(|| seems(&bytes));
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes)
            .map(|mut text| {
                text.drain(..mark);
                text
            })
            .map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                broken("not-utf8", error.as_bytes(), at, encoding)
            })?,
        Encoding::Utf16Le | Encoding::Utf16Be => utf16(&bytes, mark, encoding)?,
        Encoding::Windows1250 => page(&bytes, &WINDOWS_1250, encoding)?,
        Encoding::Windows1251 => page(&bytes, &WINDOWS_1251, encoding)?,
        Encoding::Iso8859_2 => page(&bytes, &ISO_8859_2, encoding)?,
    };
    Ok(Decoded {
        text,
        encoding,
        marked: marked.is_some(),
    })
}

/// The encoding that bytes without a mark seem to have.
fn seems(bytes: &[u8]) -> Encoding {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |odd: usize| {
        let places = head.iter().skip(odd).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    // Digits, separators and line ends are most of a table: at least a quarter of all places.
    let many = head.len() / 8;
    if zeros(1) > many && zeros(0) == 0 {
        return Encoding::Utf16Le;
    }
    if zeros(0) > many && zeros(1) == 0 {
        return Encoding::Utf16Be;
    }
    if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) {
        return Encoding::Utf8;
    }
    let mut runs = (0u64, 0u64);
    for word in bytes.split(|byte| *byte < 0x80) {
        match word.len() {
            0 => {}
            1 | 2 => runs.0 = runs.0.saturating_add(1),
            _ => runs.1 = runs.1.saturating_add(1),
        }
    }
    if runs.1 > runs.0 {
        Encoding::Windows1251
    } else if is_latin2(bytes) {
        Encoding::Iso8859_2
    } else {
        Encoding::Windows1250
    }
}

/// Whether more Polish words come about by ISO-8859-2 than by Windows-1250: ą, ś and ź are 0xB1,
/// 0xB6 and 0xBC in the one (signs in the other, but for Ľ, which begins words), 0xB9, 0x9C and
/// 0x9F in the other. Signs by Windows-1250 stand beside figures and blanks, letters in words.
fn is_latin2(bytes: &[u8]) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xC0;
    let (mut latin2, mut windows) = (0u64, 0u64);
    let mut before = b' ';
    for (at, byte) in bytes.iter().enumerate() {
        let after = bytes.get(at.saturating_add(1)).copied().unwrap_or(b' ');
        match byte {
            // No letters or signs by ISO-8859-2, but control characters that nobody writes.
            0x80..=0x9F => return false,
            0xA1 | 0xA6 | 0xAC | 0xB1 | 0xB6 if letter(before) || letter(after) => {
                latin2 = latin2.saturating_add(1);
            }
            0xBC if letter(before) => latin2 = latin2.saturating_add(1),
            0xA5 | 0xB9 => windows = windows.saturating_add(1),
            _ => {}
        }
        before = *byte;
    }
    latin2 > windows
}

/// True where most bytes above 0x7F are parts of letters as UTF-8 writes them.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut parts, mut others) = (0u64, 0u64);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().bytes().filter(|byte| *byte >= 0x80).count();
        parts = parts.saturating_add(u64::from(len32(valid)));
        others = others.saturating_add(u64::from(len32(chunk.invalid().len())));
    }
    parts > others
}

fn utf16(bytes: &[u8], mark: usize, encoding: Encoding) -> Result<String, Problem> {
    let body = bytes.get(mark..).unwrap_or_default();
    let pairs = body.chunks(2).map(|pair| match pair {
        [a, b] if encoding == Encoding::Utf16Le => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        // Half a unit at the end is no letter: a lone surrogate stands for it.
        _ => 0xD800,
    });
    let mut text = String::with_capacity(body.len());
    for unit in char::decode_utf16(pairs) {
        match unit {
            Ok(letter) => text.push(letter),
            Err(error) => {
                let (line, column) = end(&text);
                return Err(Problem::error("not-in-encoding")
                    .at(line, column)
                    .found(format!("{:04x}", error.unpaired_surrogate()))
                    .expected(encoding.word()));
            }
        }
    }
    Ok(text)
}

fn page(bytes: &[u8], page: &[u16; 128], encoding: Encoding) -> Result<String, Problem> {
    let mut text = String::with_capacity(bytes.len().saturating_add(bytes.len() / 8));
    for (at, byte) in bytes.iter().enumerate() {
        let letter = match byte.checked_sub(0x80) {
            None => Some(char::from(*byte)),
            Some(high) => page
                .get(usize::from(high))
                .filter(|letter| **letter > 0)
                .and_then(|letter| char::from_u32(u32::from(*letter))),
        };
        let broken = || broken("not-in-encoding", bytes, at, encoding);
        text.push(letter.ok_or_else(broken)?);
    }
    Ok(text)
}

/// A byte that fits nothing, with its line and column.
fn broken(code: &'static str, bytes: &[u8], at: usize, encoding: Encoding) -> Problem {
    let before = bytes.get(..at).unwrap_or_default();
    let lines = before.split(|byte| *byte == b'\n').count();
    let last = before.rsplit(|byte| *byte == b'\n').next();
    // In UTF-8 bytes that carry a letter on are not counted; a code page has no such bytes.
    let letters = last.unwrap_or_default().iter();
    let letters = letters.filter(|byte| encoding != Encoding::Utf8 || **byte & 0xC0 != 0x80);
    let byte = bytes.get(at).copied().unwrap_or_default();
    Problem::error(code)
        .at(len32(lines), len32(letters.count()).saturating_add(1))
        .found(format!("byte {byte:02x}"))
        .expected(encoding.word())
}

/// Line and column after a text.
fn end(text: &str) -> (u32, u32) {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    (
        len32(lines).saturating_add(1),
        len32(last.chars().count()).saturating_add(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: &str = "nr;nazwa\r\n1;Żółta łódź, ulica Święta\r\n";

    fn read(bytes: &[u8]) -> (String, Encoding) {
        let read = decode(bytes.to_vec(), None).expect("text");
        (read.text, read.encoding)
    }

    #[test]
    fn the_same_words_in_every_encoding() {
        let utf8 = TOWN.as_bytes().to_vec();
        assert_eq!(read(&utf8), (TOWN.to_owned(), Encoding::Utf8));
        let marked = [BOM, &utf8].concat();
        assert_eq!(read(&marked), (TOWN.to_owned(), Encoding::Utf8));
        for mark in [true, false] {
            let units = || {
                mark.then_some(0xFEFF)
                    .into_iter()
                    .chain(TOWN.encode_utf16())
            };
            let le: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            assert_eq!(read(&le), (TOWN.to_owned(), Encoding::Utf16Le));
            assert_eq!(read(&be), (TOWN.to_owned(), Encoding::Utf16Be));
        }
        // Written by Python's codec cp1250.
        let page = b"nr;nazwa\r\n1;\xaf\xf3\xb3ta \xb3\xf3d\x9f, ulica \x8cwi\xeata\r\n";
        assert_eq!(read(page), (TOWN.to_owned(), Encoding::Windows1250));
    }

    #[test]
    fn polish_is_known_by_its_words_in_both_pages_of_central_europe() {
        // Each by Python's codecs iso8859-2 and cp1250.
        let latin2 = b"nr;nazwa\r\n1;\xaf\xf3\xb3ta \xb3\xf3d\xbc, ulica \xa6wi\xeata\r\n";
        assert_eq!(read(latin2), (TOWN.to_owned(), Encoding::Iso8859_2));
        for (latin2, windows, text) in [
            (
                &b"Zielona G\xf3ra;m\xb1\xbf"[..],
                &b"Zielona G\xf3ra;m\xb9\xbf"[..],
                "Zielona Góra;mąż",
            ),
            (b"\xa6l\xb1sk", b"\x8cl\xb9sk", "Śląsk"),
            (b"pa\xbcdziernik", b"pa\x9fdziernik", "październik"),
        ] {
            assert_eq!(read(latin2), (text.to_owned(), Encoding::Iso8859_2));
            assert_eq!(read(windows), (text.to_owned(), Encoding::Windows1250));
        }
        // Letters that both write alike, signs beside figures, Slovak: Windows, as before.
        for (page, text) in [
            (&b"b\xf3br i \xb3uk"[..], "bóbr i łuk"),
            (b"b\xb3\xb9d \xb15", "błąd ±5"),
            (b"\xbcudov\xedt", "Ľudovít"),
            (b"\xabPark\xbb", "«Park»"),
        ] {
            assert_eq!(read(page), (text.to_owned(), Encoding::Windows1250));
        }
    }

    #[test]
    fn cyrillic_is_known_by_its_words() {
        // "Львів; парк" by Python's codec cp1251.
        let page = b"\xcb\xfc\xe2\xb3\xe2; \xef\xe0\xf0\xea\n";
        assert_eq!(
            read(page),
            ("Львів; парк\n".to_owned(), Encoding::Windows1251)
        );
    }

    #[test]
    fn damage_has_its_place_and_is_never_replaced() {
        let place = |bytes: &[u8]| {
            let problem = decode(bytes.to_vec(), None).expect_err("damage");
            (problem.code, problem.line, problem.column)
        };
        assert_eq!(
            place(
                "a\nżół"
                    .as_bytes()
                    .split_last()
                    .map(|x| x.1)
                    .unwrap_or_default()
            ),
            ("not-utf8", 2, 3)
        );
        assert_eq!(place(b"a;b\nx\x81"), ("not-in-encoding", 2, 2));
        assert_eq!(place(b"\xff\xfea\0\n\0\0\xd8"), ("not-in-encoding", 2, 1));
        assert_eq!(place(b"\xff\xfea\0b"), ("not-in-encoding", 1, 2));
    }
}
