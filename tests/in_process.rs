//! The real client against the simulator's core, in this process and on the simulator's clock.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

#[path = "simulated/transport.rs"]
mod transport;

use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::portainer::{
    AdminCheck, AuthMode, CheckAdmin, CreateApiKey, CreateMembership, CreateUser, DeleteApiKey,
    DeleteUser, FirstRun, GetCurrentUser, GetOldStatus, GetPublicSettings, GetStatus, GetUser,
    InitAdmin, ListApiKeys, ListMemberships, ListUsers, Role, SignIn, TeamId, TeamRole,
    UpdatePassword, UpdateUser, User, UserId, first_run, token_claims,
};
use rollcall::api::{
    ApiError, Clash, Effect, Endpoint, ErrorKind, Platform, Reason, Secret, Timestamp, explain,
};
use rollcall::transport::{Client, Connection, ConnectionId, Credential, Failure, Outcome, curl};
use rollcall_simulator::{Request, World, handle};

use transport::InProcess;

const ADMIN_PASSWORD: &str = "correct horse 1";

struct Panel {
    sim: InProcess,
    client: Client,
    home: Connection,
}

fn panel(world: World) -> Panel {
    let sim = InProcess::new(world);
    let id = ConnectionId::new("operations").unwrap();
    let base_url = "/platforms/portainer";
    Panel {
        client: Client::new(Rc::new(sim.clone())),
        home: Connection::new(id, "Operations", Platform::Portainer, base_url).unwrap(),
        sim,
    }
}

/// Right after installation, with the first administrator signed in.
fn installed() -> Panel {
    let panel = panel(World::installed(1, "admin", ADMIN_PASSWORD));
    panel.sign_in("admin", ADMIN_PASSWORD).unwrap();
    panel
}

impl Panel {
    fn send<E: Endpoint>(&self, endpoint: &E) -> Result<E::Answer, ApiError> {
        block_on(self.client.send(&self.home, endpoint))
    }

    fn fails<E: Endpoint>(&self, endpoint: &E) -> ErrorKind {
        let error = self.send(endpoint).err().unwrap();
        assert_eq!(error.operation, E::OPERATION);
        error.kind
    }

    fn sign_in(&self, username: &str, password: &str) -> Result<Timestamp, ApiError> {
        let session = self.send(&SignIn {
            username: username.to_owned(),
            password: Secret::from(password),
        })?;
        let claims = token_claims(&session.jwt).unwrap();
        let credential = Credential::Bearer {
            token: session.jwt,
            expires_at: claims.expires_at,
        };
        self.client.vault().set(&self.home, credential).unwrap();
        Ok(claims.expires_at.unwrap())
    }

    fn create(&self, username: &str, role: Role) -> User {
        let user = CreateUser {
            username: username.to_owned(),
            password: Some(Secret::from(ADMIN_PASSWORD)),
            role,
        };
        self.send(&user).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let all = self.send(&ListUsers).unwrap();
        all.into_iter().map(|user| user.username).collect()
    }

    /// Sign-in, password and key calls fill one bucket for each address; it empties by one in a second.
    fn rest(&self) {
        self.sim.control("/__sim/clock", r#"{"advance_s":30}"#);
    }

    fn order(&self, fault: &str) {
        self.sim
            .control("/__sim/faults", &["[", fault, "]"].concat());
    }

    fn n_sent(&self) -> usize {
        self.client.record().len()
    }
}

#[test]
fn accounts_are_created_changed_and_deleted() {
    let panel = installed();
    let me = panel.send(&GetCurrentUser).unwrap();
    assert_eq!(
        (me.user.id, me.user.role),
        (UserId::FIRST, Role::Administrator)
    );
    let anna = panel.create("Anna", Role::Regular);
    assert_eq!(anna.username, "anna");
    assert_eq!(panel.names(), ["admin", "anna"]);

    let change = UpdateUser::new(anna.id)
        .rename("Anna.B")
        .set_role(Role::Administrator);
    let changed = panel.send(&change).unwrap();
    assert_eq!(
        (changed.username.as_str(), changed.role),
        ("Anna.B", Role::Administrator)
    );
    assert!(changed.sessions_valid_from.is_some());
    assert_eq!(panel.send(&GetUser { id: anna.id }).unwrap(), changed);

    panel.send(&DeleteUser { id: anna.id }).unwrap();
    assert_eq!(
        panel.fails(&DeleteUser { id: anna.id }),
        ErrorKind::NotFound
    );
    assert_eq!(panel.names(), ["admin"]);
}

#[test]
fn names_arrive_as_they_were_typed() {
    let panel = installed();
    let names = [
        "a/b",
        "a%2fb",
        "..",
        "ünï",
        "<b>x</b>",
        "o'neil\"",
        "a\u{202e}b",
        "😀\n\0",
    ];
    for name in names {
        panel.create(name, Role::Regular);
    }
    let mut all = panel.names();
    all.remove(0);
    assert_eq!(all, names);
}

#[test]
fn refusals_mean_what_they_should() {
    let panel = installed();
    let forbidden = ErrorKind::Forbidden;
    let anna = panel.create("anna", Role::Administrator);
    let again = CreateUser {
        username: "ANNA".to_owned(),
        password: Some(Secret::from(ADMIN_PASSWORD)),
        role: Role::Regular,
    };
    assert_eq!(panel.fails(&again), ErrorKind::Conflict(Clash::Name));
    let first = DeleteUser { id: UserId::FIRST };
    assert_eq!(panel.fails(&first), forbidden(Reason::FirstAdministrator));
    panel.sign_in("anna", ADMIN_PASSWORD).unwrap();
    let myself = DeleteUser { id: anna.id };
    assert_eq!(panel.fails(&myself), forbidden(Reason::Myself));
    let demote = UpdateUser::new(anna.id).set_role(Role::Regular);
    panel.rest();
    panel.send(&demote).unwrap();
    assert_eq!(panel.fails(&ListUsers), ErrorKind::SignedOut);
    panel.sign_in("anna", ADMIN_PASSWORD).unwrap();
    assert_eq!(
        panel.fails(&ListUsers),
        forbidden(Reason::NeedsAdministrator)
    );
    assert_eq!(
        panel.fails(&GetUser { id: UserId::FIRST }),
        forbidden(Reason::NotAllowed)
    );
}

#[test]
fn a_key_is_shown_once_and_cannot_make_keys() {
    let panel = installed();
    let create = CreateApiKey {
        user_id: UserId::FIRST,
        description: "backup".to_owned(),
        password: Some(Secret::from(ADMIN_PASSWORD)),
    };
    let made = panel.send(&create).unwrap();
    let list = ListApiKeys {
        user_id: UserId::FIRST,
    };
    let keys = panel.send(&list).unwrap();
    assert_eq!(keys, std::slice::from_ref(&made.key));
    assert_eq!(keys.first().unwrap().last_used_at, None);
    assert!(made.raw.expose().starts_with(&made.key.prefix));

    let credential = Credential::ApiKey(made.raw.clone());
    panel.client.vault().set(&panel.home, credential).unwrap();
    assert!(panel.send(&GetCurrentUser).is_ok());
    let refused = ErrorKind::Forbidden(Reason::KeyCannotCreateKeys);
    assert_eq!(panel.fails(&create), refused);

    let delete = DeleteApiKey {
        user_id: UserId::FIRST,
        key_id: made.key.id,
    };
    panel.send(&delete).unwrap();
    assert_eq!(panel.fails(&GetCurrentUser), ErrorKind::SignedOut);
    panel.sign_in("admin", ADMIN_PASSWORD).unwrap();
    assert_eq!(panel.fails(&delete), ErrorKind::NotFound);

    let mut printed = format!("{:?} {made:?}", panel.client.record());
    for entry in panel.client.record().entries() {
        printed.push_str(&curl::command(&entry));
    }
    for secret in [made.raw.expose(), ADMIN_PASSWORD] {
        assert!(!printed.contains(secret));
    }
}

#[test]
fn a_session_ends_when_its_time_is_over_or_the_server_restarts() {
    let panel = panel(World::installed(1, "admin", ADMIN_PASSWORD));
    let ends = panel.sign_in("admin", ADMIN_PASSWORD).unwrap();
    let now_s = i64::try_from(panel.sim.0.borrow().clock().now_s()).unwrap();
    assert_eq!(ends.unix_seconds() - now_s, 8 * 3_600);
    assert!(panel.send(&GetCurrentUser).is_ok());
    panel.sim.control("/__sim/clock", r#"{"advance_s":28801}"#);
    assert_eq!(panel.fails(&GetCurrentUser), ErrorKind::SignedOut);

    panel.sign_in("admin", ADMIN_PASSWORD).unwrap();
    assert!(panel.send(&GetCurrentUser).is_ok());
    panel
        .sim
        .control("/__sim/restart", r#"{"platform":"portainer"}"#);
    assert_eq!(panel.fails(&GetCurrentUser), ErrorKind::SignedOut);
}

#[test]
fn changing_ones_own_password_ends_the_session() {
    let panel = installed();
    panel.rest();
    let change = |current: &str| UpdatePassword {
        id: UserId::FIRST,
        current: Secret::from(current),
        new: Secret::from("battery staple 2"),
    };
    let wrong = ErrorKind::Forbidden(Reason::WrongCurrentPassword);
    assert_eq!(panel.fails(&change("rubbish")), wrong);
    panel.send(&change(ADMIN_PASSWORD)).unwrap();
    assert_eq!(panel.fails(&GetCurrentUser), ErrorKind::SignedOut);
    panel.sign_in("admin", "battery staple 2").unwrap();
    assert!(panel.send(&GetCurrentUser).is_ok());
}

#[test]
fn too_many_sign_ins_are_a_ban_and_other_calls_go_on() {
    let panel = installed();
    let mut kinds = Vec::new();
    for _ in 0..12 {
        kinds.push(panel.sign_in("admin", "rubbish").unwrap_err().kind);
    }
    assert_eq!(kinds.first(), Some(&ErrorKind::BadCredentials));
    assert!(matches!(kinds.last(), Some(ErrorKind::Banned { .. })));
    assert!(panel.send(&ListUsers).is_ok());
    // Refused even with the right password, and not repeated by itself.
    let n_before = panel.n_sent();
    let error = panel.sign_in("admin", ADMIN_PASSWORD).unwrap_err();
    assert!(!explain(&error).retry_is_safe);
    assert_eq!(panel.n_sent(), n_before + 1);
}

#[test]
fn the_first_run_is_told_from_its_end() {
    let panel = panel(World::first_run(1));
    assert_eq!(panel.send(&CheckAdmin).unwrap(), AdminCheck::Missing);
    assert_eq!(
        panel.send(&GetPublicSettings).unwrap().auth_mode,
        AuthMode::Internal
    );
    panel.sim.control("/__sim/clock", r#"{"advance_s":301}"#);
    let check = panel.send(&CheckAdmin);
    assert_eq!(first_run(&check, None), FirstRun::TimedOut);
    assert_eq!(panel.fails(&GetStatus), ErrorKind::FirstRunTimedOut);
    let old_status = panel.send(&GetOldStatus);
    let unreachable = Err(ApiError::of::<CheckAdmin>(ErrorKind::Unreachable));
    assert_eq!(
        first_run(&unreachable, Some(&old_status)),
        FirstRun::TimedOut
    );

    panel
        .sim
        .control("/__sim/restart", r#"{"platform":"portainer"}"#);
    let init = InitAdmin {
        username: "admin".to_owned(),
        password: Secret::from(ADMIN_PASSWORD),
    };
    assert_eq!(panel.send(&init).unwrap().role, Role::Administrator);
    assert_eq!(panel.send(&CheckAdmin).unwrap(), AdminCheck::Exists);
    assert_eq!(
        panel.fails(&init),
        ErrorKind::Conflict(Clash::Administrator)
    );
    assert!(panel.sign_in("admin", ADMIN_PASSWORD).is_ok());
}

#[test]
fn a_read_outlives_passing_faults_and_says_which_ones_last() {
    let panel = installed();
    panel.order(r#"{"operation":"user_list","fault":"status","status":503,"times":2}"#);
    let n_before = panel.n_sent();
    assert_eq!(panel.names(), ["admin"]);
    assert_eq!(panel.n_sent(), n_before + 3);

    let cases = [
        (
            r#"{"operation":"user_list","fault":"reset","times":3}"#,
            ErrorKind::Unreachable,
        ),
        (
            r#"{"operation":"user_list","fault":"truncate","times":3}"#,
            ErrorKind::CutShort,
        ),
        (
            r#"{"operation":"user_list","fault":"never","times":3}"#,
            ErrorKind::TimedOut,
        ),
        (
            r#"{"operation":"user_list","fault":"redirect","times":3}"#,
            ErrorKind::Unreachable,
        ),
        (
            r#"{"operation":"user_list","fault":"not_json"}"#,
            ErrorKind::NotThePlatform { status: 200 },
        ),
    ];
    for (fault, kind) in cases {
        panel.order(fault);
        assert_eq!(panel.fails(&ListUsers), kind, "{fault}");
        let call = Request::new("DELETE", "/__sim/faults");
        handle(&mut panel.sim.0.borrow_mut(), &call);
        panel.sign_in("admin", ADMIN_PASSWORD).unwrap();
    }
    panel.order(r#"{"operation":"user_list","fault":"wrong_shape"}"#);
    assert!(matches!(panel.fails(&ListUsers), ErrorKind::Decode { .. }));
}

#[test]
fn a_write_whose_answer_is_lost_is_not_sent_again_and_may_have_happened() {
    let panel = installed();
    panel.order(r#"{"operation":"user_create","fault":"reset","carried_out":true}"#);
    let n_before = panel.n_sent();
    let anna = CreateUser {
        username: "anna".to_owned(),
        password: Some(Secret::from(ADMIN_PASSWORD)),
        role: Role::Regular,
    };
    let error = panel.send(&anna).unwrap_err();
    assert_eq!(
        (error.kind.clone(), error.effect),
        (ErrorKind::Unreachable, Effect::Write)
    );
    assert!(error.may_have_happened() && !explain(&error).retry_is_safe);
    assert_eq!(panel.n_sent(), n_before + 1);
    let newest = panel.client.record().entries();
    let newest = newest.first().unwrap();
    assert_eq!(newest.outcome, Outcome::Failed(Failure::Unreachable));
    // It did happen: whoever looks first does not make a second one.
    assert_eq!(panel.names(), ["admin", "anna"]);
}

#[test]
fn an_account_is_put_into_a_team_and_twice_is_noticed() {
    let panel = installed();
    let anna = panel.create("anna", Role::Regular);
    let join = CreateMembership {
        user_id: anna.id,
        team_id: TeamId(1),
        role: TeamRole::Leader,
    };
    let place = panel.send(&join).unwrap();
    let list = ListMemberships { user_id: anna.id };
    assert_eq!(panel.send(&list).unwrap(), [place]);
    assert_eq!(panel.fails(&join), ErrorKind::Conflict(Clash::Membership));
}
