//! `GET /status`: the running server, at its old address (Portainer).
//!
//! Access: public. Answers: 200, also when the time for the first run is over: see
//! [`first_run`](super::first_run) for what it is asked for.
//! Source: Portainer API, operation `StatusInspect`; `docs/contracts/portainer.md`, E5 and 1.3.

use super::Status;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the release of the running server at the address that always answers.
#[derive(Clone, Copy, Debug)]
pub struct GetOldStatus;

impl Endpoint for GetOldStatus {
    type Answer = Status;

    const OPERATION: &'static str = "get_old_status";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/status";
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
        assert_request(&GetOldStatus, "GET", "/api/status", None);
    }

    #[test]
    fn a_200_comes_also_when_the_first_run_is_over() {
        for from in ["facts/2", "first-run-timeout/6"] {
            let status = outcome(&GetOldStatus, from).unwrap();
            assert_eq!(status.version, "2.23.0");
            assert!(!status.instance_id.is_empty());
        }
    }

    #[test]
    fn a_start_page_is_no_status() {
        let stranger = ErrorKind::NotThePlatform { status: 200 };
        assert_refusals(&GetOldStatus, &[("any.start_page", stranger)]);
    }
}
