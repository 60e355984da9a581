//! `GET /kubernetes/global/apis/auth.alauda.io/v1/users`: accounts as cluster objects (Alauda Container Platform).
//!
//! Access: platform administrators and auditors. Answers: 200 with a part of the list and the place of the next.
//! Errors: 401; 403. The way around where the platform's own list is closed: it has neither pages nor a total.
//! Source: Alauda Container Platform API, operation `listAuthAlaudaIoV1User`; `docs/contracts/alauda.md`, 2.2 and 3.4.

use super::{Continue, LIST_LIMIT_MS, List, User, error, query};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists one part of the accounts, deleted ones included.
#[derive(Clone, Debug)]
pub struct ListUserObjects {
    /// How many.
    pub limit: u32,
    /// From where on.
    pub from: Option<Continue>,
}

impl Endpoint for ListUserObjects {
    type Answer = List<User>;

    const OPERATION: &'static str = "list_user_objects";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/kubernetes/global/apis/auth.alauda.io/v1/users";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        query::part(to, self.limit, self.from.as_ref());
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
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    const ALL: ListUserObjects = ListUserObjects {
        limit: 100,
        from: None,
    };

    #[test]
    fn the_request_asks_for_a_part() {
        assert_request(
            &ALL,
            "GET",
            "/kubernetes/global/apis/auth.alauda.io/v1/users?limit=100",
            None,
        );
        let later = ListUserObjects {
            limit: 100,
            from: Some(Continue("abc/=".to_owned())),
        };
        let target = "/kubernetes/global/apis/auth.alauda.io/v1/users?limit=100&continue=abc%2F%3D";
        assert_request(&later, "GET", target, None);
    }

    #[test]
    fn a_200_says_where_the_next_part_begins() {
        let part = outcome(&ALL, "list_user_objects.part").unwrap();
        assert_eq!((part.items.len(), part.total), (2, None));
        assert_eq!(part.next, Some(Continue("abc/=".to_owned())));
        let end = outcome(&ALL, "list_user_objects.end").unwrap();
        assert_eq!((end.items.len(), end.next), (0, None));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ALL,
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found_text", ErrorKind::NoSuchCall { status: 404 }),
            ],
        );
    }
}
