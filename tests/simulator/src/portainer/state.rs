//! What a Portainer server remembers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::HASH_MS;
use super::limiter::Limiter;
use super::settings::Settings;
use crate::clock::Clock;
use crate::random::Random;

/// An account (contract 3.2).
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) role: i64,
    pub(crate) password: Option<Password>,
    pub(crate) token_issue_at: u64,
    pub(crate) theme: String,
    pub(crate) use_cache: bool,
    /// Accounts that directory sign-in made carry sixteen flags that nothing reads.
    pub(crate) is_from_directory: bool,
}

impl User {
    pub(crate) fn is_admin(&self) -> bool {
        self.role == ADMINISTRATOR
    }

    pub(crate) fn has_password(&self, given: &str) -> bool {
        self.password
            .as_ref()
            .is_some_and(|password| password.is(given))
    }
}

/// A stored password: what bcrypt looks at of it, its first 72 bytes (contract 5.4).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(Arc<[u8]>);

impl Password {
    /// The longest password that can be stored, in bytes.
    pub(crate) const MAX: usize = 72;

    /// `None` when it is too long to be hashed.
    pub(crate) fn new(text: &str) -> Option<Self> {
        (text.len() <= Self::MAX).then(|| Self(text.as_bytes().into()))
    }

    fn is(&self, given: &str) -> bool {
        let given = given.as_bytes();
        given.get(..Self::MAX).unwrap_or(given) == &*self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("***")
    }
}

/// `Role` of an administrator.
pub(crate) const ADMINISTRATOR: i64 = 1;
/// `Role` of everybody else.
pub(crate) const REGULAR: i64 = 2;
/// `Role` of a membership that leads.
pub(crate) const LEADER: i64 = 1;

/// An API key (contract 3.4).
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) id: i64,
    pub(crate) user: i64,
    pub(crate) description: String,
    pub(crate) prefix: String,
    pub(crate) digest: String,
    pub(crate) created_s: u64,
    pub(crate) last_used_s: u64,
}

/// An account in a team.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Membership {
    pub(crate) id: i64,
    pub(crate) user: i64,
    pub(crate) team: i64,
    pub(crate) role: i64,
}

/// A write of a whole account that ends when its password is hashed (contract 5.10).
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) due_ms: u64,
    pub(crate) user: User,
}

/// Which releases' CSRF checks are imitated (contract 1.5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum CsrfProfile {
    /// 2.23: cookie and token only.
    #[default]
    Token,
    /// From 2.27.7: also where the request comes from.
    Origin,
    /// From 2026: one that does not say where it comes from is refused too.
    Named,
}

/// What logout does without a live JWT in the cookie (contract 2.2, E2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum LogoutProfile {
    /// The handler crashes and leaves a lock behind.
    #[default]
    Crash,
    /// Later releases: 204.
    Fixed,
}

/// What a test can set apart from Portainer's own settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Switches {
    /// See [`CsrfProfile`].
    pub(crate) csrf: CsrfProfile,
    /// Hosts that later releases let in besides their own, with commas between them.
    pub(crate) trusted_origins: String,
    /// Whether clients speak TLS with the server; later releases then look at `Referer` too.
    pub(crate) has_tls: bool,
    /// See [`LogoutProfile`].
    pub(crate) logout: LogoutProfile,
    /// Whether an identity provider answers: it takes every code but `bad` for the name of an account.
    pub(crate) has_provider: bool,
    /// The one password that the directory of LDAP mode knows for every name; without it the directory is down.
    pub(crate) directory_password: Option<String>,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Portainer {
    pub(crate) users: BTreeMap<i64, User>,
    pub(crate) keys: BTreeMap<i64, Key>,
    pub(crate) keys_by_digest: HashMap<String, i64>,
    pub(crate) teams: BTreeMap<i64, String>,
    pub(crate) memberships: BTreeMap<i64, Membership>,
    pub(crate) last_user: i64,
    pub(crate) last_key: i64,
    pub(crate) last_team: i64,
    pub(crate) last_membership: i64,
    pub(crate) settings: Settings,
    pub(crate) switches: Switches,
    pub(crate) instance_id: String,
    pub(crate) signing_key: Vec<u8>,
    pub(crate) csrf_key: Vec<u8>,
    pub(crate) revoked: BTreeSet<String>,
    pub(crate) limiter: Limiter,
    pub(crate) pending: Vec<Pending>,
    pub(crate) started_s: u64,
    /// When the first run ends; gone once an administrator was made or seen.
    pub(crate) first_run_ends_ms: Option<u64>,
    /// Locks that crashed logouts left in the backup gate.
    pub(crate) leaked_locks: u32,
    pub(crate) is_backup_stuck: bool,
    /// Creations run one at a time.
    pub(crate) creation_free_ms: u64,
}

/// How long a server waits for its first administrator (contract 1.3).
const FIRST_RUN_MS: u64 = 5 * 60 * 1000;

impl Portainer {
    /// A server on an empty data folder.
    pub(crate) fn new(clock: Clock, random: &mut Random) -> Self {
        Self {
            users: BTreeMap::new(),
            keys: BTreeMap::new(),
            keys_by_digest: HashMap::new(),
            teams: BTreeMap::new(),
            memberships: BTreeMap::new(),
            last_user: 0,
            last_key: 0,
            last_team: 0,
            last_membership: 0,
            settings: Settings::default(),
            switches: Switches::default(),
            instance_id: random.uuid(),
            signing_key: random.bytes(32),
            csrf_key: random.bytes(32),
            revoked: BTreeSet::new(),
            limiter: Limiter::default(),
            pending: Vec::new(),
            started_s: clock.now_s(),
            first_run_ends_ms: Some(clock.now_ms() + FIRST_RUN_MS),
            leaked_locks: 0,
            is_backup_stuck: false,
            creation_free_ms: 0,
        }
    }

    /// What a restart does: new signing keys, no revocations, no limits, an open gate (contract 1.5, 5.9, E2).
    pub(super) fn start_anew(&mut self, clock: Clock, random: &mut Random) {
        self.settle(clock);
        self.pending.clear();
        self.signing_key = random.bytes(32);
        self.csrf_key = random.bytes(32);
        self.revoked.clear();
        self.limiter = Limiter::default();
        self.leaked_locks = 0;
        self.is_backup_stuck = false;
        self.started_s = clock.now_s();
        self.first_run_ends_ms = self
            .users
            .values()
            .all(|user| !user.is_admin())
            .then(|| clock.now_ms() + FIRST_RUN_MS);
    }

    /// Ends the first run as if nobody had come.
    pub(crate) fn time_out(&mut self, clock: Clock) {
        self.first_run_ends_ms = Some(clock.now_ms());
    }

    /// Whether nobody made an administrator in time.
    pub(crate) fn is_disabled(&self, clock: Clock) -> bool {
        self.first_run_ends_ms
            .is_some_and(|end| clock.now_ms() >= end)
    }

    /// Carries out the writes whose hashing is over by now.
    pub(crate) fn settle(&mut self, clock: Clock) {
        self.pending.sort_by_key(|pending| pending.due_ms);
        let split = self
            .pending
            .partition_point(|pending| pending.due_ms <= clock.now_ms());
        for done in self.pending.drain(..split).collect::<Vec<_>>() {
            self.users.insert(done.user.id, done.user);
        }
    }

    /// Adds an account and gives its id; ids are never used again.
    pub(crate) fn add_user(&mut self, name: String, role: i64, password: Option<Password>) -> i64 {
        self.last_user += 1;
        let id = self.last_user;
        self.users.insert(
            id,
            User {
                id,
                name,
                role,
                password,
                token_issue_at: 0,
                theme: String::new(),
                use_cache: false,
                is_from_directory: false,
            },
        );
        if role == ADMINISTRATOR {
            self.first_run_ends_ms = None;
        }
        id
    }

    /// The oldest account of that name, in any case.
    pub(crate) fn user_named(&self, name: &str) -> Option<&User> {
        self.users
            .values()
            .find(|user| super::text::is_same_name(&user.name, name))
    }

    /// Adds a key made from this raw text.
    pub(crate) fn add_key(
        &mut self,
        user: i64,
        description: String,
        raw: &str,
        created_s: u64,
    ) -> Key {
        self.last_key += 1;
        let key = Key {
            id: self.last_key,
            user,
            description,
            prefix: raw.chars().take(7).collect(),
            digest: super::signing::digest(raw),
            created_s,
            last_used_s: 0,
        };
        self.keys_by_digest.insert(key.digest.clone(), key.id);
        self.keys.insert(key.id, key.clone());
        key
    }

    /// Takes a key away.
    pub(crate) fn remove_key(&mut self, id: i64) {
        if let Some(key) = self.keys.remove(&id) {
            self.keys_by_digest.remove(&key.digest);
        }
    }

    /// Adds a team.
    pub(crate) fn add_team(&mut self, name: String) -> i64 {
        self.last_team += 1;
        self.teams.insert(self.last_team, name);
        self.last_team
    }

    /// Adds a membership.
    pub(crate) fn add_membership(&mut self, user: i64, team: i64, role: i64) -> Membership {
        self.last_membership += 1;
        let membership = Membership {
            id: self.last_membership,
            user,
            team,
            role,
        };
        self.memberships.insert(membership.id, membership);
        membership
    }

    /// When a creation that begins now has hashed its password; the next one waits for it.
    pub(crate) fn queue_creation(&mut self, now_ms: u64) -> u64 {
        self.creation_free_ms = self.creation_free_ms.max(now_ms) + HASH_MS;
        self.creation_free_ms
    }
}
