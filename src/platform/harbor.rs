//! Harbor in neutral words.
//!
//! Every rule here mirrors one of the server; `docs/contracts/harbor.md` has them.

mod capability;
mod load;

use std::collections::BTreeMap;

pub(super) use capability::{absences, why_not};
pub(super) use load::list;

use super::{
    Account, Claims, Column, Fact, FirstRun, Me, PasswordRule, Profile, Proof, Role, Scene, Scheme,
    Section, Sources, Survey, Token, Topic,
};
use crate::api::harbor::{
    AuthMode, CliAccess, GetCurrentUser, GetPermissions, GetSystemInfo, GetUser,
    MAX_PASSWORD_BYTES, MIN_PASSWORD_BYTES, Permission, Scope, User, UserId, read_id_token,
};
use crate::api::{ApiError, Door, ErrorKind, Reason, Secret, Timestamp};
use crate::i18n::t;

/// Id of the built-in administrator: in no list, never deleted, and Harbor's own in every mode.
const BUILT_IN: &str = "1";

pub(super) const SCHEMES: &[Scheme] = &[Scheme::Password, Scheme::Token];

pub(super) fn credential_hint(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Token => t().harbor_token_hint,
        _ => "",
    }
}

pub(super) fn columns() -> Vec<Column> {
    let mut columns = ["name", "full_name", "email", "role", "created"]
        .map(Column::new)
        .to_vec();
    columns.push(Column::new("id").hidden());
    columns
}

/// The mode decides who may do what; it is told before anyone signs in (contract, 1.8).
pub(super) async fn survey<D: Door>(door: &D) -> Result<Survey, ApiError> {
    let info = door.send(GetSystemInfo).await?;
    Ok(Survey {
        // Told to those who are signed in only.
        version: None,
        sources: match info.auth_mode {
            AuthMode::Database => Sources::Internal,
            AuthMode::Oidc => Sources::SingleSignOn,
            AuthMode::Ldap | AuthMode::Uaa | AuthMode::HttpProxy => Sources::Directory,
            AuthMode::Unknown(word) => Sources::Other(word),
        },
        password_rule: PasswordRule {
            min_bytes: MIN_PASSWORD_BYTES,
            max_bytes: MAX_PASSWORD_BYTES,
        },
        first_run: FirstRun::Untold,
        are_teams_synced: false,
    })
}

/// Nothing is sent: name and password go with each request, and the first of them tells.
pub(super) fn sign_in(name: &str, password: Secret) -> Result<Proof, ApiError> {
    // Harbor creates such names; they sign in by e-mail address (contract, 1.2).
    if name.contains(':') {
        let why = ErrorKind::Forbidden(Reason::ColonInName);
        return Err(ApiError::of::<GetCurrentUser>(why));
    }
    Ok(Proof::Basic {
        name: name.to_owned(),
        password,
    })
}

/// A key says nothing of itself.
pub(super) fn read_key(_key: &Secret) -> Claims {
    Claims::default()
}

pub(super) fn read_token(secret: Secret) -> Token {
    let said = read_id_token(&secret);
    Token {
        expires_at: said.as_ref().and_then(|said| said.expires_at),
        claims: Claims {
            name: Some(said.map(|said| said.subject).unwrap_or_default()),
            ..Claims::default()
        },
        secret,
    }
}

/// With Basic there is no sign-in but this: wrong credentials make the caller nobody (contract, 1.2).
pub(super) async fn whoami<D: Door>(door: &D, claims: &Claims) -> Result<Me, ApiError> {
    let is_token = claims.name.is_some();
    let me = door.send(GetCurrentUser).await.map_err(|error| {
        if error.kind == ErrorKind::SignedOut && !is_token {
            ApiError {
                kind: ErrorKind::BadCredentials,
                ..error
            }
        } else {
            error
        }
    })?;
    Ok(account(me, None).into())
}

pub(super) async fn profile<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Profile, ApiError> {
    let id = user_id(id)?;
    let is_self = scene.me.id == id.to_string();
    if !is_self {
        let user = door.send(GetUser { id }).await?;
        return Ok(to_profile(scene, user, &[]));
    }
    let scope = Scope::System;
    let (user, permissions) = futures::join!(
        door.send(GetUser { id }),
        door.send(GetPermissions { scope })
    );
    // Who cannot be told their permissions still has a profile.
    Ok(to_profile(scene, user?, &permissions.unwrap_or_default()))
}

fn to_profile(scene: &Scene, user: User, permissions: &[Permission]) -> Profile {
    let t = t();
    let text = |label, text: &str| Fact::Text(label, text.to_owned());
    let time = |time: Option<Timestamp>| time.map(Timestamp::unix_seconds);
    let role = if user.is_flagged_admin {
        t.role_administrator
    } else if user.is_admin_by_group {
        t.harbor_admin_by_group
    } else if scene.survey.sources != Sources::Internal && scene.me.id != user.id.to_string() {
        t.harbor_role_untold
    } else {
        t.role_regular
    };
    let facts = vec![
        Fact::Text(t.fact_id, user.id.to_string()),
        text(t.column_full_name, &user.realname),
        text(t.column_email, &user.email),
        text(t.harbor_comment, &user.comment),
        Fact::Text(t.list_role, role.to_owned()),
        Fact::Time(t.fact_created, time(user.created_at)),
        Fact::Time(t.harbor_updated, time(user.updated_at)),
        Fact::Unknown(t.fact_last_sign_in),
    ];
    let mut sections = Vec::new();
    sections.extend(user.cli_access.as_ref().map(single_sign_on));
    if !permissions.is_empty() {
        sections.push(Section {
            title: t.harbor_permissions,
            topic: Topic::Access,
            facts: vec![Fact::List(t.harbor_permissions_system, said(permissions))],
        });
    }
    Profile {
        account: account(user, Some(scene)),
        fields: Vec::new(),
        facts,
        sections,
    }
}

/// The secret itself stays out of what is only shown.
fn single_sign_on(access: &CliAccess) -> Section {
    let t = t();
    let secret = if access.secret.is_empty() {
        t.harbor_cli_secret_none
    } else {
        t.harbor_cli_secret_set
    };
    Section {
        title: t.harbor_single_sign_on,
        topic: Topic::Account,
        facts: vec![
            Fact::Text(t.harbor_subject, access.subiss.clone()),
            Fact::Text(t.harbor_cli_secret, secret.to_owned()),
            Fact::Time(
                t.harbor_onboarded,
                access.created_at.map(Timestamp::unix_seconds),
            ),
        ],
    }
}

/// `label (list)`, `user (create, delete)`: each thing once, in the order of the alphabet.
fn said(permissions: &[Permission]) -> Vec<String> {
    let mut actions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for permission in permissions {
        let of = actions.entry(&permission.resource).or_default();
        of.push(&permission.action);
    }
    actions
        .into_iter()
        .map(|(resource, actions)| [resource, " (", &actions.join(t().list_comma), ")"].concat())
        .collect()
}

/// An account. `scene` tells whether Harbor itself keeps the passwords: then there is no second factor (contract, 1.5);
/// and whether a group makes the caller an administrator, which no list says of anybody (contract, 1.7).
fn account(user: User, scene: Option<&Scene>) -> Account {
    let is_admin_myself = scene
        .is_some_and(|scene| scene.me.is_administrator() && scene.me.id == user.id.to_string());
    let role = if user.is_admin() || is_admin_myself {
        Role::Administrator
    } else {
        Role::Regular
    };
    let is_internal = scene.is_some_and(|scene| scene.survey.sources == Sources::Internal);
    Account {
        full_name: user.realname,
        email: user.email,
        second_factor: is_internal.then_some(false),
        created: user.created_at.map(Timestamp::unix_seconds),
        ..Account::new(user.id.to_string(), user.username, role)
    }
}

/// Ids come out of addresses, so they may be anything: what is no number, or one spelled in another way, is no account.
fn user_id(id: &str) -> Result<UserId, ApiError> {
    id.parse()
        .ok()
        .filter(|number: &i64| number.to_string() == id)
        .map(UserId)
        .ok_or_else(|| ApiError::of::<GetUser>(ErrorKind::NotFound))
}
