//! `PUT /users/{user_id}/password`: set a password (Harbor).
//!
//! Access: administrator, self; outside of database mode only administrators, and only the built-in account.
//! Answers: 200 empty. One's own wants the present one, an administrator's too. No session ends; with Basic the old
//! credentials are dead from the next request on, and repeating the call with them looks like being signed out.
//! Errors: 400 the rule, or the same as before; 403 neither, another mode, or a wrong present password; 404 unknown.
//! Source: Harbor API, operation `updateUserPassword`; `docs/contracts/harbor.md`, 2.1 row 10, 5.9 and 5.14.

use serde::Serialize;

use super::error::{self, Said};
use super::{UserId, WRITE_LIMIT_MS, rules};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Sets one's own password, or as an administrator somebody else's.
#[derive(Clone, Debug)]
pub struct UpdatePassword {
    /// Whose password.
    pub id: UserId,
    /// The present one: needed for one's own, not looked at otherwise.
    pub current: Option<Secret>,
    /// The new one: 8 to 128 bytes with a lower-case letter, a capital and a digit.
    pub new: Secret,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    old_password: &'a Option<Secret>,
    #[serde(serialize_with = "Secret::into_body")]
    new_password: &'a Secret,
}

impl Endpoint for UpdatePassword {
    type Answer = Empty;

    const OPERATION: &'static str = "update_user_password";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{user_id}/password";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        rules::password("new_password", &self.new)?;
        to.segment("user_id", &rules::id(self.id)?)?;
        to.json(&Payload {
            old_password: &self.current,
            new_password: &self.new,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(rules::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match (response.status, Said::of(response)) {
            (403, Some(said)) if said.message().starts_with("Current password is incorrect") => {
                ErrorKind::Forbidden(Reason::WrongCurrentPassword)
            }
            _ => error::of_crashing(facts::<Self>(), response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::request;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};

    fn reset() -> UpdatePassword {
        UpdatePassword {
            id: UserId(246),
            current: None,
            new: Secret::from("Newpass77"),
        }
    }

    fn own() -> UpdatePassword {
        UpdatePassword {
            current: Some(Secret::from("Abcdef12")),
            ..reset()
        }
    }

    #[test]
    fn the_present_password_is_sent_with_ones_own() {
        let target = "/api/v2.0/users/246/password";
        let body = r#"{"new_password":"Newpass77"}"#;
        assert_request(&reset(), "PUT", target, Some(body));
        let body = r#"{"old_password":"Abcdef12","new_password":"Newpass77"}"#;
        assert_request(&own(), "PUT", target, Some(body));
        assert_masked(&own(), &["Abcdef12", "Newpass77"]);
    }

    #[test]
    fn a_password_beyond_128_bytes_is_not_sent() {
        let mut long = reset();
        long.new = Secret::from("é".repeat(65));
        let why = Unsendable::TooLong {
            field: "new_password",
            max_bytes: 128,
        };
        let error = request(&long).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsendable(why));
    }

    #[test]
    fn an_empty_200_is_success() {
        assert_eq!(outcome(&own(), "change-own-password/9"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let bad = |message: &str| ErrorKind::Refused {
            status: 400,
            code: Some("BAD_REQUEST".to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        let rule = "the password or secret must be 8-128, inclusively, characters long with at least 1 uppercase letter, 1 lowercase letter and 1 number";
        let wrong = ErrorKind::Forbidden(Reason::WrongCurrentPassword);
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &own(),
            &[
                ("change-own-password/2", wrong.clone()),
                ("change-own-password/3", wrong),
                ("change-own-password/7", bad(rule)),
                (
                    "change-own-password/8",
                    bad("New password is identical to old password"),
                ),
                ("change-own-password/10", ErrorKind::SignedOut),
                ("permission-matrix/14", not_allowed),
                ("reset-password/15", ErrorKind::NotFound),
                (
                    "ldap-mode/8",
                    ErrorKind::Forbidden(Reason::ManagedElsewhere),
                ),
                ("ldap-mode/20", ErrorKind::SignedOut),
                ("read-only/10", ErrorKind::Forbidden(Reason::ReadOnly)),
            ],
        );
    }
}
