//! `GET /groups/{name}`: one of the groups (`SFTPGo`).
//!
//! Access: `manage_groups`. Answers: 200. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `get_group_by_name`; `docs/contracts/sftpgo.md`, L1.

use super::{Group, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one of the groups.
#[derive(Clone, Debug)]
pub struct GetGroup {
    /// Its name.
    pub name: String,
}

impl Endpoint for GetGroup {
    type Answer = Group;

    const OPERATION: &'static str = "get_group";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/groups/{name}";
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

    fn one() -> GetGroup {
        GetGroup {
            name: "a%41".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&one(), "GET", "/api/v2/groups/a%252541", None);
    }

    #[test]
    fn a_success_is_read() {
        let one = outcome(&one(), "lookups/9").unwrap();
        assert_eq!(one.user_settings.number("expires_in"), 30);
        assert_eq!(one.admins, Vec::<String>::new());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&one(), &[("lookups/10", ErrorKind::NotFound)]);
    }
}
