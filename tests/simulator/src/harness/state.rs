//! What a Harness installation remembers.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::{Value as Json, json};

use super::limiter::Limiter;
use super::scope::Scope;
use super::switches::TABLE;
use crate::clock::Clock;
use crate::random::Random;
use crate::toggles::Toggles;

/// A person; memberships say where the person works.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the platform's own flags, each of which is shown by itself"
)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) name: Option<String>,
    pub(crate) given_name: Option<String>,
    pub(crate) family_name: Option<String>,
    pub(crate) external_id: Option<String>,
    /// `None` for somebody who signs in through a provider only.
    pub(crate) password: Option<String>,
    /// The account that counts for unlocking.
    pub(crate) default_account: String,
    /// Of the old generation; says nothing (contract 1.5).
    pub(crate) is_legacy_admin: bool,
    pub(crate) has_second_factor: bool,
    /// Absent although the factor is on: the person is locked out (contract 5.7).
    pub(crate) totp_secret: Option<String>,
    pub(crate) is_email_verified: bool,
    pub(crate) is_locked: bool,
    pub(crate) is_disabled: bool,
    pub(crate) is_externally_managed: bool,
    pub(crate) failures: u32,
    pub(crate) locked_until_ms: u64,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    /// What lists show, which may lag behind.
    pub(crate) shown: Shown,
}

/// The copy of a person that lists are made of (contract 3.2, `UserMetadata`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the platform's own flags, each of which is shown by itself"
)]
pub(crate) struct Shown {
    pub(crate) name: Option<String>,
    pub(crate) is_locked: bool,
    pub(crate) is_disabled: bool,
    pub(crate) is_externally_managed: bool,
    pub(crate) has_second_factor: bool,
}

impl User {
    /// What the copy will be once the event has arrived.
    pub(crate) fn to_show(&self) -> Shown {
        Shown {
            name: self.name.clone(),
            is_locked: self.is_locked,
            is_disabled: self.is_disabled,
            is_externally_managed: self.is_externally_managed,
            has_second_factor: self.has_second_factor,
        }
    }

    /// `UserMetadata`.
    pub(crate) fn metadata(&self, has_second_factor: bool) -> Json {
        let mut shown = json!({
            "name": self.shown.name,
            "email": self.email,
            "uuid": self.id,
            "locked": self.shown.is_locked,
            "disabled": self.shown.is_disabled,
            "externallyManaged": self.shown.is_externally_managed,
        });
        if has_second_factor && let Some(members) = shown.as_object_mut() {
            members.insert(
                "twoFactorAuthenticationEnabled".to_owned(),
                json!(self.shown.has_second_factor),
            );
        }
        shown
    }
}

/// A principal that is no person.
#[derive(Debug, Clone)]
pub(crate) struct ServiceAccount {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) account: String,
}

/// Who acts, by place in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Principal {
    /// A person.
    User(usize),
    /// A service account.
    Service(usize),
}

/// Who holds a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    /// Somebody, directly.
    Principal(Principal),
    /// Everybody in a group of the same scope.
    Group(String),
}

/// A role on a group of resources.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) resources: String,
    /// Made by the platform, cannot be removed.
    pub(crate) is_managed: bool,
}

/// A user group of a scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) users: Vec<usize>,
    pub(crate) is_externally_managed: bool,
    pub(crate) is_sso_linked: bool,
    /// Made and kept by the platform.
    pub(crate) is_managed: bool,
}

/// Somebody who was asked and has not come yet.
#[derive(Debug, Clone)]
pub(crate) struct Invite {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) name: Option<String>,
    pub(crate) scope: Scope,
    pub(crate) bindings: Vec<Json>,
    pub(crate) groups: Vec<String>,
    pub(crate) kind: &'static str,
    pub(crate) is_approved: bool,
    pub(crate) valid_until_ms: u64,
}

/// An account, the top of a tree of scopes.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_ms: u64,
}

/// An API key: the folder of tokens (contract 3.5).
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) tags: Json,
    pub(crate) owner: Principal,
    pub(crate) account: String,
    pub(crate) default_ms: Option<u64>,
    pub(crate) governance: Json,
    pub(crate) created_ms: u64,
    pub(crate) changed_ms: u64,
}

/// A token, whose plaintext is told once.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) tags: Json,
    pub(crate) key: String,
    pub(crate) owner: Principal,
    pub(crate) account: String,
    pub(crate) from_ms: u64,
    pub(crate) to_ms: u64,
    /// Set by a rotation, on the old one.
    pub(crate) scheduled_ms: Option<u64>,
    pub(crate) plaintext: String,
    pub(crate) created_ms: u64,
    pub(crate) changed_ms: u64,
}

impl Token {
    /// When it ends in effect.
    pub(crate) fn ends_ms(&self) -> u64 {
        self.scheduled_ms
            .map_or(self.to_ms, |scheduled| scheduled.min(self.to_ms))
    }
}

/// A browser's session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) user: usize,
    pub(crate) account: String,
    pub(crate) ends_ms: u64,
    pub(crate) is_refreshed: bool,
}

/// What reaches its place later.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A person's copy for lists.
    Shown(usize, Shown),
    /// A membership that lists show from now on, or no more.
    Listed(Scope, usize, bool),
    /// The end of all sessions of a person.
    SessionsEnd(usize),
}

/// A mail that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) subject: &'static str,
    pub(crate) text: String,
    /// A secret or the token of a link, where the mail holds one.
    pub(crate) code: Option<String>,
    pub(crate) at_ms: u64,
}

/// A built-in or own role.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) permissions: Vec<&'static str>,
    pub(crate) levels: Vec<&'static str>,
    /// `None` for those of the platform.
    pub(crate) scope: Option<Scope>,
}

/// A built-in or own group of resources.
#[derive(Debug, Clone)]
pub(crate) struct ResourceGroup {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) levels: Vec<&'static str>,
    /// Whether it also covers the scopes below.
    pub(crate) has_children: bool,
    /// Whether people and their roles are among the resources.
    pub(crate) has_people: bool,
    /// `None` for those of the platform.
    pub(crate) scope: Option<Scope>,
}

/// Everything behind one address.
#[derive(Debug)]
pub(crate) struct Harness {
    pub(crate) switches: Toggles,
    pub(crate) accounts: Vec<Account>,
    pub(crate) users: Vec<User>,
    pub(crate) by_id: HashMap<String, usize>,
    pub(crate) by_email: HashMap<String, usize>,
    pub(crate) services: Vec<ServiceAccount>,
    /// The true members of each scope that exists.
    pub(crate) members: BTreeMap<Scope, BTreeSet<usize>>,
    /// The members that lists show.
    pub(crate) listed: BTreeMap<Scope, BTreeSet<usize>>,
    pub(crate) assignments: BTreeMap<Scope, BTreeMap<Holder, Vec<Assignment>>>,
    pub(crate) groups: BTreeMap<Scope, BTreeMap<String, Group>>,
    pub(crate) roles: Vec<Role>,
    pub(crate) resource_groups: Vec<ResourceGroup>,
    pub(crate) invites: Vec<Invite>,
    pub(crate) keys: Vec<Key>,
    pub(crate) tokens: Vec<Token>,
    /// Deleted tokens that a cache still lets through.
    pub(crate) lingering: Vec<(Token, u64)>,
    pub(crate) sessions: HashMap<String, Session>,
    /// What stands between a password and a session: token, person, account, end.
    pub(crate) second_steps: HashMap<String, (usize, String, u64)>,
    pub(crate) wrong_codes: HashMap<usize, Vec<u64>>,
    pub(crate) events: VecDeque<(u64, Event)>,
    pub(crate) mail: Vec<Mail>,
    pub(crate) limiter: Limiter,
    /// Counts changes, so that a kept order is known to be old.
    pub(crate) changes: u64,
    /// The last list that was put in order: what was asked, and the people.
    pub(crate) kept: Option<(String, Vec<usize>)>,
}

impl Harness {
    /// An installation without accounts.
    pub(crate) fn new(_clock: Clock, _random: &mut Random) -> Self {
        Self {
            switches: Toggles::new(TABLE),
            accounts: Vec::new(),
            users: Vec::new(),
            by_id: HashMap::new(),
            by_email: HashMap::new(),
            services: Vec::new(),
            members: BTreeMap::new(),
            listed: BTreeMap::new(),
            assignments: BTreeMap::new(),
            groups: BTreeMap::new(),
            roles: super::access::built_in_roles(),
            resource_groups: super::access::built_in_groups(),
            invites: Vec::new(),
            keys: Vec::new(),
            tokens: Vec::new(),
            lingering: Vec::new(),
            sessions: HashMap::new(),
            second_steps: HashMap::new(),
            wrong_codes: HashMap::new(),
            events: VecDeque::new(),
            mail: Vec::new(),
            limiter: Limiter::default(),
            changes: 0,
            kept: None,
        }
    }

    /// Lets everything happen that is due.
    pub(crate) fn settle(&mut self, clock: Clock) {
        let now = clock.now_ms();
        let mut waiting = VecDeque::new();
        while let Some((due, event)) = self.events.pop_front() {
            if due <= now {
                self.changes += 1;
                self.happen(event);
            } else {
                waiting.push_back((due, event));
            }
        }
        self.events = waiting;
        self.lingering.retain(|(_, until)| *until > now);
        // Ended tokens vanish some time after their end (contract 5.8).
        self.tokens
            .retain(|token| token.ends_ms().saturating_add(TOKEN_REST_MS) > now);
        self.invites.retain(|invite| invite.valid_until_ms > now);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Shown(user, shown) => {
                if let Some(user) = self.users.get_mut(user) {
                    user.shown = shown;
                }
            }
            Event::Listed(scope, user, is_member) => {
                let listed = self.listed.entry(scope).or_default();
                if is_member {
                    listed.insert(user);
                } else {
                    listed.remove(&user);
                }
            }
            Event::SessionsEnd(user) => self.sessions.retain(|_, session| session.user != user),
        }
    }

    fn later(&mut self, clock: Clock, event: Event) {
        match self.switches.number("list_lag_ms") {
            None | Some(0) => self.happen(event),
            Some(lag) => self.events.push_back((clock.now_ms() + lag, event)),
        }
    }

    /// Tells the lists of a person's new state.
    pub(crate) fn publish(&mut self, clock: Clock, user: usize) {
        if let Some(shown) = self.users.get(user).map(User::to_show) {
            self.later(clock, Event::Shown(user, shown));
        }
    }

    /// Makes somebody a member of a scope and of all above it.
    pub(crate) fn join(&mut self, clock: Clock, scope: &Scope, user: usize) {
        for scope in scope.line() {
            if self.members.entry(scope.clone()).or_default().insert(user) {
                self.later(clock, Event::Listed(scope, user, true));
            }
        }
    }

    /// Takes somebody out of a scope and of all below it, roles and groups included.
    pub(crate) fn leave(&mut self, clock: Clock, scope: &Scope, user: usize) {
        let below: Vec<Scope> = self
            .members
            .keys()
            .filter(|other| scope.holds(other))
            .cloned()
            .collect();
        for scope in below {
            if let Some(members) = self.members.get_mut(&scope) {
                members.remove(&user);
            }
            if let Some(held) = self.assignments.get_mut(&scope) {
                held.remove(&Holder::Principal(Principal::User(user)));
            }
            for group in self
                .groups
                .get_mut(&scope)
                .into_iter()
                .flat_map(BTreeMap::values_mut)
            {
                group.users.retain(|member| *member != user);
            }
            self.later(clock, Event::Listed(scope, user, false));
        }
    }

    /// Whether somebody is a member of exactly this scope.
    pub(crate) fn is_member(&self, scope: &Scope, user: usize) -> bool {
        self.members
            .get(scope)
            .is_some_and(|members| members.contains(&user))
    }

    /// Adds a person who is nowhere yet; a wrong twin by e-mail or id is the caller's matter.
    pub(crate) fn add_user(&mut self, mut user: User) -> usize {
        let place = self.users.len();
        user.shown = user.to_show();
        self.by_id.insert(user.id.clone(), place);
        self.by_email.insert(user.email.clone(), place);
        self.users.push(user);
        place
    }

    /// Gives a role; the same twice is one.
    pub(crate) fn assign(
        &mut self,
        random: &mut Random,
        scope: &Scope,
        holder: Holder,
        (role, resources): (&str, &str),
    ) -> Assignment {
        let held = self
            .assignments
            .entry(scope.clone())
            .or_default()
            .entry(holder)
            .or_default();
        if let Some(found) = held
            .iter()
            .find(|one| one.role == role && one.resources == resources)
        {
            return found.clone();
        }
        let assignment = Assignment {
            id: format!("role_assignment_{}", identifier(random, 20)),
            role: role.to_owned(),
            resources: resources.to_owned(),
            is_managed: role.ends_with("_basic"),
        };
        held.push(assignment.clone());
        assignment
    }

    /// Sends a mail; whether a server is set up was asked before.
    pub(crate) fn send(
        &mut self,
        clock: Clock,
        to: &str,
        subject: &'static str,
        (text, code): (String, Option<String>),
    ) {
        self.mail.push(Mail {
            to: to.to_owned(),
            subject,
            text,
            code,
            at_ms: clock.now_ms(),
        });
    }
}

/// How long an ended token is still listed.
const TOKEN_REST_MS: u64 = 600_000;

/// An id as Harness makes them: 22 characters of URL-safe base64 (contract 5.13).
pub(crate) fn opaque_id(random: &mut Random) -> String {
    random
        .base64(16)
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_")
}

/// So many letters and digits.
pub(crate) fn identifier(random: &mut Random, length: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    random
        .bytes(length)
        .into_iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect()
}
