//! One administrator's panel at a simulated `SFTPGo`.

use std::ops::Deref;

use futures::executor::block_on;
use rollcall::api::sftpgo::{AddUser, CreateApiKey, KeyScope, User};
use rollcall::api::{Platform, Secret};
use rollcall::platform::{Account, Adapter, Claims, Proof, Scene};
use rollcall::transport::Credential;
use rollcall_simulator::{Request, World, handle};
use serde_json::{Value, json};

use crate::seat::Seat;
use crate::transport::InProcess;

pub(crate) const PASSWORD: &str = "correct horse 1";

pub(crate) const SFTPGO: Adapter = Adapter::Sftpgo;

/// Somebody at the server.
pub(crate) struct Panel {
    seat: Seat,
    claims: Claims,
    is_api_key: bool,
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
            seat: Seat::new(sim, Platform::Sftpgo),
            claims: Claims::default(),
            is_api_key: false,
        }
    }

    /// The first administrator of a server that has nobody else.
    pub(crate) fn installed() -> Self {
        let mut panel = Self::new(InProcess::new(World::installed(1, "root", PASSWORD)));
        panel.sign_in("root");
        panel
    }

    /// The panel of another administrator, who is made with these settings.
    pub(crate) fn administrator(&self, name: &str, settings: Value) -> Self {
        let mut body = settings;
        body["username"] = json!(name);
        body["password"] = json!(PASSWORD);
        body["status"] = json!(1);
        self.set_up("/api/v2/admins", &body);
        let mut other = Self::new(self.sim.clone());
        other.sign_in(name);
        other
    }

    /// A panel with an API key that this administrator makes for somebody.
    pub(crate) fn key_of(&self, name: &str) -> Self {
        let made = self
            .send(&CreateApiKey {
                name: "panel".to_owned(),
                scope: KeyScope::Admin,
                owner: name.to_owned(),
                expires_ms: 0,
                description: String::new(),
            })
            .unwrap();
        let mut other = Self::new(self.sim.clone());
        other.claims = SFTPGO.read_key(&made.key);
        other.is_api_key = true;
        let credential = Credential::ApiKey(made.key);
        other.take(credential);
        other
    }

    pub(crate) fn sign_in(&mut self, name: &str) {
        let password = Secret::from(PASSWORD);
        let proof = block_on(SFTPGO.sign_in(&self.door(), name, password, None)).unwrap();
        let Proof::Token(token) = proof else {
            panic!("SFTPGo gives tokens");
        };
        self.claims = token.claims;
        let credential = Credential::Bearer {
            token: token.secret,
            expires_at: token.expires_at,
        };
        self.take(credential);
    }

    /// Makes a user.
    pub(crate) fn create(&self, name: &str, change: impl FnOnce(&mut User)) {
        let mut user = User::new(name);
        user.set_home_dir("/srv/home");
        change(&mut user);
        let add = AddUser {
            user,
            password: Some(Secret::from(PASSWORD)),
            secrets: Vec::new(),
        };
        self.send(&add).unwrap();
    }

    /// A call that the panel never makes.
    pub(crate) fn set_up(&self, path: &str, body: &Value) {
        let sign_in = Request::new("GET", "/platforms/sftpgo/api/v2/token").header(
            "Authorization",
            Secret::basic("root", &Secret::from(PASSWORD)).expose(),
        );
        let mut world = self.sim.0.borrow_mut();
        let token: Value = serde_json::from_slice(&handle(&mut world, &sign_in).body).unwrap();
        let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
        let target = ["/platforms/sftpgo", path].concat();
        let call = Request::new("POST", &target)
            .header("Authorization", &bearer)
            .body(body.to_string());
        let answer = handle(&mut world, &call);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    pub(crate) fn scene(&self) -> Scene {
        let me = block_on(SFTPGO.whoami(&self.door(), &self.claims)).unwrap();
        Scene {
            me: me.account,
            is_team_leader: false,
            is_api_key: self.is_api_key,
            survey: block_on(SFTPGO.survey(&self.door())).unwrap(),
            tenant: me.tenant,
            grants: me.grants,
        }
    }

    pub(crate) fn list(&self) -> Vec<Account> {
        let scene = self.scene();
        block_on(SFTPGO.list(&self.door(), Some(&scene), &mut |_| ())).unwrap()
    }

    /// The next calls of an operation get this answer.
    pub(crate) fn fault(&self, operation: &str, times: u64, status: u16, body: &str) {
        let kind = if body.starts_with('{') {
            "application/json"
        } else {
            "text/html"
        };
        let fault = json!([{
            "platform": "sftpgo", "operation": operation, "fault": "status", "status": status,
            "headers": {"Content-Type": kind}, "body": body, "times": times
        }]);
        self.sim.control("/__sim/faults", &fault.to_string());
    }

    pub(crate) fn switch(&self, name: &str, value: &str) {
        let body = format!(r#"{{"sftpgo.{name}":{value}}}"#);
        self.sim.control("/__sim/switches", &body);
    }
}
