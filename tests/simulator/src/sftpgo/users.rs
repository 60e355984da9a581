//! The operations on accounts (contract 2.1).

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, done, error, invalid, list, missing, ok, said};
use super::paths::segment;
use super::schema::USER;
use super::shape::{Object, View, write};
use super::state::{Factor, Person, Sftpgo, inner, ms, text};
use super::validate::quote;
use crate::http::Response;

/// Accounts that are written in a millisecond.
const WRITTEN_IN_A_MS: usize = 50;

impl Sftpgo {
    /// U1.
    pub(crate) fn list_users(&self, call: &mut Call) -> Answer {
        let page = super::lists::Page::of(call)?;
        let role = call.caller.role.clone();
        let is_own = |person: &Person| role.is_empty() || person.role() == role;
        // On these stores the offset counts accounts of other tenants too.
        let is_late = !self.toggles.is("store", "sqlite");
        let all = page.order(self.users.iter());
        let found: Vec<_> = if is_late {
            all.skip(page.offset)
                .filter(|(_, person)| is_own(person))
                .take(page.limit)
                .collect()
        } else {
            all.filter(|(_, person)| is_own(person))
                .skip(page.offset)
                .take(page.limit)
                .collect()
        };
        call.spent_ms += u64::try_from(found.len() / WRITTEN_IN_A_MS).unwrap_or(0);
        let items: Vec<String> = found
            .into_iter()
            .map(|(name, person)| self.show_user(name, person, View::Usual))
            .collect();
        list(&items)
    }

    /// An account as answers hold it.
    pub(crate) fn show_user(&self, name: &str, person: &Person, view: View) -> String {
        let mut shown = person.settings.clone();
        let mut put = |member: &str, value: Json| shown.insert(member.to_owned(), value);
        put("id", json!(person.id));
        put("username", json!(name));
        put("has_password", json!(!person.password.is_empty()));
        if view == View::Confidential {
            put("password", json!(person.password));
        }
        for (member, value) in [
            ("used_quota_size", person.usage.size),
            ("used_quota_files", person.usage.files),
            ("last_quota_update", ms(person.usage.updated_at)),
            ("used_upload_data_transfer", person.usage.uploaded),
            ("used_download_data_transfer", person.usage.downloaded),
            ("last_login", ms(person.last_login)),
            ("created_at", ms(person.created_at)),
            ("updated_at", ms(person.updated_at)),
            ("last_password_change", ms(person.last_password_change)),
        ] {
            put(member, json!(value));
        }
        show_factor(&mut shown, &person.factor);
        if let Some(Json::Array(mounts)) = shown.get_mut("virtual_folders") {
            for mount in mounts.iter_mut().filter_map(Json::as_object_mut) {
                self.complete_mount(mount);
            }
        }
        write(&shown, &USER, view)
    }

    /// U2.
    pub(crate) fn create_user(&mut self, call: &mut Call) -> Answer {
        let Some(admin) = self.admins.get(&call.caller.name) else {
            return Err(missing());
        };
        let days = admin
            .filter("preferences")
            .and_then(|preferences| preferences.get("default_users_expiration"))
            .and_then(Json::as_i64)
            .unwrap_or(0);
        let mut given = call.body(&USER)?;
        if days > 0 && !given.contains_key("expiration_date") {
            let expires = ms(call.now_ms()) + days * 86_400_000;
            given.insert("expiration_date".to_owned(), json!(expires));
        }
        if !call.caller.role.is_empty() {
            given.insert("role".to_owned(), json!(call.caller.role));
        }
        let name = self.convert(text(&given, "username"));
        let prepared = self.prepare(call, &name, given, None)?;
        if self.users.contains_key(&name) {
            let words = if self.toggles.is("store", "sqlite") {
                "UNIQUE constraint failed: users.username".to_owned()
            } else {
                format!("username {name} already exists")
            };
            return Err(self.taken(&words));
        }
        self.check_relations(&prepared.settings)?;
        let now = call.now_ms();
        let ids: Vec<i64> = self.users.values().map(|person| person.id).collect();
        let person = Person {
            id: self.next_id(ids.iter()),
            settings: prepared.settings,
            password: prepared.password.unwrap_or_default(),
            created_at: now,
            updated_at: now,
            last_password_change: if prepared.is_new_password { now } else { 0 },
            ..Person::default()
        };
        self.users.insert(name.clone(), person);
        let view = self.view_of(call);
        let location = format!("/api/v2/users/{}", segment(&name));
        let body = self
            .users
            .get(&name)
            .map(|person| self.show_user(&name, person, view))
            .unwrap_or_default();
        Ok(Response::json(201, body).header("Location", location))
    }

    /// The refusal of a name that is taken, with the words of the store.
    pub(crate) fn taken(&self, words: &str) -> Response {
        if self.is_since("2.6.0") {
            error(409, &format!("duplicated key not allowed: {words}"))
        } else {
            error(500, words)
        }
    }

    /// Roles, groups and folders that a save names must exist; how a missing one is told depends on the store.
    fn check_relations(&self, settings: &Object) -> Result<(), Response> {
        let is_sql = self.toggles.is("store", "sqlite");
        let role = text(settings, "role");
        if !role.is_empty() && !self.roles.contains_key(role) {
            let words = if is_sql {
                "FOREIGN KEY constraint failed".to_owned()
            } else {
                format!("role {} does not exist", quote(role))
            };
            let words = format!("violates foreign key constraint: {words}");
            return Err(error(self.conflict(), &words));
        }
        if let Some(name) = missing_name(settings, "virtual_folders", &self.folders) {
            return Err(error(
                500,
                &if is_sql {
                    "NOT NULL constraint failed: users_folders_mapping.folder_id".to_owned()
                } else {
                    let name = quote(name);
                    format!("unable to get folder {name}: not found: folder {name} does not exist")
                },
            ));
        }
        if let Some(name) = missing_name(settings, "groups", &self.groups) {
            return Err(match self.toggles.choice("store") {
                "memory" => missing(),
                "bolt" => error(500, &format!("group {} does not exist", quote(name))),
                _ => error(
                    500,
                    "NOT NULL constraint failed: users_groups_mapping.group_id",
                ),
            });
        }
        Ok(())
    }

    /// The account that a path names, if the caller's tenant holds it.
    pub(crate) fn seen<'a>(
        &'a self,
        call: &Call,
        name: &str,
    ) -> Result<(String, &'a Person), Response> {
        let name = self.convert(name);
        let person = self
            .users
            .get(&name)
            .filter(|person| call.caller.sees(person.role()))
            .ok_or_else(missing)?;
        Ok((name, person))
    }

    /// U3.
    pub(crate) fn read_user(&self, call: &Call, name: &str) -> Answer {
        let (name, person) = self.seen(call, name)?;
        ok(self.show_user(&name, person, self.view_of(call)))
    }

    /// U4.
    pub(crate) fn update_user(&mut self, call: &mut Call, name: &str) -> Answer {
        let mut must_disconnect = false;
        if let Some(given) = call.query("disconnect") {
            let number: i64 = given.parse().map_err(|_| {
                error(
                    400,
                    &format!(
                        "invalid disconnect parameter: strconv.Atoi: parsing {}: {}",
                        quote(&given),
                        number_complaint(&given)
                    ),
                )
            })?;
            must_disconnect = number == 1;
        }
        let (name, stored) = self.seen(call, name)?;
        let stored = stored.clone();
        let mut given = call.body(&USER)?;
        if !call.caller.role.is_empty() {
            given.insert("role".to_owned(), json!(call.caller.role));
        }
        let prepared = self.prepare(call, &name, given, Some(&stored))?;
        self.check_relations(&prepared.settings)?;
        let now = call.now_ms();
        if let Some(person) = self.users.get_mut(&name) {
            person.settings = prepared.settings;
            person.updated_at = now;
            if let Some(password) = prepared.password {
                person.password = password;
            }
            if prepared.is_new_password {
                person.last_password_change = now;
            }
        }
        if must_disconnect {
            self.connections
                .retain(|connection| connection.user != name);
        }
        done("User updated")
    }

    /// U5.
    pub(crate) fn delete_user(&mut self, call: &Call, name: &str) -> Answer {
        let (name, _) = self.seen(call, name)?;
        self.users.remove(&name);
        self.keys.retain(|_, key| text(&key.data, "user") != name);
        self.connections
            .retain(|connection| connection.user != name);
        done("User deleted")
    }

    /// U6.
    pub(crate) fn disable_factor(&mut self, call: &mut Call, name: &str) -> Answer {
        let (name, person) = self.seen(call, name)?;
        if !person.factor.enabled {
            return Err(said(400, "two-factor authentication is not enabled"));
        }
        self.check_stored(&name, person)?;
        let now = call.now_ms();
        if let Some(person) = self.users.get_mut(&name) {
            person.factor = Factor::default();
            person.updated_at = now;
        }
        done("2FA disabled")
    }

    /// What is stored from before today's rules can no longer be saved (contract 5.8).
    pub(crate) fn check_stored(&self, name: &str, person: &Person) -> Result<(), Response> {
        self.check_name(name, "username")?;
        if inner(&person.settings, "permissions").is_none_or(Object::is_empty) {
            return Err(invalid("please grant some permissions to this user"));
        }
        Ok(())
    }

    /// Full secrets for those who may and ask with the digit 1 (contract 3.7).
    fn view_of(&self, call: &Call) -> View {
        let is_asked = call.query("confidential_data").as_deref() == Some("1");
        if is_asked && call.caller.may(self.permission_of_secrets()) {
            View::Confidential
        } else {
            View::Usual
        }
    }

    fn complete_mount(&self, mount: &mut Object) {
        let Some(folder) = self.folders.get(text(mount, "name")) else {
            return;
        };
        mount.insert("id".to_owned(), json!(folder.id));
        for (member, value) in &folder.data {
            if !mount.contains_key(member) {
                mount.insert(member.clone(), value.clone());
            }
        }
    }
}

/// What is wrong with a text that should be a whole number.
fn number_complaint(text: &str) -> &'static str {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        "value out of range"
    } else {
        "invalid syntax"
    }
}

fn missing_name<'a, T>(
    settings: &'a Object,
    member: &str,
    known: &BTreeMap<String, T>,
) -> Option<&'a str> {
    settings
        .get(member)?
        .as_array()?
        .iter()
        .filter_map(Json::as_object)
        .map(|mapping| text(mapping, "name"))
        .find(|name| !known.contains_key(*name))
}

/// Puts a second factor into the filters of an answer.
pub(crate) fn show_factor(shown: &mut Object, factor: &Factor) {
    let mut config = Object::new();
    if factor.enabled {
        config.insert("enabled".to_owned(), json!(true));
        config.insert("config_name".to_owned(), json!(factor.config));
        config.insert("protocols".to_owned(), json!(factor.protocols));
        if let Some(secret) = &factor.secret {
            config.insert("secret".to_owned(), secret.stored.clone());
        }
    }
    let codes: Vec<Json> = factor
        .codes
        .iter()
        .map(|(code, is_used)| json!({"secret": code.stored, "used": is_used}))
        .collect();
    let filters = shown
        .entry("filters")
        .or_insert_with(|| json!({}))
        .as_object_mut();
    if let Some(filters) = filters {
        filters.insert("totp_config".to_owned(), Json::Object(config));
        filters.insert("recovery_codes".to_owned(), json!(codes));
    }
}
