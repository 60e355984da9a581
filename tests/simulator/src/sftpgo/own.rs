//! The own profile and password, of administrators and of users (contract 2.2, P1 to P3, and 2.6).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::forget_forced_change;
use super::answer::{Answer, done, error, invalid, missing, ok, said};
use super::filters::clean_certificates;
use super::schema::{ADMIN_PROFILE, PASSWORD_CHANGE, USER_PROFILE};
use super::shape::{Kind, Object, View, write};
use super::state::{Person, Sftpgo, flag, is_password, strings, text};
use super::validate::{check_email, check_more_emails, clean_keys, prune};
use crate::http::Response;

impl Sftpgo {
    pub(crate) fn own(&self, call: &Call) -> Result<&Person, Response> {
        let people = if call.caller.is_user {
            &self.users
        } else {
            &self.admins
        };
        people.get(&call.caller.name).ok_or_else(missing)
    }

    pub(crate) fn own_mut(&mut self, call: &Call) -> Result<&mut Person, Response> {
        let people = if call.caller.is_user {
            &mut self.users
        } else {
            &mut self.admins
        };
        people.get_mut(&call.caller.name).ok_or_else(missing)
    }

    fn show_profile(person: &Person, kind: &'static Kind) -> Answer {
        let mut shown = Object::new();
        for member in ["email", "description", "public_keys"] {
            if let Some(value) = person.settings.get(member) {
                shown.insert(member.to_owned(), value.clone());
            }
        }
        for member in ["allow_api_key_auth", "additional_emails", "tls_certs"] {
            if let Some(value) = person.filter(member) {
                shown.insert(member.to_owned(), value.clone());
            }
        }
        ok(write(&shown, kind, View::Usual))
    }

    /// P1.
    pub(crate) fn read_profile(&self, call: &Call) -> Answer {
        Self::show_profile(self.own(call)?, &ADMIN_PROFILE)
    }

    /// P2.
    pub(crate) fn write_profile(&mut self, call: &mut Call) -> Answer {
        self.own(call)?;
        let given = call.body(&ADMIN_PROFILE)?;
        check_email(text(&given, "email"))?;
        let now = call.now_ms();
        let person = self.own_mut(call)?;
        for member in ["email", "description"] {
            person
                .settings
                .insert(member.to_owned(), json!(text(&given, member)));
        }
        person.set_filter(
            "allow_api_key_auth",
            json!(flag(&given, "allow_api_key_auth")),
        );
        prune(&mut person.settings);
        person.updated_at = now;
        done("Profile updated")
    }

    pub(crate) fn read_user_profile(&self, call: &Call) -> Answer {
        Self::show_profile(self.own(call)?, &USER_PROFILE)
    }

    /// What a restriction protects is left as it is; all of them together forbid the call.
    pub(crate) fn write_user_profile(&mut self, call: &mut Call) -> Answer {
        let given = call.body(&USER_PROFILE)?;
        let person = self.own(call)?;
        let name = call.caller.name.clone();
        // What counts is what is forbidden now, not at sign-in.
        let restrictions = self.effective_list(person, "web_client");
        let may = |restriction: &str| !restrictions.iter().any(|found| found == restriction);
        let (keys, flags, info, certificates) = (
            may("publickey-change-disabled"),
            may("api-key-auth-change-disabled"),
            may("info-change-disabled"),
            may("tls-cert-change-disabled"),
        );
        if !(keys || flags || info || certificates) {
            return Err(said(403, "You are not allowed to change anything"));
        }
        self.check_stored(&name, person)?;
        let now = call.now_ms();
        let mut changed = person.clone();
        if info {
            check_email(text(&given, "email"))?;
            check_more_emails(&given)?;
            for member in ["email", "description"] {
                changed
                    .settings
                    .insert(member.to_owned(), json!(text(&given, member)));
            }
            let emails = strings(&given, "additional_emails");
            changed.set_filter("additional_emails", json!(emails));
        }
        if keys {
            let keys = clean_keys(strings(&given, "public_keys"))?;
            changed
                .settings
                .insert("public_keys".to_owned(), json!(keys));
        }
        if flags {
            changed.set_filter(
                "allow_api_key_auth",
                json!(flag(&given, "allow_api_key_auth")),
            );
        }
        if certificates {
            let certificates = clean_certificates(strings(&given, "tls_certs"))?;
            changed.set_filter("tls_certs", json!(certificates));
        }
        prune(&mut changed.settings);
        changed.updated_at = now;
        *self.own_mut(call)? = changed;
        done("Profile updated")
    }

    fn check_change(&self, call: &mut Call) -> Result<String, Response> {
        let given = call.body(&PASSWORD_CHANGE)?;
        let (current, new) = (
            text(&given, "current_password"),
            text(&given, "new_password"),
        );
        if current.is_empty() || new.is_empty() {
            return Err(invalid(
                "please provide the current password and the new one two times",
            ));
        }
        if current == new {
            return Err(invalid(
                "the new password must be different from the current one",
            ));
        }
        let person = self.own(call)?;
        call.hash();
        // A user who may no longer sign in has no password that matches.
        let may_sign_in = !call.caller.is_user || self.may_sign_in(person, call.now_ms());
        if !may_sign_in || !is_password(&person.password, current) {
            return Err(invalid("current password does not match"));
        }
        Ok(new.to_owned())
    }

    /// P3: the token that makes the change ends with it.
    pub(crate) fn change_password(&mut self, call: &mut Call) -> Answer {
        let new = self.check_change(call)?;
        let hash = self.hash_admin_password(call, &new)?;
        let now = call.now_ms();
        let person = self.own_mut(call)?;
        person.password = hash;
        person.updated_at = now;
        forget_forced_change(person);
        prune(&mut person.settings);
        self.revoke(call);
        done("Password updated")
    }

    pub(crate) fn change_user_password(&mut self, call: &mut Call) -> Answer {
        let new = self.check_change(call)?;
        let name = call.caller.name.clone();
        self.set_user_password(call, &name, &new)?;
        self.revoke(call);
        done("Password updated")
    }

    /// A new password of a user, by the user; whatever stood there must pass today's rules.
    pub(crate) fn set_user_password(
        &mut self,
        call: &mut Call,
        name: &str,
        new: &str,
    ) -> Result<(), Response> {
        let stored = self.users.get(name).ok_or_else(missing)?.clone();
        let mut given = stored.settings.clone();
        given.insert("password".to_owned(), json!(new));
        let mut before = stored.clone();
        forget_forced_change(&mut before);
        if let Some(filters) = before.settings.get("filters") {
            given.insert("filters".to_owned(), filters.clone());
        }
        let prepared = self.prepare(call, name, given, Some(&stored))?;
        let Some(password) = prepared.password else {
            return Err(error(500, "no password"));
        };
        let now = call.now_ms();
        if let Some(person) = self.users.get_mut(name) {
            person.settings = prepared.settings;
            person.password = password;
            person.updated_at = now;
            if prepared.is_new_password {
                person.last_password_change = now;
            }
        }
        Ok(())
    }

    /// Whether an administrator must have a second factor.
    pub(crate) fn is_forced_to_enrol(person: &Person) -> bool {
        person.filter("require_two_factor").and_then(Json::as_bool) == Some(true)
    }
}
