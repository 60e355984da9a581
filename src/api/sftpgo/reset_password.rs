//! `POST /users/{username}/reset-password`: set a new password with a code (`SFTPGo`).
//!
//! Access: public. Answers: 200; a required change of password is done with it, other sessions go on.
//! Errors: 400 an empty value, a code that is unknown, used or older than ten minutes, an account that is gone or off, or a
//! password that is too weak, which leaves the code good; 404 users do not sign in with passwords at this address.
//! A wrong code counts as a failed sign-in, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `user_reset_password`; `docs/contracts/sftpgo.md`, U8.

use super::{LOGIN_LIMIT_MS, body, error};
use crate::api::{
    Auth, Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Sets a new password with a code from a mail.
#[derive(Clone, Debug)]
pub struct ResetPassword {
    /// Any name: the server does not read it, the code alone says whose password it is.
    pub username: String,
    /// The code.
    pub code: Secret,
    /// The new password.
    pub password: Secret,
}

impl Endpoint for ResetPassword {
    type Answer = Empty;

    const OPERATION: &'static str = "user_reset_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users/{username}/reset-password";
    const EFFECT: Effect = Effect::Write;
    const AUTH: Auth = Auth::Public;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = LOGIN_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::fits("password", &self.password)?;
        body::name(to, "username", &self.username)?;
        to.json(&body::Reset {
            code: &self.code,
            password: &self.password,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::reset_refusal(facts::<Self>(), response);
        error::without(kind, &[&self.code, &self.password])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};

    fn anna() -> ResetPassword {
        ResetPassword {
            username: "anna".to_owned(),
            code: Secret::from("Qx7dRk2mVb9sTf4wLh6zYc"),
            password: Secret::from("battery staple 2"),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &anna(),
            "POST",
            "/api/v2/users/anna/reset-password",
            Some(r#"{"code":"Qx7dRk2mVb9sTf4wLh6zYc","password":"battery staple 2"}"#),
        );
        assert_masked(&anna(), &["Qx7dRk2mVb9sTf4wLh6zYc", "battery staple 2"]);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "forgot-reset/17"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let weak = "insecure password, try including more special characters, using uppercase letters, using numbers or using a longer password";
        let name = "Invalid input. Slashes (/ ), colons (:), control characters, and reserved system names are not allowed";
        let in_field =
            |field: &str, message: &str| error::in_field(400, field, Some(message.to_owned()));
        assert_refusals(
            &anna(),
            &[
                (
                    "forgot-reset/11",
                    refused(400, "confirmation code not found"),
                ),
                (
                    "forgot-reset/13",
                    refused(400, "please set a confirmation code"),
                ),
                ("forgot-reset/14", refused(400, "EOF")),
                ("password-rules-strict/10", in_field("password", weak)),
                ("names-legacy/17", in_field("username", name)),
                (
                    "listeners/19",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
            ],
        );
    }
}
