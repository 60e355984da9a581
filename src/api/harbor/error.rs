//! Harbor's error dialect.
//!
//! JSON with a list `errors` that holds one element of `code` and `message`; plain text for a body that is too large;
//! nothing at all where a handler crashed; HTML from whatever stands before it.
//! Texts are English and may change: status and code come first, beginnings of texts only where nothing else tells.
//! Source: `docs/contracts/harbor.md`, part 4 and 5.12.

use serde::Deserialize;

use crate::api::response::Content;
use crate::api::{Auth, Clash, ErrorKind, Facts, Reason, Response, decode};

/// Longest text of the server's that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// What one of Harbor's own handlers said.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    code: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Errors {
    errors: Vec<Said>,
}

impl Said {
    /// `None` when the answer is not JSON of Harbor's form: then something else answered.
    pub(super) fn of(response: &Response) -> Option<Self> {
        if response.content() != Content::Json {
            return None;
        }
        let all: Errors = decode::json(response.body()).ok()?;
        all.errors.into_iter().next()
    }

    /// The text, for comparing its beginning.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// What may be shown: the lines that quote nothing of the request, without the headline of a list.
    fn shown(&self) -> Option<String> {
        let mut shown = String::new();
        for line in self.message.lines() {
            let is_headline = line == "validation failure list:";
            if is_headline || line.contains(['"', '{', '}']) {
                continue;
            }
            if !shown.is_empty() {
                shown.push_str("; ");
            }
            shown.extend(
                line.chars()
                    .map(|letter| if letter.is_control() { ' ' } else { letter }),
            );
        }
        let shown: String = shown.chars().take(MAX_SHOWN).collect();
        (!shown.is_empty()).then_some(shown)
    }
}

/// What any of Harbor's calls means by an answer other than 2xx.
pub(crate) fn refusal(facts: Facts, response: &Response) -> ErrorKind {
    let status = response.status;
    let said = Said::of(response);
    let stranger = ErrorKind::NotThePlatform { status };
    match (status, said) {
        (401, Some(_)) if facts.auth == Auth::Required => ErrorKind::SignedOut,
        (403, Some(said)) => forbidden(&said),
        (404, Some(said)) if said.message.starts_with("path ") => ErrorKind::NoSuchCall { status },
        (404, Some(_)) => ErrorKind::NotFound,
        (405, _) => ErrorKind::NoSuchCall { status },
        (409, Some(_)) => ErrorKind::Conflict(Clash::Other),
        (429, _) => ErrorKind::SlowDown {
            retry_after_s: response
                .header("retry-after")
                .and_then(|seconds| seconds.trim().parse().ok()),
        },
        (413 | 414 | 431, None) => refused(status, None),
        (400..=499, Some(said)) if status != 401 => refused(status, Some(said)),
        // Its text is always the same and tells nothing.
        (500..=599, _) => ErrorKind::Broken {
            status,
            message: None,
        },
        _ => stranger,
    }
}

fn refused(status: u16, said: Option<Said>) -> ErrorKind {
    ErrorKind::Refused {
        status,
        message: said.as_ref().and_then(Said::shown),
        code: said.map(|said| said.code),
        fields: Box::default(),
    }
}

fn forbidden(said: &Said) -> ErrorKind {
    let message = said.message.as_str();
    let starts = |text: &str| message.starts_with(text);
    ErrorKind::Forbidden(if said.code == "DENIED" {
        Reason::ReadOnly
    } else if starts("CSRF token") {
        Reason::Csrf
    } else if starts("creating local user is not allowed")
        || (starts("User with ID ") && message.ends_with(" can't be updated"))
    {
        Reason::ManagedElsewhere
    } else {
        // The text is the caller's name.
        Reason::NotAllowed
    })
}

/// The refusal of a call that only administrators may make.
pub(super) fn of_administrators(facts: Facts, response: &Response) -> ErrorKind {
    match refusal(facts, response) {
        ErrorKind::Forbidden(Reason::NotAllowed) => {
            ErrorKind::Forbidden(Reason::NeedsAdministrator)
        }
        other => other,
    }
}

/// The refusal of a call whose handler crashes when nobody is signed in: 500 with nothing in it, not even a type.
///
/// That is a suspicion; the client asks who is signed in ([`standing`](super::standing)).
pub(super) fn of_crashing(facts: Facts, response: &Response) -> ErrorKind {
    let is_crash = response.status == 500
        && response.body().is_empty()
        && response.header("content-type").is_none();
    if is_crash {
        ErrorKind::SignedOut
    } else {
        refusal(facts, response)
    }
}

#[cfg(test)]
mod tests;
