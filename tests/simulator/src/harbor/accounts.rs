//! Accounts: reading, creating, changing and deleting one (contract 2.1, 3 and 5.7 to 5.10).

use super::answer::{
    Answer, bad_request, crashed, empty, failure, forbidden, no_user, ok, precondition, quoted,
    unauthorized, unknown,
};
use super::bind::{self, Problems};
use super::body::{Kind, Shape};
use super::caller::Caller;
use super::config::Mode;
use super::rules::{check_profile, check_secret, check_text};
use super::state::{BUILT_IN, MAX_ID, NewUser, Oidc, Password, User};
use super::{Call, Harbor, times};
use crate::http::Response;

static CREATE: Shape = Shape {
    name: "UserCreationReq",
    members: &[
        ("comment", Kind::Text),
        ("email", Kind::Text),
        ("password", Kind::Text),
        ("realname", Kind::Text),
        ("username", Kind::Text),
    ],
};
static PROFILE: Shape = Shape {
    name: "UserProfile",
    members: &[
        ("comment", Kind::Text),
        ("email", Kind::Text),
        ("realname", Kind::Text),
    ],
};
static PASSWORD: Shape = Shape {
    name: "PasswordReq",
    members: &[("new_password", Kind::Text), ("old_password", Kind::Text)],
};
static FLAG: Shape = Shape {
    name: "UserSysAdminFlag",
    members: &[("sysadmin_flag", Kind::Bool)],
};
static SECRET: Shape = Shape {
    name: "OIDCCliSecretReq",
    members: &[("secret", Kind::Text)],
};

/// An account as answers show it; empty texts are left out (contract 3.1). `meta` is the record of OIDC mode.
pub(crate) fn user_json(user: &User, is_admin_by_group: bool, meta: &str) -> String {
    let optional = |name: &str, text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("\"{name}\":{},", quoted(text))
        }
    };
    format!(
        "{{\"admin_role_in_auth\":{is_admin_by_group},{}\"creation_time\":\"{}\",{}{meta}{}\"sysadmin_flag\":{},\"update_time\":\"{}\",\"user_id\":{},\"username\":{}}}",
        optional("comment", &user.comment),
        times::show(user.created_ms),
        optional("email", &user.email),
        optional("realname", &user.realname),
        user.is_admin,
        times::show(user.updated_ms),
        user.id,
        quoted(&user.name),
    )
}

fn meta_json(user: &User, oidc: &Oidc) -> String {
    format!(
        "\"oidc_user_meta\":{{\"creation_time\":\"{}\",\"id\":{},\"secret\":{},\"subiss\":{},\"update_time\":\"{}\",\"user_id\":{}}},",
        times::show(oidc.created_ms),
        oidc.id,
        quoted(&oidc.secret),
        quoted(&oidc.subject),
        times::show(oidc.updated_ms),
        user.id,
    )
}

/// Ids beyond the database's break the query (contract 2, row 500).
fn storable_id(id: i64) -> Result<i64, Response> {
    if (-MAX_ID - 1..=MAX_ID).contains(&id) {
        Ok(id)
    } else {
        Err(unknown())
    }
}

/// The database takes no U+0000.
fn storable<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<(), Response> {
    if texts.into_iter().any(|text| text.contains('\0')) {
        Err(unknown())
    } else {
        Ok(())
    }
}

fn no_row(id: i64) -> Response {
    failure(404, "NOT_FOUND", &format!("user with id {id} not found"))
}

impl Call<'_> {
    /// The check of operations for administrators.
    pub(crate) fn allowed(&self, action: &str) -> Result<(), Response> {
        if self.caller.is_nobody() {
            Err(unauthorized())
        } else if self.caller.may(action) {
            Ok(())
        } else {
            Err(forbidden(&self.caller.name()))
        }
    }

    /// The check of operations on oneself or by administrators, which falls over nobody (contract 5.12).
    fn owner(&self, id: i64, action: &str) -> Result<(), Response> {
        if self.caller.is_nobody() {
            Err(crashed())
        } else if self.caller.id() == Some(id) {
            Ok(())
        } else {
            self.allowed(action)
        }
    }
}

impl Harbor {
    /// The present record of an account.
    pub(crate) fn show(&self, id: i64, is_admin_by_group: bool) -> Result<String, Response> {
        let user = self.live(storable_id(id)?).ok_or_else(|| no_user(id))?;
        let meta = if self.config.mode == Mode::Oidc && id > BUILT_IN {
            meta_json(user, user.oidc.as_ref().ok_or_else(unknown)?)
        } else {
            String::new()
        };
        Ok(user_json(user, is_admin_by_group, &meta))
    }

    /// `GET /users/{user_id}`.
    pub(crate) fn get_user(&self, call: &Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        call.owner(id, "read")?;
        if matches!(call.caller, Caller::Robot { .. }) && !self.switches.lets_robots_read {
            return Err(forbidden(&call.caller.name()));
        }
        self.show(id, call.caller.is_admin_by_group_as(id)).map(ok)
    }

    /// `POST /users`.
    pub(crate) fn create_user(&mut self, call: &mut Call) -> Answer {
        let mut problems = Problems::default();
        let given = bind::body(call, "userReq", &CREATE, &mut problems);
        let too_long: Vec<String> = ["email", "username"]
            .iter()
            .filter(|name| given.text(name).chars().count() > 255)
            .map(|name| format!("\n{name} in body should be at most 255 chars long"))
            .collect();
        if !too_long.is_empty() {
            problems.add(format!("validation failure list:{}", too_long.concat()));
        }
        problems.check(call.request)?;
        self.check_creatable(call)?;
        check_secret(given.text("password"))?;
        let new = NewUser {
            name: given.text("username").to_owned(),
            email: given.text("email").to_owned(),
            realname: given.text("realname").to_owned(),
            comment: given.text("comment").to_owned(),
            password: Some(Password::new(given.text("password"))),
        };
        check_profile(&new.email, &new.realname, &new.comment)?;
        check_text("username", &new.name)?;
        call.spent_ms += self.switches.hash_ms;
        storable([&*new.name, &*new.email, &*new.realname, &*new.comment])?;
        let taken = format!("user {} or email {} already exists", new.name, new.email);
        let id = self
            .add(new, call.now_ms())
            .ok_or_else(|| failure(409, "CONFLICT", &taken))?;
        let place = call.path.trim_end_matches('/');
        Ok(Response::new(201).header("Location", format!("{place}/{id}")))
    }

    /// Who may create: administrators, and with self-registration everybody whose request carries a session cookie.
    fn check_creatable(&self, call: &Call) -> Result<(), Response> {
        let mode = self.config.mode;
        if mode != Mode::Db {
            return Err(forbidden(&format!(
                "creating local user is not allowed under auth mode: {}",
                mode.name()
            )));
        }
        let access = call.allowed("create");
        if !self.config.self_registration {
            return access;
        }
        if access.is_err() && !call.carries_session {
            let message = "self-registration cannot be triggered via API";
            return Err(forbidden(message));
        }
        Ok(())
    }

    /// Who may change profile and password: oneself and administrators, outside DB mode only the latter and only
    /// of the built-in account (contract 6.2).
    fn check_modifiable(&self, call: &Call, id: i64) -> Result<(), Response> {
        if self.config.mode == Mode::Db {
            return call.owner(id, "update");
        }
        if id != BUILT_IN {
            return Err(forbidden(&format!("User with ID {id} can't be updated")));
        }
        call.allowed("update")
    }

    /// `PUT /users/{user_id}`: replaces all three; deleted rows take it too (contract 5.7).
    pub(crate) fn update_profile(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let given = bind::body(call, "profile", &PROFILE, &mut problems);
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        self.check_modifiable(call, id)?;
        let (email, realname) = (given.text("email"), given.text("realname"));
        let comment = given.text("comment");
        check_profile(email, realname, comment)?;
        storable([email, realname, comment])?;
        storable_id(id)?;
        if email.chars().count() > 255 {
            return Err(unknown());
        }
        if !self.users.contains_key(&id) {
            return Err(no_row(id));
        }
        if !self.set_email(id, email) {
            return Err(unknown());
        }
        if let Some(user) = self.users.get_mut(&id) {
            realname.clone_into(&mut user.realname);
            comment.clone_into(&mut user.comment);
            user.updated_ms = call.now_ms();
        }
        Ok(empty())
    }

    /// `PUT /users/{user_id}/password`, with the checks in the order of contract 2.1, row 10.
    pub(crate) fn update_password(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let given = bind::body(call, "password", &PASSWORD, &mut problems);
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        self.check_modifiable(call, id)?;
        let is_now = |harbor: &Self, text: &str| {
            let user = harbor.live(id);
            user.is_some_and(|user| harbor.with_password(&user.name, text).is_some())
        };
        if call.caller.id() == Some(id) {
            call.spent_ms += self.switches.hash_ms;
            if !is_now(self, given.text("old_password")) {
                return Err(forbidden("Current password is incorrect"));
            }
        }
        let wanted = given.text("new_password");
        check_secret(wanted)?;
        storable_id(id)?;
        call.spent_ms += self.switches.hash_ms;
        if is_now(self, wanted) {
            return Err(bad_request("New password is identical to old password"));
        }
        if self.live(id).is_none() {
            return Err(no_user(id));
        }
        call.spent_ms += self.switches.hash_ms;
        if let Some(user) = self.users.get_mut(&id) {
            user.password = Some(Password::new(wanted));
            user.updated_ms = call.now_ms();
        }
        Ok(empty())
    }

    /// `PUT /users/{user_id}/sysadmin`: nothing protects the last administrator (contract 5.8).
    pub(crate) fn set_sys_admin(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let given = bind::body(call, "sysadminFlag", &FLAG, &mut problems);
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        call.allowed("update")?;
        let now_ms = call.now_ms();
        let user = self.users.get_mut(&storable_id(id)?);
        let user = user.ok_or_else(|| no_row(id))?;
        user.is_admin = given.flag("sysadmin_flag");
        user.updated_ms = now_ms;
        Ok(empty())
    }

    /// `DELETE /users/{user_id}`.
    pub(crate) fn delete_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        call.allowed("delete")?;
        if id == BUILT_IN || call.caller.id() == Some(id) {
            return Err(forbidden(&format!("User with ID {id} cannot be deleted")));
        }
        let user = self.live(storable_id(id)?).ok_or_else(|| no_user(id))?;
        let (name, email, realname) = if self.switches.keeps_only_checksums {
            let sum = |text: &str| format!("{}#{id}", checksum(text));
            (sum(&user.name), sum(&user.email), sum(&user.realname))
        } else {
            let left = |text: &str| leftover(text, id).ok_or_else(unknown);
            (left(&user.name)?, left(&user.email)?, user.realname.clone())
        };
        self.rename(id, name);
        self.set_email(id, &email);
        let now_ms = call.now_ms();
        let is_oidc = self.config.mode == Mode::Oidc;
        if let Some(user) = self.users.get_mut(&id) {
            user.realname = realname;
            user.is_deleted = true;
            user.updated_ms = now_ms;
            if is_oidc {
                user.oidc = None;
            }
        }
        Ok(empty())
    }

    /// `PUT /users/{user_id}/cli_secret` (contract 5.10).
    pub(crate) fn set_cli_secret(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let given = bind::body(call, "secret", &SECRET, &mut problems);
        let id = bind::user_id(parts, &mut problems);
        problems.check(call.request)?;
        if self.config.mode != Mode::Oidc {
            return Err(precondition(&format!(
                "unable to update CLI secret under authmode: {}",
                self.config.mode.name()
            )));
        }
        call.owner(id, "update")?;
        let mut secret = given.text("secret").to_owned();
        if secret.is_empty() {
            secret = random_secret(call, 9);
        } else {
            check_secret(&secret)?;
        }
        let now_ms = call.now_ms();
        let user = self.users.get_mut(&storable_id(id)?);
        let oidc = user.and_then(|user| user.oidc.as_mut());
        let oidc = oidc.ok_or_else(|| {
            let message = format!("oidc info for user {id} not found");
            failure(404, "NOT_FOUND", &message)
        })?;
        oidc.secret = secret;
        oidc.updated_ms = now_ms;
        Ok(empty())
    }
}

/// Letters and digits, as the server makes CLI secrets.
pub(crate) fn random_secret(call: &mut Call, length: usize) -> String {
    const LETTERS: [&str; 3] = [
        "abcdefghijkmnpqrstuvwxyz",
        "ABCDEFGHJKLMNPQRSTUVWXYZ",
        "23456789",
    ];
    (0..length)
        .map(|at| {
            // One of each kind in turn, so that the secret fits the rule for secrets.
            let letters = LETTERS.get(at % LETTERS.len()).copied().unwrap_or("a");
            let count = u64::try_from(letters.len()).unwrap_or(1);
            let index = usize::try_from(call.random.below(count)).unwrap_or(0);
            letters.chars().nth(index).unwrap_or('a')
        })
        .collect()
}

/// The text of a deleted row: cut blindly to 255 bytes with the id behind it; nothing when the cut falls inside a
/// letter, which the database refuses for ever (contract 5.7).
fn leftover(text: &str, id: i64) -> Option<String> {
    let tail = format!("#{id}");
    let most = 255 - tail.len().min(255);
    if text.len() <= most {
        return Some(format!("{text}{tail}"));
    }
    text.get(..most).map(|head| format!("{head}{tail}"))
}

/// Eight digits that stand for a text: its CRC-32.
fn checksum(text: &str) -> String {
    let mut sum = u32::MAX;
    for byte in text.bytes() {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            let is_odd = sum & 1 == 1;
            sum >>= 1;
            if is_odd {
                sum ^= 0xedb8_8320;
            }
        }
    }
    format!("{:08x}", !sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.7.

    #[test]
    fn a_checksum_is_the_usual_one() {
        assert_eq!(checksum("123456789"), "cbf43926");
        assert_eq!(checksum(""), "00000000");
    }

    #[test]
    fn a_cut_inside_a_letter_fails() {
        assert_eq!(leftover("mira", 12).as_deref(), Some("mira#12"));
        assert_eq!(leftover(&"m".repeat(255), 306).unwrap().len(), 255);
        assert_eq!(leftover(&"é".repeat(127), 306), None);
        assert_eq!(leftover(&"é".repeat(127), 12).unwrap().len(), 255);
        assert_eq!(leftover(&"😀".repeat(63), 308), None);
    }
}
