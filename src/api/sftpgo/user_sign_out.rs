//! `GET /user/logout`: end the session (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200; the token is dead. Other tokens of the same account live on.
//! A GET that changes something: never sent twice, never ahead of time. Errors: 401 the token is dead already.
//! Source: `SFTPGo` API, operation `client_logout`; `docs/contracts/sftpgo.md`, 2.6.

use super::body;
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Ends the session that asks, and only this one.
#[derive(Clone, Copy, Debug)]
pub struct UserSignOut;

impl Endpoint for UserSignOut {
    type Answer = Empty;

    const OPERATION: &'static str = "user_sign_out";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/user/logout";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn subject(&self) -> Option<String> {
        Some(body::own())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&UserSignOut, "GET", "/api/v2/user/logout", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&UserSignOut, "user_sign_out.done"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &UserSignOut,
            &[("user_sign_out.again", ErrorKind::SignedOut)],
        );
    }
}
