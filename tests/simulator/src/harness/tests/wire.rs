use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, SERVICE, VIEWER, refusal};
use crate::clock::Clock;
use crate::http::Request;
use crate::random::Random;
use crate::world::{Admin, Plan, World};

const ME: &str = "/ng/api/user/currentUser";

// Contract 1.2: the account comes first, then the key.
#[test]
fn a_key_needs_its_account_and_a_key_that_is_not_right_is_401() {
    let mut desk = Desk::new();
    let key = desk.key(ADMIN);
    let bare = |key: &str, target: &str| {
        Request::new("GET", &format!("/platforms/harness{target}")).header("x-api-key", key)
    };
    let answer = desk.send(&bare(&key, ME));
    assert_eq!(
        (answer.status, answer.value()["code"].as_str()),
        (400, Some("INVALID_REQUEST"))
    );
    let elsewhere = desk.world.harness.accounts[1].id.clone();
    for (key, account) in [
        ("pat.x.y.z", desk.account.clone()),
        (key.as_str(), elsewhere),
        (key.as_str(), desk.account.to_lowercase()),
    ] {
        let answer = desk.send(&bare(key, &format!("{ME}?accountIdentifier={account}")));
        assert_eq!(answer.status, 401, "{account}");
        assert_eq!(answer.value()["code"], "INVALID_TOKEN");
        assert_eq!(answer.find("WWW-Authenticate"), None);
    }
    let none = desk.request("GET", ME, &Json::Null);
    assert_eq!(desk.send(&none).status, 401);
}

// Contract 1.2: the places where the account is looked for.
#[test]
fn the_account_of_a_key_is_found_in_three_more_places() {
    let mut desk = Desk::new();
    let (key, account) = (desk.key(ADMIN), desk.account.clone());
    let path = format!("/platforms/harness/ng/api/accounts/{account}");
    let by_path = Request::new("GET", &path).header("x-api-key", &key);
    assert_eq!(desk.send(&by_path).status, 200);
    // Enough for the key, not for the handler, which wants its own parameter.
    let by_header = Request::new("GET", &format!("/platforms/harness{ME}"))
        .header("Harness-Account", &account)
        .header("x-api-key", &key);
    let answer = desk.send(&by_header);
    assert_eq!(answer.status, 400);
    assert_eq!(answer.value()["errors"][0]["fieldId"], "accountIdentifier");
}

// Contract 1.2: tokens of old do not say their account.
#[test]
fn a_key_of_three_parts_works_too() {
    let mut desk = Desk::new();
    let old = desk
        .world
        .harness
        .tokens
        .iter()
        .map(|token| token.plaintext.clone())
        .find(|text| text.split('.').count() == 3)
        .unwrap();
    let request = desk
        .request("GET", ME, &Json::Null)
        .header("x-api-key", &old);
    assert_eq!(desk.send(&request).value()["data"]["email"], MEMBER);
}

// Contract 1.1: the same paths behind a gateway, and base addresses with a path.
#[test]
fn a_gateway_may_stand_in_front() {
    let mut desk = Desk::new();
    assert_eq!(desk.get(ADMIN, &format!("/gateway{ME}")).status, 200);
}

// Contract 1.1: JSON and YAML are both produced, and who does not say which leaves it to the server.
#[test]
fn an_answer_has_the_form_that_is_asked_for() {
    let mut desk = Desk::new();
    let target = format!("/platforms/harness{ME}?accountIdentifier={}", desk.account);
    let key = desk.key(ADMIN);
    let form = |desk: &mut Desk, accept: &str| {
        let request = Request::new("GET", &target).header("x-api-key", &key);
        let request = if accept.is_empty() {
            request
        } else {
            request.header("Accept", accept)
        };
        let answer = desk.send(&request);
        assert_eq!(answer.status, 200);
        answer.find("Content-Type").unwrap_or_default().to_owned()
    };
    for (accept, asked, unasked) in [
        ("application/json", "application/json", "application/json"),
        ("application/yaml", "application/yaml", "application/yaml"),
        (
            "application/yaml, application/json",
            "application/json",
            "application/json",
        ),
        ("*/*", "application/json", "application/yaml"),
        ("", "application/json", "application/yaml"),
    ] {
        desk.switch("unasked_form", &json!("json"));
        assert_eq!(form(&mut desk, accept), asked, "{accept}");
        desk.switch("unasked_form", &json!("yaml"));
        assert_eq!(form(&mut desk, accept), unasked, "{accept}");
    }
    let request = Request::new("GET", &target);
    let answer = desk.send(&request);
    let text = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 401);
    assert!(
        text.starts_with("---\n") && text.contains("\ncode: \"INVALID_TOKEN\"\n"),
        "{text}"
    );
}

// Contract 2.2, 4: what is no route, and what is a route with another method.
#[test]
fn an_unknown_route_is_400_and_a_wrong_method_500() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.refused(ADMIN, "GET", "/ng/api/nothing", &Json::Null),
        refusal(400, "RESOURCE_NOT_FOUND_EXCEPTION")
    );
    let path = format!("/ng/api/user/{}", desk.id(MEMBER));
    assert_eq!(
        desk.refused(ADMIN, "GET", &path, &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
    desk.switch("wrong_method", &json!("405"));
    assert_eq!(desk.get(ADMIN, &path).status, 405);
    desk.switch("wrong_method", &json!("400"));
    assert_eq!(desk.get(ADMIN, &path).status, 400);
}

// Contract 4.1, 4.2, 4.3: three shapes of refusal.
#[test]
fn refusals_have_the_shape_of_their_kind() {
    let mut desk = Desk::new();
    desk.switch("mail_server", &json!(false));
    let path = format!("/ng/api/user/reset-two-factor-auth/{}", desk.id(MEMBER));
    let broken = desk.get(ADMIN, &path).value();
    assert_eq!(broken["status"], "ERROR");
    assert_eq!(broken["responseMessages"][0]["code"], broken["code"]);
    assert_eq!(broken["metadata"], Json::Null);
    let empty = desk
        .call(ADMIN, "POST", "/ng/api/user/users", &json!({"emails": []}))
        .value();
    assert_eq!(empty["status"], "FAILURE");
    assert_eq!(empty["errors"][0]["fieldId"], "emails");
    let denied = desk.get(VIEWER, &path).value();
    assert_eq!(denied["code"], "NG_ACCESS_DENIED");
    assert_eq!(denied["correlationId"], Json::Null);
    assert_eq!(
        denied["failedPermissionChecks"][0]["permission"],
        "core_user_manage"
    );
    desk.switch("reset_errors", &json!("rest"));
    let other = desk.get(ADMIN, &path).value();
    assert_eq!(other["responseMessages"][0]["code"], "INVALID_REQUEST");
    assert_eq!(other["resource"], Json::Null);
}

// Contract 2: a body of another kind.
#[test]
fn a_body_that_is_no_json_and_no_yaml_is_415() {
    let mut desk = Desk::new();
    let key = desk.key(ADMIN);
    let send = |desk: &mut Desk, kind: &str, body: &str| {
        let request = desk
            .request("POST", "/ng/api/user/aggregate", &Json::Null)
            .header("x-api-key", &key)
            .header("Content-Type", kind)
            .body(body);
        desk.send(&request)
    };
    let answer = send(&mut desk, "text/html", "{}");
    assert_eq!(
        (answer.status, answer.value()["code"].as_str()),
        (415, Some("MEDIA_NOT_SUPPORTED"))
    );
    assert_eq!(send(&mut desk, "application/yaml", "{}").status, 200);
    // Unknown members are nobody's business (contract 1.1).
    assert_eq!(send(&mut desk, "application/json", "{\"x\":1}").status, 200);
    assert_eq!(send(&mut desk, "application/json", "{").status, 400);
    assert_eq!(send(&mut desk, "application/json", "[]").status, 400);
}

// Contract 5.12: too many requests, and no word of when to come back.
#[test]
fn too_many_requests_with_a_key_are_429_without_a_hint() {
    let mut desk = Desk::new();
    for _ in 0..1000 {
        assert_eq!(desk.get(ADMIN, ME).status, 200);
    }
    let answer = desk.get(ADMIN, ME);
    assert_eq!(answer.status, 429);
    assert_eq!(answer.find("Retry-After"), None);
    assert_eq!(desk.get(VIEWER, ME).status, 200);
    desk.world.advance_ms(60_000);
    assert_eq!(desk.get(ADMIN, ME).status, 200);
    desk.switch("rate_limits", &json!("off"));
    for _ in 0..1100 {
        assert_eq!(desk.get(ADMIN, ME).status, 200);
    }
}

// Contract 5.12: ten invitations in a minute from an address.
#[test]
fn invitations_have_a_limit_of_their_own() {
    let mut desk = Desk::new();
    for number in 0..10 {
        let body = json!({"emails": [format!("n{number}@acme.example")]});
        desk.data(ADMIN, "POST", "/ng/api/user/users", &body);
    }
    let body = json!({"emails": ["more@acme.example"]});
    let answer = desk.call(ADMIN, "POST", "/ng/api/user/users", &body);
    assert_eq!(answer.status, 429);
}

// Contract 5.12: one huge body in ten seconds.
#[test]
fn huge_bodies_have_a_limit_of_their_own() {
    let mut desk = Desk::new();
    let body = json!({"x": "y".repeat(500_001)});
    assert_eq!(
        desk.call(ADMIN, "POST", "/ng/api/user/aggregate", &body)
            .status,
        200
    );
    assert_eq!(
        desk.call(ADMIN, "POST", "/ng/api/user/aggregate", &body)
            .status,
        429
    );
}

// Contract 1.2: what a service account is not.
#[test]
fn a_service_account_has_no_self() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.refused(SERVICE, "GET", ME, &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
}

// Contract 1.5: the account, with what is null left out.
#[test]
fn the_account_says_how_people_sign_in() {
    let mut desk = Desk::new();
    let path = format!("/ng/api/accounts/{}", desk.account);
    let account = desk.data(MEMBER, "GET", &path, &Json::Null);
    assert_eq!(account["authenticationMechanism"], "USER_PASSWORD");
    assert_eq!(
        account["serviceAccountConfig"],
        json!({"apiKeyLimit": 5, "tokenLimit": 5})
    );
    assert!(
        account
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_null())
    );
    desk.switch("account_read", &json!("permitted"));
    assert_eq!(desk.get(MEMBER, &path).status, 403);
    assert_eq!(desk.get(VIEWER, &path).status, 200);
}

// Contract 1.5, 3.6: the policies, in the other envelope.
#[test]
fn policies_are_told_in_the_other_envelope() {
    let mut desk = Desk::new();
    let strength = "/ng/api/authentication-settings/login-settings/password-strength";
    let answer = desk.get(MEMBER, strength).value();
    assert_eq!(answer["resource"]["enabled"], false);
    assert_eq!(answer["responseMessages"], json!([]));
    let all = desk.get(ADMIN, "/ng/api/authentication-settings").value();
    assert_eq!(
        all["resource"]["ngAuthSettings"][0]["settingsType"],
        "USER_PASSWORD"
    );
    assert_eq!(
        desk.get(VIEWER, "/ng/api/authentication-settings").status,
        403
    );
}

// DESIGN, section 6: worlds after a plan.
#[test]
fn a_world_is_the_same_for_the_same_plan() {
    let plan = |admin: Admin, users: usize| Plan {
        seed: 3,
        users,
        admin,
        platform: Some("harness"),
    };
    let world = |admin: Admin, users: usize| World::planned(plan(admin, users), Clock::default());
    let (one, two) = (world(Admin::Known, 200), world(Admin::Known, 200));
    assert_eq!(one.accounts(), two.accounts());
    assert_eq!(one.harness.users.len(), 200);
    let named = Admin::Named {
        name: "first".to_owned(),
        password: "secret".to_owned(),
    };
    let first = world(named, 0);
    assert_eq!(first.harness.users.len(), 1);
    assert_eq!(first.accounts()[0].name, "first@acme.example");
    assert!(first.accounts()[0].password.starts_with("pat."));
    assert_eq!(world(Admin::Known, 0).harness.users.len(), 1);
    assert!(world(Admin::Nobody, 0).accounts().is_empty());
}

// DESIGN, section 6: every switch shows what it takes and takes it.
#[test]
fn every_switch_takes_what_it_shows() {
    let mut desk = Desk::of(5);
    let list = desk.send(&Request::new("GET", "/__sim/switches")).value();
    let mut count = 0;
    for switch in list.as_array().unwrap() {
        let name = switch["name"].as_str().unwrap();
        desk.switch(name, &switch["value"]);
        count += 1;
    }
    assert_eq!(count, super::super::switches::TABLE.len());
}

// A restart forgets what is only in memory.
#[test]
fn a_restart_forgets_counters() {
    let mut desk = Desk::new();
    for _ in 0..1001 {
        desk.get(ADMIN, ME);
    }
    assert_eq!(desk.get(ADMIN, ME).status, 429);
    desk.world.restart("harness");
    assert_eq!(desk.get(ADMIN, ME).status, 200);
}

// Whatever comes, an answer goes out.
#[test]
fn no_request_is_too_odd_for_an_answer() {
    let mut desk = Desk::of(20);
    desk.switch("rate_limits", &json!("off"));
    let mut random = Random::new(11);
    let key = desk.key(ADMIN);
    let values = [
        "",
        "0",
        "-1",
        "99999999999999999999",
        "9223372036854775807",
        "2147483647",
        "(",
        "a,b,c",
        "USER",
        "%00",
        "%FF",
        "%F0%9F%A6%8A",
    ];
    // An empty segment makes another path; the first value is empty.
    let segments = &values[1..];
    let bodies = [
        json!(null),
        json!({}),
        json!([]),
        json!("x"),
        json!({"emails": ["a@b.c"], "roleBindings": [1, {"roleIdentifier": {}}], "userGroups": [2]}),
        json!({"identifier": "x", "name": "x", "apiKeyType": "USER", "parentIdentifier": "x",
            "accountIdentifier": desk.account, "validFrom": i64::MAX, "validTo": i64::MAX}),
        json!({"permissions": [{}, 1, {"permission": 3}], "principal": 7}),
        json!({"authorization": "Basic !!!", "mechanism": 1, "defaultTimeToExpireToken": i64::MIN}),
    ];
    let names = [
        "pageIndex",
        "pageSize",
        "sortOrders",
        "searchTerm",
        "orgIdentifier",
        "projectIdentifier",
        "userId",
        "apiKeyType",
        "parentIdentifier",
        "apiKeyIdentifier",
        "rotateTimestamp",
        "identifiers",
        "filterType",
    ];
    for (method, pattern, ..) in super::super::routes::ROUTES {
        for _ in 0..15 {
            let path: Vec<&str> = pattern
                .split('/')
                .map(|part| {
                    if part.starts_with('{') {
                        random.pick(segments).unwrap()
                    } else {
                        part
                    }
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
            let request = desk
                .request(method, &target, body)
                .header("x-api-key", &key);
            let answer = desk.send(&request);
            assert!((200..=500).contains(&answer.status), "{method} {target}");
        }
    }
}
