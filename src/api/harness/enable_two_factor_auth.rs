//! `PUT /ng/api/user/enable-two-factor-auth`: switch one's own second factor on (Harness).
//!
//! Access: the person that the key or session belongs to; a service account's key is refused with 400.
//! Answers: 200 with the record after the change. While one is on, this replaces its secret.
//! The server asks for no code, and without a secret it would still switch the factor on and lock the person out: so only a
//! secret can be sent from which the person's device has made a right code.
//! Errors: 400 a service account, or an edition without second factors.
//! Source: Harness API, operation `enableTwoFactorAuth`; `docs/contracts/harness.md`, row 3, 3.4 and 5.7.

use super::{AccountId, ConfirmedSecret, Data, UserId, UserInfo, error, model, scope};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Switches one's own second factor on.
#[derive(Clone, Debug)]
pub struct EnableTwoFactorAuth {
    /// The account.
    pub account: AccountId,
    /// Oneself.
    pub me: UserId,
    /// The secret, after a code made from it was right.
    pub secret: ConfirmedSecret,
}

impl Endpoint for EnableTwoFactorAuth {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "enable_two_factor_auth";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/enable-two-factor-auth";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)?;
        to.json(&self.secret)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.me))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::refusal(facts::<Self>(), response);
        error::without(kind, &[self.secret.secret()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Timestamp;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};

    fn mine() -> EnableTwoFactorAuth {
        let asked = crate::api::harness::GetTwoFactorAuthSettings {
            account: AccountId::from("acc0"),
        };
        let Data(settings) = outcome(&asked, "get_two_factor_auth_settings.fresh").unwrap();
        EnableTwoFactorAuth {
            account: AccountId::from("acc0"),
            me: UserId::from("Lv0euRhKRCyiXWzS7pOg6g"),
            secret: settings
                .confirm("287082", Timestamp::from_unix(59))
                .unwrap(),
        }
    }

    #[test]
    fn the_request_holds_the_secret_that_was_confirmed() {
        let body = concat!(
            r#"{"userId":"Lv0euRhKRCyiXWzS7pOg6g","email":"anna@example.org","#,
            r#""twoFactorAuthenticationEnabled":true,"mechanism":"TOTP","#,
            r#""totpSecretKey":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","totpqrurl":"otpauth://totp/"#,
            r#"Harness_Acme:anna@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harness-Inc"}"#
        );
        let target = "/ng/api/user/enable-two-factor-auth?accountIdentifier=acc0&routingId=acc0";
        assert_request(&mine(), "PUT", target, Some(body));
        assert_masked(&mine(), &["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]);
    }

    #[test]
    fn a_wrong_code_confirms_nothing() {
        let asked = crate::api::harness::GetTwoFactorAuthSettings {
            account: AccountId::from("acc0"),
        };
        let Data(settings) = outcome(&asked, "get_two_factor_auth_settings.fresh").unwrap();
        assert!(
            settings
                .confirm("287083", Timestamp::from_unix(59))
                .is_none()
        );
        assert!(
            settings
                .confirm("287082", Timestamp::from_unix(590))
                .is_none()
        );
        assert!(settings.confirm("", Timestamp::from_unix(59)).is_none());
    }

    #[test]
    fn a_200_is_the_record_with_the_factor_on() {
        let Data(anna) = outcome(&mine(), "user.anna_with_2fa").unwrap();
        assert!(anna.has_two_factor());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = |message: &str| ErrorKind::Refused {
            status: 400,
            code: Some("INVALID_REQUEST".to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &mine(),
            &[
                ("any.expired_token", ErrorKind::SignedOut),
                (
                    "any.feature",
                    refused("Two-factor authentication is not part of this edition"),
                ),
                ("any.error_in_200", {
                    ErrorKind::Refused {
                        status: 200,
                        code: Some("INVALID_REQUEST".to_owned()),
                        message: None,
                        fields: Box::default(),
                    }
                }),
            ],
        );
    }
}
