use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, VIEWER, refusal};

const LIST: &str = "/ng/api/user/aggregate";
const BATCH: &str = "/ng/api/user/batch";

// Contract 3.1, 5.1: pages from 0, totals in the body, nothing past the end.
#[test]
fn a_page_says_its_place_among_all() {
    let mut desk = Desk::new();
    let path = format!("{LIST}?pageIndex=1&pageSize=50&sortOrders=email%2CASC&pageToken=x");
    let page = desk.data(VIEWER, "POST", &path, &json!({}));
    assert_eq!(page["totalItems"], 60);
    assert_eq!(page["totalPages"], 2);
    assert_eq!(page["pageItemCount"], 10);
    assert_eq!(page["pageSize"], 50);
    assert_eq!(page["pageIndex"], 1);
    assert_eq!(page["pageToken"], Json::Null);
    let past = desk.data(VIEWER, "POST", &format!("{LIST}?pageIndex=9"), &Json::Null);
    assert_eq!(
        (&past["empty"], &past["content"]),
        (&json!(true), &json!([]))
    );
    desk.switch("empty_page_token", &json!("empty"));
    let past = desk.data(VIEWER, "POST", &format!("{LIST}?pageIndex=9"), &Json::Null);
    assert_eq!(past["pageToken"], "");
}

// Contract 2.2 rows 8 and 9: one list takes any size, the other refuses more than a hundred.
#[test]
fn only_the_batch_limits_its_page() {
    let mut desk = Desk::of(150);
    let page = desk.data(ADMIN, "POST", &format!("{LIST}?pageSize=1000"), &json!({}));
    assert_eq!(page["pageItemCount"], 150);
    let answer = desk.call(ADMIN, "POST", &format!("{BATCH}?pageSize=101"), &json!({}));
    assert_eq!(
        (answer.status, &answer.value()["status"]),
        (400, &json!("FAILURE"))
    );
    let page = desk.data(ADMIN, "POST", &format!("{BATCH}?pageSize=100"), &json!({}));
    assert_eq!(page["pageItemCount"], 100);
}

// Contract 2.2 row 8: what nobody catches.
#[test]
fn a_page_that_makes_no_sense_is_500() {
    let mut desk = Desk::new();
    for query in [
        "pageIndex=-1",
        "pageSize=0",
        "sortOrders=",
        "sortOrders=name,UP",
        "searchTerm=%28",
    ] {
        assert_eq!(
            desk.refused(ADMIN, "POST", &format!("{LIST}?{query}"), &json!({})),
            refusal(500, "UNKNOWN_ERROR"),
            "{query}"
        );
    }
}

// Contract 5.2: several orders, a comma as it is or encoded, and a missing direction that falls.
#[test]
fn lists_are_sorted_as_asked() {
    let mut desk = Desk::new();
    let rising = desk.emails(ADMIN, &format!("{LIST}?sortOrders=email,ASC"), &json!({}));
    let mut sorted = rising.clone();
    sorted.sort();
    assert_eq!(rising, sorted);
    let path = format!("{LIST}?sortOrders=email&pageSize=60");
    let falling = desk.emails(ADMIN, &path, &json!({}));
    assert_eq!(falling.first(), falling.iter().max());
    for field in ["name", "createdAt", "lastModifiedAt", "userId", "nothing"] {
        let path = format!("{LIST}?sortOrders={field}%2CDESC&sortOrders=email,ASC");
        assert_eq!(desk.emails(ADMIN, &path, &json!({})).len(), 50, "{field}");
    }
}

fn all_pages(desk: &mut Desk, query: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for index in 0..6 {
        let path = format!("{LIST}?pageIndex={index}&pageSize=10{query}");
        all.extend(desk.emails(ADMIN, &path, &json!({})));
    }
    all
}

// Contract 5.2: without an order pages overlap and leave people out.
#[test]
fn pages_without_an_order_do_not_add_up() {
    let mut desk = Desk::new();
    assert!(all_pages(&mut desk, "").len() < 60);
    assert_eq!(all_pages(&mut desk, "&sortOrders=userId,ASC").len(), 60);
    desk.switch("unsorted", &json!("steady"));
    assert_eq!(all_pages(&mut desk, "").len(), 60);
}

// Contract 5.3: the term is a regular expression without regard to case.
#[test]
fn a_search_term_is_a_regular_expression() {
    let mut desk = Desk::new();
    let find = |desk: &mut Desk, term: &str| {
        desk.emails(ADMIN, &format!("{LIST}?searchTerm={term}"), &json!({}))
    };
    assert_eq!(find(&mut desk, "build%2Bci"), Vec::<String>::new());
    assert_eq!(find(&mut desk, "build%5C%2Bci"), ["build+ci@acme.example"]);
    assert_eq!(find(&mut desk, "%5ERANIA%5C.HADDAD@"), [ADMIN]);
    // On names too, and a dot means anything.
    assert_eq!(find(&mut desk, "Theo%20B"), [MEMBER]);
    assert!(find(&mut desk, ".").len() == 50);
}

// Contract 5.3: a search and a filter exclude each other.
#[test]
fn a_search_and_a_filter_exclude_each_other() {
    let mut desk = Desk::new();
    let body = json!({"roleIdentifiers": ["_account_viewer"]});
    assert_eq!(
        desk.refused(ADMIN, "POST", &format!("{LIST}?searchTerm=a"), &body),
        refusal(400, "INVALID_REQUEST")
    );
    let empty = json!({"roleIdentifiers": [], "resourceGroupIdentifiers": null});
    desk.data(ADMIN, "POST", &format!("{LIST}?searchTerm=a"), &empty);
}

// Contract 3.2: with a filter only the matching roles are listed, and roles through groups never.
#[test]
fn a_filter_shows_the_matching_roles_only() {
    let mut desk = Desk::new();
    let viewer = desk.id(VIEWER);
    let body = json!({"roleAssignments": [{
        "roleIdentifier": "_account_basic",
        "resourceGroupIdentifier": "_all_account_level_resources",
        "principal": {"identifier": viewer, "type": "USER"},
    }]});
    desk.data(ADMIN, "POST", "/authz/api/roleassignments/multi", &body);
    let one = desk.data(ADMIN, "GET", &format!("{LIST}/{viewer}"), &Json::Null);
    assert_eq!(one["roleAssignmentMetadata"].as_array().unwrap().len(), 2);
    let body = json!({"roleIdentifiers": ["_account_viewer"]});
    let page = desk.data(ADMIN, "POST", LIST, &body);
    let people = page["content"].as_array().unwrap();
    assert!(!people.is_empty());
    for one in people {
        let roles = one["roleAssignmentMetadata"].as_array().unwrap();
        assert_eq!(roles.len(), 1);
        assert_eq!(roles[0]["roleName"], "Account Viewer");
    }
    // The auditors are viewers by their group, which shows nowhere.
    let auditors = &desk.world.harness.groups.values().next().unwrap()["auditors"].users;
    let auditor = desk.world.harness.users[auditors[3]].id.clone();
    assert!(
        people
            .iter()
            .all(|one| one["user"]["uuid"] != json!(auditor))
    );
}

// Contract 3.2, UserFilter: identifiers and e-mails are united, e-mails without their case.
#[test]
fn a_batch_unites_identifiers_and_e_mails() {
    let mut desk = Desk::new();
    let body = json!({"identifiers": [desk.id(VIEWER)], "emails": ["Rania.Haddad@ACME.example"]});
    let path = format!("{BATCH}?sortOrders=email,ASC");
    assert_eq!(desk.emails(ADMIN, &path, &body), [VIEWER, ADMIN]);
    let body = json!({"searchTerm": "theo\\.brandt"});
    assert_eq!(desk.emails(ADMIN, BATCH, &body), [MEMBER]);
    assert_eq!(
        desk.refused(ADMIN, "POST", BATCH, &json!({"searchTerm": "("})),
        refusal(500, "UNKNOWN_ERROR")
    );
}

// Contract 3.2, 5.4: scopes above, and what is not in this one.
#[test]
fn a_batch_may_look_at_the_scopes_above() {
    let mut desk = Desk::new();
    let count = |desk: &mut Desk, filter: &str| {
        let path = format!("{BATCH}?orgIdentifier=payments&projectIdentifier=ledger");
        let page = desk.data(ADMIN, "POST", &path, &json!({"parentFilter": filter}));
        page["totalItems"].as_u64().unwrap()
    };
    let here = count(&mut desk, "NO_PARENT_SCOPES");
    assert!(here < 60);
    assert_eq!(count(&mut desk, "INCLUDE_PARENT_SCOPES"), 60);
    assert_eq!(count(&mut desk, "STRICTLY_PARENT_SCOPES"), 60 - here);
    let path = format!("{BATCH}?orgIdentifier=payments");
    assert_eq!(
        desk.refused(ADMIN, "POST", &path, &json!({"parentFilter": "SOMETHING"}))
            .0,
        400
    );
}

// Contract 3.2: older servers leave one flag out.
#[test]
fn an_older_server_does_not_tell_the_second_factor_in_lists() {
    let mut desk = Desk::new();
    desk.switch("second_factor_in_lists", &json!(false));
    let page = desk.data(ADMIN, "POST", LIST, &json!({}));
    let user = page["content"][0]["user"].as_object().unwrap().clone();
    assert_eq!(user.get("twoFactorAuthenticationEnabled"), None);
    assert_eq!(user.len(), 6);
}

// Contract 5.15: lists lag behind changes.
#[test]
fn lists_lag_behind_changes() {
    let mut desk = Desk::new();
    desk.switch("list_lag_ms", &json!(3000));
    let body = json!({"email": MEMBER, "name": "Later"});
    desk.data(MEMBER, "PUT", "/ng/api/user", &body);
    let removed = format!("/ng/api/user/{}", desk.id(VIEWER));
    assert_eq!(desk.data(ADMIN, "DELETE", &removed, &Json::Null), true);
    let find = |desk: &mut Desk, term: &str| {
        desk.emails(ADMIN, &format!("{LIST}?searchTerm={term}"), &json!({}))
    };
    assert_eq!(find(&mut desk, "later"), Vec::<String>::new());
    assert_eq!(find(&mut desk, "lena.sommer"), [VIEWER]);
    desk.world.advance_ms(3000);
    assert_eq!(find(&mut desk, "later"), [MEMBER]);
    assert_eq!(find(&mut desk, "lena.sommer"), Vec::<String>::new());
}

// Contract 5.13: an e-mail of old has capitals.
#[test]
fn old_records_keep_their_capitals() {
    let mut desk = Desk::new();
    let path = format!("{LIST}?searchTerm=old%5C.records");
    assert_eq!(
        desk.emails(ADMIN, &path, &json!({})),
        ["Old.Records@Acme.example"]
    );
}

// DESIGN: a hundred thousand people are made and paged through quickly, sorted and all.
#[test]
fn a_hundred_thousand_people_are_paged_through() {
    let mut desk = Desk::of(100_000);
    let mut before = String::new();
    for index in [0, 1, 50, 99, 100] {
        let path = format!("{LIST}?pageIndex={index}&pageSize=1000&sortOrders=email,ASC");
        let emails = desk.emails(ADMIN, &path, &json!({}));
        assert_eq!(emails.len(), if index < 100 { 1000 } else { 0 }, "{index}");
        assert!(emails.is_sorted(), "{index}");
        if let (Some(first), Some(last)) = (emails.first(), emails.last()) {
            assert!(*first > before, "{index}");
            before.clone_from(last);
        }
    }
}
