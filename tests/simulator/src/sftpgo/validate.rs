//! The rules of every save of an account (contract 3.1 to 3.4, 5.2, 5.5, 5.8).

use serde_json::{Value as Json, json};

use super::answer::{error, invalid};
use super::filesystem;
use super::filters::settle_filters;
use super::paths::clean;
use super::shape::Object;
use super::state::{Person, Sftpgo, flag, hash, inner, is_hash, number, strings, text};
use super::text::{BAD_NAME, NameRules, is_email, is_good_name, is_plain_name, key_complaint};
use super::{Call, entropy};
use crate::http::Response;
use crate::portainer::go_quote;

/// What a save is to store.
pub(crate) struct Prepared {
    pub(crate) settings: Object,
    /// The new hash; `None` keeps the old one.
    pub(crate) password: Option<String>,
    /// Whether the password was given as plain text.
    pub(crate) is_new_password: bool,
}

/// Members that only the server writes.
const READ_ONLY: &[&str] = &[
    "id",
    "username",
    "has_password",
    "used_quota_size",
    "used_quota_files",
    "last_quota_update",
    "used_upload_data_transfer",
    "used_download_data_transfer",
    "last_login",
    "created_at",
    "updated_at",
    "first_download",
    "first_upload",
    "last_password_change",
];

pub(crate) fn quote(text: &str) -> String {
    go_quote(text.as_bytes())
}

impl Sftpgo {
    /// Checks an account and gives what is stored of it.
    pub(crate) fn prepare(
        &self,
        call: &mut Call,
        name: &str,
        mut given: Object,
        stored: Option<&Person>,
    ) -> Result<Prepared, Response> {
        let password = match given.remove("password") {
            Some(Json::String(text)) => Some(text),
            _ => None,
        };
        for member in READ_ONLY {
            given.remove(*member);
        }
        self.forget_what_is_new(&mut given);
        if let Some(filters) = given.get_mut("filters").and_then(Json::as_object_mut) {
            filters.remove("totp_config");
            filters.remove("recovery_codes");
        }
        if let (Some(stored), Some(filesystem)) = (
            stored,
            given.get_mut("filesystem").and_then(Json::as_object_mut),
        ) {
            filesystem::keep_secrets(filesystem, inner(&stored.settings, "filesystem"));
        }
        self.convert_names(&mut given);
        check_spelling(name, "username", self.name_rules())?;
        check_emails(&given)?;
        self.check_letters(name, "username")?;
        check_base(&given, stored.is_none())?;
        self.settle_home(&mut given, name)?;
        settle_numbers(&mut given);
        if inner(&given, "filters").is_some_and(|filters| flag(filters, "is_anonymous")) {
            make_anonymous(&mut given);
        }
        let stored_filesystem =
            self.settle_storage(inner(&given, "filesystem"), name, call.random)?;
        given.remove("filesystem");
        if let Some(filesystem) = stored_filesystem {
            given.insert("filesystem".to_owned(), filesystem);
        }
        check_groups(&given)?;
        settle_permissions(&mut given)?;
        settle_folders(&mut given)?;
        if !(0..=1).contains(&number(&given, "status")) {
            let text = format!("invalid user status: {}", number(&given, "status"));
            return Err(invalid(&text));
        }
        let is_new_password = password
            .as_ref()
            .is_some_and(|password| !password.is_empty() && !is_hash(password));
        let password = match password {
            Some(plain) if is_new_password => Some(self.hash_user_password(call, &plain, &given)?),
            other => other,
        };
        settle_keys(&mut given)?;
        settle_filters(
            &mut given,
            stored.is_some_and(|stored| stored.factor.enabled),
        )?;
        prune(&mut given);
        Ok(Prepared {
            settings: given,
            password,
            is_new_password,
        })
    }

    /// The rules of names, for accounts of both tables.
    pub(crate) fn check_name(&self, name: &str, member: &str) -> Result<(), Response> {
        check_spelling(name, member, self.name_rules())?;
        self.check_letters(name, member)
    }

    /// Names of other objects are converted as an account's own (contract 5.8).
    fn convert_names(&self, given: &mut Object) {
        if let Some(Json::String(role)) = given.get_mut("role") {
            *role = self.convert(role);
        }
        for list in ["groups", "virtual_folders"] {
            let members = given.get_mut(list).and_then(Json::as_array_mut);
            for member in members.into_iter().flatten() {
                if let Some(Json::String(name)) = member.get_mut("name") {
                    *name = self.convert(name);
                }
            }
        }
    }

    fn check_letters(&self, name: &str, member: &str) -> Result<(), Response> {
        if self.toggles.number("naming_rules").unwrap_or(0) & 1 == 0 && !is_plain_name(name) {
            return Err(invalid(&format!(
                "{member} {} is not valid, the following characters are allowed: a-zA-Z0-9-_.~",
                quote(name)
            )));
        }
        Ok(())
    }

    fn settle_home(&self, given: &mut Object, name: &str) -> Result<(), Response> {
        let provider = inner(given, "filesystem").map_or(0, |found| number(found, "provider"));
        let home = match (text(given, "home_dir"), provider) {
            ("", _) if !self.toggles.is("base_dir", "none") => {
                clean(&format!("{}/{name}", self.toggles.choice("base_dir")))
            }
            ("", 1 | 2 | 3 | 5 | 6) => format!("/tmp/{name}"),
            ("", _) => return Err(invalid("home_dir is mandatory")),
            (given, _) => clean(given),
        };
        if !home.starts_with('/') {
            return Err(invalid(&format!(
                "home_dir must be an absolute path, actual value: {home}"
            )));
        }
        given.insert("home_dir".to_owned(), json!(home));
        Ok(())
    }

    fn hash_user_password(
        &self,
        call: &mut Call,
        plain: &str,
        given: &Object,
    ) -> Result<String, Response> {
        let candidate = Person {
            settings: given.clone(),
            ..Person::default()
        };
        let strength = |filters: Option<&Object>| {
            filters.map_or(0, |filters| number(filters, "password_strength"))
        };
        let check = |wanted: i64| {
            let wanted = u32::try_from(wanted).unwrap_or(0);
            let problem = entropy::complaint(plain, f64::from(wanted)).filter(|_| wanted > 0);
            problem.map_or(Ok(()), |problem| Err(invalid(&problem)))
        };
        // The group's rule stands beside the own one, which stands for the server's.
        if let Some(group) = candidate.groups(1).first() {
            let Some(settings) = self.group_settings(group) else {
                return Err(error(500, "unable to load group password policies"));
            };
            check(strength(inner(settings, "filters")))?;
        }
        let own = strength(inner(given, "filters"));
        check(if own > 0 {
            own
        } else {
            super::state::ms(self.toggles.number("user_entropy").unwrap_or(0))
        })?;
        self.hash_password(call, plain)
            .map_err(|problem| error(500, &format!("bcrypt hashing error: {problem}")))
    }

    /// The hash of a password; bcrypt takes 72 bytes.
    pub(crate) fn hash_password(
        &self,
        call: &mut Call,
        plain: &str,
    ) -> Result<String, &'static str> {
        let is_argon = self.toggles.is("password_hash", "argon2id");
        if !is_argon && plain.len() > 72 {
            return Err("bcrypt: password length exceeds 72 bytes");
        }
        call.hash();
        Ok(hash(plain, is_argon, call.random))
    }
}

/// The rules of a release for names.
fn check_spelling(name: &str, member: &str, rules: NameRules) -> Result<(), Response> {
    if name.is_empty() {
        return Err(invalid(&format!("{member} is mandatory")));
    }
    if !is_good_name(name, rules) {
        return Err(invalid(BAD_NAME));
    }
    if matches!(name, "__self__" | "__system__") {
        return Err(invalid(&format!("this {member} is reserved")));
    }
    Ok(())
}

fn check_emails(given: &Object) -> Result<(), Response> {
    check_email(text(given, "email"))?;
    inner(given, "filters").map_or(Ok(()), check_more_emails)
}

/// Further addresses; an empty one is wrong too.
pub(crate) fn check_more_emails(given: &Object) -> Result<(), Response> {
    let mut more = strings(given, "additional_emails").into_iter();
    match more.find(|email| !is_email(email)) {
        Some(wrong) => Err(invalid(&format!("email {} is not valid", quote(wrong)))),
        None => Ok(()),
    }
}

fn check_base(given: &Object, is_new: bool) -> Result<(), Response> {
    let folders = given
        .get("virtual_folders")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_object);
    let in_folders = folders
        .map(|folder| inner(folder, "filesystem"))
        .any(filesystem::has_redacted);
    if in_folders || (is_new && filesystem::has_redacted(inner(given, "filesystem"))) {
        return Err(invalid("cannot save a user with a redacted secret"));
    }
    Ok(())
}

pub(crate) fn check_email(email: &str) -> Result<(), Response> {
    if email.is_empty() || is_email(email) {
        Ok(())
    } else {
        Err(invalid(&format!("email {} is not valid", quote(email))))
    }
}

fn settle_numbers(given: &mut Object) {
    for name in ["upload_bandwidth", "download_bandwidth"] {
        if number(given, name) < 0 {
            given.remove(name);
        }
    }
    if number(given, "total_data_transfer") > 0 {
        given.remove("upload_data_transfer");
        given.remove("download_data_transfer");
    }
}

/// An anonymous account may list and download, by FTP and DAV, with a password.
fn make_anonymous(given: &mut Object) {
    if let Some(permissions) = given.get_mut("permissions").and_then(Json::as_object_mut) {
        for granted in permissions.values_mut() {
            *granted = json!(["list", "download"]);
        }
    }
    let filters = given
        .entry("filters")
        .or_insert_with(|| json!({}))
        .as_object_mut();
    let Some(filters) = filters else { return };
    for (name, added) in [
        ("denied_protocols", &["SSH", "HTTP"][..]),
        (
            "denied_login_methods",
            &[
                "publickey",
                "password-over-SSH",
                "keyboard-interactive",
                "publickey+password",
                "publickey+keyboard-interactive",
                "TLSCertificate",
                "TLSCertificate+password",
            ][..],
        ),
    ] {
        let mut all: Vec<String> = strings(filters, name)
            .into_iter()
            .filter(|one| *one != "password")
            .map(str::to_owned)
            .collect();
        for one in added {
            if !all.iter().any(|known| known == one) {
                all.push((*one).to_owned());
            }
        }
        filters.insert(name.to_owned(), json!(all));
    }
}

fn check_groups(given: &Object) -> Result<(), Response> {
    let mut names = Vec::new();
    let mut primary = 0;
    for mapping in given
        .get("groups")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_object)
    {
        let name = text(mapping, "name");
        match number(mapping, "type") {
            1 => primary += 1,
            2 | 3 => {}
            other => return Err(invalid(&format!("invalid group type: {other}"))),
        }
        if primary > 1 {
            return Err(invalid("only one primary group is allowed"));
        }
        if names.contains(&name) {
            return Err(invalid(&format!("the group {} is duplicated", quote(name))));
        }
        names.push(name);
    }
    Ok(())
}

const PERMISSIONS: &[&str] = &[
    "*",
    "list",
    "download",
    "upload",
    "overwrite",
    "create_dirs",
    "rename",
    "rename_files",
    "rename_dirs",
    "delete",
    "delete_files",
    "delete_dirs",
    "copy",
    "create_symlinks",
    "chmod",
    "chown",
    "chtimes",
];

fn settle_permissions(given: &mut Object) -> Result<(), Response> {
    let given_permissions = inner(given, "permissions").cloned().unwrap_or_default();
    if given_permissions.is_empty() {
        return Err(invalid("please grant some permissions to this user"));
    }
    let settled = clean_permissions(&given_permissions)?;
    given.insert("permissions".to_owned(), Json::Object(settled));
    Ok(())
}

/// Permissions by folder, cleaned.
pub(crate) fn clean_permissions(given: &Object) -> Result<Object, Response> {
    if !given.contains_key("/") {
        return Err(invalid("permissions for the root dir \"/\" must be set"));
    }
    let mut settled = Object::new();
    for folder in given.keys() {
        let granted = strings(given, folder);
        if granted.is_empty() && folder == "/" {
            return Err(invalid("no permissions granted for the directory: \"/\""));
        }
        if granted.len() > PERMISSIONS.len() {
            return Err(invalid("invalid permissions"));
        }
        if let Some(unknown) = granted.iter().find(|one| !PERMISSIONS.contains(one)) {
            return Err(invalid(&format!("invalid permission: {}", quote(unknown))));
        }
        let cleaned = clean(folder);
        if !cleaned.starts_with('/') {
            return Err(invalid(&format!(
                "cannot set permissions for non absolute path: {}",
                quote(folder)
            )));
        }
        if cleaned == "/" && folder != "/" {
            return Err(invalid(&format!(
                "cannot set permissions for invalid subdirectory: {} is an alias for \"/\"",
                quote(folder)
            )));
        }
        let granted = if granted.contains(&"*") {
            vec!["*"]
        } else {
            once(granted)
        };
        settled.insert(cleaned, json!(granted));
    }
    Ok(settled)
}

/// A list without what was there before.
pub(crate) fn once(items: Vec<&str>) -> Vec<&str> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

fn settle_folders(given: &mut Object) -> Result<(), Response> {
    let Some(mounts) = given.get("virtual_folders").and_then(Json::as_array) else {
        return Ok(());
    };
    let mut settled: Vec<Object> = Vec::new();
    for mount in mounts.iter().filter_map(Json::as_object) {
        let path = text(mount, "virtual_path");
        if path.is_empty() {
            return Err(invalid("mount/virtual path is mandatory"));
        }
        let sent = path;
        let path = clean(&format!("/{path}"));
        let source = quote(text(mount, "mapped_path"));
        let (size, files) = (number(mount, "quota_size"), number(mount, "quota_files"));
        if size < -1 {
            return Err(invalid(&format!(
                "invalid quota_size: {size} folder path {source}"
            )));
        }
        if files < -1 {
            return Err(invalid(&format!(
                "invalid quota_file: {files} folder path {source}"
            )));
        }
        if (size == -1) != (files == -1) {
            // The real text swaps the two numbers.
            return Err(invalid(&format!(
                "virtual folder quota_size and quota_files must be both -1 or >= 0, quota_size: {files} quota_files: {size}"
            )));
        }
        let name = text(mount, "name");
        if name.is_empty() {
            return Err(invalid("folder name is mandatory"));
        }
        let subpath = text(mount, "subpath");
        for other in &settled {
            let is_same = text(other, "name") == name;
            let quotas = (number(other, "quota_size"), number(other, "quota_files"));
            if is_same && (text(other, "subpath") == subpath || quotas != (size, files)) {
                return Err(invalid(&format!(
                    "the folder {} is duplicated",
                    quote(name)
                )));
            }
        }
        for other in &settled {
            let known = text(other, "virtual_path");
            if is_inside(&path, known) || is_inside(known, &path) {
                return Err(invalid(&format!(
                    "invalid virtual folder {}, it overlaps with virtual folder {}",
                    quote(sent),
                    quote(known)
                )));
            }
        }
        let mut kept = Object::new();
        for (member, value) in [
            ("name", json!(name)),
            ("virtual_path", json!(path)),
            ("quota_size", json!(size)),
            ("quota_files", json!(files)),
        ] {
            kept.insert(member.to_owned(), value);
        }
        if !subpath.is_empty() {
            kept.insert("subpath".to_owned(), json!(subpath));
        }
        settled.push(kept);
    }
    let settled: Vec<Json> = settled.into_iter().map(Json::Object).collect();
    given.insert("virtual_folders".to_owned(), json!(settled));
    Ok(())
}

fn is_inside(path: &str, folder: &str) -> bool {
    path == folder
        || folder == "/"
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn settle_keys(given: &mut Object) -> Result<(), Response> {
    let keys = clean_keys(strings(given, "public_keys"))?;
    given.insert("public_keys".to_owned(), json!(keys));
    Ok(())
}

/// Public keys without empty and repeated ones.
pub(crate) fn clean_keys(keys: Vec<&str>) -> Result<Vec<String>, Response> {
    let mut kept: Vec<String> = Vec::new();
    for (index, key) in keys.into_iter().enumerate() {
        if key.is_empty() {
            continue;
        }
        if let Some(problem) = key_complaint(key, index) {
            return Err(invalid(&problem));
        }
        if !kept.iter().any(|known| known == key) {
            kept.push(key.to_owned());
        }
    }
    Ok(kept)
}

/// Leaves out what is at rest, so that stored accounts stay small.
pub(crate) fn prune(object: &mut Object) {
    object.retain(|_, value| match value {
        Json::Null => false,
        Json::Bool(flag) => *flag,
        Json::Number(number) => number.as_i64() != Some(0),
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(_) => true,
    });
    if let Some(filters) = object.get_mut("filters").and_then(Json::as_object_mut) {
        prune(filters);
    }
}
