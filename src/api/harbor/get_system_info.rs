//! `GET /systeminfo`: how one signs in (Harbor).
//!
//! Access: public. Answers: 200 with the mode, which decides what is possible at all. Release and read-only mode are told
//! to those who are signed in only: [`GetServerDetails`](super::GetServerDetails).
//! Source: Harbor API, operation `getSystemInfo`; `docs/contracts/harbor.md`, 2.2 row 12, 1.8 and 3.6.

use super::SystemInfo;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads what anyone may know of the server.
#[derive(Clone, Copy, Debug)]
pub struct GetSystemInfo;

impl Endpoint for GetSystemInfo {
    type Answer = SystemInfo;

    const OPERATION: &'static str = "get_system_info";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/systeminfo";
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
    use crate::api::harbor::AuthMode;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_is_bare() {
        assert_request(&GetSystemInfo, "GET", "/api/v2.0/systeminfo", None);
    }

    #[test]
    fn a_200_tells_the_mode() {
        let info = outcome(&GetSystemInfo, "server-info/1").unwrap();
        assert_eq!(info.auth_mode, AuthMode::Database);
        assert_eq!((info.harbor_version, info.read_only), (None, None));
        let info = outcome(&GetSystemInfo, "oidc-cli-secret/18").unwrap();
        assert_eq!(info.auth_mode, AuthMode::Oidc);
        assert_eq!(info.oidc_provider_name, "Corp login");
        let info = outcome(&GetSystemInfo, "self-registration/3").unwrap();
        assert!(info.self_registration);
        let info = outcome(&GetSystemInfo, "get_system_info.later_release").unwrap();
        assert_eq!(info.auth_mode, AuthMode::Unknown("passkey_auth".to_owned()));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let stranger = |status| ErrorKind::NotThePlatform { status };
        assert_refusals(
            &GetSystemInfo,
            &[
                ("any.start_page", stranger(200)),
                ("any.proxy_sign_in", stranger(401)),
                ("any.redirect", stranger(308)),
                ("signed-out/1", stranger(401)),
                (
                    "any.slow_down",
                    ErrorKind::SlowDown {
                        retry_after_s: Some(30),
                    },
                ),
            ],
        );
    }
}
