//! The typed calls against the simulated server, one story for each (contract, parts 2 and 5).

use rollcall::api::harness::{
    AddOutcome, AddUsers, ApiKey, AssignRoles, ChangeUserPassword, CheckIfLastAdmin, CreateApiKey,
    CreateToken, Data, DeleteApiKey, DeleteInvite, DeleteToken, DisableTwoFactorAuth,
    EnableTwoFactorAuth, GetAccount, GetAggregatedApiKey, GetAggregatedUser, GetAggregatedUsers,
    GetAuthenticationSettings, GetCurrentUserInfo, GetPasswordStrength, GetTwoFactorAuthSettings,
    GetUserGroup, GetUsers, GroupId, KeyId, ListAggregatedApiKeys, ListAggregatedTokens,
    ListApiKeys, ListInvites, ListPendingUsers, ListResourceGroups, ListRoles, ListUserGroups,
    Narrow, OrgId, Owner, Paging, PasswordChanged, ProjectId, RemoveUser, ResendInvite, Reset2fa,
    ResourceGroupId, RoleBinding, RoleId, RotateToken, Scope, Token, TokenId, TokensOf, UnlockUser,
    UpdateApiKey, UpdateToken, UpdateUserInfo, UpdateUserInfo1, UserId, UserInfo, ValidateToken,
};
use rollcall::api::{ErrorKind, Reason, Secret, Timestamp};
use rollcall::platform::Status;
use serde_json::json;

use crate::panel::{ADMINISTRATOR, MEMBER, Panel, SECOND, VIEWER};

fn me(panel: &Panel) -> UserInfo {
    let account = panel.account();
    panel.send(&GetCurrentUserInfo { account }).unwrap().0
}

fn search(panel: &Panel, text: &str) -> Vec<String> {
    let list = GetAggregatedUsers {
        scope: panel.scope(),
        narrow: Narrow::Search(text.to_owned()),
        sort: Vec::new(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    page.content.into_iter().map(|row| row.user.email).collect()
}

#[test]
fn a_search_finds_what_a_regular_expression_would_not() {
    let panel = Panel::at(ADMINISTRATOR, 200);
    for email in [
        "build+ci@acme.example",
        "a.b(c)@acme.example",
        "ops[eu]$^*@acme.example",
    ] {
        assert_eq!(search(&panel, email), [email]);
    }
    assert_eq!(search(&panel, "("), ["a.b(c)@acme.example"]);
    assert!(search(&panel, ".*").is_empty());
}

#[test]
fn a_choice_of_roles_narrows_the_list() {
    let panel = Panel::at(ADMINISTRATOR, 30);
    let list = GetAggregatedUsers {
        scope: panel.scope(),
        narrow: Narrow::Given {
            roles: vec![RoleId::from("_account_viewer")],
            resource_groups: Vec::new(),
        },
        sort: Vec::new(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    assert!(page.content.iter().any(|row| row.user.email == VIEWER));
    assert!(
        page.content
            .iter()
            .all(|row| row.user.email != ADMINISTRATOR)
    );
}

#[test]
fn people_are_found_by_e_mail_and_id() {
    let panel = Panel::at(VIEWER, 30);
    let mut list = GetUsers::everybody(panel.scope());
    list.emails = vec![MEMBER.to_owned()];
    list.ids = vec![me(&panel).id()];
    let Data(page) = panel.send(&list).unwrap();
    let emails: Vec<_> = page
        .content
        .iter()
        .map(|user| user.email.as_str())
        .collect();
    assert_eq!(emails, [VIEWER, MEMBER]);
}

#[test]
fn a_second_factor_is_switched_on_with_a_secret_whose_code_was_right() {
    let panel = Panel::at(MEMBER, 5);
    let account = panel.account();
    let asked = GetTwoFactorAuthSettings {
        account: account.clone(),
    };
    let Data(first) = panel.send(&asked).unwrap();
    let Data(second) = panel.send(&asked).unwrap();
    assert!(!first.secret().is_same_as(second.secret()));
    // A secret whose codes are published (RFC 6238, appendix B).
    let known = json!({"status": "SUCCESS", "data": {
        "mechanism": "TOTP", "totpSecretKey": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    }});
    let fault = json!([{
        "platform": "harness", "operation": "get_two_factor_auth_settings", "fault": "status", "status": 200,
        "headers": {"Content-Type": "application/json"}, "body": known.to_string(), "times": 1
    }]);
    panel.sim.control("/__sim/faults", &fault.to_string());
    let Data(third) = panel.send(&asked).unwrap();
    let at = Timestamp::from_unix(59);
    assert!(third.confirm("287083", at).is_none());
    let confirmed = third.confirm("287082", at).unwrap();
    let id = me(&panel).id();
    let enable = EnableTwoFactorAuth {
        account: account.clone(),
        me: id.clone(),
        secret: confirmed,
    };
    assert!(panel.send(&enable).unwrap().0.has_two_factor());
    let disable = DisableTwoFactorAuth { account, me: id };
    assert!(!panel.send(&disable).unwrap().0.has_two_factor());
}

#[test]
fn a_password_change_tells_its_outcome() {
    let panel = Panel::at(MEMBER, 5);
    panel.switch("password_policy", "true");
    let change = |current: &Secret, new: &str| ChangeUserPassword {
        account: panel.account(),
        me: me(&panel).id(),
        current: current.clone(),
        new: Secret::from(new),
    };
    let current = panel.password_of(MEMBER);
    let forbidden = ErrorKind::Forbidden;
    let wrong = change(&Secret::from("not this one"), "Battery-Staple-22");
    assert_eq!(panel.fails(&wrong), forbidden(Reason::WrongCurrentPassword));
    let weak = change(&current, "a");
    assert_eq!(panel.fails(&weak), forbidden(Reason::WeakPassword));
    let good = change(&current, "Battery-Staple-22");
    assert_eq!(panel.send(&good), Ok(PasswordChanged));
}

#[test]
fn names_are_changed_and_cleared_by_their_owner_only() {
    let panel = Panel::at(MEMBER, 5);
    let mut user = me(&panel);
    user.set_name(Some("Theo B.".to_owned()));
    user.set_family_name(None);
    let update = UpdateUserInfo {
        account: panel.account(),
        user: user.clone(),
    };
    let Data(after) = panel.send(&update).unwrap();
    assert_eq!(after.name(), Some("Theo B."));
    assert_eq!(
        (after.given_name(), after.family_name()),
        (user.given_name(), None)
    );
    let mut back = after.clone();
    back.set_family_name(Some("Brandt".to_owned()));
    let update = UpdateUserInfo1::of(panel.account(), &back);
    assert_eq!(panel.send(&update).unwrap().0.family_name(), Some("Brandt"));
    let somebody = me(&panel.other(VIEWER));
    let foreign = UpdateUserInfo {
        account: panel.account(),
        user: somebody,
    };
    assert!(matches!(
        panel.fails(&foreign),
        ErrorKind::Refused { status: 400, .. }
    ));
}

#[test]
fn people_are_asked_to_join_asked_again_and_uninvited() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let add = AddUsers {
        scope: panel.scope(),
        emails: vec![" New.One@acme.example".to_owned(), MEMBER.to_owned()],
        roles: vec![RoleBinding::of(RoleId::from("_account_viewer"), true)],
        groups: vec![GroupId::from("developers")],
    };
    let Data(added) = panel.send(&add).unwrap();
    assert_eq!(added.of("new.one@acme.example"), Some(&AddOutcome::Invited));
    assert_eq!(added.of(MEMBER), Some(&AddOutcome::MemberBefore));
    let pending = ListPendingUsers {
        scope: panel.scope(),
        narrow: Narrow::Search("new.one@".to_owned()),
        sort: Vec::new(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&pending).unwrap();
    let invite = page.content.into_iter().next().unwrap();
    assert_eq!(invite.groups(), [GroupId::from("developers")]);
    let account = panel.account();
    let resend = ResendInvite {
        account: account.clone(),
        invite: invite.clone(),
    };
    let Data(sent) = panel.send(&resend).unwrap();
    assert_eq!(sent.unwrap().groups(), invite.groups());
    let delete = DeleteInvite {
        account,
        id: invite.id(),
    };
    assert!(panel.send(&delete).unwrap().0.is_some());
    assert_eq!(panel.send(&delete), Ok(Data(None)));
    assert_eq!(panel.send(&resend), Ok(Data(None)));
    let list = ListInvites {
        scope: panel.scope(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    assert!(page.content.iter().all(|open| open.id() != invite.id()));
}

#[test]
fn somebody_is_removed_once_and_the_last_administrator_never() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let remove = |email: &str| RemoveUser {
        scope: panel.scope(),
        id: UserId::from(panel.find(email).id.as_str()),
    };
    let second = remove(SECOND);
    assert_eq!(panel.send(&second), Ok(Data(true)));
    assert_eq!(panel.send(&second), Ok(Data(false)));
    let last = CheckIfLastAdmin {
        scope: panel.scope(),
        id: me(&panel).id(),
    };
    assert_eq!(panel.send(&last), Ok(Data(true)));
    let myself = remove(ADMINISTRATOR);
    assert_eq!(
        panel.fails(&myself),
        ErrorKind::Forbidden(Reason::LastAdministrator)
    );
    let gone = GetAggregatedUser {
        scope: panel.scope(),
        id: second.id,
    };
    assert_eq!(panel.fails(&gone), ErrorKind::NotFound);
}

#[test]
fn a_second_factor_is_reset_once_for_each_call() {
    let panel = Panel::at(ADMINISTRATOR, 40);
    let list = panel.list().unwrap();
    let with = |is_on| {
        let mut all = list.iter().filter(|one| one.status == Status::Active);
        let found = all.find(|one| one.second_factor == Some(is_on)).unwrap();
        Reset2fa {
            account: panel.account(),
            id: UserId::from(found.id.as_str()),
        }
    };
    assert_eq!(panel.send(&with(true)), Ok(Data(true)));
    assert_eq!(panel.send(&with(false)), Ok(Data(false)));
    let fault = r#"[{"platform":"harness","operation":"reset2fa","fault":"status","status":503,"times":1}]"#;
    panel.sim.control("/__sim/faults", fault);
    let before = panel.log().len();
    assert!(matches!(
        panel.fails(&with(true)),
        ErrorKind::Broken { status: 503, .. }
    ));
    assert_eq!(panel.log().len(), before + 1);
    panel.switch("mail_server", "false");
    assert!(matches!(
        panel.fails(&with(true)),
        ErrorKind::Refused { status: 400, .. }
    ));
}

#[test]
fn a_locked_person_is_let_in_again() {
    let panel = Panel::at(ADMINISTRATOR, 120);
    let list = panel.list().unwrap();
    let locked = list
        .iter()
        .find(|one| one.status == Status::Locked)
        .unwrap();
    let unlock = UnlockUser {
        scope: panel.scope(),
        id: UserId::from(locked.id.as_str()),
    };
    assert!(!panel.send(&unlock).unwrap().0.is_locked());
}

#[test]
fn keys_and_tokens_are_made_changed_rotated_and_deleted_by_their_owner() {
    let panel = Panel::at(MEMBER, 5);
    let owner = panel.owner();
    let create = CreateApiKey {
        owner: owner.clone(),
        key: ApiKey::new(&owner, "ci", "CI", "for pipelines").unwrap(),
    };
    let Data(mut key) = panel.send(&create).unwrap();
    assert!(matches!(panel.fails(&create), ErrorKind::Conflict(_)));
    key.set_name("CI 2");
    let update = UpdateApiKey {
        owner: owner.clone(),
        key,
    };
    let Data(key) = panel.send(&update).unwrap();
    assert_eq!(
        (key.name(), key.description()),
        ("CI 2", Some("for pipelines"))
    );
    let token = CreateToken {
        owner: owner.clone(),
        token: Token::new(&owner, &KeyId::from("ci"), "t1", "T 1", None).unwrap(),
    };
    let Data(secret) = panel.send(&token).unwrap();
    assert!(secret.expose().starts_with("pat."));
    let validate = ValidateToken {
        account: panel.account(),
        token: secret,
    };
    assert_eq!(panel.send(&validate).unwrap().0.id(), TokenId::from("t1"));
    let list = ListAggregatedTokens {
        account: panel.account(),
        of: TokensOf::Key(owner.user.clone(), KeyId::from("ci")),
        only_active: false,
        search: String::new(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    let mut stored = page.content.into_iter().next().unwrap().token;
    stored.set_name("T 2");
    let update = UpdateToken {
        owner: owner.clone(),
        token: stored,
    };
    assert_eq!(panel.send(&update).unwrap().0.name(), "T 2");
    let rotate = RotateToken {
        owner: owner.clone(),
        key: KeyId::from("ci"),
        id: TokenId::from("t1"),
        old_ends: Timestamp::from_unix(4_000_000_000),
    };
    let Data(second) = panel.send(&rotate).unwrap();
    assert!(!second.is_same_as(&validate.token));
    let Data(page) = panel.send(&list).unwrap();
    assert_eq!(page.content.len(), 2);
    let replaced = page
        .content
        .iter()
        .find(|one| one.token.replaced_at().is_some());
    assert!(
        replaced
            .unwrap()
            .token
            .id()
            .as_str()
            .starts_with("rotated_")
    );
    let delete = DeleteToken {
        owner: owner.clone(),
        key: KeyId::from("ci"),
        id: TokenId::from("t1"),
    };
    assert_eq!(panel.send(&delete), Ok(Data(true)));
    let keys = ListAggregatedApiKeys {
        owner: owner.clone(),
        search: "ci".to_owned(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&keys).unwrap();
    assert!(page.content.iter().any(|one| one.api_key.name() == "CI 2"));
    let one = GetAggregatedApiKey {
        owner: owner.clone(),
        id: KeyId::from("ci"),
    };
    assert_eq!(panel.send(&one).unwrap().0.tokens_count, 1);
    let delete = DeleteApiKey {
        owner: owner.clone(),
        id: KeyId::from("ci"),
    };
    assert_eq!(panel.send(&delete), Ok(Data(true)));
    assert!(matches!(panel.fails(&delete), ErrorKind::Broken { .. }));
    assert_eq!(panel.fails(&one), ErrorKind::NotFound);
    let all = ListApiKeys {
        owner,
        ids: Vec::new(),
    };
    let Data(all) = panel.send(&all).unwrap();
    assert!(all.iter().all(|key| key.id() != KeyId::from("ci")));
}

#[test]
fn nobody_makes_keys_for_somebody_else() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    let owner = Owner {
        account: panel.account(),
        user: UserId::from(panel.find(MEMBER).id.as_str()),
    };
    let key = ApiKey::new(&owner, "ci", "CI", "").unwrap();
    let create = CreateApiKey { owner, key };
    assert_eq!(
        panel.fails(&create),
        ErrorKind::Forbidden(Reason::NotAllowed)
    );
}

#[test]
fn roles_resource_groups_and_groups_are_looked_up_and_given() {
    let panel = Panel::at(ADMINISTRATOR, 10);
    let (scope, paging) = (panel.scope(), || Paging::page(0));
    let roles = ListRoles {
        scope: scope.clone(),
        paging: paging(),
    };
    let Data(roles) = panel.send(&roles).unwrap();
    assert!(
        roles
            .content
            .iter()
            .any(|role| role.role.name == "People desk" && role.fits(&scope))
    );
    let groups = ListResourceGroups {
        scope: scope.clone(),
        paging: paging(),
    };
    let Data(resources) = panel.send(&groups).unwrap();
    let resources = resources.content;
    let all = ResourceGroupId::from("_all_account_level_resources");
    assert!(
        resources
            .iter()
            .any(|one| one.group.identifier == all && one.is_managed)
    );
    let groups = ListUserGroups {
        scope: scope.clone(),
        with_inherited: false,
        paging: paging(),
    };
    let Data(page) = panel.send(&groups).unwrap();
    let group = page
        .content
        .iter()
        .find(|group| group.is_editable())
        .unwrap();
    let one = GetUserGroup {
        scope: scope.clone(),
        id: group.identifier.clone(),
    };
    assert_eq!(panel.send(&one).unwrap().0.name, group.name);
    let none = GetUserGroup {
        scope: scope.clone(),
        id: GroupId::from("nothing"),
    };
    assert_eq!(panel.fails(&none), ErrorKind::NotFound);
    let user = UserId::from(panel.find(MEMBER).id.as_str());
    let assign = AssignRoles {
        scope: scope.clone(),
        user: user.clone(),
        roles: vec![(RoleId::from("people_desk"), all)],
    };
    assert_eq!(panel.send(&assign).unwrap().0.len(), 1);
    let found = GetAggregatedUser { scope, id: user };
    let Data(member) = panel.send(&found).unwrap();
    let is_new = |role: &str| member.roles.iter().any(|held| held.role_name == role);
    assert!(is_new("People desk"));
}

#[test]
fn somebody_joins_and_leaves_a_group() {
    use rollcall::api::harness::{
        AddGroupMember, CheckGroupMember, ListGroupUsers, RemoveGroupMember,
    };
    let panel = Panel::at(ADMINISTRATOR, 10);
    let (scope, group) = (panel.scope(), GroupId::from("developers"));
    let user = UserId::from(panel.find(MEMBER).id.as_str());
    let remove = RemoveGroupMember {
        scope: scope.clone(),
        group: group.clone(),
        user: user.clone(),
    };
    let add = AddGroupMember {
        scope: scope.clone(),
        group: group.clone(),
        user: user.clone(),
    };
    let check = CheckGroupMember {
        scope: scope.clone(),
        group: group.clone(),
        user: user.clone(),
    };
    assert!(panel.send(&add).unwrap().0.users.contains(&user));
    assert_eq!(panel.send(&check), Ok(Data(true)));
    let list = ListGroupUsers {
        scope,
        group,
        search: MEMBER.to_owned(),
        paging: Paging::page(0),
    };
    let Data(page) = panel.send(&list).unwrap();
    assert!(page.content.iter().any(|found| found.uuid == user));
    assert!(!panel.send(&remove).unwrap().0.users.contains(&user));
    assert_eq!(panel.send(&check), Ok(Data(false)));
}

#[test]
fn the_account_tells_how_its_people_sign_in() {
    let panel = Panel::at(ADMINISTRATOR, 5);
    panel.switch("two_factor_enforced", "true");
    panel.switch("password_policy", "true");
    let account = || panel.account();
    let Data(found) = panel.send(&GetAccount { account: account() }).unwrap();
    assert!(found.enforces_two_factor);
    let Data(policy) = panel
        .send(&GetPasswordStrength { account: account() })
        .unwrap();
    assert!(policy.is_enabled && policy.min_characters > 0);
    let Data(settings) = panel
        .send(&GetAuthenticationSettings { account: account() })
        .unwrap();
    assert!(settings.enforces_two_factor);
    assert_eq!(settings.password_policy(), Some(policy));
}

#[test]
fn an_organization_and_a_project_have_members_of_their_own() {
    let panel = Panel::at(ADMINISTRATOR, 60);
    let account = panel.account();
    let org = OrgId::from("payments");
    let organization = Scope::Organization {
        account: account.clone(),
        org: org.clone(),
    };
    let project = Scope::Project {
        account,
        org,
        project: ProjectId::from("ledger"),
    };
    let everybody = |scope: Scope| {
        let Data(page) = panel.send(&GetUsers::everybody(scope)).unwrap();
        page.total_items
    };
    let counts = [panel.scope(), organization, project].map(everybody);
    assert!(
        counts[0] >= counts[1] && counts[1] >= counts[2],
        "{counts:?}"
    );
    assert!(counts[0] > counts[2], "{counts:?}");
}
