//! `GET /users`: a page of accounts (`SFTPGo`).
//!
//! Access: `view_users`; an administrator with a role gets the accounts of that role. Answers: 200, a list in the order of
//! names, without a total; more than 500 rows are never sent at once. The next page starts where this one ended: rows shift when
//! accounts are deleted in between, so they are told apart by name.
//! Errors: 403 no permission; a limit of 0 or less is never sent, it gives nothing or crashes the handler.
//! Source: `SFTPGo` API, operation `get_users`; `docs/contracts/sftpgo.md`, U1 and 5.3.

use super::{LIST_LIMIT_MS, Page, User, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists accounts, each with everything that is stored about it.
#[derive(Clone, Copy, Debug)]
pub struct ListUsers {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListUsers {
    type Answer = Vec<User>;

    const OPERATION: &'static str = "get_users";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::page(to, self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, Reason, request};

    const FIRST: ListUsers = ListUsers { page: Page::FIRST };

    #[test]
    fn the_request_names_offset_limit_and_perhaps_the_order() {
        assert_request(&FIRST, "GET", "/api/v2/users?limit=500", None);
        let page = Page {
            offset: 3,
            limit: Some(3),
            is_descending: true,
        };
        let target = "/api/v2/users?offset=3&limit=3&order=DESC";
        assert_request(&ListUsers { page }, "GET", target, None);
    }

    #[test]
    fn a_limit_that_crashes_the_server_or_is_cut_is_not_sent() {
        for limit in [0, 501, u32::MAX] {
            let page = Page {
                limit: Some(limit),
                ..Page::FIRST
            };
            let error = request(&ListUsers { page }).unwrap_err();
            let expected = ErrorKind::Unsendable(Unsendable::Unknown { field: "limit" });
            assert_eq!(error.kind, expected);
        }
    }

    #[test]
    fn a_200_is_a_list_in_the_order_of_names() {
        let all = outcome(&FIRST, "users-list/10").unwrap();
        let names: Vec<_> = all.iter().map(User::username).collect();
        assert_eq!(names, ["10", "9", "B2", "_5", "a1", "c 4", "ä3"]);
        assert_eq!(outcome(&FIRST, "users-list/2").unwrap(), []);
    }

    #[test]
    fn members_that_are_not_known_are_kept() {
        let all = outcome(&FIRST, "list_users.later_release").unwrap();
        let user = all.first().unwrap();
        assert_eq!(user.object().raw("shell"), Some("{\"kind\":\"none\"}"));
        assert_eq!(user.object().raw("weight"), Some("1.50"));
        assert!(!user.is_enabled());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let decode = |path: &str| ErrorKind::Decode {
            path: path.to_owned(),
        };
        let wait = |retry_after_s| ErrorKind::SlowDown { retry_after_s };
        let broken = ErrorKind::Broken {
            status: 500,
            message: None,
        };
        assert_refusals(
            &FIRST,
            &[
                ("token-failures/4", ErrorKind::SignedOut),
                ("token-failures/8", ErrorKind::SignedOut),
                (
                    "token-failures/12",
                    ErrorKind::Forbidden(Reason::WrongKindOfAccount),
                ),
                ("token-failures/15", ErrorKind::OtherAddress),
                ("token-failures/19", ErrorKind::SignedOut),
                ("api-key-auth/18", ErrorKind::SignedOut),
                ("api-key-auth/20", ErrorKind::SignedOut),
                ("api-key-auth/22", ErrorKind::SignedOut),
                (
                    "api-key-auth/24",
                    ErrorKind::Forbidden(Reason::WrongKindOfAccount),
                ),
                ("permissions/8", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "forced-actions/6",
                    ErrorKind::Forbidden(Reason::NeedsSecondFactor),
                ),
                (
                    "forced-actions/24",
                    ErrorKind::Forbidden(Reason::NeedsNewPassword),
                ),
                ("parallel-limit/3", wait(None)),
                ("rate-limit/6", wait(Some(1))),
                ("users-list/17", broken),
                ("users-list/19", refused(400, "invalid limit")),
                ("facts/9", ErrorKind::NoSuchCall { status: 405 }),
                ("any.cut_short", ErrorKind::CutShort),
                ("any.wrong_shape", decode("$")),
                ("list_users.missing_name", decode("$[1].username (missing)")),
                ("list_users.wrong_number", decode("$[0].quota_size")),
                ("list_users.wrong_filter", decode("$[0].filters")),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                (
                    "any.bad_gateway",
                    ErrorKind::Broken {
                        status: 502,
                        message: None,
                    },
                ),
                (
                    "any.other_json_401",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
            ],
        );
    }
}
