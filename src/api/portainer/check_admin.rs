//! `GET /users/admin/check`: whether there is an administrator (Portainer).
//!
//! Access: public. Answers: 204 there is one; 404 in JSON there is none, and `POST /users/admin/init` is open.
//! Errors: 303 the time for the first run is over. A 404 that is not Portainer's JSON says nothing about administrators.
//! Source: Portainer API, operation `UserAdminCheck`; `docs/contracts/portainer.md`, S12 and 1.3.

use super::error::Said;
use crate::api::{
    Answer, ApiError, Auth, Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts,
    Response, Unsendable,
};

/// Asks whether there is an administrator.
#[derive(Clone, Copy, Debug)]
pub struct CheckAdmin;

/// Whether there is an administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminCheck {
    /// There is one: sign in.
    Exists,
    /// There is none: create the first, within five minutes of the server's start.
    Missing,
}

impl Answer for AdminCheck {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        Empty::decode(response).map(|Empty| Self::Exists)
    }
}

impl Endpoint for CheckAdmin {
    type Answer = AdminCheck;

    const OPERATION: &'static str = "user_admin_check";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/admin/check";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn read(&self, response: &Response) -> Result<AdminCheck, ApiError> {
        let outcome = match (response.status, Said::of(response)) {
            (200..=299, _) => AdminCheck::decode(response),
            (404, Some(_)) => Ok(AdminCheck::Missing),
            _ => Err(self.refusal(response)),
        };
        outcome.map_err(|kind| ApiError::of::<Self>(kind).with_request_id_of(response))
    }
}
