//! `DELETE /users/{username}`: remove an account (`SFTPGo`).
//!
//! Access: `del_users`. Answers: 200. At once and without a way back: API keys, shares and open connections go with it, the
//! files stay where they are. Errors: 404 unknown, or of another role. There is no rule about the last account.
//! Source: `SFTPGo` API, operation `delete_user`; `docs/contracts/sftpgo.md`, U5 and 5.7.

use super::{WRITE_LIMIT_MS, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Removes one account.
#[derive(Clone, Debug)]
pub struct DeleteUser {
    /// Whose account.
    pub username: String,
}

impl Endpoint for DeleteUser {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_user";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/users/{username}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn anna() -> DeleteUser {
        DeleteUser {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&anna(), "DELETE", "/api/v2/users/anna", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "delete/5"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("delete/13", ErrorKind::SignedOut),
                ("permissions/15", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("delete/6", ErrorKind::NotFound),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
