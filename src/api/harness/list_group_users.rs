//! `POST /ng/api/user-groups/{identifier}/users`: one page of the people in a group (Harness).
//!
//! Access: `core_usergroup_view`. Answers: 200 with a page. Errors: 400 `RESOURCE_NOT_FOUND_EXCEPTION` unknown group; 403.
//! Source: Harness API, operation `getUserListInUserGroup`; `docs/contracts/harness.md`, 2.5.

use serde::Serialize;

use super::{Data, GroupId, Page, Paging, Scope, UserMetadata, error, model};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists the people in a group.
#[derive(Clone, Debug)]
pub struct ListGroupUsers {
    /// Where.
    pub scope: Scope,
    /// Which group.
    pub group: GroupId,
    /// Text in name or e-mail; empty is any.
    pub search: String,
    /// Which page.
    pub paging: Paging,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    #[serde(skip_serializing_if = "Option::is_none")]
    search_term: Option<String>,
}

impl Endpoint for ListGroupUsers {
    type Answer = Data<Page<UserMetadata>>;

    const OPERATION: &'static str = "list_group_users";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/user-groups/{identifier}/users";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.group)?;
        self.scope.fill(to)?;
        self.paging.fill_sorted(&[], to);
        to.json(&Payload {
            search_term: model::search_term(&self.search),
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::unknown_object(error::refusal(facts::<Self>(), response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> ListGroupUsers {
        ListGroupUsers {
            scope: account(),
            group: GroupId::from("ops"),
            search: "a.b".to_owned(),
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/user-groups/ops/users?accountIdentifier=acc0&routingId=acc0&pageIndex=0&pageSize=100&sortOrders=email%2CASC";
        assert_request(&one(), "POST", target, Some(r#"{"searchTerm":"a\\.b"}"#));
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "get_users.page").unwrap();
        assert_eq!(page.content.len(), 1);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.unknown_route", ErrorKind::NotFound),
            ],
        );
    }
}
