//! Answers of Harness: two envelopes and four shapes of refusal (contract 3.1 and 4).

use serde_json::{Value as Json, json};

use super::paging::with;
use crate::http::Response;
use crate::random::Random;

/// A success, before its envelope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    /// In a `ResponseDTO`.
    Data(Json),
    /// In a `RestResponse`.
    Resource(Json),
}

/// The way out of a handler.
pub(crate) type Answer<T = Reply> = Result<T, Refusal>;

/// An error, before it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// A business rule (4.1), or the same on a `RestResponse` route of the manager (4.4).
    Rule {
        /// The error's code, which decides the status.
        code: &'static str,
        /// What a person reads.
        message: String,
    },
    /// A validation or an unknown route (4.2).
    Invalid {
        /// The error's code.
        code: &'static str,
        /// What a person reads.
        message: String,
        /// Member and complaint.
        errors: Vec<(String, String)>,
    },
    /// A missing permission (4.3).
    Denied {
        /// What a person reads.
        message: String,
        /// The checks that failed; `null` where no check stands behind it.
        checks: Json,
    },
    /// Too many requests (5.12).
    Slower,
}

/// A success in the usual envelope.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the end of a handler that may refuse"
)]
pub(crate) fn data(value: impl Into<Json>) -> Answer {
    Ok(Reply::Data(value.into()))
}

/// A success in the other envelope.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the end of a handler that may refuse"
)]
pub(crate) fn resource(value: impl Into<Json>) -> Answer {
    Ok(Reply::Resource(value.into()))
}

/// A broken business rule.
pub(crate) fn rule(code: &'static str, message: impl Into<String>) -> Refusal {
    Refusal::Rule {
        code,
        message: message.into(),
    }
}

/// `INVALID_REQUEST`, the usual code.
pub(crate) fn bad_request(message: impl Into<String>) -> Refusal {
    rule("INVALID_REQUEST", message)
}

/// What the server says to a condition that nobody handles; the contract marks these with `500*`.
pub(crate) fn unhandled() -> Refusal {
    rule("UNKNOWN_ERROR", "Something went wrong on our side")
}

/// A member that does not hold.
pub(crate) fn invalid(field: &str, complaint: &str) -> Refusal {
    Refusal::Invalid {
        code: "INVALID_REQUEST",
        message: format!("{field}: {complaint}"),
        errors: vec![(field.to_owned(), complaint.to_owned())],
    }
}

/// An unknown route, or a path or query value outside its enumeration.
pub(crate) fn no_route() -> Refusal {
    Refusal::Invalid {
        code: "RESOURCE_NOT_FOUND_EXCEPTION",
        message: "There is nothing at this address".to_owned(),
        errors: Vec::new(),
    }
}

/// The status of a code (contract 4).
pub(crate) fn status_of(code: &str) -> u16 {
    match code {
        "INVALID_TOKEN"
        | "EXPIRED_TOKEN"
        | "TOKEN_ALREADY_REFRESHED_ONCE"
        | "INVALID_CREDENTIAL"
        | "INVALID_TOTP_TOKEN"
        | "EMAIL_NOT_VERIFIED"
        | "MAX_FAILED_ATTEMPT_COUNT_EXCEEDED" => 401,
        "ACCESS_DENIED" | "NG_ACCESS_DENIED" => 403,
        "ENTITY_NOT_FOUND" => 404,
        "MEDIA_NOT_SUPPORTED" => 415,
        "FEATURE_UNAVAILABLE" => 417,
        "UNKNOWN_ERROR" => 500,
        _ => 400,
    }
}

fn message_of(code: &str, message: &str) -> Json {
    json!({
        "code": code,
        "level": "ERROR",
        "message": message,
        "exception": null,
        "failureTypes": [],
    })
}

/// Writes a success.
pub(crate) fn write(reply: Reply, random: &mut Random) -> Response {
    let body = match reply {
        Reply::Data(data) => with(
            json!({
                "status": "SUCCESS",
                "metaData": null,
                "correlationId": random.uuid(),
            }),
            "data",
            data,
        ),
        Reply::Resource(resource) => with(
            json!({"metaData": {}, "responseMessages": []}),
            "resource",
            resource,
        ),
    };
    Response::json(200, body.to_string())
}

/// The same answer as YAML: a mapping whose values keep the form of JSON, which is YAML too.
pub(crate) fn as_yaml(response: Response) -> Response {
    let Ok(Json::Object(members)) = serde_json::from_slice(&response.body) else {
        return response;
    };
    let lines: Vec<String> = members
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    Response::new(response.status)
        .header("Content-Type", "application/yaml")
        .body(["---\n".to_owned(), lines.concat()].concat())
}

/// Writes a refusal; routes of the manager use its envelope for rules.
pub(crate) fn refuse(refusal: Refusal, is_rest: bool, random: &mut Random) -> Response {
    let (status, body) = match refusal {
        Refusal::Rule { code, message } if is_rest => (
            status_of(code),
            json!({
                "metaData": {},
                "resource": null,
                "responseMessages": [message_of(code, &message)],
            }),
        ),
        Refusal::Rule { code, message } => (
            status_of(code),
            json!({
                "status": "ERROR",
                "code": code,
                "message": message,
                "correlationId": random.uuid(),
                "detailedMessage": null,
                "responseMessages": [message_of(code, &message)],
                "metadata": null,
            }),
        ),
        Refusal::Invalid {
            code,
            message,
            errors,
        } => {
            let errors: Vec<Json> = errors
                .into_iter()
                .map(|(field, error)| json!({"fieldId": field, "error": error}))
                .collect();
            (
                400,
                json!({
                    "status": "FAILURE",
                    "code": code,
                    "message": message,
                    "correlationId": random.uuid(),
                    "errors": errors,
                }),
            )
        }
        Refusal::Denied { message, checks } => (
            403,
            json!({
                "status": "ERROR",
                "code": "NG_ACCESS_DENIED",
                "message": message,
                "correlationId": null,
                "detailedMessage": null,
                "responseMessages": [],
                "metadata": null,
                "failedPermissionChecks": checks,
            }),
        ),
        // No `Retry-After` and no body that anybody has written down (contract 5.12).
        Refusal::Slower => return Response::new(429),
    };
    Response::json(status, body.to_string())
}
