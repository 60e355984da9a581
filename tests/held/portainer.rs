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
use rollcall::api::{ApiError, Auth, Empty, Endpoint, Facts, Platform, Timestamp, explain};
use rollcall_replay::{Exchange, Flow, Sent};
use serde_json::{Value, json};

use super::body::Members;
use super::client::{credential, response, send};
use super::expected::{Expected, expected, without_texts};
use super::tally::Tally;

/// Holds every exchange of a flow against the typed client.
pub(crate) fn hold(flow: &Flow, tally: &mut Tally) {
    for exchange in &flow.exchanges {
        let place = format!("{} step {}", flow.path.display(), exchange.step);
        match endpoint_of(&exchange.request) {
            Some((facts, values)) => Held {
                place,
                facts,
                exchange,
                tally,
                is_made: true,
            }
            .call(&values),
            None => tally.n_not_ours += 1,
        }
    }
}

/// The endpoint whose method and path a request has, and the values in its path.
fn endpoint_of(sent: &Sent) -> Option<(Facts, Vec<String>)> {
    let path = sent.path().strip_prefix("/api")?;
    let parts: Vec<_> = path.split('/').collect();
    let mut found: Vec<_> = ENDPOINTS
        .into_iter()
        .filter(|facts| facts.method.name() == sent.method)
        .filter_map(|facts| {
            let template: Vec<_> = facts.path.split('/').collect();
            let fits = template.len() == parts.len()
                && template.iter().zip(&parts).all(|(place, part)| {
                    place == part || (place.starts_with('{') && !part.is_empty())
                });
            let values = template.iter().zip(&parts);
            let values: Vec<_> = values
                .filter(|(place, _)| place.starts_with('{'))
                .map(|(_, part)| (*part).to_owned())
                .collect();
            fits.then_some((facts, values))
        })
        .collect();
    // A word of the template's own goes before a place for any word.
    found.sort_by_key(|(_, values)| values.len());
    found.into_iter().next()
}

/// Whether an answer as a typed value says what the recorded text says.
type Project<A> = fn(&A) -> Value;

struct Held<'a> {
    place: String,
    facts: Facts,
    exchange: &'a Exchange,
    tally: &'a mut Tally,
    /// Whether the panel can make this request at all.
    is_made: bool,
}

impl Held<'_> {
    fn call(mut self, values: &[String]) {
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
            self.refuse("path value that is no plain number");
        }
        let id = |index: usize| numbers.get(index).copied().flatten().unwrap_or_default();
        let user_id = UserId(id(0));
        let mut body = Members::of(self.exchange.request.body.as_deref());
        match self.facts.operation {
            "user_list" => self.bare(&ListUsers, |all: &Vec<UserSummary>| {
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
                self.unless(is_long, "new password over 72 bytes");
                self.unless(
                    matches!(create.role, Role::Unknown(_)),
                    "role that nobody has",
                );
                self.with_body(&create, &body, user);
            }
            "current_user_inspect" => self.bare(&GetCurrentUser, |me: &CurrentUser| {
                let mut value = user(&me.user);
                value["forceChangePassword"] = me.force_change_password.into();
                value
            }),
            "user_inspect" => self.bare(&GetUser { id: user_id }, user),
            "user_update" => {
                let update = self.update(user_id, &mut body);
                self.with_body(&update, &body, user);
            }
            "user_delete" => self.bare(&DeleteUser { id: user_id }, nothing),
            "user_update_password" => {
                let update = UpdatePassword {
                    id: user_id,
                    current: body.needed_secret("Password"),
                    new: body.needed_secret("NewPassword"),
                };
                self.unless(update.new.len_bytes() > 72, "new password over 72 bytes");
                self.with_body(&update, &body, nothing);
            }
            "user_memberships_inspect" => self.bare(&ListMemberships { user_id }, places),
            _ => self.other_call(&id, &mut body),
        }
    }

    fn other_call(&mut self, id: &dyn Fn(usize) -> i64, body: &mut Members) {
        let user_id = UserId(id(0));
        match self.facts.operation {
            "user_get_api_keys" => self.bare(&ListApiKeys { user_id }, |keys: &Vec<ApiKey>| {
                keys.iter().map(key).collect()
            }),
            "user_generate_api_key" => {
                let create = CreateApiKey {
                    user_id,
                    description: body.needed_text("description"),
                    password: body.secret("password"),
                };
                self.with_body(&create, body, |new: &NewApiKey| {
                    json!({"rawAPIKey": new.raw.expose(), "apiKey": key(&new.key)})
                });
            }
            "user_remove_api_key" => {
                let key_id = KeyId(id(1));
                self.bare(&DeleteApiKey { user_id, key_id }, nothing);
            }
            "user_admin_check" => self.bare(&CheckAdmin, |check: &AdminCheck| {
                Value::from(*check == AdminCheck::Exists)
            }),
            "user_admin_init" => {
                let init = InitAdmin {
                    username: body.needed_text("Username"),
                    password: body.needed_secret("Password"),
                };
                self.unless(init.password.len_bytes() > 72, "new password over 72 bytes");
                self.with_body(&init, body, user);
            }
            "sign_in" => {
                let sign_in = SignIn {
                    username: body.needed_text("Username"),
                    password: body.needed_secret("Password"),
                };
                self.with_body(&sign_in, body, session);
            }
            "validate_oauth" => {
                let code = body.needed_secret("Code");
                self.with_body(&ValidateOauth { code }, body, session);
            }
            "get_public_settings" => self.bare(&GetPublicSettings, settings),
            "get_status" => self.bare(&GetStatus, status),
            "get_old_status" => self.bare(&GetOldStatus, status),
            "get_version" => self.bare(&GetVersion, |version: &Version| {
                json!({
                    "ServerVersion": version.server_version,
                    "ServerEdition": version.server_edition,
                    "LatestVersion": version.latest_version,
                    "UpdateAvailable": version.update_available,
                })
            }),
            "list_teams" => {
                let query = self.exchange.request.target.split_once('?');
                let only_led = query.is_some_and(|(_, query)| query == "onlyLedTeams=true");
                self.unless(query.is_some() && !only_led, "query");
                self.bare(&ListTeams { only_led }, |teams: &Vec<Team>| {
                    let team = |team: &Team| json!({"Id": team.id.0, "Name": team.name});
                    teams.iter().map(team).collect()
                });
            }
            "list_team_memberships" => {
                let team_id = TeamId(id(0));
                self.bare(&ListTeamMemberships { team_id }, places);
            }
            "list_all_memberships" => self.bare(&ListAllMemberships, places),
            "create_membership" => {
                let (user_id, team_id, role) = self.membership(body);
                let create = CreateMembership {
                    user_id,
                    team_id,
                    role,
                };
                self.with_body(&create, body, place);
            }
            "update_membership" => {
                let (user_id, team_id, role) = self.membership(body);
                let id = MembershipId(id(0));
                let update = UpdateMembership {
                    id,
                    user_id,
                    team_id,
                    role,
                };
                self.with_body(&update, body, place);
            }
            "delete_membership" => {
                let id = MembershipId(id(0));
                self.bare(
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

    fn update(&mut self, id: UserId, body: &mut Members) -> UpdateUser {
        let mut update = UpdateUser::new(id);
        if let Some(name) = body.text("Username") {
            self.unless(name.is_empty(), "empty text that means keep");
            update = update.rename(name);
        }
        if let Some(password) = body.secret("Password") {
            update = update.current_password(password);
        }
        if let Some(password) = body.secret("NewPassword") {
            self.unless(password.is_empty(), "empty text that means keep");
            self.unless(password.len_bytes() > 72, "new password over 72 bytes");
            update = update.new_password(password);
        }
        if let Some(color) = body.inner_text("Theme", "color") {
            update = update.theme(Theme::from(color));
        }
        if let Some(use_cache) = body.flag("UseCache") {
            update = update.use_cache(use_cache);
        }
        if let Some(role) = body.number("Role").map(Role::from) {
            self.unless(matches!(role, Role::Unknown(_)), "role that nobody has");
            update = update.set_role(role);
        }
        update
    }

    fn membership(&mut self, body: &mut Members) -> (UserId, TeamId, TeamRole) {
        let (user_id, team_id) = (body.needed_number("UserID"), body.needed_number("TeamID"));
        let role = TeamRole::from(body.needed_number("Role"));
        self.unless(matches!(role, TeamRole::Unknown(_)), "role that nobody has");
        (UserId(user_id), TeamId(team_id), role)
    }

    fn unless(&mut self, is_never_sent: bool, why: &'static str) {
        if is_never_sent {
            self.refuse(why);
        }
    }

    /// The panel never makes this request. The first reason is the one that counts.
    fn refuse(&mut self, why: &'static str) {
        if self.is_made {
            *self.tally.not_made.entry(why).or_default() += 1;
        }
        self.is_made = false;
    }

    fn bare<E: Endpoint>(&mut self, endpoint: &E, project: Project<E::Answer>) {
        self.unless(
            self.exchange.request.body.is_some(),
            "body where none is needed",
        );
        let has_query = self.exchange.request.target.contains('?');
        self.unless(has_query && E::OPERATION != "list_teams", "query");
        self.headers::<E>();
        self.finish(endpoint, project);
    }

    fn with_body<E: Endpoint>(
        &mut self,
        endpoint: &E,
        body: &Members,
        project: Project<E::Answer>,
    ) {
        self.unless(!body.is_used_up(), "body of another form");
        self.unless(self.exchange.request.target.contains('?'), "query");
        self.headers::<E>();
        self.finish(endpoint, project);
    }

    /// The panel sends a content type with a body, one credential where one is needed, and nothing else.
    fn headers<E: Endpoint>(&mut self) {
        let sent = &self.exchange.request;
        let mut n_credentials = 0;
        let mut n_types = 0;
        for (name, value) in &sent.headers {
            match (name.to_ascii_lowercase().as_str(), value.as_str()) {
                ("content-type", "application/json") => n_types += 1,
                ("authorization", value) if value.strip_prefix("Bearer ").is_some_and(is_word) => {
                    n_credentials += 1;
                }
                ("x-api-key", value) if is_word(value) => n_credentials += 1,
                _ => return self.refuse("header that the panel does not send"),
            }
        }
        let n_needed = usize::from(E::AUTH == Auth::Required);
        self.unless(n_credentials < n_needed, "no credential");
        self.unless(n_credentials > n_needed, "credential too many");
        self.unless(
            n_types != usize::from(sent.body.is_some()),
            "no content type",
        );
    }

    fn finish<E: Endpoint>(&mut self, endpoint: &E, project: Project<E::Answer>) {
        let got = &self.exchange.response;
        if self.is_made {
            let (sent, outcome) = send(
                endpoint,
                credential(Platform::Portainer, &self.exchange.request),
                got,
            );
            if !is_same_request(&self.exchange.request, &sent) {
                let error = outcome.err().map(|error| error.kind);
                self.fault(&format!(
                    "sent {sent:?} instead of {:?}, {error:?}",
                    self.exchange.request
                ));
            }
            *self.tally.rebuilt.entry(E::OPERATION).or_default() += 1;
        }
        if got.status == 0 {
            return;
        }
        *self.tally.decoded.entry(E::OPERATION).or_default() += 1;
        match (endpoint.read(&response(got)), expected(self.facts, got)) {
            (Ok(answer), Expected::Success) => self.compare(&project(&answer)),
            (Err(error), Expected::Error(kind)) => {
                if without_texts(error.kind.clone()) != kind {
                    self.fault(&format!("{:?} instead of {kind:?}", error.kind));
                }
                // What is said without the server's texts holds our own words only, and those can be anyone's password.
                let mut own = error.clone();
                own.kind = kind;
                let said = |error: &ApiError| format!("{error:?} {error} {:?}", explain(error));
                let (all, own) = (said(&error), said(&own));
                for secret in secrets(&self.exchange.request) {
                    if all.contains(&secret) && !own.contains(&secret) {
                        self.fault("an error repeats a secret of the request");
                    }
                }
            }
            (Ok(_), Expected::Error(kind)) => self.fault(&format!("success instead of {kind:?}")),
            (Err(error), Expected::Success) => self.fault(&format!("{error:?}")),
        }
    }

    /// Every member that the typed value keeps must be what the text says, and lists must be as long.
    fn compare(&mut self, typed: &Value) {
        let got = &self.exchange.response;
        let recorded: Value = match self.facts.operation {
            "user_admin_check" => Value::from(got.status == 204),
            _ => serde_json::from_str(&got.body).unwrap_or_default(),
        };
        if !is_part_of(typed, &recorded) {
            self.fault(&format!("{typed} instead of {recorded}"));
        }
    }

    fn fault(&mut self, what: &str) {
        let operation = self.facts.operation;
        let fault = format!("{}, {operation}: {what}", self.place);
        self.tally.faults.push(fault);
    }
}

/// Whether this can be a credential at all.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Method, target, headers but for their order and case, and body but for the order of its members and blanks.
fn is_same_request(recorded: &Sent, sent: &Sent) -> bool {
    let headers = |of: &Sent| {
        let lower = |(name, value): &(String, String)| (name.to_ascii_lowercase(), value.clone());
        let mut headers: Vec<_> = of.headers.iter().map(lower).collect();
        headers.sort();
        headers
    };
    let body = |of: &Sent| -> Option<Value> {
        of.body
            .as_deref()
            .map(|body| serde_json::from_str(body).unwrap())
    };
    recorded.method == sent.method
        && recorded.target == sent.target
        && headers(recorded) == headers(sent)
        && body(recorded) == body(sent)
}

fn is_part_of(typed: &Value, recorded: &Value) -> bool {
    match (typed, recorded) {
        (Value::Object(typed), Value::Object(recorded)) => typed.iter().all(|(name, value)| {
            recorded
                .get(name)
                .is_some_and(|found| is_part_of(value, found))
        }),
        (Value::Array(typed), Value::Array(recorded)) => {
            let pairs = typed.iter().zip(recorded);
            typed.len() == recorded.len() && pairs.into_iter().all(|(a, b)| is_part_of(a, b))
        }
        (typed, recorded) => typed == recorded,
    }
}

/// Passwords and codes in a request, however its body is formed, that are long enough to be told from words.
fn secrets(sent: &Sent) -> Vec<String> {
    let body: Option<Value> = sent
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok());
    let Some(Value::Object(members)) = body else {
        return Vec::new();
    };
    let is_secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.contains("password") || name == "code"
    };
    members
        .into_iter()
        .filter(|(name, _)| is_secret(name))
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .filter(|secret| secret.len() >= 8)
        .collect()
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
