//! `POST /users`: create an account (Harbor).
//!
//! Access: administrator, and in database mode only. Answers: 201 with nothing but `Location`, which tells the number.
//! The administrator's flag is a second call. Errors: 400 password, e-mail, real name, comment or name, one at a time and
//! in this order; 403 not an administrator, or another mode; 409 name or e-mail taken; 422 name or e-mail too long.
//! A name beyond ASCII of more than 240 bytes is not sent: that account could never be deleted.
//! Source: Harbor API, operation `createUser`; `docs/contracts/harbor.md`, 2.1 row 1, 3.3 and 5.7.

use serde::Serialize;

use super::{UserId, WRITE_LIMIT_MS, error, rules};
use crate::api::response::Content;
use crate::api::{
    Answer, Clash, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Creates one account.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// Name: 1 to 255 bytes without `,` `"` `~` `#` `%` `$`. It can never be changed.
    pub username: String,
    /// E-mail address: at most 255 characters, unique.
    pub email: String,
    /// Real name: 1 to 255 bytes without the characters that a name cannot hold.
    pub realname: String,
    /// Password: 8 to 128 bytes with a lower-case letter, a capital and a digit.
    pub password: Secret,
    /// Comment: at most 30 bytes.
    pub comment: Option<String>,
}

/// What a creation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// The new account's number. `None` when a CORS layer hides it; then look the name up.
    pub id: Option<UserId>,
}

impl Answer for Created {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        if response.content() != Content::Empty {
            return Err(ErrorKind::NotThePlatform {
                status: response.status,
            });
        }
        let location = response.header("location").unwrap_or_default();
        let number = location.rsplit('/').next().unwrap_or_default();
        Ok(Self {
            id: number.parse().ok().map(UserId),
        })
    }
}

#[derive(Serialize)]
struct Payload<'a> {
    username: &'a str,
    email: &'a str,
    realname: &'a str,
    #[serde(serialize_with = "Secret::into_body")]
    password: &'a Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
}

impl Endpoint for CreateUser {
    type Answer = Created;

    const OPERATION: &'static str = "create_user";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let comment = self.comment.as_deref();
        rules::username(&self.username)?;
        rules::profile(&self.email, &self.realname, comment)?;
        rules::password("password", &self.password)?;
        to.json(&Payload {
            username: &self.username,
            email: &self.email,
            realname: &self.realname,
            password: &self.password,
            comment,
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::of_administrators(facts::<Self>(), response) {
            ErrorKind::Conflict(_) => ErrorKind::Conflict(Clash::NameOrEmail),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};
    use crate::api::{Reason, request};

    fn mira() -> CreateUser {
        CreateUser {
            username: "mira".to_owned(),
            email: "mira@corp.example".to_owned(),
            realname: "Mira Novak".to_owned(),
            password: Secret::from("Abcdef12"),
            comment: None,
        }
    }

    #[test]
    fn the_request_has_exactly_these_members() {
        let body = r#"{"username":"mira","email":"mira@corp.example","realname":"Mira Novak","password":"Abcdef12"}"#;
        assert_request(&mira(), "POST", "/api/v2.0/users", Some(body));
        let mut more = mira();
        more.comment = Some("ops".to_owned());
        let body = r#"{"username":"mira","email":"mira@corp.example","realname":"Mira Novak","password":"Abcdef12","comment":"ops"}"#;
        assert_request(&more, "POST", "/api/v2.0/users", Some(body));
        assert_masked(&more, &["Abcdef12"]);
    }

    #[test]
    fn what_the_server_cannot_take_or_never_give_up_is_not_sent() {
        let field = |user: &CreateUser| match request(user).unwrap_err().kind {
            ErrorKind::Unsendable(why) => why.field(),
            other => panic!("{other:?}"),
        };
        let mut user = mira();
        user.username = "é".repeat(127);
        assert_eq!(field(&user), Some("username"));
        user = mira();
        user.email = format!("{}@corp.example", "e".repeat(255));
        assert_eq!(field(&user), Some("email"));
        user = mira();
        user.comment = Some("c".repeat(31));
        assert_eq!(field(&user), Some("comment"));
        user = mira();
        user.password = Secret::from("Aa1".repeat(43));
        assert_eq!(field(&user), Some("password"));
        user = mira();
        user.realname = "a\0b".to_owned();
        assert_eq!(field(&user), Some("realname"));
    }

    #[test]
    fn a_201_tells_the_number_in_a_header() {
        let made = |id| Ok(Created { id });
        assert_eq!(outcome(&mira(), "create/1"), made(Some(UserId(126))));
        assert_eq!(
            outcome(&mira(), "create_user.behind_a_prefix"),
            made(Some(UserId(7)))
        );
        assert_eq!(outcome(&mira(), "create_user.hidden_location"), made(None));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let bad = |status, code: &str, message: &str| ErrorKind::Refused {
            status,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        let rule = "the password or secret must be 8-128, inclusively, characters long with at least 1 uppercase letter, 1 lowercase letter and 1 number";
        let long = "email in body should be at most 255 chars long; username in body should be at most 255 chars long";
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &mira(),
            &[
                ("create-errors/1", bad(400, "BAD_REQUEST", rule)),
                (
                    "create-errors/2",
                    bad(400, "BAD_REQUEST", "email with illegal format"),
                ),
                ("create-errors/6", bad(422, "UNPROCESSABLE_ENTITY", long)),
                ("create/11", ErrorKind::Conflict(Clash::NameOrEmail)),
                ("create/12", ErrorKind::Conflict(Clash::NameOrEmail)),
                ("signed-out/7", ErrorKind::SignedOut),
                (
                    "permission-matrix/10",
                    forbidden(Reason::NeedsAdministrator),
                ),
                ("ldap-mode/5", forbidden(Reason::ManagedElsewhere)),
                ("self-registration/5", forbidden(Reason::NeedsAdministrator)),
                ("self-registration/8", forbidden(Reason::Csrf)),
                ("read-only/6", forbidden(Reason::ReadOnly)),
                (
                    "body-size/6",
                    ErrorKind::Refused {
                        status: 413,
                        code: None,
                        message: None,
                        fields: Box::default(),
                    },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
