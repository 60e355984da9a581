//! `GET /kubernetes/global/apis/auth.alauda.io/v1/namespaces/{namespace}/accesstokeninfoes`: issued API tokens
//! (Alauda Container Platform).
//!
//! Access: all roles down to developer. Answers: 200 with the records of everyone's tokens, none of which says whose it is.
//! Errors: 401; 403 or 404 where this route is closed.
//! Source: Alauda Container Platform API, operation `listAuthAlaudaIoV1NamespacedAccessTokenInfo`;
//! `docs/contracts/alauda.md`, 2.2 and 5.8.

use super::{AccessTokenInfo, Continue, LIST_LIMIT_MS, List, TOKEN_NAMESPACE, error, query};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Lists the records of issued API tokens, of all accounts.
#[derive(Clone, Debug)]
pub struct ListAccessTokens {
    /// How many.
    pub limit: u32,
    /// From where on.
    pub from: Option<Continue>,
}

impl Endpoint for ListAccessTokens {
    type Answer = List<AccessTokenInfo>;

    const OPERATION: &'static str = "list_access_tokens";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str =
        "/kubernetes/global/apis/auth.alauda.io/v1/namespaces/{namespace}/accesstokeninfoes";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("namespace", TOKEN_NAMESPACE)?;
        query::part(to, self.limit, self.from.as_ref());
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
    use crate::api::alauda::TokenName;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    const ALL: ListAccessTokens = ListAccessTokens {
        limit: 100,
        from: None,
    };

    #[test]
    fn the_request_asks_for_a_part() {
        let path =
            "/kubernetes/global/apis/auth.alauda.io/v1/namespaces/cpaas-system/accesstokeninfoes";
        assert_request(&ALL, "GET", &[path, "?limit=100"].concat(), None);
        let later = ListAccessTokens {
            limit: 20,
            from: Some(Continue("a/=".to_owned())),
        };
        let target = [path, "?limit=20&continue=a%2F%3D"].concat();
        assert_request(&later, "GET", &target, None);
    }

    #[test]
    fn a_200_lists_records_without_owners() {
        let list = outcome(&ALL, "list_access_tokens.list").unwrap();
        assert_eq!(list.items.len(), 2);
        assert_eq!(list.items[0].metadata.name, TokenName("tok-1".to_owned()));
        assert_eq!(list.items[0].spec.description, "panel");
        assert_eq!(list.items[1].spec.expires_at, None);
        assert_eq!(list.next, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ALL,
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "any.gateway_not_found",
                    ErrorKind::NoSuchCall { status: 404 },
                ),
            ],
        );
    }
}
