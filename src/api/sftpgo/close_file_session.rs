//! `DELETE /connections/{connectionID}`: end a file connection (`SFTPGo`).
//!
//! Access: `close_conns`, which does not contain `view_conns`. Answers: 200. What is being uploaded through it breaks off.
//! Errors: 404 it has ended already, or belongs to another role.
//! Source: `SFTPGo` API, operation `close_connection`; `docs/contracts/sftpgo.md`, C2.

use super::{body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Ends one connection for files.
#[derive(Clone, Debug)]
pub struct CloseFileSession {
    /// Its name, as the list tells it.
    pub id: String,
}

impl Endpoint for CloseFileSession {
    type Answer = Empty;

    const OPERATION: &'static str = "close_file_session";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/connections/{connectionID}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "connectionID", &self.id)
    }

    fn subject(&self) -> Option<String> {
        Some(["connection ", &self.id].concat())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            // Here the object that is not there is told as if the call were missing.
            ErrorKind::NoSuchCall { status: 404 } => ErrorKind::NotFound,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn one() -> CloseFileSession {
        CloseFileSession {
            id: "HTTP_dc1il9".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&one(), "DELETE", "/api/v2/connections/HTTP_dc1il9", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&one(), "sessions/7"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("sessions/9", ErrorKind::NotFound),
                ("permissions/25", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
