//! How a server wants to be signed in to.

use super::PasswordRule;
use crate::api::{Secret, Timestamp};

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Name and password, traded for a token.
    Password,
    /// An API key, sent with each request.
    ApiKey,
    /// A token from elsewhere, pasted.
    Token,
}

impl Scheme {
    /// Its id for a control.
    pub fn id(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::ApiKey => "api-key",
            Self::Token => "token",
        }
    }
}

/// Where a server looks passwords up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sources {
    /// The server itself.
    Internal,
    /// A directory; only the initial administrator has a password of the server.
    Directory,
    /// Single sign-on; only the initial administrator has a password of the server.
    SingleSignOn,
    /// Something that a later release brought.
    Other(i64),
}

/// What a server says of itself before anyone signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Its version, where it tells.
    pub version: Option<String>,
    /// Where passwords are looked up.
    pub sources: Sources,
    /// What it accepts as a password.
    pub password_rule: PasswordRule,
    /// Whether it has an administrator; without one, the panel offers to create it.
    pub has_administrator: bool,
    /// Whether the time to create the first administrator is over until the server is restarted.
    pub has_timed_out: bool,
    /// Whether a directory drives the teams.
    pub are_teams_synced: bool,
}

/// A token and its end.
#[derive(Debug)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// When it expires, where it can be read.
    pub expires_at: Option<Timestamp>,
}

/// Reads the end of a pasted token, where it can be read.
pub fn read_token(secret: Secret) -> Token {
    let expires_at =
        crate::api::portainer::token_claims(&secret).and_then(|claims| claims.expires_at);
    Token { secret, expires_at }
}
