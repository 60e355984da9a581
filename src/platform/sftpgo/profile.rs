//! The read-only profile of a user, and of the administrator who is signed in.
//!
//! A user's object holds the user's own values; what groups give is added when the user signs in (contract, 5.14).

use super::{ADMIN, NEEDS_NEW_PASSWORD, NEEDS_SECOND_FACTOR, account, seconds};
use crate::api::sftpgo::{GetOwnProfile, GetUser, GroupKind, Storage, User};
use crate::api::{ApiError, Door, Timestamp};
use crate::i18n::{fill, number, t};
use crate::platform::{Fact, Profile, Scene, Section, Topic};

pub(in crate::platform) async fn profile<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Profile, ApiError> {
    if id == scene.me.id && id.starts_with(ADMIN) {
        return own(door, scene).await;
    }
    let username = id.to_owned();
    let user = door.send(GetUser { username }).await?;
    Ok(of(&user, door.now()))
}

/// With a key nobody may ask for the own profile; what is known of it is shown.
async fn own<D: Door>(door: &D, scene: &Scene) -> Result<Profile, ApiError> {
    let t = t();
    let mut account = scene.me.clone();
    let mut facts = Vec::new();
    if !scene.is_api_key {
        let profile = door.send(GetOwnProfile).await?;
        facts.push(text(t.column_email, &profile.email));
        facts.push(text(t.sftpgo_description, &profile.description));
        facts.push(yes_no(t.sftpgo_keys_allowed, profile.allow_api_key_auth));
        account.email = profile.email;
    }
    let may = scene.grants.as_ref().map(|grants| Section {
        title: t.sftpgo_permissions,
        topic: Topic::Access,
        facts: vec![Fact::List(
            t.sftpgo_may,
            grants.iter().map(|grant| words(grant)).collect(),
        )],
    });
    if let Some(role) = &scene.tenant {
        facts.push(text(t.sftpgo_role, role));
    }
    Ok(Profile {
        account,
        fields: Vec::new(),
        facts,
        sections: may.into_iter().collect(),
    })
}

/// A permission in words; one of another release keeps its own.
fn words(permission: &str) -> String {
    let t = t();
    match permission {
        "*" => t.sftpgo_everything.to_owned(),
        NEEDS_SECOND_FACTOR => t.sftpgo_second_factor_first.to_owned(),
        NEEDS_NEW_PASSWORD => t.sftpgo_new_password_first.to_owned(),
        other => other.replace('_', " "),
    }
}

fn text(label: &'static str, text: &str) -> Fact {
    Fact::Text(label, text.to_owned())
}

fn list(label: &'static str, all: &[String]) -> Fact {
    text(label, &all.join(", "))
}

fn yes_no(label: &'static str, is_yes: bool) -> Fact {
    let t = t();
    text(label, if is_yes { t.sftpgo_yes } else { t.sftpgo_no })
}

fn count(n: i64) -> String {
    match usize::try_from(n) {
        Ok(n) => number(n),
        // Below zero, or more than the page can count.
        Err(_) => n.to_string(),
    }
}

/// A limit of which 0 means that there is none.
fn limit(label: &'static str, number: i64) -> Fact {
    if number > 0 {
        text(label, &count(number))
    } else {
        text(label, t().sftpgo_unlimited)
    }
}

/// What is used of a limit.
fn used(label: &'static str, used: i64, most: i64) -> Fact {
    let most = if most > 0 {
        count(most)
    } else {
        t().sftpgo_unlimited.to_owned()
    };
    text(label, &[&count(used), " / ", &most].concat())
}

fn of(user: &User, now: Timestamp) -> Profile {
    let t = t();
    let facts = vec![
        text(t.column_email, &user.email()),
        list(
            t.sftpgo_more_emails,
            &user.filters().texts("additional_emails"),
        ),
        text(t.sftpgo_description, &user.description()),
        text(t.sftpgo_info, &user.additional_info()),
        text(t.sftpgo_role, &user.role()),
        Fact::Time(t.sftpgo_expires, seconds(user.expires_at())),
        Fact::Time(t.fact_last_sign_in, seconds(user.last_login_at())),
        Fact::Time(t.fact_created, seconds(user.created_at())),
        Fact::Time(t.sftpgo_updated, seconds(user.updated_at())),
    ];
    let mut sections = vec![security(user), permissions(user), storage(user)];
    if !user.groups().is_empty() {
        sections.push(groups(user));
    }
    Profile {
        account: account(user, now),
        fields: Vec::new(),
        facts,
        sections,
    }
}

fn security(user: &User) -> Section {
    let t = t();
    let filters = user.filters();
    let second_factor = match user.second_factor() {
        Some(protocols) => list(t.column_second_factor, &protocols),
        None => text(t.column_second_factor, t.sftpgo_off),
    };
    let n_keys = i64::try_from(user.public_keys().len()).unwrap_or(i64::MAX);
    let n_codes = i64::try_from(user.n_recovery_codes()).unwrap_or(i64::MAX);
    Section {
        title: t.sftpgo_security,
        topic: Topic::Security,
        facts: vec![
            yes_no(t.sftpgo_password_set, user.has_password()),
            Fact::Time(
                t.sftpgo_password_changed,
                seconds(user.password_changed_at()),
            ),
            yes_no(
                t.sftpgo_password_required,
                filters.flag("require_password_change"),
            ),
            text(t.sftpgo_public_keys, &count(n_keys)),
            second_factor,
            text(t.sftpgo_recovery_codes, &count(n_codes)),
            list(
                t.sftpgo_second_factor_required,
                &filters.texts("two_factor_protocols"),
            ),
            yes_no(t.sftpgo_keys_allowed, filters.flag("allow_api_key_auth")),
            list(
                t.sftpgo_denied_protocols,
                &filters.texts("denied_protocols"),
            ),
            list(
                t.sftpgo_denied_methods,
                &filters.texts("denied_login_methods"),
            ),
            list(t.sftpgo_restrictions, &filters.texts("web_client")),
            list(t.sftpgo_allowed_networks, &filters.texts("allowed_ip")),
            list(t.sftpgo_denied_networks, &filters.texts("denied_ip")),
        ],
    }
}

/// A line for each directory: a label cannot be a path of the server's.
fn permissions(user: &User) -> Section {
    let t = t();
    let line = |(path, allowed): &(String, Vec<String>)| {
        let allowed: Vec<_> = allowed.iter().map(|one| words(one)).collect();
        let said = match allowed.as_slice() {
            [] => t.sftpgo_nothing.to_owned(),
            some => some.join(", "),
        };
        fill(t.sftpgo_in_directory, &[("path", path), ("allowed", &said)])
    };
    let lines = user.permissions().iter().map(line).collect();
    Section {
        title: t.sftpgo_permissions,
        topic: Topic::Access,
        facts: vec![Fact::List(t.sftpgo_directories, lines)],
    }
}

fn storage(user: &User) -> Section {
    let t = t();
    let kind = match user.storage() {
        Storage::Local => t.sftpgo_storage_local.to_owned(),
        Storage::S3 => "S3".to_owned(),
        Storage::Gcs => "Google Cloud Storage".to_owned(),
        Storage::AzureBlob => "Azure Blob Storage".to_owned(),
        Storage::Encrypted => t.sftpgo_storage_encrypted.to_owned(),
        Storage::Sftp => "SFTP".to_owned(),
        Storage::Http => "HTTP".to_owned(),
        Storage::Unknown(number) => number.to_string(),
    };
    let names: Vec<_> = user
        .virtual_folders()
        .iter()
        .map(|folder| folder.text("name"))
        .collect();
    Section {
        title: t.sftpgo_storage,
        topic: Topic::Account,
        facts: vec![
            Fact::Text(t.sftpgo_storage_kind, kind),
            text(t.sftpgo_home, &user.home_dir()),
            list(t.sftpgo_folders, &names),
            used(t.sftpgo_bytes, user.used_bytes(), user.quota_bytes()),
            used(t.sftpgo_files, user.used_files(), user.quota_files()),
            limit(t.sftpgo_sessions, user.max_sessions()),
            limit(t.sftpgo_upload_rate, user.upload_kb_per_s()),
            limit(t.sftpgo_download_rate, user.download_kb_per_s()),
            limit(t.sftpgo_upload_limit, user.upload_limit_mb()),
            limit(t.sftpgo_download_limit, user.download_limit_mb()),
            limit(t.sftpgo_transfer_limit, user.transfer_limit_mb()),
        ],
    }
}

fn groups(user: &User) -> Section {
    let t = t();
    let of = |kind: fn(GroupKind) -> bool| -> Vec<String> {
        let groups = user.groups().into_iter();
        groups
            .filter(|group| kind(group.kind))
            .map(|group| group.name)
            .collect()
    };
    Section {
        title: t.column_groups,
        topic: Topic::Access,
        facts: vec![
            list(
                t.sftpgo_group_primary,
                &of(|kind| kind == GroupKind::Primary),
            ),
            list(
                t.sftpgo_group_secondary,
                &of(|kind| kind == GroupKind::Secondary),
            ),
            list(
                t.sftpgo_group_membership,
                &of(|kind| !matches!(kind, GroupKind::Primary | GroupKind::Secondary)),
            ),
            Fact::Text(t.sftpgo_group_note_label, t.sftpgo_group_note.to_owned()),
        ],
    }
}
