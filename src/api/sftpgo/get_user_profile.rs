//! `GET /user/profile`: own profile of a user (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200 without a name. Errors: 404 the account is gone, the token is not.
//! Source: `SFTPGo` API, operation `get_user_profile`; `docs/contracts/sftpgo.md`, 2.6.

use super::{UserProfile, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads what a user may change of their own account.
#[derive(Clone, Copy, Debug)]
pub struct GetUserProfile;

impl Endpoint for GetUserProfile {
    type Answer = UserProfile;

    const OPERATION: &'static str = "user_get_profile";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/user/profile";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::own_refusal(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&GetUserProfile, "GET", "/api/v2/user/profile", None);
    }

    #[test]
    fn a_success_is_read() {
        let profile = outcome(&GetUserProfile, "self-service/6").unwrap();
        assert_eq!(profile.additional_emails, ["c@example.org"]);
        assert_eq!(profile.public_keys.len(), 1);
        assert!(
            !outcome(&GetUserProfile, "self-service/4")
                .unwrap()
                .allow_api_key_auth
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetUserProfile,
            &[
                ("self-service/13", ErrorKind::SignedOut),
                (
                    "token-failures/13",
                    ErrorKind::Forbidden(Reason::WrongKindOfAccount),
                ),
                ("api-key-auth/36", ErrorKind::Forbidden(Reason::NotWithKey)),
                ("delete/9", ErrorKind::SignedOut),
            ],
        );
    }
}
