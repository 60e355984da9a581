//! What is read of a platform, in every way that the contract leaves open (5.1).

use std::collections::BTreeSet;

use futures::executor::block_on;
use rollcall::api::alauda::DeleteUser;
use rollcall::api::{ErrorKind, Reason, Secret};
use rollcall::i18n::t;
use rollcall::platform::{Column, Fact, FirstRun, Moment, Profile, Role, Scheme, Status};

use crate::panel::{
    ADMINISTRATOR, ALAUDA, AUDITOR, DIRECTORY, FIRST, ORDINARY, Panel, name_of, platform,
};

fn profile(panel: &Panel, login: &str) -> Profile {
    let id = name_of(login).0;
    block_on(ALAUDA.profile(&panel.door(), &panel.scene(), &id)).unwrap()
}

fn fact<'a>(profile: &'a Profile, label: &str) -> Option<&'a Fact> {
    let is_it = |fact: &&Fact| match fact {
        Fact::Text(found, _)
        | Fact::List(found, _)
        | Fact::Time(found, _)
        | Fact::Unknown(found) => *found == label,
    };
    profile.facts.iter().find(is_it)
}

#[test]
fn a_survey_needs_no_token_and_knows_a_stranger() {
    let panel = Panel::stranger(platform(5), "");
    let found = block_on(ALAUDA.survey(&panel.door())).unwrap();
    assert_eq!(ALAUDA.known_survey().as_ref(), Some(&found));
    assert_eq!(found.version, None);
    assert_eq!(found.first_run, FirstRun::Untold);
    assert_eq!(found.password_rule.min_bytes, 8);
    assert_eq!(ALAUDA.schemes(), [Scheme::Token]);
    // Nobody was refused for it.
    let log = panel.log();
    assert_eq!(log, [("/dex/pubkey".to_owned(), 200)]);
}

#[test]
fn where_the_sign_in_is_not_forwarded_a_refusal_tells_the_platform() {
    let panel = Panel::stranger(platform(5), "");
    for status in [401, 404] {
        for body in ["status", "object", "text", "html", "empty"] {
            panel.switch("error_body", &format!("\"{body}\""));
            panel.fault("GET /dex/pubkey", status, "text/html", "<html>no</html>");
            assert!(block_on(ALAUDA.survey(&panel.door())).is_ok(), "{body}");
            let (path, status) = panel.log().pop().unwrap();
            assert_eq!((path.as_str(), status), ("/auth/v1/pubkey", 401), "{body}");
        }
    }
}

#[test]
fn a_stranger_is_known_and_not_asked_twice_when_nobody_answers() {
    let panel = Panel::stranger(platform(5), "");
    for call in ["GET /dex/pubkey", "GET /auth/v1/pubkey"] {
        panel.fault(call, 200, "text/html", "<html>Welcome</html>");
    }
    let error = block_on(ALAUDA.survey(&panel.door())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotThePlatform { status: 200 });
}

#[test]
fn a_token_names_its_owner_and_the_list_tells_what_they_may_do() {
    let admin = Panel::at(FIRST, 20);
    for (login, may_list, role) in [
        (FIRST, true, Role::Administrator),
        (ADMINISTRATOR, true, Role::Regular),
        (AUDITOR, true, Role::Regular),
        (ORDINARY, false, Role::Regular),
        (DIRECTORY, false, Role::Regular),
    ] {
        let me = admin.other(login).whoami().unwrap();
        assert_eq!(me.account.id, name_of(login).0, "{login}");
        assert_eq!(me.account.name, login);
        assert_eq!(me.account.role, role, "{login}");
        let is_directory = login == DIRECTORY;
        assert_eq!(me.account.source.is_some(), is_directory, "{login}");
        assert_eq!(!me.grants.unwrap().is_empty(), may_list, "{login}");
    }
}

#[test]
fn a_missing_permission_is_none_however_the_server_says_so() {
    for denied in ["403", "401", "404"] {
        let panel = Panel::at(ORDINARY, 20);
        panel.switch("denied", &format!("\"{denied}\""));
        for body in ["status", "object", "text", "html", "empty"] {
            panel.switch("error_body", &format!("\"{body}\""));
            let me = panel.whoami().unwrap();
            assert_eq!(me.grants, Some(Vec::new()), "{denied} {body}");
            let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
            assert_eq!(panel.list(), Err(not_allowed), "{denied} {body}");
            assert_eq!(profile(&panel, ORDINARY).account.name, ORDINARY);
        }
    }
}

#[test]
fn a_token_that_has_ended_is_told_from_a_missing_permission() {
    let panel = Panel::at(ADMINISTRATOR, 20);
    panel.use_token("e30.e30.x");
    assert_eq!(panel.whoami().unwrap_err().kind, ErrorKind::SignedOut);
    assert_eq!(panel.list(), Err(ErrorKind::SignedOut));
}

#[test]
fn records_of_another_name_are_found_by_the_login() {
    let admin = Panel::at(ADMINISTRATOR, 60);
    admin.switch("names", "\"plain\"");
    for exact in ["substring", "exact"] {
        admin.switch("filter_match", &format!("\"{exact}\""));
        let me = admin.whoami().unwrap().account;
        assert_eq!(me.name, ADMINISTRATOR);
        assert_ne!(me.id, name_of(ADMINISTRATOR).0);
        let found = block_on(ALAUDA.profile(&admin.door(), &admin.scene(), &me.id));
        assert_eq!(found.unwrap().account, me);
    }
    // Who may not search is known by what the token says.
    let other = admin.other(ORDINARY);
    let scene = other.scene();
    assert_eq!(scene.me.name, ORDINARY);
    let found = block_on(ALAUDA.profile(&other.door(), &scene, &scene.me.id)).unwrap();
    assert_eq!(found.account, scene.me);
    assert_eq!(
        fact(&found, t().column_source),
        Some(&Fact::Unknown(t().column_source))
    );
    // Nobody else's record is made up like that.
    let missing = block_on(ALAUDA.profile(&other.door(), &scene, "nobody"));
    assert_eq!(missing.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn a_token_of_another_form_is_taken_while_it_holds() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    let claims = ALAUDA.read_token(Secret::from("opaque")).claims;
    let me = block_on(ALAUDA.whoami(&panel.door(), &claims)).unwrap();
    assert_eq!(me.account.name, t().alauda_unnamed);
    assert!(!me.grants.unwrap().is_empty());
    panel.use_token("opaque");
    let error = block_on(ALAUDA.whoami(&panel.door(), &claims)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::SignedOut);
}

#[test]
fn everybody_is_listed_once_in_every_reading() {
    let panel = Panel::at(AUDITOR, 230);
    let plain = panel.list().unwrap();
    let ids: BTreeSet<&str> = plain.iter().map(|account| account.id.as_str()).collect();
    // Deleted ones are not among them.
    assert!(plain.len() > 200 && plain.len() < 230);
    assert_eq!(ids.len(), plain.len());
    for (name, value) in [
        ("page_cap", "20"),
        ("total", "\"missing\""),
        ("empty_items", "\"null\""),
        ("empty_items", "\"absent\""),
        ("page_zero", "\"first\""),
        ("never", "\"empty\""),
        ("never", "\"null\""),
        ("never", "\"year_one\""),
        ("permanent", "\"null\""),
        ("permanent", "\"empty\""),
        ("old_members", "true"),
        ("password_echo", "true"),
    ] {
        panel.switch(name, value);
        let list = panel.list().unwrap();
        let same: BTreeSet<&str> = list.iter().map(|account| account.id.as_str()).collect();
        assert_eq!((list.len(), &same), (plain.len(), &ids), "{name} {value}");
    }
    panel.switch("deleted_users", "\"listed\"");
    assert_eq!(panel.list().unwrap().len(), 230);
}

#[test]
fn a_list_that_shows_little_of_each_is_a_list_all_the_same() {
    let panel = Panel::at(AUDITOR, 120);
    let whole = panel.list().unwrap();
    panel.switch("list_items", "\"sparse\"");
    let sparse = panel.list().unwrap();
    assert_eq!(sparse.len(), whole.len());
    for (sparse, whole) in sparse.iter().zip(&whole) {
        assert_eq!((&sparse.id, &sparse.name), (&whole.id, &whole.name));
        // What is not told is not known; nobody is said to have never signed in.
        assert!(
            sparse.last_sign_in == whole.last_sign_in || sparse.last_sign_in == Moment::Unknown
        );
    }
}

#[test]
fn accounts_of_every_state_and_source_have_their_words() {
    let panel = Panel::at(AUDITOR, 200);
    let list = panel.list().unwrap();
    let has = |status: &Status| list.iter().any(|account| account.status == *status);
    let gone = Status::Other(t().alauda_invalid.to_owned());
    for status in [Status::Active, Status::Disabled, Status::Expired, gone] {
        assert!(has(&status), "{status:?}");
    }
    let deleted = Status::Other(t().alauda_deleted.to_owned());
    assert!(!has(&deleted));
    panel.switch("deleted_users", "\"listed\"");
    let list = panel.list().unwrap();
    assert!(list.iter().any(|account| account.status == deleted));
    assert!(list.iter().any(|account| account.source.is_some()));
    assert!(list.iter().any(|account| account.source.is_none()));
    let never = |account: &rollcall::platform::Account| account.last_sign_in == Moment::Never;
    panel.switch("never", "\"year_one\"");
    assert!(panel.list().unwrap().iter().any(never));
}

#[test]
fn a_profile_says_what_is_known_and_names_what_is_not() {
    let admin = Panel::at(ADMINISTRATOR, 60);
    let t = t();
    let theo = profile(&admin, ORDINARY);
    assert!(theo.fields.is_empty());
    assert_eq!(theo.account.name, ORDINARY);
    let login = Fact::Text(t.alauda_login, ORDINARY.to_owned());
    assert_eq!(fact(&theo, t.alauda_login), Some(&login));
    let own = Fact::Text(t.column_source, t.source_own.to_owned());
    assert_eq!(fact(&theo, t.column_source), Some(&own));
    let for_good = Fact::Text(t.alauda_validity, t.alauda_for_good.to_owned());
    assert_eq!(fact(&theo, t.alauda_validity), Some(&for_good));
    let roles = theo.sections.first().unwrap();
    assert_eq!(roles.title, t.alauda_roles);
    let Some(Fact::List(_, words)) = roles.facts.first() else {
        panic!("{roles:?}");
    };
    assert!(
        words
            .iter()
            .any(|role| role.starts_with("project-admin-system (project: ")),
        "{words:?}"
    );
    let first = profile(&admin, FIRST);
    let words = Fact::Text(t.list_role, t.alauda_first_administrator.to_owned());
    assert_eq!(fact(&first, t.list_role), Some(&words));
    // Who cannot look roles up sees none.
    let seen = profile(&admin.other(ORDINARY), ADMINISTRATOR);
    assert_eq!(seen.account.name, ADMINISTRATOR);
    assert!(seen.sections.is_empty());
    let own = profile(&admin.other(ORDINARY), ORDINARY);
    assert_eq!(own.sections.first(), Some(roles));
}

#[test]
fn older_servers_bindings_tell_roles_too() {
    let admin = Panel::at(ADMINISTRATOR, 30);
    let roles = |panel: &Panel| profile(panel, ORDINARY).sections;
    let newer = roles(&admin);
    admin.switch("old_bindings", "true");
    assert_eq!(roles(&admin), newer);
}

#[test]
fn what_was_deleted_is_read_from_the_cluster_by_whoever_sees_the_list() {
    let admin = Panel::at(ADMINISTRATOR, 20);
    let name = name_of(ORDINARY);
    admin.send(&DeleteUser { name }).unwrap();
    let deleted = Status::Other(t().alauda_deleted.to_owned());
    assert_eq!(profile(&admin, ORDINARY).account.status, deleted);
    let other = admin.other(DIRECTORY);
    let found = block_on(ALAUDA.profile(&other.door(), &other.scene(), &name_of(ORDINARY).0));
    assert_eq!(found.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn what_never_was_is_not_found() {
    let admin = Panel::at(ADMINISTRATOR, 20);
    for id in ["nobody", "a b", "ü%41", "%2e"] {
        let found = block_on(ALAUDA.profile(&admin.door(), &admin.scene(), id));
        assert_eq!(found.unwrap_err().kind, ErrorKind::NotFound, "{id}");
    }
}

#[test]
fn columns_are_those_that_the_list_can_fill() {
    let ids: Vec<&str> = ALAUDA
        .columns()
        .iter()
        .map(|column: &Column| column.id)
        .collect();
    assert_eq!(ids[0], "name");
    assert!(!ids.contains(&"role") && ids.contains(&"source"));
}
