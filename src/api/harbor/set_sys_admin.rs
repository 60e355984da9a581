//! `PUT /users/{user_id}/sysadmin`: make an administrator, or take it away (Harbor).
//!
//! Access: administrator. Answers: 200 empty, also when nothing changes, and for a deleted account.
//! Nothing is protected: oneself, the built-in administrator and the last one can all be demoted. The caller must guard.
//! Errors: 403 not an administrator; 404 unknown.
//! Source: Harbor API, operation `setUserSysAdmin`; `docs/contracts/harbor.md`, 2.1 row 9 and 5.8.

use serde::Serialize;

use super::{UserId, WRITE_LIMIT_MS, error, rules};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Sets the database's flag of an account.
#[derive(Clone, Copy, Debug)]
pub struct SetSysAdmin {
    /// Which account.
    pub id: UserId,
    /// Whether it is an administrator from now on.
    pub is_admin: bool,
}

/// The member is always written: left out it would mean "revoke".
#[derive(Serialize)]
struct Payload {
    sysadmin_flag: bool,
}

impl Endpoint for SetSysAdmin {
    type Answer = Empty;

    const OPERATION: &'static str = "set_user_sys_admin";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{user_id}/sysadmin";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("user_id", &rules::id(self.id)?)?;
        to.json(&Payload {
            sysadmin_flag: self.is_admin,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(rules::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::of_administrators(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    const GRANT: SetSysAdmin = SetSysAdmin {
        id: UserId(254),
        is_admin: true,
    };

    #[test]
    fn the_flag_is_always_written() {
        let target = "/api/v2.0/users/254/sysadmin";
        let body = r#"{"sysadmin_flag":true}"#;
        assert_request(&GRANT, "PUT", target, Some(body));
        let mut revoke = GRANT;
        revoke.is_admin = false;
        let body = r#"{"sysadmin_flag":false}"#;
        assert_request(&revoke, "PUT", target, Some(body));
    }

    #[test]
    fn an_empty_200_is_success_even_against_oneself() {
        for from in [
            "admin-flag/7",
            "admin-flag/8",
            "admin-flag/12",
            "admin-flag/15",
        ] {
            assert_eq!(outcome(&GRANT, from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let forbidden = ErrorKind::Forbidden;
        assert_refusals(
            &GRANT,
            &[
                ("signed-out/11", ErrorKind::SignedOut),
                ("admin-flag/6", forbidden(Reason::NeedsAdministrator)),
                ("admin-flag/17", ErrorKind::NotFound),
                ("basic-with-cookie/5", forbidden(Reason::Csrf)),
                ("read-only/11", forbidden(Reason::ReadOnly)),
            ],
        );
    }
}
