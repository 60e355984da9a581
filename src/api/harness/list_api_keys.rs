//! `GET /ng/api/apikey`: the API keys of a person (Harness).
//!
//! Access: oneself; others as the permissions go. Answers: 200 with a list. Errors: 403 somebody else's.
//! Source: Harness API, operation `listApiKeys`; `docs/contracts/harness.md`, 2.4 and 3.5.

use super::{ApiKey, Data, KeyId, Owner};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the API keys of a person.
#[derive(Clone, Debug)]
pub struct ListApiKeys {
    /// Whose.
    pub owner: Owner,
    /// Only these; none is any.
    pub ids: Vec<KeyId>,
}

impl Endpoint for ListApiKeys {
    type Answer = Data<Vec<ApiKey>>;

    const OPERATION: &'static str = "list_api_keys";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/apikey";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.owner.fill(to)?;
        for id in &self.ids {
            to.query("identifiers", id);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> ListApiKeys {
        ListApiKeys {
            owner: owner(),
            ids: vec![KeyId::from("ci"), KeyId::from("b")],
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/apikey?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1&identifiers=ci&identifiers=b";
        assert_request(&one(), "GET", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(all) = outcome(&one(), "keys.list").unwrap();
        assert_eq!(
            (all[0].name(), all[0].description()),
            ("CI", Some("for pipelines"))
        );
        assert_eq!(all[0].token_life_secs(), Some(2_592_000));
        assert_eq!(all[0].parent(), UserId::from("u-1"));
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
