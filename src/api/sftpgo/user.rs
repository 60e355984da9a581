//! The account object of a protocol user: everything that the server stores, known here or not.
//!
//! Saving replaces the whole object, so it is kept as it was read and changed member by member.
//! Source: `docs/contracts/sftpgo.md`, 3.1 to 3.6 and 5.1.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::api::object::{ANY, Kind, Shape};
use crate::api::{Object, Timestamp};

use super::model::millis;

static USER: Shape = Shape {
    needed: &["username", "status"],
    known: &[
        ("id", Kind::Number),
        ("username", Kind::Text),
        ("status", Kind::Number),
        ("email", Kind::Text),
        ("description", Kind::Text),
        ("expiration_date", Kind::Number),
        ("has_password", Kind::Flag),
        ("public_keys", Kind::Texts),
        ("home_dir", Kind::Text),
        ("uid", Kind::Number),
        ("gid", Kind::Number),
        ("max_sessions", Kind::Number),
        ("quota_size", Kind::Number),
        ("quota_files", Kind::Number),
        ("permissions", Kind::TextsByName),
        ("upload_bandwidth", Kind::Number),
        ("download_bandwidth", Kind::Number),
        ("upload_data_transfer", Kind::Number),
        ("download_data_transfer", Kind::Number),
        ("total_data_transfer", Kind::Number),
        ("used_quota_size", Kind::Number),
        ("used_quota_files", Kind::Number),
        ("last_quota_update", Kind::Number),
        ("used_upload_data_transfer", Kind::Number),
        ("used_download_data_transfer", Kind::Number),
        ("created_at", Kind::Number),
        ("updated_at", Kind::Number),
        ("last_login", Kind::Number),
        ("first_download", Kind::Number),
        ("first_upload", Kind::Number),
        ("last_password_change", Kind::Number),
        ("additional_info", Kind::Text),
        ("role", Kind::Text),
        ("groups", Kind::Objects(&GROUP)),
        ("virtual_folders", Kind::Objects(&ANY)),
        ("filters", Kind::Object(&FILTERS)),
        ("filesystem", Kind::Object(&FILESYSTEM)),
        ("oidc_custom_fields", Kind::Object(&ANY)),
    ],
};

static GROUP: Shape = Shape {
    needed: &["name"],
    known: &[("name", Kind::Text), ("type", Kind::Number)],
};

static FILTERS: Shape = Shape {
    needed: &[],
    known: &[
        ("allowed_ip", Kind::Texts),
        ("denied_ip", Kind::Texts),
        ("denied_login_methods", Kind::Texts),
        ("denied_protocols", Kind::Texts),
        ("two_factor_protocols", Kind::Texts),
        ("web_client", Kind::Texts),
        ("file_patterns", Kind::Objects(&ANY)),
        ("bandwidth_limits", Kind::Objects(&ANY)),
        ("access_time", Kind::Objects(&ANY)),
        ("max_upload_file_size", Kind::Number),
        ("tls_username", Kind::Text),
        ("tls_certs", Kind::Texts),
        ("hooks", Kind::Object(&ANY)),
        ("disable_fs_checks", Kind::Flag),
        ("allow_api_key_auth", Kind::Flag),
        ("is_anonymous", Kind::Flag),
        ("user_type", Kind::Text),
        ("external_auth_cache_time", Kind::Number),
        ("start_directory", Kind::Text),
        ("ftp_security", Kind::Number),
        ("default_shares_expiration", Kind::Number),
        ("max_shares_expiration", Kind::Number),
        ("password_expiration", Kind::Number),
        ("password_strength", Kind::Number),
        ("require_password_change", Kind::Flag),
        ("additional_emails", Kind::Texts),
        ("totp_config", Kind::Object(&TOTP)),
        ("recovery_codes", Kind::Objects(&RECOVERY_CODE)),
    ],
};

static TOTP: Shape = Shape {
    needed: &[],
    known: &[
        ("enabled", Kind::Flag),
        ("config_name", Kind::Text),
        ("secret", Kind::Object(&ANY)),
        ("protocols", Kind::Texts),
    ],
};

static RECOVERY_CODE: Shape = Shape {
    needed: &[],
    known: &[("secret", Kind::Object(&ANY)), ("used", Kind::Flag)],
};

static FILESYSTEM: Shape = Shape {
    needed: &[],
    known: &[
        ("provider", Kind::Number),
        ("osconfig", Kind::Object(&ANY)),
        ("s3config", Kind::Object(&ANY)),
        ("gcsconfig", Kind::Object(&ANY)),
        ("azblobconfig", Kind::Object(&ANY)),
        ("cryptconfig", Kind::Object(&ANY)),
        ("sftpconfig", Kind::Object(&ANY)),
        ("httpconfig", Kind::Object(&ANY)),
    ],
};

/// The account of somebody who owns files. Not an administrator: those are another table.
#[derive(Clone, PartialEq, Eq)]
pub struct User(Object);

impl<'de> Deserialize<'de> for User {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        USER.read(deserializer).map(Self)
    }
}

/// The name only: the rest can hold a password's hash and what was encrypted.
impl fmt::Debug for User {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("User")
            .field(&self.username())
            .finish()
    }
}

/// How a user belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// 1: gives home directory, storage, limits and the permissions of `/`; at most one.
    Primary,
    /// 2: gives lists of restrictions and folders.
    Secondary,
    /// 3: gives nothing.
    Membership,
    /// A number of another release.
    Unknown(i64),
}

impl GroupKind {
    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Primary => 1,
            Self::Secondary => 2,
            Self::Membership => 3,
            Self::Unknown(number) => number,
        }
    }

    const fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Primary,
            2 => Self::Secondary,
            3 => Self::Membership,
            other => Self::Unknown(other),
        }
    }
}

/// A group of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMapping {
    /// Name of the group.
    pub name: String,
    /// How the user belongs to it.
    pub kind: GroupKind,
}

/// Where files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Storage {
    /// 0: a directory of the server.
    Local,
    /// 1: S3.
    S3,
    /// 2: Google Cloud Storage.
    Gcs,
    /// 3: Azure Blob Storage.
    AzureBlob,
    /// 4: an encrypted directory of the server.
    Encrypted,
    /// 5: another SFTP server.
    Sftp,
    /// 6: an HTTP server.
    Http,
    /// A number of another release.
    Unknown(i64),
}

impl Storage {
    /// The provider of that number.
    pub const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Local,
            1 => Self::S3,
            2 => Self::Gcs,
            3 => Self::AzureBlob,
            4 => Self::Encrypted,
            5 => Self::Sftp,
            6 => Self::Http,
            other => Self::Unknown(other),
        }
    }

    /// The number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Self::Local => 0,
            Self::S3 => 1,
            Self::Gcs => 2,
            Self::AzureBlob => 3,
            Self::Encrypted => 4,
            Self::Sftp => 5,
            Self::Http => 6,
            Self::Unknown(number) => number,
        }
    }

    /// The member of `filesystem` that holds its settings.
    pub const fn block(self) -> Option<&'static str> {
        match self {
            Self::Local => Some("osconfig"),
            Self::S3 => Some("s3config"),
            Self::Gcs => Some("gcsconfig"),
            Self::AzureBlob => Some("azblobconfig"),
            Self::Encrypted => Some("cryptconfig"),
            Self::Sftp => Some("sftpconfig"),
            Self::Http => Some("httpconfig"),
            Self::Unknown(_) => None,
        }
    }
}

macro_rules! readers {
    ($($(#[$doc:meta])* $get:ident: $kind:ident $name:literal;)*) => {$(
        $(#[$doc])*
        pub fn $get(&self) -> readers!(@type $kind) {
            readers!(@read $kind, self, $name)
        }
    )*};
    (@type text) => { String };
    (@type number) => { i64 };
    (@type flag) => { bool };
    (@type texts) => { Vec<String> };
    (@type object) => { Object };
    (@type objects) => { Vec<Object> };
    (@type time) => { Option<Timestamp> };
    (@read time, $self:ident, $name:literal) => { millis($self.0.number($name)) };
    (@read $kind:ident, $self:ident, $name:literal) => { $self.0.$kind($name) };
}

macro_rules! writers {
    ($($(#[$doc:meta])* $set:ident: $type:ty = $name:literal;)*) => {$(
        $(#[$doc])*
        pub fn $set(&mut self, value: $type) {
            self.0.set($name, &value);
        }
    )*};
}

impl User {
    readers! {
        /// Number in the store. Used again after a deletion: never the identity of an account.
        id: number "id";
        /// Name: the identity. Unique, never changes, told apart by case.
        username: text "username";
        /// E-mail address; empty when there is none.
        email: text "email";
        /// What administrators wrote about the account.
        description: text "description";
        /// Free text for other systems.
        additional_info: text "additional_info";
        /// When the account ends, in milliseconds; 0 and less is never.
        expires_ms: number "expiration_date";
        /// When the account ends; `None` when never. Expired is no status: the clock decides.
        expires_at: time "expiration_date";
        /// Whether a password is set.
        has_password: flag "has_password";
        /// OpenSSH keys, one line each.
        public_keys: texts "public_keys";
        /// Home directory as the server's system writes it.
        home_dir: text "home_dir";
        /// User number for files; 0 leaves it.
        uid: number "uid";
        /// Group number for files; 0 leaves it.
        gid: number "gid";
        /// Most sessions at once; 0 is no limit.
        max_sessions: number "max_sessions";
        /// Most bytes; 0 is no limit.
        quota_bytes: number "quota_size";
        /// Most files; 0 is no limit.
        quota_files: number "quota_files";
        /// Upload in KB per second; 0 is no limit.
        upload_kb_per_s: number "upload_bandwidth";
        /// Download in KB per second; 0 is no limit.
        download_kb_per_s: number "download_bandwidth";
        /// Most megabytes to upload; 0 is no limit.
        upload_limit_mb: number "upload_data_transfer";
        /// Most megabytes to download; 0 is no limit.
        download_limit_mb: number "download_data_transfer";
        /// Most megabytes together; 0 is no limit. More than 0 sets the other two to 0.
        transfer_limit_mb: number "total_data_transfer";
        /// Bytes in use.
        used_bytes: number "used_quota_size";
        /// Files in use.
        used_files: number "used_quota_files";
        /// When usage was counted last.
        usage_counted_at: time "last_quota_update";
        /// Bytes uploaded.
        uploaded_bytes: number "used_upload_data_transfer";
        /// Bytes downloaded.
        downloaded_bytes: number "used_download_data_transfer";
        /// When the account was made; `None` for accounts older than release 2.2.
        created_at: time "created_at";
        /// When it was saved last, by anyone.
        updated_at: time "updated_at";
        /// The same in milliseconds: whether somebody else saved in between.
        updated_ms: number "updated_at";
        /// When somebody signed in last, to ten minutes; `None` when never.
        last_login_at: time "last_login";
        /// When the first file was downloaded.
        first_download_at: time "first_download";
        /// When the first file was uploaded.
        first_upload_at: time "first_upload";
        /// When the password was changed last.
        password_changed_at: time "last_password_change";
        /// Tenant; empty for none.
        role: text "role";
        /// Folders that are mounted, as the server sent them.
        virtual_folders: objects "virtual_folders";
        /// Restrictions and options.
        filters: object "filters";
        /// Storage and its settings.
        filesystem: object "filesystem";
    }

    writers! {
        /// Sets [`email`](Self::email).
        set_email: &str = "email";
        /// Sets [`description`](Self::description).
        set_description: &str = "description";
        /// Sets [`additional_info`](Self::additional_info).
        set_additional_info: &str = "additional_info";
        /// Sets the end of the account in milliseconds; 0 is never.
        set_expires_ms: i64 = "expiration_date";
        /// Sets [`public_keys`](Self::public_keys).
        set_public_keys: &[String] = "public_keys";
        /// Sets [`home_dir`](Self::home_dir).
        set_home_dir: &str = "home_dir";
        /// Sets [`uid`](Self::uid).
        set_uid: i64 = "uid";
        /// Sets [`gid`](Self::gid).
        set_gid: i64 = "gid";
        /// Sets [`max_sessions`](Self::max_sessions).
        set_max_sessions: i64 = "max_sessions";
        /// Sets [`quota_bytes`](Self::quota_bytes).
        set_quota_bytes: i64 = "quota_size";
        /// Sets [`quota_files`](Self::quota_files).
        set_quota_files: i64 = "quota_files";
        /// Sets [`upload_kb_per_s`](Self::upload_kb_per_s).
        set_upload_kb_per_s: i64 = "upload_bandwidth";
        /// Sets [`download_kb_per_s`](Self::download_kb_per_s).
        set_download_kb_per_s: i64 = "download_bandwidth";
        /// Sets [`upload_limit_mb`](Self::upload_limit_mb).
        set_upload_limit_mb: i64 = "upload_data_transfer";
        /// Sets [`download_limit_mb`](Self::download_limit_mb).
        set_download_limit_mb: i64 = "download_data_transfer";
        /// Sets [`transfer_limit_mb`](Self::transfer_limit_mb).
        set_transfer_limit_mb: i64 = "total_data_transfer";
        /// Sets [`role`](Self::role). An administrator with a role of their own always sets that one.
        set_role: &str = "role";
        /// Sets [`virtual_folders`](Self::virtual_folders).
        set_virtual_folders: &[Object] = "virtual_folders";
        /// Sets [`filters`](Self::filters), second factor and recovery codes excepted: those the server keeps.
        set_filters: Object = "filters";
        /// Sets [`filesystem`](Self::filesystem).
        set_filesystem: Object = "filesystem";
    }

    /// An account to create: enabled, with every permission on `/` and nothing else.
    pub fn new(username: &str) -> Self {
        let mut user = Self(Object::default());
        user.0.set("username", username);
        user.set_enabled(true);
        user.set_permissions("/", &["*".to_owned()]);
        user
    }

    /// The members as they were read and set.
    pub const fn object(&self) -> &Object {
        &self.0
    }

    /// Whether the account may sign in, as far as its status goes.
    pub fn is_enabled(&self) -> bool {
        self.0.number("status") == 1
    }

    /// Sets [`is_enabled`](Self::is_enabled). A save that leaves the status out switches the account off.
    pub fn set_enabled(&mut self, is_enabled: bool) {
        self.0.set("status", &i64::from(is_enabled));
    }

    /// Directories and what is allowed in each. `/` is always there.
    pub fn permissions(&self) -> Vec<(String, Vec<String>)> {
        let permissions = self.0.object("permissions");
        let paths = permissions.members().map(|(path, _)| path);
        paths
            .map(|path| (path.to_owned(), permissions.texts(path)))
            .collect()
    }

    /// Sets what is allowed in one directory; nothing takes the directory out.
    pub fn set_permissions(&mut self, path: &str, allowed: &[String]) {
        let mut permissions = self.0.object("permissions");
        if allowed.is_empty() {
            permissions.remove(path);
        } else {
            permissions.set(path, allowed);
        }
        self.0.set("permissions", &permissions);
    }

    /// Groups, in the order in which they count.
    pub fn groups(&self) -> Vec<GroupMapping> {
        let group = |object: Object| GroupMapping {
            name: object.text("name"),
            kind: GroupKind::from_number(object.number("type")),
        };
        self.0.objects("groups").into_iter().map(group).collect()
    }

    /// Sets [`groups`](Self::groups). At most one may be primary.
    pub fn set_groups(&mut self, groups: &[GroupMapping]) {
        let object = |group: &GroupMapping| {
            let mut object = Object::default();
            object.set("name", group.name.as_str());
            object.set("type", &group.kind.number());
            object
        };
        let groups: Vec<_> = groups.iter().map(object).collect();
        self.0.set("groups", groups.as_slice());
    }

    /// Where the files are.
    pub fn storage(&self) -> Storage {
        Storage::from_number(self.filesystem().number("provider"))
    }

    /// Whether a second factor is set up, and for which protocols it is asked.
    pub fn second_factor(&self) -> Option<Vec<String>> {
        let totp = self.filters().object("totp_config");
        totp.flag("enabled").then(|| totp.texts("protocols"))
    }

    /// How many recovery codes are left.
    pub fn n_recovery_codes(&self) -> usize {
        let codes = self.filters().objects("recovery_codes");
        codes.iter().filter(|code| !code.flag("used")).count()
    }
}

#[cfg(test)]
mod tests;
