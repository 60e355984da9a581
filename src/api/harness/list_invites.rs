//! `GET /ng/api/invites`: one page of the people who were asked to join a scope and have not answered (Harness).
//!
//! Access: `core_user_view` in the scope. Answers: 200 with a page of invites, which have no order unless one is asked for.
//! Errors: 403.
//! Source: Harness API, operation `getInvites`; `docs/contracts/harness.md`, 2.3.

use super::{Data, Invite, Page, Paging, Scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the invites of a scope.
#[derive(Clone, Debug)]
pub struct ListInvites {
    /// Where.
    pub scope: Scope,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListInvites {
    type Answer = Data<Page<Invite>>;

    const OPERATION: &'static str = "list_invites";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/invites";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        self.paging.fill_sorted(&[], to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> ListInvites {
        ListInvites {
            scope: account(),
            paging: Paging::page(1),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = concat!(
            "/ng/api/invites?accountIdentifier=acc0&routingId=acc0",
            "&pageIndex=1&pageSize=100&sortOrders=email%2CASC"
        );
        assert_request(&one(), "GET", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "invites.page").unwrap();
        assert_eq!(page.total_items, 1);
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
