//! Groups, roles and folders (contract 2.5, L1 to L3), with the calls that make and change them.

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, done, invalid, list, missing, ok};
use super::filesystem;
use super::filters::check_filters;
use super::lists::Page;
use super::paths::segment;
use super::schema::{FOLDER, GROUP, ROLE};
use super::shape::{Kind, Object, View, write};
use super::state::{Person, Record, Sftpgo, inner, ms, text};
use super::validate::{clean_permissions, prune, quote};
use crate::http::Response;

const OWN_MEMBERS: &[&str] = &[
    "id",
    "users",
    "admins",
    "groups",
    "created_at",
    "updated_at",
    "used_quota_size",
    "used_quota_files",
    "last_quota_update",
];

fn next_id<'a>(records: impl Iterator<Item = &'a Record>) -> i64 {
    records.map(|record| record.id).max().unwrap_or(0) + 1
}

#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
fn created(kind: &str, name: &str, body: String) -> Answer {
    let location = format!("/api/v2/{kind}/{}", segment(name));
    Ok(Response::json(201, body).header("Location", location))
}

fn referenced(kind: &str, name: &str) -> Response {
    invalid(&format!(
        "the {kind} {} is referenced, it cannot be removed",
        quote(name)
    ))
}

/// Names of the accounts for which something holds.
fn names_where<'a>(
    people: impl Iterator<Item = (&'a String, &'a Person)>,
    holds: impl Fn(&Person) -> bool,
) -> Vec<&'a str> {
    people
        .filter(|(_, person)| holds(person))
        .map(|(name, _)| name.as_str())
        .collect()
}

fn names_in(person: &Person, member: &str, name: &str) -> bool {
    person
        .settings
        .get(member)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_object)
        .any(|mapping| text(mapping, "name") == name)
}

impl Sftpgo {
    fn duplicate(&self, table: &str, name: &str) -> Response {
        let words = if self.toggles.is("store", "sqlite") {
            format!("UNIQUE constraint failed: {table}.name")
        } else {
            format!(
                "{} {} already exists",
                table.trim_end_matches('s'),
                quote(name)
            )
        };
        self.taken(&words)
    }

    /// The body without what only the server writes, and the name.
    fn record(&self, call: &Call, kind: &'static Kind) -> Result<(String, Object), Response> {
        let mut given = call.body(kind)?;
        for member in OWN_MEMBERS {
            given.remove(*member);
        }
        let name = self.convert(text(&given, "name"));
        if name.is_empty() {
            return Err(invalid("name is mandatory"));
        }
        self.check_name(&name, "name")?;
        Ok((name, given))
    }

    fn stamp(data: &mut Object, created_at: u64, call: &Call) {
        data.insert("created_at".to_owned(), json!(created_at));
        data.insert("updated_at".to_owned(), json!(call.now_ms()));
    }

    fn show_group(&self, name: &str, record: &Record) -> String {
        let mut shown = record.data.clone();
        shown.insert("id".to_owned(), json!(record.id));
        shown.insert("name".to_owned(), json!(name));
        let users = names_where(self.users.iter(), |user| names_in(user, "groups", name));
        let admins = names_where(self.admins.iter(), |admin| names_in(admin, "groups", name));
        shown.insert("users".to_owned(), json!(users));
        shown.insert("admins".to_owned(), json!(admins));
        // SQL stores keep the absence of permissions as it is.
        if !self.toggles.is("store", "sqlite")
            && let Some(settings) = shown.get_mut("user_settings").and_then(Json::as_object_mut)
            && !settings.contains_key("permissions")
        {
            settings.insert("permissions".to_owned(), json!({}));
        }
        write(&shown, &GROUP, View::Usual)
    }

    /// L1.
    pub(crate) fn list_groups(&self, call: &Call) -> Answer {
        let items: Vec<String> = Page::of(call)?
            .cut(self.groups.iter())
            .into_iter()
            .map(|(name, record)| self.show_group(name, record))
            .collect();
        list(&items)
    }

    pub(crate) fn read_group(&self, name: &str) -> Answer {
        let name = self.convert(name);
        let record = self.groups.get(&name).ok_or_else(missing)?;
        ok(self.show_group(&name, record))
    }

    pub(crate) fn create_group(&mut self, call: &mut Call) -> Answer {
        let (name, mut data) = self.record(call, &GROUP)?;
        self.settle_group(call, &name, &mut data)?;
        if self.groups.contains_key(&name) {
            return Err(self.duplicate("groups", &name));
        }
        Self::stamp(&mut data, call.now_ms(), call);
        let id = next_id(self.groups.values());
        let record = Record { id, data };
        let body = self.show_group(&name, &record);
        self.groups.insert(name.clone(), record);
        created("groups", &name, body)
    }

    pub(crate) fn update_group(&mut self, call: &mut Call, name: &str) -> Answer {
        let name = self.convert(name);
        let created_at = self
            .groups
            .get(&name)
            .ok_or_else(missing)?
            .data
            .get("created_at")
            .cloned();
        let mut data = call.body(&GROUP)?;
        for member in OWN_MEMBERS {
            data.remove(*member);
        }
        let before = self.group_settings(&name);
        let before = before.and_then(|settings| inner(settings, "filesystem"));
        if let Some(filesystem) = data
            .get_mut("user_settings")
            .and_then(|settings| settings.get_mut("filesystem"))
            .and_then(Json::as_object_mut)
        {
            filesystem::keep_secrets(filesystem, before);
        }
        self.settle_group(call, &name, &mut data)?;
        Self::stamp(&mut data, 0, call);
        data.insert("created_at".to_owned(), created_at.unwrap_or_default());
        if let Some(record) = self.groups.get_mut(&name) {
            record.data = data;
        }
        done("Group updated")
    }

    pub(crate) fn delete_group(&mut self, name: &str) -> Answer {
        let name = self.convert(name);
        if !self.groups.contains_key(&name) {
            return Err(missing());
        }
        let is_used = |person: &Person| names_in(person, "groups", &name);
        if self.users.values().any(is_used) || self.admins.values().any(is_used) {
            return Err(referenced("group", &name));
        }
        self.groups.remove(&name);
        done("Group deleted")
    }

    fn show_role(&self, name: &str, record: &Record) -> String {
        let mut shown = record.data.clone();
        shown.insert("id".to_owned(), json!(record.id));
        shown.insert("name".to_owned(), json!(name));
        let users = names_where(self.users.iter(), |user| user.role() == name);
        let admins = names_where(self.admins.iter(), |admin| admin.role() == name);
        shown.insert("users".to_owned(), json!(users));
        shown.insert("admins".to_owned(), json!(admins));
        write(&shown, &ROLE, View::Usual)
    }

    /// L2.
    pub(crate) fn list_roles(&self, call: &Call) -> Answer {
        let items: Vec<String> = Page::of(call)?
            .cut(self.roles.iter())
            .into_iter()
            .map(|(name, record)| self.show_role(name, record))
            .collect();
        list(&items)
    }

    pub(crate) fn read_role(&self, name: &str) -> Answer {
        let name = self.convert(name);
        let record = self.roles.get(&name).ok_or_else(missing)?;
        ok(self.show_role(&name, record))
    }

    pub(crate) fn create_role(&mut self, call: &mut Call) -> Answer {
        let (name, mut data) = self.record(call, &ROLE)?;
        if self.roles.contains_key(&name) {
            return Err(self.duplicate("roles", &name));
        }
        Self::stamp(&mut data, call.now_ms(), call);
        let id = next_id(self.roles.values());
        let record = Record { id, data };
        let body = self.show_role(&name, &record);
        self.roles.insert(name.clone(), record);
        created("roles", &name, body)
    }

    pub(crate) fn update_role(&mut self, call: &mut Call, name: &str) -> Answer {
        let name = self.convert(name);
        if !self.roles.contains_key(&name) {
            return Err(missing());
        }
        let given = call.body(&ROLE)?;
        let description = text(&given, "description").to_owned();
        let now = call.now_ms();
        if let Some(record) = self.roles.get_mut(&name) {
            record
                .data
                .insert("description".to_owned(), json!(description));
            record.data.insert("updated_at".to_owned(), json!(ms(now)));
        }
        done("Role updated")
    }

    pub(crate) fn delete_role(&mut self, name: &str) -> Answer {
        let name = self.convert(name);
        if !self.roles.contains_key(&name) {
            return Err(missing());
        }
        let is_used = |person: &Person| person.role() == name;
        if self.users.values().any(is_used) || self.admins.values().any(is_used) {
            return Err(referenced("role", &name));
        }
        self.roles.remove(&name);
        done("Role deleted")
    }

    fn show_folder(&self, name: &str, record: &Record) -> String {
        let mut shown = record.data.clone();
        shown.insert("id".to_owned(), json!(record.id));
        shown.insert("name".to_owned(), json!(name));
        let users = names_where(self.users.iter(), |user| {
            names_in(user, "virtual_folders", name)
        });
        shown.insert("users".to_owned(), json!(users));
        write(&shown, &FOLDER, View::Folder)
    }

    /// L3.
    pub(crate) fn list_folders(&self, call: &Call) -> Answer {
        let items: Vec<String> = Page::of(call)?
            .cut(self.folders.iter())
            .into_iter()
            .map(|(name, record)| self.show_folder(name, record))
            .collect();
        list(&items)
    }

    pub(crate) fn read_folder(&self, name: &str) -> Answer {
        let name = self.convert(name);
        let record = self.folders.get(&name).ok_or_else(missing)?;
        ok(self.show_folder(&name, record))
    }

    pub(crate) fn create_folder(&mut self, call: &mut Call) -> Answer {
        let (name, mut data) = self.record(call, &FOLDER)?;
        self.settle_folder(call, &name, &mut data)?;
        if self.folders.contains_key(&name) {
            return Err(self.duplicate("folders", &name));
        }
        let id = next_id(self.folders.values());
        let record = Record { id, data };
        let body = self.show_folder(&name, &record);
        self.folders.insert(name.clone(), record);
        created("folders", &name, body)
    }

    pub(crate) fn update_folder(&mut self, call: &mut Call, name: &str) -> Answer {
        let name = self.convert(name);
        let stored = self.folders.get(&name).ok_or_else(missing)?.data.clone();
        let mut data = call.body(&FOLDER)?;
        for member in OWN_MEMBERS {
            data.remove(*member);
        }
        if let Some(filesystem) = data.get_mut("filesystem").and_then(Json::as_object_mut) {
            filesystem::keep_secrets(filesystem, inner(&stored, "filesystem"));
        }
        self.settle_folder(call, &name, &mut data)?;
        if let Some(record) = self.folders.get_mut(&name) {
            record.data = data;
        }
        done("Folder updated")
    }

    pub(crate) fn delete_folder(&mut self, name: &str) -> Answer {
        let name = self.convert(name);
        self.folders.remove(&name).ok_or_else(missing)?;
        // Accounts lose what they had mounted.
        for user in self.users.values_mut() {
            if let Some(mounts) = user
                .settings
                .get_mut("virtual_folders")
                .and_then(Json::as_array_mut)
            {
                mounts.retain(|mount| mount.get("name").and_then(Json::as_str) != Some(&name));
            }
        }
        done("Folder deleted")
    }

    fn settle_group(
        &self,
        call: &mut Call,
        name: &str,
        given: &mut Object,
    ) -> Result<(), Response> {
        let mut settings = inner(given, "user_settings").cloned().unwrap_or_default();
        if let Some(permissions) = inner(&settings, "permissions").cloned()
            && !permissions.is_empty()
        {
            let mut with_root = permissions.clone();
            with_root.entry("/").or_insert_with(|| json!(["list"]));
            let mut cleaned = clean_permissions(&with_root)?;
            if !permissions.contains_key("/") {
                cleaned.remove("/");
            }
            settings.insert("permissions".to_owned(), Json::Object(cleaned));
        } else {
            settings.remove("permissions");
        }
        if let Some(filters) = settings.get_mut("filters").and_then(Json::as_object_mut) {
            check_filters(filters)?;
        }
        let stored = self.settle_storage(inner(&settings, "filesystem"), name, call.random)?;
        settings.remove("filesystem");
        if let Some(stored) = stored {
            settings.insert("filesystem".to_owned(), stored);
        }
        prune(&mut settings);
        given.insert("user_settings".to_owned(), Json::Object(settings));
        Ok(())
    }

    fn settle_folder(
        &self,
        call: &mut Call,
        name: &str,
        given: &mut Object,
    ) -> Result<(), Response> {
        let stored = self.settle_storage(inner(given, "filesystem"), name, call.random)?;
        given.remove("filesystem");
        let is_local = stored.is_none();
        if let Some(stored) = stored {
            given.insert("filesystem".to_owned(), stored);
        }
        let path = text(given, "mapped_path").to_owned();
        if is_local && !path.starts_with('/') {
            return Err(invalid(&format!(
                "invalid folder mapped path {}",
                quote(&path)
            )));
        }
        Ok(())
    }
}
