//! `GET /admins`: a page of administrators (`SFTPGo`).
//!
//! Access: `*`; up to release 2.6.2 `manage_admins`. Answers: 200, a list in the order of names. Secrets come encrypted.
//! Errors: 403: then a form asks for the name as text.
//! Source: `SFTPGo` API, operation `get_admins`; `docs/contracts/sftpgo.md`, L4.

use super::{Admin, LIST_LIMIT_MS, Page, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists administrators.
#[derive(Clone, Copy, Debug)]
pub struct ListAdmins {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListAdmins {
    type Answer = Vec<Admin>;

    const OPERATION: &'static str = "list_admins";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/admins";
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

    const FIRST: ListAdmins = ListAdmins { page: Page::FIRST };

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&FIRST, "GET", "/api/v2/admins?limit=500", None);
    }

    #[test]
    fn a_success_is_read() {
        let all = outcome(&FIRST, "lookups/17").unwrap();
        assert!(all.iter().any(|admin| admin.username == "root"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &FIRST,
            &[
                ("permissions/23", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "lookups/24",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
