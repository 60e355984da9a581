//! `POST /authz/api/acl`: what somebody may do to the people of a scope (Harness).
//!
//! Access: everybody, service accounts too, about themselves; about others presumably whoever may see them [guess].
//! Answers: 200 with a decision for each permission, in any order, and with the id of whom they are about. Role names decide
//! nothing: only this does, and it counts roles through groups too. Errors: 401; 403.
//! Source: Harness API, operation `getAccessControlList`; `docs/contracts/harness.md`, 1.5, 2.5 and 3.6.

use serde::Serialize;

use super::{
    AccessList, Data, INVITE_USERS, MANAGE_USERS, Scope, USER_RESOURCE, UserId, VIEW_USERS, lookup,
    scope,
};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks what somebody may do to the people of a scope.
#[derive(Clone, Debug)]
pub struct CheckAccess {
    /// Where.
    pub scope: Scope,
    /// Which permissions are asked about.
    pub permissions: Vec<&'static str>,
    /// Who; nobody named is the caller.
    pub of: Option<UserId>,
}

impl CheckAccess {
    /// All that matters for people: seeing, changing and asking them.
    pub fn to_users(scope: Scope) -> Self {
        Self {
            scope,
            permissions: vec![VIEW_USERS, MANAGE_USERS, INVITE_USERS],
            of: None,
        }
    }

    /// The same about somebody else.
    #[must_use]
    pub fn by(mut self, user: UserId) -> Self {
        self.of = Some(user);
        self
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

/// People belong to the account.
const fn principal(user: &UserId) -> lookup::Principal<'_> {
    lookup::Principal {
        identifier: user,
        kind: USER_RESOURCE,
        scope_level: "account",
    }
}

#[derive(Serialize)]
struct Payload<'a> {
    permissions: Vec<lookup::PermissionCheck<'a>>,
    principal: Option<lookup::Principal<'a>>,
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
            principal: self.of.as_ref().map(principal),
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
    fn somebody_else_is_named() {
        let asked = CheckAccess {
            permissions: vec![VIEW_USERS],
            ..one().by(UserId::from("u-2"))
        };
        let body = r#"{"permissions":[{"resourceScope":{"accountIdentifier":"acc0"},"resourceType":"USER","permission":"core_user_view"}],"principal":{"identifier":"u-2","type":"USER","scopeLevel":"account"}}"#;
        assert_request(
            &asked,
            "POST",
            "/authz/api/acl?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(list) = outcome(&one(), "check_access.some").unwrap();
        assert_eq!(list.principal(), Some("u-1"));
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
