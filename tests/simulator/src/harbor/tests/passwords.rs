//! Password changes and resets, the CLI secret outside OIDC mode, and the freeze (contract 5.9, 5.10, 5.13, 5.14).

use serde_json::json;

use super::{Desk, OTHER_PASSWORD, PASSWORD, admin, assert_told, basic, of, request};
use crate::http::Response;

fn change(desk: &mut Desk, who: &str, id: i64, old: &str, new: &str) -> Response {
    let body = json!({"old_password": old, "new_password": new});
    desk.put(who, &format!("/users/{id}/password"), &body)
}

// Contract 5.9.

#[test]
fn ones_own_password_needs_the_old_one_for_administrators_too() {
    let mut desk = Desk::new();
    let (mira, boss) = (desk.create("mira"), desk.create_admin("boss"));
    for (who, id) in [(of("mira"), mira), (of("boss"), boss), (admin(), 1)] {
        for body in [
            json!({"new_password": OTHER_PASSWORD}),
            json!({}),
            json!({"old_password": "x", "new_password": "x"}),
        ] {
            let refused = desk.put(&who, &format!("/users/{id}/password"), &body);
            assert_told(&refused, 403, "FORBIDDEN", "Current password is incorrect");
        }
    }
}

#[test]
fn a_wrong_old_password_freezes_nobody() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let refused = change(&mut desk, &of("mira"), id, "wrong", OTHER_PASSWORD);
    assert!(refused.delay_ms < 1000);
    assert_eq!(desk.get(&of("mira"), "/users/current").status, 200);
}

#[test]
fn the_old_credentials_are_dead_from_the_next_request_on() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    assert_eq!(
        change(&mut desk, &of("mira"), id, PASSWORD, OTHER_PASSWORD).status,
        200
    );
    // Contract 5.14: the same again is nobody's request now.
    let again = change(&mut desk, &of("mira"), id, PASSWORD, OTHER_PASSWORD);
    assert_eq!((again.status, again.text().as_str()), (500, ""));
    assert_eq!(
        desk.get(&basic("mira", OTHER_PASSWORD), "/users/current")
            .status,
        200
    );
}

#[test]
fn the_present_password_is_refused_in_a_reset_too() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let path = format!("/users/{id}/password");
    let identical = "New password is identical to old password";
    let refused = desk.put(&admin(), &path, &json!({"new_password": PASSWORD}));
    assert_told(&refused, 400, "BAD_REQUEST", identical);
    let body = json!({"new_password": OTHER_PASSWORD, "old_password": "nonsense"});
    assert_eq!(desk.put(&admin(), &path, &body).status, 200);
    // Contract 5.14: a reset sent twice.
    assert_told(
        &desk.put(&admin(), &path, &body),
        400,
        "BAD_REQUEST",
        identical,
    );
    assert_eq!(
        desk.get(&basic("mira", OTHER_PASSWORD), "/users/current")
            .status,
        200
    );
}

// Contract 2.1, row 10.

#[test]
fn an_unknown_id_is_told_last() {
    let mut desk = Desk::new();
    let weak = desk.put(
        &admin(),
        "/users/99/password",
        &json!({"new_password": "x"}),
    );
    assert_eq!(weak.status, 400);
    let good = json!({"new_password": OTHER_PASSWORD});
    for id in [99, 2] {
        let refused = desk.put(&admin(), &format!("/users/{id}/password"), &good);
        assert_told(&refused, 404, "NOT_FOUND", &format!("user {id} not found"));
    }
}

#[test]
fn another_administrator_resets_the_built_in_account() {
    let mut desk = Desk::new();
    desk.create_admin("boss");
    let body = json!({"new_password": OTHER_PASSWORD});
    assert_eq!(
        desk.put(&of("boss"), "/users/1/password", &body).status,
        200
    );
    assert_eq!(desk.get(&admin(), "/users/current").status, 401);
}

// Contract 5.10 and 6.1.

#[test]
fn outside_oidc_mode_there_is_no_cli_secret() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    for who in [admin(), of("mira"), String::new()] {
        for body in [json!({}), json!({"secret": "weak"})] {
            let refused = desk.put(&who, &format!("/users/{id}/cli_secret"), &body);
            let message = "unable to update CLI secret under authmode: db_auth";
            assert_told(&refused, 412, "PRECONDITION", message);
        }
    }
}

// Contract 5.13.

#[test]
fn a_wrong_password_takes_a_second_and_a_half_and_freezes_the_typed_name() {
    let mut desk = Desk::new();
    desk.create("mira");
    let current =
        |who: &str| request("GET", "/api/v2.0/users/current").header("Authorization", who);
    let wrong = desk.begin(&current(&basic("mira", "wrong")));
    assert_eq!(wrong.status, 401);
    assert!(wrong.delay_ms >= 1500, "{}", wrong.delay_ms);
    // At the same time even the right one is refused, at once; but not by e-mail, and nobody else is.
    let right = desk.begin(&current(&of("mira")));
    assert_eq!((right.status, right.delay_ms), (401, 0));
    assert_eq!(desk.begin(&current(&of("p2@corp.example"))).status, 200);
    assert_eq!(desk.begin(&current(&admin())).status, 200);
    desk.world.advance_ms(wrong.delay_ms);
    assert_eq!(desk.begin(&current(&of("mira"))).status, 200);
}

#[test]
fn whoever_waits_for_the_answer_never_meets_the_freeze() {
    let mut desk = Desk::new();
    desk.create("mira");
    for _ in 0..3 {
        assert_eq!(
            desk.get(&basic("mira", "wrong"), "/users/current").status,
            401
        );
    }
    assert_eq!(desk.get(&of("mira"), "/users/current").status, 200);
    let unknown = desk.get(&basic("nobody", "wrong"), "/users/current");
    assert!(unknown.delay_ms >= 1500);
}
