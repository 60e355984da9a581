//! Answers of Portainer's handlers: errors, empty answers, JSON.

use super::text::{capitalized, json_text};
use crate::http::Response;

/// The way out of a handler with an error.
pub(crate) type Answer = Result<Response, Response>;

/// An error with its cause (contract 4); the cause begins with a capital, whatever it was.
pub(crate) fn failure(status: u16, message: &str, cause: impl AsRef<[u8]>) -> Response {
    Response::json(
        status,
        format!(
            "{{\"message\":{},\"details\":{}}}",
            json_text(message.as_bytes()),
            json_text(&capitalized(cause.as_ref()))
        ),
    )
}

/// An error without an inner cause, which then repeats the message.
pub(crate) fn refusal(status: u16, message: &str) -> Response {
    failure(status, message, message)
}

/// 400 for a body that does not decode or does not hold.
pub(crate) fn bad_payload(cause: impl AsRef<[u8]>) -> Response {
    failure(400, "Invalid request payload", cause)
}

/// 204.
pub(crate) fn empty() -> Response {
    Response::new(204)
}

/// 200 with JSON.
pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Response {
    Response::json(200, body)
}

/// A JSON list of items that are written already.
pub(crate) fn list<I: IntoIterator<Item = String>>(items: I) -> String {
    let mut text = String::from("[");
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&item);
    }
    text.push(']');
    text
}

/// The cause of a 404: the store's name of the missing record.
pub(crate) fn missing(bucket: &str, id: i64) -> Vec<u8> {
    let mut cause =
        format!("object not found inside the database (bucket={bucket}, key=").into_bytes();
    // Only small numbers are printed as numbers; others come as the eight bytes of the key.
    if (0..=i64::from(i32::MAX)).contains(&id) {
        cause.extend_from_slice(id.to_string().as_bytes());
    } else {
        cause.extend_from_slice(&id.to_be_bytes());
    }
    cause.push(b')');
    cause
}

/// 404 for an account.
pub(crate) fn no_user(id: i64) -> Response {
    failure(
        404,
        "Unable to find a user with the specified identifier inside the database",
        missing("users", id),
    )
}
