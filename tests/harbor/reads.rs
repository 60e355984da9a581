//! What the adapter makes of a simulated Harbor: survey, sign-in, list and profile.

use futures::executor::block_on;
use rollcall::api::{ErrorKind, Reason, Secret};
use rollcall::i18n::t;
use rollcall::platform::{Account, Claims, Fact, FirstRun, Role, Scheme, Sources};

use crate::panel::{HARBOR, PASSWORD, Panel};

#[test]
fn a_survey_tells_where_accounts_are_kept() {
    let admin = Panel::installed();
    let survey = || block_on(HARBOR.survey(&admin.door())).unwrap();
    let (found, sent) = admin.sent(survey);
    assert_eq!(sent, ["GET /api/v2.0/systeminfo"]);
    assert_eq!(found.sources, Sources::Internal);
    let rule = found.password_rule;
    assert_eq!((rule.min_bytes, rule.max_bytes), (8, 128));
    assert_eq!((found.version, found.first_run), (None, FirstRun::Untold));
    for (mode, sources) in [
        ("ldap_auth", Sources::Directory),
        ("uaa_auth", Sources::Directory),
        ("http_auth", Sources::Directory),
        ("oidc_auth", Sources::SingleSignOn),
    ] {
        admin.switch("auth_mode", &format!("\"{mode}\""));
        assert_eq!(survey().sources, sources, "{mode}");
    }
}

#[test]
fn a_mode_of_a_later_release_is_told_by_its_word() {
    let admin = Panel::installed();
    admin.order(
        r#"{"platform":"harbor","operation":"GET /api/v2.0/systeminfo","fault":"status","status":200,
            "headers":{"Content-Type":"application/json"},
            "body":{"auth_mode":"saml_auth","self_registration":false}}"#,
    );
    let sources = block_on(HARBOR.survey(&admin.door())).unwrap().sources;
    assert_eq!(sources, Sources::Other("saml_auth".to_owned()));
    let note = HARBOR.sources_note(&sources).unwrap();
    assert!(note.contains("saml_auth"), "{note}");
    assert_eq!(HARBOR.sources_note(&Sources::Internal), None);
}

#[test]
fn signing_in_is_asking_who_one_is() {
    let admin = Panel::installed();
    let whoami = |panel: &Panel| block_on(HARBOR.whoami(&panel.door(), &Claims::default()));
    let (me, sent) = admin.sent(|| whoami(&admin).unwrap().account);
    assert_eq!(sent, ["GET /api/v2.0/users/current"]);
    assert_eq!((me.id.as_str(), me.is_administrator()), ("1", true));
    let wrong = whoami(&admin.stranger()).unwrap_err();
    assert_eq!(wrong.kind, ErrorKind::BadCredentials);
    assert_eq!(HARBOR.schemes()[0], Scheme::Password);
}

#[test]
fn a_token_that_harbor_does_not_take_is_no_wrong_password() {
    let admin = Panel::installed();
    let token = HARBOR.read_token(Secret::from("e30.eyJzdWIiOiJtIiwiZXhwIjo5fQ.x"));
    assert!(token.expires_at.is_some());
    let stranger = admin.stranger();
    let refused = block_on(HARBOR.whoami(&stranger.door(), &token.claims)).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::SignedOut);
}

#[test]
fn a_name_with_a_colon_signs_in_by_its_e_mail_address() {
    let admin = Panel::installed();
    let password = Secret::from(PASSWORD);
    let refused = block_on(HARBOR.sign_in(&admin.door(), "a:b", password, None)).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden(Reason::ColonInName));
}

#[test]
fn the_list_begins_with_the_built_in_administrator() {
    let admin = Panel::installed();
    let scene = admin.scene();
    let load = || {
        let mut parts = Vec::new();
        let mut so_far = |accounts: Vec<Account>| parts.push(accounts.len());
        let list = block_on(HARBOR.list(&admin.door(), Some(&scene), &mut so_far));
        (list.unwrap(), parts)
    };
    let (alone, parts) = load();
    assert_eq!((alone.len(), alone[0].id.as_str()), (1, "1"));
    assert!(parts.is_empty());
    for number in 0..120 {
        admin.create(&format!("user-{number}"));
    }
    let ((all, parts), sent) = admin.sent(load);
    assert_eq!((all.len(), parts.as_slice()), (121, [101].as_slice()));
    assert_eq!(sent.len(), 3, "{sent:?}");
    assert_eq!(all[0].role, Role::Administrator);
    assert_eq!(all[1].email, format!("{}@corp.example", all[1].name));
    assert_eq!(all[1].full_name, "Test Person");
    assert_eq!(all[1].second_factor, Some(false));
    assert!(all[1].created.is_some());
}

#[test]
fn a_storm_of_failures_is_one_error_and_then_over() {
    let admin = Panel::installed();
    admin.order(
        r#"{"platform":"harbor","operation":"list_users","fault":"status","status":503,"times":3}"#,
    );
    let list = || block_on(HARBOR.list(&admin.door(), None, &mut |_| ()));
    let kind = list().unwrap_err().kind;
    assert!(matches!(kind, ErrorKind::Broken { status: 503, .. }));
    assert_eq!(list().unwrap().len(), 1);
}

#[test]
fn a_profile_tells_what_the_server_keeps_and_names_what_it_does_not() {
    let admin = Panel::installed();
    let id = admin.create("mira").to_string();
    let t = t();
    let scene = admin.scene();
    let profile = |id: &str| block_on(HARBOR.profile(&admin.door(), &scene, id));
    let (mira, sent) = admin.sent(|| profile(&id).unwrap());
    assert_eq!(sent, [format!("GET /api/v2.0/users/{id}")]);
    assert_eq!(mira.account.name, "mira");
    let has = |fact: Fact| assert!(mira.facts.contains(&fact), "{fact:?} in {:?}", mira.facts);
    has(Fact::Text(t.column_email, "mira@corp.example".to_owned()));
    has(Fact::Text(t.column_full_name, "Test Person".to_owned()));
    has(Fact::Text(t.harbor_comment, String::new()));
    has(Fact::Text(t.list_role, t.role_regular.to_owned()));
    has(Fact::Unknown(t.fact_last_sign_in));
    has(Fact::Time(t.fact_created, mira.account.created));
    assert!(mira.fields.is_empty() && mira.sections.is_empty());

    let me = profile("1").unwrap();
    assert_eq!(me.sections.len(), 1);
    let Fact::List(_, permissions) = &me.sections[0].facts[0] else {
        panic!("{:?}", me.sections);
    };
    let user = "user (create, read, update, delete, list)".to_owned();
    assert!(permissions.contains(&user), "{permissions:?}");
}

#[test]
fn a_right_by_group_shows_on_ones_own_account_everywhere() {
    let admin = Panel::installed();
    admin.create("zoe");
    admin.switch("auth_mode", "\"ldap_auth\"");
    admin.switch("ldap_group_admin_dn", "\"cn=bosses,dc=corp,dc=example\"");
    let chief = admin.stranger();
    chief.use_password("chief.one", "Chief.one-pass1");
    let scene = chief.scene();
    assert!(scene.me.is_administrator());
    let list = block_on(HARBOR.list(&chief.door(), Some(&scene), &mut |_| ())).unwrap();
    let role = |name: &str| {
        let found = list.iter().find(|account| account.name == name).unwrap();
        found.role.clone()
    };
    assert_eq!(role("chief.one"), Role::Administrator);
    assert_eq!(role("zoe"), Role::Regular);
    let profile = block_on(HARBOR.profile(&chief.door(), &scene, &scene.me.id)).unwrap();
    let t = t();
    let by_group = Fact::Text(t.list_role, t.harbor_admin_by_group.to_owned());
    assert!(profile.facts.contains(&by_group), "{:?}", profile.facts);
    // Somebody else is told nothing of it, and so cannot tell.
    let scene = admin.scene();
    let id = chief.me().id;
    let profile = block_on(HARBOR.profile(&admin.door(), &scene, &id)).unwrap();
    let untold = Fact::Text(t.list_role, t.harbor_role_untold.to_owned());
    assert!(profile.facts.contains(&untold), "{:?}", profile.facts);
    let list = block_on(HARBOR.list(&admin.door(), Some(&scene), &mut |_| ())).unwrap();
    assert!(
        list.iter()
            .all(|account| account.name != "chief.one" || !account.is_administrator())
    );
}

#[test]
fn what_is_no_number_is_no_account() {
    let admin = Panel::installed();
    let scene = admin.scene();
    for id in ["", "x", "01", "+3", "3 ", "../1", "current"] {
        let (outcome, sent) = admin.sent(|| block_on(HARBOR.profile(&admin.door(), &scene, id)));
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::NotFound, "{id}");
        // Behind an empty number stands the whole list.
        assert!(sent.is_empty(), "{id}");
    }
    let gone = block_on(HARBOR.profile(&admin.door(), &scene, "999999"));
    assert_eq!(gone.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn somebody_who_is_no_administrator_reads_only_their_own_profile() {
    let admin = Panel::installed();
    let id = admin.create("mira").to_string();
    let mira = admin.other("mira");
    let scene = mira.scene();
    let profile = |id: &str| block_on(HARBOR.profile(&mira.door(), &scene, id));
    let own = profile(&id).unwrap();
    assert_eq!(own.account.id, id);
    // Nothing is permitted in the whole system, so nothing is said about it.
    assert!(own.sections.is_empty());
    let kind = profile("1").unwrap_err().kind;
    assert_eq!(kind, ErrorKind::Forbidden(Reason::NotAllowed));
}

#[test]
fn single_sign_on_is_told_without_its_secret() {
    let admin = Panel::installed();
    let id = admin.create("mira").to_string();
    admin.switch("auth_mode", "\"oidc_auth\"");
    let scene = admin.scene();
    let profile = block_on(HARBOR.profile(&admin.door(), &scene, &id)).unwrap();
    assert_eq!(profile.account.second_factor, None);
    let t = t();
    let section = &profile.sections[0];
    assert_eq!(section.title, t.harbor_single_sign_on);
    let set = Fact::Text(t.harbor_cli_secret, t.harbor_cli_secret_set.to_owned());
    assert!(section.facts.contains(&set), "{:?}", section.facts);
    assert_eq!(section.facts.len(), 3);
}
