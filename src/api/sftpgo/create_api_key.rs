//! `POST /apikeys`: make an API key (`SFTPGo`).
//!
//! Access: `*`, with a token, never with a key. Answers: 201 with the key, the only time that it is sent. Each call makes another
//! key: after a lost answer look at the list. A key acts for its owner as long as that one allows keys, and goes round a
//! second factor or a new password that is asked for. Errors: 400 no name, no such scope, or an owner who does not exist.
//! Source: `SFTPGo` API, operation `add_api_key`; `docs/contracts/sftpgo.md`, K2.

use super::{KeyScope, NewApiKey, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Makes an API key.
#[derive(Clone, Debug)]
pub struct CreateApiKey {
    /// What the key is called. Not unique.
    pub name: String,
    /// Whose calls it can make.
    pub scope: KeyScope,
    /// Name of the account that it acts as; empty for any that allows keys.
    pub owner: String,
    /// When it ends, in milliseconds since 1970; 0 is never.
    pub expires_ms: i64,
    /// What it is for.
    pub description: String,
}

impl Endpoint for CreateApiKey {
    type Answer = NewApiKey;

    const OPERATION: &'static str = "create_api_key";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/apikeys";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if matches!(self.scope, KeyScope::Unknown(_)) {
            return Err(Unsendable::Unknown { field: "scope" });
        }
        to.json(&body::Key {
            name: &self.name,
            scope: self.scope.number(),
            owner: &self.owner,
            expires_ms: self.expires_ms,
            description: &self.description,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::sftpgo::KeyId;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, request};

    fn key() -> CreateApiKey {
        CreateApiKey {
            name: "backup".to_owned(),
            scope: KeyScope::Admin,
            owner: "root".to_owned(),
            expires_ms: 4_102_444_800_000,
            description: "for the panel".to_owned(),
        }
    }

    #[test]
    fn the_request_names_only_what_is_set() {
        let body = r#"{"name":"backup","scope":1,"admin":"root","expires_at":4102444800000,"description":"for the panel"}"#;
        assert_request(&key(), "POST", "/api/v2/apikeys", Some(body));
        let small = CreateApiKey {
            scope: KeyScope::User,
            owner: "anna".to_owned(),
            expires_ms: 0,
            description: String::new(),
            ..key()
        };
        let body = r#"{"name":"backup","scope":2,"user":"anna"}"#;
        assert_request(&small, "POST", "/api/v2/apikeys", Some(body));
    }

    #[test]
    fn a_scope_that_is_none_is_not_sent() {
        let mut unknown = key();
        unknown.scope = KeyScope::Unknown(3);
        assert!(request(&unknown).is_err());
    }

    #[test]
    fn a_201_holds_the_key_once_and_never_prints_it() {
        let made = outcome(&key(), "api-keys/4").unwrap();
        assert_eq!(made.id(), KeyId("{{key_1_id}}".to_owned()));
        assert_eq!(made.key.expose(), "{{key_1_id}}.{{key_1_secret}}");
        assert!(!format!("{made:?}").contains("secret}}"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &key(),
            &[
                ("api-key-errors/3", refused(400, "name is mandatory")),
                ("api-key-errors/5", refused(400, "invalid scope: 3")),
                (
                    "api-key-errors/8",
                    refused(
                        400,
                        "unable to check API key admin nobody: not found: sql: no rows in result set",
                    ),
                ),
                ("api-key-errors/16", ErrorKind::SignedOut),
            ],
        );
    }
}
