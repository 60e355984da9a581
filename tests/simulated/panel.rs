//! One person's panel at a simulated Portainer, and a door that lets something happen between two requests.

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{ApiError, Door, Endpoint, Platform, Secret, Timestamp};
use rollcall::platform::{Account, Adapter, Claims, Proof, Role, Scene};
use rollcall::transport::{Client, Connection, ConnectionDoor, ConnectionId, Credential};
use rollcall_simulator::{Request, World, handle, start};
use serde_json::Value;

use crate::transport::InProcess;

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "correct horse 1";

/// The adapter under test.
pub(crate) const PORTAINER: Adapter = Adapter::Portainer;

/// What is done just before a request goes out.
struct Meanwhile {
    operation: &'static str,
    n_before: usize,
    act: Box<dyn FnOnce()>,
}

/// A signed-in person.
pub(crate) struct Panel {
    pub(crate) sim: InProcess,
    client: Client,
    home: Connection,
    door: ConnectionDoor,
    token: RefCell<String>,
    meanwhile: RefCell<Vec<Meanwhile>>,
}

impl Door for Panel {
    async fn send<E: Endpoint + 'static>(&self, endpoint: E) -> Result<E::Answer, ApiError> {
        let mut due = Vec::new();
        self.meanwhile.borrow_mut().retain_mut(|entry| {
            let is_due = entry.operation == E::OPERATION && entry.n_before == 0;
            if is_due {
                due.push(std::mem::replace(&mut entry.act, Box::new(|| ())));
            } else if entry.operation == E::OPERATION {
                entry.n_before -= 1;
            }
            !is_due
        });
        for act in due {
            act();
        }
        self.door.send(endpoint).await
    }

    fn now(&self) -> Timestamp {
        self.door.now()
    }
}

impl Panel {
    /// Nobody is signed in.
    pub(crate) fn new(sim: InProcess) -> Self {
        let id = ConnectionId::new("operations").unwrap();
        let base_url = "/platforms/portainer";
        let home = Connection::new(id, "Operations", Platform::Portainer, base_url).unwrap();
        let client = Client::new(Rc::new(sim.clone()));
        Self {
            door: client.door(&home),
            sim,
            client,
            home,
            token: RefCell::default(),
            meanwhile: RefCell::default(),
        }
    }

    /// The first administrator of a server that has nobody else.
    pub(crate) fn installed() -> Self {
        let panel = Self::new(InProcess::new(World::installed(1, "admin", PASSWORD)));
        panel.sign_in("admin");
        panel
    }

    /// Somebody else's panel at the same server.
    pub(crate) fn other(&self, name: &str) -> Self {
        let other = Self::new(self.sim.clone());
        other.rest();
        other.sign_in(name);
        other
    }

    pub(crate) fn sign_in(&self, name: &str) {
        let proof = block_on(PORTAINER.sign_in(self, name, Secret::from(PASSWORD), None)).unwrap();
        let Proof::Token(token) = proof else {
            panic!("Portainer gives tokens");
        };
        token
            .secret
            .expose()
            .clone_into(&mut self.token.borrow_mut());
        let credential = Credential::Bearer {
            token: token.secret,
            expires_at: token.expires_at,
        };
        self.client.vault().set(&self.home, credential).unwrap();
    }

    pub(crate) fn use_key(&self, key: Secret) {
        let vault = self.client.vault();
        vault.set(&self.home, Credential::ApiKey(key)).unwrap();
    }

    pub(crate) fn me(&self) -> Account {
        block_on(PORTAINER.whoami(self, &Claims::default()))
            .unwrap()
            .account
    }

    pub(crate) fn scene(&self) -> Scene {
        let me = self.me();
        Scene {
            is_team_leader: block_on(PORTAINER.leads_a_team(self, &me)).unwrap(),
            is_api_key: false,
            survey: block_on(PORTAINER.survey(self)).unwrap(),
            tenant: None,
            grants: None,
            me,
        }
    }

    pub(crate) fn create(&self, name: &str, role: &Role) -> Account {
        let password = Some(Secret::from(PASSWORD));
        let account = block_on(PORTAINER.create(self, name, password, role)).unwrap();
        self.rest();
        account
    }

    pub(crate) fn found_team(&self, name: &str) {
        let body = serde_json::json!({"name": name});
        self.begin("POST", "/teams", &body.to_string());
    }

    /// Before the request of an operation that comes after so many of its kind.
    pub(crate) fn meanwhile(
        &self,
        operation: &'static str,
        n_before: usize,
        act: impl FnOnce() + 'static,
    ) {
        let act = Box::new(act);
        self.meanwhile.borrow_mut().push(Meanwhile {
            operation,
            n_before,
            act,
        });
    }

    /// Sends a request as this person and does not wait for its end.
    pub(crate) fn begin(&self, method: &str, path: &str, body: &str) {
        let bearer = ["Bearer ", &self.token.borrow()].concat();
        let target = ["/platforms/portainer/api", path].concat();
        let request = Request::new(method, &target)
            .header("Authorization", &bearer)
            .body(body);
        start(&mut self.sim.0.borrow_mut(), &request);
    }

    /// Sign-in, password and key calls fill one bucket for each address; it empties by one in a second.
    pub(crate) fn rest(&self) {
        self.sim.control("/__sim/clock", r#"{"advance_s":30}"#);
    }

    pub(crate) fn switch(&self, switches: &str) {
        self.sim.control("/__sim/switches", switches);
    }

    pub(crate) fn order(&self, fault: &str) {
        self.sim.control("/__sim/faults", fault);
    }

    /// What `act` sent: method and path, and the body where there is one.
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
                let words = ["method", "path", "body"].map(|name| entry[name].as_str().unwrap());
                words.join(" ").trim_end().to_owned()
            })
            .collect()
    }
}
