//! `PUT /ng/api/user/disable-two-factor-auth`: switch one's own second factor off (Harness).
//!
//! Access: the person that the key or session belongs to; a service account's key is refused with 400.
//! Answers: 200 with the record; unchanged when there was none. It works even where the account demands a second factor, and
//! the next sign-in asks for a code all the same. Errors: 400 a service account, or an edition without second factors.
//! Source: Harness API, operation `disableTTwoFactorAuth`; `docs/contracts/harness.md`, row 4 and 5.7.

use super::{AccountId, Data, UserId, UserInfo, model, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Switches one's own second factor off.
#[derive(Clone, Debug)]
pub struct DisableTwoFactorAuth {
    /// The account.
    pub account: AccountId,
    /// Oneself.
    pub me: UserId,
}

impl Endpoint for DisableTwoFactorAuth {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "disable_t_two_factor_auth";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/disable-two-factor-auth";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.me))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn mine() -> DisableTwoFactorAuth {
        DisableTwoFactorAuth {
            account: AccountId::from("acc0"),
            me: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_has_no_body() {
        let target = "/ng/api/user/disable-two-factor-auth?accountIdentifier=acc0&routingId=acc0";
        assert_request(&mine(), "PUT", target, None);
    }

    #[test]
    fn a_200_is_the_record_with_the_factor_off() {
        let Data(anna) = outcome(&mine(), "user.anna").unwrap();
        assert!(!anna.has_two_factor());
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
                ("any.invalid_token", ErrorKind::SignedOut),
                (
                    "any.feature",
                    refused("Two-factor authentication is not part of this edition"),
                ),
                (
                    "any.bad_gateway",
                    ErrorKind::Broken {
                        status: 502,
                        message: None,
                    },
                ),
            ],
        );
    }
}
