//! Alauda Container Platform in neutral words.
//!
//! Every rule here mirrors one of the platform, as far as it is known; `docs/contracts/alauda.md` has them.

mod capability;
mod load;

pub(super) use capability::{absences, why_not};
pub(super) use load::list;

use super::{
    Account, Claims, Column, Fact, FirstRun, Me, Moment, PasswordRule, Profile, Role, Scene,
    Scheme, Section, Sources, Status, Survey, Token, Topic,
};
use crate::api::alauda::{
    self as wire, CheckAddress, Filter, GetLoginKey, GetPasswordKey, GetUser, GetUserObject,
    ListUserBindings, ListUserObjects, ListUsers, Source, Standing, State, User, UserBinding,
    UserField, UserName, token_claims,
};
use crate::api::{ApiError, Door, ErrorKind, Reason, Secret, Timestamp};
use crate::i18n::t;

/// The right to see the account list: what tells platform administrators and auditors from everybody else.
const LIST: &str = "list";

/// What the platform accepts, in bytes; all its characters are of one byte (contract, 5.7).
const PASSWORD: PasswordRule = PasswordRule {
    min_bytes: 8,
    max_bytes: 32,
};

pub(super) const SCHEMES: &[Scheme] = &[Scheme::Token];

pub(super) fn credential_hint(_scheme: Scheme) -> &'static str {
    t().alauda_token_hint
}

pub(super) fn columns() -> Vec<Column> {
    // No role: `is_admin` marks the first administrator only, and other roles stand elsewhere (contract, 1.4).
    let usual = [
        "name",
        "full_name",
        "status",
        "source",
        "groups",
        "last_sign_in",
    ];
    // Most names are e-mail addresses already.
    let more = ["email", "created", "id"].map(|id| Column::new(id).hidden());
    usual.into_iter().map(Column::new).chain(more).collect()
}

/// Nothing tells version or mode; what is allowed depends on where an account comes from (contract, 1.4).
pub(super) async fn survey<D: Door>(door: &D) -> Result<Survey, ApiError> {
    match door.send(GetLoginKey).await {
        Ok(_) => {}
        // Not every address forwards the platform's own sign-in.
        Err(error) if is_answered(&error) => {
            door.send(CheckAddress).await?;
        }
        Err(error) => return Err(error),
    }
    Ok(known_survey())
}

/// Whether somebody answered, and perhaps not the one who was asked for.
fn is_answered(error: &ApiError) -> bool {
    !matches!(
        error.kind,
        ErrorKind::Unreachable
            | ErrorKind::BlockedByPolicy
            | ErrorKind::TimedOut
            | ErrorKind::Cancelled
    )
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

/// A key says nothing of itself.
pub(super) fn read_key(_key: &Secret) -> Claims {
    Claims::default()
}

pub(super) fn read_token(secret: Secret) -> Token {
    let said = token_claims(&secret).unwrap_or_default();
    Token {
        expires_at: said.expires_at,
        claims: Claims {
            name: Some(said.email).filter(|email| !email.is_empty()),
            ..Claims::default()
        },
        secret,
    }
}

/// There is no call for this: the token names its owner, whose record is then read (contract, 1.4).
pub(super) async fn whoami<D: Door>(door: &D, claims: &Claims) -> Result<Me, ApiError> {
    let first = ListUsers {
        filter: None,
        sort: None,
        limit: 1,
        page: 1,
    };
    let (account, list) = futures::join!(owner(door, claims), door.send(first));
    let account = account?;
    // The token holds, so a 401 is a missing right here. A 404 can be one too, or a platform without this list: then the
    // cluster's tells. What else went wrong says nothing about rights.
    let list = match list.map(drop) {
        Err(error) if is_no_call(&error) => {
            let first = ListUserObjects {
                limit: 1,
                from: None,
            };
            door.send(first).await.map(drop)
        }
        list => list,
    };
    let grants = match list {
        Ok(()) => Some(vec![LIST.to_owned()]),
        Err(error) if is_denied(&error) || is_no_call(&error) => Some(Vec::new()),
        Err(_) => None,
    };
    Ok(Me {
        grants,
        ..account.into()
    })
}

/// Whether this may be how a server says that a permission is missing (contract, 5.1, row 21).
fn is_denied(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Forbidden(_) | ErrorKind::Refused { status: 401, .. }
    )
}

/// Whether a server has no such list, or says so to somebody who may not see it.
fn is_no_call(error: &ApiError) -> bool {
    matches!(error.kind, ErrorKind::NoSuchCall { .. })
}

/// The token's owner: their record by the rule for names, else by a search, else what the token itself says.
async fn owner<D: Door>(door: &D, claims: &Claims) -> Result<Account, ApiError> {
    let Some(login) = &claims.name else {
        // A token of another form says nothing of its owner, but must hold all the same.
        door.send(GetPasswordKey).await?;
        return Ok(Account::new(
            String::new(),
            t().alauda_unnamed.to_owned(),
            Role::Regular,
        ));
    };
    let name = UserName::of_login(login);
    let found = door.send(GetUser { name: name.clone() }).await;
    match found {
        Ok(user) => return Ok(account(user, door.now())),
        Err(error) if is_unread(&error) => {}
        Err(error) => return Err(error),
    }
    let search = ListUsers {
        filter: Filter::new(UserField::Email, login),
        sort: None,
        limit: wire::MAX_PAGE,
        page: 1,
    };
    let users = door.send(search).await.map(|page| page.items);
    let is_owner = |user: &User| user.spec.email == *login || user.spec.mail == *login;
    let user = users.unwrap_or_default().into_iter().find(is_owner);
    Ok(match user {
        Some(user) => account(user, door.now()),
        None => Account::new(name.0, login.clone(), Role::Regular),
    })
}

/// Where a 401 need not mean that the token has ended, another call tells (contract, 5.1, rows 20 and 21).
async fn settled<D: Door, T>(door: &D, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
    match outcome {
        Err(error) if matches!(error.kind, ErrorKind::Refused { status: 401, .. }) => {
            door.send(GetPasswordKey).await?;
            Err(ApiError {
                kind: ErrorKind::Forbidden(Reason::NotAllowed),
                ..error
            })
        }
        outcome => outcome,
    }
}

pub(super) async fn profile<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Profile, ApiError> {
    let name = UserName(id.to_owned());
    let bindings = async {
        // Who does not see the list may be told of their own roles.
        if capability::may_list(scene) || id == scene.me.id {
            // Whose roles cannot be read still has a profile.
            door.send(ListUserBindings).await.ok()
        } else {
            None
        }
    };
    let (user, bindings) = futures::join!(record(door, scene, name), bindings);
    match user {
        Ok(user) => {
            let bindings = bindings.map(|list| list.items);
            Ok(to_profile(user, bindings.as_deref(), door.now()))
        }
        Err(error) if id == scene.me.id && is_unread(&error) => Ok(of_token(scene)),
        Err(error) => Err(error),
    }
}

/// One account, where the platform does not know it perhaps as the cluster still does: a list may come from there.
async fn record<D: Door>(door: &D, scene: &Scene, name: UserName) -> Result<User, ApiError> {
    let user = door.send(GetUser { name: name.clone() }).await;
    match user {
        Err(error) if error.kind == ErrorKind::NotFound && capability::may_list(scene) => {
            let user = door.send(GetUserObject { name }).await;
            user.map_err(|_| error)
        }
        user => user,
    }
}

/// Whether a record is one that the caller cannot read, perhaps because it has another name than the rule gives.
fn is_unread(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ErrorKind::NotFound | ErrorKind::Forbidden(_) | ErrorKind::Unsendable(_)
    )
}

/// All that is known of a caller whose record cannot be read: what the token says.
fn of_token(scene: &Scene) -> Profile {
    let t = t();
    Profile {
        account: scene.me.clone(),
        fields: Vec::new(),
        facts: vec![
            Fact::Text(t.alauda_login, scene.me.name.clone()),
            Fact::Unknown(t.column_full_name),
            Fact::Unknown(t.column_email),
            Fact::Unknown(t.column_source),
            Fact::Unknown(t.fact_last_sign_in),
            Fact::Unknown(t.fact_created),
        ],
        sections: Vec::new(),
    }
}

fn to_profile(user: User, bindings: Option<&[UserBinding]>, now: Timestamp) -> Profile {
    let t = t();
    let text = |label, text: &str| Fact::Text(label, text.to_owned());
    let time = |label, moment: wire::Moment| match moment {
        wire::Moment::At(then) => Fact::Time(label, Some(then.unix_seconds())),
        wire::Moment::Never => Fact::Time(label, None),
        wire::Moment::Untold | wire::Moment::Unread => Fact::Unknown(label),
    };
    let spec = &user.spec;
    let mut facts = vec![
        Fact::Text(t.fact_id, user.metadata.name.0.clone()),
        text(t.alauda_login, &spec.email),
        text(t.column_full_name, &spec.username),
        text(t.column_email, &spec.mail),
        text(t.alauda_mobile, &spec.mobile),
        Fact::Text(t.column_source, source_words(user_source(&user).as_deref())),
        text(t.column_groups, &spec.groups.join(t.list_comma)),
    ];
    if spec.is_admin {
        let words = t.alauda_first_administrator.to_owned();
        facts.push(Fact::Text(t.list_role, words));
    }
    facts.extend(validity(spec.validity));
    facts.push(time(t.fact_last_sign_in, spec.last_login));
    facts.push(time(t.fact_created, user.metadata.created_at));
    if spec.continuity_errors > 0 {
        // A hint only: whether it is locked cannot be told from it (contract, 5.1, row 18).
        let n = spec.continuity_errors.to_string();
        facts.push(Fact::Text(t.alauda_failures, n));
    }
    let sections = bindings.map(|all| roles(&user, all));
    Profile {
        facts,
        fields: Vec::new(),
        sections: sections.into_iter().collect(),
        account: account(user, now),
    }
}

/// From when to when an account is valid; without both ends for good.
fn validity(validity: wire::Validity) -> Vec<Fact> {
    let t = t();
    let ends = [
        (t.alauda_valid_from, validity.begin),
        (t.alauda_valid_to, validity.end),
    ];
    let told = ends.into_iter().filter_map(|(label, end)| match end {
        wire::Moment::At(at) => Some(Fact::Time(label, Some(at.unix_seconds()))),
        wire::Moment::Unread => Some(Fact::Unknown(label)),
        wire::Moment::Never | wire::Moment::Untold => None,
    });
    let told: Vec<Fact> = told.collect();
    if told.is_empty() {
        return vec![Fact::Text(t.alauda_validity, t.alauda_for_good.to_owned())];
    }
    told
}

/// The roles that the bindings give this account, each with where it holds.
fn roles(user: &User, bindings: &[UserBinding]) -> Section {
    let t = t();
    let name = &user.metadata.name.0;
    // It is not documented which of its names a binding calls a user by.
    let is_about = |binding: &&UserBinding| {
        let subjects = &binding.spec.subjects;
        subjects.iter().any(|subject| {
            // Older servers give a single subject, perhaps without its kind.
            matches!(subject.kind.as_str(), "User" | "")
                && !subject.name.is_empty()
                && (subject.name == *name || subject.name == user.spec.email)
        })
    };
    let roles = bindings.iter().filter(is_about).map(role_words).collect();
    Section {
        title: t.alauda_roles,
        topic: Topic::Access,
        facts: vec![Fact::List(t.alauda_role, roles)],
    }
}

/// `role (scope: cluster / project / namespace, ...)`.
fn role_words(binding: &UserBinding) -> String {
    let spec = &binding.spec;
    let mut words = [spec.role.as_str(), " (", &spec.scope].concat();
    for (index, constraint) in spec.constraint.iter().enumerate() {
        words.push_str(if index == 0 { ": " } else { ", " });
        let parts = [
            &constraint.cluster,
            &constraint.project,
            &constraint.namespace,
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        words.push_str(&parts.join(" / "));
    }
    words.push(')');
    words
}

fn source_words(source: Option<&str>) -> String {
    source.unwrap_or(t().source_own).to_owned()
}

/// The source's name for people, else its kind.
fn user_source(user: &User) -> Option<String> {
    match &user.spec.source {
        Source::Local => None,
        Source::Connector(kind) if user.spec.connector_name.is_empty() => Some(kind.clone()),
        Source::Connector(_) => Some(user.spec.connector_name.clone()),
    }
}

fn account(user: User, now: Timestamp) -> Account {
    let source = user_source(&user);
    let status = status(&user, now);
    let wire::UserSpec {
        email: login,
        username,
        mail,
        is_admin,
        last_login,
        groups,
        ..
    } = user.spec;
    let id = user.metadata.name.0;
    let role = if is_admin {
        Role::Administrator
    } else {
        Role::Regular
    };
    let email = if mail.is_empty() && login.contains('@') {
        login.clone()
    } else {
        mail
    };
    // Lists may leave out everything but the record's name.
    let name = [&login, &username, &id]
        .into_iter()
        .find(|name| !name.is_empty())
        .cloned()
        .unwrap_or_default();
    Account {
        full_name: username,
        email,
        status,
        last_sign_in: match last_login {
            wire::Moment::At(then) => Moment::At(then.unix_seconds()),
            wire::Moment::Never => Moment::Never,
            wire::Moment::Untold | wire::Moment::Unread => Moment::Unknown,
        },
        created: user.metadata.created_at.at().map(Timestamp::unix_seconds),
        groups,
        source,
        ..Account::new(id, name, role)
    }
}

fn status(user: &User, now: Timestamp) -> Status {
    let t = t();
    let spec = &user.spec;
    match spec.standing(now) {
        Standing::Deleted => Status::Other(t.alauda_deleted.to_owned()),
        Standing::Invalid => Status::Other(t.alauda_invalid.to_owned()),
        Standing::Disabled => Status::Disabled,
        Standing::Expired => {
            let begin = spec.validity.begin.at();
            if begin.is_some_and(|begin| now < begin) {
                Status::Pending
            } else {
                Status::Expired
            }
        }
        Standing::Normal => match &spec.state {
            State::Other(word) => Status::Other(word.clone()),
            _ => Status::Active,
        },
    }
}
