//! The activity record: what was sent since the page was opened, without any secret and without any answer's body.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::{Connection, ConnectionId, Failure, Outgoing};
use crate::api::{Method, Platform};

/// How many attempts are remembered.
const MAX_ENTRIES: usize = 500;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer of this HTTP status.
    Status(u16),
    /// Without an answer.
    Failed(Failure),
}

/// One attempt to send a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Counts up from 1 and is never used again.
    pub id: u64,
    /// When it was sent, in milliseconds since 1970.
    pub started_ms: f64,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
    /// The connection.
    pub connection: ConnectionId,
    /// The connection's name then.
    pub connection_name: String,
    /// The connection's platform.
    pub platform: Platform,
    /// Name of the call.
    pub operation: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Address, absolute where the origin is known.
    pub url: String,
    /// Headers, with stars for the one that authenticates.
    pub headers: Vec<(&'static str, String)>,
    /// Body, with stars for every secret.
    pub body: Option<String>,
    /// 1 for the first try.
    pub attempt: u32,
    /// How it ended.
    pub outcome: Outcome,
}

/// The last attempts of all connections.
#[derive(Default)]
pub struct Record {
    entries: RefCell<VecDeque<Arc<Entry>>>,
    n_ever: Cell<u64>,
    version: Cell<u64>,
    listeners: RefCell<Vec<Rc<dyn Fn()>>>,
}

impl Record {
    /// The entries, newest first.
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.entries.borrow().iter().rev().cloned().collect()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    /// Another number after every change.
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    /// Forgets all entries. Their numbers are not used again.
    pub fn clear(&self) {
        self.entries.borrow_mut().clear();
        self.changed();
    }

    /// Calls back after every change, for as long as the record lives.
    pub fn on_change(&self, listener: Box<dyn Fn()>) {
        self.listeners.borrow_mut().push(Rc::from(listener));
    }

    fn push(&self, mut entry: Entry) {
        self.n_ever.set(self.n_ever.get() + 1);
        entry.id = self.n_ever.get();
        let mut entries = self.entries.borrow_mut();
        if entries.len() >= MAX_ENTRIES {
            entries.pop_front();
        }
        entries.push_back(Arc::new(entry));
        drop(entries);
        self.changed();
    }

    fn changed(&self) {
        self.version.set(self.version.get() + 1);
        // A listener may read the record or add another listener.
        let listeners = self.listeners.borrow().clone();
        for listener in listeners {
            listener();
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.entries()).finish()
    }
}

/// An attempt under way. Dropped before it ended, it is written down as cancelled.
pub(super) struct Attempt<'a> {
    record: &'a Record,
    now_ms: &'a dyn Fn() -> f64,
    entry: Option<Entry>,
}

impl<'a> Attempt<'a> {
    pub(super) fn begin(
        record: &'a Record,
        now_ms: &'a dyn Fn() -> f64,
        connection: &Connection,
        operation: &'static str,
        outgoing: &Outgoing,
        origin: &str,
        attempt: u32,
    ) -> Self {
        let url = if outgoing.url().starts_with('/') {
            [origin, outgoing.url()].concat()
        } else {
            outgoing.url().to_owned()
        };
        let entry = Entry {
            id: 0,
            started_ms: now_ms(),
            duration_ms: 0.0,
            connection: connection.id.clone(),
            connection_name: connection.name.clone(),
            platform: connection.platform,
            operation,
            method: outgoing.method(),
            url,
            headers: outgoing.masked_headers(),
            body: outgoing.body.as_ref().map(|body| body.masked().to_owned()),
            attempt,
            outcome: Outcome::Failed(Failure::Cancelled),
        };
        Self {
            record,
            now_ms,
            entry: Some(entry),
        }
    }

    pub(super) fn end(mut self, outcome: Outcome) {
        self.write(outcome);
    }

    fn write(&mut self, outcome: Outcome) {
        if let Some(mut entry) = self.entry.take() {
            entry.duration_ms = ((self.now_ms)() - entry.started_ms).max(0.0);
            entry.outcome = outcome;
            self.record.push(entry);
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.write(Outcome::Failed(Failure::Cancelled));
    }
}
