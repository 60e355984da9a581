//! `PUT /quotas/users/{username}/usage`: corrects how much a user is said to store (`SFTPGo`).
//!
//! Access: `edit_users`. Answers: 200. Errors: 400 a number below 0, or adding where there is no limit; 403 usage is not tracked;
//! 404; 409 a count runs.
//! Source: `SFTPGo` API, operation `user_quota_update_usage`; `docs/contracts/sftpgo.md`, Q3.

use serde::Serialize;

use super::{UsageMode, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Corrects how much a user is said to store.
#[derive(Clone, Debug)]
pub struct UpdateUsage {
    /// Whose account.
    pub username: String,
    /// Bytes.
    pub bytes: i64,
    /// Files.
    pub files: i64,
    /// Whether the numbers are set or added.
    pub mode: UsageMode,
}

#[derive(Serialize)]
struct Payload {
    used_quota_size: i64,
    used_quota_files: i64,
}

impl Endpoint for UpdateUsage {
    type Answer = Empty;

    const OPERATION: &'static str = "update_usage";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/quotas/users/{username}/usage";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.bytes < 0 || self.files < 0 {
            return Err(Unsendable::Unknown { field: "usage" });
        }
        body::name(to, "username", &self.username)?;
        if self.mode == UsageMode::Add {
            to.query("mode", self.mode.word());
        }
        to.json(&Payload {
            used_quota_size: self.bytes,
            used_quota_files: self.files,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{Clash, ErrorKind, Reason, request};

    fn anna() -> UpdateUsage {
        UpdateUsage {
            username: "anna".to_owned(),
            bytes: 500,
            files: 5,
            mode: UsageMode::Reset,
        }
    }

    #[test]
    fn the_request_sets_or_adds() {
        let body = r#"{"used_quota_size":500,"used_quota_files":5}"#;
        let target = "/api/v2/quotas/users/anna/usage";
        assert_request(&anna(), "PUT", target, Some(body));
        let mut added = anna();
        added.mode = UsageMode::Add;
        let target = "/api/v2/quotas/users/anna/usage?mode=add";
        assert_request(&added, "PUT", target, Some(body));
        added.bytes = -1;
        assert!(request(&added).is_err());
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "quota/7"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                (
                    "quota/10",
                    refused(
                        400,
                        "this user has no quota restrictions, only reset mode is supported",
                    ),
                ),
                ("quota/16", ErrorKind::NotFound),
                (
                    "listeners/8",
                    refused(
                        403,
                        "Method disabled error: please enable track_quota in your configuration to use this method",
                    ),
                ),
                ("permissions/28", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.quota_scan_runs", ErrorKind::Conflict(Clash::Other)),
            ],
        );
    }
}
