//! `GET /users/{user_id}`: one account (Harbor).
//!
//! Access: administrator, self. Answers: 200, and it is the only way to see the built-in administrator.
//! In OIDC mode the secret for the command line comes along in clear text, for administrators too.
//! Errors: 500 with nothing in it when nobody is signed in; 403 neither; 404 unknown or deleted.
//! Source: Harbor API, operation `getUser`; `docs/contracts/harbor.md`, 2.1 row 5, 5.2 and 5.12.

use super::{User, UserId, error, rules};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one account.
#[derive(Clone, Copy, Debug)]
pub struct GetUser {
    /// Which account.
    pub id: UserId,
}

impl Endpoint for GetUser {
    type Answer = User;

    const OPERATION: &'static str = "get_user";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/{user_id}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("user_id", &rules::id(self.id)?)
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::of_crashing(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{Reason, request};

    const MIRA: GetUser = GetUser { id: UserId(232) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&MIRA, "GET", "/api/v2.0/users/232", None);
    }

    #[test]
    fn a_number_beyond_the_databases_is_not_sent() {
        let id = UserId(2_147_483_648);
        let why = Unsendable::Unknown { field: "user_id" };
        let error = request(&GetUser { id }).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsendable(why));
    }

    #[test]
    fn a_200_is_the_account() {
        let user = outcome(&MIRA, "get-user/5").unwrap();
        assert_eq!(user.id, UserId(232));
        assert_eq!(outcome(&MIRA, "get-user/6").unwrap().comment, "");
        let first = outcome(&MIRA, "get-user/7").unwrap();
        assert_eq!((first.id, first.is_admin()), (UserId::BUILT_IN, true));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let broken = ErrorKind::Broken {
            status: 500,
            message: None,
        };
        assert_refusals(
            &MIRA,
            &[
                ("signed-out/5", ErrorKind::SignedOut),
                ("signed-out/6", ErrorKind::SignedOut),
                ("get-user/9", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("get-user/11", ErrorKind::NotFound),
                ("get-user/17", broken.clone()),
                ("any.empty_500", broken),
                ("server-info/11", ErrorKind::NoSuchCall { status: 404 }),
                (
                    "any.proxy_not_found",
                    ErrorKind::NotThePlatform { status: 404 },
                ),
            ],
        );
    }
}
