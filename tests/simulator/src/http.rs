//! Requests and answers as plain values, and the small readings that every platform needs of them.

/// A request as it came from a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The method in the spelling sent.
    pub method: String,
    /// Path and query exactly as sent, from the root of the simulator: `/platforms/portainer/api/users`.
    pub target: String,
    /// The headers in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body, empty when there was none.
    pub body: Vec<u8>,
    /// The address of the client, without a port; limiters count by it.
    pub peer: String,
}

impl Request {
    /// A request without headers and body, from loopback.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            peer: "127.0.0.1".to_owned(),
        }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same request with this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The first header of that name, in any case.
    pub fn find(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }

    /// The target up to the question mark.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The part of the target behind the question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The query as decoded pairs, in the order sent.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        self.query()
            .unwrap_or_default()
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                (decode_plus(name), decode_plus(value))
            })
            .collect()
    }

    /// The first query value of exactly that name.
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query_pairs()
            .into_iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    }

    /// The first cookie of that name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, value)| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.trim_matches('"'))
    }
}

/// How an answer ends on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ending {
    /// A whole answer.
    #[default]
    Complete,
    /// The connection closes without a byte.
    Closed,
    /// The connection is reset.
    Reset,
    /// No answer ever comes.
    Never,
    /// The head and half of the body, then the connection closes.
    Truncated,
}

/// What the simulator answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code; 0 when no HTTP answer comes at all.
    pub status: u16,
    /// The headers, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long the platform works before it answers.
    pub delay_ms: u64,
    /// How the answer ends.
    pub ending: Ending,
}

impl Response {
    /// An answer without headers and body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(body)
    }

    /// The connection closes without an answer.
    pub fn closed() -> Self {
        Self {
            ending: Ending::Closed,
            ..Self::default()
        }
    }

    /// The same answer with one more header; a line break in it becomes a blank, as servers write it.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        let line = if value.contains(['\r', '\n']) {
            value.replace(['\r', '\n'], " ").trim().to_owned()
        } else {
            value
        };
        self.headers.push((name.to_owned(), line));
        self
    }

    /// The same answer with this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The first header of that name, in any case.
    pub fn find(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }

    /// The body as text, with replacement characters for what is no UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, `null` when it is none.
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

fn find_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// Decodes percent escapes; `None` where an escape is broken.
pub fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            decoded.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    Some(decoded)
}

fn decode_plus(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let bytes = percent_decode(&spaced).unwrap_or_else(|| spaced.clone().into_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let request = Request::new("GET", "/").header("Cookie", "a=1; b=2");
        assert_eq!(request.cookie("b"), Some("2"));
        assert_eq!(request.cookie("c"), None);
    }

    #[test]
    fn a_query_is_decoded_once() {
        let request = Request::new("GET", "/x?a=%2541&b=c+d");
        assert_eq!(request.query_value("a").as_deref(), Some("%41"));
        assert_eq!(request.query_value("b").as_deref(), Some("c d"));
    }

    #[test]
    fn a_header_is_one_line() {
        let answer = Response::new(200).header("Link", "</a?x=\r\nEvil: 1>");
        assert_eq!(answer.find("Link"), Some("</a?x=  Evil: 1>"));
    }

    #[test]
    fn a_broken_escape_is_refused() {
        assert_eq!(percent_decode("%4"), None);
        assert_eq!(percent_decode("%zz"), None);
    }
}
