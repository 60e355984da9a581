//! `GET /admins/{username}`: one of the administrators (`SFTPGo`).
//!
//! Access: `*`; up to release 2.6.2 `manage_admins`. Answers: 200. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `get_admin_by_username`; `docs/contracts/sftpgo.md`, L4.

use super::{Admin, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one of the administrators.
#[derive(Clone, Debug)]
pub struct GetAdmin {
    /// Its name.
    pub username: String,
}

impl Endpoint for GetAdmin {
    type Answer = Admin;

    const OPERATION: &'static str = "get_admin";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/admins/{username}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn one() -> GetAdmin {
        GetAdmin {
            username: "a%41".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&one(), "GET", "/api/v2/admins/a%252541", None);
    }

    #[test]
    fn a_success_is_read() {
        let one = outcome(&one(), "lookups/18").unwrap();
        assert_eq!((one.role.as_str(), one.status), ("north", 1));
        assert_eq!(one.permissions, ["view_users"]);
        assert_eq!(one.last_login_at, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&one(), &[("lookups/19", ErrorKind::NotFound)]);
    }
}
