//! `GET /authz/api/roles`: one page of the roles of a scope (Harness).
//!
//! Access: `core_role_view`. Answers: 200 with a page; not every role may be given in every scope. Nothing is searched for: it
//! is not known whether that would be a regular expression. Errors: 403.
//! Source: Harness API, operation `getRoleList`; `docs/contracts/harness.md`, 2.5 and 3.6.

use super::{Data, Page, Paging, RoleResponse, Scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the roles of a scope.
#[derive(Clone, Debug)]
pub struct ListRoles {
    /// Where.
    pub scope: Scope,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListRoles {
    type Answer = Data<Page<RoleResponse>>;

    const OPERATION: &'static str = "list_roles";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/authz/api/roles";
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
    use crate::api::harness::{AccountId, OrgId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> ListRoles {
        ListRoles {
            scope: account(),
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/authz/api/roles?accountIdentifier=acc0&routingId=acc0&pageIndex=0&pageSize=100",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "list_roles.page").unwrap();
        let [viewer, own] = page.content.as_slice() else {
            panic!("{page:?}");
        };
        let below = Scope::Organization {
            account: AccountId::from("acc0"),
            org: OrgId::from("o"),
        };
        assert!(viewer.is_managed && viewer.fits(&account()) && !viewer.fits(&below));
        assert_eq!(viewer.role.permissions, ["core_user_view"]);
        assert_eq!(viewer.created_at, Some(Timestamp::from_unix(1_700_000_000)));
        assert!(!own.is_managed && own.fits(&below) && own.created_at.is_none());
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
