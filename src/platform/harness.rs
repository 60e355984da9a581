//! Harness in neutral words: the people of one account.
//!
//! Every rule here mirrors one of the server, as far as it is known; `docs/contracts/harness.md` has them.
//! Organizations and projects are scopes of their own and no part of this: a member of one is a member of the account.

mod capability;
mod load;

use std::collections::BTreeMap;

pub(super) use capability::{absences, why_not};
pub(super) use load::list;

use super::{
    Account, Claims, Column, Fact, FirstRun, Me, PasswordRule, Profile, Role, Scene, Scheme,
    Section, Sources, Status, Survey, Token, Topic,
};
use crate::api::harness::{
    AccessList, AccountId, CheckAccess, CheckAddress, Data, GetAccount, GetAggregatedUser,
    GetCurrentUserInfo, GetInvite, GroupId, INVITE_USERS, Invite, InviteId, ListUserGroups,
    MANAGE_USERS, Paging, RoleAssignment, Scope, UserAggregate, UserGroup, UserId, UserInfo,
    UserMetadata, VIEW_USERS, account_of_key, is_service_account_key,
};
use crate::api::{ApiError, Door, Endpoint, ErrorKind, Reason, Secret, Timestamp, Unsendable};
use crate::i18n::t;

/// Before the id of an invite, so that it is nobody's.
const INVITE: &str = "invite/";

/// Before the id of a service account, which is nobody either.
const SERVICE: &str = "service/";

/// Stands among the grants where the account asks everybody for a second factor, so that nobody can do without.
const ENFORCED: &str = "second factor enforced";

/// The role that may do everything in an account. What somebody may really do is the access check's to say.
const ACCOUNT_ADMIN: &str = "_account_admin";

/// What Harness's own pages accept (contract, 5.9). An account's policy can ask for more and refuses by itself.
const PASSWORD: PasswordRule = PasswordRule {
    min_bytes: 8,
    max_bytes: 64,
};

/// The most groups that are looked through, in pages of a hundred.
const MAX_GROUP_PAGES: u32 = 20;

pub(super) const SCHEMES: &[Scheme] = &[Scheme::ApiKey, Scheme::Token];

pub(super) fn credential_hint(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::ApiKey => t().harness_key_hint,
        Scheme::Token => t().harness_token_hint,
        Scheme::Password | Scheme::Passcode => "",
    }
}

pub(super) fn columns() -> Vec<Column> {
    let mut columns = ["name", "email", "role", "status", "second_factor", "source"]
        .map(Column::new)
        .to_vec();
    // A group may give a role that no list tells.
    columns.extend(["groups", "id"].map(|id| Column::new(id).hidden()));
    columns
}

/// Only that the platform is there is told before somebody signs in.
pub(super) async fn survey<D: Door>(door: &D) -> Result<Survey, ApiError> {
    door.send(CheckAddress).await?;
    Ok(known_survey())
}

/// The same everywhere.
pub(super) fn known_survey() -> Survey {
    Survey {
        version: None,
        sources: Sources::Internal,
        password_rule: PASSWORD,
        first_run: FirstRun::Untold,
        are_teams_synced: false,
    }
}

/// A key of four parts names its account, and its first part whether a person is behind it (contract, 1.2).
pub(super) fn read_key(key: &Secret) -> Claims {
    Claims {
        tenant: account_of_key(key).map(|account| account.to_string()),
        is_service_account: is_service_account_key(key),
        ..Claims::default()
    }
}

/// A session's token names neither its account nor its end.
pub(super) fn read_token(secret: Secret) -> Token {
    Token {
        secret,
        expires_at: None,
        claims: Claims::default(),
    }
}

/// Who asks, and what the access check says that they may do: names of roles tell nothing (contract, 1.5).
///
/// A service account has no record of its own; the access check is open to it and names it.
pub(super) async fn whoami<D: Door>(door: &D, claims: &Claims) -> Result<Me, ApiError> {
    let scope = scope_of::<GetCurrentUserInfo>(claims.tenant.as_deref())?;
    let person_behind = async {
        if claims.is_service_account {
            return Ok(None);
        }
        let me = GetCurrentUserInfo {
            account: scope.account().clone(),
        };
        match door.send(me).await {
            Ok(Data(me)) => Ok(Some(me)),
            // A key of another form.
            Err(error) if error.kind == ErrorKind::Forbidden(Reason::ServiceAccount) => Ok(None),
            Err(error) => Err(error),
        }
    };
    let access = CheckAccess::to_users(scope.clone());
    let is_enforced = async {
        if claims.is_service_account {
            return false;
        }
        let account = GetAccount {
            account: scope.account().clone(),
        };
        // Not everybody may read it on every release; then the server's sign-in asks for a code all the same.
        let account = door.send(account).await;
        account.is_ok_and(|Data(account)| account.enforces_two_factor)
    };
    let (me, access, is_enforced) = futures::join!(person_behind, door.send(access), is_enforced);
    let me = me?;
    let access = match access {
        Ok(Data(access)) => Some(access),
        // Nothing else says whether a service account's key holds.
        Err(error) if me.is_none() || error.kind == ErrorKind::SignedOut => return Err(error),
        // The server decides then, call by call.
        Err(_) => None,
    };
    let mut grants = access.as_ref().map(|access| grants(access, &scope));
    if let Some(grants) = grants.as_mut().filter(|_| is_enforced) {
        grants.push(ENFORCED.to_owned());
    }
    let manages = |grants: &Vec<String>| grants.iter().any(|one| one == MANAGE_USERS);
    let role = if grants.as_ref().is_some_and(manages) {
        Role::Administrator
    } else {
        Role::Regular
    };
    let account = match me {
        Some(me) => person(&me, role),
        None => service(access.as_ref().and_then(AccessList::principal), role),
    };
    Ok(Me {
        account,
        tenant: claims.tenant.clone(),
        grants,
    })
}

/// What is permitted of all that matters for people.
fn grants(access: &AccessList, scope: &Scope) -> Vec<String> {
    let all = [VIEW_USERS, MANAGE_USERS, INVITE_USERS];
    let held = all.iter().filter(|one| access.permits(scope, one));
    held.map(|one| (*one).to_owned()).collect()
}

/// A service account, which has an id, and a name only where somebody looks it up in Harness.
fn service(id: Option<&str>, role: Role) -> Account {
    let id = id.unwrap_or_default();
    let name = name_or(id, t().harness_service);
    Account::new([SERVICE, id].concat(), name, role)
}

/// Whether an account is a service account.
fn is_service(account: &Account) -> bool {
    account.id.starts_with(SERVICE)
}

pub(super) async fn profile<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Profile, ApiError> {
    let scope = scope_of::<GetAggregatedUser>(scene.tenant.as_deref())?;
    if let Some(invite) = id.strip_prefix(INVITE) {
        let asked = GetInvite {
            account: scope.account().clone(),
            id: InviteId::from(invite),
        };
        let Data(found) = door.send(asked).await?;
        let found = found.ok_or_else(|| ApiError::of::<GetInvite>(ErrorKind::NotFound))?;
        return Ok(of_invite(&found));
    }
    if id == scene.me.id && is_service(&scene.me) {
        return Ok(of_service(scene));
    }
    let user = UserId::from(id);
    let member = GetAggregatedUser {
        scope: scope.clone(),
        id: user.clone(),
    };
    if id != scene.me.id {
        let (member, groups) = futures::join!(door.send(member), groups_of(door, &scope, &user));
        let Data(member) = member?;
        // Asked only about somebody who is there.
        let access = CheckAccess::to_users(scope.clone()).by(user);
        let access = door.send(access).await;
        let roles = role_section(Some(&member.roles));
        let facts = of_metadata(&member.user);
        // What others may do is not everybody's to know.
        let held = access.ok().map(|Data(access)| grants(&access, &scope));
        return Ok(Profile {
            account: account(member),
            fields: Vec::new(),
            facts,
            sections: vec![
                roles,
                group_section(groups?),
                rights_section(held.as_deref()),
            ],
        });
    }
    let own = GetCurrentUserInfo {
        account: scope.account().clone(),
    };
    let (own, member, groups) = futures::join!(
        door.send(own),
        door.send(member),
        groups_of(door, &scope, &user)
    );
    let Data(own) = own?;
    // Not everybody may see the people of the account, not even oneself among them.
    let roles = match member {
        Ok(Data(member)) => Some(member.roles),
        Err(error) if is_hidden(&error) => None,
        Err(error) => return Err(error),
    };
    Ok(Profile {
        account: person(&own, scene.me.role.clone()),
        fields: Vec::new(),
        facts: of_person(&own),
        sections: vec![
            role_section(roles.as_deref()),
            group_section(groups?),
            rights_section(scene.grants.as_deref()),
        ],
    })
}

/// Names of the groups that somebody is in; `None` where they could not be read, which spoils nothing else.
async fn groups_of<D: Door>(
    door: &D,
    scope: &Scope,
    user: &UserId,
) -> Result<Option<Vec<String>>, ApiError> {
    match all_groups(door, scope).await {
        Ok(all) => {
            let of_user = all.into_iter().filter(|group| group.users.contains(user));
            Ok(Some(of_user.map(|group| group.name).collect()))
        }
        Err(error) if error.kind == ErrorKind::SignedOut => Err(error),
        Err(_) => Ok(None),
    }
}

/// Names of everybody's groups, by the ids of people.
pub(super) async fn groups<D: Door>(
    door: &D,
    scene: Option<&Scene>,
) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
    let tenant = scene.and_then(|scene| scene.tenant.as_deref());
    let scope = scope_of::<ListUserGroups>(tenant)?;
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for group in all_groups(door, &scope).await? {
        for user in group.users {
            let names = groups.entry(user.to_string()).or_default();
            names.push(group.name.clone());
        }
    }
    Ok(groups)
}

/// The groups of the account, with who is in them.
async fn all_groups<D: Door>(door: &D, scope: &Scope) -> Result<Vec<UserGroup>, ApiError> {
    let mut all = Vec::new();
    for index in 0..MAX_GROUP_PAGES {
        let asked = ListUserGroups {
            scope: scope.clone(),
            with_inherited: false,
            paging: Paging::page(index),
        };
        let Data(page) = door.send(asked).await?;
        let has_more = page.has_more();
        all.extend(page.content);
        if !has_more {
            break;
        }
    }
    Ok(all)
}

/// Whether something is there and not for the caller's eyes.
fn is_hidden(error: &ApiError) -> bool {
    matches!(error.kind, ErrorKind::Forbidden(_) | ErrorKind::NotFound)
}

/// The account scope of the caller. A credential without an account never gets this far.
fn scope_of<E: Endpoint>(tenant: Option<&str>) -> Result<Scope, ApiError> {
    let missing = Unsendable::Missing { field: "account" };
    let account = tenant.ok_or_else(|| ApiError::of::<E>(ErrorKind::Unsendable(missing)))?;
    Ok(Scope::Account {
        account: AccountId::from(account),
    })
}

/// A member as lists show people.
fn account(member: UserAggregate) -> Account {
    let UserAggregate { user, roles } = member;
    let role = role_of(&roles);
    Account {
        status: status(user.is_disabled, user.is_locked),
        second_factor: user.has_two_factor,
        source: provider(user.is_externally_managed),
        email: user.email.clone(),
        ..Account::new(
            user.uuid.to_string(),
            name_or(&user.name, &user.email),
            role,
        )
    }
}

/// What roles given directly make of somebody; roles through groups are not told, so that none is not nothing.
fn role_of(roles: &[RoleAssignment]) -> Role {
    let is_admin = |role: &RoleAssignment| role.role_identifier.as_str() == ACCOUNT_ADMIN;
    if roles.iter().any(is_admin) {
        return Role::Administrator;
    }
    if roles.is_empty() {
        return Role::Other(t().harness_none_directly.to_owned());
    }
    let mut names: Vec<&str> = roles.iter().map(role_name).collect();
    names.sort_unstable();
    names.dedup();
    Role::Other(names.join(t().list_comma))
}

fn role_name(role: &RoleAssignment) -> &str {
    if role.role_name.is_empty() {
        role.role_identifier.as_str()
    } else {
        &role.role_name
    }
}

/// A person by their own record.
fn person(user: &UserInfo, role: Role) -> Account {
    let name = name_or(user.name().unwrap_or_default(), user.email());
    Account {
        email: user.email().to_owned(),
        status: status(user.is_disabled(), user.is_locked()),
        second_factor: Some(user.has_two_factor()),
        created: user.created_at().map(Timestamp::unix_seconds),
        source: provider(user.is_externally_managed()),
        ..Account::new(user.id().to_string(), name, role)
    }
}

/// Somebody who was asked to come.
fn invited(invite: &Invite) -> Account {
    let id = [INVITE, invite.id().as_str()].concat();
    let roles = invite.roles();
    let role = if roles.is_empty() {
        Role::Other(t().harness_none_directly.to_owned())
    } else {
        Role::Other(roles.join(t().list_comma))
    };
    let name = name_or(invite.name().unwrap_or_default(), invite.email());
    Account {
        email: invite.email().to_owned(),
        status: Status::Pending,
        ..Account::new(id, name, role)
    }
}

/// Whether somebody in the list has not come yet.
fn is_invited(account: &Account) -> bool {
    account.id.starts_with(INVITE)
}

fn name_or(name: &str, email: &str) -> String {
    if name.is_empty() { email } else { name }.to_owned()
}

const fn status(is_disabled: bool, is_locked: bool) -> Status {
    if is_disabled {
        Status::Disabled
    } else if is_locked {
        Status::Locked
    } else {
        Status::Active
    }
}

fn provider(is_externally_managed: bool) -> Option<String> {
    is_externally_managed.then(|| t().harness_provider.to_owned())
}

fn common(id: String, email: &str, is_externally_managed: bool) -> Vec<Fact> {
    let t = t();
    let source = provider(is_externally_managed).unwrap_or_else(|| t.source_own.to_owned());
    vec![
        Fact::Text(t.fact_id, id),
        Fact::Text(t.column_email, email.to_owned()),
        Fact::Text(t.column_source, source),
    ]
}

fn second_factor(is_on: Option<bool>) -> Fact {
    let t = t();
    match is_on {
        Some(true) => Fact::Text(t.column_second_factor, t.second_factor_on.to_owned()),
        Some(false) => Fact::Text(t.column_second_factor, t.second_factor_off.to_owned()),
        None => Fact::Unknown(t.column_second_factor),
    }
}

/// What is known of somebody else.
fn of_metadata(user: &UserMetadata) -> Vec<Fact> {
    let t = t();
    let mut facts = common(
        user.uuid.to_string(),
        &user.email,
        user.is_externally_managed,
    );
    facts.push(second_factor(user.has_two_factor));
    facts.push(Fact::Unknown(t.fact_last_sign_in));
    facts.push(Fact::Unknown(t.fact_created));
    facts
}

/// What is known of oneself.
fn of_person(user: &UserInfo) -> Vec<Fact> {
    let t = t();
    let mut facts = common(
        user.id().to_string(),
        user.email(),
        user.is_externally_managed(),
    );
    for (label, name) in [
        (t.harness_given_name, user.given_name()),
        (t.harness_family_name, user.family_name()),
        (t.harness_external_id, user.external_id()),
    ] {
        facts.extend(name.map(|name| Fact::Text(label, name.to_owned())));
    }
    facts.push(second_factor(Some(user.has_two_factor())));
    facts.push(Fact::Unknown(t.fact_last_sign_in));
    facts.push(match user.created_at() {
        Some(at) => Fact::Time(t.fact_created, Some(at.unix_seconds())),
        None => Fact::Unknown(t.fact_created),
    });
    facts
}

/// What is known of an invite.
fn of_invite(invite: &Invite) -> Profile {
    let t = t();
    let listed = |label, all: Vec<&str>| {
        let words = all.join(t.list_comma);
        Fact::Text(label, name_or(&words, t.harness_none))
    };
    let groups = invite.groups();
    let groups = groups.iter().map(GroupId::as_str).collect();
    Profile {
        account: invited(invite),
        fields: Vec::new(),
        facts: vec![
            Fact::Text(t.column_email, invite.email().to_owned()),
            Fact::Text(t.harness_invite, t.harness_invite_pending.to_owned()),
            listed(t.harness_roles, invite.roles()),
            listed(t.column_groups, groups),
        ],
        sections: Vec::new(),
    }
}

/// All that is known of a service account: its id, and what it may do.
fn of_service(scene: &Scene) -> Profile {
    let t = t();
    let id = scene.me.id.strip_prefix(SERVICE).unwrap_or_default();
    Profile {
        account: scene.me.clone(),
        fields: Vec::new(),
        facts: vec![
            Fact::Text(t.harness_kind, t.harness_service.to_owned()),
            Fact::Text(t.fact_id, id.to_owned()),
            Fact::Unknown(t.column_name),
            Fact::Unknown(t.fact_last_sign_in),
            Fact::Unknown(t.fact_created),
        ],
        sections: vec![rights_section(scene.grants.as_deref())],
    }
}

/// What somebody may do with people, by whichever role; nothing where that could not be found out.
fn rights_section(held: Option<&[String]>) -> Section {
    let t = t();
    let rights = [
        (t.harness_may_view, VIEW_USERS),
        (t.harness_may_manage, MANAGE_USERS),
        (t.harness_may_invite, INVITE_USERS),
    ];
    let fact = |(label, right): (&'static str, &str)| match held {
        None => Fact::Unknown(label),
        Some(held) if held.iter().any(|one| one == right) => {
            Fact::Text(label, t.harness_yes.to_owned())
        }
        Some(_) => Fact::Text(label, t.harness_no.to_owned()),
    };
    Section {
        title: t.harness_rights,
        topic: Topic::Access,
        facts: rights.into_iter().map(fact).collect(),
    }
}

/// Roles given directly, each with what it is about; nothing where the caller may not see them.
fn role_section(roles: Option<&[RoleAssignment]>) -> Section {
    let t = t();
    let facts = match roles {
        None => vec![Fact::Unknown(t.column_role)],
        Some([]) => vec![Fact::Text(t.column_role, t.harness_none.to_owned())],
        Some(roles) => roles
            .iter()
            .map(|role| {
                let mut words = role_name(role).to_owned();
                if !role.resource_group_name.is_empty() {
                    words.push_str(": ");
                    words.push_str(&role.resource_group_name);
                }
                Fact::Text(t.column_role, words)
            })
            .collect(),
    };
    Section {
        title: t.harness_roles,
        topic: Topic::Access,
        facts,
    }
}

fn group_section(groups: Option<Vec<String>>) -> Section {
    let t = t();
    let facts = match groups {
        None => vec![Fact::Unknown(t.harness_group)],
        Some(groups) if groups.is_empty() => {
            vec![Fact::Text(t.harness_group, t.harness_none.to_owned())]
        }
        Some(groups) => groups
            .into_iter()
            .map(|name| Fact::Text(t.harness_group, name))
            .collect(),
    };
    Section {
        title: t.column_groups,
        topic: Topic::Access,
        facts,
    }
}
