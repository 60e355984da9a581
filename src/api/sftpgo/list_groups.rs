//! `GET /groups`: a page of groups (`SFTPGo`).
//!
//! Access: `manage_groups`. Answers: 200, a list in the order of names. Roles do not limit it.
//! Errors: 403: then a form asks for the name as text.
//! Source: `SFTPGo` API, operation `get_groups`; `docs/contracts/sftpgo.md`, L1.

use super::{Group, LIST_LIMIT_MS, Page, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists groups.
#[derive(Clone, Copy, Debug)]
pub struct ListGroups {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListGroups {
    type Answer = Vec<Group>;

    const OPERATION: &'static str = "list_groups";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/groups";
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

    const FIRST: ListGroups = ListGroups { page: Page::FIRST };

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&FIRST, "GET", "/api/v2/groups?limit=500", None);
    }

    #[test]
    fn a_success_is_read() {
        let all = outcome(&FIRST, "lookups/8").unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all.first().unwrap().users, ["anna"]);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &FIRST,
            &[
                ("permissions/20", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "lookups/21",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
