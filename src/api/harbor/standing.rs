//! Whether anybody is signed in, where an answer leaves that open.
//!
//! A caller who is nobody gets 401 from most calls and a 500 with nothing in it from those that crash over them; a proxy
//! can say either too, and a name is frozen for a moment after somebody's wrong password. So who one is decides.
//! Source: `docs/contracts/harbor.md`, 5.12 and 5.13.

use super::{GetCurrentUser, User};
use crate::api::response::Content;
use crate::api::{ApiError, Auth, Endpoint, ErrorKind, Facts, Response};

/// How long a name is frozen after a wrong password, in whole seconds.
const FREEZE_S: u32 = 2;

/// Whether an answer leaves open if anybody is signed in: then [`GetCurrentUser`] tells.
pub(crate) fn is_open(facts: Facts, response: &Response) -> bool {
    let is_doubtful = match response.status {
        401 => true,
        500 => response.content() != Content::Json,
        _ => false,
    };
    is_doubtful && facts.auth == Auth::Required && facts.operation != GetCurrentUser::OPERATION
}

/// What an answer of this status means, now that it was asked who is signed in.
pub(crate) fn settle(error: ApiError, status: u16, asked: Result<User, ApiError>) -> ApiError {
    let is_somebody = match asked.map_err(|asked| asked.kind) {
        Err(ErrorKind::SignedOut) => Some(false),
        // A robot has no account and is somebody all the same.
        Ok(_) | Err(ErrorKind::Forbidden(_)) => Some(true),
        // Nobody could be asked.
        Err(_) => None,
    };
    let kind = match (status, is_somebody) {
        (_, Some(false)) => ErrorKind::SignedOut,
        (401, Some(true)) if error.kind == ErrorKind::SignedOut => ErrorKind::SlowDown {
            retry_after_s: Some(FREEZE_S),
        },
        (500, _) => ErrorKind::Broken {
            status,
            message: None,
        },
        _ => error.kind,
    };
    ApiError { kind, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::facts;
    use crate::api::harbor::{GetUser, ListUsers, Ping, UserId};
    use crate::api::testing::answer;

    #[test]
    fn a_401_and_a_500_without_json_leave_it_open_but_not_where_it_was_asked() {
        for (from, open) in [
            ("signed-out/1", true),
            ("signed-out/5", true),
            ("any.empty_500", true),
            ("get-user/17", false),
            ("get-user/9", false),
            ("any.bad_gateway", false),
        ] {
            let response = answer::<ListUsers>(from);
            assert_eq!(is_open(facts::<ListUsers>(), &response), open, "{from}");
            assert!(!is_open(facts::<GetCurrentUser>(), &response), "{from}");
            assert!(!is_open(facts::<Ping>(), &response), "{from}");
        }
    }

    #[test]
    fn who_one_is_decides() {
        let after = |from: &str, asked: &str| {
            let (id, response) = (UserId(3), answer::<GetUser>(from));
            let error = GetUser { id }.read(&response).unwrap_err();
            let asked = GetCurrentUser.read(&answer::<GetCurrentUser>(asked));
            settle(error, response.status, asked).kind
        };
        let broken = ErrorKind::Broken {
            status: 500,
            message: None,
        };
        let frozen = ErrorKind::SlowDown {
            retry_after_s: Some(2),
        };
        let (me, nobody, robot) = ("ldap-mode/3", "ldap-mode/4", "get_current_user.robot");
        for from in ["signed-out/5", "any.empty_500", "signed-out/1"] {
            assert_eq!(after(from, nobody), ErrorKind::SignedOut, "{from}");
        }
        for asked in [me, robot] {
            assert_eq!(after("signed-out/5", asked), broken);
            assert_eq!(after("any.empty_500", asked), broken);
            assert_eq!(after("signed-out/1", asked), frozen);
        }
        // Nobody could be asked.
        assert_eq!(after("signed-out/5", "any.bad_gateway"), broken);
        assert_eq!(
            after("signed-out/1", "any.bad_gateway"),
            ErrorKind::SignedOut
        );
    }
}
