//! The real client on a transport that answers with one recorded answer and remembers what was sent.

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use rollcall::api::{ApiError, Endpoint, Platform, Response, Secret};
use rollcall::transport::{
    BoxFuture, Client, Connection, ConnectionId, Credential, Failure, Outgoing, Transport,
};
use rollcall_replay::{Got, Sent};

#[derive(Default)]
struct Recorded {
    got: Got,
    sent: RefCell<Option<Sent>>,
}

/// The typed answer that a recorded one is.
pub(crate) fn response(got: &Got) -> Response {
    Response::new(
        got.status,
        got.headers.clone(),
        got.body.clone().into_bytes(),
    )
}

impl Transport for Recorded {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        // What the client asks afterwards, because the answer leaves something open, was not recorded with it.
        if self.sent.borrow().is_some() {
            return Box::pin(std::future::ready(Err(Failure::Cancelled)));
        }
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        *self.sent.borrow_mut() = Some(Sent {
            method: outgoing.method().name().to_owned(),
            target: outgoing.url().to_owned(),
            headers: outgoing.headers().map(owned).collect(),
            body: outgoing
                .body_bytes()
                .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()),
        });
        Box::pin(std::future::ready(Ok(response(&self.got))))
    }

    fn sleep_ms(&self, _ms: u32) -> BoxFuture<()> {
        Box::pin(std::future::ready(()))
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.0
    }
}

/// The credential that a recorded request carries, if the panel could carry it.
pub(crate) fn credential(platform: Platform, sent: &Sent) -> Option<Credential> {
    let key_header = match platform {
        Platform::Portainer => "x-api-key",
        _ => return None,
    };
    let mut found = sent.headers.iter().filter_map(|(name, value)| {
        if name.eq_ignore_ascii_case("authorization") {
            let token = Secret::from(value.strip_prefix("Bearer ")?);
            Some(Credential::Bearer {
                token,
                expires_at: None,
            })
        } else {
            name.eq_ignore_ascii_case(key_header)
                .then(|| Credential::ApiKey(Secret::from(value.as_str())))
        }
    });
    found.next()
}

/// Sends a typed value and gives back what went out and what came of it.
pub(crate) fn send<E: Endpoint>(
    endpoint: &E,
    credential: Option<Credential>,
    got: &Got,
) -> (Sent, Result<E::Answer, ApiError>) {
    let recorded = Rc::new(Recorded {
        got: got.clone(),
        sent: RefCell::default(),
    });
    let client = Client::new(recorded.clone());
    let id = ConnectionId::new("recorded").unwrap();
    let home = Connection::new(id, "Recorded", E::PLATFORM, "/").unwrap();
    if let Some(credential) = credential {
        client.vault().set(&home, credential).unwrap();
    }
    let outcome = block_on(client.send(&home, endpoint));
    (recorded.sent.take().unwrap_or_default(), outcome)
}
