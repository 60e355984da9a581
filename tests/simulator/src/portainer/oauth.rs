//! Sign-in through a provider (contract 2.2, E3).

use super::answer::{Answer, bad_payload, failure, refusal};
use super::json::{Shape, Struct, decode};
use super::state::REGULAR;
use super::{Call, Portainer};

static VALIDATE: Struct = Struct {
    name: "auth.oauthPayload",
    fields: &[("Code", Shape::Text)],
};

impl Portainer {
    /// `POST /auth/oauth/validate`: without a provider every code is refused.
    pub(crate) fn oauth_validate(&mut self, call: &mut Call) -> Answer {
        let payload = decode(&call.request.body, &VALIDATE).map_err(bad_payload)?;
        let code = payload.text("Code");
        if code.is_empty() {
            return Err(bad_payload("Invalid OAuth authorization code"));
        }
        if !self.settings.is_oauth() {
            return Err(refusal(403, "OAuth authentication is not enabled"));
        }
        if !self.switches.has_provider || code == "bad" {
            let message = "Unable to authenticate through OAuth";
            return Err(failure(500, message, "Unauthorized"));
        }
        let known = self.user_named(code).map(|user| user.id);
        let id = match known {
            Some(id) => id,
            None if self.settings.creates_oauth_users() => {
                self.add_user(code.to_owned(), REGULAR, None)
            }
            None => {
                return Err(failure(
                    403,
                    "Account not created beforehand in Portainer and automatic user provisioning not enabled",
                    "Unauthorized",
                ));
            }
        };
        let Some(user) = self.users.get(&id).cloned() else {
            return Err(failure(
                500,
                "Unable to authenticate through OAuth",
                "Unauthorized",
            ));
        };
        Ok(self.open_session(call, (user.id, &user.name, user.role), false))
    }
}
