//! `PUT /user/changepwd`: change one's own password (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200; the token that asked is dead. Errors: 400 an empty value, the same password, a wrong
//! present one, or one too weak; 403 the account may not change its password; 500 over 72 bytes, which is not sent.
//! Source: `SFTPGo` API, operation `change_user_password`; `docs/contracts/sftpgo.md`, 2.6.

use super::{body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Changes one's own password by knowing the present one.
#[derive(Clone, Debug)]
pub struct UserChangePassword {
    /// The present password.
    pub current: Secret,
    /// The new password.
    pub new: Secret,
}

impl Endpoint for UserChangePassword {
    type Answer = Empty;

    const OPERATION: &'static str = "user_change_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/user/changepwd";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::fits("new_password", &self.new)?;
        to.json(&body::NewPassword {
            current_password: &self.current,
            new_password: &self.new,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::own())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::password_refusal(facts::<Self>(), response);
        error::without(kind, &[&self.current, &self.new])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};
    use crate::api::{Reason, request};

    fn mine() -> UserChangePassword {
        UserChangePassword {
            current: Secret::from("correct horse 1"),
            new: Secret::from("battery staple 2"),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &mine(),
            "PUT",
            "/api/v2/user/changepwd",
            Some(r#"{"current_password":"correct horse 1","new_password":"battery staple 2"}"#),
        );
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
    fn a_success_is_read() {
        assert_eq!(outcome(&mine(), "self-service/12"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &mine(),
            &[
                (
                    "self-service/10",
                    ErrorKind::Forbidden(Reason::WrongCurrentPassword),
                ),
                (
                    "self-service/11",
                    refused(
                        400,
                        "the new password must be different from the current one",
                    ),
                ),
                ("self-service/16", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
