//! `GET /users/me`: the account that is signed in (Portainer).
//!
//! Access: anyone signed in. Answers: 200. Errors: 401 signed out; 404 the account vanished meanwhile.
//! A sign-in is complete only after this call: the server can hand out a token for account 0.
//! Source: Portainer API, operation `CurrentUserInspect`; `docs/contracts/portainer.md`, S3 and 1.3.

use super::CurrentUser;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the account that is signed in.
#[derive(Clone, Copy, Debug)]
pub struct GetCurrentUser;

impl Endpoint for GetCurrentUser {
    type Answer = CurrentUser;

    const OPERATION: &'static str = "current_user_inspect";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/me";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}
