//! `POST /auth/v1/users`: create an account (Alauda Container Platform).
//!
//! Access: platform administrator. Answers: 201 with the account; 200 is read too.
//! Errors: 400 or 422 a weak or wrongly encrypted password, a key that has ended, a missing member; 400 or 409 the name
//! exists, also when it belongs to a deleted account; 401 or 403 no administrator.
//! The record's name is the MD5 digest of the login identifier.
//! Source: Alauda Container Platform API, operation `HandleCreateUser`; `docs/contracts/alauda.md`, 2.1 row 1 and 3.2.

use serde::Serialize;

use super::body::{self, API_VERSION, Named, Window};
use super::{NewValidity, SealedPassword, User, UserName, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret, Unsendable,
    facts,
};

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'a str,
    kind: &'a str,
    metadata: Named<'a>,
    spec: Spec<'a>,
}

/// All six members that one or the other of the platform's descriptions requires, and what its own console sends.
#[derive(Serialize)]
struct Spec<'a> {
    email: &'a str,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<&'a str>,
    #[serde(serialize_with = "Secret::into_body")]
    password: &'a Secret,
    connector_type: &'a str,
    connector_name: &'a str,
    is_admin: bool,
    extra: Nothing,
    groups: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<Window>,
    state: &'a str,
    valid: bool,
}

#[derive(Serialize)]
struct Nothing {}

/// Creates one local account.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// What its owner signs in with: unique over all sources, and never changed.
    pub email: String,
    /// Display name.
    pub username: String,
    /// Mailbox, if there is one.
    pub mail: Option<String>,
    /// Password, already encrypted.
    pub password: SealedPassword,
    /// From when to when it is valid.
    pub validity: NewValidity,
}

impl Endpoint for CreateUser {
    type Answer = User;

    const OPERATION: &'static str = "create_user";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/auth/v1/users";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.email.is_empty() {
            return Err(Unsendable::Empty { field: "email" });
        }
        let name = UserName::of_login(&self.email);
        to.json(&Payload {
            api_version: API_VERSION,
            kind: "User",
            metadata: Named { name: &name.0 },
            spec: Spec {
                email: &self.email,
                username: &self.username,
                mail: self.mail.as_deref(),
                password: &self.password.0,
                connector_type: "",
                connector_name: "",
                is_admin: false,
                extra: Nothing {},
                groups: ["ungrouped"],
                expired: Window::of(self.validity),
                state: "active",
                valid: true,
            },
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&UserName::of_login(&self.email)))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::creation(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};
    use crate::api::{Clash, FieldError, Reason, Timestamp, request};

    fn example() -> CreateUser {
        CreateUser {
            email: "example4".to_owned(),
            username: "Example".to_owned(),
            mail: Some("e4@example.test".to_owned()),
            password: SealedPassword(Secret::from("c2VhbGVk")),
            validity: NewValidity::Within {
                begin: Timestamp::from_unix(1_767_225_600),
                end: Timestamp::from_unix(1_798_761_600),
            },
        }
    }

    #[test]
    fn the_request_has_exactly_these_members() {
        let body = r#"{"apiVersion":"auth.alauda.io/v1","kind":"User","metadata":{"name":"1e9eea56686511e9052e6578b56ae018"},"spec":{"email":"example4","username":"Example","mail":"e4@example.test","password":"c2VhbGVk","connector_type":"","connector_name":"","is_admin":false,"extra":{},"groups":["ungrouped"],"expired":{"begin":"2026-01-01T00:00:00Z","end":"2027-01-01T00:00:00Z"},"state":"active","valid":true}}"#;
        assert_request(&example(), "POST", "/auth/v1/users", Some(body));
        assert_masked(&example(), &["c2VhbGVk"]);
    }

    #[test]
    fn an_account_for_good_has_no_window() {
        let mut user = example();
        user.email = "A@b.test".to_owned();
        user.mail = None;
        user.validity = NewValidity::ForGood;
        let body = r#"{"apiVersion":"auth.alauda.io/v1","kind":"User","metadata":{"name":"NAME"},"spec":{"email":"A@b.test","username":"Example","password":"c2VhbGVk","connector_type":"","connector_name":"","is_admin":false,"extra":{},"groups":["ungrouped"],"state":"active","valid":true}}"#;
        // The identifier's case is kept: the digest of the lower-case text is another account's name.
        let body = body.replace("NAME", "ac19fb1b9e5bb707e1e980709ff715fc");
        assert_request(&user, "POST", "/auth/v1/users", Some(&body));
        user.email = String::new();
        let empty = Unsendable::Empty { field: "email" };
        assert_eq!(
            request(&user).err().map(|error| error.kind),
            Some(ErrorKind::Unsendable(empty))
        );
    }

    #[test]
    fn a_201_is_the_account() {
        let user = outcome(&example(), "create_user.created").unwrap();
        assert_eq!(user.metadata.name, UserName::of_login("example4"));
        assert!(outcome(&example(), "get_user.bare").is_ok());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden(Reason::NotAllowed);
        let taken = ErrorKind::Conflict(Clash::Name);
        let key_ended = ErrorKind::Refused {
            status: 400,
            code: Some("BadRequest".to_owned()),
            message: Some("password decryption failed".to_owned()),
            fields: Box::default(),
        };
        let weak = ErrorKind::Refused {
            status: 422,
            code: Some("Invalid".to_owned()),
            message: Some("User.auth.alauda.io \"x\" is invalid".to_owned()),
            fields: Box::new([
                FieldError {
                    field: "spec.password".to_owned(),
                    message: "Invalid value: too weak".to_owned(),
                },
                FieldError {
                    field: String::new(),
                    message: String::new(),
                },
            ]),
        };
        assert_refusals(
            &example(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", forbidden),
                ("create_user.exists", taken.clone()),
                ("create_user.exists_400", taken.clone()),
                ("any.conflict", taken),
                ("create_user.key_ended", key_ended),
                ("any.invalid", weak),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
