//! Administrators, for the picker of API keys and as set-up of the other calls (contract 2.5, L4 and 5.7).

use serde_json::{Value as Json, json};

use super::answer::{Answer, done, error, invalid, list, missing, ok};
use super::lists::Page;
use super::paths::segment;
use super::schema::ADMIN;
use super::shape::{Object, View, write};
use super::state::{Person, Sftpgo, is_hash, ms, number, strings, text};
use super::text::Network;
use super::validate::{check_email, prune, quote};
use super::{Call, entropy};
use crate::http::Response;

const PERMISSIONS: &[&str] = &[
    "*",
    "add_users",
    "edit_users",
    "del_users",
    "view_users",
    "view_conns",
    "close_conns",
    "view_status",
    "manage_folders",
    "manage_groups",
    "quota_scans",
    "manage_defender",
    "view_defender",
    "view_events",
    "disable_mfa",
];

/// Names that releases before 2.6.3 know too (contract 5.15).
const OLD_PERMISSIONS: &[&str] = &[
    "manage_admins",
    "manage_apikeys",
    "manage_system",
    "manage_roles",
    "manage_event_rules",
    "manage_ip_lists",
    "retention_checks",
];

/// Names that releases before 2.6.0 do not know yet.
const NEW_PERMISSIONS: &[&str] = &["manage_folders", "disable_mfa"];

impl Sftpgo {
    fn show_admin(name: &str, person: &Person) -> String {
        let mut shown = person.settings.clone();
        for (member, value) in [
            ("id", json!(person.id)),
            ("username", json!(name)),
            ("created_at", json!(ms(person.created_at))),
            ("updated_at", json!(ms(person.updated_at))),
            ("last_login", json!(ms(person.last_login))),
        ] {
            shown.insert(member.to_owned(), value);
        }
        super::users::show_factor(&mut shown, &person.factor);
        write(&shown, &ADMIN, View::Usual)
    }

    /// L4.
    pub(crate) fn list_admins(&self, call: &Call) -> Answer {
        let items: Vec<String> = Page::of(call)?
            .cut(self.admins.iter())
            .into_iter()
            .map(|(name, person)| Self::show_admin(name, person))
            .collect();
        list(&items)
    }

    pub(crate) fn read_admin(&self, name: &str) -> Answer {
        let name = self.convert(name);
        let person = self.admins.get(&name).ok_or_else(missing)?;
        ok(Self::show_admin(&name, person))
    }

    fn settle_admin(&self, name: &str, given: &mut Object) -> Result<(), Response> {
        for member in ["id", "username", "created_at", "updated_at", "last_login"] {
            given.remove(member);
        }
        if let Some(filters) = given.get_mut("filters").and_then(Json::as_object_mut) {
            filters.remove("totp_config");
            filters.remove("recovery_codes");
            for network in strings(filters, "allow_list") {
                if Network::read(network).is_none() {
                    return Err(invalid(&format!(
                        "could not parse allow list entry {} : invalid CIDR address: {network}",
                        quote(network)
                    )));
                }
            }
        }
        self.check_name(name, "username")?;
        check_email(text(given, "email"))?;
        let permissions = strings(given, "permissions");
        if permissions.is_empty() {
            return Err(invalid("please grant some permissions to this admin"));
        }
        let is_old = !self.is_since("2.6.3");
        let is_oldest = !self.is_since("2.6.0");
        let is_known = |one: &&str| {
            let is_new = is_oldest && NEW_PERMISSIONS.contains(one);
            (PERMISSIONS.contains(one) && !is_new) || (is_old && OLD_PERMISSIONS.contains(one))
        };
        if let Some(unknown) = permissions.iter().find(|one| !is_known(one)) {
            return Err(invalid(&format!("invalid permission: {}", quote(unknown))));
        }
        let is_super = permissions.contains(&"*");
        let role = text(given, "role");
        if is_super && !role.is_empty() {
            return Err(invalid("a role admin cannot be a super admin"));
        }
        if !(0..=1).contains(&number(given, "status")) {
            return Err(invalid(&format!(
                "invalid status: {}",
                number(given, "status")
            )));
        }
        if !role.is_empty() && !self.roles.contains_key(role) {
            let words = if self.toggles.is("store", "sqlite") {
                "FOREIGN KEY constraint failed".to_owned()
            } else {
                format!("role {} does not exist", quote(role))
            };
            return Err(error(
                self.conflict(),
                &format!("violates foreign key constraint: {words}"),
            ));
        }
        if is_super {
            given.insert("permissions".to_owned(), json!(["*"]));
        }
        prune(given);
        Ok(())
    }

    /// The hash of an administrator's new password, which is trimmed (contract 5.5).
    pub(crate) fn hash_admin_password(
        &self,
        call: &mut Call,
        plain: &str,
    ) -> Result<String, Response> {
        let plain = plain.trim();
        if is_hash(plain) {
            return Ok(plain.to_owned());
        }
        let wanted = u32::try_from(self.toggles.number("admin_entropy").unwrap_or(0)).unwrap_or(0);
        if wanted > 0
            && let Some(problem) = entropy::complaint(plain, f64::from(wanted))
        {
            return Err(invalid(&problem));
        }
        self.hash_password(call, plain)
            .map_err(|problem| error(500, problem))
    }

    pub(crate) fn create_admin(&mut self, call: &mut Call) -> Answer {
        let mut given = call.body(&ADMIN)?;
        let name = self.convert(text(&given, "username"));
        let password = match given.remove("password") {
            Some(Json::String(password)) => password,
            _ => String::new(),
        };
        if !name.is_empty() && password.trim().is_empty() {
            return Err(invalid("please set a password"));
        }
        self.settle_admin(&name, &mut given)?;
        let password = self.hash_admin_password(call, &password)?;
        if self.admins.contains_key(&name) {
            let words = if self.toggles.is("store", "sqlite") {
                "UNIQUE constraint failed: admins.username".to_owned()
            } else {
                format!("admin {} already exists", quote(&name))
            };
            return Err(self.taken(&words));
        }
        let now = call.now_ms();
        let id = self
            .admins
            .values()
            .map(|admin| admin.id)
            .max()
            .unwrap_or(0)
            + 1;
        let person = Person {
            id,
            settings: given,
            password,
            created_at: now,
            updated_at: now,
            ..Person::default()
        };
        let body = Self::show_admin(&name, &person);
        self.admins.insert(name.clone(), person);
        let location = format!("/api/v2/admins/{}", segment(&name));
        Ok(Response::json(201, body).header("Location", location))
    }

    pub(crate) fn update_admin(&mut self, call: &mut Call, name: &str) -> Answer {
        let name = self.convert(name);
        let stored = self.admins.get(&name).ok_or_else(missing)?.clone();
        let mut given = call.body(&ADMIN)?;
        let password = match given.remove("password") {
            Some(Json::String(password)) if !password.trim().is_empty() => Some(password),
            _ => None,
        };
        if name == call.caller.name {
            if call.caller.token_id.is_empty() {
                return Err(error(
                    400,
                    "updating the admin impersonated with an API key is not allowed",
                ));
            }
            check_own_update(&stored, &given)?;
            keep_duties(&stored, &mut given);
        }
        self.settle_admin(&name, &mut given)?;
        let password = match password {
            Some(password) => Some(self.hash_admin_password(call, &password)?),
            None => None,
        };
        let now = call.now_ms();
        if let Some(person) = self.admins.get_mut(&name) {
            person.settings = given;
            person.updated_at = now;
            if let Some(password) = password {
                person.password = password;
            }
        }
        done("Admin updated")
    }

    pub(crate) fn delete_admin(&mut self, call: &Call, name: &str) -> Answer {
        let name = self.convert(name);
        if name == call.caller.name {
            return Err(error(400, "you cannot delete yourself"));
        }
        self.admins.remove(&name).ok_or_else(missing)?;
        self.keys.retain(|_, key| text(&key.data, "admin") != name);
        done("Admin deleted")
    }
}

/// What somebody else demands of an administrator stays, whatever they save of themselves.
fn keep_duties(stored: &Person, given: &mut Object) {
    let filters = given
        .entry("filters")
        .or_insert_with(|| json!({}))
        .as_object_mut();
    let Some(filters) = filters else { return };
    for duty in ["require_password_change", "require_two_factor"] {
        filters.insert(duty.to_owned(), json!(stored.has_filter(duty)));
    }
}

/// An administrator cannot lock itself out (contract 5.7).
fn check_own_update(stored: &Person, given: &Object) -> Result<(), Response> {
    if strings(given, "permissions") != strings(&stored.settings, "permissions") {
        return Err(error(400, "you cannot change your permissions"));
    }
    if number(given, "status") == 0 {
        return Err(error(400, "you cannot disable yourself"));
    }
    if text(given, "role") != stored.role() {
        return Err(error(400, "you cannot add/change your role"));
    }
    Ok(())
}
