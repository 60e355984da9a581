//! Users and groups on the Kubernetes-style routes (contract 2.2, 3.4, 5.6, 5.7).

use serde_json::{Map, Value as Json, json};

use super::answer::{Answer, not_found, ok, refusal};
use super::change::merge;
use super::state::{Alauda, Group, Role, labels};
use super::times::rfc3339;
use super::{Call, kubernetes_list, object};
use crate::http::{Request, Response};

/// A page of a list: no page number and no total, a token to go on with.
pub(crate) fn page(request: &Request, kind: &str, version: u64, items: Vec<Json>) -> Answer {
    let from = match request.query_value("continue").as_deref() {
        None | Some("") => 0,
        Some(token) => token
            .strip_prefix("from-")
            .and_then(|from| from.parse::<usize>().ok())
            .ok_or_else(|| refusal(400, "continue is not valid"))?,
    };
    let limit = match request.query_value("limit").as_deref() {
        None | Some("" | "0") => usize::MAX,
        Some(limit) => limit
            .parse::<usize>()
            .map_err(|_| refusal(400, "limit is no number"))?,
    };
    let total = items.len();
    let items: Vec<Json> = items.into_iter().skip(from).take(limit).collect();
    let next = from + items.len();
    let mut list = kubernetes_list(kind, version, items);
    if next < total
        && let Some(metadata) = list.get_mut("metadata").and_then(Json::as_object_mut)
    {
        metadata.insert("continue".to_owned(), json!(format!("from-{next}")));
        metadata.insert("remainingItemCount".to_owned(), json!(total - next));
    }
    Ok(ok(&list))
}

/// Whether labels fit `a=b,c!=d,e`.
fn selects(selector: &str, labels: &Json) -> bool {
    selector
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .all(|part| {
            let of = |name: &str| labels.get(name.trim()).and_then(Json::as_str);
            if let Some((name, value)) = part.split_once("!=") {
                of(name) != Some(value.trim())
            } else if let Some((name, value)) = part.split_once("==").or(part.split_once('=')) {
                of(name) == Some(value.trim())
            } else {
                of(part).is_some()
            }
        })
}

impl Alauda {
    /// `GET …/users`: here the deleted are seen, by their label.
    pub(crate) fn list_objects(&mut self, call: &mut Call) -> Answer {
        self.demand(call, Role::Auditor)?;
        let selector = call
            .request
            .query_value("labelSelector")
            .unwrap_or_default();
        let items = self
            .users
            .iter()
            .filter(|user| selector.is_empty() || selects(&selector, &labels(user)))
            .map(|user| self.user_json(user, false))
            .collect();
        page(call.request, "UserList", self.version, items)
    }

    /// `GET …/users/{name}`: the record of a deleted user stays (contract 5.6).
    pub(crate) fn get_object(&self, parts: &[String]) -> Answer {
        let name = parts.first().map_or("", String::as_str);
        let place = self
            .by_name
            .get(name)
            .copied()
            .ok_or_else(|| not_found("users", name))?;
        Ok(ok(&self.user_json(self.user(place)?, false)))
    }

    /// `PATCH …/users/{name}`: a merge patch; a password sent here is neither opened nor hashed (contract 5.7).
    pub(crate) fn patch_object(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.demand(call, Role::Administrator)?;
        if self.switches.is("object_patch", "denied") {
            return Err(refusal(403, "this is not permitted to you"));
        }
        let kind = call.request.find("Content-Type").unwrap_or_default();
        if !kind.starts_with("application/merge-patch+json") {
            return Err(refusal(415, "this media type is not taken here"));
        }
        let body = object(call.request)?;
        let name = parts.first().map_or("", String::as_str);
        let place = self
            .by_name
            .get(name)
            .copied()
            .ok_or_else(|| not_found("users", name))?;
        let version = body
            .pointer("/metadata/resourceVersion")
            .and_then(Json::as_str);
        if version.is_some_and(|version| {
            self.users
                .get(place)
                .is_some_and(|user| user.version.to_string() != version)
        }) {
            return Err(refusal(409, "the object has been modified"));
        }
        let empty = Map::new();
        let spec = body.get("spec").and_then(Json::as_object).unwrap_or(&empty);
        let user = self.user_mut(place)?;
        merge(user, spec)?;
        if spec.contains_key("password") {
            // What is stored is no hash of anything: nobody can sign in with it.
            user.password = None;
        }
        Ok(ok(&self.user_json(self.user(place)?, false)))
    }

    fn demand_groups(&self, call: &Call) -> Answer<()> {
        if self.switches.is("groups_read", "everybody") {
            return Ok(());
        }
        self.demand(call, Role::Auditor)
    }

    /// `GET …/groups`.
    pub(crate) fn list_groups(&mut self, call: &mut Call) -> Answer {
        self.demand_groups(call)?;
        let items = self.groups.iter().map(group_json).collect();
        page(call.request, "GroupList", self.version, items)
    }

    /// `GET …/groups/{name}`.
    pub(crate) fn get_group(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.demand_groups(call)?;
        let name = parts.first().map_or("", String::as_str);
        let group = self
            .groups
            .iter()
            .find(|group| group.name == name)
            .ok_or_else(|| not_found("groups", name))?;
        Ok::<Response, _>(ok(&group_json(group)))
    }
}

fn group_json(group: &Group) -> Json {
    let since = rfc3339(group.created_s);
    let users: Vec<Json> = group
        .users
        .iter()
        .map(|name| json!({"name": name, "importTime": since}))
        .collect();
    let mut spec = json!({"users": users});
    if let Some((id, kind)) = &group.connector
        && let Some(members) = spec.as_object_mut()
    {
        members.insert("refConnector".to_owned(), json!({"id": id, "type": kind}));
    }
    json!({
        "apiVersion": "auth.alauda.io/v1",
        "kind": "Group",
        "metadata": {
            "name": group.name,
            "creationTimestamp": since,
            "resourceVersion": "1",
        },
        "spec": spec,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 2.2.
    #[test]
    fn a_selector_wants_all_its_parts() {
        let labels = json!({"a": "1", "b": "2"});
        for right in ["", "a=1", "a==1,b!=3", "a", "c!=1"] {
            assert!(selects(right, &labels), "{right}");
        }
        for wrong in ["a=2", "a=1,b=1", "c", "a!=1"] {
            assert!(!selects(wrong, &labels), "{wrong}");
        }
    }
}
