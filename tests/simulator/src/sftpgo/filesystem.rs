//! Storage settings and the secrets in them (contract 3.5 and 3.6).

use serde_json::{Value as Json, json};

use super::answer::{error, invalid};
use super::entropy;
use super::shape::Object;
use super::state::{Sftpgo, inner, number, seal, text};
use crate::http::Response;
use crate::random::Random;

/// The block of a provider, its secrets, and how its errors begin.
struct Block {
    name: &'static str,
    secrets: &'static [&'static str],
    title: &'static str,
}

const BLOCKS: [Block; 7] = [
    Block {
        name: "osconfig",
        secrets: &[],
        title: "",
    },
    Block {
        name: "s3config",
        secrets: &["access_secret", "sse_customer_key"],
        title: "s3config",
    },
    Block {
        name: "gcsconfig",
        secrets: &["credentials"],
        title: "GCS config",
    },
    Block {
        name: "azblobconfig",
        secrets: &["account_key", "sas_url"],
        title: "Azure Blob config",
    },
    Block {
        name: "cryptconfig",
        secrets: &["passphrase"],
        title: "crypt fs config",
    },
    Block {
        name: "sftpconfig",
        secrets: &["password", "private_key", "key_passphrase"],
        title: "SFTP fs config",
    },
    Block {
        name: "httpconfig",
        secrets: &["password", "api_key"],
        title: "HTTP fs config",
    },
];

fn block_of(filesystem: &Object) -> Option<&'static Block> {
    let provider = usize::try_from(number(filesystem, "provider")).ok()?;
    BLOCKS.get(provider)
}

fn status(secret: Option<&Json>) -> &str {
    secret
        .and_then(|secret| secret.get("status"))
        .and_then(Json::as_str)
        .unwrap_or_default()
}

/// Whether a secret of the chosen provider is `Redacted`.
pub(crate) fn has_redacted(filesystem: Option<&Object>) -> bool {
    let Some((filesystem, block)) = filesystem.and_then(|found| Some((found, block_of(found)?)))
    else {
        return false;
    };
    let settings = inner(filesystem, block.name);
    block
        .secrets
        .iter()
        .any(|name| status(settings.and_then(|settings| settings.get(*name))) == "Redacted")
}

/// Puts stored secrets where a save sends anything but a new one; GCS keeps its own even when nothing is sent.
pub(crate) fn keep_secrets(filesystem: &mut Object, stored: Option<&Object>) {
    let Some(block) = block_of(filesystem) else {
        return;
    };
    let stored = stored.and_then(|stored| inner(stored, block.name));
    let settings = filesystem
        .entry(block.name)
        .or_insert_with(|| json!({}))
        .as_object_mut();
    let Some(settings) = settings else { return };
    for name in block.secrets {
        let is_sticky = *name == "credentials";
        let sent = status(settings.get(*name)).to_owned();
        if sent == "Plain" || (sent.is_empty() && !is_sticky) {
            continue;
        }
        match stored.and_then(|stored| stored.get(*name)) {
            Some(kept) => settings.insert((*name).to_owned(), kept.clone()),
            None => settings.remove(*name),
        };
    }
}

impl Sftpgo {
    /// Checks storage settings and gives what is stored of them; `None` for a local disk without settings of its own.
    pub(crate) fn settle_storage(
        &self,
        filesystem: Option<&Object>,
        owner: &str,
        random: &mut Random,
    ) -> Result<Option<Json>, Response> {
        // Secrets that encrypt must be strong since 2.7.3 (contract 5.15).
        settle(filesystem, owner, self.is_since("2.7.3"), random)
    }
}

fn settle(
    filesystem: Option<&Object>,
    owner: &str,
    must_be_strong: bool,
    random: &mut Random,
) -> Result<Option<Json>, Response> {
    let empty = Object::new();
    let filesystem = filesystem.unwrap_or(&empty);
    let Some(block) = block_of(filesystem) else {
        return Err(invalid("invalid filesystem provider"));
    };
    let mut settings = inner(filesystem, block.name).cloned().unwrap_or_default();
    check(block, &mut settings, must_be_strong)?;
    for name in block.secrets {
        if status(settings.get(*name)) == "Plain" {
            let plain = settings
                .get(*name)
                .and_then(|secret| secret.get("payload"))
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned();
            settings.insert((*name).to_owned(), seal(&plain, owner, random).stored);
        }
    }
    settings.retain(|_, value| !value.is_null());
    let provider = number(filesystem, "provider");
    if provider == 0 && settings.is_empty() {
        return Ok(None);
    }
    let mut kept = Object::new();
    kept.insert("provider".to_owned(), json!(provider));
    kept.insert(block.name.to_owned(), Json::Object(settings));
    Ok(Some(Json::Object(kept)))
}

fn check(block: &Block, settings: &mut Object, must_be_strong: bool) -> Result<(), Response> {
    let buffers = ["osconfig", "cryptconfig"].contains(&block.name);
    for (name, word) in [("read_buffer_size", "read"), ("write_buffer_size", "write")] {
        if buffers && !(0..=10).contains(&number(settings, name)) {
            let text = format!("invalid {word} buffer size must be between 0 and 10 MB");
            return Err(error(500, &text));
        }
    }
    let problem = complaint(block, settings);
    if let Some(problem) = problem {
        return Err(invalid(&format!(
            "could not validate {}: {problem}",
            block.title
        )));
    }
    for name in ["passphrase", "sse_customer_key"] {
        let secret = settings.get(name);
        let payload = secret
            .and_then(|secret| secret.get("payload"))
            .and_then(Json::as_str)
            .unwrap_or_default();
        if must_be_strong
            && status(secret) == "Plain"
            && entropy::complaint(payload, 80.0).is_some()
        {
            return Err(invalid(
                "the configured encryption secret is too weak: use high-entropy random key material produced by a secure random generator",
            ));
        }
    }
    Ok(())
}

/// Whether a ciphertext comes without what it takes to read it.
fn is_unreadable(secret: Option<&Json>) -> bool {
    let has = |name: &str| {
        secret
            .and_then(|secret| secret.get(name))
            .and_then(Json::as_str)
            .is_some_and(|text| !text.is_empty())
    };
    let is_ciphertext = !matches!(status(secret), "" | "Plain");
    let is_whole = has("payload") && has("key");
    is_ciphertext && !is_whole
}

fn complaint(block: &Block, settings: &mut Object) -> Option<String> {
    let is_set = |settings: &Object, name: &str| {
        settings.get(name).is_some_and(|value| match value {
            Json::String(text) => !text.is_empty(),
            other => !other.is_null(),
        })
    };
    let lacks = |name: &str| !is_set(settings, name);
    let early: &[(bool, &str)] = match block.name {
        "s3config" => &[
            (lacks("bucket"), "bucket cannot be empty"),
            (
                lacks("region") && lacks("endpoint"),
                "region cannot be empty",
            ),
            (
                lacks("access_key") && !lacks("access_secret"),
                "access_key cannot be empty with access_secret not empty",
            ),
            (
                !lacks("access_key") && lacks("access_secret"),
                "access_secret cannot be empty with access_key not empty",
            ),
        ],
        "gcsconfig" => &[
            (lacks("bucket"), "bucket cannot be empty"),
            (
                lacks("credentials") && number(settings, "automatic_credentials") == 0,
                "invalid credentials",
            ),
        ],
        "azblobconfig" => &[
            (
                lacks("sas_url") && lacks("container"),
                "container cannot be empty",
            ),
            (
                lacks("sas_url") && (lacks("account_name") || lacks("account_key")),
                "credentials cannot be empty or invalid",
            ),
            (
                !["", "Archive", "Hot", "Cool"].contains(&text(settings, "access_tier")),
                "invalid access tier",
            ),
        ],
        "cryptconfig" => &[(lacks("passphrase"), "invalid passphrase")],
        "sftpconfig" => &[
            (lacks("endpoint"), "endpoint cannot be empty"),
            (lacks("username"), "username cannot be empty"),
            (
                lacks("password") && lacks("private_key"),
                "credentials cannot be empty",
            ),
            (
                !(0..=16).contains(&number(settings, "buffer_size")),
                "invalid buffer_size, valid range is 0-16",
            ),
        ],
        "httpconfig" => &[
            (lacks("endpoint"), "invalid endpoint"),
            (
                !["http://", "https://"]
                    .iter()
                    .any(|scheme| text(settings, "endpoint").starts_with(scheme)),
                "invalid endpoint schema: http and https are supported",
            ),
        ],
        _ => &[],
    };
    if let Some((_, problem)) = early.iter().find(|(is_wrong, _)| *is_wrong) {
        return Some((*problem).to_owned());
    }
    let unreadable = block
        .secrets
        .iter()
        .find(|name| is_unreadable(settings.get(**name)));
    if let Some(name) = unreadable {
        return Some(format!("invalid encrypted {name}"));
    }
    for name in ["upload_part_size", "download_part_size"] {
        let size = number(settings, name);
        if size != 0 && !(5..=2000).contains(&size) {
            return Some(format!(
                "{name} cannot be != 0, lower than 5 (MB) or greater than 2000 (MB)"
            ));
        }
    }
    for name in ["upload_concurrency", "download_concurrency"] {
        if !(0..=64).contains(&number(settings, name)) {
            let words = name.replace('_', " ");
            return Some(format!("invalid {words}: {}", number(settings, name)));
        }
    }
    complete(block, settings)
}

/// What the server adds by itself.
fn complete(block: &Block, settings: &mut Object) -> Option<String> {
    match block.name {
        "sftpconfig" => {
            let endpoint = text(settings, "endpoint").to_owned();
            if !endpoint.contains(':') {
                settings.insert("endpoint".to_owned(), json!(format!("{endpoint}:22")));
            }
            let prefix = match text(settings, "prefix") {
                "" => "/".to_owned(),
                other => super::paths::clean(&format!("/{other}")),
            };
            settings.insert("prefix".to_owned(), json!(prefix));
        }
        "httpconfig" => {
            let endpoint = text(settings, "endpoint").trim_end_matches('/').to_owned();
            settings.insert("endpoint".to_owned(), json!(endpoint));
        }
        _ => {
            let prefix = settings
                .get("key_prefix")
                .and_then(Json::as_str)
                .unwrap_or_default();
            if !prefix.is_empty() {
                let cleaned = super::paths::clean(&format!("/{prefix}"));
                if cleaned == "/" {
                    return Some("key_prefix cannot be the root".to_owned());
                }
                let prefix = format!("{}/", cleaned.trim_start_matches('/'));
                settings.insert("key_prefix".to_owned(), json!(prefix));
            }
        }
    }
    None
}
