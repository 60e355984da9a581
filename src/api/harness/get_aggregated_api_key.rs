//! `GET /ng/api/apikey/aggregate/{identifier}`: one API key of a person, with its number of tokens (Harness).
//!
//! Access: oneself; others as the permissions go. Answers: 200. Errors: 400 `INVALID_ARGUMENT` unknown; 403 somebody else's.
//! Source: Harness API, operation `getAggregatedApiKey`; `docs/contracts/harness.md`, 2.4 and 3.5.

use super::{ApiKeyAggregate, Data, KeyId, Owner, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one API key.
#[derive(Clone, Debug)]
pub struct GetAggregatedApiKey {
    /// Whose.
    pub owner: Owner,
    /// Which key.
    pub id: KeyId,
}

impl Endpoint for GetAggregatedApiKey {
    type Answer = Data<ApiKeyAggregate>;

    const OPERATION: &'static str = "get_aggregated_api_key";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/apikey/aggregate/{identifier}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.id)?;
        self.owner.fill(to)
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::unknown_object(error::refusal(facts::<Self>(), response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> GetAggregatedApiKey {
        GetAggregatedApiKey {
            owner: owner(),
            id: KeyId::from("ci"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/ng/api/apikey/aggregate/ci?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(key) = outcome(&one(), "keys.aggregate").unwrap();
        assert_eq!(key.tokens_count, 2);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                (
                    "any.forbidden_key",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
                ("any.invalid_argument", ErrorKind::NotFound),
            ],
        );
    }
}
