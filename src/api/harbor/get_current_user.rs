//! `GET /users/current`: the account that is signed in (Harbor).
//!
//! Access: anyone signed in. Answers: 200; it is what tells right credentials from wrong ones.
//! Errors: 401 nobody, wrong credentials included; 404 the account was deleted meanwhile; 412 a robot, which is no account.
//! Source: Harbor API, operation `getCurrentUserInfo`; `docs/contracts/harbor.md`, 2.1 row 3, 1.7 and 1.9.

use super::{User, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Unsendable,
    facts,
};

/// Reads the account that is signed in.
#[derive(Clone, Copy, Debug)]
pub struct GetCurrentUser;

impl Endpoint for GetCurrentUser {
    type Answer = User;

    const OPERATION: &'static str = "get_current_user_info";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/current";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::NotFound => ErrorKind::SignedOut,
            ErrorKind::Refused { status: 412, .. } => ErrorKind::Forbidden(Reason::NoUserAccount),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Timestamp;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_names_nobody() {
        assert_request(&GetCurrentUser, "GET", "/api/v2.0/users/current", None);
    }

    #[test]
    fn a_200_is_the_account_that_is_signed_in() {
        let admin = outcome(&GetCurrentUser, "server-info/17").unwrap();
        assert_eq!((admin.id.0, admin.username.as_str()), (1, "admin"));
        assert!(admin.is_admin() && !admin.is_admin_by_group);
        assert_eq!(
            (admin.email.as_str(), admin.comment.as_str()),
            ("", "admin user")
        );
        let created = Timestamp::from_unix(1_795_371_605);
        assert_eq!(admin.created_at, Some(created));
        assert!(admin.cli_access.is_none());
    }

    #[test]
    fn the_secret_of_the_command_line_is_there_and_never_printed() {
        let mira = outcome(&GetCurrentUser, "oidc-cli-secret/5").unwrap();
        assert!(!format!("{mira:?}").contains("Chosen123"));
        let access = mira.cli_access.unwrap();
        assert_eq!(access.secret.expose(), "Chosen123");
        assert_eq!(access.subiss, "sub-mira{{idp}}");
    }

    #[test]
    fn a_group_can_make_an_administrator() {
        let boss = outcome(&GetCurrentUser, "get_current_user.admin_by_group").unwrap();
        assert!(boss.is_admin() && !boss.is_flagged_admin);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetCurrentUser,
            &[
                ("signed-out/3", ErrorKind::SignedOut),
                ("change-own-password/11", ErrorKind::SignedOut),
                ("session-rights/18", ErrorKind::SignedOut),
                (
                    "get_current_user.robot",
                    ErrorKind::Forbidden(Reason::NoUserAccount),
                ),
                (
                    "any.proxy_sign_in",
                    ErrorKind::NotThePlatform { status: 401 },
                ),
                (
                    "any.bad_gateway",
                    ErrorKind::Broken {
                        status: 502,
                        message: None,
                    },
                ),
            ],
        );
    }
}
