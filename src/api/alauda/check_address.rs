//! `GET /auth/v1/pubkey`: whether the platform answers at this address (Alauda Container Platform).
//!
//! Access: sent without a credential, which is refused: only asked where the platform's sign-in does not tell.
//! Answers: 401, or 403 on some releases; both say that somebody there wants a token. A key all the same is fine too.
//! Errors: everything else, and a 401 by which a proxy asks for a name and a password.
//! Source: Alauda Container Platform API, operation `handlePasswordPubKey`; `docs/contracts/alauda.md`, 1.2 and part 6.

use super::{PasswordKey, error};
use crate::api::{
    Answer, ApiError, Auth, Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts,
    Response, Unsendable, facts,
};

/// Looks whether the platform is there.
#[derive(Clone, Copy, Debug)]
pub struct CheckAddress;

impl Endpoint for CheckAddress {
    type Answer = Empty;

    const OPERATION: &'static str = "check_address";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/auth/v1/pubkey";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn read(&self, response: &Response) -> Result<Empty, ApiError> {
        let status = response.status;
        let kind = match status {
            401 if asks_for_password(response) => ErrorKind::NotThePlatform { status },
            401 | 403 => return Ok(Empty),
            200..=299 => match PasswordKey::decode(response) {
                Ok(_) => return Ok(Empty),
                Err(kind) => kind,
            },
            _ => error::refusal(facts::<Self>(), response),
        };
        Err(ApiError::of::<Self>(kind).with_request_id_of(response))
    }
}

/// The platform takes tokens only, so a question for name and password is somebody else's.
fn asks_for_password(response: &Response) -> bool {
    let challenge = response.header("www-authenticate").unwrap_or_default();
    let scheme = challenge.split(' ').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("basic")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_carries_nothing() {
        assert_request(&CheckAddress, "GET", "/auth/v1/pubkey", None);
    }

    #[test]
    fn who_wants_a_token_is_there() {
        for from in [
            "any.signed_out",
            "any.forbidden",
            "any.forbidden_empty",
            "get_password_key.key",
        ] {
            assert_eq!(outcome(&CheckAddress, from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &CheckAddress,
            &[
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                ("any.moved", ErrorKind::NotThePlatform { status: 302 }),
                (
                    "any.gateway_not_found",
                    ErrorKind::NoSuchCall { status: 404 },
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
