//! `GET /ng/api/apikey/aggregate`: one page of the API keys of a person, with their numbers of tokens (Harness).
//!
//! Access: oneself; others as the permissions go. Answers: 200 with a page, the last that was changed first.
//! Errors: 403 somebody else's.
//! Source: Harness API, operation `listApiKeys1`; `docs/contracts/harness.md`, 2.4 and 3.5.

use super::{ApiKeyAggregate, Data, Owner, Page, Paging, model};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the API keys of a person with what only a list tells.
#[derive(Clone, Debug)]
pub struct ListAggregatedApiKeys {
    /// Whose.
    pub owner: Owner,
    /// Text in name or id; empty is any.
    pub search: String,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for ListAggregatedApiKeys {
    type Answer = Data<Page<ApiKeyAggregate>>;

    const OPERATION: &'static str = "list_aggregated_api_keys";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/apikey/aggregate";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.owner.fill(to)?;
        if let Some(term) = model::search_term(&self.search) {
            to.query("searchTerm", &term);
        }
        self.paging.fill(to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, KeyId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> ListAggregatedApiKeys {
        ListAggregatedApiKeys {
            owner: owner(),
            search: "c+".to_owned(),
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/apikey/aggregate?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1&searchTerm=c%5C%2B&pageIndex=0&pageSize=100";
        assert_request(&one(), "GET", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "keys.page").unwrap();
        let key = &page.content[0];
        assert_eq!((key.api_key.id(), key.tokens_count), (KeyId::from("ci"), 2));
        assert_eq!(key.created_at, Some(Timestamp::from_unix(1_700_000_000)));
        assert_eq!(
            key.last_modified_at,
            Some(Timestamp::from_unix(1_700_000_001))
        );
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
            ],
        );
    }
}
