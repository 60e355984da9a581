use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, VIEWER, refusal};

const ADD: &str = "/ng/api/user/users";
const LIST: &str = "/ng/api/invites/aggregate";

fn add(desk: &mut Desk, path: &str, emails: &[&str]) -> Json {
    let answer = desk.data(ADMIN, "POST", path, &json!({"emails": emails}));
    answer["addUserResponseMap"].clone()
}

fn listed(desk: &mut Desk) -> Vec<Json> {
    let path = format!("{LIST}?sortOrders=email,ASC");
    let page = desk.data(ADMIN, "POST", &path, &json!({}));
    page["content"].as_array().unwrap().clone()
}

// Contract 2.2 row 12: a wrong e-mail refuses the whole request, before anything happened.
#[test]
fn one_wrong_e_mail_refuses_all() {
    let mut desk = Desk::new();
    let before = listed(&mut desk).len();
    let many: Vec<String> = (0..101).map(|n| format!("n{n}@acme.example")).collect();
    for body in [
        json!({"emails": ["good@acme.example", "bad"]}),
        json!({"emails": []}),
        json!({"emails": null}),
        json!({"emails": many}),
    ] {
        let answer = desk.call(ADMIN, "POST", ADD, &body);
        assert_eq!(
            (answer.status, &answer.value()["status"]),
            (400, &json!("FAILURE"))
        );
    }
    assert_eq!(listed(&mut desk).len(), before);
    assert!(desk.mail().is_empty());
}

// Contract 3.3: a result for each e-mail, and keys that do not repeat the case.
#[test]
fn each_e_mail_has_a_result_of_its_own() {
    let mut desk = Desk::new();
    let results = add(
        &mut desk,
        ADD,
        &["New.One@acme.example", "new.colleague@acme.example", MEMBER],
    );
    assert_eq!(
        results,
        json!({
            "new.one@acme.example": "USER_INVITED_SUCCESSFULLY",
            "new.colleague@acme.example": "USER_ALREADY_INVITED",
            MEMBER: "USER_ALREADY_ADDED",
        })
    );
    assert_eq!(desk.mail().len(), 2);
    // A retry sends the mails again (contract 5.5).
    add(&mut desk, ADD, &["new.one@acme.example"]);
    assert_eq!(desk.mail().len(), 3);
}

// Contract 3.3, 5.4: whoever is in the account joins at once, above too.
#[test]
fn a_member_of_the_account_joins_a_project_at_once() {
    let mut desk = Desk::new();
    let scope = "?orgIdentifier=payments&projectIdentifier=ledger";
    let results = add(&mut desk, &format!("{ADD}{scope}"), &[MEMBER]);
    assert_eq!(results[MEMBER], "USER_ADDED_SUCCESSFULLY");
    let id = desk.id(MEMBER);
    for scope in [scope, "?orgIdentifier=payments"] {
        let path = format!("/ng/api/user/aggregate/{id}{scope}");
        assert_eq!(desk.get(ADMIN, &path).status, 200, "{scope}");
    }
}

fn with_role(email: &str, resources: &str) -> Json {
    json!({
        "emails": [email],
        "roleBindings": [{"roleIdentifier": "_account_viewer", "resourceGroupIdentifier": resources}],
        "userGroups": ["developers", "none_such"],
    })
}

fn roles(desk: &mut Desk) -> usize {
    let path = format!("/ng/api/user/aggregate/{}", desk.id(MEMBER));
    let shown = desk.data(ADMIN, "GET", &path, &Json::Null);
    shown["roleAssignmentMetadata"].as_array().unwrap().len()
}

// Contract 3.3: roles of members are applied only to e-mails in lower case.
#[test]
fn a_member_gets_the_roles_only_in_lower_case() {
    let mut desk = Desk::new();
    desk.data(
        ADMIN,
        "POST",
        ADD,
        &with_role("Theo.Brandt@acme.example", ""),
    );
    assert_eq!(roles(&mut desk), 1);
    desk.data(ADMIN, "POST", ADD, &with_role(MEMBER, ""));
    assert_eq!(roles(&mut desk), 2);
    let path = format!("/ng/api/user-groups/developers/member/{}", desk.id(MEMBER));
    assert_eq!(desk.data(ADMIN, "GET", &path, &Json::Null), true);
}

// Contract 3.3, 5.5: the old group of resources is refused, and an unknown role is swallowed.
#[test]
fn an_unknown_role_is_swallowed_and_the_old_group_is_refused() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.refused(ADMIN, "POST", ADD, &with_role(MEMBER, "_all_resources")),
        refusal(400, "INVALID_REQUEST")
    );
    let body = json!({"emails": [MEMBER], "roleBindings": [{"roleIdentifier": "no_such_role"}]});
    let answer = desk.data(ADMIN, "POST", ADD, &body);
    assert_eq!(answer["addUserResponseMap"][MEMBER], "USER_ALREADY_ADDED");
    assert_eq!(roles(&mut desk), 1);
}

// Contract 5.5: a refusal after mails went out.
#[test]
fn a_half_finished_invitation_refuses_after_mails_were_sent() {
    let mut desk = Desk::new();
    let body = json!({"emails": ["fresh@acme.example", "half.way@acme.example"]});
    assert_eq!(
        desk.refused(ADMIN, "POST", ADD, &body),
        refusal(400, "INVALID_ARGUMENT")
    );
    assert_eq!(desk.mail().len(), 2);
    assert!(
        listed(&mut desk)
            .iter()
            .any(|one| one["email"] == "fresh@acme.example")
    );
}

// Contract 2.2 row 12: the licence's limit, with part of the work done.
#[test]
fn a_full_licence_refuses_with_part_of_the_work_done() {
    let mut desk = Desk::new();
    desk.switch("user_limit", &json!(61));
    desk.switch("sso_members", &json!("added"));
    let body = json!({"emails": ["one@acme.example", "two@acme.example"]});
    assert_eq!(
        desk.refused(ADMIN, "POST", ADD, &body),
        refusal(400, "INVALID_REQUEST")
    );
    let found = desk.emails(
        ADMIN,
        "/ng/api/user/batch",
        &json!({"emails": ["one@acme.example"]}),
    );
    assert_eq!(found, ["one@acme.example"]);
}

// Contract 3.3: the other results.
#[test]
fn accounts_of_a_provider_add_without_an_invitation() {
    let mut desk = Desk::new();
    for (way, result) in [
        ("added", "USER_ADDED_SUCCESSFULLY"),
        ("not_required", "USER_INVITE_NOT_REQUIRED"),
    ] {
        desk.switch("sso_members", &json!(way));
        let email = format!("{way}@acme.example");
        assert_eq!(add(&mut desk, ADD, &[&email])[&email], result);
        let found = desk.emails(ADMIN, "/ng/api/user/batch", &json!({"emails": [email]}));
        assert_eq!(found.len(), 1);
    }
    desk.switch("allowed_domain", &json!("acme.example"));
    let results = add(&mut desk, ADD, &["x@elsewhere.example"]);
    assert_eq!(results["x@elsewhere.example"], "FAIL");
}

// Contract 5.5: results may stand at the wrong e-mail, so a list is read after the call.
#[test]
fn results_may_stand_at_the_wrong_e_mail() {
    let mut desk = Desk::new();
    desk.switch("shifted_results", &json!(true));
    let results = add(&mut desk, ADD, &["aaa@acme.example", MEMBER]);
    assert_eq!(results["aaa@acme.example"], "USER_ALREADY_ADDED");
    assert_eq!(results[MEMBER], "USER_INVITED_SUCCESSFULLY");
}

// Contract 2.3: sending again replaces what the invitation carries.
#[test]
fn sending_an_invitation_again_replaces_its_roles() {
    let mut desk = Desk::new();
    let mut invite = listed(&mut desk)
        .into_iter()
        .find(|one| one["email"] == "new.colleague@acme.example")
        .unwrap();
    invite["roleBindings"] = json!([]);
    let path = format!("/ng/api/invites/{}", invite["id"].as_str().unwrap());
    let sent = desk.data(ADMIN, "PUT", &path, &invite);
    assert_eq!(sent["roleBindings"], json!([]));
    assert_eq!(desk.mail().len(), 1);
    let id = invite["id"].as_str().unwrap();
    let read = format!("/ng/api/invites/invite?inviteId={id}");
    assert_eq!(desk.data(ADMIN, "GET", &read, &Json::Null), sent);
    invite["email"] = json!("other@acme.example");
    assert_eq!(
        desk.refused(ADMIN, "PUT", &path, &invite),
        refusal(500, "UNKNOWN_ERROR")
    );
    invite.as_object_mut().unwrap().remove("inviteType");
    assert_eq!(desk.refused(ADMIN, "PUT", &path, &invite).0, 400);
}

// Contract 2.3: nothing sent is a 200 with nothing in it.
#[test]
fn an_invitation_that_cannot_be_sent_again_says_null() {
    let mut desk = Desk::new();
    let of = |desk: &mut Desk, email: &str| {
        listed(desk)
            .into_iter()
            .find(|one| one["email"] == email)
            .unwrap()
    };
    let scim = of(&mut desk, "directory.sync@acme.example");
    let path = format!("/ng/api/invites/{}", scim["id"].as_str().unwrap());
    assert_eq!(desk.data(ADMIN, "PUT", &path, &scim), Json::Null);
    assert_eq!(
        desk.data(ADMIN, "PUT", "/ng/api/invites/none", &scim),
        Json::Null
    );
    let own = of(&mut desk, "self.starter@acme.example");
    let path = format!("/ng/api/invites/{}", own["id"].as_str().unwrap());
    assert_eq!(desk.refused(ADMIN, "PUT", &path, &own).0, 500);
    let gone = desk.data(ADMIN, "DELETE", &path, &Json::Null);
    assert_eq!(gone["email"], "self.starter@acme.example");
    assert_eq!(desk.data(ADMIN, "DELETE", &path, &Json::Null), Json::Null);
}

// Contract 2.3, 5.2: two ways to list, searches and filters as with people.
#[test]
fn invitations_are_searched_and_filtered() {
    let mut desk = Desk::new();
    let find = |desk: &mut Desk, query: &str, body: &Json| {
        let page = desk.data(VIEWER, "POST", &format!("{LIST}{query}"), body);
        page["totalItems"].as_u64().unwrap()
    };
    assert_eq!(find(&mut desk, "", &json!({})), 4);
    assert_eq!(
        find(&mut desk, "?searchTerm=contractor%5C%2B", &json!({})),
        1
    );
    assert_eq!(find(&mut desk, "?searchTerm=contractor%2B2", &json!({})), 0);
    assert_eq!(
        find(
            &mut desk,
            "",
            &json!({"roleIdentifiers": ["_account_viewer"]})
        ),
        4
    );
    assert_eq!(
        find(&mut desk, "", &json!({"roleIdentifiers": ["other"]})),
        0
    );
    let plain = desk.data(VIEWER, "GET", "/ng/api/invites", &Json::Null);
    assert_eq!(plain["totalItems"], 4);
}

// Contract 3.3: an invitation ends after thirty days, and sending it again renews it.
#[test]
fn an_invitation_ends() {
    let mut desk = Desk::new();
    add(&mut desk, ADD, &["fresh@acme.example"]);
    desk.world.advance_ms(29 * 86_400_000);
    add(&mut desk, ADD, &["fresh@acme.example"]);
    desk.world.advance_ms(29 * 86_400_000);
    assert_eq!(listed(&mut desk).len(), 1);
    desk.world.advance_ms(86_400_000);
    assert!(listed(&mut desk).is_empty());
}
