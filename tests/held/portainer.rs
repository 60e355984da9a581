//! Portainer's recorded exchanges as typed values.

use rollcall::api::portainer::{
    AdminCheck, ApiKey, AuthMode, CheckAdmin, CreateApiKey, CreateMembership, CreateUser,
    CurrentUser, DeleteApiKey, DeleteMembership, DeleteUser, ENDPOINTS, GetCurrentUser,
    GetOldStatus, GetPublicSettings, GetStatus, GetUser, GetVersion, InitAdmin, KeyId,
    ListAllMemberships, ListApiKeys, ListMemberships, ListTeamMemberships, ListTeams, ListUsers,
    MembershipId, NewApiKey, PublicSettings, Role, Session, SignIn, Status, Team, TeamId,
    TeamMembership, TeamRole, Theme, UpdateMembership, UpdatePassword, UpdateUser, User, UserId,
    UserSummary, ValidateOauth, Version,
};
use rollcall::api::{Empty, Facts, Platform, Timestamp};
use rollcall_replay::{Flow, Got};
use serde_json::{Value, json};

use super::body::Members;
use super::client::credential;
use super::core::{Dialect, Header, Held, is_word};
use super::expected::expected;
use super::tally::Tally;

/// Holds every exchange of a flow against the typed client.
pub(crate) fn hold(flow: &Flow, tally: &mut Tally) {
    let dialect = Dialect {
        endpoints: ENDPOINTS.to_vec(),
        expected: |facts, _id, got| expected(facts, got),
        credential: |sent| credential(Platform::Portainer, sent),
        header,
        recorded,
    };
    for exchange in &flow.exchanges {
        let place = format!("{} step {}", flow.path.display(), exchange.step);
        match dialect.endpoint_of(&exchange.request) {
            Some((facts, values)) => call(
                &mut Held {
                    place,
                    facts,
                    dialect: &dialect,
                    exchange,
                    tally,
                    id: 0,
                    is_query_used: false,
                    is_made: true,
                },
                &values,
            ),
            None => tally.n_not_ours += 1,
        }
    }
}

fn header(name: &str, value: &str) -> Header {
    match (name, value) {
        ("content-type", "application/json") => Header::ContentType,
        ("authorization", value) if value.strip_prefix("Bearer ").is_some_and(is_word) => {
            Header::Credential
        }
        ("x-api-key", value) if is_word(value) => Header::Credential,
        _ => Header::Other,
    }
}

fn recorded(facts: Facts, got: &Got) -> Value {
    match facts.operation {
        "user_admin_check" => Value::from(got.status == 204),
        _ => serde_json::from_str(&got.body).unwrap_or_default(),
    }
}

fn call(held: &mut Held<'_>, values: &[String]) {
    let numbers: Vec<Option<i64>> = values
        .iter()
        .map(|value| {
            value
                .parse::<i64>()
                .ok()
                .filter(|id| id.to_string() == *value)
        })
        .collect();
    if numbers.contains(&None) {
        held.refuse("path value that is no plain number");
    }
    let id = |index: usize| numbers.get(index).copied().flatten().unwrap_or_default();
    let user_id = UserId(id(0));
    let mut body = Members::of(held.exchange.request.body.as_deref());
    match held.facts.operation {
        "user_list" => held.bare(&ListUsers, |all: &Vec<UserSummary>| {
            all.iter().map(summary).collect()
        }),
        "user_create" => {
            let create = CreateUser {
                username: body.needed_text("Username"),
                password: body.secret("Password"),
                role: Role::from(body.needed_number("Role")),
            };
            let is_long = create
                .password
                .as_ref()
                .is_some_and(|new| new.len_bytes() > 72);
            held.unless(is_long, "new password over 72 bytes");
            held.unless(
                matches!(create.role, Role::Unknown(_)),
                "role that nobody has",
            );
            held.with_body(&create, &body, user);
        }
        "current_user_inspect" => held.bare(&GetCurrentUser, |me: &CurrentUser| {
            let mut value = user(&me.user);
            value["forceChangePassword"] = me.force_change_password.into();
            value
        }),
        "user_inspect" => held.bare(&GetUser { id: user_id }, user),
        "user_update" => {
            let update = update(held, user_id, &mut body);
            held.with_body(&update, &body, user);
        }
        "user_delete" => held.bare(&DeleteUser { id: user_id }, nothing),
        "user_update_password" => {
            let update = UpdatePassword {
                id: user_id,
                current: body.needed_secret("Password"),
                new: body.needed_secret("NewPassword"),
            };
            held.unless(update.new.len_bytes() > 72, "new password over 72 bytes");
            held.with_body(&update, &body, nothing);
        }
        "user_memberships_inspect" => held.bare(&ListMemberships { user_id }, places),
        _ => other_call(held, &id, &mut body),
    }
}

fn other_call(held: &mut Held<'_>, id: &dyn Fn(usize) -> i64, body: &mut Members) {
    let user_id = UserId(id(0));
    match held.facts.operation {
        "user_get_api_keys" => held.bare(&ListApiKeys { user_id }, |keys: &Vec<ApiKey>| {
            keys.iter().map(key).collect()
        }),
        "user_generate_api_key" => {
            let create = CreateApiKey {
                user_id,
                description: body.needed_text("description"),
                password: body.secret("password"),
            };
            held.with_body(
                &create,
                body,
                |new: &NewApiKey| json!({"rawAPIKey": new.raw.expose(), "apiKey": key(&new.key)}),
            );
        }
        "user_remove_api_key" => {
            let key_id = KeyId(id(1));
            held.bare(&DeleteApiKey { user_id, key_id }, nothing);
        }
        "user_admin_check" => held.bare(&CheckAdmin, |check: &AdminCheck| {
            Value::from(*check == AdminCheck::Exists)
        }),
        "user_admin_init" => {
            let init = InitAdmin {
                username: body.needed_text("Username"),
                password: body.needed_secret("Password"),
            };
            held.unless(init.password.len_bytes() > 72, "new password over 72 bytes");
            held.with_body(&init, body, user);
        }
        "sign_in" => {
            let sign_in = SignIn {
                username: body.needed_text("Username"),
                password: body.needed_secret("Password"),
            };
            held.with_body(&sign_in, body, session);
        }
        "validate_oauth" => {
            let code = body.needed_secret("Code");
            held.with_body(&ValidateOauth { code }, body, session);
        }
        "get_public_settings" => held.bare(&GetPublicSettings, settings),
        "get_status" => held.bare(&GetStatus, status),
        "get_old_status" => held.bare(&GetOldStatus, status),
        "get_version" => held.bare(&GetVersion, |version: &Version| {
            json!({
                "ServerVersion": version.server_version,
                "ServerEdition": version.server_edition,
                "LatestVersion": version.latest_version,
                "UpdateAvailable": version.update_available,
            })
        }),
        "list_teams" => {
            let query = held.exchange.request.target.split_once('?');
            let only_led = query.is_some_and(|(_, query)| query == "onlyLedTeams=true");
            held.is_query_used = only_led;
            held.bare(&ListTeams { only_led }, |teams: &Vec<Team>| {
                let team = |team: &Team| json!({"Id": team.id.0, "Name": team.name});
                teams.iter().map(team).collect()
            });
        }
        "list_team_memberships" => {
            let team_id = TeamId(id(0));
            held.bare(&ListTeamMemberships { team_id }, places);
        }
        "list_all_memberships" => held.bare(&ListAllMemberships, places),
        "create_membership" => {
            let (user_id, team_id, role) = membership(held, body);
            let create = CreateMembership {
                user_id,
                team_id,
                role,
            };
            held.with_body(&create, body, place);
        }
        "update_membership" => {
            let (user_id, team_id, role) = membership(held, body);
            let id = MembershipId(id(0));
            let update = UpdateMembership {
                id,
                user_id,
                team_id,
                role,
            };
            held.with_body(&update, body, place);
        }
        "delete_membership" => {
            let id = MembershipId(id(0));
            held.bare(
                &DeleteMembership {
                    id,
                    user_id: UserId(0),
                },
                nothing,
            );
        }
        other => panic!("{other} is not held against recordings"),
    }
}

fn update(held: &mut Held<'_>, id: UserId, body: &mut Members) -> UpdateUser {
    let mut update = UpdateUser::new(id);
    if let Some(name) = body.text("Username") {
        held.unless(name.is_empty(), "empty text that means keep");
        update = update.rename(name);
    }
    if let Some(password) = body.secret("Password") {
        update = update.current_password(password);
    }
    if let Some(password) = body.secret("NewPassword") {
        held.unless(password.is_empty(), "empty text that means keep");
        held.unless(password.len_bytes() > 72, "new password over 72 bytes");
        update = update.new_password(password);
    }
    if let Some(color) = body.inner_text("Theme", "color") {
        update = update.theme(Theme::from(color));
    }
    if let Some(use_cache) = body.flag("UseCache") {
        update = update.use_cache(use_cache);
    }
    if let Some(role) = body.number("Role").map(Role::from) {
        held.unless(matches!(role, Role::Unknown(_)), "role that nobody has");
        update = update.set_role(role);
    }
    update
}

fn membership(held: &mut Held<'_>, body: &mut Members) -> (UserId, TeamId, TeamRole) {
    let (user_id, team_id) = (body.needed_number("UserID"), body.needed_number("TeamID"));
    let role = TeamRole::from(body.needed_number("Role"));
    held.unless(matches!(role, TeamRole::Unknown(_)), "role that nobody has");
    (UserId(user_id), TeamId(team_id), role)
}

fn seconds(time: Option<Timestamp>) -> i64 {
    time.map(Timestamp::unix_seconds).unwrap_or_default()
}

fn summary(of: &UserSummary) -> Value {
    json!({"Id": of.id.0, "Username": of.username, "Role": of.role.number()})
}

fn user(of: &User) -> Value {
    json!({
        "Id": of.id.0,
        "Username": of.username,
        "Role": of.role.number(),
        "TokenIssueAt": seconds(of.sessions_valid_from),
        "ThemeSettings": {"color": of.theme.word()},
        "UseCache": of.use_cache,
    })
}

fn key(of: &ApiKey) -> Value {
    json!({
        "id": of.id.0,
        "userId": of.user_id.0,
        "description": of.description,
        "prefix": of.prefix,
        "dateCreated": of.created_at.unix_seconds(),
        "lastUsed": seconds(of.last_used_at),
    })
}

fn place(of: &TeamMembership) -> Value {
    json!({"Id": of.id.0, "UserID": of.user_id.0, "TeamID": of.team_id.0, "Role": of.role.number()})
}

#[expect(
    clippy::ptr_arg,
    reason = "it must have the type of the endpoint's answer"
)]
fn places(all: &Vec<TeamMembership>) -> Value {
    all.iter().map(place).collect()
}

fn session(of: &Session) -> Value {
    json!({"jwt": of.jwt.expose()})
}

fn status(of: &Status) -> Value {
    json!({"Version": of.version, "InstanceID": of.instance_id})
}

fn settings(of: &PublicSettings) -> Value {
    let mode = match of.auth_mode {
        AuthMode::Internal => 1,
        AuthMode::Ldap => 2,
        AuthMode::Oauth => 3,
        AuthMode::Unknown(number) => number,
    };
    json!({
        "AuthenticationMethod": mode,
        "RequiredPasswordLength": of.min_password_bytes,
        "OAuthLoginURI": of.oauth_login_uri,
        "OAuthLogoutURI": of.oauth_logout_uri,
        "TeamSync": of.team_sync,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "all projections have one form"
)]
fn nothing(_: &Empty) -> Value {
    Value::Null
}
