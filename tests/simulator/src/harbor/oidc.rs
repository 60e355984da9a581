//! Signing in through an identity provider, as far as a client of Harbor sees it (contract 1.5).
//!
//! The provider belongs to the simulator: it knows everybody, takes the code `code-NAME` for NAME, and puts those
//! whose name begins with `chief` into the administrators' group.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;

use super::accounts::random_secret;
use super::answer::{Answer, bad_request, empty, failure, quoted, redirect, unknown};
use super::caller::{CHIEF, Copy};
use super::config::{Mode, answers};
use super::rules::FORBIDDEN;
use super::sessions::Session;
use super::state::{NewUser, Oidc};
use super::{Call, Harbor};
use crate::clock::Clock;
use crate::gorilla::sign;

impl Harbor {
    fn check_oidc(&self) -> Result<(), crate::http::Response> {
        if self.config.mode == Mode::Oidc {
            return Ok(());
        }
        let message = format!("auth mode: {} is not OIDC based", self.config.mode.name());
        Err(failure(412, "PRECONDITION_FAILED", &message))
    }

    /// `GET /c/oidc/login`.
    pub(crate) fn oidc_login(&mut self, call: &mut Call) -> Answer {
        self.check_oidc()?;
        if !answers(&self.config.oidc_endpoint) {
            return Err(unknown());
        }
        let back = call.request.query_value("redirect_url").unwrap_or_default();
        let is_local = back.is_empty()
            || (back.starts_with('/')
                && !back.starts_with("//")
                && !back.contains(['\\', '\r', '\n', '\t']));
        if !is_local {
            return Err(bad_request("cannot redirect to other site"));
        }
        let state = URL_SAFE_NO_PAD.encode(call.random.bytes(24));
        let challenge = URL_SAFE_NO_PAD.encode(call.random.bytes(32));
        let origin = Self::external_url(call)
            .replace(':', "%3A")
            .replace('/', "%2F");
        let place = format!(
            "{}/auth?client_id={}&code_challenge={challenge}&code_challenge_method=S256&redirect_uri={origin}%2Fc%2Foidc%2Fcallback&response_type=code&scope={}&state={state}",
            self.config.oidc_endpoint,
            self.config.oidc_client_id,
            self.config.oidc_scope.replace(',', "+"),
        );
        if let Some(session) = self.session_mut(call) {
            session.errand = Some((state, back));
        }
        Ok(redirect(&place))
    }

    /// `GET /c/oidc/callback`.
    pub(crate) fn oidc_callback(&mut self, call: &mut Call) -> Answer {
        self.check_oidc()?;
        let given = call.request.query_value("state");
        let is_ours = |session: &&mut Session| {
            let state = session.errand.as_ref().map(|(state, _)| state);
            state.is_some() && state == given.as_ref()
        };
        let Some(session) = self.session_mut(call).filter(is_ours) else {
            return Err(bad_request("State mismatch"));
        };
        let refused = |name: &str| call.request.query_value(name).unwrap_or_default();
        if !refused("error").is_empty() {
            return Err(bad_request(&format!(
                "OIDC callback returned error: {} - {}",
                refused("error"),
                refused("error_description")
            )));
        }
        let (_, back) = session.errand.take().unwrap_or_default();
        let code = call.request.query_value("code").unwrap_or_default();
        let person = code.strip_prefix("code-").filter(|name| !name.is_empty());
        let person = person
            .ok_or_else(|| bad_request("oauth2: \"invalid_grant\""))?
            .to_owned();
        if let Some(copy) = self.person(&person, call.clock) {
            self.sign_in_session(call, copy);
            return Ok(redirect(local(&back)));
        }
        let name = person.replace([' ', ','], "_");
        if !self.config.oidc_auto_onboard {
            if let Some(session) = self.session_mut(call) {
                session.newcomer = Some(person);
            }
            let place = format!("/oidc-onboard?username={name}&redirect_url={back}");
            return Ok(redirect(&place));
        }
        let copy = self.onboard(call, &person, name)?;
        self.sign_in_session(call, copy);
        Ok(redirect(local(&back)))
    }

    /// `POST /c/oidc/onboard`: a newcomer chooses a name.
    pub(crate) fn oidc_onboard(&mut self, call: &mut Call) -> Answer {
        self.check_oidc()?;
        let name =
            chosen_name(&call.request.body).ok_or_else(|| bad_request("Invalid json request"))?;
        let name = name.as_str();
        if name.is_empty() || name.len() > 255 {
            return Err(bad_request("username with illegal length"));
        }
        if name.contains(FORBIDDEN) {
            let message = format!("username {name} contains illegal characters: ,\"~#%$");
            return Err(bad_request(&message));
        }
        let newcomer = self
            .session_mut(call)
            .and_then(|session| session.newcomer.clone());
        let person =
            newcomer.ok_or_else(|| bad_request("Failed to get OIDC user info from session"))?;
        let copy = self.onboard(call, &person, name.to_owned())?;
        self.sign_in_session(call, copy);
        Ok(empty())
    }

    /// `GET /c/oidc/logout`: only a session that came through the provider has a token to give back.
    pub(crate) fn oidc_logout(&mut self, call: &mut Call) -> Answer {
        self.check_oidc()?;
        let owner = self
            .session_of(call)
            .and_then(|session| session.user.as_ref());
        let user = owner.and_then(|copy| self.users.get(&copy.id));
        if user.is_none_or(|user| user.oidc.is_none()) {
            return Err(unknown());
        }
        self.end_session(call);
        Ok(redirect("/account/sign-in"))
    }

    fn onboard(
        &mut self,
        call: &mut Call,
        person: &str,
        name: String,
    ) -> Result<Copy, crate::http::Response> {
        let email = format!("{}@idp.example", person.replace(' ', "."));
        let taken =
            format!("failed to create user record: user {name} or email {email} already exists");
        let new = NewUser {
            email,
            realname: name.clone(),
            comment: "Onboarded via OIDC provider".to_owned(),
            name,
            password: None,
        };
        let now_ms = call.now_ms();
        let id = self
            .add(new, now_ms)
            .ok_or_else(|| failure(409, "UNKNOWN", &taken))?;
        let secret = random_secret(call, 32);
        self.link(id, person, secret, now_ms);
        self.person(person, call.clock).ok_or_else(unknown)
    }

    /// Gives an account its record of the provider.
    pub(crate) fn link(&mut self, id: i64, person: &str, secret: String, now_ms: u64) {
        self.last_oidc += 1;
        let record = Oidc {
            id: self.last_oidc,
            subject: self.subject(person),
            secret,
            created_ms: now_ms,
            updated_ms: now_ms,
        };
        if let Some(user) = self.users.get_mut(&id) {
            user.oidc = Some(record);
        }
    }

    /// Subject and issuer, glued without a separator.
    fn subject(&self, person: &str) -> String {
        format!("sub-{person}{}", self.config.oidc_endpoint)
    }

    /// The account of somebody whom the provider vouches for; the record's time moves at every sign-in (3.2).
    fn person(&mut self, person: &str, clock: Clock) -> Option<Copy> {
        let subject = self.subject(person);
        let has_group = !self.config.oidc_admin_group.is_empty();
        let user = self.users.values_mut().find(|user| {
            !user.is_deleted
                && user
                    .oidc
                    .as_ref()
                    .is_some_and(|oidc| oidc.subject == subject)
        })?;
        if let Some(oidc) = &mut user.oidc {
            oidc.updated_ms = clock.now_ms();
        }
        let mut copy = Copy::of(user);
        copy.is_admin_by_group = has_group && person.starts_with(CHIEF);
        Some(copy)
    }

    /// The account behind an ID token of the provider.
    pub(crate) fn bearer(&mut self, token: &str, clock: Clock) -> Option<Copy> {
        let (signed, signature) = token.rsplit_once('.')?;
        if URL_SAFE_NO_PAD.decode(signature).ok()? != sign(&self.provider_key, signed.as_bytes()) {
            return None;
        }
        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.')?.1).ok()?;
        let claims: Json = serde_json::from_slice(&claims).ok()?;
        let expires_s = claims.get("exp").and_then(Json::as_u64)?;
        let person = claims.get("name").and_then(Json::as_str)?;
        if expires_s <= clock.now_s() {
            return None;
        }
        self.person(person, clock)
    }

    /// A token that the provider would give somebody.
    pub(crate) fn id_token(&self, person: &str, expires_s: u64) -> String {
        let claims = format!(
            "{{\"name\":{},\"sub\":{},\"exp\":{expires_s}}}",
            quoted(person),
            quoted(&format!("sub-{person}"))
        );
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = URL_SAFE_NO_PAD.encode(sign(&self.provider_key, signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// The name in a newcomer's JSON, empty where there is none; nothing when it is no JSON of that form.
fn chosen_name(body: &[u8]) -> Option<String> {
    let body: Json = serde_json::from_slice(body).ok()?;
    let members = match &body {
        Json::Null => return Some(String::new()),
        other => other.as_object()?,
    };
    let mut all = members.iter();
    match all.find(|(name, _)| name.eq_ignore_ascii_case("username")) {
        None | Some((_, Json::Null)) => Some(String::new()),
        Some((_, value)) => value.as_str().map(str::to_owned),
    }
}

fn local(back: &str) -> &str {
    if back.is_empty() { "/" } else { back }
}
