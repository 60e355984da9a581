//! `PUT /ng/api/token/{identifier}`: change a token (Harness).
//!
//! Access: oneself, as a person. The whole token is sent back, but for the hash of its secret. The id is taken from the body,
//! the path's is not read. Answers: 200 with the token.
//! Errors: 400 one that a rotation replaced; 403 somebody else's; 500 without begin or end. The first and last are not sent.
//! Source: Harness API, operation `updateToken`; `docs/contracts/harness.md`, 2.4, 3.5 and 5.8.

use super::{Data, Owner, Token, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Changes one of one's own tokens, as it was read.
#[derive(Clone, Debug)]
pub struct UpdateToken {
    /// Oneself.
    pub owner: Owner,
    /// The token after the change.
    pub token: Token,
}

impl Endpoint for UpdateToken {
    type Answer = Data<Token>;

    const OPERATION: &'static str = "update_token";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/token/{identifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let token = self.token.of(&self.owner)?;
        to.segment("identifier", &token.id())?;
        scope::fill_account(&self.owner.account, to)?;
        to.json(&token)
    }

    fn subject(&self) -> Option<String> {
        Some(self.owner.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, KeyId, TokenId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp, request};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> UpdateToken {
        let text = r#"{"identifier":"t1","name":"T 1","validFrom":1,"validTo":1700000000000,"later":{},"apiKeyIdentifier":"ci","accountIdentifier":"acc0","apiKeyType":"USER","parentIdentifier":"u-1","encodedPassword":"hash"}"#;
        UpdateToken {
            owner: owner(),
            token: serde_json::from_str(text).unwrap(),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let mut change = one();
        change.token.set_name("T 2");
        change.token.set_description(Some("d".to_owned()));
        change
            .token
            .set_valid_to(Timestamp::from_unix(1_800_000_000));
        let body = r#"{"identifier":"t1","name":"T 2","validFrom":1,"validTo":1800000000000,"later":{},"apiKeyIdentifier":"ci","accountIdentifier":"acc0","apiKeyType":"USER","parentIdentifier":"u-1","description":"d"}"#;
        assert_request(
            &change,
            "PUT",
            "/ng/api/token/t1?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn what_the_answer_left_out_is_said_in_the_change() {
        let text =
            r#"{"identifier":"t1","name":"T 1","validFrom":1,"validTo":2,"apiKeyIdentifier":"ci"}"#;
        let change = UpdateToken {
            owner: owner(),
            token: serde_json::from_str(text).unwrap(),
        };
        let body = r#"{"identifier":"t1","name":"T 1","validFrom":1,"validTo":2,"apiKeyIdentifier":"ci","accountIdentifier":"acc0","parentIdentifier":"u-1","apiKeyType":"USER"}"#;
        assert_request(
            &change,
            "PUT",
            "/ng/api/token/t1?accountIdentifier=acc0&routingId=acc0",
            Some(body),
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(token) = outcome(&one(), "tokens.one").unwrap();
        assert_eq!(
            (token.id(), token.key()),
            (TokenId::from("t1"), KeyId::from("ci"))
        );
        assert_eq!(
            (token.parent(), token.description()),
            (UserId::from("u-1"), None)
        );
    }

    #[test]
    fn what_the_server_cannot_change_is_not_sent() {
        for text in [
            r#"{"identifier":"t1","name":"T","apiKeyIdentifier":"ci","validFrom":1,"validTo":2,"scheduledExpireTime":3}"#,
            r#"{"identifier":"t1","name":"T","apiKeyIdentifier":"ci","validFrom":1,"validTo":null}"#,
            r#"{"identifier":"t1","name":"T","apiKeyIdentifier":"ci","validTo":2}"#,
            r#"{"identifier":"t1","name":"T","validFrom":1,"validTo":2}"#,
            r#"{"identifier":"t1","name":"T","apiKeyIdentifier":"ci","validFrom":1,"validTo":2,"parentIdentifier":"u-2"}"#,
            r#"{"identifier":"t1","name":"T","apiKeyIdentifier":"ci","validFrom":1,"validTo":2,"apiKeyType":"SERVICE_ACCOUNT"}"#,
        ] {
            let mut change = one();
            change.token = serde_json::from_str(text).unwrap();
            assert!(request(&change).is_err(), "{text}");
        }
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
