//! The load plan of the list, against a server that does nothing but list, in every way that the contract leaves open.

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{ErrorKind, Platform, Reason, Response, Secret};
use rollcall::platform::{Account, Adapter};
use rollcall::transport::{
    BoxFuture, Client, Connection, ConnectionId, Credential, Failure, Outgoing, Transport,
};
use serde_json::{Value, json};

struct Server {
    /// Numbers of the accounts, as they are stored.
    ids: RefCell<Vec<usize>>,
    /// The most that a page holds, whatever is asked for.
    max_rows: usize,
    has_total: bool,
    turns_pages: bool,
    /// What the platform's own list answers instead.
    refuses: Option<u16>,
    /// What the cluster's list answers instead.
    cluster_refuses: Option<u16>,
    /// What the key for passwords answers.
    key: u16,
    /// An account that goes before the second page.
    loses: Option<usize>,
    sent: RefCell<Vec<String>>,
}

fn server(n_accounts: usize) -> Server {
    Server {
        ids: RefCell::new((0..n_accounts).collect()),
        max_rows: 100,
        has_total: true,
        turns_pages: true,
        refuses: None,
        cluster_refuses: None,
        key: 200,
        loses: None,
        sent: RefCell::default(),
    }
}

fn answer(status: u16, body: &Value) -> Response {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Response::new(status, headers, body.to_string().into_bytes())
}

fn user(id: usize) -> Value {
    let name = format!("record-{id}");
    json!({"metadata": {"name": name}, "spec": {"email": format!("user-{id}")}})
}

impl Server {
    fn answer(&self, target: &str) -> Response {
        let path = target.strip_prefix("/platform").unwrap();
        self.sent.borrow_mut().push(path.to_owned());
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let number = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name);
            found.map(|(_, value)| value.parse::<usize>().unwrap())
        };
        let n_rows = number("limit").unwrap_or(20).min(self.max_rows);
        let rows = |n_skipped: usize| -> Value {
            let ids = self.ids.borrow();
            ids.iter()
                .skip(n_skipped)
                .take(n_rows)
                .map(|id| user(*id))
                .collect()
        };
        match path {
            "/auth/v1/users" => {
                if let Some(status) = self.refuses {
                    return answer(status, &json!({"kind": "Status", "message": "no"}));
                }
                let page = number("page").unwrap();
                if let Some(lost) = self.loses.filter(|_| page == 2) {
                    self.ids.borrow_mut().retain(|id| *id != lost);
                }
                let n_skipped = if self.turns_pages {
                    (page - 1) * n_rows
                } else {
                    0
                };
                let total = self.has_total.then(|| self.ids.borrow().len());
                let list = json!({"kind": "UserList", "total": total, "items": rows(n_skipped)});
                answer(200, &list)
            }
            "/auth/v1/pubkey" => answer(self.key, &json!({"ts": "1", "pubkey": "x"})),
            "/kubernetes/global/apis/auth.alauda.io/v1/users" => {
                if let Some(status) = self.cluster_refuses {
                    return answer(status, &json!({"kind": "Status", "message": "no"}));
                }
                let n_skipped = number("continue").unwrap_or(0);
                let next = n_skipped + n_rows;
                let has_more = next < self.ids.borrow().len();
                let next = if has_more {
                    next.to_string()
                } else {
                    String::new()
                };
                let metadata = json!({"continue": next});
                let list =
                    json!({"kind": "UserList", "metadata": metadata, "items": rows(n_skipped)});
                answer(200, &list)
            }
            other => panic!("{other}"),
        }
    }
}

struct Wire(Rc<Server>);

impl Transport for Wire {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        Box::pin(std::future::ready(Ok(self.0.answer(outgoing.url()))))
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
    let id = ConnectionId::new("platform").unwrap();
    let home = Connection::new(id, "Platform", Platform::Alauda, "/platform").unwrap();
    let credential = Credential::Bearer {
        token: Secret::from("x"),
        expires_at: None,
    };
    client.vault().set(&home, credential).unwrap();
    let mut parts = Vec::new();
    let mut so_far = |accounts: Vec<Account>| parts.push(accounts.len());
    let list = block_on(Adapter::Alauda.list(&client.door(&home), None, &mut so_far));
    let sent = server.sent.borrow().clone();
    Loaded {
        list: list.map_err(|error| error.kind),
        parts,
        sent,
    }
}

fn assert_is_whole(loaded: &Loaded, n_accounts: usize) {
    let accounts = loaded.list.as_ref().unwrap();
    let ids: Vec<&str> = accounts.iter().map(|account| account.id.as_str()).collect();
    let expected: Vec<String> = (0..n_accounts).map(|id| format!("record-{id}")).collect();
    assert_eq!(ids, expected);
}

fn pages(numbers: std::ops::RangeInclusive<usize>) -> Vec<String> {
    numbers
        .map(|number| format!("/auth/v1/users?limit=100&page={number}"))
        .collect()
}

#[test]
fn up_to_a_hundred_accounts_are_one_page() {
    for n_accounts in [0, 1, 99, 100] {
        let loaded = load(server(n_accounts));
        assert_is_whole(&loaded, n_accounts);
        assert_eq!(loaded.sent, pages(1..=1), "{n_accounts}");
        assert!(loaded.parts.is_empty());
    }
}

#[test]
fn more_come_page_after_page_and_are_shown_as_they_double() {
    let loaded = load(server(1_050));
    assert_is_whole(&loaded, 1_050);
    assert_eq!(loaded.sent, pages(1..=11));
    assert_eq!(loaded.parts, [100, 500]);
}

#[test]
fn a_server_that_gives_fewer_than_asked_for_is_read_to_its_end() {
    for (n_accounts, n_pages) in [(45, 3), (40, 2), (20, 1), (201, 11)] {
        let mut capped = server(n_accounts);
        capped.max_rows = 20;
        let loaded = load(capped);
        assert_is_whole(&loaded, n_accounts);
        assert_eq!(loaded.sent, pages(1..=n_pages), "{n_accounts}");
    }
}

#[test]
fn without_a_total_a_page_that_brings_nothing_new_is_the_last() {
    for (n_accounts, max_rows, n_pages) in [(45, 100, 2), (200, 100, 3), (45, 20, 4), (0, 100, 1)] {
        let mut silent = server(n_accounts);
        silent.has_total = false;
        silent.max_rows = max_rows;
        let loaded = load(silent);
        assert_is_whole(&loaded, n_accounts);
        assert_eq!(loaded.sent, pages(1..=n_pages), "{n_accounts}");
    }
}

#[test]
fn a_server_that_does_not_turn_the_page_is_not_asked_for_ever() {
    for has_total in [true, false] {
        let mut stuck = server(250);
        stuck.turns_pages = false;
        stuck.has_total = has_total;
        let loaded = load(stuck);
        assert_eq!(loaded.list.unwrap().len(), 100);
        assert!(loaded.sent.len() <= 3, "{:?}", loaded.sent);
    }
}

#[test]
fn an_account_that_goes_meanwhile_leaves_none_there_twice_and_asks_for_no_more() {
    let mut shrinking = server(250);
    shrinking.loses = Some(7);
    let loaded = load(shrinking);
    let accounts = loaded.list.unwrap();
    let mut ids: Vec<&str> = accounts.iter().map(|account| account.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), accounts.len());
    assert_eq!(loaded.sent, pages(1..=3));
}

#[test]
fn where_the_platforms_own_list_is_closed_the_clusters_is_read() {
    for status in [404, 405] {
        let mut closed = server(250);
        closed.refuses = Some(status);
        let loaded = load(closed);
        assert_is_whole(&loaded, 250);
        assert_eq!(loaded.parts, [100, 200]);
        let cluster = "/kubernetes/global/apis/auth.alauda.io/v1/users?limit=100";
        let wanted = ["", "&continue=100", "&continue=200"].map(|from| [cluster, from].concat());
        assert_eq!(loaded.sent[1..], wanted);
    }
}

#[test]
fn a_401_means_a_missing_right_while_the_token_holds() {
    let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
    let cases = [
        (403, 200, not_allowed.clone()),
        (401, 200, not_allowed),
        (401, 401, ErrorKind::SignedOut),
    ];
    for (list, key, wanted) in cases {
        let mut closed = server(5);
        closed.refuses = Some(list);
        closed.key = key;
        assert_eq!(load(closed).list, Err(wanted), "{list} {key}");
    }
}

#[test]
fn where_neither_list_is_there_neither_may_be_seen() {
    for status in [404, 403, 401] {
        let mut closed = server(5);
        closed.refuses = Some(404);
        closed.cluster_refuses = Some(status);
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_eq!(load(closed).list, Err(not_allowed), "{status}");
    }
}
