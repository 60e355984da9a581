//! `GET /ng/api/user-groups`: one page of the groups of a scope (Harness).
//!
//! Access: `core_usergroup_view`. Answers: 200 with a page; groups of the scopes above only when asked for. Errors: 403.
//! Source: Harness API, operation `getUserGroupList`; `docs/contracts/harness.md`, 2.5 and 3.6.

use super::{Data, Page, Paging, Scope, UserGroup};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the groups of a scope.
#[derive(Clone, Debug)]
pub struct ListUserGroups {
    /// Where.
    pub scope: Scope,
    /// Whether groups that come from the scopes above are listed too.
    pub with_inherited: bool,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListUserGroups {
    type Answer = Data<Page<UserGroup>>;

    const OPERATION: &'static str = "list_user_groups";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user-groups";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        if self.with_inherited {
            to.query("filterType", "INCLUDE_INHERITED_GROUPS");
        }
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

    fn one() -> ListUserGroups {
        ListUserGroups {
            scope: account(),
            with_inherited: true,
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/ng/api/user-groups?accountIdentifier=acc0&routingId=acc0&filterType=INCLUDE_INHERITED_GROUPS&pageIndex=0&pageSize=100",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "user_groups.page").unwrap();
        let [ops, sso] = page.content.as_slice() else {
            panic!("{page:?}");
        };
        assert_eq!((ops.name.as_str(), ops.users.len()), ("Operations", 1));
        assert!(ops.is_editable() && !sso.is_editable() && sso.users.is_empty());
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
