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
