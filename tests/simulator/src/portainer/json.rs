//! Reads request bodies the way Portainer's decoder does, its error texts included (contract 1.1 and 4).
//!
//! The texts matter because they repeat pieces of the body, passwords too, and a panel must survive that.

use super::text::{go_lossy, go_quote};

/// What a member of a body may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A string; `null` leaves what was there.
    Text,
    /// A Go `int`.
    Int,
    /// A Go `bool`.
    Bool,
    /// An object with known members.
    Struct(&'static Struct),
    /// A list.
    List(&'static Shape, &'static str),
    /// A pointer: `null` takes away what was there.
    Pointer(&'static Shape),
}

/// The known members of an object, with the name of its Go type, which errors show.
#[derive(Debug)]
pub(crate) struct Struct {
    /// Package and type name.
    pub(crate) name: &'static str,
    /// Members in the order of the type.
    pub(crate) fields: &'static [(&'static str, Shape)],
}

/// A decoded member.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// An integer.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// An object.
    Object(Fields),
    /// A list.
    List(Vec<Value>),
}

/// The members of an object that were given, under their Go names.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// A string, empty when it was not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// An integer, 0 when it was not given.
    pub(crate) fn int(&self, name: &str) -> i64 {
        match self.get(name) {
            Some(Value::Int(number)) => *number,
            _ => 0,
        }
    }

    /// A truth value, if it was given.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(Value::Bool(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// An object, if it was given.
    pub(crate) fn object(&self, name: &str) -> Option<&Fields> {
        match self.get(name) {
            Some(Value::Object(fields)) => Some(fields),
            _ => None,
        }
    }

    /// The given members in the order in which they first came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    fn slot(&mut self, name: &'static str) -> Option<Value> {
        let at = self.0.iter().position(|(found, _)| *found == name)?;
        Some(self.0.swap_remove(at).1)
    }

    fn put(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }
}

/// Decodes the first JSON value of a body; the error is the text that `details` shows.
pub(crate) fn decode(body: &[u8], shape: &'static Struct) -> Result<Fields, Vec<u8>> {
    let input = skip_spaces(body);
    if input.is_empty() {
        return Err(b"EOF".to_vec());
    }
    let rest = match scan_value(input) {
        Ok(rest) => rest,
        Err(wrong) if wrong.at_end => return Err(b"unexpected EOF".to_vec()),
        Err(wrong) => return Err(wrong.text),
    };
    let value = input.get(..input.len() - rest.len()).unwrap_or_default();
    match read(value, &Shape::Struct(shape), None) {
        Ok((Some(Value::Object(fields)), _)) => Ok(fields),
        Ok(_) => Ok(Fields::default()),
        Err(mistake) => Err(mistake.text()),
    }
}

/// A syntax error; at the end of the input it means that more was expected.
struct Wrong {
    text: Vec<u8>,
    at_end: bool,
}

fn wrong(at: &[u8], rest: &[u8], message: &str) -> Wrong {
    let mut text = format!("json: {message}: ").into_bytes();
    text.extend_from_slice(&beginning(at));
    Wrong {
        text,
        at_end: rest.is_empty(),
    }
}

/// At most 32 bytes, and a mark when there was more.
fn beginning(bytes: &[u8]) -> Vec<u8> {
    match bytes.get(..32) {
        None => bytes.to_vec(),
        Some(_) if bytes.len() < 32 => bytes.to_vec(),
        Some(head) => [head, b"..."].concat(),
    }
}

fn skip_spaces(bytes: &[u8]) -> &[u8] {
    let start = bytes
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        .unwrap_or(bytes.len());
    from(bytes, start)
}

fn from(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..).unwrap_or_default()
}

fn letter(byte: u8) -> char {
    char::from(byte)
}

/// An object or a list that is not closed yet.
#[derive(Clone, Copy)]
enum Open {
    Object,
    List,
}

/// What comes next in an object or a list.
enum Step<'a> {
    /// A value begins here.
    Value(&'a [u8]),
    /// It is closed; this stands behind it.
    Closed(&'a [u8]),
}

/// Checks the syntax of one value and gives what stands behind it.
///
/// What is open stands in a list of its own: a body may nest as deep as it likes.
fn scan_value(input: &[u8]) -> Result<&[u8], Wrong> {
    let mut open = Vec::new();
    let mut rest = input;
    loop {
        let mut is_first = false;
        if let Some(bracket @ (b'{' | b'[')) = rest.first() {
            if rest.len() < 2 {
                return Err(wrong(rest, &[], "unexpected end of JSON input"));
            }
            open.push(if *bracket == b'{' {
                Open::Object
            } else {
                Open::List
            });
            is_first = true;
            rest = from(rest, 1);
        } else {
            rest = scan_scalar(rest)?;
        }
        loop {
            let step = match open.last() {
                None => return Ok(rest),
                Some(Open::Object) => scan_member(rest, is_first)?,
                Some(Open::List) => scan_item(rest, is_first)?,
            };
            match step {
                Step::Value(at) => {
                    rest = at;
                    break;
                }
                Step::Closed(behind) => {
                    open.pop();
                    is_first = false;
                    rest = behind;
                }
            }
        }
    }
}

fn scan_scalar(input: &[u8]) -> Result<&[u8], Wrong> {
    match input.first() {
        None => Err(wrong(input, input, "unexpected end of JSON input")),
        Some(b'"') => scan_string(input),
        Some(b'n') => scan_word(input, "null"),
        Some(b't') => scan_word(input, "true"),
        Some(b'f') => scan_word(input, "false"),
        Some(b'-' | b'0'..=b'9') => scan_number(input),
        Some(other) => Err(wrong(
            input,
            input,
            &format!(
                "invalid character '{}' looking for beginning of value",
                letter(*other)
            ),
        )),
    }
}

fn scan_word<'a>(input: &'a [u8], word: &str) -> Result<&'a [u8], Wrong> {
    if let Some(rest) = input.strip_prefix(word.as_bytes()) {
        return Ok(rest);
    }
    if input.len() < word.len() {
        return Err(wrong(input, &[], "unexpected end of JSON input"));
    }
    Err(wrong(
        input,
        input,
        &format!("expected '{word}' but found invalid token"),
    ))
}

fn scan_number(input: &[u8]) -> Result<&[u8], Wrong> {
    let mut rest = input.strip_prefix(b"-").unwrap_or(input);
    match rest.first() {
        None => return Err(wrong(input, rest, "missing number value after sign")),
        Some(b'0') => {
            rest = from(rest, 1);
            if !matches!(rest.first(), Some(b'.' | b'e' | b'E')) {
                return Ok(rest);
            }
        }
        Some(b'1'..=b'9') => rest = skip_digits(rest),
        Some(other) => {
            let message = format!("expected digit but got '{}'", letter(*other));
            return Err(wrong(input, rest, &message));
        }
    }
    if rest.first() == Some(&b'.') {
        rest = from(rest, 1);
        match rest.first() {
            None => return Err(wrong(input, rest, "expected decimal part after '.'")),
            Some(b'0'..=b'9') => rest = skip_digits(rest),
            Some(other) => {
                let message = format!("expected digit but found '{}'", letter(*other));
                return Err(wrong(input, rest, &message));
            }
        }
    }
    if matches!(rest.first(), Some(b'e' | b'E')) {
        rest = from(rest, 1);
        if matches!(rest.first(), Some(b'+' | b'-')) {
            rest = from(rest, 1);
        }
        match rest.first() {
            None => return Err(wrong(input, rest, "missing exponent in number")),
            Some(b'0'..=b'9') => rest = skip_digits(rest),
            // The decoder loses its place here and asks for more input.
            Some(_) => return Err(wrong(input, &[], "expected digit")),
        }
    }
    Ok(rest)
}

fn skip_digits(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(bytes.len());
    from(bytes, end)
}

fn scan_string(input: &[u8]) -> Result<&[u8], Wrong> {
    if input.len() < 2 {
        return Err(wrong(input, &[], "unexpected end of JSON input"));
    }
    if input.first() != Some(&b'"') {
        return Err(wrong(
            input,
            input,
            "expected '\"' at the beginning of a string value",
        ));
    }
    if !from(input, 1).contains(&b'"') {
        return Err(wrong(
            input,
            &[],
            "missing '\"' at the end of a string value",
        ));
    }
    let mut at = 1;
    while let Some(byte) = input.get(at) {
        match byte {
            b'"' => return Ok(from(input, at + 1)),
            b'\\' => {
                at += 1;
                match input.get(at) {
                    None | Some(b'"' | b'\\' | b'/' | b'n' | b'r' | b't' | b'f' | b'b') => {}
                    Some(b'u') => {
                        scan_unicode(from(input, at + 1))?;
                        at += 4;
                    }
                    Some(other) => {
                        let message = format!(
                            "invalid character '{}' in string escape code",
                            letter(*other)
                        );
                        return Err(wrong(input, input, &message));
                    }
                }
            }
            0..=0x1f => {
                let message = format!(
                    "invalid character '{}' in string escape code",
                    letter(*byte)
                );
                return Err(wrong(input, input, &message));
            }
            _ => {}
        }
        at += 1;
    }
    Err(wrong(
        input,
        &[],
        "missing '\"' at the end of a string value",
    ))
}

fn scan_unicode(input: &[u8]) -> Result<(), Wrong> {
    let Some(digits) = input.get(..4) else {
        return Err(wrong(
            input,
            &[],
            "unicode code point must have at least 4 characters",
        ));
    };
    let good = digits
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    let rest = from(input, 4);
    match (good, digits.first()) {
        (4, _) => Ok(()),
        (0, Some(first)) => {
            let inner = wrong(
                digits,
                digits,
                &format!("expected hexadecimal digit but found '{}'", letter(*first)),
            );
            let inner = String::from_utf8_lossy(&inner.text).into_owned();
            Err(wrong(
                input,
                rest,
                &format!("parsing unicode code point: {inner}"),
            ))
        }
        _ => Err(wrong(input, rest, "invalid unicode code point")),
    }
}

/// From behind a member of an object to the value of the next.
fn scan_member(input: &[u8], is_first: bool) -> Result<Step<'_>, Wrong> {
    let mut rest = skip_spaces(input);
    match rest.first() {
        None => return Err(wrong(rest, rest, "cannot decode object from empty input")),
        Some(b'}') => return Ok(Step::Closed(from(rest, 1))),
        Some(b',') if !is_first => {
            rest = skip_spaces(from(rest, 1));
            match rest.first() {
                None => return Err(wrong(rest, rest, "unexpected end of JSON input")),
                Some(b'}') => {
                    let message = "unexpected trailing comma after object field";
                    return Err(wrong(rest, rest, message));
                }
                Some(_) => {}
            }
        }
        Some(other) if !is_first => {
            let message = format!(
                "expected ',' after object field value but found '{}'",
                letter(*other)
            );
            return Err(wrong(rest, rest, &message));
        }
        Some(_) => {}
    }
    rest = skip_spaces(scan_string(rest)?);
    match rest.first() {
        None => Err(wrong(rest, rest, "unexpected EOF after object field key")),
        Some(b':') => Ok(Step::Value(skip_spaces(from(rest, 1)))),
        Some(other) => {
            let message = format!(
                "expected ':' after object field key but found '{}'",
                letter(*other)
            );
            Err(wrong(rest, rest, &message))
        }
    }
}

/// From behind an item of a list to the next.
fn scan_item(input: &[u8], is_first: bool) -> Result<Step<'_>, Wrong> {
    let mut rest = skip_spaces(input);
    match rest.first() {
        None => {
            let message = "missing closing ']' after array value";
            return Err(wrong(rest, rest, message));
        }
        Some(b']') => return Ok(Step::Closed(from(rest, 1))),
        Some(b',') if !is_first => {
            rest = skip_spaces(from(rest, 1));
            match rest.first() {
                None => return Err(wrong(rest, rest, "unexpected end of JSON input")),
                Some(b']') => {
                    let message = "unexpected trailing comma after object field";
                    return Err(wrong(rest, rest, message));
                }
                Some(_) => {}
            }
        }
        Some(other) if !is_first => {
            let message = format!(
                "expected ',' after array element but found '{}'",
                letter(*other)
            );
            return Err(wrong(rest, rest, &message));
        }
        Some(_) => {}
    }
    Ok(Step::Value(rest))
}

/// A value of the wrong type, with the way to it.
struct Mistake {
    value: Vec<u8>,
    wanted: String,
    owner: String,
    field: String,
}

impl Mistake {
    fn text(&self) -> Vec<u8> {
        let mut text = b"json: cannot unmarshal ".to_vec();
        text.extend_from_slice(&self.value);
        let place = if self.owner.is_empty() && self.field.is_empty() {
            " into Go value of type ".to_owned()
        } else {
            format!(
                " into Go struct field {}.{} of type ",
                self.owner, self.field
            )
        };
        text.extend_from_slice(place.as_bytes());
        text.extend_from_slice(self.wanted.as_bytes());
        text
    }

    fn below(mut self, owner: &str, field: &str) -> Self {
        self.owner = format!("{owner}{}", self.owner);
        self.field = if self.field.is_empty() {
            field.to_owned()
        } else {
            format!("{field}.{}", self.field)
        };
        self
    }
}

fn go_type(shape: &Shape) -> String {
    match shape {
        Shape::Text => "string".to_owned(),
        Shape::Int => "int".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Struct(known) => known.name.to_owned(),
        Shape::List(_, name) => (*name).to_owned(),
        Shape::Pointer(inner) => go_type(inner),
    }
}

fn type_mistake(at: &[u8], shape: &Shape) -> Mistake {
    Mistake {
        value: go_quote(&beginning(at)).into_bytes(),
        wanted: go_type(shape),
        owner: String::new(),
        field: String::new(),
    }
}

type Read<'a> = Result<(Option<Value>, &'a [u8]), Mistake>;

/// Reads a value that is known to be good JSON; `before` is what a member given twice held.
fn read<'a>(input: &'a [u8], shape: &Shape, before: Option<Value>) -> Read<'a> {
    if let Some(rest) = input.strip_prefix(b"null") {
        let kept = match shape {
            Shape::Pointer(_) | Shape::List(..) => None,
            _ => before,
        };
        return Ok((kept, rest));
    }
    match (shape, input.first()) {
        (Shape::Pointer(inner), _) => read(input, inner, before),
        (Shape::Text, Some(b'"')) => {
            let rest = after(input);
            let raw = input
                .get(1..input.len() - rest.len() - 1)
                .unwrap_or_default();
            Ok((Some(Value::Text(unquote(raw))), rest))
        }
        (Shape::Bool, Some(b't')) => Ok((Some(Value::Bool(true)), from(input, 4))),
        (Shape::Bool, Some(b'f')) => Ok((Some(Value::Bool(false)), from(input, 5))),
        (Shape::Int, Some(b'-' | b'0'..=b'9')) => read_int(input, shape),
        (Shape::Struct(known), Some(b'{')) => {
            let kept = match before {
                Some(Value::Object(fields)) => fields,
                _ => Fields::default(),
            };
            read_struct(input, known, kept)
        }
        (Shape::List(inner, name), Some(b'[')) => read_list(input, inner, name),
        _ => Err(type_mistake(input, shape)),
    }
}

fn after(input: &[u8]) -> &[u8] {
    scan_value(input).unwrap_or_default()
}

fn read_int<'a>(input: &'a [u8], shape: &Shape) -> Read<'a> {
    let digits = input.strip_prefix(b"-").unwrap_or(input);
    let tail = skip_digits(digits);
    let spelled = input.get(..input.len() - tail.len()).unwrap_or_default();
    // The range is looked at while the digits go by, before a point is noticed.
    let Some(number) = std::str::from_utf8(spelled)
        .ok()
        .and_then(|text| text.parse::<i64>().ok())
    else {
        let mut value = b"number ".to_vec();
        value.extend_from_slice(&beginning(input));
        value.extend_from_slice(b" overflows");
        return Err(Mistake {
            value,
            ..type_mistake(input, shape)
        });
    };
    if matches!(tail.first(), Some(b'.' | b'e' | b'E')) {
        let whole = input
            .get(..input.len() - after(input).len())
            .unwrap_or_default();
        return Err(type_mistake(whole, shape));
    }
    Ok((Some(Value::Int(number)), tail))
}

fn read_list<'a>(input: &'a [u8], inner: &Shape, name: &str) -> Read<'a> {
    let mut items = Vec::new();
    let mut rest = skip_spaces(from(input, 1));
    loop {
        match rest.first() {
            Some(b']') | None => return Ok((Some(Value::List(items)), from(rest, 1))),
            Some(b',') => rest = skip_spaces(from(rest, 1)),
            Some(_) => {}
        }
        let (value, behind) = read(rest, inner, None).map_err(|mistake| Mistake {
            owner: format!("{name}{}", mistake.owner),
            field: format!("{}.{}", items.len(), mistake.field),
            ..mistake
        })?;
        items.push(value.unwrap_or_else(|| zero(inner)));
        rest = skip_spaces(behind);
    }
}

fn zero(shape: &Shape) -> Value {
    match shape {
        Shape::Text | Shape::Pointer(_) => Value::Text(String::new()),
        Shape::Int => Value::Int(0),
        Shape::Bool => Value::Bool(false),
        Shape::Struct(_) => Value::Object(Fields::default()),
        Shape::List(..) => Value::List(Vec::new()),
    }
}

fn read_struct<'a>(input: &'a [u8], known: &'static Struct, kept: Fields) -> Read<'a> {
    let mut fields = kept;
    let mut rest = skip_spaces(from(input, 1));
    loop {
        match rest.first() {
            Some(b'}') | None => return Ok((Some(Value::Object(fields)), from(rest, 1))),
            Some(b',') => rest = skip_spaces(from(rest, 1)),
            Some(_) => {}
        }
        let behind = after(rest);
        let raw = rest
            .get(1..rest.len() - behind.len() - 1)
            .unwrap_or_default();
        let spelled = unquote(raw);
        let value_at = skip_spaces(from(skip_spaces(behind), 1));
        let field = known
            .fields
            .iter()
            .find(|(name, _)| *name == spelled)
            .or_else(|| {
                known
                    .fields
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case(&spelled))
            });
        let behind = match field {
            None => after(value_at),
            Some((name, shape)) => {
                let before = fields.slot(name);
                let (value, behind) = read(value_at, shape, before)
                    .map_err(|mistake| mistake.below(known.name, &spelled))?;
                if let Some(value) = value {
                    fields.put(name, value);
                }
                behind
            }
        };
        rest = skip_spaces(behind);
    }
}

/// Undoes the escapes of a string; what is no text becomes U+FFFD.
fn unquote(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        text.push_str(&go_lossy(rest.get(..at).unwrap_or_default()));
        let code = rest.get(at + 1).copied().unwrap_or_default();
        rest = from(rest, at + 2);
        match code {
            b'n' => text.push('\n'),
            b'r' => text.push('\r'),
            b't' => text.push('\t'),
            b'b' => text.push('\u{8}'),
            b'f' => text.push('\u{c}'),
            b'u' => {
                let first = code_unit(rest);
                rest = from(rest, 4);
                let pair = rest
                    .strip_prefix(b"\\u")
                    .filter(|_| (0xd800..0xe000).contains(&first))
                    .map(code_unit)
                    .and_then(|second| {
                        char::decode_utf16([first, second])
                            .next()
                            .and_then(Result::ok)
                    });
                if let Some(letter) = pair {
                    rest = from(rest, 6);
                    text.push(letter);
                } else {
                    let letter = char::from_u32(u32::from(first));
                    text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            other => text.push(letter(other)),
        }
    }
    text.push_str(&go_lossy(rest));
    text
}

fn code_unit(bytes: &[u8]) -> u16 {
    bytes
        .get(..4)
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .and_then(|digits| u16::from_str_radix(digits, 16).ok())
        .unwrap_or(0xfffd)
}

#[cfg(test)]
mod tests;
