//! The client: the only door through which endpoints are sent.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use super::gate::{Gates, Key};
use super::pace::Pace;
use super::record::{Attempt, Outcome, Record};
use super::vault::WrongAddress;
use super::{Connection, Failure, Outgoing, Transport, Vault, retry};
use crate::api::harbor::GetCurrentUser;
use crate::api::harbor::standing::settle;
use crate::api::{
    ApiError, Auth, Dialect, Door, Effect, Endpoint, ErrorKind, Facts, Request, Response,
    Timestamp, Unsendable, dialect, facts, leaves_open, request,
};

/// Sends endpoints. Copies share vault, record and gates.
#[derive(Clone)]
pub struct Client(Rc<Parts>);

struct Parts {
    transport: Rc<dyn Transport>,
    vault: Vault,
    record: Record,
    gates: Gates,
    pace: Pace,
}

/// What decides how a request is sent, apart from the request itself.
#[derive(Clone, Copy)]
struct Manner {
    facts: Facts,
    dialect: Dialect,
    time_limit_ms: u32,
}

impl Manner {
    /// Whether the call may be sent again without being asked.
    const fn is_repeatable(&self) -> bool {
        matches!(self.facts.effect, Effect::Read) && !self.facts.limited
    }

    /// Whether the platform asks to come back later; not all of them do it with one status.
    fn is_put_off(&self, outcome: &Result<Response, Failure>) -> bool {
        outcome.as_ref().is_ok_and(|response| {
            let refused = !response.is_success();
            refused
                && matches!(
                    (self.dialect)(self.facts, response),
                    ErrorKind::SlowDown { .. }
                )
        })
    }
}

/// Builds the request anew for every attempt.
type Build<'a> = dyn Fn() -> Result<Request, ApiError> + 'a;

/// Who asks and what is asked about who asks would hold each other otherwise.
type Settled<'a> = Pin<Box<dyn Future<Output = ApiError> + 'a>>;

/// One box for each call keeps what every endpoint compiles into small.
type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Response, ErrorKind>> + 'a>>;

impl Client {
    /// A client with an empty vault and an empty record.
    pub fn new(transport: Rc<dyn Transport>) -> Self {
        Self(Rc::new(Parts {
            transport,
            vault: Vault::default(),
            record: Record::default(),
            gates: Gates::default(),
            pace: Pace::default(),
        }))
    }

    /// The credentials.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// What was sent since the page was opened.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        let seconds = retry::whole(self.0.transport.now_ms() / 1_000.0);
        Timestamp::from_unix(i64::from(seconds))
    }

    /// A door to one connection, for code that needs no other.
    pub fn door(&self, connection: &Connection) -> ConnectionDoor {
        ConnectionDoor {
            client: self.clone(),
            connection: connection.clone(),
        }
    }

    /// Sends an endpoint and reads its answer. Dropping the future gives the request up.
    ///
    /// A read is sent at most three times; a write, and every call that the platform counts, once.
    ///
    /// # Errors
    /// Without a credential [`ErrorKind::SignedOut`], and nothing is sent unless the endpoint is public.
    pub async fn send<E: Endpoint>(
        &self,
        connection: &Connection,
        endpoint: &E,
    ) -> Result<E::Answer, ApiError> {
        let manner = Manner {
            facts: facts::<E>(),
            dialect: dialect::<E>(),
            time_limit_ms: E::TIME_LIMIT_MS,
        };
        let build = || request(endpoint);
        let exchange: Exchange<'_> = Box::pin(self.exchange(connection, manner, &build));
        match exchange.await {
            Ok(response) => match endpoint.read(&response) {
                Err(error) if leaves_open::<E>(&response) => {
                    let status = response.status;
                    drop(response);
                    Err(self.settled(connection, error, status).await)
                }
                outcome => outcome.map_err(|error| self.with_wait(error, &response)),
            },
            Err(kind) => Err(ApiError::of::<E>(kind)),
        }
    }

    /// Everything that does not depend on the endpoint's type.
    async fn exchange(
        &self,
        connection: &Connection,
        manner: Manner,
        build: &Build<'_>,
    ) -> Result<Response, ErrorKind> {
        if manner.facts.platform != connection.platform {
            return Err(ErrorKind::Unsendable(Unsendable::Address));
        }
        let Parts {
            transport, gates, ..
        } = &*self.0;
        let first = self.outgoing(connection, manner, build().map_err(|error| error.kind)?)?;
        // Always in this order, and the widest gate last: no two requests can wait for each other.
        let _subject = match first.subject {
            Some(subject) => {
                let key = Key::Subject(connection.id.clone(), subject);
                Some(gates.enter(key, 1).await)
            }
            None => None,
        };
        let _limited = if manner.facts.limited {
            let key = Key::Limited(connection.id.clone());
            Some(gates.enter(key, 1).await)
        } else {
            None
        };
        let began_ms = transport.now_ms();
        let mut try_number = 1;
        loop {
            let outcome = self.attempt(connection, manner, build, try_number).await?;
            let waited_ms = transport.now_ms() - began_ms;
            // Two whole time limits are as long as anyone should look at a spinner.
            let is_worth_it = waited_ms < 2.0 * f64::from(manner.time_limit_ms);
            let wait_ms = (manner.is_repeatable() && is_worth_it)
                .then(|| {
                    let is_put_off = manner.is_put_off(&outcome);
                    retry::wait_ms(&outcome, is_put_off, try_number, transport.as_ref())
                })
                .flatten();
            let Some(wait_ms) = wait_ms else {
                return outcome.map_err(kind_of);
            };
            drop(outcome);
            transport.sleep_ms(wait_ms).await;
            try_number += 1;
        }
    }

    /// Sends once and writes it down.
    async fn attempt(
        &self,
        connection: &Connection,
        manner: Manner,
        build: &Build<'_>,
        try_number: u32,
    ) -> Result<Result<Response, Failure>, ErrorKind> {
        let Parts {
            transport,
            gates,
            pace,
            ..
        } = &*self.0;
        let key = Key::Requests(connection.id.clone());
        let _place = gates.enter(key, connection.platform.max_parallel()).await;
        if let Some(limit) = connection.platform.max_reads_per_minute()
            && matches!(manner.facts.effect, Effect::Read)
        {
            while let Some(wait_ms) = pace.take(&connection.id, limit, transport.now_ms()) {
                transport.sleep_ms(wait_ms).await;
            }
        }
        // Built only now: while it waited, the person may have signed in again or out.
        let outgoing = self
            .outgoing(connection, manner, build().map_err(|error| error.kind)?)?
            .outgoing;
        let now_ms = || transport.now_ms();
        let attempt = Attempt::begin(
            &self.0.record,
            &now_ms,
            connection,
            manner.facts.operation,
            &outgoing,
            &transport.origin(),
            try_number,
        );
        let fetch = transport.fetch(outgoing);
        let limit = transport.sleep_ms(manner.time_limit_ms);
        let outcome = first_of(fetch, limit)
            .await
            .unwrap_or(Err(Failure::TimedOut));
        attempt.end(match &outcome {
            Ok(response) => Outcome::Status(response.status),
            Err(failure) => Outcome::Failed(*failure),
        });
        Ok(outcome)
    }

    /// Asks who is signed in, where an answer leaves that open.
    fn settled<'a>(
        &'a self,
        connection: &'a Connection,
        error: ApiError,
        status: u16,
    ) -> Settled<'a> {
        Box::pin(async move {
            let asked = self.send(connection, &GetCurrentUser).await;
            settle(error, status, asked)
        })
    }

    /// Adds how long to wait where the server said it as a date: endpoints have no clock.
    ///
    /// A failing server that says when to come back asks to wait too. Of a write it stays unknown whether it was done.
    fn with_wait(&self, mut error: ApiError, response: &Response) -> ApiError {
        let is_unsaid = match error.kind {
            ErrorKind::SlowDown { retry_after_s } => retry_after_s.is_none(),
            ErrorKind::Broken { status: 503, .. } => error.effect == Effect::Read,
            _ => false,
        };
        if is_unsaid
            && let Some(wait_ms) = retry::retry_after_ms(response, self.0.transport.now_ms())
        {
            error.kind = ErrorKind::SlowDown {
                retry_after_s: Some(wait_ms.div_ceil(1_000)),
            };
        }
        error
    }

    /// Gives a request its address and its credential.
    fn outgoing(
        &self,
        connection: &Connection,
        manner: Manner,
        request: Request,
    ) -> Result<Addressed, ErrorKind> {
        let url = connection.url_of(&request.target());
        let mut secrets = request.secret_headers;
        if request.auth == Auth::Required {
            let found = self.0.vault.attach(connection, &url);
            let found = found.map_err(|wrong| {
                ErrorKind::Unsendable(match wrong {
                    WrongAddress::Elsewhere => Unsendable::Address,
                    WrongAddress::Slash => Unsendable::Slash,
                })
            })?;
            secrets.push(found.ok_or(ErrorKind::SignedOut)?);
        }
        let subject = match request.effect {
            Effect::Write => request.subject,
            Effect::Read => None,
        };
        Ok(Addressed {
            subject,
            outgoing: Outgoing {
                method: request.method,
                url,
                headers: request.headers,
                secrets,
                body: request.body,
                time_limit_ms: manner.time_limit_ms,
            },
        })
    }
}

struct Addressed {
    subject: Option<String>,
    outgoing: Outgoing,
}

const fn kind_of(failure: Failure) -> ErrorKind {
    match failure {
        Failure::Unreachable => ErrorKind::Unreachable,
        Failure::BlockedByPolicy => ErrorKind::BlockedByPolicy,
        Failure::TimedOut => ErrorKind::TimedOut,
        Failure::Cancelled => ErrorKind::Cancelled,
        Failure::CutShort => ErrorKind::CutShort,
    }
}

/// What `work` gives, or nothing when `limit` ends before it. Dropping this drops both.
async fn first_of<T>(work: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let mut work = pin!(work);
    let mut limit = pin!(limit);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The door to one connection.
#[derive(Clone)]
pub struct ConnectionDoor {
    client: Client,
    connection: Connection,
}

impl ConnectionDoor {
    /// The connection behind it.
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Door for ConnectionDoor {
    async fn send<E: Endpoint + 'static>(&self, endpoint: E) -> Result<E::Answer, ApiError> {
        self.client.send(&self.connection, &endpoint).await
    }

    fn now(&self) -> Timestamp {
        self.client.now()
    }
}

#[cfg(test)]
mod tests;
