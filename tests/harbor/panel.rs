//! One person's panel at a simulated Harbor.

use std::ops::Deref;

use futures::executor::block_on;
use rollcall::api::harbor::{CreateUser, SetSysAdmin, UserId};
use rollcall::api::{Platform, Secret};
use rollcall::platform::{Account, Adapter, Claims, Proof, Scene};
use rollcall::transport::Credential;
use rollcall_simulator::{Request, World, handle};
use serde_json::Value;

use crate::seat::Seat;
use crate::transport::InProcess;

pub(crate) const PASSWORD: &str = "Correct horse 1";

pub(crate) const HARBOR: Adapter = Adapter::Harbor;

/// Somebody at the server.
pub(crate) struct Panel {
    seat: Seat,
}

impl Deref for Panel {
    type Target = Seat;

    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl Panel {
    /// Nobody is signed in.
    pub(crate) fn new(sim: InProcess) -> Self {
        Self {
            seat: Seat::new(sim, Platform::Harbor),
        }
    }

    /// The built-in administrator of a server that has nobody else.
    pub(crate) fn installed() -> Self {
        let panel = Self::new(InProcess::new(World::installed(1, "admin", PASSWORD)));
        panel.use_password("admin", PASSWORD);
        panel
    }

    /// Somebody else's panel at the same server.
    pub(crate) fn other(&self, name: &str) -> Self {
        let other = Self::new(self.sim.clone());
        other.use_password(name, PASSWORD);
        other
    }

    /// Nobody's panel at the same server, but with words that are no credential of anybody.
    pub(crate) fn stranger(&self) -> Self {
        self.other("nobody-of-this-name")
    }

    pub(crate) fn use_password(&self, name: &str, password: &str) {
        let proof = block_on(HARBOR.sign_in(&self.door(), name, Secret::from(password), None));
        let Proof::Basic { name, password } = proof.unwrap() else {
            panic!("Harbor gives no tokens");
        };
        let credential = Credential::Basic { name, password };
        self.take(credential);
    }

    pub(crate) fn create(&self, name: &str) -> UserId {
        let create = CreateUser {
            username: name.to_owned(),
            email: format!("{name}@corp.example"),
            realname: "Test Person".to_owned(),
            password: Secret::from(PASSWORD),
            comment: None,
        };
        self.send(&create).unwrap().id.unwrap()
    }

    pub(crate) fn create_admin(&self, name: &str) -> UserId {
        let id = self.create(name);
        self.send(&SetSysAdmin { id, is_admin: true }).unwrap();
        id
    }

    pub(crate) fn me(&self) -> Account {
        let me = block_on(HARBOR.whoami(&self.door(), &Claims::default()));
        me.unwrap().account
    }

    pub(crate) fn scene(&self) -> Scene {
        Scene {
            me: self.me(),
            is_team_leader: false,
            is_api_key: false,
            survey: block_on(HARBOR.survey(&self.door())).unwrap(),
            tenant: None,
            grants: None,
        }
    }

    pub(crate) fn switch(&self, name: &str, value: &str) {
        let body = format!(r#"{{"harbor.{name}":{value}}}"#);
        self.sim.control("/__sim/switches", &body);
    }

    pub(crate) fn order(&self, fault: &str) {
        self.sim.control("/__sim/faults", fault);
    }

    /// What `act` sent: method, path and query.
    pub(crate) fn sent<T>(&self, act: impl FnOnce() -> T) -> (T, Vec<String>) {
        let n_before = self.log().len();
        let result = act();
        (result, self.log().split_off(n_before))
    }

    fn log(&self) -> Vec<String> {
        let call = Request::new("GET", "/__sim/log");
        let answer = handle(&mut self.sim.0.borrow_mut(), &call);
        let log: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
        log.iter()
            .map(|entry| {
                let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
                let query = word("query");
                let mark = if query.is_empty() { "" } else { "?" };
                [
                    word("method"),
                    " ".to_owned(),
                    word("path"),
                    mark.to_owned(),
                    query,
                ]
                .concat()
            })
            .collect()
    }
}
