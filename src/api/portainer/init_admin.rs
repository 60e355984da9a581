//! `POST /users/admin/init`: create the first administrator (Portainer).
//!
//! Access: public, until one exists. Answers: 200 with the account and its password hash, which is not kept.
//! Errors: 400 name, empty or short password; 409 there is an administrator; 500 over 72 bytes, which is not sent;
//! 303 the time for the first run is over.
//! Source: Portainer API, operation `UserAdminInit`; `docs/contracts/portainer.md`, S13.

use serde::Serialize;

use super::error;
use super::{User, WRITE_LIMIT_MS, body};
use crate::api::{
    Auth, Clash, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Creates the first administrator.
#[derive(Clone, Debug)]
pub struct InitAdmin {
    /// Name: not empty and without a blank.
    pub username: String,
    /// Password.
    pub password: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payload<'a> {
    username: &'a str,
    #[serde(serialize_with = "Secret::into_body")]
    password: &'a Secret,
}

impl Endpoint for InitAdmin {
    type Answer = User;

    const OPERATION: &'static str = "user_admin_init";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users/admin/init";
    const EFFECT: Effect = Effect::Write;
    const AUTH: Auth = Auth::Public;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::fits("password", &self.password)?;
        to.json(&Payload {
            username: &self.username,
            password: &self.password,
        })
    }

    fn subject(&self) -> Option<String> {
        Some("first administrator".to_owned())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::Conflict(_) => ErrorKind::Conflict(Clash::Administrator),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::{Role, UserId};
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, broken, outcome, refused,
    };

    fn first() -> InitAdmin {
        InitAdmin {
            username: "admin".to_owned(),
            password: Secret::from("correct horse 1"),
        }
    }

    #[test]
    fn the_request_has_name_and_password() {
        let body = r#"{"Username":"admin","Password":"correct horse 1"}"#;
        assert_request(&first(), "POST", "/api/users/admin/init", Some(body));
        assert_masked(&first(), &["correct horse 1"]);
    }

    #[test]
    fn a_200_is_the_account_and_its_hash_is_not_kept() {
        let made = outcome(&first(), "first-run/15").unwrap();
        assert_eq!((made.id, made.role), (UserId::FIRST, Role::Administrator));
        assert!(!format!("{made:?}").contains("hash"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let weak = "Password does not meet the requirements";
        assert_refusals(
            &first(),
            &[
                (
                    "first-run/7",
                    refused(400, "Invalid username. Must not contain any whitespace"),
                ),
                ("first-run/9", refused(400, "Invalid password")),
                ("first-run/10", refused(400, weak)),
                ("first-run/11", broken(500, "Unable to hash user password")),
                ("first-run/12", refused(400, "Invalid request payload")),
                ("first-run/17", ErrorKind::Conflict(Clash::Administrator)),
                ("first-run-timeout/3", ErrorKind::FirstRunTimedOut),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
