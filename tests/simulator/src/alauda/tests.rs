//! The rules and traps of `contracts/alauda.md`, each test with the section that it checks.

mod changes;
mod lists;
mod logins;
mod matrix;
mod tokens;
mod wire;

use serde_json::{Value as Json, json};

use super::envelope::tests::seal;
use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::world::{Admin, Plan, World, handle};

pub(super) const SYSTEM: &str = "admin";
pub(super) const ADMIN: &str = "rania.haddad@acme.example";
pub(super) const AUDITOR: &str = "lena.sommer@acme.example";
pub(super) const MEMBER: &str = "theo.brandt@acme.example";
pub(super) const DIRECTORY: &str = "ines.costa";

pub(super) const USERS: &str = "/auth/v1/users";
pub(super) const OBJECTS: &str = "/kubernetes/global/apis/auth.alauda.io/v1";

/// A world with users in it, and short ways to talk to its Alauda.
pub(super) struct Desk {
    pub(super) world: World,
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
            platform: Some("alauda"),
        };
        Self {
            world: World::planned(plan, Clock::default()),
        }
    }

    /// The token of somebody whose sign-in is known.
    pub(super) fn token(&self, name: &str) -> String {
        self.world
            .accounts
            .iter()
            .find(|account| account.name == name && account.password.starts_with("ey"))
            .map(|account| account.password.clone())
            .unwrap()
    }

    /// The record's name of a login.
    pub(super) fn name(&self, email: &str) -> String {
        let place = self.world.alauda.by_email[email];
        self.world.alauda.users[place].name.clone()
    }

    pub(super) fn path(&self, email: &str) -> String {
        format!("{USERS}/{}", self.name(email))
    }

    /// A request without a credential.
    pub(super) fn request(method: &str, path: &str, body: &Json) -> Request {
        let request = Request::new(method, &format!("/platforms/alauda{path}"));
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

    pub(super) fn with(&mut self, token: &str, method: &str, path: &str, body: &Json) -> Response {
        let request =
            Self::request(method, path, body).header("Authorization", &format!("Bearer {token}"));
        self.send(&request)
    }

    pub(super) fn call(&mut self, who: &str, method: &str, path: &str, body: &Json) -> Response {
        let token = self.token(who);
        self.with(&token, method, path, body)
    }

    pub(super) fn get(&mut self, who: &str, path: &str) -> Response {
        self.call(who, "GET", path, &Json::Null)
    }

    /// A merge patch on the Kubernetes-style route.
    pub(super) fn merge(&mut self, who: &str, path: &str, body: &Json) -> Response {
        let token = self.token(who);
        let request = Self::request("PATCH", path, &Json::Null)
            .header("Authorization", &format!("Bearer {token}"))
            .header("Content-Type", "application/merge-patch+json")
            .body(body.to_string());
        self.send(&request)
    }

    pub(super) fn switch(&mut self, name: &str, value: &Json) {
        let request = Request::new("POST", "/__sim/switches")
            .body(json!({ format!("alauda.{name}"): value }).to_string());
        let answer = self.send(&request);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// A password in an envelope with a fresh key.
    pub(super) fn seal(&mut self, password: &str) -> String {
        let key = self.get(MEMBER, "/auth/v1/pubkey").value();
        seal(&json!({"ts": key["ts"], "password": password}).to_string())
    }

    /// What a new local user is made of.
    pub(super) fn new_user(&mut self, email: &str) -> Json {
        let password = self.seal("correct-horse-9");
        json!({
            "apiVersion": "auth.alauda.io/v1",
            "kind": "User",
            "metadata": {"name": super::state::md5_name(email)},
            "spec": {
                "email": email,
                "username": "New One",
                "mail": format!("{email}@mail.example"),
                "password": password,
                "connector_type": "",
                "connector_name": "",
                "is_admin": false,
                "extra": {},
                "groups": ["ungrouped"],
            },
        })
    }

    /// A page of users: logins and total.
    pub(super) fn list(&mut self, query: &str) -> (Vec<String>, Json) {
        let answer = self.get(AUDITOR, &format!("{USERS}?{query}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        let page = answer.value();
        let logins = page["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|user| user["spec"]["email"].as_str().unwrap().to_owned())
            .collect();
        (logins, page["total"].clone())
    }
}

pub(super) fn reason(answer: &Response) -> (u16, String) {
    let reason = answer.value()["reason"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status, reason)
}

pub(super) fn refused(status: u16, reason: &str) -> (u16, String) {
    (status, reason.to_owned())
}
