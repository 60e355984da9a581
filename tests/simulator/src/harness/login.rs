//! Sessions of the older manager: password, second factor, refresh, logout (contract 1.3, 5.11).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, Refusal, bad_request, resource, rule};
use super::auth::bearer;
use super::body::Body;
use super::state::{Harness, Session, User, identifier};
use super::totp;
use crate::clock::Clock;
use crate::http::Request;
use crate::random::Random;

/// Wrong passwords until the policy locks.
pub(crate) const FAILURES: u32 = 5;
/// How long it locks.
pub(crate) const LOCK_HOURS: u64 = 24;

const HOUR_MS: u64 = 3_600_000;
const SESSION_MS: u64 = 24 * HOUR_MS;
const SECOND_STEP_MS: u64 = 10 * 60_000;
const WRONG_CODES: usize = 10;
const WRONG_CODES_MS: u64 = 5 * 60_000;

/// What stands base64-encoded behind a scheme, split at the first colon.
fn decode(body: &Body, scheme: &str) -> Answer<(String, String)> {
    let text = body.text("authorization")?.unwrap_or_default();
    text.strip_prefix(scheme)
        .and_then(|text| STANDARD.decode(text.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| {
            let (name, secret) = text.split_once(':')?;
            Some((name.to_owned(), secret.to_owned()))
        })
        .ok_or_else(|| bad_request("The authorization cannot be read"))
}

fn wrong_password() -> Refusal {
    rule("INVALID_CREDENTIAL", "wrong e-mail or password")
}

impl Harness {
    fn account_for(&self, request: &Request, user: &User) -> String {
        request
            .query_value("accountId")
            .filter(|id| self.accounts.iter().any(|account| account.id == *id))
            .unwrap_or_else(|| user.default_account.clone())
    }

    /// `POST /api/users/login`.
    pub(crate) fn login(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Answer {
        let body = Body::of(request)?;
        let (email, password) = decode(&body, "Basic ")?;
        let user = self
            .by_email
            .get(&email.to_lowercase())
            .copied()
            .ok_or_else(wrong_password)?;
        let now = clock.now_ms();
        let has_policy = self.switches.is_on("lockout_policy");
        let is_enforced = self.switches.is_on("two_factor_enforced");
        let login = self.switches.choice("login").to_owned();
        let person = self.user_mut(user)?;
        if person.is_locked && person.locked_until_ms > 0 && person.locked_until_ms <= now {
            person.is_locked = false;
            person.failures = 0;
        }
        if person.is_locked {
            return Err(rule("USER_LOCKED", "this person is locked"));
        }
        if person.password.as_ref() != Some(&password) {
            person.failures += 1;
            if has_policy && person.failures >= FAILURES {
                person.is_locked = true;
                person.locked_until_ms = now + LOCK_HOURS * HOUR_MS;
                self.publish(clock, user);
            }
            return Err(wrong_password());
        }
        if !person.is_email_verified {
            return Err(rule("EMAIL_NOT_VERIFIED", "the e-mail is not confirmed"));
        }
        match login.as_str() {
            "PASSWORD_EXPIRED" => {
                return Err(rule("PASSWORD_EXPIRED", "the password has expired"));
            }
            "NOT_WHITELISTED_IP" => {
                return Err(rule("NOT_WHITELISTED_IP", "this address is not let in"));
            }
            _ => {}
        }
        person.failures = 0;
        let needs_code = person.has_second_factor || is_enforced;
        if needs_code && person.totp_secret.is_none() {
            return Err(rule(
                "INVALID_TWO_FACTOR_AUTHENTICATION_CONFIGURATION",
                "the second factor is on and has no secret",
            ));
        }
        let account = {
            let person = self.user(user)?;
            self.account_for(request, person)
        };
        if needs_code {
            let step = identifier(random, 40);
            self.second_steps
                .insert(step.clone(), (user, account, now + SECOND_STEP_MS));
            return self.signed_in(user, &Json::Null, &json!(step));
        }
        let token = self.open_session(user, account, clock, random);
        self.signed_in(user, &json!(token), &Json::Null)
    }

    fn open_session(
        &mut self,
        user: usize,
        account: String,
        clock: Clock,
        random: &mut Random,
    ) -> String {
        let token = identifier(random, 60);
        self.sessions.insert(
            token.clone(),
            Session {
                user,
                account,
                ends_ms: clock.now_ms() + SESSION_MS,
                is_refreshed: false,
            },
        );
        token
    }

    fn signed_in(&self, user: usize, token: &Json, step: &Json) -> Answer {
        let mut shown = self.info(user)?;
        if let Some(members) = shown.as_object_mut() {
            members.insert("token".to_owned(), token.clone());
            members.insert("twoFactorJwtToken".to_owned(), step.clone());
            // The account may ask for the code although the person does not.
            if !step.is_null() {
                members.insert("twoFactorAuthenticationEnabled".to_owned(), json!(true));
            }
        }
        resource(shown)
    }

    /// `POST /api/users/two-factor-login`.
    pub(crate) fn second_step(
        &mut self,
        request: &Request,
        clock: Clock,
        random: &mut Random,
    ) -> Answer {
        let body = Body::of(request)?;
        let (step, code) = decode(&body, "JWT ")?;
        let now = clock.now_ms();
        let (user, account, _) = self
            .second_steps
            .get(&step)
            .filter(|(_, _, ends)| *ends > now)
            .cloned()
            .ok_or_else(|| rule("INVALID_TOKEN", "sign in again"))?;
        let wrong = self.wrong_codes.entry(user).or_default();
        wrong.retain(|at| at + WRONG_CODES_MS > now);
        if self.switches.is_on("wrong_code_limit") && wrong.len() >= WRONG_CODES {
            return Err(rule(
                "MAX_FAILED_ATTEMPT_COUNT_EXCEEDED",
                "too many wrong codes",
            ));
        }
        let secret = self.user(user)?.totp_secret.clone().unwrap_or_default();
        if !totp::is_right(&secret, &code, now / 1000) {
            self.wrong_codes.entry(user).or_default().push(now);
            return Err(rule("INVALID_TOTP_TOKEN", "the code is wrong"));
        }
        self.second_steps.remove(&step);
        let token = self.open_session(user, account, clock, random);
        self.signed_in(user, &json!(token), &Json::Null)
    }

    /// `POST /api/users/logintype`; says nothing of whether somebody exists.
    pub(crate) fn login_type(&mut self, request: &Request) -> Answer {
        let body = Body::of(request)?;
        body.text("userName")?
            .ok_or_else(|| bad_request("The name is missing"))?;
        resource(json!({
            "authenticationMechanism": self.switches.choice("authentication"),
            "showCaptcha": false,
            "defaultExperience": "NG",
        }))
    }

    /// `GET /api/users/refresh-token`: a GET that writes, once for each token.
    pub(crate) fn refresh_token(
        &mut self,
        request: &Request,
        clock: Clock,
        random: &mut Random,
    ) -> Answer {
        let (_, account) = self.authenticate(request, clock, None)?;
        let token = bearer(request).unwrap_or_default();
        let session = self
            .sessions
            .get_mut(token)
            .ok_or_else(|| rule("INVALID_TOKEN", "only sessions are refreshed"))?;
        if session.is_refreshed {
            return Err(rule(
                "TOKEN_ALREADY_REFRESHED_ONCE",
                "this token was refreshed before",
            ));
        }
        session.is_refreshed = true;
        let user = session.user;
        resource(self.open_session(user, account, clock, random))
    }

    /// `POST /api/users/{userId}/logout`.
    pub(crate) fn logout(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let user = call.person()?;
        if parts.first() != Some(&self.user(user)?.id) {
            return Err(bad_request("Only one's own session can be ended"));
        }
        if let Some(token) = bearer(call.request) {
            self.sessions.remove(token);
        }
        resource(Json::Null)
    }
}
