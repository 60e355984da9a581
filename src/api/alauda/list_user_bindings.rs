//! `GET /auth/v2/userbindings`: the roles of accounts (Alauda Container Platform).
//!
//! Access: platform administrators and auditors; others as far as their own scope reaches. Answers: 200, all at once.
//! Errors: 401 or 403.
//! Source: Alauda Container Platform API, operation `HandleListUserBindingV2`; `docs/contracts/alauda.md`, 2.2 and 3.5.

use super::{LIST_LIMIT_MS, List, UserBinding, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists all role bindings.
#[derive(Clone, Copy, Debug)]
pub struct ListUserBindings;

impl Endpoint for ListUserBindings {
    type Answer = List<UserBinding>;

    const OPERATION: &'static str = "list_user_bindings";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/auth/v2/userbindings";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::alauda::BindingName;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_asks_for_all() {
        assert_request(&ListUserBindings, "GET", "/auth/v2/userbindings", None);
    }

    #[test]
    fn a_200_lists_roles_of_newer_and_older_servers() {
        let list = outcome(&ListUserBindings, "list_user_bindings.list").unwrap();
        let [new, old, empty] = list.items.as_slice() else {
            panic!("{list:?}");
        };
        assert_eq!(new.metadata.name, BindingName("b-1".to_owned()));
        assert_eq!(new.spec.role, "namespace-developer-system");
        assert_eq!(new.spec.subjects[0].kind, "User");
        assert_eq!(new.spec.constraint[0].namespace, "n");
        assert_eq!(old.spec.role, "platform-auditor-system");
        assert_eq!(old.spec.subjects[0].name, "jane");
        assert_eq!(old.spec.constraint[0].project, "p");
        assert!(empty.spec.subjects.is_empty() && empty.spec.constraint.is_empty());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListUserBindings,
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "any.broken",
                    ErrorKind::Broken {
                        status: 500,
                        message: Some("Internal error occurred: etcd".to_owned()),
                    },
                ),
            ],
        );
    }
}
