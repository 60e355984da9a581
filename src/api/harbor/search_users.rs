//! `GET /users/search`: a type-ahead of names (Harbor).
//!
//! Access: anyone signed in, so that anyone can learn all names. Answers: 200 with number and name, the shortest first.
//! No list: pages are ignored, letter case counts, `%` and `_` stand for anything and a backslash takes that off, and the
//! total in the header belongs to another count. When that count is 0 nothing comes although names would fit.
//! Errors: 422 without a text.
//! Source: Harbor API, operation `searchUsers`; `docs/contracts/harbor.md`, 2.1 row 7 and 5.5.

use super::{FoundUser, MAX_PAGE_SIZE, rules};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Finds names that hold a text.
#[derive(Clone, Debug)]
pub struct SearchUsers {
    /// Part of the name; not empty.
    pub username: String,
    /// The most rows: 10 when left out, from 1 to [`MAX_PAGE_SIZE`].
    pub page_size: Option<u32>,
}

impl Endpoint for SearchUsers {
    type Answer = Vec<FoundUser>;

    const OPERATION: &'static str = "search_users";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/search";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.username.is_empty() {
            return Err(Unsendable::Empty { field: "username" });
        }
        rules::storable("username", &self.username)?;
        to.query("username", &self.username);
        if let Some(page_size) = self.page_size {
            // None at all is the answer to 0.
            if page_size == 0 || page_size > MAX_PAGE_SIZE {
                return Err(Unsendable::Unknown { field: "page_size" });
            }
            to.query("page_size", &page_size);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::UserId;
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, request};

    fn find(username: &str, page_size: Option<u32>) -> SearchUsers {
        SearchUsers {
            username: username.to_owned(),
            page_size,
        }
    }

    #[test]
    fn the_text_is_encoded_once() {
        let target = "/api/v2.0/users/search?username=a%2Bb%25";
        assert_request(&find("a+b%", None), "GET", target, None);
        let target = "/api/v2.0/users/search?username=se&page_size=100";
        assert_request(&find("se", Some(100)), "GET", target, None);
    }

    #[test]
    fn what_the_server_would_refuse_or_misread_is_not_sent() {
        for search in [
            find("", None),
            find("\0", None),
            find("a", Some(0)),
            find("a", Some(101)),
        ] {
            let error = request(&search).unwrap_err();
            assert!(matches!(error.kind, ErrorKind::Unsendable(_)), "{search:?}");
        }
    }

    #[test]
    fn a_200_lists_numbers_and_names() {
        let found = outcome(&find("adm", None), "search/14").unwrap();
        assert_eq!(found[0].username, "admin");
        assert_eq!(found[0].id, UserId::BUILT_IN);
        assert_eq!(outcome(&find("SEARCH", None), "search/10"), Ok(Vec::new()));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let needed = ErrorKind::Refused {
            status: 422,
            code: Some("UNPROCESSABLE_ENTITY".to_owned()),
            message: Some("username in query is required".to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &find("a", None),
            &[
                ("signed-out/2", ErrorKind::SignedOut),
                ("search/24", needed),
                (
                    "search/20",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
            ],
        );
    }
}
