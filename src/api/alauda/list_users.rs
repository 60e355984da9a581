//! `GET /auth/v1/users`: a page of accounts (Alauda Container Platform).
//!
//! Access: platform administrators and auditors. Answers: 200 with the page and the number of all matches.
//! Errors: 400 a filter that the server cannot read; 401 or 403 neither of the two.
//! A page may hold fewer than asked for: the number of all matches tells whether there are more.
//! Deleted accounts are left out, or listed in the state `deleted`.
//! Source: Alauda Container Platform API, operation `listUsers`; `docs/contracts/alauda.md`, 2.1 row 2 and 5.2.

use super::{Filter, LIST_LIMIT_MS, List, Sort, User, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists one page of accounts.
#[derive(Clone, Debug)]
pub struct ListUsers {
    /// Which.
    pub filter: Option<Filter>,
    /// In which order.
    pub sort: Option<Sort>,
    /// How many: at most [`MAX_PAGE`](super::MAX_PAGE).
    pub limit: u32,
    /// Which page, from 1.
    pub page: u32,
}

impl Endpoint for ListUsers {
    type Answer = List<User>;

    const OPERATION: &'static str = "list_users";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/auth/v1/users";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if let Some(filter) = &self.filter {
            to.query("filterBy", &filter.value());
        }
        if let Some(sort) = self.sort {
            to.query("sortBy", &sort.value());
        }
        to.query("limit", &self.limit);
        to.query("page", &self.page);
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::alauda::error::unauthorized;
    use crate::api::alauda::{Source, State, UserField, UserName};
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    const FIRST: ListUsers = ListUsers {
        filter: None,
        sort: None,
        limit: 100,
        page: 1,
    };

    #[test]
    fn the_request_asks_for_a_page() {
        assert_request(&FIRST, "GET", "/auth/v1/users?limit=100&page=1", None);
        let found = ListUsers {
            filter: Filter::new(UserField::Username, "ü&b, c"),
            sort: Some(Sort {
                field: UserField::Email,
                is_descending: true,
            }),
            limit: 20,
            page: 3,
        };
        let target =
            "/auth/v1/users?filterBy=username%2C%C3%BC%26b&sortBy=d%2Cemail&limit=20&page=3";
        assert_request(&found, "GET", target, None);
    }

    #[test]
    fn a_200_is_a_page_and_the_number_of_all() {
        let page = outcome(&FIRST, "list_users.page").unwrap();
        assert_eq!((page.items.len(), page.total), (2, Some(45)));
        assert_eq!(page.next, None);
        let jane = &page.items[1];
        assert_eq!(jane.metadata.name, UserName("jane".to_owned()));
        assert_eq!(jane.spec.source, Source::Connector("oidc".to_owned()));
        assert_eq!(jane.spec.state, State::Deleted);
        let page = outcome(&FIRST, "list_users.no_total").unwrap();
        assert_eq!((page.items.len(), page.total), (2, None));
    }

    #[test]
    fn an_empty_page_may_have_no_items() {
        for from in ["list_users.empty", "list_users.empty_bare"] {
            assert!(outcome(&FIRST, from).unwrap().items.is_empty(), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let decode = |path: &str| ErrorKind::Decode {
            path: path.to_owned(),
        };
        assert_refusals(
            &FIRST,
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.simple", refused(400, "the filter is malformed")),
                (
                    "any.gateway_not_found",
                    ErrorKind::NoSuchCall { status: 404 },
                ),
                ("any.cut_short", ErrorKind::CutShort),
                ("any.wrong_shape", decode("$")),
                (
                    "list_users.nameless",
                    decode("$.items[1].metadata.name (missing)"),
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                ("any.moved", ErrorKind::NotThePlatform { status: 302 }),
            ],
        );
    }
}
