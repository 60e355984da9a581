//! The rules of the filters, of accounts and of groups (contract 3.2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::answer::invalid;
use super::paths::clean;
use super::shape::Object;
use super::state::{flag, number, strings, text};
use super::text::Network;
use super::validate::{once, quote};
use crate::http::Response;

const METHODS: &[&str] = &[
    "publickey",
    "password",
    "password-over-SSH",
    "keyboard-interactive",
    "publickey+password",
    "publickey+keyboard-interactive",
    "TLSCertificate",
    "TLSCertificate+password",
];
const PROTOCOLS: &[&str] = &["SSH", "FTP", "DAV", "HTTP"];
const FACTOR_PROTOCOLS: &[&str] = &["SSH", "FTP", "HTTP"];
const RESTRICTIONS: &[&str] = &[
    "publickey-change-disabled",
    "tls-cert-change-disabled",
    "write-disabled",
    "mfa-disabled",
    "password-change-disabled",
    "api-key-auth-change-disabled",
    "info-change-disabled",
    "shares-disabled",
    "password-reset-disabled",
    "shares-without-password-disabled",
];

/// A list of filters that takes known words only: its name, the words, and how its error begins.
const WORDS: &[(&str, &[&str], &str)] = &[
    ("denied_login_methods", METHODS, "invalid login method: "),
    ("denied_protocols", PROTOCOLS, "invalid denied protocol "),
    (
        "two_factor_protocols",
        FACTOR_PROTOCOLS,
        "invalid two factor protocol ",
    ),
];

/// Checks the filters of an account and puts them into order.
pub(crate) fn settle_filters(given: &mut Object, has_factor: bool) -> Result<(), Response> {
    let Some(filters) = given.get_mut("filters").and_then(Json::as_object_mut) else {
        return Ok(());
    };
    check_filters(filters)?;
    let restricted = |word: &str| strings(filters, "web_client").contains(&word);
    if restricted("mfa-disabled") && has_factor {
        return Err(invalid(
            "two-factor authentication cannot be disabled for a user with an active configuration",
        ));
    }
    if flag(filters, "require_password_change") && restricted("password-change-disabled") {
        return Err(invalid(
            "you cannot require password change and at the same time disallow it",
        ));
    }
    if restricted("mfa-disabled") && !strings(filters, "two_factor_protocols").is_empty() {
        return Err(invalid(
            "you cannot require two-factor authentication and at the same time disallow it",
        ));
    }
    // Nothing here authenticates elsewhere.
    filters.remove("external_auth_cache_time");
    Ok(())
}

/// The filters that accounts and groups share.
pub(crate) fn check_filters(filters: &mut Object) -> Result<(), Response> {
    for (name, word) in [("denied_ip", "denied"), ("allowed_ip", "allowed")] {
        for network in strings(filters, name) {
            if Network::read(network).is_none() {
                return Err(invalid(&format!(
                    "could not parse {word} IP/Mask {}: invalid CIDR address: {network}",
                    quote(network)
                )));
            }
        }
    }
    check_bandwidth(filters)?;
    for name in ["denied_ip", "allowed_ip"] {
        let kept = json!(once(strings(filters, name)));
        filters.insert(name.to_owned(), kept);
    }
    for (name, known, text) in WORDS {
        let given = strings(filters, name);
        let is_everything = matches!(*name, "denied_login_methods" | "denied_protocols")
            && given.len() >= known.len();
        if is_everything {
            return Err(invalid(&format!("invalid {name}")));
        }
        if let Some(unknown) = given.iter().find(|word| !known.contains(word)) {
            return Err(invalid(&format!("{text}{}", quote(unknown))));
        }
    }
    let tls = text(filters, "tls_username");
    if !matches!(tls, "" | "None" | "CommonName") {
        return Err(invalid(&format!("invalid TLS username: {}", quote(tls))));
    }
    let certificates = clean_certificates(strings(filters, "tls_certs"))?;
    filters.insert("tls_certs".to_owned(), json!(certificates));
    let restrictions = strings(filters, "web_client");
    if let Some(unknown) = restrictions
        .iter()
        .find(|word| !RESTRICTIONS.contains(word))
    {
        return Err(invalid(&format!(
            "invalid web client options {}",
            quote(unknown)
        )));
    }
    let (default, most) = (
        number(filters, "default_shares_expiration"),
        number(filters, "max_shares_expiration"),
    );
    if most > 0 && default > most {
        return Err(invalid(&format!(
            "default shares expiration: {default} must be less than or equal to max shares expiration: {most}"
        )));
    }
    let start = text(filters, "start_directory").to_owned();
    if !start.is_empty() {
        let cleaned = clean(&format!("/{start}"));
        let kept = if cleaned == "/" {
            String::new()
        } else {
            cleaned
        };
        filters.insert("start_directory".to_owned(), json!(kept));
    }
    check_periods(filters)?;
    check_patterns(filters)
}

/// Certificates without empty texts; what is no PEM is told from what is no certificate.
pub(crate) fn clean_certificates(given: Vec<&str>) -> Result<Vec<&str>, Response> {
    let mut kept = Vec::new();
    for (index, certificate) in given.into_iter().enumerate() {
        if certificate.is_empty() {
            continue;
        }
        let Some(bytes) = pem(certificate) else {
            return Err(invalid(&format!("invalid TLS certificate {index}")));
        };
        if !is_sequence(&bytes) {
            return Err(invalid(&format!("error parsing TLS certificate {index}")));
        }
        kept.push(certificate);
    }
    Ok(kept)
}

/// The bytes of a PEM block.
fn pem(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (coded, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let coded: String = coded.split_ascii_whitespace().collect();
    STANDARD.decode(coded).ok()
}

/// Whether bytes are one ASN.1 sequence, as every certificate is.
fn is_sequence(bytes: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = bytes else {
        return false;
    };
    if *length < 0x80 {
        return usize::from(*length) == rest.len();
    }
    let width = usize::from(*length & 0x7f);
    let Some((digits, content)) = rest.split_at_checked(width) else {
        return false;
    };
    let said = digits.iter().fold(0_usize, |said, digit| {
        said.wrapping_mul(256).wrapping_add(usize::from(*digit))
    });
    (1..=4).contains(&width) && said == content.len()
}

fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    object
        .get(name)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_object)
}

fn check_bandwidth(filters: &mut Object) -> Result<(), Response> {
    for limit in objects(filters, "bandwidth_limits") {
        let sources = strings(limit, "sources");
        if sources.is_empty() {
            return Err(invalid("no bandwidth limit source specified"));
        }
        if let Some(wrong) = sources.iter().find(|one| Network::read(one).is_none()) {
            return Err(invalid(&format!(
                "could not parse bandwidth limit source {}: invalid CIDR address: {wrong}",
                quote(wrong)
            )));
        }
    }
    let limits = filters
        .get_mut("bandwidth_limits")
        .and_then(Json::as_array_mut);
    for limit in limits.into_iter().flatten().filter_map(Json::as_object_mut) {
        for name in ["upload_bandwidth", "download_bandwidth"] {
            if number(limit, name) < 0 {
                limit.remove(name);
            }
        }
    }
    Ok(())
}

fn check_patterns(filters: &mut Object) -> Result<(), Response> {
    let mut paths: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for pattern in objects(filters, "file_patterns") {
        let path = text(pattern, "path");
        if !path.starts_with('/') {
            return Err(invalid(&format!(
                "invalid path {} for file patterns filter",
                quote(path)
            )));
        }
        let path = clean(path);
        if paths.contains(&path) {
            return Err(invalid(&format!(
                "duplicate file patterns filter for path {}",
                quote(text(pattern, "path"))
            )));
        }
        let sent = quote(text(pattern, "path"));
        let lists = ["allowed_patterns", "denied_patterns"];
        if lists.iter().all(|name| strings(pattern, name).is_empty()) {
            return Err(invalid(&format!(
                "empty file patterns filter for path {sent}"
            )));
        }
        if !(0..=1).contains(&number(pattern, "deny_policy")) {
            return Err(invalid(&format!(
                "invalid deny policy {} for path {sent}",
                number(pattern, "deny_policy"),
            )));
        }
        let mut new = pattern.clone();
        for name in lists {
            let given = strings(pattern, name);
            if let Some(wrong) = given.iter().find(|one| !is_shell_pattern(one)) {
                return Err(invalid(&format!(
                    "invalid file pattern filter {}",
                    quote(wrong)
                )));
            }
            let lower: Vec<String> = given.into_iter().map(str::to_lowercase).collect();
            let lower = once(lower.iter().map(String::as_str).collect());
            new.insert(name.to_owned(), json!(lower));
        }
        new.insert("path".to_owned(), json!(path));
        paths.push(path);
        kept.push(Json::Object(new));
    }
    if !kept.is_empty() {
        filters.insert("file_patterns".to_owned(), json!(kept));
    }
    Ok(())
}

/// Whether a shell pattern is well formed: classes are closed and not empty, and nothing ends in a backslash.
fn is_shell_pattern(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        let is_good = match letter {
            '\\' => letters.next().is_some(),
            '[' => is_class(&mut letters),
            _ => true,
        };
        if !is_good {
            return false;
        }
    }
    true
}

/// Reads a class of letters up to its end.
fn is_class(letters: &mut std::str::Chars) -> bool {
    let mut ahead = letters.clone();
    if ahead.next() == Some('^') {
        *letters = ahead;
    }
    let mut count = 0;
    // A letter of a class; a hyphen or a bracket must be escaped to be one.
    let one = |letters: &mut std::str::Chars| match letters.next() {
        None | Some('-' | ']') => false,
        Some('\\') => letters.next().is_some(),
        Some(_) => true,
    };
    loop {
        let mut ahead = letters.clone();
        match ahead.next() {
            Some(']') if count > 0 => {
                *letters = ahead;
                return true;
            }
            _ if !one(letters) => return false,
            _ => {}
        }
        count += 1;
        let mut ahead = letters.clone();
        if ahead.next() == Some('-') {
            *letters = ahead;
            if !one(letters) {
                return false;
            }
        }
    }
}

fn check_periods(filters: &Object) -> Result<(), Response> {
    let is_time = |text: &str| {
        text.split_once(':').is_some_and(|(hours, minutes)| {
            hours.len() == 2
                && minutes.len() == 2
                && hours.parse::<u8>().is_ok_and(|hours| hours < 24)
                && minutes.parse::<u8>().is_ok_and(|minutes| minutes < 60)
        })
    };
    for period in objects(filters, "access_time") {
        let day = number(period, "day_of_week");
        if !(0..=6).contains(&day) {
            return Err(invalid(&format!("invalid day of week: {day}")));
        }
        let (from, to) = (text(period, "from"), text(period, "to"));
        if !is_time(from) || !is_time(to) {
            return Err(invalid("invalid time of day. Supported format: HH:MM"));
        }
        if to <= from {
            return Err(invalid(
                "invalid time of day. The end time cannot be earlier than the start time",
            ));
        }
    }
    Ok(())
}
