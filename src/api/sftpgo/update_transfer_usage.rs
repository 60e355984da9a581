//! `PUT /quotas/users/{username}/transfer-usage`: corrects how much a user is said to have transferred (`SFTPGo`).
//!
//! Access: `edit_users`. Answers: 200. Errors: 400 a number below 0, or adding where there is no limit; 403 usage is not tracked; 404.
//! Source: `SFTPGo` API, operation `user_transfer_quota_update_usage`; `docs/contracts/sftpgo.md`, Q4.

use serde::Serialize;

use super::{UsageMode, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Corrects how much a user is said to have transferred.
#[derive(Clone, Debug)]
pub struct UpdateTransferUsage {
    /// Whose account.
    pub username: String,
    /// Bytes uploaded.
    pub uploaded_bytes: i64,
    /// Bytes downloaded.
    pub downloaded_bytes: i64,
    /// Whether the numbers are set or added.
    pub mode: UsageMode,
}

#[derive(Serialize)]
struct Payload {
    used_upload_data_transfer: i64,
    used_download_data_transfer: i64,
}

impl Endpoint for UpdateTransferUsage {
    type Answer = Empty;

    const OPERATION: &'static str = "update_transfer_usage";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/quotas/users/{username}/transfer-usage";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.uploaded_bytes < 0 || self.downloaded_bytes < 0 {
            return Err(Unsendable::Unknown { field: "usage" });
        }
        body::name(to, "username", &self.username)?;
        if self.mode == UsageMode::Add {
            to.query("mode", self.mode.word());
        }
        to.json(&Payload {
            used_upload_data_transfer: self.uploaded_bytes,
            used_download_data_transfer: self.downloaded_bytes,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::request;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};

    fn anna() -> UpdateTransferUsage {
        UpdateTransferUsage {
            username: "anna".to_owned(),
            uploaded_bytes: 500,
            downloaded_bytes: 5,
            mode: UsageMode::Reset,
        }
    }

    #[test]
    fn the_request_sets_or_adds() {
        let body = r#"{"used_upload_data_transfer":500,"used_download_data_transfer":5}"#;
        let target = "/api/v2/quotas/users/anna/transfer-usage";
        assert_request(&anna(), "PUT", target, Some(body));
        let mut added = anna();
        added.mode = UsageMode::Add;
        let target = "/api/v2/quotas/users/anna/transfer-usage?mode=add";
        assert_request(&added, "PUT", target, Some(body));
        added.uploaded_bytes = -1;
        assert!(request(&added).is_err());
    }

    #[test]
    fn a_success_is_read() {
        assert_eq!(outcome(&anna(), "quota/17"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                (
                    "quota/19",
                    refused(
                        400,
                        "this user has no transfer quota restrictions, only reset mode is supported",
                    ),
                ),
                (
                    "listeners/9",
                    refused(
                        403,
                        "Method disabled error: please enable track_quota in your configuration to use this method",
                    ),
                ),
            ],
        );
    }
}
