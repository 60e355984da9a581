//! `GET /resourcegroup/api/v2/resourcegroup`: one page of what roles can be about in a scope (Harness).
//!
//! Access: as the permissions on resource groups go. Answers: 200 with a page. Errors: 403.
//! Source: Harness API, operation `getResourceGroupListV2`; `docs/contracts/harness.md`, 2.5 and 3.6.

use super::{Data, Page, Paging, ResourceGroupResponse, Scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the resource groups of a scope.
#[derive(Clone, Debug)]
pub struct ListResourceGroups {
    /// Where.
    pub scope: Scope,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListResourceGroups {
    type Answer = Data<Page<ResourceGroupResponse>>;

    const OPERATION: &'static str = "list_resource_groups";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/resourcegroup/api/v2/resourcegroup";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        self.paging.fill(to);
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

    fn one() -> ListResourceGroups {
        ListResourceGroups {
            scope: account(),
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/resourcegroup/api/v2/resourcegroup?accountIdentifier=acc0&routingId=acc0&pageIndex=0&pageSize=100",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "list_resource_groups.page").unwrap();
        assert!(page.content[0].is_managed && page.content[0].fits(&account()));
        assert_eq!(page.content[0].group.name, "All");
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
