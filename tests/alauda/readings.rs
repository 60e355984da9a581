//! The open points of the contract (5.1) that no other story needs: the panel holds in every reading.

use rollcall::api::alauda::{
    CreateAccessToken, CreateUser, DeleteAccessToken, DeleteUser, Filter, GetGroup, GetUser,
    GroupName, ListAccessTokens, ListGroups, ListUsers, NewValidity, Sort, TokenName, UpdateUser,
    UpdateUserObject, UserField,
};
use rollcall::api::{Clash, Empty, ErrorKind, Reason, Secret, Timestamp};
use rollcall::platform::Moment;

use crate::panel::{ADMINISTRATOR, ALAUDA, AUDITOR, ORDINARY, Panel, name_of};

const PASSWORD: &str = "battery-staple-2";

/// The shapes of an error.
const SHAPES: [&str; 5] = ["status", "object", "text", "html", "empty"];

const NOT_ALLOWED: ErrorKind = ErrorKind::Forbidden(Reason::NotAllowed);

fn is_refused(kind: &ErrorKind, wanted: u16) -> bool {
    matches!(kind, ErrorKind::Refused { status, .. } if *status == wanted)
}

fn user(panel: &Panel, email: &str) -> CreateUser {
    CreateUser {
        email: email.to_owned(),
        username: "Anna".to_owned(),
        mail: None,
        password: panel.sealed(PASSWORD),
        validity: NewValidity::ForGood,
    }
}

fn choose(panel: &Panel, name: &str, reading: &str) {
    panel.switch(name, &format!("\"{reading}\""));
}

// Point 1: only the status decides.
#[test]
fn an_error_means_the_same_in_every_shape() {
    let admin = Panel::at(ADMINISTRATOR, 10);
    admin.send(&user(&admin, "anna")).unwrap();
    let other = admin.other(ORDINARY);
    for shape in SHAPES {
        choose(&admin, "error_body", shape);
        let nobody = GetUser {
            name: name_of("nobody"),
        };
        assert_eq!(admin.fails(&nobody), ErrorKind::NotFound, "{shape}");
        let taken = admin.fails(&user(&admin, "anna"));
        assert_eq!(taken, ErrorKind::Conflict(Clash::Name), "{shape}");
        let delete = DeleteUser {
            name: name_of(ADMINISTRATOR),
        };
        assert_eq!(other.fails(&delete), NOT_ALLOWED, "{shape}");
        let mut weak = user(&admin, "berta");
        weak.password = admin.sealed("weak");
        assert!(is_refused(&admin.fails(&weak), 422), "{shape}");
        let wrong = Filter::new(UserField::Email, "x");
        choose(&admin, "filter_fields", "username");
        let list = ListUsers {
            filter: wrong,
            sort: None,
            limit: 20,
            page: 1,
        };
        assert!(is_refused(&admin.fails(&list), 400), "{shape}");
    }
}

// Point 5: the present password may be wanted of nobody, or of everybody.
#[test]
fn the_present_password_may_be_wanted_less_or_more() {
    let panel = Panel::at(ORDINARY, 5);
    panel.switch("own_needs_old", "false");
    let (old, new) = (panel.sealed("never-mind-1"), panel.sealed(PASSWORD));
    let own = UpdateUser::new(name_of(ORDINARY)).own_password(old, new);
    assert_eq!(panel.send(&own), Ok(Empty));
    let admin = panel.other(ADMINISTRATOR);
    let reset = || UpdateUser::new(name_of(ORDINARY)).reset_password(admin.sealed(PASSWORD));
    assert_eq!(admin.send(&reset()), Ok(Empty));
    // Then the server's own words say that the old one is needed.
    admin.switch("reset_needs_old", "true");
    let refused = admin.fails(&reset());
    let ErrorKind::Refused {
        message: Some(words),
        ..
    } = &refused
    else {
        panic!("{refused:?}");
    };
    assert!(words.contains("old_password"), "{words}");
}

// Point 8: the name of a deleted account may be given again.
#[test]
fn a_deleted_name_may_be_made_again() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.send(&user(&panel, "anna")).unwrap();
    let delete = DeleteUser {
        name: name_of("anna"),
    };
    panel.send(&delete).unwrap();
    choose(&panel, "recreate", "accepted");
    assert!(panel.send(&user(&panel, "anna")).is_ok());
    let read = panel.send(&GetUser {
        name: name_of("anna"),
    });
    assert_eq!(read.unwrap().spec.email, "anna");
}

// Points 13 and 15: what a filter compares and whether an order is kept is not known, so nothing is built on it.
#[test]
fn filters_and_orders_may_mean_less_and_break_nothing() {
    let panel = Panel::at(AUDITOR, 60);
    let list = |text: &str, sort| ListUsers {
        filter: Filter::new(UserField::Email, text),
        sort,
        limit: 100,
        page: 1,
    };
    let n_found = |text: &str| panel.send(&list(text, None)).unwrap().items.len();
    assert_eq!(n_found("THEO.brandt@"), 1);
    choose(&panel, "filter_case", "kept");
    assert_eq!(n_found("THEO.brandt@"), 0);
    choose(&panel, "filter_match", "exact");
    assert_eq!((n_found("theo.brandt@"), n_found(ORDINARY)), (0, 1));
    assert_eq!(panel.whoami().unwrap().account.name, AUDITOR);
    let by_name = Sort {
        field: UserField::Username,
        is_descending: true,
    };
    choose(&panel, "sort", "ignored");
    let all = ListUsers {
        filter: None,
        sort: Some(by_name),
        limit: 100,
        page: 1,
    };
    let names = panel.send(&all).unwrap().items;
    let names: Vec<_> = names.into_iter().map(|user| user.spec.username).collect();
    assert!(!names.iter().rev().is_sorted() && names.len() > 50);
}

// Point 16: a time of another form is not known, and spoils nothing.
#[test]
fn a_time_of_another_form_is_unknown() {
    let panel = Panel::at(AUDITOR, 60);
    let seen = |panel: &Panel| {
        let list = panel.list().unwrap();
        let seen = list
            .iter()
            .filter(|one| matches!(one.last_sign_in, Moment::At(_)));
        (list.len(), seen.count())
    };
    let (n_accounts, n_seen) = seen(&panel);
    assert!(n_seen > 0);
    choose(&panel, "time_form", "spelled");
    assert_eq!(seen(&panel), (n_accounts, 0));
}

// Point 20: how long a key holds is the server's affair; it is asked for anew each time.
#[test]
fn a_key_that_ends_at_once_is_refused_and_a_new_one_is_taken() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.switch("key_life_s", "5");
    let late = user(&panel, "anna");
    panel.advance(6);
    assert!(is_refused(&panel.fails(&late), 400));
    assert!(panel.send(&user(&panel, "anna")).is_ok());
}

fn new_token(panel: &Panel, description: &str) -> CreateAccessToken {
    CreateAccessToken {
        description: description.to_owned(),
        expires_at: Timestamp::from_unix(panel.client.now().unix_seconds() + 1_000),
    }
}

// Contract 1.4 and 3.5: a token may say nothing of its owner, and its end is always asked for.
#[test]
fn a_token_that_says_nothing_is_taken_and_has_the_end_that_was_asked_for() {
    let panel = Panel::at(ORDINARY, 5);
    for (claims, default) in [("whole", "permanent"), ("bare", "configured")] {
        choose(&panel, "claims", claims);
        choose(&panel, "token_default", default);
        let asked = new_token(&panel, "panel");
        let made = panel.send(&asked).unwrap();
        assert_eq!(made.expires_at, Some(asked.expires_at));
        let mine = Panel::stranger(panel.sim.clone(), made.token.expose());
        mine.use_token(made.token.expose());
        let read = ALAUDA.read_token(Secret::from(made.token.expose()));
        assert_eq!(read.expires_at, Some(asked.expires_at));
        let me = mine.whoami().unwrap().account;
        assert_eq!(me.name == ORDINARY, claims == "whole", "{}", me.name);
    }
}

// Contract 5.8: whose record is whose, where records lie, and how soon a token ends.
#[test]
fn records_of_tokens_may_lie_elsewhere_and_have_other_names() {
    let panel = Panel::at(ORDINARY, 5);
    choose(&panel, "record_names", "other");
    let made = panel.send(&new_token(&panel, "panel")).unwrap();
    let list = ListAccessTokens {
        limit: 100,
        from: None,
    };
    let records = panel.send(&list).unwrap().items;
    let record = records.iter().find(|one| one.spec.description == "panel");
    let name = record.unwrap().metadata.name.clone();
    // So nobody is shown somebody else's as their own.
    assert_ne!(name.0, made.id);
    let unknown = DeleteAccessToken {
        name: TokenName(made.id),
    };
    assert_eq!(panel.fails(&unknown), ErrorKind::NotFound);
    let mine = Panel::stranger(panel.sim.clone(), "");
    mine.use_token(made.token.expose());
    panel.switch("revoked_ms", "2000");
    assert_eq!(panel.send(&DeleteAccessToken { name }), Ok(Empty));
    assert!(mine.send(&list).is_ok());
    panel.advance(3);
    assert!(mine.send(&list).is_err());
    choose(&panel, "namespace", "alauda-system");
    assert_eq!(panel.send(&list).unwrap().items, []);
}

// Contract 2.2 and 6: the cluster's own routes may be open to more, or to fewer.
#[test]
fn the_clusters_routes_may_be_open_or_closed() {
    let other = Panel::at(ORDINARY, 20);
    let groups = ListGroups {
        limit: 100,
        from: None,
    };
    assert_eq!(other.fails(&groups), NOT_ALLOWED);
    choose(&other, "groups_read", "everybody");
    assert!(!other.send(&groups).unwrap().items.is_empty());
    let unknown = GetGroup {
        name: GroupName("nobody".to_owned()),
    };
    assert_eq!(other.fails(&unknown), ErrorKind::NotFound);
    let admin = other.other(ADMINISTRATOR);
    choose(&admin, "object_patch", "denied");
    let change = UpdateUserObject::new(name_of(ORDINARY)).disabled(true);
    assert_eq!(admin.fails(&change), NOT_ALLOWED);
}

// Contract 2.1, row 4: a server that takes more members is sent no more.
#[test]
fn a_change_sends_what_changes_and_nothing_else() {
    for fields in ["documented", "all"] {
        let admin = Panel::at(ADMINISTRATOR, 10);
        choose(&admin, "patch_fields", fields);
        let read = || {
            let name = name_of(ORDINARY);
            admin.send(&GetUser { name }).unwrap().spec
        };
        let before = read();
        let rename = UpdateUser::new(name_of(ORDINARY)).display_name("Renamed");
        assert_eq!(admin.send(&rename), Ok(Empty));
        let after = rollcall::api::alauda::UserSpec {
            username: before.username.clone(),
            ..read()
        };
        assert_eq!(after, before, "{fields}");
    }
}
