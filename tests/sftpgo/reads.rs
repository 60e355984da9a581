//! Sign-in, who asks, and the read-only profile, at the simulated server.

use futures::executor::block_on;
use rollcall::api::sftpgo::{
    CheckHealth, DeleteUser, GetVersion, GroupKind, GroupMapping, ListUsers, Page,
};
use rollcall::api::{Door, ErrorKind, Secret};
use rollcall::platform::{Act, Fact, Moment, Profile, Role, Scheme, Status};
use rollcall_simulator::World;
use serde_json::json;

use crate::panel::{Panel, SFTPGO};
use crate::transport::InProcess;

fn profile(panel: &Panel, id: &str) -> Profile {
    block_on(SFTPGO.profile(&panel.door(), &panel.scene(), id)).unwrap()
}

fn said(profile: &Profile, label: &str) -> Option<String> {
    let sections = profile.sections.iter().flat_map(|section| &section.facts);
    profile
        .facts
        .iter()
        .chain(sections)
        .find_map(|fact| match fact {
            Fact::Text(of, text) if *of == label => Some(text.clone()),
            Fact::List(of, lines) if *of == label => Some(lines.join("; ")),
            _ => None,
        })
}

#[test]
fn a_sign_in_asks_for_a_passcode_too_and_a_key_is_the_other_way() {
    assert_eq!(SFTPGO.schemes(), [Scheme::Passcode, Scheme::ApiKey]);
    assert!(SFTPGO.credential_hint(Scheme::ApiKey).contains("dot"));
}

#[test]
fn a_wrong_password_and_a_missing_passcode_look_the_same() {
    let sim = InProcess::new(World::new(1, 200));
    let panel = Panel::new(sim);
    let tries = [
        ("root", "wrong", None),
        ("rania.haddad", "correct-horse-4", None),
        ("rania.haddad", "correct-horse-4", Some("000000")),
        ("nobody", "x", None),
    ];
    for (name, password, passcode) in tries {
        let door = panel.door();
        let sign_in = SFTPGO.sign_in(
            &door,
            name,
            Secret::from(password),
            passcode.map(Secret::from),
        );
        let error = block_on(sign_in).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadCredentialsOrPasscode, "{name}");
    }
}

#[test]
fn the_token_tells_who_asks_and_what_they_may_do() {
    let root = Panel::installed();
    let scene = root.scene();
    assert_eq!(
        (scene.me.id.as_str(), scene.me.name.as_str()),
        ("admin/root", "root")
    );
    assert_eq!(scene.me.role, Role::Administrator);
    assert_eq!(scene.grants, Some(vec!["*".to_owned()]));
    assert_eq!(scene.tenant, None);

    root.set_up("/api/v2/roles", &json!({"name": "north"}));
    let settings =
        json!({"permissions": ["view_users"], "role": "north", "email": "a@corp.example"});
    let scene = root.administrator("anna", settings).scene();
    assert_eq!(scene.tenant.as_deref(), Some("north"));
    assert_eq!(scene.me.email, "a@corp.example");
}

#[test]
fn an_administrator_who_has_the_name_of_a_user_is_another_account() {
    let root = Panel::installed();
    root.create("root", |_| ());
    let list = root.list();
    assert_eq!(list.first().unwrap().id, "root");
    assert_ne!(list.first().unwrap().id, root.scene().me.id);
    assert_eq!(profile(&root, "root").account.role, Role::Regular);
    let own = profile(&root, &root.scene().me.id);
    assert_eq!(own.account.role, Role::Administrator);
}

#[test]
fn the_key_of_somebody_tells_nothing_but_works() {
    let root = Panel::installed();
    let settings = json!({"permissions": ["*"], "filters": {"allow_api_key_auth": true}});
    let anna = root.administrator("anna", settings);
    anna.create("boris", |_| ());
    let key = root.key_of("anna");
    let scene = key.scene();
    assert!(scene.grants.is_none() && scene.is_api_key);
    assert_eq!(key.list().len(), 1);
    let own = profile(&key, &scene.me.id);
    assert_eq!(said(&own, "May do here"), None);
    assert_eq!(own.account.name, "The owner of the key");
}

#[test]
fn a_list_tells_states_and_groups() {
    let root = Panel::installed();
    root.set_up("/api/v2/groups", &json!({"name": "lab"}));
    root.create("active", |user| {
        user.set_email("active@corp.example");
        user.set_groups(&[GroupMapping {
            name: "lab".to_owned(),
            kind: GroupKind::Secondary,
        }]);
    });
    root.create("off", |user| user.set_enabled(false));
    root.create("over", |user| user.set_expires_ms(1_000));
    let list = root.list();
    let statuses: Vec<_> = list.iter().map(|one| one.status.clone()).collect();
    assert_eq!(
        statuses,
        [Status::Active, Status::Disabled, Status::Expired]
    );
    let first = list.first().unwrap();
    assert_eq!(
        (first.id.as_str(), first.email.as_str()),
        ("active", "active@corp.example")
    );
    assert_eq!(first.groups, ["lab"]);
    assert_eq!(
        (first.second_factor, first.last_sign_in),
        (Some(false), Moment::Never)
    );
    assert!(first.created.is_some());
}

#[test]
fn a_profile_says_what_is_stored_and_that_groups_can_replace_it() {
    let root = Panel::installed();
    root.set_up("/api/v2/groups", &json!({"name": "lab"}));
    root.create("anna", |user| {
        user.set_description("printer");
        user.set_quota_bytes(5_000_000_000_000);
        user.set_permissions("/in", &["list".to_owned(), "create_dirs".to_owned()]);
        user.set_groups(&[GroupMapping {
            name: "lab".to_owned(),
            kind: GroupKind::Primary,
        }]);
    });
    let shown = profile(&root, "anna");
    assert_eq!(said(&shown, "Description").as_deref(), Some("printer"));
    assert_eq!(said(&shown, "Primary").as_deref(), Some("lab"));
    assert!(said(&shown, "Note").unwrap().contains("replace"));
    let directories = said(&shown, "By directory").unwrap();
    assert_eq!(
        directories,
        "/ and below: everything (*); /in and below: list, create dirs"
    );
    let bytes = said(&shown, "Bytes used / allowed").unwrap();
    assert!(
        bytes.contains("5,000,000,000,000") || bytes.contains("5000000000000"),
        "{bytes}"
    );
    assert!(shown.fields.is_empty());
}

#[test]
fn an_account_that_is_not_there_is_not_found() {
    let root = Panel::installed();
    let (door, scene) = (root.door(), root.scene());
    let missing = SFTPGO.profile(&door, &scene, "nobody");
    assert_eq!(block_on(missing).unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn a_session_that_must_set_up_a_second_factor_first_says_so_everywhere() {
    let root = Panel::installed();
    let settings = json!({"permissions": ["*"], "filters": {"require_two_factor": true}});
    let forced = root.administrator("anna", settings);
    let scene = forced.scene();
    let reason = SFTPGO.can(&scene, Act::List, None).reason().unwrap();
    assert!(reason.contains("second factor"), "{reason}");
    assert!(SFTPGO.can(&scene, Act::EnableSecondFactor, None).is_yes());
}

#[test]
fn a_restart_ends_every_session() {
    let root = Panel::installed();
    root.sim
        .control("/__sim/restart", r#"{"platform":"sftpgo"}"#);
    assert_eq!(root.fails(&GetVersion), ErrorKind::SignedOut);
}

#[test]
fn when_a_session_ends_is_read_from_the_sign_in() {
    let root = Panel::installed();
    let ends = root.client.vault().expires_at(&root.home.id).unwrap();
    root.sim.control("/__sim/clock", r#"{"advance_s":1199}"#);
    assert!(root.send(&GetVersion).is_ok());
    assert!(root.door().now() < ends);
    root.sim.control("/__sim/clock", r#"{"advance_s":60}"#);
    assert!(root.door().now() > ends);
    assert_eq!(root.fails(&GetVersion), ErrorKind::SignedOut);
}

// Contract, 1.6 and 1.8.
#[test]
fn a_proxy_that_hands_on_the_interface_alone_is_enough() {
    let root = Panel::installed();
    let survey = || block_on(SFTPGO.survey(&root.door()));
    assert_eq!(survey().unwrap().version.as_deref(), Some("2.7.99-dev"));
    let page = "<!doctype html><title>Files</title>";
    for status in [200, 404] {
        root.fault("GET /healthz", 1, status, page);
        let found = survey().unwrap();
        assert_eq!(found.version.as_deref(), Some("2.7.99-dev"), "{status}");
    }
    root.switch("disabled_login_methods", "16");
    root.fault("GET /healthz", 1, 404, page);
    assert!(survey().is_ok());
    root.fault("GET /healthz", 1, 404, page);
    root.fault("GET /api/v2/token", 1, 200, page);
    let stranger = ErrorKind::NotThePlatform { status: 404 };
    assert_eq!(survey().unwrap_err().kind, stranger);
}

// Contract, 5.15.
#[test]
fn who_resets_a_second_factor_depends_on_the_release() {
    let may = |release: &str, permissions: serde_json::Value| {
        let root = Panel::installed();
        root.switch("release", &json!(release).to_string());
        root.create("target", |_| ());
        let anna = root.administrator("anna", json!({"permissions": permissions}));
        let scene = anna.scene();
        let target = Some(&root.list()[0]).cloned().map(|mut one| {
            one.second_factor = Some(true);
            one
        });
        SFTPGO
            .can(&scene, Act::ResetSecondFactor, target.as_ref())
            .is_yes()
    };
    assert!(may("2.5", json!(["view_users", "edit_users"])));
    assert!(!may("2.5", json!(["view_users"])));
    assert!(!may("2.6.0", json!(["view_users", "edit_users"])));
    assert!(!may("2.7", json!(["view_users", "edit_users"])));
    assert!(may("2.7", json!(["disable_mfa"])));
}

// Contract, 1.5.
#[test]
fn what_must_be_done_first_is_said_in_words() {
    let root = Panel::installed();
    let settings = json!({"permissions": ["view_users"], "filters": {"require_two_factor": true}});
    let anna = root.administrator("anna", settings);
    let own = profile(&anna, &anna.scene().me.id);
    let may = said(&own, "May do here").unwrap();
    assert_eq!(
        may,
        "view users; This administrator must set up a second factor before anything else."
    );
}

// Contract, 5.11.
#[test]
fn what_was_too_much_at_once_is_asked_again_and_a_change_is_not() {
    const TOO_MANY: &str = r#"{"error":"you are not allowed to connect","message":""}"#;
    let root = Panel::installed();
    root.create("anna", |_| ());
    let n_sent = || root.client.record().entries().len();
    let before = n_sent();
    root.fault("GET /api/v2/users", 2, 403, TOO_MANY);
    assert_eq!(
        root.send(&ListUsers { page: Page::FIRST }).unwrap().len(),
        1
    );
    assert_eq!(n_sent(), before + 3);
    root.fault("GET /healthz", 1, 403, TOO_MANY);
    assert!(root.send(&CheckHealth).is_ok());

    let before = n_sent();
    let slow_down = ErrorKind::SlowDown {
        retry_after_s: None,
    };
    root.fault("DELETE /api/v2/users/{username}", 1, 403, TOO_MANY);
    let username = "anna".to_owned();
    assert_eq!(root.fails(&DeleteUser { username }), slow_down);
    assert_eq!(n_sent(), before + 1);
    let banned = r#"{"error":"your IP address is blocked","message":""}"#;
    root.fault("GET /api/v2/users", 9, 403, banned);
    let before = n_sent();
    let refused = root.fails(&ListUsers { page: Page::FIRST });
    assert_eq!(refused, ErrorKind::Banned { up_to_s: None });
    assert_eq!(n_sent(), before + 1);
}
