//! Holds the panel's calls against the list of operations in its scope, `tests/operations.tsv`.
//!
//! Each operation has an endpoint with tests, and each endpoint is an operation or one of the supporting calls named
//! here.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends at what it did not expect"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rollcall::api::{Facts, Platform, alauda, harbor, harness, portainer, sftpgo};

/// Calls that no operation of the list is, but that the operations need.
const SUPPORTING: [(Platform, &[&str]); 5] = [
    (
        Platform::Harbor,
        &["get_system_info", "get_server_details", "ping"],
    ),
    (
        Platform::Sftpgo,
        &[
            "admin_forgot_password",
            "admin_reset_password",
            "sign_in",
            "user_sign_in",
            "sign_out",
            "user_sign_out",
            "get_version",
            "check_health",
            "check_interface",
            "get_own_profile",
            "update_own_profile",
            "change_own_password",
            "user_change_password",
            "user_get_profile",
            "user_update_profile",
            "list_totp_configs",
            "generate_totp",
            "validate_totp",
            "save_totp",
            "list_recovery_codes",
            "generate_recovery_codes",
            "list_api_keys",
            "create_api_key",
            "get_api_key",
            "update_api_key",
            "delete_api_key",
            "list_groups",
            "get_group",
            "list_roles",
            "get_role",
            "list_folders",
            "get_folder",
            "list_admins",
            "get_admin",
            "list_file_sessions",
            "close_file_session",
            "list_quota_scans",
            "start_quota_scan",
            "update_usage",
            "update_transfer_usage",
            "list_hosts",
            "get_host",
            "unban_host",
            "user_list_totp_configs",
            "user_generate_totp",
            "user_validate_totp",
            "user_save_totp",
            "user_list_recovery_codes",
            "user_generate_recovery_codes",
        ],
    ),
    (
        Platform::Harness,
        &[
            "add_group_member",
            "add_user_to_groups",
            "assign_roles",
            "check_access",
            "check_group_member",
            "create_api_key",
            "create_token",
            "delete_api_key",
            "delete_invite",
            "delete_token",
            "check_address",
            "get_account",
            "get_aggregated_api_key",
            "get_authentication_settings",
            "get_invite",
            "get_password_strength",
            "get_user_group",
            "list_aggregated_api_keys",
            "list_aggregated_tokens",
            "list_api_keys",
            "list_group_users",
            "list_invites",
            "list_pending_users",
            "list_resource_groups",
            "list_roles",
            "list_user_groups",
            "remove_group_member",
            "resend_invite",
            "rotate_token",
            "update_api_key",
            "update_token",
            "validate_token",
        ],
    ),
    (
        Platform::Alauda,
        &[
            "check_address",
            "get_login_key",
            "get_password_key",
            "create_access_token",
            "list_access_tokens",
            "delete_access_token",
            "list_user_bindings",
            "create_user_binding",
            "delete_user_binding",
            "list_user_objects",
            "get_user_object",
            "update_user_object",
            "list_groups",
            "get_group",
        ],
    ),
    (
        Platform::Portainer,
        &[
            "sign_in",
            "validate_oauth",
            "get_public_settings",
            "get_status",
            "get_old_status",
            "get_version",
            "list_teams",
            "list_team_memberships",
            "list_all_memberships",
            "create_membership",
            "update_membership",
            "delete_membership",
        ],
    ),
];

struct Operation {
    platform: String,
    name: String,
    method: String,
    path: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn operations() -> Vec<Operation> {
    let text = fs::read_to_string(root().join("tests/operations.tsv")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 5, "{line}");
            assert!(!cells[4].is_empty(), "{line}: where does a person meet it?");
            Operation {
                platform: cells[0].to_owned(),
                name: cells[1].to_owned(),
                method: cells[2].to_owned(),
                path: cells[3].to_owned(),
            }
        })
        .collect()
}

/// The table of a platform's endpoints.
fn endpoints(platform: Platform) -> Vec<Facts> {
    match platform {
        Platform::Harbor => harbor::ENDPOINTS.to_vec(),
        Platform::Portainer => portainer::ENDPOINTS.to_vec(),
        Platform::Sftpgo => sftpgo::ENDPOINTS.to_vec(),
        Platform::Harness => harness::ENDPOINTS.to_vec(),
        Platform::Alauda => alauda::ENDPOINTS.to_vec(),
    }
}

/// The source of every endpoint of a platform, by the name of its call.
fn sources(platform: Platform) -> BTreeMap<String, (PathBuf, String)> {
    let folder = root().join("src/api").join(platform.id());
    let mut sources = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let Some((_, rest)) = text.split_once("const OPERATION: &'static str = \"") else {
            continue;
        };
        assert_eq!(
            text.matches("const OPERATION").count(),
            1,
            "{}: one endpoint in one file",
            path.display()
        );
        let name = rest.split('"').next().unwrap().to_owned();
        let before = sources.insert(name.clone(), (path, text));
        assert!(before.is_none(), "{name} is there twice");
    }
    sources
}

#[test]
fn the_list_has_fifty_two_operations() {
    let operations = operations();
    assert_eq!(operations.len(), 52);
    for operation in &operations {
        assert!(
            Platform::from_id(&operation.platform).is_some(),
            "{}",
            operation.platform
        );
        let n_same = operations
            .iter()
            .filter(|other| other.platform == operation.platform && other.name == operation.name)
            .count();
        assert_eq!(n_same, 1, "{}", operation.name);
    }
}

#[test]
fn every_operation_has_its_endpoint() {
    for operation in operations() {
        let platform = Platform::from_id(&operation.platform).unwrap();
        let endpoints = endpoints(platform);
        let found = endpoints
            .iter()
            .find(|facts| facts.operation == operation.name);
        let facts = found.unwrap_or_else(|| panic!("{} has no endpoint", operation.name));
        assert_eq!(facts.method.name(), operation.method, "{}", operation.name);
        assert_eq!(facts.path, operation.path, "{}", operation.name);
        assert_eq!(facts.platform, platform);
    }
}

#[test]
fn every_endpoint_is_an_operation_or_a_supporting_call() {
    let operations = operations();
    for platform in Platform::all() {
        let endpoints = endpoints(platform);
        let supporting = SUPPORTING
            .into_iter()
            .find_map(|(of, names)| (of == platform).then_some(names))
            .unwrap_or_default();
        for facts in &endpoints {
            let is_operation = operations.iter().any(|operation| {
                operation.platform == platform.id() && operation.name == facts.operation
            });
            let is_supporting = supporting.contains(&facts.operation);
            assert!(is_operation != is_supporting, "{}", facts.operation);
        }
        for name in supporting {
            let is_there = endpoints.iter().any(|facts| facts.operation == *name);
            assert!(is_there, "{name} is named as supporting and is not there");
        }
    }
}

#[test]
fn every_endpoint_has_a_file_with_its_contract_and_its_tests() {
    for platform in Platform::all() {
        let endpoints = endpoints(platform);
        let sources = sources(platform);
        assert_eq!(
            sources.len(),
            endpoints.len(),
            "{platform:?}: files and table"
        );
        let contract = format!("docs/contracts/{}.md", platform.id());
        assert!(root().join(&contract).is_file(), "{contract}");
        for facts in endpoints {
            let (path, text) = sources
                .get(facts.operation)
                .unwrap_or_else(|| panic!("{} has no file", facts.operation));
            let place = path.display();
            let opening = format!("//! `{} {}`: ", facts.method.name(), facts.path);
            assert!(
                text.starts_with(&opening),
                "{place} must open with {opening}"
            );
            // A name with capitals inside is written as code is.
            let source = ["", "`"].map(|quote| {
                format!(
                    "//! Source: {quote}{}{quote} API, operation `",
                    platform.name()
                )
            });
            assert!(source.iter().any(|source| text.contains(source)), "{place}");
            assert!(text.contains(&format!("`{contract}`, ")), "{place}");
            assert_tested(path, text);
        }
    }
}

/// A request test, and answers for a success and for a refusal, in the file itself or in the one beside it.
fn assert_tested(path: &Path, text: &str) {
    let beside = fs::read_to_string(path.with_extension("").join("tests.rs"));
    let tests = match text.split_once("#[cfg(test)]") {
        Some((_, inside)) => inside.to_owned() + &beside.unwrap_or_default(),
        None => String::new(),
    };
    for needed in ["assert_request", "outcome(", "assert_refusals("] {
        let place = path.display();
        assert!(tests.contains(needed), "{place}: no {needed}..)");
    }
}
