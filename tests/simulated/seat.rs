//! What whoever works at a simulated platform has: the platform, a client, and the one connection.

use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{ApiError, Endpoint, ErrorKind, Platform};
use rollcall::transport::{Client, Connection, ConnectionDoor, ConnectionId, Credential};

use crate::transport::InProcess;

/// A place at a platform.
pub(crate) struct Seat {
    pub(crate) sim: InProcess,
    pub(crate) client: Client,
    pub(crate) home: Connection,
}

impl Seat {
    /// Nobody is signed in.
    pub(crate) fn new(sim: InProcess, platform: Platform) -> Self {
        let id = ConnectionId::new("home").unwrap();
        let base_url = ["/platforms/", platform.id()].concat();
        Self {
            client: Client::new(Rc::new(sim.clone())),
            home: Connection::new(id, "Home", platform, &base_url).unwrap(),
            sim,
        }
    }

    /// From now on with this credential.
    pub(crate) fn take(&self, credential: Credential) {
        self.client.vault().set(&self.home, credential).unwrap();
    }

    pub(crate) fn door(&self) -> ConnectionDoor {
        self.client.door(&self.home)
    }

    pub(crate) fn send<E: Endpoint>(&self, endpoint: &E) -> Result<E::Answer, ApiError> {
        block_on(self.client.send(&self.home, endpoint))
    }

    pub(crate) fn fails<E: Endpoint>(&self, endpoint: &E) -> ErrorKind {
        let error = self.send(endpoint).err().unwrap();
        assert_eq!(error.operation, E::OPERATION);
        error.kind
    }
}
