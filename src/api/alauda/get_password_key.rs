//! `GET /auth/v1/pubkey`: the key with which passwords are encrypted (Alauda Container Platform).
//!
//! Access: everyone who is signed in, so it also tells whether the token still holds. Answers: 200. Errors: 401.
//! Never kept: the key is asked for right before each use.
//! Source: Alauda Container Platform API, operation `handlePasswordPubKey`; `docs/contracts/alauda.md`, 1.5 and 2.2.

use super::PasswordKey;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks for a key for the next password.
#[derive(Clone, Copy, Debug)]
pub struct GetPasswordKey;

impl Endpoint for GetPasswordKey {
    type Answer = PasswordKey;

    const OPERATION: &'static str = "get_password_key";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/auth/v1/pubkey";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Secret};

    #[test]
    fn the_request_asks_for_the_key() {
        assert_request(&GetPasswordKey, "GET", "/auth/v1/pubkey", None);
    }

    #[test]
    fn a_200_is_a_key_that_seals() {
        let key = outcome(&GetPasswordKey, "get_password_key.key").unwrap();
        assert_eq!(key.ts, "1760000000");
        let mut random = |buffer: &mut [u8]| buffer.fill(7);
        let sealed = key.seal(&Secret::from("correct horse 1"), &mut random);
        assert!(sealed.is_ok());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetPasswordKey,
            &[
                ("any.signed_out", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found_text", ErrorKind::NoSuchCall { status: 404 }),
                (
                    "get_password_key.number",
                    ErrorKind::Decode {
                        path: "$.ts".to_owned(),
                    },
                ),
                (
                    "any.gateway",
                    ErrorKind::Broken {
                        status: 502,
                        message: None,
                    },
                ),
            ],
        );
    }
}
