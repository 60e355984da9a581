use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, SERVICE, VIEWER, refusal};

const DAY_MS: u64 = 86_400_000;

impl Desk {
    fn key_body(&self, owner: &str, id: &str) -> Json {
        json!({
            "identifier": id,
            "name": id,
            "apiKeyType": "USER",
            "parentIdentifier": self.id(owner),
            "accountIdentifier": self.account,
        })
    }

    fn token_body(&self, owner: &str, key: &str, id: &str) -> Json {
        let mut body = self.key_body(owner, id);
        body["apiKeyIdentifier"] = json!(key);
        body
    }

    fn owned(&self, path: &str, owner: &str) -> String {
        format!("{path}?apiKeyType=USER&parentIdentifier={}", self.id(owner))
    }

    fn now(&self) -> u64 {
        self.world.clock().now_ms()
    }

    fn works(&mut self, plaintext: &str) -> bool {
        let request = self
            .request("GET", "/ng/api/user/currentUser", &Json::Null)
            .header("x-api-key", plaintext);
        self.send(&request).status == 200
    }

    /// Ids of the tokens of a key.
    fn tokens(&mut self, owner: &str, key: &str) -> Vec<String> {
        let path = self.owned("/ng/api/token/aggregate", owner);
        let path = format!("{path}&apiKeyIdentifier={key}&sortOrders=identifier,ASC");
        let page = self.data(owner, "GET", &path, &Json::Null);
        let content = page["content"].as_array().unwrap().clone();
        content
            .iter()
            .map(|one| one["token"]["identifier"].as_str().unwrap().to_owned())
            .collect()
    }
}

// Contract 2.4, 3.5: a key is a folder.
#[test]
fn a_key_is_made_changed_and_deleted_with_its_tokens() {
    let mut desk = Desk::new();
    let mut body = desk.key_body(VIEWER, "ci");
    body["description"] = json!("for the pipeline");
    body["tags"] = json!({"team": "web"});
    let made = desk.data(VIEWER, "POST", "/ng/api/apikey", &body);
    assert_eq!(made["defaultTimeToExpireToken"], 30 * DAY_MS);
    let token_body = desk.token_body(VIEWER, "ci", "one");
    let plaintext = desk.data(VIEWER, "POST", "/ng/api/token", &token_body);
    let plaintext = plaintext.as_str().unwrap().to_owned();
    assert_eq!(plaintext.split('.').nth(1), Some(desk.account.as_str()));
    assert!(desk.works(&plaintext));
    // A full replacement: what is left out is cleared, and the path's id is not looked at.
    let mut body = desk.key_body(VIEWER, "ci");
    body["name"] = json!("CI");
    let changed = desk.data(VIEWER, "PUT", "/ng/api/apikey/other", &body);
    assert_eq!(
        (&changed["name"], &changed["description"]),
        (&json!("CI"), &Json::Null)
    );
    assert_eq!(changed["tags"], Json::Null);
    let one = desk.owned("/ng/api/apikey/aggregate/ci", VIEWER);
    assert_eq!(
        desk.data(VIEWER, "GET", &one, &Json::Null)["tokensCount"],
        1
    );
    let path = desk.owned("/ng/api/apikey/ci", VIEWER);
    assert_eq!(desk.data(VIEWER, "DELETE", &path, &Json::Null), true);
    assert!(!desk.works(&plaintext));
    // The second deletion is not caught (contract 5.14).
    assert_eq!(
        desk.refused(VIEWER, "DELETE", &path, &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
    assert_eq!(
        desk.refused(VIEWER, "GET", &one, &Json::Null),
        refusal(400, "INVALID_ARGUMENT")
    );
}

// Contract 3.5, 5.8: what a new key must be.
#[test]
fn a_key_has_rules() {
    let mut desk = Desk::new();
    for (member, value) in [
        ("identifier", json!("9lives")),
        ("identifier", json!("or")),
        ("name", json!("")),
        ("description", json!("x".repeat(1025))),
        ("accountIdentifier", Json::Null),
    ] {
        let mut body = desk.key_body(MEMBER, "fine");
        body[member] = value;
        assert_eq!(
            desk.refused(MEMBER, "POST", "/ng/api/apikey", &body).0,
            400,
            "{member}"
        );
    }
    let body = desk.key_body(MEMBER, "LAPTOP");
    assert_eq!(
        desk.refused(MEMBER, "POST", "/ng/api/apikey", &body),
        refusal(400, "DUPLICATE_FIELD")
    );
    // The fifth is the last.
    let body = desk.key_body(MEMBER, "fifth");
    desk.data(MEMBER, "POST", "/ng/api/apikey", &body);
    let body = desk.key_body(MEMBER, "sixth");
    assert_eq!(
        desk.refused(MEMBER, "POST", "/ng/api/apikey", &body),
        refusal(400, "INVALID_REQUEST")
    );
    assert_eq!(
        desk.refused(MEMBER, "POST", "/ng/api/apikey", &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
}

// Contract 5.8: on the free and on the community edition the account has a limit too.
#[test]
fn an_account_of_a_small_edition_has_a_limit_of_keys() {
    let mut desk = Desk::new();
    desk.switch("edition", &json!("community"));
    desk.switch("key_limit", &json!(1000));
    let mut number = desk.world.harness.keys.len();
    while number < 100 {
        let body = desk.key_body(MEMBER, &format!("k{number}"));
        desk.data(MEMBER, "POST", "/ng/api/apikey", &body);
        number += 1;
    }
    let body = desk.key_body(VIEWER, "one_more");
    assert_eq!(
        desk.refused(VIEWER, "POST", "/ng/api/apikey", &body),
        refusal(400, "INVALID_REQUEST")
    );
    desk.switch("edition", &json!("free"));
    assert_eq!(
        desk.refused(VIEWER, "POST", "/ng/api/apikey", &body),
        refusal(400, "INVALID_REQUEST")
    );
    desk.switch("edition", &json!("enterprise"));
    desk.data(VIEWER, "POST", "/ng/api/apikey", &body);
}

// Contract 2.4: lists of keys, the latest change first.
#[test]
fn keys_are_listed_latest_first() {
    let mut desk = Desk::new();
    desk.world.advance_ms(1000);
    let body = desk.key_body(MEMBER, "new_one");
    desk.data(MEMBER, "POST", "/ng/api/apikey", &body);
    let path = desk.owned("/ng/api/apikey/aggregate", MEMBER);
    let page = desk.data(MEMBER, "GET", &path, &Json::Null);
    assert_eq!(page["totalItems"], 5);
    assert_eq!(page["content"][0]["apiKey"]["identifier"], "new_one");
    let some = desk.data(
        MEMBER,
        "GET",
        &format!("{path}&searchTerm=LAP"),
        &Json::Null,
    );
    assert_eq!(some["content"][0]["apiKey"]["identifier"], "laptop");
    let list = desk.owned("/ng/api/apikey", MEMBER);
    assert_eq!(
        desk.data(MEMBER, "GET", &list, &Json::Null)
            .as_array()
            .unwrap()
            .len(),
        5
    );
    let two = format!("{list}&identifiers=laptop&identifiers=panel");
    assert_eq!(
        desk.data(MEMBER, "GET", &two, &Json::Null)
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        desk.get(MEMBER, "/ng/api/apikey?apiKeyType=USER").status,
        400
    );
}

// Contract 5.8, 6: administrators may look, and may not write.
#[test]
fn keys_of_others_are_seen_by_administrators_and_written_by_nobody() {
    let mut desk = Desk::new();
    let list = desk.owned("/ng/api/apikey", MEMBER);
    assert_eq!(desk.get(ADMIN, &list).status, 200);
    let answer = desk.get(VIEWER, &list);
    assert_eq!(answer.status, 403);
    assert_eq!(answer.value()["failedPermissionChecks"], Json::Null);
    let key = desk.key_body(MEMBER, "theirs");
    let token = desk.token_body(MEMBER, "laptop", "theirs");
    for who in [ADMIN, VIEWER] {
        assert_eq!(desk.refused(who, "POST", "/ng/api/apikey", &key).0, 403);
        assert_eq!(desk.refused(who, "POST", "/ng/api/token", &token).0, 403);
        let path = desk.owned("/ng/api/apikey/laptop", MEMBER);
        assert_eq!(desk.refused(who, "DELETE", &path, &Json::Null).0, 403);
    }
    for (body, path) in [(&key, "/ng/api/apikey"), (&token, "/ng/api/token")] {
        assert_eq!(
            desk.refused(SERVICE, "POST", path, body),
            refusal(400, "INVALID_REQUEST")
        );
    }
}

// Contract 2.4: whose tokens a list shows.
#[test]
fn tokens_of_others_are_listed_for_administrators_only() {
    let mut desk = Desk::new();
    let all = "/ng/api/token/aggregate?apiKeyType=USER";
    let count = |desk: &mut Desk, who: &str, path: &str| {
        desk.data(who, "GET", path, &Json::Null)["totalItems"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(count(&mut desk, MEMBER, all), 4);
    assert_eq!(count(&mut desk, ADMIN, all), 7);
    let theirs = desk.owned("/ng/api/token/aggregate", MEMBER);
    assert_eq!(count(&mut desk, ADMIN, &theirs), 4);
    assert_eq!(count(&mut desk, VIEWER, &theirs), 0);
    assert_eq!(desk.refused(SERVICE, "GET", all, &Json::Null).0, 400);
    let orphan = format!("{all}&apiKeyIdentifier=laptop");
    assert_eq!(
        desk.refused(MEMBER, "GET", &orphan, &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
    // Not for anybody's eyes, and there all the same (contract 3.5).
    let page = desk.data(MEMBER, "GET", &theirs, &Json::Null);
    assert!(page["content"][0]["token"]["encodedPassword"].is_string());
}

// Contract 3.5: times of a token.
#[test]
fn a_token_begins_and_ends() {
    let mut desk = Desk::new();
    let now = desk.now();
    for (from, to) in [(now, now - 1), (now + 10, now + 5)] {
        let mut body = desk.token_body(MEMBER, "laptop", "wrong");
        body["validFrom"] = json!(from);
        body["validTo"] = json!(to);
        assert_eq!(
            desk.refused(MEMBER, "POST", "/ng/api/token", &body),
            refusal(400, "INVALID_REQUEST")
        );
    }
    let mut body = desk.token_body(MEMBER, "laptop", "short");
    body["validFrom"] = json!(now + 1000);
    body["validTo"] = json!(now + 2000);
    let plaintext = desk.data(MEMBER, "POST", "/ng/api/token", &body);
    let plaintext = plaintext.as_str().unwrap().to_owned();
    assert!(!desk.works(&plaintext));
    desk.world.advance_ms(1000);
    assert!(desk.works(&plaintext));
    desk.world.advance_ms(1000);
    assert!(!desk.works(&plaintext));
    let path = desk.owned("/ng/api/token/aggregate", MEMBER);
    let active = format!("{path}&apiKeyIdentifier=laptop&includeOnlyActiveTokens=true");
    assert_eq!(
        desk.data(MEMBER, "GET", &active, &Json::Null)["totalItems"],
        1
    );
    // Ended tokens are listed for some time, then no more (contract 5.8).
    assert_eq!(desk.tokens(MEMBER, "laptop"), ["laptop_token", "short"]);
    desk.world.advance_ms(DAY_MS);
    assert_eq!(desk.tokens(MEMBER, "laptop"), ["laptop_token"]);
}

// Contract 3.5: without an end a token has the one of its key.
#[test]
fn a_token_without_an_end_has_the_one_of_its_key() {
    let mut desk = Desk::new();
    let mut body = desk.key_body(VIEWER, "brief");
    body["defaultTimeToExpireToken"] = json!(5000);
    desk.data(VIEWER, "POST", "/ng/api/apikey", &body);
    let body = desk.token_body(VIEWER, "brief", "t");
    desk.data(VIEWER, "POST", "/ng/api/token", &body);
    let path = desk.owned("/ng/api/token/aggregate", VIEWER);
    let page = desk.data(
        VIEWER,
        "GET",
        &format!("{path}&apiKeyIdentifier=brief"),
        &Json::Null,
    );
    assert_eq!(page["content"][0]["expiryAt"], desk.now() + 5000);
}

// Contract 2.4: a missing key is made without a word.
#[test]
fn a_token_without_its_key_makes_one() {
    let mut desk = Desk::new();
    let body = desk.token_body(VIEWER, "missing", "lost");
    desk.data(VIEWER, "POST", "/ng/api/token", &body);
    assert_eq!(desk.tokens(VIEWER, "lost_auto"), ["lost"]);
    desk.switch("auto_key", &json!(false));
    let body = desk.token_body(VIEWER, "missing", "other");
    assert_eq!(desk.refused(VIEWER, "POST", "/ng/api/token", &body).0, 400);
}

// Contract 2.4: a token is replaced as a whole, but for what cannot be given.
#[test]
fn a_token_is_changed_by_the_body() {
    let mut desk = Desk::new();
    let now = desk.now();
    let mut body = desk.token_body(MEMBER, "laptop", "laptop_token");
    body["validFrom"] = json!(now);
    assert_eq!(
        desk.refused(MEMBER, "PUT", "/ng/api/token/x", &body),
        refusal(500, "UNKNOWN_ERROR")
    );
    body["validTo"] = json!(now + DAY_MS);
    body["scheduledExpireTime"] = json!(now);
    assert_eq!(
        desk.refused(MEMBER, "PUT", "/ng/api/token/x", &body),
        refusal(400, "INVALID_REQUEST")
    );
    body["scheduledExpireTime"] = Json::Null;
    let changed = desk.data(MEMBER, "PUT", "/ng/api/token/x", &body);
    assert_eq!(
        (&changed["validTo"], &changed["description"]),
        (&json!(now + DAY_MS), &Json::Null)
    );
    assert_eq!(changed["email"], MEMBER);
}

fn rotation(desk: &Desk, id: &str, end: u64) -> String {
    let path = desk.owned(&format!("/ng/api/token/rotate/{id}"), MEMBER);
    format!("{path}&apiKeyIdentifier=laptop&rotateTimestamp={end}")
}

// Contract 5.8: the old one gets another name and an end, the new one is told once.
#[test]
fn a_rotation_renames_the_old_token() {
    let mut desk = Desk::new();
    let old = desk
        .world
        .harness
        .tokens
        .iter()
        .find(|token| token.id == "laptop_token")
        .map(|token| token.plaintext.clone())
        .unwrap();
    let path = rotation(&desk, "laptop_token", desk.now() + 5000);
    let new = desk.data(MEMBER, "POST", &path, &Json::Null);
    let new = new.as_str().unwrap().to_owned();
    assert!(desk.works(&old) && desk.works(&new));
    let ids = desk.tokens(MEMBER, "laptop");
    let renamed = ids.iter().find(|id| id.starts_with("rotated_")).unwrap();
    assert_eq!(renamed.len(), 8 + 15);
    assert!(ids.contains(&"laptop_token".to_owned()));
    // A rotated token is not rotated or changed again.
    let again = rotation(&desk, renamed, desk.now() + 5000);
    assert_eq!(desk.refused(MEMBER, "POST", &again, &Json::Null).0, 400);
    let mut body = desk.token_body(MEMBER, "laptop", renamed);
    body["validFrom"] = json!(desk.now());
    body["validTo"] = json!(desk.now() + 1000);
    assert_eq!(desk.refused(MEMBER, "PUT", "/ng/api/token/x", &body).0, 400);
    desk.world.advance_ms(5000);
    assert!(!desk.works(&old) && desk.works(&new));
}

// Contract 2.4, 5.8: what a rotation needs, and the trap at the fifth token.
#[test]
fn a_rotation_without_room_has_renamed_the_old_token_already() {
    let mut desk = Desk::new();
    let path = rotation(&desk, "laptop_token", 0).replace("&rotateTimestamp=0", "");
    assert_eq!(
        desk.refused(MEMBER, "POST", &path, &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
    for number in 0..4 {
        let body = desk.token_body(MEMBER, "laptop", &format!("t{number}"));
        desk.data(MEMBER, "POST", "/ng/api/token", &body);
    }
    let body = desk.token_body(MEMBER, "laptop", "too_many");
    assert_eq!(
        desk.refused(MEMBER, "POST", "/ng/api/token", &body),
        refusal(400, "INVALID_REQUEST")
    );
    let path = rotation(&desk, "laptop_token", desk.now() + 5000);
    assert_eq!(
        desk.refused(MEMBER, "POST", &path, &Json::Null),
        refusal(400, "INVALID_REQUEST")
    );
    assert!(
        !desk
            .tokens(MEMBER, "laptop")
            .contains(&"laptop_token".to_owned())
    );
    assert_eq!(
        desk.refused(MEMBER, "POST", &path, &Json::Null),
        refusal(400, "INVALID_ARGUMENT")
    );
}

// Contract 5.8: deleted, also the very token in use, and maybe not at once.
#[test]
fn a_deleted_token_may_work_a_little_longer() {
    let mut desk = Desk::new();
    let body = desk.token_body(MEMBER, "laptop", "brief");
    let made = desk.data(MEMBER, "POST", "/ng/api/token", &body);
    let plaintext = made.as_str().unwrap().to_owned();
    desk.switch("token_cache_ms", &json!(2000));
    let path = desk.owned("/ng/api/token/brief", MEMBER);
    let path = format!("{path}&apiKeyIdentifier=laptop");
    assert_eq!(desk.data(MEMBER, "DELETE", &path, &Json::Null), true);
    assert_eq!(
        desk.refused(MEMBER, "DELETE", &path, &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
    assert!(desk.works(&plaintext));
    desk.world.advance_ms(2000);
    assert!(!desk.works(&plaintext));
    let own = desk.owned("/ng/api/token/panel_token", MEMBER);
    let own = format!("{own}&apiKeyIdentifier=panel");
    desk.switch("token_cache_ms", &json!(0));
    desk.data(MEMBER, "DELETE", &own, &Json::Null);
    assert_eq!(desk.get(MEMBER, "/ng/api/user/currentUser").status, 401);
}

// Contract 2.4: a token is looked at as plain text.
#[test]
fn a_token_is_validated_as_plain_text() {
    let mut desk = Desk::new();
    let key = desk.key(VIEWER);
    let send = |desk: &mut Desk, token: &str| {
        let request = desk
            .request("POST", "/ng/api/token/validate", &Json::Null)
            .header("x-api-key", &key)
            .header("Content-Type", "text/plain")
            .body(token);
        desk.send(&request)
    };
    let answer = send(&mut desk, &key.clone());
    assert_eq!(answer.value()["data"]["email"], VIEWER);
    assert_eq!(answer.value()["data"]["valid"], true);
    assert_eq!(send(&mut desk, "pat.x.y.z").status, 401);
}

// Contract 6: keys of service accounts go by permission.
#[test]
fn keys_of_service_accounts_go_by_permission() {
    let mut desk = Desk::new();
    let path = "/ng/api/apikey?apiKeyType=SERVICE_ACCOUNT&parentIdentifier=provisioning";
    assert_eq!(
        desk.data(VIEWER, "GET", path, &Json::Null)
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(desk.get(MEMBER, path).status, 403);
    let mut body = desk.key_body(ADMIN, "extra");
    body["apiKeyType"] = json!("SERVICE_ACCOUNT");
    body["parentIdentifier"] = json!("provisioning");
    assert_eq!(desk.refused(VIEWER, "POST", "/ng/api/apikey", &body).0, 403);
    let made = desk.data(ADMIN, "POST", "/ng/api/apikey", &body);
    assert_eq!(made["apiKeyType"], "SERVICE_ACCOUNT");
}
