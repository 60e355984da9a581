//! `GET /users`: all accounts (Portainer).
//!
//! Access: administrator; a team leader sees those that are no administrators.
//! Answers: 200, the whole list in ascending id order, `[]` when empty. Errors: 403 neither of the two.
//! Never sent with `environmentId`, which drops administrators who have no grant on that environment.
//! Source: Portainer API, operation `UserList`; `docs/contracts/portainer.md`, S1.

use super::{LIST_LIMIT_MS, UserSummary};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists all accounts with the three members that the server sends for each.
#[derive(Clone, Copy, Debug)]
pub struct ListUsers;

impl Endpoint for ListUsers {
    type Answer = Vec<UserSummary>;

    const OPERATION: &'static str = "user_list";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}
