use serde_json::json;

use crate::{Request, World, handle};

fn post(world: &mut World, call: &str, body: &serde_json::Value) -> crate::Response {
    let request = Request::new("POST", &format!("/__sim/{call}")).body(body.to_string());
    handle(world, &request)
}

fn get(world: &mut World, target: &str) -> crate::Response {
    handle(world, &Request::new("GET", target))
}

#[test]
fn a_reset_gives_the_world_that_was_asked_for() {
    let mut world = World::new(1, 5);
    let answer = post(&mut world, "reset", &json!({"seed": 7, "users": 30}));
    assert_eq!(answer.value(), json!({"seed": 7, "users": 30}));
    post(
        &mut world,
        "reset",
        &json!({"users": 0, "admin": {"name": "admin", "password": "correct horse 9"}}),
    );
    let first = |platform: &str| {
        let mut known = world.accounts().iter();
        known.find(|one| one.platform == platform).unwrap().clone()
    };
    assert_eq!(first("portainer").password, "correct horse 9");
    post(&mut world, "reset", &json!({"users": 0, "admin": null}));
    let check = get(&mut world, "/platforms/portainer/api/users/admin/check");
    assert_eq!(check.status, 404);
}

#[test]
fn the_same_seed_gives_the_same_world() {
    let list = |seed| {
        let mut world = World::new(seed, 60);
        let token = sign_in(&mut world);
        let request = Request::new("GET", "/platforms/portainer/api/users")
            .header("Authorization", &format!("Bearer {token}"));
        handle(&mut world, &request).text()
    };
    assert_eq!(list(3), list(3));
    assert_ne!(list(3), list(4));
}

fn sign_in(world: &mut World) -> String {
    let request = Request::new("POST", "/platforms/portainer/api/auth")
        .body(r#"{"Username":"admin","Password":"correct-horse-1"}"#);
    handle(world, &request).value()["jwt"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn the_log_shows_requests_and_hides_credentials() {
    let mut world = World::new(1, 5);
    let request = Request::new("GET", "/platforms/portainer/api/users?x=1")
        .header("Authorization", "Bearer secret");
    handle(&mut world, &request);
    let log = get(&mut world, "/__sim/log").value();
    assert_eq!(log[0]["path"], "/api/users");
    assert_eq!(log[0]["query"], "x=1");
    assert_eq!(log[0]["status"], 401);
    assert_eq!(log[0]["headers"], json!([["Authorization", "***"]]));
}

#[test]
fn an_unknown_switch_is_refused_by_name() {
    let mut world = World::new(1, 5);
    let answer = post(&mut world, "reset", &json!({"switches": {"nonsense": 1}}));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("nonsense"));
}

#[test]
fn every_switch_is_listed_with_its_value() {
    let mut world = World::new(1, 5);
    post(
        &mut world,
        "switches",
        &json!({"AuthenticationMethod": 3, "logout_profile": "fixed"}),
    );
    let list = get(&mut world, "/__sim/switches").value();
    let value = |name: &str| {
        list.as_array()
            .unwrap()
            .iter()
            .find(|switch| switch["name"] == name)
            .unwrap()["value"]
            .clone()
    };
    assert_eq!(value("AuthenticationMethod"), json!(3));
    assert_eq!(value("logout_profile"), json!("fixed"));
    assert_eq!(value("csrf_profile"), json!("2.23"));
}

#[test]
fn a_fault_hits_the_ordered_number_of_calls() {
    let mut world = World::new(1, 5);
    let order = json!([{
        "platform": "portainer", "operation": "user_list", "fault": "status", "status": 503, "times": 2,
        "headers": {"Retry-After": "3"}, "body": {"a": 1}
    }]);
    assert_eq!(post(&mut world, "faults", &order).status, 200);
    for _ in 0..2 {
        let answer = get(&mut world, "/platforms/portainer/api/users");
        assert_eq!(answer.status, 503);
        assert_eq!(answer.find("retry-after"), Some("3"));
        assert_eq!(answer.value(), json!({"a": 1}));
    }
    assert_eq!(
        get(&mut world, "/platforms/portainer/api/users").status,
        401
    );
}

#[test]
fn the_clock_moves_when_it_is_told_to() {
    let mut world = World::new(1, 5);
    let before = world.clock().now_ms();
    post(&mut world, "clock", &json!({"advance_s": 60}));
    assert_eq!(world.clock().now_ms(), before + 60_000);
    assert_eq!(
        post(&mut world, "clock", &json!({"advance_s": -1})).status,
        400
    );
}

#[test]
fn a_platform_that_does_not_exist_is_named() {
    let mut world = World::new(1, 0);
    let answer = post(&mut world, "reset", &json!({"platform": "gitlab"}));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("gitlab"));
}

#[test]
fn a_world_may_have_one_platform() {
    let mut world = World::new(1, 5);
    let connections = |world: &mut World| -> Vec<String> {
        let configuration = get(world, "/config.json").value();
        let all = configuration["connections"].as_array().unwrap();
        let platform = |one: &serde_json::Value| one["platform"].as_str().unwrap().to_owned();
        all.iter().map(platform).collect()
    };
    assert_eq!(connections(&mut world), crate::PLATFORMS);
    post(
        &mut world,
        "reset",
        &json!({"platform": "portainer", "users": 3}),
    );
    assert_eq!(connections(&mut world), ["portainer"]);
    assert!(
        world
            .accounts()
            .iter()
            .all(|account| account.platform == "portainer")
    );
    let gone = get(&mut world, "/platforms/harbor/api/v2.0/systeminfo");
    assert_eq!(gone.text(), r#"{"error":"no such platform"}"#);
}

#[test]
fn an_order_of_the_wrong_form_is_refused_and_changes_nothing() {
    let mut world = World::new(1, 5);
    let before = world.clock().now_ms();
    for (call, body) in [
        ("reset", json!([])),
        ("reset", json!({"seed": "x"})),
        ("reset", json!({"users": 1_000_000_000_u64})),
        ("reset", json!({"platform": 5})),
        ("reset", json!({"users": 9, "switches": []})),
        ("reset", json!({"users": 9, "switches": {"nothing": 1}})),
        ("clock", json!({"advance_s": "60"})),
        ("clock", json!({"advance_s": 1e18})),
        ("clock", json!({"advance_ms": -1})),
        ("restart", json!({"platform": 5})),
        ("faults", json!("x")),
        ("faults", json!([{"platform": "gitea"}])),
    ] {
        let answer = post(&mut world, call, &body);
        assert_eq!(answer.status, 400, "{call} {body}");
        assert!(!answer.value()["error"].as_str().unwrap().is_empty());
    }
    assert_eq!(world.plan.users, 5);
    assert_eq!(world.clock().now_ms(), before);
    assert_eq!(get(&mut world, "/__sim/faults").value(), json!([]));
}
