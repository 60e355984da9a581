//! `GET /token`: sign in (`SFTPGo`).
//!
//! Access: public, administrators only. Answers: 200 with a token that is bound to the network address which asked.
//! Errors: 401 with the same bytes for a wrong name, password or passcode, a passcode that is missing or was used, an
//! administrator who is off or comes from elsewhere: nobody tells which. 403 the address is banned; 404 administrators do not
//! sign in with passwords at this address of the server.
//! Every mistake counts for a ban, so this is never repeated by itself.
//! Source: `SFTPGo` API, operation `get_token`; `docs/contracts/sftpgo.md`, T1 and 1.3.

use super::{LOGIN_LIMIT_MS, Token, body};
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Secret, Unsendable};

/// Signs in with name, password and perhaps a passcode.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Name, told apart by case. No colon: HTTP Basic cannot carry one.
    pub username: String,
    /// Password.
    pub password: Secret,
    /// The six digits of an authenticator, for who has a second factor. Others may send any.
    pub passcode: Option<Secret>,
}

impl Endpoint for SignIn {
    type Answer = Token;

    const OPERATION: &'static str = "sign_in";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/token";
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
    use crate::api::testing::{assert_refusals, assert_request, assert_secret_headers, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn anna() -> SignIn {
        SignIn {
            username: "änna".to_owned(),
            password: Secret::from("correct horse 1"),
            passcode: Some(Secret::from("123456")),
        }
    }

    #[test]
    fn the_request_has_name_password_and_passcode_in_headers() {
        assert_request(&anna(), "GET", "/api/v2/token", None);
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
        let field = |sign_in: &SignIn| match request(sign_in).unwrap_err().kind {
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
        let token = outcome(&anna(), "sign-in/2").unwrap();
        assert!(token.expires_at.is_some());
        assert!(!token.access_token.is_empty());
        assert!(!format!("{token:?}").contains("jwt"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("sign-in/4", ErrorKind::BadCredentialsOrPasscode),
                ("sign-in/9", ErrorKind::BadCredentialsOrPasscode),
                ("sign-in/1", ErrorKind::BadCredentialsOrPasscode),
                ("second-factor/23", ErrorKind::BadCredentialsOrPasscode),
                ("second-factor/24", ErrorKind::BadCredentialsOrPasscode),
                ("second-factor/28", ErrorKind::BadCredentialsOrPasscode),
                ("second-factor/30", ErrorKind::BadCredentialsOrPasscode),
                ("defender/13", ErrorKind::Banned { up_to_s: None }),
                (
                    "parallel-limit/4",
                    ErrorKind::SlowDown {
                        retry_after_s: None,
                    },
                ),
                (
                    "listeners/11",
                    ErrorKind::Forbidden(Reason::PasswordSignInOff),
                ),
                ("sign-in/18", ErrorKind::NoSuchCall { status: 405 }),
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
