//! `GET /kubernetes/global/apis/auth.alauda.io/v1/groups`: groups (Alauda Container Platform).
//!
//! Access: platform administrators and auditors; others perhaps. Answers: 200 with a part of the list and the place of
//! the next. Errors: 401; 403.
//! Source: Alauda Container Platform API, operation `listAuthAlaudaIoV1Group`; `docs/contracts/alauda.md`, 2.2 and 3.5.

use super::{Continue, Group, LIST_LIMIT_MS, List, error, query};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists one part of the groups.
#[derive(Clone, Debug)]
pub struct ListGroups {
    /// How many.
    pub limit: u32,
    /// From where on.
    pub from: Option<Continue>,
}

impl Endpoint for ListGroups {
    type Answer = List<Group>;

    const OPERATION: &'static str = "list_groups";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/kubernetes/global/apis/auth.alauda.io/v1/groups";
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

    const ALL: ListGroups = ListGroups {
        limit: 100,
        from: None,
    };

    #[test]
    fn the_request_asks_for_a_part() {
        assert_request(
            &ALL,
            "GET",
            "/kubernetes/global/apis/auth.alauda.io/v1/groups?limit=100",
            None,
        );
    }

    #[test]
    fn a_200_lists_groups_with_and_without_members() {
        let part = outcome(&ALL, "list_groups.list").unwrap();
        let [ops, empty] = part.items.as_slice() else {
            panic!("{part:?}");
        };
        assert_eq!(ops.spec.users.len(), 2);
        assert_eq!(empty.metadata.name.0, "empty");
        assert!(empty.spec.users.is_empty() && empty.spec.source.is_none());
        assert_eq!(part.next, Some(Continue("next".to_owned())));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ALL,
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "any.slow_down_header",
                    ErrorKind::SlowDown {
                        retry_after_s: Some(9),
                    },
                ),
            ],
        );
    }
}
