//! Portainer in neutral words.
//!
//! Every rule here mirrors one of the server, or a guard that the server lacks; `docs/contracts/portainer.md` has both.

mod capability;
mod team;
mod write;

use std::collections::BTreeMap;

pub(super) use capability::{
    absences, deletion_consequences, has_password_here, new_account_has_password, why_not,
};
pub(super) use team::{access, groups, join_team, leads_a_team, leave_team, set_leader};
pub(super) use write::{change_own_password, create, delete, save, set_password, set_role};

use super::{
    Account, Claims, Column, Fact, Field, FieldKind, FirstRun, Key, Me, NewKey, PasswordRule,
    Profile, Proof, Role, Scene, Scheme, Sources, Survey, Token,
};
use crate::api::portainer::{
    self as wire, AuthMode, CheckAdmin, CreateApiKey, DeleteApiKey, GetCurrentUser, GetOldStatus,
    GetPublicSettings, GetUser, InitAdmin, ListApiKeys, ListUsers, SignIn, UserId, first_run,
};
use crate::api::{ApiError, Door, Endpoint, ErrorKind, Secret, Timestamp};
use crate::i18n::{fill, number, t};
use crate::platform::Act;

/// bcrypt takes no more; beyond it the server answers 500 (contract, 5.4).
const MAX_PASSWORD_BYTES: usize = 72;

/// The published limit says 128, the code refuses 128 (contract, 3.3).
const MAX_DESCRIPTION: usize = 127;

pub(super) const SCHEMES: &[Scheme] = &[Scheme::Password, Scheme::ApiKey, Scheme::Token];

pub(super) fn credential_hint(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::ApiKey => t().connect_api_key_limit,
        _ => "",
    }
}

pub(super) fn columns() -> Vec<Column> {
    ["name", "role", "teams", "id"].map(Column::new).to_vec()
}

pub(super) async fn survey<D: Door>(door: &D) -> Result<Survey, ApiError> {
    let (settings, check, status) = futures::join!(
        door.send(GetPublicSettings),
        door.send(CheckAdmin),
        door.send(GetOldStatus)
    );
    // The public settings and the old status answer even after the first run has timed out.
    let settings = settings?;
    let first_run = first_run(&check, Some(&status));
    if matches!(
        first_run,
        wire::FirstRun::Unreachable | wire::FirstRun::Unknown
    ) {
        check?;
    }
    Ok(Survey {
        // A server that hides its version is no reason to keep anybody out.
        version: status.ok().map(|status| status.version),
        sources: match settings.auth_mode {
            AuthMode::Internal => Sources::Internal,
            AuthMode::Ldap => Sources::Directory,
            AuthMode::Oauth => Sources::SingleSignOn,
            AuthMode::Unknown(other) => Sources::Other(other.to_string()),
        },
        password_rule: PasswordRule {
            min_bytes: usize::try_from(settings.min_password_bytes.max(1)).unwrap_or(1),
            max_bytes: MAX_PASSWORD_BYTES,
        },
        first_run: match first_run {
            wire::FirstRun::Done => FirstRun::Done,
            wire::FirstRun::TimedOut => FirstRun::TimedOut,
            _ => FirstRun::Due,
        },
        are_teams_synced: settings.team_sync,
    })
}

pub(super) async fn sign_in<D: Door>(
    door: &D,
    name: &str,
    password: Secret,
) -> Result<Proof, ApiError> {
    let answer = door
        .send(SignIn {
            username: name.to_owned(),
            password,
        })
        .await?;
    Ok(Proof::Token(read_token(answer.jwt)))
}

/// A key says nothing of itself.
pub(super) fn read_key(_key: &Secret) -> Claims {
    Claims::default()
}

/// Reads the end of a token; that of a pasted one too.
pub(super) fn read_token(secret: Secret) -> Token {
    let claims = wire::token_claims(&secret);
    Token {
        expires_at: claims.as_ref().and_then(|claims| claims.expires_at),
        claims: Claims::default(),
        secret,
    }
}

pub(super) async fn create_first_administrator<D: Door>(
    door: &D,
    name: &str,
    password: Secret,
) -> Result<Account, ApiError> {
    let user = door
        .send(InitAdmin {
            username: name.to_owned(),
            password,
        })
        .await?;
    Ok(account(user.id, user.username, user.role))
}

pub(super) async fn whoami<D: Door>(door: &D) -> Result<Me, ApiError> {
    let me = door.send(GetCurrentUser).await?;
    Ok(account(me.user.id, me.user.username, me.user.role).into())
}

pub(super) async fn list<D: Door>(door: &D) -> Result<Vec<Account>, ApiError> {
    // One request loads everything: Portainer has no paging (contract, 5.1).
    let users = door.send(ListUsers).await?;
    Ok(users
        .into_iter()
        .map(|user| account(user.id, user.username, user.role))
        .collect())
}

pub(super) async fn profile<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Profile, ApiError> {
    let user = door.send(GetUser { id: user_id(id)? }).await?;
    Ok(to_profile(scene, user))
}

fn to_profile(scene: &Scene, user: wire::User) -> Profile {
    let t = t();
    let target = account(user.id, user.username, user.role);
    let rename = why_not(scene, Act::Rename, Some(&target));
    let settings = why_not(scene, Act::EditSettings, Some(&target));
    let mut themes: Vec<(String, String)> = [
        ("", t.portainer_theme_unset),
        ("auto", t.portainer_theme_auto),
        ("light", t.portainer_theme_light),
        ("dark", t.portainer_theme_dark),
        ("highcontrast", t.portainer_theme_contrast),
    ]
    .into_iter()
    .map(|(value, words)| (value.to_owned(), words.to_owned()))
    .collect();
    let theme = user.theme.word().to_owned();
    if !themes.iter().any(|(value, _)| *value == theme) {
        // The server stores any text as a theme; what is stored stays a choice.
        themes.push((theme.clone(), theme.clone()));
    }
    let fields = vec![
        Field {
            id: "name",
            label: t.new_name,
            kind: FieldKind::Text,
            value: target.name.clone(),
            hint: Some(t.portainer_name_rename),
            locked: rename,
        },
        Field {
            id: "theme",
            label: t.portainer_theme,
            kind: FieldKind::Choice(themes),
            value: theme,
            hint: Some(t.portainer_theme_hint),
            locked: settings.clone(),
        },
        Field {
            id: "use_cache",
            label: t.portainer_cache,
            kind: FieldKind::Toggle,
            value: user.use_cache.to_string(),
            hint: Some(t.portainer_cache_hint),
            locked: settings,
        },
    ];
    let facts = vec![
        Fact::Text(t.fact_id, target.id.clone()),
        Fact::Text(t.list_role, role_words(&target.role)),
        Fact::Time(
            t.fact_sessions_ended,
            user.sessions_valid_from.map(Timestamp::unix_seconds),
        ),
        Fact::Unknown(t.fact_last_sign_in),
        Fact::Unknown(t.fact_created),
    ];
    Profile {
        account: target,
        fields,
        facts,
        sections: Vec::new(),
    }
}

pub(super) fn check_field(field: &str, value: &str) -> Result<(), String> {
    let t = t();
    match field {
        "name" if value.is_empty() => Err(t.new_name_empty.to_owned()),
        "name" if value.contains(' ') => Err(t.new_name_space.to_owned()),
        _ => Ok(()),
    }
}

pub(super) async fn keys<D: Door>(door: &D, id: &str) -> Result<Vec<Key>, ApiError> {
    let keys = door
        .send(ListApiKeys {
            user_id: user_id(id)?,
        })
        .await?;
    Ok(keys.into_iter().map(key).collect())
}

pub(super) async fn create_key<D: Door>(
    door: &D,
    id: &str,
    description: &str,
    password: Option<Secret>,
) -> Result<NewKey, ApiError> {
    let new = door
        .send(CreateApiKey {
            user_id: user_id(id)?,
            description: description.to_owned(),
            password,
        })
        .await?;
    Ok(NewKey {
        secret: new.raw,
        key: key(new.key),
    })
}

pub(super) fn check_key_description(description: &str) -> Result<(), String> {
    let t = t();
    let n = description.chars().count();
    if description
        .chars()
        .all(|c| c.is_ascii_whitespace() || c == '\u{b}')
    {
        Err(t.key_description_empty.to_owned())
    } else if n > MAX_DESCRIPTION {
        Err(fill(t.key_description_long, &[("n", &number(n))]))
    } else {
        Ok(())
    }
}

pub(super) async fn revoke_key<D: Door>(door: &D, id: &str, key: &str) -> Result<(), ApiError> {
    door.send(DeleteApiKey {
        user_id: user_id(id)?,
        key_id: key_id(key)?,
    })
    .await?;
    Ok(())
}

fn key(key: wire::ApiKey) -> Key {
    Key {
        id: key.id.0.to_string(),
        label: key.description,
        prefix: Some(key.prefix),
        created: Some(key.created_at.unix_seconds()),
        last_used: key.last_used_at.map(Timestamp::unix_seconds),
    }
}

fn account(id: UserId, name: String, role: wire::Role) -> Account {
    let role = match role {
        wire::Role::Administrator => Role::Administrator,
        wire::Role::Regular => Role::Regular,
        wire::Role::Unknown(other) => Role::Other(other.to_string()),
    };
    Account {
        second_factor: Some(false),
        ..Account::new(id.0.to_string(), name, role)
    }
}

/// A role in words.
fn role_words(role: &Role) -> String {
    let t = t();
    match role {
        Role::Administrator => t.role_administrator.to_owned(),
        Role::Regular => t.role_regular.to_owned(),
        Role::Other(value) => fill(t.role_other, &[("value", value)]),
    }
}

/// Ids come out of addresses, so they may be anything: what is no number, or one spelled in another way, is no account.
fn number_of<E: Endpoint>(id: &str) -> Result<i64, ApiError> {
    id.parse()
        .ok()
        .filter(|number: &i64| number.to_string() == id)
        .ok_or_else(|| ApiError::of::<E>(ErrorKind::NotFound))
}

fn user_id(id: &str) -> Result<UserId, ApiError> {
    number_of::<GetUser>(id).map(UserId)
}

fn key_id(id: &str) -> Result<wire::KeyId, ApiError> {
    number_of::<DeleteApiKey>(id).map(wire::KeyId)
}

/// Changes of a form, by field id.
type Changes = BTreeMap<&'static str, String>;
