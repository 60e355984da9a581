//! Contract 6, who may do what: one table, one column for each caller.

use serde_json::{Value as Json, json};

use super::{ADMIN, AUDITOR, DIRECTORY, Desk, MEMBER, OBJECTS, USERS};

/// A row: name, method, path, body, and the status for administrator, auditor and developer.
type Row = (&'static str, &'static str, String, Json, [u16; 3]);

const CALLERS: [&str; 3] = [ADMIN, AUDITOR, MEMBER];

/// Somebody of the crowd with a password of this installation.
fn other(desk: &Desk) -> String {
    let user = desk.world.alauda.users.iter().skip(5).find(|user| {
        user.is_local() && !user.is_deleted && user.state == "active" && !user.email.contains('%')
    });
    user.unwrap().email.clone()
}

#[expect(
    clippy::too_many_lines,
    reason = "one table, one row for each line of the contract"
)]
fn rows(desk: &mut Desk, who: &str) -> Vec<Row> {
    let stranger = desk.path(&other(desk));
    let own = desk.path(who);
    let name = json!({"spec": {"username": "Changed"}});
    let reset = json!({"spec": {"password": desk.seal("new-horse-7")}});
    let new = desk.new_user("example4");
    let records = format!("{OBJECTS}/namespaces/cpaas-system/accesstokeninfoes");
    let record = desk
        .world
        .alauda
        .tokens
        .iter()
        .find(|token| !CALLERS.iter().any(|who| desk.name(who) == token.owner))
        .map(|token| format!("{records}/{}", token.record))
        .unwrap();
    let binding = json!({"spec": {
        "subjects": [{"kind": "User", "name": "somebody"}],
        "roleRef": "platform-auditor-system",
        "scope": "platform",
    }});
    let password = match who {
        ADMIN => "correct-horse-2",
        AUDITOR => "correct-horse-3",
        _ => "correct-horse-4",
    };
    let own_password = json!({"spec": {
        "old_password": desk.seal(password),
        "password": desk.seal("new-horse-8"),
    }});
    let token = json!({"description": "d", "expiration": desk.world.clock().now_s() + 60});
    let directory = desk.path(DIRECTORY);
    vec![
        ("1 create", "POST", USERS.into(), new, [201, 403, 403]),
        ("2 list", "GET", USERS.into(), Json::Null, [200, 200, 403]),
        (
            "3 get",
            "GET",
            stranger.clone(),
            Json::Null,
            [200, 200, 200],
        ),
        (
            "3 get oneself",
            "GET",
            own.clone(),
            Json::Null,
            [200, 200, 200],
        ),
        (
            "4 display name",
            "PATCH",
            stranger.clone(),
            name.clone(),
            [201, 403, 403],
        ),
        (
            "4 own display name",
            "PATCH",
            own.clone(),
            name,
            [201, 201, 201],
        ),
        (
            "4 password",
            "PATCH",
            stranger.clone(),
            reset.clone(),
            [201, 403, 403],
        ),
        (
            "4 own password",
            "PATCH",
            own.clone(),
            own_password,
            [201, 201, 201],
        ),
        ("4 directory", "PATCH", directory, reset, [403, 403, 403]),
        ("5 delete", "DELETE", stranger, Json::Null, [204, 403, 403]),
        (
            "5 delete oneself",
            "DELETE",
            own,
            Json::Null,
            [403, 403, 403],
        ),
        (
            "pubkey",
            "GET",
            "/auth/v1/pubkey".into(),
            Json::Null,
            [200, 200, 200],
        ),
        (
            "token",
            "POST",
            "/auth/v1/accesstoken".into(),
            token,
            [201, 201, 201],
        ),
        ("records", "GET", records, Json::Null, [200, 200, 200]),
        ("record", "DELETE", record, Json::Null, [200, 200, 200]),
        (
            "bindings",
            "GET",
            "/auth/v2/userbindings".into(),
            Json::Null,
            [200, 200, 200],
        ),
        (
            "binding",
            "POST",
            "/auth/v2/userbindings".into(),
            binding,
            [201, 403, 403],
        ),
        (
            "groups",
            "GET",
            format!("{OBJECTS}/groups"),
            Json::Null,
            [200, 200, 403],
        ),
        (
            "objects",
            "GET",
            format!("{OBJECTS}/users"),
            Json::Null,
            [200, 200, 403],
        ),
    ]
}

#[test]
fn everybody_may_do_what_the_table_says() {
    for (column, who) in CALLERS.into_iter().enumerate() {
        let count = rows(&mut Desk::new(), who).len();
        for place in 0..count {
            // Each row in a world of its own, so that none sees what another changed.
            let mut desk = Desk::new();
            let (name, method, path, body, wanted) = rows(&mut desk, who).swap_remove(place);
            let answer = desk.call(who, method, &path, &body);
            assert_eq!(
                answer.status,
                wanted[column],
                "{name} as {who}: {method} {path}: {}",
                answer.text()
            );
        }
    }
}

// Contract 6, the first line: no token, no answer.
#[test]
fn nobody_may_do_anything() {
    let mut desk = Desk::new();
    for (name, method, path, body, _) in rows(&mut desk, ADMIN) {
        let request = Desk::request(method, &path, &body);
        assert_eq!(desk.send(&request).status, 401, "{name}");
    }
}
