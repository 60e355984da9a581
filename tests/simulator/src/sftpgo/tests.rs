//! The rules and traps of the contract, one test each; recorded flows are replayed elsewhere.

mod accounts;
mod factor;
mod limits;
mod matrix;
mod names;
mod passwords;
mod population;
mod releases;
mod rules;
mod sessions;
mod wire;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::world::{Admin, Plan, World, handle, start};

pub(super) const PASSWORD: &str = "correct horse 1";
pub(super) const OTHER_PASSWORD: &str = "battery staple 2";

/// A world right after installation, and short ways to talk to it.
pub(super) struct Desk {
    pub(super) world: World,
}

pub(super) fn basic(request: Request, name: &str, password: &str) -> Request {
    let coded = STANDARD.encode(format!("{name}:{password}"));
    request.header("Authorization", &format!("Basic {coded}"))
}

pub(super) fn bearer(request: Request, token: &str) -> Request {
    request.header("Authorization", &format!("Bearer {token}"))
}

pub(super) fn by_key(request: Request, key: &str) -> Request {
    request.header("X-SFTPGO-API-KEY", key)
}

/// The error of an answer.
pub(super) fn error(answer: &Response) -> String {
    answer.value()["error"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The message of an answer.
pub(super) fn message(answer: &Response) -> String {
    answer.value()["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// What a token says.
pub(super) fn claims(token: &str) -> Json {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// The smallest sensible account.
pub(super) fn account(name: &str) -> Json {
    json!({
        "username": name, "status": 1, "password": PASSWORD, "home_dir": format!("/srv/{name}"),
        "permissions": {"/": ["*"]}
    })
}

/// An account with one more member.
pub(super) fn account_with(name: &str, member: &str, value: Json) -> Json {
    let mut account = account(name);
    account[member] = value;
    account
}

impl Desk {
    pub(super) fn new() -> Self {
        let plan = Plan {
            seed: 1,
            users: 0,
            admin: Admin::Named {
                name: "root".to_owned(),
                password: PASSWORD.to_owned(),
            },
            platform: Some("sftpgo"),
        };
        Self {
            world: World::planned(plan, Clock::default()),
        }
    }

    /// The same with switches set.
    pub(super) fn with(switches: &Json) -> Self {
        let mut desk = Self::new();
        desk.switch(switches);
        desk
    }

    pub(super) fn request(method: &str, path: &str) -> Request {
        Request::new(method, &format!("/platforms/sftpgo{path}"))
    }

    pub(super) fn send(&mut self, request: &Request) -> Response {
        handle(&mut self.world, request)
    }

    /// Begins a request without waiting for its end.
    pub(super) fn begin(&mut self, request: &Request) -> Response {
        start(&mut self.world, request)
    }

    /// A request without a credential.
    pub(super) fn open(&mut self, method: &str, path: &str, body: &Json) -> Response {
        self.send(&Self::request(method, path).body(body.to_string()))
    }

    pub(super) fn call(&mut self, token: &str, method: &str, path: &str, body: &Json) -> Response {
        let request = bearer(Self::request(method, path), token);
        self.send(&if body.is_null() {
            request
        } else {
            request.body(body.to_string())
        })
    }

    pub(super) fn get(&mut self, token: &str, path: &str) -> Response {
        self.call(token, "GET", path, &Json::Null)
    }

    pub(super) fn put(&mut self, token: &str, path: &str, body: &Json) -> Response {
        self.call(token, "PUT", path, body)
    }

    pub(super) fn post(&mut self, token: &str, path: &str, body: &Json) -> Response {
        self.call(token, "POST", path, body)
    }

    pub(super) fn try_token(&mut self, path: &str, name: &str, password: &str) -> Response {
        self.send(&basic(Self::request("GET", path), name, password))
    }

    pub(super) fn sign_in(&mut self, name: &str, password: &str) -> String {
        let answer = self.try_token("/api/v2/token", name, password);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()["access_token"].as_str().unwrap().to_owned()
    }

    pub(super) fn sign_in_user(&mut self, name: &str) -> String {
        let answer = self.try_token("/api/v2/user/token", name, PASSWORD);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()["access_token"].as_str().unwrap().to_owned()
    }

    pub(super) fn root(&mut self) -> String {
        self.sign_in("root", PASSWORD)
    }

    /// Makes an account.
    pub(super) fn create(&mut self, root: &str, account: &Json) -> Json {
        let answer = self.post(root, "/api/v2/users", account);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.value()
    }

    /// Makes something else.
    pub(super) fn make(&mut self, root: &str, path: &str, body: &Json) -> Json {
        let answer = self.post(root, path, body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.value()
    }

    /// Makes an administrator and signs it in.
    pub(super) fn admin(&mut self, root: &str, name: &str, more: &Json) -> String {
        let mut body = json!({"username": name, "password": PASSWORD, "status": 1});
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        self.make(root, "/api/v2/admins", &body);
        self.sign_in(name, PASSWORD)
    }

    pub(super) fn read(&mut self, root: &str, name: &str) -> Json {
        let answer = self.get(root, &format!("/api/v2/users/{name}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()
    }

    pub(super) fn names(&mut self, token: &str, query: &str) -> Vec<String> {
        let answer = self.get(token, &format!("/api/v2/users{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
            .value()
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["username"].as_str().unwrap().to_owned())
            .collect()
    }

    pub(super) fn switch(&mut self, switches: &Json) {
        let request = Request::new("POST", "/__sim/switches").body(switches.to_string());
        let answer = self.send(&request);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    pub(super) fn mail(&mut self) -> Vec<Json> {
        let answer = self.send(&Request::new("GET", "/__sim/mail"));
        answer.value().as_array().unwrap().clone()
    }
}
