//! `PUT /apikeys/{id}`: replace an API key (`SFTPGo`).
//!
//! Access: `*`, with a token, never with a key. Answers: 200. Replaces them all: a key whose end is left out lives for ever.
//! Errors: 400 as on creation; 404 unknown.
//! Source: `SFTPGo` API, operation `update_api_key`; `docs/contracts/sftpgo.md`, K4.

use super::{KeyId, KeyScope, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Replaces name, scope, owner, end and description of an API key.
#[derive(Clone, Debug)]
pub struct UpdateApiKey {
    /// Which key.
    pub id: KeyId,
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

impl Endpoint for UpdateApiKey {
    type Answer = Empty;

    const OPERATION: &'static str = "update_api_key";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/apikeys/{id}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if matches!(self.scope, KeyScope::Unknown(_)) {
            return Err(Unsendable::Unknown { field: "scope" });
        }
        body::name(to, "id", &self.id.0)?;
        to.json(&body::Key {
            name: &self.name,
            scope: self.scope.number(),
            owner: &self.owner,
            expires_ms: self.expires_ms,
            description: &self.description,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::key_subject(&self.id.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn key() -> UpdateApiKey {
        UpdateApiKey {
            id: KeyId("Bcd2".to_owned()),
            name: "backup".to_owned(),
            scope: KeyScope::Admin,
            owner: "root".to_owned(),
            expires_ms: 4_102_444_800_000,
            description: "for the panel".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &key(),
            "PUT",
            "/api/v2/apikeys/Bcd2",
            Some(
                r#"{"name":"backup","scope":1,"admin":"root","expires_at":4102444800000,"description":"for the panel"}"#,
            ),
        );
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&key(), "api-keys/10"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &key(),
            &[
                ("api-key-errors/11", ErrorKind::NotFound),
                ("api-key-errors/12", refused(400, "invalid scope: 0")),
            ],
        );
    }
}
