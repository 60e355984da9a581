//! What a server remembers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use md5::Md5;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256, Sha512};

use super::shape::Object;
use super::text::Network;
use crate::random::Random;
use crate::toggles::Toggles;

/// One server.
#[derive(Debug)]
pub(crate) struct Sftpgo {
    pub(crate) toggles: Toggles,
    /// The origin that CORS lets in.
    pub(crate) cors_origin: String,
    /// Signs tokens; new at every start.
    pub(crate) signing_key: Vec<u8>,
    pub(crate) users: BTreeMap<String, Person>,
    pub(crate) admins: BTreeMap<String, Person>,
    pub(crate) groups: BTreeMap<String, Record>,
    pub(crate) roles: BTreeMap<String, Record>,
    pub(crate) folders: BTreeMap<String, Record>,
    pub(crate) keys: BTreeMap<String, ApiKey>,
    /// Ids of tokens that ended early.
    pub(crate) revoked: BTreeSet<String>,
    /// Passcodes that were used, with their secret, until when they are remembered.
    pub(crate) used_passcodes: Vec<(String, String, u64)>,
    pub(crate) resets: Vec<Reset>,
    pub(crate) mail: Vec<Json>,
    pub(crate) connections: Vec<Connection>,
    /// Uploads begun so far.
    pub(crate) n_uploads: u64,
    /// Scans that run: account, when they began, when they end.
    pub(crate) scans: Vec<(String, u64, u64)>,
    pub(crate) suspects: BTreeMap<String, Suspect>,
    /// Tokens left of each address's bucket, and when that was counted.
    pub(crate) buckets: HashMap<String, (f64, u64)>,
    /// Requests that are worked on: address, until when.
    pub(crate) open: Vec<(String, u64)>,
    /// The last id of an account on a store that never gives one twice.
    pub(crate) last_id: i64,
}

/// An account of either table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) id: i64,
    /// Everything that a save replaces; members at rest are left out.
    pub(crate) settings: Object,
    /// The hash, empty for none.
    pub(crate) password: String,
    pub(crate) factor: Factor,
    pub(crate) usage: Usage,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
    pub(crate) last_login: u64,
    pub(crate) last_password_change: u64,
}

/// What an account has used.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) size: i64,
    pub(crate) files: i64,
    pub(crate) uploaded: i64,
    pub(crate) downloaded: i64,
    pub(crate) updated_at: u64,
}

/// A second factor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factor {
    pub(crate) enabled: bool,
    pub(crate) config: String,
    pub(crate) secret: Option<Sealed>,
    pub(crate) protocols: Vec<String>,
    /// Recovery codes, and whether each is used.
    pub(crate) codes: Vec<(Sealed, bool)>,
}

/// A secret with what the store keeps of it.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    pub(crate) plain: String,
    pub(crate) stored: Json,
}

/// A group, a role or a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) id: i64,
    pub(crate) data: Object,
}

/// An API key.
#[derive(Debug, Clone, Default)]
pub(crate) struct ApiKey {
    pub(crate) data: Object,
    /// The digest of the part behind the dot.
    pub(crate) digest: String,
    pub(crate) last_use_at: u64,
}

/// A code that may set a new password.
#[derive(Debug, Clone)]
pub(crate) struct Reset {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) is_admin: bool,
    pub(crate) until: u64,
}

/// A file session.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) shown: Json,
}

/// An address that the defender watches.
#[derive(Debug, Clone, Default)]
pub(crate) struct Suspect {
    /// When it did something, and how many points that was.
    pub(crate) events: Vec<(u64, u64)>,
    pub(crate) banned_until: u64,
}

/// A secret as a store keeps it.
pub(crate) fn seal(plain: &str, owner: &str, random: &mut Random) -> Sealed {
    // Nonce, tag and the text itself: as long as the real thing.
    let payload = base64::engine::general_purpose::STANDARD.encode(random.bytes(plain.len() + 40));
    let key = hex(&random.bytes(32));
    Sealed {
        plain: plain.to_owned(),
        stored: json!({
            "status": "Secretbox", "payload": payload, "key": key, "additional_data": owner
        }),
    }
}

/// Bytes as lower-case digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Beginnings of strings that the server takes for hashes (contract 5.5).
const HASHES: &[&str] = &[
    "$argon2id$",
    "$2a$",
    "$pbkdf2-sha1$",
    "$pbkdf2-sha256$",
    "$pbkdf2-sha512$",
    "$pbkdf2-b64salt-sha256$",
    "$1$",
    "$apr1$",
    "$5$",
    "$6$",
    "$y$",
    "{MD5}",
    "{SHA256}",
    "{SHA512}",
];

/// Whether a password is stored as it is.
pub(crate) fn is_hash(text: &str) -> bool {
    HASHES.iter().any(|start| text.starts_with(start))
}

/// A password at rest: it looks like a real hash, and only this simulator can check it.
pub(crate) fn hash(password: &str, is_argon: bool, random: &mut Random) -> String {
    let start = if is_argon {
        "$argon2id$v=19$m=65536,t=1,p=2$"
    } else {
        "$2a$10$"
    };
    let salt: String = STANDARD_NO_PAD
        .encode(random.bytes(18))
        .chars()
        .take(22)
        .collect();
    digest(start, &salt, password)
}

fn digest(start: &str, salt: &str, password: &str) -> String {
    let sum = Sha256::new()
        .chain_update(salt.as_bytes())
        .chain_update(password.as_bytes())
        .finalize();
    let sum: String = STANDARD_NO_PAD.encode(sum).chars().take(31).collect();
    format!("{start}{salt}{sum}")
}

/// Whether a password belongs to a hash.
pub(crate) fn is_password(stored: &str, password: &str) -> bool {
    let is_of = |mark: &str, digest: &[u8]| stored.strip_prefix(mark) == Some(&hex(digest));
    let bytes = password.as_bytes();
    if is_of("{MD5}", &Md5::digest(bytes))
        || is_of("{SHA256}", &Sha256::digest(bytes))
        || is_of("{SHA512}", &Sha512::digest(bytes))
    {
        return true;
    }
    let Some(at) = stored.len().checked_sub(53) else {
        return false;
    };
    let (Some(start), Some(salt)) = (stored.get(..at), stored.get(at..at + 22)) else {
        return false;
    };
    is_hash(stored) && digest(start, salt, password) == stored
}

/// A string of an object, empty when it is not there.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// An integer of an object, 0 when it is not there.
pub(crate) fn number(object: &Object, name: &str) -> i64 {
    object.get(name).and_then(Json::as_i64).unwrap_or(0)
}

/// A truth value of an object, false when it is not there.
pub(crate) fn flag(object: &Object, name: &str) -> bool {
    object.get(name).and_then(Json::as_bool).unwrap_or(false)
}

/// The strings of a list.
pub(crate) fn strings<'a>(object: &'a Object, name: &str) -> Vec<&'a str> {
    object
        .get(name)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect()
}

/// An object inside an object.
pub(crate) fn inner<'a>(object: &'a Object, name: &str) -> Option<&'a Object> {
    object.get(name).and_then(Json::as_object)
}

/// A time as the platform's integers hold it.
pub(crate) fn ms(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl Person {
    pub(crate) fn is_enabled(&self) -> bool {
        number(&self.settings, "status") == 1
    }

    pub(crate) fn filter(&self, name: &str) -> Option<&Json> {
        self.settings.get("filters")?.get(name)
    }

    pub(crate) fn has_filter(&self, name: &str) -> bool {
        self.filter(name).and_then(Json::as_bool) == Some(true)
    }

    pub(crate) fn filter_list(&self, name: &str) -> Vec<&str> {
        inner(&self.settings, "filters").map_or_else(Vec::new, |filters| strings(filters, name))
    }

    pub(crate) fn set_filter(&mut self, name: &str, value: Json) {
        let filters = self
            .settings
            .entry("filters")
            .or_insert_with(|| json!({}))
            .as_object_mut();
        if let Some(filters) = filters {
            filters.insert(name.to_owned(), value);
        }
    }

    pub(crate) fn role(&self) -> &str {
        text(&self.settings, "role")
    }

    /// The groups of a kind: 1 primary, 2 secondary, 3 membership only.
    pub(crate) fn groups(&self, kind: i64) -> Vec<&str> {
        self.settings
            .get("groups")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_object)
            .filter(|mapping| number(mapping, "type") == kind)
            .map(|mapping| text(mapping, "name"))
            .collect()
    }

    /// When a sign-in is noted: at most every ten minutes.
    pub(crate) fn note_login(&mut self, now_ms: u64) {
        if self.last_login == 0 || now_ms >= self.last_login + 600_000 {
            self.last_login = now_ms;
        }
    }
}

impl Sftpgo {
    /// The group's settings.
    pub(crate) fn group_settings(&self, name: &str) -> Option<&Object> {
        inner(&self.groups.get(name)?.data, "user_settings")
    }

    /// A list option with what the primary and the secondary groups add (contract 5.14).
    pub(crate) fn effective_list(&self, person: &Person, name: &str) -> Vec<String> {
        let mut found: Vec<String> = person
            .filter_list(name)
            .into_iter()
            .map(str::to_owned)
            .collect();
        for kind in [1, 2] {
            for group in person.groups(kind) {
                let filters = self
                    .group_settings(group)
                    .and_then(|settings| inner(settings, "filters"));
                for one in filters.map_or_else(Vec::new, |filters| strings(filters, name)) {
                    if !found.iter().any(|known| known == one) {
                        found.push(one.to_owned());
                    }
                }
            }
        }
        found
    }

    /// A limit, where 0 is none and is filled by the primary group (contract 5.14).
    pub(crate) fn effective_number(&self, person: &Person, name: &str) -> i64 {
        let own = number(&person.settings, name);
        if own > 0 {
            return own;
        }
        person
            .groups(1)
            .first()
            .and_then(|group| self.group_settings(group))
            .map_or(0, |settings| number(settings, name))
    }

    /// Whether an account's space is limited.
    pub(crate) fn has_quota(&self, person: &Person) -> bool {
        ["quota_size", "quota_files"]
            .iter()
            .any(|name| self.effective_number(person, name) > 0)
    }

    /// The instant from which an account is expired, 0 for never.
    pub(crate) fn effective_expiration(&self, person: &Person) -> i64 {
        let own = number(&person.settings, "expiration_date");
        if own > 0 {
            return own;
        }
        let days = person
            .groups(1)
            .first()
            .and_then(|group| self.group_settings(group))
            .map_or(0, |settings| number(settings, "expires_in"));
        if days > 0 {
            ms(person.created_at) + days * 86_400_000
        } else {
            0
        }
    }

    /// Whether an account is switched on and neither expired nor outside of its hours.
    pub(crate) fn may_sign_in(&self, person: &Person, now_ms: u64) -> bool {
        let expires = self.effective_expiration(person);
        person.is_enabled() && (expires <= 0 || expires > ms(now_ms)) && is_open(person, now_ms)
    }

    /// Whether an account may come from an address: an allowed network wins over a denied one.
    pub(crate) fn may_come_from(&self, person: &Person, address: &str) -> bool {
        let holds = |name: &str| {
            self.effective_list(person, name)
                .iter()
                .filter_map(|network| Network::read(network))
                .any(|network| network.holds(address))
        };
        if !self.effective_list(person, "allowed_ip").is_empty() {
            return holds("allowed_ip");
        }
        !holds("denied_ip")
    }

    /// The id of the next account of a table.
    pub(crate) fn next_id<'a>(&mut self, ids: impl Iterator<Item = &'a i64>) -> i64 {
        let highest = ids.max().copied().unwrap_or(0);
        if self.toggles.is("store", "bolt") {
            self.last_id = self.last_id.max(highest) + 1;
            return self.last_id;
        }
        highest + 1
    }
}

/// Whether one of an account's hours, if it has any, is now; they are judged in UTC.
fn is_open(person: &Person, now_ms: u64) -> bool {
    let Some(periods) = person.filter("access_time").and_then(Json::as_array) else {
        return true;
    };
    let minutes = now_ms / 60_000;
    // The first day of 1970 was a Thursday.
    let day = (minutes / 1440 + 4) % 7;
    let clock = format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    periods.is_empty()
        || periods.iter().filter_map(Json::as_object).any(|period| {
            number(period, "day_of_week") == ms(day)
                && (text(period, "from")..=text(period, "to")).contains(&clock.as_str())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_only() {
        let mut random = Random::new(1);
        for is_argon in [false, true] {
            let stored = hash("correct horse", is_argon, &mut random);
            assert!(is_hash(&stored) && is_password(&stored, "correct horse"));
            assert!(!is_password(&stored, "other"));
        }
        assert!(!is_password("$1$summer2026", "$1$summer2026"));
        let known = "{MD5}5f4dcc3b5aa765d61d8327deb882cf99";
        assert!(is_password(known, "password") && !is_password(known, "other"));
    }
}
