//! `GET /folders/{name}`: one of the folders (`SFTPGo`).
//!
//! Access: `manage_folders`; in release 2.5 `view_users`. Answers: 200. Errors: 404 unknown.
//! Source: `SFTPGo` API, operation `get_folder_by_name`; `docs/contracts/sftpgo.md`, L3.

use super::{Folder, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one of the folders.
#[derive(Clone, Debug)]
pub struct GetFolder {
    /// Its name.
    pub name: String,
}

impl Endpoint for GetFolder {
    type Answer = Folder;

    const OPERATION: &'static str = "get_folder";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/folders/{name}";
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

    fn one() -> GetFolder {
        GetFolder {
            name: "a%41".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&one(), "GET", "/api/v2/folders/a%252541", None);
    }

    #[test]
    fn a_success_is_read() {
        let one = outcome(&one(), "lookups/15").unwrap();
        assert_eq!(one.description, "for all");
        assert_eq!(one.last_quota_update, None);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&one(), &[("lookups/16", ErrorKind::NotFound)]);
    }
}
