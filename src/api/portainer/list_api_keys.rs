//! `GET /users/{id}/tokens`: the API keys of an account (Portainer).
//!
//! Access: self; administrator for accounts that are no administrators, although an administrator may delete the
//! keys of another. Answers: 200, a list. Errors: 404 unknown account, before the permission is checked; 403.
//! Source: Portainer API, operation `UserGetAPIKeys`; `docs/contracts/portainer.md`, S9.

use super::{ApiKey, UserId};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the API keys of one account, without the keys themselves.
#[derive(Clone, Copy, Debug)]
pub struct ListApiKeys {
    /// Whose keys.
    pub user_id: UserId,
}

impl Endpoint for ListApiKeys {
    type Answer = Vec<ApiKey>;

    const OPERATION: &'static str = "user_get_api_keys";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/{id}/tokens";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.user_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::KeyId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp};

    const ANNA: ListApiKeys = ListApiKeys { user_id: UserId(2) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&ANNA, "GET", "/api/users/2/tokens", None);
    }

    #[test]
    fn a_200_lists_keys_without_the_keys_themselves() {
        assert_eq!(outcome(&ANNA, "keys/4"), Ok(vec![]));
        let keys = outcome(&ANNA, "keys/7").unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0].id, KeyId(1));
        assert_eq!(keys[0].prefix, "ptr_pYp");
        assert_eq!(keys[0].created_at, Timestamp::from_unix(1_795_368_191));
        assert_eq!(keys[0].last_used_at, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ANNA,
            &[
                ("keys-errors/23", ErrorKind::SignedOut),
                ("keys-errors/24", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("keys-errors/28", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("keys-errors/25", ErrorKind::NotFound),
            ],
        );
    }
}
