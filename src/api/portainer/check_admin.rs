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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_is_public() {
        assert_request(&CheckAdmin, "GET", "/api/users/admin/check", None);
    }

    #[test]
    fn a_204_and_a_404_are_both_answers() {
        assert_eq!(outcome(&CheckAdmin, "first-run/16"), Ok(AdminCheck::Exists));
        assert_eq!(outcome(&CheckAdmin, "first-run/1"), Ok(AdminCheck::Missing));
    }

    #[test]
    fn a_404_of_something_else_says_nothing_about_administrators() {
        assert_refusals(
            &CheckAdmin,
            &[
                ("first-run-timeout/1", ErrorKind::FirstRunTimedOut),
                ("any.first_run_over_hidden", ErrorKind::FirstRunTimedOut),
                (
                    "any.proxy_not_found",
                    ErrorKind::NotThePlatform { status: 404 },
                ),
                ("any.other_json", ErrorKind::NotThePlatform { status: 404 }),
                ("wrong-paths/2", ErrorKind::NoSuchCall { status: 404 }),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
