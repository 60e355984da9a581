//! A complete request as a value.

use std::fmt;
use std::io;

use serde::Serialize;
use zeroize::{Zeroize, Zeroizing};

use super::encode::{Times, encode, segment};
use super::secret::STARS;
use super::{ApiError, Auth, Effect, Endpoint, ErrorKind, Facts, Method, Secret, facts};

/// Why a request cannot be built from its values.
///
/// Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// The value is empty, which the platform would take for something else.
    Empty {
        /// Which value.
        field: &'static str,
    },
    /// The path part is `.` or `..`, which a browser removes from a path.
    DotSegment {
        /// Which value.
        field: &'static str,
    },
    /// The value is longer than the platform can take.
    TooLong {
        /// Which value.
        field: &'static str,
        /// The most it may have, in UTF-8 bytes.
        max_bytes: usize,
    },
    /// The value has more characters than the platform can take.
    TooManyChars {
        /// Which value.
        field: &'static str,
        /// The most it may have, in characters.
        max_chars: usize,
    },
    /// The value holds U+0000, which the platform cannot store.
    Nul {
        /// Which value.
        field: &'static str,
    },
    /// The value is none that the platform knows.
    Unknown {
        /// Which value.
        field: &'static str,
    },
    /// The value is missing, or does not go together with the others.
    Missing {
        /// Which value.
        field: &'static str,
    },
    /// The body cannot be written.
    Body,
    /// A path part holds a slash or a backslash: encoded, it is another path for whoever decodes it on the way.
    Slash,
    /// The connection is not the one that the call or the credential is for: its platform or its address changed.
    Address,
}

impl Unsendable {
    /// The value that is wrong, if one is.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Empty { field }
            | Self::DotSegment { field }
            | Self::TooLong { field, .. }
            | Self::TooManyChars { field, .. }
            | Self::Nul { field }
            | Self::Unknown { field }
            | Self::Missing { field } => Some(field),
            Self::Body | Self::Slash | Self::Address => None,
        }
    }
}

/// A request body, and its copy for the record.
///
/// Both are wiped on drop; `Debug` shows the copy, in which every secret is stars.
#[derive(Clone)]
pub struct Body {
    bytes: Zeroizing<Vec<u8>>,
    masked: String,
}

impl Body {
    fn json(value: &impl Serialize) -> Result<Self, Unsendable> {
        // Both through one writer, so that each body is compiled once.
        let write = || {
            let mut buffer = Wiping::default();
            let outcome = serde_json::to_writer(&mut buffer, value);
            outcome.map(|()| buffer.0)
        };
        let bytes = write().map_err(|_| Unsendable::Body)?;
        let masked = Secret::masked(write).map_err(|_| Unsendable::Body)?;
        Ok(Self {
            bytes,
            masked: String::from_utf8_lossy(&masked).into_owned(),
        })
    }

    /// The bytes to send.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same text with stars in place of every secret.
    pub fn masked(&self) -> &str {
        &self.masked
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.masked.zeroize();
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked)
    }
}

/// A buffer that wipes the old place when it moves to a larger one.
#[derive(Default)]
struct Wiping(Zeroizing<Vec<u8>>);

impl io::Write for Wiping {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + more.len();
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity((needed * 2).max(256)));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What an endpoint fills: the parts of its path, its query, its headers and its body.
#[derive(Debug)]
pub struct RequestParts {
    template: &'static str,
    segments: Vec<(&'static str, String)>,
    query: String,
    headers: Vec<(&'static str, String)>,
    secret_headers: Vec<(&'static str, Secret)>,
    body: Option<Body>,
}

impl RequestParts {
    fn new(template: &'static str) -> Self {
        Self {
            template,
            segments: Vec::new(),
            query: String::new(),
            headers: Vec::new(),
            secret_headers: Vec::new(),
            body: None,
        }
    }

    /// Puts a value in the place of `{name}` in the path.
    ///
    /// # Errors
    /// When the value is empty, `.` or `..`.
    pub fn segment(
        &mut self,
        name: &'static str,
        value: &(impl ToString + ?Sized),
    ) -> Result<(), Unsendable> {
        self.segment_encoded(name, value, Times::Once)
    }

    /// [`segment`](Self::segment) for platforms that decode this part more than once.
    ///
    /// # Errors
    /// When the value is empty; when it is `.` or `..` and encoded only once.
    pub fn segment_encoded(
        &mut self,
        name: &'static str,
        value: &(impl ToString + ?Sized),
        times: Times,
    ) -> Result<(), Unsendable> {
        let encoded = segment(name, &value.to_string(), times)?;
        self.segments.push((name, encoded));
        Ok(())
    }

    /// Adds a query parameter. Parameters keep the order in which they are added.
    pub fn query(&mut self, name: &str, value: &(impl ToString + ?Sized)) {
        self.query_encoded(name, value, Times::Once);
    }

    /// [`query`](Self::query) for platforms that decode this value more than once.
    pub fn query_encoded(&mut self, name: &str, value: &(impl ToString + ?Sized), times: Times) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&encode(name, Times::Once));
        self.query.push('=');
        self.query.push_str(&encode(&value.to_string(), times));
    }

    /// [`query`](Self::query) for values that are words of the platform's own: slash and comma stay as they are.
    pub fn query_words(&mut self, name: &str, words: &str) {
        self.query(name, words);
        // Both stand for themselves in a query; what is encoded here came from this value or means the same.
        let start = self.query.rfind('=').map_or(0, |at| at + 1);
        let tail = self.query.split_off(start);
        self.query
            .push_str(&tail.replace("%2F", "/").replace("%2C", ","));
    }

    /// Adds a header. Never one that authenticates: those are the vault's.
    pub fn header(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.push((name, value.into()));
    }

    /// Adds a header that the call itself exists to send, such as the name and password of a sign-in.
    ///
    /// Record, curl and `Debug` show stars in its place.
    pub fn secret_header(&mut self, name: &'static str, value: Secret) {
        self.secret_headers.push((name, value));
    }

    /// Sets a secret as the whole body, in plain text.
    pub fn text(&mut self, secret: &Secret) {
        self.body = Some(Body {
            bytes: Zeroizing::new(secret.expose().as_bytes().to_vec()),
            masked: STARS.to_owned(),
        });
        self.headers.push(("Content-Type", "text/plain".to_owned()));
    }

    /// Sets the body and its content type.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Unsendable> {
        self.json_as(value, "application/json")
    }

    /// Sets the body, and a content type of its own kind of JSON.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json_as(&mut self, value: &impl Serialize, kind: &str) -> Result<(), Unsendable> {
        self.body = Some(Body::json(value)?);
        self.headers.push(("Content-Type", kind.to_owned()));
        Ok(())
    }

    /// The path with every `{name}` replaced.
    fn path(&self, base: &str) -> Result<String, Unsendable> {
        let mut path = String::from(base);
        let mut used = 0;
        for part in self.template.split('/').skip(1) {
            path.push('/');
            let Some(name) = part
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            else {
                path.push_str(part);
                continue;
            };
            let value = self.segments.iter().find(|(given, _)| *given == name);
            let (_, value) = value.ok_or(Unsendable::Missing { field: "path" })?;
            path.push_str(value);
            used += 1;
        }
        if used == self.segments.len() {
            Ok(path)
        } else {
            Err(Unsendable::Unknown { field: "path" })
        }
    }
}

/// A request, ready to be sent but for the connection's address and credential.
#[derive(Clone, Debug)]
pub struct Request {
    /// [`Endpoint::OPERATION`].
    pub operation: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Encoded path, with the platform's base path.
    pub path: String,
    /// Encoded query without the question mark; empty when there is none.
    pub query: String,
    /// Headers, without any that authenticates.
    pub headers: Vec<(&'static str, String)>,
    /// Headers that the call itself exists to send and that nobody else may see.
    pub secret_headers: Vec<(&'static str, Secret)>,
    /// The body, if there is one.
    pub body: Option<Body>,
    /// [`Endpoint::EFFECT`].
    pub effect: Effect,
    /// [`Endpoint::AUTH`].
    pub auth: Auth,
    /// [`Endpoint::subject`].
    pub subject: Option<String>,
}

impl Request {
    /// Path and query as they stand in the request line.
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            let mut target = self.path.clone();
            target.push('?');
            target.push_str(&self.query);
            target
        }
    }
}

/// Builds the request of an endpoint.
///
/// # Errors
/// [`ErrorKind::Unsendable`] when the endpoint's values cannot make one.
pub fn request<E: Endpoint>(endpoint: &E) -> Result<Request, ApiError> {
    let mut parts = RequestParts::new(E::PATH);
    endpoint
        .fill(&mut parts)
        .and_then(|()| finish(facts::<E>(), parts, endpoint.subject()))
        .map_err(|why| ApiError::of::<E>(ErrorKind::Unsendable(why)))
}

/// What does not depend on the endpoint's type.
fn finish(
    facts: Facts,
    mut parts: RequestParts,
    subject: Option<String>,
) -> Result<Request, Unsendable> {
    if let Some(form) = facts.platform.accepts() {
        parts.header("Accept", form);
    }
    Ok(Request {
        operation: facts.operation,
        method: facts.method,
        path: parts.path(facts.base_path())?,
        query: parts.query,
        headers: parts.headers,
        secret_headers: parts.secret_headers,
        body: parts.body,
        effect: facts.effect,
        auth: facts.auth,
        subject,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_keeps_its_order_and_is_encoded() {
        let mut parts = RequestParts::new("/users");
        parts.query("b&", "x=y");
        parts.query("a", &7);
        parts.query_encoded("q", "a%b", Times::Twice);
        parts.query_words("sort", "-a,b/c=d");
        assert_eq!(parts.query, "b%26=x%3Dy&a=7&q=a%2525b&sort=-a,b/c%3Dd");
    }

    #[test]
    fn a_path_part_that_was_not_given_is_not_sent_empty() {
        let parts = RequestParts::new("/users/{id}");
        assert_eq!(
            parts.path("/api"),
            Err(Unsendable::Missing { field: "path" })
        );
    }

    #[test]
    fn a_path_part_that_has_no_place_is_noticed() {
        let mut parts = RequestParts::new("/users");
        parts.segment("id", &1).unwrap();
        assert_eq!(
            parts.path("/api"),
            Err(Unsendable::Unknown { field: "path" })
        );
    }

    #[test]
    fn a_value_that_looks_like_a_place_stays_a_value() {
        let mut parts = RequestParts::new("/users/{id}/tokens/{key}");
        parts.segment("id", "{key}").unwrap();
        parts.segment("key", "a/b").unwrap();
        assert_eq!(
            parts.path("/api").unwrap(),
            "/api/users/%7Bkey%7D/tokens/a%2Fb"
        );
    }

    #[test]
    fn a_long_body_arrives_whole() {
        let text = "x".repeat(5_000);
        let body = Body::json(&[text.as_str(), text.as_str()]).unwrap();
        let again: Vec<String> = serde_json::from_slice(body.as_bytes()).unwrap();
        assert_eq!(again, vec![text.clone(), text]);
    }
}
