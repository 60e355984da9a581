//! `POST /user/totp/generate`: make a secret for passcodes (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200 with the secret, as text, address and picture. Nothing is stored, and each call makes
//! another one: show what came, and save exactly that. Errors: 400 the server has no such way.
//! Source: `SFTPGo` API, operation `generate_user_totp_secret`; `docs/contracts/sftpgo.md`, 2.6.

use super::{NewTotpSecret, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Makes a secret for passcodes.
#[derive(Clone, Debug)]
pub struct GenerateUserTotp {
    /// The way of making passcodes, as the server lists it.
    pub config_name: String,
}

impl Endpoint for GenerateUserTotp {
    type Answer = NewTotpSecret;

    const OPERATION: &'static str = "user_generate_totp";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/user/totp/generate";
    const EFFECT: Effect = Effect::Read;
    const LIMITED: bool = true;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&body::Config {
            config_name: &self.config_name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn own() -> GenerateUserTotp {
        GenerateUserTotp {
            config_name: "Default".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &own(),
            "POST",
            "/api/v2/user/totp/generate",
            Some(r#"{"config_name":"Default"}"#),
        );
    }

    #[test]
    fn a_200_holds_a_secret_that_is_never_printed() {
        let made = outcome(&own(), "disable-2fa/6").unwrap();
        assert_eq!(
            (made.config_name.as_str(), made.issuer.as_str()),
            ("Default", "SFTPGo")
        );
        assert_eq!(made.secret.expose(), "{{totp_secret}}");
        assert!(made.url.starts_with("otpauth://totp/") && !made.qr_code.is_empty());
        let printed = format!("{made:?}");
        assert!(!printed.contains("totp_secret") && !printed.contains("otpauth"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &own(),
            &[
                (
                    "second-factor/7",
                    refused(400, "totp: no configuration \"Nothing\""),
                ),
                ("second-factor/8", refused(400, "EOF")),
            ],
        );
    }
}
