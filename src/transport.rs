//! How a request travels: the trait that a browser and the tests implement, and everything around it.
//!
//! The client builds the request of an endpoint, waits for its turn, lets the vault add the credential, sends it within
//! its time limit, repeats it when it is a read and may be repeated, and writes down what happened.
//! Nothing here knows a page, and only `browser` knows a browser.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::api::{Body, Method, Response, Secret};

#[cfg(target_arch = "wasm32")]
mod browser;
pub mod curl;

mod client;
mod connection;
mod gate;
mod pace;
mod record;
mod retry;
mod vault;

#[cfg(target_arch = "wasm32")]
pub use browser::BrowserTransport;
pub use client::{Client, ConnectionDoor};
pub use connection::{BadConnection, Connection, ConnectionId};
pub use record::{Entry, Outcome, Record};
pub use vault::{BadCredential, Credential, CredentialKind, Vault};

/// A future that stays on its thread: wasm has one.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// What can carry a request.
pub trait Transport {
    /// Sends one request and waits for the whole answer. Dropping the future aborts the request.
    ///
    /// Sends no cookies, follows no redirect, and uses no cache.
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>>;

    /// Waits.
    fn sleep_ms(&self, ms: u32) -> BoxFuture<()>;

    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;

    /// A number from 0 to just below 1.
    fn random(&self) -> f64;

    /// Scheme, host and port that a relative address belongs to, for the record. Empty when there is none.
    fn origin(&self) -> String {
        String::new()
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// No HTTP answer: offline, name, TLS, CORS or a closed connection.
    Unreachable,
    /// The page's own content policy did not let the request out; nothing was sent.
    BlockedByPolicy,
    /// Not within the time limit.
    TimedOut,
    /// Given up by the panel.
    Cancelled,
    /// The answer began and did not end.
    CutShort,
}

/// A request on its way, credential included. `Debug` shows no secret.
pub struct Outgoing {
    method: Method,
    url: String,
    headers: Vec<(&'static str, String)>,
    secrets: Vec<(&'static str, Secret)>,
    body: Option<Body>,
    time_limit_ms: u32,
}

impl Outgoing {
    /// HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Absolute address, or one relative to the page's origin that begins with a slash.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// All headers, those that authenticate included.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let plain = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        let secret = self
            .secrets
            .iter()
            .map(|(name, value)| (*name, value.expose()));
        plain.chain(secret)
    }

    /// The body, if there is one. JSON, so UTF-8.
    pub fn body_bytes(&self) -> Option<&[u8]> {
        self.body.as_ref().map(Body::as_bytes)
    }

    /// How long the client waits before it drops the request.
    pub const fn time_limit_ms(&self) -> u32 {
        self.time_limit_ms
    }

    /// All headers, with stars for those that authenticate.
    fn masked_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = self.headers.clone();
        for (name, value) in &self.secrets {
            let masked = match value.expose().split_once(' ') {
                Some(("Bearer", _)) => "Bearer ***",
                Some(("Basic", _)) => "Basic ***",
                _ => "***",
            };
            headers.push((*name, masked.to_owned()));
        }
        headers
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outgoing")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &self.masked_headers())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
