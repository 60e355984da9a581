//! `PUT /ng/api/user/add-user-to-groups/{userId}`: set the groups of a person (Harness).
//!
//! Access: `core_usergroup_manage` in the scope [guess]. Answers: 200 with a boolean. In spite of its name it replaces all
//! memberships of the person in the scope but those of Harness' own groups: send the groups to keep as well.
//! Newer than the servers that were read: an older one has no such call. Errors: 400, 403.
//! Source: Harness API, operation `addUserToUserGroups`; `docs/contracts/harness.md`, 2.2, last paragraph.

use serde::Serialize;

use super::{Data, GroupId, Scope, UserId, model};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Sets the groups of a person in a scope.
#[derive(Clone, Debug)]
pub struct AddUserToGroups {
    /// Where.
    pub scope: Scope,
    /// Whom.
    pub id: UserId,
    /// All groups that the person is to be in afterwards.
    pub groups: Vec<GroupId>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    user_group_ids_to_add: &'a [GroupId],
}

impl Endpoint for AddUserToGroups {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "add_user_to_groups";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/add-user-to-groups/{userId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("userId", &self.id)?;
        self.scope.fill(to)?;
        to.json(&Payload {
            user_group_ids_to_add: &self.groups,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.id))
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

    fn one() -> AddUserToGroups {
        AddUserToGroups {
            scope: account(),
            id: UserId::from("u-1"),
            groups: vec![GroupId::from("ops"), GroupId::from("dev")],
        }
    }

    #[test]
    fn the_request_names_all_groups() {
        let target = "/ng/api/user/add-user-to-groups/u-1?accountIdentifier=acc0&routingId=acc0";
        let body = r#"{"userGroupIdsToAdd":["ops","dev"]}"#;
        assert_request(&one(), "PUT", target, Some(body));
    }

    #[test]
    fn a_200_says_that_it_was_done() {
        assert_eq!(outcome(&one(), "any.true"), Ok(Data(true)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.unknown_route", ErrorKind::NoSuchCall { status: 400 }),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
