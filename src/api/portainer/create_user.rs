//! `POST /users`: create an account (Portainer).
//!
//! Access: administrator. Answers: 200 with the account; the name is stored in lower case.
//! Errors: 400 name empty or with a blank, role, password too short, password sent in LDAP or OAuth mode;
//! 403 not an administrator; 409 name taken; 500 password over 72 bytes, which is not sent.
//! Source: Portainer API, operation `UserCreate`; `docs/contracts/portainer.md`, S2.

use serde::Serialize;

use super::error::{self, Said};
use super::{Role, User, WRITE_LIMIT_MS, body};
use crate::api::{
    Clash, Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Creates one account. Teams are a second step, one [`CreateMembership`](super::CreateMembership) for each.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// Name: not empty and without a blank (U+0020); everything else passes.
    pub username: String,
    /// Password: needed in internal mode, left out in LDAP and OAuth mode.
    pub password: Option<Secret>,
    /// Role.
    pub role: Role,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payload<'a> {
    username: &'a str,
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    password: &'a Option<Secret>,
    role: i64,
}

impl Endpoint for CreateUser {
    type Answer = User;

    const OPERATION: &'static str = "user_create";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if let Some(password) = &self.password {
            body::fits("password", password)?;
        }
        to.json(&Payload {
            username: &self.username,
            password: &self.password,
            role: body::role_number(self.role)?,
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match (response.status, Said::of(response)) {
            (403, Some(said)) if said.message() == "Access denied" => {
                ErrorKind::Forbidden(Reason::NeedsAdministrator)
            }
            (409, Some(_)) => ErrorKind::Conflict(Clash::Name),
            _ => error::refusal(facts::<Self>(), response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::UserId;
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, broken, outcome, refused,
    };
    use crate::api::{ApiError, request};

    fn anna() -> CreateUser {
        CreateUser {
            username: "anna".to_owned(),
            password: Some(Secret::from("correct horse 1")),
            role: Role::Regular,
        }
    }

    #[test]
    fn the_request_has_exactly_these_members() {
        let body = r#"{"Username":"anna","Password":"correct horse 1","Role":2}"#;
        assert_request(&anna(), "POST", "/api/users", Some(body));
        let mut without = anna();
        without.password = None;
        without.role = Role::Administrator;
        let body = r#"{"Username":"anna","Role":1}"#;
        assert_request(&without, "POST", "/api/users", Some(body));
        assert_masked(&anna(), &["correct horse 1"]);
    }

    #[test]
    fn what_the_server_cannot_take_is_not_sent() {
        let unsendable = |user: &CreateUser| match request(user) {
            Err(ApiError {
                kind: ErrorKind::Unsendable(why),
                ..
            }) => why,
            other => panic!("{other:?}"),
        };
        let mut user = anna();
        user.password = Some(Secret::from("ü".repeat(37)));
        let too_long = Unsendable::TooLong {
            field: "password",
            max_bytes: 72,
        };
        assert_eq!(unsendable(&user), too_long);
        user.password = Some(Secret::from("ü".repeat(36)));
        assert!(request(&user).is_ok());
        user.role = Role::Unknown(3);
        assert_eq!(unsendable(&user), Unsendable::Unknown { field: "role" });
    }

    #[test]
    fn a_200_gives_the_account_with_its_name_in_lower_case() {
        let made = outcome(&anna(), "create/4").unwrap();
        assert_eq!((made.id, made.role), (UserId(3), Role::Administrator));
        assert_eq!(made.username, "borissmith");
        assert_eq!(made.sessions_valid_from, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let name = "Invalid username. Must not contain any whitespace";
        let role =
            "Invalid role value. Value must be one of: 1 (administrator) or 2 (regular user)";
        let mode =
            "A user with password can not be created when authentication method is Oauth or LDAP";
        assert_refusals(
            &anna(),
            &[
                ("create-errors/4", ErrorKind::SignedOut),
                (
                    "create-errors/5",
                    ErrorKind::Forbidden(Reason::NeedsAdministrator),
                ),
                ("create-errors/6", ErrorKind::Conflict(Clash::Name)),
                ("create-errors/9", refused(400, name)),
                ("create-errors/12", refused(400, role)),
                (
                    "create-errors/16",
                    refused(400, "Password does not meet the requirements"),
                ),
                ("create-errors/18", broken(500, "Unable to hash data")),
                ("create-errors/21", refused(400, "Invalid request payload")),
                ("create-errors/22", refused(400, "Invalid request payload")),
                ("mode-oauth/6", refused(400, mode)),
                ("csrf/2", ErrorKind::Forbidden(Reason::Csrf)),
                ("csrf/6", ErrorKind::Forbidden(Reason::Csrf)),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
