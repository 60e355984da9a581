//! Portainer's error dialect.
//!
//! JSON with `message` and `details`, both optional, and nothing else; plain text from the CSRF layer and the router;
//! nothing at all for a wrong method; HTML from whatever stands before it.
//! Source: `docs/contracts/portainer.md`, part 4.

use serde::Deserialize;

use crate::api::response::Content;
use crate::api::{Auth, Clash, ErrorKind, Facts, Reason, Response, decode};

/// Longest text of the server's that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// The longest that the rate limiter refuses an address, in seconds.
const BAN_SECS: u32 = 3_600;

/// What one of Portainer's own handlers said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    message: String,
    details: String,
}

impl Said {
    /// `None` when the answer is not JSON of Portainer's form: then something else answered.
    pub(super) fn of(response: &Response) -> Option<Self> {
        if response.content() != Content::Json {
            return None;
        }
        let said: Self = decode::json(response.body()).ok()?;
        let is_there = !(said.message.is_empty() && said.details.is_empty());
        is_there.then_some(said)
    }

    /// The part that is worth comparing with a constant.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// What may be shown: `details` when they are harmless, else `message`.
    ///
    /// Details that begin with `Json:` quote the request, a password included. Whatever else holds a double quote
    /// or a brace quotes something too, and is left out as well.
    fn shown(&self) -> Option<String> {
        [&self.details, &self.message]
            .into_iter()
            .find(|text| is_harmless(text))
            .map(|text| {
                let clean = text
                    .chars()
                    .map(|letter| if letter.is_control() { ' ' } else { letter });
                clean.take(MAX_SHOWN).collect()
            })
    }

    /// `message` only: what the directory or the provider says names hosts and ports.
    fn message_shown(&self) -> Option<String> {
        Self {
            message: self.message.clone(),
            details: String::new(),
        }
        .shown()
    }
}

fn is_harmless(text: &str) -> bool {
    let begins_with_json = text
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("json:"));
    !text.is_empty() && !begins_with_json && !text.contains(['"', '{', '}'])
}

/// What any of Portainer's calls means by an answer other than 2xx.
pub(crate) fn refusal(facts: Facts, response: &Response) -> ErrorKind {
    let status = response.status;
    let said = Said::of(response);
    let stranger = ErrorKind::NotThePlatform { status };
    match (status, said) {
        (300..=399, said) => {
            // Every 3xx with Portainer's JSON is this one; the header can be hidden by CORS.
            let reason = response.header("redirect-reason").unwrap_or_default();
            let is_over = reason == "AdminInitTimeout" || (status == 303 && said.is_some());
            if is_over {
                ErrorKind::FirstRunTimedOut
            } else {
                stranger
            }
        }
        (401, Some(_)) if facts.auth == Auth::Required => ErrorKind::SignedOut,
        (403, Some(said)) => forbidden(facts, &said),
        (403, None) if is_csrf_text(response) => ErrorKind::Forbidden(Reason::Csrf),
        (404, Some(_)) => ErrorKind::NotFound,
        (404, None) if response.content() == Content::Text => ErrorKind::NoSuchCall { status },
        (405, _) => ErrorKind::NoSuchCall { status },
        (408, Some(_)) => ErrorKind::WritesHeld,
        (408, None) => ErrorKind::TimedOut,
        (409, Some(_)) => ErrorKind::Conflict(Clash::Other),
        (429, _) => ErrorKind::SlowDown {
            retry_after_s: response
                .header("retry-after")
                .and_then(|seconds| seconds.trim().parse().ok()),
        },
        (413 | 414 | 431, None) => refused(status, None),
        (400..=499, Some(said)) if status != 401 => refused(status, said.shown()),
        (500..=599, said) => ErrorKind::Broken {
            status,
            message: said.and_then(|said| match facts.auth {
                Auth::Required => said.shown(),
                Auth::Public => said.message_shown(),
            }),
        },
        _ => stranger,
    }
}

fn refused(status: u16, message: Option<String>) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code: None,
        message,
        fields: Box::default(),
    }
}

fn forbidden(facts: Facts, said: &Said) -> ErrorKind {
    match (said.message.as_str(), said.details.as_str()) {
        ("Access denied", "Access denied to resource") if facts.limited => ErrorKind::Banned {
            up_to_s: Some(BAN_SECS),
        },
        ("api key and auth header are not allowed at the same time", _) => {
            ErrorKind::Forbidden(Reason::TwoCredentials)
        }
        (message, _) if message.starts_with("Current password doesn't match") => {
            ErrorKind::Forbidden(Reason::WrongCurrentPassword)
        }
        _ => ErrorKind::Forbidden(Reason::NotAllowed),
    }
}

fn is_csrf_text(response: &Response) -> bool {
    response.content() == Content::Text && response.body().starts_with(b"Forbidden - ")
}

#[cfg(test)]
mod tests;
