//! The real client against the simulated Harbor, call by call.

use std::time::Instant;

use rollcall::api::harbor::{
    AuthMode, Column, CreateUser, DeleteUser, Filter, GetCurrentUser, GetPermissions,
    GetServerDetails, GetSystemInfo, GetUser, ListUsers, Match, Ping, Pong, Scope, SearchUsers,
    SetCliSecret, SetSysAdmin, Sort, TextColumn, UpdatePassword, UpdateProfile, User, UserId,
};
use rollcall::api::{Clash, Empty, ErrorKind, Reason, Secret};
use rollcall::transport::{Outcome, curl};

use crate::panel::{PASSWORD, Panel};

fn profile(id: UserId, email: &str) -> UpdateProfile {
    UpdateProfile {
        id,
        email: email.to_owned(),
        realname: "Other Name".to_owned(),
        comment: None,
    }
}

fn own_password(id: UserId, current: &str, new: &str) -> UpdatePassword {
    UpdatePassword {
        id,
        current: Some(Secret::from(current)),
        new: Secret::from(new),
    }
}

fn names(users: &[User]) -> Vec<&str> {
    users.iter().map(|user| user.username.as_str()).collect()
}

#[test]
fn an_account_is_created_changed_and_deleted() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    let mira = admin.send(&GetUser { id }).unwrap();
    assert_eq!((mira.username.as_str(), mira.is_admin()), ("mira", false));
    assert!(mira.created_at.is_some());

    let mut change = profile(id, "other@corp.example");
    change.comment = Some("ops".to_owned());
    assert_eq!(admin.send(&change), Ok(Empty));
    let changed = admin.send(&GetUser { id }).unwrap();
    assert_eq!(changed.email, "other@corp.example");
    assert_eq!(
        (changed.realname.as_str(), changed.comment.as_str()),
        ("Other Name", "ops")
    );
    // A comment that is left out is emptied.
    admin.send(&profile(id, "other@corp.example")).unwrap();
    assert_eq!(admin.send(&GetUser { id }).unwrap().comment, "");

    admin.send(&SetSysAdmin { id, is_admin: true }).unwrap();
    assert!(admin.send(&GetUser { id }).unwrap().is_admin());
    assert_eq!(admin.send(&DeleteUser { id }), Ok(Empty));
    assert_eq!(admin.fails(&DeleteUser { id }), ErrorKind::NotFound);
    assert_eq!(admin.fails(&GetUser { id }), ErrorKind::NotFound);
    // Saved all the same: only reading again tells (contract, 5.7).
    assert_eq!(admin.send(&profile(id, "ghost@corp.example")), Ok(Empty));
    // Its name is free at once.
    assert_ne!(admin.create("mira"), id);
}

#[test]
fn wrong_credentials_make_the_caller_nobody() {
    let admin = Panel::installed();
    let stranger = admin.stranger();
    let id = UserId::BUILT_IN;
    assert_eq!(stranger.fails(&GetCurrentUser), ErrorKind::SignedOut);
    assert_eq!(stranger.fails(&ListUsers::default()), ErrorKind::SignedOut);
    // These crash instead of answering 401 (contract, 5.12).
    assert_eq!(stranger.fails(&GetUser { id }), ErrorKind::SignedOut);
    let change = profile(id, "a@corp.example");
    assert_eq!(stranger.fails(&change), ErrorKind::SignedOut);
    let password = own_password(id, PASSWORD, "Another horse 1");
    assert_eq!(stranger.fails(&password), ErrorKind::SignedOut);
    // Wrong credentials are no reason to hide what is public.
    assert_eq!(
        stranger.send(&GetServerDetails).unwrap().harbor_version,
        None
    );
    assert!(
        admin
            .send(&GetServerDetails)
            .unwrap()
            .harbor_version
            .is_some()
    );
    assert_eq!(stranger.send(&Ping), Ok(Pong));
}

#[test]
fn who_one_is_decides_whether_a_401_or_an_empty_500_ends_the_session() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    let me = "GET /api/v2.0/users/current".to_owned();
    let one = format!("/api/v2.0/users/{id}");
    // Signed out: the crash, and then the question that tells (contract, 5.12).
    let stranger = admin.stranger();
    let (kind, sent) = admin.sent(|| stranger.fails(&GetUser { id }));
    assert_eq!(kind, ErrorKind::SignedOut);
    assert_eq!(sent, [format!("GET {one}"), me.clone()]);
    let (kind, sent) = admin.sent(|| stranger.fails(&GetCurrentUser));
    assert_eq!((kind, sent), (ErrorKind::SignedOut, vec![me.clone()]));

    // The same answers to somebody who is signed in: the session goes on.
    let broken = ErrorKind::Broken {
        status: 500,
        message: None,
    };
    let crash = |operation: &str, headers: &str| {
        admin.order(&format!(
            r#"{{"platform":"harbor","operation":"{operation}","fault":"status","status":500,"headers":{headers},"body":""}}"#
        ));
    };
    crash("get_user", "{}");
    let (kind, sent) = admin.sent(|| admin.fails(&GetUser { id }));
    assert_eq!(kind, broken);
    assert_eq!(sent, [format!("GET {one}"), me.clone()]);
    crash("update_user_profile", "{}");
    assert_eq!(admin.fails(&profile(id, "a@corp.example")), broken);
    crash("list_users", r#"{"Content-Type":"text/html"}"#);
    assert_eq!(admin.fails(&ListUsers::default()), broken);
    // Somebody's wrong password freezes the name for requests that are sent at the same time (contract, 5.13).
    admin.order(
        r#"{"platform":"harbor","operation":"delete_user","fault":"status","status":401,
            "headers":{"Content-Type":"application/json; charset=utf-8"},
            "body":{"errors":[{"code":"UNAUTHORIZED","message":"unauthorized"}]}}"#,
    );
    let (kind, sent) = admin.sent(|| admin.fails(&DeleteUser { id }));
    let frozen = ErrorKind::SlowDown {
        retry_after_s: Some(2),
    };
    assert_eq!(kind, frozen);
    assert_eq!(sent, [format!("DELETE {one}"), me]);
    // A failure with words is the server's own.
    let (kind, sent) = admin.sent(|| {
        admin.order(
            r#"{"platform":"harbor","operation":"get_user","fault":"status","status":500,
                "headers":{"Content-Type":"application/json"},
                "body":{"errors":[{"code":"UNKNOWN","message":"internal server error"}]}}"#,
        );
        admin.fails(&GetUser { id })
    });
    assert_eq!((kind, sent), (broken, vec![format!("GET {one}")]));
}

#[test]
fn older_releases_say_plainly_that_nobody_is_signed_in() {
    let admin = Panel::installed();
    admin.switch("signed_out_profile", "\"2.2\"");
    let id = UserId::BUILT_IN;
    assert_eq!(
        admin.stranger().fails(&GetUser { id }),
        ErrorKind::SignedOut
    );
}

#[test]
fn a_robot_is_no_user_account() {
    let robot = Panel::installed();
    robot.switch("robot", "true");
    robot.use_password("robot$rollcall", "Robot-secret-1");
    let kind = robot.fails(&GetCurrentUser);
    assert_eq!(kind, ErrorKind::Forbidden(Reason::NoUserAccount));
}

#[test]
fn a_secret_for_the_command_line_is_replaced_and_read_again() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    admin.switch("auth_mode", "\"oidc_auth\"");
    let secret = |panel: &Panel| {
        let user = panel.send(&GetUser { id }).unwrap();
        user.cli_access.unwrap().secret
    };
    let before = secret(&admin);
    admin.send(&SetCliSecret { id, secret: None }).unwrap();
    let made = secret(&admin);
    assert!(!made.is_same_as(&before) && made.len_bytes() == 9);
    let chosen = Secret::from("Chosen123");
    let set = SetCliSecret {
        id,
        secret: Some(chosen.clone()),
    };
    admin.send(&set).unwrap();
    assert!(secret(&admin).is_same_as(&chosen));
    let weak = SetCliSecret {
        id,
        secret: Some(Secret::from("weak")),
    };
    assert!(matches!(
        admin.fails(&weak),
        ErrorKind::Refused { status: 400, .. }
    ));
    let id = UserId::BUILT_IN;
    assert_eq!(
        admin.fails(&SetCliSecret { id, secret: None }),
        ErrorKind::NotFound
    );
}

#[test]
fn name_and_e_mail_address_both_sign_in() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    for name in ["mira", "mira@corp.example"] {
        assert_eq!(admin.other(name).send(&GetCurrentUser).unwrap().id, id);
    }
    let upper = admin.other("MIRA");
    assert_eq!(upper.fails(&GetCurrentUser), ErrorKind::SignedOut);
}

#[test]
fn a_password_beyond_ascii_and_with_colons_arrives() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    let mira = admin.other("mira");
    let new = "Pässwort: 1:ß";
    mira.send(&own_password(id, PASSWORD, new)).unwrap();
    assert_eq!(mira.fails(&GetCurrentUser), ErrorKind::SignedOut);
    mira.use_password("mira", new);
    assert_eq!(mira.send(&GetCurrentUser).unwrap().id, id);
}

#[test]
fn what_is_taken_or_against_the_rules_is_told() {
    let admin = Panel::installed();
    admin.create("mira");
    let create = |name: &str, email: &str, password: &str| CreateUser {
        username: name.to_owned(),
        email: email.to_owned(),
        realname: "Test Person".to_owned(),
        password: Secret::from(password),
        comment: None,
    };
    let taken = ErrorKind::Conflict(Clash::NameOrEmail);
    assert_eq!(
        admin.fails(&create("mira", "free@corp.example", PASSWORD)),
        taken
    );
    assert_eq!(
        admin.fails(&create("free", "mira@corp.example", PASSWORD)),
        taken
    );
    for (create, word) in [
        (create("free", "free@corp.example", "weak"), "password"),
        (create("free", "no address", PASSWORD), "email"),
        (create("fr,ee", "free@corp.example", PASSWORD), "username"),
    ] {
        let ErrorKind::Refused {
            status: 400,
            message: Some(message),
            ..
        } = admin.fails(&create)
        else {
            panic!("{create:?} was not refused");
        };
        assert!(message.contains(word), "{message}");
    }
    // Somebody else's address is a bare failure on a change (contract, 2.1 row 11).
    let id = admin.create("second");
    let kind = admin.fails(&profile(id, "mira@corp.example"));
    assert!(
        matches!(kind, ErrorKind::Broken { status: 500, .. }),
        "{kind:?}"
    );
}

#[test]
fn filters_sort_and_pages_do_what_they_say() {
    let admin = Panel::installed();
    for name in ["a+b", "under_score", "Mira", "mira", "zoe", "10", "9"] {
        admin.create(name);
    }
    let found = |filters: Vec<Filter>| {
        let page = admin
            .send(&ListUsers {
                filters,
                ..ListUsers::default()
            })
            .unwrap();
        assert_eq!(page.total, Some(u64::try_from(page.users.len()).unwrap()));
        page.users
            .into_iter()
            .map(|user| user.username)
            .collect::<Vec<_>>()
    };
    let name = |is| Filter::Text(TextColumn::Username, is);
    let text = str::to_owned;
    assert_eq!(found(vec![name(Match::Is(text("a+b")))]), ["a+b"]);
    assert_eq!(found(vec![name(Match::Is(text("mira")))]), ["mira"]);
    assert_eq!(found(vec![name(Match::Contains(text("MIRA")))]).len(), 2);
    assert_eq!(
        found(vec![name(Match::Contains(text("_")))]),
        ["under_score"]
    );
    assert_eq!(
        found(vec![name(Match::OneOf(vec![text("zoe"), text("mira")]))]).len(),
        2
    );
    // In a list or range these would be numbers, which no name is (contract, 5.4).
    assert_eq!(
        found(vec![name(Match::OneOf(vec![text("9"), text("10")]))]),
        ["10", "9"]
    );
    let digits = Match::Between(text("1"), text("99"));
    assert_eq!(found(vec![name(digits)]), ["10", "9"]);
    assert_eq!(
        found(vec![Filter::NameOrEmail(text("zoe@corp.example"))]),
        ["zoe"]
    );
    assert!(found(vec![Filter::Id(UserId::BUILT_IN)]).is_empty());
    assert!(found(vec![Filter::IsAdmin(true)]).is_empty());
    let both = vec![
        name(Match::Contains(text("mira"))),
        Filter::Text(TextColumn::Email, Match::Contains(text("Mira@"))),
    ];
    assert_eq!(found(both).len(), 2);

    let sorted = |is_descending| {
        let sort = vec![Sort {
            by: Column::Id,
            is_descending,
        }];
        let page = admin
            .send(&ListUsers {
                sort,
                ..ListUsers::default()
            })
            .unwrap();
        page.users
            .into_iter()
            .map(|user| user.id)
            .collect::<Vec<_>>()
    };
    let mut ids = sorted(true);
    ids.reverse();
    assert_eq!(ids, sorted(false));
    let mut page = ListUsers {
        page: Some(2),
        page_size: Some(2),
        ..ListUsers::default()
    };
    let second = admin.send(&page).unwrap();
    assert_eq!(
        (second.users.len(), second.total, second.has_next),
        (2, Some(7), true)
    );
    page.page = Some(5);
    let behind = admin.send(&page).unwrap();
    assert_eq!(
        (behind.users.len(), behind.total, behind.has_next),
        (0, Some(7), false)
    );
    page = ListUsers {
        username: Some(text("a+")),
        ..ListUsers::default()
    };
    assert_eq!(names(&admin.send(&page).unwrap().users), ["a+b"]);
}

#[test]
fn anybody_looks_names_up_and_only_administrators_list() {
    let admin = Panel::installed();
    admin.create("mira");
    let mira = admin.other("mira");
    let search = SearchUsers {
        username: "mi".to_owned(),
        page_size: None,
    };
    let found = mira.send(&search).unwrap();
    assert_eq!(found[0].username, "mira");
    let kind = mira.fails(&ListUsers::default());
    assert_eq!(kind, ErrorKind::Forbidden(Reason::NeedsAdministrator));
    let system = GetPermissions {
        scope: Scope::System,
    };
    assert!(mira.send(&system).unwrap().is_empty());
    assert!(!admin.send(&system).unwrap().is_empty());
}

#[test]
fn ones_own_password_wants_the_present_one() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    let mira = admin.other("mira");
    let wrong = mira.fails(&own_password(id, "Wrong horse 1", "Another horse 1"));
    assert_eq!(wrong, ErrorKind::Forbidden(Reason::WrongCurrentPassword));
    mira.send(&own_password(id, PASSWORD, "Another horse 1"))
        .unwrap();
    // Again with the old credentials: nobody asks (contract, 5.14).
    let again = mira.fails(&own_password(id, PASSWORD, "Another horse 1"));
    assert_eq!(again, ErrorKind::SignedOut);
    let reset = UpdatePassword {
        id,
        current: None,
        new: Secret::from("Another horse 1"),
    };
    assert!(matches!(
        admin.fails(&reset),
        ErrorKind::Refused { status: 400, .. }
    ));
    let reset = UpdatePassword {
        id,
        current: None,
        new: Secret::from("Third horse 1"),
    };
    assert_eq!(admin.send(&reset), Ok(Empty));
}

#[test]
fn protected_accounts_are_not_deleted_but_can_be_demoted() {
    let admin = Panel::installed();
    let id = admin.create_admin("boss");
    let boss = admin.other("boss");
    let built_in = UserId::BUILT_IN;
    let forbidden = |reason| ErrorKind::Forbidden(reason);
    assert_eq!(boss.fails(&DeleteUser { id }), forbidden(Reason::Myself));
    let kind = boss.fails(&DeleteUser { id: built_in });
    assert_eq!(kind, forbidden(Reason::FirstAdministrator));
    // Nothing protects the last administrators (contract, 5.8).
    boss.send(&SetSysAdmin {
        id: built_in,
        is_admin: false,
    })
    .unwrap();
    boss.send(&SetSysAdmin {
        id,
        is_admin: false,
    })
    .unwrap();
    let kind = boss.fails(&SetSysAdmin { id, is_admin: true });
    assert_eq!(kind, forbidden(Reason::NeedsAdministrator));
}

#[test]
fn modes_and_read_only_refuse_in_their_own_words() {
    let admin = Panel::installed();
    let id = admin.create("mira");
    let forbidden = |reason| ErrorKind::Forbidden(reason);
    let secret = SetCliSecret { id, secret: None };
    assert_eq!(admin.fails(&secret), forbidden(Reason::SingleSignOnOnly));
    admin.switch("read_only", "true");
    let change = profile(id, "other@corp.example");
    assert_eq!(admin.fails(&change), forbidden(Reason::ReadOnly));
    assert_eq!(admin.fails(&DeleteUser { id }), forbidden(Reason::ReadOnly));
    assert_eq!(admin.send(&GetServerDetails).unwrap().read_only, Some(true));
    admin.switch("read_only", "false");
    for (mode, typed) in [("ldap_auth", AuthMode::Ldap), ("oidc_auth", AuthMode::Oidc)] {
        admin.switch("auth_mode", &format!("\"{mode}\""));
        assert_eq!(admin.send(&GetSystemInfo).unwrap().auth_mode, typed);
        let elsewhere = forbidden(Reason::ManagedElsewhere);
        assert_eq!(admin.fails(&change), elsewhere);
        assert!(
            admin
                .send(&profile(UserId::BUILT_IN, "adm@corp.example"))
                .is_ok()
        );
    }
}

#[test]
fn a_name_that_could_never_be_deleted_is_not_sent() {
    let admin = Panel::installed();
    let (result, sent) = admin.sent(|| {
        admin.send(&CreateUser {
            username: "é".repeat(127),
            email: "e@corp.example".to_owned(),
            realname: "E".to_owned(),
            password: Secret::from(PASSWORD),
            comment: None,
        })
    });
    assert!(matches!(result.unwrap_err().kind, ErrorKind::Unsendable(_)));
    assert!(sent.is_empty());
}

#[test]
fn no_cookie_goes_out_and_the_record_shows_no_password() {
    let admin = Panel::installed();
    let began = Instant::now();
    // Each answer sets a session cookie; with one, the next write would be refused as forged.
    admin.send(&GetCurrentUser).unwrap();
    let id = admin.create("mira");
    admin
        .send(&own_password(id, "Not looked at 1", "Another horse 1"))
        .unwrap();
    for entry in admin.client.record().entries() {
        let printed = format!("{entry:?} {}", curl::command(&entry));
        for secret in [
            PASSWORD,
            "Another horse 1",
            "Q29ycmVjdCBob3JzZSAx",
            "Not looked at 1",
        ] {
            assert!(!printed.contains(secret), "{printed}");
        }
        assert!(!printed.to_lowercase().contains("cookie"), "{printed}");
        assert!(matches!(entry.outcome, Outcome::Status(200 | 201)));
    }
    // The clock is the simulator's: nothing here waits.
    assert!(began.elapsed().as_secs() < 30);
}

#[test]
fn a_read_is_repeated_and_a_write_is_not() {
    let admin = Panel::installed();
    admin.order(
        r#"{"platform":"harbor","operation":"list_users","fault":"status","status":503,"times":2}"#,
    );
    let (list, sent) = admin.sent(|| admin.send(&ListUsers::default()));
    assert_eq!((list.unwrap().users.len(), sent.len()), (0, 3));
    admin.order(r#"{"platform":"harbor","operation":"create_user","fault":"status","status":503}"#);
    let create = CreateUser {
        username: "mira".to_owned(),
        email: "mira@corp.example".to_owned(),
        realname: "Mira".to_owned(),
        password: Secret::from(PASSWORD),
        comment: None,
    };
    let (kind, sent) = admin.sent(|| admin.fails(&create));
    assert_eq!(
        kind,
        ErrorKind::Broken {
            status: 503,
            message: None
        }
    );
    assert_eq!(sent.len(), 1);
}
