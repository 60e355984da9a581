//! `PUT /users/{id}/passwd`: change a password by knowing the present one (Portainer).
//!
//! Access: administrator, self; both must give the account's present password. To reset someone's password an
//! administrator uses `PUT /users/{id}`. Answers: 204 empty; every session of the account is dead, one's own too.
//! Errors: 400 one of the two empty, new one too short; 403 neither administrator nor self, wrong present password,
//! or the rate limiter; 404 unknown; 500 over 72 bytes, which is not sent.
//! Source: Portainer API, operation `UserUpdatePassword`; `docs/contracts/portainer.md`, S7, 5.7 and 5.9.

use serde::Serialize;

use super::{UserId, WRITE_LIMIT_MS, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Changes a password by knowing the present one.
#[derive(Clone, Debug)]
pub struct UpdatePassword {
    /// Which account.
    pub id: UserId,
    /// The present password.
    pub current: Secret,
    /// The new password.
    pub new: Secret,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "Password", serialize_with = "Secret::into_body")]
    current: &'a Secret,
    #[serde(rename = "NewPassword", serialize_with = "Secret::into_body")]
    new: &'a Secret,
}

impl Endpoint for UpdatePassword {
    type Answer = Empty;

    const OPERATION: &'static str = "user_update_password";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{id}/passwd";
    const EFFECT: Effect = Effect::Write;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::fits("new_password", &self.new)?;
        to.segment("id", &self.id)?;
        to.json(&Payload {
            current: &self.current,
            new: &self.new,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.id))
    }
}
