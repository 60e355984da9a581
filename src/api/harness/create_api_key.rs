//! `POST /ng/api/apikey`: create an API key: a folder, without a token yet (Harness).
//!
//! Access: oneself, as a person. Answers: 200 with the key. Errors: 400 id, name or tags; 400 `DUPLICATE_FIELD` the id is taken;
//! 400 as many keys as one may have; 403 for somebody else; 400 a service account.
//! Source: Harness API, operation `createApiKey`; `docs/contracts/harness.md`, 2.4, 3.5 and 5.8.

use super::{ApiKey, Data, Owner, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Creates an API key for oneself.
#[derive(Clone, Debug)]
pub struct CreateApiKey {
    /// Oneself.
    pub owner: Owner,
    /// The key.
    pub key: ApiKey,
}

impl Endpoint for CreateApiKey {
    type Answer = Data<ApiKey>;

    const OPERATION: &'static str = "create_api_key";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/apikey";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.owner.account, to)?;
        to.json(&self.key)
    }

    fn subject(&self) -> Option<String> {
        Some(self.owner.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, KeyId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{Clash, ErrorKind, Reason};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> CreateApiKey {
        CreateApiKey {
            owner: owner(),
            key: ApiKey::new(&owner(), "ci", "CI", "d").unwrap(),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let body = r#"{"identifier":"ci","name":"CI","description":"d","apiKeyType":"USER","parentIdentifier":"u-1","accountIdentifier":"acc0"}"#;
        assert_request(
            &one(),
            "POST",
            "/ng/api/apikey?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(key) = outcome(&one(), "keys.one").unwrap();
        assert_eq!(key.id(), KeyId::from("ci"));
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
                ("any.duplicate", ErrorKind::Conflict(Clash::Other)),
                (
                    "any.limit",
                    ErrorKind::Refused {
                        status: 400,
                        code: Some("INVALID_REQUEST".to_owned()),
                        message: Some("The limit is reached".to_owned()),
                        fields: Box::default(),
                    },
                ),
            ],
        );
    }
}
