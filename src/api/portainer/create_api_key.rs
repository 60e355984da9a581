//! `POST /users/{id}/tokens`: create an API key (Portainer).
//!
//! Access: self only, signed in with a password: a key cannot create keys. Answers: 201 with the key, which is never
//! shown again; two calls make two keys, so after a lost answer list the keys and delete the orphan.
//! Errors: 401 `Auth not supported` for a caller with an API key, whose session is fine; 400 description empty, only
//! blanks or longer than 127 characters, password missing; 403 not self, wrong password, or the rate limiter.
//! Source: Portainer API, operation `UserGenerateAPIKey`; `docs/contracts/portainer.md`, S10.

use serde::Serialize;

use super::error::{self, Said};
use super::{NewApiKey, UserId, WRITE_LIMIT_MS, body};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Creates a key for oneself.
#[derive(Clone, Debug)]
pub struct CreateApiKey {
    /// One's own account.
    pub user_id: UserId,
    /// What the key is for: 1 to 127 characters, not only blanks.
    pub description: String,
    /// One's password: needed in internal mode, and always for account 1.
    pub password: Option<Secret>,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    password: &'a Option<Secret>,
    description: &'a str,
}

impl Endpoint for CreateApiKey {
    type Answer = NewApiKey;

    const OPERATION: &'static str = "user_generate_api_key";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users/{id}/tokens";
    const EFFECT: Effect = Effect::Write;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.user_id)?;
        to.json(&Payload {
            password: &self.password,
            description: &self.description,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.user_id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match (response.status, Said::of(response)) {
            (401, Some(said)) if said.message() == "Auth not supported" => {
                ErrorKind::Forbidden(Reason::KeyCannotCreateKeys)
            }
            _ => error::refusal(facts::<Self>(), response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::KeyId;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};

    fn mine() -> CreateApiKey {
        CreateApiKey {
            user_id: UserId(2),
            description: "backup job".to_owned(),
            password: Some(Secret::from("correct horse 1")),
        }
    }

    #[test]
    fn the_request_has_exactly_these_members() {
        let body = r#"{"password":"correct horse 1","description":"backup job"}"#;
        assert_request(&mine(), "POST", "/api/users/2/tokens", Some(body));
        assert_masked(&mine(), &["correct horse 1"]);
        let mut without = mine();
        without.password = None;
        let body = r#"{"description":"backup job"}"#;
        assert_request(&without, "POST", "/api/users/2/tokens", Some(body));
    }

    #[test]
    fn a_201_holds_the_key_once_and_never_prints_it() {
        let made = outcome(&mine(), "keys/5").unwrap();
        assert_eq!(made.raw.expose(), "{{user_key}}");
        assert_eq!(made.key.id, KeyId(1));
        let printed = format!("{made:?}");
        for hidden in ["user_key", "digest"] {
            assert!(!printed.contains(hidden), "{printed}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden;
        let hour = ErrorKind::Banned {
            up_to_s: Some(3_600),
        };
        assert_refusals(
            &mine(),
            &[
                ("keys/11", forbidden(Reason::KeyCannotCreateKeys)),
                ("keys-errors/8", ErrorKind::SignedOut),
                (
                    "keys-errors/9",
                    refused(400, "Invalid password: cannot be empty"),
                ),
                ("keys-errors/10", forbidden(Reason::WrongCurrentPassword)),
                ("keys-errors/11", forbidden(Reason::NotAllowed)),
                (
                    "keys-errors/16",
                    refused(400, "Invalid description: cannot be empty"),
                ),
                ("rate-limit/17", hour),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
