//! `POST /admin/totp/validate`: try a passcode (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200. Uses the passcode up: the next sign-in needs the next one. Saving does not ask for a
//! passcode, so this is the only proof that the authenticator has the secret. Errors: 400 wrong, used, or no such way.
//! Source: `SFTPGo` API, operation `validate_admin_totp_secret`; `docs/contracts/sftpgo.md`, M3.

use super::body;
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Tries a passcode against a secret that is not saved yet.
#[derive(Clone, Debug)]
pub struct ValidateTotp {
    /// The way of making passcodes.
    pub config_name: String,
    /// The six digits.
    pub passcode: Secret,
    /// The secret that was just made.
    pub secret: Secret,
}

impl Endpoint for ValidateTotp {
    type Answer = Empty;

    const OPERATION: &'static str = "validate_totp";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/admin/totp/validate";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&body::Tried {
            config_name: &self.config_name,
            passcode: &self.passcode,
            secret: &self.secret,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::own())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};

    fn own() -> ValidateTotp {
        ValidateTotp {
            config_name: "Default".to_owned(),
            passcode: Secret::from("123456"),
            secret: Secret::from("JBSWY3DPEHPK3PXP"),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &own(),
            "POST",
            "/api/v2/admin/totp/validate",
            Some(r#"{"config_name":"Default","passcode":"123456","secret":"JBSWY3DPEHPK3PXP"}"#),
        );
        assert_masked(&own(), &["123456", "JBSWY3DPEHPK3PXP"]);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&own(), "second-factor/13"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &own(),
            &[
                ("second-factor/10", refused(400, "Invalid passcode")),
                (
                    "second-factor/14",
                    refused(400, "this passcode was already used"),
                ),
                (
                    "second-factor/11",
                    refused(400, "totp: no configuration \"Nothing\""),
                ),
            ],
        );
    }
}
