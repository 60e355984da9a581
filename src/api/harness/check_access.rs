//! `POST /authz/api/acl`: what the caller may do to the people of a scope (Harness).
//!
//! Access: everybody, about themselves. Answers: 200 with a decision for each permission, in any order. Role names decide
//! nothing: only this does. Errors: 401.
//! Source: Harness API, operation `getAccessControlList`; `docs/contracts/harness.md`, 1.5, 2.5 and 3.6.

use serde::Serialize;

use super::{
    AccessList, Data, INVITE_USERS, MANAGE_USERS, Scope, USER_RESOURCE, VIEW_USERS, lookup, scope,
};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks what the caller may do to the people of a scope.
#[derive(Clone, Debug)]
pub struct CheckAccess {
    /// Where.
    pub scope: Scope,
    /// Which permissions are asked about.
    pub permissions: Vec<&'static str>,
}

impl CheckAccess {
    /// All that matters for people: seeing, changing and asking them.
    pub fn to_users(scope: Scope) -> Self {
        Self {
            scope,
            permissions: vec![VIEW_USERS, MANAGE_USERS, INVITE_USERS],
        }
    }

    fn checks(&self) -> Vec<lookup::PermissionCheck<'_>> {
        let check = |permission: &&'static str| lookup::PermissionCheck {
            resource_scope: self.scope.ids(),
            resource_type: USER_RESOURCE,
            permission,
        };
        self.permissions.iter().map(check).collect()
    }
}

#[derive(Serialize)]
struct Payload<'a> {
    permissions: Vec<lookup::PermissionCheck<'a>>,
    /// Nobody named is the caller.
    principal: Option<()>,
}

impl Endpoint for CheckAccess {
    type Answer = Data<AccessList>;

    const OPERATION: &'static str = "check_access";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/authz/api/acl";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(self.scope.account(), to)?;
        to.json(&Payload {
            permissions: self.checks(),
            principal: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, OrgId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> CheckAccess {
        CheckAccess::to_users(account())
    }

    #[test]
    fn the_request_is_exact() {
        let check = |permission: &str| {
            format!(
                r#"{{"resourceScope":{{"accountIdentifier":"acc0"}},"resourceType":"USER","permission":"{permission}"}}"#
            )
        };
        let body = format!(
            r#"{{"permissions":[{},{},{}],"principal":null}}"#,
            check("core_user_view"),
            check("core_user_manage"),
            check("core_user_invite")
        );
        assert_request(
            &one(),
            "POST",
            "/authz/api/acl?accountIdentifier=acc0&routingId=acc0",
            Some(&body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(list) = outcome(&one(), "check_access.some").unwrap();
        assert!(list.permits(&account(), VIEW_USERS) && list.permits(&account(), MANAGE_USERS));
        assert!(!list.permits(&account(), INVITE_USERS));
        assert!(!list.permits(&account(), "core_role_view"));
        let below = Scope::Organization {
            account: AccountId::from("acc0"),
            org: OrgId::from("o"),
        };
        assert!(!list.permits(&below, MANAGE_USERS));
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
