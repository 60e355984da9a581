//! `PUT /admin/profile`: replace an administrator's own profile (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200. Replaces all three members. Where the server compares signatures, a save ends
//! every session of the account, this one too. Errors: 400 the address is none; 403 a forced action comes first.
//! Source: `SFTPGo` API, operation `update_admin_profile`; `docs/contracts/sftpgo.md`, P2 and 1.4.

use super::{AdminProfile, body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Replaces what an administrator may change of their own account.
#[derive(Clone, Debug)]
pub struct UpdateOwnProfile {
    /// All of it.
    pub profile: AdminProfile,
}

impl Endpoint for UpdateOwnProfile {
    type Answer = Empty;

    const OPERATION: &'static str = "update_own_profile";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/admin/profile";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&self.profile)
    }

    fn subject(&self) -> Option<String> {
        Some(body::own())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::own_refusal(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn mine() -> UpdateOwnProfile {
        UpdateOwnProfile {
            profile: AdminProfile {
                email: "new@example.org".to_owned(),
                description: "x".to_owned(),
                allow_api_key_auth: true,
            },
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &mine(),
            "PUT",
            "/api/v2/admin/profile",
            Some(r#"{"email":"new@example.org","description":"x","allow_api_key_auth":true}"#),
        );
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&mine(), "own-account/6"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &mine(),
            &[
                (
                    "own-account/9",
                    refused(400, "email \"nonsense\" is not valid"),
                ),
                (
                    "forced-actions/9",
                    ErrorKind::Forbidden(Reason::NeedsSecondFactor),
                ),
                (
                    "forced-actions/27",
                    ErrorKind::Forbidden(Reason::NeedsNewPassword),
                ),
            ],
        );
    }
}
