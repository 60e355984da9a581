//! Reads what a token says of itself. The signature is the server's affair.

use serde::Deserialize;
use zeroize::Zeroizing;

use super::UserId;
use crate::api::{Secret, Timestamp};

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
pub fn token_claims(token: &Secret) -> Option<Claims> {
    let mut parts = token.expose().split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    serde_json::from_slice(&base64url(payload)?).ok()
}

/// Decodes base64 in its URL spelling without padding (RFC 4648, part 5).
fn base64url(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut bits = 0_u32;
    let mut n_bits = 0_u32;
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from(bits >> n_bits & 0xff).ok()?);
        }
    }
    (n_bits < 6).then_some(out)
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
