//! `DELETE /users/{id}`: remove an account (Portainer).
//!
//! Access: administrator. Answers: 204 empty. Memberships and API keys go with it; there is no undo.
//! Errors: 403 not an administrator, account 1, or oneself; 404 unknown; 500 the last administrator with a password.
//! A deletion that falls into a running password reset of the same account is undone by it: never both at once.
//! Source: Portainer API, operation `UserDelete`; `docs/contracts/portainer.md`, S6, 5.5 and 5.6.

use super::error::{self, Said};
use super::{UserId, WRITE_LIMIT_MS, body};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response,
    Unsendable, facts,
};

/// Removes one account.
#[derive(Clone, Copy, Debug)]
pub struct DeleteUser {
    /// Which account.
    pub id: UserId,
}

impl Endpoint for DeleteUser {
    type Answer = Empty;

    const OPERATION: &'static str = "user_delete";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/users/{id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.id)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let said = Said::of(response);
        let message = said.as_ref().map(Said::message).unwrap_or_default();
        let reason = match (response.status, message) {
            (403, "Access denied") => Reason::NeedsAdministrator,
            (403, "Cannot remove the initial admin account") => Reason::FirstAdministrator,
            (403, message) if message.starts_with("Cannot remove your own user account") => {
                Reason::Myself
            }
            (500, message) if message.starts_with("Cannot remove local administrator") => {
                Reason::LastAdministrator
            }
            _ => return error::refusal(facts::<Self>(), response),
        };
        ErrorKind::Forbidden(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome, refused};

    const ANNA: DeleteUser = DeleteUser { id: UserId(2) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&ANNA, "DELETE", "/api/users/2", None);
    }

    #[test]
    fn an_empty_204_is_success() {
        assert_eq!(outcome(&ANNA, "delete/19"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &ANNA,
            &[
                ("delete/10", ErrorKind::SignedOut),
                ("delete/11", forbidden(Reason::NeedsAdministrator)),
                ("delete/13", forbidden(Reason::FirstAdministrator)),
                ("delete/15", forbidden(Reason::Myself)),
                (
                    "delete_user.last_administrator",
                    forbidden(Reason::LastAdministrator),
                ),
                ("credentials/24", forbidden(Reason::Csrf)),
                ("delete/16", ErrorKind::NotFound),
                (
                    "delete/17",
                    refused(400, "Invalid user identifier route variable"),
                ),
                ("any.storage", broken(500, "Database not open")),
                ("any.writes_held", ErrorKind::WritesHeld),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
