//! `PUT /users/{user_id}`: change e-mail address, real name and comment (Harbor).
//!
//! Access: administrator, self; outside of database mode only administrators, and only the built-in account.
//! Answers: 200 empty. A full replacement of the three: a comment that is left out is emptied.
//! Errors: 400 e-mail, real name or comment, one at a time; 403 neither, or another mode; 404 unknown;
//! 500 the e-mail belongs to somebody else. A deleted account answers 200 and keeps the e-mail: read again after saving.
//! Source: Harbor API, operation `updateUserProfile`; `docs/contracts/harbor.md`, 2.1 row 11, 3.4 and 5.7.

use serde::Serialize;

use super::{UserId, WRITE_LIMIT_MS, error, rules};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Replaces the three texts of an account.
#[derive(Clone, Debug)]
pub struct UpdateProfile {
    /// Which account.
    pub id: UserId,
    /// E-mail address: at most 255 characters, unique.
    pub email: String,
    /// Real name: 1 to 255 bytes.
    pub realname: String,
    /// Comment: at most 30 bytes; left out it is emptied.
    pub comment: Option<String>,
}

#[derive(Serialize)]
struct Payload<'a> {
    email: &'a str,
    realname: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
}

impl Endpoint for UpdateProfile {
    type Answer = Empty;

    const OPERATION: &'static str = "update_user_profile";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{user_id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let comment = self.comment.as_deref();
        rules::profile(&self.email, &self.realname, comment)?;
        to.segment("user_id", &rules::id(self.id)?)?;
        to.json(&Payload {
            email: &self.email,
            realname: &self.realname,
            comment,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(rules::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::of_crashing(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{Reason, request};

    fn mira() -> UpdateProfile {
        UpdateProfile {
            id: UserId(238),
            email: "mira@corp.example".to_owned(),
            realname: "Mira".to_owned(),
            comment: None,
        }
    }

    #[test]
    fn the_three_texts_go_together() {
        let body = r#"{"email":"mira@corp.example","realname":"Mira"}"#;
        assert_request(&mira(), "PUT", "/api/v2.0/users/238", Some(body));
        let mut more = mira();
        more.comment = Some(String::new());
        let body = r#"{"email":"mira@corp.example","realname":"Mira","comment":""}"#;
        assert_request(&more, "PUT", "/api/v2.0/users/238", Some(body));
    }

    #[test]
    fn an_address_that_ends_in_a_bare_500_is_not_sent() {
        let mut long = mira();
        long.email = format!("{}@corp.example", "é".repeat(242));
        assert!(request(&long).is_ok());
        long.email.insert(0, 'é');
        let why = Unsendable::TooManyChars {
            field: "email",
            max_chars: 255,
        };
        let error = request(&long).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsendable(why));
    }

    #[test]
    fn an_empty_200_is_success_even_for_a_deleted_account() {
        assert_eq!(outcome(&mira(), "update-profile/5"), Ok(Empty));
        assert_eq!(outcome(&mira(), "update-profile/32"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let bad = |message: &str| ErrorKind::Refused {
            status: 400,
            code: Some("BAD_REQUEST".to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        let broken = ErrorKind::Broken {
            status: 500,
            message: None,
        };
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &mira(),
            &[
                ("signed-out/9", ErrorKind::SignedOut),
                ("update-profile/8", forbidden(Reason::NotAllowed)),
                ("oidc-refusals/2", forbidden(Reason::ManagedElsewhere)),
                ("ldap-mode/19", ErrorKind::SignedOut),
                ("update-profile/14", bad("realname with illegal length")),
                ("update-profile/15", bad("email can't be empty")),
                ("update-profile/30", ErrorKind::NotFound),
                ("update-profile/23", broken),
                ("read-only/9", forbidden(Reason::ReadOnly)),
                ("read-only/17", forbidden(Reason::Csrf)),
            ],
        );
    }
}
