//! Who calls: sign-in, tokens, keys, forced actions, permissions (contract 1.2 to 1.5).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Call;
use super::answer::{Answer, api, error, forbidden, said};
use super::routes::{Needs, Route};
use super::signing::{Audience, Claims, Order, rfc3339};
use super::state::{Person, Sftpgo, flag, is_password, number, text};
use super::totp::Passcode;
use crate::http::{Request, Response};

/// Who calls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    /// The account's name.
    pub(crate) name: String,
    /// What an administrator may do, or what a user may not.
    pub(crate) permissions: Vec<String>,
    /// The administrator's tenant, empty for a global one.
    pub(crate) role: String,
    /// Whether the account is one of the users.
    pub(crate) is_user: bool,
    /// The token, if there was one.
    pub(crate) token_id: String,
    /// Whether the token demands a second factor first.
    pub(crate) must_enrol: bool,
}

impl Caller {
    /// Whether an administrator holds a permission.
    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions
            .iter()
            .any(|held| held == "*" || held == permission)
    }

    /// Whether an account is of the administrator's tenant.
    pub(crate) fn sees(&self, role: &str) -> bool {
        self.role.is_empty() || self.role == role
    }
}

fn no_token() -> Response {
    api(401, "no token found", "Unauthorized")
}

fn no_longer_valid() -> Response {
    said(401, "Your token is no longer valid")
}

/// 401 of the token endpoints, with the challenge that makes browsers open their own box.
fn challenge(error: &str) -> Response {
    api(401, error, "Unauthorized").header("WWW-Authenticate", "Basic realm=\"SFTPGo\"")
}

/// Name and password of the Basic scheme.
fn basic(request: &Request) -> Option<(String, String)> {
    let header = request.find("Authorization")?;
    let (scheme, coded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8_lossy(&STANDARD.decode(coded).ok()?).into_owned();
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn bearer(request: &Request) -> Option<&str> {
    let header = request.find("Authorization")?;
    let (word, token) = header.split_at_checked(6)?;
    word.eq_ignore_ascii_case("bearer")
        .then(|| token.get(1..))
        .flatten()
}

/// The digest under which the second part of a key is stored.
pub(crate) fn digest(secret: &str) -> String {
    STANDARD.encode(Sha256::digest(secret.as_bytes()))
}

const INVALID: &str = "invalid credentials";

impl Sftpgo {
    /// The permission that a route asks for in this release (contract 5.15).
    pub(crate) fn permission_of(&self, route: Route, today: &'static str) -> &'static str {
        let is_old = !self.is_since("2.6.3");
        let is_oldest = !self.is_since("2.6.0");
        match route {
            Route::DisableFactor if is_oldest => "edit_users",
            Route::ListFolders | Route::ReadFolder if is_oldest => "view_users",
            Route::ListRoles | Route::ReadRole if is_old => "manage_roles",
            Route::ListAdmins | Route::ReadAdmin if is_old => "manage_admins",
            Route::ListKeys
            | Route::CreateKey
            | Route::ReadKey
            | Route::UpdateKey
            | Route::DeleteKey
                if is_old =>
            {
                "manage_apikeys"
            }
            _ => today,
        }
    }

    pub(crate) fn admit_admin(&mut self, call: &mut Call, needs: Needs) -> Result<(), Response> {
        let by_key = self.use_key(call, Audience::Admin)?;
        if !by_key {
            self.use_token(call, Audience::Admin)?;
        } else if needs.token {
            return Err(said(403, "API key authentication is not allowed"));
        }
        self.check_forced(call, needs)?;
        if needs.permission.is_empty() || call.caller.may(needs.permission) {
            Ok(())
        } else {
            Err(forbidden())
        }
    }

    pub(crate) fn admit_user(&mut self, call: &mut Call, needs: Needs) -> Result<(), Response> {
        call.caller.is_user = true;
        let by_key = self.use_key(call, Audience::User)?;
        if !by_key {
            self.use_token(call, Audience::User)?;
        } else if needs.token {
            return Err(said(403, "API key authentication is not allowed"));
        }
        self.check_forced(call, needs)?;
        let is_restricted = call
            .caller
            .permissions
            .iter()
            .any(|restriction| restriction == needs.permission);
        if is_restricted {
            return Err(forbidden());
        }
        Ok(())
    }

    /// A token may demand a second factor or a new password before anything else.
    fn check_forced(&self, call: &Call, needs: Needs) -> Result<(), Response> {
        if needs.forced {
            return Ok(());
        }
        let Some(claims) = self.claims(call) else {
            return Ok(());
        };
        if claims.flag("2fa_required") {
            let protocols = claims.list("2fa_protos").join(", ");
            let mut text = "Two-factor authentication requirements not met, please configure two-factor authentication".to_owned();
            if !protocols.is_empty() {
                text.push_str(" for the following protocols: ");
                text.push_str(&protocols);
            }
            return Err(error(403, &text));
        }
        if claims.flag("chpwd") {
            return Err(error(
                403,
                "Password change required. Please set a new password to continue to use your account",
            ));
        }
        Ok(())
    }

    /// The claims of the call's token, unless a key took its place.
    fn claims(&self, call: &Call) -> Option<Claims> {
        if call.caller.token_id.is_empty() {
            return None;
        }
        Claims::open(
            bearer(call.request)?,
            &self.key_of_listener(),
            call.clock.now_s(),
        )
    }

    fn use_token(&mut self, call: &mut Call, audience: Audience) -> Result<(), Response> {
        let claims = bearer(call.request)
            .and_then(|token| Claims::open(token, &self.key_of_listener(), call.clock.now_s()))
            .ok_or_else(no_token)?;
        if self.revoked.contains(claims.text("jti")) {
            return Err(no_longer_valid());
        }
        let audiences = claims.list("aud");
        if !audiences.contains(&audience.name()) {
            return Err(said(401, "Your token audience is not valid"));
        }
        let validation = self.toggles.number("token_validation").unwrap_or(0);
        if validation & 1 == 0 && !audiences.contains(&call.request.peer.as_str()) {
            return Err(said(401, "Your token is not valid"));
        }
        let name = claims.text("username").to_owned();
        if validation & 2 != 0 {
            let people = match audience {
                Audience::Admin => &self.admins,
                Audience::User => &self.users,
            };
            let is_signed_for = people
                .get(&name)
                .is_some_and(|person| person.updated_at.to_string() == claims.text("sub"));
            if !is_signed_for {
                return Err(no_longer_valid());
            }
        }
        call.caller = Caller {
            name,
            permissions: claims
                .list("permissions")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            role: claims.text("role").to_owned(),
            is_user: audience == Audience::User,
            token_id: claims.text("jti").to_owned(),
            must_enrol: claims.flag("2fa_required"),
        };
        Ok(())
    }

    /// What signs tokens: each address at which the server listens has a key of its own (contract 1.4).
    fn key_of_listener(&self) -> Vec<u8> {
        let listener = self.toggles.choice("listener");
        let hash = Sha256::new().chain_update(&self.signing_key);
        hash.chain_update(listener.as_bytes()).finalize().to_vec()
    }

    /// Ends the call's token.
    pub(crate) fn revoke(&mut self, call: &Call) {
        if !call.caller.token_id.is_empty() {
            self.revoked.insert(call.caller.token_id.clone());
        }
    }

    /// Whether a key speaks for the call; a bad one is refused whatever else was sent.
    fn use_key(&mut self, call: &mut Call, audience: Audience) -> Result<bool, Response> {
        let sent = call.request.find("X-SFTPGO-API-KEY").unwrap_or_default();
        let bits = self.toggles.number("disabled_login_methods").unwrap_or(0);
        let (scope, bit, kind) = match audience {
            Audience::Admin => (1, 64, "admin"),
            Audience::User => (2, 128, "user"),
        };
        if sent.is_empty() || bits & bit != 0 {
            return Ok(false);
        }
        let sent = sent.to_owned();
        let mut parts = sent.splitn(3, '.');
        let id = parts.next().unwrap_or_default();
        let secret = parts.next();
        let after = parts.next().unwrap_or_default();
        let now = call.now_ms();
        let (Some(secret), Some(key)) = (secret, self.keys.get(id)) else {
            if secret.is_some() {
                self.suspect(call, 2);
            }
            return Err(error(400, "the provided api key is not valid"));
        };
        if number(&key.data, "scope") != scope {
            return Err(error(
                403,
                "the provided api key is invalid for this request",
            ));
        }
        let expires = number(&key.data, "expires_at");
        let is_expired = expires > 0 && expires < super::state::ms(now);
        if is_expired || key.digest != digest(secret) {
            self.suspect(call, 1);
            return Err(error(401, "the provided api key cannot be authenticated"));
        }
        let bound = text(&key.data, kind);
        let name = if bound.is_empty() { after } else { bound }.to_owned();
        let caller = match audience {
            Audience::Admin => self.admin_of_key(call, &name),
            Audience::User => self.user_of_key(call, &name),
        };
        let Some(caller) = caller else {
            self.suspect(call, 1);
            return Err(error(
                401,
                &format!("the {kind} associated with the provided api key cannot be authenticated"),
            ));
        };
        call.caller = caller;
        let people = match audience {
            Audience::Admin => &mut self.admins,
            Audience::User => &mut self.users,
        };
        if let Some(person) = people.get_mut(&name) {
            person.note_login(now);
        }
        if let Some(key) = self.keys.get_mut(id)
            && (key.last_use_at == 0 || now >= key.last_use_at + 600_000)
        {
            key.last_use_at = now;
        }
        Ok(true)
    }

    fn admin_of_key(&self, call: &Call, name: &str) -> Option<Caller> {
        let admin = self.admins.get(name)?;
        let may = admin.is_enabled()
            && admin.has_filter("allow_api_key_auth")
            && may_admin_come_from(admin, &call.request.peer);
        may.then(|| Caller {
            name: name.to_owned(),
            permissions: super::state::strings(&admin.settings, "permissions")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            role: admin.role().to_owned(),
            ..Caller::default()
        })
    }

    /// Whether a user may be spoken for by a key: by its own setting or by a group's (contract 5.14).
    fn allows_keys(&self, user: &Person) -> bool {
        let by_group = |group: &&str| {
            self.group_settings(group)
                .and_then(|settings| super::state::inner(settings, "filters"))
                .is_some_and(|filters| flag(filters, "allow_api_key_auth"))
        };
        user.has_filter("allow_api_key_auth")
            || user.groups(1).iter().any(by_group)
            || user.groups(2).iter().any(by_group)
    }

    fn user_of_key(&self, call: &Call, name: &str) -> Option<Caller> {
        let user = self.users.get(name)?;
        let denied = self.effective_list(user, "denied_protocols");
        let may = self.may_sign_in(user, call.now_ms())
            && self.allows_keys(user)
            && !denied.iter().any(|protocol| protocol == "HTTP")
            && self.may_come_from(user, &call.request.peer);
        may.then(|| Caller {
            name: name.to_owned(),
            permissions: self.effective_list(user, "web_client"),
            role: user.role().to_owned(),
            is_user: true,
            ..Caller::default()
        })
    }

    /// `GET /token` (contract 1.3).
    pub(crate) fn token(&mut self, call: &mut Call) -> Answer {
        let (name, password) = basic(call.request).ok_or_else(|| challenge(""))?;
        let name = self.convert(&name);
        let address = call.request.peer.clone();
        let Some(admin) = self.admins.get(&name) else {
            return Err(self.failed_sign_in(call, 2));
        };
        call.hash();
        let may = admin.is_enabled()
            && !password.is_empty()
            && is_password(&admin.password, &password)
            && may_admin_come_from(admin, &address);
        if !may {
            return Err(self.failed_sign_in(call, 1));
        }
        let factor = admin.factor.clone();
        if factor.enabled && !self.takes_passcode(call, &factor) {
            return Err(self.failed_sign_in(call, 1));
        }
        let now = call.now_ms();
        let lifetime_s = self.toggles.number("token_minutes").unwrap_or(20) * 60;
        let Some(admin) = self.admins.get_mut(&name) else {
            return Err(challenge(INVALID));
        };
        admin.note_login(now);
        let order = Order {
            audience: Audience::Admin,
            name: &name,
            permissions: super::state::strings(&admin.settings, "permissions")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            role: admin.role(),
            address: &address,
            updated_at: admin.updated_at,
            lifetime_s,
            must_enrol: (admin.has_filter("require_two_factor") && !admin.factor.enabled)
                .then(Vec::new),
            must_change_password: admin.has_filter("require_password_change"),
        };
        let claims = order.claims(now / 1000, call.random);
        self.give(&claims)
    }

    fn give(&self, claims: &Claims) -> Answer {
        let token = claims.sign(&self.key_of_listener());
        let expires = rfc3339(u64::try_from(claims.number("exp")).unwrap_or(0));
        super::answer::ok(format!(
            "{{\"access_token\":\"{token}\",\"expires_at\":\"{expires}\"}}"
        ))
    }

    /// Whether the passcode of a sign-in is there and good; a good one is used up.
    fn takes_passcode(&mut self, call: &Call, factor: &super::state::Factor) -> bool {
        let given = call
            .request
            .find("X-SFTPGO-OTP")
            .unwrap_or_default()
            .to_owned();
        let secret = factor.secret.as_ref().map(|secret| secret.plain.clone());
        secret.is_some_and(|secret| {
            self.check_passcode(&factor.config, &secret, &given, call) == Passcode::Good
        })
    }

    fn failed_sign_in(&mut self, call: &mut Call, points: u64) -> Response {
        if self.suspect(call, points) {
            // The delay of a failed sign-in while addresses are watched.
            call.spent_ms += 1000;
        }
        challenge(INVALID)
    }

    /// `GET /user/token` (contract 2.6).
    pub(crate) fn user_token(&mut self, call: &mut Call) -> Answer {
        let (name, password) = basic(call.request)
            .filter(|(name, password)| !name.trim().is_empty() && !password.trim().is_empty())
            .ok_or_else(|| challenge(""))?;
        let name = self.convert(&name);
        let address = call.request.peer.clone();
        let Some(user) = self.users.get(&name) else {
            return Err(self.failed_sign_in(call, 2));
        };
        call.hash();
        if !self.may_sign_in(user, call.now_ms()) || !is_password(&user.password, &password) {
            return Err(self.failed_sign_in(call, 1));
        }
        self.check_client(call, &name, user)?;
        let factor = user.factor.clone();
        let is_asked = factor.enabled && factor.protocols.iter().any(|protocol| protocol == "HTTP");
        let restrictions = self.effective_list(user, "web_client");
        let required = self.effective_list(user, "two_factor_protocols");
        if is_asked && !self.takes_passcode(call, &factor) {
            return Err(self.failed_sign_in(call, 1));
        }
        let now = call.now_ms();
        let lifetime_s = self.toggles.number("token_minutes").unwrap_or(20) * 60;
        let Some(user) = self.users.get_mut(&name) else {
            return Err(challenge(INVALID));
        };
        user.note_login(now);
        let is_covered = |protocol: &String| factor.enabled && factor.protocols.contains(protocol);
        let order = Order {
            audience: Audience::User,
            name: &name,
            permissions: restrictions,
            role: user.role(),
            address: &address,
            updated_at: user.updated_at,
            lifetime_s,
            must_enrol: (!required.iter().all(is_covered)).then_some(required),
            must_change_password: user.has_filter("require_password_change")
                || is_password_old(user, now),
        };
        let claims = order.claims(now / 1000, call.random);
        self.give(&claims)
    }

    /// What a right password is refused for all the same.
    fn check_client(&self, call: &mut Call, name: &str, user: &Person) -> Result<(), Response> {
        let denied = |list: &str, word: &str| {
            self.effective_list(user, list)
                .iter()
                .any(|denied| denied == word)
        };
        let quoted = format!("user \"{name}\"");
        let open = self
            .connections
            .iter()
            .filter(|connection| connection.user == name)
            .count();
        let most = usize::try_from(self.effective_number(user, "max_sessions")).unwrap_or(0);
        let problem = if denied("denied_protocols", "HTTP") {
            format!("protocol HTTP is not allowed for {quoted}")
        } else if denied("denied_login_methods", "password") {
            format!("login method password is not allowed for {quoted}")
        } else if most > 0 && open >= most {
            format!("too many open sessions: {open}")
        } else if !self.may_come_from(user, &call.request.peer) {
            let port = 32_768 + call.random.below(28_000);
            let peer = &call.request.peer;
            format!("login for {quoted} is not allowed from this address: {peer}:{port}")
        } else {
            return Ok(());
        };
        Err(api(403, &problem, "Forbidden"))
    }
}

/// Whether an administrator's allow list lets an address in.
pub(crate) fn may_admin_come_from(admin: &Person, address: &str) -> bool {
    let networks = admin.filter_list("allow_list");
    networks.is_empty()
        || networks
            .into_iter()
            .filter_map(super::text::Network::read)
            .any(|network| network.holds(address))
}

fn is_password_old(user: &Person, now_ms: u64) -> bool {
    let days = user
        .filter("password_expiration")
        .and_then(serde_json::Value::as_u64)
        .unwrap_or(0);
    days > 0 && now_ms > user.last_password_change + days * 86_400_000
}

/// Marks an account's forced change of the password as done.
pub(crate) fn forget_forced_change(person: &mut Person) {
    let is_forced = super::state::inner(&person.settings, "filters")
        .is_some_and(|filters| flag(filters, "require_password_change"));
    if is_forced {
        person.set_filter("require_password_change", json!(false));
    }
}
