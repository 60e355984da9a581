//! Who is calling: the schemes of contract 1.2 in the server's order, and the freeze of 5.13.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::config::{Mode, answers};
use super::state::{BUILT_IN, NewUser, User};
use super::{Call, Harbor};
use crate::http::Request;

/// How the names of those begin whom directory and provider put into the administrators' group.
pub(crate) const CHIEF: &str = "chief";

/// A failed check freezes the typed name for this long, and the answer takes as long.
pub(crate) const FREEZE_MS: u64 = 1500;

/// An account as it was when its owner signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Copy {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) is_admin: bool,
    /// The administrator right that a group gives for one sign-in.
    pub(crate) is_admin_by_group: bool,
}

impl Copy {
    pub(crate) fn of(user: &User) -> Self {
        Self {
            id: user.id,
            name: user.name.clone(),
            is_admin: user.is_admin,
            is_admin_by_group: false,
        }
    }
}

/// The identity of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Caller {
    /// None of the schemes gave one.
    Nobody,
    /// A person.
    User(Copy),
    /// A robot, with its rights on accounts.
    Robot { name: String, actions: Vec<String> },
    /// A CLI secret, which is good for few paths.
    Cli,
}

impl Caller {
    /// Whether it is a person with the administrator's right.
    pub(crate) fn is_admin(&self) -> bool {
        matches!(self, Self::User(copy) if copy.is_admin || copy.is_admin_by_group)
    }

    /// Whether it passes the server's check for an action on accounts.
    pub(crate) fn may(&self, action: &str) -> bool {
        match self {
            Self::Robot { actions, .. } => actions.iter().any(|known| known == action),
            caller => caller.is_admin(),
        }
    }

    /// Whether the request ended up as nobody's for everything about accounts.
    pub(crate) fn is_nobody(&self) -> bool {
        matches!(self, Self::Nobody | Self::Cli)
    }

    /// The account that it is, if it is one.
    pub(crate) fn id(&self) -> Option<i64> {
        match self {
            Self::User(copy) => Some(copy.id),
            _ => None,
        }
    }

    /// Whether this is its own record and a group makes it an administrator: others' records never say so (1.7).
    pub(crate) fn is_admin_by_group_as(&self, id: i64) -> bool {
        matches!(self, Self::User(copy) if copy.id == id && copy.is_admin_by_group)
    }

    /// What a refusal calls it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::User(copy) => copy.name.clone(),
            Self::Robot { name, .. } => name.clone(),
            Self::Nobody | Self::Cli => String::new(),
        }
    }
}

/// Scheme and rest of the `Authorization` header.
fn authorization(request: &Request) -> Option<(&str, &str)> {
    request.find("Authorization")?.split_once(' ')
}

/// Name and password of a Basic header; the scheme in any case, the name up to the first colon.
pub(crate) fn basic(request: &Request) -> Option<(String, String)> {
    let (scheme, rest) = authorization(request)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = STANDARD.decode(rest).ok()?;
    // Texts that are no UTF-8 equal no name and no password, so what stands for the odd bytes does not matter.
    let text = String::from_utf8_lossy(&text).into_owned();
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

impl Harbor {
    /// Tries every scheme; one that fails is skipped in silence.
    pub(crate) fn identify(&mut self, call: &mut Call) -> Caller {
        if let Some((name, password)) = basic(call.request) {
            if self.config.mode == Mode::Oidc && self.takes_cli_secret(call, &name, &password) {
                return Caller::Cli;
            }
            if let Some(robot) = self.robot(&name, &password) {
                return robot;
            }
            if let Some(copy) = self.check_password(call, &name, &password) {
                return Caller::User(copy);
            }
        }
        // This scheme's word must be spelt exactly (1.2).
        if let Some(("Bearer", token)) = authorization(call.request)
            && self.config.mode == Mode::Oidc
            && call.path.starts_with("/api")
            && let Some(copy) = self.bearer(token, call.clock)
        {
            return Caller::User(copy);
        }
        self.session_of(call)
            .and_then(|session| session.user.clone())
            .map_or(Caller::Nobody, Caller::User)
    }

    fn takes_cli_secret(&self, call: &Call, name: &str, secret: &str) -> bool {
        let path = call.path.trim_end_matches('/');
        call.request.method == "GET"
            && matches!(path, "/api/v2.0/systeminfo" | "/api/version")
            && self
                .named(name)
                .and_then(|user| user.oidc.as_ref())
                .is_some_and(|oidc| oidc.secret == secret)
    }

    /// Signs in with name and password after the rules of the mode, with the delays of 5.13.
    pub(crate) fn check_password(
        &mut self,
        call: &mut Call,
        name: &str,
        password: &str,
    ) -> Option<Copy> {
        let now = call.now_ms();
        if self.frozen.get(name).is_some_and(|until| now < *until) {
            return None;
        }
        let is_built_in = self
            .users
            .get(&BUILT_IN)
            .is_some_and(|user| user.name == name);
        let found = match self.config.mode {
            _ if is_built_in => self.check_local(call, name, password),
            Mode::Db => self.check_local(call, name, password),
            Mode::Ldap if answers(&self.config.ldap_url) => {
                self.check_directory(call, name, password)
            }
            // Nobody to ask, so nobody to freeze either.
            Mode::Ldap | Mode::Oidc | Mode::Uaa | Mode::Http => return None,
        };
        if found.is_none() {
            self.frozen.retain(|_, until| now < *until);
            self.frozen.insert(name.to_owned(), now + FREEZE_MS);
            call.spent_ms += FREEZE_MS;
        }
        found
    }

    fn check_local(&self, call: &mut Call, name: &str, password: &str) -> Option<Copy> {
        if self.named(name).or_else(|| self.with_email(name)).is_some() {
            call.spent_ms += self.switches.hash_ms;
        }
        self.with_password(name, password).map(Copy::of)
    }

    /// The account of that name or e-mail, and that password. One may be called as another's e-mail goes; then the
    /// password tells.
    pub(crate) fn with_password(&self, name: &str, password: &str) -> Option<&User> {
        let known = [self.named(name), self.with_email(name)];
        known.into_iter().flatten().find(|user| {
            let stored = user.password.as_ref();
            stored.is_some_and(|stored| stored.is(password))
        })
    }

    /// The directory knows everybody, by a user id and not by an e-mail, each with a password of its own; the first
    /// sign-in makes the account (1.2), whose name holds no comma (5.4).
    fn check_directory(&mut self, call: &Call, name: &str, password: &str) -> Option<Copy> {
        if directory_password(name).as_deref() != Some(password) {
            return None;
        }
        let is_chief = name.starts_with(CHIEF);
        let name = &*name.replace(',', "_");
        if self.named(name).is_none() {
            let new = NewUser {
                name: name.to_owned(),
                email: format!("{name}@ldap.example"),
                realname: format!("Person {name}"),
                comment: "from LDAP.".to_owned(),
                password: None,
            };
            self.add(new, call.clock.now_ms())?;
        }
        let mut copy = self.named(name).map(Copy::of)?;
        // As with the provider: the group's members are those whose name begins so, and it counts for this sign-in.
        copy.is_admin_by_group = !self.config.ldap_admin_group.is_empty() && is_chief;
        Some(copy)
    }
}

/// The directory's password of a user id: `lia` has `Lia-pass1`.
pub(crate) fn directory_password(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let first = letters.next().filter(|_| !name.contains('@'))?;
    Some(format!(
        "{}{}-pass1",
        first.to_ascii_uppercase(),
        letters.as_str()
    ))
}
