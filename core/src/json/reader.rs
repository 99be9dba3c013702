//! The tokenizer: the bytes of any source to what serde's visitors take.
//!
//! One compiled reader for documents, for files that stream by and for lines. It makes no float:
//! a number that is no 64-bit integer goes to `visit_bytes` as it is written, so that a fraction
//! is refused in its own words.

mod error;

use std::io::{ErrorKind, Read};

use serde::de::{self, DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Visitor};

use error::{Reached, Result};
pub(crate) use error::{TokenError, Trouble};

/// Nesting that is read at all; what holds a document to less is its reader's affair.
const DEPTH: u32 = 128;

/// Reads one value, and then the end.
pub(crate) struct Reader<'r> {
    source: &'r mut dyn Read,
    chunk: [u8; 512],
    at: usize,
    end: usize,
    reached: Reached,
    depth: u32,
    /// The string or number last read.
    text: Vec<u8>,
}

/// A value without parts; text and numbers that are no integer stand in `text`.
enum Scalar {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Number,
    Text,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(source: &'r mut dyn Read) -> Self {
        Self {
            source,
            chunk: [0; 512],
            at: 0,
            end: 0,
            reached: Reached::default(),
            depth: DEPTH,
            text: Vec::new(),
        }
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek_token()? {
            Some(_) => Err(self.at_next("trailing characters")),
            None => Ok(()),
        }
    }

    /// The next byte, left where it is.
    #[inline]
    fn peek(&mut self) -> Result<Option<u8>> {
        if self.at == self.end {
            self.refill()?;
        }
        Ok(self
            .chunk
            .get(self.at)
            .copied()
            .filter(|_| self.at < self.end))
    }

    #[inline(never)]
    fn refill(&mut self) -> Result<()> {
        self.at = 0;
        self.end = 0;
        loop {
            match self.source.read(&mut self.chunk) {
                Ok(count) => {
                    self.end = count;
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let message = error.to_string();
                    return Err(TokenError::new(Trouble::Io, &message, Some(self.reached)));
                }
            }
        }
    }

    /// Passes the byte that was peeked.
    #[inline]
    fn pass(&mut self, byte: u8) {
        self.at += 1;
        self.reached.pass(byte);
    }

    #[inline]
    fn next(&mut self) -> Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.pass(byte);
        }
        Ok(byte)
    }

    /// The first byte that is no blank, left where it is.
    fn peek_token(&mut self) -> Result<Option<u8>> {
        loop {
            match self.peek()? {
                Some(blank @ (b' ' | b'\n' | b'\t' | b'\r')) => self.pass(blank),
                other => return Ok(other),
            }
        }
    }

    /// A defect in what was read.
    fn behind(&self, message: &str) -> TokenError {
        TokenError::new(Trouble::Syntax, message, Some(self.reached))
    }

    /// The defect is the next byte.
    fn at_next(&mut self, message: &str) -> TokenError {
        let mut reached = self.reached;
        if let Ok(Some(byte)) = self.peek() {
            reached.pass(byte);
        }
        TokenError::new(Trouble::Syntax, message, Some(reached))
    }

    fn too_short(&self, message: &str) -> TokenError {
        TokenError::new(Trouble::End, message, Some(self.reached))
    }

    /// What a visitor refused gets its place: behind the value.
    fn placed(&self, error: TokenError) -> TokenError {
        error.placed(self.reached)
    }

    fn word(&mut self, rest: &[u8], scalar: Scalar) -> Result<Scalar> {
        for expected in rest {
            match self.next()? {
                Some(byte) if byte == *expected => {}
                Some(_) => return Err(self.behind("expected ident")),
                None => return Err(self.too_short(VALUE_ENDS)),
            }
        }
        Ok(scalar)
    }

    /// The scalar that starts with this byte, which was peeked.
    fn scalar(&mut self, first: u8) -> Result<Scalar> {
        if first == b'-' || first.is_ascii_digit() {
            return self.number();
        }
        if !matches!(first, b'n' | b't' | b'f' | b'"') {
            return Err(self.at_next("expected value"));
        }
        self.pass(first);
        match first {
            b'n' => self.word(b"ull", Scalar::Null),
            b't' => self.word(b"rue", Scalar::Bool(true)),
            b'f' => self.word(b"alse", Scalar::Bool(false)),
            _ => self.string(),
        }
    }

    fn number(&mut self) -> Result<Scalar> {
        self.text.clear();
        self.keep(b"-")?;
        if self.keep(b"0")? {
            if let Some(b'0'..=b'9') = self.peek()? {
                return Err(self.at_next(NUMBER));
            }
        } else {
            self.digits()?;
        }
        let mut whole = true;
        if self.keep(b".")? {
            whole = false;
            self.digits()?;
        }
        if self.keep(b"eE")? {
            whole = false;
            self.keep(b"+-")?;
            self.digits()?;
        }
        let text = std::str::from_utf8(&self.text).unwrap_or_default();
        Ok(match (text.parse::<u64>(), text.parse::<i64>()) {
            (Ok(number), _) if whole => Scalar::Unsigned(number),
            // `-0` is no integer: it would be read back as `0`.
            (_, Ok(number)) if whole && number != 0 => Scalar::Signed(number),
            _ => Scalar::Number,
        })
    }

    /// Takes the next byte if it is one of these.
    fn keep(&mut self, any: &[u8]) -> Result<bool> {
        let byte = self.peek()?.filter(|byte| any.contains(byte));
        if let Some(byte) = byte {
            self.pass(byte);
            self.text.push(byte);
        }
        Ok(byte.is_some())
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<()> {
        let mut any = false;
        while self.keep(b"0123456789")? {
            any = true;
        }
        match self.peek()? {
            _ if any => Ok(()),
            Some(_) => Err(self.at_next(NUMBER)),
            None => Err(self.too_short(VALUE_ENDS)),
        }
    }

    /// The rest of a string, whose quote was passed.
    fn string(&mut self) -> Result<Scalar> {
        self.text.clear();
        loop {
            match self.next_of_string()? {
                b'"' => break,
                b'\\' => self.escape()?,
                0..0x20 => return Err(self.behind("control character in a string")),
                byte => self.text.push(byte),
            }
        }
        match std::str::from_utf8(&self.text) {
            Ok(_) => Ok(Scalar::Text),
            Err(_) => Err(self.behind(NOT_UTF8)),
        }
    }

    fn next_of_string(&mut self) -> Result<u8> {
        match self.next()? {
            Some(byte) => Ok(byte),
            None => Err(self.too_short("EOF while parsing a string")),
        }
    }

    fn escape(&mut self) -> Result<()> {
        let byte = match self.next_of_string()? {
            byte @ (b'"' | b'\\' | b'/') => byte,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.unicode(),
            _ => return Err(self.behind("invalid escape")),
        };
        self.text.push(byte);
        Ok(())
    }

    /// The four digits of `\u`, and its second half where it needs one.
    fn unicode(&mut self) -> Result<()> {
        let mut code = self.hex()?;
        if (0xdc00..0xe000).contains(&code) {
            return Err(self.behind(LONE_SURROGATE));
        }
        if (0xd800..0xdc00).contains(&code) {
            for expected in *b"\\u" {
                if self.next_of_string()? != expected {
                    return Err(self.behind(LONE_SURROGATE));
                }
            }
            let low = self.hex()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(self.behind(LONE_SURROGATE));
            }
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        let mut bytes = [0; 4];
        self.text
            .extend_from_slice(character.encode_utf8(&mut bytes).as_bytes());
        Ok(())
    }

    fn hex(&mut self) -> Result<u32> {
        let mut digits = [0; 4];
        for digit in &mut digits {
            *digit = self.next_of_string()?;
        }
        let mut code = 0;
        for digit in digits {
            match char::from(digit).to_digit(16) {
                Some(value) => code = code * 16 + value,
                None => return Err(self.behind("invalid escape")),
            }
        }
        Ok(code)
    }

    /// Hands a scalar to a visitor.
    fn show<'de, V: Visitor<'de>>(&mut self, scalar: &Scalar, visitor: V) -> Result<V::Value> {
        let shown = match scalar {
            Scalar::Null => visitor.visit_unit(),
            Scalar::Bool(truth) => visitor.visit_bool(*truth),
            Scalar::Unsigned(number) => visitor.visit_u64(*number),
            Scalar::Signed(number) => visitor.visit_i64(*number),
            Scalar::Number => visitor.visit_bytes(&self.text),
            Scalar::Text => visitor.visit_str(std::str::from_utf8(&self.text).unwrap_or_default()),
        };
        shown.map_err(|error| self.placed(error))
    }

    /// Refuses the value that starts with this byte; a scalar is read first.
    fn refused(&mut self, first: u8, expected: &dyn Expected) -> TokenError {
        use de::{Error, Unexpected};
        let error = match first {
            b'[' => Error::invalid_type(Unexpected::Seq, expected),
            b'{' => Error::invalid_type(Unexpected::Map, expected),
            _ => match self.scalar(first) {
                Err(error) => error,
                Ok(Scalar::Null) => Error::invalid_type(Unexpected::Unit, expected),
                Ok(Scalar::Bool(truth)) => Error::invalid_type(Unexpected::Bool(truth), expected),
                Ok(Scalar::Text) => {
                    let text = String::from_utf8_lossy(&self.text);
                    Error::invalid_type(Unexpected::Str(&text), expected)
                }
                Ok(_) => Error::invalid_type(Unexpected::Bytes(&self.text), expected),
            },
        };
        self.placed(error)
    }

    fn open(&mut self, bracket: u8) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            return Err(self.at_next(TOO_DEEP));
        }
        self.pass(bracket);
        Ok(())
    }

    /// What follows the last part of a list or object.
    fn close(&mut self, bracket: u8) -> Result<()> {
        self.depth += 1;
        match self.peek_token()? {
            Some(byte) if byte == bracket => {
                self.pass(byte);
                Ok(())
            }
            Some(b',') => Err(self.at_next(TRAILING_COMMA)),
            Some(_) => Err(self.at_next("trailing characters")),
            None => Err(self.too_short(VALUE_ENDS)),
        }
    }

    /// Whether another part follows inside a list or object; if so it is next.
    fn another(&mut self, first: &mut bool, bracket: u8) -> Result<bool> {
        let next = self.peek_token()?;
        if next == Some(bracket) {
            return Ok(false);
        }
        if std::mem::replace(first, false) {
            return match next {
                Some(_) => Ok(true),
                None => Err(self.too_short(VALUE_ENDS)),
            };
        }
        match next {
            Some(b',') => self.pass(b','),
            Some(_) if bracket == b']' => return Err(self.at_next("expected `,` or `]`")),
            Some(_) => return Err(self.at_next("expected `,` or `}`")),
            None => return Err(self.too_short(VALUE_ENDS)),
        }
        match self.peek_token()? {
            Some(byte) if byte == bracket => Err(self.at_next(TRAILING_COMMA)),
            Some(_) => Ok(true),
            None => Err(self.too_short(VALUE_ENDS)),
        }
    }

    fn list<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.open(b'[')?;
        let shown = visitor.visit_seq(Parts::new(self));
        self.shut(shown, b']')
    }

    fn object<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.open(b'{')?;
        let shown = visitor.visit_map(Parts::new(self));
        self.shut(shown, b'}')
    }

    fn shut<T>(&mut self, shown: Result<T>, bracket: u8) -> Result<T> {
        let closed = self.close(bracket);
        let value = shown.map_err(|error| self.placed(error))?;
        closed.map(|()| value)
    }
}

// Messages that readers of documents know by name, and some that are used twice.
pub(crate) const LONE_SURROGATE: &str = "half of a surrogate pair";
pub(crate) const TOO_DEEP: &str = "nested deeper than 127";
pub(crate) const NOT_UTF8: &str = "not UTF-8";
const TRAILING_COMMA: &str = "trailing comma";
const NUMBER: &str = "invalid number";
const VALUE_ENDS: &str = "EOF while parsing a value";

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = TokenError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek_token()? {
            None => Err(self.too_short(VALUE_ENDS)),
            Some(b'[') => self.list(visitor),
            Some(b'{') => self.object(visitor),
            Some(first) => {
                let scalar = self.scalar(first)?;
                self.show(&scalar, visitor)
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek_token()? {
            None => Err(self.too_short(VALUE_ENDS)),
            Some(b'[') => self.list(visitor),
            Some(first) => Err(self.refused(first, &visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek_token()? {
            None => Err(self.too_short(VALUE_ENDS)),
            Some(b'{') => self.object(visitor),
            Some(first) => Err(self.refused(first, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek_token()? {
            None => Err(self.too_short(VALUE_ENDS)),
            Some(b'"') => {
                let scalar = self.scalar(b'"')?;
                self.show(&scalar, visitor)
            }
            Some(first) => Err(self.refused(first, &visitor)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf option unit
        unit_struct newtype_struct tuple tuple_struct struct enum identifier ignored_any
    }
}

/// The parts of a list or object, one after the other.
struct Parts<'a, 'r> {
    reader: &'a mut Reader<'r>,
    first: bool,
}

impl<'a, 'r> Parts<'a, 'r> {
    fn new(reader: &'a mut Reader<'r>) -> Self {
        Self {
            reader,
            first: true,
        }
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, '_> {
    type Error = TokenError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.reader.another(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Parts<'_, '_> {
    type Error = TokenError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.another(&mut self.first, b'}')? {
            return Ok(None);
        }
        if self.reader.peek()? != Some(b'"') {
            return Err(self.reader.at_next("key must be a string"));
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        match self.reader.peek_token()? {
            Some(b':') => self.reader.pass(b':'),
            Some(_) => return Err(self.reader.at_next("expected `:`")),
            None => return Err(self.reader.too_short(VALUE_ENDS)),
        }
        seed.deserialize(&mut *self.reader)
    }
}
