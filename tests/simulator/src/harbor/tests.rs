//! The rules and traps of the contract, one test each; recorded flows are replayed elsewhere.

mod accounts;
mod lists;
mod matrix;
mod modes;
mod passwords;
mod people;
mod sessions;
mod wire;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::http::{Request, Response};
use crate::world::{World, handle, start};

pub(super) const PASSWORD: &str = "Abcdef12";
pub(super) const OTHER_PASSWORD: &str = "Newpass77";

/// A world right after installation, and short ways to talk to it.
pub(super) struct Desk {
    pub(super) world: World,
}

pub(super) fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
}

/// The built-in administrator.
pub(super) fn admin() -> String {
    basic("admin", PASSWORD)
}

/// An account with the usual password.
pub(super) fn of(name: &str) -> String {
    basic(name, PASSWORD)
}

pub(super) fn request(method: &str, path: &str) -> Request {
    Request::new(method, &format!("/platforms/harbor{path}")).header("Host", "hub.corp.example")
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            world: World::installed(1, "admin", PASSWORD),
        }
    }

    pub(super) fn send(&mut self, request: &Request) -> Response {
        handle(&mut self.world, request)
    }

    /// A request without waiting for its answer.
    pub(super) fn begin(&mut self, request: &Request) -> Response {
        start(&mut self.world, request)
    }

    /// Below the API's base, with a credential unless it is empty, and a body unless it is null.
    pub(super) fn call(&mut self, who: &str, method: &str, path: &str, body: &Json) -> Response {
        let mut call = request(method, &format!("/api/v2.0{path}"));
        if !who.is_empty() {
            call = call.header("Authorization", who);
        }
        if !body.is_null() {
            call = call
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        self.send(&call)
    }

    pub(super) fn get(&mut self, who: &str, path: &str) -> Response {
        self.call(who, "GET", path, &Json::Null)
    }

    pub(super) fn put(&mut self, who: &str, path: &str, body: &Json) -> Response {
        self.call(who, "PUT", path, body)
    }

    pub(super) fn delete(&mut self, who: &str, id: i64) -> Response {
        self.call(who, "DELETE", &format!("/users/{id}"), &Json::Null)
    }

    /// Tries to make an account with this name and e-mail.
    pub(super) fn try_create(&mut self, who: &str, name: &str, email: &str) -> Response {
        let body = json!({"username": name, "email": email, "realname": "Test Person", "password": PASSWORD});
        self.call(who, "POST", "/users", &body)
    }

    /// Makes an account and gives its id.
    pub(super) fn create(&mut self, name: &str) -> i64 {
        let number = self.world.harbor.users.len();
        let answer = self.try_create(&admin(), name, &format!("p{number}@corp.example"));
        assert_eq!(answer.status, 201, "{}", answer.text());
        id_of(&answer)
    }

    pub(super) fn create_admin(&mut self, name: &str) -> i64 {
        let id = self.create(name);
        let answer = self.flag(&admin(), id, true);
        assert_eq!(answer.status, 200, "{}", answer.text());
        id
    }

    pub(super) fn flag(&mut self, who: &str, id: i64, flag: bool) -> Response {
        let body = json!({"sysadmin_flag": flag});
        self.put(who, &format!("/users/{id}/sysadmin"), &body)
    }

    /// Names in the order of a list.
    pub(super) fn names(&mut self, query: &str) -> Vec<String> {
        let answer = self.get(&admin(), &format!("/users{query}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        names_of(&answer)
    }

    pub(super) fn switch(&mut self, switches: &Json) {
        let call =
            Request::new("POST", "/__sim/switches").body(json!({"harbor": switches}).to_string());
        let answer = self.send(&call);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

/// The id that a creation tells.
pub(super) fn id_of(answer: &Response) -> i64 {
    let place = answer.find("Location").unwrap();
    place
        .strip_prefix("/api/v2.0/users/")
        .unwrap()
        .parse()
        .unwrap()
}

pub(super) fn names_of(answer: &Response) -> Vec<String> {
    let users = answer.value();
    users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["username"].as_str().unwrap().to_owned())
        .collect()
}

/// Status, code and message of an error.
pub(super) fn told(answer: &Response) -> (u16, String, String) {
    let error = &answer.value()["errors"][0];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("code"), text("message"))
}

#[track_caller]
pub(super) fn assert_told(answer: &Response, status: u16, code: &str, message: &str) {
    assert_eq!(told(answer), (status, code.to_owned(), message.to_owned()));
}
