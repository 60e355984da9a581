//! Rules that several requests share: how names travel in a path, and how an account is written.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::{MAX_PAGE, MAX_PASSWORD_BYTES, Page, PasswordChange, StorageSecret, User};
use crate::api::object::Shown;
use crate::api::{Object, RequestParts, Secret, Times, Unsendable};

/// How often a name is encoded so that the server reads back the same one, also behind a proxy that decodes the path.
///
/// The server decodes a part a second time when it was encoded in the way of its own language, so a name with a
/// percent sign must be encoded twice; a proxy would make a path of a slash, and a browser folds dots.
fn times(name: &str) -> Times {
    let is_special = |byte: u8| matches!(byte, b'%' | b'/' | b'\\') || byte.is_ascii_control();
    if name.bytes().any(is_special) || matches!(name, "." | "..") {
        Times::Twice
    } else {
        Times::Once
    }
}

/// Puts the name of an account, a group or another object into the path.
pub(super) fn name(
    to: &mut RequestParts,
    field: &'static str,
    name: &str,
) -> Result<(), Unsendable> {
    to.segment_encoded(field, name, times(name))
}

/// Asks for a page of a list.
pub(super) fn page(to: &mut RequestParts, page: Page) -> Result<(), Unsendable> {
    if page.offset > 0 {
        to.query("offset", &page.offset);
    }
    match page.limit {
        Some(limit) if limit == 0 || limit > MAX_PAGE => {
            return Err(Unsendable::Unknown { field: "limit" });
        }
        Some(limit) => to.query("limit", &limit),
        None => {}
    }
    if page.is_descending {
        to.query("order", "DESC");
    }
    Ok(())
}

/// Name and password in HTTP Basic, and the passcode if there is one.
pub(super) fn credentials(
    to: &mut RequestParts,
    username: &str,
    password: &Secret,
    passcode: Option<&Secret>,
) -> Result<(), Unsendable> {
    // Basic ends the name at the first colon.
    if username.is_empty() || username.contains(':') {
        return Err(Unsendable::Unknown { field: "username" });
    }
    to.secret_header("Authorization", Secret::basic(username, password));
    if let Some(passcode) = passcode {
        if !passcode.fits_header() {
            return Err(Unsendable::Unknown { field: "passcode" });
        }
        to.secret_header("X-SFTPGO-OTP", passcode.clone());
    }
    Ok(())
}

/// The subject of a write about one account.
pub(super) fn subject(username: &str) -> String {
    ["user ", username].concat()
}

/// The subject of a write about one API key.
pub(super) fn key_subject(id: &str) -> String {
    ["key ", id].concat()
}

/// The subject of every write about the account that is signed in.
pub(super) fn own() -> String {
    "own account".to_owned()
}

/// Refuses a new password that the server would answer with a 500. What it takes for a hash may be longer.
pub(super) fn fits(field: &'static str, password: &Secret) -> Result<(), Unsendable> {
    if password.len_bytes() > MAX_PASSWORD_BYTES && !super::is_taken_for_hash(password) {
        return Err(Unsendable::TooLong {
            field,
            max_bytes: MAX_PASSWORD_BYTES,
        });
    }
    Ok(())
}

/// Current and new password.
#[derive(Serialize)]
pub(super) struct NewPassword<'a> {
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) current_password: &'a Secret,
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) new_password: &'a Secret,
}

/// Code from a mail and new password.
#[derive(Serialize)]
pub(super) struct Reset<'a> {
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) code: &'a Secret,
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) password: &'a Secret,
}

/// A passcode and what it was made from.
#[derive(Serialize)]
pub(super) struct Tried<'a> {
    pub(super) config_name: &'a str,
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) passcode: &'a Secret,
    #[serde(serialize_with = "Secret::into_body")]
    pub(super) secret: &'a Secret,
}

/// The way of making passcodes that is chosen.
#[derive(Serialize)]
pub(super) struct Config<'a> {
    pub(super) config_name: &'a str,
}

/// A secret in plain text, for the server to encrypt.
#[derive(Serialize)]
pub(super) struct Plain<'a> {
    status: &'static str,
    #[serde(serialize_with = "Secret::into_body")]
    payload: &'a Secret,
}

impl<'a> Plain<'a> {
    pub(super) const fn new(payload: &'a Secret) -> Self {
        Self {
            status: "Plain",
            payload,
        }
    }
}

/// Members that belong to a folder itself and that the server sends inside of a user.
const OF_FOLDER: [&str; 9] = [
    "id",
    "mapped_path",
    "description",
    "used_quota_size",
    "used_quota_files",
    "last_quota_update",
    "filesystem",
    "users",
    "groups",
];

/// An account as it is saved: all of what was read, in the form in which the server takes it.
///
/// Secrets of the storage go back as they came, which keeps them, unless a change is given.
pub(super) struct Saved<'a> {
    pub(super) user: &'a User,
    pub(super) password: &'a PasswordChange,
    pub(super) secrets: &'a [StorageSecret],
}

impl Serialize for Saved<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let object = self.user.object();
        for (name, raw) in object.raws() {
            match name {
                // A hash that was read, and what only the server's hooks know.
                "password" | "oidc_custom_fields" => {}
                "virtual_folders" => {
                    let mut folders = object.objects(name);
                    for folder in &mut folders {
                        for member in OF_FOLDER {
                            folder.remove(member);
                        }
                    }
                    map.serialize_entry(name, &folders)?;
                }
                "filesystem" => map.serialize_entry(
                    name,
                    &Filesystem {
                        object: object.object(name),
                        secrets: self.secrets,
                    },
                )?,
                _ => map.serialize_entry(name, &Shown(raw))?,
            }
        }
        match self.password {
            PasswordChange::Keep => {}
            PasswordChange::Set(password) => {
                map.serialize_entry("password", &Password(password))?;
            }
            PasswordChange::Clear => map.serialize_entry("password", "")?,
        }
        map.end()
    }
}

struct Password<'a>(&'a Secret);

impl Serialize for Password<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Secret::into_body(self.0, serializer)
    }
}

struct Filesystem<'a> {
    object: Object,
    secrets: &'a [StorageSecret],
}

impl Serialize for Filesystem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, raw) in self.object.raws() {
            if self.secrets.iter().any(|secret| secret.block == name) {
                let block = Block {
                    name,
                    object: self.object.object(name),
                    secrets: self.secrets,
                };
                map.serialize_entry(name, &block)?;
            } else {
                map.serialize_entry(name, &Shown(raw))?;
            }
        }
        map.end()
    }
}

struct Block<'a> {
    name: &'a str,
    object: Object,
    secrets: &'a [StorageSecret],
}

impl Serialize for Block<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let changes = || self.secrets.iter().filter(|one| one.block == self.name);
        for (name, raw) in self.object.raws() {
            if !changes().any(|change| change.member == name) {
                map.serialize_entry(name, &Shown(raw))?;
            }
        }
        for change in changes() {
            if let Some(value) = &change.value {
                map.serialize_entry(change.member, &Plain::new(value))?;
            }
        }
        map.end()
    }
}

/// An API key as it is saved.
pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    pub(super) scope: i64,
    pub(super) owner: &'a str,
    pub(super) expires_ms: i64,
    pub(super) description: &'a str,
}

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut key = serializer.serialize_struct("Key", 5)?;
        key.serialize_field("name", self.name)?;
        key.serialize_field("scope", &self.scope)?;
        if !self.owner.is_empty() {
            let member = if self.scope == 1 { "admin" } else { "user" };
            key.serialize_field(member, self.owner)?;
        }
        if self.expires_ms != 0 {
            key.serialize_field("expires_at", &self.expires_ms)?;
        }
        if !self.description.is_empty() {
            key.serialize_field("description", self.description)?;
        }
        key.end()
    }
}
