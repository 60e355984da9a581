//! Reads what a provider's ID token says of itself. Whether Harbor takes it is Harbor's affair.

use serde::Deserialize;

use crate::api::{Secret, Timestamp, token};

/// What an ID token says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IdToken {
    /// Who it is about, as the provider counts.
    #[serde(rename = "sub", default)]
    pub subject: String,
    /// When it ends. Harbor neither issues nor renews such tokens.
    #[serde(rename = "exp", default)]
    pub expires_at: Option<Timestamp>,
}

/// Reads an ID token, or nothing when it is none.
pub fn read_id_token(token: &Secret) -> Option<IdToken> {
    serde_json::from_slice(&token::payload(token)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_read_and_anything_else_is_no_token() {
        // {"sub":"sub-mira","exp":1795396991}
        let token = "e30.eyJzdWIiOiJzdWItbWlyYSIsImV4cCI6MTc5NTM5Njk5MX0.x";
        let expected = IdToken {
            subject: "sub-mira".to_owned(),
            expires_at: Some(Timestamp::from_unix(1_795_396_991)),
        };
        assert_eq!(read_id_token(&Secret::from(token)), Some(expected));
        for text in ["", "secret", "a.b", "a.!.c", "e30.MQ.x"] {
            assert_eq!(read_id_token(&Secret::from(text)), None, "{text}");
        }
    }
}
