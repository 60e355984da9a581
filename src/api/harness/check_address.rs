//! `POST /api/users/logintype`: whether the platform answers at this address (Harness).
//!
//! Access: everybody, without a credential: it is what the platform's own pages ask before somebody signs in. It is asked
//! about a name that nobody has, and what it says of that name is not looked at.
//! Answers: 200 in the older envelope. A refusal in one of the platform's own forms says just as well that it is there.
//! Errors: everything else, and an unknown route, which is how a part of the platform answers at another address.
//! Source: Harness API, operation `logintype`, which no document has; `docs/contracts/harness.md`, 1.3 and 4.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::{Data, error};
use crate::api::{
    Answer, ApiError, Auth, Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts,
    Response, Unsendable, facts,
};

/// Looks whether the platform is there.
#[derive(Clone, Copy, Debug)]
pub struct CheckAddress;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    user_name: &'static str,
}

impl Endpoint for CheckAddress {
    type Answer = Empty;

    const OPERATION: &'static str = "check_address";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/users/logintype";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;
    /// Calls about sign-in are counted (contract, 1.3).
    const LIMITED: bool = true;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&Payload {
            user_name: "rollcall",
        })
    }

    fn read(&self, response: &Response) -> Result<Empty, ApiError> {
        let kind = if response.is_success() {
            match Data::<IgnoredAny>::decode(response) {
                Ok(_) => return Ok(Empty),
                Err(kind) => kind,
            }
        } else {
            error::refusal(facts::<Self>(), response)
        };
        let status = response.status;
        let kind = match kind {
            ErrorKind::NoSuchCall { .. }
            | ErrorKind::Broken { .. }
            | ErrorKind::SlowDown { .. }
            | ErrorKind::TimedOut
            | ErrorKind::CutShort
            | ErrorKind::Decode { .. } => kind,
            _ if error::is_own(response) => return Ok(Empty),
            // Whatever else that is, it means somebody else.
            _ => ErrorKind::NotThePlatform { status },
        };
        Err(ApiError::of::<Self>(kind).with_request_id_of(response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_names_nobody() {
        let body = r#"{"userName":"rollcall"}"#;
        assert_request(&CheckAddress, "POST", "/api/users/logintype", Some(body));
    }

    #[test]
    fn whoever_answers_in_one_of_its_forms_is_there() {
        for from in [
            "check_address.password",
            "check_address.refused",
            "check_address.refused_in_200",
            "any.validation",
            "any.invalid_token",
            "any.forbidden",
        ] {
            assert_eq!(outcome(&CheckAddress, from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let stranger = |status| ErrorKind::NotThePlatform { status };
        assert_refusals(
            &CheckAddress,
            &[
                ("any.proxy_sign_in", stranger(401)),
                ("any.gateway_401", stranger(401)),
                ("any.start_page", stranger(200)),
                ("check_address.stranger", stranger(404)),
                ("any.unknown_route", ErrorKind::NoSuchCall { status: 400 }),
                (
                    "any.bad_gateway",
                    ErrorKind::Broken {
                        status: 502,
                        message: None,
                    },
                ),
                (
                    "any.slow_down",
                    ErrorKind::SlowDown {
                        retry_after_s: None,
                    },
                ),
                (
                    "any.wrong_shape",
                    ErrorKind::Decode {
                        path: "$[0]".to_owned(),
                    },
                ),
            ],
        );
    }
}
