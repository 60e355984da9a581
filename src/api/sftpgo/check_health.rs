//! `GET /healthz`: is the server alive (`SFTPGo`).
//!
//! Access: public. Answers: 200 with the text `ok`. At the connection's base URL itself, not under the path of the interface.
//! Errors: 403 the address is banned or has too many requests open; 429 too many requests.
//! Source: `SFTPGo` API, operation `healthz`; `docs/contracts/sftpgo.md`, T4.

use super::release;
use crate::api::{
    Answer, Auth, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable,
};

/// Asks whether the server is alive.
#[derive(Clone, Copy, Debug)]
pub struct CheckHealth;

/// The server is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alive {
    /// Its release, where it tells.
    pub version: Option<String>,
}

impl Answer for Alive {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        if response.body().trim_ascii() == b"ok" {
            Ok(Self {
                version: release::of(response),
            })
        } else {
            Err(ErrorKind::NotThePlatform {
                status: response.status,
            })
        }
    }
}

impl Endpoint for CheckHealth {
    type Answer = Alive;

    const OPERATION: &'static str = "check_health";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/healthz";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;
    const AT_ROOT: bool = true;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&CheckHealth, "GET", "/healthz", None);
    }

    #[test]
    fn a_success_is_read() {
        let alive = outcome(&CheckHealth, "facts/2").unwrap();
        assert_eq!(alive.version.as_deref(), Some("2.7.99-dev"));
        let silent = outcome(&CheckHealth, "listeners/24").unwrap();
        assert_eq!(silent.version, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &CheckHealth,
            &[
                ("defender/16", ErrorKind::Banned { up_to_s: None }),
                (
                    "parallel-limit/5",
                    ErrorKind::SlowDown {
                        retry_after_s: None,
                    },
                ),
                (
                    "rate-limit/7",
                    ErrorKind::SlowDown {
                        retry_after_s: Some(1),
                    },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
