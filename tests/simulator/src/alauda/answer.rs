//! Answers of Alauda: objects, and errors in the shape that a switch chooses (contract 4).

use serde_json::{Value as Json, json};

use crate::http::Response;
use crate::toggles::Toggles;

/// The way out of a handler.
pub(crate) type Answer<T = Response> = Result<T, Refusal>;

/// An error, before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) reason: &'static str,
    pub(crate) message: String,
    /// The record that it is about.
    pub(crate) name: Option<String>,
    /// The kind of record.
    pub(crate) kind: &'static str,
    /// Field and complaint of an invalid object.
    pub(crate) causes: Vec<(String, String)>,
}

/// An error without details.
pub(crate) fn refusal(status: u16, message: impl Into<String>) -> Refusal {
    let reason = match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        409 => "Conflict",
        415 => "UnsupportedMediaType",
        422 => "Invalid",
        _ => "BadRequest",
    };
    Refusal {
        status,
        reason,
        message: message.into(),
        name: None,
        kind: "",
        causes: Vec::new(),
    }
}

/// 404 for a record.
pub(crate) fn not_found(kind: &'static str, name: &str) -> Refusal {
    Refusal {
        name: Some(name.to_owned()),
        kind,
        ..refusal(404, format!("{kind}.auth.alauda.io \"{name}\" not found"))
    }
}

/// An object that does not hold.
pub(crate) fn invalid(status: u16, field: &str, complaint: &str) -> Refusal {
    Refusal {
        kind: "users",
        causes: vec![(field.to_owned(), complaint.to_owned())],
        ..refusal(status, format!("{field}: {complaint}"))
    }
}

/// The status that a switch names.
pub(crate) fn status_of(switches: &Toggles, name: &str) -> u16 {
    switches.choice(name).parse().unwrap_or(400)
}

/// 200 with an object.
pub(crate) fn ok(body: &Json) -> Response {
    Response::json(200, body.to_string())
}

/// The body of a success that has nothing else to say.
pub(crate) fn success() -> Json {
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"})
}

/// Writes an error; the Kubernetes routes always use their own shape.
pub(crate) fn write(refusal: &Refusal, shape: &str, is_kubernetes: bool) -> Response {
    let shape = if is_kubernetes { "status" } else { shape };
    match shape {
        "object" => Response::json(
            refusal.status,
            json!({"error": refusal.reason, "message": refusal.message}).to_string(),
        ),
        "text" => Response::new(refusal.status)
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(format!("{}\n", refusal.message)),
        "html" => Response::new(refusal.status)
            .header("Content-Type", "text/html")
            .body(format!(
                "<html><body><center><h1>{}</h1></center></body></html>",
                refusal.status
            )),
        "empty" => Response::new(refusal.status),
        _ => Response::json(refusal.status, status(refusal).to_string()),
    }
}

fn status(refusal: &Refusal) -> Json {
    let mut details = json!({});
    if let Some(members) = details.as_object_mut() {
        if !refusal.kind.is_empty() {
            members.insert("group".to_owned(), json!("auth.alauda.io"));
            members.insert("kind".to_owned(), json!(refusal.kind));
        }
        if let Some(name) = &refusal.name {
            members.insert("name".to_owned(), json!(name));
        }
        if !refusal.causes.is_empty() {
            let causes = refusal
                .causes
                .iter()
                .map(|(field, message)| {
                    json!({"field": field, "message": message, "reason": "FieldValueInvalid"})
                })
                .collect();
            members.insert("causes".to_owned(), causes);
        }
    }
    json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": refusal.message,
        "reason": refusal.reason,
        "details": details,
        "code": refusal.status,
    })
}
