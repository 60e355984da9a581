//! API keys.

use crate::api::Secret;

/// An API key of an account, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The platform's id.
    pub id: String,
    /// What the owner called it.
    pub label: String,
    /// The first characters of the secret, where the platform tells them.
    pub prefix: Option<String>,
    /// When it was made, in Unix seconds.
    pub created: Option<i64>,
    /// When it was last used, in Unix seconds; `None` is never.
    pub last_used: Option<i64>,
}

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// What the server shows this once.
    pub secret: Secret,
    /// The key as the list will show it.
    pub key: Key,
}

impl Key {
    /// Whether the key is older than a year.
    pub fn is_old(&self, now_secs: i64) -> bool {
        self.created
            .is_some_and(|created| now_secs - created > 31_557_600)
    }
}
