//! Reads the first JSON value of a body as Go's decoder does, its error texts included (contract 1.1 and 4).

use crate::portainer::go_quote;

/// A value as it stood in the body; numbers keep their spelling, objects every member.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// Go's word for the kind of value, as errors show it.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(_) => "bool".to_owned(),
            Self::Number(_) => "number".to_owned(),
            Self::Text(_) => "string".to_owned(),
            Self::List(_) => "array".to_owned(),
            Self::Object(_) => "object".to_owned(),
        }
    }
}

/// So many lists and objects may be open at once.
const DEPTH: usize = 10_000;

/// The most bytes that a body may have.
const LIMIT: usize = 1_048_576;

/// Reads the first value; what follows it is not looked at.
pub(crate) fn parse(body: &[u8]) -> Result<Node, String> {
    let is_cut = body.len() > LIMIT;
    let text = String::from_utf8_lossy(body.get(..LIMIT).unwrap_or(body)).into_owned();
    let mut reader = Reader {
        letters: text.chars().collect(),
        at: 0,
    };
    reader.skip();
    if reader.peek().is_none() {
        return Err(if is_cut { TOO_LARGE } else { "EOF" }.to_owned());
    }
    match reader.value(0) {
        Ok(node) => Ok(node),
        Err(None) if is_cut => Err(TOO_LARGE.to_owned()),
        Err(None) => Err("unexpected EOF".to_owned()),
        Err(Some(wrong)) => Err(wrong),
    }
}

const TOO_LARGE: &str = "http: request body too large";

/// `None` when the text ends too early.
type Wrong = Option<String>;

struct Reader {
    letters: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Result<char, Wrong> {
        let letter = self.peek().ok_or(None)?;
        self.at += 1;
        Ok(letter)
    }

    fn skip(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Wrong> {
        self.skip();
        match self.next()? {
            bracket @ ('{' | '[') if depth >= DEPTH => wrong(bracket, "exceeded max depth"),
            '{' => self.object(depth),
            '[' => self.list(depth),
            '"' => Ok(Node::Text(self.text()?)),
            't' => self.word("rue", "true", Node::Bool(true)),
            'f' => self.word("alse", "false", Node::Bool(false)),
            'n' => self.word("ull", "null", Node::Null),
            first @ ('-' | '0'..='9') => self.number(first),
            other => wrong(other, "looking for beginning of value"),
        }
    }

    fn word(&mut self, rest: &str, word: &str, node: Node) -> Result<Node, Wrong> {
        for wanted in rest.chars() {
            let letter = self.next()?;
            if letter != wanted {
                return wrong(
                    letter,
                    &format!("in literal {word} (expecting {})", quoted(wanted)),
                );
            }
        }
        Ok(node)
    }

    fn number(&mut self, first: char) -> Result<Node, Wrong> {
        let mut text = String::from(first);
        let mut digit = first;
        if first == '-' {
            digit = self.next()?;
            if !digit.is_ascii_digit() {
                return wrong(digit, "in numeric literal");
            }
            text.push(digit);
        }
        if digit != '0' {
            self.digits(&mut text);
        }
        if self.peek() == Some('.') {
            text.push(self.next()?);
            self.digit_after(&mut text, "after decimal point in numeric literal")?;
        }
        if let Some(mark @ ('e' | 'E')) = self.peek() {
            self.at += 1;
            text.push(mark);
            if let Some(sign @ ('+' | '-')) = self.peek() {
                self.at += 1;
                text.push(sign);
            }
            self.digit_after(&mut text, "in exponent of numeric literal")?;
        }
        Ok(Node::Number(text))
    }

    fn digits(&mut self, text: &mut String) {
        while let Some(digit @ '0'..='9') = self.peek() {
            self.at += 1;
            text.push(digit);
        }
    }

    fn digit_after(&mut self, text: &mut String, place: &str) -> Result<(), Wrong> {
        let digit = self.next()?;
        if !digit.is_ascii_digit() {
            return wrong(digit, place);
        }
        text.push(digit);
        self.digits(text);
        Ok(())
    }

    fn text(&mut self) -> Result<String, Wrong> {
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Ok(text),
                '\\' => self.escape(&mut text)?,
                letter if u32::from(letter) < 0x20 => {
                    return wrong(letter, "in string literal");
                }
                letter => text.push(letter),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), Wrong> {
        let letter = match self.next()? {
            letter @ ('"' | '\\' | '/') => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(text),
            other => return wrong(other, "in string escape code"),
        };
        text.push(letter);
        Ok(())
    }

    fn unicode(&mut self, text: &mut String) -> Result<(), Wrong> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) {
            let back = self.at;
            if self.peek() == Some('\\') && self.letters.get(self.at + 1) == Some(&'u') {
                self.at += 2;
                let second = self.hex()?;
                if (0xdc00..0xe000).contains(&second) {
                    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    return Ok(());
                }
                self.at = back;
            }
        }
        text.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    fn hex(&mut self) -> Result<u32, Wrong> {
        let mut code = 0;
        for _ in 0..4 {
            let letter = self.next()?;
            let Some(digit) = letter.to_digit(16) else {
                return wrong(letter, "in \\u hexadecimal character escape");
            };
            code = code * 16 + digit;
        }
        Ok(code)
    }

    fn list(&mut self, depth: usize) -> Result<Node, Wrong> {
        let mut items = Vec::new();
        self.skip();
        if self.peek() == Some(']') {
            self.at += 1;
            return Ok(Node::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip();
            match self.next()? {
                ',' => {}
                ']' => return Ok(Node::List(items)),
                other => return wrong(other, "after array element"),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Node, Wrong> {
        let mut members = Vec::new();
        self.skip();
        if self.peek() == Some('}') {
            self.at += 1;
            return Ok(Node::Object(members));
        }
        loop {
            self.skip();
            match self.next()? {
                '"' => {}
                other => return wrong(other, "looking for beginning of object key string"),
            }
            let name = self.text()?;
            self.skip();
            match self.next()? {
                ':' => {}
                other => return wrong(other, "after object key"),
            }
            members.push((name, self.value(depth + 1)?));
            self.skip();
            match self.next()? {
                ',' => {}
                '}' => return Ok(Node::Object(members)),
                other => return wrong(other, "after object key:value pair"),
            }
        }
    }
}

fn wrong<T>(letter: char, place: &str) -> Result<T, Wrong> {
    Err(Some(format!(
        "invalid character {} {place}",
        quoted(letter)
    )))
}

/// A character as Go's scanner shows it, which reads bytes: of a longer one it sees the first.
fn quoted(letter: char) -> String {
    if letter == '"' {
        return "'\"'".to_owned();
    }
    let mut buffer = [0; 4];
    let first = letter.encode_utf8(&mut buffer).bytes().next().unwrap_or(0);
    let shown = go_quote(char::from(first).to_string().as_bytes());
    match letter {
        '\'' => "'\\''".to_owned(),
        _ => format!("'{}'", shown.trim_matches('"')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_as_go_tells_them() {
        for (body, text) in [
            ("", "EOF"),
            ("  ", "EOF"),
            ("{", "unexpected EOF"),
            ("{\"a\":", "unexpected EOF"),
            (
                "\u{feff}{}",
                "invalid character 'ï' looking for beginning of value",
            ),
            (
                "{a}",
                "invalid character 'a' looking for beginning of object key string",
            ),
            ("{\"a\" 1}", "invalid character '1' after object key"),
            ("[1 2]", "invalid character '2' after array element"),
            (
                "nul1",
                "invalid character '1' in literal null (expecting 'l')",
            ),
            (
                "{\"a\":1 \"b\"}",
                "invalid character '\"' after object key:value pair",
            ),
        ] {
            assert_eq!(parse(body.as_bytes()), Err(text.to_owned()), "{body}");
        }
    }

    #[test]
    fn what_follows_the_first_value_is_not_looked_at() {
        assert_eq!(parse(b"{} rest"), Ok(Node::Object(Vec::new())));
        assert_eq!(
            parse(b"\"\\ud83e\\udd8a\""),
            Ok(Node::Text("🦊".to_owned()))
        );
    }
}
