use serde_json::{Value as Json, json};

use super::{Desk, OTHER_PASSWORD, PASSWORD, bearer, message};
use crate::world::{World, handle};

// Contract 5.1.
#[test]
fn a_list_is_complete_and_in_order_whatever_is_asked_for() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.create(&admin, "b", 2);
    desk.create(&admin, "a", 2);
    let answer = desk.get(&admin, "/api/users?limit=1&sort=Username&search=a");
    let ids: Vec<i64> = answer
        .value()
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["Id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(answer.value()[0].as_object().unwrap().len(), 3);
}

// Contract 5.1.
#[test]
fn empty_lists_are_lists() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for path in [
        "/api/teams",
        "/api/team_memberships",
        "/api/users/1/tokens",
        "/api/users/99/memberships",
        "/api/teams/9/memberships",
    ] {
        assert_eq!(desk.get(&admin, path).text(), "[]", "{path}");
    }
}

// Contract 5.1.
#[test]
fn a_hundred_thousand_accounts_come_in_one_answer() {
    let mut world = World::new(1, 100_000);
    let sign_in = Desk::request("POST", "/api/auth")
        .body(r#"{"username":"admin","password":"correct-horse-1"}"#);
    let token = handle(&mut world, &sign_in).value()["jwt"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = handle(
        &mut world,
        &bearer(Desk::request("GET", "/api/users"), &token),
    );
    assert_eq!(answer.value().as_array().unwrap().len(), 100_000);
}

// Contract 5.3.
#[test]
fn creation_loses_capitals_and_renaming_keeps_them() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "AnNa", 2);
    assert_eq!(desk.names(&admin), ["admin", "anna"]);
    desk.call(
        &admin,
        "PUT",
        &format!("/api/users/{id}"),
        &json!({"Username": "ANNA"}),
    );
    assert_eq!(desk.names(&admin), ["admin", "ANNA"]);
    assert_eq!(desk.try_sign_in("anna", PASSWORD).status, 200);
    assert_eq!(desk.try_sign_in(" anna", PASSWORD).status, 422);
}

// Contract 5.3.
#[test]
fn a_dotted_capital_i_makes_two_accounts_of_one_name_and_the_older_one_signs_in() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.create(&admin, "istanbul", 2);
    let body = json!({"Username": "İstanbul", "Password": OTHER_PASSWORD, "Role": 2});
    assert_eq!(desk.call(&admin, "POST", "/api/users", &body).status, 200);
    assert_eq!(desk.names(&admin), ["admin", "istanbul", "istanbul"]);
    assert_eq!(desk.try_sign_in("istanbul", PASSWORD).status, 200);
    assert_eq!(desk.try_sign_in("istanbul", OTHER_PASSWORD).status, 422);
}

// Contract 5.3.
#[test]
fn only_the_ordinary_space_is_refused_in_a_name() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for name in [
        "\u{a0}", "a\tb", "\0", "\n", "\u{202e}", "\u{200b}", ".", "me", "null", "%", "a/b", "🦊",
    ] {
        desk.create(&admin, name, 2);
    }
    let body = json!({"Username": "a b", "Password": PASSWORD, "Role": 2});
    assert_eq!(desk.call(&admin, "POST", "/api/users", &body).status, 400);
}

// Contract 5.5.
#[test]
fn a_deletion_takes_memberships_and_keys_along_and_frees_the_name_but_not_the_id() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let anna = desk.sign_in("anna", PASSWORD);
    let key = desk.make_key(&anna, id);
    desk.call(
        &admin,
        "POST",
        "/api/team_memberships",
        &json!({"UserID": id, "TeamID": 1, "Role": 1}),
    );
    let path = format!("/api/users/{id}");
    assert_eq!(desk.call(&admin, "DELETE", &path, &Json::Null).status, 204);
    assert_eq!(desk.call(&admin, "DELETE", &path, &Json::Null).status, 404);
    assert_eq!(desk.get(&admin, "/api/team_memberships").text(), "[]");
    let used = desk.send(&Desk::request("GET", "/api/users/me").header("X-API-KEY", &key));
    assert_eq!(used.status, 401);
    assert_eq!(desk.create(&admin, "anna", 2), id + 1);
}

// Contract 5.5.
#[test]
fn a_deletion_during_a_password_reset_is_undone() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 1);
    desk.call(
        &admin,
        "POST",
        "/api/team_memberships",
        &json!({"UserID": id, "TeamID": 1, "Role": 1}),
    );
    let path = format!("/api/users/{id}");
    let reset = bearer(Desk::request("PUT", &path), &admin)
        .body(json!({"NewPassword": OTHER_PASSWORD}).to_string());
    assert_eq!(desk.begin(&reset).status, 200);
    desk.world.advance_ms(50);
    assert_eq!(desk.call(&admin, "DELETE", &path, &Json::Null).status, 204);
    assert_eq!(desk.get(&admin, &path).status, 404);
    desk.world.advance_ms(50);
    assert_eq!(desk.get(&admin, &path).value()["Role"], 1);
    assert_eq!(desk.get(&admin, "/api/team_memberships").text(), "[]");
}

// Contract 5.6.
#[test]
fn the_last_administrator_can_be_demoted_and_then_anybody_can_make_a_new_one() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    assert_eq!(
        desk.call(&admin, "PUT", "/api/users/1", &json!({"Role": 2}))
            .status,
        200
    );
    assert_eq!(
        desk.open("GET", "/api/users/admin/check", &Json::Null)
            .status,
        404
    );
    let body = json!({"Username": "Stranger", "Password": PASSWORD});
    let answer = desk.open("POST", "/api/users/admin/init", &body);
    assert_eq!(answer.status, 200);
    assert!(
        answer.value()["Password"]
            .as_str()
            .unwrap()
            .starts_with("$2a$10$")
    );
    assert_eq!(answer.value()["Password"].as_str().unwrap().len(), 60);
}

// Contract 5.6.
#[test]
fn the_last_administrator_with_a_password_cannot_be_deleted() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let boss = desk.create(&admin, "boss", 1);
    desk.switch(&json!({"AuthenticationMethod": 3, "oauth_provider": true}));
    let body = json!({"Username": "carla", "Role": 1});
    let carla = desk.call(&admin, "POST", "/api/users", &body).value()["Id"]
        .as_i64()
        .unwrap();
    let validate = desk.open(
        "POST",
        "/api/auth/oauth/validate",
        &json!({"Code": "carla"}),
    );
    let carla_token = validate.value()["jwt"].as_str().unwrap().to_owned();
    desk.call(&admin, "PUT", "/api/users/1", &json!({"Role": 2}));
    let answer = desk.call(
        &carla_token,
        "DELETE",
        &format!("/api/users/{boss}"),
        &Json::Null,
    );
    assert_eq!(answer.status, 500);
    assert_eq!(message(&answer), "Cannot remove local administrator user");
    let demoted = desk.call(
        &carla_token,
        "PUT",
        &format!("/api/users/{boss}"),
        &json!({"Role": 2}),
    );
    assert_eq!(demoted.status, 200);
    let answer = desk.call(
        &carla_token,
        "DELETE",
        &format!("/api/users/{boss}"),
        &Json::Null,
    );
    assert_eq!(answer.status, 204);
    assert!(carla > boss);
}

// Contract 5.8.
#[test]
fn a_key_is_shown_once_and_its_digest_never_again() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let body = json!({"password": PASSWORD, "description": "k"});
    let made = desk
        .call(&admin, "POST", "/api/users/1/tokens", &body)
        .value();
    let raw = made["rawAPIKey"].as_str().unwrap();
    assert!(raw.starts_with("ptr_"));
    assert_eq!(raw.len(), 48);
    assert_eq!(made["apiKey"]["prefix"].as_str().unwrap(), &raw[..7]);
    assert!(made["apiKey"]["digest"].is_string());
    let list = desk.get(&admin, "/api/users/1/tokens");
    assert!(!list.text().contains("digest"));
    assert!(!list.text().contains(raw));
}

// Contract 3.4.
#[test]
fn a_key_notes_its_use_at_most_once_a_minute() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let key = desk.make_key(&admin, 1);
    let use_it = Desk::request("GET", "/api/users/me").header("X-API-KEY", &format!(" {key} "));
    let used = |desk: &mut Desk| {
        desk.get(&admin, "/api/users/1/tokens").value()[0]["lastUsed"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(used(&mut desk), 0);
    assert_eq!(desk.send(&use_it).status, 200);
    let first = used(&mut desk);
    desk.world.advance_ms(30_000);
    desk.send(&use_it);
    assert_eq!(used(&mut desk), first);
    desk.world.advance_ms(31_000);
    desk.send(&use_it);
    assert!(used(&mut desk) > first);
}

// Contract 3.3.
#[test]
fn a_description_is_one_to_127_letters_and_not_only_ascii_blanks() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let mut make = |description: &str| {
        desk.world.advance_ms(1000);
        let body = json!({"password": PASSWORD, "description": description});
        desk.call(&admin, "POST", "/api/users/1/tokens", &body)
            .status
    };
    assert_eq!(make(""), 400);
    assert_eq!(make(" \t\n"), 400);
    assert_eq!(make("\u{a0}"), 201);
    assert_eq!(make(&"😀".repeat(127)), 201);
    assert_eq!(make(&"😀".repeat(128)), 400);
}

// Contract 5.10.
#[test]
fn an_update_merges_and_a_membership_is_replaced() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let path = format!("/api/users/{id}");
    desk.call(&admin, "PUT", &path, &json!({"UseCache": true}));
    let both = desk
        .call(&admin, "PUT", &path, &json!({"Theme": {"color": "dark"}}))
        .value();
    assert_eq!(
        (&both["UseCache"], &both["ThemeSettings"]["color"]),
        (&json!(true), &json!("dark"))
    );
    let made = desk.call(
        &admin,
        "POST",
        "/api/team_memberships",
        &json!({"UserID": id, "TeamID": 1, "Role": 1}),
    );
    let membership = format!("/api/team_memberships/{}", made.value()["Id"]);
    assert_eq!(
        desk.call(&admin, "PUT", &membership, &json!({"Role": 2}))
            .status,
        400
    );
}

// Contract 5.10.
#[test]
fn a_rename_during_a_password_reset_is_lost() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let path = format!("/api/users/{id}");
    let reset = bearer(Desk::request("PUT", &path), &admin)
        .body(json!({"NewPassword": OTHER_PASSWORD}).to_string());
    let begun = desk.begin(&reset);
    assert_eq!(begun.delay_ms, 100);
    let renamed = desk.call(&admin, "PUT", &path, &json!({"Username": "bea"}));
    assert_eq!(renamed.value()["Username"], "bea");
    desk.world.advance_ms(100);
    assert_eq!(desk.get(&admin, &path).value()["Username"], "anna");
}

// Contract 5.10.
#[test]
fn role_and_password_in_one_update_are_both_applied() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let body = json!({"NewPassword": OTHER_PASSWORD, "Role": 1});
    desk.call(&admin, "PUT", &format!("/api/users/{id}"), &body);
    let token = desk.sign_in("anna", OTHER_PASSWORD);
    assert_eq!(desk.get(&token, "/api/users/me").value()["Role"], 1);
}

// Contract 5.11.
#[test]
fn repeats_are_answered_as_the_table_says() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let anna = desk.sign_in("anna", PASSWORD);
    let create = json!({"Username": "anna", "Password": PASSWORD, "Role": 2});
    assert_eq!(desk.call(&admin, "POST", "/api/users", &create).status, 409);
    desk.make_key(&anna, id);
    desk.make_key(&anna, id);
    let key = format!("/api/users/{id}/tokens/1");
    assert_eq!(desk.call(&admin, "DELETE", &key, &Json::Null).status, 204);
    assert_eq!(desk.call(&admin, "DELETE", &key, &Json::Null).status, 500);
    let join = json!({"UserID": id, "TeamID": 5, "Role": 2});
    assert_eq!(
        desk.call(&admin, "POST", "/api/team_memberships", &join)
            .status,
        200
    );
    assert_eq!(
        desk.call(&admin, "POST", "/api/team_memberships", &join)
            .status,
        409
    );
    assert_eq!(
        desk.call(&admin, "PUT", "/api/team_memberships/1", &join)
            .status,
        200
    );
    assert_eq!(
        desk.call(&admin, "DELETE", "/api/team_memberships/1", &Json::Null)
            .status,
        204
    );
    assert_eq!(
        desk.call(&admin, "DELETE", "/api/team_memberships/1", &Json::Null)
            .status,
        404
    );
    assert_eq!(
        desk.open(
            "POST",
            "/api/users/admin/init",
            &json!({"Username": "x", "Password": "y"})
        )
        .status,
        409
    );
}

// Contract 2.2, E9 and E10: nothing about account and team is checked, and an update can make a second membership.
#[test]
fn memberships_may_point_nowhere_and_stand_twice() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for team in [7, 8] {
        let body = json!({"UserID": 4711, "TeamID": team, "Role": 2});
        assert_eq!(
            desk.call(&admin, "POST", "/api/team_memberships", &body)
                .status,
            200
        );
    }
    let body = json!({"UserID": 4711, "TeamID": 7, "Role": 2});
    assert_eq!(
        desk.call(&admin, "PUT", "/api/team_memberships/2", &body)
            .status,
        200
    );
    let list = desk.get(&admin, "/api/users/4711/memberships").value();
    assert_eq!(list.as_array().unwrap().len(), 2);
}

// Contract 5.4 and 3.4: the other modes.
#[test]
fn accounts_of_the_other_modes_are_made_without_a_password() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for mode in [2, 3] {
        desk.switch(&json!({"AuthenticationMethod": mode}));
        let with = json!({"Username": format!("a{mode}"), "Password": PASSWORD, "Role": 2});
        let without = json!({"Username": format!("a{mode}"), "Role": 2});
        assert_eq!(desk.call(&admin, "POST", "/api/users", &with).status, 400);
        assert_eq!(
            desk.call(&admin, "POST", "/api/users", &without).status,
            200
        );
    }
}

// Contract 5.13: eight creates of one name at the same moment.
#[test]
fn creation_is_safe_and_takes_its_turn() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let create = |name: &str| {
        let body = json!({"Username": name, "Password": PASSWORD, "Role": 2});
        bearer(Desk::request("POST", "/api/users"), &admin).body(body.to_string())
    };
    let answers: Vec<u16> = (0..8).map(|_| desk.begin(&create("anna")).status).collect();
    assert_eq!(answers, [200, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(desk.begin(&create("bea")).delay_ms, 200);
    assert_eq!(desk.begin(&create("carla")).delay_ms, 300);
}
