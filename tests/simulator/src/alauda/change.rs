//! Changing a user: display name and password (contract 2.1 row 4, 3.3, 5.4, 5.9).

use serde_json::{Map, Value as Json};

use super::answer::{Answer, invalid, refusal, status_of};
use super::create::{KNOWN, texts, window};
use super::state::{Alauda, Role, User};
use super::{Call, not_found, object};
use crate::http::Response;

impl Alauda {
    /// Row 4, `PATCH /auth/v1/users/{name}`.
    pub(crate) fn update_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.check_media(call)?;
        let body = object(call.request)?;
        let name = parts.first().map_or("", String::as_str);
        let place = self
            .find(name)
            .filter(|place| self.users.get(*place).is_some_and(|user| !user.is_deleted));
        let is_own = place == Some(call.who);
        if !is_own {
            self.demand(call, Role::Administrator)?;
        }
        let place = place.ok_or_else(|| not_found("users", name))?;
        self.meet_conflict(&body, place)?;
        let empty = Map::new();
        let spec = body.get("spec").and_then(Json::as_object).unwrap_or(&empty);
        if !self.switches.is_on("patch_ignored") {
            let password = self.new_password(spec, place, is_own)?;
            let is_all = self.switches.is("patch_fields", "all") && !is_own;
            let user = self.user_mut(place)?;
            if let Some(username) = spec.get("username") {
                username
                    .as_str()
                    .unwrap_or_default()
                    .clone_into(&mut user.username);
            }
            if is_all {
                merge(user, spec)?;
            }
            if password.is_some() {
                user.password = password;
            }
        }
        let shown = self.user_json(self.user(place)?, false);
        Ok(match self.switches.choice("patch_success") {
            "204" => Response::new(204),
            "200" => Response::json(200, shown.to_string()),
            _ => Response::json(201, shown.to_string()),
        })
    }

    fn check_media(&self, call: &Call) -> Answer<()> {
        let kind = call.request.find("Content-Type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let fits = match kind {
            "application/merge-patch+json" => true,
            "application/json" => self.switches.is("patch_media", "any"),
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(refusal(415, "this media type is not taken here"))
        }
    }

    /// A version that is not the present one, or another writer where a test wants one.
    fn meet_conflict(&mut self, body: &Json, place: usize) -> Answer<()> {
        let given = body
            .pointer("/metadata/resourceVersion")
            .and_then(Json::as_str);
        let is_old = match given {
            None | Some("") => false,
            Some(version) => self.user(place)?.version.to_string() != version,
        };
        let left = self.switches.number("conflicts").unwrap_or(0);
        if left > 0 {
            self.switches.set("conflicts", &Json::from(left - 1));
        }
        if is_old || left > 0 {
            return Err(refusal(409, "the object has been modified"));
        }
        Ok(())
    }

    /// The new password of a change, once everything about it was checked.
    fn new_password(
        &mut self,
        spec: &Map<String, Json>,
        place: usize,
        is_own: bool,
    ) -> Answer<Option<String>> {
        let Some(sealed) = spec.get("password").filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        if !self.user(place)?.is_local() {
            let status = status_of(&self.switches, "directory_password");
            return Err(refusal(status, "the password is kept by a directory"));
        }
        let needs_old = if is_own {
            self.switches.is_on("own_needs_old")
        } else {
            self.switches.is_on("reset_needs_old")
        };
        if needs_old {
            let old = spec
                .get("old_password")
                .ok_or_else(|| invalid(400, "spec.old_password", "is required"))?;
            let old = self.unseal(old, "spec.old_password")?;
            if self.user(place)?.password.as_ref() != Some(&old) {
                if self.switches.is_on("counts_errors") {
                    self.user_mut(place)?.errors += 1;
                }
                let status = status_of(&self.switches, "wrong_old_password");
                return Err(invalid(status, "spec.old_password", "is wrong"));
            }
        }
        self.unseal_new(sealed).map(Some)
    }
}

/// Merges a spec into a user: what is left out stays, what is null goes; the identity never changes.
pub(crate) fn merge(user: &mut User, spec: &Map<String, Json>) -> Answer<()> {
    if let Some(given) = spec.get("expired") {
        user.expired = window(given)?;
    }
    for (name, value) in spec {
        let text = value.as_str().unwrap_or_default();
        match name.as_str() {
            "username" => text.clone_into(&mut user.username),
            "mail" => text.clone_into(&mut user.mail),
            "mobile" => text.clone_into(&mut user.mobile),
            "account" => text.clone_into(&mut user.account),
            "state" => text.clone_into(&mut user.state),
            "is_disabled" => user.is_disabled = value.as_bool() == Some(true),
            "valid" => user.is_valid = value.as_bool() != Some(false),
            "groups" => user.groups = texts(Some(value)),
            "extra" => user.extra = value.as_object().cloned().unwrap_or_default(),
            name if KNOWN.contains(&name) => {}
            name if value.is_null() => {
                user.rest.remove(name);
            }
            name => {
                user.rest.insert(name.to_owned(), value.clone());
            }
        }
    }
    Ok(())
}
