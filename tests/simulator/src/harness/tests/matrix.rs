//! Contract 6, who may do what: one table, one column for each caller.

use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, SECOND, SERVICE, VIEWER};

/// A row: name, method, path, body, and the status for administrator, viewer, member and service account.
type Row = (&'static str, &'static str, String, Json, [u16; 4]);

const CALLERS: [&str; 4] = [ADMIN, VIEWER, MEMBER, SERVICE];

#[expect(
    clippy::too_many_lines,
    reason = "one table, one row for each line of the contract"
)]
fn rows(desk: &Desk, who: &str) -> Vec<Row> {
    let id = |email: &str| desk.id(email);
    // Rows of one's own self need the caller's e-mail; a service account has none.
    let own = json!({"email": if who == SERVICE { Json::Null } else { json!(who) }, "name": "x"});
    let totp = json!({"mechanism": "TOTP", "totpSecretKey": "GEZDGNBVGY3TQOJQ"});
    let change = json!({"currentPassword": "x", "newPassword": "y"});
    let invite = &desk.world.harness.invites[0];
    let invitation = format!("/ng/api/invites/{}", invite.id);
    let keys_of = |email: &str| {
        format!(
            "/ng/api/apikey?apiKeyType=USER&parentIdentifier={}",
            id(email)
        )
    };
    let tokens_of = |email: &str| {
        format!(
            "/ng/api/token/aggregate?apiKeyType=USER&parentIdentifier={}",
            id(email)
        )
    };
    let own_id = if who == SERVICE { ADMIN } else { who };
    let key = |owner: &str| {
        json!({
            "identifier": "fresh",
            "name": "fresh",
            "apiKeyType": "USER",
            "parentIdentifier": id(owner),
            "accountIdentifier": desk.account,
        })
    };
    let other = json!({"email": SECOND, "name": "x"});
    let parents = json!({"parentFilter": "INCLUDE_PARENT_SCOPES"});
    vec![
        (
            "1",
            "GET",
            "/ng/api/user/currentUser".into(),
            Json::Null,
            [200, 200, 200, 400],
        ),
        (
            "2",
            "GET",
            "/ng/api/user/two-factor-auth/TOTP".into(),
            Json::Null,
            [200, 200, 200, 400],
        ),
        (
            "3",
            "PUT",
            "/ng/api/user/enable-two-factor-auth".into(),
            totp,
            [200, 200, 200, 400],
        ),
        (
            "4",
            "PUT",
            "/ng/api/user/disable-two-factor-auth".into(),
            Json::Null,
            [200, 200, 200, 400],
        ),
        (
            "5",
            "PUT",
            "/ng/api/user/password".into(),
            change,
            [200, 200, 200, 400],
        ),
        (
            "6 self",
            "PUT",
            "/ng/api/user".into(),
            own.clone(),
            [200, 200, 200, 400],
        ),
        (
            "7 self",
            "PUT",
            format!("/ng/api/user/{}", id(own_id)),
            own,
            [200, 200, 200, 400],
        ),
        (
            "6 another",
            "PUT",
            "/ng/api/user".into(),
            other.clone(),
            [400, 400, 400, 200],
        ),
        (
            "7 another",
            "PUT",
            format!("/ng/api/user/{}", id(SECOND)),
            other,
            [400, 400, 400, 200],
        ),
        (
            "8",
            "POST",
            "/ng/api/user/aggregate".into(),
            json!({}),
            [200, 200, 403, 200],
        ),
        (
            "9",
            "POST",
            "/ng/api/user/batch".into(),
            json!({}),
            [200, 200, 403, 200],
        ),
        (
            "9 parents",
            "POST",
            "/ng/api/user/batch?orgIdentifier=payments".into(),
            parents,
            [200, 200, 403, 200],
        ),
        (
            "10",
            "GET",
            format!("/ng/api/user/aggregate/{}", id(SECOND)),
            Json::Null,
            [200, 200, 403, 200],
        ),
        (
            "11",
            "GET",
            format!("/ng/api/user/last-admin?userId={}", id(SECOND)),
            Json::Null,
            [200, 200, 403, 200],
        ),
        (
            "12",
            "POST",
            "/ng/api/user/users".into(),
            json!({"emails": ["new.one@acme.example"]}),
            [200, 403, 403, 200],
        ),
        (
            "13",
            "DELETE",
            format!("/ng/api/user/{}", id(SECOND)),
            Json::Null,
            [200, 403, 403, 200],
        ),
        (
            "14",
            "GET",
            format!("/ng/api/user/reset-two-factor-auth/{}", id(SECOND)),
            Json::Null,
            [200, 403, 403, 200],
        ),
        (
            "15",
            "PUT",
            format!("/ng/api/user/unlock-user/{}", id(SECOND)),
            Json::Null,
            [200, 403, 403, 200],
        ),
        (
            "invites",
            "POST",
            "/ng/api/invites/aggregate".into(),
            json!({}),
            [200, 200, 403, 200],
        ),
        (
            "resend",
            "PUT",
            invitation.clone(),
            invite.json(),
            [200, 403, 403, 200],
        ),
        (
            "withdraw",
            "DELETE",
            invitation,
            Json::Null,
            [200, 403, 403, 200],
        ),
        (
            "own keys",
            "GET",
            keys_of(own_id),
            Json::Null,
            [200, 200, 200, 400],
        ),
        (
            "own key",
            "POST",
            "/ng/api/apikey".into(),
            key(own_id),
            [200, 200, 200, 400],
        ),
        (
            "tokens of another",
            "GET",
            tokens_of(SECOND),
            Json::Null,
            [200, 200, 200, 400],
        ),
        (
            "key of another",
            "POST",
            "/ng/api/apikey".into(),
            key(SECOND),
            [403, 403, 403, 400],
        ),
        (
            "acl",
            "POST",
            "/authz/api/acl".into(),
            json!({"permissions": []}),
            [200, 200, 200, 200],
        ),
        (
            "roles",
            "GET",
            "/authz/api/roles".into(),
            Json::Null,
            [200, 200, 403, 200],
        ),
        (
            "resource groups",
            "GET",
            "/resourcegroup/api/v2/resourcegroup".into(),
            Json::Null,
            [200, 200, 403, 200],
        ),
        (
            "groups",
            "GET",
            "/ng/api/user-groups".into(),
            Json::Null,
            [200, 200, 403, 200],
        ),
        (
            "settings",
            "GET",
            "/ng/api/authentication-settings".into(),
            Json::Null,
            [200, 403, 403, 200],
        ),
        (
            "strength",
            "GET",
            "/ng/api/authentication-settings/login-settings/password-strength".into(),
            Json::Null,
            [200, 200, 200, 200],
        ),
        (
            "account",
            "GET",
            format!("/ng/api/accounts/{}", desk.account),
            Json::Null,
            [200, 200, 200, 200],
        ),
    ]
}

#[test]
fn everybody_may_do_what_the_table_says() {
    for (column, who) in CALLERS.into_iter().enumerate() {
        let count = rows(&Desk::new(), who).len();
        for place in 0..count {
            // Each row in a world of its own, so that none sees what another changed.
            let mut desk = Desk::new();
            let (name, method, path, body, wanted) = rows(&desk, who).swap_remove(place);
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

// Contract 6, the first line: no key, no answer.
#[test]
fn nobody_may_do_anything() {
    let mut desk = Desk::new();
    for (name, method, path, body, _) in rows(&desk, ADMIN) {
        for key in [None, Some("pat.wrong.wrong.wrong")] {
            let mut request = desk.request(method, &path, &body);
            if let Some(key) = key {
                request = request.header("x-api-key", key);
            }
            assert_eq!(desk.send(&request).status, 401, "{name}");
        }
    }
}

// Contract 6, row 12 for service accounts [guess].
#[test]
fn a_service_account_may_add_without_the_permission_in_the_other_reading() {
    let mut desk = Desk::new();
    desk.world.harness.assignments.clear();
    let body = json!({"emails": ["new.one@acme.example"]});
    assert_eq!(
        desk.call(SERVICE, "POST", "/ng/api/user/users", &body)
            .status,
        403
    );
    desk.switch("service_invite", &json!("free"));
    assert_eq!(
        desk.call(SERVICE, "POST", "/ng/api/user/users", &body)
            .status,
        200
    );
}

// Contract 6: permissions of one scope are none in another.
#[test]
fn a_project_administrator_is_nobody_in_the_next_project() {
    let mut desk = Desk::new();
    let id = desk.id(MEMBER);
    let here = "?orgIdentifier=payments&projectIdentifier=ledger";
    let body = json!({"roleAssignments": [{
        "roleIdentifier": "_project_admin",
        "resourceGroupIdentifier": "_all_project_level_resources",
        "principal": {"identifier": id, "type": "USER"},
    }]});
    let path = format!("/authz/api/roleassignments/multi{here}");
    desk.data(ADMIN, "POST", &path, &body);
    let list = "/ng/api/user/batch";
    assert_eq!(
        desk.call(MEMBER, "POST", &format!("{list}{here}"), &json!({}))
            .status,
        200
    );
    for scope in [
        "",
        "?orgIdentifier=payments",
        "?orgIdentifier=payments&projectIdentifier=checkout",
    ] {
        let path = format!("{list}{scope}");
        assert_eq!(
            desk.call(MEMBER, "POST", &path, &json!({})).status,
            403,
            "{scope}"
        );
    }
    // A filter over the scopes above asks for all of them (contract 2.2, row 9).
    let body = json!({"parentFilter": "INCLUDE_PARENT_SCOPES"});
    assert_eq!(
        desk.call(MEMBER, "POST", &format!("{list}{here}"), &body)
            .status,
        403
    );
}
