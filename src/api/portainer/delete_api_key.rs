//! `DELETE /users/{id}/tokens/{keyID}`: remove an API key (Portainer).
//!
//! Access: administrator for any account, self. Answers: 204 empty.
//! Errors: 403 neither, or the key of another account; 404 account unknown; 500 `API Key not found` for an unknown
//! key, which is read as "not found".
//! Source: Portainer API, operation `UserRemoveAPIKey`; `docs/contracts/portainer.md`, S11.

use super::error::{self, Said};
use super::{KeyId, UserId, WRITE_LIMIT_MS, body};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Removes one API key; it stops working at once.
#[derive(Clone, Copy, Debug)]
pub struct DeleteApiKey {
    /// Whose key.
    pub user_id: UserId,
    /// Which key.
    pub key_id: KeyId,
}

impl Endpoint for DeleteApiKey {
    type Answer = Empty;

    const OPERATION: &'static str = "user_remove_api_key";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/users/{id}/tokens/{keyID}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.user_id)?;
        to.segment("keyID", &self.key_id)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.user_id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match (response.status, Said::of(response)) {
            (500, Some(said)) if said.message() == "API Key not found" => ErrorKind::NotFound,
            _ => error::refusal(facts::<Self>(), response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome, refused};

    const KEY: DeleteApiKey = DeleteApiKey {
        user_id: UserId(2),
        key_id: KeyId(7),
    };

    #[test]
    fn the_request_names_account_and_key() {
        assert_request(&KEY, "DELETE", "/api/users/2/tokens/7", None);
    }

    #[test]
    fn an_empty_204_is_success() {
        assert_eq!(outcome(&KEY, "keys/13"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &KEY,
            &[
                ("permissions-user/27", ErrorKind::SignedOut),
                ("keys-errors/32", not_allowed.clone()),
                ("keys-errors/34", not_allowed),
                ("keys-errors/35", ErrorKind::NotFound),
                (
                    "keys-errors/31",
                    refused(400, "Invalid api-key identifier route variable"),
                ),
                ("any.storage", broken(500, "Database not open")),
            ],
        );
    }

    #[test]
    fn the_500_for_an_unknown_key_means_not_found() {
        assert_refusals(
            &KEY,
            &[
                ("keys-errors/30", ErrorKind::NotFound),
                ("keys/15", ErrorKind::NotFound),
            ],
        );
    }
}
