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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::{Role, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_asks_for_oneself() {
        assert_request(&GetCurrentUser, "GET", "/api/users/me", None);
    }

    #[test]
    fn a_200_is_the_account_that_is_signed_in() {
        let me = outcome(&GetCurrentUser, "credentials/6").unwrap();
        assert_eq!(
            (me.user.id, me.user.role),
            (UserId::FIRST, Role::Administrator)
        );
        assert!(!me.force_change_password);
    }

    #[test]
    fn empty_and_dead_members_do_no_harm() {
        for from in ["password-rules/13", "get_current_user.dead_leftovers"] {
            let me = outcome(&GetCurrentUser, from).unwrap();
            assert!(me.force_change_password, "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetCurrentUser,
            &[
                ("credentials/5", ErrorKind::SignedOut),
                ("credentials/10", ErrorKind::SignedOut),
                ("any.vanished_401", ErrorKind::SignedOut),
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                (
                    "any.other_json_401",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                (
                    "credentials/14",
                    ErrorKind::Forbidden(Reason::TwoCredentials),
                ),
                ("get_current_user.vanished", ErrorKind::NotFound),
            ],
        );
    }
}
