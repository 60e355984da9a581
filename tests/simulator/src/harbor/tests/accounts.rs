//! One account: creating, changing, deleting (contract 3, 5.7 and 5.8).

use serde_json::json;

use super::{Desk, admin, assert_told, id_of, names_of, of, told};

fn new_user(member: &str, value: &str) -> serde_json::Value {
    let mut body = json!({
        "username": "mira", "email": "mira@corp.example", "realname": "Mira", "password": "Abcdef12"
    });
    body[member] = json!(value);
    body
}

// Contract 3.1 and 2.1, row 1.

#[test]
fn the_new_id_is_told_in_the_location_only() {
    let mut desk = Desk::new();
    let made = desk.try_create(&admin(), "mira", "mira@corp.example");
    assert_eq!((made.status, made.text().as_str()), (201, ""));
    assert_eq!(made.find("Location"), Some("/api/v2.0/users/3"));
    assert_eq!(made.find("Content-Type"), None);
}

#[test]
fn empty_members_are_left_out() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let user = desk.get(&admin(), &format!("/users/{id}")).value();
    let members: Vec<&String> = user.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "admin_role_in_auth",
            "creation_time",
            "email",
            "realname",
            "sysadmin_flag",
            "update_time",
            "user_id",
            "username"
        ]
    );
    assert!(user["creation_time"].as_str().unwrap().ends_with('Z'));
    assert!(
        desk.get(&admin(), "/users/1")
            .value()
            .get("email")
            .is_none()
    );
}

#[test]
fn ids_have_gaps_because_a_refused_name_uses_one_up() {
    let mut desk = Desk::new();
    assert_eq!(desk.create("mira"), 3);
    let refused = desk.try_create(&admin(), "mira", "free@corp.example");
    let message = "user mira or email free@corp.example already exists";
    assert_told(&refused, 409, "CONFLICT", message);
    assert_eq!(desk.create("nora"), 5);
}

// Contract 3.3.

#[test]
fn one_problem_is_told_at_a_time_in_a_fixed_order() {
    let mut desk = Desk::new();
    let mut body = json!({
        "username": "", "email": "bad", "realname": "", "password": "x", "comment": "c".repeat(31)
    });
    for (member, good, beginning) in [
        ("password", "Abcdef12", "the password or secret must be"),
        ("email", "e@corp.example", "email with illegal format"),
        ("realname", "Mira", "realname with illegal length"),
        ("comment", "", "comment with illegal length"),
        ("username", "mira", "username with illegal length"),
    ] {
        let (status, code, message) = told(&desk.call(&admin(), "POST", "/users", &body));
        assert_eq!((status, code.as_str()), (400, "BAD_REQUEST"));
        assert!(message.starts_with(beginning), "{message}");
        body[member] = json!(good);
    }
    assert_eq!(desk.call(&admin(), "POST", "/users", &body).status, 201);
}

#[test]
fn six_signs_are_refused_in_names() {
    let mut desk = Desk::new();
    for sign in [',', '"', '~', '#', '%', '$'] {
        let name = format!("a{sign}b");
        for member in ["username", "realname"] {
            let refused = desk.call(&admin(), "POST", "/users", &new_user(member, &name));
            let message = format!("{member} contains illegal characters");
            assert_told(&refused, 400, "BAD_REQUEST", &message);
        }
    }
    for name in [
        " ",
        ".",
        "..",
        "a/b",
        "a:b",
        "a\tb",
        "\u{202e}abc",
        "e\u{301}",
        "é",
    ] {
        desk.create(name);
    }
}

// Contract 3.3 and 5.15.

#[test]
fn names_are_counted_in_bytes_and_addresses_in_letters() {
    let mut desk = Desk::new();
    let short = new_user("username", &"é".repeat(127));
    assert_eq!(desk.call(&admin(), "POST", "/users", &short).status, 201);
    let long = new_user("username", &"é".repeat(128));
    let refused = desk.call(&admin(), "POST", "/users", &long);
    assert_told(&refused, 400, "BAD_REQUEST", "username with illegal length");
    let address = format!("{}@corp.example", "é".repeat(242));
    assert_eq!(address.chars().count(), 255);
    assert_eq!(desk.try_create(&admin(), "nora", &address).status, 201);
    let refused = desk.try_create(&admin(), "vera", &format!("x{address}"));
    let message = "validation failure list:\nvalidation failure list:\nemail in body should be at most 255 chars long";
    assert_told(&refused, 422, "UNPROCESSABLE_ENTITY", message);
    for (comment, status) in [("ж".repeat(15), 200), ("ж".repeat(16), 400)] {
        let body = json!({"email": "x@corp.example", "realname": "X", "comment": comment});
        assert_eq!(desk.put(&admin(), "/users/3", &body).status, status);
    }
}

// Contract 2, row 500.

#[test]
fn a_nul_is_a_server_error() {
    let mut desk = Desk::new();
    for member in ["username", "realname"] {
        let refused = desk.call(&admin(), "POST", "/users", &new_user(member, "a\0"));
        assert_told(&refused, 500, "UNKNOWN", "internal server error");
    }
    assert_eq!(desk.get(&admin(), "/users?username=%00").status, 500);
    assert_eq!(desk.get(&admin(), "/users/search?username=%00").status, 500);
}

// Contract 3.4.

#[test]
fn a_profile_replaces_all_three() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let path = format!("/users/{id}");
    let body = json!({"email": "m@corp.example", "realname": "M", "comment": "c", "username": "x", "sysadmin_flag": true});
    assert_eq!(desk.put(&of("mira"), &path, &body).status, 200);
    let user = desk.get(&admin(), &path).value();
    assert_eq!(
        (&user["comment"], &user["username"]),
        (&json!("c"), &json!("mira"))
    );
    assert_eq!(user["sysadmin_flag"], json!(false));
    let body = json!({"email": "m@corp.example", "realname": "M"});
    assert_eq!(desk.put(&of("mira"), &path, &body).status, 200);
    assert!(desk.get(&admin(), &path).value().get("comment").is_none());
    let refused = desk.put(&of("mira"), &path, &json!({"realname": "M"}));
    assert_told(&refused, 400, "BAD_REQUEST", "email can't be empty");
}

#[test]
fn the_address_of_somebody_else_is_a_server_error_in_a_profile() {
    let mut desk = Desk::new();
    let (mira, nora) = (desk.create("mira"), desk.create("nora"));
    let address = desk.get(&admin(), &format!("/users/{nora}")).value()["email"].clone();
    let mut body = json!({"email": address, "realname": "M"});
    let path = format!("/users/{mira}");
    assert_eq!(desk.put(&admin(), &path, &body).status, 500);
    // In another case it is another address.
    body["email"] = json!(address.as_str().unwrap().to_uppercase());
    assert_eq!(desk.put(&admin(), &path, &body).status, 200);
    body["email"] = json!(format!("{}@corp.example", "a".repeat(243)));
    assert_eq!(desk.put(&admin(), &path, &body).status, 500);
}

#[test]
fn the_new_address_signs_in_at_once() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let body = json!({"email": "other@corp.example", "realname": "M"});
    assert_eq!(
        desk.put(&of("mira"), &format!("/users/{id}"), &body).status,
        200
    );
    assert_eq!(
        desk.get(&of("other@corp.example"), "/users/current").status,
        200
    );
}

// Contract 5.7.

#[test]
fn a_deleted_name_is_free_at_once_and_gets_a_new_id() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let address = desk.get(&admin(), &format!("/users/{id}")).value()["email"].clone();
    assert_eq!(desk.delete(&admin(), id).status, 200);
    assert_told(
        &desk.delete(&admin(), id),
        404,
        "NOT_FOUND",
        "user 3 not found",
    );
    assert_eq!(desk.get(&of("mira"), "/users/current").status, 401);
    let made = desk.try_create(&admin(), "mira", address.as_str().unwrap());
    assert_eq!(id_of(&made), id + 1);
}

#[test]
fn a_deleted_row_takes_profiles_and_flags_and_keeps_the_address() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    desk.delete(&admin(), id);
    let body = json!({"email": "ghost@corp.example", "realname": "M"});
    assert_eq!(
        desk.put(&admin(), &format!("/users/{id}"), &body).status,
        200
    );
    assert_eq!(desk.flag(&admin(), id, true).status, 200);
    assert_eq!(desk.flag(&admin(), 2, false).status, 200);
    let taken = desk.try_create(&admin(), "nora", "ghost@corp.example");
    assert_eq!(taken.status, 409);
    assert!(names_of(&desk.get(&admin(), "/users")).is_empty());
    let refused = desk.put(&admin(), "/users/99/sysadmin", &json!({}));
    assert_told(&refused, 404, "NOT_FOUND", "user with id 99 not found");
}

#[test]
fn a_long_name_outside_ascii_can_never_be_deleted() {
    let mut desk = Desk::new();
    for _ in 0..97 {
        // Only ids of three digits cut this name inside a letter.
        desk.try_create(&admin(), "admin", "x@corp.example");
    }
    let id = desk.create(&"é".repeat(127));
    assert_eq!(id, 100);
    for _ in 0..2 {
        assert_told(
            &desk.delete(&admin(), id),
            500,
            "UNKNOWN",
            "internal server error",
        );
    }
    assert_eq!(desk.flag(&admin(), id, true).status, 200);
    desk.switch(&json!({"gdpr_delete": true}));
    assert_eq!(desk.delete(&admin(), id).status, 200);
}

#[test]
fn another_address_is_the_way_out_for_a_long_one() {
    let mut desk = Desk::new();
    let address = format!("{}@corp.example", "é".repeat(242));
    let id = id_of(&desk.try_create(&admin(), "mira", &address));
    assert_eq!(desk.delete(&admin(), id).status, 500);
    let body = json!({"email": "short@corp.example", "realname": "M"});
    assert_eq!(
        desk.put(&admin(), &format!("/users/{id}"), &body).status,
        200
    );
    assert_eq!(desk.delete(&admin(), id).status, 200);
}

// Contract 5.8.

#[test]
fn nothing_protects_the_last_administrator_from_losing_the_flag() {
    let mut desk = Desk::new();
    let boss = desk.create_admin("boss");
    assert_eq!(desk.flag(&of("boss"), 1, false).status, 200);
    assert_told(&desk.get(&admin(), "/users"), 403, "FORBIDDEN", "admin");
    assert_eq!(desk.flag(&of("boss"), boss, false).status, 200);
    assert_told(&desk.get(&of("boss"), "/users"), 403, "FORBIDDEN", "boss");
}

#[test]
fn neither_oneself_nor_the_built_in_account_is_deleted() {
    let mut desk = Desk::new();
    let boss = desk.create_admin("boss");
    for id in [boss, 1] {
        let refused = desk.delete(&of("boss"), id);
        let message = format!("User with ID {id} cannot be deleted");
        assert_told(&refused, 403, "FORBIDDEN", &message);
    }
    assert_told(
        &desk.delete(&admin(), 2),
        404,
        "NOT_FOUND",
        "user 2 not found",
    );
}

// Contract 3.5.

#[test]
fn a_flag_that_is_left_out_revokes() {
    let mut desk = Desk::new();
    let id = desk.create_admin("boss");
    for body in [json!({}), json!({"sysadmin_flag": null})] {
        desk.flag(&admin(), id, true);
        assert_eq!(
            desk.put(&admin(), &format!("/users/{id}/sysadmin"), &body)
                .status,
            200
        );
        let user = desk.get(&admin(), &format!("/users/{id}")).value();
        assert_eq!(user["sysadmin_flag"], json!(false));
    }
}
