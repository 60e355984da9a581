//! Who is calling, and sign-in and sign-out (contract 1.2, 1.3 and 2.2, E1 and E2).

use super::answer::{Answer, bad_payload, empty, failure, ok};
use super::json::{Shape, Struct, decode};
use super::signing::{Claims, digest, issue, open};
use super::state::{LEADER, LogoutProfile, REGULAR, User};
use super::{Call, Portainer};
use crate::clock::http_date;
use crate::http::{Request, Response};

/// The session cookie; it holds a JWT, despite its name.
pub(crate) const SESSION_COOKIE: &str = "portainer_api_key";

/// Keys note their use at most once a minute.
const USE_NOTED_EVERY_S: u64 = 60;

/// The account behind a request, as its credential says.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) id: i64,
    pub(crate) role: i64,
    pub(crate) must_change_password: bool,
}

impl Caller {
    pub(crate) fn is_admin(&self) -> bool {
        self.role == super::state::ADMINISTRATOR
    }

    /// 403 unless the caller is this account or an administrator.
    pub(crate) fn owns(&self, id: i64, message: &str) -> Result<(), Response> {
        if self.is_admin() || self.id == id {
            Ok(())
        } else {
            Err(failure(403, message, "Unauthorized"))
        }
    }
}

/// Whether key and `Authorization` came together, which is refused without a session cookie.
pub(crate) fn has_two_headers(request: &Request) -> bool {
    let is_given = |name| {
        request
            .find(name)
            .is_some_and(|value| !value.trim().is_empty())
    };
    is_given("X-API-KEY") && is_given("Authorization")
}

fn key_of(request: &Request) -> Option<String> {
    let header = request.find("X-API-KEY").unwrap_or_default().trim();
    if !header.is_empty() {
        return Some(header.to_owned());
    }
    request
        .query_pairs()
        .into_iter()
        .find(|(name, value)| name.eq_ignore_ascii_case("x-api-key") && !value.is_empty())
        .map(|(_, value)| value.trim().to_owned())
}

fn bearer_of(request: &Request) -> Option<String> {
    request
        .query_value("token")
        .filter(|token| !token.is_empty())
        .or_else(|| {
            let header = request.find("Authorization")?;
            Some(header.strip_prefix("Bearer ").unwrap_or(header).to_owned())
        })
}

fn unauthorized(message: &str) -> Response {
    failure(401, message, "Unauthorized")
}

fn access_denied() -> Response {
    failure(403, "Access denied", "Unauthorized")
}

static SIGN_IN: Struct = Struct {
    name: "auth.authenticatePayload",
    fields: &[("Username", Shape::Text), ("Password", Shape::Text)],
};

impl Portainer {
    /// Counts a request of the four limited routes.
    pub(crate) fn limit(&mut self, call: &Call) -> Result<(), Response> {
        if self.limiter.admits(&call.request.peer, call.clock.now_ms()) {
            Ok(())
        } else {
            Err(failure(403, "Access denied", "Access denied to resource"))
        }
    }

    /// Anybody signed in; the first credential found decides.
    pub(crate) fn signed_in(&mut self, call: &Call) -> Result<Caller, Response> {
        let now_s = call.clock.now_s();
        let caller = if let Some(key) = key_of(call.request) {
            self.caller_of_key(&key, now_s)
        } else if let Some(token) = call.request.cookie(SESSION_COOKIE) {
            self.caller_of_token(token, now_s)
        } else if let Some(token) = bearer_of(call.request) {
            self.caller_of_token(&token, now_s)
        } else {
            return Err(unauthorized("A valid authorization token is missing"));
        };
        caller.ok_or_else(|| unauthorized("Invalid JWT token"))
    }

    /// An administrator.
    pub(crate) fn admin(&mut self, call: &Call) -> Result<Caller, Response> {
        let caller = self.signed_in(call)?;
        if caller.is_admin() {
            Ok(caller)
        } else {
            Err(access_denied())
        }
    }

    /// An administrator or somebody who leads a team.
    pub(crate) fn leader(&mut self, call: &Call) -> Result<Caller, Response> {
        let caller = self.signed_in(call)?;
        if caller.is_admin() || self.leads_any(caller.id) {
            Ok(caller)
        } else {
            Err(access_denied())
        }
    }

    /// Whether an account leads a team.
    pub(crate) fn leads_any(&self, user: i64) -> bool {
        self.memberships
            .values()
            .any(|membership| membership.user == user && membership.role == LEADER)
    }

    /// Whether a JWT or a cookie is among the credentials; keys cannot be made without (S10).
    pub(crate) fn has_session(&self, call: &Call) -> bool {
        let now_s = call.clock.now_s();
        let cookie = call.request.cookie(SESSION_COOKIE).map(str::to_owned);
        bearer_of(call.request)
            .into_iter()
            .chain(cookie)
            .any(|token| self.caller_of_token(&token, now_s).is_some())
    }

    fn caller_of_key(&mut self, raw: &str, now_s: u64) -> Option<Caller> {
        let id = self.keys_by_digest.get(&digest(raw))?;
        let key = self.keys.get_mut(id)?;
        let user = self.users.get(&key.user)?;
        if key.last_used_s + USE_NOTED_EVERY_S < now_s {
            key.last_used_s = now_s;
        }
        Some(Caller {
            id: user.id,
            role: user.role,
            must_change_password: false,
        })
    }

    fn caller_of_token(&self, token: &str, now_s: u64) -> Option<Caller> {
        let claims = self.live_claims(token, now_s)?;
        Some(Caller {
            id: claims.id,
            role: claims.role,
            must_change_password: claims.must_change_password,
        })
    }

    fn live_claims(&self, token: &str, now_s: u64) -> Option<Claims> {
        let claims = open(token, &self.signing_key)?;
        let user = self.users.get(&claims.id)?;
        // A token of the very second of a change survives it (contract 5.7).
        let is_live = claims.expires_s > i64::try_from(now_s).unwrap_or(i64::MAX)
            && user.token_issue_at <= claims.issued_s
            && !self.revoked.contains(&claims.token_id);
        is_live.then_some(claims)
    }

    /// Makes a session and answers with it.
    pub(crate) fn open_session(
        &self,
        call: &mut Call,
        user: (i64, &str, i64),
        must_change_password: bool,
    ) -> Response {
        let issued_s = call.now().now_s();
        let expires_s =
            i64::try_from(issued_s).unwrap_or(i64::MAX) + self.settings.session_seconds();
        let (id, name, role) = user;
        let claims = Claims {
            id,
            name: name.to_owned(),
            role,
            must_change_password,
            expires_s,
            issued_s,
            token_id: call.random.uuid(),
        };
        let token = issue(&claims, &self.signing_key);
        let expires = http_date(u64::try_from(expires_s).unwrap_or(0));
        ok(format!("{{\"jwt\":\"{token}\"}}")).header(
            "Set-Cookie",
            format!(
                "{SESSION_COOKIE}={token}; Path=/; Expires={expires}; HttpOnly; SameSite=Strict"
            ),
        )
    }

    /// `POST /auth`.
    pub(crate) fn sign_in(&mut self, call: &mut Call) -> Answer {
        let payload = decode(&call.request.body, &SIGN_IN).map_err(bad_payload)?;
        let (name, password) = (payload.text("Username"), payload.text("Password"));
        if name.is_empty() {
            return Err(bad_payload("Invalid username"));
        }
        if password.is_empty() {
            return Err(bad_payload("Invalid password"));
        }
        let user = self.user_named(name).cloned();
        let is_first = user.as_ref().is_some_and(|user| user.id == 1);
        if !is_first && self.settings.is_oauth() {
            let message = "Only initial admin is allowed to login without oauth";
            return Err(failure(422, message, "Unauthorized"));
        }
        if !is_first && self.settings.is_ldap() {
            return self.sign_in_by_directory(call, user, name, password);
        }
        // Unknown names cost a comparison too, so that time tells nothing.
        call.hash();
        match user {
            Some(user) if user.has_password(password) => {
                let must_change = self.settings.is_too_short(password);
                Ok(self.open_session(call, (user.id, &user.name, user.role), must_change))
            }
            _ => Err(failure(422, "Invalid credentials", "Unauthorized")),
        }
    }

    /// LDAP mode: the directory knows one password for every name, when there is a directory at all.
    fn sign_in_by_directory(
        &mut self,
        call: &mut Call,
        user: Option<User>,
        name: &str,
        password: &str,
    ) -> Answer {
        let Some(known) = &self.switches.directory_password else {
            return Err(failure(
                500,
                "Unable to authenticate user against LDAP",
                "LDAP Result Code 200 \"Network Error\": dial tcp: missing address",
            ));
        };
        if known != password {
            return Err(failure(422, "Invalid credentials", "Unauthorized"));
        }
        let user = match user {
            Some(user) => user,
            // Without automatic creation sign-in seems to work, for an account that does not exist (contract 1.3).
            None if !self.settings.creates_ldap_users() => {
                return Ok(self.open_session(call, (0, "portainer-fake-username", 0), false));
            }
            None => {
                let id = self.add_user(name.to_owned(), REGULAR, None);
                let Some(made) = self.users.get_mut(&id) else {
                    return Err(failure(422, "Invalid credentials", "Unauthorized"));
                };
                made.is_from_directory = true;
                made.clone()
            }
        };
        Ok(self.open_session(call, (user.id, &user.name, user.role), false))
    }

    /// `POST /auth/logout`: works only with a live JWT in the cookie.
    pub(crate) fn logout(&mut self, call: &mut Call) -> Response {
        let claims = call
            .request
            .cookie(SESSION_COOKIE)
            .and_then(|token| self.live_claims(token, call.clock.now_s()));
        match claims {
            Some(claims) => {
                self.revoked.insert(claims.token_id);
            }
            None if self.switches.logout == LogoutProfile::Crash => {
                self.leaked_locks += 1;
                return Response::closed();
            }
            None => {}
        }
        empty().header(
            "Set-Cookie",
            format!(
                "{SESSION_COOKIE}=; Path=/; Expires={}; Max-Age=0; HttpOnly; SameSite=Strict",
                http_date(0)
            ),
        )
    }
}
