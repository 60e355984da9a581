//! What an Alauda installation remembers.

use std::collections::HashMap;

use md5::{Digest, Md5};
use serde_json::{Map, Value as Json, json};

use super::switches::TABLE;
use super::times::{rfc3339, spelled};
use crate::clock::Clock;
use crate::random::Random;
use crate::toggles::Toggles;

/// A user of any source (contract 3.1).
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the platform's own flags, each of which is shown by itself"
)]
pub(crate) struct User {
    /// `metadata.name`, which is not the login name.
    pub(crate) name: String,
    pub(crate) uid: String,
    pub(crate) version: u64,
    pub(crate) created_s: u64,
    /// The login identifier, which need not be an address.
    pub(crate) email: String,
    /// The display name.
    pub(crate) username: String,
    pub(crate) mail: String,
    pub(crate) mobile: String,
    pub(crate) account: String,
    /// In the clear here; only local users have one.
    pub(crate) password: Option<String>,
    pub(crate) connector_type: String,
    pub(crate) connector_name: String,
    pub(crate) connector_id: String,
    pub(crate) is_admin: bool,
    pub(crate) is_disabled: bool,
    pub(crate) state: String,
    pub(crate) is_valid: bool,
    pub(crate) errors: u32,
    /// After five failures, for twenty minutes.
    pub(crate) locked_until_s: u64,
    pub(crate) expired: Option<(String, String)>,
    pub(crate) last_login_s: Option<u64>,
    pub(crate) groups: Vec<String>,
    pub(crate) extra: Map<String, Json>,
    /// Members that the platform keeps without knowing them.
    pub(crate) rest: Map<String, Json>,
    /// Taken out of the lists; the name stays taken.
    pub(crate) is_deleted: bool,
}

impl User {
    /// Whether passwords are this installation's own matter.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.connector_type.as_str(), "" | "local")
    }
}

/// A token that was given out, and its record.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The name of its record.
    pub(crate) record: String,
    pub(crate) owner: String,
    pub(crate) text: String,
    pub(crate) description: String,
    pub(crate) issued_s: u64,
    /// 0 for no end.
    pub(crate) ends_s: u64,
    /// Of a login: it has no record.
    pub(crate) is_session: bool,
}

/// A role of a user (contract 3.5).
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    pub(crate) name: String,
    pub(crate) subjects: Vec<String>,
    pub(crate) role: String,
    pub(crate) scope: String,
    pub(crate) constraint: Json,
    pub(crate) created_s: u64,
}

/// A user group.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) users: Vec<String>,
    /// Set for one that a directory keeps: id and type.
    pub(crate) connector: Option<(String, String)>,
    pub(crate) created_s: u64,
}

/// What somebody may do (contract 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Project and namespace administrators, developers, and people without a role.
    Ordinary,
    /// Sees everything.
    Auditor,
    /// Does everything.
    Administrator,
}

/// A login that is between its steps (contract 1.3).
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    pub(crate) state: String,
    pub(crate) request: String,
    pub(crate) cookie: String,
    pub(crate) code: String,
    pub(crate) user: Option<usize>,
}

/// Everything behind one address.
#[derive(Debug)]
pub(crate) struct Alauda {
    pub(crate) switches: Toggles,
    pub(crate) users: Vec<User>,
    pub(crate) by_name: HashMap<String, usize>,
    pub(crate) by_email: HashMap<String, usize>,
    pub(crate) tokens: Vec<Token>,
    /// Revoked tokens that still pass for a while.
    pub(crate) lingering: Vec<(Token, u64)>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) groups: Vec<Group>,
    /// Stamps of password keys, as given out.
    pub(crate) stamps: Vec<u64>,
    /// Stamps of keys that are for one login only.
    pub(crate) login_stamps: Vec<u64>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) version: u64,
    pub(crate) changes: u64,
    /// The last list that was put in order: what was asked, and the users.
    pub(crate) kept: Option<(String, Vec<usize>)>,
}

/// Bytes as two digits each.
fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS.get(usize::from(half)).copied().unwrap_or(b'0'));
    let mut text = String::with_capacity(32);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

/// The name that the platform gives a record: the MD5 of the login identifier (contract 3.2).
pub(crate) fn md5_name(email: &str) -> String {
    hex(Md5::digest(email.as_bytes()))
}

/// The other reading of names: something that looks like the login (contract 5.1, 9).
fn plain_name(email: &str) -> String {
    let name: String = email
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    name.trim_matches('-').to_owned()
}

impl Alauda {
    /// An installation without users.
    pub(crate) fn new(_clock: Clock, _random: &mut Random) -> Self {
        Self {
            switches: Toggles::new(TABLE),
            users: Vec::new(),
            by_name: HashMap::new(),
            by_email: HashMap::new(),
            tokens: Vec::new(),
            lingering: Vec::new(),
            bindings: Vec::new(),
            groups: Vec::new(),
            stamps: Vec::new(),
            login_stamps: Vec::new(),
            flows: Vec::new(),
            version: 1000,
            changes: 0,
            kept: None,
        }
    }

    /// Forgets what has ended.
    pub(crate) fn settle(&mut self, clock: Clock) {
        let now = clock.now_ms();
        self.lingering.retain(|(_, until)| *until > now);
        let life = self.switches.number("key_life_s").unwrap_or(300);
        let now_s = clock.now_s();
        self.stamps.retain(|given| given + life > now_s);
        self.login_stamps.retain(|given| given + life > now_s);
    }

    /// Adds a user; whether the name is free was asked before.
    pub(crate) fn add_user(&mut self, mut user: User) -> usize {
        self.version += 1;
        user.version = self.version;
        let place = self.users.len();
        self.by_name.insert(user.name.clone(), place);
        self.by_email.insert(user.email.clone(), place);
        self.users.push(user);
        place
    }

    /// A user of this name whom anybody can see.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let place = self.by_name.get(name).copied()?;
        let is_shown = self.switches.is("deleted_users", "listed")
            || self.users.get(place).is_some_and(|user| !user.is_deleted);
        is_shown.then_some(place)
    }

    /// The name of a new record, in the reading that is chosen.
    pub(crate) fn name_of(&self, email: &str) -> String {
        if self.switches.is("names", "plain") {
            plain_name(email)
        } else {
            md5_name(email)
        }
    }

    /// Gives all records the names of the reading that is chosen.
    pub(crate) fn rename_all(&mut self) {
        let mut names = HashMap::new();
        let mut renamed = HashMap::new();
        for place in 0..self.users.len() {
            let Some(user) = self.users.get(place) else {
                continue;
            };
            let mut name = self.name_of(&user.email);
            if name.is_empty() || names.contains_key(&name) {
                name = format!("user-{place}");
            }
            names.insert(name.clone(), place);
            if let Some(user) = self.users.get_mut(place) {
                renamed.insert(std::mem::replace(&mut user.name, name.clone()), name);
            }
        }
        let new = |old: &mut String| {
            if let Some(name) = renamed.get(old) {
                old.clone_from(name);
            }
        };
        self.by_name = names;
        self.changes += 1;
        self.tokens
            .iter_mut()
            .for_each(|token| new(&mut token.owner));
        self.bindings
            .iter_mut()
            .flat_map(|binding| binding.subjects.iter_mut())
            .for_each(new);
        self.groups
            .iter_mut()
            .flat_map(|group| group.users.iter_mut())
            .for_each(new);
    }

    /// What somebody may do, by bindings; the initial administrator needs none.
    pub(crate) fn role_of(&self, user: &User) -> Role {
        if user.is_admin {
            return Role::Administrator;
        }
        self.bindings
            .iter()
            .filter(|binding| binding.scope == "platform" && binding.subjects.contains(&user.name))
            .map(|binding| match binding.role.as_str() {
                "platform-admin-system" => Role::Administrator,
                "platform-auditor-system" => Role::Auditor,
                _ => Role::Ordinary,
            })
            .max()
            .unwrap_or(Role::Ordinary)
    }

    /// A user as answers show it.
    pub(crate) fn user_json(&self, user: &User, is_list: bool) -> Json {
        let spec = self.spec_json(user);
        if is_list && self.switches.is("list_items", "sparse") {
            return json!({"metadata": {"name": user.name}, "spec": spec});
        }
        json!({
            "apiVersion": "auth.alauda.io/v1",
            "kind": "User",
            "metadata": {
                "name": user.name,
                "uid": user.uid,
                "resourceVersion": user.version.to_string(),
                "creationTimestamp": rfc3339(user.created_s),
                "labels": labels(user),
                "annotations": self.annotations(user),
            },
            "spec": spec,
            "status": {},
        })
    }

    /// Older servers repeat the display name (contract 3.1).
    fn annotations(&self, user: &User) -> Json {
        if self.switches.is_on("old_members") {
            json!({"alauda.io/display-name": user.username})
        } else {
            json!({})
        }
    }

    fn spec_json(&self, user: &User) -> Json {
        let mut spec = user.rest.clone();
        let mut put = |name: &str, value: Json| {
            spec.insert(name.to_owned(), value);
        };
        put("email", json!(user.email));
        put("username", json!(user.username));
        put("connector_type", json!(user.connector_type));
        put("connector_name", json!(user.connector_name));
        put("is_admin", json!(user.is_admin));
        put("extra", json!(user.extra));
        put("valid", json!(user.is_valid));
        put("groups", json!(user.groups));
        // What is empty is left out, as the platform's language does.
        for (name, text) in [
            ("mail", &user.mail),
            ("mobile", &user.mobile),
            ("account", &user.account),
            ("connector_id", &user.connector_id),
            ("state", &user.state),
        ] {
            if !text.is_empty() {
                put(name, json!(text));
            }
        }
        if user.is_disabled {
            put("is_disabled", json!(true));
        }
        if user.errors > 0 {
            put("continuity_errors", json!(user.errors));
        }
        if !user.is_local() {
            put(
                "ids",
                json!([{"id": user.email, "type": user.connector_type}]),
            );
        }
        match &user.expired {
            Some((begin, end)) => put("expired", json!({"begin": begin, "end": end})),
            None => match self.switches.choice("permanent") {
                "null" => put("expired", Json::Null),
                "empty" => put("expired", json!({"begin": "", "end": ""})),
                _ => {}
            },
        }
        match user.last_login_s {
            Some(at) if self.switches.is("time_form", "spelled") => {
                put("last_login_time", json!(spelled(at)));
            }
            Some(at) => put("last_login_time", json!(rfc3339(at))),
            None => match self.switches.choice("never") {
                "empty" => put("last_login_time", json!("")),
                "null" => put("last_login_time", Json::Null),
                "year_one" => put("last_login_time", json!("0001-01-01T00:00:00Z")),
                _ => {}
            },
        }
        if self.switches.is_on("password_echo")
            && let Some(password) = &user.password
        {
            put("password", json!(format!("$2a$10${}", md5_name(password))));
        }
        if self.switches.is_on("old_members") {
            put("status", json!(user.state));
            put("login_failture_times", json!(user.errors));
        }
        Json::Object(spec)
    }
}

/// The labels that the platform mirrors (contract 3.1).
pub(crate) fn labels(user: &User) -> Json {
    let encoded = hex(user.username.bytes().take(31));
    json!({
        "auth.cpaas.io/user.connector_id": user.connector_id,
        "auth.cpaas.io/user.connector_type": user.connector_type,
        "auth.cpaas.io/user.email": md5_name(&user.email),
        "auth.cpaas.io/user.state": user.state,
        "auth.cpaas.io/user.username": encoded,
        "auth.cpaas.io/user.valid": user.is_valid.to_string(),
    })
}
