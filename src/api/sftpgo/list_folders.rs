//! `GET /folders`: a page of folders (`SFTPGo`).
//!
//! Access: `manage_folders`; in release 2.5 `view_users`. Answers: 200, a list in the order of names. Roles do not limit it.
//! Errors: 403: then a form asks for the name as text.
//! Source: `SFTPGo` API, operation `get_folders`; `docs/contracts/sftpgo.md`, L3.

use super::{Folder, LIST_LIMIT_MS, Page, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists folders.
#[derive(Clone, Copy, Debug)]
pub struct ListFolders {
    /// Which rows.
    pub page: Page,
}

impl Endpoint for ListFolders {
    type Answer = Vec<Folder>;

    const OPERATION: &'static str = "list_folders";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/folders";
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

    const FIRST: ListFolders = ListFolders { page: Page::FIRST };

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&FIRST, "GET", "/api/v2/folders?limit=500", None);
    }

    #[test]
    fn a_success_is_read() {
        let all = outcome(&FIRST, "lookups/14").unwrap();
        assert_eq!(all.first().unwrap().mapped_path, "/srv/shared");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &FIRST,
            &[
                ("permissions/21", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "lookups/23",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
