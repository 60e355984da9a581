//! Requests and answers of the platforms as values.
//!
//! An endpoint knows its method, its path, whether it needs a credential, and how to read the answer.
//! It cannot send itself: nothing here does I/O, draws, or knows a credential. `transport` sends.

pub mod alauda;
pub mod harbor;
pub mod harness;
pub mod portainer;
pub mod sftpgo;

mod answer;
mod base64;
mod decode;
mod encode;
mod endpoint;
mod error;
mod object;
mod platform;
mod request;
mod response;
mod secret;
mod timestamp;
mod token;

#[cfg(test)]
mod testing;

pub use answer::{Answer, Empty};
pub use encode::Times;
pub use endpoint::{Auth, Door, Effect, Endpoint, Facts, Method, facts};
pub use error::{
    ApiError, Clash, ErrorKind, Explanation, FieldError, Reason, Texts, explain, part_missing,
};
pub(crate) use error::{Dialect, dialect, leaves_open};
pub use object::Object;
pub use platform::Platform;
pub use request::{Body, Request, RequestParts, Unsendable, request};
pub use response::Response;
pub use secret::Secret;
pub use timestamp::{Timestamp, UtcTime};
