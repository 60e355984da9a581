//! Harness' error dialect.
//!
//! Four shapes: a broken business rule, a failed validation, a missing permission, and the older services' list of
//! messages. Any of them is read at any status; what decides is the status and `code`, never a text.
//! Nothing or a web page comes from the gateway. Source: `docs/contracts/harness.md`, part 4.

use serde::Deserialize;

use crate::api::response::Content;
use crate::api::{Clash, ErrorKind, Facts, FieldError, Reason, Response, Secret, decode};

/// Longest text of the server's that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// Most fields that a refusal names.
const MAX_FIELDS: usize = 20;

/// What one of Harness' own services said.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Said {
    status: Option<String>,
    code: Option<String>,
    message: Option<String>,
    response_messages: Option<Vec<Message>>,
    errors: Option<Vec<Wrong>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    code: Option<String>,
    level: Option<String>,
    #[serde(rename = "message")]
    words: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wrong {
    field_id: Option<String>,
    error: Option<String>,
}

impl Said {
    /// `None` when the answer is not JSON of one of the four shapes: then something else answered.
    fn of(response: &Response) -> Option<Self> {
        if response.content() != Content::Json {
            return None;
        }
        let said: Self = decode::json(response.body()).ok()?;
        let has_message = said.first().is_some();
        (said.code.is_some() || said.message.is_some() || has_message).then_some(said)
    }

    fn first(&self) -> Option<&Message> {
        self.response_messages.as_deref()?.first()
    }

    fn code(&self) -> &str {
        let first = || self.first()?.code.as_deref();
        self.code.as_deref().or_else(first).unwrap_or_default()
    }

    /// What may be shown: nothing that quotes, for that could be the request.
    fn message(&self) -> Option<String> {
        let first = || self.first()?.words.as_deref();
        let text = self.message.as_deref().or_else(first)?;
        shown(text)
    }

    fn fields(&self) -> Box<[FieldError]> {
        let wrong = self.errors.as_deref().unwrap_or_default();
        wrong
            .iter()
            .take(MAX_FIELDS)
            .filter_map(|wrong| {
                Some(FieldError {
                    field: shown(wrong.field_id.as_deref()?)?,
                    message: shown(wrong.error.as_deref()?)?,
                })
            })
            .collect()
    }

    /// Whether it is an error although the status says success.
    fn is_error(&self) -> bool {
        match self.status.as_deref() {
            Some(status) => matches!(status, "ERROR" | "FAILURE"),
            None => self
                .first()
                .is_some_and(|message| message.level.as_deref() == Some("ERROR")),
        }
    }

    /// Whether it was refused as a form that is filled in wrongly, before anything was done.
    fn is_validation(&self) -> bool {
        self.status.as_deref() == Some("FAILURE")
    }

    fn kind(&self, status: u16) -> ErrorKind {
        match (status, self.code()) {
            (_, "INVALID_TOKEN" | "EXPIRED_TOKEN" | "TOKEN_ALREADY_REFRESHED_ONCE") => {
                ErrorKind::SignedOut
            }
            (_, "ACCESS_DENIED" | "NG_ACCESS_DENIED") => ErrorKind::Forbidden(Reason::NotAllowed),
            (_, "NOT_WHITELISTED_IP") => ErrorKind::Forbidden(Reason::AddressNotAllowed),
            (_, "ENTITY_NOT_FOUND") => ErrorKind::NotFound,
            (_, "DUPLICATE_FIELD") => ErrorKind::Conflict(Clash::Other),
            (_, "RESOURCE_NOT_FOUND_EXCEPTION") | (405, _) => ErrorKind::NoSuchCall { status },
            (300..=399, _) => ErrorKind::NotThePlatform { status },
            (401, _) => ErrorKind::SignedOut,
            (403, _) => ErrorKind::Forbidden(Reason::NotAllowed),
            (404, _) => ErrorKind::NotFound,
            (409, _) => ErrorKind::Conflict(Clash::Other),
            (429, _) => slow_down(None),
            (500.., _) => ErrorKind::Broken {
                status,
                message: self.message(),
            },
            (_, code) => ErrorKind::Refused {
                status,
                code: Some(code.to_owned()).filter(|code| !code.is_empty()),
                message: self.message(),
                fields: self.fields(),
            },
        }
    }
}

/// A text without control characters and not too long; nothing when it quotes something.
fn shown(text: &str) -> Option<String> {
    if text.is_empty() || text.contains(['"', '{', '}']) {
        return None;
    }
    let clean = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    Some(clean.take(MAX_SHOWN).collect())
}

/// What any of Harness' calls means by an answer other than 2xx.
pub(crate) fn refusal(_facts: Facts, response: &Response) -> ErrorKind {
    let status = response.status;
    if status == 429 {
        return slow_down(Some(response));
    }
    match Said::of(response) {
        Some(said) => said.kind(status),
        None => stranger(response),
    }
}

/// Whether one of Harness' own services answered: other products say what is wrong too, and have no such codes.
pub(super) fn is_own(response: &Response) -> bool {
    Said::of(response).is_some_and(|said| !said.code().is_empty())
}

/// The error that an answer with a status of success holds, if it does. Without its words: nobody has looked whether
/// they repeat a secret that was sent.
pub(super) fn inside(response: &Response) -> Option<ErrorKind> {
    let said = Said::of(response)?;
    let bare = Said {
        message: None,
        response_messages: None,
        errors: None,
        code: Some(said.code().to_owned()),
        ..Said::default()
    };
    said.is_error().then(|| bare.kind(response.status))
}

/// A refusal of a call that does several things one after the other: unless its form was wrong, some may be done.
pub(super) fn partial(response: &Response, kind: ErrorKind) -> ErrorKind {
    let is_form = Said::of(response).is_some_and(|said| said.is_validation());
    match kind {
        ErrorKind::Refused {
            status, message, ..
        } if !is_form => ErrorKind::Broken { status, message },
        other => other,
    }
}

/// A refusal of a look at one object, for calls that say "unknown" with one of these codes.
pub(super) fn unknown_object(kind: ErrorKind) -> ErrorKind {
    match kind {
        ErrorKind::NoSuchCall { status: 400 } => ErrorKind::NotFound,
        ErrorKind::Refused {
            code: Some(code), ..
        } if code == "INVALID_ARGUMENT" => ErrorKind::NotFound,
        other => other,
    }
}

/// A refusal without its words where they repeat a secret that was sent.
pub(super) fn without(kind: ErrorKind, secrets: &[&Secret]) -> ErrorKind {
    let is_told = |text: &str| secrets.iter().any(|secret| secret.is_in(text));
    match kind {
        ErrorKind::Refused {
            status,
            code,
            message,
            fields,
        } => ErrorKind::Refused {
            status,
            code,
            message: message.filter(|text| !is_told(text)),
            fields: fields
                .into_iter()
                .filter(|field| !is_told(&field.message))
                .collect(),
        },
        ErrorKind::Broken { status, message } => ErrorKind::Broken {
            status,
            message: message.filter(|text| !is_told(text)),
        },
        other => other,
    }
}

fn slow_down(response: Option<&Response>) -> ErrorKind {
    let asked = response.and_then(|response| response.header("retry-after"));
    ErrorKind::SlowDown {
        retry_after_s: asked.and_then(|seconds| seconds.trim().parse().ok()),
    }
}

/// What the gateway or a proxy means by an answer that is none of Harness' own.
fn stranger(response: &Response) -> ErrorKind {
    let status = response.status;
    match (status, response.content()) {
        (401, Content::Empty) => ErrorKind::SignedOut,
        (404, Content::Text) | (405, _) => ErrorKind::NoSuchCall { status },
        (408, _) => ErrorKind::TimedOut,
        (413 | 414 | 431, _) => ErrorKind::Refused {
            status,
            code: None,
            message: None,
            fields: Box::default(),
        },
        (500..=599, _) => ErrorKind::Broken {
            status,
            message: None,
        },
        _ => ErrorKind::NotThePlatform { status },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::facts;
    use crate::api::harness::GetCurrentUserInfo;

    fn kind(status: u16, content: &str, body: &str) -> ErrorKind {
        let headers = vec![("Content-Type".to_owned(), content.to_owned())];
        let response = Response::new(status, headers, body.into());
        refusal(facts::<GetCurrentUserInfo>(), &response)
    }

    fn coded(status: u16, code: &str) -> ErrorKind {
        let body = format!(
            r#"{{"status":"ERROR","code":"{code}","message":null,"responseMessages":null}}"#
        );
        kind(status, "application/json", &body)
    }

    #[test]
    fn a_code_counts_for_more_than_the_status() {
        for status in [400, 401, 403, 500] {
            assert_eq!(coded(status, "EXPIRED_TOKEN"), ErrorKind::SignedOut);
            assert_eq!(coded(status, "ENTITY_NOT_FOUND"), ErrorKind::NotFound);
            assert_eq!(
                coded(status, "ACCESS_DENIED"),
                ErrorKind::Forbidden(Reason::NotAllowed)
            );
        }
    }

    #[test]
    fn an_unknown_code_is_told_by_the_status() {
        assert_eq!(coded(401, "LATER"), ErrorKind::SignedOut);
        assert_eq!(
            coded(403, "LATER"),
            ErrorKind::Forbidden(Reason::NotAllowed)
        );
        assert_eq!(coded(404, "LATER"), ErrorKind::NotFound);
        assert_eq!(coded(409, "LATER"), ErrorKind::Conflict(Clash::Other));
        assert!(matches!(
            coded(417, "LATER"),
            ErrorKind::Refused { status: 417, .. }
        ));
        assert!(matches!(
            coded(503, "LATER"),
            ErrorKind::Broken { status: 503, .. }
        ));
        assert_eq!(
            coded(302, "LATER"),
            ErrorKind::NotThePlatform { status: 302 }
        );
        assert_eq!(coded(405, "LATER"), ErrorKind::NoSuchCall { status: 405 });
    }

    #[test]
    fn what_is_none_of_the_four_shapes_came_from_somebody_else() {
        for (status, content, body, expected) in [
            (
                401,
                "text/html",
                "<h1>no</h1>",
                ErrorKind::NotThePlatform { status: 401 },
            ),
            (
                403,
                "application/json",
                "{}",
                ErrorKind::NotThePlatform { status: 403 },
            ),
            (
                404,
                "application/json",
                r#"{"status":404}"#,
                ErrorKind::NotThePlatform { status: 404 },
            ),
            (
                404,
                "text/plain",
                "404",
                ErrorKind::NoSuchCall { status: 404 },
            ),
            (408, "text/plain", "", ErrorKind::TimedOut),
            (
                413,
                "text/html",
                "<p>",
                ErrorKind::Refused {
                    status: 413,
                    code: None,
                    message: None,
                    fields: Box::default(),
                },
            ),
            (
                503,
                "text/html",
                "<p>",
                ErrorKind::Broken {
                    status: 503,
                    message: None,
                },
            ),
        ] {
            assert_eq!(kind(status, content, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn how_long_to_wait_is_read_where_it_is_said() {
        let response = Response::new(
            429,
            vec![("Retry-After".to_owned(), "7".to_owned())],
            Vec::new(),
        );
        let waits = refusal(facts::<GetCurrentUserInfo>(), &response);
        assert_eq!(
            waits,
            ErrorKind::SlowDown {
                retry_after_s: Some(7)
            }
        );
    }

    #[test]
    fn words_that_quote_are_not_shown() {
        let said = |message: &str| {
            let body = serde_json::json!({"status": "ERROR", "code": "X", "message": message});
            match kind(400, "application/json", &body.to_string()) {
                ErrorKind::Refused { message, .. } => message,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(said("too\nlong"), Some("too long".to_owned()));
        assert_eq!(said("not a \"word\""), None);
        assert_eq!(said("{x}"), None);
        assert_eq!(
            said(&"x".repeat(400)).map(|text| text.len()),
            Some(MAX_SHOWN)
        );
    }
}
