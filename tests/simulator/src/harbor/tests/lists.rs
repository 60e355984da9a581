//! Lists: pages, filters, sort order, the type-ahead, and permissions (contract 5.1 to 5.6 and 5.15).

use serde_json::{Value as Json, json};

use super::{Desk, admin, assert_told, names_of, of, told};

fn desk_with(names: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for name in names {
        desk.create(name);
    }
    desk
}

fn numbered(count: usize) -> Desk {
    let names: Vec<String> = (1..=count)
        .map(|number| format!("user-{number:02}"))
        .collect();
    desk_with(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn total(desk: &mut Desk, query: &str) -> String {
    let answer = desk.get(&admin(), &format!("/users{query}"));
    answer.find("X-Total-Count").unwrap().to_owned()
}

// Contract 5.1.

#[test]
fn pages_count_from_one_and_tell_the_total() {
    let mut desk = numbered(23);
    assert_eq!(desk.names("").len(), 10);
    assert_eq!(desk.names("?page=3"), ["user-21", "user-22", "user-23"]);
    assert_eq!(desk.names("?page=0")[0], "user-01");
    assert_eq!(desk.names("?page=-1")[0], "user-01");
    assert_eq!(desk.names("?page=1&page=3").len(), 3);
    assert_eq!(desk.names("?page=&page_size=").len(), 10);
    let past = desk.get(&admin(), "/users?page=4");
    assert_eq!(
        (past.text().as_str(), past.find("X-Total-Count")),
        ("[]\n", Some("23"))
    );
}

#[test]
fn a_size_below_one_gives_everything() {
    let mut desk = numbered(12);
    for size in ["0", "-1", "-5&page=3"] {
        assert_eq!(
            desk.names(&format!("?page_size={size}")).len(),
            12,
            "{size}"
        );
    }
    assert_eq!(desk.get(&admin(), "/users?page_size=101").status, 422);
}

#[test]
fn the_largest_page_number_wraps_around() {
    let mut desk = numbered(12);
    assert_eq!(desk.names("?page=9223372036854775807")[0], "user-01");
    assert_eq!(
        desk.get(&admin(), "/users?page=9223372036854775808").status,
        422
    );
}

#[test]
fn links_lead_to_neighbours_and_are_decoded() {
    let mut desk = numbered(23);
    for (query, link) in [
        ("?page_size=100", None),
        ("?page=4", None),
        ("?page_size=0", None),
        (
            "",
            Some("</api/v2.0/users?page=2&page_size=10>; rel=\"next\""),
        ),
        (
            "?page=2",
            Some(
                "</api/v2.0/users?page=1&page_size=10>; rel=\"prev\" , </api/v2.0/users?page=3&page_size=10>; rel=\"next\"",
            ),
        ),
        (
            "?page=-1",
            Some("</api/v2.0/users?page=0&page_size=10>; rel=\"next\""),
        ),
        (
            "?page_size=-1",
            Some("</api/v2.0/users?page=2&page_size=-1>; rel=\"next\""),
        ),
        (
            "?sort=username%20desc&x=a%26b",
            Some("</api/v2.0/users?page=2&page_size=10&sort=username desc&x=a&b>; rel=\"next\""),
        ),
        // The second is made from the first, of which a part cannot be read any more.
        (
            "?page=2&sort=username&x=5%25",
            Some(
                "</api/v2.0/users?page=1&page_size=10&sort=username&x=5%>; rel=\"prev\" , </api/v2.0/users?page=3&page_size=10&sort=username>; rel=\"next\"",
            ),
        ),
    ] {
        let answer = desk.get(&admin(), &format!("/users{query}"));
        assert_eq!(answer.find("Link"), link, "{query}");
    }
}

// Contract 5.2.

#[test]
fn the_built_in_account_is_in_no_list() {
    let mut desk = Desk::new();
    assert_eq!(total(&mut desk, ""), "0");
    desk.create("mira");
    for query in ["?q=user_id%3D1", "?q=username%3Dadmin", "?username=admin"] {
        assert_eq!(total(&mut desk, query), "0", "{query}");
    }
    assert_eq!(desk.names("?q=user_id%3D%7B1%203%7D"), ["mira"]);
    assert_eq!(desk.get(&admin(), "/users/1").status, 200);
}

// Contract 5.3.

#[test]
fn lists_sort_by_the_language_and_unknown_keys_are_skipped() {
    let mut desk = desk_with(&[
        "zed", "_under", "Anna", "anna", "Émile", "emma", "10", "9", "bob",
    ]);
    let by_name = [
        "10", "9", "anna", "Anna", "bob", "Émile", "emma", "_under", "zed",
    ];
    for query in [
        "",
        "?sort=",
        "?sort=username",
        "?sort=nonsense",
        "?sort=username%20desc",
        "?sort=%2Buser_id",
    ] {
        assert_eq!(desk.names(query), by_name, "{query}");
    }
    let mut reversed = by_name;
    reversed.reverse();
    assert_eq!(desk.names("?sort=-username"), reversed);
    for query in [
        "?sort=user_id",
        "?sort=UserID",
        "?sort=nonsense,user_id",
        "?sort=-user_id&sort=user_id",
        "?sort=creation_time",
    ] {
        assert_eq!(desk.names(query)[0], "zed", "{query}");
    }
    desk.flag(&admin(), 5, true);
    assert_eq!(
        desk.names("?sort=-sysadmin_flag,username")[..2],
        ["Anna", "10"]
    );
    assert_eq!(desk.names("?sort=-update_time")[0], "Anna");
    assert_eq!(desk.names("?sort=password").len(), 9);
}

// Contract 5.4.

#[test]
fn each_form_of_the_filter_finds_its_accounts() {
    let mut desk = desk_with(&["mira", "Mira", "mirabel", "a b", "{curly}", "a&b=c"]);
    desk.flag(&admin(), 5, true);
    for (q, names) in [
        ("username%3Dmira", &["mira"][..]),
        ("username%3DMIRA", &[]),
        ("username%3D~MIRA", &["mira", "Mira", "mirabel"]),
        ("Username%3Dmira", &["mira"]),
        ("username__icontains%3DMIRAB", &["mirabel"]),
        (
            "username%3D%7Bmira%20%22Mira%22%20nobody%7D",
            &["mira", "Mira"],
        ),
        ("username%3D%7B%7D", &[]),
        ("username%3D%5Bm~n%5D", &["mira", "Mira", "mirabel"]),
        ("user_id%3D%5B4~5%5D", &["Mira", "mirabel"]),
        ("user_id%3D%5B9~1%5D", &[]),
        ("sysadmin_flag%3Dtrue", &["mirabel"]),
        ("sysadmin_flag%3Dyes", &["mirabel"]),
        ("username%3Dmira%2Cusername%3DMira", &["Mira"]),
        ("username%3D~mira%2Csysadmin_flag%3Dtrue", &["mirabel"]),
        ("username_or_email%3Dmira", &["mira"]),
        ("username_or_email%3Dp3%40corp.example", &["Mira"]),
        ("username%3D%5C%7Bcurly%7D", &["{curly}"]),
        ("username%3Da%26b%3Dc", &["a&b=c"]),
        ("creation_time%3D%5B2100-01-01~%5D", &[]),
        ("user_id__lt%3D4", &["mira"]),
    ] {
        assert_eq!(desk.names(&format!("?q={q}")), names, "{q}");
    }
}

#[test]
fn what_the_filter_does_not_know_is_ignored_and_everybody_comes() {
    let mut desk = desk_with(&["mira", "nora"]);
    for q in [
        "nonsense%3D~mira",
        "name%3Dmira",
        "username%3D%28mira%29",
        "username_or_email%3D~mira",
        "username__nonsense%3Dmira",
        "password%3D~a",
        "user_id__gt%3D99",
        "creation_time%3D%5B2026-01-01%2000%3A00%3A00~2100-01-01T00%3A00%3A00%5D",
        "",
    ] {
        assert_eq!(desk.names(&format!("?q={q}")).len(), 2, "{q}");
    }
}

#[test]
fn a_filter_of_the_wrong_type_is_a_server_error() {
    let mut desk = desk_with(&["mira"]);
    for q in [
        "user_id%3Dabc",
        "user_id%3D99999999999",
        "sysadmin_flag%3Dmaybe",
        "creation_time%3Dyesterday-ish",
        "creation_time%3D2026-03-02T09%3A14%3A55%2B02%3A00",
        "username%3Da%00",
    ] {
        assert_eq!(
            desk.get(&admin(), &format!("/users?q={q}")).status,
            500,
            "{q}"
        );
    }
    for time in [
        "2026-03-02T09%3A14%3A55",
        "2026-03-02%2009%3A14%3A55",
        "2026-03-02T09%3A14%3A55Z",
        "2026-03-02",
    ] {
        assert!(
            desk.names(&format!("?q=creation_time%3D{time}")).is_empty(),
            "{time}"
        );
    }
}

#[test]
fn a_broken_filter_is_refused_behind_the_check_of_rights() {
    let mut desk = desk_with(&["mira"]);
    assert_eq!(desk.get(&of("mira"), "/users?q=username").status, 403);
    let refused = desk.get(&admin(), "/users?q=username%3D%7Bmira%2CMira%7D");
    assert_told(
        &refused,
        400,
        "BAD_REQUEST",
        "invalid query string value: {mira",
    );
    assert_eq!(
        desk.get(&admin(), "/users?q=username%3D~a%252Cb").status,
        400
    );
}

#[test]
fn q_is_decoded_twice_and_the_two_parameters_once() {
    let mut desk = desk_with(&["a+b", "a b", r"back\slash", "under_score"]);
    for (query, names) in [
        ("?q=username%3Da%2Bb", &["a b"][..]),
        ("?q=username%3Da%252Bb", &["a+b"]),
        ("?username=a%2Bb", &["a+b"]),
        ("?username=a+b", &["a b"]),
        ("?username=A&email=P3", &["a b"]),
        ("?username=", &["a b", "a+b", r"back\slash", "under_score"]),
        // A parameter replaces the condition of the same key.
        ("?username=score&q=username%3Dx", &["under_score"]),
        ("?username=%2C", &[]),
        ("?username=_", &["under_score"]),
        // A percent sign finds backslashes.
        ("?username=%25", &[r"back\slash"]),
        ("?q=username%3D~%25", &[r"back\slash"]),
        ("?username=%5C", &[r"back\slash"]),
    ] {
        assert_eq!(desk.names(query), names, "{query}");
    }
}

// Contract 5.5.

#[test]
fn the_type_ahead_counts_other_names_than_it_shows() {
    let mut desk = desk_with(&[
        "search-me",
        "Search-Me-Too",
        "research",
        "se",
        "un_der",
        "admiral",
    ]);
    let who = of("se");
    for (query, names, total) in [
        ("search", &["research", "search-me"][..], "3"),
        ("SEARCH", &[], "3"),
        ("se", &["se", "research", "search-me"], "4"),
        ("se&page_size=2&page=2", &["se", "research"], "4"),
        ("se&page_size=0", &[], "4"),
        ("adm", &["admin", "admiral"], "1"),
        ("admin", &[], "0"),
        ("%25", &[], "0"),
        ("zzz&page_size=-1", &[], "0"),
        (
            "se&sort=-username&q=user_id%3D1",
            &["se", "research", "search-me"],
            "4",
        ),
    ] {
        let answer = desk.get(&who, &format!("/users/search?username={query}"));
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!(names_of(&answer), names, "{query}");
        assert_eq!(answer.find("X-Total-Count"), Some(total), "{query}");
    }
    // One literal underscore makes it a wildcard for everybody.
    assert_eq!(
        names_of(&desk.get(&who, "/users/search?username=_")).len(),
        7
    );
    assert_eq!(
        desk.get(&who, "/users/search?username=se&page_size=-1")
            .status,
        500
    );
    let item = desk.get(&who, "/users/search?username=un_der").value()[0].clone();
    assert_eq!(item.as_object().unwrap().len(), 2);
}

// Contract 5.15 and 2.1, row 4.

#[test]
fn permissions_depend_on_the_scope_and_relative_ones_are_empty_for_the_system() {
    let mut desk = desk_with(&["mira"]);
    desk.create_admin("boss");
    for (who, query, count) in [
        ("boss", "?scope=/system", 53),
        ("boss", "?scope=%2Fsystem%2Fuser", 53),
        ("boss", "?scope=/system&relative=maybe", 53),
        ("boss", "?scope=/system&relative=true", 0),
        ("boss", "?scope=/project/999", 75),
        ("boss", "?scope=bogus", 0),
        ("boss", "", 0),
        ("mira", "?scope=/system", 0),
        ("mira", "?scope=/project/1", 12),
        ("mira", "?scope=/project/999", 0),
    ] {
        let path = format!("/users/current/permissions{query}");
        let list = desk.get(&of(who), &path).value();
        assert_eq!(list.as_array().unwrap().len(), count, "{who} {query}");
    }
    let list = desk
        .get(&of("boss"), "/users/current/permissions?scope=/project/7")
        .value();
    assert_eq!(
        list[1],
        json!({"resource": "/project/7/member", "action": "read"})
    );
    let list = desk.get(
        &of("boss"),
        "/users/current/permissions?scope=/project/7&relative=true",
    );
    assert_eq!(list.value()[0], json!({"resource": ".", "action": "read"}));
    let below = desk.get(
        &of("boss"),
        "/users/current/permissions?scope=/project/7/quota&relative=true",
    );
    assert_eq!(below.value(), json!([{"resource": ".", "action": "read"}]));
    assert_eq!(told(&desk.get("", "/users/current/permissions")).0, 401);
}

// Contract 3.1: what lists never hold.

#[test]
fn lists_hold_no_record_of_the_provider() {
    let mut desk = desk_with(&["mira"]);
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    let list = desk.get(&admin(), "/users").value();
    assert_eq!(list[0].get("oidc_user_meta"), None::<&Json>);
    assert!(desk.get(&admin(), "/users/3").value()["oidc_user_meta"]["secret"].is_string());
}
