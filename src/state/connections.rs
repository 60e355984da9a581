//! The connections: those of the configuration and those that were added in this browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::storage;
use crate::api::Platform;
use crate::i18n::{fill, t};
use crate::transport::{Connection, ConnectionId};

/// A connection and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The connection.
    pub(crate) connection: Connection,
    /// Whether it was added here and can be removed here.
    pub(crate) is_own: bool,
}

/// Every connection the panel knows.
#[derive(Clone, Copy)]
pub(crate) struct Connections {
    entries: RwSignal<Vec<Entry>>,
}

#[derive(Serialize, Deserialize)]
struct Remembered {
    id: String,
    name: String,
    platform: Platform,
    base_url: String,
}

impl Connections {
    /// Joins the configured connections with the remembered ones and stands in context.
    ///
    /// The configuration wins where both have an id.
    pub(crate) fn provide(configured: Vec<Connection>) -> Self {
        let mut entries: Vec<Entry> = configured
            .into_iter()
            .map(|connection| Entry {
                connection,
                is_own: false,
            })
            .collect();
        let remembered: Vec<Remembered> = storage::read("connections")
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        for own in remembered {
            let is_new = entries
                .iter()
                .all(|entry| entry.connection.id.as_str() != own.id);
            let connection = ConnectionId::new(own.id)
                .and_then(|id| Connection::new(id, own.name, own.platform, &own.base_url));
            if let (true, Ok(connection)) = (is_new, connection) {
                entries.push(Entry {
                    connection,
                    is_own: true,
                });
            }
        }
        let connections = Self {
            entries: RwSignal::new(entries),
        };
        provide_context(connections);
        connections
    }

    /// All of them, in the order they are shown; tracked.
    pub(crate) fn all(self) -> Vec<Entry> {
        self.entries.get()
    }

    /// One of them; tracked.
    pub(crate) fn get(self, id: &str) -> Option<Connection> {
        self.entries.with(|entries| {
            entries
                .iter()
                .find(|entry| entry.connection.id.as_str() == id)
                .map(|entry| entry.connection.clone())
        })
    }

    /// Adds a connection in this browser and returns it; the sentence says what is wrong with it.
    pub(crate) fn add(
        self,
        name: &str,
        platform: Platform,
        base_url: &str,
    ) -> Result<Connection, String> {
        let name = name.trim();
        if name.is_empty() {
            return Err(t().connection_name_empty.to_owned());
        }
        let taken = |id: &str| {
            self.entries.with_untracked(|entries| {
                entries
                    .iter()
                    .any(|entry| entry.connection.id.as_str() == id)
            })
        };
        let stem = slug(name).unwrap_or_else(|| platform.id().to_owned());
        // One number more than there are connections, so one of them is free.
        let n_candidates = self.entries.with_untracked(Vec::len) + 1;
        let id = (1..=n_candidates)
            .map(|n| match n {
                1 => stem.clone(),
                n => format!("{stem}-{n}"),
            })
            .find(|id| !taken(id))
            .unwrap_or(stem);
        let connection = ConnectionId::new(id)
            .and_then(|id| Connection::new(id, name, platform, base_url.trim()))
            .map_err(|error| {
                fill(
                    t().connection_address_refused,
                    &[("reason", &error.to_string())],
                )
            })?;
        self.entries.update(|entries| {
            entries.push(Entry {
                connection: connection.clone(),
                is_own: true,
            });
        });
        self.remember();
        Ok(connection)
    }

    /// Removes a connection that was added here.
    pub(crate) fn remove(self, id: &str) {
        self.entries.update(|entries| {
            entries.retain(|entry| !(entry.is_own && entry.connection.id.as_str() == id));
        });
        self.remember();
    }

    fn remember(self) {
        let own: Vec<Remembered> = self.entries.with_untracked(|entries| {
            entries
                .iter()
                .filter(|entry| entry.is_own)
                .map(|entry| Remembered {
                    id: entry.connection.id.as_str().to_owned(),
                    name: entry.connection.name.clone(),
                    platform: entry.connection.platform,
                    base_url: entry.connection.base_url.clone(),
                })
                .collect()
        });
        if let Ok(text) = serde_json::to_string(&own) {
            storage::write("connections", &text);
        }
    }
}

/// A short id made of a name's letters and digits.
fn slug(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_end_matches('-').chars().take(40).collect();
    (!slug.is_empty()).then_some(slug)
}

/// The connections.
#[expect(
    clippy::expect_used,
    reason = "the root provides them before anything is drawn"
)]
pub(crate) fn use_connections() -> Connections {
    use_context().expect("connections stand in context")
}
