//! `GET /logout`: end the session (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200; the token is dead. Other tokens of the same account live on.
//! A GET that changes something: never sent twice, never ahead of time. Errors: 401 the token is dead already.
//! Source: `SFTPGo` API, operation `logout`; `docs/contracts/sftpgo.md`, T2.

use super::body;
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Ends the session that asks, and only this one.
#[derive(Clone, Copy, Debug)]
pub struct SignOut;

impl Endpoint for SignOut {
    type Answer = Empty;

    const OPERATION: &'static str = "sign_out";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/logout";
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
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&SignOut, "GET", "/api/v2/logout", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&SignOut, "token-failures/17"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &SignOut,
            &[
                ("token-failures/18", ErrorKind::SignedOut),
                ("api-key-auth/33", ErrorKind::Forbidden(Reason::NotWithKey)),
                ("token-expiry/4", ErrorKind::SignedOut),
            ],
        );
    }
}
