use serde_json::{Value as Json, json};

use super::{ADMIN, AUDITOR, Desk, MEMBER, USERS, reason, refused};
use crate::clock::Clock;
use crate::http::Request;
use crate::random::Random;
use crate::world::{Admin, Plan, World};

// Contract 1.2: a bad token, an ended one and none at all.
#[test]
fn without_a_good_token_everything_is_401() {
    let mut desk = Desk::new();
    let none = Desk::request("GET", USERS, &Json::Null);
    assert_eq!(reason(&desk.send(&none)), refused(401, "Unauthorized"));
    assert_eq!(
        desk.with("ey.made.up", "GET", USERS, &Json::Null).status,
        401
    );
    desk.world.advance_ms(91 * 86_400_000);
    assert_eq!(desk.get(ADMIN, USERS).status, 401);
}

// Contract 4.1: an error as Kubernetes writes it.
#[test]
fn an_error_is_a_status_object() {
    let mut desk = Desk::new();
    let answer = desk.get(MEMBER, &format!("{USERS}/nobody")).value();
    assert_eq!(answer["kind"], "Status");
    assert_eq!(answer["status"], "Failure");
    assert_eq!(answer["code"], 404);
    assert_eq!(answer["reason"], "NotFound");
    assert_eq!(
        answer["details"],
        json!({"name": "nobody", "group": "auth.alauda.io", "kind": "users"})
    );
}

// Contract 4.2 to 4.5: or in one of four other shapes, but never on the Kubernetes routes.
#[test]
fn an_error_has_four_other_shapes() {
    let mut desk = Desk::new();
    for (shape, kind) in [
        ("object", Some("application/json")),
        ("text", Some("text/plain; charset=utf-8")),
        ("html", Some("text/html")),
        ("empty", None),
    ] {
        desk.switch("error_body", &json!(shape));
        let answer = desk.get(MEMBER, &format!("{USERS}/nobody"));
        assert_eq!(answer.status, 404);
        assert_eq!(answer.find("Content-Type"), kind);
        assert_eq!(answer.body.is_empty(), shape == "empty");
        let path = format!("{}/users/nobody", super::OBJECTS);
        assert_eq!(desk.get(MEMBER, &path).value()["kind"], "Status");
    }
}

// Contract 5.1, 21: a missing permission may look like something else.
#[test]
fn a_missing_permission_has_three_faces() {
    let mut desk = Desk::new();
    for (choice, status) in [("403", 403), ("401", 401), ("404", 404)] {
        desk.switch("denied", &json!(choice));
        assert_eq!(desk.get(MEMBER, USERS).status, status);
        assert_eq!(desk.get(AUDITOR, USERS).status, 200);
    }
}

// Contract 1.5: the key, its stamp a text.
#[test]
fn the_password_key_comes_with_a_stamp() {
    let mut desk = Desk::new();
    let key = desk.get(MEMBER, "/auth/v1/pubkey").value();
    let now = desk.world.clock().now_s().to_string();
    assert_eq!(key["ts"], json!(now));
    assert!(
        key["pubkey"]
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN PUBLIC KEY-----")
    );
    assert!(
        key["pubkey_encode"]
            .as_str()
            .unwrap()
            .starts_with("LS0tLS1CRUdJTi")
    );
}

// Contract 1.1: what is not there.
#[test]
fn unknown_paths_and_methods_are_told_apart() {
    let mut desk = Desk::new();
    assert_eq!(desk.get(ADMIN, "/auth/v1/me").status, 404);
    assert_eq!(desk.call(ADMIN, "PUT", USERS, &json!({})).status, 405);
    assert_eq!(desk.call(ADMIN, "POST", USERS, &json!([])).status, 400);
}

// Contract 5.3: a name is one segment of a path, whatever it holds.
#[test]
fn a_name_is_one_segment() {
    let mut desk = Desk::new();
    let mut body = desk.new_user("odd one");
    body["metadata"]["name"] = json!("a/b%2f ü");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 201);
    let path = format!("{USERS}/a%2Fb%252f%20%C3%BC");
    assert_eq!(desk.get(MEMBER, &path).value()["spec"]["email"], "odd one");
    assert_eq!(desk.call(ADMIN, "DELETE", &path, &Json::Null).status, 204);
}

// DESIGN, section 6: worlds after a plan.
#[test]
fn a_world_is_the_same_for_the_same_plan() {
    let world = |admin: Admin, users: usize| {
        let plan = Plan {
            seed: 3,
            users,
            admin,
            platform: Some("alauda"),
        };
        World::planned(plan, Clock::default())
    };
    let (one, two) = (world(Admin::Known, 200), world(Admin::Known, 200));
    assert_eq!(one.accounts(), two.accounts());
    assert_eq!(one.alauda.users.len(), 200);
    let named = Admin::Named {
        name: "first".to_owned(),
        password: "secret-1".to_owned(),
    };
    let first = world(named, 0);
    assert_eq!(first.alauda.users.len(), 1);
    assert_eq!(first.accounts()[0].name, "first");
    assert!(first.alauda.users[0].is_admin);
    assert_eq!(world(Admin::Known, 0).alauda.users.len(), 1);
    assert!(world(Admin::Nobody, 0).accounts().is_empty());
}

// DESIGN, section 6: every switch shows what it takes and takes it.
#[test]
fn every_switch_takes_what_it_shows() {
    let mut desk = Desk::of(5);
    let list = desk.send(&Request::new("GET", "/__sim/switches")).value();
    let mut count = 0;
    for switch in list.as_array().unwrap() {
        desk.switch(switch["name"].as_str().unwrap(), &switch["value"]);
        count += 1;
    }
    assert_eq!(count, crate::alauda::switches::TABLE.len());
}

// Whatever comes, an answer goes out.
#[test]
fn no_request_is_too_odd_for_an_answer() {
    let mut desk = Desk::of(20);
    let mut random = Random::new(11);
    let values = [
        "",
        "0",
        "-1",
        "99999999999999999999",
        "9223372036854775807",
        "a,b",
        "d,",
        ",",
        "username,",
        "from-18446744073709551615",
        "%00",
        "%FF",
        "%F0%9F%A6%8A",
        "cpaas-system",
    ];
    // An empty segment makes another path; the first value is empty.
    let segments = &values[1..];
    let bodies = [
        json!(null),
        json!({}),
        json!([]),
        json!("x"),
        json!({"spec": {"email": 1, "username": {}, "password": [], "expired": "x"}}),
        json!({"spec": 7, "metadata": "x", "description": "d", "expiration": u64::MAX}),
        json!({"spec": {"subjects": [1, {"name": 2}], "roleRef": "x", "scope": "platform"}}),
        json!({"account": "admin", "password": "AAAA", "items": [1, {}]}),
    ];
    let names = [
        "filterBy",
        "sortBy",
        "limit",
        "page",
        "continue",
        "labelSelector",
        "code",
        "state",
        "req",
        "client_id",
        "redirect_uri",
    ];
    for (method, pattern, ..) in crate::alauda::routes::ROUTES {
        for _ in 0..30 {
            let path: Vec<&str> = pattern
                .split('/')
                .map(|part| match part {
                    "@" => super::OBJECTS,
                    part if part.starts_with('{') => random.pick(segments).unwrap(),
                    part => part,
                })
                .collect();
            let query: Vec<String> = (0..random.below(5))
                .map(|_| {
                    format!(
                        "{}={}",
                        random.pick(&names).unwrap(),
                        random.pick(&values).unwrap()
                    )
                })
                .collect();
            let body = &bodies[usize::try_from(random.below(8)).unwrap()];
            let target = format!("{}?{}", path.join("/"), query.join("&"));
            let answer = if random.below(2) == 0 {
                desk.call(ADMIN, method, &target, body)
            } else {
                desk.merge(ADMIN, &target, body)
            };
            assert!(
                (200..500).contains(&answer.status),
                "{method} {target}: {}",
                answer.status
            );
        }
    }
}
