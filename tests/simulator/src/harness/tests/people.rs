use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, SECOND, VIEWER, refusal};

fn member(id: &str) -> String {
    format!("/ng/api/user/{id}")
}

fn detail(id: &str, scope: &str) -> String {
    format!("/ng/api/user/aggregate/{id}{scope}")
}

// Contract 2.2 row 10: the only look at one person, and 404 for whoever is no member.
#[test]
fn a_person_outside_the_scope_is_not_found() {
    let mut desk = Desk::new();
    let id = desk.id(MEMBER);
    let shown = desk.data(ADMIN, "GET", &detail(&id, ""), &Json::Null);
    assert_eq!(shown["user"]["email"], MEMBER);
    let scope = "?orgIdentifier=payments&projectIdentifier=checkout";
    assert_eq!(
        desk.refused(ADMIN, "GET", &detail(&id, scope), &Json::Null),
        refusal(404, "ENTITY_NOT_FOUND")
    );
    assert_eq!(desk.get(ADMIN, &detail("a%2Fb", "")).status, 404);
}

// Contract 5.4: a project without its organization says nothing.
#[test]
fn a_project_needs_its_organization() {
    let mut desk = Desk::new();
    let path = detail(&desk.id(MEMBER), "?projectIdentifier=checkout");
    assert_eq!(desk.get(ADMIN, &path).status, 400);
}

// Contract 1.2: a scope that does not exist is a matter of permission.
#[test]
fn an_unknown_organization_is_403() {
    let mut desk = Desk::new();
    let path = "/ng/api/user/batch?orgIdentifier=nowhere";
    assert_eq!(
        desk.refused(ADMIN, "POST", path, &json!({})),
        refusal(403, "NG_ACCESS_DENIED")
    );
}

// Contract 5.10: the membership goes, here and below; repeating gives false.
#[test]
fn removing_takes_the_membership_here_and_below() {
    let mut desk = Desk::new();
    let scope = "?orgIdentifier=payments&projectIdentifier=ledger";
    let page = desk.data(
        ADMIN,
        "POST",
        &format!("/ng/api/user/batch{scope}"),
        &json!({}),
    );
    let id = page["content"][2]["uuid"].as_str().unwrap().to_owned();
    let path = format!("{}?orgIdentifier=payments", member(&id));
    assert_eq!(desk.data(ADMIN, "DELETE", &path, &Json::Null), true);
    assert_eq!(desk.data(ADMIN, "DELETE", &path, &Json::Null), false);
    assert_eq!(desk.get(ADMIN, &detail(&id, scope)).status, 404);
    // Still in the account, with the roles that are there.
    assert_eq!(desk.get(ADMIN, &detail(&id, "")).status, 200);
    let nobody = member("nobody");
    assert_eq!(desk.data(ADMIN, "DELETE", &nobody, &Json::Null), false);
}

fn is_last(desk: &mut Desk, id: &str, scope: &str) -> bool {
    let mark = if scope.is_empty() { "?" } else { "&" };
    let path = format!("/ng/api/user/last-admin{scope}{mark}userId={id}");
    desk.data(VIEWER, "GET", &path, &Json::Null)
        .as_bool()
        .unwrap()
}

// Contract 2.2 rows 11 and 13, 5.10: the last one of the account stays.
#[test]
fn the_last_administrator_of_an_account_cannot_be_removed() {
    let mut desk = Desk::new();
    let (first, second) = (desk.id(ADMIN), desk.id(SECOND));
    assert!(!is_last(&mut desk, &first, ""));
    assert_eq!(
        desk.data(ADMIN, "DELETE", &member(&second), &Json::Null),
        true
    );
    assert!(is_last(&mut desk, &first, ""));
    assert_eq!(
        desk.refused(ADMIN, "DELETE", &member(&first), &Json::Null),
        refusal(400, "REQUEST_PROCESSING_INTERRUPTED")
    );
}

// Contract 5.10: the last one of a project goes without a word.
#[test]
fn the_last_administrator_of_a_project_can_be_removed() {
    let mut desk = Desk::new();
    let scope = "?orgIdentifier=payments&projectIdentifier=ledger";
    let id = desk.world.harness.users[1].id.clone();
    assert!(is_last(&mut desk, &id, scope));
    let path = format!("{}{scope}", member(&id));
    assert_eq!(desk.data(ADMIN, "DELETE", &path, &Json::Null), true);
    // Nobody is left, and so everybody is the last one.
    let other = desk.id(SECOND);
    assert!(is_last(&mut desk, &other, scope));
}

// Contract 2.2 row 11: the parameter that the document calls optional.
#[test]
fn last_admin_without_a_person_is_500() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.refused(ADMIN, "GET", "/ng/api/user/last-admin", &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
}

// Contract 5.10: whoever a directory brings can be removed, and adding again is the way back.
#[test]
fn a_person_of_a_directory_can_be_removed_and_added_again() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].is_externally_managed = true;
    let id = desk.id(MEMBER);
    assert_eq!(desk.data(ADMIN, "DELETE", &member(&id), &Json::Null), true);
    assert_eq!(desk.get(ADMIN, &detail(&id, "")).status, 404);
    desk.switch("sso_members", &json!("added"));
    let body = json!({"emails": [MEMBER]});
    desk.data(ADMIN, "POST", "/ng/api/user/users", &body);
    let back = desk.data(ADMIN, "GET", &detail(&id, ""), &Json::Null);
    // The same person, without the roles of before.
    assert_eq!(back["user"]["uuid"], json!(id));
    assert_eq!(back["roleAssignmentMetadata"], json!([]));
}

// Contract 5.10: nobody stops people from removing themselves.
#[test]
fn people_can_remove_themselves() {
    let mut desk = Desk::new();
    let id = desk.id(SECOND);
    assert_eq!(desk.data(SECOND, "DELETE", &member(&id), &Json::Null), true);
    assert_eq!(
        desk.call(SECOND, "POST", "/ng/api/user/batch", &json!({}))
            .status,
        403
    );
}

// Contract 5.7, 5.14 row 14: a GET that writes, in the other envelope.
#[test]
fn the_reset_of_a_second_factor_is_a_get_that_writes() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].has_second_factor = true;
    desk.world.harness.users[place].totp_secret = Some("OLD".to_owned());
    let path = format!("/ng/api/user/reset-two-factor-auth/{}", desk.id(MEMBER));
    let answer = desk.get(ADMIN, &path);
    assert_eq!(answer.value()["resource"], true);
    assert_eq!(answer.value()["responseMessages"], json!([]));
    let once = desk.world.harness.users[place].totp_secret.clone();
    assert_ne!(once.as_deref(), Some("OLD"));
    desk.get(ADMIN, &path);
    assert_ne!(desk.world.harness.users[place].totp_secret, once);
    assert_eq!(desk.mail().len(), 2);
}

// Contract 2.2 row 14: false for whoever has none; a mail server is needed.
#[test]
fn the_reset_says_false_where_there_is_no_second_factor() {
    let mut desk = Desk::new();
    let path = format!("/ng/api/user/reset-two-factor-auth/{}", desk.id(MEMBER));
    assert_eq!(desk.get(ADMIN, &path).value()["resource"], false);
    assert!(desk.mail().is_empty());
    desk.switch("mail_server", &json!(false));
    assert_eq!(
        desk.refused(ADMIN, "GET", &path, &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
}

// Contract 2.2 row 15, 5.11: the answer is fresh, and only the default account unlocks.
#[test]
fn unlocking_needs_the_default_account() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].is_locked = true;
    let path = format!("/ng/api/user/unlock-user/{}", desk.id(MEMBER));
    let user = desk.data(ADMIN, "PUT", &path, &Json::Null);
    assert_eq!(user["locked"], false);
    desk.world.harness.users[place].default_account = "another".to_owned();
    assert_eq!(
        desk.refused(ADMIN, "PUT", &path, &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
    assert_eq!(
        desk.refused(ADMIN, "PUT", "/ng/api/user/unlock-user/nobody", &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
}

// Contract 2.5, 3.6: matched by content, not by place.
#[test]
fn an_access_check_answers_out_of_order() {
    let mut desk = Desk::new();
    let check = |permission: &str, org: Json| {
        json!({
            "resourceScope": {"accountIdentifier": desk.account, "orgIdentifier": org},
            "resourceType": "USER",
            "resourceIdentifier": null,
            "permission": permission,
        })
    };
    let body = json!({"principal": null, "permissions": [
        check("core_user_view", Json::Null),
        check("core_user_manage", Json::Null),
        check("core_user_view", json!("payments")),
    ]});
    let answer = desk.data(VIEWER, "POST", "/authz/api/acl", &body);
    let list = answer["accessControlList"].as_array().unwrap();
    let permitted: Vec<(String, bool)> = list
        .iter()
        .map(|one| {
            let name = one["permission"].as_str().unwrap().to_owned();
            (name, one["permitted"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(permitted[0], ("core_user_view".to_owned(), true));
    assert_eq!(permitted[1], ("core_user_manage".to_owned(), false));
    assert_eq!(answer["principal"]["identifier"], json!(desk.id(VIEWER)));
    let answer = desk.data(MEMBER, "POST", "/authz/api/acl", &body);
    for one in answer["accessControlList"].as_array().unwrap() {
        assert_eq!(one["permitted"], false);
    }
}

// Contract 3.6: who is named is asked about, as far as that is told.
#[test]
fn what_somebody_else_may_do_can_be_asked() {
    let mut desk = Desk::new();
    let body = json!({
        "principal": {"identifier": desk.id(ADMIN), "type": "USER", "scopeLevel": "account"},
        "permissions": [{
            "resourceScope": {"accountIdentifier": desk.account},
            "resourceType": "USER",
            "permission": "core_user_manage",
        }],
    });
    let path = "/authz/api/acl";
    let answer = desk.data(VIEWER, "POST", path, &body);
    assert_eq!(answer["principal"]["identifier"], json!(desk.id(ADMIN)));
    assert_eq!(answer["accessControlList"][0]["permitted"], true);
    assert_eq!(
        desk.refused(MEMBER, "POST", path, &body),
        refusal(403, "NG_ACCESS_DENIED")
    );
    desk.switch("others_access", &json!("nobody"));
    assert_eq!(
        desk.refused(VIEWER, "POST", path, &body),
        refusal(403, "NG_ACCESS_DENIED")
    );
    let answer = desk.data(ADMIN, "POST", path, &body);
    assert_eq!(answer["accessControlList"][0]["permitted"], true);
}

// Contract 1.5, 3.2: a role through a group permits and shows nowhere.
#[test]
fn a_role_through_a_group_permits() {
    let mut desk = Desk::new();
    let path = format!("/ng/api/user-groups/auditors/member/{}", desk.id(MEMBER));
    assert_eq!(
        desk.call(MEMBER, "POST", "/ng/api/user/batch", &json!({}))
            .status,
        403
    );
    assert_eq!(desk.data(ADMIN, "GET", &path, &Json::Null), false);
    let group = desk.data(ADMIN, "PUT", &path, &Json::Null);
    assert!(
        group["users"]
            .as_array()
            .unwrap()
            .contains(&json!(desk.id(MEMBER)))
    );
    assert_eq!(desk.data(ADMIN, "GET", &path, &Json::Null), true);
    assert_eq!(
        desk.call(MEMBER, "POST", "/ng/api/user/batch", &json!({}))
            .status,
        200
    );
    desk.data(ADMIN, "DELETE", &path, &Json::Null);
    assert_eq!(
        desk.call(MEMBER, "POST", "/ng/api/user/batch", &json!({}))
            .status,
        403
    );
}

// Contract 2.5: groups, own and inherited; an unknown one is a 400.
#[test]
fn groups_of_a_scope_are_listed_with_those_above_when_asked() {
    let mut desk = Desk::new();
    let count = |desk: &mut Desk, query: &str| {
        let path = format!("/ng/api/user-groups{query}");
        desk.data(ADMIN, "GET", &path, &Json::Null)["totalItems"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(count(&mut desk, ""), 5);
    assert_eq!(count(&mut desk, "?searchTerm=release"), 1);
    assert_eq!(count(&mut desk, "?orgIdentifier=payments"), 1);
    let inherited = "?orgIdentifier=payments&filterType=INCLUDE_INHERITED_GROUPS";
    assert_eq!(count(&mut desk, inherited), 6);
    let one = desk.data(ADMIN, "GET", "/ng/api/user-groups/auditors", &Json::Null);
    assert_eq!(one["ssoLinked"], false);
    assert_eq!(
        desk.refused(ADMIN, "GET", "/ng/api/user-groups/none", &Json::Null),
        refusal(400, "RESOURCE_NOT_FOUND_EXCEPTION")
    );
    let path = "/ng/api/user-groups/auditors/users?sortOrders=email,ASC";
    let people = desk.data(ADMIN, "POST", path, &json!({}));
    assert_eq!(people["totalItems"], one["users"].as_array().unwrap().len());
}

// Contract 2.5: members that come from elsewhere stay.
#[test]
fn a_linked_group_does_not_take_members() {
    let mut desk = Desk::new();
    for group in ["directory_staff", "_account_all_users"] {
        let path = format!("/ng/api/user-groups/{group}/member/{}", desk.id(MEMBER));
        assert_eq!(
            desk.refused(ADMIN, "PUT", &path, &Json::Null),
            refusal(400, "INVALID_REQUEST"),
            "{group}"
        );
        assert_eq!(desk.refused(VIEWER, "PUT", &path, &Json::Null).0, 403);
    }
}

// Contract 2.2, the newer call: it replaces all memberships but those of managed groups.
#[test]
fn adding_to_groups_replaces_the_groups() {
    let mut desk = Desk::new();
    let id = desk.id(MEMBER);
    let path = format!("/ng/api/user/add-user-to-groups/{id}");
    let of = |desk: &mut Desk| -> Vec<String> {
        let page = desk.data(ADMIN, "GET", "/ng/api/user-groups", &Json::Null);
        let groups = page["content"].as_array().unwrap().clone();
        groups
            .iter()
            .filter(|group| group["users"].as_array().unwrap().contains(&json!(id)))
            .map(|group| group["identifier"].as_str().unwrap().to_owned())
            .collect()
    };
    for wanted in ["developers", "auditors"] {
        let body = json!({"userGroupIdsToAdd": [wanted]});
        assert_eq!(desk.data(ADMIN, "PUT", &path, &body), true);
        assert_eq!(of(&mut desk), ["_account_all_users", wanted]);
    }
}

// Contract 3.6: roles of all levels, to be filtered by the reader.
#[test]
fn roles_of_every_level_are_listed_everywhere() {
    let mut desk = Desk::new();
    let page = desk.data(VIEWER, "GET", "/authz/api/roles", &Json::Null);
    assert_eq!(page["totalItems"], 10);
    let path = "/authz/api/roles?searchTerm=project_&sortOrders=identifier,ASC";
    let page = desk.data(VIEWER, "GET", path, &Json::Null);
    assert_eq!(page["content"][0]["role"]["identifier"], "_project_admin");
    assert_eq!(
        page["content"][0]["role"]["allowedScopeLevels"],
        json!(["project"])
    );
    assert_eq!(page["content"][0]["harnessManaged"], true);
    let one = desk.data(VIEWER, "GET", "/authz/api/roles/people_desk", &Json::Null);
    assert_eq!(one["harnessManaged"], false);
    assert_eq!(desk.get(VIEWER, "/authz/api/roles/none").status, 400);
}

// Contract 2.5: groups of resources fit the level of the scope.
#[test]
fn resource_groups_fit_their_scope() {
    let mut desk = Desk::new();
    let ids = |desk: &mut Desk, query: &str| -> Vec<String> {
        let path = format!("/resourcegroup/api/v2/resourcegroup{query}");
        let page = desk.data(VIEWER, "GET", &path, &Json::Null);
        let content = page["content"].as_array().unwrap().clone();
        content
            .iter()
            .map(|one| {
                one["resourceGroup"]["identifier"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(
        ids(&mut desk, ""),
        [
            "_all_account_level_resources",
            "_all_resources_including_child_scopes",
            "production_pipelines"
        ]
    );
    let below = "?orgIdentifier=payments&projectIdentifier=ledger";
    assert_eq!(ids(&mut desk, below), ["_all_project_level_resources"]);
}
