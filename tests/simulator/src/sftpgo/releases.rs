//! What earlier releases did differently (contract 5.15).

use serde_json::Value as Json;

use super::shape::Object;
use super::state::Sftpgo;
use super::text::NameRules;
use crate::http::Response;

/// Releases after which a client sees a change, the earliest first, and the names that they give themselves.
const RELEASES: [(&str, &str); 8] = [
    ("2.5", "2.5.6"),
    ("2.6.0", "2.6.0"),
    ("2.6.3", "2.6.3"),
    ("2.7.0", "2.7.0"),
    ("2.7.1", "2.7.1"),
    ("2.7.3", "2.7.3"),
    ("2.7.5", "2.7.5"),
    ("2.7", "2.7.99-dev"),
];

/// Values of the switch; what is being developed comes first.
pub(crate) const CHOICES: &[&str] = &[
    "2.7", "2.7.5", "2.7.3", "2.7.1", "2.7.0", "2.6.3", "2.6.0", "2.5",
];

/// The release with which the branch of development began to differ.
const DEVELOPMENT: &str = "2.7";

impl Sftpgo {
    /// Whether this server is of a release or of a later one.
    pub(crate) fn is_since(&self, release: &str) -> bool {
        let place = |wanted: &str| RELEASES.iter().position(|(known, _)| *known == wanted);
        place(self.toggles.choice("release")) >= place(release)
    }

    /// What the server calls itself.
    pub(crate) fn version(&self) -> &'static str {
        RELEASES
            .iter()
            .find(|(known, _)| self.toggles.is("release", known))
            .map_or("", |(_, version)| version)
    }

    /// What its document says, which lags behind.
    pub(crate) fn release(&self) -> &'static str {
        if self.is_since(DEVELOPMENT) {
            "2.7.0"
        } else {
            self.version()
        }
    }

    /// Which names it refuses.
    pub(crate) fn name_rules(&self) -> NameRules {
        if self.is_since("2.7.3") {
            NameRules::Present
        } else if self.is_since("2.7.1") {
            NameRules::First
        } else {
            NameRules::None
        }
    }

    /// The status for a name that is taken and for a role that does not exist.
    pub(crate) fn conflict(&self) -> u16 {
        if self.is_since("2.6.0") { 409 } else { 500 }
    }

    /// The permission for what an administrator with all of them may see only.
    pub(crate) fn permission_of_secrets(&self) -> &'static str {
        if self.is_since("2.6.3") {
            "*"
        } else {
            "manage_system"
        }
    }

    /// Takes out of an account what this release does not know.
    pub(crate) fn forget_what_is_new(&self, given: &mut Object) {
        let mut forget = |path: &[&str], member: &str| {
            let mut found = Some(&mut *given);
            for name in path {
                found = found
                    .and_then(|object| object.get_mut(*name))
                    .and_then(Json::as_object_mut);
            }
            if let Some(object) = found {
                object.remove(member);
            }
        };
        if !self.is_since("2.7.0") {
            forget(&["filters"], "additional_emails");
            forget(&["filesystem", "s3config"], "sse_customer_key");
        }
        if !self.is_since(DEVELOPMENT) {
            let folders = given
                .get_mut("virtual_folders")
                .and_then(Json::as_array_mut);
            for folder in folders.into_iter().flatten() {
                if let Some(folder) = folder.as_object_mut() {
                    folder.remove("subpath");
                }
            }
        }
    }

    /// The answer as it was written then.
    pub(crate) fn as_written_then(&self, mut response: Response) -> Response {
        if !self.is_since("2.6.0") {
            for (name, value) in &mut response.headers {
                if name.eq_ignore_ascii_case("Content-Type") && value == "application/json" {
                    value.push_str("; charset=utf-8");
                }
            }
        }
        response
    }
}
