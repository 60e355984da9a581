//! `GET /user/token`: sign in (`SFTPGo`).
//!
//! Access: public, users only. Answers: 200 with a token that opens nothing but the user's own calls.
//! Errors: 401 as for administrators, also for an account that is off or over; 403 the account may not use HTTP, a password or
//! this address, or has too many sessions; 404 users do not sign in with passwords at this address of the server.
//! Every mistake counts for a ban, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `get_user_token`; `docs/contracts/sftpgo.md`, 2.6.

use super::{LOGIN_LIMIT_MS, Token, body};
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Signs in with name, password and perhaps a passcode.
#[derive(Clone, Debug)]
pub struct UserSignIn {
    /// Name, told apart by case. No colon: HTTP Basic cannot carry one.
    pub username: String,
    /// Password.
    pub password: Secret,
    /// The six digits of an authenticator, for who has a second factor. Others may send any.
    pub passcode: Option<Secret>,
}

impl Endpoint for UserSignIn {
    type Answer = Token;

    const OPERATION: &'static str = "user_sign_in";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/user/token";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;
    const LIMITED: bool = true;
    const TIME_LIMIT_MS: u32 = LOGIN_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let passcode = self.passcode.as_ref();
        body::credentials(to, &self.username, &self.password, passcode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{
        assert_refusals, assert_request, assert_secret_headers, outcome, refused,
    };
    use crate::api::{ErrorKind, Reason, request};

    fn anna() -> UserSignIn {
        UserSignIn {
            username: "änna".to_owned(),
            password: Secret::from("correct horse 1"),
            passcode: Some(Secret::from("123456")),
        }
    }

    #[test]
    fn the_request_has_name_password_and_passcode_in_headers() {
        assert_request(&anna(), "GET", "/api/v2/user/token", None);
        let secrets = [
            ("Authorization", "Basic w6RubmE6Y29ycmVjdCBob3JzZSAx"),
            ("X-SFTPGO-OTP", "123456"),
        ];
        assert_secret_headers(&anna(), &secrets);
        let mut without = anna();
        without.passcode = None;
        assert_secret_headers(&without, &secrets[..1]);
    }

    #[test]
    fn what_basic_cannot_carry_is_not_sent() {
        let field = |sign_in: &UserSignIn| match request(sign_in).unwrap_err().kind {
            ErrorKind::Unsendable(why) => why.field(),
            other => panic!("{other:?}"),
        };
        for username in ["", "a:b"] {
            let mut named = anna();
            named.username = username.to_owned();
            assert_eq!(field(&named), Some("username"));
        }
        for passcode in ["", "12 34", "1\r\nX: y", "é"] {
            let mut wrong = anna();
            wrong.passcode = Some(Secret::from(passcode));
            assert_eq!(field(&wrong), Some("passcode"), "{passcode}");
        }
    }

    #[test]
    fn a_200_holds_a_token_that_is_never_printed() {
        let token = outcome(&anna(), "self-service/3").unwrap();
        assert!(token.expires_at.is_some());
        assert!(!token.access_token.is_empty());
        assert!(!format!("{token:?}").contains("jwt"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("self-service/30", ErrorKind::BadCredentialsOrPasscode),
                ("self-service/27", ErrorKind::BadCredentialsOrPasscode),
                ("self-service/31", ErrorKind::BadCredentialsOrPasscode),
                (
                    "self-service/21",
                    refused(403, "protocol HTTP is not allowed for user \"http-denied\""),
                ),
                (
                    "listeners/17",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
            ],
        );
    }
}
