//! `GET /roles`: a page of roles (`SFTPGo`).
//!
//! Access: `*`; up to release 2.6.2 `manage_roles`. Answers: 200, a list in the order of names.
//! Errors: 403: then a form asks for the name as text.
//! Source: `SFTPGo` API, operation `get_roles`; `docs/contracts/sftpgo.md`, L2.

use super::{LIST_LIMIT_MS, Page, Role, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists roles.
#[derive(Clone, Copy, Debug)]
pub struct ListRoles {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListRoles {
    type Answer = Vec<Role>;

    const OPERATION: &'static str = "list_roles";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/roles";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::page(to, self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    const FIRST: ListRoles = ListRoles { page: Page::FIRST };

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&FIRST, "GET", "/api/v2/roles?limit=500", None);
    }

    #[test]
    fn a_success_is_read() {
        let all = outcome(&FIRST, "lookups/11").unwrap();
        assert_eq!(all.first().unwrap().name, "north");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &FIRST,
            &[
                ("permissions/22", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "lookups/22",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
