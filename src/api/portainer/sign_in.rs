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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, broken, outcome, refused,
    };

    fn anna() -> SignIn {
        SignIn {
            username: "anna".to_owned(),
            password: Secret::from("correct horse 1"),
        }
    }

    #[test]
    fn the_request_has_name_and_password() {
        let body = r#"{"Username":"anna","Password":"correct horse 1"}"#;
        assert_request(&anna(), "POST", "/api/auth", Some(body));
        assert_masked(&anna(), &["correct horse 1"]);
    }

    #[test]
    fn a_200_holds_a_token_that_is_never_printed() {
        let session = outcome(&anna(), "create/1").unwrap();
        assert_eq!(session.jwt.expose(), "{{admin_jwt}}");
        assert!(!format!("{session:?}").contains("jwt}}"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let hour = ErrorKind::Banned {
            up_to_s: Some(3_600),
        };
        assert_refusals(
            &anna(),
            &[
                ("sign-in/3", ErrorKind::BadCredentials),
                (
                    "mode-oauth/9",
                    ErrorKind::Forbidden(Reason::SignInElsewhere),
                ),
                ("sign-in/6", refused(400, "Invalid username")),
                ("sign-in/7", refused(400, "Invalid password")),
                ("rate-limit/13", hour),
                ("csrf/10", ErrorKind::Forbidden(Reason::Csrf)),
                ("first-run-timeout/2", ErrorKind::FirstRunTimedOut),
                (
                    "sign_in.directory_down",
                    broken(500, "Unable to authenticate user against LDAP"),
                ),
                ("any.writes_held", ErrorKind::WritesHeld),
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
            ],
        );
    }

    #[test]
    fn details_that_repeat_the_password_are_never_shown() {
        for from in [
            "sign-in/10",
            "sign-in/11",
            "sign-in/12",
            "sign-in/13",
            "any.echo",
        ] {
            let kind = outcome(&anna(), from).unwrap_err();
            assert_eq!(kind, refused(400, "Invalid request payload"), "{from}");
        }
    }
}
