//! `DELETE /apikeys/{id}`: revoke an API key (`SFTPGo`).
//!
//! Access: `*`, with a token, never with a key. Answers: 200; the key is worth nothing at once. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `delete_api_key`; `docs/contracts/sftpgo.md`, K5.

use super::{KeyId, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Revokes an API key.
#[derive(Clone, Debug)]
pub struct DeleteApiKey {
    /// Which key.
    pub id: KeyId,
}

impl Endpoint for DeleteApiKey {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_api_key";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/apikeys/{id}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "id", &self.id.0)
    }

    fn subject(&self) -> Option<String> {
        Some(body::key_subject(&self.id.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn key() -> DeleteApiKey {
        DeleteApiKey {
            id: KeyId("Bcd2".to_owned()),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&key(), "DELETE", "/api/v2/apikeys/Bcd2", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&key(), "api-keys/16"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&key(), &[("api-keys/17", ErrorKind::NotFound)]);
    }
}
