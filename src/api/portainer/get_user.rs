//! `GET /users/{id}`: one account (Portainer).
//!
//! Access: administrator, self. Answers: 200. Errors: 403 neither; 404 unknown, seen by administrators only.
//! Source: Portainer API, operation `UserInspect`; `docs/contracts/portainer.md`, S4.

use super::{User, UserId};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one account.
#[derive(Clone, Copy, Debug)]
pub struct GetUser {
    /// Which account.
    pub id: UserId,
}

impl Endpoint for GetUser {
    type Answer = User;

    const OPERATION: &'static str = "user_inspect";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/{id}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.id)
    }
}
