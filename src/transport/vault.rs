//! The only code that can read credentials.
//!
//! A credential is kept together with the address it was given for, and is added only to requests under that address.

use std::cell::RefCell;
use std::fmt;

use super::connection::{Connection, ConnectionId, is_plain_path};
use crate::api::{Platform, Secret, Timestamp};

/// What proves who asks.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A token of a sign-in.
    Bearer {
        /// The token.
        token: Secret,
        /// When it ends, as far as that is known.
        expires_at: Option<Timestamp>,
    },
    /// A key that its owner made.
    ApiKey(Secret),
    /// A name and a password, sent with each request.
    Basic {
        /// The name.
        name: String,
        /// The password.
        password: Secret,
    },
}

/// The kind of a credential, which anyone may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// [`Credential::Bearer`].
    Bearer,
    /// [`Credential::ApiKey`].
    ApiKey,
    /// [`Credential::Basic`].
    Basic,
}

/// The text cannot be a credential: it is empty, or holds something that no header can carry, or the platform has no
/// credential of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCredential;

impl fmt::Display for BadCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("this cannot be a credential")
    }
}

impl std::error::Error for BadCredential {}

/// Why a credential does not go to the request's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrongAddress {
    /// It is not one that the credential was given for.
    Elsewhere,
    /// It holds an encoded slash or backslash: what decodes it on the way reads another path.
    Slash,
}

struct Kept {
    id: ConnectionId,
    base_url: String,
    platform: Platform,
    credential: Credential,
}

/// All credentials of this page, in memory and nowhere else.
#[derive(Default)]
pub struct Vault {
    kept: RefCell<Vec<Kept>>,
}

impl Vault {
    /// Keeps a credential for a connection, in place of the one before. It is wiped when it is forgotten.
    ///
    /// # Errors
    /// [`BadCredential`]; then the one before stays.
    pub fn set(
        &self,
        connection: &Connection,
        credential: Credential,
    ) -> Result<(), BadCredential> {
        header(connection.platform, &credential).ok_or(BadCredential)?;
        let kept = Kept {
            id: connection.id.clone(),
            base_url: connection.base_url.clone(),
            platform: connection.platform,
            credential,
        };
        self.forget(&connection.id);
        self.kept.borrow_mut().push(kept);
        Ok(())
    }

    /// Forgets and wipes a connection's credential.
    pub fn forget(&self, id: &ConnectionId) {
        self.kept.borrow_mut().retain(|kept| kept.id != *id);
    }

    /// Forgets and wipes all credentials.
    pub fn forget_all(&self) {
        self.kept.borrow_mut().clear();
    }

    /// Whether there is a credential for a connection.
    pub fn has(&self, id: &ConnectionId) -> bool {
        self.kept.borrow().iter().any(|kept| kept.id == *id)
    }

    /// The kind of a connection's credential.
    pub fn kind(&self, id: &ConnectionId) -> Option<CredentialKind> {
        let all = self.kept.borrow();
        all.iter()
            .find(|kept| kept.id == *id)
            .map(|kept| match kept.credential {
                Credential::Bearer { .. } => CredentialKind::Bearer,
                Credential::ApiKey(_) => CredentialKind::ApiKey,
                Credential::Basic { .. } => CredentialKind::Basic,
            })
    }

    /// When a connection's credential ends, as far as that is known.
    pub fn expires_at(&self, id: &ConnectionId) -> Option<Timestamp> {
        let all = self.kept.borrow();
        match &all.iter().find(|kept| kept.id == *id)?.credential {
            Credential::Bearer { expires_at, .. } => *expires_at,
            Credential::ApiKey(_) | Credential::Basic { .. } => None,
        }
    }

    /// The header that authenticates a request to this address; nothing when no credential is kept.
    ///
    /// # Errors
    /// [`WrongAddress::Elsewhere`] when the connection is no longer the one that the credential was given for, or the
    /// address is not under its base URL; [`WrongAddress::Slash`] when only an encoded slash stands against it.
    pub(super) fn attach(
        &self,
        connection: &Connection,
        url: &str,
    ) -> Result<Option<(&'static str, Secret)>, WrongAddress> {
        let all = self.kept.borrow();
        let Some(kept) = all.iter().find(|kept| kept.id == connection.id) else {
            return Ok(None);
        };
        let is_same = kept.base_url == connection.base_url && kept.platform == connection.platform;
        if !is_same {
            return Err(WrongAddress::Elsewhere);
        }
        check(url, &kept.base_url)?;
        Ok(header(kept.platform, &kept.credential))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.kept.borrow();
        let ids = kept.iter().map(|kept| &kept.id);
        formatter.debug_set().entries(ids).finish()
    }
}

/// Name and value of the header, if the platform has one for this kind and the text fits into a header.
fn header(platform: Platform, credential: &Credential) -> Option<(&'static str, Secret)> {
    let (name, prefix, secret) = match credential {
        Credential::Bearer { token, .. } => ("Authorization", "Bearer ", token),
        Credential::ApiKey(key) => (key_header(platform)?, "", key),
        Credential::Basic { name, password } => {
            // The server splits the pair at the first colon, and a control character ends the header for a proxy.
            let is_sendable = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
            let can_be = platform == Platform::Harbor
                && !name.contains(':')
                && is_sendable(name)
                && is_sendable(password.expose());
            return can_be.then(|| ("Authorization", Secret::basic(name, password)));
        }
    };
    let text = secret.expose();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let mut value = String::with_capacity(prefix.len() + text.len());
    value.push_str(prefix);
    value.push_str(text);
    Some((name, Secret::from(value)))
}

/// Where a platform looks for an API key.
const fn key_header(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::Portainer => Some("X-API-KEY"),
        Platform::Sftpgo => Some("X-SFTPGO-API-KEY"),
        Platform::Harness => Some("x-api-key"),
        Platform::Harbor | Platform::Alauda => None,
    }
}

/// Refuses an address that is not under a base URL for every reader of addresses.
fn check(url: &str, base_url: &str) -> Result<(), WrongAddress> {
    if is_under(url, base_url) {
        return Ok(());
    }
    // The spelling of our own encoder; any other is no address of ours.
    let without = url.replace("%2F", "-").replace("%5C", "-");
    Err(if is_under(&without, base_url) {
        WrongAddress::Slash
    } else {
        WrongAddress::Elsewhere
    })
}

/// Whether an address is under a base URL, for every reader of addresses.
fn is_under(url: &str, base_url: &str) -> bool {
    let Some(rest) = url.strip_prefix(base_url.trim_end_matches('/')) else {
        return false;
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_plain_query = query
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"\\#".contains(&byte));
    !path.is_empty() && is_plain_path(path) && is_plain_query
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn connection(id: &str, base_url: &str) -> Connection {
        let id = ConnectionId::new(id).unwrap();
        Connection::new(id, "P", Platform::Portainer, base_url).unwrap()
    }

    fn bearer(token: &str) -> Credential {
        Credential::Bearer {
            token: Secret::from(token),
            expires_at: Some(Timestamp::from_unix(5)),
        }
    }

    fn value(
        vault: &Vault,
        connection: &Connection,
        url: &str,
    ) -> Result<Option<String>, WrongAddress> {
        let found = vault.attach(connection, url)?;
        Ok(found.map(|(name, value)| format!("{name}: {}", value.expose())))
    }

    #[test]
    fn each_kind_has_its_header() {
        let vault = Vault::default();
        let home = connection("a", "https://a.example/p");
        let url = "https://a.example/p/api/users?x=1%20";
        assert_eq!(value(&vault, &home, url), Ok(None));
        vault.set(&home, bearer("abc")).unwrap();
        assert_eq!(
            value(&vault, &home, url),
            Ok(Some("Authorization: Bearer abc".to_owned()))
        );
        assert_eq!(vault.kind(&home.id), Some(CredentialKind::Bearer));
        assert_eq!(vault.expires_at(&home.id), Some(Timestamp::from_unix(5)));
        vault
            .set(&home, Credential::ApiKey(Secret::from("ptr_x")))
            .unwrap();
        assert_eq!(
            value(&vault, &home, url),
            Ok(Some("X-API-KEY: ptr_x".to_owned()))
        );
        assert_eq!(vault.expires_at(&home.id), None);
        vault.forget(&home.id);
        assert!(!vault.has(&home.id));
    }

    #[test]
    fn a_credential_goes_nowhere_else() {
        let vault = Vault::default();
        let home = connection("a", "https://a.example/p");
        vault.set(&home, bearer("abc")).unwrap();
        for url in [
            "https://a.example/p",
            "https://a.example/p?x",
            "https://a.example/",
            "https://a.example/other/api",
            "https://a.example/p2/api",
            "https://a.example/p/../other",
            "https://a.example/p/%2e%2E/other",
            "https://a.example/p/.%2e/other",
            "https://a.example/p//evil.example/",
            "https://a.example/p\\..\\other",
            "https://a.example/p@evil.example/",
            "https://a.example.evil.example/p/api",
            "https://a.example:444/p/api",
            "https://name@a.example/p/api",
            "http://a.example/p/api",
            "HTTPS://a.example/p/api",
            "//a.example/p/api",
            "/p/api",
            "https://evil.example/p/api",
            "https://evil.example/https://a.example/p/api",
            "https://a.example/p/api#@evil.example",
            "https://a.example/p/api?x#y",
            "https://a.example/p/a\tb",
            " https://a.example/p/api",
            "",
        ] {
            assert_eq!(
                value(&vault, &home, url),
                Err(WrongAddress::Elsewhere),
                "{url}"
            );
        }
    }

    #[test]
    fn an_encoded_slash_is_told_from_another_address() {
        let vault = Vault::default();
        let home = connection("a", "https://a.example/p");
        vault.set(&home, bearer("abc")).unwrap();
        for url in [
            "https://a.example/p/api/users/a%2Fb",
            "https://a.example/p/api/users/a%5Cb/2fa",
            "https://a.example/p/api/users/..%2F..%2Fother",
        ] {
            assert_eq!(value(&vault, &home, url), Err(WrongAddress::Slash), "{url}");
        }
        for url in [
            "https://b.example/p/api/users/a%2Fb",
            "https://a.example/p/../a%2Fb",
        ] {
            assert_eq!(
                value(&vault, &home, url),
                Err(WrongAddress::Elsewhere),
                "{url}"
            );
        }
        let twice = "https://a.example/p/api/users/a%252Fb?q=a%2Fb";
        assert!(value(&vault, &home, twice).unwrap().is_some());
    }

    #[test]
    fn a_relative_base_never_leaves_the_origin() {
        let vault = Vault::default();
        let root = connection("a", "/");
        vault.set(&root, bearer("abc")).unwrap();
        assert!(value(&vault, &root, "/api/users").unwrap().is_some());
        for url in [
            "//evil.example/api",
            "/\\evil.example",
            "https://evil.example/",
            "api/users",
        ] {
            assert_eq!(
                value(&vault, &root, url),
                Err(WrongAddress::Elsewhere),
                "{url}"
            );
        }
    }

    #[test]
    fn a_connection_that_moved_gets_nothing() {
        let vault = Vault::default();
        vault
            .set(&connection("a", "https://a.example"), bearer("abc"))
            .unwrap();
        let moved = connection("a", "https://evil.example");
        assert_eq!(
            value(&vault, &moved, "https://evil.example/api"),
            Err(WrongAddress::Elsewhere)
        );
        let other = connection("b", "https://a.example");
        assert_eq!(value(&vault, &other, "https://a.example/api"), Ok(None));
    }

    #[test]
    fn what_no_header_can_carry_is_refused() {
        let vault = Vault::default();
        let home = connection("a", "/p");
        for text in ["", "a b", "a\r\nCookie: x", "ü", "a\0"] {
            assert_eq!(
                vault.set(&home, bearer(text)),
                Err(BadCredential),
                "{text:?}"
            );
        }
        let mut harbor = home.clone();
        harbor.platform = Platform::Harbor;
        let key = Credential::ApiKey(Secret::from("x"));
        assert_eq!(vault.set(&harbor, key), Err(BadCredential));
        assert!(!vault.has(&home.id));
    }

    #[test]
    fn a_name_and_a_password_go_to_harbor_only() {
        let vault = Vault::default();
        let basic = || Credential::Basic {
            name: "admin".to_owned(),
            password: Secret::from("a b:\u{fc}"),
        };
        assert_eq!(
            vault.set(&connection("a", "/p"), basic()),
            Err(BadCredential)
        );
        let mut home = connection("a", "/p");
        home.platform = Platform::Harbor;
        vault.set(&home, basic()).unwrap();
        assert_eq!(
            value(&vault, &home, "/p/api/v2.0/users"),
            Ok(Some("Authorization: Basic YWRtaW46YSBiOsO8".to_owned()))
        );
        assert_eq!(vault.kind(&home.id), Some(CredentialKind::Basic));
        let colon = Credential::Basic {
            name: "a:b".to_owned(),
            password: Secret::from("c"),
        };
        assert_eq!(vault.set(&home, colon), Err(BadCredential));
    }

    #[test]
    fn debug_shows_names_only() {
        let vault = Vault::default();
        vault.set(&connection("a", "/p"), bearer("abc")).unwrap();
        assert_eq!(format!("{vault:?}"), r#"{ConnectionId("a")}"#);
    }

    proptest! {
        #[test]
        fn an_accepted_address_stays_under_the_base_in_a_browser(tail in "[a-z./@:%2eE5cC\\\\?#\t -]{0,20}") {
            let url = format!("https://a.example/p{tail}");
            if is_under(&url, "https://a.example/p") {
                let seen = url::Url::parse(&url).unwrap();
                prop_assert_eq!(seen.host_str(), Some("a.example"));
                prop_assert!(seen.path().starts_with("/p/"));
                prop_assert!(seen.username().is_empty());
            }
        }
    }
}
