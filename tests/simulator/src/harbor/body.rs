//! Reads request bodies the way Go's JSON decoder does, its error texts included.
//!
//! Only the first value counts; members are found in any case; `null` changes nothing; of wrong types the first is
//! told.

use crate::portainer::text::go_quote;

/// What a member may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A string.
    Text,
    /// A truth value.
    Bool,
}

/// The known members of a body, with the name of its Go type.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) members: &'static [(&'static str, Kind)],
}

/// The members that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    texts: Vec<(&'static str, String)>,
    flags: Vec<(&'static str, bool)>,
}

impl Fields {
    /// A string, empty when it was not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.texts.iter().rev().find(|(found, _)| *found == name);
        found.map_or("", |(_, text)| text)
    }

    /// A truth value, false when it was not given.
    pub(crate) fn flag(&self, name: &str) -> bool {
        let found = self.flags.iter().rev().find(|(found, _)| *found == name);
        found.is_some_and(|(_, flag)| *flag)
    }
}

/// Why a body was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// There is nothing but white space.
    Empty,
    /// The decoder's text.
    Text(String),
}

/// Decodes the first value of a body.
pub(crate) fn decode(body: &[u8], shape: &'static Shape) -> Result<Fields, Wrong> {
    let mut reader = Reader {
        rest: body,
        depth: 0,
    };
    reader.skip_spaces();
    if reader.rest.is_empty() {
        return Err(Wrong::Empty);
    }
    let value = reader.value().map_err(Wrong::Text)?;
    let members = match value {
        Value::Null => return Ok(Fields::default()),
        Value::Object(members) => members,
        other => {
            let (kind, name) = (other.kind(), shape.name);
            let text = format!("json: cannot unmarshal {kind} into Go value of type models.{name}");
            return Err(Wrong::Text(text));
        }
    };
    let mut fields = Fields::default();
    let mut mistake = None;
    for (name, value) in members {
        let exact = shape.members.iter().find(|(known, _)| *known == name);
        let known = exact.or_else(|| {
            let mut all = shape.members.iter();
            all.find(|(known, _)| known.eq_ignore_ascii_case(&name))
        });
        let Some((known, kind)) = known else { continue };
        match (kind, value) {
            (_, Value::Null) => {}
            (Kind::Text, Value::Text(text)) => fields.texts.push((known, text)),
            (Kind::Bool, Value::Bool(flag)) => fields.flags.push((known, flag)),
            (kind, other) => {
                let go = if *kind == Kind::Text {
                    "string"
                } else {
                    "bool"
                };
                let (found, name) = (other.kind(), shape.name);
                mistake.get_or_insert_with(|| {
                    format!("json: cannot unmarshal {found} into Go struct field {name}.{known} of type {go}")
                });
            }
        }
    }
    mistake.map_or(Ok(fields), |text| Err(Wrong::Text(text)))
}

enum Value {
    Null,
    Bool(bool),
    Number,
    Text(String),
    Array,
    Object(Vec<(String, Value)>),
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Number => "number",
            Self::Text(_) => "string",
            Self::Array => "array",
            Self::Object(_) => "object",
        }
    }
}

/// Deeper than this nothing is read.
const MAX_DEPTH: usize = 500;

struct Reader<'a> {
    rest: &'a [u8],
    depth: usize,
}

type Read<T> = Result<T, String>;

/// A byte that may not stand where it does; nothing at the end of the body.
fn unexpected(byte: Option<u8>, place: &str) -> String {
    let Some(byte) = byte else {
        return "unexpected EOF".to_owned();
    };
    let letter = char::from(byte);
    let shown = match letter {
        '\'' => "'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        _ => {
            let quoted = go_quote(letter.to_string().as_bytes());
            format!("'{}'", quoted.trim_matches('"'))
        }
    };
    format!("invalid character {shown} {place}")
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.next();
        }
    }

    fn value(&mut self) -> Read<Value> {
        self.skip_spaces();
        match self.next() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Value::Text),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(byte @ (b'-' | b'0'..=b'9')) => self.number(byte),
            other => Err(unexpected(other, "looking for beginning of value")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Value>) -> Read<Value> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("exceeded max depth".to_owned());
        }
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Read<Value> {
        let mut members = Vec::new();
        self.skip_spaces();
        if self.peek() == Some(b'}') {
            self.next();
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_spaces();
            match self.next() {
                Some(b'"') => {}
                other => {
                    let place = "looking for beginning of object key string";
                    return Err(unexpected(other, place));
                }
            }
            let name = self.string()?;
            self.skip_spaces();
            match self.next() {
                Some(b':') => {}
                other => return Err(unexpected(other, "after object key")),
            }
            let value = self.value()?;
            members.push((name, value));
            self.skip_spaces();
            match self.next() {
                Some(b',') => {}
                Some(b'}') => return Ok(Value::Object(members)),
                other => return Err(unexpected(other, "after object key:value pair")),
            }
        }
    }

    fn array(&mut self) -> Read<Value> {
        self.skip_spaces();
        if self.peek() == Some(b']') {
            self.next();
            return Ok(Value::Array);
        }
        loop {
            self.value()?;
            self.skip_spaces();
            match self.next() {
                Some(b',') => {}
                Some(b']') => return Ok(Value::Array),
                other => return Err(unexpected(other, "after array element")),
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        for wanted in word.bytes().skip(1) {
            let found = self.next();
            if found != Some(wanted) {
                let place = format!("in literal {word} (expecting '{}')", char::from(wanted));
                return Err(unexpected(found, &place));
            }
        }
        Ok(value)
    }

    fn digits(&mut self, place: &str) -> Read<()> {
        match self.peek() {
            Some(b'0'..=b'9') => {}
            other => return Err(unexpected(other, place)),
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.next();
        }
        Ok(())
    }

    fn number(&mut self, first: u8) -> Read<Value> {
        let lead = if first == b'-' {
            self.next()
        } else {
            Some(first)
        };
        match lead {
            Some(b'0') => {}
            Some(b'1'..=b'9') => {
                while matches!(self.peek(), Some(b'0'..=b'9')) {
                    self.next();
                }
            }
            other => return Err(unexpected(other, "in numeric literal")),
        }
        if self.peek() == Some(b'.') {
            self.next();
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.next();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.next();
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(Value::Number)
    }

    /// The text up to the closing quote; what is no letter becomes U+FFFD.
    fn string(&mut self) -> Read<String> {
        let mut bytes = Vec::new();
        loop {
            match self.next() {
                Some(b'"') => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
                Some(b'\\') => {
                    let letter = self.escape()?;
                    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(byte) if byte >= 0x20 => bytes.push(byte),
                other => return Err(unexpected(other, "in string literal")),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        Ok(match self.next() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.hex()?;
                if !(0xd800..0xdc00).contains(&high) || !self.rest.starts_with(b"\\u") {
                    return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                // The second half of a pair, unless it is none.
                let before = self.rest;
                self.next();
                self.next();
                let low = self.hex()?;
                if (0xdc00..0xe000).contains(&low) {
                    let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                } else {
                    self.rest = before;
                    char::REPLACEMENT_CHARACTER
                }
            }
            other => return Err(unexpected(other, "in string escape code")),
        })
    }

    fn hex(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let byte = self.next();
            let digit = byte.and_then(|byte| char::from(byte).to_digit(16));
            let wrong = || unexpected(byte, "in \\u hexadecimal character escape");
            code = code * 16 + digit.ok_or_else(wrong)?;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHAPE: Shape = Shape {
        name: "Thing",
        members: &[("name", Kind::Text), ("flag", Kind::Bool)],
    };

    fn wrong(body: &str) -> String {
        match decode(body.as_bytes(), &SHAPE) {
            Err(Wrong::Text(text)) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_first_value_counts_and_null_changes_nothing() {
        let fields = decode(
            br#" {"NAME":"a","name":null,"flag":true,"x":[{}]} rubbish"#,
            &SHAPE,
        );
        let fields = fields.unwrap();
        assert_eq!((fields.text("name"), fields.flag("flag")), ("a", true));
        assert_eq!(decode(b"null", &SHAPE), Ok(Fields::default()));
        assert_eq!(decode(b" \n", &SHAPE), Err(Wrong::Empty));
    }

    #[test]
    fn escapes_are_undone() {
        let fields = decode(br#"{"name":"\ud83d\ude00\ud800x\u00e9\n"}"#, &SHAPE).unwrap();
        assert_eq!(fields.text("name"), "😀\u{fffd}xé\n");
    }

    #[test]
    fn mistakes_are_told_as_go_tells_them() {
        for (body, text) in [
            ("{", "unexpected EOF"),
            (
                "{]",
                "invalid character ']' looking for beginning of object key string",
            ),
            ("{\"a\"}", "invalid character '}' after object key"),
            (
                "{\"a\":1x",
                "invalid character 'x' after object key:value pair",
            ),
            ("[1}", "invalid character '}' after array element"),
            (
                "nul!",
                "invalid character '!' in literal null (expecting 'l')",
            ),
            ("é", "invalid character 'Ã' looking for beginning of value"),
            ("\"\n", "invalid character '\\n' in string literal"),
            (
                "[]",
                "json: cannot unmarshal array into Go value of type models.Thing",
            ),
            (
                "{\"flag\":1,\"name\":2}",
                "json: cannot unmarshal number into Go struct field Thing.flag of type bool",
            ),
        ] {
            assert_eq!(wrong(body), text, "{body}");
        }
    }
}
