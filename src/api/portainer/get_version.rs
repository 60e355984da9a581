//! `GET /system/version`: the release and whether there is a newer one (Portainer).
//!
//! Access: anyone signed in. Answers: 200, slowly: the server asks an outside host first. Administrators are sent the
//! server's environment variables too, which are not kept. Optional: `GET /system/status` tells the release.
//! Source: Portainer API, operation `systemVersion`; `docs/contracts/portainer.md`, E12 and 1.4.

use super::Version;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the release and whether there is a newer one.
#[derive(Clone, Copy, Debug)]
pub struct GetVersion;

impl Endpoint for GetVersion {
    type Answer = Version;

    const OPERATION: &'static str = "get_version";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/system/version";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}
