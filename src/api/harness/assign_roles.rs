//! `POST /authz/api/roleassignments/multi`: give roles to a member of a scope (Harness).
//!
//! Access: as the permissions on role assignments go. The only way to give roles to a member but for asking them to join again.
//! Answers: 200 with a list of what was given. Errors: 400; 403.
//! Source: Harness API, operation `postRoleAssignments`; `docs/contracts/harness.md`, 2.5, last row.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::{Data, ResourceGroupId, RoleId, Scope, USER_RESOURCE, UserId, model};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Gives roles to a member of a scope.
#[derive(Clone, Debug)]
pub struct AssignRoles {
    /// Where.
    pub scope: Scope,
    /// To whom.
    pub user: UserId,
    /// Each role with what it is about.
    pub roles: Vec<(RoleId, ResourceGroupId)>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    role_assignments: Vec<Assignment>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Assignment {
    role_identifier: RoleId,
    resource_group_identifier: ResourceGroupId,
    principal: Principal,
}

#[derive(Serialize)]
struct Principal {
    identifier: UserId,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl Endpoint for AssignRoles {
    type Answer = Data<Vec<IgnoredAny>>;

    const OPERATION: &'static str = "assign_roles";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/authz/api/roleassignments/multi";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.roles.is_empty() {
            return Err(Unsendable::Empty { field: "roles" });
        }
        self.scope.fill(to)?;
        let assignment = |(role, group): &(RoleId, ResourceGroupId)| Assignment {
            role_identifier: role.clone(),
            resource_group_identifier: group.clone(),
            principal: Principal {
                identifier: self.user.clone(),
                kind: USER_RESOURCE,
            },
        };
        to.json(&Payload {
            role_assignments: self.roles.iter().map(assignment).collect(),
        })
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> AssignRoles {
        AssignRoles {
            scope: account(),
            user: UserId::from("u-1"),
            roles: vec![(RoleId::from("own"), ResourceGroupId::from("g"))],
        }
    }

    #[test]
    fn the_request_is_exact() {
        let body = r#"{"roleAssignments":[{"roleIdentifier":"own","resourceGroupIdentifier":"g","principal":{"identifier":"u-1","type":"USER"}}]}"#;
        assert_request(
            &one(),
            "POST",
            "/authz/api/roleassignments/multi?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
        let mut none = one();
        none.roles.clear();
        assert!(request(&none).is_err());
    }

    #[test]
    fn a_200_is_read() {
        let Data(given) = outcome(&one(), "assign_roles.done").unwrap();
        assert_eq!(given.len(), 1);
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
