//! `POST /auth`: sign in with name and password (Portainer).
//!
//! Access: public. Answers: 200 with a token; the cookie that comes along is dropped by the browser.
//! Complete only when `GET /users/me` answers too. Errors: 400 an empty value; 422 name and password do not go together,
//! or an account that signs in at the provider; 403 the rate limiter; 500 the directory cannot be reached.
//! Counts as a read: repeating it by hand changes nothing. It is never repeated by itself.
//! Source: Portainer API, operation `AuthenticateUser`; `docs/contracts/portainer.md`, E1, 1.3 and 5.9.

use serde::Serialize;

use super::error::{self, Said};
use super::{Session, WRITE_LIMIT_MS};
use crate::api::{
    Auth, Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Signs in with name and password.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Name, in any case. Not trimmed by the server.
    pub username: String,
    /// Password. Bytes behind the 72nd are not looked at.
    pub password: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payload<'a> {
    username: &'a str,
    #[serde(serialize_with = "Secret::into_body")]
    password: &'a Secret,
}

impl Endpoint for SignIn {
    type Answer = Session;

    const OPERATION: &'static str = "sign_in";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/auth";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&Payload {
            username: &self.username,
            password: &self.password,
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match (response.status, Said::of(response)) {
            (422, Some(said)) if said.message().starts_with("Only initial admin") => {
                ErrorKind::Forbidden(Reason::SignInElsewhere)
            }
            (422, Some(_)) => ErrorKind::BadCredentials,
            _ => error::refusal(facts::<Self>(), response),
        }
    }
}
