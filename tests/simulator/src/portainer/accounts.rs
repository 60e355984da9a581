//! Listing, reading and creating accounts (contract 2.1, S1 to S4, S8 and S13).

use super::answer::{Answer, bad_payload, failure, list, missing, no_user, ok, refusal};
use super::json::{Shape, Struct, decode};
use super::routes::id;
use super::state::{ADMINISTRATOR, Password, REGULAR, User};
use super::text::{go_lower, json_text};
use super::{Call, Portainer};
use crate::http::Response;

static CREATE: Struct = Struct {
    name: "users.userCreatePayload",
    fields: &[
        ("Username", Shape::Text),
        ("Password", Shape::Text),
        ("Role", Shape::Int),
    ],
};

static ADMIN_INIT: Struct = Struct {
    name: "users.adminInitPayload",
    fields: &[("Username", Shape::Text), ("Password", Shape::Text)],
};

const NO_WHITESPACE: &str = "Invalid username. Must not contain any whitespace";
/// The refusal of a role that is neither administrator nor regular.
pub(crate) const BAD_ROLE: &str =
    "Invalid role value. Value must be one of: 1 (administrator) or 2 (regular user)";

/// 500 for a password over 72 bytes.
pub(crate) fn unhashable() -> Response {
    failure(500, "Unable to hash user password", "Unable to hash data")
}

/// 409.
pub(crate) fn name_taken() -> Response {
    failure(
        409,
        "Another user with the same username already exists",
        "User already exists",
    )
}

/// Names must not be empty nor hold an ordinary space; everything else passes (contract 5.3).
pub(crate) fn check_name(name: &str) -> Result<(), Response> {
    if name.contains(' ') {
        Err(bad_payload(NO_WHITESPACE))
    } else {
        Ok(())
    }
}

fn check_new_name(name: &str) -> Result<(), Response> {
    if name.is_empty() {
        return Err(bad_payload(NO_WHITESPACE));
    }
    check_name(name)
}

fn summary(user: &User) -> String {
    format!(
        "{{\"Id\":{},\"Username\":{},\"Role\":{}}}",
        user.id,
        json_text(user.name.as_bytes()),
        user.role
    )
}

/// An account as S2, S4 and S5 show it.
pub(crate) fn user_json(user: &User) -> String {
    write_user(user, "", "", "")
}

fn write_user(user: &User, password: &str, theme: &str, end: &str) -> String {
    let flags = if user.is_from_directory {
        directory_flags()
    } else {
        "null".to_owned()
    };
    format!(
        "{{\"Id\":{},\"Username\":{},{password}\"Role\":{},\"TokenIssueAt\":{},\"ThemeSettings\":{{\"color\":{}}},\"UseCache\":{},{theme}\"PortainerAuthorizations\":{flags},\"EndpointAuthorizations\":null{end}}}",
        user.id,
        json_text(user.name.as_bytes()),
        user.role,
        user.token_issue_at,
        json_text(user.theme.as_bytes()),
        user.use_cache,
    )
}

/// The dead leftovers of accounts that directory sign-in made (contract 3.2).
fn directory_flags() -> String {
    const FLAGS: [&str; 16] = [
        "PortainerDockerHubInspect",
        "PortainerEndpointGroupList",
        "PortainerEndpointInspect",
        "PortainerEndpointList",
        "PortainerMOTD",
        "PortainerRegistryInspect",
        "PortainerRegistryList",
        "PortainerTeamList",
        "PortainerTemplateInspect",
        "PortainerTemplateList",
        "PortainerUserCreateToken",
        "PortainerUserInspect",
        "PortainerUserList",
        "PortainerUserListToken",
        "PortainerUserMemberships",
        "PortainerUserRevokeToken",
    ];
    let members: Vec<String> = FLAGS
        .iter()
        .map(|flag| format!("\"{flag}\":true"))
        .collect();
    format!("{{{}}}", members.join(","))
}

impl Portainer {
    /// There are no environments, so every number but 0 names one that is unknown.
    pub(crate) fn check_environment(call: &Call) -> Result<(), Response> {
        let given = call.request.query_value("environmentId");
        let number = id(given.as_ref(), "").unwrap_or(0);
        if number == 0 {
            return Ok(());
        }
        Err(failure(
            500,
            "Unable to retrieve endpoint from the database",
            missing("endpoints", number),
        ))
    }

    /// `GET /users`.
    pub(crate) fn list_users(&mut self, call: &mut Call) -> Answer {
        let caller = self.signed_in(call)?;
        if !caller.is_admin() && !self.leads_any(caller.id) {
            return Err(refusal(403, "Permission denied to access users list"));
        }
        Self::check_environment(call)?;
        let seen = self
            .users
            .values()
            .filter(|user| caller.is_admin() || !user.is_admin());
        Ok(ok(list(seen.map(summary))))
    }

    /// `POST /users`.
    pub(crate) fn create_user(&mut self, call: &mut Call) -> Answer {
        self.admin(call)?;
        let payload = decode(&call.request.body, &CREATE).map_err(bad_payload)?;
        check_new_name(payload.text("Username"))?;
        let role = payload.int("Role");
        if role != ADMINISTRATOR && role != REGULAR {
            return Err(bad_payload(BAD_ROLE));
        }
        if self.user_named(payload.text("Username")).is_some() {
            return Err(name_taken());
        }
        let given = payload.text("Password");
        let password = if self.settings.is_internal() {
            if self.settings.is_too_short(given) {
                return Err(refusal(400, "Password does not meet the requirements"));
            }
            let stored = Password::new(given).ok_or_else(unhashable)?;
            let now_ms = call.clock.now_ms();
            call.spent_ms = self.queue_creation(now_ms) - now_ms;
            Some(stored)
        } else if given.is_empty() {
            None
        } else {
            return Err(refusal(
                400,
                "a user with password can not be created when authentication method is Oauth or LDAP",
            ));
        };
        let made = self.add_user(go_lower(payload.text("Username")), role, password);
        self.show(made)
    }

    /// The present record of an account.
    pub(crate) fn show(&self, user: i64) -> Answer {
        let user = self.users.get(&user).ok_or_else(|| no_user(user))?;
        Ok(ok(user_json(user)))
    }

    /// `GET /users/me`.
    pub(crate) fn current_user(&mut self, call: &mut Call) -> Answer {
        let caller = self.signed_in(call)?;
        let user = self
            .users
            .get(&caller.id)
            .ok_or_else(|| no_user(caller.id))?;
        // Two empty members appear with the hint to change the password (contract 3.2).
        let body = if caller.must_change_password {
            let end = ",\"forceChangePassword\":true";
            write_user(user, "\"Password\":\"\",", "\"UserTheme\":\"\",", end)
        } else {
            write_user(user, "", "", ",\"forceChangePassword\":false")
        };
        Ok(ok(body))
    }

    /// `GET /users/{id}`.
    pub(crate) fn inspect_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        let user = id(parts.first(), "user")?;
        if !caller.is_admin() && caller.id != user {
            return Err(failure(
                403,
                "Permission denied inspect user",
                "Access denied to resource",
            ));
        }
        self.show(user)
    }

    /// `GET /users/{id}/memberships`.
    pub(crate) fn user_memberships(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.signed_in(call)?;
        let user = id(parts.first(), "user")?;
        caller.owns(user, "Permission denied to update user memberships")?;
        Ok(self.show_memberships(|membership| membership.user == user))
    }

    /// `POST /users/admin/init`.
    pub(crate) fn admin_init(&mut self, call: &mut Call) -> Answer {
        let payload = decode(&call.request.body, &ADMIN_INIT).map_err(bad_payload)?;
        check_new_name(payload.text("Username"))?;
        let given = payload.text("Password");
        if given.is_empty() {
            return Err(bad_payload("Invalid password"));
        }
        if self.users.values().any(User::is_admin) {
            return Err(failure(
                409,
                "Unable to create administrator user",
                "An administrator user already exists",
            ));
        }
        if self.settings.is_too_short(given) {
            return Err(refusal(400, "Password does not meet the requirements"));
        }
        let password = Password::new(given).ok_or_else(unhashable)?;
        call.hash();
        let made = self.add_user(
            payload.text("Username").to_owned(),
            ADMINISTRATOR,
            Some(password),
        );
        let user = self.users.get(&made).ok_or_else(|| no_user(made))?;
        // The real answer holds the hash; this has its shape and nothing in it.
        let letters: String = call
            .random
            .base64(60)
            .chars()
            .map(|letter| if letter == '+' { '.' } else { letter })
            .take(53)
            .collect();
        let hash = format!("\"Password\":\"$2a$10${letters}\",");
        Ok(ok(write_user(user, &hash, "", "")))
    }
}
