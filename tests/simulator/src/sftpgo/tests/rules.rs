//! What a save refuses and changes, one rule after the other (contract 3.1 to 3.4, 5.2 and 5.5).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::{Desk, account, account_with, error};

fn refused(desk: &mut Desk, root: &str, body: &Json) -> String {
    let answer = desk.post(root, "/api/v2/users", body);
    assert_eq!(answer.status, 400, "{}", answer.text());
    let text = error(&answer);
    let rest = text.strip_prefix("Validation error: ");
    rest.unwrap_or_else(|| panic!("{text}")).to_owned()
}

fn pem(bytes: &[u8]) -> String {
    let coded = STANDARD.encode(bytes);
    format!("-----BEGIN CERTIFICATE-----\n{coded}\n-----END CERTIFICATE-----\n")
}

// Contract 3.2.
#[test]
fn filters_are_refused_in_words() {
    let mut desk = Desk::new();
    let root = desk.root();
    let pattern = |more: Json| {
        let mut one = json!({"path": "/a", "denied_patterns": ["*.exe"]});
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        json!({"file_patterns": [one]})
    };
    for (filters, text) in [
        (
            json!({"access_time": [{"day_of_week": 7, "from": "08:00", "to": "09:00"}]}),
            "invalid day of week: 7",
        ),
        (
            json!({"access_time": [{"from": "8:00", "to": "09:00"}]}),
            "invalid time of day. Supported format: HH:MM",
        ),
        (
            json!({"access_time": [{"from": "09:00", "to": "09:00"}]}),
            "invalid time of day. The end time cannot be earlier than the start time",
        ),
        (json!({"tls_certs": ["x"]}), "invalid TLS certificate 0"),
        (
            json!({"tls_certs": [pem(&[0x30, 0]), pem(b"text")]}),
            "error parsing TLS certificate 1",
        ),
        (
            pattern(json!({"path": "a"})),
            "invalid path \"a\" for file patterns filter",
        ),
        (
            pattern(json!({"denied_patterns": []})),
            "empty file patterns filter for path \"/a\"",
        ),
        (
            pattern(json!({"path": "/a/", "deny_policy": 2})),
            "invalid deny policy 2 for path \"/a/\"",
        ),
        (
            pattern(json!({"denied_patterns": ["[a"]})),
            "invalid file pattern filter \"[a\"",
        ),
        (
            json!({"file_patterns": [
                {"path": "/a", "denied_patterns": ["b"]}, {"path": "/a/", "denied_patterns": ["b"]}
            ]}),
            "duplicate file patterns filter for path \"/a/\"",
        ),
        (
            json!({"default_shares_expiration": 3, "max_shares_expiration": 2}),
            "default shares expiration: 3 must be less than or equal to max shares expiration: 2",
        ),
        (
            json!({"additional_emails": ["a@example.org", ""]}),
            "email \"\" is not valid",
        ),
        // Of several mistakes the first in the server's order is told.
        (
            json!({"web_client": ["x"], "two_factor_protocols": ["x"], "tls_username": "x"}),
            "invalid two factor protocol \"x\"",
        ),
        (
            json!({"web_client": ["x"], "tls_username": "x"}),
            "invalid TLS username: \"x\"",
        ),
        (
            json!({"denied_ip": ["x"], "allowed_ip": ["y"]}),
            "could not parse denied IP/Mask \"x\": invalid CIDR address: x",
        ),
        (
            json!({"web_client": ["mfa-disabled", "password-change-disabled"],
                "two_factor_protocols": ["SSH"], "require_password_change": true}),
            "you cannot require password change and at the same time disallow it",
        ),
    ] {
        let body = account_with("anna", "filters", filters);
        assert_eq!(refused(&mut desk, &root, &body), text);
    }
    for good in ["*", "[a-z]?", "[^a]", "a\\[", "[\\]]"] {
        let name = format!("u{}", good.len());
        let filters = pattern(json!({"denied_patterns": [good, good]}));
        let made = desk.post(
            &root,
            "/api/v2/users",
            &account_with(&name, "filters", filters),
        );
        let answer = made.value();
        let kept = &answer["filters"]["file_patterns"][0]["denied_patterns"];
        if made.status == 201 {
            assert_eq!(kept, &json!([good]));
        } else {
            assert_eq!(made.status, 409, "{good}: {}", made.text());
        }
    }
    for wrong in ["[", "[]", "[a-]", "[-a]", "a\\", "[^]"] {
        let filters = pattern(json!({"denied_patterns": [wrong]}));
        let text = refused(&mut desk, &root, &account_with("x", "filters", filters));
        assert!(text.starts_with("invalid file pattern filter"), "{text}");
    }
}

// Contract 3.1, 3.3 and 3.4.
#[test]
fn members_are_refused_in_words() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut rsa = Vec::new();
    for part in [&b"ssh-rsa"[..], &[1, 0, 1], &[0x01; 129]] {
        rsa.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
        rsa.extend(part);
    }
    let short = format!("ssh-rsa {}", STANDARD.encode(&rsa));
    let dsa = format!("ssh-dss {}", STANDARD.encode(b"\x00\x00\x00\x07ssh-dss"));
    let mount = |more: Json| {
        let mut one =
            json!({"name": "f", "virtual_path": "/f", "quota_size": -1, "quota_files": -1});
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        json!([one])
    };
    for (member, value, text) in [
        (
            "public_keys",
            json!(["", short]),
            "invalid size 1025 for rsa key at position 1, minimum 2048",
        ),
        (
            "public_keys",
            json!([dsa]),
            "DSA key format is insecure and it is not allowed for key at position 0",
        ),
        (
            "permissions",
            json!({"/": vec!["list"; 18]}),
            "invalid permissions",
        ),
        (
            "virtual_folders",
            mount(json!({"virtual_path": ""})),
            "mount/virtual path is mandatory",
        ),
        (
            "virtual_folders",
            mount(json!({"quota_size": -2, "mapped_path": "/srv/f"})),
            "invalid quota_size: -2 folder path \"/srv/f\"",
        ),
        (
            "virtual_folders",
            mount(json!({"quota_files": -2})),
            "invalid quota_file: -2 folder path \"\"",
        ),
        (
            "virtual_folders",
            json!([
                {"name": "a", "virtual_path": "/a", "quota_size": 0, "quota_files": 0},
                {"name": "b", "virtual_path": "/a/b/", "quota_size": 0, "quota_files": 0}
            ]),
            "invalid virtual folder \"/a/b/\", it overlaps with virtual folder \"/a\"",
        ),
    ] {
        let body = account_with("anna", member, value);
        assert_eq!(refused(&mut desk, &root, &body), text);
    }
    // A wrong address is told before letters that naming rules forbid, and a name that trips paths before both.
    desk.switch(&json!({"naming_rules": 4}));
    let both = account_with("a b", "email", json!("x"));
    assert_eq!(refused(&mut desk, &root, &both), "email \"x\" is not valid");
    let worst = account_with("a/b", "email", json!("x"));
    assert!(refused(&mut desk, &root, &worst).starts_with("Invalid input"));
}

// Contract 5.8.
#[test]
fn names_of_roles_groups_and_folders_are_converted_too() {
    let mut desk = Desk::with(&json!({"naming_rules": 7}));
    let root = desk.root();
    desk.make(&root, "/api/v2/roles", &json!({"name": "north"}));
    desk.make(&root, "/api/v2/groups", &json!({"name": "lab"}));
    let folder = json!({"name": "shared", "mapped_path": "/srv/shared"});
    desk.make(&root, "/api/v2/folders", &folder);
    let mut body = account("anna");
    body["role"] = json!(" North");
    body["groups"] = json!([{"name": "LAB ", "type": 1}]);
    body["virtual_folders"] =
        json!([{"name": "Shared", "virtual_path": "/s", "quota_size": -1, "quota_files": -1}]);
    let made = desk.create(&root, &body);
    assert_eq!(made["role"], "north");
    assert_eq!(made["groups"][0]["name"], "lab");
    assert_eq!(made["virtual_folders"][0]["mapped_path"], "/srv/shared");
}

// Contract 3.1: the server's own base directory goes before the one for temporary files.
#[test]
fn a_home_that_nobody_names_is_made_where_the_server_says() {
    let s3 = json!({"provider": 1, "s3config": {"bucket": "data", "region": "eu"}});
    for (base, home) in [("none", "/tmp/anna"), ("/data/users/", "/data/users/anna")] {
        let mut desk = Desk::with(&json!({"base_dir": base}));
        let root = desk.root();
        let mut body = account_with("anna", "filesystem", s3.clone());
        body["home_dir"] = json!("");
        assert_eq!(desk.create(&root, &body)["home_dir"], home);
    }
}

// Contract 5.5.
#[test]
fn the_rule_of_the_primary_group_stands_beside_the_own_one() {
    let mut desk = Desk::with(&json!({"user_entropy": 60}));
    let root = desk.root();
    let settings = json!({"filters": {"password_strength": 20}});
    desk.make(
        &root,
        "/api/v2/groups",
        &json!({"name": "lab", "user_settings": settings}),
    );
    let mut body = account_with("anna", "groups", json!([{"name": "lab", "type": 1}]));
    body["password"] = json!("summer1");
    assert!(refused(&mut desk, &root, &body).starts_with("insecure password"));
    body["filters"] = json!({"password_strength": 10});
    desk.create(&root, &body);
}

// Contract 3.5 and 3.6.
#[expect(clippy::too_many_lines, reason = "one line for each refusal")]
#[test]
fn storages_are_refused_in_words() {
    let mut desk = Desk::new();
    let root = desk.root();
    let plain = |payload: &str| json!({"status": "Plain", "payload": payload});
    let sealed = json!({"status": "Secretbox", "payload": "x"});
    let s3 = |more: Json| {
        let mut one = json!({"bucket": "data", "region": "eu"});
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        one
    };
    let sftp = json!({"endpoint": "files:22", "username": "x", "password": plain("y")});
    let with = |mut base: Json, name: &str, value: Json| {
        base[name] = value;
        base
    };
    for (provider, block, settings, text) in [
        (1, "s3config", json!({}), "s3config: bucket cannot be empty"),
        (
            1,
            "s3config",
            json!({"bucket": "x"}),
            "s3config: region cannot be empty",
        ),
        (
            1,
            "s3config",
            s3(json!({"access_secret": plain("x")})),
            "s3config: access_key cannot be empty with access_secret not empty",
        ),
        (
            1,
            "s3config",
            s3(json!({"access_key": "a", "access_secret": plain("")})),
            "s3config: invalid access_secret",
        ),
        (
            1,
            "s3config",
            s3(json!({"download_part_size": 4, "upload_concurrency": 65})),
            "s3config: invalid upload concurrency: 65",
        ),
        (
            1,
            "s3config",
            s3(json!({"download_part_size": 4})),
            "s3config: download_part_size cannot be != 0, lower than 5 (MB) or greater than 2000 (MB)",
        ),
        (
            2,
            "gcsconfig",
            json!({"bucket": "x"}),
            "GCS config: invalid credentials",
        ),
        (
            3,
            "azblobconfig",
            json!({"container": "x", "account_name": "y"}),
            "Azure Blob config: credentials cannot be empty or invalid",
        ),
        (
            3,
            "azblobconfig",
            json!({"sas_url": plain("x"), "upload_part_size": -1}),
            "Azure Blob config: invalid upload part size: -1",
        ),
        (
            3,
            "azblobconfig",
            json!({"sas_url": plain("x"), "access_tier": "Cold"}),
            "Azure Blob config: invalid access tier \"Cold\", valid values: \"'', Archive, Hot, Cool\"",
        ),
        (
            5,
            "sftpconfig",
            json!({}),
            "SFTP fs config: endpoint cannot be empty",
        ),
        (
            5,
            "sftpconfig",
            json!({"endpoint": "x"}),
            "SFTP fs config: username cannot be empty",
        ),
        (
            5,
            "sftpconfig",
            with(sftp.clone(), "password", json!({})),
            "SFTP fs config: credentials cannot be empty",
        ),
        (
            5,
            "sftpconfig",
            with(sftp.clone(), "buffer_size", json!(17)),
            "SFTP fs config: invalid buffer_size, valid range is 0-16",
        ),
        (
            5,
            "sftpconfig",
            with(sftp.clone(), "key_passphrase", sealed.clone()),
            "SFTP fs config: invalid encrypted private key passphrase",
        ),
        (
            5,
            "sftpconfig",
            with(sftp, "equality_check_mode", json!(2)),
            "SFTP fs config: invalid equality_check_mode",
        ),
        (
            6,
            "httpconfig",
            json!({}),
            "HTTP fs config: httpfs: endpoint cannot be empty",
        ),
        (
            6,
            "httpconfig",
            json!({"endpoint": "ftp://files"}),
            "HTTP fs config: httpfs: invalid endpoint schema: http and https are supported",
        ),
        (
            6,
            "httpconfig",
            json!({"endpoint": "http://files", "api_key": sealed}),
            "HTTP fs config: httpfs: invalid encrypted API key",
        ),
    ] {
        let body = account_with(
            "anna",
            "filesystem",
            json!({"provider": provider, block: settings}),
        );
        let said = refused(&mut desk, &root, &body);
        assert_eq!(said, format!("could not validate {text}"));
    }
    for provider in [-1, 7] {
        let body = account_with("anna", "filesystem", json!({"provider": provider}));
        assert_eq!(
            refused(&mut desk, &root, &body),
            "invalid filesystem provider"
        );
    }
}

// Contract 3.6: credentials of GCS are kept unless the server finds its own.
#[test]
fn automatic_credentials_erase_stored_ones() {
    let mut desk = Desk::new();
    let root = desk.root();
    let storage = |more: Json| json!({"provider": 2, "gcsconfig": more});
    let credentials = json!({"status": "Plain", "payload": "{}"});
    let first = storage(json!({"bucket": "x", "credentials": credentials}));
    desk.create(&root, &account_with("anna", "filesystem", first));
    for (automatic, is_kept) in [(0, true), (1, false), (0, false)] {
        let next = storage(json!({"bucket": "x", "automatic_credentials": automatic}));
        let answer = desk.put(
            &root,
            "/api/v2/users/anna",
            &account_with("anna", "filesystem", next),
        );
        assert_eq!(
            answer.status,
            if automatic == 1 || is_kept { 200 } else { 400 }
        );
        let shown = desk.read(&root, "anna");
        let kept = shown["filesystem"]["gcsconfig"].get("credentials");
        assert_eq!(kept.is_some(), is_kept);
    }
}
