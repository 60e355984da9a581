//! `PUT /users/{username}/2fa/disable`: reset an account's second factor (`SFTPGo`).
//!
//! Access: `disable_mfa`; before release 2.6 `edit_users`. Answers: 200. Where a second factor is required, the account sets up a
//! new one at its next sign-in. Only the account itself can switch one on.
//! Errors: 400 there is none, or a name that today's rules forbid; 404 unknown.
//! Source: `SFTPGo` API, operation `disable_user_2fa`; `docs/contracts/sftpgo.md`, U6 and 5.13.

use super::{body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Resets an account's second factor: its secret and its recovery codes are gone.
#[derive(Clone, Debug)]
pub struct DisableSecondFactor {
    /// Whose account.
    pub username: String,
}

impl Endpoint for DisableSecondFactor {
    type Answer = Empty;

    const OPERATION: &'static str = "disable_user2fa";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{username}/2fa/disable";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::save_refusal(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn anna() -> DisableSecondFactor {
        DisableSecondFactor {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&anna(), "PUT", "/api/v2/users/anna/2fa/disable", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "disable-2fa/16"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let name = "Invalid input. Slashes (/ ), colons (:), control characters, and reserved system names are not allowed";
        let off = "two-factor authentication is not enabled";
        let in_field =
            |field: &str, message: &str| error::in_field(400, field, Some(message.to_owned()));
        assert_refusals(
            &anna(),
            &[
                ("disable-2fa/21", ErrorKind::SignedOut),
                ("permissions/13", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("disable-2fa/4", ErrorKind::NotFound),
                ("disable-2fa/3", in_field("filters", off)),
                ("names-legacy/14", in_field("username", name)),
            ],
        );
    }
}
