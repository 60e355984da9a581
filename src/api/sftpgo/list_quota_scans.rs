//! `GET /quotas/users/scans`: running counts of users' files (`SFTPGo`).
//!
//! Access: `quota_scans`. Answers: 200, `[]` when there is none.
//! Source: `SFTPGo` API, operation `get_users_quota_scans`; `docs/contracts/sftpgo.md`, Q1.

use super::QuotaScan;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the counts of users' files that run.
#[derive(Clone, Copy, Debug)]
pub struct ListQuotaScans;

impl Endpoint for ListQuotaScans {
    type Answer = Vec<QuotaScan>;

    const OPERATION: &'static str = "list_quota_scans";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/quotas/users/scans";
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
        assert_request(&ListQuotaScans, "GET", "/api/v2/quotas/users/scans", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&ListQuotaScans, "quota/4").unwrap(), []);
        let running = outcome(&ListQuotaScans, "list_quota_scans.one").unwrap();
        assert_eq!(running.first().unwrap().username, "anna");
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListQuotaScans,
            &[("permissions/26", ErrorKind::Forbidden(Reason::NotAllowed))],
        );
    }
}
