//! The load plan of the list, against a server that does nothing but list (contract, 5.1).

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{Platform, Response, Secret};
use rollcall::platform::{Account, Adapter, FirstRun, PasswordRule, Role, Scene, Sources, Survey};
use rollcall::transport::{
    BoxFuture, Client, Connection, ConnectionId, Credential, Failure, Outgoing, Transport,
};
use serde_json::{Value, json};

const SIZE: usize = 100;

struct Server {
    n_people: usize,
    has_totals: bool,
    turns_pages: bool,
    /// What the list of invites answers.
    invites: u16,
    /// The pages that were asked for.
    sent: RefCell<Vec<usize>>,
}

fn server(n_people: usize) -> Server {
    Server {
        n_people,
        has_totals: true,
        turns_pages: true,
        invites: 200,
        sent: RefCell::default(),
    }
}

impl Server {
    fn answer(&self, target: &str) -> Response {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let (path, query) = target.split_once('?').unwrap();
        let index = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("pageIndex="));
        let index: usize = index.unwrap().parse().unwrap();
        let is_invites = path.ends_with("/invites");
        let status = if is_invites { self.invites } else { 200 };
        let n_rows = if is_invites { 3 } else { self.n_people };
        let first = if self.turns_pages { index * SIZE } else { 0 };
        let row = |id: usize| {
            let email = format!("{id:05}@acme.example");
            if is_invites {
                json!({"id": id.to_string(), "email": email, "approved": id == 1})
            } else {
                json!({"user": {"uuid": id.to_string(), "email": email}})
            }
        };
        let content: Vec<Value> = (first..n_rows.min(first + SIZE)).map(row).collect();
        if !is_invites {
            self.sent.borrow_mut().push(index);
        }
        // A total that is not told is `null`, as most members without a value are.
        let total = |n: usize| self.has_totals.then_some(n);
        let page = json!({
            "content": content,
            "pageIndex": index,
            "pageSize": SIZE,
            "totalPages": total(n_rows.div_ceil(SIZE)),
            "totalItems": total(n_rows),
        });
        let body = if status == 200 {
            json!({"status": "SUCCESS", "data": page})
        } else {
            json!({"status": "ERROR", "code": "NG_ACCESS_DENIED", "message": "no"})
        };
        Response::new(status, headers, body.to_string().into_bytes())
    }
}

struct Wire(Rc<Server>);

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

fn scene() -> Scene {
    Scene {
        me: Account::new("me".to_owned(), "Me".to_owned(), Role::Regular),
        is_team_leader: false,
        is_api_key: true,
        survey: Survey {
            version: None,
            sources: Sources::Internal,
            password_rule: PasswordRule {
                min_bytes: 8,
                max_bytes: 64,
            },
            first_run: FirstRun::Untold,
            are_teams_synced: false,
        },
        tenant: Some("acc0".to_owned()),
        grants: None,
    }
}

/// How many there are, the pages that were asked for in order, and how long each part was.
fn load(server: Server) -> (usize, Vec<usize>, Vec<usize>) {
    let server = Rc::new(server);
    let client = Client::new(Rc::new(Wire(server.clone())));
    let id = ConnectionId::new("platform").unwrap();
    let home = Connection::new(id, "Platform", Platform::Harness, "/platform").unwrap();
    let credential = Credential::ApiKey(Secret::from("pat.acc0.x.y"));
    client.vault().set(&home, credential).unwrap();
    let mut parts = Vec::new();
    let mut so_far = |accounts: Vec<Account>| parts.push(accounts.len());
    let (door, scene) = (client.door(&home), scene());
    let list = block_on(Adapter::Harness.list(&door, Some(&scene), &mut so_far)).unwrap();
    let mut ids: Vec<_> = list.iter().map(|account| account.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), list.len());
    let mut sent = server.sent.borrow().clone();
    sent.sort_unstable();
    (list.len(), sent, parts)
}

/// Two of the three invites are open.
const OPEN: usize = 2;

#[test]
fn a_hundred_people_are_one_page_and_more_come_a_few_pages_at_once() {
    for (n_people, n_pages, parts) in [
        (0, 1, vec![]),
        (100, 1, vec![]),
        (101, 2, vec![100]),
        (1_050, 11, vec![100, 500]),
    ] {
        let loaded = load(server(n_people));
        let expected = (n_people + OPEN, (0..n_pages).collect(), parts);
        assert_eq!(loaded, expected, "{n_people}");
    }
}

#[test]
fn without_totals_a_page_that_is_not_full_is_the_last() {
    for (n_people, n_pages) in [(0, 1), (99, 1), (100, 2), (350, 4)] {
        let mut silent = server(n_people);
        silent.has_totals = false;
        let (n_found, sent, _) = load(silent);
        assert_eq!(n_found, n_people + OPEN);
        assert_eq!(sent, (0..n_pages).collect::<Vec<_>>(), "{n_people}");
    }
}

#[test]
fn a_server_that_does_not_turn_the_page_is_not_asked_for_ever() {
    for has_totals in [true, false] {
        let mut stuck = server(450);
        stuck.turns_pages = false;
        stuck.has_totals = has_totals;
        let (n_found, sent, _) = load(stuck);
        assert_eq!(n_found, SIZE + OPEN);
        assert!(sent.len() <= 5, "{sent:?}");
    }
}

#[test]
fn who_may_not_see_invites_sees_the_members_all_the_same() {
    let mut closed = server(5);
    closed.invites = 403;
    assert_eq!(load(closed).0, 5);
}
