//! What tests can set of a server (contract 7).

use serde_json::{Value as Json, json};

use super::shape::string;
use super::state::Sftpgo;
use crate::clock::Clock;
use crate::imitation::switch;
use crate::random::Random;
use crate::toggles::{Line, Takes, Toggles};

const TABLE: &[Line] = &[
    (
        "store",
        Takes::One(&["sqlite", "memory", "bolt"]),
        "words of 409, codes of missing groups, paging of tenants (contract 5.3, 5.6)",
    ),
    (
        "naming_rules",
        Takes::Number(5),
        "1 any letter, 2 lower case, 4 trimmed (contract 5.8)",
    ),
    (
        "base_dir",
        Takes::Text("none"),
        "where homes are made that nobody names, none for nowhere (contract 5.1)",
    ),
    (
        "password_hash",
        Takes::One(&["bcrypt", "argon2id"]),
        "bcrypt takes 72 bytes (contract 5.5)",
    ),
    (
        "user_entropy",
        Takes::Number(0),
        "bits that a user's password must have (contract 5.5)",
    ),
    (
        "admin_entropy",
        Takes::Number(0),
        "bits that an administrator's password must have (contract 5.5)",
    ),
    (
        "token_minutes",
        Takes::Number(20),
        "how long tokens live (contract 1.2)",
    ),
    (
        "token_validation",
        Takes::Number(0),
        "1 any address, 2 tokens end when their account is saved (contract 1.4)",
    ),
    (
        "totp_configs",
        Takes::Number(1),
        "configurations of the second factor, 0 to 3 (contract 2.3)",
    ),
    (
        "mail",
        Takes::One(&["on", "off", "broken"]),
        "whether codes can be sent (contract 2.1, U7)",
    ),
    (
        "rate_limit",
        Takes::NumberOrNone,
        "requests of an address in a second (contract 5.11)",
    ),
    (
        "rate_burst",
        Takes::Number(5),
        "requests that may come at once (contract 5.11)",
    ),
    (
        "parallel_requests",
        Takes::Number(20),
        "requests of an address that may be worked on at once (contract 5.11)",
    ),
    (
        "defender",
        Takes::NumberOrNone,
        "points that ban an address (contract 5.11)",
    ),
    (
        "ban_minutes",
        Takes::Number(30),
        "how long a ban lasts (contract 5.11)",
    ),
    (
        "cors",
        Takes::One(&["off", "panel", "bare"]),
        "panel is the block of contract 1.7 for the origin of cors_origin, bare is CORS and nothing else",
    ),
    (
        "proxy",
        Takes::One(&["raw", "decoding"]),
        "whether a proxy in front decodes paths and encodes them anew (contract 1.8, 5.8)",
    ),
    (
        "trusted_proxy",
        Takes::Flag(false),
        "whether the address in X-Forwarded-For is believed (contract 1.8)",
    ),
    (
        "allowed_host",
        Takes::Text("any"),
        "the only Host that the server answers, any for all (contract 1.8)",
    ),
    (
        "disabled_login_methods",
        Takes::Number(0),
        "16 and 32 passwords, 64 and 128 keys of administrators and users (contract 1.3, 1.5)",
    ),
    (
        "listener",
        Takes::Text("main"),
        "at which of its addresses the server is asked: tokens of one are no good at another (contract 1.4)",
    ),
    (
        "rest_api",
        Takes::Flag(true),
        "whether that address has the interface at all (contract 1.1)",
    ),
    (
        "render_openapi",
        Takes::Flag(true),
        "whether it shows the interface's document (contract 1.6)",
    ),
    (
        "track_quota",
        Takes::Number(2),
        "0 does not count used space (contract 2.5, Q2)",
    ),
    (
        "scan_ms",
        Takes::Number(0),
        "how long a quota scan takes (contract 2.5, Q2)",
    ),
    (
        "server_version",
        Takes::One(&["full", "short"]),
        "what the Server header tells (contract 1.1)",
    ),
    (
        "release",
        Takes::One(super::releases::CHOICES),
        "2.7 is what is being developed; older releases (contract 5.15)",
    ),
];

impl Sftpgo {
    /// A server without anybody.
    pub(crate) fn new(_clock: Clock, random: &mut Random) -> Self {
        Self {
            toggles: Toggles::new(TABLE),
            cors_origin: "https://panel.example".to_owned(),
            signing_key: random.bytes(32),
            users: std::collections::BTreeMap::new(),
            admins: std::collections::BTreeMap::new(),
            groups: std::collections::BTreeMap::new(),
            roles: std::collections::BTreeMap::new(),
            folders: std::collections::BTreeMap::new(),
            keys: std::collections::BTreeMap::new(),
            revoked: std::collections::BTreeSet::new(),
            used_passcodes: Vec::new(),
            resets: Vec::new(),
            mail: Vec::new(),
            connections: Vec::new(),
            n_uploads: 0,
            scans: Vec::new(),
            suspects: std::collections::BTreeMap::new(),
            buckets: std::collections::HashMap::new(),
            open: Vec::new(),
            last_id: 0,
        }
    }

    pub(crate) fn list_switches(&self) -> Vec<Json> {
        let mut all = self.toggles.list("sftpgo");
        all.push(switch(
            "sftpgo",
            "cors_origin",
            &json!(self.cors_origin),
            "the origin that CORS lets in",
        ));
        all.push(switch(
            "sftpgo",
            "begin_upload",
            &Json::Null,
            "{user, protocol, path, size}: a user sends a file and is not done (contract 2.5, C1)",
        ));
        all.push(switch(
            "sftpgo",
            "rename_user",
            &Json::Null,
            "[from, to]: renames an account in the store, past the rules of today (contract 5.8)",
        ));
        all
    }

    pub(crate) fn switch(
        &mut self,
        name: &str,
        value: &Json,
        clock: Clock,
    ) -> Option<Result<(), String>> {
        let wrong = || Some(Err(format!("switch {name} does not take {value}")));
        match name {
            "cors_origin" => {
                let Some(origin) = value.as_str() else {
                    return wrong();
                };
                origin.clone_into(&mut self.cors_origin);
                Some(Ok(()))
            }
            "begin_upload" => {
                let text = |member: &str| value.get(member).and_then(Json::as_str);
                let size = value.get("size").and_then(Json::as_u64);
                let (Some(user), Some(protocol), Some(path), Some(size)) =
                    (text("user"), text("protocol"), text("path"), size)
                else {
                    return wrong();
                };
                if !self.users.contains_key(user) {
                    return Some(Err(format!("there is no user {user}")));
                }
                self.begin_upload(user, protocol, path, size, clock.now_ms());
                Some(Ok(()))
            }
            "rename_user" => {
                let at = |index: usize| value.get(index).and_then(Json::as_str);
                let (Some(from), Some(to)) = (at(0), at(1)) else {
                    return wrong();
                };
                let Some(person) = self.users.remove(from) else {
                    return Some(Err(format!("there is no user {from}")));
                };
                self.users.insert(to.to_owned(), person);
                for key in self.keys.values_mut() {
                    if super::state::text(&key.data, "user") == from {
                        key.data.insert("user".to_owned(), json!(to));
                    }
                }
                for reset in &mut self.resets {
                    if !reset.is_admin && reset.name == from {
                        to.clone_into(&mut reset.name);
                    }
                }
                Some(Ok(()))
            }
            _ => self.toggles.set(name, value),
        }
    }

    pub(crate) fn version_info(&self) -> String {
        const FEATURES: &str = r#"["+metrics","-azblob","-gcs","-s3","+bolt","-mysql","-pgsql","+sqlite","-unixcrypt","+portable"]"#;
        let mut version = String::new();
        string(&mut version, self.version());
        format!(
            "{{\"version\":{version},\"build_date\":\"\",\"commit_hash\":\"\",\"features\":{FEATURES}}}"
        )
    }

    /// A name as the naming rules convert it, on a save, at sign-in and in paths.
    pub(crate) fn convert(&self, name: &str) -> String {
        let rules = self.toggles.number("naming_rules").unwrap_or(0);
        let trimmed = if rules & 4 != 0 { name.trim() } else { name };
        if rules & 2 != 0 {
            trimmed.to_lowercase()
        } else {
            trimmed.to_owned()
        }
    }
}
