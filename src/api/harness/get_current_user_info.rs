//! `GET /ng/api/user/currentUser`: who the key or session belongs to (Harness).
//!
//! Access: the person that the key or session belongs to; a service account's key is refused with 400.
//! Answers: 200 with the person's record. `admin` in it is a leftover of the older generation and tells nothing.
//! Errors: 400 a service account; 500 the record is gone.
//! Source: Harness API, operation `getCurrentUserInfo`; `docs/contracts/harness.md`, row 1 and 1.5.

use super::{AccountId, Data, UserInfo, error, scope};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Unsendable,
    facts,
};

/// Asks who is signed in.
#[derive(Clone, Debug)]
pub struct GetCurrentUserInfo {
    /// The account.
    pub account: AccountId,
}

impl Endpoint for GetCurrentUserInfo {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "get_current_user_info";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user/currentUser";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            // The account is always named, so that this is all that can be wrong with the request.
            ErrorKind::Refused {
                status: 400,
                code: Some(code),
                ..
            } if code == "INVALID_REQUEST" => ErrorKind::Forbidden(Reason::ServiceAccount),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::UserId;
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{Timestamp, request};

    fn me() -> GetCurrentUserInfo {
        GetCurrentUserInfo {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn the_request_names_the_account_under_both_names() {
        let target = "/ng/api/user/currentUser?accountIdentifier=acc0&routingId=acc0";
        assert_request(&me(), "GET", target, None);
        let nowhere = GetCurrentUserInfo {
            account: AccountId::from(""),
        };
        assert!(request(&nowhere).is_err());
    }

    #[test]
    fn a_200_is_ones_own_record() {
        let Data(anna) = outcome(&me(), "user.anna").unwrap();
        assert_eq!(anna.id(), UserId::from("Lv0euRhKRCyiXWzS7pOg6g"));
        assert_eq!(anna.email(), "anna@example.org");
        assert_eq!(anna.name(), Some("Anna Berg"));
        assert_eq!(anna.given_name(), Some("Anna"));
        assert_eq!(anna.family_name(), Some("Berg"));
        assert_eq!(anna.accounts(), [AccountId::from("acc0")]);
        assert_eq!(anna.default_account(), Some(AccountId::from("acc0")));
        assert_eq!(anna.external_id(), None);
        assert_eq!(anna.created_at(), Some(Timestamp::from_unix(1_690_000_000)));
        assert_eq!(anna.updated_at(), None);
        assert!(anna.is_email_verified() && !anna.has_two_factor());
        assert!(!anna.is_locked() && !anna.is_disabled() && !anna.is_externally_managed());
    }

    #[test]
    fn a_record_of_another_release_is_read_and_kept() {
        let Data(anna) = outcome(&me(), "get_current_user_info.old").unwrap();
        assert_eq!((anna.given_name(), anna.created_at()), (None, None));
        let written = serde_json::to_string(&anna).unwrap();
        assert!(
            written.contains(r#""future":{"x":[1,2.5,"ü"]}"#),
            "{written}"
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let decode = |path: &str| ErrorKind::Decode {
            path: path.to_owned(),
        };
        assert_refusals(
            &me(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.expired_token", ErrorKind::SignedOut),
                ("any.gateway_401", ErrorKind::SignedOut),
                (
                    "any.service_account",
                    ErrorKind::Forbidden(Reason::ServiceAccount),
                ),
                (
                    "any.not_whitelisted",
                    ErrorKind::Forbidden(Reason::AddressNotAllowed),
                ),
                ("any.unknown_error", broken(500, "Something went wrong")),
                ("any.unknown_route", ErrorKind::NoSuchCall { status: 400 }),
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                ("any.cut_short", ErrorKind::CutShort),
                ("any.wrong_shape", decode("$[0]")),
                ("user.no_email", decode("$.data.email (missing)")),
            ],
        );
    }
}
