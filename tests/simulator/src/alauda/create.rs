//! Making a user (contract 2.1 row 1, 3.2).

use serde_json::{Map, Value as Json};

use super::answer::{Answer, Refusal, invalid, refusal, status_of};
use super::state::{Alauda, Role, User};
use super::times::is_time;
use super::{Call, object};
use crate::http::Response;

/// What the description files call required, together.
const SIX: &[&str] = &[
    "connector_type",
    "connector_name",
    "email",
    "username",
    "is_admin",
    "extra",
];

/// What the old pages call required.
const OLD: &[&str] = &["email", "expired", "groups", "password", "username"];

/// A window of validity, nothing for one without an end; anything else is refused.
pub(crate) fn window(given: &Json) -> Answer<Option<(String, String)>> {
    let text = |name: &str| given.get(name).and_then(Json::as_str);
    match (text("begin"), text("end")) {
        _ if given.is_null() => Ok(None),
        (Some(""), Some("")) => Ok(None),
        (Some(begin), Some(end)) if is_time(begin) && is_time(end) => {
            Ok(Some((begin.to_owned(), end.to_owned())))
        }
        _ => Err(invalid(422, "spec.expired", "needs two times")),
    }
}

/// Members of a spec that have a field of their own; the rest is kept as it is.
pub(crate) const KNOWN: &[&str] = &[
    "account",
    "connector_id",
    "connector_name",
    "connector_type",
    "continuity_errors",
    "email",
    "expired",
    "extra",
    "groups",
    "ids",
    "is_admin",
    "is_disabled",
    "last_login_time",
    "login_failture_times",
    "mail",
    "mobile",
    "old_password",
    "password",
    "state",
    "status",
    "username",
    "valid",
];

impl Alauda {
    fn taken(&self) -> Refusal {
        Refusal {
            reason: "AlreadyExists",
            kind: "users",
            ..refusal(
                status_of(&self.switches, "name_taken"),
                "a user of this name exists",
            )
        }
    }

    fn check_members(&self, spec: &Map<String, Json>) -> Answer<()> {
        let required: &[&str] = match self.switches.choice("required_members") {
            "old" => OLD,
            "login" => &["email"],
            _ => SIX,
        };
        match required.iter().find(|name| !spec.contains_key(**name)) {
            None => Ok(()),
            Some(missing) => Err(invalid(422, &format!("spec.{missing}"), "is required")),
        }
    }

    /// Row 1, `POST /auth/v1/users`.
    pub(crate) fn create_user(&mut self, call: &mut Call) -> Answer {
        self.demand(call, Role::Administrator)?;
        let body = object(call.request)?;
        let empty = Map::new();
        let spec = body.get("spec").and_then(Json::as_object).unwrap_or(&empty);
        self.check_members(spec)?;
        let text = |name: &str| spec.get(name).and_then(Json::as_str).unwrap_or_default();
        let email = text("email");
        if email.is_empty() {
            return Err(invalid(422, "spec.email", "is required"));
        }
        let expired = window(spec.get("expired").unwrap_or(&Json::Null))?;
        let name = body
            .pointer("/metadata/name")
            .and_then(Json::as_str)
            .filter(|name| !name.is_empty())
            .map_or_else(|| self.name_of(email), str::to_owned);
        let known = self.room_for(&name, email, text("mail"))?;
        let mut user = User {
            name,
            uid: call.random.uuid(),
            created_s: call.clock.now_s(),
            email: email.to_owned(),
            username: text("username").to_owned(),
            mail: text("mail").to_owned(),
            mobile: text("mobile").to_owned(),
            account: text("account").to_owned(),
            connector_type: text("connector_type").to_owned(),
            connector_name: text("connector_name").to_owned(),
            connector_id: text("connector_id").to_owned(),
            is_disabled: spec.get("is_disabled") == Some(&Json::Bool(true)),
            state: text("state").to_owned(),
            is_valid: spec.get("valid") != Some(&Json::Bool(false)),
            expired,
            groups: texts(spec.get("groups")),
            extra: spec
                .get("extra")
                .and_then(Json::as_object)
                .cloned()
                .unwrap_or_default(),
            rest: spec
                .iter()
                .filter(|(name, _)| !KNOWN.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            ..User::default()
        };
        if user.is_local() {
            let sealed = spec
                .get("password")
                .ok_or_else(|| invalid(422, "spec.password", "is required"))?;
            user.password = Some(self.unseal_new(sealed)?);
        }
        let place = match known {
            // Only where names of the deleted are given out again.
            Some(place) => {
                let old = std::mem::replace(self.user_mut(place)?, user);
                self.user_mut(place)?.version = old.version + 1;
                place
            }
            None => self.add_user(user),
        };
        let shown = self.user_json(self.user(place)?, false);
        Ok(Response::json(201, shown.to_string()))
    }

    /// The place of a deleted user whose name may be used again, or nothing when the name is new.
    fn room_for(&self, name: &str, email: &str, mail: &str) -> Answer<Option<usize>> {
        let by_name = self.by_name.get(name).copied();
        let by_email = self.by_email.get(email).copied();
        let has_mail = !mail.is_empty()
            && self
                .users
                .iter()
                .any(|user| !user.is_deleted && user.mail == mail);
        let Some(place) = by_name.or(by_email) else {
            return if has_mail {
                Err(self.taken())
            } else {
                Ok(None)
            };
        };
        let is_free = self.switches.is("recreate", "accepted")
            && by_name == by_email
            && self.user(place)?.is_deleted;
        if is_free {
            Ok(Some(place))
        } else {
            Err(self.taken())
        }
    }
}

/// A list of texts, empty when it is none.
pub(crate) fn texts(given: Option<&Json>) -> Vec<String> {
    given
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}
