//! Reads what a token says of itself. The signature is the server's affair.

use serde_json::{Map, Value};

use super::UserName;
use crate::api::{Secret, Timestamp, token};

/// What a token says of itself: a snapshot of the moment in which it was made. There is no call that tells who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Login identifier.
    pub email: String,
    /// Display name.
    pub name: String,
    /// When the token ends. `None` when it does not say.
    pub expires_at: Option<Timestamp>,
}

impl Claims {
    /// The record of the token's owner, by the platform's rule for names. Nothing when the token does not say whose it is.
    pub fn user(&self) -> Option<UserName> {
        (!self.email.is_empty()).then(|| UserName::of_login(&self.email))
    }
}

/// Reads the claims of a token, or nothing when it is no JSON Web Token.
///
/// Which claims there are is inferred, so that each is read by itself: one of another form spoils no other.
pub fn token_claims(secret: &Secret) -> Option<Claims> {
    let said: Map<String, Value> = serde_json::from_slice(&token::payload(secret)?).ok()?;
    let text = |name: &str| {
        let said = said.get(name).and_then(Value::as_str);
        said.unwrap_or_default().to_owned()
    };
    let ends_at = said.get("exp").and_then(Value::as_i64);
    Some(Claims {
        email: text("email"),
        name: text("name"),
        expires_at: ends_at.map(Timestamp::from_unix),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::base64;

    fn claims(payload: &str) -> Option<Claims> {
        let text = base64::encode(payload.as_bytes());
        let text = text
            .trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_");
        token_claims(&Secret::from(format!("e30.{text}.x")))
    }

    #[test]
    fn claims_name_the_owner_and_the_end() {
        let payload = r#"{"iss":"x","email":"example4","name":"\u00fcni","groups":["ops"],"exp":1795396991,"ext":{"is_admin":true}}"#;
        let found = claims(payload).unwrap();
        assert_eq!(found.email, "example4");
        assert_eq!(found.name, "üni");
        assert_eq!(found.expires_at, Some(Timestamp::from_unix(1_795_396_991)));
        let name = UserName("1e9eea56686511e9052e6578b56ae018".to_owned());
        assert_eq!(found.user(), Some(name));
    }

    #[test]
    fn a_token_that_says_little_is_read_too() {
        for payload in [
            "{}",
            r#"{"groups":{"a":[]},"ext":"x","email":null,"exp":null}"#,
        ] {
            let found = claims(payload).unwrap();
            assert_eq!(found, Claims::default());
            assert_eq!(found.user(), None);
        }
        for payload in ["[]", "7", "null", "{"] {
            assert_eq!(claims(payload), None, "{payload}");
        }
    }

    #[test]
    fn a_claim_of_another_form_spoils_no_other() {
        let found = claims(r#"{"email":"example4","name":7,"exp":"soon"}"#).unwrap();
        assert_eq!(
            (found.email.as_str(), found.name.as_str()),
            ("example4", "")
        );
        assert_eq!(found.expires_at, None);
        let found = claims(r#"{"email":[],"exp":1795396991}"#).unwrap();
        assert_eq!(found.user(), None);
        assert_eq!(found.expires_at, Some(Timestamp::from_unix(1_795_396_991)));
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in ".*") {
            let _ = token_claims(&Secret::from(text.as_str()));
            let _ = claims(&text);
        }
    }
}
