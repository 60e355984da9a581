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
