//! Reads JSON, and says where it stopped fitting without repeating any of it.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::ErrorKind;

/// Longest path that an error carries.
const MAX_PATH: usize = 120;

/// Reads a whole JSON text.
///
/// # Errors
/// [`ErrorKind::CutShort`] when the text ends too early, else [`ErrorKind::Decode`].
pub(super) fn json<T: DeserializeOwned>(text: &[u8]) -> Result<T, ErrorKind> {
    serde_json::from_slice(text).map_err(|error| match error.classify() {
        Category::Eof if !text.is_empty() => ErrorKind::CutShort,
        _ => ErrorKind::Decode {
            path: path_of(text, &error),
        },
    })
}

/// Where in the text the error is, such as `$[3].Username`.
///
/// A member that is missing is named as `$[3].Username (missing)`.
fn path_of(text: &[u8], error: &serde_json::Error) -> String {
    // Only this message of serde's is read: what it quotes is a name of ours, never a value of the server's.
    let message = error.to_string();
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let mut path = if error.line() == 0 {
        String::from("$")
    } else {
        let end = offset(text, error.line(), error.column());
        path_at(text, end, missing.is_none())
    };
    if let Some(name) = missing {
        path.push('.');
        path.push_str(name);
        path.push_str(" (missing)");
    }
    path.chars().take(MAX_PATH).collect()
}

/// The byte that serde's line and column (both from 1) mean.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let line_start: usize = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (line_start + column).min(text.len())
}

/// One open array or object, and what is being read in it.
enum Level {
    Array(usize),
    Object { key: String, is_value: bool },
}

/// The path of the value that ends at or just before `end`; without its last member, that of the object around it.
fn path_at(text: &[u8], end: usize, with_member: bool) -> String {
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at).filter(|_| at < end) {
        at += 1;
        match byte {
            b'[' => levels.push(Level::Array(0)),
            b'{' => levels.push(Level::Object {
                key: String::new(),
                is_value: false,
            }),
            // The closing bracket at the very end belongs to the value that is being reported.
            b']' | b'}' if at < end => {
                levels.pop();
            }
            b',' if at < end => match levels.last_mut() {
                Some(Level::Array(index)) => *index += 1,
                Some(Level::Object { is_value, .. }) => *is_value = false,
                None => {}
            },
            b':' => {
                if let Some(Level::Object { is_value, .. }) = levels.last_mut() {
                    *is_value = true;
                }
            }
            b'"' => {
                let (name, after) = string_at(text, at);
                if let Some(Level::Object { key, is_value }) = levels.last_mut()
                    && !*is_value
                {
                    *key = name;
                }
                at = after;
            }
            _ => {}
        }
    }
    if !with_member && let Some(Level::Object { is_value, .. }) = levels.last_mut() {
        *is_value = false;
    }
    let mut path = String::from("$");
    for level in levels {
        match level {
            Level::Array(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            Level::Object { key, is_value } if is_value => {
                path.push('.');
                path.push_str(&key);
            }
            Level::Object { .. } => {}
        }
        if path.len() > MAX_PATH {
            break;
        }
    }
    path
}

/// The string whose first character is at `at`, and the place behind its closing quote.
///
/// Only what looks like a member of an interface is given back; anything else could be data.
fn string_at(text: &[u8], at: usize) -> (String, usize) {
    let mut name = String::new();
    let mut is_plain = true;
    let mut index = at;
    while let Some(byte) = text.get(index) {
        index += 1;
        match byte {
            b'"' => break,
            b'\\' => {
                is_plain = false;
                index += 1;
            }
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') => {
                name.push(char::from(*byte));
            }
            _ => is_plain = false,
        }
        if name.len() > 40 {
            is_plain = false;
            name.clear();
        }
    }
    if is_plain {
        (name, index)
    } else {
        (String::from("*"), index)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Row {
        #[serde(rename = "Id")]
        id: i64,
        #[serde(rename = "Name")]
        name: String,
        #[serde(rename = "In", default)]
        inner: Option<Box<Row>>,
    }

    fn path(text: &str) -> String {
        match json::<Vec<Row>>(text.as_bytes()) {
            Err(ErrorKind::Decode { path }) => path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_path_names_the_place() {
        assert_eq!(
            path(r#"[{"Id":1,"Name":"a"},{"Id":"x","Name":"b"}]"#),
            "$[1].Id"
        );
        assert_eq!(path(r#"[{"Id":1,"Name":null}]"#), "$[0].Name");
        assert_eq!(
            path("[{\"Id\":1,\n\"Name\":\"a\",\n\"In\":{\"Id\":2,\"Name\":[]}}]"),
            "$[0].In.Name"
        );
        assert_eq!(path(r#"{"Id":1}"#), "$");
        assert_eq!(path("no"), "$");
        assert_eq!(path(""), "$");
    }

    #[test]
    fn a_missing_member_is_named() {
        assert_eq!(
            path(r#"[{"Id":1,"Name":"a"},{"Id":2}]"#),
            "$[1].Name (missing)"
        );
    }

    #[test]
    fn a_path_holds_no_value_and_no_member_that_could_be_data() {
        let text = r#"[{"Id":1,"hunter2 is my password":1,"Name":5}]"#;
        assert_eq!(path(text), "$[0].Name");
        let text = r#"[{"Id":"hunter2","Name":""}]"#;
        assert!(!path(text).contains("hunter2"));
    }

    #[test]
    fn a_text_that_ends_too_early_was_cut() {
        assert_eq!(json::<Vec<Row>>(br#"[{"Id":1,"#), Err(ErrorKind::CutShort));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = json::<Vec<Row>>(&bytes);
        }

        #[test]
        fn the_scanner_takes_any_place(text in "[\\[\\]{}:,\"\\\\a1 \n]{0,60}", end in 0_usize..80) {
            let _ = path_at(text.as_bytes(), end, true);
            prop_assert!(offset(text.as_bytes(), end, end) <= text.len());
        }
    }
}
