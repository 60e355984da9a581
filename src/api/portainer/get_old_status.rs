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
