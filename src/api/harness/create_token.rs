//! `POST /ng/api/token`: create a token in an API key (Harness).
//!
//! Access: oneself, as a person. Answers: 200 with the token itself, once and never again; two calls make two, so after a lost
//! answer list them and delete the orphan. A key that does not exist is created by newer servers without a word.
//! Errors: 400 the end is past or before the begin, as many tokens as a key may have, the id is taken; 403 for somebody else.
//! Source: Harness API, operation `createToken`; `docs/contracts/harness.md`, 2.4, 3.5 and 5.8.

use super::{Data, Owner, Token, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Creates a token in one of one's own keys.
#[derive(Clone, Debug)]
pub struct CreateToken {
    /// Oneself.
    pub owner: Owner,
    /// The token.
    pub token: Token,
}

impl Endpoint for CreateToken {
    type Answer = Data<Secret>;

    const OPERATION: &'static str = "create_token";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/token";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.owner.account, to)?;
        to.json(&self.token)
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
    use crate::api::{Clash, ErrorKind, Reason, Timestamp};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> CreateToken {
        let end = Some(Timestamp::from_unix(1_800_000_000));
        CreateToken {
            owner: owner(),
            token: Token::new(&owner(), &KeyId::from("ci"), "t1", "T 1", end).unwrap(),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let body = r#"{"identifier":"t1","name":"T 1","apiKeyType":"USER","parentIdentifier":"u-1","apiKeyIdentifier":"ci","accountIdentifier":"acc0","validTo":1800000000000}"#;
        assert_request(
            &one(),
            "POST",
            "/ng/api/token?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let made = outcome(&one(), "tokens.plaintext").unwrap();
        assert!(made.0.expose().starts_with("pat.acc0."));
        assert!(!format!("{made:?}").contains("pat."));
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
