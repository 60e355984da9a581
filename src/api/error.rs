//! What can go wrong, in words that mean the same on every platform.
//!
//! A value carries the call's name, never a body and never a secret.
//! [`explain`] is the only place that turns one into words for a person.

mod explain;
mod words;

use std::fmt;

use super::{
    Effect, Endpoint, Facts, Platform, Response, Unsendable, alauda, facts, harbor, harness,
    portainer, sftpgo,
};

pub use explain::{Explanation, explain, part_missing};
pub use words::Texts;

/// A call that did not give its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Whose call it was.
    pub platform: Platform,
    /// Name of the call.
    pub operation: &'static str,
    /// Whether the call changes anything.
    pub effect: Effect,
    /// The server's own name for this exchange, when it sent one.
    pub request_id: Option<String>,
    /// What happened.
    pub kind: ErrorKind,
}

impl ApiError {
    /// An error of the endpoint `E`.
    pub fn of<E: Endpoint + ?Sized>(kind: ErrorKind) -> Self {
        Self::new(facts::<E>(), kind)
    }

    fn new(facts: Facts, kind: ErrorKind) -> Self {
        Self {
            platform: facts.platform,
            operation: facts.operation,
            effect: facts.effect,
            request_id: None,
            kind,
        }
    }

    /// Takes over the request id of an answer.
    #[must_use]
    pub(crate) fn with_request_id_of(mut self, response: &Response) -> Self {
        self.request_id = ["x-request-id", "x-correlation-id"]
            .into_iter()
            .find_map(|name| response.header(name))
            .filter(|id| !id.is_empty() && id.len() <= 128)
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic()))
            .map(str::to_owned);
        self
    }

    /// Whether a change may have been made although no good answer came.
    ///
    /// Then look before trying again.
    pub const fn may_have_happened(&self) -> bool {
        matches!(self.effect, Effect::Write)
            && matches!(
                self.kind,
                ErrorKind::Unreachable
                    | ErrorKind::TimedOut
                    | ErrorKind::Cancelled
                    | ErrorKind::CutShort
                    | ErrorKind::Broken { .. }
                    | ErrorKind::Decode { .. }
            )
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {}: {:?}",
            self.platform.id(),
            self.operation,
            self.kind
        )
    }
}

impl std::error::Error for ApiError {}

/// What happened. Pages branch on this, never on a platform's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// No HTTP answer: offline, name, TLS, CORS or a closed connection. A page cannot tell these apart.
    Unreachable,
    /// The page's own content policy does not allow requests to that place; nothing was sent.
    BlockedByPolicy,
    /// No answer within the endpoint's time limit.
    TimedOut,
    /// The panel gave the request up, for example because the person left the screen.
    Cancelled,
    /// The answer began and did not end.
    CutShort,
    /// The credential is missing, expired or revoked: sign in again.
    SignedOut,
    /// The session holds for another network address than the one that this request came from: sign in again.
    OtherAddress,
    /// Sign-in with a name and password that do not go together.
    BadCredentials,
    /// Sign-in with a name, a password and perhaps a passcode, of which something is wrong; nobody says what.
    BadCredentialsOrPasscode,
    /// Understood and not allowed; [`Reason`] says why. The session is fine.
    Forbidden(Reason),
    /// The object is not there.
    NotFound,
    /// The object clashes with one that exists.
    Conflict(Clash),
    /// Too many requests; may be tried again after a while.
    SlowDown {
        /// How long the server asks to wait, in seconds.
        retry_after_s: Option<u32>,
    },
    /// This address made too many tries and is refused for a while. Never tried again by itself.
    Banned {
        /// The longest it can last, in seconds.
        up_to_s: Option<u32>,
    },
    /// The server holds all changes back, for example during a backup. Nothing was changed.
    WritesHeld,
    /// The time for creating the first administrator is over; the server needs a restart.
    FirstRunTimedOut,
    /// The server did not accept the values.
    Refused {
        /// HTTP status.
        status: u16,
        /// The platform's code for it.
        code: Option<String>,
        /// What the server said, where it is safe to show.
        message: Option<String>,
        /// What it said about single fields.
        fields: Box<[FieldError]>,
    },
    /// The server, or a proxy before it, failed (5xx).
    Broken {
        /// HTTP status.
        status: u16,
        /// What the server said, where it is safe to show.
        message: Option<String>,
    },
    /// The answer is not of the documented shape.
    Decode {
        /// The place, such as `$[3].Username`; never a value.
        path: String,
    },
    /// The request cannot be built from these values; nothing was sent.
    Unsendable(Unsendable),
    /// The part of the panel that knows the platform's calls could not be fetched; nothing was sent.
    PartMissing,
    /// The server has no such call: another release, or a wrong base URL.
    NoSuchCall {
        /// HTTP status.
        status: u16,
    },
    /// Something else than the platform answered: a proxy, a start page, another product.
    NotThePlatform {
        /// HTTP status.
        status: u16,
    },
}

/// Why something is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// This account may not do this.
    NotAllowed,
    /// Only an administrator may.
    NeedsAdministrator,
    /// The current password that was given is wrong.
    WrongCurrentPassword,
    /// An account cannot do this to itself.
    Myself,
    /// The installation's first administrator is protected.
    FirstAdministrator,
    /// It would leave no administrator who can sign in with a password.
    LastAdministrator,
    /// An API key cannot create API keys: a sign-in with a password can.
    KeyCannotCreateKeys,
    /// The request looked as if another page had sent it: a cookie of the platform came along.
    Csrf,
    /// The request carried two credentials: a proxy adds one.
    TwoCredentials,
    /// In this mode only the first administrator signs in here; everyone else at the sign-in provider.
    SignInElsewhere,
    /// Sign-in through a provider is not switched on.
    ProviderOff,
    /// The sign-in provider refused.
    ProviderRefused,
    /// A second factor has to be set up before anything else.
    NeedsSecondFactor,
    /// The password has to be changed before anything else.
    NeedsNewPassword,
    /// The credential is a user's where an administrator's is needed, or the other way round.
    WrongKindOfAccount,
    /// Not with an API key: a sign-in with a password can.
    NotWithKey,
    /// Sign-in with a password is switched off at this address of the server.
    PasswordSignInOff,
    /// The server is in read-only mode.
    ReadOnly,
    /// In this mode accounts are kept by a directory or a sign-in provider.
    ManagedElsewhere,
    /// The credential is no user account's, but a robot's.
    NoUserAccount,
    /// Only where a provider of single sign-on signs people in.
    SingleSignOnOnly,
    /// HTTP Basic ends the name at its first colon, so that this one cannot be sent.
    ColonInName,
    /// The credential is a service account's, which is nobody: what is one's own does not exist for it.
    ServiceAccount,
    /// The new password does not meet the platform's policy.
    WeakPassword,
    /// The platform does not accept requests from this network address.
    AddressNotAllowed,
    /// The provider knows the person, the platform has no account for them and creates none by itself.
    NoAccountHere,
}

/// What it clashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clash {
    /// The name is taken.
    Name,
    /// The name or the e-mail address is taken; the server does not say which.
    NameOrEmail,
    /// The account already is in that team.
    Membership,
    /// There is an administrator already.
    Administrator,
    /// Something else.
    Other,
}

/// What the server said about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The platform's name of the field.
    pub field: String,
    /// What it said.
    pub message: String,
}

/// Whether an answer leaves open if anybody is signed in: then the one who asked must be asked who they are.
pub(crate) fn leaves_open<E: Endpoint + ?Sized>(response: &Response) -> bool {
    matches!(E::PLATFORM, Platform::Harbor) && harbor::standing::is_open(facts::<E>(), response)
}

/// Says what a refusal means.
pub(crate) type Dialect = fn(Facts, &Response) -> ErrorKind;

/// The dialect of an endpoint's platform. Chosen by a constant, so that whoever sends calls of one platform does not
/// hold the dialects of all.
pub(crate) const fn dialect<E: Endpoint + ?Sized>() -> Dialect {
    match E::PLATFORM {
        Platform::Harbor => harbor::error::refusal,
        Platform::Portainer => portainer::error::refusal,
        Platform::Sftpgo => sftpgo::error::refusal,
        Platform::Harness => harness::error::refusal,
        Platform::Alauda => alauda::error::refusal,
    }
}
