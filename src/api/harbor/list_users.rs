//! `GET /users`: accounts, page by page or all at once (Harbor).
//!
//! Access: administrator. Answers: 200, never with the built-in administrator, which is read by its number only; the total
//! of what matches in `X-Total-Count`. A page past the end is empty. `page_size=0` gives everything in one answer.
//! Errors: 400 a broken filter; 403 not an administrator; 422 more than 100 on a page.
//! `Link` is read for "there is a next page" and nothing more: its addresses are decoded and not safe to follow.
//! Source: Harbor API, operation `listUsers`; `docs/contracts/harbor.md`, 2.1 row 6, 5.1 to 5.4.

use super::filter::{self, Filter, Sort};
use super::{LIST_LIMIT_MS, MAX_PAGE_SIZE, User, error, rules};
use crate::api::{
    Answer, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable,
    facts,
};

/// Lists accounts. What is left at its default is not sent.
#[derive(Clone, Debug, Default)]
pub struct ListUsers {
    /// Which page, from 1; the first when left out.
    pub page: Option<u32>,
    /// How many on a page: 10 when left out, at most [`MAX_PAGE_SIZE`], and 0 for all at once.
    pub page_size: Option<u32>,
    /// Conditions, all of which must hold.
    pub filters: Vec<Filter>,
    /// Sort words, the most important first; by name when there is none.
    pub sort: Vec<Sort>,
    /// Part of the name in any letter case. Takes every character but the percent sign.
    pub username: Option<String>,
    /// Part of the e-mail address, likewise.
    pub email: Option<String>,
}

/// A page of accounts.
#[derive(Clone, Debug)]
pub struct UserPage {
    /// The accounts.
    pub users: Vec<User>,
    /// How many match on all pages together. `None` when a CORS layer hides it.
    pub total: Option<u64>,
    /// Whether the server says that there is a next page.
    pub has_next: bool,
}

impl Answer for UserPage {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        let total = response.header("x-total-count");
        let link = response.header("link").unwrap_or_default();
        Ok(Self {
            users: Vec::decode(response)?,
            total: total.and_then(|total| total.trim().parse().ok()),
            has_next: link.contains("rel=\"next\""),
        })
    }
}

impl Endpoint for ListUsers {
    type Answer = UserPage;

    const OPERATION: &'static str = "list_users";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if let Some(page) = self.page {
            to.query("page", &page);
        }
        if let Some(page_size) = self.page_size {
            if page_size > MAX_PAGE_SIZE {
                return Err(Unsendable::Unknown { field: "page_size" });
            }
            to.query("page_size", &page_size);
        }
        if !self.filters.is_empty() {
            to.query("q", &filter::text_of(&self.filters)?);
        }
        if !self.sort.is_empty() {
            to.query_words("sort", &filter::sort_text(&self.sort));
        }
        for (name, part) in [("username", &self.username), ("email", &self.email)] {
            let Some(part) = part else { continue };
            rules::storable(name, part)?;
            // The server would look for a backslash instead.
            if part.contains('%') {
                return Err(Unsendable::Unknown { field: name });
            }
            to.query(name, part);
        }
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::of_administrators(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Match, TextColumn, UserId};
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{Reason, request};

    fn all() -> ListUsers {
        ListUsers::default()
    }

    fn asks(list: &ListUsers, query: &str) {
        assert_request(list, "GET", &format!("/api/v2.0/users{query}"), None);
    }

    #[test]
    fn only_what_is_wanted_is_sent() {
        asks(&all(), "");
        let mut list = all();
        list.page_size = Some(0);
        asks(&list, "?page_size=0");
        list.page = Some(2);
        list.page_size = Some(100);
        asks(&list, "?page=2&page_size=100");
        let by = |by, is_descending| Sort { by, is_descending };
        list = all();
        list.sort = vec![
            by(Column::IsAdmin, true),
            by(Column::Text(TextColumn::Username), false),
        ];
        asks(&list, "?sort=-sysadmin_flag,username");
    }

    #[test]
    fn values_of_q_are_encoded_twice_and_those_of_parameters_once() {
        let mut list = all();
        list.filters = vec![Filter::Text(
            TextColumn::Username,
            Match::Is("a+b".to_owned()),
        )];
        asks(&list, "?q=username%3Da%252Bb");
        list.filters.push(Filter::Text(
            TextColumn::Email,
            Match::Contains("@corp".to_owned()),
        ));
        asks(&list, "?q=username%3Da%252Bb%2Cemail%3D~%2540corp");
        list = all();
        list.username = Some("a+b, c".to_owned());
        list.email = Some("ü".to_owned());
        asks(&list, "?username=a%2Bb%2C%20c&email=%C3%BC");
    }

    #[test]
    fn what_the_server_cannot_take_is_not_sent() {
        let unsendable = |list: &ListUsers| match request(list).unwrap_err().kind {
            ErrorKind::Unsendable(why) => why,
            other => panic!("{other:?}"),
        };
        let mut list = all();
        list.page_size = Some(101);
        let unknown = |field| Unsendable::Unknown { field };
        assert_eq!(unsendable(&list), unknown("page_size"));
        list = all();
        list.username = Some("50%".to_owned());
        assert_eq!(unsendable(&list), unknown("username"));
        list.username = Some("\0".to_owned());
        assert_eq!(unsendable(&list), Unsendable::Nul { field: "username" });
        list = all();
        list.filters = vec![Filter::Id(UserId(99_999_999_999))];
        assert_eq!(unsendable(&list), unknown("user_id"));
    }

    #[test]
    fn a_200_is_a_page_with_the_total_of_all_pages() {
        let first = outcome(&all(), "list-paging/24").unwrap();
        assert_eq!((first.users.len(), first.total), (10, Some(23)));
        assert!(first.has_next);
        let last = outcome(&all(), "list-paging/26").unwrap();
        assert_eq!((last.users.len(), last.total), (3, Some(23)));
        assert!(!last.has_next);
        let behind = outcome(&all(), "list-paging/27").unwrap();
        assert_eq!((behind.users.len(), behind.total), (0, Some(23)));
        let whole = outcome(&all(), "list-paging/33").unwrap();
        assert_eq!((whole.users.len(), whole.has_next), (23, false));
        assert!(whole.users.iter().all(|user| user.id != UserId::BUILT_IN));
    }

    #[test]
    fn nobody_but_the_built_in_administrator_is_an_empty_list() {
        let nobody = outcome(&all(), "list-empty/1").unwrap();
        assert_eq!((nobody.users.len(), nobody.total), (0, Some(0)));
    }

    #[test]
    fn a_total_that_is_hidden_is_not_known() {
        let page = outcome(&all(), "list_users.hidden_headers").unwrap();
        assert_eq!(
            (page.users.len(), page.total, page.has_next),
            (1, None, false)
        );
        assert_eq!(page.users[0].created_at, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let bad = |message: Option<&str>| ErrorKind::Refused {
            status: 400,
            code: Some("BAD_REQUEST".to_owned()),
            message: message.map(str::to_owned),
            fields: Box::default(),
        };
        let decode = |path: &str| ErrorKind::Decode {
            path: path.to_owned(),
        };
        let broken = ErrorKind::Broken {
            status: 500,
            message: None,
        };
        let too_many = ErrorKind::Refused {
            status: 422,
            code: Some("UNPROCESSABLE_ENTITY".to_owned()),
            message: Some("page_size in query should be less than or equal to 100".to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &all(),
            &[
                ("signed-out/1", ErrorKind::SignedOut),
                (
                    "admin-flag/13",
                    ErrorKind::Forbidden(Reason::NeedsAdministrator),
                ),
                ("list-filter-errors/3", bad(None)),
                (
                    "list-filter-errors/6",
                    bad(Some("invalid query string value: ~")),
                ),
                ("list-filter-errors/14", broken),
                ("list-paging/32", too_many),
                ("list_users.missing_name", decode("$[0].username (missing)")),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                ("any.cut_short", ErrorKind::CutShort),
                ("any.wrong_shape", decode("$")),
            ],
        );
    }
}
