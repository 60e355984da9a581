use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};

use super::{ADMIN, AUDITOR, Desk, MEMBER, OBJECTS, USERS, reason, refused};

const MAKE: &str = "/auth/v1/accesstoken";

fn records() -> String {
    format!("{OBJECTS}/namespaces/cpaas-system/accesstokeninfoes")
}

fn claims(token: &str) -> Json {
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

fn make(desk: &mut Desk, body: &Json) -> Json {
    let answer = desk.call(MEMBER, "POST", MAKE, body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.value()
}

// Contract 1.4: a token says whose it is.
#[test]
fn a_token_says_whose_it_is() {
    let desk = Desk::new();
    let claims = claims(&desk.token(MEMBER));
    assert_eq!(claims["email"], MEMBER);
    assert_eq!(claims["name"], "Theo Brandt");
    assert!(claims["exp"].as_u64().unwrap() > desk.world.clock().now_s());
}

// Contract 1.4: or it does not, and works all the same.
#[test]
fn a_token_may_not_say_whose_it_is() {
    let mut desk = Desk::new();
    desk.switch("claims", &json!("bare"));
    let made = make(&mut desk, &json!({"description": "d"}));
    let text = made["token"].as_str().unwrap().to_owned();
    assert_eq!(claims(&text).get("email"), None);
    let path = desk.path(MEMBER);
    assert_eq!(desk.with(&text, "GET", &path, &Json::Null).status, 200);
}

// Contract 3.5, 5.8: made for oneself, told once, ended by time.
#[test]
fn a_token_is_told_once_and_ends() {
    let mut desk = Desk::new();
    let now = desk.world.clock().now_s();
    let made = make(
        &mut desk,
        &json!({"description": "d", "expiration": now + 60}),
    );
    assert_eq!(made["expiration"], now + 60);
    assert_eq!(made["timestamp"], now);
    let text = made["token"].as_str().unwrap().to_owned();
    let path = desk.path(MEMBER);
    assert_eq!(desk.with(&text, "GET", &path, &Json::Null).status, 200);
    // The record has the token's id for a name and nothing of its text.
    let id = made["id"].as_str().unwrap();
    let record = desk.get(AUDITOR, &format!("{}/{id}", records()));
    assert_eq!(record.value()["spec"]["description"], "d");
    assert!(!record.text().contains(&text));
    desk.world.advance_ms(60_000);
    assert_eq!(desk.with(&text, "GET", &path, &Json::Null).status, 401);
}

// Contract 3.5, 5.10: seconds, not milliseconds; a description of 1 to 64.
#[test]
fn milliseconds_are_taken_for_a_far_future() {
    let mut desk = Desk::new();
    let ms = desk.world.clock().now_ms() + 60_000;
    let made = make(&mut desk, &json!({"description": "d", "expiration": ms}));
    assert_eq!(made["expiration"], ms);
    for wrong in [
        json!({"description": "", "expiration": ms}),
        json!({"description": "x".repeat(65), "expiration": ms}),
        json!({"description": "d", "expiration": 1}),
        json!({"description": "d", "expiration": "soon"}),
    ] {
        assert_eq!(
            desk.call(MEMBER, "POST", MAKE, &wrong).status,
            400,
            "{wrong}"
        );
    }
}

// Contract 3.5: without an end, two readings.
#[test]
fn a_token_without_an_end_has_two_readings() {
    let mut desk = Desk::new();
    let made = make(&mut desk, &json!({"description": "d"}));
    assert_eq!(made["expiration"], 0);
    assert_eq!(claims(made["token"].as_str().unwrap()).get("exp"), None);
    let record = format!("{}/{}", records(), made["id"].as_str().unwrap());
    assert_eq!(
        desk.get(MEMBER, &record).value()["spec"].get("expiration"),
        None
    );
    desk.switch("token_default", &json!("configured"));
    let made = make(&mut desk, &json!({"description": "d", "expiration": 0}));
    assert!(made["expiration"].as_u64().unwrap() > desk.world.clock().now_s());
}

// Contract 5.8: everybody sees and ends everybody's records, and none says whose it is.
#[test]
fn records_have_no_owner_and_everybody_may_end_them() {
    let mut desk = Desk::new();
    let list = desk.get(MEMBER, &records()).value();
    let all = list["items"].as_array().unwrap().clone();
    assert!(all.len() > 6);
    assert!(!list.to_string().contains(ADMIN));
    assert!(!list.to_string().contains(&desk.name(ADMIN)));
    let token = desk.token(ADMIN);
    let of_admin = desk
        .world
        .alauda
        .tokens
        .iter()
        .find(|known| known.text == token)
        .map(|known| known.record.clone())
        .unwrap();
    let path = format!("{}/{of_admin}", records());
    let answer = desk.call(MEMBER, "DELETE", &path, &Json::Null);
    assert_eq!(
        (answer.status, &answer.value()["kind"]),
        (200, &json!("Status"))
    );
    assert_eq!(desk.with(&token, "GET", USERS, &Json::Null).status, 401);
    let again = desk.call(MEMBER, "DELETE", &path, &Json::Null);
    assert_eq!(reason(&again), refused(404, "NotFound"));
}

// Contract 5.8: the id may be another one, a token may live on, and the list may be closed.
#[test]
fn records_have_more_readings() {
    let mut desk = Desk::new();
    desk.switch("record_names", &json!("other"));
    desk.switch("revoked_ms", &json!(5000));
    desk.switch("revoke_success", &json!("202"));
    let made = make(&mut desk, &json!({"description": "the other one"}));
    let path = format!("{}/{}", records(), made["id"].as_str().unwrap());
    assert_eq!(desk.get(MEMBER, &path).status, 404);
    let list = desk.get(MEMBER, &records()).value();
    let name = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|record| record["spec"]["description"] == "the other one")
        .unwrap()["metadata"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("{}/{name}", records());
    assert_eq!(desk.call(MEMBER, "DELETE", &path, &Json::Null).status, 202);
    let (text, own) = (
        made["token"].as_str().unwrap().to_owned(),
        desk.path(MEMBER),
    );
    assert_eq!(desk.with(&text, "GET", &own, &Json::Null).status, 200);
    desk.world.advance_ms(5000);
    assert_eq!(desk.with(&text, "GET", &own, &Json::Null).status, 401);
    for (choice, status) in [("denied", 403), ("missing", 404)] {
        desk.switch("records", &json!(choice));
        assert_eq!(desk.get(MEMBER, &records()).status, status);
    }
    desk.switch("records", &json!("open"));
    desk.switch("namespace", &json!("alauda-system"));
    assert_eq!(desk.get(MEMBER, &records()).value()["items"], json!([]));
}

// Contract 3.5: older servers have one of each, under other names.
#[test]
fn bindings_of_older_servers_are_singular() {
    let mut desk = Desk::new();
    let path = "/auth/v2/userbindings";
    let newer = desk.get(ADMIN, path).value();
    desk.switch("old_bindings", &json!(true));
    let older = desk.get(ADMIN, path).value();
    let (newer, older) = (&newer["items"], &older["items"]);
    assert!(!newer.as_array().unwrap().is_empty());
    for (newer, older) in newer
        .as_array()
        .unwrap()
        .iter()
        .zip(older.as_array().unwrap())
    {
        let (newer, older) = (&newer["spec"], &older["spec"]);
        assert_eq!(older["subject"], newer["subjects"][0]);
        assert_eq!(older["role"], newer["roleRef"]);
        assert!(older["constraint"].is_object());
        assert!(older.get("subjects").is_none() && older.get("roleRef").is_none());
    }
}

// Contract 2.2, 3.5: bindings are read, made and deleted; deletion answers 200.
#[test]
fn roles_are_given_and_taken_by_bindings() {
    let mut desk = Desk::new();
    let path = "/auth/v2/userbindings";
    let body = json!({
        "apiVersion": "auth.alauda.io/v1",
        "kind": "UserBinding",
        "metadata": {"name": "extra"},
        "spec": {
            "subjects": [{"kind": "User", "name": desk.name(MEMBER)}],
            "roleRef": "platform-auditor-system",
            "scope": "platform",
        },
    });
    assert_eq!(desk.get(MEMBER, USERS).status, 403);
    assert_eq!(desk.call(ADMIN, "POST", path, &body).status, 201);
    assert_eq!(desk.get(MEMBER, USERS).status, 200);
    let seen = desk.get(MEMBER, path).value();
    assert_eq!(
        seen["items"].as_array().unwrap().len(),
        desk.world.alauda.bindings.len()
    );
    let answer = desk.call(ADMIN, "DELETE", &format!("{path}/extra"), &Json::Null);
    assert_eq!(
        (answer.status, &answer.value()["kind"]),
        (200, &json!("UserBinding"))
    );
    assert_eq!(desk.get(MEMBER, USERS).status, 403);
    assert_eq!(
        desk.call(ADMIN, "DELETE", &format!("{path}/extra"), &Json::Null)
            .status,
        404
    );
    assert_eq!(
        desk.get(MEMBER, path).value()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // One's own roles stay as they are (contract 5.6).
    let mut own = body.clone();
    own["spec"]["subjects"][0]["name"] = json!(desk.name(ADMIN));
    assert_eq!(desk.call(ADMIN, "POST", path, &own).status, 403);
    for missing in ["subjects", "roleRef", "scope"] {
        let mut wrong = body.clone();
        wrong["spec"].as_object_mut().unwrap().remove(missing);
        assert_eq!(
            desk.call(ADMIN, "POST", path, &wrong).status,
            422,
            "{missing}"
        );
    }
    desk.call(ADMIN, "POST", path, &body);
    assert_eq!(
        reason(&desk.call(ADMIN, "POST", path, &body)),
        refused(409, "AlreadyExists")
    );
    let list = json!({"items": [{"metadata": {"name": "extra"}}]});
    assert_eq!(desk.call(ADMIN, "DELETE", path, &list).status, 200);
    assert_eq!(desk.get(MEMBER, USERS).status, 403);
}
