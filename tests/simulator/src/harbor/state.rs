//! What a Harbor server remembers.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::config::Config;
use super::robots::Robot;
use super::sessions::Session;
use crate::clock::Clock;
use crate::random::Random;

/// The built-in administrator.
pub(crate) const BUILT_IN: i64 = 1;
/// The internal account that is deleted from the start.
pub(crate) const INTERNAL: i64 = 2;
/// The largest id that the database holds.
pub(crate) const MAX_ID: i64 = 2_147_483_647;

/// An account; deleted ones stay (contract 5.7).
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Empty for accounts without one.
    pub(crate) email: String,
    pub(crate) realname: String,
    pub(crate) comment: String,
    pub(crate) password: Option<Password>,
    pub(crate) is_admin: bool,
    pub(crate) is_deleted: bool,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    /// The record of OIDC mode.
    pub(crate) oidc: Option<Oidc>,
}

/// The link between an account and the provider (contract 3.2).
#[derive(Debug, Clone)]
pub(crate) struct Oidc {
    pub(crate) id: i64,
    pub(crate) subject: String,
    pub(crate) secret: String,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
}

/// A stored password; a crowd may share one.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(Arc<str>);

impl Password {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub(crate) fn is(&self, given: &str) -> bool {
        &*self.0 == given
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("***")
    }
}

/// What a new account is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewUser {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) realname: String,
    pub(crate) comment: String,
    pub(crate) password: Option<Password>,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Harbor {
    pub(crate) users: BTreeMap<i64, User>,
    /// Names and e-mails of all rows, deleted ones included: each is unique among them.
    names: HashMap<String, i64>,
    emails: HashMap<String, i64>,
    last_id: i64,
    pub(crate) last_oidc: i64,
    /// Ids of live accounts in the order of their names, until one is added or taken away.
    pub(crate) by_name: Option<Vec<i64>>,
    pub(crate) config: Config,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) robots: Vec<Robot>,
    /// Names that a failed sign-in froze, and until when.
    pub(crate) frozen: HashMap<String, u64>,
    pub(crate) csrf_key: Vec<u8>,
    pub(crate) provider_key: Vec<u8>,
    pub(crate) switches: Switches,
}

/// What a test can set apart from Harbor's own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, with its own name"
)]
pub(crate) struct Switches {
    /// One password hash.
    pub(crate) hash_ms: u64,
    /// The option that keeps no name of a deleted account (contract 5.7).
    pub(crate) keeps_only_checksums: bool,
    /// Releases up to 2.2 answered 401 where later ones crash over nobody (contract 5.12).
    pub(crate) crashes_over_nobody: bool,
    /// Older releases do not know the header that keeps a session from being renewed (contract 5.11).
    pub(crate) knows_quiet_requests: bool,
    /// Releases up to 2.14 let no robot read one account, whatever it may do (contract 1.9).
    pub(crate) lets_robots_read: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            hash_ms: super::HASH_MS,
            keeps_only_checksums: false,
            crashes_over_nobody: true,
            knows_quiet_requests: true,
            lets_robots_read: true,
        }
    }
}

impl Harbor {
    /// A server right after installation, its administrator without a password yet.
    pub(crate) fn new(clock: Clock, random: &mut Random) -> Self {
        let mut harbor = Self {
            users: BTreeMap::new(),
            names: HashMap::new(),
            emails: HashMap::new(),
            last_id: 0,
            last_oidc: 0,
            by_name: None,
            config: Config::default(),
            sessions: HashMap::new(),
            robots: Vec::new(),
            frozen: HashMap::new(),
            csrf_key: random.bytes(32),
            provider_key: random.bytes(32),
            switches: Switches::default(),
        };
        harbor.settle_in("admin", "system admin", "admin user", true, clock);
        harbor.settle_in(
            "anonymous",
            "anonymous user",
            "anonymous user",
            false,
            clock,
        );
        if let Some(internal) = harbor.users.get_mut(&INTERNAL) {
            internal.is_deleted = true;
        }
        harbor
    }

    fn settle_in(&mut self, name: &str, realname: &str, comment: &str, is_admin: bool, at: Clock) {
        let new = NewUser {
            name: name.to_owned(),
            realname: realname.to_owned(),
            comment: comment.to_owned(),
            ..NewUser::default()
        };
        if let Some(id) = self.add(new, at.now_ms())
            && let Some(user) = self.users.get_mut(&id)
        {
            user.is_admin = is_admin;
        }
    }

    /// A live account.
    pub(crate) fn live(&self, id: i64) -> Option<&User> {
        self.users.get(&id).filter(|user| !user.is_deleted)
    }

    /// A live account of exactly that name.
    pub(crate) fn named(&self, name: &str) -> Option<&User> {
        self.live(*self.names.get(name)?)
    }

    /// A live account of exactly that e-mail.
    pub(crate) fn with_email(&self, email: &str) -> Option<&User> {
        self.live(*self.emails.get(email)?)
    }

    /// Adds an account; nothing when name or e-mail is taken, and then an id is used up all the same (3.1).
    pub(crate) fn add(&mut self, new: NewUser, now_ms: u64) -> Option<i64> {
        self.last_id += 1;
        let id = self.last_id;
        if self.names.contains_key(&new.name) || self.emails.contains_key(&new.email) {
            return None;
        }
        self.names.insert(new.name.clone(), id);
        if !new.email.is_empty() {
            self.emails.insert(new.email.clone(), id);
        }
        let user = User {
            id,
            name: new.name,
            email: new.email,
            realname: new.realname,
            comment: new.comment,
            password: new.password,
            is_admin: false,
            is_deleted: false,
            created_ms: now_ms,
            updated_ms: now_ms,
            oidc: None,
        };
        self.users.insert(id, user);
        self.by_name = None;
        Some(id)
    }

    /// Changes an account's e-mail; `false` when another row, live or deleted, has it.
    pub(crate) fn set_email(&mut self, id: i64, email: &str) -> bool {
        if self.emails.get(email).is_some_and(|holder| *holder != id) {
            return false;
        }
        let Some(user) = self.users.get_mut(&id) else {
            return false;
        };
        self.emails.remove(&user.email);
        email.clone_into(&mut user.email);
        if !email.is_empty() {
            self.emails.insert(email.to_owned(), id);
        }
        true
    }

    /// Gives a row another name, as deletion does.
    pub(crate) fn rename(&mut self, id: i64, name: String) {
        if let Some(user) = self.users.get_mut(&id) {
            self.names.remove(&user.name);
            self.names.insert(name.clone(), id);
            user.name = name;
            self.by_name = None;
        }
    }

    /// Ids of live accounts ordered by name.
    pub(crate) fn ids_by_name(&mut self) -> &[i64] {
        let users = &self.users;
        self.by_name.get_or_insert_with(|| {
            let mut ids: Vec<i64> = users
                .values()
                .filter(|user| !user.is_deleted)
                .map(|user| user.id)
                .collect();
            ids.sort_by_cached_key(|id| {
                users
                    .get(id)
                    .map(|user| super::collation::key(&user.name))
                    .unwrap_or_default()
            });
            ids
        })
    }

    /// Accounts that live, the built-in administrator included.
    pub(crate) fn n_live(&self) -> usize {
        self.users.values().filter(|user| !user.is_deleted).count()
    }
}
