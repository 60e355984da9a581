//! `DELETE /defender/hosts/{id}`: lift the ban of an address (`SFTPGo`).
//!
//! Access: `manage_defender`, which does not contain `view_defender`. Answers: 200. A ban cannot be lifted from the banned address.
//! Errors: 400 no address; 404 nothing is known of it.
//! Source: `SFTPGo` API, operation `delete_defender_host_by_id`; `docs/contracts/sftpgo.md`, D2.

use super::{error, host_id};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Forgets the mistakes of a network address and lifts its ban.
#[derive(Clone, Debug)]
pub struct UnbanHost {
    /// The address.
    pub ip: String,
}

impl Endpoint for UnbanHost {
    type Answer = Empty;

    const OPERATION: &'static str = "unban_host";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/defender/hosts/{id}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &host_id(&self.ip))
    }

    fn subject(&self) -> Option<String> {
        Some(["host ", &self.ip].concat())
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
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn one() -> UnbanHost {
        UnbanHost {
            ip: "127.0.0.5".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &one(),
            "DELETE",
            "/api/v2/defender/hosts/3132372e302e302e35",
            None,
        );
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&one(), "defender/20"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("defender/21", ErrorKind::NotFound),
                (
                    "defender/19",
                    refused(400, "ip address \"abc\" is not valid"),
                ),
                ("permissions/30", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
