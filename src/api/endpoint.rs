//! What an endpoint is.
//!
//! One endpoint is one file with one type. It carries what the call needs and nothing of how it travels.

use std::future::Future;

use super::{
    Answer, ApiError, ErrorKind, Platform, RequestParts, Response, Timestamp, Unsendable, error,
};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Whether a call changes anything on the platform.
///
/// The method does not tell: some platforms read with POST, and one resets a second factor with GET.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing. May be sent again without being asked.
    Read,
    /// Changes something. Sent once, and one at a time for each account.
    Write,
}

/// Whether a call carries the connection's credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Auth {
    /// The vault adds the credential; without one the call is not sent.
    Required,
    /// No credential, even if there is one.
    Public,
}

/// One documented call of a platform, as a value.
pub trait Endpoint {
    /// What a success means.
    type Answer: Answer;

    /// Name of the call: of the project's list of operations, or our own for a supporting call.
    const OPERATION: &'static str;
    /// Whose call it is.
    const PLATFORM: Platform;
    /// HTTP method.
    const METHOD: Method;
    /// Path after the platform's base path, with `{name}` for each part that comes from data.
    const PATH: &'static str;
    /// Whether it changes anything.
    const EFFECT: Effect;
    /// Whether it carries the credential.
    const AUTH: Auth = Auth::Required;
    /// Whether the platform counts these calls and bans who makes too many.
    ///
    /// Such calls are never repeated by themselves, and are sent one at a time for each connection.
    const LIMITED: bool = false;
    /// Whether the path stands at the connection's base URL itself, outside of the platform's base path.
    const AT_ROOT: bool = false;
    /// How long to wait for the answer before giving up.
    const TIME_LIMIT_MS: u32 = 20_000;

    /// Puts path parts, query and body into the request.
    ///
    /// # Errors
    /// [`Unsendable`] when the values cannot make a request that means what it should.
    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable>;

    /// The account that a write is about, as a word that is the same for every endpoint of the platform.
    ///
    /// Two writes with one subject never run at the same time.
    fn subject(&self) -> Option<String> {
        None
    }

    /// Reads the answer: a success, or what the platform meant by refusing.
    fn read(&self, response: &Response) -> Result<Self::Answer, ApiError> {
        let outcome = if response.is_success() {
            Self::Answer::decode(response)
        } else {
            Err(self.refusal(response))
        };
        outcome.map_err(|kind| ApiError::of::<Self>(kind).with_request_id_of(response))
    }

    /// What an answer other than 2xx means; an endpoint that knows more than its platform's dialect overrides this.
    fn refusal(&self, response: &Response) -> ErrorKind {
        error::dialect::<Self>()(facts::<Self>(), response)
    }
}

/// Sends endpoints of one connection and reads their answers.
///
/// `platform` asks through this, so that it needs neither a connection nor a transport.
pub trait Door {
    /// Sends one endpoint and reads the answer.
    fn send<E: Endpoint + 'static>(
        &self,
        endpoint: E,
    ) -> impl Future<Output = Result<E::Answer, ApiError>>;

    /// What time it is, for accounts that are valid until an instant.
    fn now(&self) -> Timestamp;
}

/// The constants of one endpoint, for tables and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// [`Endpoint::OPERATION`].
    pub operation: &'static str,
    /// [`Endpoint::PLATFORM`].
    pub platform: Platform,
    /// [`Endpoint::METHOD`].
    pub method: Method,
    /// [`Endpoint::PATH`].
    pub path: &'static str,
    /// [`Endpoint::EFFECT`].
    pub effect: Effect,
    /// [`Endpoint::AUTH`].
    pub auth: Auth,
    /// [`Endpoint::LIMITED`].
    pub limited: bool,
    /// [`Endpoint::AT_ROOT`].
    pub at_root: bool,
}

impl Facts {
    /// What stands between a connection's base URL and the path.
    pub const fn base_path(self) -> &'static str {
        if self.at_root {
            ""
        } else {
            self.platform.base_path()
        }
    }
}

/// The constants of `E`.
pub const fn facts<E: Endpoint + ?Sized>() -> Facts {
    Facts {
        operation: E::OPERATION,
        platform: E::PLATFORM,
        method: E::METHOD,
        path: E::PATH,
        effect: E::EFFECT,
        auth: E::AUTH,
        limited: E::LIMITED,
        at_root: E::AT_ROOT,
    }
}
