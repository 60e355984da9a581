//! One person's panel at a simulated Harness.

use std::ops::Deref;

use futures::executor::block_on;
use rollcall::api::harness::{AccountId, Owner, Scope, UserId};
use rollcall::api::{ApiError, ErrorKind, Platform, Secret};
use rollcall::platform::{Account, Adapter, Claims, Me, Scene};
use rollcall::transport::Credential;
use rollcall_simulator::{Request, World, handle};
use serde_json::{Value, json};

use crate::seat::Seat;
use crate::transport::InProcess;

pub(crate) const HARNESS: Adapter = Adapter::Harness;

/// Sees, manages and invites people.
pub(crate) const ADMINISTRATOR: &str = "rania.haddad@acme.example";
/// Another one.
pub(crate) const SECOND: &str = "marc.weber@acme.example";
/// Sees people.
pub(crate) const VIEWER: &str = "lena.sommer@acme.example";
/// A service account that manages people.
pub(crate) const SERVICE: &str = "provisioning";
/// Sees nobody.
pub(crate) const MEMBER: &str = "theo.brandt@acme.example";

/// Somebody at the platform.
pub(crate) struct Panel {
    seat: Seat,
    key: String,
}

/// A new platform with so many people.
pub(crate) fn platform(n_accounts: usize) -> InProcess {
    let sim = InProcess::new(World::new(1, 5));
    let plan = json!({"seed": 1, "users": n_accounts, "platform": "harness"});
    sim.control("/__sim/reset", &plan.to_string());
    sim
}

impl Deref for Panel {
    type Target = Seat;

    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl Panel {
    /// The panel of one of those above at a new platform with so many people.
    pub(crate) fn at(email: &str, n_accounts: usize) -> Self {
        Self::of(email, &platform(n_accounts))
    }

    /// Somebody else's panel at the same platform.
    pub(crate) fn other(&self, email: &str) -> Self {
        Self::of(email, &self.sim)
    }

    fn of(email: &str, sim: &InProcess) -> Self {
        let key = secrets_of(sim, email).first().unwrap().clone();
        let panel = Self::with_key(sim.clone(), &key);
        let credential = Credential::ApiKey(Secret::from(key));
        panel.take(credential);
        panel
    }

    fn with_key(sim: InProcess, key: &str) -> Self {
        Self {
            seat: Seat::new(sim, Platform::Harness),
            key: key.to_owned(),
        }
    }

    /// A panel with another credential.
    pub(crate) fn stranger(&self, credential: Credential) -> Self {
        let panel = Self::with_key(self.sim.clone(), &self.key);
        panel.take(credential);
        panel
    }

    /// Somebody's own password.
    pub(crate) fn password_of(&self, email: &str) -> Secret {
        let all = secrets_of(&self.sim, email);
        Secret::from(all.get(1).unwrap().as_str())
    }

    /// The token of a session in the platform's own pages.
    pub(crate) fn session_of(&self, email: &str) -> String {
        let basic = Secret::basic(email, &self.password_of(email));
        let body = json!({"authorization": basic.expose()});
        let target = "/platforms/harness/api/users/login";
        let request = Request::new("POST", target)
            .header("Content-Type", "application/json")
            .body(body.to_string());
        let answer = handle(&mut self.sim.0.borrow_mut(), &request);
        let said: Value = serde_json::from_slice(&answer.body).unwrap();
        let token = said.pointer("/resource/token").and_then(Value::as_str);
        token.unwrap().to_owned()
    }

    /// What the key says of itself.
    pub(crate) fn claims(&self) -> Claims {
        HARNESS.read_key(&Secret::from(self.key.as_str()))
    }

    /// The account.
    pub(crate) fn account(&self) -> AccountId {
        AccountId::from(self.claims().tenant.unwrap().as_str())
    }

    /// The account as a scope.
    pub(crate) fn scope(&self) -> Scope {
        Scope::Account {
            account: self.account(),
        }
    }

    pub(crate) fn whoami(&self) -> Result<Me, ApiError> {
        block_on(HARNESS.whoami(&self.door(), &self.claims()))
    }

    pub(crate) fn scene(&self) -> Scene {
        let me = self.whoami().unwrap();
        Scene {
            me: me.account,
            is_team_leader: false,
            is_api_key: true,
            survey: block_on(HARNESS.survey(&self.door())).unwrap(),
            tenant: me.tenant,
            grants: me.grants,
        }
    }

    /// The owner of one's own keys.
    pub(crate) fn owner(&self) -> Owner {
        Owner {
            account: self.account(),
            user: UserId::from(self.scene().me.id.as_str()),
        }
    }

    pub(crate) fn list(&self) -> Result<Vec<Account>, ErrorKind> {
        let (door, scene) = (self.door(), self.scene());
        let list = block_on(HARNESS.list(&door, Some(&scene), &mut |_| ()));
        list.map_err(|error| error.kind)
    }

    /// Somebody of the list.
    pub(crate) fn find(&self, email: &str) -> Account {
        let all = self.list().unwrap();
        let mut all = all.into_iter();
        all.find(|account| account.email == email).unwrap()
    }

    pub(crate) fn switch(&self, name: &str, value: &str) {
        let body = format!(r#"{{"harness.{name}":{value}}}"#);
        self.sim.control("/__sim/switches", &body);
    }

    /// Method and target of every request since the last reset.
    pub(crate) fn log(&self) -> Vec<(String, String)> {
        let request = Request::new("GET", "/__sim/log");
        let answer = handle(&mut self.sim.0.borrow_mut(), &request);
        let all: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
        all.iter()
            .map(|one| {
                let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
                (text("method").to_owned(), text("path").to_owned())
            })
            .collect()
    }
}

/// A person's key, and then the password.
fn secrets_of(sim: &InProcess, email: &str) -> Vec<String> {
    let world = sim.0.borrow();
    let accounts = world.accounts().iter();
    accounts
        .filter(|account| account.platform == "harness" && account.name == email)
        .map(|account| account.password.clone())
        .collect()
}
