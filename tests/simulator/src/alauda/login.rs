//! The login of the platform's own pages: five calls that share a cookie (contract 1.3, 5.5).

use serde_json::{Value as Json, json};

use super::answer::{Answer, Refusal, ok, refusal};
use super::envelope::open;
use super::password::key_json;
use super::state::{Alauda, Flow, Token};
use super::times::rfc3339;
use super::{jwt, object};
use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::random::Random;

const COOKIE: &str = "cpaas_oidc_auth_flow";
const FAILURES: u32 = 5;
const LOCK_S: u64 = 20 * 60;
const SESSION_S: u64 = 8 * 3600;

fn refused() -> Refusal {
    refusal(400, "this login was not begun here")
}

impl Alauda {
    /// Step 1.
    pub(crate) fn start_login(&mut self, request: &Request, random: &mut Random) -> Answer {
        let client = request.query_value("client_id").unwrap_or_default();
        let back = request.query_value("redirect_uri").unwrap_or_default();
        if client != "alauda-auth" || !back.ends_with("/dex/callback") {
            return Err(refusal(400, "the client is unknown"));
        }
        let flow = Flow {
            state: random.uuid(),
            ..Flow::default()
        };
        let answer = json!({
            "auth_url": format!(
                "/dex/auth?client_id={client}&redirect_uri={back}&response_type=code&state={}",
                flow.state
            ),
            "state": flow.state,
            "logout_url": "/console-platform/logout",
        });
        self.flows.push(flow);
        Ok(ok(&answer))
    }

    /// Step 2: sets the cookie that a page's script cannot handle.
    pub(crate) fn authorize(&mut self, request: &Request, random: &mut Random) -> Answer {
        let state = request.query_value("state").unwrap_or_default();
        let flow = self
            .flows
            .iter_mut()
            .find(|flow| flow.state == state)
            .ok_or_else(refused)?;
        flow.request = random.uuid();
        flow.cookie = random.uuid();
        let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; Secure", flow.cookie);
        Ok(ok(&json!({"req": flow.request})).header("Set-Cookie", cookie))
    }

    /// Step 3: a key for one password.
    pub(crate) fn login_key(&mut self, clock: Clock) -> Response {
        let stamp = clock.now_s();
        self.login_stamps.push(stamp);
        ok(&key_json(stamp))
    }

    fn flow_of(&mut self, request: &Request) -> Answer<&mut Flow> {
        let cookie = request.cookie(COOKIE).unwrap_or_default().to_owned();
        self.flows
            .iter_mut()
            .find(|flow| !cookie.is_empty() && flow.cookie == cookie)
            .ok_or_else(refused)
    }

    /// Step 4: name and password for a source of users.
    pub(crate) fn give_password(
        &mut self,
        request: &Request,
        clock: Clock,
        random: &mut Random,
        parts: &[String],
    ) -> Answer {
        let asked = request.query_value("req").unwrap_or_default();
        if self.flow_of(request)?.request != asked {
            return Err(refused());
        }
        let body = object(request)?;
        let text = |name: &str| body.get(name).and_then(Json::as_str).unwrap_or_default();
        let letter = open(text("password")).ok_or_else(refused)?;
        let stamp = letter.ts.parse().unwrap_or(0);
        let found = self
            .login_stamps
            .iter()
            .position(|known| *known == stamp)
            .ok_or_else(|| refusal(400, "the key of the password has expired"))?;
        self.login_stamps.remove(found);
        let place = self.check_password(text("account"), &letter.password, parts, clock)?;
        match self.switches.choice("login_policy") {
            "code" => return Err(refusal(403, "a verification code is needed")),
            "forced_change" => return Err(refusal(403, "the password has to be changed first")),
            _ => {}
        }
        let code = random.uuid();
        let flow = self.flow_of(request)?;
        flow.user = Some(place);
        flow.code.clone_from(&code);
        let state = flow.state.clone();
        Ok(ok(&json!({
            "session_state": random.uuid(),
            "redirect_url": format!("/dex/callback?code={code}&state={state}"),
        })))
    }

    fn check_password(
        &mut self,
        account: &str,
        password: &str,
        parts: &[String],
        clock: Clock,
    ) -> Answer<usize> {
        let wrong = || refusal(401, "wrong account or password");
        let place = self.by_email.get(account).copied().ok_or_else(wrong)?;
        let now = clock.now_s();
        let user = self.user_mut(place)?;
        let source = parts.first().map_or("", String::as_str);
        let is_source = source == user.connector_id || source == "local" && user.is_local();
        let is_out = user.is_deleted
            || user.is_disabled
            || user.state == "inactive"
            || !user.is_valid
            || user.locked_until_s > now;
        if is_out || !is_source {
            return Err(wrong());
        }
        if user.password.as_deref() != Some(password) {
            user.errors += 1;
            if user.errors >= FAILURES {
                user.locked_until_s = now + LOCK_S;
            }
            return Err(wrong());
        }
        user.errors = 0;
        user.last_login_s = Some(now);
        Ok(place)
    }

    /// Step 5: the token, for whoever still has the cookie.
    pub(crate) fn end_login(
        &mut self,
        request: &Request,
        clock: Clock,
        random: &mut Random,
    ) -> Answer {
        let flow = self.flow_of(request)?.clone();
        let is_right = request.query_value("code").as_deref() == Some(flow.code.as_str())
            && request.query_value("state").as_deref() == Some(flow.state.as_str());
        let place = flow.user.filter(|_| is_right).ok_or_else(refused)?;
        self.flows.retain(|known| known.state != flow.state);
        let (now, id) = (clock.now_s(), random.uuid());
        let user = self.user(place)?;
        let token = Token {
            record: id.clone(),
            owner: user.name.clone(),
            text: jwt::issue(user, &id, now, now + SESSION_S),
            description: String::new(),
            issued_s: now,
            ends_s: now + SESSION_S,
            is_session: true,
        };
        let answer = json!({
            "token_type": "bearer",
            "access_token": token.text,
            "id_token": token.text,
            "refresh_token": random.uuid(),
            "expire_at": rfc3339(token.ends_s),
            "issued_at": rfc3339(now),
            "token_storage": "local",
        });
        self.tokens.push(token);
        Ok(ok(&answer))
    }
}
