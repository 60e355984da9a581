//! `POST /admin/2fa/recoverycodes`: replace one's own recovery codes (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200 with twelve new codes; the old ones are worth nothing from then on.
//! Errors: 403 the second factor is off.
//! Source: `SFTPGo` API, operation `generate_admin_recovery_codes`; `docs/contracts/sftpgo.md`, M6.

use super::body;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Replaces one's own recovery codes.
#[derive(Clone, Copy, Debug)]
pub struct GenerateRecoveryCodes;

impl Endpoint for GenerateRecoveryCodes {
    type Answer = Vec<Secret>;

    const OPERATION: &'static str = "generate_recovery_codes";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/admin/2fa/recoverycodes";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn subject(&self) -> Option<String> {
        Some(body::own())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &GenerateRecoveryCodes,
            "POST",
            "/api/v2/admin/2fa/recoverycodes",
            None,
        );
    }

    #[test]
    fn a_success_is_read() {
        let codes = outcome(&GenerateRecoveryCodes, "second-factor/32").unwrap();
        assert_eq!(codes.len(), 12);
        assert!(codes.iter().all(|code| code.starts_with("RC-")));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GenerateRecoveryCodes,
            &[(
                "second-factor/6",
                refused(
                    403,
                    "recovery codes are not available with two-factor authentication disabled",
                ),
            )],
        );
    }
}
