//! `SFTPGo` in neutral words: the accounts are its users; who signs in here is an administrator, which is another table.
//!
//! Every rule here mirrors one of the server; `docs/contracts/sftpgo.md` has them.

mod capability;
mod load;
mod profile;

pub(super) use capability::{absences, why_not};
pub(super) use load::list;
pub(super) use profile::profile;

use super::{
    Account, Claims, Column, FirstRun, Me, Moment, PasswordRule, Proof, Role, Scheme, Sources,
    Status, Survey, Token,
};
use crate::api::sftpgo::{
    CheckHealth, CheckInterface, GetAdmin, GetOwnProfile, GetVersion, MAX_PASSWORD_BYTES, SignIn,
    User, resets_by_edit, token_claims,
};
use crate::api::{ApiError, Door, ErrorKind, Reason, Secret, Timestamp};
use crate::i18n::t;

pub(super) const SCHEMES: &[Scheme] = &[Scheme::Passcode, Scheme::ApiKey];

/// Stands among the grants of a session that must set up a second factor first.
const NEEDS_SECOND_FACTOR: &str = "2fa_required";

/// Stands among the grants of a session that must set a new password first.
const NEEDS_NEW_PASSWORD: &str = "chpwd";

/// Before the id of an administrator: one may have the name of a user, and the two are not the same account.
const ADMIN: &str = "admin/";

pub(super) fn credential_hint(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::ApiKey => t().sftpgo_key_hint,
        _ => "",
    }
}

pub(super) fn columns() -> Vec<Column> {
    let mut columns = [
        "name",
        "email",
        "status",
        "second_factor",
        "last_sign_in",
        "groups",
    ]
    .map(Column::new)
    .to_vec();
    columns.push(Column::new("created").hidden());
    columns
}

/// Rules and whether there is an administrator are told to nobody before sign-in, the version in a header if at all
/// (contract, 1.6).
pub(super) async fn survey<D: Door>(door: &D) -> Result<Survey, ApiError> {
    let version = match door.send(CheckHealth).await {
        Ok(alive) => alive.version,
        // A proxy may hand on the interface and nothing else of the server.
        Err(error) if is_elsewhere(&error) => match door.send(CheckInterface).await {
            Ok(interface) => interface.version,
            Err(second) if is_elsewhere(&second) => return Err(error),
            Err(second) => return Err(second),
        },
        Err(error) => return Err(error),
    };
    Ok(Survey {
        version,
        sources: Sources::Internal,
        password_rule: PasswordRule {
            min_bytes: 1,
            max_bytes: MAX_PASSWORD_BYTES,
        },
        first_run: FirstRun::Untold,
        are_teams_synced: false,
    })
}

/// Whether something else than the server answered.
const fn is_elsewhere(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ErrorKind::NotThePlatform { .. } | ErrorKind::NoSuchCall { .. }
    )
}

pub(super) async fn sign_in<D: Door>(
    door: &D,
    name: &str,
    password: Secret,
    passcode: Option<Secret>,
) -> Result<Proof, ApiError> {
    if name.contains(':') {
        let why = ErrorKind::Forbidden(Reason::ColonInName);
        return Err(ApiError::of::<SignIn>(why));
    }
    let answer = door
        .send(SignIn {
            username: name.to_owned(),
            password,
            passcode,
        })
        .await?;
    let token = read_token(answer.access_token);
    Ok(Proof::Token(Token {
        // What the server says outside of the token counts: no later answer tells that a session has ended.
        expires_at: answer.expires_at.or(token.expires_at),
        ..token
    }))
}

/// The third part of a key names the administrator whom it acts for, if it is bound to none (contract, 1.2).
pub(super) fn read_key(key: &Secret) -> Claims {
    let name = key.part('.', 2).filter(|name| !name.is_empty());
    Claims {
        name: name.map(str::to_owned),
        ..Claims::default()
    }
}

pub(super) fn read_token(secret: Secret) -> Token {
    let Some(said) = token_claims(&secret) else {
        return Token {
            secret,
            expires_at: None,
            claims: Claims::default(),
        };
    };
    let mut grants = said.permissions;
    if said.needs_second_factor {
        grants.push(NEEDS_SECOND_FACTOR.to_owned());
    }
    if said.needs_new_password {
        grants.push(NEEDS_NEW_PASSWORD.to_owned());
    }
    Token {
        secret,
        expires_at: said.expires_at,
        claims: Claims {
            name: Some(said.username),
            tenant: (!said.role.is_empty()).then_some(said.role),
            grants: Some(grants),
            ..Claims::default()
        },
    }
}

/// Only the token knows the name and what its owner may do; the profile proves that it holds, and tells the e-mail address.
/// With a key nobody can be asked, unless the key names its owner and may read administrators (contract, 1.6).
pub(super) async fn whoami<D: Door>(door: &D, claims: &Claims) -> Result<Me, ApiError> {
    let name = claims.name.clone().unwrap_or_default();
    let mut me = Me {
        tenant: claims.tenant.clone(),
        grants: claims.grants.clone(),
        account: administrator(&name),
    };
    if let Some(grants) = &mut me.grants {
        me.account.email = door.send(GetOwnProfile).await?.email;
        // Which release it is matters to few, so that only those ask.
        if is_told_by_release(grants)
            && let Ok(server) = door.send(GetVersion).await
        {
            complete(grants, &server.version);
        }
        return Ok(me);
    }
    let server = door.send(GetVersion).await?;
    if !name.is_empty()
        && let Ok(admin) = door.send(GetAdmin { username: name }).await
    {
        let mut grants = admin.permissions;
        complete(&mut grants, &server.version);
        me.account.email = admin.email;
        me.grants = Some(grants);
        me.tenant = (!admin.role.is_empty()).then_some(admin.role);
    }
    Ok(me)
}

/// Whether it depends on the release who of these may reset a second factor (contract, 5.15).
fn is_told_by_release(grants: &[String]) -> bool {
    let has = |word: &str| grants.iter().any(|grant| grant == word);
    has("edit_users") && !has("disable_mfa") && !has("*")
}

/// Adds what a permission of an earlier release holds besides.
fn complete(grants: &mut Vec<String>, version: &str) {
    if is_told_by_release(grants) && resets_by_edit(version) {
        grants.push("disable_mfa".to_owned());
    }
}

fn administrator(name: &str) -> Account {
    let shown = if name.is_empty() {
        t().sftpgo_key_owner
    } else {
        name
    };
    let id = [ADMIN, name].concat();
    Account::new(id, shown.to_owned(), Role::Administrator)
}

fn seconds(time: Option<Timestamp>) -> Option<i64> {
    time.map(Timestamp::unix_seconds)
}

/// Expired is no status of the server's: the end is in the past (contract, 5.9).
fn status(user: &User, now: Timestamp) -> Status {
    if !user.is_enabled() {
        Status::Disabled
    } else if user.expires_at().is_some_and(|end| end <= now) {
        Status::Expired
    } else {
        Status::Active
    }
}

/// An account. Its name is its id: numbers are used again after a deletion (contract, 3.1).
fn account(user: &User, now: Timestamp) -> Account {
    let name = user.username();
    Account {
        email: user.email(),
        status: status(user, now),
        second_factor: Some(user.second_factor().is_some()),
        last_sign_in: match seconds(user.last_login_at()) {
            Some(secs) => Moment::At(secs),
            None => Moment::Never,
        },
        created: seconds(user.created_at()),
        groups: user.groups().into_iter().map(|group| group.name).collect(),
        ..Account::new(name.clone(), name, Role::Regular)
    }
}
