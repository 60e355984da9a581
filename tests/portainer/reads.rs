//! What is read of a Portainer.

use futures::executor::block_on;
use rollcall::api::{ErrorKind, Secret};
use rollcall::platform::{
    Fact, FieldKind, FirstRun, PasswordRule, Role, Scheme, Sources, Survey, csv, same_names,
};
use rollcall_simulator::World;

use crate::panel::{PASSWORD, PORTAINER, Panel};
use crate::transport::InProcess;

fn survey(panel: &Panel) -> Survey {
    block_on(PORTAINER.survey(panel)).unwrap()
}

fn first_run() -> Panel {
    Panel::new(InProcess::new(World::first_run(1)))
}

#[test]
fn a_survey_tells_how_the_server_wants_to_be_signed_in_to() {
    let panel = Panel::installed();
    let plain = survey(&panel);
    assert!(
        plain
            .version
            .as_ref()
            .is_some_and(|version| version.starts_with('2'))
    );
    assert_eq!(plain.sources, Sources::Internal);
    assert_eq!(
        plain.password_rule,
        PasswordRule {
            min_bytes: 12,
            max_bytes: 72
        }
    );
    assert!(plain.first_run == FirstRun::Done && !plain.are_teams_synced);

    panel.switch(r#"{"AuthenticationMethod":2,"TeamSync":true,"RequiredPasswordLength":20}"#);
    let directory = survey(&panel);
    assert_eq!(directory.sources, Sources::Directory);
    assert!(directory.are_teams_synced);
    assert_eq!(directory.password_rule.min_bytes, 20);
    panel.switch(r#"{"AuthenticationMethod":3}"#);
    assert_eq!(survey(&panel).sources, Sources::SingleSignOn);
    for (length, min_bytes) in [("0", 1), ("-3", 1), ("80", 80)] {
        panel.switch(&[r#"{"RequiredPasswordLength":"#, length, "}"].concat());
        assert_eq!(survey(&panel).password_rule.min_bytes, min_bytes);
    }
    assert!(!survey(&panel).password_rule.is_possible());
    assert_eq!(PORTAINER.schemes()[0], Scheme::Password);
}

#[test]
fn a_mode_of_a_later_release_is_kept_as_its_number() {
    let panel = Panel::installed();
    panel.order(
        r#"{"operation":"GET /api/settings/public","fault":"status","status":200,
            "headers":{"Content-Type":"application/json"},
            "body":{"AuthenticationMethod":9,"RequiredPasswordLength":12}}"#,
    );
    assert_eq!(survey(&panel).sources, Sources::Other("9".to_owned()));
}

#[test]
fn a_server_that_hides_its_version_keeps_nobody_out() {
    let panel = Panel::installed();
    panel.order(r#"{"operation":"GET /api/status","fault":"status","status":404}"#);
    let found = survey(&panel);
    assert_eq!(found.version, None);
    assert_eq!(found.first_run, FirstRun::Done);
}

#[test]
fn something_else_behind_the_address_is_no_portainer() {
    let panel = Panel::installed();
    for operation in ["user_admin_check", "GET /api/settings/public"] {
        let fault = [
            r#"{"operation":""#,
            operation,
            r#"","fault":"not_json","times":3}"#,
        ]
        .concat();
        panel.order(&fault);
        let error = block_on(PORTAINER.survey(&panel)).unwrap_err();
        assert_eq!(
            error.kind,
            ErrorKind::NotThePlatform { status: 200 },
            "{operation}"
        );
        let call = rollcall_simulator::Request::new("DELETE", "/__sim/faults");
        rollcall_simulator::handle(&mut panel.sim.0.borrow_mut(), &call);
    }
}

#[test]
fn the_first_run_is_open_then_over_then_done() {
    let panel = first_run();
    let open = survey(&panel);
    assert_eq!(open.first_run, FirstRun::Due);
    panel.sim.control("/__sim/clock", r#"{"advance_s":301}"#);
    let over = survey(&panel);
    assert_eq!(over.first_run, FirstRun::TimedOut);
    let create = || {
        let password = Secret::from(PASSWORD);
        block_on(PORTAINER.create_first_administrator(&panel, "Root", password))
    };
    assert_eq!(create().unwrap_err().kind, ErrorKind::FirstRunTimedOut);
    panel
        .sim
        .control("/__sim/restart", r#"{"platform":"portainer"}"#);
    let (first, sent) = panel.sent(create);
    let first = first.unwrap();
    assert_eq!(
        (first.id.as_str(), &first.role),
        ("1", &Role::Administrator)
    );
    assert!(
        sent[0].starts_with("POST /api/users/admin/init {"),
        "{sent:?}"
    );
    let done = survey(&panel);
    assert_eq!(done.first_run, FirstRun::Done);
    panel.sign_in("Root");
    assert_eq!(panel.me(), first);
}

#[test]
fn who_i_am_and_everybody_else_takes_one_request_each() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let (me, sent) = panel.sent(|| panel.me());
    assert_eq!(sent, ["GET /api/users/me"]);
    assert!(me.is_administrator());
    let (all, sent) = panel.sent(|| block_on(PORTAINER.list(&panel, None, &mut |_| ())).unwrap());
    assert_eq!(sent, ["GET /api/users"]);
    assert_eq!(all, [me, anna]);
}

#[test]
fn a_leader_lists_and_others_are_told_why_not() {
    let panel = Panel::installed();
    let lea = panel.create("lea", &Role::Regular);
    let bob = panel.create("bob", &Role::Regular);
    block_on(PORTAINER.join_team(&panel, &lea.id, "1", true)).unwrap();
    block_on(PORTAINER.join_team(&panel, &bob.id, "1", false)).unwrap();
    let hers = panel.other("lea");
    assert!(hers.scene().is_team_leader);
    assert_eq!(
        block_on(PORTAINER.list(&hers, None, &mut |_| ())).unwrap(),
        [lea.clone(), bob.clone()]
    );
    let his = panel.other("bob");
    assert!(!his.scene().is_team_leader);
    let error = block_on(PORTAINER.list(&his, None, &mut |_| ())).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Forbidden(_)), "{error:?}");
}

#[test]
fn groups_take_two_requests_and_a_team_without_name_is_its_id() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    panel.found_team("Web");
    panel.found_team("Data");
    for team in ["1", "2", "999"] {
        block_on(PORTAINER.join_team(&panel, &anna.id, team, false)).unwrap();
    }
    let (groups, sent) = panel.sent(|| block_on(PORTAINER.groups(&panel, None)).unwrap());
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[&anna.id], ["999", "Data", "Web"]);
}

#[test]
fn everybody_sees_their_own_teams_and_a_leader_everybodys() {
    let panel = Panel::installed();
    let lea = panel.create("lea", &Role::Regular);
    let bob = panel.create("bob", &Role::Regular);
    panel.found_team("Web");
    panel.found_team("Data");
    block_on(PORTAINER.join_team(&panel, &lea.id, "1", true)).unwrap();
    block_on(PORTAINER.join_team(&panel, &bob.id, "2", false)).unwrap();
    let his = panel.other("bob");
    let own = block_on(PORTAINER.access(&his, &his.scene(), &bob.id)).unwrap();
    let names = own.memberships.iter().map(|place| place.team.name.as_str());
    assert!(names.eq(["Data"]), "{own:?}");
    assert!(block_on(PORTAINER.access(&his, &his.scene(), &lea.id)).is_err());
    assert!(block_on(PORTAINER.groups(&his, None)).is_err());
    let hers = panel.other("lea");
    let seen = block_on(PORTAINER.access(&hers, &hers.scene(), &bob.id)).unwrap();
    let names = seen
        .memberships
        .iter()
        .map(|place| place.team.name.as_str());
    assert!(names.eq(["2"]), "{seen:?}");
    let groups = block_on(PORTAINER.groups(&hers, None)).unwrap();
    assert_eq!(groups[&lea.id], ["Web"]);
    // The server names to a leader only the teams that it is in.
    assert_eq!(groups[&bob.id], ["2"]);
}

#[test]
fn names_stay_as_they_are_in_list_profile_and_export() {
    let panel = Panel::installed();
    let names = [
        "a/b",
        "a%2fb",
        "..",
        "ünï",
        "<b>x</b>",
        "=1+1",
        "a\u{202e}b",
        "😀\n\0",
    ];
    for name in names {
        let made = panel.create(name, &Role::Regular);
        let opened = block_on(PORTAINER.profile(&panel, &panel.scene(), &made.id)).unwrap();
        assert_eq!(opened.account, made);
        assert_eq!(opened.value("name"), Some(name));
    }
    let all = block_on(PORTAINER.list(&panel, None, &mut |_| ())).unwrap();
    assert!(
        all.iter()
            .skip(1)
            .map(|account| account.name.as_str())
            .eq(names)
    );
    assert!(same_names(&all).is_empty());
    let text = csv(all.iter().map(|account| vec![account.name.as_str()]));
    assert!(text.contains("\"'=1+1\"\r\n"), "{text}");
    assert!(text.contains("\"<b>x</b>\"\r\n"));
}

#[test]
fn accounts_whose_names_differ_in_case_only_are_told_apart() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let bob = panel.create("bob", &Role::Regular);
    // A rename keeps the case that was typed, and sign-in ignores it.
    let mut all = block_on(PORTAINER.list(&panel, None, &mut |_| ())).unwrap();
    assert!(same_names(&all).is_empty());
    all[2].name = "ANNA".to_owned();
    assert!(same_names(&all).into_iter().eq([anna.id, bob.id]));
}

#[test]
fn a_profile_has_a_form_and_says_what_the_server_does_not_tell() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let opened = block_on(PORTAINER.profile(&panel, &panel.scene(), &anna.id)).unwrap();
    let ids: Vec<&str> = opened.fields.iter().map(|field| field.id).collect();
    assert_eq!(ids, ["name", "theme", "use_cache"]);
    assert!(opened.fields.iter().all(|field| field.locked.is_none()));
    assert_eq!(opened.value("nothing"), None);
    let n_unknown = opened
        .facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Unknown(_)))
        .count();
    assert_eq!(n_unknown, 2);

    let hers = panel.other("anna");
    let own = block_on(PORTAINER.profile(&hers, &hers.scene(), &anna.id)).unwrap();
    let locked = |id: &str| {
        own.fields
            .iter()
            .find(|field| field.id == id)
            .unwrap()
            .locked
            .is_some()
    };
    assert!(locked("name") && !locked("theme") && !locked("use_cache"));
}

#[test]
fn a_theme_that_no_interface_offers_stays_a_choice() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    panel.begin("PUT", "/users/2", r#"{"theme":{"color":"sepia"}}"#);
    let opened = block_on(PORTAINER.profile(&panel, &panel.scene(), &anna.id)).unwrap();
    let theme = opened
        .fields
        .iter()
        .find(|field| field.id == "theme")
        .unwrap();
    assert_eq!(theme.value, "sepia");
    let FieldKind::Choice(choices) = &theme.kind else {
        panic!("{:?}", theme.kind);
    };
    assert!(choices.iter().any(|(value, _)| value == "sepia"));
}

#[test]
fn what_is_no_number_is_no_account_and_is_not_asked_for() {
    let panel = Panel::installed();
    let scene = panel.scene();
    for id in [
        "",
        "anna",
        "1/../2",
        "..",
        "1.0",
        "007",
        "+1",
        " 1",
        "99999999999999999999",
    ] {
        let (opened, sent) = panel.sent(|| block_on(PORTAINER.profile(&panel, &scene, id)));
        assert_eq!(opened.unwrap_err().kind, ErrorKind::NotFound, "{id:?}");
        assert!(sent.is_empty(), "{id:?}: {sent:?}");
    }
    let unknown = block_on(PORTAINER.profile(&panel, &scene, "77"));
    assert_eq!(unknown.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn names_are_checked_as_the_server_checks_them() {
    for (name, is_good) in [
        ("anna", true),
        ("", false),
        ("an na", false),
        ("a\u{a0}b", true),
    ] {
        assert_eq!(
            PORTAINER.check_field("name", name).is_ok(),
            is_good,
            "{name:?}"
        );
    }
    assert!(PORTAINER.check_field("theme", "").is_ok());
}

#[test]
fn a_key_is_described_in_1_to_127_code_points() {
    let long = "ü".repeat(127);
    let too_long = "ü".repeat(128);
    let cases = [
        ("backup", true),
        ("", false),
        (" \t\n\r\u{c}", false),
        ("\u{a0}", true),
        (" a ", true),
        (long.as_str(), true),
        (too_long.as_str(), false),
    ];
    let panel = Panel::installed();
    for (description, is_good) in cases {
        let checked = PORTAINER.check_key_description(description);
        assert_eq!(checked.is_ok(), is_good, "{description:?}");
        panel.rest();
        let body = serde_json::json!({"description": description, "password": PASSWORD});
        // The server decides alike.
        panel.begin("POST", "/users/1/tokens", &body.to_string());
        let made = block_on(PORTAINER.keys(&panel, "1")).unwrap();
        let is_made = made.iter().any(|key| key.label == description);
        assert_eq!(is_made, is_good, "{description:?}");
    }
}

#[test]
fn columns_have_their_words_and_the_name_comes_first() {
    let columns = PORTAINER.columns();
    let labels: Vec<&str> = columns.iter().map(|column| column.label).collect();
    assert_eq!(labels, ["Name", "Role", "Teams", "ID"]);
    assert_eq!((columns[0].id, columns[0].priority), ("name", 0));
}
