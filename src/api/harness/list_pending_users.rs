//! `POST /ng/api/invites/aggregate`: one page of the people who were asked to join a scope and have not answered, narrowed down (Harness).
//!
//! Access: `core_user_view` in the scope. Answers: 200 with a page of invites, which have no order unless one is asked for.
//! Errors: as in `POST /ng/api/user/aggregate`.
//! Source: Harness API, operation `getPendingUsersAggregated`; `docs/contracts/harness.md`, 2.3.

use super::{Data, Invite, Narrow, Page, Paging, Scope, Sort};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists pending people of a scope.
#[derive(Clone, Debug)]
pub struct ListPendingUsers {
    /// Where.
    pub scope: Scope,
    /// Whom.
    pub narrow: Narrow,
    /// In which order.
    pub sort: Vec<Sort>,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListPendingUsers {
    type Answer = Data<Page<Invite>>;

    const OPERATION: &'static str = "list_pending_users";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/invites/aggregate";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        if let Some(term) = self.narrow.search_term() {
            to.query("searchTerm", &term);
        }
        self.paging.fill_sorted(&self.sort, to);
        to.json(&self.narrow.body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, SortBy};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> ListPendingUsers {
        ListPendingUsers {
            scope: account(),
            narrow: Narrow::Search("x.y".to_owned()),
            sort: vec![Sort::descending(SortBy::CreatedAt)],
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = concat!(
            "/ng/api/invites/aggregate?accountIdentifier=acc0&routingId=acc0&searchTerm=x%5C.y",
            "&pageIndex=0&pageSize=100&sortOrders=createdAt%2CDESC&sortOrders=email%2CASC"
        );
        assert_request(&one(), "POST", target, Some("{}"));
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "invites.page").unwrap();
        assert_eq!(page.content[0].email(), "new@example.org");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
