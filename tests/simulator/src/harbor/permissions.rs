//! What the caller may do in a scope (contract 5.15 and 2.1, row 4).

use super::answer::{Answer, list, ok, unauthorized};
use super::bind;
use super::{Call, Harbor};

/// Resources and actions of the whole server, in the server's order.
const SYSTEM: &str = "catalog: read; audit-log: list; project: create read update delete list; \
user: create read update delete list; user-group: create read update delete list; \
registry: create read update delete list; replication: create read update list delete; \
distribution: create read update delete list; garbage-collection: create read update delete list; \
scan-all: create read update delete list stop; system-volumes: read; ldap-user: create list; \
configuration: read update; jobservice-monitor: read list stop; security-hub: read list";

/// Those of a project for somebody who may do everything in it; a dot is the project itself.
const PROJECT: &str = ".: read; member: read list; label: read list; quota: read; \
repository: create read update list push pull; tag-retention: create read update delete list operate; \
configuration: read; robot: read list; scan: read; sbom: read; scanner: read; \
artifact: create read list; artifact-addition: read; tag: list create; accessory: list; \
artifact-label: create delete; export-cve: create read list; .: update delete; \
member: create update delete; metadata: create read update delete; log: list; \
label: create update delete; repository: delete; immutable-tag: create update delete list; \
configuration: update; robot: create update delete; \
notification-policy: create update delete list read; scan: create stop; sbom: create stop; \
scanner: create; artifact: delete; tag: delete; preheat-policy: create read update delete list";

/// Those of a public project for everybody else.
const PUBLIC: &str = ".: read; label: read list; repository: list pull; scan: read; scanner: read; \
artifact: read list; artifact-addition: read; tag: list; accessory: list";

/// The one project of a new server, which is public.
const LIBRARY: i64 = 1;

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split("; ").flat_map(|entry| {
        let (resource, actions) = entry.split_once(": ").unwrap_or((entry, ""));
        actions.split(' ').map(move |action| (resource, action))
    })
}

fn permission(resource: &str, action: &str) -> String {
    format!("{{\"action\":\"{action}\",\"resource\":\"{resource}\"}}")
}

impl Harbor {
    /// `GET /users/current/permissions`.
    pub(crate) fn permissions(call: &Call) -> Answer {
        let caller = &call.caller;
        if caller.is_nobody() {
            return Err(unauthorized());
        }
        let scope = bind::last(call, "scope").unwrap_or_default();
        let is_relative = bind::last(call, "relative").is_some_and(|text| is_true(&text));
        // A robot's own rights are not looked up here (1.9).
        let may_all = caller.is_admin();
        if scope == "/system" || scope.starts_with("/system/") {
            // These names do not carry the prefix that relative ones would lose.
            let shown = may_all && !is_relative;
            let all = pairs(SYSTEM).map(|(resource, action)| permission(resource, action));
            return Ok(ok(list(all.filter(|_| shown))));
        }
        let project = scope
            .strip_prefix("/project/")
            .and_then(|rest| rest.split('/').next())
            .and_then(|id| id.parse::<i64>().ok());
        let table = match project {
            Some(_) if may_all => PROJECT,
            Some(LIBRARY) if caller.id().is_some() => PUBLIC,
            _ => return Ok(ok("[]")),
        };
        let project = project.unwrap_or_default();
        let all = pairs(table).filter_map(|(resource, action)| {
            let whole = match resource {
                "." => format!("/project/{project}"),
                _ => format!("/project/{project}/{resource}"),
            };
            if !is_relative {
                return Some(permission(&whole, action));
            }
            // What does not lie below the scope has no relative name.
            let below = whole.strip_prefix(&scope)?.trim_start_matches('/');
            Some(permission(
                if below.is_empty() { "." } else { below },
                action,
            ))
        });
        Ok(ok(list(all)))
    }
}

/// The words that count as true; every other text is false.
fn is_true(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    matches!(
        text.as_str(),
        "true" | "1" | "yes" | "ok" | "y" | "on" | "selected" | "checked" | "t" | "enabled"
    )
}
