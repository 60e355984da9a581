//! `DELETE /users/{user_id}`: remove an account (Harbor).
//!
//! Access: administrator. Answers: 200 empty. Its places in projects go with it, projects that it owns stay; there is no
//! undo. In directory or OIDC mode the next sign-in makes a new account. A session that is open lives on.
//! Errors: 403 not an administrator, the built-in one, or oneself; 404 unknown or deleted before; 500 for good when name
//! or e-mail address is long and beyond ASCII.
//! Source: Harbor API, operation `deleteUser`; `docs/contracts/harbor.md`, 2.1 row 2, 5.7 and 5.8.

use super::error::{self, Said};
use super::{UserId, WRITE_LIMIT_MS, rules};
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

    const OPERATION: &'static str = "delete_user";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/users/{user_id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("user_id", &rules::id(self.id)?)
    }

    fn subject(&self) -> Option<String> {
        Some(rules::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let said = Said::of(response).filter(|_| response.status == 403);
        let message = said.as_ref().map(Said::message).unwrap_or_default();
        let is_protected =
            message.starts_with("User with ID ") && message.ends_with(" cannot be deleted");
        if is_protected {
            let is_built_in = self.id == UserId::BUILT_IN;
            return ErrorKind::Forbidden(if is_built_in {
                Reason::FirstAdministrator
            } else {
                Reason::Myself
            });
        }
        error::of_administrators(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    const MIRA: DeleteUser = DeleteUser { id: UserId(219) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&MIRA, "DELETE", "/api/v2.0/users/219", None);
    }

    #[test]
    fn an_empty_200_is_success() {
        assert_eq!(outcome(&MIRA, "delete-impossible/2"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &MIRA,
            &[
                ("signed-out/13", ErrorKind::SignedOut),
                ("delete/5", forbidden(Reason::NeedsAdministrator)),
                ("delete/8", forbidden(Reason::Myself)),
                ("delete/9", ErrorKind::NotFound),
                (
                    "delete-impossible/4",
                    ErrorKind::Broken {
                        status: 500,
                        message: None,
                    },
                ),
                ("read-only/13", forbidden(Reason::ReadOnly)),
                ("session-sign-in/18", forbidden(Reason::Csrf)),
            ],
        );
        let built_in = DeleteUser {
            id: UserId::BUILT_IN,
        };
        assert_refusals(
            &built_in,
            &[("delete/7", forbidden(Reason::FirstAdministrator))],
        );
    }
}
