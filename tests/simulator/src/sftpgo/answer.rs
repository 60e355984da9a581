//! The one shape of answers and errors (contract 4).

use super::shape;
use crate::http::Response;

/// The way out of a handler: an answer, or a refusal.
pub(crate) type Answer = Result<Response, Response>;

/// An answer with an error and a message; an empty error is left out.
pub(crate) fn api(status: u16, error: &str, message: &str) -> Response {
    let mut body = String::from("{");
    if !error.is_empty() {
        body.push_str("\"error\":");
        shape::string(&mut body, error);
        body.push(',');
    }
    body.push_str("\"message\":");
    shape::string(&mut body, message);
    body.push('}');
    Response::json(status, body)
}

/// An answer with a message alone.
pub(crate) fn said(status: u16, message: &str) -> Response {
    api(status, "", message)
}

/// A success that only says so.
#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
pub(crate) fn done(message: &str) -> Answer {
    Ok(said(200, message))
}

/// An error without a message.
pub(crate) fn error(status: u16, text: &str) -> Response {
    api(status, text, "")
}

/// 400 for what does not pass the rules.
pub(crate) fn invalid(text: &str) -> Response {
    error(400, &format!("Validation error: {text}"))
}

/// 404 for an account or another object.
pub(crate) fn missing() -> Response {
    error(404, "Not Found")
}

/// 404 of the router.
pub(crate) fn nowhere() -> Response {
    said(404, "Not Found")
}

/// 403 for a permission that is missing.
pub(crate) fn forbidden() -> Response {
    said(403, "Forbidden")
}

/// 200 with JSON.
#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Answer {
    Ok(Response::json(200, body))
}

/// A JSON list of items that are written already.
pub(crate) fn list(items: &[String]) -> Answer {
    ok(format!("[{}]", items.join(",")))
}
