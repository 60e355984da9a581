//! `GET /ng/api/authentication-settings`: how the account's people sign in (Harness).
//!
//! Access: `core_authsetting_view`, which most do not have: do without it then. Answers: 200 in the older envelope. Errors: 403.
//! Source: Harness API, operation `getAuthenticationSettings`; `docs/contracts/harness.md`, 1.5 and 3.6.

use super::{AccountId, AuthenticationSettings, Data, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads how the account's people sign in.
#[derive(Clone, Debug)]
pub struct GetAuthenticationSettings {
    /// The account.
    pub account: AccountId,
}

impl Endpoint for GetAuthenticationSettings {
    type Answer = Data<AuthenticationSettings>;

    const OPERATION: &'static str = "get_authentication_settings";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/authentication-settings";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::Mechanism;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn one() -> GetAuthenticationSettings {
        GetAuthenticationSettings {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/ng/api/authentication-settings?accountIdentifier=acc0&routingId=acc0",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(found) = outcome(&one(), "get_authentication_settings.some").unwrap();
        assert_eq!(found.mechanism, Some(Mechanism::Saml));
        assert_eq!(found.whitelisted_domains, ["example.org"]);
        assert!(found.enforces_two_factor);
        assert_eq!(found.password_policy().unwrap().min_characters, 12);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
