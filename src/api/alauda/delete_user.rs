//! `DELETE /auth/v1/users/{name}`: delete an account (Alauda Container Platform).
//!
//! Access: platform administrator. Answers: 204 empty, or 200 with a body.
//! The record stays in the cluster and blocks the name until it is cleaned up there; there is no undo here.
//! Errors: 400 or 403 oneself and system accounts; 401 or 403 no administrator; 404 unknown or deleted before.
//! Source: Alauda Container Platform API, operation `HandleDeleteUser`; `docs/contracts/alauda.md`, 2.1 row 5 and 5.6.

use super::{UserName, body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Deletes one account.
#[derive(Clone, Debug)]
pub struct DeleteUser {
    /// Which account.
    pub name: UserName,
}

impl Endpoint for DeleteUser {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_user";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/auth/v1/users/{name}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("name", &self.name)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.name))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{Clash, Reason};

    fn anna() -> DeleteUser {
        DeleteUser {
            name: UserName("jane".to_owned()),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        assert_request(&anna(), "DELETE", "/auth/v1/users/jane", None);
    }

    #[test]
    fn a_204_and_a_200_with_a_body_are_success() {
        for from in ["any.empty_204", "any.done_200"] {
            assert_eq!(outcome(&anna(), from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "any.forbidden_empty",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
                ("any.not_found", ErrorKind::NotFound),
                ("any.simple", refused(400, "the filter is malformed")),
                ("any.conflict", ErrorKind::Conflict(Clash::Other)),
                ("any.wrong_method", ErrorKind::NoSuchCall { status: 405 }),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
