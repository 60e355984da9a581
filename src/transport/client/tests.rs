//! The client against a scripted transport with a clock of its own.

mod fake;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fake::{Fake, Step};

use super::*;
use crate::api::portainer::{
    CheckAdmin, CreateUser, DeleteUser, GetUser, ListUsers, Role, SignIn, UpdateUser, UserId,
};
use crate::api::{Platform, Reason, Secret, harness};
use crate::transport::{ConnectionId, Credential, CredentialKind, curl};

const TOKEN: &str = "header.claims.signature";

struct Bench {
    fake: Rc<Fake>,
    client: Client,
    home: Connection,
}

fn connection(id: &str) -> Connection {
    connection_to(id, Platform::Portainer)
}

fn connection_to(id: &str, platform: Platform) -> Connection {
    let base_url = ["https://", id, ".example/p"].concat();
    Connection::new(ConnectionId::new(id).unwrap(), id, platform, &base_url).unwrap()
}

fn bearer() -> Credential {
    Credential::Bearer {
        token: Secret::from(TOKEN),
        expires_at: None,
    }
}

fn bench(steps: Vec<Step>) -> Bench {
    let fake = Fake::new(steps);
    let client = Client::new(Rc::new(fake.clone()));
    let home = connection("home");
    client.vault().set(&home, bearer()).unwrap();
    Bench {
        fake: Rc::new(fake),
        client,
        home,
    }
}

impl Bench {
    fn send<E: Endpoint + 'static>(&self, endpoint: E) -> Result<E::Answer, ErrorKind>
    where
        E::Answer: 'static,
    {
        let (client, home) = (self.client.clone(), self.home.clone());
        let outcome = self
            .fake
            .run(async move { client.send(&home, &endpoint).await });
        outcome.map_err(|error| error.kind)
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let mut entries = self.client.record().entries();
        entries.reverse();
        entries.iter().map(|entry| entry.outcome).collect()
    }
}

fn anna() -> CreateUser {
    CreateUser {
        username: "anna".to_owned(),
        password: Some(Secret::from("correct horse 1")),
        role: Role::Regular,
    }
}

fn sign_in() -> SignIn {
    SignIn {
        username: "anna".to_owned(),
        password: Secret::from("correct horse 1"),
    }
}

fn passing_troubles() -> Vec<Step> {
    vec![
        Step::fails(Failure::Unreachable),
        Step::fails(Failure::TimedOut),
        Step::fails(Failure::CutShort),
        Step::status(429),
        Step::status(502),
        Step::status(503),
        Step::status(504),
    ]
}

#[test]
fn a_read_is_sent_again_after_a_passing_trouble() {
    for trouble in passing_troubles() {
        let bench = bench(vec![trouble.clone(), trouble, Step::json(200, "[]")]);
        assert_eq!(bench.send(ListUsers), Ok(vec![]));
        assert_eq!(bench.fake.n_sent(), 3);
        let attempts: Vec<_> = bench.client.record().entries();
        let numbers: Vec<_> = attempts.iter().map(|entry| entry.attempt).collect();
        assert_eq!(numbers, [3, 2, 1]);
    }
}

#[test]
fn a_read_is_sent_three_times_at_most() {
    for trouble in passing_troubles() {
        let bench = bench(vec![trouble; 9]);
        assert!(bench.send(ListUsers).is_err());
        assert_eq!(bench.fake.n_sent(), 3);
    }
}

#[test]
fn a_write_is_sent_once_whatever_happens() {
    for trouble in passing_troubles() {
        let bench = bench(vec![trouble.clone(); 9]);
        assert!(bench.send(anna()).is_err());
        assert_eq!(bench.fake.n_sent(), 1);
        assert!(bench.send(DeleteUser { id: UserId(2) }).is_err());
        assert_eq!(bench.fake.n_sent(), 2);
    }
}

#[test]
fn a_call_that_the_platform_counts_is_sent_once() {
    for trouble in passing_troubles() {
        let bench = bench(vec![trouble; 9]);
        assert!(bench.send(sign_in()).is_err());
        assert_eq!(bench.fake.n_sent(), 1);
    }
}

#[test]
fn an_answer_that_will_not_change_is_not_asked_for_again() {
    for status in [303, 400, 401, 403, 404, 405, 408, 409, 422, 500, 501] {
        let bench = bench(vec![Step::status(status); 9]);
        assert!(bench.send(ListUsers).is_err());
        assert_eq!(bench.fake.n_sent(), 1, "{status}");
    }
    for failure in [Failure::Cancelled, Failure::BlockedByPolicy] {
        let bench = bench(vec![Step::fails(failure); 9]);
        assert!(bench.send(ListUsers).is_err());
        assert_eq!(bench.fake.n_sent(), 1, "{failure:?}");
    }
}

/// Harness contract, 5.12: a key has 400 requests a minute, by the stricter of its two numbers.
#[test]
fn reads_keep_to_the_pace_that_a_platform_sets_and_writes_do_not_wait() {
    let mut bench = bench(vec![Step::status(404); 1_000]);
    bench.home = connection_to("counted", Platform::Harness);
    bench.client.vault().set(&bench.home, bearer()).unwrap();
    let account = harness::AccountId::from("acc0");
    for _ in 0..360 {
        let account = account.clone();
        assert!(bench.send(harness::GetCurrentUserInfo { account }).is_err());
    }
    assert!(bench.fake.now() < 1_000.0);
    let scope = harness::Scope::Account {
        account: account.clone(),
    };
    let id = harness::UserId::from("u-1");
    assert!(bench.send(harness::RemoveUser { scope, id }).is_err());
    assert!(bench.fake.now() < 1_000.0);
    assert!(bench.send(harness::GetCurrentUserInfo { account }).is_err());
    assert!(bench.fake.now() > 60_000.0);
}

#[test]
fn retry_after_is_obeyed() {
    let wait = Step::status(503).with_header("Retry-After", "4");
    let bench = bench(vec![wait, Step::json(200, "[]")]);
    assert_eq!(bench.send(ListUsers), Ok(vec![]));
    let entries = bench.client.record().entries();
    assert!(entries[0].started_ms - entries[1].started_ms >= 4_000.0);
}

#[test]
fn a_failing_server_that_names_a_time_asks_to_wait() {
    let wait = || Step::status(503).with_header("Retry-After", "3600");
    let bench = bench(vec![wait(), wait(), Step::status(503)]);
    let slow_down = ErrorKind::SlowDown {
        retry_after_s: Some(3_600),
    };
    assert_eq!(bench.send(ListUsers), Err(slow_down));
    assert_eq!(bench.fake.n_sent(), 1);
    // Whether a write was done is not told by it.
    let broken = ErrorKind::Broken {
        status: 503,
        message: None,
    };
    assert_eq!(bench.send(anna()).unwrap_err(), broken);
}

#[test]
fn a_long_retry_after_is_the_persons_decision() {
    let wait = Step::status(429).with_header("Retry-After", "3600");
    let bench = bench(vec![wait; 3]);
    let slow_down = ErrorKind::SlowDown {
        retry_after_s: Some(3_600),
    };
    assert_eq!(bench.send(ListUsers), Err(slow_down));
    assert_eq!(bench.fake.n_sent(), 1);
}

#[test]
fn a_retry_after_as_a_date_reaches_the_error_in_seconds() {
    let wait = Step::status(429).with_header("Retry-After", "Thu, 01 Jan 1970 01:00:00 GMT");
    let bench = bench(vec![wait; 3]);
    let slow_down = ErrorKind::SlowDown {
        retry_after_s: Some(3_600),
    };
    assert_eq!(bench.send(anna()), Err(slow_down));
}

#[test]
fn silence_ends_at_the_time_limit() {
    let silent = bench(vec![Step::never(); 9]);
    assert_eq!(silent.send(anna()), Err(ErrorKind::TimedOut));
    assert_eq!(silent.fake.n_sent(), 1);
    assert!((silent.fake.now() - 65_000.0).abs() < 1.0);
    assert_eq!(silent.fake.n_aborted(), 1);

    let silent = bench(vec![Step::never(); 9]);
    assert_eq!(
        silent.send(GetUser { id: UserId(2) }),
        Err(ErrorKind::TimedOut)
    );
    assert_eq!(silent.fake.n_sent(), 2);
    assert!(silent.fake.now() < 45_000.0, "{}", silent.fake.now());
    let timed_out = Outcome::Failed(Failure::TimedOut);
    assert_eq!(silent.outcomes(), [timed_out, timed_out]);
}

#[test]
fn dropping_the_future_aborts_the_request_and_frees_its_places() {
    let bench = bench(vec![Step::never(), Step::status(204)]);
    let (client, home) = (bench.client.clone(), bench.home.clone());
    let delete = DeleteUser { id: UserId(2) };
    let task = bench
        .fake
        .start(async move { client.send(&home, &delete).await });
    bench.fake.settle();
    assert_eq!(bench.fake.n_open(), 1);
    drop(task);
    bench.fake.settle();
    assert_eq!((bench.fake.n_open(), bench.fake.n_aborted()), (0, 1));
    assert_eq!(bench.outcomes(), [Outcome::Failed(Failure::Cancelled)]);
    assert!(bench.send(delete).is_ok());
    assert!(bench.client.0.gates.is_idle());
}

#[test]
fn only_so_many_requests_of_one_connection_run_at_once() {
    let bench = bench(vec![Step::json(200, "[]").after_ms(100); 40]);
    let other = connection("other");
    bench.client.vault().set(&other, bearer()).unwrap();
    let mut tasks = Vec::new();
    for home in [&bench.home, &other] {
        for _ in 0..20 {
            let (client, home) = (bench.client.clone(), home.clone());
            tasks.push(
                bench
                    .fake
                    .start(async move { client.send(&home, &ListUsers).await }),
            );
        }
    }
    bench.fake.settle();
    let limit = Platform::Portainer.max_parallel();
    assert_eq!(bench.fake.n_open(), 2 * limit);
    bench.fake.run_all();
    assert_eq!(
        (bench.fake.n_sent(), bench.fake.max_open()),
        (40, 2 * limit)
    );
    assert!(bench.client.0.gates.is_idle());
    drop(tasks);
}

#[test]
fn writes_about_one_account_run_one_after_the_other() {
    let bench = bench(vec![Step::status(500).after_ms(100); 6]);
    let mut tasks = Vec::new();
    for id in [2, 2, 3] {
        let (client, home) = (bench.client.clone(), bench.home.clone());
        tasks.push(bench.fake.start(async move {
            let reset = UpdateUser::new(UserId(id)).new_password(Secret::from("battery staple 2"));
            let _ = client.send(&home, &reset).await;
            let _ = client.send(&home, &DeleteUser { id: UserId(id) }).await;
        }));
    }
    bench.fake.settle();
    // One for account 2, one for account 3; the third waits.
    assert_eq!(bench.fake.n_open(), 2);
    bench.fake.run_all();
    assert_eq!((bench.fake.n_sent(), bench.fake.max_open()), (6, 2));
    let order = bench.fake.targets_of("/users/2");
    assert_eq!(order, ["PUT", "PUT", "DELETE", "DELETE"]);
    drop(tasks);
}

#[test]
fn calls_that_the_platform_counts_run_one_after_the_other() {
    let bench = bench(vec![Step::status(422).after_ms(100); 3]);
    let mut tasks = Vec::new();
    for _ in 0..3 {
        let (client, home) = (bench.client.clone(), bench.home.clone());
        tasks.push(
            bench
                .fake
                .start(async move { client.send(&home, &sign_in()).await }),
        );
    }
    bench.fake.run_all();
    assert_eq!((bench.fake.n_sent(), bench.fake.max_open()), (3, 1));
    drop(tasks);
}

#[test]
fn who_stops_waiting_does_not_hold_the_others_up() {
    let bench = bench(vec![Step::status(500).after_ms(100); 3]);
    let start = || {
        let (client, home) = (bench.client.clone(), bench.home.clone());
        let delete = DeleteUser { id: UserId(2) };
        bench
            .fake
            .start(async move { client.send(&home, &delete).await })
    };
    let (first, second, third) = (start(), start(), start());
    bench.fake.settle();
    drop(second);
    bench.fake.run_all();
    assert_eq!(bench.fake.n_sent(), 2);
    assert!(bench.client.0.gates.is_idle());
    drop((first, third));
}

#[test]
fn a_waiting_retry_holds_no_place() {
    let mut steps = vec![Step::status(503).with_header("Retry-After", "9"); 6];
    steps.extend(vec![Step::json(200, "[]"); 7]);
    let bench = bench(steps);
    let mut tasks = Vec::new();
    for _ in 0..7 {
        let (client, home) = (bench.client.clone(), bench.home.clone());
        tasks.push(
            bench
                .fake
                .start(async move { client.send(&home, &ListUsers).await }),
        );
    }
    bench.fake.settle();
    // Six wait for their second try; the seventh was sent all the same.
    assert_eq!(bench.fake.n_sent(), 7);
    bench.fake.run_all();
    assert_eq!(bench.fake.n_sent(), 13);
    drop(tasks);
}

#[test]
fn without_a_credential_nothing_is_sent() {
    let bench = bench(vec![]);
    bench.client.vault().forget_all();
    assert_eq!(bench.send(ListUsers), Err(ErrorKind::SignedOut));
    assert_eq!(bench.send(anna()), Err(ErrorKind::SignedOut));
    assert_eq!(bench.fake.n_sent(), 0);
    assert!(bench.client.record().is_empty());
}

#[test]
fn a_public_call_carries_no_credential() {
    let bench = bench(vec![Step::status(204), Step::status(422)]);
    assert!(bench.send(CheckAdmin).is_ok());
    assert_eq!(
        bench.send(sign_in()).unwrap_err(),
        ErrorKind::NotThePlatform { status: 422 }
    );
    for seen in bench.fake.seen() {
        assert!(!seen.headers.iter().any(|(name, _)| name == "Authorization"));
    }
}

#[test]
fn the_credential_is_the_one_of_the_moment_of_sending() {
    let mut steps = vec![Step::json(200, "[]").after_ms(100); 6];
    steps.push(Step::json(200, "[]"));
    let bench = bench(steps);
    let mut tasks = Vec::new();
    for _ in 0..7 {
        let (client, home) = (bench.client.clone(), bench.home.clone());
        tasks.push(
            bench
                .fake
                .start(async move { client.send(&home, &ListUsers).await }),
        );
    }
    bench.fake.settle();
    let key = Credential::ApiKey(Secret::from("ptr_abc+/="));
    bench.client.vault().set(&bench.home, key).unwrap();
    assert_eq!(
        bench.client.vault().kind(&bench.home.id),
        Some(CredentialKind::ApiKey)
    );
    bench.fake.run_all();
    let seen = bench.fake.seen();
    let last = seen.last().unwrap();
    assert_eq!(
        last.headers,
        [("X-API-KEY".to_owned(), "ptr_abc+/=".to_owned())]
    );
    let first = ("Authorization".to_owned(), format!("Bearer {TOKEN}"));
    assert_eq!(seen[0].headers, [first]);
    drop(tasks);
}

#[test]
fn a_connection_that_moved_is_not_spoken_to() {
    let mut bench = bench(vec![]);
    bench.home.base_url = "https://evil.example".to_owned();
    let wrong = ErrorKind::Unsendable(Unsendable::Address);
    assert_eq!(bench.send(ListUsers), Err(wrong.clone()));
    bench.home = connection("home");
    bench.home.platform = Platform::Harbor;
    assert_eq!(bench.send(CheckAdmin).unwrap_err(), wrong);
    assert_eq!(bench.fake.n_sent(), 0);
}

#[test]
fn the_door_sends_through_the_same_client() {
    let bench = bench(vec![Step::json(200, "[]")]);
    let door = bench.client.door(&bench.home);
    assert_eq!(door.connection(), &bench.home);
    let outcome = bench.fake.run(async move { door.send(ListUsers).await });
    assert_eq!(outcome, Ok(vec![]));
    assert_eq!(bench.client.record().len(), 1);
}

#[test]
fn the_record_holds_the_request_and_no_secret() {
    let echo = r#"{"message":"Invalid request payload","details":"Json: \"correct horse 1\""}"#;
    let bench = bench(vec![
        Step::json(400, echo),
        Step::json(200, r#"{"jwt":"a.b.c"}"#),
    ]);
    let error = bench.send(anna()).unwrap_err();
    bench.send(sign_in()).unwrap();
    let entries = bench.client.record().entries();
    assert_eq!(entries.len(), 2);
    let entry = &entries[1];
    assert_eq!(entry.url, "https://home.example/p/api/users");
    assert_eq!(entry.operation, "user_create");
    assert_eq!(entry.outcome, Outcome::Status(400));
    assert_eq!(entry.connection_name, "home");
    let body = r#"{"Username":"anna","Password":"***","Role":2}"#;
    assert_eq!(entry.body.as_deref(), Some(body));
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("Authorization", "Bearer ***".to_owned()),
    ];
    assert_eq!(entry.headers, headers);
    assert_eq!(
        curl::command(entry),
        format!(
            "curl -X POST 'https://home.example/p/api/users' -H 'Content-Type: application/json' \
             -H 'Authorization: Bearer ***' --data-raw '{body}'"
        )
    );
    let mut printed = format!(
        "{:?} {:?} {error:?}",
        bench.client.record(),
        bench.client.vault()
    );
    for entry in &entries {
        printed.push_str(&curl::command(entry));
    }
    for seen in bench.fake.seen() {
        assert!(seen.debug.contains("***"));
        printed.push_str(&seen.debug);
    }
    for secret in ["correct horse", TOKEN, "a.b.c"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_relative_address_is_recorded_with_its_origin() {
    let mut bench = bench(vec![Step::json(200, "[]")]);
    let id = ConnectionId::new("near").unwrap();
    bench.home = Connection::new(id, "Near", Platform::Portainer, "/p").unwrap();
    bench.client.vault().set(&bench.home, bearer()).unwrap();
    bench.send(ListUsers).unwrap();
    assert_eq!(bench.fake.seen()[0].url, "/p/api/users");
    let entries = bench.client.record().entries();
    assert_eq!(entries[0].url, "https://panel.example/p/api/users");
}

#[test]
fn the_record_keeps_the_last_five_hundred_and_tells_of_changes() {
    let bench = bench(vec![Step::json(200, "[]"); 510]);
    let n_calls = Rc::new(Cell::new(0));
    let last = Rc::new(RefCell::new(0));
    let (counted, noted) = (n_calls.clone(), last.clone());
    let client = bench.client.clone();
    bench.client.record().on_change(Box::new(move || {
        counted.set(counted.get() + 1);
        *noted.borrow_mut() = client.record().len();
    }));
    for _ in 0..510 {
        bench.send(ListUsers).unwrap();
    }
    let record = bench.client.record();
    assert_eq!(
        (record.len(), record.version(), n_calls.get()),
        (500, 510, 510)
    );
    let entries = record.entries();
    assert_eq!((entries[0].id, entries[499].id), (510, 11));
    record.clear();
    assert!(record.is_empty());
    assert_eq!((record.version(), *last.borrow()), (511, 0));
}

#[test]
fn an_error_keeps_the_servers_name_for_the_exchange() {
    let step = Step::json(
        403,
        r#"{"message":"Access denied","details":"Unauthorized"}"#,
    )
    .with_header("X-Request-Id", "abc-1");
    let bench = bench(vec![step]);
    let (client, home) = (bench.client.clone(), bench.home.clone());
    let outcome = bench
        .fake
        .run(async move { client.send(&home, &GetUser { id: UserId(2) }).await });
    let error = outcome.unwrap_err();
    assert_eq!(error.request_id.as_deref(), Some("abc-1"));
    assert_eq!(error.kind, ErrorKind::Forbidden(Reason::NotAllowed));
}
