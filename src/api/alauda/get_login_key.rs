//! `GET /dex/pubkey`: the key with which a password travels at sign-in (Alauda Container Platform).
//!
//! Access: everyone, without a credential, because nobody has one before signing in [guess]. Answers: 200. The panel does not
//! sign in with a password here; but a key tells that the platform is there, and nobody has to be refused for it.
//! Errors: 404 where the platform's sign-in is not forwarded to this address.
//! Source: Alauda Container Platform API, operation `pubkey` of its sign-in; `docs/contracts/alauda.md`, 1.3, step 3.

use super::PasswordKey;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks for a key of the platform's own sign-in.
#[derive(Clone, Copy, Debug)]
pub struct GetLoginKey;

impl Endpoint for GetLoginKey {
    type Answer = PasswordKey;

    const OPERATION: &'static str = "get_login_key";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/dex/pubkey";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_carries_nothing() {
        assert_request(&GetLoginKey, "GET", "/dex/pubkey", None);
    }

    #[test]
    fn a_200_is_a_key() {
        let key = outcome(&GetLoginKey, "get_password_key.key").unwrap();
        assert_eq!(key.ts, "1760000000");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetLoginKey,
            &[
                ("any.signed_out", ErrorKind::SignedOut),
                (
                    "any.gateway_not_found",
                    ErrorKind::NoSuchCall { status: 404 },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
