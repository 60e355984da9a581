//! `PUT /ng/api/user/password`: change one's own password (Harness).
//!
//! Access: the person that the key or session belongs to; a service account's key is refused with 400.
//! Answers: 200 whatever happened; what did happen stands inside. This reads everything but the change as an error.
//! After a change one's sessions end shortly after, keys stay, and a mail is sent.
//! Errors: the present password is wrong; the new one is too weak; 400 a person who signs in elsewhere, or a service account.
//! Source: Harness API, operation `changeUserPassword`; `docs/contracts/harness.md`, row 5 and 5.9.

use serde::Serialize;

use super::{AccountId, Data, UserId, error, model, scope};
use crate::api::{
    Answer, Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Changes one's own password.
#[derive(Clone, Debug)]
pub struct ChangeUserPassword {
    /// The account.
    pub account: AccountId,
    /// Oneself.
    pub me: UserId,
    /// The present password.
    pub current: Secret,
    /// The new password.
    pub new: Secret,
}

/// The password was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordChanged;

impl Answer for PasswordChanged {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        let Data(outcome) = Data::<String>::decode(response)?;
        match outcome.as_str() {
            "PASSWORD_CHANGED" => Ok(Self),
            "INCORRECT_CURRENT_PASSWORD" => Err(ErrorKind::Forbidden(Reason::WrongCurrentPassword)),
            "PASSWORD_STRENGTH_VIOLATED" => Err(ErrorKind::Forbidden(Reason::WeakPassword)),
            // A word of a later release: whether it was changed is not known.
            _ => Err(ErrorKind::Decode {
                path: "$.data".to_owned(),
            }),
        }
    }
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "currentPassword", serialize_with = "Secret::into_body")]
    current: &'a Secret,
    #[serde(rename = "newPassword", serialize_with = "Secret::into_body")]
    new: &'a Secret,
}

impl Endpoint for ChangeUserPassword {
    type Answer = PasswordChanged;

    const OPERATION: &'static str = "change_user_password";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/password";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.new.is_empty() {
            return Err(Unsendable::Empty {
                field: "newPassword",
            });
        }
        scope::fill_account(&self.account, to)?;
        to.json(&Payload {
            current: &self.current,
            new: &self.new,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.me))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::refusal(facts::<Self>(), response);
        error::without(kind, &[&self.current, &self.new])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::request;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};

    fn mine() -> ChangeUserPassword {
        ChangeUserPassword {
            account: AccountId::from("acc0"),
            me: UserId::from("u-1"),
            current: Secret::from("correct horse 1"),
            new: Secret::from("battery staple 2"),
        }
    }

    #[test]
    fn the_request_has_both_passwords() {
        let target = "/ng/api/user/password?accountIdentifier=acc0&routingId=acc0";
        let body = r#"{"currentPassword":"correct horse 1","newPassword":"battery staple 2"}"#;
        assert_request(&mine(), "PUT", target, Some(body));
        assert_masked(&mine(), &["correct horse 1", "battery staple 2"]);
        let mut empty = mine();
        empty.new = Secret::default();
        assert!(request(&empty).is_err());
    }

    #[test]
    fn only_a_200_that_says_so_is_a_change() {
        let changed = outcome(&mine(), "change_user_password.changed");
        assert_eq!(changed, Ok(PasswordChanged));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = |message: Option<&str>| ErrorKind::Refused {
            status: 400,
            code: Some("INVALID_REQUEST".to_owned()),
            message: message.map(str::to_owned),
            fields: Box::default(),
        };
        assert_refusals(
            &mine(),
            &[
                (
                    "change_user_password.wrong",
                    ErrorKind::Forbidden(Reason::WrongCurrentPassword),
                ),
                (
                    "change_user_password.weak",
                    ErrorKind::Forbidden(Reason::WeakPassword),
                ),
                (
                    "change_user_password.later",
                    ErrorKind::Decode {
                        path: "$.data".to_owned(),
                    },
                ),
                (
                    "change_user_password.sso",
                    refused(Some("The user signs in elsewhere")),
                ),
                ("change_user_password.echo", refused(None)),
                ("any.invalid_token", ErrorKind::SignedOut),
            ],
        );
    }
}
