//! `GET /ng/api/user/two-factor-auth/{authMechanism}`: a fresh secret for a second factor (Harness).
//!
//! Access: the person that the key or session belongs to; a service account's key is refused with 400.
//! Answers: 200 with a secret that was just drawn and is stored nowhere: every call gives another. Keep the one that was
//! shown. So the call is never repeated by itself, although it changes nothing.
//! Errors: 400 a service account, another mechanism, or an edition without second factors.
//! Source: Harness API, operation `getTwoFactorAuthSettings`; `docs/contracts/harness.md`, row 2, 3.4 and 5.7.

use super::{AccountId, Data, TwoFactorSettings, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Draws a secret for one's own second factor.
#[derive(Clone, Debug)]
pub struct GetTwoFactorAuthSettings {
    /// The account.
    pub account: AccountId,
}

impl Endpoint for GetTwoFactorAuthSettings {
    type Answer = Data<TwoFactorSettings>;

    const OPERATION: &'static str = "get_two_factor_auth_settings";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user/two-factor-auth/{authMechanism}";
    const EFFECT: Effect = Effect::Read;
    const LIMITED: bool = true;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("authMechanism", "TOTP")?;
        scope::fill_account(&self.account, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn mine() -> GetTwoFactorAuthSettings {
        GetTwoFactorAuthSettings {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn the_request_names_the_only_mechanism() {
        let target = "/ng/api/user/two-factor-auth/TOTP?accountIdentifier=acc0&routingId=acc0";
        assert_request(&mine(), "GET", target, None);
    }

    #[test]
    fn a_200_holds_a_secret_that_is_never_printed() {
        let Data(settings) = outcome(&mine(), "get_two_factor_auth_settings.fresh").unwrap();
        assert_eq!(
            settings.secret().expose(),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
        assert!(
            settings
                .url()
                .unwrap()
                .expose()
                .starts_with("otpauth://totp/")
        );
        assert!(!format!("{settings:?}").contains("GEZD"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let code = Some("INVALID_REQUEST".to_owned());
        let refused = |message: &str| ErrorKind::Refused {
            status: 400,
            code: code.clone(),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &mine(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.service_account", refused("Only a user can do this")),
                (
                    "any.feature",
                    refused("Two-factor authentication is not part of this edition"),
                ),
                (
                    "get_two_factor_auth_settings.no_secret",
                    ErrorKind::Decode {
                        path: "$.data.totpSecretKey".to_owned(),
                    },
                ),
            ],
        );
    }
}
