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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_needs_a_sign_in() {
        assert_request(&GetVersion, "GET", "/api/system/version", None);
    }

    #[test]
    fn a_200_tells_the_release() {
        let version = outcome(&GetVersion, "facts/9").unwrap();
        assert_eq!(version.server_version, "2.23.0");
        assert_eq!(version.server_edition, "CE");
    }

    #[test]
    fn the_servers_environment_is_not_kept() {
        let version = outcome(&GetVersion, "get_version.administrator").unwrap();
        assert!(version.update_available);
        assert!(!format!("{version:?}").contains("hunter2"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&GetVersion, &[("facts/5", ErrorKind::SignedOut)]);
    }
}
