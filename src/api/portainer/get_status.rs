//! `GET /system/status`: the running server (Portainer).
//!
//! Access: public. Answers: 200. Errors: 303 the time for the first run is over: then only the old address answers.
//! Source: Portainer API, operation `systemStatus`; `docs/contracts/portainer.md`, E5.

use super::Status;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the release of the running server.
#[derive(Clone, Copy, Debug)]
pub struct GetStatus;

impl Endpoint for GetStatus {
    type Answer = Status;

    const OPERATION: &'static str = "get_status";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/system/status";
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
    fn the_request_is_public() {
        assert_request(&GetStatus, "GET", "/api/system/status", None);
    }

    #[test]
    fn a_200_tells_the_release() {
        assert_eq!(outcome(&GetStatus, "facts/1").unwrap().version, "2.23.0");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let gateway = |status| ErrorKind::Broken {
            status,
            message: None,
        };
        assert_refusals(
            &GetStatus,
            &[
                ("first-run-timeout/7", ErrorKind::FirstRunTimedOut),
                ("any.bad_gateway", gateway(502)),
                ("any.gateway_timeout", gateway(504)),
                (
                    "any.proxy_forbidden",
                    ErrorKind::NotThePlatform { status: 403 },
                ),
                (
                    "any.slow_down",
                    ErrorKind::SlowDown {
                        retry_after_s: Some(7),
                    },
                ),
            ],
        );
    }
}
