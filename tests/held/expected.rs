//! What a recorded answer of Portainer must mean, said a second time and in another way than the client says it.

use rollcall::api::{Auth, Clash, ErrorKind, Facts, Reason};
use rollcall_replay::Got;
use serde_json::Value;

/// What must come out.
#[derive(Debug, PartialEq)]
pub(crate) enum Expected {
    /// The endpoint's answer.
    Success,
    /// This error; the texts inside are looked at elsewhere.
    Error(ErrorKind),
}

/// Texts of the server's own handlers that change what a status means, as contract and recordings have them.
const MEANINGS: [(&str, u16, &str, ErrorKind); 14] = [
    (
        "user_generate_api_key",
        401,
        "Auth not supported",
        forbidden(Reason::KeyCannotCreateKeys),
    ),
    (
        "",
        403,
        "api key and auth header are not allowed at the same time",
        forbidden(Reason::TwoCredentials),
    ),
    (
        "",
        403,
        "Current password doesn't match",
        forbidden(Reason::WrongCurrentPassword),
    ),
    (
        "",
        403,
        "Current password doesn't match. Password left unchanged",
        forbidden(Reason::WrongCurrentPassword),
    ),
    (
        "user_list",
        403,
        "Permission denied to access users list",
        forbidden(Reason::NeedsAdministrator),
    ),
    (
        "user_create",
        403,
        "Access denied",
        forbidden(Reason::NeedsAdministrator),
    ),
    (
        "user_delete",
        403,
        "Access denied",
        forbidden(Reason::NeedsAdministrator),
    ),
    (
        "user_delete",
        403,
        "Cannot remove the initial admin account",
        forbidden(Reason::FirstAdministrator),
    ),
    (
        "user_delete",
        403,
        "Cannot remove your own user account. Contact another administrator",
        forbidden(Reason::Myself),
    ),
    (
        "user_delete",
        500,
        "Cannot remove local administrator user",
        forbidden(Reason::LastAdministrator),
    ),
    (
        "validate_oauth",
        403,
        "OAuth authentication is not enabled",
        forbidden(Reason::ProviderOff),
    ),
    (
        "validate_oauth",
        403,
        "Account not created beforehand in Portainer and automatic user provisioning not enabled",
        forbidden(Reason::NoAccountHere),
    ),
    (
        "validate_oauth",
        500,
        "Unable to authenticate through OAuth",
        forbidden(Reason::ProviderRefused),
    ),
    (
        "user_remove_api_key",
        500,
        "API Key not found",
        ErrorKind::NotFound,
    ),
];

const fn forbidden(reason: Reason) -> ErrorKind {
    ErrorKind::Forbidden(reason)
}

fn member(body: Option<&Value>, name: &str) -> String {
    let text = body.and_then(|body| body.get(name)).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// What the answer of a call must mean. Status 0 has no meaning: there was no answer.
pub(crate) fn expected(facts: Facts, got: &Got) -> Expected {
    let content_type = got.all("content-type").next().unwrap_or_default();
    let is_json = content_type.starts_with("application/json");
    let is_text = content_type.starts_with("text/plain");
    let body: Option<Value> = serde_json::from_str(&got.body).ok().filter(|_| is_json);
    let (message, details) = (
        member(body.as_ref(), "message"),
        member(body.as_ref(), "details"),
    );
    let operation = facts.operation;
    let status = got.status;

    let special = MEANINGS.into_iter().find(|(of, with, text, _)| {
        (of.is_empty() || *of == operation) && *with == status && *text == message
    });
    let is_ban =
        facts.limited && details == "Access denied to resource" && message == "Access denied";
    if let Some((.., kind)) = special.filter(|_| !is_ban) {
        return Expected::Error(kind);
    }
    Expected::Error(match status {
        200..=299 if is_json || got.body.is_empty() => return Expected::Success,
        303 if is_json => ErrorKind::FirstRunTimedOut,
        401 if is_json && facts.auth == Auth::Required => ErrorKind::SignedOut,
        403 if is_json && is_ban => ErrorKind::Banned {
            up_to_s: Some(3_600),
        },
        403 if is_json => forbidden(Reason::NotAllowed),
        403 if is_text && got.body.starts_with("Forbidden - ") => forbidden(Reason::Csrf),
        404 if is_json && operation == "user_admin_check" => return Expected::Success,
        404 if is_json => ErrorKind::NotFound,
        404 if is_text => ErrorKind::NoSuchCall { status },
        405 => ErrorKind::NoSuchCall { status },
        408 if is_json => ErrorKind::WritesHeld,
        409 if is_json => ErrorKind::Conflict(match operation {
            "user_admin_init" => Clash::Administrator,
            "create_membership" => Clash::Membership,
            "user_create" | "user_update" => Clash::Name,
            _ => Clash::Other,
        }),
        422 if operation == "sign_in" && message.starts_with("Only initial admin") => {
            forbidden(Reason::SignInElsewhere)
        }
        422 if operation == "sign_in" => ErrorKind::BadCredentials,
        400..=499 if is_json && status != 401 => ErrorKind::Refused {
            status,
            code: None,
            message: None,
            fields: Box::default(),
        },
        500..=599 => ErrorKind::Broken {
            status,
            message: None,
        },
        _ => ErrorKind::NotThePlatform { status },
    })
}

/// The same error without the server's texts.
pub(crate) fn without_texts(kind: ErrorKind) -> ErrorKind {
    match kind {
        ErrorKind::Refused { status, code, .. } => ErrorKind::Refused {
            status,
            code,
            message: None,
            fields: Box::default(),
        },
        ErrorKind::Broken { status, .. } => ErrorKind::Broken {
            status,
            message: None,
        },
        other => other,
    }
}
