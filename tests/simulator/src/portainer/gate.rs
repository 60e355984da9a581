//! The backup gate with the locks that crashed logouts leave in it (contract 2.2, E2, and 2, 408).

use super::answer::{Answer, failure};
use super::{Call, Portainer};
use crate::http::{Ending, Response};

const WAIT_MS: u64 = 60_000;

impl Portainer {
    /// While a backup holds the gate, unsafe calls hang for a minute and are refused.
    pub(crate) fn wait_at_gate(&self, call: &mut Call) -> Option<Response> {
        let path = call.request.path();
        let passes = matches!(call.request.method.as_str(), "GET" | "HEAD" | "OPTIONS")
            || path.starts_with("/api/backup")
            || path.starts_with("/api/restore");
        if passes || !self.is_backup_stuck {
            return None;
        }
        call.spent_ms += WAIT_MS;
        Some(failure(
            408,
            "Timeout waiting for the offline gate to signal",
            "http: Handler timeout",
        ))
    }

    /// A backup ends only when no lock was leaked.
    pub(crate) fn backup(&mut self, call: &mut Call) -> Answer {
        self.admin(call)?;
        if self.leaked_locks > 0 || self.is_backup_stuck {
            self.is_backup_stuck = true;
            return Ok(Response {
                ending: Ending::Never,
                ..Response::default()
            });
        }
        Ok(Response::new(200)
            .header("Content-Type", "application/x-gzip")
            .header(
                "Content-Disposition",
                "attachment; filename=portainer-backup.tar.gz",
            )
            .body(
                [
                    0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                ]
                .to_vec(),
            ))
    }
}
