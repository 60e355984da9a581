//! `PUT /admin/changepwd`: change one's own password (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200; the token that asked is dead, others of the same account live on. A change
//! that was asked for is done with it. Errors: 400 an empty value, the same password, a wrong present one, or one too weak; 500
//! over 72 bytes, which is not sent.
//! Source: `SFTPGo` API, operation `change_admin_password`; `docs/contracts/sftpgo.md`, P3.

use super::{body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Changes one's own password by knowing the present one.
#[derive(Clone, Debug)]
pub struct ChangeOwnPassword {
    /// The present password.
    pub current: Secret,
    /// The new password.
    pub new: Secret,
}

impl Endpoint for ChangeOwnPassword {
    type Answer = Empty;

    const OPERATION: &'static str = "change_own_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/admin/changepwd";
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

    fn mine() -> ChangeOwnPassword {
        ChangeOwnPassword {
            current: Secret::from("correct horse 1"),
            new: Secret::from("battery staple 2"),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &mine(),
            "PUT",
            "/api/v2/admin/changepwd",
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
        assert_eq!(outcome(&mine(), "own-account/16"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &mine(),
            &[
                (
                    "own-account/14",
                    ErrorKind::Forbidden(Reason::WrongCurrentPassword),
                ),
                (
                    "own-account/13",
                    refused(
                        400,
                        "the new password must be different from the current one",
                    ),
                ),
                (
                    "own-account/11",
                    refused(
                        400,
                        "please provide the current password and the new one two times",
                    ),
                ),
                (
                    "own-account/15",
                    error::in_field(
                        500,
                        "password",
                        Some("bcrypt: password length exceeds 72 bytes".to_owned()),
                    ),
                ),
                ("api-key-auth/34", ErrorKind::Forbidden(Reason::NotWithKey)),
            ],
        );
    }
}
