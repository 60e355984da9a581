//! What two or more of `SFTPGo`'s calls share. The account of a user stands in [`user`](super::user).
//!
//! A member that is empty, zero or false is left out by the server: absent is read so.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::api::{Object, Secret, Timestamp};

/// An instant in milliseconds since 1970, where 0 and less stand for "never".
pub(super) const fn millis(ms: i64) -> Option<Timestamp> {
    if ms > 0 {
        Some(Timestamp::from_unix(ms / 1_000))
    } else {
        None
    }
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    i64::deserialize(deserializer).map(millis)
}

/// Name of an API key: its first part, which is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub String);

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a sign-in gives. There is no call that renews it.
#[derive(Clone, Debug, Deserialize)]
pub struct Token {
    /// Bearer token, bound to the network address that asked for it.
    pub access_token: Secret,
    /// When it ends. The server's answers do not tell an ended token from a missing one.
    #[serde(default, deserialize_with = "Timestamp::rfc3339")]
    pub expires_at: Option<Timestamp>,
}

/// The running server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    /// Release, such as `2.7.5`.
    pub version: String,
    /// When it was built; may be empty.
    #[serde(default)]
    pub build_date: String,
    /// From what; may be empty.
    #[serde(default)]
    pub commit_hash: String,
    /// Parts that are in (`+`) and out (`-`).
    #[serde(default)]
    pub features: Vec<String>,
}

/// What an administrator may change of their own account. It holds no name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdminProfile {
    /// E-mail address.
    pub email: String,
    /// Description.
    pub description: String,
    /// Whether API keys may act as this administrator.
    pub allow_api_key_auth: bool,
}

/// What a user may change of their own account. A list that is left out is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserProfile {
    /// E-mail address.
    pub email: String,
    /// Description.
    pub description: String,
    /// Whether API keys may act as this user.
    pub allow_api_key_auth: bool,
    /// Further e-mail addresses, from release 2.7 on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_emails: Vec<String>,
    /// OpenSSH keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub public_keys: Vec<String>,
    /// Certificates in PEM.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_certs: Vec<String>,
}

/// A way of making one-time passcodes that the server offers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TotpConfig {
    /// Name, by which it is chosen.
    pub name: String,
    /// What an authenticator shows.
    #[serde(default)]
    pub issuer: String,
    /// `sha1`, `sha256` or `sha512`.
    #[serde(default)]
    pub algo: String,
}

/// Ways of making passcodes; none when the server writes `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpConfigs(pub Vec<TotpConfig>);

impl<'de> Deserialize<'de> for TotpConfigs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Option::<Vec<TotpConfig>>::deserialize(deserializer)?;
        Ok(Self(all.unwrap_or_default()))
    }
}

/// A secret for passcodes that was just made and is stored nowhere yet.
#[derive(Clone, Debug, Deserialize)]
pub struct NewTotpSecret {
    /// The way of making passcodes that it is for.
    pub config_name: String,
    /// What an authenticator shows.
    #[serde(default)]
    pub issuer: String,
    /// The secret in base32.
    pub secret: Secret,
    /// The same as an `otpauth` address.
    #[serde(default)]
    pub url: Secret,
    /// The same as a picture: a PNG in base64.
    #[serde(default)]
    pub qr_code: Secret,
}

/// A recovery code. The server shows them at any time, as long as the second factor is on.
#[derive(Clone, Debug, Deserialize)]
pub struct RecoveryCode {
    /// The code. It opens the server's own pages, not this interface.
    pub code: Secret,
    /// Whether it was used.
    #[serde(default)]
    pub used: bool,
}

/// Whose calls an API key can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "i64")]
pub enum KeyScope {
    /// 1: an administrator's.
    Admin,
    /// 2: a user's, and of those only files.
    User,
    /// A number of another release.
    Unknown(i64),
}

impl From<i64> for KeyScope {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Admin,
            2 => Self::User,
            other => Self::Unknown(other),
        }
    }
}

impl KeyScope {
    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Admin => 1,
            Self::User => 2,
            Self::Unknown(number) => number,
        }
    }
}

/// An API key without the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ApiKey {
    /// Its name for the server.
    pub id: KeyId,
    /// What its maker called it. Not unique.
    pub name: String,
    /// Whose calls it can make.
    pub scope: KeyScope,
    /// When it was made.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
    /// When it was used last, to ten minutes.
    #[serde(rename = "last_use_at", default, deserialize_with = "time")]
    pub last_used_at: Option<Timestamp>,
    /// When it ends, in milliseconds; 0 is never.
    #[serde(rename = "expires_at", default)]
    pub expires_ms: i64,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// The user that it acts as; empty for any that allows keys.
    #[serde(default)]
    pub user: String,
    /// The administrator that it acts as; empty for any that allows keys.
    #[serde(default)]
    pub admin: String,
}

/// A key that was just made: the only time that the key itself is sent.
#[derive(Clone, Debug, Deserialize)]
pub struct NewApiKey {
    /// The key. Show it once, then drop it.
    pub key: Secret,
}

impl NewApiKey {
    /// The part of the key that names it.
    pub fn id(&self) -> KeyId {
        let id = self.key.part('.', 0).unwrap_or_default();
        KeyId(id.to_owned())
    }
}

/// A tenant: administrators and users of one role see each other only.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Name.
    pub name: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// When it was made.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
    /// Names of its administrators.
    #[serde(default)]
    pub admins: Vec<String>,
    /// Names of its users.
    #[serde(default)]
    pub users: Vec<String>,
}

/// A group: settings that its users get when they sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// When it was made.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
    /// Names of its users.
    #[serde(default)]
    pub users: Vec<String>,
    /// Names of the administrators who use it for new users.
    #[serde(default)]
    pub admins: Vec<String>,
    /// What it gives.
    #[serde(default)]
    pub user_settings: Object,
    /// Folders that it mounts.
    #[serde(default)]
    pub virtual_folders: Vec<Object>,
}

/// A folder that can be mounted for several users.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Folder {
    /// Name.
    pub name: String,
    /// Where it is, as the server's system writes it.
    #[serde(default)]
    pub mapped_path: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// Bytes in use.
    #[serde(default)]
    pub used_quota_size: i64,
    /// Files in use.
    #[serde(default)]
    pub used_quota_files: i64,
    /// When usage was counted last.
    #[serde(default, deserialize_with = "time")]
    pub last_quota_update: Option<Timestamp>,
    /// Names of the users that have it.
    #[serde(default)]
    pub users: Vec<String>,
    /// Names of the groups that have it.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// An administrator, as another administrator sees them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Admin {
    /// Name.
    pub username: String,
    /// 1 for one who may sign in.
    pub status: i64,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
    /// What they may do.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Tenant; empty for none.
    #[serde(default)]
    pub role: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// Free text for other systems.
    #[serde(default)]
    pub additional_info: String,
    /// Address list, forced actions, second factor.
    #[serde(default)]
    pub filters: Object,
    /// When they were made.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// When they were changed last.
    #[serde(default, deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
    /// When they signed in last.
    #[serde(rename = "last_login", default, deserialize_with = "time")]
    pub last_login_at: Option<Timestamp>,
}

/// A connection of a user for files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FileSession {
    /// Whose.
    pub username: String,
    /// Its name for the server.
    #[serde(rename = "connection_id")]
    pub id: String,
    /// What the person's program says of itself.
    #[serde(default)]
    pub client_version: String,
    /// Where it comes from, with port.
    #[serde(default)]
    pub remote_address: String,
    /// `SFTP`, `SCP`, `SSH`, `FTP`, `DAV`, `HTTP`, or one of another release.
    #[serde(default)]
    pub protocol: String,
    /// When it began.
    #[serde(rename = "connection_time", default, deserialize_with = "time")]
    pub began_at: Option<Timestamp>,
    /// When something happened last.
    #[serde(rename = "last_activity", default, deserialize_with = "time")]
    pub active_at: Option<Timestamp>,
    /// SSH command that runs; empty for none.
    #[serde(default)]
    pub command: String,
    /// Which server of several; empty for the only one.
    #[serde(default)]
    pub node: String,
    /// Files on their way.
    #[serde(default)]
    pub active_transfers: Vec<Transfer>,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Transfer {
    /// `upload` or `download`.
    #[serde(default)]
    pub operation_type: String,
    /// Which file.
    #[serde(default)]
    pub path: String,
    /// When it began.
    #[serde(rename = "start_time", default, deserialize_with = "time")]
    pub began_at: Option<Timestamp>,
    /// Bytes so far.
    #[serde(default)]
    pub size: i64,
}

/// A count of a user's files that is running.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuotaScan {
    /// Whose files.
    pub username: String,
    /// When it began.
    #[serde(rename = "start_time", default, deserialize_with = "time")]
    pub began_at: Option<Timestamp>,
}

/// Whether usage is set or added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UsageMode {
    /// The numbers are the new usage.
    Reset,
    /// The numbers are added. Only for accounts with a limit.
    Add,
}

impl UsageMode {
    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Add => "add",
        }
    }
}

/// A network address that made mistakes. Bans are of addresses; no account is ever locked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Host {
    /// The address.
    pub ip: String,
    /// Its name in calls; the call for a single one leaves it out.
    #[serde(default)]
    pub id: String,
    /// Points so far.
    #[serde(default)]
    pub score: i64,
    /// Until when it is refused; `None` when it is not.
    #[serde(rename = "ban_time", default, deserialize_with = "Timestamp::rfc3339")]
    pub banned_until: Option<Timestamp>,
}

/// The name of an address in calls: the hexadecimal digits of its text.
pub fn host_id(ip: &str) -> String {
    let mut id = String::with_capacity(ip.len() * 2);
    for byte in ip.bytes() {
        for half in [byte >> 4, byte & 0x0f] {
            id.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    id
}

/// Which rows of a list. No list tells how many there are: pages are read until one is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many rows to pass over.
    pub offset: u32,
    /// The most rows to send, 1 to [`MAX_PAGE`](super::MAX_PAGE); a hundred if nothing is said.
    pub limit: Option<u32>,
    /// Whether the last names come first.
    pub is_descending: bool,
}

impl Page {
    /// The first rows, as many as the server sends at once.
    pub const FIRST: Self = Self {
        offset: 0,
        limit: Some(super::MAX_PAGE),
        is_descending: false,
    };

    /// The rows after these.
    #[must_use]
    pub const fn next(self) -> Self {
        let n_rows = match self.limit {
            Some(limit) => limit,
            None => 100,
        };
        Self {
            offset: self.offset.saturating_add(n_rows),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_named_by_its_digits() {
        assert_eq!(host_id("127.0.0.5"), "3132372e302e302e35");
    }

    #[test]
    fn pages_follow_each_other() {
        let second = Page::FIRST.next();
        assert_eq!((second.offset, second.limit), (500, Some(500)));
    }
}
