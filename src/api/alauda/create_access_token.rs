//! `POST /auth/v1/accesstoken`: make an API token for oneself (Alauda Container Platform).
//!
//! Access: everyone, for themselves only. Answers: 201 with the token, which is never shown again; 200 is read too.
//! Errors: 401; 400 a description that is empty or longer than 64 characters.
//! The end is always sent: the platform's pages do not agree on what happens without one.
//! Two calls make two tokens, so after a lost answer look at the list and delete the orphan.
//! Source: Alauda Container Platform API, operation `post_auth_v1_accesstoken`; `docs/contracts/alauda.md`, 2.2, 3.5, 5.8.

use serde::Serialize;

use super::{AccessToken, MAX_DESCRIPTION_CHARS};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Timestamp, Unsendable};

#[derive(Serialize)]
struct Payload<'a> {
    description: &'a str,
    expiration: i64,
}

/// Makes an API token with the permissions of its owner, present and future.
#[derive(Clone, Debug)]
pub struct CreateAccessToken {
    /// What the token is for: 1 to [`MAX_DESCRIPTION_CHARS`] characters.
    pub description: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Endpoint for CreateAccessToken {
    type Answer = AccessToken;

    const OPERATION: &'static str = "create_access_token";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/auth/v1/accesstoken";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.description.is_empty() {
            return Err(Unsendable::Empty {
                field: "description",
            });
        }
        if self.description.chars().count() > MAX_DESCRIPTION_CHARS {
            return Err(Unsendable::TooManyChars {
                field: "description",
                max_chars: MAX_DESCRIPTION_CHARS,
            });
        }
        to.json(&Payload {
            description: &self.description,
            expiration: self.expires_at.unix_seconds(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, Reason, request};

    fn panel() -> CreateAccessToken {
        CreateAccessToken {
            description: "panel".to_owned(),
            expires_at: Timestamp::from_unix(1_791_536_000),
        }
    }

    #[test]
    fn the_request_says_the_end_in_seconds() {
        let body = r#"{"description":"panel","expiration":1791536000}"#;
        assert_request(&panel(), "POST", "/auth/v1/accesstoken", Some(body));
    }

    #[test]
    fn a_description_is_needed_and_has_a_limit() {
        let sent = |description: &str| {
            let mut token = panel();
            token.description = description.to_owned();
            request(&token).err().map(|error| error.kind)
        };
        let empty = Unsendable::Empty {
            field: "description",
        };
        assert_eq!(sent(""), Some(ErrorKind::Unsendable(empty)));
        assert_eq!(sent(&"ü".repeat(64)), None);
        let long = Unsendable::TooManyChars {
            field: "description",
            max_chars: 64,
        };
        assert_eq!(sent(&"ü".repeat(65)), Some(ErrorKind::Unsendable(long)));
    }

    #[test]
    fn a_201_holds_the_token_once_and_never_prints_it() {
        let made = outcome(&panel(), "create_access_token.created").unwrap();
        assert_eq!(made.id, "tok-1");
        assert_eq!(made.token.expose(), "e30.e30.x");
        assert_eq!(made.expires_at, Some(panel().expires_at));
        assert!(!format!("{made:?}").contains("e30"));
        let endless = outcome(&panel(), "create_access_token.endless").unwrap();
        assert_eq!(endless.expires_at, None);
        assert_eq!(endless.description, "");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &panel(),
            &[
                ("any.signed_out", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.text", refused(400, "something is wrong")),
                (
                    "any.slow_down",
                    ErrorKind::SlowDown {
                        retry_after_s: Some(7),
                    },
                ),
            ],
        );
    }
}
