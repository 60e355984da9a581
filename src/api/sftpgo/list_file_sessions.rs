//! `GET /connections`: open file connections (`SFTPGo`).
//!
//! Access: `view_conns`; an administrator with a role sees those of that role. Answers: 200, `[]` when there is none.
//! Source: `SFTPGo` API, operation `get_connections`; `docs/contracts/sftpgo.md`, C1.

use super::FileSession;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the connections for files that are open.
#[derive(Clone, Copy, Debug)]
pub struct ListFileSessions;

impl Endpoint for ListFileSessions {
    type Answer = Vec<FileSession>;

    const OPERATION: &'static str = "list_file_sessions";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/connections";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&ListFileSessions, "GET", "/api/v2/connections", None);
    }

    #[test]
    fn a_success_is_read() {
        let open = outcome(&ListFileSessions, "sessions/6").unwrap();
        let first = open.first().unwrap();
        assert_eq!(
            (first.username.as_str(), first.protocol.as_str()),
            ("anna", "HTTP")
        );
        assert_eq!(first.active_transfers.first().unwrap().size, 70_000);
        assert_eq!(outcome(&ListFileSessions, "sessions/5").unwrap(), []);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListFileSessions,
            &[("permissions/24", ErrorKind::Forbidden(Reason::NotAllowed))],
        );
    }
}
