//! The real client at the simulated server: names with every letter, also behind a proxy that decodes, and saves that
//! lose nothing.

use std::rc::Rc;

use futures::executor::block_on;
use proptest::prelude::*;
use rollcall::api::sftpgo::{
    AddUser, ChangeOwnPassword, DeleteUser, DisableSecondFactor, ForgotPassword, GetUser,
    ListUsers, Page, PasswordChange, ResetPassword, SignIn, SignOut, StorageSecret, UpdateUser,
    User,
};
use rollcall::api::{Clash, Empty, ErrorKind, Object, Reason, Response, Secret};
use rollcall::transport::{BoxFuture, Client, Credential, Failure, Outgoing, Transport, curl};
use rollcall_simulator::{Request, handle};
use serde_json::{Value, json};

use crate::panel::{PASSWORD, Panel};
use crate::transport::InProcess;

fn read(panel: &Panel, name: &str) -> User {
    let username = name.to_owned();
    panel.send(&GetUser { username }).unwrap()
}

fn update(user: User) -> UpdateUser {
    UpdateUser {
        user,
        password: PasswordChange::Keep,
        secrets: Vec::new(),
        disconnect: false,
    }
}

const NAMES: [&str; 16] = [
    "anna",
    "a b",
    "ä@ö.de",
    "50%",
    "a+b",
    "a%41b",
    "aAb",
    "a%2Fb",
    "üñí",
    "名前",
    "a;b",
    "a&b=c",
    "a#b",
    "%25",
    "(x)!'~",
    "a%252541b",
];

#[test]
fn every_name_is_read_saved_and_deleted_with_and_without_a_proxy_that_decodes() {
    for proxy in ["\"raw\"", "\"decoding\""] {
        let root = Panel::installed();
        root.switch("proxy", proxy);
        for name in NAMES {
            root.create(name, |_| ());
        }
        for name in NAMES {
            let mut user = read(&root, name);
            assert_eq!(user.username(), name);
            user.set_description(name);
            assert_eq!(root.send(&update(user)), Ok(Empty));
        }
        for name in NAMES {
            assert_eq!(read(&root, name).description(), name);
        }
        for (n_deleted, name) in NAMES.iter().enumerate() {
            let username = (*name).to_owned();
            assert_eq!(root.send(&DeleteUser { username }), Ok(Empty));
            let left = root.send(&ListUsers { page: Page::FIRST }).unwrap();
            assert_eq!(left.len(), NAMES.len() - n_deleted - 1);
            assert!(left.iter().all(|user| user.username() != *name));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What the server takes as a name, it also finds again.
    #[test]
    fn any_name_that_is_taken_is_found_again(
        name in prop_oneof!["[^/\\\\:*?\"<>|\\p{C}]{1,12}", "(%[0-9a-fA-F]{2}){1,3}", "[a%4 .+]{1,8}"],
    ) {
        for proxy in ["\"raw\"", "\"decoding\""] {
            let root = Panel::installed();
            root.switch("proxy", proxy);
            let mut user = User::new(&name);
            user.set_home_dir("/srv/home");
            let add = AddUser { user, password: None, secrets: Vec::new() };
            let Ok(made) = root.send(&add) else { continue };
            // Blanks at the ends are cut: the name that the server gives is the one that counts.
            let stored = made.username();
            prop_assert_eq!(read(&root, &stored).username(), stored);
        }
    }
}

#[test]
fn a_name_that_is_taken_clashes() {
    let root = Panel::installed();
    root.create("anna", |_| ());
    let mut user = User::new("anna");
    user.set_home_dir("/srv/anna");
    let again = AddUser {
        user,
        password: None,
        secrets: Vec::new(),
    };
    for store in ["\"sqlite\"", "\"memory\"", "\"bolt\""] {
        root.switch("store", store);
        assert_eq!(root.fails(&again), ErrorKind::Conflict(Clash::Name));
    }
}

/// Everything but what moves with every save.
fn settled(user: &User) -> Value {
    let mut value = serde_json::to_value(user.object()).unwrap();
    value.as_object_mut().unwrap().remove("updated_at");
    value
}

#[test]
fn a_save_of_what_was_read_changes_nothing() {
    let root = Panel::installed();
    root.set_up(
        "/api/v2/folders",
        &json!({"name": "shared", "mapped_path": "/srv/shared"}),
    );
    root.create("anna", |user| {
        user.set_expires_ms(1_893_456_000_000);
        let mut filters = Object::default();
        filters.set("denied_protocols", &["FTP"]);
        filters.set("additional_emails", &["two@example.org"]);
        user.set_filters(filters);
        let mut s3 = Object::default();
        s3.set("bucket", "data");
        s3.set("region", "eu-1");
        s3.set("access_key", "AKIA");
        s3.set(
            "access_secret",
            &json!({"status": "Plain", "payload": "battery staple 2"}),
        );
        let mut filesystem = Object::default();
        filesystem.set("provider", &1);
        filesystem.set("s3config", &s3);
        user.set_filesystem(filesystem);
        let mut folder = Object::default();
        folder.set("name", "shared");
        folder.set("virtual_path", "/s");
        folder.set("quota_size", &-1);
        folder.set("quota_files", &-1);
        user.set_virtual_folders(&[folder]);
    });
    let before = read(&root, "anna");
    assert_eq!(root.send(&update(before.clone())), Ok(Empty));
    let after = read(&root, "anna");
    assert_eq!(settled(&after), settled(&before));
    assert!(after.has_password());

    // One secret taken away: what is left makes no sense to the server, and nothing is saved.
    let mut removed = update(after.clone());
    removed.secrets = vec![StorageSecret {
        block: "s3config",
        member: "access_secret",
        value: None,
    }];
    assert!(matches!(
        root.fails(&removed),
        ErrorKind::Refused { status: 400, .. }
    ));
    assert_eq!(settled(&read(&root, "anna")), settled(&before));
}

#[test]
fn a_password_is_kept_changed_or_taken_away() {
    let root = Panel::installed();
    root.create("anna", |_| ());
    for (password, has) in [
        (PasswordChange::Keep, true),
        (PasswordChange::Set(Secret::from("battery staple 2")), true),
        (PasswordChange::Clear, false),
    ] {
        let save = UpdateUser {
            password,
            ..update(read(&root, "anna"))
        };
        assert_eq!(root.send(&save), Ok(Empty));
        assert_eq!(read(&root, "anna").has_password(), has);
    }
}

#[test]
fn a_second_factor_that_is_not_there_cannot_be_reset() {
    let root = Panel::installed();
    root.create("anna", |_| ());
    let username = "anna".to_owned();
    let kind = root.fails(&DisableSecondFactor { username });
    assert!(
        matches!(kind, ErrorKind::Refused { status: 400, .. }),
        "{kind:?}"
    );
}

#[test]
fn a_forgotten_password_is_set_with_the_code_from_the_mail() {
    let root = Panel::installed();
    root.create("anna", |user| user.set_email("anna@corp.example"));
    let username = "anna".to_owned();
    assert_eq!(root.send(&ForgotPassword { username }), Ok(Empty));
    let mail = Request::new("GET", "/__sim/mail");
    let answer = handle(&mut root.sim.0.borrow_mut(), &mail);
    let mail: Value = serde_json::from_slice(&answer.body).unwrap();
    let code = mail.as_array().unwrap().last().unwrap()["code"]
        .as_str()
        .unwrap();
    let reset = |code: &str| ResetPassword {
        username: "anna".to_owned(),
        code: Secret::from(code),
        password: Secret::from("battery staple 2"),
    };
    let wrong = root.fails(&reset("nonsense"));
    assert!(
        matches!(wrong, ErrorKind::Refused { status: 400, .. }),
        "{wrong:?}"
    );
    assert_eq!(root.send(&reset(code)), Ok(Empty));
    assert!(root.send(&reset(code)).is_err());
}

#[test]
fn a_session_ends_with_its_own_password_and_by_signing_out() {
    let root = Panel::installed();
    let mut anna = root.administrator("anna", json!({"permissions": ["view_users"]}));
    let change = |current: &str, new: &str| ChangeOwnPassword {
        current: Secret::from(current),
        new: Secret::from(new),
    };
    let wrong = anna.fails(&change("wrong", "battery staple 2"));
    assert_eq!(wrong, ErrorKind::Forbidden(Reason::WrongCurrentPassword));
    assert_eq!(anna.send(&change(PASSWORD, "battery staple 2")), Ok(Empty));
    let page = Page::FIRST;
    assert_eq!(anna.fails(&ListUsers { page }), ErrorKind::SignedOut);

    root.administrator("boris", json!({"permissions": ["view_users"]}));
    anna.sign_in("boris");
    assert_eq!(anna.send(&SignOut), Ok(Empty));
    assert_eq!(anna.fails(&ListUsers { page }), ErrorKind::SignedOut);
}

#[test]
fn neither_record_nor_command_holds_password_or_passcode() {
    let root = Panel::installed();
    let sign_in = SignIn {
        username: "root".to_owned(),
        password: Secret::from(PASSWORD),
        passcode: Some(Secret::from("271828")),
    };
    let token = root.send(&sign_in).unwrap();
    let entries = root.client.record().entries();
    let entry = entries.first().unwrap();
    let header = |name: &str| {
        let found = entry.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(header("Authorization"), Some("Basic ***"));
    assert_eq!(header("X-SFTPGO-OTP"), Some("***"));
    let basic = Secret::basic("root", &Secret::from(PASSWORD));
    let basic = basic.expose().trim_start_matches("Basic ");
    for entry in entries {
        let printed = format!("{entry:?} {}", curl::command(&entry));
        for hidden in [PASSWORD, basic, "271828", token.access_token.expose()] {
            assert!(!printed.contains(hidden), "{printed}");
        }
    }
}

/// The simulator, reached from another network address than before.
struct Elsewhere(InProcess);

impl Transport for Elsewhere {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        let mut call = Request::new(outgoing.method().name(), outgoing.url());
        "192.0.2.7".clone_into(&mut call.peer);
        for (name, value) in outgoing.headers() {
            call = call.header(name, value);
        }
        let answer = handle(&mut self.0.0.borrow_mut(), &call);
        let response = Response::new(answer.status, answer.headers, answer.body);
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep_ms(&self, ms: u32) -> BoxFuture<()> {
        self.0.sleep_ms(ms)
    }

    fn now_ms(&self) -> f64 {
        self.0.now_ms()
    }

    fn random(&self) -> f64 {
        self.0.random()
    }
}

#[test]
fn a_token_that_moved_to_another_address_is_told_from_one_that_ended() {
    let root = Panel::installed();
    let token = root
        .send(&SignIn {
            username: "root".to_owned(),
            password: Secret::from(PASSWORD),
            passcode: None,
        })
        .unwrap();
    let client = Client::new(Rc::new(Elsewhere(root.sim.clone())));
    let credential = Credential::Bearer {
        token: token.access_token,
        expires_at: token.expires_at,
    };
    client.vault().set(&root.home, credential).unwrap();
    let page = Page::FIRST;
    let error = block_on(client.send(&root.home, &ListUsers { page })).unwrap_err();
    assert_eq!(error.kind, ErrorKind::OtherAddress);
    // It still holds where it was made, and elsewhere too once the server does not look.
    assert!(root.send(&ListUsers { page }).is_ok());
    root.switch("token_validation", "1");
    assert!(block_on(client.send(&root.home, &ListUsers { page })).is_ok());
}

// Contract, 5.15.
#[test]
fn a_name_that_is_taken_clashes_at_older_releases_too() {
    let root = Panel::installed();
    root.create("anna", |_| ());
    for release in ["2.5", "2.6.0", "2.7.5"] {
        root.switch("release", &json!(release).to_string());
        let mut user = User::new("anna");
        user.set_home_dir("/srv/home");
        let add = AddUser {
            user,
            password: None,
            secrets: Vec::new(),
        };
        assert_eq!(
            root.fails(&add),
            ErrorKind::Conflict(Clash::Name),
            "{release}"
        );
    }
}
