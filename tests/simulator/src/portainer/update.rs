//! Changing accounts and passwords (contract 2.1, S5 and S7, and 5.10).

use super::accounts::{BAD_ROLE, check_name, name_taken, unhashable, user_json};
use super::answer::{Answer, bad_payload, empty, failure, no_user, ok, refusal};
use super::json::{Fields, Shape, Struct, Value, decode};
use super::routes::id;
use super::state::{ADMINISTRATOR, Password, Pending, REGULAR, User};
use super::text::is_same_name;
use super::{Call, Portainer};
use crate::http::Response;

static THEME: Struct = Struct {
    name: "users.themePayload",
    fields: &[("Color", Shape::Pointer(&Shape::Text))],
};

static UPDATE: Struct = Struct {
    name: "users.userUpdatePayload",
    fields: &[
        ("Username", Shape::Text),
        ("Password", Shape::Text),
        ("NewPassword", Shape::Text),
        ("Theme", Shape::Pointer(&Shape::Struct(&THEME))),
        ("UseCache", Shape::Pointer(&Shape::Bool)),
        ("Role", Shape::Int),
    ],
};

static PASSWORD: Struct = Struct {
    name: "users.userUpdatePasswordPayload",
    fields: &[("Password", Shape::Text), ("NewPassword", Shape::Text)],
};

fn wrong_password(message: &str) -> Response {
    failure(
        403,
        message,
        "Current password does not match the password provided. Please try again",
    )
}

fn check_update(payload: &Fields) -> Result<i64, Response> {
    check_name(payload.text("Username"))?;
    let role = payload.int("Role");
    if role != 0 && role != ADMINISTRATOR && role != REGULAR {
        return Err(bad_payload(BAD_ROLE));
    }
    Ok(role)
}

impl Portainer {
    /// `PUT /users/{id}`: merges what was sent into the record.
    pub(crate) fn update_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        let id = id(parts.first(), "user")?;
        caller.owns(id, "Permission denied to update user")?;
        let payload = decode(&call.request.body, &UPDATE).map_err(bad_payload)?;
        let role = check_update(&payload)?;
        if role != 0 && !caller.is_admin() {
            return Err(failure(
                403,
                "Permission denied to update user to administrator role",
                "Access denied to resource",
            ));
        }
        let mut user = self.users.get(&id).cloned().ok_or_else(|| no_user(id))?;
        self.rename(&mut user, payload.text("Username"), caller.is_admin())?;
        let is_hashed = self.change_password(call, &mut user, &payload, caller.is_admin())?;
        if let Some(Value::Text(color)) =
            payload.object("Theme").and_then(|theme| theme.get("Color"))
        {
            user.theme.clone_from(color);
        }
        if let Some(use_cache) = payload.flag("UseCache") {
            user.use_cache = use_cache;
        }
        if role != 0 {
            user.role = role;
            user.token_issue_at = call.now().now_s();
        }
        let answer = ok(user_json(&user));
        self.write(call, user, is_hashed);
        Ok(answer)
    }

    fn rename(&self, user: &mut User, name: &str, is_admin: bool) -> Result<(), Response> {
        if name.is_empty() || name == user.name {
            return Ok(());
        }
        if !is_admin {
            return Err(failure(
                403,
                "Permission denied. Unable to update username",
                "Access denied to resource",
            ));
        }
        // Only the oldest account of that name is looked at.
        let is_taken = self
            .users
            .values()
            .find(|other| is_same_name(&other.name, name))
            .is_some_and(|other| other.id != user.id);
        if is_taken {
            return Err(name_taken());
        }
        name.clone_into(&mut user.name);
        Ok(())
    }

    /// Whether a new password was hashed into the record.
    fn change_password(
        &self,
        call: &mut Call,
        user: &mut User,
        payload: &Fields,
        is_admin: bool,
    ) -> Result<bool, Response> {
        let (present, wanted) = (payload.text("Password"), payload.text("NewPassword"));
        if wanted.is_empty() {
            if present.is_empty() {
                return Ok(false);
            }
            let cause = if is_admin {
                "To change the password as an admin, you only need 'newPassword' in your request"
            } else {
                "To change the password, you must include both 'password' and 'newPassword' in your request"
            };
            let message = "Existing password field specified without new password field.";
            return Err(failure(400, message, cause));
        }
        if !is_admin {
            call.hash();
            if !user.has_password(present) {
                let message = "Current password doesn't match. Password left unchanged";
                return Err(wrong_password(message));
            }
        }
        self.store_password(call, user, wanted)?;
        Ok(true)
    }

    fn store_password(
        &self,
        call: &mut Call,
        user: &mut User,
        wanted: &str,
    ) -> Result<(), Response> {
        if self.settings.is_too_short(wanted) {
            let message = "Password does not meet the minimum strength requirements";
            return Err(refusal(400, message));
        }
        user.password = Some(Password::new(wanted).ok_or_else(unhashable)?);
        call.hash();
        user.token_issue_at = call.now().now_s();
        Ok(())
    }

    /// Stores a whole record, at once or when its password is hashed; what happens meanwhile is lost then.
    fn write(&mut self, call: &Call, user: User, is_hashed: bool) {
        if is_hashed {
            self.pending.push(Pending {
                due_ms: call.now().now_ms(),
                user,
            });
        } else {
            self.users.insert(user.id, user);
        }
    }

    /// `PUT /users/{id}/passwd`: wants the present password of the account, from administrators too.
    pub(crate) fn update_password(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        self.limit(call)?;
        let id = id(parts.first(), "user")?;
        caller.owns(id, "Permission denied to update user")?;
        let payload = decode(&call.request.body, &PASSWORD).map_err(bad_payload)?;
        if payload.text("Password").is_empty() {
            return Err(bad_payload("Invalid current password"));
        }
        if payload.text("NewPassword").is_empty() {
            return Err(bad_payload("Invalid new password"));
        }
        let mut user = self.users.get(&id).cloned().ok_or_else(|| no_user(id))?;
        call.hash();
        if !user.has_password(payload.text("Password")) {
            return Err(wrong_password("Current password doesn't match"));
        }
        self.store_password(call, &mut user, payload.text("NewPassword"))?;
        self.write(call, user, true);
        Ok(empty())
    }
}
