//! `GET /admin/profile`: own profile of an administrator (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200 without a name: that stands in the token only.
//! Also answered while a second factor or a new password is asked for. Errors: 404 the administrator is gone, the token is not.
//! Source: `SFTPGo` API, operation `get_admin_profile`; `docs/contracts/sftpgo.md`, P1 and 1.6.

use super::{AdminProfile, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads what an administrator may change of their own account.
#[derive(Clone, Copy, Debug)]
pub struct GetOwnProfile;

impl Endpoint for GetOwnProfile {
    type Answer = AdminProfile;

    const OPERATION: &'static str = "get_own_profile";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/admin/profile";
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
        assert_request(&GetOwnProfile, "GET", "/api/v2/admin/profile", None);
    }

    #[test]
    fn a_success_is_read() {
        let profile = outcome(&GetOwnProfile, "own-account/5").unwrap();
        assert_eq!(
            (profile.email.as_str(), profile.description.as_str()),
            ("old@example.org", "d")
        );
        assert!(profile.allow_api_key_auth);
        let empty = outcome(&GetOwnProfile, "permissions/17").unwrap();
        assert_eq!(empty.email, "");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetOwnProfile,
            &[
                ("own-account/17", ErrorKind::SignedOut),
                ("api-key-auth/30", ErrorKind::Forbidden(Reason::NotWithKey)),
                ("stale-tokens/18", ErrorKind::SignedOut),
            ],
        );
    }
}
