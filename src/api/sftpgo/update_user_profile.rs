//! `PUT /user/profile`: replace a user's own profile (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200. Replaces all members; those that the account may not change are passed over silently.
//! Errors: 400 the address is none; 403 the account may change none of them.
//! Source: `SFTPGo` API, operation `update_user_profile`; `docs/contracts/sftpgo.md`, 2.6.

use super::{UserProfile, body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Replaces what a user may change of their own account.
#[derive(Clone, Debug)]
pub struct UpdateUserProfile {
    /// All of it.
    pub profile: UserProfile,
}

impl Endpoint for UpdateUserProfile {
    type Answer = Empty;

    const OPERATION: &'static str = "user_update_profile";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/user/profile";
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
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn mine() -> UpdateUserProfile {
        UpdateUserProfile {
            profile: UserProfile {
                email: "b@example.org".to_owned(),
                additional_emails: vec!["c@example.org".to_owned()],
                ..UserProfile::default()
            },
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &mine(),
            "PUT",
            "/api/v2/user/profile",
            Some(
                r#"{"email":"b@example.org","description":"","allow_api_key_auth":false,"additional_emails":["c@example.org"]}"#,
            ),
        );
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&mine(), "self-service/5"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &mine(),
            &[(
                "self-service/9",
                refused(400, "email \"nonsense\" is not valid"),
            )],
        );
    }
}
