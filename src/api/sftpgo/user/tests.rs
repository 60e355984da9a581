//! The account object: what is read from it, what is set in it, and that nothing else changes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::api::request;
use crate::api::sftpgo::{PasswordChange, UpdateUser};

const STORED: &str = r#"{"id":7,"status":1,"username":"lab.printer","email":"lab@example.org","has_password":true,
 "home_dir":"/srv/data/lab.printer","uid":0,"gid":0,"max_sessions":2,"quota_size":1099511627776,"quota_files":3,
 "permissions":{"/":["*"],"/in":["list","upload"]},"used_quota_size":52133,"used_quota_files":3,
 "upload_data_transfer":0,"download_data_transfer":0,"total_data_transfer":5,"expiration_date":1893456000000,
 "last_login":1784700000000,"created_at":1784000000000,"updated_at":1784600000123,"last_password_change":1784000000000,
 "filters":{"denied_protocols":["FTP"],"allow_api_key_auth":true,"future":{"a":[1.0]},
   "totp_config":{"enabled":true,"config_name":"Default","secret":{"status":"Secretbox","payload":"a1b2"},"protocols":["HTTP"]},
   "recovery_codes":[{"secret":{"status":"Secretbox","payload":"c3d4"}},{"secret":{"status":"Secretbox","payload":"e5f6"},"used":true}]},
 "groups":[{"name":"lab","type":1},{"name":"all","type":3},{"name":"new","type":9}],
 "filesystem":{"provider":5,"osconfig":{},"s3config":{},"sftpconfig":{"endpoint":"a:22"}}}"#;

fn stored() -> User {
    serde_json::from_str(STORED).unwrap()
}

fn value(user: &User) -> Value {
    serde_json::to_value(user.object()).unwrap()
}

#[test]
fn what_is_stored_is_read() {
    let user = stored();
    assert_eq!((user.id(), user.username().as_str()), (7, "lab.printer"));
    assert_eq!(user.email(), "lab@example.org");
    assert!(user.is_enabled() && user.has_password());
    assert_eq!(user.quota_bytes(), 1_099_511_627_776);
    assert_eq!((user.max_sessions(), user.quota_files()), (2, 3));
    assert_eq!((user.used_bytes(), user.used_files()), (52_133, 3));
    assert_eq!(user.transfer_limit_mb(), 5);
    assert_eq!(user.expires_at(), Some(Timestamp::from_unix(1_893_456_000)));
    let login = Timestamp::from_unix(1_784_700_000);
    assert_eq!(user.last_login_at(), Some(login));
    assert_eq!(user.updated_ms(), 1_784_600_000_123);
    assert_eq!(user.storage(), Storage::Sftp);
    assert_eq!(user.second_factor(), Some(vec!["HTTP".to_owned()]));
    assert_eq!(user.n_recovery_codes(), 1);
    let kinds: Vec<_> = user.groups().iter().map(|group| group.kind).collect();
    let unknown = GroupKind::Unknown(9);
    assert_eq!(kinds, [GroupKind::Primary, GroupKind::Membership, unknown]);
    let allowed = vec!["list".to_owned(), "upload".to_owned()];
    assert_eq!(user.permissions()[1], ("/in".to_owned(), allowed));
}

#[test]
fn what_is_left_out_is_empty_zero_or_off() {
    let user: User = serde_json::from_str(r#"{"username":"x","status":0}"#).unwrap();
    assert!(!user.is_enabled() && !user.has_password());
    assert_eq!((user.email(), user.role()), (String::new(), String::new()));
    assert_eq!((user.last_login_at(), user.expires_at()), (None, None));
    assert_eq!((user.groups(), user.public_keys()), (vec![], vec![]));
    assert_eq!(user.storage(), Storage::Local);
    assert_eq!((user.second_factor(), user.n_recovery_codes()), (None, 0));
}

#[test]
fn an_expiry_of_0_or_less_is_never() {
    let mut user = stored();
    for ms in [0, -1, i64::MIN] {
        user.set_expires_ms(ms);
        assert_eq!(user.expires_at(), None);
    }
}

#[test]
fn what_is_set_is_read_again_and_nothing_else_changes() {
    let mut user = stored();
    user.set_enabled(false);
    user.set_email("new@example.org");
    user.set_quota_bytes(i64::MAX);
    user.set_public_keys(&["ssh-ed25519 AAAA x".to_owned()]);
    user.set_permissions("/in", &[]);
    user.set_permissions("/out", &["download".to_owned()]);
    let groups = vec![GroupMapping {
        name: "ops".to_owned(),
        kind: GroupKind::Secondary,
    }];
    user.set_groups(&groups);
    let mut filters = user.filters();
    filters.set("require_password_change", &true);
    user.set_filters(filters);

    assert_eq!(user.groups(), groups);
    let mut expected: Value = serde_json::from_str(STORED).unwrap();
    expected["status"] = json!(0);
    expected["email"] = json!("new@example.org");
    expected["quota_size"] = json!(i64::MAX);
    expected["public_keys"] = json!(["ssh-ed25519 AAAA x"]);
    expected["permissions"] = json!({"/": ["*"], "/out": ["download"]});
    expected["groups"] = json!([{"name": "ops", "type": 2}]);
    expected["filters"]["require_password_change"] = json!(true);
    assert_eq!(value(&user), expected);
    assert_eq!(user.filters().raw("future"), Some(r#"{"a":[1.0]}"#));
}

#[test]
fn an_account_of_another_form_is_refused() {
    for text in [
        r#"{"status":1}"#,
        r#"{"username":"x"}"#,
        r#"{"username":7,"status":1}"#,
        r#"{"username":"x","status":1.0}"#,
        r#"{"username":"x","status":1,"quota_size":"5"}"#,
        r#"{"username":"x","status":1,"quota_size":9223372036854775808}"#,
        r#"{"username":"x","status":1,"permissions":["*"]}"#,
        r#"{"username":"x","status":1,"permissions":{"/":"*"}}"#,
        r#"{"username":"x","status":1,"groups":[{"type":1}]}"#,
        r#"{"username":"x","status":1,"groups":["lab"]}"#,
        r#"{"username":"x","status":1,"filters":{"denied_protocols":"FTP"}}"#,
        r#"{"username":"x","status":1,"filters":{"totp_config":{"enabled":1}}}"#,
        r#"{"username":"x","status":1,"filesystem":{"provider":"s3"}}"#,
        "[]",
    ] {
        assert!(serde_json::from_str::<User>(text).is_err(), "{text}");
    }
}

/// Members that are known, as the server could send them.
fn known() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let text = |name| ".{0,12}".prop_map(move |text| (name, json!(text)));
    let number = |name| any::<i64>().prop_map(move |number| (name, json!(number)));
    (
        (text("username"), number("status"), number("quota_size")),
        (text("email"), text("role"), number("expiration_date")),
        proptest::collection::btree_map(".{0,6}", proptest::collection::vec(".{0,4}", 0..3), 0..3),
    )
        .prop_map(|((a, b, c), (d, e, f), paths)| {
            vec![a, b, c, d, e, f, ("permissions", json!(paths))]
        })
}

/// Members of later releases.
fn unknown() -> impl Strategy<Value = Vec<(String, Value)>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    proptest::collection::vec(("later_.{0,6}", value), 0..6)
}

proptest! {
    /// Told by the text, which is finer than telling by value: `1.0` and `1` differ for the server.
    #[test]
    fn any_account_comes_back_as_it_was(known in known(), unknown in unknown()) {
        let mut object = serde_json::Map::new();
        for (name, value) in known {
            object.insert(name.to_owned(), value);
        }
        object.extend(unknown);
        let text = Value::Object(object).to_string();
        let user: User = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(user.object()).unwrap(), text);
    }

    /// What is sent is what was read: byte for byte, and the name in the path.
    #[test]
    fn any_account_is_saved_as_it_was_read(known in known(), unknown in unknown()) {
        let mut object = serde_json::Map::new();
        for (name, value) in known {
            object.insert(name.to_owned(), value);
        }
        object.extend(unknown);
        object.insert("filesystem".to_owned(), json!({"provider": 1, "s3config": {"access_secret": {"payload": "x"}}}));
        let text = Value::Object(object).to_string();
        let save = UpdateUser {
            user: serde_json::from_str(&text).unwrap(),
            password: PasswordChange::Keep,
            secrets: Vec::new(),
            disconnect: false,
        };
        if let Ok(built) = request(&save) {
            let body = built.body.unwrap();
            prop_assert_eq!(body.as_bytes(), text.as_bytes());
        } else {
            prop_assert_eq!(save.user.username(), "");
        }
    }
}
