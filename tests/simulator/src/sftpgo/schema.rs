//! The platform's objects, member by member (contract 3).

use super::shape::{Kind, Member, Shape, flag, int, member, text, texts};

const INT: &str = "int";
const INT64: &str = "int64";

/// Where the basic members of an account stand in Go.
const BASE: &str = "BaseUser";
/// Where the filters that groups have too stand in Go.
const BASE_FILTERS: &str = "BaseUserFilters";
static PERMISSION_LIST: Shape = Shape::List(&Shape::Text, "[]string");

/// An account (contract 3.1).
pub(crate) static USER: Kind = Kind {
    name: "dataprovider.User",
    members: &[
        int("id", INT64).always().of(BASE),
        int("status", INT).always().of(BASE),
        text("username").always().of(BASE),
        text("email").of(BASE),
        int("expiration_date", INT64).of(BASE),
        text("password").of(BASE),
        texts("public_keys").of(BASE),
        flag("has_password").of(BASE),
        text("home_dir").always().of(BASE),
        int("uid", INT).always().of(BASE),
        int("gid", INT).always().of(BASE),
        int("max_sessions", INT).always().of(BASE),
        int("quota_size", INT64).always().of(BASE),
        int("quota_files", INT).always().of(BASE),
        permissions().always().of(BASE),
        int("used_quota_size", INT64).of(BASE),
        int("used_quota_files", INT).of(BASE),
        int("last_quota_update", INT64).of(BASE),
        int("upload_bandwidth", INT64).of(BASE),
        int("download_bandwidth", INT64).of(BASE),
        int("upload_data_transfer", INT64).always().of(BASE),
        int("download_data_transfer", INT64).always().of(BASE),
        int("total_data_transfer", INT64).always().of(BASE),
        int("used_upload_data_transfer", INT64).of(BASE),
        int("used_download_data_transfer", INT64).of(BASE),
        int("last_login", INT64).of(BASE),
        int("created_at", INT64).always().of(BASE),
        int("updated_at", INT64).always().of(BASE),
        int("first_download", INT64).of(BASE),
        int("first_upload", INT64).of(BASE),
        int("last_password_change", INT64).of(BASE),
        text("description").of(BASE),
        text("additional_info").of(BASE),
        text("role").of(BASE),
        member("filters", Shape::Object(&USER_FILTERS)).always(),
        member(
            "virtual_folders",
            Shape::List(&MOUNT, "[]vfs.VirtualFolder"),
        ),
        member("filesystem", Shape::Object(&FILESYSTEM)).always(),
        member("groups", Shape::List(&MAPPING, "[]sdk.GroupMapping")),
    ],
};

const fn permissions() -> Member {
    member(
        "permissions",
        Shape::Map(&PERMISSION_LIST, "map[string][]string"),
    )
}

static HOOKS: Kind = Kind {
    name: "sdk.HooksFilter",
    members: &[
        flag("external_auth_disabled").always(),
        flag("pre_login_disabled").always(),
        flag("check_password_disabled").always(),
    ],
};

static PATTERNS: Shape = Shape::Object(&Kind {
    name: "sdk.PatternsFilter",
    members: &[
        text("path"),
        texts("allowed_patterns"),
        texts("denied_patterns"),
        int("deny_policy", INT),
    ],
});

static BANDWIDTH: Shape = Shape::Object(&Kind {
    name: "sdk.BandwidthLimit",
    members: &[
        texts("sources"),
        int("upload_bandwidth", INT64),
        int("download_bandwidth", INT64),
    ],
});

static PERIOD: Shape = Shape::Object(&Kind {
    name: "sdk.TimePeriod",
    members: &[
        int("day_of_week", INT),
        text("from").always(),
        text("to").always(),
    ],
});

static RECOVERY_CODE: Shape = Shape::Object(&Kind {
    name: "dataprovider.RecoveryCode",
    members: &[member("secret", Shape::Secret).always(), flag("used")],
});

static USER_TOTP: Kind = Kind {
    name: "dataprovider.UserTOTPConfig",
    members: &[
        flag("enabled"),
        text("config_name"),
        member("secret", Shape::Secret).always(),
        texts("protocols"),
    ],
};

/// The filters of an account (contract 3.2).
pub(crate) static USER_FILTERS: Kind = Kind {
    name: "dataprovider.UserFilters",
    members: &[
        FILTER[0],
        FILTER[1],
        FILTER[2],
        FILTER[3],
        FILTER[4],
        FILTER[5],
        FILTER[6],
        FILTER[7],
        FILTER[8],
        FILTER[9],
        FILTER[10],
        FILTER[11],
        FILTER[12],
        FILTER[13],
        FILTER[14],
        FILTER[15],
        FILTER[16],
        FILTER[17],
        FILTER[18],
        FILTER[19],
        FILTER[20],
        FILTER[21],
        FILTER[22],
        FILTER[23],
        flag("require_password_change"),
        texts("additional_emails"),
        member("totp_config", Shape::Object(&USER_TOTP)).always(),
        member(
            "recovery_codes",
            Shape::List(&RECOVERY_CODE, "[]dataprovider.RecoveryCode"),
        ),
    ],
};

/// The filters that accounts and groups share.
static GROUP_FILTERS: Kind = Kind {
    name: "sdk.BaseUserFilters",
    members: &FILTER,
};

const FILTER: [Member; 24] = [
    texts("allowed_ip").of(BASE_FILTERS),
    texts("denied_ip").of(BASE_FILTERS),
    texts("denied_login_methods").of(BASE_FILTERS),
    texts("denied_protocols").of(BASE_FILTERS),
    member(
        "file_patterns",
        Shape::List(&PATTERNS, "[]sdk.PatternsFilter"),
    )
    .of(BASE_FILTERS),
    int("max_upload_file_size", INT64).of(BASE_FILTERS),
    text("tls_username").of(BASE_FILTERS),
    texts("tls_certs").of(BASE_FILTERS),
    member("hooks", Shape::Object(&HOOKS))
        .always()
        .of(BASE_FILTERS),
    flag("disable_fs_checks").of(BASE_FILTERS),
    texts("web_client").of(BASE_FILTERS),
    flag("allow_api_key_auth").of(BASE_FILTERS),
    text("user_type").of(BASE_FILTERS),
    member(
        "bandwidth_limits",
        Shape::List(&BANDWIDTH, "[]sdk.BandwidthLimit"),
    )
    .of(BASE_FILTERS),
    int("external_auth_cache_time", INT64).of(BASE_FILTERS),
    text("start_directory").of(BASE_FILTERS),
    texts("two_factor_protocols").of(BASE_FILTERS),
    int("ftp_security", INT).of(BASE_FILTERS),
    flag("is_anonymous").of(BASE_FILTERS),
    int("default_shares_expiration", INT).of(BASE_FILTERS),
    int("max_shares_expiration", INT).of(BASE_FILTERS),
    int("password_expiration", INT).of(BASE_FILTERS),
    int("password_strength", INT).of(BASE_FILTERS),
    member("access_time", Shape::List(&PERIOD, "[]sdk.TimePeriod")).of(BASE_FILTERS),
];

static MAPPING: Shape = Shape::Object(&Kind {
    name: "sdk.GroupMapping",
    members: &[text("name").always(), int("type", INT).always()],
});

/// A folder inside an account (contract 3.4).
static MOUNT: Shape = Shape::Object(&Kind {
    name: "vfs.VirtualFolder",
    members: &[
        int("id", INT64).always(),
        text("name").always(),
        text("mapped_path"),
        text("description"),
        int("used_quota_size", INT64).always(),
        int("used_quota_files", INT).always(),
        int("last_quota_update", INT64).always(),
        texts("users"),
        texts("groups"),
        member("filesystem", Shape::Object(&FILESYSTEM)).always(),
        text("virtual_path").always(),
        text("subpath"),
        int("quota_size", INT64).always(),
        int("quota_files", INT).always(),
    ],
});

/// A folder by itself.
pub(crate) static FOLDER: Kind = Kind {
    name: "vfs.BaseVirtualFolder",
    members: &[
        int("id", INT64).always(),
        text("name").always(),
        text("mapped_path"),
        text("description"),
        int("used_quota_size", INT64).always(),
        int("used_quota_files", INT).always(),
        int("last_quota_update", INT64).always(),
        texts("users"),
        texts("groups"),
        member("filesystem", Shape::Object(&FILESYSTEM)).always(),
    ],
};

const fn secret(name: &'static str) -> Member {
    member(name, Shape::Secret)
}

/// Where files are kept (contract 3.5).
pub(crate) static FILESYSTEM: Kind = Kind {
    name: "vfs.Filesystem",
    members: &[
        int("provider", "sdk.FilesystemProvider").always(),
        member("osconfig", Shape::Object(&OS)).always(),
        member("s3config", Shape::Object(&S3)).always(),
        member("gcsconfig", Shape::Object(&GCS)).always(),
        member("azblobconfig", Shape::Object(&AZURE)).always(),
        member("cryptconfig", Shape::Object(&CRYPT)).always(),
        member("sftpconfig", Shape::Object(&SFTP)).always(),
        member("httpconfig", Shape::Object(&HTTP)).always(),
    ],
};

static OS: Kind = Kind {
    name: "sdk.OSFsConfig",
    members: &[int("read_buffer_size", INT), int("write_buffer_size", INT)],
};

static S3: Kind = Kind {
    name: "vfs.S3FsConfig",
    members: &[
        text("bucket"),
        text("region"),
        text("access_key"),
        secret("access_secret"),
        secret("sse_customer_key"),
        text("role_arn"),
        text("session_token"),
        text("key_prefix"),
        text("endpoint"),
        text("storage_class"),
        text("acl"),
        int("upload_part_size", INT64),
        int("upload_concurrency", INT),
        int("download_part_size", INT64),
        int("upload_part_max_time", INT),
        int("download_concurrency", INT),
        int("download_part_max_time", INT),
        flag("force_path_style"),
        flag("skip_tls_verify"),
    ],
};

static GCS: Kind = Kind {
    name: "vfs.GCSFsConfig",
    members: &[
        text("bucket"),
        text("key_prefix"),
        secret("credentials"),
        int("automatic_credentials", INT),
        text("storage_class"),
        text("acl"),
        int("upload_part_size", INT64),
        int("upload_part_max_time", INT),
    ],
};

static AZURE: Kind = Kind {
    name: "vfs.AzBlobFsConfig",
    members: &[
        text("container"),
        text("account_name"),
        secret("account_key"),
        secret("sas_url"),
        text("endpoint"),
        text("key_prefix"),
        int("upload_part_size", INT64),
        int("upload_concurrency", INT),
        int("download_part_size", INT64),
        int("download_concurrency", INT),
        flag("use_emulator"),
        text("access_tier"),
    ],
};

static CRYPT: Kind = Kind {
    name: "vfs.CryptFsConfig",
    members: &[
        secret("passphrase"),
        int("read_buffer_size", INT),
        int("write_buffer_size", INT),
    ],
};

static SFTP: Kind = Kind {
    name: "vfs.SFTPFsConfig",
    members: &[
        text("endpoint"),
        text("username"),
        secret("password"),
        secret("private_key"),
        secret("key_passphrase"),
        texts("fingerprints"),
        text("prefix"),
        flag("disable_concurrent_reads"),
        int("buffer_size", INT64),
        int("equality_check_mode", INT),
    ],
};

static HTTP: Kind = Kind {
    name: "vfs.HTTPFsConfig",
    members: &[
        text("endpoint"),
        text("username"),
        secret("password"),
        secret("api_key"),
        flag("skip_tls_verify"),
        int("equality_check_mode", INT),
    ],
};

/// A group (contract 3.8).
pub(crate) static GROUP: Kind = Kind {
    name: "dataprovider.Group",
    members: &[
        int("id", INT64).always(),
        text("name").always(),
        text("description"),
        int("created_at", INT64).always(),
        int("updated_at", INT64).always(),
        texts("users"),
        texts("admins"),
        member("user_settings", Shape::Object(&GROUP_SETTINGS)).always(),
        member(
            "virtual_folders",
            Shape::List(&MOUNT, "[]vfs.VirtualFolder"),
        ),
    ],
};

static GROUP_SETTINGS: Kind = Kind {
    name: "dataprovider.GroupUserSettings",
    members: &[
        text("home_dir").always(),
        int("max_sessions", INT).always(),
        int("quota_size", INT64).always(),
        int("quota_files", INT).always(),
        permissions().always(),
        int("upload_bandwidth", INT64),
        int("download_bandwidth", INT64),
        int("upload_data_transfer", INT64).always(),
        int("download_data_transfer", INT64).always(),
        int("total_data_transfer", INT64).always(),
        int("expires_in", INT),
        member("filters", Shape::Object(&GROUP_FILTERS)).always(),
        member("filesystem", Shape::Object(&FILESYSTEM)).always(),
    ],
};

/// A role.
pub(crate) static ROLE: Kind = Kind {
    name: "dataprovider.Role",
    members: &[
        int("id", INT64).always(),
        text("name").always(),
        text("description"),
        int("created_at", INT64).always(),
        int("updated_at", INT64).always(),
        texts("admins"),
        texts("users"),
    ],
};

static ADMIN_TOTP: Kind = Kind {
    name: "dataprovider.AdminTOTPConfig",
    members: &[flag("enabled"), text("config_name"), secret("secret")],
};

static ADMIN_FILTERS: Kind = Kind {
    name: "dataprovider.AdminFilters",
    members: &[
        texts("allow_list"),
        flag("allow_api_key_auth"),
        flag("require_password_change"),
        flag("require_two_factor").always(),
        member("totp_config", Shape::Object(&ADMIN_TOTP)).always(),
        member(
            "recovery_codes",
            Shape::List(&RECOVERY_CODE, "[]dataprovider.RecoveryCode"),
        ),
        member("preferences", Shape::Object(&PREFERENCES)).always(),
    ],
};

static PREFERENCES: Kind = Kind {
    name: "dataprovider.AdminPreferences",
    members: &[
        int("hide_user_page_sections", INT),
        int("default_users_expiration", INT),
    ],
};

static ADMIN_GROUP: Shape = Shape::Object(&Kind {
    name: "dataprovider.AdminGroupMapping",
    members: &[
        text("name").always(),
        member(
            "options",
            Shape::Object(&Kind {
                name: "dataprovider.AdminGroupMappingOptions",
                members: &[int("add_to_users_as", INT)],
            }),
        ),
    ],
});

/// An administrator (contract 3.8).
pub(crate) static ADMIN: Kind = Kind {
    name: "dataprovider.Admin",
    members: &[
        int("id", INT64).always(),
        int("status", INT).always(),
        text("username").always(),
        text("password"),
        text("email"),
        texts("permissions").always(),
        member("filters", Shape::Object(&ADMIN_FILTERS)).always(),
        text("description"),
        text("additional_info"),
        member(
            "groups",
            Shape::List(&ADMIN_GROUP, "[]dataprovider.AdminGroupMapping"),
        ),
        int("created_at", INT64).always(),
        int("updated_at", INT64).always(),
        int("last_login", INT64).always(),
        text("role"),
    ],
};

/// An API key.
pub(crate) static API_KEY: Kind = Kind {
    name: "dataprovider.APIKey",
    members: &[
        text("id").always(),
        text("name").always(),
        text("key"),
        int("scope", "dataprovider.APIKeyScope").always(),
        int("created_at", INT64).always(),
        int("updated_at", INT64).always(),
        int("last_use_at", INT64),
        int("expires_at", INT64),
        text("description"),
        text("user"),
        text("admin"),
    ],
};

/// The own profile of an administrator.
pub(crate) static ADMIN_PROFILE: Kind = Kind {
    name: "httpd.adminProfile",
    members: &[
        text("email"),
        text("description"),
        flag("allow_api_key_auth").always(),
    ],
};

/// The own profile of a user.
pub(crate) static USER_PROFILE: Kind = Kind {
    name: "httpd.userProfile",
    members: &[
        text("email"),
        text("description"),
        flag("allow_api_key_auth").always(),
        texts("additional_emails"),
        texts("public_keys"),
        texts("tls_certs"),
    ],
};

/// A change of the own password.
pub(crate) static PASSWORD_CHANGE: Kind = Kind {
    name: "httpd.pwdChange",
    members: &[text("current_password"), text("new_password")],
};

/// A new password with the code that came by mail.
pub(crate) static PASSWORD_RESET: Kind = Kind {
    name: "httpd.pwdReset",
    members: &[text("code"), text("password")],
};

/// The choice of a TOTP configuration.
pub(crate) static TOTP_GENERATE: Kind = Kind {
    name: "httpd.generateTOTPRequest",
    members: &[text("config_name")],
};

/// A passcode to check.
pub(crate) static TOTP_VALIDATE: Kind = Kind {
    name: "httpd.validateTOTPRequest",
    members: &[text("config_name"), text("passcode"), text("secret")],
};

/// An administrator's TOTP configuration, as a body.
pub(crate) static TOTP_OF_ADMIN: &Kind = &ADMIN_TOTP;

/// A user's TOTP configuration, as a body.
pub(crate) static TOTP_OF_USER: &Kind = &USER_TOTP;

/// Used space.
pub(crate) static QUOTA_USAGE: Kind = Kind {
    name: "httpd.quotaUsage",
    members: &[int("used_quota_size", INT64), int("used_quota_files", INT)],
};

/// Used transfer.
pub(crate) static TRANSFER_USAGE: Kind = Kind {
    name: "httpd.transferQuotaUsage",
    members: &[
        int("used_upload_data_transfer", INT64),
        int("used_download_data_transfer", INT64),
    ],
};
