use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{ADMIN, AUDITOR, Desk, MEMBER, OBJECTS, SYSTEM, USERS};

// Contract 3.4, 5.1, 10 to 12, 5.2: pages from 1, twenty rows, never above the cap.
#[test]
fn pages_begin_at_one_and_say_how_many_there_are() {
    let mut desk = Desk::new();
    let (first, total) = desk.list("");
    assert_eq!(first.len(), 20);
    let total = usize::try_from(total.as_u64().unwrap()).unwrap();
    let mut seen = BTreeSet::new();
    for page in 1..=7 {
        seen.extend(desk.list(&format!("limit=10&page={page}")).0);
    }
    assert_eq!(seen.len(), total);
    assert!(desk.list("limit=10&page=99").0.is_empty());
    assert_eq!(desk.list("limit=500").0.len(), total);
    desk.switch("page_cap", &json!(15));
    assert_eq!(desk.list("limit=500").0.len(), 15);
    assert_eq!(desk.get(AUDITOR, &format!("{USERS}?page=0")).status, 400);
    desk.switch("page_zero", &json!("first"));
    assert_eq!(desk.list("page=0&limit=5").0, desk.list("page=1&limit=5").0);
    desk.switch("total", &json!("missing"));
    assert_eq!(desk.list("").1, Json::Null);
    assert_eq!(desk.get(AUDITOR, &format!("{USERS}?limit=x")).status, 400);
}

// Contract 3.4: an empty list has three faces.
#[test]
fn an_empty_list_has_three_faces() {
    let mut desk = Desk::new();
    for (choice, items) in [
        ("list", json!([])),
        ("null", Json::Null),
        ("absent", Json::Null),
    ] {
        desk.switch("empty_items", &json!(choice));
        let page = desk.get(AUDITOR, &format!("{USERS}?page=99")).value();
        assert_eq!(page["items"], items);
        assert_eq!(page.get("items").is_some(), choice != "absent");
        assert_eq!(page["kind"], "UserList");
    }
}

// Contract 5.2, 5.3: `username` is the display name, the login is `email`.
#[test]
fn a_filter_by_username_looks_at_display_names() {
    let mut desk = Desk::new();
    assert_eq!(desk.list("filterBy=username,RANIA%20HAD").0, [ADMIN]);
    assert!(desk.list("filterBy=username,rania.haddad").0.is_empty());
    assert_eq!(desk.list("filterBy=email,rania.haddad%40").0, [ADMIN]);
    assert_eq!(desk.list("filterBy=username,administrator").0, [SYSTEM]);
    let directory = desk.list("filterBy=connector_type,ldap&limit=100").0;
    assert!(directory.contains(&"ines.costa".to_owned()));
}

// Contract 5.1, 13 and 14, 5.2: how a filter compares, and the comma that nobody can write.
#[test]
fn a_filter_has_two_readings_and_no_comma() {
    let mut desk = Desk::new();
    desk.switch("filter_case", &json!("kept"));
    assert!(desk.list("filterBy=username,RANIA").0.is_empty());
    assert_eq!(desk.list("filterBy=username,Rania%20Had").0, [ADMIN]);
    desk.switch("filter_match", &json!("exact"));
    assert!(desk.list("filterBy=username,Rania%20Had").0.is_empty());
    assert_eq!(desk.list("filterBy=username,Rania%20Haddad").0, [ADMIN]);
    for wrong in ["username", "username,Weber%2C%20Anna", "nothing,x"] {
        let path = format!("{USERS}?filterBy={wrong}");
        assert_eq!(desk.get(AUDITOR, &path).status, 400, "{wrong}");
    }
    desk.switch("filter_match", &json!("substring"));
    assert!(!desk.list("filterBy=username,Weber").0.is_empty());
    desk.switch("filter_fields", &json!("username"));
    assert_eq!(
        desk.get(AUDITOR, &format!("{USERS}?filterBy=email,x"))
            .status,
        400
    );
}

// Contract 5.1, 15.
#[test]
fn an_order_is_kept_or_ignored() {
    let mut desk = Desk::new();
    let rising = desk.list("sortBy=a,email&limit=100").0;
    let mut sorted = rising.clone();
    sorted.sort();
    assert_eq!(rising, sorted);
    let mut falling = desk.list("sortBy=d,email&limit=100").0;
    falling.reverse();
    assert_eq!(falling, sorted);
    assert_eq!(
        desk.get(AUDITOR, &format!("{USERS}?sortBy=email")).status,
        400
    );
    assert_eq!(
        desk.get(AUDITOR, &format!("{USERS}?sortBy=x,email")).status,
        400
    );
    desk.switch("sort", &json!("ignored"));
    let plain = desk.list("limit=100").0;
    assert_eq!(desk.list("sortBy=a,email&limit=100").0, plain);
    assert_ne!(plain, sorted);
}

// Contract 3.1, 5.1, 16: what is missing is missing in several ways.
#[test]
fn times_that_never_were_have_several_faces() {
    let mut desk = Desk::new();
    let place = desk.world.alauda.by_email[MEMBER];
    desk.world.alauda.users[place].last_login_s = None;
    let path = desk.path(MEMBER);
    desk.switch("time_form", &json!("spelled"));
    let of_admin = desk.path(ADMIN);
    let spelled = desk.get(ADMIN, &of_admin).value()["spec"]["last_login_time"].clone();
    assert!(spelled.as_str().unwrap().ends_with(" +0000 UTC"));
    let spec = |desk: &mut Desk| desk.get(ADMIN, &path).value()["spec"].clone();
    assert_eq!(spec(&mut desk).get("last_login_time"), None);
    assert_eq!(spec(&mut desk).get("expired"), None);
    for (choice, shown) in [
        ("empty", json!("")),
        ("null", Json::Null),
        ("year_one", json!("0001-01-01T00:00:00Z")),
    ] {
        desk.switch("never", &json!(choice));
        assert_eq!(spec(&mut desk)["last_login_time"], shown);
        assert!(spec(&mut desk).get("last_login_time").is_some());
    }
    desk.switch("permanent", &json!("null"));
    assert_eq!(spec(&mut desk).get("expired"), Some(&Json::Null));
    desk.switch("permanent", &json!("empty"));
    assert_eq!(spec(&mut desk)["expired"], json!({"begin": "", "end": ""}));
}

// Contract 3.1: items of a list may be nearly bare, and old servers say more.
#[test]
fn items_of_a_list_may_be_bare() {
    let mut desk = Desk::new();
    desk.switch("list_items", &json!("sparse"));
    desk.switch("old_members", &json!(true));
    let page = desk.get(AUDITOR, &format!("{USERS}?limit=1")).value();
    let item = page["items"][0].as_object().unwrap().clone();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["metadata", "spec"]);
    assert_eq!(item["metadata"].as_object().unwrap().len(), 1);
    assert!(item["spec"]["login_failture_times"].is_u64());
    let whole = desk.path(MEMBER);
    let whole = desk.get(ADMIN, &whole).value();
    assert!(whole["metadata"]["uid"].is_string());
    let shown = &whole["metadata"]["annotations"]["alauda.io/display-name"];
    assert_eq!(*shown, whole["spec"]["username"]);
}

// Contract 5.1, 9, 5.3: names are opaque.
#[test]
fn names_may_be_plain() {
    let mut desk = Desk::new();
    let hashed = desk.name(MEMBER);
    desk.switch("names", &json!("plain"));
    assert_eq!(desk.name(MEMBER), "theo-brandt");
    assert_eq!(
        desk.get(MEMBER, &format!("{USERS}/theo-brandt")).status,
        200
    );
    assert_eq!(desk.get(MEMBER, &format!("{USERS}/{hashed}")).status, 404);
    // Roles went along with the names.
    assert_eq!(desk.get(AUDITOR, USERS).status, 200);
    assert_eq!(desk.get(MEMBER, USERS).status, 403);
    desk.switch("names", &json!("md5"));
    assert_eq!(desk.name(MEMBER), hashed);
}

// Contract 2.2, 3.4: the other list goes on by a token and counts what is left.
#[test]
fn the_other_list_goes_on_by_a_token() {
    let mut desk = Desk::new();
    let mut seen = BTreeSet::new();
    let mut query = "limit=25".to_owned();
    loop {
        let page = desk
            .get(AUDITOR, &format!("{OBJECTS}/users?{query}"))
            .value();
        assert_eq!(page.get("total"), None);
        for user in page["items"].as_array().unwrap() {
            seen.insert(user["metadata"]["name"].as_str().unwrap().to_owned());
        }
        let Some(token) = page["metadata"]["continue"].as_str() else {
            break;
        };
        assert!(page["metadata"]["remainingItemCount"].as_u64().unwrap() > 0);
        query = format!("limit=25&continue={token}");
    }
    // The deleted are here too (contract 5.6).
    assert_eq!(seen.len(), 60);
    assert_eq!(
        desk.get(AUDITOR, &format!("{OBJECTS}/users?continue=x"))
            .status,
        400
    );
    let one = format!("{OBJECTS}/users/{}", desk.name(MEMBER));
    assert_eq!(desk.get(MEMBER, &one).value()["spec"]["email"], MEMBER);
}

// Contract 2.2, 3.5: groups, one of them kept by a directory.
#[test]
fn groups_name_their_members() {
    let mut desk = Desk::new();
    let list = desk.get(AUDITOR, &format!("{OBJECTS}/groups")).value();
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
    let one = desk
        .get(AUDITOR, &format!("{OBJECTS}/groups/contractors"))
        .value();
    assert_eq!(one["spec"]["refConnector"]["type"], "ldap");
    assert_eq!(
        desk.get(AUDITOR, &format!("{OBJECTS}/groups/none")).status,
        404
    );
    assert_eq!(desk.get(MEMBER, &format!("{OBJECTS}/groups")).status, 403);
    desk.switch("groups_read", &json!("everybody"));
    assert_eq!(desk.get(MEMBER, &format!("{OBJECTS}/groups")).status, 200);
}

// Contract 5.4, 5.5: the demo has every state and every source.
#[test]
fn every_state_lives_in_the_demo() {
    let desk = Desk::of(300);
    let users = &desk.world.alauda.users;
    let has = |what: fn(&crate::alauda::state::User) -> bool| users.iter().any(what);
    assert!(has(|user| user.is_deleted));
    assert!(has(|user| !user.is_valid));
    assert!(has(|user| user.is_disabled && user.state == "active"));
    assert!(has(|user| !user.is_disabled && user.state == "inactive"));
    assert!(has(|user| user.expired.is_some()));
    assert!(has(|user| user.errors >= 5));
    assert!(has(|user| user.username.is_empty()));
    assert!(has(|user| user.connector_type == "oidc"));
    assert!(has(|user| user.username.contains(',')));
}

// DESIGN: a hundred thousand users are made and paged through quickly.
#[test]
fn a_hundred_thousand_users_are_paged_through() {
    let mut desk = Desk::of(100_000);
    desk.switch("page_cap", &json!(1000));
    let total = desk.list("limit=1").1.as_u64().unwrap();
    let last = total.div_ceil(1000);
    let mut before = String::new();
    for page in [1, 2, last / 2, last] {
        let query = format!("limit=1000&page={page}&sortBy=a,email");
        let (logins, _) = desk.list(&query);
        let rows = if page == last {
            total - 1000 * (last - 1)
        } else {
            1000
        };
        assert_eq!(u64::try_from(logins.len()).unwrap(), rows, "{page}");
        assert!(logins.is_sorted() && logins[0] > before, "{page}");
        before = logins.last().unwrap().clone();
    }
}
