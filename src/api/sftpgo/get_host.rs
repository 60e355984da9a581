//! `GET /defender/hosts/{id}`: one address that made mistakes (`SFTPGo`).
//!
//! Access: `view_defender`. Answers: 200; an address that is not banned has a ban in the year 1, which is read as none.
//! Errors: 404 nothing is known of it; 500 nothing watches.
//! Source: `SFTPGo` API, operation `get_defender_host_by_id`; `docs/contracts/sftpgo.md`, D2.

use super::{Host, error, host_id};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads what is known of one network address.
#[derive(Clone, Debug)]
pub struct GetHost {
    /// The address.
    pub ip: String,
}

impl Endpoint for GetHost {
    type Answer = Host;

    const OPERATION: &'static str = "get_host";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/defender/hosts/{id}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &host_id(&self.ip))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            // Nothing failed: the part of the server that watches is off.
            ErrorKind::Broken {
                status,
                message: Some(text),
            } if text == "defender is disabled" => error::refused(status, Some(text)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn one() -> GetHost {
        GetHost {
            ip: "127.0.0.5".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &one(),
            "GET",
            "/api/v2/defender/hosts/3132372e302e302e35",
            None,
        );
    }

    #[test]
    fn a_success_is_read() {
        let host = outcome(&one(), "defender/5").unwrap();
        assert_eq!(
            (host.ip.as_str(), host.score, host.banned_until),
            ("127.0.0.5", 1, None)
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("defender/22", ErrorKind::NotFound),
                ("defender-off/3", refused(500, "defender is disabled")),
            ],
        );
    }
}
