//! `POST /auth/oauth/validate`: turn the provider's code into a sign-in (Portainer).
//!
//! Access: public. Answers: 200 with a token. Errors: 400 empty code; 403 OAuth is off, no account here, or the rate
//! limiter; 500 the provider refused. Never repeated by itself: a code works once.
//! Source: Portainer API, operation `ValidateOAuth`; `docs/contracts/portainer.md`, E3.

use serde::Serialize;

use super::error::{self, Said};
use super::{Session, WRITE_LIMIT_MS};
use crate::api::{
    Auth, Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Signs in with a code of the OAuth provider.
#[derive(Clone, Debug)]
pub struct ValidateOauth {
    /// The code that the provider gave.
    pub code: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payload<'a> {
    #[serde(serialize_with = "Secret::into_body")]
    code: &'a Secret,
}

impl Endpoint for ValidateOauth {
    type Answer = Session;

    const OPERATION: &'static str = "validate_oauth";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/auth/oauth/validate";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&Payload { code: &self.code })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let said = Said::of(response);
        let message = said.as_ref().map(Said::message).unwrap_or_default();
        let reason = match (response.status, message) {
            (403, "OAuth authentication is not enabled") => Reason::ProviderOff,
            (403, message) if message.starts_with("Account not created beforehand") => {
                Reason::NoAccountHere
            }
            (500, "Unable to authenticate through OAuth") => Reason::ProviderRefused,
            _ => return error::refusal(facts::<Self>(), response),
        };
        ErrorKind::Forbidden(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};

    fn code() -> ValidateOauth {
        ValidateOauth {
            code: Secret::from("once/only"),
        }
    }

    #[test]
    fn the_request_has_the_code() {
        let body = r#"{"Code":"once/only"}"#;
        assert_request(&code(), "POST", "/api/auth/oauth/validate", Some(body));
        assert_masked(&code(), &["once/only"]);
    }

    #[test]
    fn a_200_holds_a_token() {
        let session = outcome(&code(), "mode-oauth/12").unwrap();
        assert!(!session.jwt.is_empty());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden;
        let hour = ErrorKind::Banned {
            up_to_s: Some(3_600),
        };
        assert_refusals(
            &code(),
            &[
                ("mode-oauth/3", forbidden(Reason::ProviderOff)),
                (
                    "mode-oauth/14",
                    refused(400, "Invalid OAuth authorization code"),
                ),
                ("mode-oauth/15", forbidden(Reason::ProviderRefused)),
                ("mode-oauth/16", forbidden(Reason::NoAccountHere)),
                ("rate-limit/18", hour),
            ],
        );
    }
}
