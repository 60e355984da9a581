//! `GET /defender/hosts`: banned and suspicious addresses (`SFTPGo`).
//!
//! Access: `view_defender`. Answers: 200, `[]` also when nothing watches. Bans are of addresses; no account is ever locked.
//! Source: `SFTPGo` API, operation `get_defender_hosts`; `docs/contracts/sftpgo.md`, D1.

use super::Host;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the network addresses that made mistakes or are banned.
#[derive(Clone, Copy, Debug)]
pub struct ListHosts;

impl Endpoint for ListHosts {
    type Answer = Vec<Host>;

    const OPERATION: &'static str = "list_hosts";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/defender/hosts";
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
        assert_request(&ListHosts, "GET", "/api/v2/defender/hosts", None);
    }

    #[test]
    fn a_success_is_read() {
        let watched = outcome(&ListHosts, "defender/4").unwrap();
        let first = watched.first().unwrap();
        assert_eq!(
            (first.ip.as_str(), first.score, first.banned_until),
            ("127.0.0.5", 1, None)
        );
        let banned = outcome(&ListHosts, "defender/17").unwrap();
        assert!(banned.first().unwrap().banned_until.is_some());
        assert_eq!(outcome(&ListHosts, "defender-off/2").unwrap(), []);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListHosts,
            &[("permissions/29", ErrorKind::Forbidden(Reason::NotAllowed))],
        );
    }
}
