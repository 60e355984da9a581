//! `GET /token`: is the interface there, and do administrators sign in with passwords; asked without a name (`SFTPGo`).
//!
//! Access: public. No answer is a success: 401 says that a sign-in is possible, and 404 that there is none with a password at
//! this address of the server. Without credentials it counts as no mistake.
//! Asked where a proxy hands on the interface and nothing else of the server, so that the health check cannot be reached.
//! Source: `SFTPGo` API, operation `get_token`; `docs/contracts/sftpgo.md`, 1.3, 1.6 and 1.8.

use super::error::Said;
use super::{error, release};
use crate::api::{
    Answer, ApiError, Auth, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response,
    Unsendable, facts,
};

/// Asks whether the interface is there.
#[derive(Clone, Copy, Debug)]
pub struct CheckInterface;

/// The interface is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Whether administrators can sign in with a password; else only keys are left.
    pub takes_passwords: bool,
    /// The server's release, where it tells.
    pub version: Option<String>,
}

impl Answer for Interface {
    /// Nobody is let in without a name: whoever does that is something else.
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        Err(ErrorKind::NotThePlatform {
            status: response.status,
        })
    }
}

impl Endpoint for CheckInterface {
    type Answer = Interface;

    const OPERATION: &'static str = "check_interface";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/token";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn read(&self, response: &Response) -> Result<Interface, ApiError> {
        let said = Said::of(response);
        let text = said.as_ref().map(Said::text);
        let takes_passwords = match (response.status, text) {
            (401, Some("Unauthorized")) => true,
            (404, Some("Not Found")) => false,
            (200..=299, _) => return Interface::decode(response).map_err(ApiError::of::<Self>),
            _ => return Err(ApiError::of::<Self>(self.refusal(response))),
        };
        Ok(Interface {
            takes_passwords,
            version: release::of(response),
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            // Nothing was said that could be wrong.
            ErrorKind::BadCredentialsOrPasscode => ErrorKind::NotThePlatform {
                status: response.status,
            },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&CheckInterface, "GET", "/api/v2/token", None);
    }

    #[test]
    fn a_refused_sign_in_says_that_there_is_one() {
        let there = |takes_passwords, version: Option<&str>| {
            Ok(Interface {
                takes_passwords,
                version: version.map(str::to_owned),
            })
        };
        let dev = Some("2.7.99-dev");
        assert_eq!(outcome(&CheckInterface, "sign-in/1"), there(true, dev));
        assert_eq!(outcome(&CheckInterface, "listeners/11"), there(false, None));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let stranger = |status| ErrorKind::NotThePlatform { status };
        let wait = ErrorKind::SlowDown {
            retry_after_s: None,
        };
        assert_refusals(
            &CheckInterface,
            &[
                ("parallel-limit/4", wait),
                ("defender/13", ErrorKind::Banned { up_to_s: None }),
                ("sign-in/18", ErrorKind::NoSuchCall { status: 405 }),
                ("any.proxy_sign_in", stranger(401)),
                ("any.start_page", stranger(200)),
            ],
        );
    }
}
