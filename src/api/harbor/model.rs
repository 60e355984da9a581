//! What two or more of Harbor's calls share.
//!
//! Harbor leaves empty texts, zeros and absent objects out of its JSON; a text that is missing is empty.
//! Source: `docs/contracts/harbor.md`, part 3.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::api::{Secret, Timestamp};

/// Number of an account. Never reused; a refused creation uses one up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

impl UserId {
    /// The built-in administrator: in no list, read by its number only, and never deleted.
    pub const BUILT_IN: Self = Self(1);
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// One account.
#[derive(Clone, Debug, Deserialize)]
pub struct User {
    /// Number.
    #[serde(rename = "user_id")]
    pub id: UserId,
    /// Name: unique with its letter case, and never changed.
    pub username: String,
    /// E-mail address: unique with its letter case. Empty when there is none.
    #[serde(default)]
    pub email: String,
    /// Real name. Empty when there is none.
    #[serde(default)]
    pub realname: String,
    /// Comment. Empty when there is none.
    #[serde(default)]
    pub comment: String,
    /// Whether the database says that it is an administrator.
    #[serde(rename = "sysadmin_flag")]
    pub is_flagged_admin: bool,
    /// Whether a group of the directory or provider makes it an administrator. Always false on others than the caller.
    #[serde(rename = "admin_role_in_auth", default)]
    pub is_admin_by_group: bool,
    /// What single sign-on keeps of it: only in OIDC mode, only when it is read alone, never for the built-in one.
    #[serde(rename = "oidc_user_meta", default)]
    pub cli_access: Option<CliAccess>,
    /// When it was created.
    #[serde(
        rename = "creation_time",
        default,
        deserialize_with = "Timestamp::rfc3339"
    )]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(
        rename = "update_time",
        default,
        deserialize_with = "Timestamp::rfc3339"
    )]
    pub updated_at: Option<Timestamp>,
}

impl User {
    /// Whether it may administer accounts, as far as this answer can tell.
    pub const fn is_admin(&self) -> bool {
        self.is_flagged_admin || self.is_admin_by_group
    }
}

/// What single sign-on keeps of an account: its secret for the command line among it, readable at any time.
#[derive(Clone, Debug, Deserialize)]
pub struct CliAccess {
    /// Subject and issuer at the provider, glued together.
    #[serde(default)]
    pub subiss: String,
    /// The secret for `docker login`, in clear text. Treat it as a password on screen.
    #[serde(default)]
    pub secret: Secret,
    /// When the account was taken over from the provider.
    #[serde(
        rename = "creation_time",
        default,
        deserialize_with = "Timestamp::rfc3339"
    )]
    pub created_at: Option<Timestamp>,
}

/// One row of the type-ahead: nothing but number and name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FoundUser {
    /// Number.
    #[serde(rename = "user_id")]
    pub id: UserId,
    /// Name.
    pub username: String,
}

/// Something that the caller may do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Permission {
    /// What it is about, such as `user`.
    pub resource: String,
    /// What may be done, such as `create`.
    pub action: String,
}

/// Where passwords are looked up. It decides what is possible at all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum AuthMode {
    /// `db_auth`: Harbor itself.
    Database,
    /// `ldap_auth`: a directory.
    Ldap,
    /// `oidc_auth`: a provider of single sign-on.
    Oidc,
    /// `uaa_auth`: a Cloud Foundry UAA.
    Uaa,
    /// `http_auth`: an authentication proxy.
    HttpProxy,
    /// A mode of another release.
    Unknown(String),
}

impl From<String> for AuthMode {
    fn from(text: String) -> Self {
        match text.as_str() {
            "db_auth" => Self::Database,
            "ldap_auth" => Self::Ldap,
            "oidc_auth" => Self::Oidc,
            "uaa_auth" => Self::Uaa,
            "http_auth" => Self::HttpProxy,
            _ => Self::Unknown(text),
        }
    }
}

impl AuthMode {
    /// The word on the wire.
    pub fn word(&self) -> &str {
        match self {
            Self::Database => "db_auth",
            Self::Ldap => "ldap_auth",
            Self::Oidc => "oidc_auth",
            Self::Uaa => "uaa_auth",
            Self::HttpProxy => "http_auth",
            Self::Unknown(text) => text,
        }
    }
}

/// What the server says of itself. What is `None` is told to those who are signed in only.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SystemInfo {
    /// Where passwords are looked up.
    pub auth_mode: AuthMode,
    /// Whether anyone can make an account on Harbor's own page.
    #[serde(default)]
    pub self_registration: bool,
    /// The provider's name in OIDC mode; empty in the others.
    #[serde(default)]
    pub oidc_provider_name: String,
    /// Release and commit, such as `v2.16.0-c50c7ddd`.
    #[serde(default)]
    pub harbor_version: Option<String>,
    /// Whether an administrator has switched all changes off.
    #[serde(default)]
    pub read_only: Option<bool>,
}
