//! Passwords, tokens and keys.

use std::cell::Cell;
use std::fmt;

use serde::{Deserialize, Deserializer, Serializer};
use zeroize::Zeroizing;

use super::base64;

thread_local! {
    /// Whether the body being written is the copy for the record, in which every secret is stars.
    static IS_MASKED: Cell<bool> = const { Cell::new(false) };
}

/// What a reader of the record sees in place of a secret.
pub(crate) const STARS: &str = "***";

/// A password, token or key.
///
/// It has no `Display` and no `Serialize`, `Debug` prints stars, and its memory is wiped on drop.
/// [`expose`](Self::expose) is the only way to read it, so that a search for that word finds every reader.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Length in UTF-8 bytes, which is what platforms count.
    pub fn len_bytes(&self) -> usize {
        self.0.len()
    }

    /// Whether the secret stands in a text. A short one does by chance and is not looked for.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.len() >= 4 && text.contains(self.expose())
    }

    /// Whether it begins so.
    pub fn starts_with(&self, start: &str) -> bool {
        self.0.starts_with(start)
    }

    /// One of the parts between a letter, where a platform says that this part is no secret. The third takes the rest.
    pub fn part(&self, letter: char, index: usize) -> Option<&str> {
        self.0.splitn(3, letter).nth(index)
    }

    /// Whether a header can carry it.
    pub fn fits_header(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// What an `Authorization` header with HTTP Basic holds. The server splits it at the first colon, so the name must
    /// have none.
    pub fn basic(name: &str, password: &Self) -> Self {
        let mut pair = Zeroizing::new(Vec::with_capacity(name.len() + password.len_bytes() + 1));
        pair.extend_from_slice(name.as_bytes());
        pair.push(b':');
        pair.extend_from_slice(password.expose().as_bytes());
        let encoded = base64::encode(&pair);
        let mut value = String::with_capacity(encoded.len() + 6);
        value.push_str("Basic ");
        value.push_str(&encoded);
        Self::from(value)
    }

    /// Whether both hold the same text.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// Writes the text into a request body: `#[serde(serialize_with = "Secret::into_body")]`.
    ///
    /// When the record's copy of the body is made it writes stars.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn into_body<S: Serializer>(secret: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        if IS_MASKED.get() {
            serializer.serialize_str(STARS)
        } else {
            serializer.serialize_str(secret.expose())
        }
    }

    /// [`into_body`](Self::into_body) for a member that may be left out.
    ///
    /// Goes together with `skip_serializing_if = "Option::is_none"`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn option_into_body<S: Serializer>(
        secret: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => Self::into_body(secret, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Whether the copy for the record is being written.
    pub(super) fn is_masked() -> bool {
        IS_MASKED.get()
    }

    /// Runs `work`; every secret written meanwhile is stars.
    pub(super) fn masked<T>(work: impl FnOnce() -> T) -> T {
        struct Restore(bool);
        impl Drop for Restore {
            fn drop(&mut self) {
                IS_MASKED.set(self.0);
            }
        }
        let _restore = Restore(IS_MASKED.replace(true));
        work()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(STARS)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Form {
        #[serde(serialize_with = "Secret::into_body")]
        password: Secret,
        #[serde(
            serialize_with = "Secret::option_into_body",
            skip_serializing_if = "Option::is_none"
        )]
        old: Option<Secret>,
    }

    #[test]
    fn basic_is_name_and_password_in_utf_8() {
        let value = Secret::basic("jürgen", &Secret::from("a:ß"));
        assert_eq!(value.expose(), "Basic asO8cmdlbjphOsOf");
    }

    #[test]
    fn a_secret_is_found_in_a_text() {
        assert!(Secret::from("hunter2").is_in("it is hunter2, says the server"));
        assert!(!Secret::from("is").is_in("it is hunter2"));
    }

    #[test]
    fn debug_prints_stars() {
        assert_eq!(format!("{:?}", Secret::from("correct horse")), "***");
    }

    #[test]
    fn stars_are_written_only_inside_the_masked_scope() {
        let form = Form {
            password: Secret::from("correct horse"),
            old: None,
        };
        let write = || serde_json::to_string(&form).unwrap();
        assert_eq!(write(), r#"{"password":"correct horse"}"#);
        assert_eq!(Secret::masked(write), r#"{"password":"***"}"#);
        assert_eq!(write(), r#"{"password":"correct horse"}"#);
    }

    #[test]
    fn the_mask_is_lifted_when_writing_panics() {
        let outcome = std::panic::catch_unwind(|| Secret::masked(|| panic!("in the middle")));
        assert!(outcome.is_err());
        assert!(!IS_MASKED.get());
    }
}
