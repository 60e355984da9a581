//! `POST /users/{username}/forgot-password`: send a code for a new password (`SFTPGo`).
//!
//! Access: public. Answers: 200, also for an account that does not exist or may not sign in. The code holds for ten minutes.
//! Errors: 400 the server sends no mail, the account has no address or may not reset its password; 404 users do not sign in
//! with passwords at this address of the server; 500 the mail was not sent, with words of the mail server that are not shown.
//! An unknown name counts as a failed sign-in, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `user_forgot_password`; `docs/contracts/sftpgo.md`, U7.

use super::{LOGIN_LIMIT_MS, body};
use crate::api::{Auth, Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks for a code by mail, with which a new password can be set.
#[derive(Clone, Debug)]
pub struct ForgotPassword {
    /// Whose account.
    pub username: String,
}

impl Endpoint for ForgotPassword {
    type Answer = Empty;

    const OPERATION: &'static str = "user_forgot_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users/{username}/forgot-password";
    const EFFECT: Effect = Effect::Write;
    const AUTH: Auth = Auth::Public;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = LOGIN_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, Reason};

    fn anna() -> ForgotPassword {
        ForgotPassword {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&anna(), "POST", "/api/v2/users/anna/forgot-password", None);
    }

    #[test]
    fn a_200_tells_nothing_about_the_account() {
        assert_eq!(outcome(&anna(), "forgot-reset/5"), Ok(Empty));
        assert_eq!(outcome(&anna(), "forgot-reset/6"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                (
                    "forgot-reset/7",
                    refused(
                        400,
                        "Your account does not have an email address, it is not possible to reset your password by sending an email verification code",
                    ),
                ),
                (
                    "forgot-reset/8",
                    refused(400, "you are not allowed to reset your password"),
                ),
                ("no-mail/1", refused(400, "No SMTP configuration")),
                (
                    "listeners/18",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
                (
                    "forgot_password.mail_server",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
                ("defender/13", ErrorKind::Banned { up_to_s: None }),
            ],
        );
    }
}
