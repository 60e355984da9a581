//! `POST /auth/v2/userbindings`: give accounts a role (Alauda Container Platform).
//!
//! Access: platform administrator; others within their scope; nobody for themselves. Answers: 201 with the binding.
//! Errors: 401 or 403; 409 there is one of that name.
//! Source: Alauda Container Platform API, operation `HandleCreateUserBindingV2`; `docs/contracts/alauda.md`, 2.2 and 3.5.

use serde::Serialize;

use super::body::{API_VERSION, Named};
use super::{BindingName, UserBinding, UserBindingSpec, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'a str,
    kind: &'a str,
    metadata: Named<'a>,
    spec: &'a UserBindingSpec,
}

/// Gives accounts a role somewhere.
#[derive(Clone, Debug)]
pub struct CreateUserBinding {
    /// Name of the new record; must be free.
    pub name: BindingName,
    /// Who gets which role where.
    pub spec: UserBindingSpec,
}

impl Endpoint for CreateUserBinding {
    type Answer = UserBinding;

    const OPERATION: &'static str = "create_user_binding";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/auth/v2/userbindings";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&Payload {
            api_version: API_VERSION,
            kind: "UserBinding",
            metadata: Named { name: &self.name.0 },
            spec: &self.spec,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(["binding ", &self.name.0].concat())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::creation(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::error::unauthorized;
    use crate::api::alauda::{Constraint, Subject};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{Clash, Reason};

    fn developer() -> CreateUserBinding {
        CreateUserBinding {
            name: BindingName("b-1".to_owned()),
            spec: UserBindingSpec {
                subjects: vec![Subject {
                    kind: "User".to_owned(),
                    name: "jane".to_owned(),
                }],
                role: "namespace-developer-system".to_owned(),
                scope: "namespace".to_owned(),
                constraint: vec![Constraint {
                    cluster: "global".to_owned(),
                    project: "p".to_owned(),
                    namespace: String::new(),
                }],
            },
        }
    }

    #[test]
    fn the_request_has_exactly_these_members() {
        let body = r#"{"apiVersion":"auth.alauda.io/v1","kind":"UserBinding","metadata":{"name":"b-1"},"spec":{"subjects":[{"kind":"User","name":"jane"}],"roleRef":"namespace-developer-system","scope":"namespace","constraint":[{"cluster":"global","project":"p"}]}}"#;
        assert_request(&developer(), "POST", "/auth/v2/userbindings", Some(body));
    }

    #[test]
    fn a_201_is_the_binding() {
        let made = outcome(&developer(), "create_user_binding.created").unwrap();
        assert_eq!(made.metadata.name, developer().name);
        assert_eq!(made.spec.role, developer().spec.role);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &developer(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("create_user.exists", ErrorKind::Conflict(Clash::Name)),
            ],
        );
    }
}
