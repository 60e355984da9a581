//! `GET /ng/api/authentication-settings/login-settings/password-strength`: what a new password must have (Harness).
//!
//! Access: everybody in the account [guess]. Answers: 200 in the older envelope. Errors: 403.
//! Source: Harness API, operation `getPasswordStrengthSettings`; `docs/contracts/harness.md`, 1.5 and 3.6.

use super::{AccountId, Data, PasswordPolicy, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads what a new password must have.
#[derive(Clone, Debug)]
pub struct GetPasswordStrength {
    /// The account.
    pub account: AccountId,
}

impl Endpoint for GetPasswordStrength {
    type Answer = Data<PasswordPolicy>;

    const OPERATION: &'static str = "get_password_strength";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/authentication-settings/login-settings/password-strength";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn one() -> GetPasswordStrength {
        GetPasswordStrength {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let path = "/ng/api/authentication-settings/login-settings/password-strength";
        assert_request(
            &one(),
            "GET",
            &[path, "?accountIdentifier=acc0&routingId=acc0"].concat(),
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(policy) = outcome(&one(), "get_password_strength.on").unwrap();
        assert!(policy.is_enabled);
        assert_eq!((policy.min_characters, policy.min_digits), (12, 0));
        assert_eq!(
            (
                policy.min_uppercase,
                policy.min_lowercase,
                policy.min_special
            ),
            (1, 1, 0)
        );
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
