//! `GET /user/2fa/recoverycodes`: one's own recovery codes (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200 with the codes in plain text, at any time. They open the server's own pages, not this
//! interface. Errors: 403 the second factor is off.
//! Source: `SFTPGo` API, operation `get_user_recovery_codes`; `docs/contracts/sftpgo.md`, 2.6.

use super::RecoveryCode;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists one's own recovery codes.
#[derive(Clone, Copy, Debug)]
pub struct ListUserRecoveryCodes;

impl Endpoint for ListUserRecoveryCodes {
    type Answer = Vec<RecoveryCode>;

    const OPERATION: &'static str = "user_list_recovery_codes";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/user/2fa/recoverycodes";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &ListUserRecoveryCodes,
            "GET",
            "/api/v2/user/2fa/recoverycodes",
            None,
        );
    }

    #[test]
    fn a_success_is_read() {
        let codes = outcome(&ListUserRecoveryCodes, "disable-2fa/15").unwrap();
        assert_eq!(codes.len(), 12);
        assert!(
            codes
                .iter()
                .all(|code| !code.used && code.code.starts_with("RC-"))
        );
        assert!(!format!("{codes:?}").contains("RC-"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListUserRecoveryCodes,
            &[(
                "disable-2fa/19",
                refused(
                    403,
                    "recovery codes are not available with two-factor authentication disabled",
                ),
            )],
        );
    }
}
