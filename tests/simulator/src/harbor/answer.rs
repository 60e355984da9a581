//! Answers of Harbor's handlers: errors, empty answers, JSON (contract 4).

use serde_json::Value as Json;

use crate::http::Response;

/// The way out of a handler with an error.
pub(crate) type Answer = Result<Response, Response>;

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// A list with one error.
pub(crate) fn failure(status: u16, code: &str, message: &str) -> Response {
    Response::new(status)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(format!(
            "{{\"errors\":[{{\"code\":{},\"message\":{}}}]}}\n",
            quoted(code),
            quoted(message)
        ))
}

/// 400.
pub(crate) fn bad_request(message: &str) -> Response {
    failure(400, "BAD_REQUEST", message)
}

/// 401: the request ended up as nobody's.
pub(crate) fn unauthorized() -> Response {
    failure(401, "UNAUTHORIZED", "unauthorized")
}

/// 403.
pub(crate) fn forbidden(message: &str) -> Response {
    failure(403, "FORBIDDEN", message)
}

/// 404 of an account.
pub(crate) fn no_user(id: i64) -> Response {
    failure(404, "NOT_FOUND", &format!("user {id} not found"))
}

/// 412.
pub(crate) fn precondition(message: &str) -> Response {
    failure(412, "PRECONDITION", message)
}

/// 500 of everything unforeseen.
pub(crate) fn unknown() -> Response {
    failure(500, "UNKNOWN", "internal server error")
}

/// A handler that fell over a caller who is not there: no body, no type (contract 5.12).
pub(crate) fn crashed() -> Response {
    Response::new(500)
}

/// 200 without a body.
pub(crate) fn empty() -> Response {
    Response::new(200)
}

/// 200 with JSON.
pub(crate) fn ok(body: impl Into<String>) -> Response {
    let mut body = body.into();
    body.push('\n');
    Response::json(200, body)
}

/// A page navigation.
pub(crate) fn redirect(location: &str) -> Response {
    let shown = location
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;");
    // No header holds letters beyond ASCII.
    let mut place = String::with_capacity(location.len());
    for byte in location.bytes() {
        if byte.is_ascii() {
            place.push(char::from(byte));
        } else {
            place.extend(format!("%{byte:02x}").chars());
        }
    }
    Response::new(302)
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Location", place)
        .body(format!("<a href=\"{shown}\">Found</a>.\n\n"))
}

/// 403 that means "navigate there" (contract 1.5).
pub(crate) fn hand_over(location: &str) -> Response {
    Response::new(403)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(format!("{{\"redirect_location\":{}}}", quoted(location)))
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
