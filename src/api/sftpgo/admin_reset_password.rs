//! `POST /admins/{username}/reset-password`: set a new password with a code (`SFTPGo`).
//!
//! Access: public. Answers: 200. Errors: 400 an empty value or a code that is unknown, used, too old or a user's; 500 a password
//! that is too weak or too long, which leaves the code good; 404 administrators do not sign in with passwords at this address.
//! A wrong code counts as a failed sign-in, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `admin_reset_password`; `docs/contracts/sftpgo.md`, P5.

use super::{LOGIN_LIMIT_MS, body, error};
use crate::api::{
    Auth, Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Sets a new password with a code from a mail.
#[derive(Clone, Debug)]
pub struct AdminResetPassword {
    /// Any name: the server does not read it, the code alone says whose password it is.
    pub username: String,
    /// The code.
    pub code: Secret,
    /// The new password.
    pub password: Secret,
}

impl Endpoint for AdminResetPassword {
    type Answer = Empty;

    const OPERATION: &'static str = "admin_reset_password";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/admins/{username}/reset-password";
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

    fn anna() -> AdminResetPassword {
        AdminResetPassword {
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
            "/api/v2/admins/anna/reset-password",
            Some(r#"{"code":"Qx7dRk2mVb9sTf4wLh6zYc","password":"battery staple 2"}"#),
        );
        assert_masked(&anna(), &["Qx7dRk2mVb9sTf4wLh6zYc", "battery staple 2"]);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "forgot-reset-admin/9"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let weak = outcome(&anna(), "password-rules-strict/14").unwrap_err();
        let ErrorKind::Refused {
            status: 500,
            fields,
            ..
        } = weak
        else {
            panic!("{weak:?}");
        };
        assert_eq!(fields.first().unwrap().field, "password");
        assert_refusals(
            &anna(),
            &[
                (
                    "forgot-reset-admin/6",
                    refused(400, "invalid confirmation code"),
                ),
                (
                    "forgot-reset-admin/7",
                    refused(400, "confirmation code not found"),
                ),
                (
                    "listeners/13",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
            ],
        );
    }
}
