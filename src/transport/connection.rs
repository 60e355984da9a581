//! One installation of a platform, as configuration names it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::api::Platform;

/// Short name of a connection in URLs and configuration: 1 to 64 letters, digits, `-`, `_` and `.`, not only dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

impl ConnectionId {
    /// Takes a text that can be one.
    ///
    /// # Errors
    /// [`BadConnection::Id`].
    pub fn new(text: impl Into<String>) -> Result<Self, BadConnection> {
        let text = text.into();
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_dots = text.bytes().all(|byte| byte == b'.');
        if is_dots || text.len() > 64 || !text.bytes().all(is_allowed) {
            return Err(BadConnection::Id);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ConnectionId {
    type Error = BadConnection;

    fn try_from(text: String) -> Result<Self, BadConnection> {
        Self::new(text)
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.0
    }
}

/// One installation of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Connection {
    /// Short name, different for each.
    pub id: ConnectionId,
    /// Name for people.
    pub name: String,
    /// What is installed there.
    pub platform: Platform,
    /// Where: `http://` or `https://` with host and perhaps a path, or a path on the page's own origin.
    /// Without the platform's base path, and without a slash at the end unless it is the root itself.
    pub base_url: String,
}

#[derive(Deserialize)]
struct Unchecked {
    id: ConnectionId,
    name: String,
    platform: Platform,
    base_url: String,
}

impl TryFrom<Unchecked> for Connection {
    type Error = BadConnection;

    fn try_from(raw: Unchecked) -> Result<Self, BadConnection> {
        Self::new(raw.id, raw.name, raw.platform, &raw.base_url)
    }
}

/// Why something cannot be a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadConnection {
    /// The id is empty, too long, or holds other characters than letters, digits, `-`, `_` and `.`.
    Id,
    /// The name is empty.
    Name,
    /// The base URL is neither `http(s)://` nor a path that begins with one slash.
    Scheme,
    /// The base URL's host or port is none.
    Host,
    /// The base URL holds a user name or password: credentials never stand in URLs.
    UserInfo,
    /// The base URL's path holds `.`, `..`, an empty part, a query, a fragment, a backslash, blanks or letters that are not ASCII.
    Path,
}

impl fmt::Display for BadConnection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Id => "the id must be 1 to 64 letters, digits, '-', '_' or '.'",
            Self::Name => "the name is empty",
            Self::Scheme => "the address must begin with http://, https:// or one slash",
            Self::Host => "the address has no valid host",
            Self::UserInfo => "the address must not hold a user name or password",
            Self::Path => "the address must be a plain path without query, fragment, '.' or '..'",
        })
    }
}

impl std::error::Error for BadConnection {}

impl Connection {
    /// Checks the parts and puts the base URL into its one form.
    ///
    /// # Errors
    /// [`BadConnection`] says which part is wrong.
    pub fn new(
        id: ConnectionId,
        name: impl Into<String>,
        platform: Platform,
        base_url: &str,
    ) -> Result<Self, BadConnection> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(BadConnection::Name);
        }
        Ok(Self {
            id,
            name,
            platform,
            base_url: normalize(base_url.trim())?,
        })
    }

    /// Whether requests go to the origin that the page came from.
    pub fn is_same_origin(&self) -> bool {
        self.base_url.starts_with('/')
    }

    /// The address of a request target, which begins with a slash.
    pub(super) fn url_of(&self, target: &str) -> String {
        let mut url = self.base_url.trim_end_matches('/').to_owned();
        url.push_str(target);
        url
    }
}

fn normalize(text: &str) -> Result<String, BadConnection> {
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(BadConnection::Path);
    }
    let (origin, path) = split(text)?;
    let path = path.trim_end_matches('/');
    if !is_plain_path(path) {
        return Err(BadConnection::Path);
    }
    if origin.is_empty() && path.is_empty() {
        return Ok("/".to_owned());
    }
    Ok(origin + path)
}

/// Origin in lower case (empty for a path) and path.
fn split(text: &str) -> Result<(String, &str), BadConnection> {
    if text.starts_with('/') {
        return if text.starts_with("//") || text.starts_with("/\\") {
            Err(BadConnection::Scheme)
        } else {
            Ok((String::new(), text))
        };
    }
    let (scheme, rest) = text.split_once("://").ok_or(BadConnection::Scheme)?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return Err(BadConnection::Scheme);
    }
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).ok_or(BadConnection::Host)?;
    if authority.contains('@') {
        return Err(BadConnection::UserInfo);
    }
    if !is_host_and_port(authority) {
        return Err(BadConnection::Host);
    }
    let origin = [scheme.as_str(), "://", &authority.to_ascii_lowercase()].concat();
    Ok((origin, path))
}

fn is_host_and_port(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((inner, after)) if is_address(inner) => (
                "ok",
                after.strip_prefix(':').or(after.is_empty().then_some("80")),
            ),
            _ => return false,
        },
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, Some("80")),
        },
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_host = !host.is_empty() && host.bytes().all(is_letter);
    let is_port = port.is_some_and(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
    });
    is_host && is_port
}

/// Whether this has the letters of an IPv6 address. The browser's own parser, which is stricter, has the last word.
fn is_address(inner: &str) -> bool {
    (inner.contains("::") || inner.matches(':').count() == 7)
        && inner
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
}

/// Whether a path has only whole parts that every URL parser leaves as they are.
pub(super) fn is_plain_path(path: &str) -> bool {
    if path.is_empty() {
        return true;
    }
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    let is_letter = |byte: u8| byte.is_ascii_graphic() && !b"\\?#@<>\"`{}^|'".contains(&byte);
    rest.bytes().all(is_letter)
        && rest.split('/').all(|part| {
            let part = part.to_ascii_lowercase();
            let dots = part.replace("%2e", ".");
            !dots.is_empty()
                && dots != "."
                && dots != ".."
                && !part.contains("%2f")
                && !part.contains("%5c")
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base(text: &str) -> Result<String, BadConnection> {
        let id = ConnectionId::new("a").unwrap();
        Connection::new(id, "A", Platform::Portainer, text).map(|made| made.base_url)
    }

    #[test]
    fn addresses_get_one_form() {
        for (given, kept) in [
            (
                "https://Portainer.Example:9443/",
                "https://portainer.example:9443",
            ),
            ("HTTP://127.0.0.1:9000", "http://127.0.0.1:9000"),
            ("https://[::1]:9443/x", "https://[::1]:9443/x"),
            ("https://[::1]", "https://[::1]"),
            ("/platforms/portainer/", "/platforms/portainer"),
            ("/", "/"),
            (" /a%20b ", "/a%20b"),
        ] {
            assert_eq!(base(given).as_deref(), Ok(kept), "{given}");
        }
    }

    #[test]
    fn addresses_that_could_mean_another_place_are_refused() {
        for (given, why) in [
            ("", BadConnection::Scheme),
            ("portainer.example", BadConnection::Scheme),
            ("platforms/portainer", BadConnection::Scheme),
            ("//evil.example", BadConnection::Scheme),
            ("/\\evil.example", BadConnection::Scheme),
            ("ftp://a", BadConnection::Scheme),
            ("javascript://a", BadConnection::Scheme),
            ("https://", BadConnection::Host),
            ("https:///path", BadConnection::Host),
            ("https://a:b", BadConnection::Host),
            ("https://a:99999", BadConnection::Host),
            ("https://a:+80", BadConnection::Host),
            ("https://[::1", BadConnection::Host),
            ("https://[x]", BadConnection::Host),
            ("https://a%2eb", BadConnection::Host),
            ("https://name:word@a", BadConnection::UserInfo),
            ("https://good.example@evil.example", BadConnection::UserInfo),
            ("https://a\\@evil.example", BadConnection::Path),
            ("https://a?x=1", BadConnection::Path),
            ("https://a/#x", BadConnection::Path),
            ("https://a/../b", BadConnection::Path),
            ("https://a/%2E%2e/b", BadConnection::Path),
            ("https://a//b", BadConnection::Path),
            ("/a/./b", BadConnection::Path),
            ("/a b", BadConnection::Path),
            ("/a\nb", BadConnection::Path),
            ("/ü", BadConnection::Path),
            ("/a%2Fb", BadConnection::Path),
        ] {
            assert_eq!(base(given), Err(why), "{given}");
        }
    }

    #[test]
    fn an_id_is_a_plain_word() {
        for good in ["registry", "a.b-c_9", "A"] {
            assert!(ConnectionId::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            "...",
            "a/b",
            "ü",
            "a b",
            "a%2e",
            &"x".repeat(65),
        ] {
            assert_eq!(ConnectionId::new(bad), Err(BadConnection::Id), "{bad}");
        }
    }

    #[test]
    fn configuration_is_checked_when_it_is_read() {
        let text = r#"{"id":"p","platform":"portainer","name":"P","base_url":"/p/"}"#;
        let read: Connection = serde_json::from_str(text).unwrap();
        assert_eq!(read.base_url, "/p");
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Connection>(&written).unwrap(), read);
        let text = text.replace("/p/", "//evil.example");
        assert!(serde_json::from_str::<Connection>(&text).is_err());
    }

    proptest! {
        #[test]
        fn what_is_accepted_means_the_same_to_a_browser(text in "(https?://)?[a-z0-9:./@%\\\\\\[\\]-]{0,20}") {
            if let Ok(kept) = base(&text) {
                let page = url::Url::parse("https://page.example/deep/page").unwrap();
                let joined = page.join(&(kept.trim_end_matches('/').to_owned() + "/api/users"));
                // A host such as `1.2.3.4.5` is refused by the browser's parser, which is as good.
                if let Ok(url) = joined {
                    prop_assert!(url.username().is_empty() && url.password().is_none());
                    if kept.starts_with('/') {
                        prop_assert_eq!(url.origin(), page.origin());
                        prop_assert!(url.path().starts_with(kept.trim_end_matches('/')));
                    }
                    prop_assert!(url.path().ends_with("/api/users"));
                }
            }
        }
    }
}
