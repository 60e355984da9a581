//! What the platforms have in common, in neutral words, and one adapter for each.
//!
//! Pure: an adapter turns an intention into endpoints and sends them through a [`Door`] that it is given.
//! It knows no screen and no transport, so every rule here is tested natively against the simulator.

mod access;
mod account;
mod alauda;
mod calls;
mod capability;
mod column;
mod export;
mod harbor;
mod harness;
mod key;
mod password;
mod portainer;
mod profile;
mod sftpgo;
mod sign_in;

pub use access::{Access, Membership, Team};
pub use account::{Account, Moment, Role, Status, fold, same_names};
pub use calls::{Answer, Calls, Groups};
pub use capability::{Absence, Act, Capability, Scene, Stopped};
pub use column::Column;
pub use export::csv;
pub use key::{Key, NewKey};
pub use password::{GENERATED_LENGTH, PasswordRule, generate};
pub use profile::{Fact, Field, FieldKind, Profile, Saved, Section, Topic};
pub use sign_in::{Claims, FirstRun, Me, Proof, Scheme, Sources, Survey, Token};

use std::collections::BTreeMap;

use crate::api::{ApiError, Door, Effect, ErrorKind, Platform, Secret, Unsendable};
use crate::i18n::{fill, t};

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
    /// Harbor.
    Harbor,
    /// Portainer Community Edition.
    Portainer,
    /// `SFTPGo`.
    Sftpgo,
    /// Harness.
    Harness,
    /// Alauda Container Platform.
    Alauda,
}

/// The same function of the module of whichever platform it is.
macro_rules! each {
    ($adapter:expr, $platform:ident => $call:expr) => {
        match $adapter {
            Adapter::Harbor => {
                use self::harbor as $platform;
                $call
            }
            Adapter::Portainer => {
                use self::portainer as $platform;
                $call
            }
            Adapter::Sftpgo => {
                use self::sftpgo as $platform;
                $call
            }
            Adapter::Harness => {
                use self::harness as $platform;
                $call
            }
            Adapter::Alauda => {
                use self::alauda as $platform;
                $call
            }
        }
    };
}

/// One value for each platform.
#[derive(Clone, Copy, Debug)]
pub struct Each<T> {
    /// Harbor's.
    pub harbor: T,
    /// Portainer's.
    pub portainer: T,
    /// `SFTPGo`'s.
    pub sftpgo: T,
    /// Harness's.
    pub harness: T,
    /// Alauda's.
    pub alauda: T,
}

impl<T> Each<T> {
    /// That of one platform.
    pub fn of(self, adapter: Adapter) -> T {
        match adapter {
            Adapter::Harbor => self.harbor,
            Adapter::Portainer => self.portainer,
            Adapter::Sftpgo => self.sftpgo,
            Adapter::Harness => self.harness,
            Adapter::Alauda => self.alauda,
        }
    }
}

impl Adapter {
    /// The adapter of a platform.
    pub const fn of(platform: Platform) -> Self {
        match platform {
            Platform::Harbor => Self::Harbor,
            Platform::Portainer => Self::Portainer,
            Platform::Sftpgo => Self::Sftpgo,
            Platform::Harness => Self::Harness,
            Platform::Alauda => Self::Alauda,
        }
    }

    /// The platform.
    pub const fn platform(self) -> Platform {
        match self {
            Self::Harbor => Platform::Harbor,
            Self::Portainer => Platform::Portainer,
            Self::Sftpgo => Platform::Sftpgo,
            Self::Harness => Platform::Harness,
            Self::Alauda => Platform::Alauda,
        }
    }

    /// Ways to sign in, the usual one first.
    pub fn schemes(self) -> &'static [Scheme] {
        each!(self, platform => platform::SCHEMES)
    }

    /// Where a key or token comes from, and what it cannot do.
    pub fn credential_hint(self, scheme: Scheme) -> &'static str {
        each!(self, platform => platform::credential_hint(scheme))
    }

    /// What the platform calls the part of it that a credential is for, where the credential itself may not say it.
    pub fn tenant_label(self) -> Option<&'static str> {
        match self {
            Self::Harness => Some(t().harness_account_id),
            _ => None,
        }
    }

    /// What to know about signing in, given where the server looks passwords up.
    pub fn sources_note(self, sources: &Sources) -> Option<String> {
        let t = t();
        let note = match (self, sources) {
            (_, Sources::Directory) => t.connect_mode_directory,
            (Self::Portainer, Sources::SingleSignOn) => t.connect_mode_sso,
            (_, Sources::SingleSignOn) => t.connect_mode_sso_token,
            (_, Sources::Other(mode)) => {
                return Some(fill(t.connect_mode_other, &[("mode", mode)]));
            }
            (_, Sources::Internal) => return None,
        };
        Some(note.to_owned())
    }

    /// Columns of the account list, in their order.
    pub fn columns(self) -> Vec<Column> {
        each!(self, platform => platform::columns())
    }

    /// Whether accounts have what a column shows.
    pub fn tells(self, column: &str) -> bool {
        self.columns().iter().any(|known| known.id == column)
    }

    /// What the platform's accounts do not have, with the reason and what to do instead.
    pub fn absences(self) -> Vec<Absence> {
        each!(self, platform => platform::absences())
    }

    /// Whether an act is possible for this caller on this platform, on this account if the act has one.
    pub fn can(self, scene: &Scene, act: Act, target: Option<&Account>) -> Capability {
        match each!(self, platform => platform::why_not(scene, act, target)) {
            Some(reason) => Capability::No(reason),
            None => Capability::Yes,
        }
    }

    /// Whether the panel has a screen for an act of this platform.
    pub fn offers(self, act: Act) -> bool {
        self == Self::Portainer
            || matches!(
                act,
                Act::List
                    | Act::Search
                    | Act::Sort
                    | Act::ShowGroups
                    | Act::ShowPermissions
                    | Act::ShowLastSignIn
            )
    }

    /// Sentences that a deletion must say before it is confirmed.
    pub fn deletion_consequences(self) -> Vec<&'static str> {
        match self {
            Self::Portainer => portainer::deletion_consequences(),
            _ => Vec::new(),
        }
    }

    /// What is known of a server without asking it, where asking it tells no more than that it is there.
    pub fn known_survey(self) -> Option<Survey> {
        match self {
            Self::Alauda => Some(alauda::known_survey()),
            Self::Harness => Some(harness::known_survey()),
            _ => None,
        }
    }

    /// Asks what the server is and how it wants to be signed in to; needs no credential.
    pub async fn survey<D: Door>(self, door: &D) -> Result<Survey, ApiError> {
        (Calls::of(self).survey)(door).await
    }

    /// Trades name and password, and a passcode where the person gave one, for what proves who asks.
    pub async fn sign_in<D: Door>(
        self,
        door: &D,
        name: &str,
        password: Secret,
        passcode: Option<Secret>,
    ) -> Result<Proof, ApiError> {
        (Calls::of(self).sign_in)(door, name, password, passcode).await
    }

    /// Reads what a token says of itself; that of a pasted one too.
    pub fn read_token(self, secret: Secret) -> Token {
        each!(self, platform => platform::read_token(secret))
    }

    /// Reads what an API key says of itself.
    pub fn read_key(self, key: &Secret) -> Claims {
        each!(self, platform => platform::read_key(key))
    }

    /// Who the credential belongs to; a sign-in is complete only when this has answered.
    pub async fn whoami<D: Door>(self, door: &D, claims: &Claims) -> Result<Me, ApiError> {
        (Calls::of(self).whoami)(door, claims).await
    }

    /// Whether the caller leads a team, for platforms where that opens the account list.
    pub async fn leads_a_team<D: Door>(self, door: &D, me: &Account) -> Result<bool, ApiError> {
        (Calls::of(self).leads_a_team)(door, me).await
    }

    /// Whether the list can be asked for before it is known who asks.
    pub fn lists_at_once(self) -> bool {
        self == Self::Portainer
    }

    /// The whole list, as the platform's load plan fetches it.
    ///
    /// `so_far` is given what was read when more is to come: the first page, and then whenever it has doubled.
    /// A list without a scene exists where [`lists_at_once`](Self::lists_at_once) says so.
    pub async fn list<D: Door>(
        self,
        door: &D,
        scene: Option<&Scene>,
        so_far: SoFar<'_>,
    ) -> Result<Vec<Account>, ApiError> {
        (Calls::of(self).list)(door, scene, so_far).await
    }

    /// Names of the groups of every account, by account id; asked for after the list.
    pub async fn groups<D: Door>(
        self,
        door: &D,
        scene: Option<&Scene>,
    ) -> Result<Groups, ApiError> {
        (Calls::of(self).groups)(door, scene).await
    }

    /// One account with its form and facts.
    pub async fn profile<D: Door>(
        self,
        door: &D,
        scene: &Scene,
        id: &str,
    ) -> Result<Profile, ApiError> {
        (Calls::of(self).profile)(door, scene, id).await
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
            _ => Err(self.not_offered()),
        }
    }

    /// Whether a value fits a field of the form; the sentence says what is wrong.
    pub fn check_field(self, field: &str, value: &str) -> Result<(), String> {
        match self {
            Self::Portainer => portainer::check_field(field, value),
            _ => Ok(()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
        }
    }

    /// The API keys of an account.
    pub async fn keys<D: Door>(self, door: &D, id: &str) -> Result<Vec<Key>, ApiError> {
        match self {
            Self::Portainer => portainer::keys(door, id).await,
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
        }
    }

    /// Whether a key's description can be sent; the sentence says what is wrong.
    pub fn check_key_description(self, description: &str) -> Result<(), String> {
        match self {
            Self::Portainer => portainer::check_key_description(description),
            _ => Ok(()),
        }
    }

    /// Whether the caller's password is asked for before a key is made.
    pub fn key_wants_password(self, scene: &Scene) -> bool {
        match self {
            Self::Portainer => portainer::has_password_here(scene, &scene.me.id),
            _ => false,
        }
    }

    /// Whether new accounts have a password of the platform itself.
    pub fn new_account_has_password(self, scene: &Scene) -> bool {
        match self {
            Self::Portainer => portainer::new_account_has_password(scene),
            _ => false,
        }
    }

    /// Revokes an API key.
    pub async fn revoke_key<D: Door>(self, door: &D, id: &str, key: &str) -> Result<(), ApiError> {
        match self {
            Self::Portainer => portainer::revoke_key(door, id, key).await,
            _ => Err(self.not_offered()),
        }
    }

    /// The teams of an account, and those it could join.
    pub async fn access<D: Door>(
        self,
        door: &D,
        scene: &Scene,
        id: &str,
    ) -> Result<Access, ApiError> {
        match self {
            Self::Portainer => portainer::access(door, scene, id).await,
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
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
            _ => Err(self.not_offered()),
        }
    }

    /// The panel has no screen that asks for this: see [`offers`](Self::offers).
    fn not_offered<E: From<ApiError>>(self) -> E {
        let why = ErrorKind::Unsendable(Unsendable::Unknown { field: "act" });
        self.not_sent(why).into()
    }

    /// Why nothing was sent, not even one call of several.
    pub fn not_sent(self, why: ErrorKind) -> ApiError {
        ApiError {
            platform: self.platform(),
            operation: "none",
            effect: Effect::Read,
            request_id: None,
            kind: why,
        }
    }
}

/// Takes what was read of a list while more is to come.
pub type SoFar<'a> = &'a mut dyn FnMut(Vec<Account>);
