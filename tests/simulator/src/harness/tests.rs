//! The rules and traps of `contracts/harness.md`, each test with the section that it checks.

mod invites;
mod keys;
mod lists;
mod matrix;
mod own;
mod people;
mod sessions;
mod wire;

use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::world::{Admin, Plan, World, handle};

pub(super) const ADMIN: &str = "rania.haddad@acme.example";
pub(super) const SECOND: &str = "marc.weber@acme.example";
pub(super) const VIEWER: &str = "lena.sommer@acme.example";
pub(super) const MEMBER: &str = "theo.brandt@acme.example";
pub(super) const SERVICE: &str = "provisioning";

/// A world with people in it, and short ways to talk to its Harness.
pub(super) struct Desk {
    pub(super) world: World,
    pub(super) account: String,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::of(60)
    }

    pub(super) fn of(users: usize) -> Self {
        let plan = Plan {
            seed: 1,
            users,
            admin: Admin::Known,
            platform: Some("harness"),
        };
        let world = World::planned(plan, Clock::default());
        let account = world.harness.accounts[0].id.clone();
        Self { world, account }
    }

    /// The API key of somebody whose sign-in is known.
    pub(super) fn key(&self, name: &str) -> String {
        self.world
            .accounts
            .iter()
            .map(|account| (&account.name, &account.password))
            .find(|(known, secret)| {
                *known == name && (secret.starts_with("pat.") || secret.starts_with("sat."))
            })
            .map(|(_, secret)| secret.clone())
            .unwrap()
    }

    pub(super) fn id(&self, email: &str) -> String {
        let place = self.world.harness.by_email[email];
        self.world.harness.users[place].id.clone()
    }

    /// A request without a credential, its account in the query.
    pub(super) fn request(&self, method: &str, path: &str, body: &Json) -> Request {
        let mark = if path.contains('?') { '&' } else { '?' };
        let target = format!(
            "/platforms/harness{path}{mark}accountIdentifier={}",
            self.account
        );
        let request = Request::new(method, &target).header("Accept", "application/json");
        if body.is_null() {
            request
        } else {
            request
                .header("Content-Type", "application/json")
                .body(body.to_string())
        }
    }

    pub(super) fn send(&mut self, request: &Request) -> Response {
        handle(&mut self.world, request)
    }

    /// A call with the API key of somebody.
    pub(super) fn call(&mut self, who: &str, method: &str, path: &str, body: &Json) -> Response {
        let key = self.key(who);
        let request = self.request(method, path, body).header("x-api-key", &key);
        self.send(&request)
    }

    pub(super) fn get(&mut self, who: &str, path: &str) -> Response {
        self.call(who, "GET", path, &Json::Null)
    }

    /// The `data` of a call that succeeds.
    pub(super) fn data(&mut self, who: &str, method: &str, path: &str, body: &Json) -> Json {
        let answer = self.call(who, method, path, body);
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
        assert_eq!(answer.value()["status"], "SUCCESS");
        answer.value()["data"].clone()
    }

    /// The code of a call that is refused.
    pub(super) fn refused(
        &mut self,
        who: &str,
        method: &str,
        path: &str,
        body: &Json,
    ) -> (u16, String) {
        let answer = self.call(who, method, path, body);
        let code = answer.value()["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (answer.status, code)
    }

    pub(super) fn switch(&mut self, name: &str, value: &Json) {
        let request = Request::new("POST", "/__sim/switches")
            .body(json!({ format!("harness.{name}"): value }).to_string());
        let answer = self.send(&request);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Subjects of the mails sent so far, with their receivers.
    pub(super) fn mail(&mut self) -> Vec<(String, String)> {
        let answer = self.send(&Request::new("GET", "/__sim/mail"));
        let text = |mail: &Json, name: &str| mail[name].as_str().unwrap().to_owned();
        answer
            .value()
            .as_array()
            .unwrap()
            .iter()
            .map(|mail| (text(mail, "to"), text(mail, "subject")))
            .collect()
    }

    /// The e-mails of a page of people.
    pub(super) fn emails(&mut self, who: &str, path: &str, body: &Json) -> Vec<String> {
        let page = self.data(who, "POST", path, body);
        page["content"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                one.get("user").unwrap_or(one)["email"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }
}

pub(super) fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
