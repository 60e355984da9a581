//! `DELETE /kubernetes/global/apis/auth.alauda.io/v1/namespaces/{namespace}/accesstokeninfoes/{name}`: revoke an API
//! token (Alauda Container Platform).
//!
//! Access: all roles down to developer, and everyone's tokens: who calls this must know whose token it is.
//! Answers: 200 or 202; the token may work until it is checked again. Errors: 401; 403; 404 unknown.
//! Source: Alauda Container Platform API, operation `deleteAuthAlaudaIoV1NamespacedAccessTokenInfo`;
//! `docs/contracts/alauda.md`, 2.2 and 5.8.

use super::{TOKEN_NAMESPACE, TokenName, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Deletes the record of an API token, which ends the token.
#[derive(Clone, Debug)]
pub struct DeleteAccessToken {
    /// Which record.
    pub name: TokenName,
}

impl Endpoint for DeleteAccessToken {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_access_token";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str =
        "/kubernetes/global/apis/auth.alauda.io/v1/namespaces/{namespace}/accesstokeninfoes/{name}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("namespace", TOKEN_NAMESPACE)?;
        to.segment("name", &self.name)
    }

    fn subject(&self) -> Option<String> {
        Some(["token ", &self.name.0].concat())
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

    fn token() -> DeleteAccessToken {
        DeleteAccessToken {
            name: TokenName("tok-1".to_owned()),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        let target = "/kubernetes/global/apis/auth.alauda.io/v1/namespaces/cpaas-system/accesstokeninfoes/tok-1";
        assert_request(&token(), "DELETE", target, None);
    }

    #[test]
    fn a_200_and_a_202_are_success() {
        for from in ["any.done_200", "any.done_202"] {
            assert_eq!(outcome(&token(), from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &token(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
            ],
        );
    }
}
