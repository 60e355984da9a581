//! The rules and traps of the contract, one test each; recorded flows are replayed elsewhere.

mod flows;
mod matrix;
mod passwords;
mod sessions;
mod wire;

use serde_json::{Value as Json, json};

use crate::http::{Request, Response};
use crate::world::{World, handle, start};

pub(super) const PASSWORD: &str = "correct horse 1";
pub(super) const OTHER_PASSWORD: &str = "battery staple 2";

/// A world right after installation, and short ways to talk to it.
pub(super) struct Desk {
    pub(super) world: World,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            world: World::installed(1, "admin", PASSWORD),
        }
    }

    pub(super) fn request(method: &str, path: &str) -> Request {
        Request::new(method, &format!("/platforms/portainer{path}"))
    }

    pub(super) fn send(&mut self, request: &Request) -> Response {
        handle(&mut self.world, request)
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

    pub(super) fn sign_in(&mut self, name: &str, password: &str) -> String {
        let answer = self.try_sign_in(name, password);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()["jwt"].as_str().unwrap().to_owned()
    }

    /// Each from an address of its own, so that no test meets the limiter by accident.
    pub(super) fn try_sign_in(&mut self, name: &str, password: &str) -> Response {
        let mut request = Self::request("POST", "/api/auth")
            .body(json!({"Username": name, "Password": password}).to_string());
        request.peer = format!("{name} {}", self.world.random.number());
        self.send(&request)
    }

    pub(super) fn admin(&mut self) -> String {
        self.sign_in("admin", PASSWORD)
    }

    /// Makes an account and gives its id.
    pub(super) fn create(&mut self, admin: &str, name: &str, role: i64) -> i64 {
        let body = json!({"Username": name, "Password": PASSWORD, "Role": role});
        let answer = self.call(admin, "POST", "/api/users", &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()["Id"].as_i64().unwrap()
    }

    pub(super) fn make_key(&mut self, token: &str, id: i64) -> String {
        let body = json!({"password": PASSWORD, "description": "k"});
        let answer = self.call(token, "POST", &format!("/api/users/{id}/tokens"), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.value()["rawAPIKey"].as_str().unwrap().to_owned()
    }

    /// A set of requests without waiting for any of them.
    pub(super) fn begin(&mut self, request: &Request) -> Response {
        start(&mut self.world, request)
    }

    pub(super) fn switch(&mut self, switches: &Json) {
        let request = Request::new("POST", "/__sim/switches").body(switches.to_string());
        let answer = self.send(&request);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    pub(super) fn names(&mut self, admin: &str) -> Vec<String> {
        self.get(admin, "/api/users")
            .value()
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["Username"].as_str().unwrap().to_owned())
            .collect()
    }
}

pub(super) fn bearer(request: Request, token: &str) -> Request {
    request.header("Authorization", &format!("Bearer {token}"))
}

pub(super) fn message(answer: &Response) -> String {
    answer.value()["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
