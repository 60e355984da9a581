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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::Role;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, Reason};

    const ANNA: GetUser = GetUser { id: UserId(2) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&ANNA, "GET", "/api/users/2", None);
    }

    #[test]
    fn a_200_is_the_account() {
        let user = outcome(&ANNA, "inspect/7").unwrap();
        assert_eq!((user.id, user.role), (UserId(2), Role::Regular));
        assert_eq!(user.username, "carla");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ANNA,
            &[
                ("inspect/14", ErrorKind::SignedOut),
                ("inspect/10", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("inspect/12", ErrorKind::NotFound),
                (
                    "inspect/13",
                    refused(400, "Invalid user identifier route variable"),
                ),
                ("inspect/21", ErrorKind::NoSuchCall { status: 404 }),
                ("any.other_json", ErrorKind::NotThePlatform { status: 404 }),
                (
                    "any.proxy_not_found",
                    ErrorKind::NotThePlatform { status: 404 },
                ),
            ],
        );
    }
}
