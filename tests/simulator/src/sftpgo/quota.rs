//! Used space, scans and file sessions (contract 2.5, C and Q).

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, done, error, list, nowhere, said};
use super::schema::{QUOTA_USAGE, TRANSFER_USAGE};
use super::shape::Object;
use super::state::{Person, Sftpgo, ms, number};
use super::validate::quote;
use crate::http::Response;

/// A session without the texts that are empty.
fn without_empty(mut session: Json) -> Json {
    if let Some(members) = session.as_object_mut() {
        members.retain(|_, value| value.as_str() != Some(""));
    }
    session
}

fn is_adding(call: &Call) -> Result<bool, Response> {
    match call.query("mode").as_deref() {
        None | Some("reset") => Ok(false),
        Some("add") => Ok(true),
        Some(_) => Err(error(400, "invalid mode")),
    }
}

fn pair(given: &Object, one: &str, two: &str) -> (i64, i64) {
    (number(given, one), number(given, two))
}

impl Sftpgo {
    fn is_tracking(&self) -> bool {
        self.toggles.number("track_quota") != Some(0)
    }

    fn end_scans(&mut self, now: u64) {
        let (over, running): (Vec<_>, Vec<_>) =
            self.scans.drain(..).partition(|(_, _, end)| *end <= now);
        self.scans = running;
        for (name, _, end) in over {
            if let Some(person) = self.users.get_mut(&name) {
                // Nothing lies in the homes of imitated accounts.
                person.usage.size = 0;
                person.usage.files = 0;
                person.usage.updated_at = end;
            }
        }
    }

    /// Q1.
    pub(crate) fn list_scans(&mut self, call: &Call) -> Answer {
        self.end_scans(call.now_ms());
        let items: Vec<String> = self
            .scans
            .iter()
            .filter(|(name, ..)| {
                self.users
                    .get(name)
                    .is_some_and(|person| call.caller.sees(person.role()))
            })
            .map(|(name, start, _)| json!({"username": name, "start_time": start}).to_string())
            .collect();
        list(&items)
    }

    /// Q2.
    pub(crate) fn start_scan(&mut self, call: &Call, sent: &str) -> Answer {
        if !self.is_tracking() {
            return Err(said(403, "Quota tracking is disabled!"));
        }
        let now = call.now_ms();
        self.end_scans(now);
        let (name, _) = self.seen(call, sent)?;
        if self.scans.iter().any(|(running, ..)| *running == name) {
            let text = format!(
                "Another scan is already in progress for user {}",
                quote(sent)
            );
            return Err(said(409, &text));
        }
        let length = self.toggles.number("scan_ms").unwrap_or(0);
        self.scans.push((name, now, now + length));
        self.end_scans(now);
        Ok(said(202, "Scan started"))
    }

    fn check_tracking(&self) -> Result<(), Response> {
        if self.is_tracking() {
            Ok(())
        } else {
            Err(error(
                403,
                "Method disabled error: please enable track_quota in your configuration to use this method",
            ))
        }
    }

    /// Q3.
    pub(crate) fn set_usage(&mut self, call: &mut Call, name: &str) -> Answer {
        let given = call.body(&QUOTA_USAGE)?;
        let (size, files) = pair(&given, "used_quota_size", "used_quota_files");
        if size < 0 || files < 0 {
            return Err(error(
                400,
                "invalid used quota parameters, negative values are not allowed",
            ));
        }
        let is_adding = is_adding(call)?;
        let now = call.now_ms();
        self.end_scans(now);
        let (name, person) = self.seen(call, name)?;
        self.check_tracking()?;
        if is_adding && self.toggles.number("track_quota") == Some(2) && !self.has_quota(person) {
            return Err(error(
                400,
                "this user has no quota restrictions, only reset mode is supported",
            ));
        }
        if self.scans.iter().any(|(running, ..)| *running == name) {
            return Err(said(409, "A quota scan is in progress for this user"));
        }
        if let Some(Person { usage, .. }) = self.users.get_mut(&name) {
            let (old_size, old_files) = if is_adding {
                (usage.size, usage.files)
            } else {
                (0, 0)
            };
            usage.size = old_size + size;
            usage.files = old_files + files;
            usage.updated_at = now;
        }
        done("Quota updated")
    }

    /// Q4.
    pub(crate) fn set_transfer(&mut self, call: &mut Call, name: &str) -> Answer {
        let given = call.body(&TRANSFER_USAGE)?;
        let (up, down) = pair(
            &given,
            "used_upload_data_transfer",
            "used_download_data_transfer",
        );
        if up < 0 || down < 0 {
            return Err(error(
                400,
                "invalid used transfer quota parameters, negative values are not allowed",
            ));
        }
        let is_adding = is_adding(call)?;
        let (name, person) = self.seen(call, name)?;
        self.check_tracking()?;
        let is_limited = ["upload", "download", "total"]
            .iter()
            .any(|kind| self.effective_number(person, &format!("{kind}_data_transfer")) > 0);
        if is_adding && self.toggles.number("track_quota") == Some(2) && !is_limited {
            return Err(error(
                400,
                "this user has no transfer quota restrictions, only reset mode is supported",
            ));
        }
        let now = call.now_ms();
        if let Some(Person { usage, .. }) = self.users.get_mut(&name) {
            let (old_up, old_down) = if is_adding {
                (usage.uploaded, usage.downloaded)
            } else {
                (0, 0)
            };
            usage.uploaded = old_up + up;
            usage.downloaded = old_down + down;
            usage.updated_at = now;
        }
        done("Quota updated")
    }

    /// C1.
    pub(crate) fn list_connections(&self, call: &Call) -> Answer {
        let items: Vec<String> = self
            .connections
            .iter()
            .filter(|connection| self.is_seen_session(call, &connection.user))
            .map(|connection| {
                let mut shown = connection.shown.clone();
                if let Some(shown) = shown.as_object_mut() {
                    shown.insert("current_time".to_owned(), json!(ms(call.now_ms())));
                }
                shown.to_string()
            })
            .collect();
        list(&items)
    }

    fn is_seen_session(&self, call: &Call, user: &str) -> bool {
        let role = self.users.get(user).map_or("", Person::role);
        call.caller.sees(role)
    }

    /// C2.
    pub(crate) fn close_connection(&mut self, call: &Call, id: &str) -> Answer {
        let found = self
            .connections
            .iter()
            .position(|connection| connection.id == id)
            .filter(|at| {
                self.connections
                    .get(*at)
                    .is_some_and(|connection| self.is_seen_session(call, &connection.user))
            })
            .ok_or_else(nowhere)?;
        self.connections.remove(found);
        done("Connection closed")
    }

    /// A user sends a file over HTTP or otherwise, and is not done with it.
    pub(crate) fn begin_upload(
        &mut self,
        user: &str,
        protocol: &str,
        path: &str,
        size: u64,
        now_ms: u64,
    ) {
        self.n_uploads += 1;
        let id = format!("{protocol}_{:020x}", now_ms.wrapping_add(self.n_uploads));
        let shown = without_empty(json!({
            "username": user,
            "connection_id": id,
            "command": if protocol == "HTTP" { "POST" } else { "" },
            "remote_address": format!("127.0.0.1:{}", 32_768 + self.n_uploads % 28_000),
            "connection_time": ms(now_ms),
            "last_activity": ms(now_ms),
            "protocol": protocol,
            "active_transfers": [{
                "operation_type": "upload", "start_time": ms(now_ms), "size": size, "path": path
            }],
        }));
        self.connections.push(super::state::Connection {
            id,
            user: user.to_owned(),
            shown,
        });
    }

    /// A session for the demo's list of connections.
    pub(crate) fn open_session(&mut self, user: &str, protocol: &str, number: u64, now_ms: u64) {
        let id = format!("{protocol}_{number:020x}");
        let began = now_ms.saturating_sub(number % 7_200_000);
        let shown = without_empty(json!({
            "username": user,
            "connection_id": id,
            "client_version": if protocol == "SFTP" { "SSH-2.0-OpenSSH_9.6" } else { "" },
            "remote_address": format!("192.0.2.{}:{}", number % 250 + 1, 32_768 + number % 28_000),
            "connection_time": ms(began),
            "last_activity": ms(now_ms),
            "protocol": protocol,
        }));
        self.connections.push(super::state::Connection {
            id,
            user: user.to_owned(),
            shown,
        });
    }
}
