//! `POST /quotas/users/{username}/scan`: count a user's files (`SFTPGo`).
//!
//! Access: `quota_scans`. Answers: 202; the count goes on behind it. Errors: 403 usage is not tracked; 404; 409 one runs already.
//! Source: `SFTPGo` API, operation `start_user_quota_scan`; `docs/contracts/sftpgo.md`, Q2.

use super::body;
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Counts a user's files anew.
#[derive(Clone, Debug)]
pub struct StartQuotaScan {
    /// Whose account.
    pub username: String,
}

impl Endpoint for StartQuotaScan {
    type Answer = Empty;

    const OPERATION: &'static str = "start_quota_scan";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/quotas/users/{username}/scan";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{Clash, ErrorKind, Reason};

    fn anna() -> StartQuotaScan {
        StartQuotaScan {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(&anna(), "POST", "/api/v2/quotas/users/anna/scan", None);
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "quota/5"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("quota/6", ErrorKind::NotFound),
                ("listeners/7", refused(403, "Quota tracking is disabled!")),
                ("permissions/27", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.quota_scan_runs", ErrorKind::Conflict(Clash::Other)),
            ],
        );
    }
}
