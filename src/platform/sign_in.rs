//! How a server wants to be signed in to.

use super::{Account, PasswordRule};
use crate::api::{Secret, Timestamp};

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Name and password.
    Password,
    /// Name and password, and a one-time passcode for accounts with a second factor.
    Passcode,
    /// An API key, sent with each request.
    ApiKey,
    /// A token from elsewhere, pasted.
    Token,
}

impl Scheme {
    /// Its id for a control.
    pub fn id(self) -> &'static str {
        match self {
            Self::Password | Self::Passcode => "password",
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
    /// Something that a later release brought, by the platform's word or number for it.
    Other(String),
}

/// Whether a server has its first administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRun {
    /// The platform does not tell, or has its administrator from the beginning.
    Untold,
    /// It has one.
    Done,
    /// It has none, and one can be created.
    Due,
    /// It has none, and the time to create one is over until the server is restarted.
    TimedOut,
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
    pub first_run: FirstRun,
    /// Whether a directory drives the teams.
    pub are_teams_synced: bool,
}

/// What a sign-in with name and password gives.
#[derive(Debug)]
pub enum Proof {
    /// A token, sent from now on.
    Token(Token),
    /// Nothing new: name and password go with each request.
    Basic {
        /// The name.
        name: String,
        /// The password.
        password: Secret,
    },
}

/// A token and what it says of itself.
#[derive(Debug)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// When it expires, where it can be read.
    pub expires_at: Option<Timestamp>,
    /// The rest.
    pub claims: Claims,
}

/// What a credential says of its owner, as far as it can be read without the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The account's name.
    pub name: Option<String>,
    /// [`Scene::tenant`](super::Scene::tenant).
    pub tenant: Option<String>,
    /// [`Scene::grants`](super::Scene::grants).
    pub grants: Option<Vec<String>>,
    /// Whether it is a service account's, so that nobody's own record is behind it.
    pub is_service_account: bool,
}

/// Who a credential belongs to, as the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The account.
    pub account: Account,
    /// [`Scene::tenant`](super::Scene::tenant).
    pub tenant: Option<String>,
    /// [`Scene::grants`](super::Scene::grants).
    pub grants: Option<Vec<String>>,
}

impl From<Account> for Me {
    fn from(account: Account) -> Self {
        Self {
            account,
            tenant: None,
            grants: None,
        }
    }
}
