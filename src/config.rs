//! What the panel is told at start: title, connections, base path and, from a host page only, credentials.
//!
//! Owns reading and checking; it fetches nothing.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::api::{Platform, Secret};
use crate::transport::{Connection, ConnectionId, Credential};

/// A checked configuration.
#[derive(Debug)]
pub struct Config {
    /// The panel's name, shown in the tab's title and the navigation.
    pub title: String,
    /// Path under which the panel's routes live, without a trailing slash; empty at the root.
    pub base: String,
    /// The connections of the configuration, in its order.
    pub connections: Vec<Connection>,
    /// Credentials that a host page handed over, by connection.
    pub credentials: Vec<(ConnectionId, Credential)>,
    /// Whether the page is the panel's own, so that it may set the tab's title.
    pub owns_page: bool,
    /// After how many minutes without use every session ends; 0 is never.
    pub idle_lock_minutes: u32,
}

/// Where a configuration came from.
///
/// Only a host page that calls `mount` with an object may hand over credentials; a file that holds one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `config.json`, fetched.
    File,
    /// An object of the host page.
    Host,
}

/// Why a configuration cannot be used, in words for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong and where.
    pub reason: String,
}

#[derive(Deserialize)]
struct RawConfig {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    base: Option<String>,
    #[serde(default)]
    connections: Vec<RawConnection>,
    #[serde(default = "idle_lock_minutes")]
    idle_lock_minutes: u32,
}

const fn idle_lock_minutes() -> u32 {
    15
}

#[derive(Deserialize)]
struct RawConnection {
    id: String,
    platform: Platform,
    #[serde(default)]
    name: Option<String>,
    base_url: String,
    #[serde(default)]
    credential: Option<RawCredential>,
}

#[derive(Deserialize)]
struct RawCredential {
    #[serde(default)]
    api_key: Option<Secret>,
    #[serde(default)]
    token: Option<Secret>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    password: Option<Secret>,
}

impl RawCredential {
    /// Exactly one of the three kinds.
    fn read(self) -> Option<Credential> {
        match (self.api_key, self.token, self.name, self.password) {
            (Some(key), None, None, None) => Some(Credential::ApiKey(key)),
            (None, Some(token), None, None) => Some(Credential::Bearer {
                token,
                expires_at: None,
            }),
            (None, None, Some(name), Some(password)) => Some(Credential::Basic { name, password }),
            _ => None,
        }
    }
}

impl Config {
    /// Reads and checks a configuration's JSON text.
    pub fn parse(text: &str, source: Source) -> Result<Self, ConfigError> {
        let raw: RawConfig = serde_json::from_str(text).map_err(|error| ConfigError {
            reason: match error.classify() {
                // Serde's text for a wrong value can repeat the value, which may be a credential.
                serde_json::error::Category::Data if source == Source::Host => format!(
                    "a value has the wrong type or is missing, at line {}, column {}",
                    error.line(),
                    error.column()
                ),
                _ => error.to_string(),
            },
        })?;
        let mut seen = BTreeSet::new();
        let mut connections = Vec::new();
        let mut credentials = Vec::new();
        for entry in raw.connections {
            if !seen.insert(entry.id.clone()) {
                return Err(ConfigError {
                    reason: format!("two connections have the id “{}”", entry.id),
                });
            }
            let name = entry.name.unwrap_or_else(|| entry.id.clone());
            let connection = ConnectionId::new(&entry.id)
                .and_then(|id| Connection::new(id, name, entry.platform, &entry.base_url))
                .map_err(|error| ConfigError {
                    reason: format!("connection “{}”: {error}", entry.id),
                })?;
            if let Some(credential) = entry.credential {
                if source == Source::File {
                    return Err(ConfigError {
                        reason: format!(
                            "connection “{}” holds a credential; a configuration file must not",
                            entry.id
                        ),
                    });
                }
                let Some(credential) = credential.read() else {
                    return Err(ConfigError {
                        reason: format!(
                            "connection “{}”: a credential is an api_key, a token, or a name and a password",
                            entry.id
                        ),
                    });
                };
                credentials.push((connection.id.clone(), credential));
            }
            connections.push(connection);
        }
        let base = raw.base.unwrap_or_default();
        let base = base.trim_end_matches('/');
        if !(base.is_empty() || base.starts_with('/') && !base.starts_with("//")) {
            return Err(ConfigError {
                reason: "“base” must be a path that starts with one slash".to_owned(),
            });
        }
        Ok(Self {
            title: raw
                .title
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| "Rollcall".to_owned()),
            base: base.to_owned(),
            connections,
            credentials,
            owns_page: source == Source::File,
            idle_lock_minutes: raw.idle_lock_minutes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str, source: Source) -> String {
        Config::parse(text, source).unwrap_err().reason
    }

    #[test]
    fn an_empty_object_is_a_panel_without_connections() {
        let config = Config::parse("{}", Source::File).unwrap();
        assert_eq!(config.title, "Rollcall");
        assert_eq!(config.base, "");
        assert!(config.connections.is_empty());
    }

    #[test]
    fn sessions_end_after_a_quarter_of_an_hour_without_use_unless_told_otherwise() {
        let minutes = |text: &str| Config::parse(text, Source::File).map(|it| it.idle_lock_minutes);
        assert_eq!(minutes("{}"), Ok(15));
        assert_eq!(minutes(r#"{"idle_lock_minutes":0}"#), Ok(0));
        for wrong in ["-1", "1.5", "null", "\"15\"", "99999999999"] {
            let text = ["{\"idle_lock_minutes\":", wrong, "}"].concat();
            assert!(minutes(&text).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_must_not_hold_a_credential() {
        let text = r#"{"connections":[{"id":"ops","platform":"portainer","base_url":"/p","credential":{"api_key":"ptr_secret"}}]}"#;
        let reason = reason(text, Source::File);
        assert!(reason.contains("ops"), "{reason}");
        assert!(!reason.contains("ptr_secret"), "{reason}");
        let config = Config::parse(text, Source::Host).unwrap();
        assert_eq!(config.credentials.len(), 1);
        assert!(!format!("{config:?}").contains("ptr_secret"));
    }

    #[test]
    fn a_host_page_may_give_one_credential_of_any_kind() {
        let text = |credential: &str| {
            let start =
                r#"{"connections":[{"id":"r","platform":"harbor","base_url":"/p","credential":"#;
            [start, credential, "}]}"].concat()
        };
        for good in [
            r#"{"api_key":"x"}"#,
            r#"{"token":"x"}"#,
            r#"{"name":"admin","password":"x"}"#,
        ] {
            let config = Config::parse(&text(good), Source::Host).unwrap();
            assert_eq!(config.credentials.len(), 1, "{good}");
        }
        for bad in [
            "{}",
            r#"{"name":"admin"}"#,
            r#"{"password":"x"}"#,
            r#"{"api_key":"x","token":"y"}"#,
            r#"{"token":"x","name":"admin","password":"y"}"#,
        ] {
            assert!(
                reason(&text(bad), Source::Host).contains("a name and a password"),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_wrong_value_of_a_host_page_is_not_repeated() {
        let text = r#"{"connections":[{"id":"ops","platform":"portainer","base_url":"/p","credential":"ptr_secret"}]}"#;
        assert!(!reason(text, Source::Host).contains("ptr_secret"));
    }

    #[test]
    fn broken_files_say_where() {
        assert!(reason("{", Source::File).contains("line 1"));
        assert!(
            reason(
                r#"{"connections":[{"id":"x","platform":"nothing","base_url":"/p"}]}"#,
                Source::File
            )
            .contains("nothing")
        );
        let twice = r#"{"connections":[{"id":"x","platform":"harbor","base_url":"/p"},{"id":"x","platform":"harbor","base_url":"/q"}]}"#;
        assert!(reason(twice, Source::File).contains("“x”"));
        assert!(reason(r#"{"base":"//elsewhere"}"#, Source::File).contains("base"));
    }
}
