//! The load plan of the list, against a server that does nothing but list, well or badly (contract, 5.3).

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{Platform, Response, Secret};
use rollcall::platform::{Account, Adapter, FirstRun, PasswordRule, Role, Scene, Sources, Survey};
use rollcall::transport::{
    BoxFuture, Client, Connection, ConnectionId, Credential, Failure, Outgoing, Transport,
};
use serde_json::{Value, json};

/// How a server pages.
#[derive(Clone, Copy)]
enum Paging {
    /// The offset counts what the caller may see.
    Plain,
    /// The offset counts everybody, and the rows are those of the caller's role: every third account.
    CountsOthers,
    /// Every page is the first.
    Stuck,
    /// Before each page but the first, the first account goes away.
    Shrinking,
}

struct Server {
    n_accounts: usize,
    paging: Paging,
    sent: RefCell<Vec<String>>,
}

struct Wire(Rc<Server>);

impl Server {
    fn answer(&self, target: &str) -> Response {
        let query = target.strip_prefix("/files/api/v2/users?").unwrap();
        let number = |name: &str, other: usize| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.into_iter().find(|(key, _)| *key == name);
            found.map_or(other, |(_, value)| value.parse().unwrap())
        };
        let (offset, limit) = (number("offset", 0), number("limit", 100).min(500));
        let n_before = self.sent.borrow().len();
        self.sent.borrow_mut().push(query.to_owned());
        let all = 0..self.n_accounts;
        let ids: Vec<usize> = match self.paging {
            Paging::Plain => all.skip(offset).take(limit).collect(),
            Paging::CountsOthers => all
                .skip(offset)
                .filter(|id| id % 3 == 0)
                .take(limit)
                .collect(),
            Paging::Stuck => all.take(limit).collect(),
            Paging::Shrinking => all.skip(n_before + offset).take(limit).collect(),
        };
        let rows: Value = ids
            .iter()
            .map(|id| json!({"username": format!("user-{id:05}"), "status": 1}))
            .collect();
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        Response::new(200, headers, rows.to_string().into_bytes())
    }
}

impl Transport for Wire {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        Box::pin(std::future::ready(Ok(self.0.answer(outgoing.url()))))
    }

    fn sleep_ms(&self, _ms: u32) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

struct Loaded {
    accounts: Vec<Account>,
    parts: Vec<usize>,
    sent: Vec<String>,
}

fn load(n_accounts: usize, paging: Paging, tenant: Option<&str>) -> Loaded {
    let server = Rc::new(Server {
        n_accounts,
        paging,
        sent: RefCell::default(),
    });
    let client = Client::new(Rc::new(Wire(server.clone())));
    let id = ConnectionId::new("files").unwrap();
    let home = Connection::new(id, "Files", Platform::Sftpgo, "/files").unwrap();
    let credential = Credential::ApiKey(Secret::from("id.secret"));
    client.vault().set(&home, credential).unwrap();
    let scene = Scene {
        me: Account::new(
            "admin/root".to_owned(),
            "root".to_owned(),
            Role::Administrator,
        ),
        is_team_leader: false,
        is_api_key: false,
        survey: Survey {
            version: None,
            sources: Sources::Internal,
            password_rule: PasswordRule {
                min_bytes: 1,
                max_bytes: 72,
            },
            first_run: FirstRun::Untold,
            are_teams_synced: false,
        },
        tenant: tenant.map(str::to_owned),
        grants: Some(vec!["view_users".to_owned()]),
    };
    let mut parts = Vec::new();
    let mut so_far = |accounts: Vec<Account>| parts.push(accounts.len());
    let door = client.door(&home);
    let list = Adapter::Sftpgo.list(&door, Some(&scene), &mut so_far);
    let accounts = block_on(list).unwrap();
    let sent = server.sent.borrow().clone();
    Loaded {
        accounts,
        parts,
        sent,
    }
}

fn assert_all(loaded: &Loaded, ids: impl Iterator<Item = usize>) {
    let names: Vec<_> = loaded.accounts.iter().map(|one| one.name.clone()).collect();
    let expected: Vec<_> = ids.map(|id| format!("user-{id:05}")).collect();
    assert_eq!(names, expected);
}

#[test]
fn a_page_that_is_short_is_the_last() {
    for (n, n_requests) in [
        (0, 1),
        (1, 1),
        (499, 1),
        (500, 2),
        (501, 2),
        (1_000, 3),
        (1_203, 3),
    ] {
        let loaded = load(n, Paging::Plain, None);
        assert_all(&loaded, 0..n);
        assert_eq!(loaded.sent.len(), n_requests, "{n}");
    }
}

#[test]
fn the_pages_are_as_large_as_the_server_sends_them() {
    let loaded = load(1_001, Paging::Plain, None);
    assert_eq!(
        loaded.sent,
        ["limit=500", "offset=500&limit=500", "offset=1000&limit=500"]
    );
}

#[test]
fn what_was_read_is_shown_at_once_and_whenever_it_has_doubled() {
    assert_eq!(load(499, Paging::Plain, None).parts, [0; 0]);
    assert_eq!(
        load(4_100, Paging::Plain, None).parts,
        [500, 1_000, 2_000, 4_000]
    );
}

#[test]
fn a_page_with_nobody_new_ends_the_list_of_a_server_that_does_not_turn_pages() {
    let loaded = load(2_000, Paging::Stuck, None);
    assert_all(&loaded, 0..500);
    assert_eq!(loaded.sent.len(), 2);
}

#[test]
fn with_a_role_only_an_empty_page_is_the_end() {
    let loaded = load(3_000, Paging::CountsOthers, Some("north"));
    assert_all(&loaded, (0..3_000).filter(|id| id % 3 == 0));
    assert_eq!(loaded.sent.last().unwrap(), "offset=3000&limit=500");
}

#[test]
fn with_a_role_a_server_that_does_not_turn_pages_is_not_asked_for_ever() {
    let loaded = load(2_000, Paging::Stuck, Some("north"));
    assert_all(&loaded, 0..500);
    assert!(loaded.sent.len() < 200);
}

#[test]
fn rows_that_shift_are_never_shown_twice() {
    let loaded = load(1_600, Paging::Shrinking, None);
    let mut names: Vec<_> = loaded.accounts.iter().map(|one| &one.name).collect();
    let n = names.len();
    names.dedup();
    assert_eq!(names.len(), n);
    assert!(n >= 1_590);
}
