//! API keys (contract 2.1, S9 to S11).

use super::answer::{Answer, bad_payload, empty, failure, list, missing, no_user};
use super::json::{Shape, Struct, decode};
use super::routes::id;
use super::state::Key;
use super::text::json_text;
use super::{Call, Portainer};
use crate::http::Response;

static CREATE: Struct = Struct {
    name: "users.userAccessTokenCreatePayload",
    fields: &[("password", Shape::Text), ("description", Shape::Text)],
};

/// The description's limit, which is refused itself.
const TOO_LONG: usize = 128;

fn key_json(key: &Key, digest: &str) -> String {
    format!(
        "{{\"id\":{},\"userId\":{},\"description\":{},\"prefix\":{},\"dateCreated\":{},\"lastUsed\":{}{digest}}}",
        key.id,
        key.user,
        json_text(key.description.as_bytes()),
        json_text(key.prefix.as_bytes()),
        key.created_s,
        key.last_used_s
    )
}

fn check_description(description: &str) -> Result<(), Response> {
    let is_blank = description
        .bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c));
    let problem = if description.is_empty() {
        "invalid description: cannot be empty"
    } else if is_blank {
        "invalid description: cannot contain only whitespaces"
    } else if description.chars().count() >= TOO_LONG {
        "invalid description: cannot be longer than 128 characters"
    } else {
        return Ok(());
    };
    Err(bad_payload(problem))
}

impl Portainer {
    /// `GET /users/{id}/tokens`.
    pub(crate) fn list_keys(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        let id = id(parts.first(), "user")?;
        // That the account is unknown is told before that it is not yours.
        let user = self.users.get(&id).ok_or_else(|| no_user(id))?;
        let may_see = caller.id == id || (caller.is_admin() && !user.is_admin());
        if !may_see {
            return Err(failure(
                403,
                "Permission denied to get user access tokens",
                "Unauthorized",
            ));
        }
        let keys = self.keys.values().filter(|key| key.user == id);
        Ok(super::answer::ok(list(keys.map(|key| key_json(key, "")))))
    }

    /// `POST /users/{id}/tokens`: for oneself, with a session.
    pub(crate) fn create_key(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        self.limit(call)?;
        if !self.has_session(call) {
            return Err(failure(
                401,
                "Auth not supported",
                "Authentication required",
            ));
        }
        let payload = decode(&call.request.body, &CREATE).map_err(bad_payload)?;
        check_description(payload.text("description"))?;
        let id = id(parts.first(), "user")?;
        if caller.id != id {
            return Err(failure(
                403,
                "Permission denied to create user access token",
                "Unauthorized",
            ));
        }
        let user = self.users.get(&id).ok_or_else(|| no_user(id))?;
        if id == 1 || self.settings.is_internal() {
            let password = payload.text("password");
            if password.is_empty() {
                return Err(bad_payload("invalid password: cannot be empty"));
            }
            call.hash();
            if !user.has_password(password) {
                return Err(failure(
                    403,
                    "Current password doesn't match",
                    "Current password does not match the password provided. Please try again",
                ));
            }
        }
        let raw = format!("ptr_{}", call.random.base64(32));
        let made_s = call.now().now_s();
        let key = self.add_key(id, payload.text("description").to_owned(), &raw, made_s);
        let digest = format!(",\"digest\":{}", json_text(key.digest.as_bytes()));
        Ok(Response::json(
            201,
            format!(
                "{{\"rawAPIKey\":{},\"apiKey\":{}}}",
                json_text(raw.as_bytes()),
                key_json(&key, &digest)
            ),
        ))
    }

    /// `DELETE /users/{id}/tokens/{keyID}`: an administrator may delete what it may not see.
    pub(crate) fn delete_key(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        let user = id(parts.first(), "user")?;
        let key = id(parts.get(1), "api-key")?;
        caller.owns(user, "Permission denied to get user access tokens")?;
        if !self.users.contains_key(&user) {
            return Err(no_user(user));
        }
        let Some(found) = self.keys.get(&key) else {
            return Err(failure(500, "API Key not found", missing("api_key", key)));
        };
        if found.user != user {
            let message = "Permission denied to remove api-key";
            return Err(failure(403, message, "Unauthorized"));
        }
        self.remove_key(key);
        Ok(empty())
    }
}
