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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, broken, outcome, refused,
    };
    use crate::api::{ErrorKind, Reason, request};

    fn mine() -> UpdatePassword {
        UpdatePassword {
            id: UserId(2),
            current: Secret::from("correct horse 1"),
            new: Secret::from("battery staple 2"),
        }
    }

    #[test]
    fn the_request_has_both_passwords() {
        let body = r#"{"Password":"correct horse 1","NewPassword":"battery staple 2"}"#;
        assert_request(&mine(), "PUT", "/api/users/2/passwd", Some(body));
        assert_masked(&mine(), &["correct horse 1", "battery staple 2"]);
    }

    #[test]
    fn only_the_new_password_has_a_greatest_length() {
        let mut long = mine();
        long.current = Secret::from("x".repeat(73));
        assert!(request(&long).is_ok());
        long.new = Secret::from("x".repeat(73));
        assert!(request(&long).is_err());
    }

    #[test]
    fn an_empty_204_is_success() {
        assert_eq!(outcome(&mine(), "password-own/18"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let wrong = ErrorKind::Forbidden(Reason::WrongCurrentPassword);
        let weak = "Password does not meet the minimum strength requirements";
        let hour = ErrorKind::Banned {
            up_to_s: Some(3_600),
        };
        assert_refusals(
            &mine(),
            &[
                ("password-own/7", ErrorKind::SignedOut),
                ("password-own/8", wrong.clone()),
                ("mode-oauth/19", wrong),
                ("password-own/14", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("password-own/16", ErrorKind::NotFound),
                ("password-own/9", refused(400, weak)),
                ("password-own/12", refused(400, "Invalid current password")),
                ("password-own/11", broken(500, "Unable to hash data")),
                ("rate-limit/16", hour),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
