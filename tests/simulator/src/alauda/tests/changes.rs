use serde_json::{Value as Json, json};

use super::{ADMIN, DIRECTORY, Desk, MEMBER, OBJECTS, SYSTEM, USERS, reason, refused};
use crate::alauda::envelope::tests::seal;

// Contract 2.1 row 1, 3.2: 201 with the user; the name is the MD5 of the login.
#[test]
fn a_user_is_made_under_the_hash_of_its_login() {
    let mut desk = Desk::new();
    let body = desk.new_user("example4");
    let answer = desk.call(ADMIN, "POST", USERS, &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let user = answer.value();
    assert_eq!(user["metadata"]["name"], "1e9eea56686511e9052e6578b56ae018");
    assert_eq!(user["spec"]["username"], "New One");
    assert_eq!(user["spec"]["password"], Json::Null);
    let read = desk.get(MEMBER, &format!("{USERS}/1e9eea56686511e9052e6578b56ae018"));
    assert_eq!(read.value(), user);
    // Without a name the platform gives one.
    let mut body = desk.new_user("example5");
    body.as_object_mut().unwrap().remove("metadata");
    let answer = desk.call(ADMIN, "POST", USERS, &body);
    assert_eq!(
        answer.value()["metadata"]["name"],
        json!(crate::alauda::state::md5_name("example5"))
    );
}

// Contract 3.1: members that no page names are kept.
#[test]
fn unknown_members_are_kept() {
    let mut desk = Desk::new();
    let mut body = desk.new_user("example4");
    body["spec"]["webhookType"] = json!("dingtalk");
    body["spec"]["something"] = json!({"new": [1]});
    let user = desk.call(ADMIN, "POST", USERS, &body).value();
    assert_eq!(user["spec"]["webhookType"], "dingtalk");
    assert_eq!(user["spec"]["something"], json!({"new": [1]}));
}

// Contract 3.1: what a new user must have.
#[test]
fn a_new_user_must_be_whole() {
    let mut desk = Desk::new();
    for member in [
        "connector_type",
        "connector_name",
        "email",
        "username",
        "is_admin",
        "extra",
    ] {
        let mut body = desk.new_user("example4");
        body["spec"].as_object_mut().unwrap().remove(member);
        let answer = desk.call(ADMIN, "POST", USERS, &body);
        assert_eq!(reason(&answer), refused(422, "Invalid"), "{member}");
        let field = format!("spec.{member}");
        assert_eq!(
            answer.value()["details"]["causes"][0]["field"],
            json!(field)
        );
    }
    let mut body = desk.new_user("example4");
    body["spec"]["expired"] = json!({"begin": "2026-01-01", "end": ""});
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 422);
    desk.switch("required_members", &json!("old"));
    let body = desk.new_user("example4");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 422);
    let mut body = desk.new_user("example4");
    body["spec"]["expired"] =
        json!({"begin": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"});
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 201);
}

// Contract 1.5, 5.10: a plain password, a stamp that is a number, and an old key are refused.
#[test]
fn a_password_without_its_envelope_is_refused() {
    let mut desk = Desk::new();
    let key = desk.get(MEMBER, "/auth/v1/pubkey").value();
    let stamp: u64 = key["ts"].as_str().unwrap().parse().unwrap();
    for wrong in [
        "correct-horse-9".to_owned(),
        seal(&json!({"ts": stamp, "password": "correct-horse-9"}).to_string()),
    ] {
        let mut body = desk.new_user("example4");
        body["spec"]["password"] = json!(wrong);
        let answer = desk.call(ADMIN, "POST", USERS, &body);
        assert_eq!(reason(&answer).0, 400, "{wrong}");
    }
    let body = desk.new_user("example4");
    desk.world.advance_ms(300_000);
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 400);
    let body = desk.new_user("example4");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 201);
}

// Contract 5.1, 20: an old key may look like an ended session.
#[test]
fn an_old_key_may_be_answered_like_a_bad_token() {
    let mut desk = Desk::new();
    desk.switch("expired_key", &json!("401"));
    let body = desk.new_user("example4");
    desk.world.advance_ms(300_000);
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 401);
    assert_eq!(desk.get(ADMIN, USERS).status, 200);
}

// Contract 1.5: a restart takes the keys with it; a key may be for one password only.
#[test]
fn keys_end_early_in_two_more_ways() {
    let mut desk = Desk::new();
    let body = desk.new_user("example4");
    desk.world.restart("alauda");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 400);
    desk.switch("key_use", &json!("once"));
    let key = desk.get(MEMBER, "/auth/v1/pubkey").value();
    let letter = |password: &str| seal(&json!({"ts": key["ts"], "password": password}).to_string());
    let body = json!({"spec": {
        "old_password": letter("correct-horse-4"),
        "password": letter("new-horse-4"),
    }});
    let path = desk.path(MEMBER);
    assert_eq!(desk.call(MEMBER, "PATCH", &path, &body).status, 400);
}

// Contract 5.7, 5.1, 19.
#[test]
fn a_weak_password_is_refused_unless_it_is_not() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    for (choice, status) in [("422", 422), ("400", 400), ("accepted", 201)] {
        desk.switch("weak_password", &json!(choice));
        let body = json!({"spec": {"password": desk.seal("weak")}});
        assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, status);
    }
}

// Contract 2.1 row 1, 5.6: names and mailboxes are taken, also by the deleted.
#[test]
fn a_taken_name_is_refused_also_after_a_deletion() {
    let mut desk = Desk::new();
    let body = desk.new_user("example4");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &body).status, 201);
    let again = desk.new_user("example4");
    let answer = desk.call(ADMIN, "POST", USERS, &again);
    assert_eq!(reason(&answer), refused(409, "AlreadyExists"));
    let mut same_mail = desk.new_user("example5");
    same_mail["spec"]["mail"] = json!("example4@mail.example");
    assert_eq!(desk.call(ADMIN, "POST", USERS, &same_mail).status, 409);
    let path = desk.path("example4");
    assert_eq!(desk.call(ADMIN, "DELETE", &path, &Json::Null).status, 204);
    assert_eq!(desk.call(ADMIN, "POST", USERS, &again).status, 409);
    desk.switch("name_taken", &json!("400"));
    assert_eq!(desk.call(ADMIN, "POST", USERS, &again).status, 400);
    desk.switch("recreate", &json!("accepted"));
    assert_eq!(desk.call(ADMIN, "POST", USERS, &again).status, 201);
    assert_eq!(desk.get(MEMBER, &path).value()["spec"]["state"], Json::Null);
}

// Contract 3.3, 5.1, 2 and 3: the display name, and the ways in which a change answers.
#[test]
fn a_display_name_is_changed_and_the_rest_is_kept() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let before = desk.get(ADMIN, &path).value();
    for (choice, status) in [("201", 201), ("200", 200), ("204", 204)] {
        desk.switch("patch_success", &json!(choice));
        let body = json!({"spec": {"username": format!("Name {choice}")}});
        let answer = desk.call(ADMIN, "PATCH", &path, &body);
        assert_eq!(answer.status, status);
        assert_eq!(answer.body.is_empty(), status == 204);
    }
    let after = desk.get(ADMIN, &path).value();
    assert_eq!(after["spec"]["username"], "Name 204");
    assert_eq!(after["spec"]["email"], before["spec"]["email"]);
    assert_ne!(
        after["metadata"]["resourceVersion"],
        before["metadata"]["resourceVersion"]
    );
    desk.switch("patch_ignored", &json!(true));
    desk.switch("patch_success", &json!("201"));
    let body = json!({"spec": {"username": "Lost"}});
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 201);
    assert_eq!(
        desk.get(ADMIN, &path).value()["spec"]["username"],
        "Name 204"
    );
}

// Contract 5.1, 4.
#[test]
fn a_change_may_want_the_other_media_type() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let body = json!({"spec": {"username": "Merged"}});
    assert_eq!(desk.merge(ADMIN, &path, &body).status, 201);
    desk.switch("patch_media", &json!("merge-patch"));
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 415);
    assert_eq!(desk.merge(ADMIN, &path, &body).status, 201);
}

// Contract 5.10: a whole user sent back, with its hash for a password.
#[test]
fn a_whole_user_sent_back_brings_its_stale_members() {
    let mut desk = Desk::new();
    desk.switch("password_echo", &json!(true));
    let path = desk.path(MEMBER);
    let whole = desk.get(ADMIN, &path).value();
    assert!(
        whole["spec"]["password"]
            .as_str()
            .unwrap()
            .starts_with("$2a$")
    );
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &whole).status, 400);
    desk.switch("password_echo", &json!(false));
    desk.switch("patch_fields", &json!("all"));
    let mut stale = desk.get(ADMIN, &path).value();
    stale["metadata"] = json!({});
    desk.merge(
        ADMIN,
        &format!("{OBJECTS}/users/{}", desk.name(MEMBER)),
        &json!({"spec": {"state": "inactive"}}),
    );
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &stale).status, 201);
    assert_eq!(desk.get(ADMIN, &path).value()["spec"]["state"], "active");
}

// Contract 5.1, 22: another writer, or an old version.
#[test]
fn a_conflict_is_409_and_then_gone() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let body = json!({"spec": {"username": "x"}});
    desk.switch("conflicts", &json!(1));
    assert_eq!(
        reason(&desk.call(ADMIN, "PATCH", &path, &body)),
        refused(409, "Conflict")
    );
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 201);
    let old = json!({"metadata": {"resourceVersion": "1"}, "spec": {"username": "y"}});
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &old).status, 409);
}

// Contract 5.1, 5, 5.9: one's own password wants the old one, and a wrong one counts.
#[test]
fn ones_own_password_wants_the_old_one() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let change = |desk: &mut Desk, old: &str, new: &str| {
        let body = json!({"spec": {"old_password": desk.seal(old), "password": desk.seal(new)}});
        desk.call(MEMBER, "PATCH", &path, &body).status
    };
    let body = json!({"spec": {"password": desk.seal("new-horse-4")}});
    assert_eq!(desk.call(MEMBER, "PATCH", &path, &body).status, 400);
    assert_eq!(change(&mut desk, "wrong-horse-4", "new-horse-4"), 400);
    assert_eq!(
        desk.get(MEMBER, &path).value()["spec"]["continuity_errors"],
        1
    );
    desk.switch("wrong_old_password", &json!("403"));
    desk.switch("counts_errors", &json!(false));
    assert_eq!(change(&mut desk, "wrong-horse-4", "new-horse-4"), 403);
    assert_eq!(
        desk.get(MEMBER, &path).value()["spec"]["continuity_errors"],
        1
    );
    assert_eq!(change(&mut desk, "correct-horse-4", "new-horse-4"), 201);
    assert_eq!(change(&mut desk, "correct-horse-4", "new-horse-5"), 403);
    // Tokens live on (contract 5.7).
    assert_eq!(desk.get(MEMBER, &path).status, 200);
    desk.switch("own_needs_old", &json!(false));
    let body = json!({"spec": {"password": desk.seal("new-horse-6")}});
    assert_eq!(desk.call(MEMBER, "PATCH", &path, &body).status, 201);
}

// Contract 5.1, 5: an administrator resets, unless the old password is wanted.
#[test]
fn a_reset_may_want_the_old_password_too() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let body = json!({"spec": {"password": desk.seal("new-horse-4")}});
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 201);
    desk.switch("reset_needs_old", &json!(true));
    let body = json!({"spec": {"password": desk.seal("new-horse-5")}});
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 400);
}

// Contract 5.4: somebody of a directory has no password here.
#[test]
fn a_directory_keeps_its_passwords() {
    let mut desk = Desk::new();
    let path = desk.path(DIRECTORY);
    for (choice, status) in [("403", 403), ("400", 400)] {
        desk.switch("directory_password", &json!(choice));
        for who in [ADMIN, DIRECTORY] {
            let body = json!({"spec": {"password": desk.seal("new-horse-4")}});
            assert_eq!(desk.call(who, "PATCH", &path, &body).status, status);
        }
    }
    let body = json!({"spec": {"username": "Ines C."}});
    assert_eq!(desk.call(DIRECTORY, "PATCH", &path, &body).status, 201);
}

// Contract 5.1, 6 and 7, 5.6: the ways in which a deletion looks.
#[test]
fn a_deletion_is_soft() {
    let mut desk = Desk::new();
    let path = desk.path(MEMBER);
    let total = desk.list("limit=1").1.as_u64().unwrap();
    assert_eq!(desk.call(ADMIN, "DELETE", &path, &Json::Null).status, 204);
    assert_eq!(desk.list("limit=1").1, total - 1);
    assert_eq!(reason(&desk.get(ADMIN, &path)), refused(404, "NotFound"));
    assert_eq!(desk.call(ADMIN, "DELETE", &path, &Json::Null).status, 404);
    desk.switch("second_delete", &json!("204"));
    assert_eq!(desk.call(ADMIN, "DELETE", &path, &Json::Null).status, 204);
    desk.switch("deleted_users", &json!("listed"));
    assert_eq!(desk.get(ADMIN, &path).value()["spec"]["state"], "deleted");
    let (found, _) = desk.list("filterBy=state,deleted&limit=100");
    assert!(found.contains(&MEMBER.to_owned()));
    // The record is there by its label, for whoever cleans up.
    let selector = "labelSelector=auth.cpaas.io%2Fuser.state%3Ddeleted";
    let kept = desk
        .get(ADMIN, &format!("{OBJECTS}/users?{selector}"))
        .value();
    assert!(kept["items"].as_array().unwrap().len() > 1);
    desk.switch("deleted_users", &json!("hidden"));
    let one = desk.get(ADMIN, &format!("{OBJECTS}/users/{}", desk.name(MEMBER)));
    assert_eq!(one.value()["spec"]["state"], "deleted");
}

// Contract 5.1, 6.
#[test]
fn a_deletion_may_answer_with_a_body() {
    let mut desk = Desk::new();
    desk.switch("delete_success", &json!("200"));
    let path = desk.path(MEMBER);
    let answer = desk.call(ADMIN, "DELETE", &path, &Json::Null);
    assert_eq!(
        (answer.status, &answer.value()["status"]),
        (200, &json!("Success"))
    );
}

// Contract 5.6, 6: neither oneself nor a system account.
#[test]
fn oneself_and_system_accounts_cannot_be_deleted() {
    let mut desk = Desk::new();
    for (choice, status) in [("403", 403), ("400", 400)] {
        desk.switch("protected_delete", &json!(choice));
        for email in [ADMIN, SYSTEM] {
            let path = desk.path(email);
            assert_eq!(
                desk.call(ADMIN, "DELETE", &path, &Json::Null).status,
                status
            );
        }
    }
}

// Contract 2.2, 5.7: a merge patch on the other route, where a password destroys the password.
#[test]
fn the_other_route_merges_and_spoils_passwords() {
    let mut desk = Desk::new();
    let path = format!("{OBJECTS}/users/{}", desk.name(MEMBER));
    let body = json!({"spec": {"is_disabled": true, "mobile": "1", "webhookUrl": "x"}});
    let user = desk.merge(ADMIN, &path, &body).value();
    assert_eq!(user["spec"]["is_disabled"], true);
    assert_eq!(user["spec"]["webhookUrl"], "x");
    let user = desk
        .merge(
            ADMIN,
            &path,
            &json!({"spec": {"webhookUrl": null, "mobile": null}}),
        )
        .value();
    assert_eq!(user["spec"]["webhookUrl"], Json::Null);
    assert_eq!(user["spec"]["is_disabled"], true);
    // The identity never changes.
    let user = desk
        .merge(
            ADMIN,
            &path,
            &json!({"spec": {"email": "other", "is_admin": true}}),
        )
        .value();
    assert_eq!(
        (&user["spec"]["email"], &user["spec"]["is_admin"]),
        (&json!(MEMBER), &json!(false))
    );
    assert_eq!(desk.call(ADMIN, "PATCH", &path, &body).status, 415);
    let sealed = desk.seal("new-horse-4");
    assert_eq!(
        desk.merge(ADMIN, &path, &json!({"spec": {"password": sealed}}))
            .status,
        200
    );
    let own = json!({"spec": {"old_password": desk.seal("new-horse-4"), "password": desk.seal("next-horse-4")}});
    let own_path = desk.path(MEMBER);
    assert_eq!(desk.call(MEMBER, "PATCH", &own_path, &own).status, 400);
    let old = json!({"metadata": {"resourceVersion": "1"}, "spec": {}});
    assert_eq!(desk.merge(ADMIN, &path, &old).status, 409);
}

// Contract 2.2: the other route is a guess, and may be closed.
#[test]
fn the_other_route_may_be_closed() {
    let mut desk = Desk::new();
    desk.switch("object_patch", &json!("denied"));
    let path = format!("{OBJECTS}/users/{}", desk.name(MEMBER));
    let body = json!({"spec": {"is_disabled": true}});
    let answer = desk.merge(ADMIN, &path, &body);
    assert_eq!(reason(&answer), refused(403, "Forbidden"));
    assert_eq!(desk.get(ADMIN, &path).status, 200);
}
