//! Text as Go writes it: JSON strings, quoted strings, replaced bytes.

use std::fmt::Write;

/// Bytes as text; every byte that belongs to no letter becomes U+FFFD of its own.
pub(crate) fn go_lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// A string with quotes around it and escapes inside, as error texts show it.
pub(crate) fn go_quote(bytes: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            quote_letter(&mut quoted, letter);
        }
        for byte in chunk.invalid() {
            push(&mut quoted, format_args!("\\x{byte:02x}"));
        }
    }
    quoted.push('"');
    quoted
}

fn quote_letter(quoted: &mut String, letter: char) {
    match letter {
        '"' => quoted.push_str("\\\""),
        '\\' => quoted.push_str("\\\\"),
        '\u{7}' => quoted.push_str("\\a"),
        '\u{8}' => quoted.push_str("\\b"),
        '\u{c}' => quoted.push_str("\\f"),
        '\n' => quoted.push_str("\\n"),
        '\r' => quoted.push_str("\\r"),
        '\t' => quoted.push_str("\\t"),
        '\u{b}' => quoted.push_str("\\v"),
        _ if is_printable(letter) => quoted.push(letter),
        _ => {
            let code = u32::from(letter);
            if code < 0x80 {
                push(quoted, format_args!("\\x{code:02x}"));
            } else if code < 0x1_0000 {
                push(quoted, format_args!("\\u{code:04x}"));
            } else {
                push(quoted, format_args!("\\U{code:08x}"));
            }
        }
    }
}

/// Letters, marks, numbers, punctuation, symbols and the ordinary space.
fn is_printable(letter: char) -> bool {
    letter == ' '
        || !(letter.is_control()
            || letter.is_whitespace()
            || matches!(
                letter,
                '\u{ad}'
                    | '\u{600}'..='\u{605}'
                    | '\u{61c}'
                    | '\u{6dd}'
                    | '\u{70f}'
                    | '\u{180e}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{e000}'..='\u{f8ff}'
                    | '\u{feff}'
                    | '\u{fff0}'..='\u{fffb}'
                    | '\u{fffe}'..='\u{ffff}'
                    | '\u{e0000}'..='\u{10ffff}'
            ))
}

/// A JSON string, quotes included, with the escapes that Portainer's answers have.
pub(crate) fn json_text(bytes: &[u8]) -> String {
    let mut quoted = String::with_capacity(bytes.len() + 2);
    quoted.push('"');
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                '\t' => quoted.push_str("\\t"),
                '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    push(&mut quoted, format_args!("\\u{:04x}", u32::from(letter)));
                }
                _ => quoted.push(letter),
            }
        }
        for _ in chunk.invalid() {
            quoted.push_str("\\ufffd");
        }
    }
    quoted.push('"');
    quoted
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(arguments);
}

/// Whether two names are one to Portainer: simple case folding, letter by letter (contract 5.3).
pub(crate) fn is_same_name(one: &str, two: &str) -> bool {
    one.chars().map(fold).eq(two.chars().map(fold))
}

/// The letter that stands for all its cases.
pub(crate) fn fold(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    // Both Turkish letters fold to themselves only; this is the hole of contract 5.3.
    if matches!(letter, 'İ' | 'ı') {
        return letter;
    }
    let upper = only(letter.to_uppercase()).unwrap_or(letter);
    only(upper.to_lowercase()).unwrap_or(upper)
}

/// A name as creation stores it: lower case, letter by letter.
pub(crate) fn go_lower(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            'İ' => 'i',
            _ => only(letter.to_lowercase()).unwrap_or(letter),
        })
        .collect()
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    if letters.next().is_some() {
        None
    } else {
        first
    }
}

/// The text with its first letter in upper case, as `details` is written.
pub(crate) fn capitalized(text: &[u8]) -> Vec<u8> {
    match text.split_first() {
        Some((first, rest)) if first.is_ascii() => {
            [&[first.to_ascii_uppercase()][..], rest].concat()
        }
        _ => text.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.3.

    #[test]
    fn names_that_differ_in_case_are_one() {
        for (one, two) in [
            ("ÜNÏ", "ünï"),
            ("ẞ", "ß"),
            ("\u{212a}", "k"),
            ("ΣΑΣ", "σας"),
        ] {
            assert!(is_same_name(one, two), "{one} {two}");
        }
    }

    #[test]
    fn names_of_other_letters_are_two() {
        for (one, two) in [
            ("SS", "ß"),
            ("ünï", "u\u{308}ni\u{308}"),
            ("İ", "i"),
            ("ı", "I"),
        ] {
            assert!(!is_same_name(one, two), "{one} {two}");
        }
    }

    #[test]
    fn a_dotted_capital_i_is_stored_as_a_plain_one() {
        assert_eq!(go_lower("İSTANBUL"), "istanbul");
    }

    // Contract 1.1: answers escape what HTML could misread.

    #[test]
    fn answers_escape_markup() {
        assert_eq!(
            json_text("<b>&\u{2028}".as_bytes()),
            "\"\\u003cb\\u003e\\u0026\\u2028\""
        );
        assert_eq!(json_text(b"\xff\xff"), "\"\\ufffd\\ufffd\"");
    }

    #[test]
    fn quoting_shows_bytes_that_are_no_text() {
        assert_eq!(go_quote(b"a\"\n\xff\x01"), r#""a\"\n\xff\x01""#);
        assert_eq!(go_quote("\u{a0}é".as_bytes()), "\"\\u00a0é\"");
    }
}
