//! An answer as a value.

use std::fmt;

use zeroize::Zeroizing;

/// What came back over HTTP.
///
/// The body is wiped on drop and never printed: it can hold a token, or repeat a password.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    headers: Vec<(String, String)>,
    body: Zeroizing<Vec<u8>>,
}

impl Response {
    /// An answer with these headers, in any spelling and order.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body: Zeroizing::new(body),
        }
    }

    /// The first header of that name, in any spelling.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether the status is 2xx.
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// What the body is, by its content type and, where that is missing, by its first character.
    pub(crate) fn content(&self) -> Content {
        if self.body.is_empty() {
            return Content::Empty;
        }
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") || ends_with_json(kind) {
            return Content::Json;
        }
        if kind.eq_ignore_ascii_case("text/html") {
            return Content::Html;
        }
        match self.body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'<') => Content::Html,
            Some(b'{' | b'[') => Content::Json,
            _ => Content::Text,
        }
    }
}

fn ends_with_json(kind: &str) -> bool {
    kind.rsplit_once('+')
        .is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("json"))
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing.
    Empty,
    /// JSON, by what it says of itself.
    Json,
    /// A web page: a proxy's, or another server's.
    Html,
    /// Anything else.
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(kind: Option<&str>, body: &str) -> Content {
        let headers = kind.map(|kind| ("Content-Type".to_owned(), kind.to_owned()));
        Response::new(200, headers.into_iter().collect(), body.into()).content()
    }

    #[test]
    fn headers_are_found_in_any_spelling() {
        let headers = vec![("redirect-Reason".to_owned(), "x".to_owned())];
        let response = Response::new(303, headers, Vec::new());
        assert_eq!(response.header("Redirect-Reason"), Some("x"));
        assert_eq!(response.header("Location"), None);
    }

    #[test]
    fn the_body_is_told_by_its_type_and_then_by_its_look() {
        assert_eq!(content(Some("text/html"), ""), Content::Empty);
        assert_eq!(
            content(Some("Application/JSON; charset=utf-8"), "x"),
            Content::Json
        );
        assert_eq!(
            content(Some("application/problem+json"), "{}"),
            Content::Json
        );
        assert_eq!(
            content(Some("text/html; charset=utf-8"), "{}"),
            Content::Html
        );
        assert_eq!(content(Some("text/plain"), " {}"), Content::Json);
        assert_eq!(content(Some("text/plain"), "no"), Content::Text);
        assert_eq!(content(None, "<!doctype html>"), Content::Html);
    }

    #[test]
    fn debug_shows_no_body() {
        let response = Response::new(200, Vec::new(), b"{\"jwt\":\"abc\"}".to_vec());
        assert!(!format!("{response:?}").contains("abc"));
    }
}
