//! `GET /users`: all accounts (Portainer).
//!
//! Access: administrator; a team leader sees those that are no administrators.
//! Answers: 200, the whole list in ascending id order, `[]` when empty. Errors: 403 neither of the two.
//! Never sent with `environmentId`, which drops administrators who have no grant on that environment.
//! Source: Portainer API, operation `UserList`; `docs/contracts/portainer.md`, S1.

use super::error;
use super::{LIST_LIMIT_MS, UserSummary};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Unsendable,
    facts,
};

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

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::Forbidden(Reason::NotAllowed) => {
                ErrorKind::Forbidden(Reason::NeedsAdministrator)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::{Role, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_asks_for_everyone() {
        assert_request(&ListUsers, "GET", "/api/users", None);
    }

    #[test]
    fn a_200_lists_three_members_for_each() {
        let all = outcome(&ListUsers, "users-list/12").unwrap();
        assert_eq!(all.len(), 5);
        let first = all.first().unwrap();
        assert_eq!((first.id, first.role), (UserId::FIRST, Role::Administrator));
        assert_eq!(first.username, "admin");
        assert_eq!(outcome(&ListUsers, "users-list/13").unwrap().len(), 3);
    }

    #[test]
    fn a_later_release_is_read_too() {
        let all = outcome(&ListUsers, "list_users.later_release").unwrap();
        assert_eq!(all[1].role, Role::Unknown(3));
        assert_eq!(all[1].username, "a\u{202e}b \0/%2e");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let decode = |path: &str| ErrorKind::Decode {
            path: path.to_owned(),
        };
        assert_refusals(
            &ListUsers,
            &[
                ("users-list/16", ErrorKind::SignedOut),
                (
                    "users-list/14",
                    ErrorKind::Forbidden(Reason::NeedsAdministrator),
                ),
                ("first-run-timeout/4", ErrorKind::FirstRunTimedOut),
                ("users-list/22", ErrorKind::NoSuchCall { status: 405 }),
                ("any.cut_short", ErrorKind::CutShort),
                ("any.wrong_shape", decode("$")),
                ("list_users.missing_name", decode("$[1].Username (missing)")),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
