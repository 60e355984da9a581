//! `POST /user/totp/save`: switch one's own second factor on or off (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200. The server does not ask for a passcode: have one tried before. Twelve recovery codes come
//! with it; switching off deletes them. A session that was asked to set one up is dead afterwards.
//! Errors: 400 a secret that is none or too short, no such way, no protocol, or a second factor that is required.
//! Source: `SFTPGo` API, operation `save_user_totp_config`; `docs/contracts/sftpgo.md`, 2.6.

use serde::Serialize;

use super::body;
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Switches one's own second factor on with a secret, or off.
#[derive(Clone, Debug)]
pub struct SaveUserTotp {
    /// The way of making passcodes and the secret; nothing switches the second factor off.
    pub on: Option<(String, Secret)>,
    /// Protocols that ask for it: one or more of `SSH`, `FTP` and `HTTP`.
    pub protocols: Vec<String>,
}

#[derive(Serialize)]
struct Payload<'a> {
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    config_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<body::Plain<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    protocols: &'a [String],
}

impl Endpoint for SaveUserTotp {
    type Answer = Empty;

    const OPERATION: &'static str = "user_save_totp";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/user/totp/save";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let on = self.on.as_ref();
        to.json(&Payload {
            enabled: on.is_some(),
            config_name: on.map(|(name, _)| name.as_str()),
            secret: on.map(|(_, secret)| body::Plain::new(secret)),
            protocols: &self.protocols,
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

    fn on() -> SaveUserTotp {
        SaveUserTotp {
            on: Some(("Default".to_owned(), Secret::from("JBSWY3DPEHPK3PXP"))),
            protocols: vec!["HTTP".to_owned()],
        }
    }

    #[test]
    fn the_request_switches_on_or_off() {
        let target = "/api/v2/user/totp/save";
        let body = r#"{"enabled":true,"config_name":"Default","secret":{"status":"Plain","payload":"JBSWY3DPEHPK3PXP"},"protocols":["HTTP"]}"#;
        assert_request(&on(), "POST", target, Some(body));
        assert_masked(&on(), &["JBSWY3DPEHPK3PXP"]);
        let off = SaveUserTotp {
            on: None,
            protocols: Vec::new(),
        };
        assert_request(&off, "POST", target, Some(r#"{"enabled":false}"#));
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&on(), "leftovers/14"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &on(),
            &[
                (
                    "leftovers/12",
                    refused(400, "totp: specify at least one protocol"),
                ),
                (
                    "leftovers/13",
                    refused(400, "totp: invalid protocol \"DAV\""),
                ),
            ],
        );
    }
}
