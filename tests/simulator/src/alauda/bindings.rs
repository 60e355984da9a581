//! Role bindings of users (contract 2.2, 3.5, 5.6).

use serde_json::{Value as Json, json};

use super::answer::{Answer, Refusal, invalid, not_found, ok, refusal};
use super::state::{Alauda, Binding, Role};
use super::times::rfc3339;
use super::{Call, kubernetes_list, object};
use crate::http::Response;

const SCOPES: &[&str] = &["platform", "cluster", "project", "namespace"];

impl Alauda {
    fn binding_json(&self, binding: &Binding) -> Json {
        let subjects: Vec<Json> = binding
            .subjects
            .iter()
            .map(|name| json!({"kind": "User", "name": name}))
            .collect();
        let spec = if self.switches.is_on("old_bindings") {
            // One of each, under other names.
            json!({
                "subject": subjects.first(),
                "role": binding.role,
                "scope": binding.scope,
                "constraint": binding.constraint.get(0).cloned().unwrap_or_else(|| json!({})),
            })
        } else {
            json!({
                "subjects": subjects,
                "roleRef": binding.role,
                "scope": binding.scope,
                "constraint": binding.constraint,
            })
        };
        json!({
            "apiVersion": "auth.alauda.io/v1",
            "kind": "UserBinding",
            "metadata": {
                "name": binding.name,
                "creationTimestamp": rfc3339(binding.created_s),
                "resourceVersion": "1",
            },
            "spec": spec,
            "status": {"phase": "Success"},
        })
    }

    /// `GET /auth/v2/userbindings`: all of them, or one's own.
    pub(crate) fn list_bindings(&mut self, call: &mut Call) -> Answer {
        let caller = self.user(call.who)?;
        let sees_all = self.role_of(caller) >= Role::Auditor;
        let items = self
            .bindings
            .iter()
            .filter(|binding| sees_all || binding.subjects.contains(&caller.name))
            .map(|binding| self.binding_json(binding))
            .collect();
        Ok(ok(&kubernetes_list("UserBindingList", self.version, items)))
    }

    /// `POST /auth/v2/userbindings`; one's own roles cannot be changed.
    pub(crate) fn create_binding(&mut self, call: &mut Call) -> Answer {
        self.demand(call, Role::Administrator)?;
        let body = object(call.request)?;
        let at = |pointer: &str| body.pointer(pointer).and_then(Json::as_str);
        let role = at("/spec/roleRef")
            .filter(|role| !role.is_empty())
            .ok_or_else(|| invalid(422, "spec.roleRef", "is required"))?;
        let scope = at("/spec/scope")
            .filter(|scope| SCOPES.contains(scope))
            .ok_or_else(|| invalid(422, "spec.scope", "is none that is known"))?;
        let subjects: Vec<String> = body
            .pointer("/spec/subjects")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(|subject| subject.get("name").and_then(Json::as_str))
            .map(str::to_owned)
            .collect();
        if subjects.is_empty() {
            return Err(invalid(422, "spec.subjects", "is required"));
        }
        if subjects.contains(&self.user(call.who)?.name) {
            return Err(self.denied());
        }
        let binding = Binding {
            name: at("/metadata/name")
                .map_or_else(|| format!("binding-{}", call.random.uuid()), str::to_owned),
            subjects,
            role: role.to_owned(),
            scope: scope.to_owned(),
            constraint: body
                .pointer("/spec/constraint")
                .cloned()
                .filter(Json::is_array)
                .unwrap_or_else(|| json!([])),
            created_s: call.clock.now_s(),
        };
        if self.bindings.iter().any(|known| known.name == binding.name) {
            return Err(Refusal {
                reason: "AlreadyExists",
                kind: "userbindings",
                ..refusal(409, "a binding of this name exists")
            });
        }
        let shown = self.binding_json(&binding);
        self.bindings.push(binding);
        Ok(Response::json(201, shown.to_string()))
    }

    fn remove_binding(&mut self, call: &Call, name: &str) -> Answer<Json> {
        let found = self
            .bindings
            .iter()
            .position(|binding| binding.name == name)
            .ok_or_else(|| not_found("userbindings", name))?;
        let own = &self.user(call.who)?.name;
        let is_own = self
            .bindings
            .get(found)
            .is_some_and(|binding| binding.subjects.contains(own));
        if is_own {
            return Err(self.denied());
        }
        let gone = self.bindings.remove(found);
        Ok(self.binding_json(&gone))
    }

    /// `DELETE /auth/v2/userbindings/{name}`: 200 with what was deleted.
    pub(crate) fn delete_binding(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.demand(call, Role::Administrator)?;
        let name = parts.first().map_or("", String::as_str);
        let shown = self.remove_binding(call, name)?;
        Ok(ok(&shown))
    }

    /// `DELETE /auth/v2/userbindings`: its body is described nowhere; a list of bindings is taken.
    pub(crate) fn delete_bindings(&mut self, call: &mut Call) -> Answer {
        self.demand(call, Role::Administrator)?;
        let body = object(call.request)?;
        let names: Vec<String> = body
            .get("items")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(|item| item.pointer("/metadata/name").and_then(Json::as_str))
            .map(str::to_owned)
            .collect();
        let mut last = json!({"apiVersion": "auth.alauda.io/v1", "kind": "UserBinding"});
        for name in names {
            last = self.remove_binding(call, &name)?;
        }
        Ok(ok(&last))
    }
}
