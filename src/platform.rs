//! What the platforms have in common, in neutral words, and one adapter for each.
//!
//! Pure: an adapter turns an intention into endpoints and sends them through a [`Door`] that it is given.
//! It knows no screen and no transport, so every rule here is tested natively against the simulator.

mod access;
mod account;
mod capability;
mod export;
mod key;
mod password;
mod portainer;
mod profile;
mod sign_in;

pub use access::{Access, Membership, Team};
pub use account::{Account, Role, fold, same_names};
pub use capability::{Absence, Act, Capability, Scene, Stopped};
pub use export::csv;
pub use key::{Key, NewKey};
pub use password::{GENERATED_LENGTH, PasswordRule, generate};
pub use profile::{Fact, Field, FieldKind, Profile, Saved};
pub use sign_in::{Scheme, Sources, Survey, Token, read_token};

use std::collections::BTreeMap;

use crate::api::{ApiError, Door, Platform, Secret};

/// A column of the account list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id, as the address carries it.
    pub id: &'static str,
    /// Its heading.
    pub label: &'static str,
    /// Grid track.
    pub width: &'static str,
    /// Which columns give way first as the page narrows: the highest number.
    pub priority: u8,
    /// Whether it is shown when the person has not chosen.
    pub is_default: bool,
}

/// Two letters for a platform, which stand where a logo would.
pub fn initials(platform: Platform) -> &'static str {
    match platform {
        Platform::Harbor => "Hb",
        Platform::Portainer => "Po",
        Platform::Sftpgo => "SF",
        Platform::Harness => "Hn",
        Platform::Alauda => "Al",
    }
}

/// The adapter of a platform.
///
/// The only `match` on platforms stands in this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adapter {
    /// Portainer Community Edition.
    Portainer,
}

impl Adapter {
    /// The adapter of a platform, if this release has one.
    pub fn of(platform: Platform) -> Option<Self> {
        match platform {
            Platform::Portainer => Some(Self::Portainer),
            _ => None,
        }
    }

    /// Ways to sign in, the usual one first.
    pub fn schemes(self) -> &'static [Scheme] {
        match self {
            Self::Portainer => portainer::SCHEMES,
        }
    }

    /// Columns of the account list, in their order.
    pub fn columns(self) -> Vec<Column> {
        match self {
            Self::Portainer => portainer::columns(),
        }
    }

    /// What the platform's accounts do not have, with the reason and what to do instead.
    pub fn absences(self) -> Vec<Absence> {
        match self {
            Self::Portainer => portainer::absences(),
        }
    }

    /// Whether an act is possible for this caller, on this account if the act has one.
    pub fn can(self, scene: &Scene, act: Act, target: Option<&Account>) -> Capability {
        match self {
            Self::Portainer => portainer::can(scene, act, target),
        }
    }

    /// Sentences that a deletion must say before it is confirmed.
    pub fn deletion_consequences(self) -> Vec<&'static str> {
        match self {
            Self::Portainer => portainer::deletion_consequences(),
        }
    }

    /// Asks what the server is and how it wants to be signed in to; needs no credential.
    pub async fn survey<D: Door>(self, door: &D) -> Result<Survey, ApiError> {
        match self {
            Self::Portainer => portainer::survey(door).await,
        }
    }

    /// Trades name and password for a token.
    pub async fn sign_in<D: Door>(
        self,
        door: &D,
        name: &str,
        password: Secret,
    ) -> Result<Token, ApiError> {
        match self {
            Self::Portainer => portainer::sign_in(door, name, password).await,
        }
    }

    /// Creates the first administrator of a server that has none.
    pub async fn create_first_administrator<D: Door>(
        self,
        door: &D,
        name: &str,
        password: Secret,
    ) -> Result<Account, ApiError> {
        match self {
            Self::Portainer => portainer::create_first_administrator(door, name, password).await,
        }
    }

    /// Who the credential belongs to; a sign-in is complete only when this has answered.
    pub async fn whoami<D: Door>(self, door: &D) -> Result<Account, ApiError> {
        match self {
            Self::Portainer => portainer::whoami(door).await,
        }
    }

    /// Whether the caller leads a team, for platforms where that opens the account list.
    pub async fn leads_a_team<D: Door>(self, door: &D, me: &Account) -> Result<bool, ApiError> {
        match self {
            Self::Portainer => portainer::leads_a_team(door, me).await,
        }
    }

    /// The whole list, as the platform's load plan fetches it.
    pub async fn list<D: Door>(self, door: &D) -> Result<Vec<Account>, ApiError> {
        match self {
            Self::Portainer => portainer::list(door).await,
        }
    }

    /// Names of the groups of every account, by account id; asked for after the list.
    pub async fn groups<D: Door>(
        self,
        door: &D,
    ) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
        match self {
            Self::Portainer => portainer::groups(door).await,
        }
    }

    /// One account with its form and facts.
    pub async fn profile<D: Door>(
        self,
        door: &D,
        scene: &Scene,
        id: &str,
    ) -> Result<Profile, ApiError> {
        match self {
            Self::Portainer => portainer::profile(door, scene, id).await,
        }
    }

    /// Whether a value fits a field of the form; the sentence says what is wrong.
    pub fn check_field(self, field: &str, value: &str) -> Result<(), String> {
        match self {
            Self::Portainer => portainer::check_field(field, value),
        }
    }

    /// Saves changed fields: reads again, writes, reads back and says what is really stored.
    pub async fn save<D: Door>(
        self,
        door: &D,
        scene: &Scene,
        opened: &Profile,
        changes: &BTreeMap<&'static str, String>,
        overwrite: bool,
    ) -> Result<Saved, Stopped> {
        match self {
            Self::Portainer => portainer::save(door, scene, opened, changes, overwrite).await,
        }
    }

    /// Creates an account.
    pub async fn create<D: Door>(
        self,
        door: &D,
        name: &str,
        password: Option<Secret>,
        role: &Role,
    ) -> Result<Account, ApiError> {
        match self {
            Self::Portainer => portainer::create(door, name, password, role).await,
        }
    }

    /// Deletes an account, after the guards that the server lacks.
    ///
    /// `accounts` is the list as it was read just before: once for a deletion of many.
    pub async fn delete<D: Door>(
        self,
        door: &D,
        me: &Account,
        target: &Account,
        accounts: &[Account],
    ) -> Result<(), Stopped> {
        match self {
            Self::Portainer => portainer::delete(door, me, target, accounts).await,
        }
    }

    /// Makes an account an administrator, or takes it away, after the guards that the server lacks.
    pub async fn set_role<D: Door>(
        self,
        door: &D,
        target: &Account,
        role: &Role,
    ) -> Result<Account, Stopped> {
        match self {
            Self::Portainer => portainer::set_role(door, target, role).await,
        }
    }

    /// Sets somebody's password as an administrator.
    pub async fn set_password<D: Door>(
        self,
        door: &D,
        id: &str,
        password: Secret,
    ) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::set_password(door, id, password).await,
        }
    }

    /// Changes the caller's own password.
    pub async fn change_own_password<D: Door>(
        self,
        door: &D,
        id: &str,
        current: Secret,
        new: Secret,
    ) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::change_own_password(door, id, current, new).await,
        }
    }

    /// The API keys of an account.
    pub async fn keys<D: Door>(self, door: &D, id: &str) -> Result<Vec<Key>, ApiError> {
        match self {
            Self::Portainer => portainer::keys(door, id).await,
        }
    }

    /// Creates an API key for the caller; the secret is in this answer and never again.
    pub async fn create_key<D: Door>(
        self,
        door: &D,
        id: &str,
        description: &str,
        password: Option<Secret>,
    ) -> Result<NewKey, ApiError> {
        match self {
            Self::Portainer => portainer::create_key(door, id, description, password).await,
        }
    }

    /// Whether a key's description can be sent; the sentence says what is wrong.
    pub fn check_key_description(self, description: &str) -> Result<(), String> {
        match self {
            Self::Portainer => portainer::check_key_description(description),
        }
    }

    /// Whether the caller's password is asked for before a key is made.
    pub fn key_wants_password(self, scene: &Scene) -> bool {
        match self {
            Self::Portainer => portainer::has_password_here(scene, &scene.me.id),
        }
    }

    /// Whether new accounts have a password of the platform itself.
    pub fn new_account_has_password(self, scene: &Scene) -> bool {
        match self {
            Self::Portainer => portainer::new_account_has_password(scene),
        }
    }

    /// Revokes an API key.
    pub async fn revoke_key<D: Door>(self, door: &D, id: &str, key: &str) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::revoke_key(door, id, key).await,
        }
    }

    /// The teams of an account, and those it could join.
    pub async fn access<D: Door>(self, door: &D, id: &str) -> Result<Access, ApiError> {
        match self {
            Self::Portainer => portainer::access(door, id).await,
        }
    }

    /// Adds an account to a team.
    pub async fn join_team<D: Door>(
        self,
        door: &D,
        id: &str,
        team: &str,
        is_leader: bool,
    ) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::join_team(door, id, team, is_leader).await,
        }
    }

    /// Changes what an account is in a team.
    pub async fn set_leader<D: Door>(
        self,
        door: &D,
        id: &str,
        membership: &Membership,
        is_leader: bool,
    ) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::set_leader(door, id, membership, is_leader).await,
        }
    }

    /// Takes an account out of a team.
    pub async fn leave_team<D: Door>(
        self,
        door: &D,
        id: &str,
        membership: &Membership,
    ) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::leave_team(door, id, membership).await,
        }
    }
}
