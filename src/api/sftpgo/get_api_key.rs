//! `GET /apikeys/{id}`: one API key (`SFTPGo`).
//!
//! Access: `*`, with a token, never with a key. Answers: 200. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `get_api_key_by_id`; `docs/contracts/sftpgo.md`, K3.

use super::{ApiKey, KeyId, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one API key, without the key itself.
#[derive(Clone, Debug)]
pub struct GetApiKey {
    /// Which key.
    pub id: KeyId,
}

impl Endpoint for GetApiKey {
    type Answer = ApiKey;

    const OPERATION: &'static str = "get_api_key";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apikeys/{id}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "id", &self.id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn key() -> GetApiKey {
        GetApiKey {
            id: KeyId("Bcd2".to_owned()),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&key(), "GET", "/api/v2/apikeys/Bcd2", None);
    }

    #[test]
    fn a_success_is_read() {
        let read = outcome(&key(), "api-keys/11").unwrap();
        assert_eq!((read.name.as_str(), read.expires_ms), ("renamed", 0));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&key(), &[("api-keys/18", ErrorKind::NotFound)]);
    }
}
