//! `DELETE /auth/v2/userbindings/{name}`: take a role away (Alauda Container Platform).
//!
//! Access: platform administrator; others within their scope; nobody for themselves.
//! Answers: 200 with a body, not 204. Errors: 401 or 403; 404 unknown.
//! Source: Alauda Container Platform API, operation `HandleDeleteUserBindingV2`; `docs/contracts/alauda.md`, 2.2.

use super::{BindingName, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Removes one role binding.
#[derive(Clone, Debug)]
pub struct DeleteUserBinding {
    /// Which binding.
    pub name: BindingName,
}

impl Endpoint for DeleteUserBinding {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_user_binding";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/auth/v2/userbindings/{name}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("name", &self.name)
    }

    fn subject(&self) -> Option<String> {
        Some(["binding ", &self.name.0].concat())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn binding() -> DeleteUserBinding {
        DeleteUserBinding {
            name: BindingName("b-1".to_owned()),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        assert_request(&binding(), "DELETE", "/auth/v2/userbindings/b-1", None);
    }

    #[test]
    fn a_200_with_the_binding_is_success() {
        assert_eq!(outcome(&binding(), "delete_user_binding.done"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &binding(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
            ],
        );
    }
}
