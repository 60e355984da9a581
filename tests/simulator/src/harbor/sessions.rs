//! Sessions and their cookie, and the portal's private calls around them (contract 1.3, 1.5, 5.11 and 2.2).

use super::answer::{Answer, empty, hand_over, ok, precondition, unauthorized};
use super::caller::{Caller, Copy};
use super::config::Mode;
use super::{Call, Harbor};
use crate::clock::http_date;
use crate::http::{Request, Response};

/// The session cookie's name.
pub(crate) const COOKIE: &str = "sid";

/// From so many sessions on, those that are over are cleared away.
const TIDY_FROM: usize = 10_000;

/// One session; most belong to nobody.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) user: Option<Copy>,
    /// Who comes back from the provider and has no account yet.
    pub(crate) newcomer: Option<String>,
    /// What the way to the provider must bring back, and where to go then.
    pub(crate) errand: Option<(String, String)>,
    seen_ms: u64,
}

/// A form's field, the first of that name; nothing when the body is no form.
fn field(request: &Request, name: &str) -> String {
    let kind = request.find("Content-Type").unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return request.query_value(name).unwrap_or_default();
    }
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let form = Request::new("GET", &format!("/?{body}"));
    let value = form.query_value(name);
    value
        .or_else(|| request.query_value(name))
        .unwrap_or_default()
}

impl Harbor {
    /// The session that the cookie names, unless it is over.
    pub(crate) fn session_of(&self, call: &Call) -> Option<&Session> {
        let session = self.sessions.get(call.request.cookie(COOKIE)?)?;
        let over_ms = session.seen_ms.saturating_add(self.session_life_ms());
        (call.clock.now_ms() < over_ms).then_some(session)
    }

    fn session_life_ms(&self) -> u64 {
        self.config.session_timeout_min.saturating_mul(60_000)
    }

    /// Renews the session of a request, or makes one and hands its cookie out.
    pub(crate) fn begin_session(&mut self, call: &mut Call) {
        let now_ms = call.clock.now_ms();
        if self.session_of(call).is_some() {
            let is_quiet = call
                .request
                .find("X-Harbor-No-Session-Renewal")
                .is_some_and(|value| !value.is_empty())
                && self.switches.knows_quiet_requests;
            let sid = call.request.cookie(COOKIE).unwrap_or_default().to_owned();
            if let Some(session) = self.sessions.get_mut(&sid).filter(|_| !is_quiet) {
                session.seen_ms = now_ms;
            }
            call.sid = sid;
            return;
        }
        if self.sessions.len() > TIDY_FROM {
            let life_ms = self.session_life_ms();
            self.sessions
                .retain(|_, session| now_ms < session.seen_ms.saturating_add(life_ms));
        }
        self.open_session(call, None);
    }

    /// A new session in place of the present one.
    fn open_session(&mut self, call: &mut Call, user: Option<Copy>) {
        self.sessions.remove(&call.sid);
        call.sid =
            call.random
                .bytes(16)
                .iter()
                .fold(String::with_capacity(32), |mut text, byte| {
                    text.extend(format!("{byte:02x}").chars());
                    text
                });
        let session = Session {
            user,
            newcomer: None,
            errand: None,
            seen_ms: call.clock.now_ms(),
        };
        self.sessions.insert(call.sid.clone(), session);
        let cookie = format!("{COOKIE}={}; Path=/; HttpOnly", call.sid);
        call.cookies.push(cookie);
    }

    /// The session that this request has by now.
    pub(crate) fn session_mut(&mut self, call: &Call) -> Option<&mut Session> {
        self.sessions.get_mut(&call.sid)
    }

    /// Signs a person in: a session id that was known before is never used on.
    pub(crate) fn sign_in_session(&mut self, call: &mut Call, user: Copy) {
        self.open_session(call, Some(user));
    }

    /// Ends the session and takes its cookie back.
    pub(crate) fn end_session(&mut self, call: &mut Call) {
        self.sessions.remove(&call.sid);
        let now = http_date(call.clock.now_s());
        let cookie = format!("{COOKIE}=; Path=/; Expires={now}; Max-Age=0; HttpOnly");
        call.cookies.push(cookie);
    }

    /// `POST /c/login`.
    pub(crate) fn login(&mut self, call: &mut Call) -> Answer {
        let name = field(call.request, "principal");
        let password = field(call.request, "password");
        if self.config.mode == Mode::Oidc
            && self.named(&name).is_none_or(|user| user.oidc.is_some())
        {
            let place = format!("{}/c/oidc/login", Self::external_url(call));
            return Err(hand_over(&place));
        }
        if name.is_empty() || password.is_empty() {
            return Err(Response::new(401));
        }
        let user = self
            .check_password(call, &name, &password)
            .ok_or_else(|| Response::new(401))?;
        self.sign_in_session(call, user);
        Ok(empty())
    }

    /// `GET /c/log_out`.
    pub(crate) fn log_out(&mut self, call: &mut Call) -> Answer {
        let is_onboarded = self
            .session_of(call)
            .and_then(|session| session.user.as_ref())
            .and_then(|copy| self.live(copy.id))
            .is_some_and(|user| user.oidc.is_some());
        if self.config.mode == Mode::Oidc && is_onboarded {
            let place = format!("{}/c/oidc/logout", Self::external_url(call));
            return Err(hand_over(&place));
        }
        self.end_session(call);
        Ok(empty())
    }

    /// `POST /c/userExists`: never sees the built-in administrator.
    pub(crate) fn user_exists(&mut self, call: &Call) -> Answer {
        if !self.config.self_registration && !call.caller.is_admin() {
            return Err(Response::new(412)
                .header("Content-Type", "text/plain; charset=utf-8")
                .body("self registration deactivated, only sysadmin can check user existence"));
        }
        let value = field(call.request, "value");
        let found = match field(call.request, "target").as_str() {
            "username" => self.named(&value),
            "email" => self.with_email(&value),
            _ => self
                .users
                .values()
                .find(|user| !user.is_deleted && user.id > 1),
        };
        let exists = found.is_some_and(|user| user.id > 1);
        Ok(Response::new(200)
            .header("Content-Type", "application/json; charset=utf-8")
            .body(exists.to_string()))
    }

    /// `GET /users/current`.
    pub(crate) fn current_user(&self, call: &Call) -> Answer {
        match &call.caller {
            Caller::User(copy) => self.show(copy.id, copy.is_admin_by_group).map(ok),
            Caller::Robot { .. } => Err(precondition(
                "get current user not available for security context: robot",
            )),
            Caller::Nobody | Caller::Cli => Err(unauthorized()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_from_a_form_only() {
        let form = Request::new("POST", "/c/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("principal=a%2Bb+c&password=x%3D");
        assert_eq!(field(&form, "principal"), "a+b c");
        assert_eq!(field(&form, "password"), "x=");
        let json = Request::new("POST", "/c/login")
            .header("Content-Type", "application/json")
            .body("principal=a");
        assert_eq!(field(&json, "principal"), "");
    }
}
