//! One user on one connection, as far as every platform has it.

use std::collections::{BTreeMap, BTreeSet};

/// One user on one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The platform's id, the only key: names need not be unique.
    pub id: String,
    /// The name as it is stored.
    pub name: String,
    /// What the account is on the platform.
    pub role: Role,
    /// The person's name; empty where the platform has none.
    pub full_name: String,
    /// The e-mail address; empty where the platform has none.
    pub email: String,
    /// Whether it can be used.
    pub status: Status,
    /// Whether sign-in asks for a second factor; `None` where that cannot be known here.
    pub second_factor: Option<bool>,
    /// When it last signed in.
    pub last_sign_in: Moment,
    /// When it was made, in Unix seconds, where the platform tells.
    pub created: Option<i64>,
    /// Names of its groups, where the list itself tells them.
    pub groups: Vec<String>,
    /// The directory or provider that it comes from; `None` for an account of the platform's own.
    pub source: Option<String>,
}

/// Whether an account can be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It can.
    Active,
    /// Switched off.
    Disabled,
    /// Shut out after too many tries.
    Locked,
    /// Its time is over.
    Expired,
    /// It has not begun yet, or was asked to come and has not.
    Pending,
    /// A state of a later release, as the server spells it.
    Other(String),
}

/// An instant that may not have come, or may not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The platform does not tell.
    Unknown,
    /// Not yet.
    Never,
    /// In Unix seconds.
    At(i64),
}

/// What an account is on its platform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May administer accounts.
    Administrator,
    /// May not.
    Regular,
    /// A role of a later release or another edition, as the server spells it.
    Other(String),
}

impl Account {
    /// An active account of which no more is known.
    pub fn new(id: String, name: String, role: Role) -> Self {
        Self {
            id,
            name,
            role,
            full_name: String::new(),
            email: String::new(),
            status: Status::Active,
            second_factor: None,
            last_sign_in: Moment::Unknown,
            created: None,
            groups: Vec::new(),
            source: None,
        }
    }

    /// Whether it may administer accounts.
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator
    }
}

/// The form of a name that search and sort compare.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Ids of the accounts whose name another account has too, letter case aside.
pub fn same_names(accounts: &[Account]) -> BTreeSet<String> {
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for account in accounts {
        by_name
            .entry(fold(&account.name))
            .or_default()
            .push(&account.id);
    }
    by_name
        .into_values()
        .filter(|ids| ids.len() > 1)
        .flatten()
        .map(str::to_owned)
        .collect()
}
