//! `PUT /ng/api/user`: change one's own record (Harness).
//!
//! Access: oneself; a service account that may manage people changes whoever the e-mail names.
//! Answers: 200 with the record after the update. The whole record is sent back; the server reads e-mail, id and the three
//! names, and a name that is left out is cleared. There is no version: the last to write wins.
//! Errors: 400 the e-mail is not the caller's own, an identity provider owns the record, or the name has one of `: < > = /`.
//! Source: Harness API, operation `updateUserInfo`; `docs/contracts/harness.md`, row 6 and 5.6.

use super::{AccountId, Data, UserInfo, model, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Changes one's own record. The person is the one whose e-mail stands in it, as it was read.
#[derive(Clone, Debug)]
pub struct UpdateUserInfo {
    /// The account.
    pub account: AccountId,
    /// The record as it was read, with other names.
    pub user: UserInfo,
}

impl Endpoint for UpdateUserInfo {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "update_user_info";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        model::check_name(self.user.name())?;
        scope::fill_account(&self.account, to)?;
        to.json(&self.user)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.user.id()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn anna() -> UpdateUserInfo {
        let text = r#"{"uuid":"u-1","email":"Anna@example.org","name":"Anna","givenName":"A","later":[1],"token":"x"}"#;
        UpdateUserInfo {
            account: AccountId::from("acc0"),
            user: serde_json::from_str(text).unwrap(),
        }
    }

    #[test]
    fn the_whole_record_is_sent_back_but_for_a_token() {
        let mut renamed = anna();
        renamed.user.set_name(Some("Anna B.".to_owned()));
        renamed.user.set_given_name(None);
        renamed.user.set_family_name(Some("B".to_owned()));
        let body = r#"{"uuid":"u-1","email":"Anna@example.org","name":"Anna B.","later":[1],"familyName":"B"}"#;
        let target = "/ng/api/user?accountIdentifier=acc0&routingId=acc0";
        assert_request(&renamed, "PUT", target, Some(body));
    }

    #[test]
    fn a_name_that_the_server_refuses_is_not_sent() {
        for name in ["a:b", "<b>", "a=b", "a/b", &"x".repeat(256)] {
            let mut renamed = anna();
            renamed.user.set_name(Some(name.to_owned()));
            assert!(request(&renamed).is_err(), "{name}");
        }
        let mut unnamed = anna();
        unnamed.user.set_name(None);
        assert!(request(&unnamed).is_ok());
    }

    #[test]
    fn a_200_is_the_record_after_the_update() {
        let Data(after) = outcome(&anna(), "user.anna_renamed").unwrap();
        assert_eq!(after.name(), Some("Anna B."));
        assert_eq!(after.given_name(), None);
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
            &anna(),
            &[
                (
                    "update_user_info.foreign_email",
                    refused("The e-mail is not that of the caller"),
                ),
                (
                    "any.external",
                    refused("The user is managed by an identity provider"),
                ),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.invalid_token", ErrorKind::SignedOut),
            ],
        );
    }
}
