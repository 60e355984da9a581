//! What is written to a Portainer, and what is held back.

use std::collections::BTreeMap;

use futures::executor::block_on;
use rollcall::api::{ApiError, ErrorKind, Reason, Secret};
use rollcall::platform::{Account, Act, Claims, Profile, Role, Saved, Stopped};

use crate::panel::{PASSWORD, PORTAINER, Panel};

fn profile(panel: &Panel, id: &str) -> Profile {
    block_on(PORTAINER.profile(panel, &panel.scene(), id)).unwrap()
}

fn save(
    panel: &Panel,
    opened: &Profile,
    changes: &[(&'static str, &str)],
    overwrite: bool,
) -> (Result<Saved, Stopped>, Vec<String>) {
    let changes: BTreeMap<&'static str, String> = changes
        .iter()
        .map(|(field, value)| (*field, (*value).to_owned()))
        .collect();
    let scene = panel.scene();
    panel.sent(|| block_on(PORTAINER.save(panel, &scene, opened, &changes, overwrite)))
}

fn delete(panel: &Panel, me: &Account, target: &Account) -> (Result<(), Stopped>, Vec<String>) {
    panel.sent(|| {
        block_on(async {
            let accounts = PORTAINER.list(panel, None, &mut |_| ()).await?;
            PORTAINER.delete(panel, me, target, &accounts).await
        })
    })
}

fn set_role(
    panel: &Panel,
    target: &Account,
    role: &Role,
) -> (Result<Account, Stopped>, Vec<String>) {
    panel.sent(|| block_on(PORTAINER.set_role(panel, target, role)))
}

fn kind<T>(result: Result<T, Stopped>) -> ErrorKind {
    match result.err().unwrap() {
        Stopped::Api(ApiError { kind, .. }) => kind,
        other => panic!("{other:?}"),
    }
}

fn is_guarded<T>(result: &Result<T, Stopped>) -> bool {
    matches!(result, Err(Stopped::Guarded(reason)) if !reason.is_empty())
}

#[test]
fn a_new_account_is_sent_as_it_was_typed_and_returned_as_it_is_stored() {
    let panel = Panel::installed();
    let (made, sent) = panel.sent(|| {
        let password = Some(Secret::from(PASSWORD));
        block_on(PORTAINER.create(&panel, "Anna", password, &Role::Administrator)).unwrap()
    });
    assert_eq!(
        sent,
        [r#"POST /api/users {"Username":"Anna","Password":"correct horse 1","Role":1}"#]
    );
    assert_eq!((made.id.as_str(), made.name.as_str()), ("2", "anna"));
    assert!(made.is_administrator());
    panel.switch(r#"{"AuthenticationMethod":3}"#);
    assert!(!PORTAINER.new_account_has_password(&panel.scene()));
    let (made, sent) =
        panel.sent(|| block_on(PORTAINER.create(&panel, "bob", None, &Role::Regular)).unwrap());
    assert_eq!(made.name, "bob");
    assert!(!sent[0].contains("Password"), "{sent:?}");
}

#[test]
fn a_deletion_reads_the_list_first() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let (done, sent) = delete(&panel, &panel.me(), &anna);
    done.unwrap();
    assert_eq!(sent, ["GET /api/users", "DELETE /api/users/2"]);
    assert_eq!(
        kind(delete(&panel, &panel.me(), &anna).0),
        ErrorKind::NotFound
    );
}

#[test]
fn nobody_deletes_themselves() {
    let panel = Panel::installed();
    let me = panel.me();
    let (done, sent) = delete(&panel, &me, &me);
    assert!(is_guarded(&done));
    assert_eq!(sent, ["GET /api/users"], "only the list was read");
}

#[test]
fn the_only_administrator_of_the_list_just_read_is_not_deleted() {
    let panel = Panel::installed();
    let bea = panel.create("bea", &Role::Administrator);
    let me = panel.me();
    // Somebody demoted the caller after the screen was drawn, and the answer shows it.
    panel.order(
        r#"{"operation":"user_list","fault":"status","status":200,"headers":{"Content-Type":"application/json"},
            "body":[{"Id":1,"Username":"admin","Role":2},{"Id":2,"Username":"bea","Role":1}]}"#,
    );
    let (done, sent) = delete(&panel, &me, &bea);
    assert!(is_guarded(&done), "{done:?}");
    assert!(sent.iter().all(|line| line.starts_with("GET ")), "{sent:?}");
    // With two administrators the other one can go.
    delete(&panel, &me, &bea).0.unwrap();
}

#[test]
fn a_caller_who_was_demoted_meanwhile_deletes_nobody() {
    let panel = Panel::installed();
    let bea = panel.create("bea", &Role::Administrator);
    let hers = panel.other("bea");
    let me = panel.me();
    panel.meanwhile("user_list", 0, move || {
        hers.begin("PUT", "/users/1", r#"{"role":2}"#);
    });
    let (done, sent) = delete(&panel, &me, &bea);
    assert_eq!(kind(done), ErrorKind::SignedOut);
    assert!(
        sent.iter().all(|line| !line.starts_with("DELETE")),
        "{sent:?}"
    );
}

#[test]
fn the_initial_administrator_is_the_servers_to_refuse() {
    let panel = Panel::installed();
    let bea = panel.create("bea", &Role::Administrator);
    let first = panel.me();
    let hers = panel.other("bea");
    let refused = ErrorKind::Forbidden(Reason::FirstAdministrator);
    assert_eq!(kind(delete(&hers, &bea, &first).0), refused);
}

#[test]
fn a_list_that_cannot_be_read_deletes_nobody() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    panel.order(r#"{"operation":"user_list","fault":"status","status":500,"times":3}"#);
    let (done, sent) = delete(&panel, &panel.me(), &anna);
    assert!(matches!(kind(done), ErrorKind::Broken { .. }));
    assert!(
        sent.iter().all(|line| !line.starts_with("DELETE")),
        "{sent:?}"
    );
}

#[test]
fn a_promotion_is_one_request_and_a_demotion_looks_first() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let (raised, sent) = set_role(&panel, &anna, &Role::Administrator);
    assert!(raised.unwrap().is_administrator());
    assert_eq!(sent, [r#"PUT /api/users/2 {"Role":1}"#]);
    let (lowered, sent) = set_role(&panel, &anna, &Role::Regular);
    assert_eq!(lowered.unwrap().role, Role::Regular);
    assert_eq!(sent, ["GET /api/users", r#"PUT /api/users/2 {"Role":2}"#]);
}

#[test]
fn the_last_administrator_is_not_demoted_though_the_server_would() {
    let panel = Panel::installed();
    let me = panel.me();
    let (done, sent) = set_role(&panel, &me, &Role::Regular);
    assert!(is_guarded(&done));
    assert_eq!(sent, ["GET /api/users"]);
}

#[test]
fn the_other_administrator_may_be_gone_since_the_list_was_drawn() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    let hers = panel.other("bea");
    let me = panel.me();
    panel.meanwhile("user_list", 0, move || {
        hers.begin("PUT", "/users/2", r#"{"role":2}"#);
    });
    let (done, sent) = set_role(&panel, &me, &Role::Regular);
    assert!(is_guarded(&done), "{done:?}");
    assert!(
        sent.iter().all(|line| !line.contains("PUT /api/users/1")),
        "{sent:?}"
    );
}

#[test]
fn one_of_two_administrators_can_step_down() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    assert_eq!(
        set_role(&panel, &panel.me(), &Role::Regular)
            .0
            .unwrap()
            .role,
        Role::Regular
    );
}

/// Changed fields and the body that they make.
type SaveCase = (&'static [(&'static str, &'static str)], &'static str);

#[test]
fn a_save_sends_what_changed_and_nothing_else() {
    let panel = Panel::installed();
    panel.create("anna", &Role::Regular);
    let cases: [SaveCase; 5] = [
        (&[("name", "Anna.B")], r#"{"Username":"Anna.B"}"#),
        (&[("theme", "dark")], r#"{"Theme":{"color":"dark"}}"#),
        (&[("use_cache", "true")], r#"{"UseCache":true}"#),
        (&[("use_cache", "false")], r#"{"UseCache":false}"#),
        (
            &[("name", "a/b%2f"), ("theme", "")],
            r#"{"Username":"a/b%2f","Theme":{"color":""}}"#,
        ),
    ];
    for (changes, body) in cases {
        let opened = profile(&panel, "2");
        let (saved, sent) = save(&panel, &opened, changes, false);
        let saved = saved.unwrap();
        let put = ["PUT /api/users/2 ", body].concat();
        assert_eq!(sent, ["GET /api/users/2", &put, "GET /api/users/2"]);
        assert!(saved.not_stored.is_empty(), "{saved:?}");
        for (field, value) in changes {
            assert_eq!(saved.profile.value(field), Some(*value));
        }
        assert_eq!(saved.profile.account.role, Role::Regular);
    }
}

#[test]
fn ones_own_settings_need_no_administrator() {
    let panel = Panel::installed();
    panel.create("anna", &Role::Regular);
    let hers = panel.other("anna");
    let opened = profile(&hers, "2");
    let (saved, _) = save(&hers, &opened, &[("theme", "light")], false);
    assert_eq!(saved.unwrap().profile.value("theme"), Some("light"));
    let (refused, _) = save(&hers, &opened, &[("name", "root")], false);
    assert!(matches!(kind(refused), ErrorKind::Forbidden(_)));
}

#[test]
fn a_field_that_somebody_else_changed_is_asked_about() {
    let panel = Panel::installed();
    panel.create("anna", &Role::Regular);
    let opened = profile(&panel, "2");
    panel.begin(
        "PUT",
        "/users/2",
        r#"{"username":"theirs","useCache":true}"#,
    );
    let mine = [("name", "mine"), ("theme", "dark")];
    let (stopped, sent) = save(&panel, &opened, &mine, false);
    let Err(Stopped::Changed { now, fields }) = stopped else {
        panic!("{stopped:?}");
    };
    assert_eq!(fields, ["name"]);
    assert_eq!(now.value("name"), Some("theirs"));
    assert_eq!(sent, ["GET /api/users/2"]);

    let (saved, _) = save(&panel, &opened, &mine, true);
    let saved = saved.unwrap();
    assert_eq!(saved.profile.value("name"), Some("mine"));
    assert_eq!(
        saved.profile.value("use_cache"),
        Some("true"),
        "theirs stays"
    );
    // Knowing their value is as good as insisting.
    panel.begin("PUT", "/users/2", r#"{"username":"theirs"}"#);
    let (saved, _) = save(&panel, &now, &[("name", "mine")], false);
    assert!(saved.is_ok());
}

#[test]
fn changes_that_do_not_meet_are_no_conflict() {
    let panel = Panel::installed();
    panel.create("anna", &Role::Regular);
    let opened = profile(&panel, "2");
    panel.begin("PUT", "/users/2", r#"{"theme":{"color":"dark"}}"#);
    let saved = save(&panel, &opened, &[("name", "mine")], false).0.unwrap();
    assert_eq!(saved.profile.value("theme"), Some("dark"));
    // The same change twice is none either.
    let opened = profile(&panel, "2");
    panel.begin("PUT", "/users/2", r#"{"theme":{"color":"light"}}"#);
    let saved = save(&panel, &opened, &[("theme", "light")], false).0;
    assert!(saved.unwrap().not_stored.is_empty());
}

#[test]
fn a_save_that_another_write_overtook_is_told() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    panel.create("anna", &Role::Regular);
    let hers = panel.other("bea");
    let opened = profile(&panel, "3");
    // The whole record is read, a password is hashed, and the whole record is written: ours falls in between.
    panel.meanwhile("user_update", 0, move || {
        hers.begin("PUT", "/users/3", r#"{"newPassword":"battery staple 2"}"#);
    });
    let sim = panel.sim.clone();
    panel.meanwhile("user_inspect", 1, move || {
        sim.control("/__sim/clock", r#"{"advance_s":5}"#);
    });
    let (saved, _) = save(
        &panel,
        &opened,
        &[("name", "mine"), ("use_cache", "true")],
        false,
    );
    let saved = saved.unwrap();
    assert_eq!(saved.profile.value("name"), Some("anna"));
    assert_eq!(saved.not_stored.len(), 2, "{:?}", saved.not_stored);
}

#[test]
fn a_deletion_that_a_reset_overtook_comes_back_in_the_list() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    let anna = panel.create("anna", &Role::Regular);
    let hers = panel.other("bea");
    panel.meanwhile("user_delete", 0, move || {
        hers.begin("PUT", "/users/3", r#"{"newPassword":"battery staple 2"}"#);
    });
    delete(&panel, &panel.me(), &anna).0.unwrap();
    panel.rest();
    assert!(
        block_on(PORTAINER.list(&panel, None, &mut |_| ()))
            .unwrap()
            .contains(&anna)
    );
}

#[test]
fn passwords_go_into_the_body_of_one_request() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    let (done, sent) = panel.sent(|| {
        let password = Secret::from("battery staple 2");
        block_on(PORTAINER.set_password(&panel, &anna.id, password))
    });
    done.unwrap();
    assert_eq!(
        sent,
        [r#"PUT /api/users/2 {"NewPassword":"battery staple 2"}"#]
    );
    let (done, sent) = panel.sent(|| {
        let (current, new) = (Secret::from(PASSWORD), Secret::from("battery staple 3"));
        block_on(PORTAINER.change_own_password(&panel, "1", current, new))
    });
    done.unwrap();
    assert_eq!(
        sent,
        [
            r#"PUT /api/users/1/passwd {"Password":"correct horse 1","NewPassword":"battery staple 3"}"#
        ]
    );
    assert_eq!(
        block_on(PORTAINER.whoami(&panel, &Claims::default()))
            .unwrap_err()
            .kind,
        ErrorKind::SignedOut
    );
}

#[test]
fn a_key_is_made_shown_listed_and_revoked() {
    let panel = Panel::installed();
    assert!(PORTAINER.key_wants_password(&panel.scene()));
    let (made, sent) = panel.sent(|| {
        let password = Some(Secret::from(PASSWORD));
        block_on(PORTAINER.create_key(&panel, "1", "nightly \"backup\"", password)).unwrap()
    });
    assert_eq!(
        sent,
        [
            r#"POST /api/users/1/tokens {"password":"correct horse 1","description":"nightly \"backup\""}"#
        ]
    );
    let keys = block_on(PORTAINER.keys(&panel, "1")).unwrap();
    assert_eq!(keys, std::slice::from_ref(&made.key));
    let key = &keys[0];
    assert_eq!(key.label, "nightly \"backup\"");
    assert_eq!(key.last_used, None);
    let prefix = key.prefix.as_deref().unwrap();
    assert!(made.secret.expose().starts_with(prefix));
    assert!(!format!("{made:?}").contains(made.secret.expose()));
    let created = key.created.unwrap();
    assert!(!key.is_old(created + 31_557_600) && key.is_old(created + 31_557_601));

    let script = Panel::new(panel.sim.clone());
    script.use_key(made.secret);
    assert_eq!(script.me().id, "1");
    let password = Some(Secret::from(PASSWORD));
    let refused = block_on(PORTAINER.create_key(&script, "1", "another", password));
    assert_eq!(
        refused.unwrap_err().kind,
        ErrorKind::Forbidden(Reason::KeyCannotCreateKeys)
    );
    let (done, sent) = panel.sent(|| block_on(PORTAINER.revoke_key(&panel, "1", &key.id)));
    done.unwrap();
    assert_eq!(sent, ["DELETE /api/users/1/tokens/1"]);
    assert!(block_on(PORTAINER.keys(&panel, "1")).unwrap().is_empty());
    assert_eq!(
        block_on(PORTAINER.whoami(&script, &Claims::default()))
            .unwrap_err()
            .kind,
        ErrorKind::SignedOut
    );
    let gone = block_on(PORTAINER.revoke_key(&panel, "1", &key.id));
    assert_eq!(gone.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn where_single_sign_on_rules_only_the_initial_administrator_proves_a_password() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    let hers = panel.other("bea");
    panel.switch(r#"{"AuthenticationMethod":3}"#);
    let create = |panel: &Panel, id: &str, password: Option<&str>| {
        panel.rest();
        let password = password.map(Secret::from);
        block_on(PORTAINER.create_key(panel, id, "backup", password))
    };
    assert!(!PORTAINER.key_wants_password(&hers.scene()));
    assert!(create(&hers, "2", None).is_ok());
    assert!(PORTAINER.key_wants_password(&panel.scene()));
    assert!(create(&panel, "1", None).is_err());
    assert_eq!(
        create(&panel, "1", Some("rubbish")).unwrap_err().kind,
        ErrorKind::Forbidden(Reason::WrongCurrentPassword)
    );
    assert!(create(&panel, "1", Some(PASSWORD)).is_ok());
    // Nobody makes a key for somebody else, whatever the mode.
    assert!(create(&panel, "2", None).is_err());
}

#[test]
fn keys_of_another_administrator_stay_with_that_administrator() {
    let panel = Panel::installed();
    panel.create("bea", &Role::Administrator);
    let refused = block_on(PORTAINER.keys(&panel, "2")).unwrap_err();
    assert!(matches!(refused.kind, ErrorKind::Forbidden(_)));
    panel.create("anna", &Role::Regular);
    let hers = panel.other("anna");
    let password = Some(Secret::from(PASSWORD));
    let made = block_on(PORTAINER.create_key(&hers, "3", "laptop", password)).unwrap();
    let keys = block_on(PORTAINER.keys(&panel, "3")).unwrap();
    assert_eq!(keys, [made.key]);
    block_on(PORTAINER.revoke_key(&panel, "3", &keys[0].id)).unwrap();
    assert!(block_on(PORTAINER.keys(&hers, "3")).unwrap().is_empty());
}

#[test]
fn a_save_whose_answer_is_lost_says_that_it_may_have_happened() {
    let panel = Panel::installed();
    panel.create("anna", &Role::Regular);
    let opened = profile(&panel, "2");
    panel.order(r#"{"operation":"user_update","fault":"reset","carried_out":true}"#);
    let (stopped, sent) = save(&panel, &opened, &[("name", "mine")], false);
    let Err(Stopped::Api(error)) = stopped else {
        panic!("{stopped:?}");
    };
    assert!(error.may_have_happened());
    let n_puts = sent.iter().filter(|line| line.starts_with("PUT ")).count();
    assert_eq!(n_puts, 1, "{sent:?}");
}

// Contract, section 6, E9 to E11: a leader changes who is in the teams that it leads.
#[test]
fn a_leader_changes_its_own_teams_and_no_other() {
    let panel = Panel::installed();
    let lea = panel.create("lea", &Role::Regular);
    let bob = panel.create("bob", &Role::Regular);
    for team in ["Web", "Data", "Support"] {
        panel.found_team(team);
    }
    block_on(PORTAINER.join_team(&panel, &lea.id, "1", true)).unwrap();
    block_on(PORTAINER.join_team(&panel, &lea.id, "2", false)).unwrap();
    block_on(PORTAINER.join_team(&panel, &bob.id, "2", true)).unwrap();
    let hers = panel.other("lea");
    let scene = hers.scene();
    assert!(PORTAINER.can(&scene, Act::ChangeTeams, Some(&bob)).is_yes());

    let own = block_on(PORTAINER.access(&hers, &scene, &lea.id)).unwrap();
    let locks = own.memberships.iter().map(|place| place.locked.is_some());
    assert!(locks.eq([false, true]), "{own:?}");
    assert_eq!(own.others, []);
    let refused = block_on(PORTAINER.leave_team(&hers, &lea.id, &own.memberships[1]));
    assert!(matches!(refused.unwrap_err().kind, ErrorKind::Forbidden(_)));

    let his = block_on(PORTAINER.access(&hers, &scene, &bob.id)).unwrap();
    assert!(his.memberships[0].is_leader && his.memberships[0].locked.is_some());
    assert_eq!(his.others.len(), 1);
    let led = &his.others[0];
    assert_eq!(led.name, "Web");
    block_on(PORTAINER.join_team(&hers, &bob.id, &led.id, true)).unwrap();
    let his = block_on(PORTAINER.access(&hers, &scene, &bob.id)).unwrap();
    let place = his.memberships.iter().find(|place| place.team == *led);
    let place = place.unwrap();
    assert_eq!((place.is_leader, place.locked), (true, None));
    block_on(PORTAINER.set_leader(&hers, &bob.id, place, false)).unwrap();
    block_on(PORTAINER.leave_team(&hers, &bob.id, place)).unwrap();
    let refused = block_on(PORTAINER.join_team(&hers, &bob.id, "3", false));
    assert!(matches!(refused.unwrap_err().kind, ErrorKind::Forbidden(_)));
}

#[test]
fn an_account_is_put_into_teams_led_and_taken_out() {
    let panel = Panel::installed();
    let anna = panel.create("anna", &Role::Regular);
    panel.found_team("Web");
    panel.found_team("Data");
    let scene = panel.scene();
    let access = || block_on(PORTAINER.access(&panel, &scene, &anna.id)).unwrap();
    let before = access();
    assert!(before.memberships.is_empty());
    assert_eq!(before.others.len(), 2);
    let team = before.others[0].clone();
    let (done, sent) =
        panel.sent(|| block_on(PORTAINER.join_team(&panel, &anna.id, &team.id, false)));
    done.unwrap();
    assert_eq!(
        sent,
        [r#"POST /api/team_memberships {"UserID":2,"TeamID":1,"Role":2}"#]
    );
    let joined = access();
    assert_eq!(joined.others, before.others[1..]);
    let place = &joined.memberships[0];
    assert_eq!((&place.team, place.is_leader), (&team, false));
    assert_eq!(place.locked, None);
    let again = block_on(PORTAINER.join_team(&panel, &anna.id, &team.id, false));
    assert!(matches!(again.unwrap_err().kind, ErrorKind::Conflict(_)));

    let (done, sent) = panel.sent(|| block_on(PORTAINER.set_leader(&panel, &anna.id, place, true)));
    done.unwrap();
    let path = ["PUT /api/team_memberships/", &place.id].concat();
    assert_eq!(
        sent,
        [[&path, r#" {"UserID":2,"TeamID":1,"Role":1}"#].concat()]
    );
    assert!(access().memberships[0].is_leader);

    let (done, sent) = panel.sent(|| block_on(PORTAINER.leave_team(&panel, &anna.id, place)));
    done.unwrap();
    assert_eq!(
        sent,
        [["DELETE /api/team_memberships/", &place.id].concat()]
    );
    assert_eq!(access(), before);
}
