//! Alauda Container Platform's error dialect, of which nothing is documented.
//!
//! Most likely a Kubernetes `Status`; also a small object, plain text, a gateway's HTML, or nothing at all.
//! So the HTTP status decides, and what was said is shown only.
//! Source: `docs/contracts/alauda.md`, part 4.

use serde::Deserialize;

use crate::api::response::Content;
use crate::api::{Clash, ErrorKind, Facts, FieldError, Reason, Response, decode};

/// Longest text of the server's that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// Longest word that is shown, in bytes: what is longer is no word, and may repeat an encrypted password.
const MAX_WORD: usize = 100;

/// What an answer says of its failure, in whichever form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    #[serde(deserialize_with = "text_or_nothing")]
    message: String,
    #[serde(deserialize_with = "text_or_nothing")]
    error: String,
    #[serde(deserialize_with = "text_or_nothing")]
    reason: String,
    #[serde(deserialize_with = "details_or_nothing")]
    details: Details,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    #[serde(rename = "retryAfterSeconds")]
    retry_after_s: Option<u32>,
    causes: Option<Vec<Cause>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Cause {
    field: Option<String>,
    message: Option<String>,
}

/// A text; anything else is as good as nothing.
fn text_or_nothing<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match value {
        serde_json::Value::String(text) => text,
        _ => String::new(),
    })
}

fn details_or_nothing<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Details, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

impl Said {
    fn of(response: &Response) -> Self {
        match response.content() {
            Content::Json => decode::json(response.body()).unwrap_or_default(),
            Content::Text => Self {
                message: String::from_utf8_lossy(response.body()).into_owned(),
                ..Self::default()
            },
            Content::Html | Content::Empty => Self::default(),
        }
    }

    /// `message`, else `error`, made fit to be shown.
    fn shown(&self) -> Option<String> {
        [&self.message, &self.error]
            .into_iter()
            .map(|text| clean(text))
            .find(|text| !text.is_empty())
    }

    fn fields(self) -> Box<[FieldError]> {
        let causes = self.details.causes.unwrap_or_default();
        let fields = causes.into_iter().map(|cause| FieldError {
            field: clean(&cause.field.unwrap_or_default()),
            message: clean(&cause.message.unwrap_or_default()),
        });
        fields.collect()
    }
}

/// Without control characters, overlong words and what is too much.
fn clean(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(if word.len() > MAX_WORD { "…" } else { word });
    }
    shown.chars().take(MAX_SHOWN).collect()
}

/// What any of the platform's calls means by an answer other than 2xx.
pub(crate) fn refusal(facts: Facts, response: &Response) -> ErrorKind {
    let status = response.status;
    let said = Said::of(response);
    match status {
        401 => ErrorKind::SignedOut,
        403 => ErrorKind::Forbidden(Reason::NotAllowed),
        // What is looked for by name can be missing. A whole collection cannot: there the address is wrong.
        404 if facts.path.ends_with("{name}") => ErrorKind::NotFound,
        404 | 405 => ErrorKind::NoSuchCall { status },
        408 => ErrorKind::TimedOut,
        409 => ErrorKind::Conflict(Clash::Other),
        429 => ErrorKind::SlowDown {
            retry_after_s: response
                .header("retry-after")
                .and_then(|seconds| seconds.trim().parse().ok())
                .or(said.details.retry_after_s),
        },
        400..=499 => refused(status, said),
        500..=599 => ErrorKind::Broken {
            status,
            message: said.shown(),
        },
        _ => ErrorKind::NotThePlatform { status },
    }
}

fn refused(status: u16, said: Said) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code: Some(clean(&said.reason)).filter(|reason| !reason.is_empty()),
        message: said.shown(),
        fields: said.fields(),
    }
}

/// [`refusal`] for calls where a 401 need not mean that the token has ended: a missing permission or the end of a
/// password key can look the same.
///
/// Then it is a refusal with status 401: who gets it asks with another call whether the token still holds.
pub(super) fn doubtful(facts: Facts, response: &Response) -> ErrorKind {
    match response.status {
        401 => refused(401, Said::of(response)),
        _ => refusal(facts, response),
    }
}

/// [`doubtful`] for calls that make something of a name: whatever the status, the platform says so when it is taken.
pub(super) fn creation(facts: Facts, response: &Response) -> ErrorKind {
    let is_taken = response.status == 409 || Said::of(response).reason == "AlreadyExists";
    if is_taken && (400..500).contains(&response.status) {
        return ErrorKind::Conflict(Clash::Name);
    }
    doubtful(facts, response)
}

/// [`doubtful`] for changes of an account. Where the present password came along, it may be what is wrong: then the
/// server's own words say more than "not allowed".
pub(super) fn change(facts: Facts, response: &Response, has_present_password: bool) -> ErrorKind {
    let said = Said::of(response);
    if response.status == 403 && has_present_password && said.shown().is_some() {
        return refused(403, said);
    }
    doubtful(facts, response)
}

/// What [`doubtful`] makes of `any.signed_out`.
#[cfg(test)]
pub(super) fn unauthorized() -> ErrorKind {
    ErrorKind::Refused {
        status: 401,
        code: Some("Unauthorized".to_owned()),
        message: Some("Unauthorized".to_owned()),
        fields: Box::default(),
    }
}

#[cfg(test)]
mod tests;
