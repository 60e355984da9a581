//! `PUT /ng/api/apikey/{identifier}`: change an API key (Harness).
//!
//! Access: oneself, as a person. The whole key is sent back: what is left out is cleared. Account and id are taken from the
//! body, the path's id is not read. Answers: 200 with the key. Errors: 403 somebody else's; 500 unknown.
//! Source: Harness API, operation `updateApiKey`; `docs/contracts/harness.md`, 2.4 and 3.5.

use super::{ApiKey, Data, Owner, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Changes one of one's own API keys, as it was read.
#[derive(Clone, Debug)]
pub struct UpdateApiKey {
    /// Oneself.
    pub owner: Owner,
    /// The key after the change.
    pub key: ApiKey,
}

impl Endpoint for UpdateApiKey {
    type Answer = Data<ApiKey>;

    const OPERATION: &'static str = "update_api_key";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/apikey/{identifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let key = self.key.of(&self.owner)?;
        to.segment("identifier", &key.id())?;
        scope::fill_account(&self.owner.account, to)?;
        to.json(&key)
    }

    fn subject(&self) -> Option<String> {
        Some(self.owner.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> UpdateApiKey {
        let text = r#"{"identifier":"ci","name":"CI","description":"d","tags":{"a":"b"},"accountIdentifier":"acc0","apiKeyType":"USER","parentIdentifier":"u-1","later":[null]}"#;
        UpdateApiKey {
            owner: owner(),
            key: serde_json::from_str(text).unwrap(),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let mut change = one();
        change.key.set_name("CI 2");
        change.key.set_description(None);
        let body = r#"{"identifier":"ci","name":"CI 2","tags":{"a":"b"},"accountIdentifier":"acc0","apiKeyType":"USER","parentIdentifier":"u-1","later":[null]}"#;
        assert_request(
            &change,
            "PUT",
            "/ng/api/apikey/ci?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
        for other in [
            Owner {
                account: AccountId::from("other"),
                ..owner()
            },
            Owner {
                user: UserId::from("u-2"),
                ..owner()
            },
        ] {
            change.owner = other;
            assert!(request(&change).is_err(), "somebody else's");
        }
    }

    #[test]
    fn what_the_answer_left_out_is_said_in_the_change() {
        let change = UpdateApiKey {
            owner: owner(),
            key: serde_json::from_str(r#"{"identifier":"ci","name":"CI","apiKeyType":null}"#)
                .unwrap(),
        };
        let body = r#"{"identifier":"ci","name":"CI","apiKeyType":"USER","accountIdentifier":"acc0","parentIdentifier":"u-1"}"#;
        assert_request(
            &change,
            "PUT",
            "/ng/api/apikey/ci?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(key) = outcome(&one(), "keys.one").unwrap();
        assert_eq!(key.name(), "CI");
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
                ("any.unknown_error", broken(500, "Something went wrong")),
            ],
        );
    }
}
