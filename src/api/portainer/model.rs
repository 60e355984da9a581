//! What two or more of Portainer's calls share.
//!
//! Members that are not named here are not kept: above all `Password` (a hash) and `digest`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::api::{Secret, Timestamp};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// Number of an account. Never reused. The key of an account: two accounts can have the same name.
    UserId;
    /// Number of an API key.
    KeyId;
    /// Number of a team.
    TeamId;
    /// Number of one account's place in one team.
    MembershipId;
}

impl UserId {
    /// The account that was created at installation. It cannot be deleted.
    pub const FIRST: Self = Self(1);
}

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "i64")]
pub enum Role {
    /// 1: everything.
    Administrator,
    /// 2: what teams and environments give.
    Regular,
    /// A number of another edition or release.
    Unknown(i64),
}

impl From<i64> for Role {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Administrator,
            2 => Self::Regular,
            other => Self::Unknown(other),
        }
    }
}

impl Role {
    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Administrator => 1,
            Self::Regular => 2,
            Self::Unknown(number) => number,
        }
    }
}

/// What an account is in a team.
///
/// The numbers are those of [`Role`] with another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "i64")]
pub enum TeamRole {
    /// 1: leads the team.
    Leader,
    /// 2: belongs to it.
    Member,
    /// A number of another edition or release.
    Unknown(i64),
}

impl From<i64> for TeamRole {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Leader,
            2 => Self::Member,
            other => Self::Unknown(other),
        }
    }
}

impl TeamRole {
    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Leader => 1,
            Self::Member => 2,
            Self::Unknown(number) => number,
        }
    }
}

/// Colors of Portainer's own interface. The server stores any text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Theme {
    /// Never chosen.
    #[default]
    Unset,
    /// As the system has it.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
    /// Something that Portainer's own interface does not offer.
    Other(String),
}

impl From<String> for Theme {
    fn from(text: String) -> Self {
        match text.as_str() {
            "" => Self::Unset,
            "auto" => Self::Auto,
            "light" => Self::Light,
            "dark" => Self::Dark,
            "highcontrast" => Self::HighContrast,
            _ => Self::Other(text),
        }
    }
}

impl Theme {
    /// The word on the wire.
    pub fn word(&self) -> &str {
        match self {
            Self::Unset => "",
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "highcontrast",
            Self::Other(text) => text,
        }
    }
}

/// One row of the list of accounts: the three members that the server sends there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserSummary {
    /// Number.
    #[serde(rename = "Id")]
    pub id: UserId,
    /// Name. Not unique by force, of any length, of any characters but the blank.
    #[serde(rename = "Username")]
    pub username: String,
    /// Role.
    #[serde(rename = "Role")]
    pub role: Role,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Number.
    #[serde(rename = "Id")]
    pub id: UserId,
    /// Name.
    #[serde(rename = "Username")]
    pub username: String,
    /// Role.
    #[serde(rename = "Role")]
    pub role: Role,
    /// Sign-ins from before this instant are dead. Set by a change of password or role.
    #[serde(
        rename = "TokenIssueAt",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub sessions_valid_from: Option<Timestamp>,
    /// Colors.
    #[serde(rename = "ThemeSettings", default, deserialize_with = "theme")]
    pub theme: Theme,
    /// Whether Portainer's own interface may cache.
    #[serde(rename = "UseCache", default)]
    pub use_cache: bool,
}

/// The account that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "CurrentUserWire")]
pub struct CurrentUser {
    /// The account.
    pub user: User,
    /// Whether the password just used is shorter than the present minimum. A hint: the server enforces nothing.
    pub force_change_password: bool,
}

/// [`User`] and one more member. Not `flatten`, which would lose the place of an error.
#[derive(Deserialize)]
struct CurrentUserWire {
    #[serde(rename = "Id")]
    id: UserId,
    #[serde(rename = "Username")]
    username: String,
    #[serde(rename = "Role")]
    role: Role,
    #[serde(
        rename = "TokenIssueAt",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    sessions_valid_from: Option<Timestamp>,
    #[serde(rename = "ThemeSettings", default, deserialize_with = "theme")]
    theme: Theme,
    #[serde(rename = "UseCache", default)]
    use_cache: bool,
    #[serde(rename = "forceChangePassword", default)]
    force_change_password: bool,
}

impl From<CurrentUserWire> for CurrentUser {
    fn from(wire: CurrentUserWire) -> Self {
        Self {
            user: User {
                id: wire.id,
                username: wire.username,
                role: wire.role,
                sessions_valid_from: wire.sessions_valid_from,
                theme: wire.theme,
                use_cache: wire.use_cache,
            },
            force_change_password: wire.force_change_password,
        }
    }
}

fn theme<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Theme, D::Error> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(default)]
        color: Option<Theme>,
    }
    let settings = Option::<Settings>::deserialize(deserializer)?;
    Ok(settings.and_then(|found| found.color).unwrap_or_default())
}

/// One API key, without the key itself. Keys do not expire.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Number.
    pub id: KeyId,
    /// Whose key it is.
    pub user_id: UserId,
    /// What its owner wrote. Not unique.
    pub description: String,
    /// First seven characters of the key. Not unique by force.
    pub prefix: String,
    /// When it was created.
    #[serde(rename = "dateCreated")]
    pub created_at: Timestamp,
    /// When it was used last, to the minute; `None` when never.
    #[serde(
        rename = "lastUsed",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub last_used_at: Option<Timestamp>,
}

/// A key that was just created: the only time that the key itself is sent.
#[derive(Clone, Debug, Deserialize)]
pub struct NewApiKey {
    /// The key. Show it once, then drop it.
    #[serde(rename = "rawAPIKey")]
    pub raw: Secret,
    /// What stays visible.
    #[serde(rename = "apiKey")]
    pub key: ApiKey,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Team {
    /// Number.
    #[serde(rename = "Id")]
    pub id: TeamId,
    /// Name.
    #[serde(rename = "Name")]
    pub name: String,
}

/// One account's place in one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct TeamMembership {
    /// Number.
    #[serde(rename = "Id")]
    pub id: MembershipId,
    /// The account. The server does not check that it exists.
    #[serde(rename = "UserID")]
    pub user_id: UserId,
    /// The team. The server does not check that it exists.
    #[serde(rename = "TeamID")]
    pub team_id: TeamId,
    /// What the account is in it.
    #[serde(rename = "Role")]
    pub role: TeamRole,
}

/// How accounts sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "i64")]
pub enum AuthMode {
    /// 1: with passwords that Portainer keeps.
    Internal,
    /// 2: against a directory; account 1 with its local password.
    Ldap,
    /// 3: at a provider; account 1 with its local password.
    Oauth,
    /// A number of another release.
    Unknown(i64),
}

impl From<i64> for AuthMode {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Internal,
            2 => Self::Ldap,
            3 => Self::Oauth,
            other => Self::Unknown(other),
        }
    }
}

/// What anyone may know of the server's settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PublicSettings {
    /// How accounts sign in.
    #[serde(rename = "AuthenticationMethod")]
    pub auth_mode: AuthMode,
    /// Least length of a new password, in UTF-8 bytes. Any integer: 0 and less allow an empty password,
    /// more than [`MAX_PASSWORD_BYTES`](super::MAX_PASSWORD_BYTES) makes every new password fail.
    #[serde(rename = "RequiredPasswordLength", default)]
    pub min_password_bytes: i64,
    /// Where to sign in with OAuth; empty in the other modes. The caller adds its own `state`.
    #[serde(rename = "OAuthLoginURI", default)]
    pub oauth_login_uri: String,
    /// Where to sign out of the provider; empty when there is none.
    #[serde(rename = "OAuthLogoutURI", default)]
    pub oauth_logout_uri: String,
    /// Whether a directory decides who is in which team. Then edits here do not last.
    #[serde(rename = "TeamSync", default)]
    pub team_sync: bool,
}

/// The running server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// Release, such as `2.23.0`.
    #[serde(rename = "Version")]
    pub version: String,
    /// Which installation this is.
    #[serde(rename = "InstanceID", default)]
    pub instance_id: String,
}

/// The release. The server's environment variables, which administrators are sent with it, are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Version {
    /// Release that runs.
    pub server_version: String,
    /// `CE` for the Community Edition.
    #[serde(default)]
    pub server_edition: String,
    /// Newest release, when the server could ask for it.
    #[serde(default)]
    pub latest_version: String,
    /// Whether there is a newer one.
    #[serde(default)]
    pub update_available: bool,
}

/// What a sign-in gives.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// Bearer token. There is no call that renews it; [`token_claims`](super::token_claims) tells when it ends.
    pub jwt: Secret,
}
