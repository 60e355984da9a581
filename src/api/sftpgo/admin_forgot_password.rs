//! `POST /admins/{username}/forgot-password`: send a code for a new password (`SFTPGo`).
//!
//! Access: public. Answers: 200, also for a name that does not exist. Errors: 400 the server sends no mail or the administrator
//! has no address; 404 administrators do not sign in with passwords at this address of the server; 500 the mail was not sent.
//! An unknown name counts as a failed sign-in, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `admin_forgot_password`; `docs/contracts/sftpgo.md`, P4.

use super::{LOGIN_LIMIT_MS, body};
use crate::api::{Auth, Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks for a code by mail, with which a new password can be set.
#[derive(Clone, Debug)]
pub struct AdminForgotPassword {
    /// Whose account.
    pub username: String,
}

impl Endpoint for AdminForgotPassword {
    type Answer = Empty;

    const OPERATION: &'static str = "admin_forgot_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/admins/{username}/forgot-password";
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

    fn anna() -> AdminForgotPassword {
        AdminForgotPassword {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&anna(), "POST", "/api/v2/admins/anna/forgot-password", None);
    }

    #[test]
    fn a_200_tells_nothing_about_the_account() {
        assert_eq!(outcome(&anna(), "forgot-reset-admin/3"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                (
                    "forgot-reset-admin/4",
                    refused(
                        400,
                        "Your account does not have an email address, it is not possible to reset your password by sending an email verification code",
                    ),
                ),
                ("no-mail/2", refused(400, "No SMTP configuration")),
                (
                    "listeners/12",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
            ],
        );
    }
}
