//! Storage settings and the secrets in them (contract 3.5 and 3.6).

use serde_json::{Value as Json, json};

use super::answer::{error, invalid};
use super::entropy;
use super::shape::Object;
use super::state::{Sftpgo, inner, number, seal, text};
use super::validate::quote;
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
    check_block(block, settings)
        .map_err(|problem| invalid(&format!("could not validate {}: {problem}", block.title)))?;
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

fn part<'a>(secret: Option<&'a Json>, name: &str) -> &'a str {
    secret
        .and_then(|secret| secret.get(name))
        .and_then(Json::as_str)
        .unwrap_or_default()
}

fn is_secret_set(settings: &Object, name: &str) -> bool {
    !status(settings.get(name)).is_empty()
}

/// What is wrong with a secret: a ciphertext without what it takes to read it, or nothing in it.
fn check_secret(settings: &Object, name: &str, spoken: &str) -> Result<(), String> {
    let secret = settings.get(name);
    let has = |name: &str| !part(secret, name).is_empty();
    match status(secret) {
        "" => Ok(()),
        "Plain" if has("payload") => Ok(()),
        "Plain" => Err(format!("invalid {spoken}")),
        _ if has("payload") && has("key") => Ok(()),
        _ => Err(format!("invalid encrypted {spoken}")),
    }
}

fn needs(is_there: bool, complaint: &str) -> Result<(), String> {
    if is_there {
        Ok(())
    } else {
        Err(complaint.to_owned())
    }
}

/// Checks the settings of a provider in the server's order, and completes them as it does.
fn check_block(block: &Block, settings: &mut Object) -> Result<(), String> {
    match block.name {
        "s3config" => check_s3(settings),
        "gcsconfig" => check_gcs(settings),
        "azblobconfig" => check_azure(settings),
        "cryptconfig" => {
            let is_set = is_secret_set(settings, "passphrase");
            needs(is_set, "invalid passphrase")?;
            check_secret(settings, "passphrase", "passphrase")
        }
        "sftpconfig" => check_sftp(settings),
        "httpconfig" => check_http(settings),
        _ => Ok(()),
    }
}

fn check_s3(settings: &mut Object) -> Result<(), String> {
    let has = |name: &str| !text(settings, name).is_empty();
    needs(has("bucket"), "bucket cannot be empty")?;
    needs(has("region") || has("endpoint"), "region cannot be empty")?;
    let is_secret = is_secret_set(settings, "access_secret");
    needs(
        has("access_key") || !is_secret,
        "access_key cannot be empty with access_secret not empty",
    )?;
    needs(
        !has("access_key") || is_secret,
        "access_secret cannot be empty with access_key not empty",
    )?;
    check_secret(settings, "access_secret", "access_secret")?;
    check_secret(settings, "sse_customer_key", "sse_customer_key")?;
    settle_prefix(settings)?;
    for way in ["upload", "download"] {
        let size = number(settings, &format!("{way}_part_size"));
        let is_good = size == 0 || (5..=2000).contains(&size);
        needs(
            is_good,
            &format!("{way}_part_size cannot be != 0, lower than 5 (MB) or greater than 2000 (MB)"),
        )?;
        check_concurrency(settings, way, way)?;
    }
    trim(settings);
    Ok(())
}

fn check_concurrency(settings: &Object, way: &str, spoken: &str) -> Result<(), String> {
    let count = number(settings, &format!("{way}_concurrency"));
    let is_good = (0..=64).contains(&count);
    needs(is_good, &format!("invalid {spoken} concurrency: {count}"))
}

fn trim(settings: &mut Object) {
    for name in ["storage_class", "acl"] {
        if let Some(Json::String(value)) = settings.get_mut(name) {
            *value = value.trim().to_owned();
        }
    }
}

fn check_gcs(settings: &mut Object) -> Result<(), String> {
    let is_automatic = number(settings, "automatic_credentials") == 1;
    if is_automatic {
        settings.remove("credentials");
    }
    let has_bucket = !text(settings, "bucket").is_empty();
    needs(has_bucket, "bucket cannot be empty")?;
    settle_prefix(settings)?;
    check_secret(settings, "credentials", "credentials")?;
    let is_known = is_automatic || is_secret_set(settings, "credentials");
    needs(is_known, "invalid credentials")?;
    trim(settings);
    for name in ["upload_part_size", "upload_part_max_time"] {
        if number(settings, name) < 0 {
            settings.remove(name);
        }
    }
    Ok(())
}

fn check_azure(settings: &mut Object) -> Result<(), String> {
    const TIERS: [&str; 4] = ["", "Archive", "Hot", "Cool"];
    let has_address = is_secret_set(settings, "sas_url");
    let has = |name: &str| !text(settings, name).is_empty();
    needs(has_address || has("container"), "container cannot be empty")?;
    check_secret(settings, "sas_url", "sas_url")?;
    if !has_address {
        let has_key = !part(settings.get("account_key"), "payload").is_empty();
        needs(
            has("account_name") && has_key,
            "credentials cannot be empty or invalid",
        )?;
        check_secret(settings, "account_key", "account_key")?;
    }
    settle_prefix(settings)?;
    for way in ["upload", "download"] {
        let size = number(settings, &format!("{way}_part_size"));
        let is_good = (0..=100).contains(&size);
        needs(is_good, &format!("invalid {way} part size: {size}"))?;
        // The real text speaks of uploads both times.
        check_concurrency(settings, way, "upload")?;
    }
    let tier = text(settings, "access_tier");
    needs(
        TIERS.contains(&tier),
        &format!(
            "invalid access tier {}, valid values: \"''{}\"",
            quote(tier),
            TIERS.join(", ")
        ),
    )
}

fn check_sftp(settings: &mut Object) -> Result<(), String> {
    let endpoint = text(settings, "endpoint").to_owned();
    needs(!endpoint.is_empty(), "endpoint cannot be empty")?;
    if !endpoint.contains(':') {
        settings.insert("endpoint".to_owned(), json!(format!("{endpoint}:22")));
    }
    let has_name = !text(settings, "username").is_empty();
    needs(has_name, "username cannot be empty")?;
    let is_good = (0..=16).contains(&number(settings, "buffer_size"));
    needs(is_good, "invalid buffer_size, valid range is 0-16")?;
    check_equality(settings)?;
    let has_secret = ["password", "private_key"]
        .iter()
        .any(|name| is_secret_set(settings, name));
    needs(has_secret, "credentials cannot be empty")?;
    for (name, spoken) in [
        ("password", "password"),
        ("private_key", "private key"),
        ("key_passphrase", "private key passphrase"),
    ] {
        check_secret(settings, name, spoken)?;
    }
    let prefix = match text(settings, "prefix") {
        "" => "/".to_owned(),
        other => super::paths::clean(&format!("/{other}")),
    };
    settings.insert("prefix".to_owned(), json!(prefix));
    Ok(())
}

fn check_http(settings: &mut Object) -> Result<(), String> {
    let endpoint = text(settings, "endpoint").to_owned();
    needs(!endpoint.is_empty(), "httpfs: endpoint cannot be empty")?;
    let endpoint = endpoint.trim_end_matches('/');
    let is_known = ["http://", "https://"]
        .iter()
        .any(|scheme| endpoint.starts_with(scheme));
    needs(
        is_known,
        "httpfs: invalid endpoint schema: http and https are supported",
    )?;
    settings.insert("endpoint".to_owned(), json!(endpoint));
    check_equality(settings)?;
    for (name, spoken) in [("password", "password"), ("api_key", "API key")] {
        check_secret(settings, name, spoken).map_err(|problem| format!("httpfs: {problem}"))?;
    }
    Ok(())
}

fn check_equality(settings: &Object) -> Result<(), String> {
    let is_good = (0..=1).contains(&number(settings, "equality_check_mode"));
    needs(is_good, "invalid equality_check_mode")
}

/// A prefix without the slash before it and with one behind it.
fn settle_prefix(settings: &mut Object) -> Result<(), String> {
    let prefix = text(settings, "key_prefix");
    if prefix.is_empty() {
        return Ok(());
    }
    let cleaned = super::paths::clean(&format!("/{prefix}"));
    needs(cleaned != "/", "key_prefix cannot be the root")?;
    let prefix = format!("{}/", cleaned.trim_start_matches('/'));
    settings.insert("key_prefix".to_owned(), json!(prefix));
    Ok(())
}
