//! Where in Harness a call is made: the account, one of its organizations, or a project of one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::api::{RequestParts, Secret, Unsendable};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as the server spells it: opaque, and its letter case counts.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Id of an account, which is what Harness calls a customer's whole installation.
    AccountId;
    /// Id of an organization in an account.
    OrgId;
    /// Id of a project in an organization.
    ProjectId;
    /// Id of a person (`uuid`), the same in every scope.
    UserId;
    /// Id of an invite.
    InviteId;
    /// Id of a role.
    RoleId;
    /// Id of a resource group.
    ResourceGroupId;
    /// Id of a user group, unique in its scope.
    GroupId;
    /// Id of an API key, the folder of tokens; chosen by its owner.
    KeyId;
    /// Id of a token; chosen by its owner.
    TokenId;
}

/// Where a call is made.
///
/// A project without its organization cannot be said: the server leaves undefined what that would mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The account itself; not the union of what is below.
    Account {
        /// Which account.
        account: AccountId,
    },
    /// One organization.
    Organization {
        /// Its account.
        account: AccountId,
        /// Which organization.
        org: OrgId,
    },
    /// One project.
    Project {
        /// Its account.
        account: AccountId,
        /// Its organization.
        org: OrgId,
        /// Which project.
        project: ProjectId,
    },
}

impl Scope {
    /// The account that the scope is in.
    pub const fn account(&self) -> &AccountId {
        match self {
            Self::Account { account }
            | Self::Organization { account, .. }
            | Self::Project { account, .. } => account,
        }
    }

    /// The organization, in an organization or a project.
    pub const fn org(&self) -> Option<&OrgId> {
        match self {
            Self::Account { .. } => None,
            Self::Organization { org, .. } | Self::Project { org, .. } => Some(org),
        }
    }

    /// The project, in a project.
    pub const fn project(&self) -> Option<&ProjectId> {
        match self {
            Self::Account { .. } | Self::Organization { .. } => None,
            Self::Project { project, .. } => Some(project),
        }
    }

    /// The word by which roles say where they may be given.
    pub const fn level(&self) -> &'static str {
        match self {
            Self::Account { .. } => "account",
            Self::Organization { .. } => "organization",
            Self::Project { .. } => "project",
        }
    }

    /// Adds the scope to the query.
    pub(super) fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        fill_account(self.account(), to)?;
        if let Some(org) = self.org() {
            id(to, "orgIdentifier", org.as_str())?;
        }
        if let Some(project) = self.project() {
            id(to, "projectIdentifier", project.as_str())?;
        }
        Ok(())
    }

    /// The scope as a member of a body.
    pub(super) const fn ids(&self) -> Ids<'_> {
        Ids {
            account: self.account(),
            org: self.org(),
            project: self.project(),
        }
    }
}

/// A scope in a body.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Ids<'a> {
    #[serde(rename = "accountIdentifier")]
    account: &'a AccountId,
    #[serde(rename = "orgIdentifier", skip_serializing_if = "Option::is_none")]
    org: Option<&'a OrgId>,
    #[serde(rename = "projectIdentifier", skip_serializing_if = "Option::is_none")]
    project: Option<&'a ProjectId>,
}

/// Adds the account to the query, where a call with a key needs it, and a second time under the name that a call with
/// a session needs (contract, 1.2).
pub(super) fn fill_account(account: &AccountId, to: &mut RequestParts) -> Result<(), Unsendable> {
    id(to, "accountIdentifier", account.as_str())?;
    to.query("routingId", account.as_str());
    Ok(())
}

/// An empty id would be read as none: another scope, or everybody's.
pub(super) fn id(to: &mut RequestParts, name: &'static str, id: &str) -> Result<(), Unsendable> {
    if id.is_empty() {
        return Err(Unsendable::Empty { field: name });
    }
    to.query(name, id);
    Ok(())
}

/// The account that an API key names, where it names one: of four parts it is the second.
///
/// Keys of three parts are older and name none; then a person has to say it.
pub fn account_of_key(key: &Secret) -> Option<AccountId> {
    let parts: Vec<&str> = key.expose().split('.').collect();
    match parts.as_slice() {
        [_, account, _, _] if !account.is_empty() => Some(AccountId::from(*account)),
        _ => None,
    }
}

/// Whether an API key is a service account's, which is nobody: the calls about oneself refuse it.
pub fn is_service_account_key(key: &Secret) -> bool {
    key.expose().starts_with("sat.")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_of_four_parts_names_its_account() {
        let account = |key: &str| account_of_key(&Secret::from(key));
        let named = Some(AccountId::from("aCC-0_x"));
        assert_eq!(account("pat.aCC-0_x.tok.abcdefghij0123456789"), named);
        assert_eq!(account("sat.aCC-0_x.tok.abcdefghij0123456789"), named);
        for old in ["pat.tok.secret", "", "pat", "pat..tok.x", "a.b.c.d.e"] {
            assert_eq!(account(old), None, "{old}");
        }
    }

    #[test]
    fn a_service_accounts_key_is_told_by_its_beginning() {
        assert!(is_service_account_key(&Secret::from("sat.a.b.c")));
        assert!(!is_service_account_key(&Secret::from("pat.sat.b.c")));
    }

    #[test]
    fn a_scope_knows_its_level() {
        let account = AccountId::from("a");
        let org = OrgId::from("o");
        let project = Scope::Project {
            account: account.clone(),
            org: org.clone(),
            project: ProjectId::from("p"),
        };
        assert_eq!(project.level(), "project");
        let body = serde_json::to_string(&project.ids()).unwrap();
        assert_eq!(
            body,
            r#"{"accountIdentifier":"a","orgIdentifier":"o","projectIdentifier":"p"}"#
        );
        let organization = Scope::Organization { account, org };
        assert_eq!(organization.level(), "organization");
        assert_eq!(organization.project(), None);
    }

    proptest! {
        #[test]
        fn any_key_is_taken(key in ".*") {
            let _ = account_of_key(&Secret::from(key));
        }
    }
}
