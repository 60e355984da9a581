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
