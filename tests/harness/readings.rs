//! What the contract could not settle, or says that servers do differently: the panel holds in every reading.

use futures::executor::block_on;
use rollcall::api::harness::{
    AddGroupMember, AddOutcome, AddUserToGroups, AddUsers, ApiKey, ChangeUserPassword,
    CreateApiKey, CreateToken, Data, DeleteApiKey, DisableTwoFactorAuth, GetAggregatedUser,
    GetAggregatedUsers, GetCurrentUserInfo, GroupId, KeyId, ListAggregatedTokens, ListApiKeys,
    Narrow, Owner, Paging, Reset2fa, RotateToken, Token, TokenId, TokensOf, UpdateUserInfo, UserId,
};
use rollcall::api::{ErrorKind, Secret, Timestamp};
use rollcall::platform::Status;
use rollcall::transport::Credential;

use crate::panel::{ADMINISTRATOR, HARNESS, MEMBER, Panel, SERVICE, VIEWER};

fn is_refused(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Refused { status: 400, .. })
}

fn advance(panel: &Panel, seconds: u32) {
    let body = format!(r#"{{"advance_s":{seconds}}}"#);
    panel.sim.control("/__sim/clock", &body);
}

fn add(panel: &Panel, emails: &[&str]) -> AddUsers {
    AddUsers {
        scope: panel.scope(),
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        roles: Vec::new(),
        groups: Vec::new(),
    }
}

// Contract 3.3: what becomes of somebody new depends on the account.
#[test]
fn every_outcome_of_an_invitation_is_read() {
    for (name, value, outcome) in [
        ("sso_members", r#""invited""#, AddOutcome::Invited),
        ("sso_members", r#""added""#, AddOutcome::Joined),
        (
            "sso_members",
            r#""not_required""#,
            AddOutcome::NoInviteNeeded,
        ),
        ("allowed_domain", r#""acme.example""#, AddOutcome::Failed),
    ] {
        let panel = Panel::at(ADMINISTRATOR, 10);
        panel.switch(name, value);
        let Data(added) = panel
            .send(&add(&panel, &["new@elsewhere.example"]))
            .unwrap();
        assert_eq!(added.of("new@elsewhere.example"), Some(&outcome), "{value}");
    }
}

// Contract 2.2, row 12, and 5.5: a part may be done before a refusal.
#[test]
fn a_refusal_for_want_of_seats_leaves_open_what_was_done() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    panel.switch("user_limit", "1");
    let error = panel
        .send(&add(&panel, &["new@acme.example"]))
        .err()
        .unwrap();
    assert!(error.may_have_happened(), "{error}");
    // A form that is wrong was refused as a whole.
    let error = panel.send(&add(&panel, &["nobody"])).err().unwrap();
    assert!(
        is_refused(&error.kind) && !error.may_have_happened(),
        "{error}"
    );
}

// Contract 5.5: results can stand at the wrong e-mail, so the list is what counts.
#[test]
fn the_list_tells_who_was_invited_whatever_the_answer_says() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    panel.switch("shifted_results", "true");
    let Data(added) = panel
        .send(&add(&panel, &["new@acme.example", VIEWER]))
        .unwrap();
    assert_eq!(added.of(VIEWER), Some(&AddOutcome::Invited));
    assert_eq!(panel.find("new@acme.example").status, Status::Pending);
    assert_eq!(panel.find(VIEWER).status, Status::Active);
}

// Contract 6: whether a service account needs the permission to invite is a guess.
#[test]
fn a_service_account_invites_in_either_reading() {
    for reading in [r#""checked""#, r#""free""#] {
        let panel = Panel::at(SERVICE, 10);
        panel.switch("service_invite", reading);
        assert!(panel.send(&add(&panel, &["new@acme.example"])).is_ok());
    }
}

// Contract 4: the reset of a second factor may refuse in either envelope.
#[test]
fn a_reset_is_refused_in_either_envelope() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let reset = Reset2fa {
        account: panel.account(),
        id: UserId::from(panel.find(VIEWER).id.as_str()),
    };
    for (name, value) in [("mail_server", "false"), ("edition", r#""community""#)] {
        panel.switch(name, value);
        let kinds = [r#""error""#, r#""rest""#].map(|reading| {
            panel.switch("reset_errors", reading);
            panel.fails(&reset)
        });
        let [newer, older] = kinds;
        assert!(is_refused(&newer), "{newer:?}");
        assert_eq!(newer, older);
    }
}

// Contract 1.5: an edition without second factors refuses what is about them.
#[test]
fn an_edition_without_second_factors_says_so() {
    let panel = Panel::at(MEMBER, 5);
    panel.switch("edition", r#""community""#);
    let off = DisableTwoFactorAuth {
        account: panel.account(),
        me: panel.owner().user,
    };
    assert!(is_refused(&panel.fails(&off)));
}

// Contract 3.1 and 5.1: the token of a page, and a page beyond the end.
#[test]
fn a_page_beyond_the_end_is_empty_in_either_form() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let list = GetAggregatedUsers {
        scope: panel.scope(),
        narrow: Narrow::All,
        sort: Vec::new(),
        paging: Paging::page(7),
    };
    for reading in [r#""null""#, r#""empty""#] {
        panel.switch("empty_page_token", reading);
        let Data(page) = panel.send(&list).unwrap();
        assert!(page.content.is_empty() && !page.has_more());
        let next = Paging::page(8).token(page.page_token);
        assert_eq!(next, Paging::page(8), "{reading}");
    }
}

// Contract 5.2: without an order pages overlap; the panel's lists always have one.
#[test]
fn everybody_is_listed_once_whatever_order_the_store_has() {
    let panel = Panel::at(ADMINISTRATOR, 250);
    let lists = [r#""steady""#, r#""shifting""#].map(|reading| {
        panel.switch("unsorted", reading);
        panel.list().unwrap()
    });
    let [steady, shifting] = lists;
    assert!(steady.len() >= 250);
    assert_eq!(steady, shifting);
}

// Contract 5.15: lists lag behind.
#[test]
fn a_list_that_lags_is_no_error() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    panel.switch("list_lag_ms", "5000");
    let account = panel.account();
    let own = GetCurrentUserInfo {
        account: account.clone(),
    };
    let Data(mut user) = panel.send(&own).unwrap();
    let before = panel.find(ADMINISTRATOR).name;
    user.set_name(Some("Renamed".to_owned()));
    let change = UpdateUserInfo { account, user };
    assert_eq!(panel.send(&change).unwrap().0.name(), Some("Renamed"));
    assert_eq!(panel.find(ADMINISTRATOR).name, before);
    advance(&panel, 6);
    assert_eq!(panel.find(ADMINISTRATOR).name, "Renamed");
}

fn new_key(panel: &Panel, id: &str) -> CreateApiKey {
    let owner = panel.owner();
    let key = ApiKey::new(&owner, id, id, "").unwrap();
    CreateApiKey { owner, key }
}

fn new_token(panel: &Panel, key: &str, id: &str) -> CreateToken {
    let owner = panel.owner();
    let token = Token::new(&owner, &KeyId::from(key), id, id, None).unwrap();
    CreateToken { owner, token }
}

fn tokens_of(panel: &Panel, key: &str) -> Vec<TokenId> {
    let list = ListAggregatedTokens {
        account: panel.account(),
        of: TokensOf::Key(panel.owner().user, KeyId::from(key)),
        only_active: false,
        search: String::new(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    page.content.iter().map(|one| one.token.id()).collect()
}

// Contract 5.8: keys and tokens have limits, and a rotation that meets one has renamed the old token.
#[test]
fn a_limit_refuses_and_a_rotation_at_the_limit_is_half_done() {
    let panel = Panel::at(VIEWER, 5);
    panel.send(&new_key(&panel, "first")).unwrap();
    panel.switch("key_limit", "1");
    assert!(is_refused(&panel.fails(&new_key(&panel, "second"))));
    panel.send(&new_token(&panel, "first", "t1")).unwrap();
    panel.switch("token_limit", "1");
    assert!(is_refused(&panel.fails(&new_token(&panel, "first", "t2"))));
    let rotate = RotateToken {
        owner: panel.owner(),
        key: KeyId::from("first"),
        id: TokenId::from("t1"),
        old_ends: Timestamp::from_unix(4_000_000_000),
    };
    let error = panel.send(&rotate).err().unwrap();
    assert!(error.may_have_happened(), "{error}");
    let left = tokens_of(&panel, "first");
    assert!(matches!(left.as_slice(), [one] if one.as_str().starts_with("rotated_")));
}

// Contract 2.4: newer servers make the key that a token names and that is not there.
#[test]
fn a_token_without_its_key_makes_one_or_is_refused() {
    let panel = Panel::at(VIEWER, 5);
    panel.switch("auto_key", "false");
    assert!(is_refused(&panel.fails(&new_token(&panel, "none", "t1"))));
    panel.switch("auto_key", "true");
    assert!(panel.send(&new_token(&panel, "none", "t1")).is_ok());
    let all = ListApiKeys {
        owner: panel.owner(),
        ids: vec![KeyId::from("t1_auto")],
    };
    assert_eq!(panel.send(&all).unwrap().0.len(), 1);
}

// Contract 2.2: only newer servers replace somebody's groups at once.
#[test]
fn an_older_server_has_no_call_that_replaces_groups() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let id = UserId::from(panel.find(VIEWER).id.as_str());
    let replace = AddUserToGroups {
        scope: panel.scope(),
        id: id.clone(),
        groups: vec![GroupId::from("auditors")],
    };
    assert_eq!(panel.send(&replace), Ok(Data(true)));
    panel.switch("group_replacement", "false");
    let missing = ErrorKind::NoSuchCall { status: 400 };
    assert_eq!(panel.fails(&replace), missing);
    let join = AddGroupMember {
        scope: panel.scope(),
        group: GroupId::from("developers"),
        user: id.clone(),
    };
    let Data(group) = panel.send(&join).unwrap();
    assert!(group.users.contains(&id));
}

// Contract 5.8: a deleted token may work for a short time.
#[test]
fn a_deleted_token_may_work_a_little_longer() {
    let panel = Panel::at(VIEWER, 5);
    panel.send(&new_key(&panel, "first")).unwrap();
    let Data(secret) = panel.send(&new_token(&panel, "first", "t1")).unwrap();
    let other = panel.stranger(Credential::ApiKey(secret));
    panel.switch("token_cache_ms", "3000");
    let delete = DeleteApiKey {
        owner: panel.owner(),
        id: KeyId::from("first"),
    };
    assert_eq!(panel.send(&delete), Ok(Data(true)));
    assert!(other.whoami().is_ok());
    advance(&panel, 4);
    assert_eq!(other.whoami().unwrap_err().kind, ErrorKind::SignedOut);
}

// Contract 1.3 and 5.9: a new password ends sessions shortly after, and no key.
#[test]
fn a_new_password_ends_sessions_and_no_key() {
    let panel = Panel::at(MEMBER, 5);
    let session = panel.stranger(Credential::Bearer {
        token: Secret::from(panel.session_of(MEMBER)),
        expires_at: None,
    });
    panel.switch("session_end_ms", "2000");
    let change = ChangeUserPassword {
        account: panel.account(),
        me: panel.owner().user,
        current: panel.password_of(MEMBER),
        new: Secret::from("battery-staple-2"),
    };
    assert!(session.send(&change).is_ok());
    assert!(session.whoami().is_ok());
    advance(&panel, 3);
    assert_eq!(session.whoami().unwrap_err().kind, ErrorKind::SignedOut);
    assert!(panel.whoami().is_ok());
}

// Contract 5.12: too many requests are refused without a word of when to come back; the panel's reads wait by themselves.
#[test]
fn too_many_requests_are_told_from_everything_else() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.switch("rate_limits", r#""documented""#);
    let new = add(&panel, &["new@acme.example"]);
    for _ in 0..10 {
        panel.send(&new).unwrap();
    }
    let slow_down = ErrorKind::SlowDown {
        retry_after_s: None,
    };
    assert_eq!(panel.fails(&new), slow_down);
    panel.switch("rate_limits", r#""off""#);
    assert!(panel.send(&new).is_ok());
}

// Contract 2.2: somebody who is no member of the account is not found, and groups of the caller's own account only.
#[test]
fn somebody_else_s_keys_are_refused_and_nobody_is_not_found() {
    let panel = Panel::at(VIEWER, 5);
    let other = Owner {
        account: panel.account(),
        user: UserId::from(panel.find(MEMBER).id.as_str()),
    };
    let list = ListApiKeys {
        owner: other,
        ids: Vec::new(),
    };
    assert!(matches!(panel.fails(&list), ErrorKind::Forbidden(_)));
    let nobody = GetAggregatedUser {
        scope: panel.scope(),
        id: UserId::from("nobody"),
    };
    assert_eq!(panel.fails(&nobody), ErrorKind::NotFound);
    let error = block_on(HARNESS.profile(&panel.door(), &panel.scene(), "nobody")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}
