//! Every call of the panel's at the simulated platform, in every way that the contract leaves open (5.1).

use proptest::prelude::*;
use rollcall::api::alauda::{
    BindingName, CreateAccessToken, CreateUser, CreateUserBinding, DeleteAccessToken, DeleteUser,
    DeleteUserBinding, Filter, GetGroup, GetUser, GetUserObject, ListAccessTokens, ListGroups,
    ListUserBindings, ListUserObjects, ListUsers, NewValidity, Sort, Standing, State, Subject,
    TokenName, UpdateUser, UpdateUserObject, UserBindingSpec, UserField, UserName,
};
use rollcall::api::{Clash, Empty, ErrorKind, Reason, Secret, request};

use crate::panel::{ADMINISTRATOR, AUDITOR, DIRECTORY, FIRST, ORDINARY, Panel, name_of, seal};

const PASSWORD: &str = "battery-staple-2";

fn user(panel: &Panel, email: &str) -> CreateUser {
    CreateUser {
        email: email.to_owned(),
        username: "Anna".to_owned(),
        mail: None,
        password: panel.sealed(PASSWORD),
        validity: NewValidity::ForGood,
    }
}

fn is_refused(kind: &ErrorKind, wanted: u16) -> bool {
    matches!(kind, ErrorKind::Refused { status, .. } if *status == wanted)
}

fn users(filter: Option<Filter>, sort: Option<Sort>) -> ListUsers {
    ListUsers {
        filter,
        sort,
        limit: 100,
        page: 1,
    }
}

#[test]
fn an_account_is_made_and_its_password_is_understood() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    let mut new = user(&panel, "anna");
    new.validity = NewValidity::Within {
        begin: panel.client.now(),
        end: rollcall::api::Timestamp::from_unix(4_000_000_000),
    };
    let made = panel.send(&new).unwrap();
    assert_eq!(made.metadata.name, name_of("anna"));
    let read = panel
        .send(&GetUser {
            name: name_of("anna"),
        })
        .unwrap();
    assert_eq!(read.spec.username, "Anna");
    assert_eq!(read.spec.standing(panel.client.now()), Standing::Normal);
    assert_eq!(
        panel.fails(&user(&panel, "anna")),
        ErrorKind::Conflict(Clash::Name)
    );
    panel.switch("name_taken", "\"400\"");
    assert_eq!(
        panel.fails(&user(&panel, "anna")),
        ErrorKind::Conflict(Clash::Name)
    );
}

#[test]
fn older_and_newer_servers_find_all_members_that_they_want() {
    for members in ["six", "old", "login"] {
        let panel = Panel::at(ADMINISTRATOR, 5);
        panel.switch("required_members", &format!("\"{members}\""));
        let mut new = user(&panel, "anna");
        if members == "old" {
            // There an account for good must have an end all the same.
            new.validity = NewValidity::Within {
                begin: panel.client.now(),
                end: rollcall::api::Timestamp::from_unix(4_000_000_000),
            };
        }
        assert!(panel.send(&new).is_ok(), "{members}");
    }
}

#[test]
fn a_weak_password_and_a_key_that_has_ended_are_refused() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    for status in [422, 400] {
        panel.switch("weak_password", &format!("\"{status}\""));
        let mut new = user(&panel, "anna");
        new.password = panel.sealed("weak");
        assert!(is_refused(&panel.fails(&new), status));
    }
    for status in [400, 401] {
        panel.switch("expired_key", &format!("\"{status}\""));
        let new = user(&panel, "anna");
        panel.advance(3_600);
        // A 401 of this kind does not end the session: the next call tells.
        assert!(is_refused(&panel.fails(&new), status));
        assert!(panel.send(&user(&panel, &format!("anna-{status}"))).is_ok());
    }
    panel.switch("key_use", "\"once\"");
    let mut new = user(&panel, "berta");
    // Keys of one second are one key.
    panel.advance(1);
    let key = panel.key();
    new.password = seal(&key, PASSWORD);
    assert!(panel.send(&new).is_ok());
    new.email = "carla".to_owned();
    new.password = seal(&key, PASSWORD);
    assert!(matches!(panel.fails(&new), ErrorKind::Refused { .. }));
}

#[test]
fn a_name_is_changed_whatever_the_server_answers() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.send(&user(&panel, "anna")).unwrap();
    let rename = |to: &str| UpdateUser::new(name_of("anna")).display_name(to);
    let stored = || {
        panel
            .send(&GetUser {
                name: name_of("anna"),
            })
            .unwrap()
            .spec
            .username
    };
    for answer in ["201", "200", "204"] {
        panel.switch("patch_success", &format!("\"{answer}\""));
        assert_eq!(panel.send(&rename(answer)), Ok(Empty));
        assert_eq!(stored(), answer);
    }
    panel.switch("patch_media", "\"merge-patch\"");
    assert!(is_refused(&panel.fails(&rename("x")), 415));
    assert_eq!(panel.send(&rename("merged").as_merge_patch()), Ok(Empty));
    assert_eq!(stored(), "merged");
    panel.switch("conflicts", "1");
    let conflict = panel.fails(&rename("x").as_merge_patch());
    assert_eq!(conflict, ErrorKind::Conflict(Clash::Other));
    // A change that is answered well and not made is seen by reading again only.
    panel.switch("patch_ignored", "true");
    assert_eq!(panel.send(&rename("lost").as_merge_patch()), Ok(Empty));
    assert_eq!(stored(), "merged");
}

#[test]
fn ones_own_password_needs_the_present_one_and_a_reset_does_not() {
    let panel = Panel::at(ORDINARY, 5);
    let present = panel.password_of(ORDINARY).unwrap();
    let change = |old: &str| {
        let (old, new) = (panel.sealed(old), panel.sealed(PASSWORD));
        UpdateUser::new(name_of(ORDINARY)).own_password(old, new)
    };
    for status in [400, 422, 403] {
        panel.switch("wrong_old_password", &format!("\"{status}\""));
        assert!(
            is_refused(&panel.fails(&change("wrong-horse-1")), status),
            "{status}"
        );
    }
    panel.switch("error_body", "\"empty\"");
    let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
    assert_eq!(panel.fails(&change("wrong-horse-1")), not_allowed);
    assert_eq!(panel.send(&change(&present)), Ok(Empty));
    assert_eq!(panel.send(&change(PASSWORD)), Ok(Empty));
    let reset = |login: &str, from: &Panel| {
        UpdateUser::new(name_of(login)).reset_password(from.sealed(PASSWORD))
    };
    let admin = panel.other(ADMINISTRATOR);
    assert_eq!(admin.send(&reset(ORDINARY, &admin)), Ok(Empty));
    admin.switch("error_body", "\"status\"");
    assert_eq!(
        admin.fails(&reset(DIRECTORY, &admin)),
        ErrorKind::Forbidden(Reason::NotAllowed)
    );
    admin.switch("directory_password", "\"400\"");
    assert!(is_refused(&admin.fails(&reset(DIRECTORY, &admin)), 400));
}

#[test]
fn a_deletion_is_done_once_and_blocks_the_name() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    for (email, answer) in [("anna", "204"), ("berta", "200")] {
        panel.send(&user(&panel, email)).unwrap();
        panel.switch("delete_success", &format!("\"{answer}\""));
        let delete = DeleteUser {
            name: name_of(email),
        };
        assert_eq!(panel.send(&delete), Ok(Empty));
        assert_eq!(panel.fails(&delete), ErrorKind::NotFound);
    }
    panel.switch("second_delete", "\"204\"");
    assert_eq!(
        panel.send(&DeleteUser {
            name: name_of("anna")
        }),
        Ok(Empty)
    );
    assert_eq!(
        panel.fails(&user(&panel, "anna")),
        ErrorKind::Conflict(Clash::Name)
    );
    for login in [ADMINISTRATOR, FIRST] {
        let delete = DeleteUser {
            name: name_of(login),
        };
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        panel.switch("protected_delete", "\"403\"");
        assert_eq!(panel.fails(&delete), not_allowed, "{login}");
        panel.switch("protected_delete", "\"400\"");
        assert!(is_refused(&panel.fails(&delete), 400), "{login}");
    }
}

#[test]
fn a_list_is_filtered_and_sorted_as_far_as_the_server_does() {
    let panel = Panel::at(AUDITOR, 60);
    let found = panel
        .send(&users(Filter::new(UserField::Email, ORDINARY), None))
        .unwrap();
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.items[0].metadata.name, name_of(ORDINARY));
    let comma = panel.send(&users(
        Filter::new(UserField::Username, "Weber, Anna"),
        None,
    ));
    assert!(!comma.unwrap().items.is_empty());
    let by_email = |is_descending| Sort {
        field: UserField::Email,
        is_descending,
    };
    let emails = |sort| -> Vec<String> {
        let page = panel.send(&users(None, Some(sort))).unwrap();
        page.items.into_iter().map(|user| user.spec.email).collect()
    };
    let mut rising = emails(by_email(false));
    assert!(rising.is_sorted() && rising.len() > 50);
    rising.reverse();
    assert_eq!(emails(by_email(true)), rising);
    panel.switch("filter_fields", "\"username\"");
    let refused = panel.fails(&users(Filter::new(UserField::Mail, "x"), None));
    assert!(is_refused(&refused, 400));
}

#[test]
fn a_token_is_made_shown_once_recorded_and_revoked() {
    let panel = Panel::at(ORDINARY, 20);
    let now = panel.client.now().unix_seconds();
    let create = CreateAccessToken {
        description: "panel".to_owned(),
        expires_at: rollcall::api::Timestamp::from_unix(now + 1_000),
    };
    let made = panel.send(&create).unwrap();
    assert_eq!(made.expires_at, Some(create.expires_at));
    let list = ListAccessTokens {
        limit: 100,
        from: None,
    };
    let records = panel.send(&list).unwrap().items;
    let record = records
        .iter()
        .find(|record| record.metadata.name.0 == made.id);
    assert_eq!(record.unwrap().spec.description, "panel");
    let mine = Panel::stranger(panel.sim.clone(), "");
    mine.use_token(made.token.expose());
    assert!(mine.send(&list).is_ok());
    let delete = DeleteAccessToken {
        name: TokenName(made.id),
    };
    panel.switch("revoke_success", "\"202\"");
    assert_eq!(panel.send(&delete), Ok(Empty));
    assert_eq!(panel.fails(&delete), ErrorKind::NotFound);
    let key = rollcall::api::alauda::GetPasswordKey;
    assert_eq!(mine.fails(&key), ErrorKind::SignedOut);
    panel.switch("records", "\"missing\"");
    assert_eq!(panel.fails(&list), ErrorKind::NoSuchCall { status: 404 });
    panel.switch("records", "\"denied\"");
    assert_eq!(panel.fails(&list), ErrorKind::Forbidden(Reason::NotAllowed));
}

#[test]
fn roles_are_read_given_and_taken() {
    let panel = Panel::at(ADMINISTRATOR, 20);
    let n_before = panel.send(&ListUserBindings).unwrap().items.len();
    let create = CreateUserBinding {
        name: BindingName("anna-audits".to_owned()),
        spec: UserBindingSpec {
            subjects: vec![Subject {
                kind: "User".to_owned(),
                name: name_of(ORDINARY).0,
            }],
            role: "platform-auditor-system".to_owned(),
            scope: "platform".to_owned(),
            constraint: Vec::new(),
        },
    };
    let made = panel.send(&create).unwrap();
    assert_eq!(made.spec.role, create.spec.role);
    assert_eq!(
        panel.send(&ListUserBindings).unwrap().items.len(),
        n_before + 1
    );
    let name = made.metadata.name;
    assert_eq!(panel.send(&DeleteUserBinding { name }), Ok(Empty));
    let all = panel.send(&ListUserBindings).unwrap().items;
    assert_eq!(all.len(), n_before);
}

#[test]
fn the_clusters_own_routes_are_read_and_disable_an_account() {
    let panel = Panel::at(ADMINISTRATOR, 30);
    let mut from = None;
    let mut n_read = 0;
    loop {
        let part = ListUserObjects { limit: 7, from };
        let part = panel.send(&part).unwrap();
        n_read += part.items.len();
        from = part.next;
        if from.is_none() {
            break;
        }
    }
    assert!(n_read >= 30, "{n_read}");
    let groups = ListGroups {
        limit: 100,
        from: None,
    };
    let groups = panel.send(&groups).unwrap().items;
    let name = groups[0].metadata.name.clone();
    assert_eq!(panel.send(&GetGroup { name }).unwrap(), groups[0]);
    let name = name_of(ORDINARY);
    let read = || {
        panel
            .send(&GetUserObject { name: name.clone() })
            .unwrap()
            .spec
    };
    assert_ne!(read().state, State::Inactive);
    let change = UpdateUserObject::new(name.clone());
    assert_eq!(panel.send(&change.clone().disabled(true)), Ok(Empty));
    assert_eq!(read().standing(panel.client.now()), Standing::Disabled);
    assert_eq!(panel.send(&change.disabled(false)), Ok(Empty));
    assert_eq!(read().standing(panel.client.now()), Standing::Normal);
}

#[test]
fn what_was_sent_stands_in_the_record_without_its_secrets() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.send(&user(&panel, "anna")).unwrap();
    let entries = panel.client.record().entries();
    let entry = entries
        .iter()
        .find(|entry| entry.operation == "create_user")
        .unwrap();
    let body = entry.body.clone().unwrap();
    assert!(body.contains(r#""password":"***""#), "{body}");
    assert!(format!("{entries:?}").contains("Bearer ***"));
    assert!(!format!("{entries:?}").contains("eyJ"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_name_reaches_the_server_as_it_is(name in ".*") {
        prop_assume!(!matches!(name.as_str(), "" | "." | ".."));
        let panel = Panel::at(ADMINISTRATOR, 2);
        let built = request(&GetUser { name: UserName(name.clone()) }).unwrap();
        let url = url::Url::parse("http://127.0.0.1/").unwrap();
        let url = url.join(&built.target()).unwrap();
        let (status, body) = panel.raw("GET", url.path());
        prop_assert_eq!(status, 404);
        prop_assert_eq!(body["details"]["name"].as_str(), Some(name.as_str()));
    }

    #[test]
    fn any_login_is_stored_as_it_is_under_the_name_of_the_rule(email in ".+", shown in ".*") {
        let panel = Panel::at(ADMINISTRATOR, 2);
        let mut new = user(&panel, &email);
        new.username.clone_from(&shown);
        let made = panel.send(&new).unwrap();
        prop_assert_eq!(&made.metadata.name, &name_of(&email));
        let read = panel.send(&GetUser { name: made.metadata.name }).unwrap();
        prop_assert_eq!(read.spec.email, email);
        prop_assert_eq!(read.spec.username, shown);
    }
}

proptest! {
    // Each takes the server two decryptions, which are slow without optimization.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_good_password_is_understood(middle in "[ -~]{0,20}") {
        let good: String = middle.chars().filter(|letter| {
            letter.is_ascii_alphanumeric() || "~!@#$%^&*() -_=+?".contains(*letter)
        }).collect();
        let password = ["aB3-5678", &good].concat();
        prop_assert!(rollcall::api::alauda::weaknesses(&Secret::from(password.as_str())).is_empty());
        let panel = Panel::at(ORDINARY, 5);
        let present = panel.password_of(ORDINARY).unwrap();
        let change = |old: &str, new: &str| {
            let (old, new) = (panel.sealed(old), panel.sealed(new));
            UpdateUser::new(name_of(ORDINARY)).own_password(old, new)
        };
        prop_assert_eq!(panel.send(&change(&present, &password)), Ok(Empty));
        prop_assert_eq!(panel.send(&change(&password, "aB3-5678")), Ok(Empty));
    }
}
