//! What two or more of Alauda Container Platform's calls share.
//!
//! Every member of an account but its name may be missing or `null`. Members that are not named here are not kept,
//! above all `password`: an account is never sent back as it was read, only what changes is sent.
//! Source: `docs/contracts/alauda.md`, part 3.

use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::api::{Secret, Timestamp};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// Name of an account's record: opaque, mostly a hash, and not what its owner signs in with.
    UserName;
    /// Name of a group's record.
    GroupName;
    /// Name of a role binding's record.
    BindingName;
    /// Name of the record of an issued API token.
    TokenName;
    /// Where the next part of a list begins: opaque.
    Continue;
}

impl UserName {
    /// The name that the platform gives to the account with this login identifier.
    ///
    /// The identifier is taken as it is: another case makes another name.
    pub fn of_login(email: &str) -> Self {
        Self(super::md5::hex(email))
    }
}

/// Reads a member that may be `null` like one that is missing.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// When something happened or will.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Option<String>")]
pub enum Moment {
    /// Not told: the member is missing, as in some lists.
    #[default]
    Untold,
    /// Never: `null`, empty, or a time in year 1.
    Never,
    /// Then.
    At(Timestamp),
    /// Told in a form that the panel does not know.
    Unread,
}

impl From<Option<String>> for Moment {
    fn from(text: Option<String>) -> Self {
        let text = text.unwrap_or_default();
        if text.is_empty() || text.starts_with("0001-") {
            return Self::Never;
        }
        Timestamp::parse_rfc3339(&text).map_or(Self::Unread, Self::At)
    }
}

impl Moment {
    /// The instant, if there is one.
    pub const fn at(self) -> Option<Timestamp> {
        match self {
            Self::At(then) => Some(then),
            Self::Untold | Self::Never | Self::Unread => None,
        }
    }
}

/// Where an account comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Option<String>")]
pub enum Source {
    /// Made on the platform; the only kind with a password here.
    #[default]
    Local,
    /// A directory or provider of this type, such as `ldap` or `oidc`.
    Connector(String),
}

impl From<Option<String>> for Source {
    fn from(text: Option<String>) -> Self {
        match text.as_deref() {
            None | Some("" | "local") => Self::Local,
            Some(_) => Self::Connector(text.unwrap_or_default()),
        }
    }
}

/// What the platform says of an account's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Option<String>")]
pub enum State {
    /// Nothing.
    #[default]
    Unset,
    /// `active`.
    Active,
    /// `inactive`: disabled.
    Inactive,
    /// `deleted`: the record stays and blocks the name.
    Deleted,
    /// Something else.
    Other(String),
}

impl From<Option<String>> for State {
    fn from(text: Option<String>) -> Self {
        match text.as_deref() {
            None | Some("") => Self::Unset,
            Some("active") => Self::Active,
            Some("inactive") => Self::Inactive,
            Some("deleted") => Self::Deleted,
            Some(_) => Self::Other(text.unwrap_or_default()),
        }
    }
}

/// From when to when an account is valid. Without both it is valid for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "ValidityWire")]
pub struct Validity {
    /// The beginning.
    pub begin: Moment,
    /// The end.
    pub end: Moment,
}

/// The same as servers may write it: an empty text in its place is none, and anything else cannot be read.
#[derive(Deserialize)]
#[serde(untagged)]
enum ValidityWire {
    Window {
        #[serde(default)]
        begin: Moment,
        #[serde(default)]
        end: Moment,
    },
    Text(String),
    Other(IgnoredAny),
}

impl From<ValidityWire> for Validity {
    fn from(wire: ValidityWire) -> Self {
        match wire {
            ValidityWire::Window { begin, end } => Self { begin, end },
            ValidityWire::Text(text) if text.is_empty() => Self::default(),
            ValidityWire::Text(_) | ValidityWire::Other(_) => Self {
                begin: Moment::Unread,
                end: Moment::Unread,
            },
        }
    }
}

impl Validity {
    /// Whether an instant lies outside.
    pub fn excludes(&self, now: Timestamp) -> bool {
        self.begin.at().is_some_and(|begin| now < begin)
            || self.end.at().is_some_and(|end| now >= end)
    }
}

/// From when to when an account shall be valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewValidity {
    /// Without an end.
    ForGood,
    /// Between two instants.
    Within {
        /// The beginning.
        begin: Timestamp,
        /// The end.
        end: Timestamp,
    },
}

/// What every record has, as far as the panel looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Metadata<N> {
    /// The record's name.
    pub name: N,
    /// When it was made.
    #[serde(rename = "creationTimestamp", default)]
    pub created_at: Moment,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Name and age of the record.
    pub metadata: Metadata<UserName>,
    /// The account itself.
    #[serde(default, deserialize_with = "or_default")]
    pub spec: UserSpec,
}

/// What is known of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UserSpec {
    /// What its owner signs in with: unique over all sources, never changed, and not always an address.
    #[serde(deserialize_with = "or_default")]
    pub email: String,
    /// Display name. May be empty.
    #[serde(deserialize_with = "or_default")]
    pub username: String,
    /// Real mailbox.
    #[serde(deserialize_with = "or_default")]
    pub mail: String,
    /// Telephone.
    #[serde(deserialize_with = "or_default")]
    pub mobile: String,
    /// Name at the source.
    #[serde(deserialize_with = "or_default")]
    pub account: String,
    /// Kind of source.
    #[serde(rename = "connector_type")]
    pub source: Source,
    /// The source's name for people.
    #[serde(deserialize_with = "or_default")]
    pub connector_name: String,
    /// The source's id.
    #[serde(deserialize_with = "or_default")]
    pub connector_id: String,
    /// Whether it is the first administrator. Says nothing about other administrators.
    #[serde(deserialize_with = "or_default")]
    pub is_admin: bool,
    /// Whether it is disabled; [`State::Inactive`] says the same.
    #[serde(deserialize_with = "or_default")]
    pub is_disabled: bool,
    /// State.
    pub state: State,
    /// `false` when the directory has it no longer.
    pub valid: Option<bool>,
    /// Failed sign-ins in a row. A hint only: whether the account is locked cannot be told from it.
    #[serde(deserialize_with = "or_default")]
    pub continuity_errors: i64,
    /// Validity.
    #[serde(rename = "expired", deserialize_with = "or_default")]
    pub validity: Validity,
    /// Last sign-in.
    #[serde(rename = "last_login_time")]
    pub last_login: Moment,
    /// Names of its groups.
    #[serde(deserialize_with = "or_default")]
    pub groups: Vec<String>,
}

/// How an account stands, the first that is true of: deleted, removed at its source, disabled, outside its validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Deleted; still listed by some releases.
    Deleted,
    /// Removed at its source.
    Invalid,
    /// Disabled: by hand, by expiry, or after a long time without a sign-in.
    Disabled,
    /// Before or after its validity.
    Expired,
    /// None of these.
    Normal,
}

impl UserSpec {
    /// How the account stands now (contract 5.5).
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.state == State::Deleted {
            Standing::Deleted
        } else if self.valid == Some(false) {
            Standing::Invalid
        } else if self.is_disabled || self.state == State::Inactive {
            Standing::Disabled
        } else if self.validity.excludes(now) {
            Standing::Expired
        } else {
            Standing::Normal
        }
    }
}

/// A part of a list, of accounts or of other records.
///
/// The platform's own list counts all matches; the Kubernetes-style ones name the place of the next part instead.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "ListWire<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T> {
    /// The records of this part, in the server's order. It may hold fewer than were asked for.
    pub items: Vec<T>,
    /// How many match in all, where the server says so.
    pub total: Option<i64>,
    /// Where the next part begins, if there is one and the server says so.
    pub next: Option<Continue>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct ListWire<T> {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    total: Option<i64>,
    #[serde(default)]
    metadata: Option<ListMeta>,
    items: Option<Vec<T>>,
}

#[derive(Deserialize)]
struct ListMeta {
    #[serde(rename = "continue", default)]
    next: Option<String>,
}

impl<T> TryFrom<ListWire<T>> for List<T> {
    type Error = &'static str;

    fn try_from(wire: ListWire<T>) -> Result<Self, Self::Error> {
        // An empty list may come without its items, but then it must say that it is one.
        let is_list = wire.kind.is_some_and(|kind| kind.ends_with("List"));
        if wire.items.is_none() && wire.total.is_none() && !is_list {
            return Err("no list");
        }
        let next = wire.metadata.and_then(|metadata| metadata.next);
        Ok(Self {
            items: wire.items.unwrap_or_default(),
            total: wire.total,
            next: next.filter(|next| !next.is_empty()).map(Continue),
        })
    }
}

/// An API token right after it was made.
#[derive(Clone, Debug, Deserialize)]
pub struct AccessToken {
    /// Id; presumably also the name of its record.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// The token. Never shown again.
    pub token: Secret,
    /// When it was made.
    #[serde(
        rename = "timestamp",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub created_at: Option<Timestamp>,
    /// When it ends; `None` when it does not.
    #[serde(
        rename = "expiration",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub expires_at: Option<Timestamp>,
    /// What it is for.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
}

/// The record of an issued API token. It does not say whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AccessTokenInfo {
    /// Name and age of the record.
    pub metadata: Metadata<TokenName>,
    /// The token, without its secret.
    pub spec: AccessTokenSpec,
}

/// What is known of an issued API token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AccessTokenSpec {
    /// What it is for.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
    /// When it was made.
    #[serde(
        rename = "timestamp",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub created_at: Option<Timestamp>,
    /// When it ends; `None` when it does not.
    #[serde(
        rename = "expiration",
        default,
        deserialize_with = "Timestamp::zero_is_never"
    )]
    pub expires_at: Option<Timestamp>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// Name and age of the record.
    pub metadata: Metadata<GroupName>,
    /// The group itself.
    #[serde(default, deserialize_with = "or_default")]
    pub spec: GroupSpec,
}

/// What is known of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GroupSpec {
    /// Its members.
    #[serde(deserialize_with = "or_default")]
    pub users: Vec<GroupUser>,
    /// The directory that it comes from; then its members cannot be changed here.
    #[serde(rename = "refConnector")]
    pub source: Option<Connector>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupUser {
    /// The member's name as the group has it.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Since when.
    #[serde(rename = "importTime", default)]
    pub since: Moment,
}

/// A directory or provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Connector {
    /// Id.
    #[serde(deserialize_with = "or_default")]
    pub id: String,
    /// Kind.
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub kind: String,
}

/// A role that accounts have somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserBinding {
    /// Name and age of the record.
    pub metadata: Metadata<BindingName>,
    /// Who has which role where.
    pub spec: UserBindingSpec,
}

/// Who has which role where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BindingWire")]
pub struct UserBindingSpec {
    /// Who.
    pub subjects: Vec<Subject>,
    /// Name of the role.
    #[serde(rename = "roleRef")]
    pub role: String,
    /// On which level: `platform`, `cluster`, `project` or `namespace`.
    pub scope: String,
    /// Where on that level; empty means everywhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constraint: Vec<Constraint>,
}

/// The same as newer and older servers write it: several of each, or one.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct BindingWire {
    #[serde(deserialize_with = "or_default")]
    subjects: Vec<Subject>,
    subject: Option<Subject>,
    #[serde(rename = "roleRef", deserialize_with = "or_default")]
    role_ref: String,
    #[serde(deserialize_with = "or_default")]
    role: String,
    #[serde(deserialize_with = "or_default")]
    scope: String,
    constraint: Option<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    More(Vec<Constraint>),
    One(Constraint),
}

impl From<BindingWire> for UserBindingSpec {
    fn from(wire: BindingWire) -> Self {
        let mut subjects = wire.subjects;
        subjects.extend(wire.subject);
        Self {
            subjects,
            role: if wire.role_ref.is_empty() {
                wire.role
            } else {
                wire.role_ref
            },
            scope: wire.scope,
            constraint: match wire.constraint {
                None => Vec::new(),
                Some(OneOrMore::More(all)) => all,
                Some(OneOrMore::One(one)) => vec![one],
            },
        }
    }
}

/// Who has a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    /// `User`, or something else that can have roles.
    #[serde(deserialize_with = "or_default")]
    pub kind: String,
    /// Its name.
    #[serde(deserialize_with = "or_default")]
    pub name: String,
}

/// Where a role holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Constraint {
    /// Cluster.
    #[serde(
        deserialize_with = "or_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub cluster: String,
    /// Project.
    #[serde(
        deserialize_with = "or_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub project: String,
    /// Namespace.
    #[serde(
        deserialize_with = "or_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub namespace: String,
}
