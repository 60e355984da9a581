//! `GET /apikeys`: a page of API keys (`SFTPGo`).
//!
//! Access: `*`, with a token, never with a key. Answers: 200, a list in the order of ids, which are random. Errors: 403.
//! Source: `SFTPGo` API, operation `get_api_keys`; `docs/contracts/sftpgo.md`, K1.

use super::{ApiKey, LIST_LIMIT_MS, Page, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists API keys, without the keys themselves.
#[derive(Clone, Copy, Debug)]
pub struct ListApiKeys {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListApiKeys {
    type Answer = Vec<ApiKey>;

    const OPERATION: &'static str = "list_api_keys";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apikeys";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::page(to, self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::sftpgo::KeyScope;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    const FIRST: ListApiKeys = ListApiKeys { page: Page::FIRST };

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&FIRST, "GET", "/api/v2/apikeys?limit=500", None);
    }

    #[test]
    fn a_success_is_read() {
        let keys = outcome(&FIRST, "api-keys/7").unwrap();
        assert_eq!(keys.len(), 3);
        let bound = keys.iter().find(|key| key.admin == "root").unwrap();
        assert_eq!(bound.scope, KeyScope::Admin);
        assert_eq!(bound.expires_ms, 4_102_444_800_000);
        assert_eq!(bound.last_used_at, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &FIRST,
            &[
                ("api-key-auth/31", ErrorKind::Forbidden(Reason::NotWithKey)),
                ("permissions/19", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "api-keys/20",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
