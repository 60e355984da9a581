//! Every URL of the panel as a typed value, in both directions.
//!
//! Owns the spelling of paths and queries; it knows no screen and no platform.
//! The browser's history lives in [`history`], the only code that reads or writes the address bar.

#[cfg(target_arch = "wasm32")]
pub mod history;
mod query;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

pub use query::{ListQuery, RoleFilter};

/// A place in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// All connections and their state.
    Overview,
    /// The form that adds a connection in this browser.
    AddConnection,
    /// Sign-in to one connection.
    Connect {
        /// The connection's id.
        connection: String,
    },
    /// The accounts of one connection.
    Accounts {
        /// The connection's id.
        connection: String,
        /// Search, filter, sort and columns.
        query: ListQuery,
    },
    /// One account.
    Account {
        /// The connection's id.
        connection: String,
        /// The account's id, as the platform spells it.
        account: String,
        /// The open tab.
        tab: Tab,
    },
    /// The account that is signed in.
    Me {
        /// The connection's id.
        connection: String,
        /// The open tab.
        tab: Tab,
    },
    /// Every request since the page was opened.
    Activity,
    /// Theme, density and connections.
    Settings,
    /// An address that the panel does not have.
    Unknown {
        /// The path as it was given, below the base.
        path: String,
    },
}

/// A tab of an account's profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Name, role and settings.
    #[default]
    Profile,
    /// Password, sessions, second factor.
    Security,
    /// API keys.
    Keys,
    /// Teams, roles, groups.
    Access,
}

impl Tab {
    /// All tabs, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Profile, Self::Security, Self::Keys, Self::Access];

    fn slug(self) -> &'static str {
        match self {
            Self::Profile => "",
            Self::Security => "security",
            Self::Keys => "keys",
            Self::Access => "access",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug)
    }
}

impl Route {
    /// The accounts of a connection, unfiltered.
    pub fn accounts(connection: &str) -> Self {
        Self::Accounts {
            connection: connection.to_owned(),
            query: ListQuery::default(),
        }
    }

    /// One account's profile, first tab.
    pub fn account(connection: &str, account: &str) -> Self {
        Self::Account {
            connection: connection.to_owned(),
            account: account.to_owned(),
            tab: Tab::Profile,
        }
    }

    /// The signed-in account, first tab.
    pub fn me(connection: &str) -> Self {
        Self::Me {
            connection: connection.to_owned(),
            tab: Tab::Profile,
        }
    }

    /// The sign-in screen of a connection.
    pub fn connect(connection: &str) -> Self {
        Self::Connect {
            connection: connection.to_owned(),
        }
    }

    /// The connection that the screen is about.
    pub fn connection(&self) -> Option<&str> {
        match self {
            Self::Connect { connection }
            | Self::Accounts { connection, .. }
            | Self::Account { connection, .. }
            | Self::Me { connection, .. } => Some(connection),
            _ => None,
        }
    }

    /// Path and query below the base path, starting with `/`.
    pub fn to_path(&self) -> String {
        match self {
            Self::Overview => "/".to_owned(),
            Self::AddConnection => "/connect".to_owned(),
            Self::Connect { connection } => join(&["connect", connection]),
            Self::Accounts { connection, query } => {
                let mut path = join(&["c", connection, "users"]);
                query.write(&mut path);
                path
            }
            Self::Account {
                connection,
                account,
                tab,
            } => join(&["c", connection, "users", account, tab.slug()]),
            Self::Me { connection, tab } => join(&["c", connection, "me", tab.slug()]),
            Self::Activity => "/activity".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::Unknown { path } => path.clone(),
        }
    }

    /// Reads a path below the base and the raw query (without `?`).
    ///
    /// Each part is percent-decoded exactly once.
    pub fn parse(path: &str, query: &str) -> Self {
        let unknown = || Self::Unknown {
            path: path.to_owned(),
        };
        let parts: Option<Vec<String>> = path
            .trim_start_matches('/')
            .trim_end_matches('/')
            .split('/')
            .map(|part| decode(part, false))
            .collect();
        let Some(parts) = parts else { return unknown() };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            [""] => Self::Overview,
            ["connect"] => Self::AddConnection,
            ["connect", connection] => Self::connect(connection),
            ["c", connection] => Self::accounts(connection),
            ["c", connection, "users"] => Self::Accounts {
                connection: (*connection).to_owned(),
                query: ListQuery::parse(query),
            },
            ["c", connection, "users", account] => Self::account(connection, account),
            ["c", connection, "users", account, tab] => match Tab::from_slug(tab) {
                Some(tab) => Self::Account {
                    connection: (*connection).to_owned(),
                    account: (*account).to_owned(),
                    tab,
                },
                None => unknown(),
            },
            ["c", connection, "me"] => Self::me(connection),
            ["c", connection, "me", tab] => match Tab::from_slug(tab) {
                Some(tab) => Self::Me {
                    connection: (*connection).to_owned(),
                    tab,
                },
                None => unknown(),
            },
            ["activity"] => Self::Activity,
            ["settings"] => Self::Settings,
            _ => unknown(),
        }
    }

    /// Whether two routes show the same screen, so that going from one to the other keeps its state.
    pub fn is_same_screen(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Accounts { connection: a, .. }, Self::Accounts { connection: b, .. })
            | (Self::Me { connection: a, .. }, Self::Me { connection: b, .. }) => a == b,
            (
                Self::Account {
                    connection: a,
                    account: i,
                    ..
                },
                Self::Account {
                    connection: b,
                    account: j,
                    ..
                },
            ) => a == b && i == j,
            _ => self == other,
        }
    }
}

/// Joins encoded segments; an empty last one is left out.
///
/// One with a dot in it does not come last: hosts take `lena.sommer` for a file with an extension, which they do not
/// have, and answer a reload with 404 in place of the page.
fn join(segments: &[&str]) -> String {
    let mut path = String::new();
    let mut has_dot = false;
    for segment in segments.iter().filter(|segment| !segment.is_empty()) {
        path.push('/');
        encode(segment, &mut path);
        has_dot = segment.contains('.');
    }
    if has_dot {
        path.push('/');
    }
    path
}

/// Percent-encodes everything but unreserved characters.
fn encode(text: &str, to: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            to.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

/// Percent-decodes once; `None` when the escapes or the UTF-8 are broken.
fn decode(text: &str, is_query: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            b'+' if is_query => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}
