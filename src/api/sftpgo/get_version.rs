//! `GET /version`: the server's release (`SFTPGo`).
//!
//! Access: any administrator, with a key too. Answers: 200; date and commit may be empty.
//! Also answered while a second factor or a new password is asked for.
//! Source: `SFTPGo` API, operation `get_version`; `docs/contracts/sftpgo.md`, T3.

use super::Version;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Tells the server's release.
#[derive(Clone, Copy, Debug)]
pub struct GetVersion;

impl Endpoint for GetVersion {
    type Answer = Version;

    const OPERATION: &'static str = "get_version";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/version";
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
    fn the_request_has_exactly_these_parts() {
        assert_request(&GetVersion, "GET", "/api/v2/version", None);
    }

    #[test]
    fn a_success_is_read() {
        let version = outcome(&GetVersion, "facts/3").unwrap();
        assert_eq!(version.version, "2.7.99-dev");
        assert!(version.features.contains(&"+sqlite".to_owned()));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetVersion,
            &[
                ("facts/4", ErrorKind::SignedOut),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
