//! The load plan of the list, against a server that does nothing but list, well or badly.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{ErrorKind, Platform, Response, Secret};
use rollcall::platform::{Account, Adapter};
use rollcall::transport::{
    BoxFuture, Client, Connection, ConnectionId, Credential, Failure, Outgoing, Transport,
};
use serde_json::{Value, json};

/// What a request for everything at once gives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Everything {
    /// Everything.
    Whole,
    /// Not more than a page of this many.
    Capped(usize),
    /// An answer of this status.
    Refused(u16),
    /// An answer that breaks off.
    CutShort,
}

/// What happens to the stored numbers meanwhile.
type Change = fn(&mut Vec<i64>);

struct Server {
    /// Numbers of the accounts, as they are stored.
    ids: RefCell<Vec<i64>>,
    everything: Everything,
    has_headers: bool,
    turns_pages: bool,
    has_built_in: bool,
    /// Done after that many requests.
    then: RefCell<Option<(usize, Change)>>,
    n_requests: Cell<usize>,
    sent: RefCell<Vec<String>>,
}

fn server(n_accounts: i64) -> Server {
    Server {
        ids: RefCell::new((3..n_accounts + 3).collect()),
        everything: Everything::Whole,
        has_headers: true,
        turns_pages: true,
        has_built_in: true,
        then: RefCell::default(),
        n_requests: Cell::default(),
        sent: RefCell::default(),
    }
}

fn user(id: i64) -> Value {
    json!({
        "user_id": id,
        "username": format!("user-{id}"),
        "sysadmin_flag": id % 50 == 0 || id == 1,
        "admin_role_in_auth": false,
        "creation_time": "2026-03-02T09:14:55.120Z",
        "update_time": "2026-03-02T09:14:55.120Z",
    })
}

fn answer(status: u16, more: Option<(&str, String)>, body: &Value) -> Response {
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    headers.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Response::new(status, headers, body.to_string().into_bytes())
}

impl Server {
    fn answer(&self, target: &str) -> Result<Response, Failure> {
        let path = target.strip_prefix("/registry/api/v2.0").unwrap();
        let n_before = self.n_requests.replace(self.n_requests.get() + 1);
        let is_due = self
            .then
            .borrow()
            .is_some_and(|(after, _)| after == n_before);
        if is_due && let Some((_, change)) = self.then.take() {
            change(&mut self.ids.borrow_mut());
        }
        self.sent.borrow_mut().push(path.to_owned());
        if path == "/users/1" {
            return Ok(if self.has_built_in {
                answer(200, None, &user(1))
            } else {
                answer(500, None, &Value::Null)
            });
        }
        let query = path.strip_prefix("/users?").unwrap();
        let number = |name: &str, other: usize| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.into_iter().find(|(key, _)| *key == name);
            found.map_or(other, |(_, value)| value.parse().unwrap())
        };
        let ids = self.ids.borrow();
        let n_skipped = (number("page", 1) - 1) * number("page_size", 10);
        let (n_skipped, n_rows) = match (number("page_size", 10), self.everything) {
            (0, Everything::Whole) => (0, usize::MAX),
            (0, Everything::Capped(n)) => (0, n),
            (0, Everything::Refused(status)) => {
                let error = json!({"errors": [{"code": "X", "message": "no"}]});
                return Ok(answer(status, None, &error));
            }
            (0, Everything::CutShort) => return Err(Failure::CutShort),
            (n, _) if self.turns_pages => (n_skipped, n),
            (n, _) => (0, n),
        };
        let rows: Value = ids
            .iter()
            .skip(n_skipped)
            .take(n_rows)
            .map(|id| user(*id))
            .collect();
        let total = ("X-Total-Count", ids.len().to_string());
        Ok(answer(200, self.has_headers.then_some(total), &rows))
    }
}

struct Wire(Rc<Server>);

impl Transport for Wire {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        Box::pin(std::future::ready(self.0.answer(outgoing.url())))
    }

    fn sleep_ms(&self, ms: u32) -> BoxFuture<()> {
        // A time limit never comes; a pause is over at once.
        if ms >= 20_000 {
            Box::pin(std::future::pending())
        } else {
            Box::pin(std::future::ready(()))
        }
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

struct Loaded {
    list: Result<Vec<Account>, ErrorKind>,
    /// How long each part was.
    parts: Vec<usize>,
    sent: Vec<String>,
}

fn load(server: Server) -> Loaded {
    let server = Rc::new(server);
    let client = Client::new(Rc::new(Wire(server.clone())));
    let id = ConnectionId::new("registry").unwrap();
    let home = Connection::new(id, "Registry", Platform::Harbor, "/registry").unwrap();
    let credential = Credential::Basic {
        name: "admin".to_owned(),
        password: Secret::from("x"),
    };
    client.vault().set(&home, credential).unwrap();
    let mut parts = Vec::new();
    let mut so_far = |accounts: Vec<Account>| parts.push(accounts.len());
    let list = block_on(Adapter::Harbor.list(&client.door(&home), None, &mut so_far));
    let sent = server.sent.borrow().clone();
    Loaded {
        list: list.map_err(|error| error.kind),
        parts,
        sent,
    }
}

fn assert_is_whole(loaded: &Loaded, n_accounts: i64) {
    let ids: Vec<String> = loaded
        .list
        .as_ref()
        .unwrap()
        .iter()
        .map(|account| account.id.clone())
        .collect();
    let expected: Vec<String> = std::iter::once(1)
        .chain(3..n_accounts + 3)
        .map(|id: i64| id.to_string())
        .collect();
    assert_eq!(ids, expected);
}

const FIRST: &str = "/users?page_size=100";
const BUILT_IN: &str = "/users/1";
const ALL: &str = "/users?page_size=0";

fn page(number: usize) -> String {
    format!("/users?page={number}&page_size=100&sort=user_id")
}

#[test]
fn up_to_a_hundred_accounts_are_one_page_and_the_built_in_administrator() {
    for n_accounts in [0, 1, 99, 100] {
        let loaded = load(server(n_accounts));
        assert_is_whole(&loaded, n_accounts);
        assert_eq!(loaded.sent, [FIRST, BUILT_IN], "{n_accounts}");
        assert!(loaded.parts.is_empty());
    }
}

#[test]
fn more_are_shown_after_the_first_page_and_come_in_one_answer() {
    let loaded = load(server(10_000));
    assert_is_whole(&loaded, 10_000);
    assert_eq!(loaded.sent, [FIRST, BUILT_IN, ALL]);
    assert_eq!(loaded.parts, [101]);
}

#[test]
fn everything_at_once_refused_or_short_is_read_in_pages() {
    for everything in [
        Everything::Capped(10),
        Everything::Capped(100),
        Everything::Refused(422),
        Everything::Refused(400),
        Everything::Refused(500),
    ] {
        for has_headers in [true, false] {
            let mut server = server(250);
            server.everything = everything;
            server.has_headers = has_headers;
            let loaded = load(server);
            assert_is_whole(&loaded, 250);
            let pages = [page(1), page(2), page(3)];
            assert_eq!(loaded.sent[..3], [FIRST, BUILT_IN, ALL], "{everything:?}");
            assert_eq!(loaded.sent[3..], pages, "{everything:?} {has_headers}");
            assert_eq!(loaded.parts, [101, 201], "{everything:?}");
        }
    }
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again_and_then_in_pages() {
    let mut server = server(101);
    server.everything = Everything::CutShort;
    let loaded = load(server);
    assert_is_whole(&loaded, 101);
    assert_eq!(loaded.sent[2..5], [ALL, ALL, ALL]);
    assert_eq!(loaded.sent[5..], [page(1), page(2)]);
}

#[test]
fn a_hidden_total_is_no_reason_to_stop_early_or_to_ask_for_ever() {
    let mut plain = server(250);
    plain.has_headers = false;
    let loaded = load(plain);
    assert_is_whole(&loaded, 250);
    assert_eq!(loaded.sent, [FIRST, BUILT_IN, ALL]);
    // A full last page tells nothing: one more is asked for.
    let mut full = server(100);
    full.has_headers = false;
    let loaded = load(full);
    assert_is_whole(&loaded, 100);
    assert_eq!(loaded.sent[3..], [page(1), page(2)]);
}

#[test]
fn a_server_that_does_not_turn_the_page_is_not_asked_for_ever() {
    let mut stuck = server(250);
    stuck.everything = Everything::Refused(422);
    stuck.turns_pages = false;
    let loaded = load(stuck);
    assert_eq!(loaded.list.unwrap().len(), 101);
    assert_eq!(loaded.sent[3..], [page(1), page(2)]);
}

#[test]
fn rows_that_shift_between_pages_are_never_there_twice() {
    let mut shifting = server(250);
    shifting.everything = Everything::Refused(422);
    // A row slips in before the second page, so that the last of the first page is its first.
    shifting.then = RefCell::new(Some((4, |ids| ids.insert(0, 2))));
    let loaded = load(shifting);
    let mut ids: Vec<_> = loaded
        .list
        .unwrap()
        .into_iter()
        .map(|account| account.id)
        .collect();
    let n_rows = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), n_rows), (251, 251));
}

#[test]
fn who_was_deleted_between_the_first_page_and_the_rest_is_gone() {
    let mut shrinking = server(250);
    shrinking.then = RefCell::new(Some((2, |ids| {
        ids.remove(0);
    })));
    let loaded = load(shrinking);
    let list = loaded.list.unwrap();
    assert!(list.iter().all(|account| account.id != "3"));
    assert_eq!(list.len(), 250);
}

#[test]
fn a_list_without_the_built_in_administrator_is_better_than_none() {
    let mut hidden = server(5);
    hidden.has_built_in = false;
    let loaded = load(hidden);
    assert_eq!(loaded.list.unwrap().len(), 5);
}

#[test]
fn without_a_credential_nothing_goes_out() {
    let server = Rc::new(server(5));
    let client = Client::new(Rc::new(Wire(server.clone())));
    let id = ConnectionId::new("registry").unwrap();
    let home = Connection::new(id, "Registry", Platform::Harbor, "/registry").unwrap();
    let list = block_on(Adapter::Harbor.list(&client.door(&home), None, &mut |_| ()));
    assert_eq!(list.unwrap_err().kind, ErrorKind::SignedOut);
    assert!(server.sent.borrow().is_empty());
}
