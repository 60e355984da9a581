//! One person's panel at a simulated Alauda Container Platform.

use std::ops::Deref;

use futures::executor::block_on;
use rollcall::api::alauda::{GetPasswordKey, PasswordKey, SealedPassword, UserName};
use rollcall::api::{ApiError, ErrorKind, Platform, Secret};
use rollcall::platform::{Account, Adapter, Me, Scene};
use rollcall::transport::Credential;
use rollcall_simulator::clock::Clock;
use rollcall_simulator::{Plan, Request, World, handle};
use serde_json::Value;

use crate::seat::Seat;
use crate::transport::InProcess;

pub(crate) const ALAUDA: Adapter = Adapter::Alauda;

/// The first administrator.
pub(crate) const FIRST: &str = "admin";
/// Another platform administrator.
pub(crate) const ADMINISTRATOR: &str = "rania.haddad@acme.example";
/// A platform auditor.
pub(crate) const AUDITOR: &str = "lena.sommer@acme.example";
/// A project administrator.
pub(crate) const ORDINARY: &str = "theo.brandt@acme.example";
/// A developer from a directory.
pub(crate) const DIRECTORY: &str = "ines.costa";

/// Somebody at the platform.
pub(crate) struct Panel {
    seat: Seat,
    token: String,
}

impl Deref for Panel {
    type Target = Seat;

    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl Panel {
    /// The panel of one of those above at a new platform with so many accounts.
    pub(crate) fn at(login: &str, n_accounts: usize) -> Self {
        Self::of(login, &platform(n_accounts))
    }

    /// Somebody else's panel at the same platform.
    pub(crate) fn other(&self, login: &str) -> Self {
        Self::of(login, &self.sim)
    }

    fn of(login: &str, sim: &InProcess) -> Self {
        let token = secrets_of(sim, login).first().unwrap().clone();
        let panel = Self::stranger(sim.clone(), &token);
        panel.use_token(&token);
        panel
    }

    /// A panel without a credential.
    pub(crate) fn stranger(sim: InProcess, token: &str) -> Self {
        Self {
            seat: Seat::new(sim, Platform::Alauda),
            token: token.to_owned(),
        }
    }

    pub(crate) fn use_token(&self, token: &str) {
        let credential = Credential::Bearer {
            token: Secret::from(token),
            expires_at: None,
        };
        self.take(credential);
    }

    /// Somebody's password, if they have one of the platform's own.
    pub(crate) fn password_of(&self, login: &str) -> Option<String> {
        secrets_of(&self.sim, login).get(1).cloned()
    }

    pub(crate) fn whoami(&self) -> Result<Me, ApiError> {
        let token = ALAUDA.read_token(Secret::from(self.token.as_str()));
        block_on(ALAUDA.whoami(&self.door(), &token.claims))
    }

    pub(crate) fn scene(&self) -> Scene {
        let me = self.whoami().unwrap();
        Scene {
            me: me.account,
            is_team_leader: false,
            is_api_key: false,
            survey: block_on(ALAUDA.survey(&self.door())).unwrap(),
            tenant: me.tenant,
            grants: me.grants,
        }
    }

    pub(crate) fn list(&self) -> Result<Vec<Account>, ErrorKind> {
        let door = self.door();
        let list = block_on(ALAUDA.list(&door, None, &mut |_| ()));
        list.map_err(|error| error.kind)
    }

    pub(crate) fn key(&self) -> PasswordKey {
        self.send(&GetPasswordKey).unwrap()
    }

    /// A password in its envelope, with a key that was just asked for.
    pub(crate) fn sealed(&self, password: &str) -> SealedPassword {
        seal(&self.key(), password)
    }

    pub(crate) fn switch(&self, name: &str, value: &str) {
        let body = format!(r#"{{"alauda.{name}":{value}}}"#);
        self.sim.control("/__sim/switches", &body);
    }

    /// The next such calls are answered so.
    pub(crate) fn fault(&self, call: &str, status: u16, kind: &str, body: &str) {
        let fault = serde_json::json!({
            "platform": "alauda", "operation": call, "status": status,
            "headers": {"Content-Type": kind}, "body": body,
        });
        self.sim.control("/__sim/faults", &fault.to_string());
    }

    /// Path and status of every request since the platform began.
    pub(crate) fn log(&self) -> Vec<(String, u64)> {
        let request = Request::new("GET", "/__sim/log");
        let answer = handle(&mut self.sim.0.borrow_mut(), &request);
        let all: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
        all.iter()
            .map(|one| {
                let path = one.get("path").and_then(Value::as_str).unwrap_or_default();
                let status = one
                    .get("status")
                    .and_then(Value::as_u64)
                    .unwrap_or_default();
                (path.to_owned(), status)
            })
            .collect()
    }

    pub(crate) fn advance(&self, seconds: u32) {
        let body = format!(r#"{{"advance_s":{seconds}}}"#);
        self.sim.control("/__sim/clock", &body);
    }

    /// A request as it is, with this person's token.
    pub(crate) fn raw(&self, method: &str, target: &str) -> (u16, Value) {
        let target = ["/platforms/alauda", target].concat();
        let bearer = ["Bearer ", &self.token].concat();
        let request = Request::new(method, &target).header("Authorization", &bearer);
        let answer = handle(&mut self.sim.0.borrow_mut(), &request);
        let body = serde_json::from_slice(&answer.body).unwrap_or_default();
        (answer.status, body)
    }
}

/// A new platform with so many accounts, alone in its world.
pub(crate) fn platform(n_accounts: usize) -> InProcess {
    let plan = Plan {
        users: n_accounts,
        platform: Some("alauda"),
        ..Plan::default()
    };
    InProcess::new(World::planned(plan, Clock::default()))
}

/// A person's token, and then the password.
fn secrets_of(sim: &InProcess, login: &str) -> Vec<String> {
    let world = sim.0.borrow();
    let accounts = world.accounts().iter();
    accounts
        .filter(|account| account.platform == "alauda" && account.name == login)
        .map(|account| account.password.clone())
        .collect()
}

pub(crate) fn seal(key: &PasswordKey, password: &str) -> SealedPassword {
    // Bytes that no cipher should be given, but that are different enough for a test.
    let mut last = 0_u8;
    let mut random = |buffer: &mut [u8]| {
        for byte in buffer {
            last = last.wrapping_mul(73).wrapping_add(19);
            *byte = last;
        }
    };
    key.seal(&Secret::from(password), &mut random).unwrap()
}

pub(crate) fn name_of(login: &str) -> UserName {
    UserName::of_login(login)
}
