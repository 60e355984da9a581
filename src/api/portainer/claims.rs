//! Reads what a token says of itself. The signature is the server's affair.

use serde::Deserialize;

use super::UserId;
use crate::api::{Secret, Timestamp, token};

/// What a token says of itself: a snapshot of the moment of sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The account. 0 for a sign-in that the next call will refuse.
    pub id: UserId,
    /// The account's name then.
    #[serde(rename = "username", default)]
    pub name: String,
    /// When the token ends. `None` when it does not say.
    #[serde(rename = "exp", default)]
    pub expires_at: Option<Timestamp>,
    /// Whether the password just used is shorter than the present minimum.
    #[serde(rename = "forceChangePassword", default)]
    pub force_change_password: bool,
}

/// Reads the claims of a token, or nothing when it is not a JWT of Portainer's.
pub fn token_claims(secret: &Secret) -> Option<Claims> {
    serde_json::from_slice(&token::payload(secret)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Header and signature are rubbish; the payload is a token's of this project's own invention.
    const TOKEN: &str = "e30.eyJpZCI6MiwidXNlcm5hbWUiOiLDvG5pIiwicm9sZSI6MiwiZm9yY2VDaGFuZ2VQYXNzd29yZCI6dHJ1ZSwiZXhwIjoxNzk1Mzk2OTkxfQ.x";

    #[test]
    fn claims_are_read_without_a_library() {
        let claims = token_claims(&Secret::from(TOKEN)).unwrap();
        assert_eq!(
            claims,
            Claims {
                id: UserId(2),
                name: "üni".to_owned(),
                expires_at: Some(Timestamp::from_unix(1_795_396_991)),
                force_change_password: true,
            }
        );
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for text in ["", "x", "a.b", "a.b.c", "a.!.c", "e30.e30.e30", "a.b.c.d"] {
            assert_eq!(token_claims(&Secret::from(text)), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in ".*") {
            let _ = token_claims(&Secret::from(text));
        }

        #[test]
        fn any_payload_is_taken(text in "[A-Za-z0-9_-]{0,80}") {
            let _ = token_claims(&Secret::from(format!("a.{text}.c")));
        }
    }
}
