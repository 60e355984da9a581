//! People, their roles and their invites: what two or more of Harness' calls share.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::object::{Object, or_default, whole_object};
use super::{AccountId, GroupId, InviteId, ResourceGroupId, RoleId, UserId};
use crate::api::{Timestamp, Unsendable};

/// The most letters of a name.
const MAX_NAME: usize = 255;

/// A member of a scope, as lists show people.
///
/// A copy that follows the person's own record and may lag behind it, `is_locked` above all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserMetadata {
    /// Id.
    pub uuid: UserId,
    /// E-mail, which is also the name of the sign-in.
    pub email: String,
    /// Name; empty when there is none.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Whether too many wrong passwords have locked the person out.
    #[serde(rename = "locked", default, deserialize_with = "or_default")]
    pub is_locked: bool,
    /// Whether the person is switched off. There is no call that does or undoes it.
    #[serde(rename = "disabled", default, deserialize_with = "or_default")]
    pub is_disabled: bool,
    /// Whether an identity provider owns the record.
    #[serde(rename = "externallyManaged", default, deserialize_with = "or_default")]
    pub is_externally_managed: bool,
    /// Whether there is a second factor; `None` from servers that do not tell.
    #[serde(rename = "twoFactorAuthenticationEnabled", default)]
    pub has_two_factor: Option<bool>,
}

/// A role that was given to a person directly, at exactly the scope that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// Id of the assignment.
    #[serde(default, deserialize_with = "or_default")]
    pub identifier: String,
    /// The role.
    pub role_identifier: RoleId,
    /// The role's name.
    #[serde(default, deserialize_with = "or_default")]
    pub role_name: String,
    /// What the role is about.
    #[serde(default)]
    pub resource_group_identifier: Option<ResourceGroupId>,
    /// Name of what the role is about.
    #[serde(default, deserialize_with = "or_default")]
    pub resource_group_name: String,
    /// Whether the role is one of Harness' own.
    #[serde(rename = "managedRole", default, deserialize_with = "or_default")]
    pub is_managed_role: bool,
    /// Whether the assignment cannot be taken away.
    #[serde(
        rename = "managedRoleAssignment",
        default,
        deserialize_with = "or_default"
    )]
    pub is_fixed: bool,
}

/// A member of a scope with the roles given directly there. Roles through groups or from above are not among them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserAggregate {
    /// The person.
    pub user: UserMetadata,
    /// The roles; under a filter only those that match it.
    #[serde(
        rename = "roleAssignmentMetadata",
        default,
        deserialize_with = "or_default"
    )]
    pub roles: Vec<RoleAssignment>,
}

/// A person's own record.
///
/// It is kept whole and written back whole, but for a token, which is never sent on these ways and never kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object")]
pub struct UserInfo(Object);

whole_object!(UserInfo needs ["uuid", "email"], drops ["token"]);

impl UserInfo {
    /// Id.
    pub fn id(&self) -> UserId {
        UserId::from(self.0.text("uuid").unwrap_or_default())
    }

    /// E-mail: what an update finds the person by, letter for letter. It cannot be changed.
    pub fn email(&self) -> &str {
        self.0.text("email").unwrap_or_default()
    }

    /// Name.
    pub fn name(&self) -> Option<&str> {
        self.0.text("name")
    }

    /// Given name.
    pub fn given_name(&self) -> Option<&str> {
        self.0.text("givenName")
    }

    /// Family name.
    pub fn family_name(&self) -> Option<&str> {
        self.0.text("familyName")
    }

    /// Id at the identity provider.
    pub fn external_id(&self) -> Option<&str> {
        self.0.text("externalId")
    }

    /// The account that the person lands in; unlocking works only there.
    pub fn default_account(&self) -> Option<AccountId> {
        self.0.text("defaultAccountId").map(AccountId::from)
    }

    /// Ids of all accounts that the person belongs to.
    pub fn accounts(&self) -> Vec<AccountId> {
        let all = self.0.value("accounts").and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .filter_map(|account| account.get("uuid")?.as_str())
            .map(AccountId::from)
            .collect()
    }

    /// Whether there is a second factor.
    pub fn has_two_factor(&self) -> bool {
        self.0.flag("twoFactorAuthenticationEnabled")
    }

    /// Whether the e-mail was confirmed.
    pub fn is_email_verified(&self) -> bool {
        self.0.flag("emailVerified")
    }

    /// Whether too many wrong passwords have locked the person out.
    pub fn is_locked(&self) -> bool {
        self.0.flag("locked")
    }

    /// Whether the person is switched off.
    pub fn is_disabled(&self) -> bool {
        self.0.flag("disabled")
    }

    /// Whether an identity provider owns the record; then it cannot be changed here.
    pub fn is_externally_managed(&self) -> bool {
        self.0.flag("externallyManaged")
    }

    /// When the record was made, where the server tells.
    pub fn created_at(&self) -> Option<Timestamp> {
        self.0.time("createdAt")
    }

    /// When the record was changed last, where the server tells.
    pub fn updated_at(&self) -> Option<Timestamp> {
        self.0.time("lastUpdatedAt")
    }

    /// Gives another name, or none.
    pub fn set_name(&mut self, name: Option<String>) {
        self.0.set_text("name", name);
    }

    /// Gives another given name, or none.
    pub fn set_given_name(&mut self, name: Option<String>) {
        self.0.set_text("givenName", name);
    }

    /// Gives another family name, or none.
    pub fn set_family_name(&mut self, name: Option<String>) {
        self.0.set_text("familyName", name);
    }
}

/// A role to give together with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleBinding {
    /// The role.
    pub role_identifier: RoleId,
    /// The role's name: not needed, but shown in the list of invites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// What it is about; `None` is everything of the scope's own level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_group_identifier: Option<ResourceGroupId>,
    /// Name of what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_group_name: Option<String>,
    /// Whether the role is one of Harness' own.
    #[serde(rename = "managedRole")]
    pub is_managed_role: bool,
}

impl RoleBinding {
    /// A role about everything of the scope's own level.
    pub const fn of(role_identifier: RoleId, is_managed_role: bool) -> Self {
        Self {
            role_identifier,
            role_name: None,
            resource_group_identifier: None,
            resource_group_name: None,
            is_managed_role,
        }
    }
}

/// Somebody who was asked to join and has not yet answered.
///
/// The record is valid for 30 days, the link in the mail for 7. It is kept and written back whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object")]
pub struct Invite(Object);

whole_object!(Invite needs ["id", "email"], drops []);

/// How an invite came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InviteKind {
    /// The person asked to join.
    ByUser,
    /// An administrator asked the person.
    ByAdministrator,
    /// An identity provider did; such an invite cannot be sent again.
    ByProvider,
    /// A kind of a later release, or none named.
    Unknown,
}

impl Invite {
    /// Id.
    pub fn id(&self) -> InviteId {
        InviteId::from(self.0.text("id").unwrap_or_default())
    }

    /// E-mail.
    pub fn email(&self) -> &str {
        self.0.text("email").unwrap_or_default()
    }

    /// Name.
    pub fn name(&self) -> Option<&str> {
        self.0.text("name")
    }

    /// How it came about.
    pub fn kind(&self) -> InviteKind {
        match self.0.text("inviteType") {
            Some("USER_INITIATED_INVITE") => InviteKind::ByUser,
            Some("ADMIN_INITIATED_INVITE") => InviteKind::ByAdministrator,
            Some("SCIM_INITIATED_INVITE") => InviteKind::ByProvider,
            _ => InviteKind::Unknown,
        }
    }

    /// Whether it was accepted already.
    pub fn is_approved(&self) -> bool {
        self.0.flag("approved")
    }

    /// Names of the roles that it will give, where it has names, else their ids.
    pub fn roles(&self) -> Vec<&str> {
        let all = self.0.value("roleBindings").and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .filter_map(|binding| {
                let member = |name: &str| binding.get(name)?.as_str();
                member("roleName").or_else(|| member("roleIdentifier"))
            })
            .collect()
    }

    /// Ids of the groups that it will add the person to.
    pub fn groups(&self) -> Vec<GroupId> {
        let all = self.0.value("userGroups").and_then(Value::as_array);
        let ids = all.into_iter().flatten().filter_map(Value::as_str);
        ids.map(GroupId::from).collect()
    }
}

/// A list of people narrowed down. The server takes a search or a choice of roles, never both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Narrow {
    /// Not at all.
    #[default]
    All,
    /// To those whose name or e-mail holds this text, letter case aside.
    Search(String),
    /// To those to whom one of these roles was given directly, about one of these resource groups.
    Given {
        /// The roles; none is any.
        roles: Vec<RoleId>,
        /// The resource groups; none is any.
        resource_groups: Vec<ResourceGroupId>,
    },
}

/// The body of a narrowed list; empty without a choice of roles.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AclFilter<'a> {
    #[serde(skip_serializing_if = "no_ids")]
    resource_group_identifiers: &'a [ResourceGroupId],
    #[serde(skip_serializing_if = "no_ids")]
    role_identifiers: &'a [RoleId],
}

fn no_ids<T>(ids: &[T]) -> bool {
    ids.is_empty()
}

impl Narrow {
    /// The text for the query, escaped; nothing when there is nothing to search for.
    pub(super) fn search_term(&self) -> Option<String> {
        match self {
            Self::Search(text) => search_term(text),
            Self::All | Self::Given { .. } => None,
        }
    }

    pub(super) fn body(&self) -> AclFilter<'_> {
        match self {
            Self::Given {
                roles,
                resource_groups,
            } => AclFilter {
                resource_group_identifiers: resource_groups,
                role_identifiers: roles,
            },
            Self::All | Self::Search(_) => AclFilter {
                resource_group_identifiers: &[],
                role_identifiers: &[],
            },
        }
    }
}

/// A text to search for, escaped; nothing when it is empty.
pub(super) fn search_term(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| super::escape_search(text))
}

/// The subject of a write about one person.
pub(super) fn subject(id: &UserId) -> String {
    ["user ", id.as_str()].concat()
}

/// Refuses a name that the server would refuse: it has a pattern for it, and no name at all passes.
pub(super) fn check_name(name: Option<&str>) -> Result<(), Unsendable> {
    let name = name.unwrap_or_default();
    if name.contains([':', '<', '>', '=', '/']) {
        return Err(Unsendable::Unknown { field: "name" });
    }
    if name.chars().count() > MAX_NAME {
        return Err(Unsendable::TooManyChars {
            field: "name",
            max_chars: MAX_NAME,
        });
    }
    Ok(())
}
