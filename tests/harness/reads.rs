//! What is read of an account (contract, 1.5, 2.2, 2.3, 5.1, 5.2 and 5.13).

use std::collections::BTreeSet;

use futures::executor::block_on;
use rollcall::api::harness::{AddGroupMember, GroupId, UserId};
use rollcall::api::{ErrorKind, Reason, Secret, Unsendable};
use rollcall::i18n::t;
use rollcall::platform::{Act, Capability, Claims, Fact, FirstRun, Profile, Role, Scheme, Status};
use rollcall::transport::Credential;

use crate::panel::{ADMINISTRATOR, HARNESS, MEMBER, Panel, SERVICE, VIEWER};

fn profile(panel: &Panel, id: &str) -> Result<Profile, ErrorKind> {
    let found = block_on(HARNESS.profile(&panel.door(), &panel.scene(), id));
    found.map_err(|error| error.kind)
}

fn texts(facts: &[Fact], label: &str) -> Vec<String> {
    facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Text(found, words) if *found == label => Some(words.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_survey_needs_no_key_and_is_about_nobody() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.client.vault().forget(&panel.home.id);
    let before = panel.log().len();
    let found = block_on(HARNESS.survey(&panel.door())).unwrap();
    assert_eq!(HARNESS.known_survey().as_ref(), Some(&found));
    assert_eq!(found.first_run, FirstRun::Untold);
    let asked = ("POST".to_owned(), "/api/users/logintype".to_owned());
    assert_eq!(panel.log().split_off(before), [asked]);
    assert_eq!(HARNESS.schemes(), [Scheme::ApiKey, Scheme::Token]);
    for scheme in HARNESS.schemes() {
        assert!(!HARNESS.credential_hint(*scheme).is_empty());
    }
}

#[test]
fn a_key_names_its_account_and_the_access_check_tells_what_is_allowed() {
    let admin = Panel::at(ADMINISTRATOR, 20);
    for (email, n_grants, role) in [
        (ADMINISTRATOR, 3, Role::Administrator),
        (VIEWER, 1, Role::Regular),
        (MEMBER, 0, Role::Regular),
    ] {
        let me = admin.other(email).whoami().unwrap();
        assert_eq!(me.account.email, email);
        assert_eq!(me.grants.unwrap().len(), n_grants, "{email}");
        assert_eq!(me.account.role, role, "{email}");
        assert_eq!(me.tenant, admin.claims().tenant);
    }
}

#[test]
fn a_service_account_is_told_from_a_person_and_may_what_it_may() {
    let admin = Panel::at(ADMINISTRATOR, 20);
    let service = admin.other(SERVICE);
    assert!(service.claims().is_service_account && !admin.claims().is_service_account);
    let before = service.log().len();
    let me = service.whoami().unwrap();
    assert_eq!(
        (me.account.id.as_str(), me.account.name.as_str()),
        ("service/provisioning", "provisioning")
    );
    assert_eq!(me.account.role, Role::Administrator);
    assert_eq!(me.grants.as_ref().map(Vec::len), Some(3));
    assert_eq!(me.tenant, admin.claims().tenant);
    // What is refused to it is not asked.
    let asked = ("POST".to_owned(), "/authz/api/acl".to_owned());
    assert_eq!(service.log().split_off(before), [asked]);
    assert_eq!(service.list().unwrap(), admin.list().unwrap());
    let found = profile(&service, &me.account.id).unwrap();
    assert_eq!(found.account, me.account);
    assert_eq!(texts(&found.facts, t().harness_kind), [t().harness_service]);
    assert_eq!(texts(&found.facts, t().fact_id), ["provisioning"]);
    let other = profile(&service, &service.find(VIEWER).id).unwrap();
    assert_eq!(other.account.email, VIEWER);
}

#[test]
fn a_service_account_whose_key_does_not_say_so_is_found_out() {
    let service = Panel::at(SERVICE, 5);
    let claims = Claims {
        is_service_account: false,
        ..service.claims()
    };
    let me = block_on(HARNESS.whoami(&service.door(), &claims)).unwrap();
    assert_eq!(me.account, service.whoami().unwrap().account);
    let wrong = service.stranger(Credential::ApiKey(Secret::from("sat.a.b.c")));
    let error = block_on(HARNESS.whoami(&wrong.door(), &service.claims())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::SignedOut);
}

#[test]
fn an_account_must_be_known_and_be_the_keys() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    let error = block_on(HARNESS.whoami(&panel.door(), &Claims::default())).unwrap_err();
    let missing = Unsendable::Missing { field: "account" };
    assert_eq!(error.kind, ErrorKind::Unsendable(missing));
    let foreign = Claims {
        tenant: Some("elsewhere".to_owned()),
        ..Claims::default()
    };
    let error = block_on(HARNESS.whoami(&panel.door(), &foreign)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::SignedOut);
    let old = HARNESS.read_key(&Secret::from("pat.tok.secret"));
    assert_eq!(old.tenant, None);
    let wrong = panel.stranger(Credential::ApiKey(Secret::from("pat.a.b.c")));
    let error = block_on(HARNESS.whoami(&wrong.door(), &panel.claims())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::SignedOut);
}

#[test]
fn a_session_is_as_good_as_a_key_where_the_account_is_said() {
    let panel = Panel::at(VIEWER, 5);
    let token = panel.session_of(VIEWER);
    let read = HARNESS.read_token(Secret::from(token.as_str()));
    assert_eq!((read.claims.tenant.clone(), read.expires_at), (None, None));
    let session = panel.stranger(Credential::Bearer {
        token: read.secret,
        expires_at: None,
    });
    let me = block_on(HARNESS.whoami(&session.door(), &panel.claims())).unwrap();
    assert_eq!(me.account.email, VIEWER);
    assert_eq!(me.grants.unwrap().len(), 1);
    assert_eq!(session.list().unwrap(), panel.list().unwrap());
}

#[test]
fn the_whole_list_comes_page_after_page_and_nobody_twice() {
    let panel = Panel::at(ADMINISTRATOR, 730);
    let scene = panel.scene();
    let mut parts = Vec::new();
    let before = panel.log().len();
    let list = block_on(HARNESS.list(&panel.door(), Some(&scene), &mut |accounts| {
        parts.push(accounts.len());
    }))
    .unwrap();
    let ids: BTreeSet<&str> = list.iter().map(|account| account.id.as_str()).collect();
    assert_eq!(ids.len(), list.len());
    let n_members = list
        .iter()
        .filter(|account| account.status != Status::Pending)
        .count();
    assert!(n_members >= 730, "{n_members}");
    assert_eq!(parts, [100, 500]);
    let log = panel.log().split_off(before);
    let n_of = |end: &str| log.iter().filter(|(_, path)| path.ends_with(end)).count();
    assert_eq!(n_of("/user/aggregate"), 8);
    let seen: Vec<Status> = list.iter().map(|account| account.status.clone()).collect();
    for status in [
        Status::Active,
        Status::Locked,
        Status::Disabled,
        Status::Pending,
    ] {
        assert!(seen.contains(&status), "{status:?}");
    }
    assert!(list.iter().any(|account| account.source.is_some()));
    assert!(
        list.iter()
            .all(|account| !account.name.is_empty() && !account.email.is_empty())
    );
}

#[test]
fn rows_say_what_the_list_says() {
    let panel = Panel::at(ADMINISTRATOR, 20);
    assert_eq!(panel.find(ADMINISTRATOR).role, Role::Administrator);
    let viewer = panel.find(VIEWER);
    assert_eq!(viewer.role, Role::Other("Account Viewer".to_owned()));
    assert!(viewer.second_factor.is_some());
    panel.switch("second_factor_in_lists", "false");
    assert_eq!(panel.find(VIEWER).second_factor, None);
}

#[test]
fn who_may_not_see_people_is_told_so() {
    let member = Panel::at(MEMBER, 20);
    assert_eq!(member.list(), Err(ErrorKind::Forbidden(Reason::NotAllowed)));
}

#[test]
fn everybody_sees_their_own_record() {
    let member = Panel::at(MEMBER, 20);
    let id = member.scene().me.id;
    let found = profile(&member, &id).unwrap();
    assert_eq!(texts(&found.facts, t().column_email), [MEMBER]);
    assert_eq!(found.sections.len(), 3);
    let roles = found.sections.first().unwrap();
    assert_eq!(roles.facts, [Fact::Unknown(t().column_role)]);
    assert_eq!(rights(&found), ["No", "No", "No"]);
    assert!(found.fields.is_empty());
}

#[test]
fn a_profile_shows_roles_and_groups() {
    let panel = Panel::at(ADMINISTRATOR, 40);
    let found = profile(&panel, &panel.find(VIEWER).id).unwrap();
    let roles = found.sections.first().unwrap();
    let words = texts(&roles.facts, t().column_role);
    assert!(
        words
            .iter()
            .any(|role| role.starts_with("Account Viewer: ")),
        "{words:?}"
    );
    let in_group = panel.list().unwrap().into_iter().any(|account| {
        let Ok(found) = profile(&panel, &account.id) else {
            return false;
        };
        let groups = found
            .sections
            .get(1)
            .map(|section| texts(&section.facts, t().harness_group));
        groups.is_some_and(|groups| groups.iter().any(|name| name == "Developers"))
    });
    assert!(in_group);
}

/// What a profile says of the right to see, manage and invite people.
fn rights(profile: &Profile) -> Vec<String> {
    let t = t();
    let section = profile.sections.last().unwrap();
    assert_eq!(section.title, t.harness_rights);
    [
        t.harness_may_view,
        t.harness_may_manage,
        t.harness_may_invite,
    ]
    .into_iter()
    .flat_map(|label| texts(&section.facts, label))
    .collect()
}

#[test]
fn rights_through_groups_show_although_their_roles_do_not() {
    let panel = Panel::at(ADMINISTRATOR, 40);
    let id = panel.find(MEMBER).id;
    assert_eq!(rights(&profile(&panel, &id).unwrap()), ["No", "No", "No"]);
    let join = AddGroupMember {
        scope: panel.scope(),
        group: GroupId::from("auditors"),
        user: UserId::from(id.as_str()),
    };
    panel.send(&join).unwrap();
    let found = profile(&panel, &id).unwrap();
    assert_eq!(rights(&found), ["Yes", "No", "No"]);
    // Of itself the list tells nothing of it, so that it claims nothing.
    assert_ne!(panel.find(MEMBER).role, Role::Regular);
}

#[test]
fn an_account_may_ask_everybody_for_a_second_factor() {
    let panel = Panel::at(MEMBER, 5);
    let off = |panel: &Panel| HARNESS.can(&panel.scene(), Act::DisableSecondFactor, None);
    assert_eq!(off(&panel), Capability::Yes);
    panel.switch("two_factor_enforced", "true");
    let why = t().harness_second_factor_enforced.to_owned();
    assert_eq!(off(&panel), Capability::No(why));
    let scene = panel.scene();
    assert!(HARNESS.can(&scene, Act::EnableSecondFactor, None).is_yes());
    // Who may not read the account is left to the server.
    panel.switch("account_read", r#""permitted""#);
    assert_eq!(off(&panel), Capability::Yes);
}

#[test]
fn everybodys_groups_are_read_at_once() {
    let panel = Panel::at(ADMINISTRATOR, 40);
    let scene = panel.scene();
    let groups = block_on(HARNESS.groups(&panel.door(), Some(&scene))).unwrap();
    let of = |email: &str| {
        groups
            .get(&panel.find(email).id)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(of(VIEWER), ["All Account Users"]);
    assert!(groups.values().any(|names| names.len() > 1));
    assert!(
        HARNESS
            .columns()
            .iter()
            .any(|column| column.id == "groups" && !column.is_default)
    );
    let member = panel.other(MEMBER);
    let hidden = block_on(HARNESS.groups(&member.door(), Some(&member.scene()))).unwrap_err();
    assert_eq!(hidden.kind, ErrorKind::Forbidden(Reason::NotAllowed));
}

#[test]
fn groups_that_cannot_be_read_spoil_no_profile() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    let (id, scene) = (panel.find(VIEWER).id, panel.scene());
    let fault = r#"[{"platform":"harness","operation":"GET /ng/api/user-groups","fault":"status","status":503,"times":9}]"#;
    panel.sim.control("/__sim/faults", fault);
    let found = block_on(HARNESS.profile(&panel.door(), &scene, &id)).unwrap();
    let groups = found.sections.get(1).unwrap();
    assert_eq!(groups.facts, [Fact::Unknown(t().harness_group)]);
}

#[test]
fn answers_are_asked_for_in_the_form_that_is_read() {
    let panel = Panel::at(ADMINISTRATOR, 20);
    let list = panel.list().unwrap();
    panel.switch("unasked_form", r#""yaml""#);
    assert_eq!(panel.list().unwrap(), list);
}

#[test]
fn what_somebody_may_do_can_be_a_secret() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.switch("others_access", r#""nobody""#);
    let found = profile(&panel, &panel.find(VIEWER).id).unwrap();
    let section = found.sections.last().unwrap();
    assert!(
        section
            .facts
            .iter()
            .all(|fact| matches!(fact, Fact::Unknown(_)))
    );
}

#[test]
fn somebody_who_was_invited_has_a_profile_and_somebody_unknown_has_none() {
    let panel = Panel::at(ADMINISTRATOR, 20);
    let list = panel.list().unwrap();
    let invited = list
        .iter()
        .find(|account| account.status == Status::Pending)
        .unwrap();
    let found = profile(&panel, &invited.id).unwrap();
    assert_eq!(found.account.email, invited.email);
    assert_eq!(
        texts(&found.facts, t().harness_invite),
        [t().harness_invite_pending]
    );
    for id in ["nobody", "invite/nobody"] {
        assert_eq!(profile(&panel, id), Err(ErrorKind::NotFound), "{id}");
    }
    // What somebody may do is asked about people who are there.
    let scene = panel.scene();
    let before = panel.log().len();
    block_on(HARNESS.profile(&panel.door(), &scene, "nobody")).unwrap_err();
    let log = panel.log().split_off(before);
    assert!(
        log.iter().all(|(_, path)| !path.ends_with("/acl")),
        "{log:?}"
    );
    assert!(matches!(
        profile(&panel, ".."),
        Err(ErrorKind::Unsendable(_))
    ));
}
