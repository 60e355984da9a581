//! What people can be given and what an account demands: roles, groups, permissions, sign-in rules.

use serde::{Deserialize, Serialize};

use super::object::{millis, or_default};
use super::scope::Ids;
use super::{AccountId, GroupId, OrgId, ProjectId, ResourceGroupId, RoleId, Scope, UserId};
use crate::api::Timestamp;

/// The kind of object that the permissions about people are about.
pub const USER_RESOURCE: &str = "USER";

/// May see people.
pub const VIEW_USERS: &str = "core_user_view";

/// May change, unlock and remove people.
pub const MANAGE_USERS: &str = "core_user_manage";

/// May ask people to join.
pub const INVITE_USERS: &str = "core_user_invite";

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Id; those of Harness' own begin with `_`.
    pub identifier: RoleId,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// What it allows.
    #[serde(default, deserialize_with = "or_default")]
    pub permissions: Vec<String>,
    /// Where it may be given: `account`, `organization`, `project`.
    #[serde(
        rename = "allowedScopeLevels",
        default,
        deserialize_with = "or_default"
    )]
    pub levels: Vec<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
}

/// A role with what only a list tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleResponse {
    /// The role.
    pub role: Role,
    /// Whether it is one of Harness' own.
    #[serde(rename = "harnessManaged", default, deserialize_with = "or_default")]
    pub is_managed: bool,
    /// When it was created.
    #[serde(default, deserialize_with = "millis")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "millis")]
    pub last_modified_at: Option<Timestamp>,
}

impl RoleResponse {
    /// Whether the role may be given in a scope. One that names no level may be given anywhere.
    pub fn fits(&self, scope: &Scope) -> bool {
        fits(&self.role.levels, scope)
    }
}

/// What a role can be about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ResourceGroup {
    /// Id.
    pub identifier: ResourceGroupId,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Where it may be used: `account`, `organization`, `project`.
    #[serde(
        rename = "allowedScopeLevels",
        default,
        deserialize_with = "or_default"
    )]
    pub levels: Vec<String>,
    /// What it holds.
    #[serde(default)]
    pub description: Option<String>,
}

/// A resource group with what only a list tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ResourceGroupResponse {
    /// The resource group.
    #[serde(rename = "resourceGroup")]
    pub group: ResourceGroup,
    /// Whether it is one of Harness' own.
    #[serde(rename = "harnessManaged", default, deserialize_with = "or_default")]
    pub is_managed: bool,
}

impl ResourceGroupResponse {
    /// Whether it may be used in a scope. One that names no level may be used anywhere.
    pub fn fits(&self, scope: &Scope) -> bool {
        fits(&self.group.levels, scope)
    }
}

fn fits(levels: &[String], scope: &Scope) -> bool {
    levels.is_empty() || levels.iter().any(|level| level == scope.level())
}

/// A group of people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserGroup {
    /// Id, unique in its scope.
    pub identifier: GroupId,
    /// Name.
    pub name: String,
    /// Who is in it.
    #[serde(default, deserialize_with = "or_default")]
    pub users: Vec<UserId>,
    /// Whether sign-ins at a provider decide who is in it; then nobody can be added or removed here.
    #[serde(rename = "ssoLinked", default, deserialize_with = "or_default")]
    pub is_sso_linked: bool,
    /// Whether an identity provider owns it.
    #[serde(rename = "externallyManaged", default, deserialize_with = "or_default")]
    pub is_externally_managed: bool,
    /// Name of the group at the provider that it follows.
    #[serde(default)]
    pub sso_group_name: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The organization that it is in; `None` in the account.
    #[serde(default)]
    pub org_identifier: Option<String>,
    /// The project that it is in.
    #[serde(default)]
    pub project_identifier: Option<String>,
}

impl UserGroup {
    /// Whether somebody can be added or removed here.
    pub const fn is_editable(&self) -> bool {
        !self.is_sso_linked && !self.is_externally_managed
    }
}

/// Where people of an account sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Mechanism {
    /// With a password that Harness keeps.
    Password,
    /// At a SAML provider.
    Saml,
    /// Against a directory.
    Ldap,
    /// At another service.
    Oauth,
    /// In a way of a later release.
    Other(String),
}

impl From<String> for Mechanism {
    fn from(word: String) -> Self {
        match word.as_str() {
            "USER_PASSWORD" => Self::Password,
            "SAML" => Self::Saml,
            "LDAP" => Self::Ldap,
            "OAUTH" => Self::Oauth,
            _ => Self::Other(word),
        }
    }
}

/// How many keys and tokens a person may have; the server's own limits where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyLimits {
    /// Keys of one person.
    #[serde(default)]
    pub api_key_limit: Option<i64>,
    /// Tokens in one key.
    #[serde(default)]
    pub token_limit: Option<i64>,
}

/// An account's own record. Members without a value are left out by the server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Id.
    pub identifier: AccountId,
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Name of the company.
    #[serde(default)]
    pub company_name: Option<String>,
    /// Where its people sign in, where the server tells.
    #[serde(rename = "authenticationMechanism", default)]
    pub mechanism: Option<Mechanism>,
    /// How many keys and tokens a person may have.
    #[serde(rename = "serviceAccountConfig", default)]
    pub key_limits: Option<KeyLimits>,
    /// Whether everybody needs a second factor; then nobody can do without.
    #[serde(
        rename = "twoFactorAdminEnforced",
        default,
        deserialize_with = "or_default"
    )]
    pub enforces_two_factor: bool,
    /// How long a session lasts.
    #[serde(default)]
    pub session_timeout_in_minutes: Option<i64>,
    /// When it was created.
    #[serde(default, deserialize_with = "millis")]
    pub created_at: Option<Timestamp>,
}

/// What a new password must have. A number of 0 demands nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PasswordPolicy {
    /// Whether the server looks at it at all.
    #[serde(rename = "enabled", default, deserialize_with = "or_default")]
    pub is_enabled: bool,
    /// Least length, in characters.
    #[serde(
        rename = "minNumberOfCharacters",
        default,
        deserialize_with = "or_default"
    )]
    pub min_characters: i64,
    /// Least number of capital letters.
    #[serde(
        rename = "minNumberOfUppercaseCharacters",
        default,
        deserialize_with = "or_default"
    )]
    pub min_uppercase: i64,
    /// Least number of small letters.
    #[serde(
        rename = "minNumberOfLowercaseCharacters",
        default,
        deserialize_with = "or_default"
    )]
    pub min_lowercase: i64,
    /// Least number of characters that are neither letters nor digits.
    #[serde(
        rename = "minNumberOfSpecialCharacters",
        default,
        deserialize_with = "or_default"
    )]
    pub min_special: i64,
    /// Least number of digits.
    #[serde(rename = "minNumberOfDigits", default, deserialize_with = "or_default")]
    pub min_digits: i64,
}

/// How an account's people sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationSettings {
    #[serde(default, deserialize_with = "or_default")]
    ng_auth_settings: Vec<AuthSetting>,
    /// Domains that an e-mail must be of; none is any.
    #[serde(default, deserialize_with = "or_default")]
    pub whitelisted_domains: Vec<String>,
    /// Where people sign in.
    #[serde(rename = "authenticationMechanism", default)]
    pub mechanism: Option<Mechanism>,
    /// Whether everybody needs a second factor.
    #[serde(rename = "twoFactorEnabled", default, deserialize_with = "or_default")]
    pub enforces_two_factor: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthSetting {
    #[serde(default)]
    settings_type: Option<Mechanism>,
    #[serde(default)]
    login_settings: Option<LoginSettings>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginSettings {
    #[serde(default)]
    password_strength_policy: Option<PasswordPolicy>,
}

impl AuthenticationSettings {
    /// What a new password must have, where passwords are kept.
    pub fn password_policy(&self) -> Option<PasswordPolicy> {
        self.ng_auth_settings
            .iter()
            .filter(|setting| setting.settings_type == Some(Mechanism::Password))
            .find_map(|setting| setting.login_settings.as_ref()?.password_strength_policy)
    }
}

/// One question about what is allowed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PermissionCheck<'a> {
    pub(super) resource_scope: Ids<'a>,
    pub(super) resource_type: &'a str,
    pub(super) permission: &'a str,
}

/// Who a decision is about.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Principal<'a> {
    pub(super) identifier: &'a UserId,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) scope_level: &'static str,
}

/// What is allowed, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AccessList {
    #[serde(default)]
    principal: Option<Told>,
    #[serde(rename = "accessControlList")]
    rows: Vec<AccessRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Told {
    #[serde(default)]
    identifier: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessRow {
    #[serde(default, deserialize_with = "or_default")]
    permission: String,
    #[serde(default)]
    resource_scope: Option<RowScope>,
    #[serde(default, deserialize_with = "or_default")]
    resource_type: String,
    #[serde(default, deserialize_with = "or_default")]
    permitted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct RowScope {
    #[serde(rename = "accountIdentifier", default)]
    account: Option<String>,
    #[serde(rename = "orgIdentifier", default)]
    org: Option<String>,
    #[serde(rename = "projectIdentifier", default)]
    project: Option<String>,
}

impl RowScope {
    fn is(&self, scope: &Scope) -> bool {
        let account = self.account.as_deref().unwrap_or_default();
        let org = scope.org().map_or("", OrgId::as_str);
        let project = scope.project().map_or("", ProjectId::as_str);
        (account.is_empty() || account == scope.account().as_str())
            && self.org.as_deref().unwrap_or_default() == org
            && self.project.as_deref().unwrap_or_default() == project
    }
}

impl AccessList {
    /// Id of whom the decisions are about, where the answer tells: a person's, or a service account's.
    pub fn principal(&self) -> Option<&str> {
        let id = self.principal.as_ref()?.identifier.as_deref();
        id.filter(|id| !id.is_empty())
    }

    /// Whether this may be done to people of a scope. What the answer does not mention is not allowed.
    ///
    /// Rows are found by what they say: the server need not keep the order of the questions.
    pub fn permits(&self, scope: &Scope, permission: &str) -> bool {
        self.rows.iter().any(|row| {
            let is_here = row.resource_scope.as_ref().is_none_or(|of| of.is(scope));
            let is_asked = row.permission == permission && row.resource_type == USER_RESOURCE;
            is_here && is_asked && row.permitted
        })
    }
}
