//! `GET /kubernetes/global/apis/auth.alauda.io/v1/users/{name}`: one account as a cluster object (Alauda Container Platform).
//!
//! Access: platform administrators and auditors. Answers: 200. Errors: 401; 403; 404 unknown.
//! Source: Alauda Container Platform API, operation `readAuthAlaudaIoV1User`; `docs/contracts/alauda.md`, 2.2.

use super::{User, UserName, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one account as the cluster keeps it.
#[derive(Clone, Debug)]
pub struct GetUserObject {
    /// Which account.
    pub name: UserName,
}

impl Endpoint for GetUserObject {
    type Answer = User;

    const OPERATION: &'static str = "get_user_object";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/kubernetes/global/apis/auth.alauda.io/v1/users/{name}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("name", &self.name)
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

    fn anna() -> GetUserObject {
        GetUserObject {
            name: UserName("jane".to_owned()),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        assert_request(
            &anna(),
            "GET",
            "/kubernetes/global/apis/auth.alauda.io/v1/users/jane",
            None,
        );
    }

    #[test]
    fn a_200_is_the_account() {
        let user = outcome(&anna(), "get_user.full").unwrap();
        assert_eq!(user.spec.email, "example4");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
            ],
        );
    }
}
