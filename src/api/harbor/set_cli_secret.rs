//! `PUT /users/{user_id}/cli_secret`: set the secret for the command line (Harbor, OIDC mode only).
//!
//! Access: administrator, self. Answers: 200 empty; the secret itself is read with the account afterwards.
//! Without a secret the server makes one of nine letters and digits, another with each call.
//! Errors: 412 another mode, told even to nobody; 400 the password's rule; 403 neither; 404 an account that single sign-on
//! does not know, such as the built-in one; 500 with nothing in it when nobody is signed in.
//! Source: Harbor API, operation `setCliSecret`; `docs/contracts/harbor.md`, 2.1 row 8 and 5.10.

use serde::Serialize;

use super::{UserId, WRITE_LIMIT_MS, error, rules};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Replaces the secret of an account's command line.
#[derive(Clone, Debug)]
pub struct SetCliSecret {
    /// Whose secret.
    pub id: UserId,
    /// The new one, by the rule of passwords; the server makes one when it is left out.
    pub secret: Option<Secret>,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    secret: &'a Option<Secret>,
}

impl Endpoint for SetCliSecret {
    type Answer = Empty;

    const OPERATION: &'static str = "set_cli_secret";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{user_id}/cli_secret";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if let Some(secret) = &self.secret {
            // The server would make one of its own, and the person would believe in theirs.
            if secret.is_empty() {
                return Err(Unsendable::Empty { field: "secret" });
            }
            rules::password("secret", secret)?;
        }
        to.segment("user_id", &rules::id(self.id)?)?;
        to.json(&Payload {
            secret: &self.secret,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(rules::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::of_crashing(facts::<Self>(), response) {
            ErrorKind::Refused { status: 412, .. } => {
                ErrorKind::Forbidden(Reason::SingleSignOnOnly)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::request;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};

    fn set(secret: Option<&str>) -> SetCliSecret {
        SetCliSecret {
            id: UserId(297),
            secret: secret.map(Secret::from),
        }
    }

    #[test]
    fn without_a_secret_the_server_makes_one() {
        let target = "/api/v2.0/users/297/cli_secret";
        assert_request(&set(None), "PUT", target, Some("{}"));
        let chosen = set(Some("Chosen123"));
        let body = r#"{"secret":"Chosen123"}"#;
        assert_request(&chosen, "PUT", target, Some(body));
        assert_masked(&chosen, &["Chosen123"]);
        let error = request(&set(Some(""))).unwrap_err();
        let empty = Unsendable::Empty { field: "secret" };
        assert_eq!(error.kind, ErrorKind::Unsendable(empty));
    }

    #[test]
    fn an_empty_200_is_success() {
        assert_eq!(outcome(&set(None), "oidc-cli-secret/6"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let rule = "the password or secret must be 8-128, inclusively, characters long with at least 1 uppercase letter, 1 lowercase letter and 1 number";
        let bad = ErrorKind::Refused {
            status: 400,
            code: Some("BAD_REQUEST".to_owned()),
            message: Some(rule.to_owned()),
            fields: Box::default(),
        };
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &set(Some("Chosen123")),
            &[
                ("oidc-cli-secret/10", bad),
                ("oidc-cli-secret/12", forbidden(Reason::NotAllowed)),
                ("oidc-cli-secret/19", ErrorKind::NotFound),
                ("oidc-cli-secret/22", ErrorKind::SignedOut),
                ("signed-out/12", forbidden(Reason::SingleSignOnOnly)),
                ("ldap-mode/11", forbidden(Reason::SingleSignOnOnly)),
                ("read-only/12", forbidden(Reason::ReadOnly)),
            ],
        );
    }
}
