use serde_json::json;

use super::{Desk, bearer};
use crate::clock::Clock;
use crate::world::{Admin, Plan, World, handle};

fn world(users: usize) -> World {
    let plan = Plan {
        seed: 7,
        users,
        admin: Admin::Known,
        platform: Some("sftpgo"),
    };
    World::planned(plan, Clock::default())
}

fn token(world: &mut World, name: &str, password: &str) -> String {
    let request = super::basic(Desk::request("GET", "/api/v2/token"), name, password);
    let answer = handle(world, &request);
    assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    answer.value()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn known_sign_ins_work_as_their_purpose_says() {
    let mut world = world(300);
    let accounts = world.accounts().to_vec();
    for account in accounts {
        if account.role == "user" || account.role.contains("second factor") {
            continue;
        }
        let token = token(&mut world, &account.name, &account.password);
        let list = handle(
            &mut world,
            &bearer(Desk::request("GET", "/api/v2/users"), &token),
        );
        let is_forced = account.role.contains("must") || account.role.contains("first");
        assert_eq!(
            list.status,
            if is_forced { 403 } else { 200 },
            "{}",
            account.name
        );
    }
    let request = super::basic(
        Desk::request("GET", "/api/v2/token"),
        "rania.haddad",
        "correct-horse-4",
    );
    assert_eq!(handle(&mut world, &request).status, 401);
    let code =
        super::super::totp::passcode_at("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", world.clock().now_s());
    assert_eq!(
        handle(&mut world, &request.header("X-SFTPGO-OTP", &code)).status,
        200
    );
}

#[test]
fn the_same_plan_gives_the_same_accounts() {
    let list = |world: &mut World| {
        let token = token(world, "root", "correct-horse-1");
        handle(
            world,
            &bearer(Desk::request("GET", "/api/v2/users?limit=500"), &token),
        )
        .text()
    };
    let (mut one, mut two) = (world(120), world(120));
    let found = list(&mut one);
    assert_eq!(found, list(&mut two));
    let users: serde_json::Value = serde_json::from_str(&found).unwrap();
    let users = users.as_array().unwrap();
    assert_eq!(users.len(), 120);
    assert!(users.iter().any(|user| user["username"] == "50%.discount"));
    assert!(users.iter().any(|user| user["role"] == "north"));
    assert!(
        users
            .iter()
            .any(|user| user["filters"]["totp_config"]["enabled"] == true)
    );
    assert!(users.iter().any(|user| user["filesystem"]["provider"] == 1));
    assert!(users.iter().any(|user| user["status"] == 0));
}

#[test]
fn a_hundred_thousand_accounts_can_be_paged_through_at_their_edges() {
    let mut world = world(100_000);
    let token = token(&mut world, "root", "correct-horse-1");
    let mut count = |query: &str| {
        let path = format!("/api/v2/users?{query}");
        let answer = handle(&mut world, &bearer(Desk::request("GET", &path), &token));
        answer.value().as_array().unwrap().len()
    };
    assert_eq!(count("limit=500"), 500);
    assert_eq!(count("limit=500&offset=99900"), 100);
    assert_eq!(count("limit=500&offset=100000"), 0);
}

#[test]
fn a_first_run_has_nobody_and_refuses_as_always() {
    let mut world = World::first_run(1);
    let request = super::basic(Desk::request("GET", "/api/v2/token"), "root", "x");
    let answer = handle(&mut world, &request);
    assert_eq!(
        answer.value(),
        json!({"error": "invalid credentials", "message": "Unauthorized"})
    );
    let front = handle(&mut world, &Desk::request("GET", "/"));
    assert_eq!(front.find("Location"), Some("/web/admin/setup"));
}
