//! Contract 6, who may do what: one table, one test for each caller.

use serde_json::{Value as Json, json};

use super::{Desk, OTHER_PASSWORD, PASSWORD, bearer};
use crate::http::Request;

/// The people of the matrix: account 1 and another administrator, two regular accounts, a leader of team 1.
struct Cast {
    desk: Desk,
    admin: String,
    second: String,
    user: String,
    leader: String,
}

const SECOND: i64 = 2;
const USER: i64 = 3;
const OTHER: i64 = 4;
const LEADER: i64 = 5;

impl Cast {
    fn new() -> Self {
        let mut desk = Desk::new();
        let admin = desk.admin();
        for (name, role, id) in [
            ("second", 1, SECOND),
            ("user", 2, USER),
            ("other", 2, OTHER),
            ("leader", 2, LEADER),
        ] {
            assert_eq!(desk.create(&admin, name, role), id);
        }
        for team in ["t1", "t2"] {
            desk.call(&admin, "POST", "/api/teams", &json!({"Name": team}));
        }
        for (user, team, role) in [(LEADER, 1, 1), (OTHER, 2, 2), (OTHER, 1, 2)] {
            let body = json!({"UserID": user, "TeamID": team, "Role": role});
            desk.call(&admin, "POST", "/api/team_memberships", &body);
        }
        let second = desk.sign_in("second", PASSWORD);
        let user = desk.sign_in("user", PASSWORD);
        let leader = desk.sign_in("leader", PASSWORD);
        for (token, id) in [
            (&admin, 1),
            (&second, SECOND),
            (&user, USER),
            (&leader, LEADER),
        ] {
            desk.make_key(token, id);
        }
        Self {
            desk,
            admin,
            second,
            user,
            leader,
        }
    }
}

/// A row: name, method, path, body, and the answer expected.
type Row = (&'static str, &'static str, &'static str, Json, u16);

/// Each row in a cast of its own, so that none sees what another changed.
fn check(rows: &[Row], caller: impl Fn(&Cast) -> Option<String>) {
    for (name, method, path, body, status) in rows {
        let mut cast = Cast::new();
        let token = caller(&cast);
        let mut request: Request = Desk::request(method, path).body(body.to_string());
        if let Some(token) = token {
            request = bearer(request, &token);
        }
        request.peer = "somewhere else".to_owned();
        let answer = cast.desk.send(&request);
        assert_eq!(
            answer.status,
            *status,
            "{name}: {method} {path}: {}",
            answer.text()
        );
    }
}

fn own_password() -> Json {
    json!({"Password": PASSWORD, "NewPassword": OTHER_PASSWORD})
}

fn wrong_password() -> Json {
    json!({"Password": "wrong", "NewPassword": OTHER_PASSWORD})
}

fn new_key() -> Json {
    json!({"password": PASSWORD, "description": "x"})
}

fn new_user() -> Json {
    json!({"Username": "new", "Password": PASSWORD, "Role": 2})
}

fn membership(user: i64, team: i64) -> Json {
    json!({"UserID": user, "TeamID": team, "Role": 2})
}

#[test]
fn nobody_signed_in_may_only_use_the_public_calls() {
    let rows: [Row; 20] = [
        ("S1", "GET", "/api/users", json!({}), 401),
        ("S2", "POST", "/api/users", new_user(), 401),
        ("S3", "GET", "/api/users/me", json!({}), 401),
        ("S4", "GET", "/api/users/3", json!({}), 401),
        ("S5", "PUT", "/api/users/3", json!({}), 401),
        ("S6", "DELETE", "/api/users/3", json!({}), 401),
        ("S7", "PUT", "/api/users/3/passwd", own_password(), 401),
        ("S8", "GET", "/api/users/3/memberships", json!({}), 401),
        ("S9", "GET", "/api/users/3/tokens", json!({}), 401),
        ("S10", "POST", "/api/users/3/tokens", new_key(), 401),
        ("S11", "DELETE", "/api/users/3/tokens/3", json!({}), 401),
        ("S12", "GET", "/api/users/admin/check", json!({}), 204),
        (
            "S13",
            "POST",
            "/api/users/admin/init",
            json!({"Username": "x", "Password": PASSWORD}),
            409,
        ),
        (
            "E1",
            "POST",
            "/api/auth",
            json!({"Username": "user", "Password": PASSWORD}),
            200,
        ),
        ("E2", "POST", "/api/auth/logout", json!({}), 0),
        ("E4", "GET", "/api/settings/public", json!({}), 200),
        ("E5", "GET", "/api/system/status", json!({}), 200),
        ("E6", "GET", "/api/teams", json!({}), 401),
        ("E8", "GET", "/api/team_memberships", json!({}), 401),
        ("E9", "POST", "/api/team_memberships", membership(3, 1), 401),
    ];
    check(&rows, |_| None);
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table, one row for each cell of the contract"
)]
fn a_regular_account_may_do_things_to_itself_only() {
    let rows: [Row; 35] = [
        ("S1", "GET", "/api/users", json!({}), 403),
        ("S2", "POST", "/api/users", new_user(), 403),
        ("S3", "GET", "/api/users/me", json!({}), 200),
        ("S4 self", "GET", "/api/users/3", json!({}), 200),
        ("S4 other", "GET", "/api/users/4", json!({}), 403),
        (
            "S5 theme self",
            "PUT",
            "/api/users/3",
            json!({"UseCache": true}),
            200,
        ),
        (
            "S5 theme other",
            "PUT",
            "/api/users/4",
            json!({"UseCache": true}),
            403,
        ),
        (
            "S5 name self",
            "PUT",
            "/api/users/3",
            json!({"Username": "x"}),
            403,
        ),
        (
            "S5 role self",
            "PUT",
            "/api/users/3",
            json!({"Role": 2}),
            403,
        ),
        (
            "S5 password given",
            "PUT",
            "/api/users/3",
            own_password(),
            200,
        ),
        (
            "S5 password missing",
            "PUT",
            "/api/users/3",
            json!({"NewPassword": OTHER_PASSWORD}),
            403,
        ),
        ("S6 self", "DELETE", "/api/users/3", json!({}), 403),
        ("S6 other", "DELETE", "/api/users/4", json!({}), 403),
        ("S7 self", "PUT", "/api/users/3/passwd", own_password(), 204),
        (
            "S7 self, wrong",
            "PUT",
            "/api/users/3/passwd",
            wrong_password(),
            403,
        ),
        (
            "S7 other",
            "PUT",
            "/api/users/4/passwd",
            own_password(),
            403,
        ),
        ("S8 self", "GET", "/api/users/3/memberships", json!({}), 200),
        (
            "S8 other",
            "GET",
            "/api/users/4/memberships",
            json!({}),
            403,
        ),
        ("S9 self", "GET", "/api/users/3/tokens", json!({}), 200),
        ("S9 other", "GET", "/api/users/4/tokens", json!({}), 403),
        ("S10 self", "POST", "/api/users/3/tokens", new_key(), 201),
        ("S10 other", "POST", "/api/users/4/tokens", new_key(), 403),
        (
            "S11 self",
            "DELETE",
            "/api/users/3/tokens/3",
            json!({}),
            204,
        ),
        (
            "S11 other",
            "DELETE",
            "/api/users/4/tokens/3",
            json!({}),
            403,
        ),
        ("S12", "GET", "/api/users/admin/check", json!({}), 204),
        (
            "S13",
            "POST",
            "/api/users/admin/init",
            json!({"Username": "x", "Password": PASSWORD}),
            409,
        ),
        ("E4", "GET", "/api/settings/public", json!({}), 200),
        ("E6", "GET", "/api/teams", json!({}), 200),
        ("E7", "GET", "/api/teams/1/memberships", json!({}), 403),
        ("E8", "GET", "/api/team_memberships", json!({}), 403),
        ("E9", "POST", "/api/team_memberships", membership(3, 1), 403),
        (
            "E10",
            "PUT",
            "/api/team_memberships/2",
            membership(4, 1),
            403,
        ),
        ("E11", "DELETE", "/api/team_memberships/2", json!({}), 403),
        ("E12", "GET", "/api/system/version", json!({}), 200),
        ("settings", "GET", "/api/settings", json!({}), 403),
    ];
    check(&rows, |cast| Some(cast.user.clone()));
}

#[test]
fn a_team_leader_sees_regular_accounts_and_runs_the_led_team() {
    let rows: [Row; 15] = [
        ("S1", "GET", "/api/users", json!({}), 200),
        ("S2", "POST", "/api/users", new_user(), 403),
        ("S4 other", "GET", "/api/users/4", json!({}), 403),
        ("S6 other", "DELETE", "/api/users/4", json!({}), 403),
        ("E6", "GET", "/api/teams", json!({}), 200),
        ("E7 led", "GET", "/api/teams/1/memberships", json!({}), 200),
        (
            "E7 not led",
            "GET",
            "/api/teams/2/memberships",
            json!({}),
            403,
        ),
        ("E8", "GET", "/api/team_memberships", json!({}), 200),
        (
            "E9 led",
            "POST",
            "/api/team_memberships",
            membership(USER, 1),
            200,
        ),
        (
            "E9 not led",
            "POST",
            "/api/team_memberships",
            membership(USER, 2),
            403,
        ),
        (
            "E10 within",
            "PUT",
            "/api/team_memberships/3",
            membership(OTHER, 1),
            200,
        ),
        (
            "E10 out",
            "PUT",
            "/api/team_memberships/3",
            membership(OTHER, 2),
            403,
        ),
        (
            "E10 in",
            "PUT",
            "/api/team_memberships/2",
            membership(OTHER, 1),
            403,
        ),
        (
            "E11 led",
            "DELETE",
            "/api/team_memberships/3",
            json!({}),
            204,
        ),
        (
            "E11 not led",
            "DELETE",
            "/api/team_memberships/2",
            json!({}),
            403,
        ),
    ];
    check(&rows, |cast| Some(cast.leader.clone()));
    let mut cast = Cast::new();
    let leader = cast.leader.clone();
    assert_eq!(cast.desk.names(&leader), ["user", "other", "leader"]);
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table, one row for each cell of the contract"
)]
fn an_administrator_may_do_nearly_everything() {
    let rows: [Row; 41] = [
        ("S1", "GET", "/api/users", json!({}), 200),
        ("S2", "POST", "/api/users", new_user(), 200),
        ("S3", "GET", "/api/users/me", json!({}), 200),
        ("S4 self", "GET", "/api/users/2", json!({}), 200),
        ("S4 regular", "GET", "/api/users/3", json!({}), 200),
        ("S4 admin", "GET", "/api/users/1", json!({}), 200),
        (
            "S5 theme",
            "PUT",
            "/api/users/3",
            json!({"Theme": {"color": "dark"}}),
            200,
        ),
        (
            "S5 name",
            "PUT",
            "/api/users/1",
            json!({"Username": "x"}),
            200,
        ),
        (
            "S5 role self",
            "PUT",
            "/api/users/2",
            json!({"Role": 2}),
            200,
        ),
        (
            "S5 role admin",
            "PUT",
            "/api/users/1",
            json!({"Role": 2}),
            200,
        ),
        (
            "S5 password self",
            "PUT",
            "/api/users/2",
            json!({"NewPassword": OTHER_PASSWORD}),
            200,
        ),
        (
            "S5 password admin",
            "PUT",
            "/api/users/1",
            json!({"NewPassword": OTHER_PASSWORD}),
            200,
        ),
        ("S6 self", "DELETE", "/api/users/2", json!({}), 403),
        ("S6 regular", "DELETE", "/api/users/3", json!({}), 204),
        ("S6 account 1", "DELETE", "/api/users/1", json!({}), 403),
        ("S7 self", "PUT", "/api/users/2/passwd", own_password(), 204),
        (
            "S7 regular",
            "PUT",
            "/api/users/3/passwd",
            own_password(),
            204,
        ),
        (
            "S7 admin",
            "PUT",
            "/api/users/1/passwd",
            own_password(),
            204,
        ),
        (
            "S7 regular, wrong",
            "PUT",
            "/api/users/3/passwd",
            wrong_password(),
            403,
        ),
        ("S8 self", "GET", "/api/users/2/memberships", json!({}), 200),
        (
            "S8 regular",
            "GET",
            "/api/users/3/memberships",
            json!({}),
            200,
        ),
        (
            "S8 admin",
            "GET",
            "/api/users/1/memberships",
            json!({}),
            200,
        ),
        ("S9 self", "GET", "/api/users/2/tokens", json!({}), 200),
        ("S9 regular", "GET", "/api/users/3/tokens", json!({}), 200),
        ("S9 admin", "GET", "/api/users/1/tokens", json!({}), 403),
        ("S10 self", "POST", "/api/users/2/tokens", new_key(), 201),
        ("S10 regular", "POST", "/api/users/3/tokens", new_key(), 403),
        ("S10 admin", "POST", "/api/users/1/tokens", new_key(), 403),
        (
            "S11 self",
            "DELETE",
            "/api/users/2/tokens/2",
            json!({}),
            204,
        ),
        (
            "S11 regular",
            "DELETE",
            "/api/users/3/tokens/3",
            json!({}),
            204,
        ),
        (
            "S11 admin",
            "DELETE",
            "/api/users/1/tokens/1",
            json!({}),
            204,
        ),
        ("S12", "GET", "/api/users/admin/check", json!({}), 204),
        (
            "S13",
            "POST",
            "/api/users/admin/init",
            json!({"Username": "x", "Password": PASSWORD}),
            409,
        ),
        ("E6", "GET", "/api/teams", json!({}), 200),
        ("E7", "GET", "/api/teams/2/memberships", json!({}), 200),
        ("E8", "GET", "/api/team_memberships", json!({}), 200),
        ("E9", "POST", "/api/team_memberships", membership(3, 2), 200),
        (
            "E10",
            "PUT",
            "/api/team_memberships/2",
            membership(4, 1),
            200,
        ),
        ("E11", "DELETE", "/api/team_memberships/2", json!({}), 204),
        ("settings", "GET", "/api/settings", json!({}), 200),
        ("E12", "GET", "/api/system/version", json!({}), 200),
    ];
    check(&rows, |cast| Some(cast.second.clone()));
}

#[test]
fn account_1_may_delete_another_administrator_but_is_never_deleted() {
    let rows: [Row; 2] = [
        ("S6 admin", "DELETE", "/api/users/2", json!({}), 204),
        ("S6 itself", "DELETE", "/api/users/1", json!({}), 403),
    ];
    check(&rows, |cast| Some(cast.admin.clone()));
    let mut cast = Cast::new();
    let second = cast.second.clone();
    cast.desk
        .call(&second, "PUT", "/api/users/1", &json!({"Role": 2}));
    let answer = cast
        .desk
        .call(&second, "DELETE", "/api/users/1", &Json::Null);
    assert_eq!(answer.status, 403);
}

#[test]
fn a_key_may_do_what_its_account_may_but_make_keys() {
    let mut cast = Cast::new();
    let admin = cast.admin.clone();
    let user_token = cast.user.clone();
    let admin_key = cast.desk.make_key(&admin, 1);
    let user_key = cast.desk.make_key(&user_token, USER);
    let mut status = |key: &str, method: &str, path: &str, body: Json| {
        let request = Desk::request(method, path)
            .header("X-API-KEY", key)
            .body(body.to_string());
        cast.desk.send(&request).status
    };
    assert_eq!(status(&admin_key, "GET", "/api/users", json!({})), 200);
    assert_eq!(status(&admin_key, "POST", "/api/users", new_user()), 200);
    assert_eq!(
        status(&admin_key, "POST", "/api/users/1/tokens", new_key()),
        401
    );
    assert_eq!(status(&user_key, "GET", "/api/users", json!({})), 403);
    assert_eq!(
        status(&user_key, "PUT", "/api/users/3", json!({"UseCache": true})),
        200
    );
    assert_eq!(
        status(&user_key, "DELETE", "/api/users/3/tokens/3", json!({})),
        204
    );
    assert_eq!(status(&user_key, "POST", "/api/auth/logout", json!({})), 0);
}

#[test]
fn a_cookie_without_the_csrf_header_may_only_read() {
    let mut cast = Cast::new();
    let cookie = format!("portainer_api_key={}", cast.admin);
    for (method, path, status) in [
        ("GET", "/api/users", 200),
        ("GET", "/api/users/1", 200),
        ("POST", "/api/users", 403),
        ("PUT", "/api/users/1", 403),
        ("DELETE", "/api/users/3", 403),
        ("PUT", "/api/users/1/passwd", 403),
        ("POST", "/api/users/1/tokens", 403),
        ("POST", "/api/users/admin/init", 403),
        ("POST", "/api/auth", 403),
        ("POST", "/api/auth/logout", 403),
        ("POST", "/api/team_memberships", 403),
    ] {
        let answer = cast.desk.send(
            &Desk::request(method, path)
                .header("Cookie", &cookie)
                .body("{}"),
        );
        assert_eq!(answer.status, status, "{method} {path}");
        if status == 403 {
            assert!(
                answer.text().starts_with("Forbidden - CSRF"),
                "{method} {path}"
            );
        }
    }
}
