//! `GET /roles/{name}`: one of the roles (`SFTPGo`).
//!
//! Access: `*`; up to release 2.6.2 `manage_roles`. Answers: 200. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `get_role_by_name`; `docs/contracts/sftpgo.md`, L2.

use super::{Role, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one of the roles.
#[derive(Clone, Debug)]
pub struct GetRole {
    /// Its name.
    pub name: String,
}

impl Endpoint for GetRole {
    type Answer = Role;

    const OPERATION: &'static str = "get_role";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/roles/{name}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "name", &self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn one() -> GetRole {
        GetRole {
            name: "a%41".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&one(), "GET", "/api/v2/roles/a%252541", None);
    }

    #[test]
    fn a_success_is_read() {
        let one = outcome(&one(), "lookups/12").unwrap();
        assert_eq!(
            (one.admins, one.users),
            (vec!["boris".to_owned()], vec!["anna".to_owned()])
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&one(), &[("lookups/13", ErrorKind::NotFound)]);
    }
}
