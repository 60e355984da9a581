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
