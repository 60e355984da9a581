//! `GET /systeminfo`: release and read-only mode (Harbor).
//!
//! Access: anyone signed in. Answers: 200, with wrong credentials too, but then without what is told to the signed-in only:
//! never a test of a sign-in.
//! Source: Harbor API, operation `getSystemInfo`; `docs/contracts/harbor.md`, 2.2 row 12, 1.8 and 3.6.

use super::SystemInfo;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads what those who are signed in may know of the server.
#[derive(Clone, Copy, Debug)]
pub struct GetServerDetails;

impl Endpoint for GetServerDetails {
    type Answer = SystemInfo;

    const OPERATION: &'static str = "get_server_details";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/systeminfo";
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
    fn the_request_is_the_same_with_a_credential() {
        assert_request(&GetServerDetails, "GET", "/api/v2.0/systeminfo", None);
    }

    #[test]
    fn a_200_tells_more_to_the_signed_in() {
        let info = outcome(&GetServerDetails, "server-info/2").unwrap();
        let version = info.harbor_version.as_deref();
        assert_eq!(
            (version, info.read_only),
            (Some("v2.16.0-c50c7ddd"), Some(false))
        );
        let info = outcome(&GetServerDetails, "read-only/4").unwrap();
        assert_eq!(info.read_only, Some(true));
        let info = outcome(&GetServerDetails, "server-info/3").unwrap();
        assert_eq!((info.harbor_version, info.read_only), (None, None));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let decode = ErrorKind::Decode {
            path: "$.auth_mode (missing)".to_owned(),
        };
        assert_refusals(
            &GetServerDetails,
            &[
                ("get_server_details.no_mode", decode),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
